package api

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/register"
)

// set computes figures as a request asks: organisation, day, day to compare with.
func (a *API) set(r *door.Request, ids []string) (figure.Set, error) {
	q := r.URL.Query()
	if err := only(q, "org", "as_of", "compare", "known_at", "id"); err != nil {
		return figure.Set{}, err
	}
	req := figure.Request{AsOf: register.DateOf(r.Now.In(a.DB.Zone)), IDs: ids}
	named := map[string]any{}
	if s := q.Get("org"); s != "" {
		named["org"] = s
	}
	org, err := a.orgOf(r, named)
	if err != nil {
		return figure.Set{}, err
	}
	if org == "" {
		return figure.Set{}, door.Problem("org", "required", "")
	}
	req.Org = org
	for name, at := range map[string]*register.Date{"as_of": &req.AsOf, "compare": &req.Compare} {
		if s := q.Get(name); s != "" {
			if !register.ValidDate(s) {
				return figure.Set{}, door.Problem(name, "not-a-date", s, "2023-03-14")
			}
			*at = register.Date(s)
		}
	}
	if req.KnownAt, err = door.KnownAt(q.Get("known_at")); err != nil {
		return figure.Set{}, err
	}
	return a.Figures.Compute(r.Context(), r.Caller, req)
}

func (a *API) figures(w http.ResponseWriter, r *door.Request) error {
	var ids []string
	if s := r.URL.Query().Get("id"); s != "" {
		ids = strings.Split(s, ",")
	}
	set, err := a.set(r, ids)
	if err != nil {
		return err
	}
	return write(w, http.StatusOK, set.Wire(r.Lang))
}

func (a *API) one(r *door.Request) (figure.Figure, error) {
	id := r.PathValue("id")
	set, err := a.set(r, []string{id})
	if err != nil {
		return figure.Figure{}, err
	}
	f, ok := set.Get(id)
	if !ok {
		return figure.Figure{}, fault.New(fault.Unknown, "no-such-figure", id)
	}
	return f, nil
}

func (a *API) figure(w http.ResponseWriter, r *door.Request) error {
	f, err := a.one(r)
	if err != nil {
		return err
	}
	return write(w, http.StatusOK, f.Wire(r.Lang))
}

// figureRecords answers with exactly the records that a figure counts, in
// their state at its time.
func (a *API) figureRecords(w http.ResponseWriter, r *door.Request) error {
	f, err := a.one(r)
	if err != nil {
		return err
	}
	reg, ok := a.DB.Catalogue.Get(f.Register)
	if !ok {
		return fault.New(fault.Unknown, "no-such-register", f.Register)
	}
	asOf := time.Time{}
	if s := r.URL.Query().Get("as_of"); s != "" {
		asOf = a.DB.EndOfDay(register.Date(s))
	}
	known, err := door.KnownAt(r.URL.Query().Get("known_at"))
	if err != nil {
		return err
	}
	items := make([]json.Marshaler, 0, len(f.Records))
	for _, k := range f.Records {
		rec, err := a.DB.Get(r.Context(), r.Caller.Read(reg), reg, string(k.ID), asOf, known)
		if err != nil {
			return err
		}
		items = append(items, Body(rec, nil))
	}
	return write(w, http.StatusOK, map[string]any{"items": items, "total": len(items)})
}

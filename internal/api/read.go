package api

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

func (a *API) ask(r *door.Request, reg *register.Register) (store.Query, store.Scope, error) {
	q := r.URL.Query()
	ask := door.Ask{Filter: q.Get("filter"), OrderBy: q.Get("order_by"), AsOf: q.Get("as_of"), KnownAt: q.Get("known_at"), Page: q.Get("page_token")}
	if s := q.Get("page_size"); s != "" {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > 500 {
			return store.Query{}, store.Scope{}, door.Problem("page_size", "out-of-range", s, "1", "500")
		}
		ask.Limit = n
	}
	return ask.Query(r.Context(), a.DB, r.Caller, reg, r.Now)
}

func (a *API) list(w http.ResponseWriter, r *door.Request) error {
	name, verb, _ := strings.Cut(r.PathValue("register"), ":")
	reg, err := a.register(name)
	if err != nil {
		return err
	}
	switch verb {
	case "":
	case "count":
		return a.count(w, r, reg)
	default:
		return fault.New(fault.Unknown, "no-such-page")
	}
	params := r.URL.Query()
	if err := only(params, "filter", "order_by", "page_size", "page_token", "as_of", "known_at", "fields", "total"); err != nil {
		return err
	}
	q, scope, err := a.ask(r, reg)
	if err != nil {
		return err
	}
	fields, err := a.chosen(r, reg, params.Get("fields"))
	if err != nil {
		return err
	}
	page, err := a.DB.Find(r.Context(), scope, q)
	if err != nil {
		return err
	}
	var total *int
	switch params.Get("total") {
	case "true":
		_, n, err := a.DB.Count(r.Context(), scope, q, nil)
		if err != nil {
			return err
		}
		total = &n
	case "", "false":
	default:
		return door.Problem("total", "not-allowed", params.Get("total"), "true", "false")
	}
	b, err := appendPage(make([]byte, 0, 1500*(len(page.Records)+1)), page.Records, fields, page.Next, total)
	if err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return send(w, http.StatusOK, b)
}

// field finds a field of a register, or an own one that the caller meets.
func (a *API) field(r *door.Request, reg *register.Register, name string) (*register.Field, error) {
	if f, ok := reg.Field(name); ok {
		return f, nil
	}
	if _, ok := register.OwnKey(name); !ok {
		return nil, nil
	}
	own, err := door.Own(r.Context(), a.DB, r.Caller, reg)
	for _, f := range own {
		if f.Name == name {
			return f, nil
		}
	}
	return nil, err
}

func (a *API) chosen(r *door.Request, reg *register.Register, list string) (map[string]bool, error) {
	if list == "" {
		return nil, nil
	}
	out := map[string]bool{}
	for _, n := range strings.Split(list, ",") {
		n = strings.TrimSpace(n)
		if n != "id" && n != "ref" && n != "org" && n != "version" && n != "since" && n != register.OwnName {
			f, err := a.field(r, reg, n)
			if err != nil {
				return nil, err
			}
			if f == nil {
				return nil, unknownField("fields", n, reg)
			}
		}
		out[n] = true
	}
	return out, nil
}

// unknownField tells of a field that is not there, with those most like it.
func unknownField(param, name string, reg *register.Register) error {
	var names []string
	for _, f := range reg.Fields {
		names = append(names, f.Name)
	}
	if near := query.Near(name, names); len(near) > 0 {
		names = near
	}
	return door.Problem(param, "unknown-field", name, names...)
}

func (a *API) count(w http.ResponseWriter, r *door.Request, reg *register.Register) error {
	params := r.URL.Query()
	if err := only(params, "filter", "as_of", "known_at", "group_by"); err != nil {
		return err
	}
	q, scope, err := a.ask(r, reg)
	if err != nil {
		return err
	}
	var by *register.Field
	if g := params.Get("group_by"); g != "" {
		f, err := a.field(r, reg, g)
		if err != nil {
			return err
		}
		if f == nil || f.Kind == register.List || f.Kind == register.Long {
			return unknownField("group_by", g, reg)
		}
		by = f
	}
	groups, total, err := a.DB.Count(r.Context(), scope, q, by)
	if err != nil {
		return err
	}
	items := []map[string]any{}
	if by != nil {
		for _, g := range groups {
			var v any = g.Value
			if g.Value == "" {
				v = nil
			}
			items = append(items, map[string]any{"value": v, "count": g.Count})
		}
	}
	return write(w, http.StatusOK, map[string]any{"items": items, "total": total})
}

func (a *API) get(w http.ResponseWriter, r *door.Request) error {
	reg, err := a.register(r.PathValue("register"))
	if err != nil {
		return err
	}
	if err := only(r.URL.Query(), "as_of", "known_at", "fields"); err != nil {
		return err
	}
	q, scope, err := a.ask(r, reg)
	if err != nil {
		return err
	}
	fields, err := a.chosen(r, reg, r.URL.Query().Get("fields"))
	if err != nil {
		return err
	}
	rec, err := a.DB.Get(r.Context(), scope, reg, r.PathValue("id"), q.AsOf, q.KnownAt)
	if err != nil {
		return err
	}
	w.Header().Set("ETag", etag(rec.Version))
	return write(w, http.StatusOK, Body(rec, fields))
}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

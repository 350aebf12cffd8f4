// Package api is the REST door (contract.md 3): it translates JSON into
// commands and questions, and answers back, for every register alike.
package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/register"
	"genomlys/internal/review"
	"genomlys/internal/room"
	"genomlys/internal/store"
)

// API answers the calls of contract.md 3.
type API struct {
	DB       *store.DB
	Commands *command.Service
	Figures  *figure.Engine
	Access   *access.Access
	Reviews  review.Deps
	Rooms    *room.Set
	Sign     func(r *door.Request) ([]byte, error)
}

// Routes is the API's part of the table.
func (a *API) Routes() []door.Route {
	return []door.Route{
		{Method: "GET", Pattern: "/api/v1/{register}", Need: door.SignedIn, Action: "read", Handle: a.list},
		{Method: "POST", Pattern: "/api/v1/{register}", Need: door.Writer, Action: "create", Handle: a.create},
		{Method: "GET", Pattern: "/api/v1/{register}/{id}", Need: door.SignedIn, Action: "read", Handle: a.get},
		{Method: "PATCH", Pattern: "/api/v1/{register}/{id}", Need: door.Writer, Action: "update", Handle: a.patch},
		{Method: "POST", Pattern: "/api/v1/{register}/{id}", Need: door.Writer, Action: "step", Handle: a.step},
		{Method: "GET", Pattern: "/api/v1/{register}/{id}/history", Need: door.SignedIn, Action: "read", Handle: a.history},
		{Method: "GET", Pattern: "/api/v1/{register}/{id}/texts", Need: door.SignedIn, Action: "read", Handle: a.texts},
		{Method: "GET", Pattern: "/api/v1/{register}/{id}/texts/{name}", Need: door.SignedIn, Action: "read", Handle: a.text},
		{Method: "GET", Pattern: "/api/v1/reports", Need: door.SignedIn, Action: "read", Handle: a.reports},
		{Method: "GET", Pattern: "/api/v1/reports/{name}", Need: door.SignedIn, Action: "read", Handle: a.report},
		{Method: "GET", Pattern: "/api/v1/what-if/{kind}", Need: door.SignedIn, Action: "read", Handle: a.whatIf},
		{Method: "GET", Pattern: "/api/v1/figures", Need: door.SignedIn, Action: "read", Handle: a.figures},
		{Method: "GET", Pattern: "/api/v1/figures/{id}", Need: door.SignedIn, Action: "read", Handle: a.figure},
		{Method: "GET", Pattern: "/api/v1/figures/{id}/records", Need: door.SignedIn, Action: "read", Handle: a.figureRecords},
		{Method: "GET", Pattern: "/api/v1/management-reviews/{id}/document", Need: door.SignedIn, Action: "read", Handle: a.document},
		{Method: "GET", Pattern: "/api/v1/ledger/checkpoint", Need: door.SignedIn, Action: "read", Handle: a.checkpoint},
		{Method: "GET", Pattern: "/api/v1/ledger/entries", Need: door.SignedIn, Action: "read", Handle: a.entries},
		{Method: "GET", Pattern: "/api/v1/ledger/proof", Need: door.SignedIn, Action: "read", Handle: a.proof},
		{Method: "GET", Pattern: "/api/openapi.json", Need: door.Anyone, Action: "describe", Handle: a.openapi},
	}
}

func (a *API) register(name string) (*register.Register, error) {
	for _, r := range a.DB.Catalogue.All {
		if r.Collection == name {
			return r, nil
		}
	}
	return nil, fault.New(fault.Unknown, "no-such-register", name)
}

func write(w http.ResponseWriter, status int, v any) error {
	var b []byte
	var err error
	if rec, ok := v.(record); ok {
		b, err = rec.append(make([]byte, 0, 2048)) // not read through once more
	} else {
		b, err = json.Marshal(v)
	}
	if err != nil {
		return fmt.Errorf("write answer: %w", err)
	}
	return send(w, status, b)
}

// send answers with JSON.
func send(w http.ResponseWriter, status int, b []byte) error {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	if _, err := w.Write(append(b, '\n')); err != nil {
		return http.ErrAbortHandler // the caller has gone
	}
	return nil
}

// only refuses parameters the call does not know: a misspelt filter must not
// answer with everything.
func only(q url.Values, names ...string) error {
	for k, v := range q {
		known := false
		for _, n := range names {
			known = known || k == n
		}
		if !known && len(names) == 0 {
			return &fault.Error{Kind: fault.Malformed, Code: "invalid", Problems: []fault.Problem{{Field: k, Code: "no-parameters"}}}
		}
		if !known {
			return &fault.Error{Kind: fault.Malformed, Code: "invalid", Problems: []fault.Problem{{Field: k, Code: "unknown-parameter", Allowed: names}}}
		}
		if len(v) > 1 {
			return &fault.Error{Kind: fault.Malformed, Code: "invalid", Problems: []fault.Problem{{Field: k, Code: "given-twice"}}}
		}
	}
	return nil
}

// Package api is the REST door (contract.md 3): it translates JSON into
// commands and questions, and answers back, for every register alike.
package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/review"
	"genomlys/internal/store"
)

// API answers the calls of contract.md 3.
type API struct {
	DB       *store.DB
	Commands *command.Service
	Figures  *figure.Engine
	Access   *access.Access
	Reviews  review.Deps
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
		if !known {
			return &fault.Error{Kind: fault.Malformed, Code: "invalid", Problems: []fault.Problem{{Field: k, Code: "unknown-parameter", Allowed: names}}}
		}
		if len(v) > 1 {
			return &fault.Error{Kind: fault.Malformed, Code: "invalid", Problems: []fault.Problem{{Field: k, Code: "given-twice"}}}
		}
	}
	return nil
}

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
	fields, err := chosen(reg, params.Get("fields"))
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

func chosen(reg *register.Register, list string) (map[string]bool, error) {
	if list == "" {
		return nil, nil
	}
	out := map[string]bool{}
	for _, n := range strings.Split(list, ",") {
		n = strings.TrimSpace(n)
		if _, ok := reg.Field(n); !ok && n != "id" && n != "ref" && n != "org" && n != "version" && n != "since" {
			return nil, door.Problem("fields", "unknown-field", n)
		}
		out[n] = true
	}
	return out, nil
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
		f, ok := reg.Field(g)
		hide := door.Hide(scope)
		if !ok || hide != nil && hide(reg, f) || f.Kind == register.List || f.Kind == register.Long {
			return door.Problem("group_by", "unknown-field", g)
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
	fields, err := chosen(reg, r.URL.Query().Get("fields"))
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

// body reads one JSON object strictly: no unknown form, nothing after it, no
// field given twice.
func body(r *door.Request, into any) ([]byte, error) {
	mt, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || mt != "application/json" && mt != "application/merge-patch+json" {
		return nil, fault.New(fault.Malformed, "media-type", "application/json")
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	if err := twice(raw); err != nil {
		return nil, err
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return nil, &fault.Error{Kind: fault.Malformed, Code: "not-json", Err: err}
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.Malformed, "not-json")
	}
	return raw, nil
}

// twice refuses an object that names a member twice: two readers would
// disagree on which counts. It also bounds how deep a body may be nested.
func twice(raw []byte) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	type level struct {
		names  map[string]bool
		inName bool
	}
	var stack []level
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return &fault.Error{Kind: fault.Malformed, Code: "not-json", Err: err}
		}
		top := len(stack) - 1
		if delim, ok := tok.(json.Delim); ok {
			switch delim {
			case '{', '[':
				if top >= 0 {
					stack[top].inName = true
				}
				if len(stack) >= 20 {
					return fault.New(fault.Malformed, "too-deep")
				}
				l := level{}
				if delim == '{' {
					l = level{names: map[string]bool{}, inName: true}
				}
				stack = append(stack, l)
			default:
				stack = stack[:top]
			}
			continue
		}
		if top >= 0 && stack[top].names != nil {
			if stack[top].inName {
				n, _ := tok.(string)
				if stack[top].names[n] {
					return &fault.Error{Kind: fault.Malformed, Code: "invalid", Problems: []fault.Problem{{Field: n, Code: "given-twice"}}}
				}
				stack[top].names[n] = true
			}
			stack[top].inName = !stack[top].inName
		}
	}
}

func (a *API) options(r *door.Request) command.Options {
	return command.Options{Via: "api", Now: r.Now}
}

// ownOrg is the organisation a record is made in when none is given: the one
// where the caller holds a function, if it is only one.
func ownOrg(c access.Caller) register.ID {
	var org register.ID
	for _, h := range c.Held {
		if org != "" && org != h.Org {
			return ""
		}
		org = h.Org
	}
	return org
}

func (a *API) orgOf(r *door.Request, fields map[string]any) (register.ID, error) {
	v, ok := fields["org"]
	delete(fields, "org")
	if !ok || v == nil {
		return ownOrg(r.Caller), nil
	}
	s, _ := v.(string)
	reg, ok := a.DB.Catalogue.Get("org")
	if !ok {
		return "", fault.New(fault.Unknown, "no-such-register", "org")
	}
	rec, err := a.DB.Get(r.Context(), r.Caller.Read(reg), reg, s, time.Time{}, 0)
	if err != nil {
		return "", door.Problem("org", "no-such-record", s)
	}
	return rec.ID, nil
}

func (a *API) create(w http.ResponseWriter, r *door.Request) error {
	name, verb, _ := strings.Cut(r.PathValue("register"), ":")
	reg, err := a.register(name)
	if err != nil {
		return err
	}
	if err := only(r.URL.Query()); err != nil {
		return err
	}
	if verb == "batch" {
		return a.batch(w, r, reg)
	}
	if verb != "" {
		return fault.New(fault.Unknown, "no-such-page")
	}
	fields := map[string]any{}
	raw, err := body(r, &fields)
	if err != nil {
		return err
	}
	org, err := a.orgOf(r, fields)
	if err != nil {
		return err
	}
	return a.once(w, r, raw, http.StatusCreated, []command.Change{{Op: "create", Register: reg, Org: org, Fields: fields}}, func(rc command.Receipt) any {
		return Body(rc.Items[0].New, nil)
	})
}

// once does a change, or gives the answer already given under the same
// idempotency key.
func (a *API) once(w http.ResponseWriter, r *door.Request, raw []byte, status int, changes []command.Change, answer func(command.Receipt) any) error {
	opt := a.options(r)
	if key := r.Header.Get("Idempotency-Key"); key != "" {
		if len(key) > 200 {
			return door.Problem("Idempotency-Key", "too-long", key[:20], "200")
		}
		sum := sha256.Sum256(append([]byte(r.Method+" "+r.URL.Path+"\n"), raw...))
		opt.Key, opt.Digest = string(r.Caller.Person)+":"+key, hex.EncodeToString(sum[:])
		if kept, same, err := a.DB.Answered(r.Context(), opt.Key, opt.Digest); err != nil || kept != nil {
			if err == nil && !same {
				err = fault.New(fault.Conflict, "key-used-for-another-request")
			}
			if err != nil {
				return err
			}
			w.Header().Set("Content-Type", "application/json; charset=utf-8")
			w.WriteHeader(status)
			w.Write(kept)
			return nil
		}
		opt.Keep = func(rc command.Receipt) []byte {
			b, _ := json.Marshal(answer(rc))
			return append(b, '\n')
		}
	}
	rc, err := a.Commands.Do(r.Context(), r.Caller, opt, changes...)
	if err != nil {
		return err
	}
	if len(changes) == 1 && len(rc.Items) > 0 && rc.Items[0].New != nil {
		n := rc.Items[0].New
		w.Header().Set("ETag", etag(n.Version))
		if status == http.StatusCreated {
			w.Header().Set("Location", "/api/v1/"+n.Register.Collection+"/"+string(n.ID))
		}
	}
	return write(w, status, answer(rc))
}

func (a *API) patch(w http.ResponseWriter, r *door.Request) error {
	reg, err := a.register(r.PathValue("register"))
	if err != nil {
		return err
	}
	if err := only(r.URL.Query()); err != nil {
		return err
	}
	version, err := ifMatch(r)
	if err != nil {
		return err
	}
	fields := map[string]any{}
	raw, err := body(r, &fields)
	if err != nil {
		return err
	}
	return a.once(w, r, raw, http.StatusOK, []command.Change{{Op: "update", Register: reg, ID: r.PathValue("id"), Version: version, Fields: fields}}, func(rc command.Receipt) any {
		return Body(rc.Items[0].New, nil)
	})
}

func ifMatch(r *door.Request) (int64, error) {
	m := r.Header.Get("If-Match")
	if m == "" {
		return 0, fault.New(fault.Required, "if-match-required")
	}
	n, err := strconv.ParseInt(strings.Trim(m, `"`), 10, 64)
	if err != nil || n < 1 {
		return 0, fault.New(fault.Stale, "if-match-unreadable")
	}
	return n, nil
}

func (a *API) step(w http.ResponseWriter, r *door.Request) error {
	reg, err := a.register(r.PathValue("register"))
	if err != nil {
		return err
	}
	id, action, ok := strings.Cut(r.PathValue("id"), ":")
	if !ok || action == "" {
		return fault.New(fault.Unknown, "no-such-page")
	}
	fields := map[string]any{}
	var raw []byte
	if r.ContentLength != 0 {
		if raw, err = body(r, &fields); err != nil {
			return err
		}
	}
	var version int64
	if r.Header.Get("If-Match") != "" {
		if version, err = ifMatch(r); err != nil {
			return err
		}
	}
	known := false
	for _, st := range reg.Actions() {
		known = known || st == action
	}
	if !known {
		return &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: "action", Code: "no-such-step", Value: action, Allowed: reg.Actions()}}}
	}
	if reg.Name == "management_review" && action == "decide" {
		return a.decide(w, r, id, fields)
	}
	return a.once(w, r, raw, http.StatusOK, []command.Change{{Op: action, Register: reg, ID: id, Version: version, Fields: fields}}, func(rc command.Receipt) any {
		return Body(rc.Items[0].New, nil)
	})
}

func (a *API) batch(w http.ResponseWriter, r *door.Request, reg *register.Register) error {
	var in struct {
		Changes []struct {
			Op      string         `json:"op"`
			ID      string         `json:"id"`
			Version int64          `json:"version"`
			Fields  map[string]any `json:"fields"`
		} `json:"changes"`
	}
	raw, err := body(r, &in)
	if err != nil {
		return err
	}
	if len(in.Changes) == 0 || len(in.Changes) > 1000 {
		return door.Problem("changes", "out-of-range", strconv.Itoa(len(in.Changes)), "1", "1000")
	}
	changes := make([]command.Change, len(in.Changes))
	for i, c := range in.Changes {
		if c.Fields == nil {
			c.Fields = map[string]any{}
		}
		changes[i] = command.Change{Op: c.Op, Register: reg, ID: c.ID, Version: c.Version, Fields: c.Fields}
		switch c.Op {
		case "create":
			if changes[i].Org, err = a.orgOf(r, c.Fields); err != nil {
				return err
			}
		case "update":
			if c.Version == 0 {
				return &fault.Error{Kind: fault.Required, Code: "if-match-required", Problems: []fault.Problem{{Index: i, Field: "version", Code: "required"}}}
			}
		default:
			return &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Index: i, Field: "op", Code: "not-allowed", Value: c.Op, Allowed: []string{"create", "update"}}}}
		}
	}
	return a.once(w, r, raw, http.StatusOK, changes, func(rc command.Receipt) any {
		items := make([]map[string]any, 0, len(changes))
		for _, it := range rc.Items {
			if it.Index == len(items) { // what follows from a change stands after its own item
				items = append(items, map[string]any{"id": it.New.ID, "ref": it.New.Ref, "version": it.New.Version})
			}
		}
		return map[string]any{"change_set": rc.Set, "position": rc.Position, "items": items}
	})
}

// Fail answers an error as problem+json (RFC 9457).
func Fail(w http.ResponseWriter, r *door.Request, err error) {
	status := door.Status(err)
	var f *fault.Error
	if !errors.As(err, &f) {
		f = fault.New(fault.Internal, "internal")
		if status == http.StatusRequestEntityTooLarge {
			f = fault.New(fault.TooLarge, "body-too-large")
		}
	}
	type problem struct {
		Index   *int     `json:"index,omitempty"`
		Field   string   `json:"field"`
		Code    string   `json:"code"`
		Message string   `json:"message"`
		Allowed []string `json:"allowed,omitempty"`
	}
	var ps []problem
	for _, p := range f.Problems {
		i := p.Index
		ps = append(ps, problem{Index: &i, Field: p.Field, Code: p.Code, Message: lang.Problem(r.Lang, p, ""), Allowed: p.Allowed})
	}
	out := map[string]any{"type": "about:blank", "title": http.StatusText(status), "status": status,
		"detail": lang.Problem(r.Lang, fault.Problem{Code: f.Code, Value: strings.Join(f.Args, " "), Allowed: f.Args}, ""), "code": f.Code, "request_id": r.ID}
	if ps != nil {
		out["errors"] = ps
	}
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	if status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "5")
	}
	b, _ := json.Marshal(out)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	w.Write(append(b, '\n'))
}

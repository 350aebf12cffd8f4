package api

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/register"
)

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
	// Decoding would put a mark in place of what is no text, and keep that.
	if !utf8.Valid(raw) || half(raw) {
		return nil, fault.New(fault.Malformed, "not-json")
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

// half tells whether a text holds one half of a pair of surrogates, \ud83d
// without its \ude00.
func half(raw []byte) bool {
	high := false
	for i := 0; i < len(raw); i++ {
		var n uint64
		if raw[i] == '\\' && i+5 < len(raw) && raw[i+1] == 'u' {
			n, _ = strconv.ParseUint(string(raw[i+2:i+6]), 16, 16)
			i += 5
		} else if raw[i] == '\\' {
			i++
		}
		low := n >= 0xdc00 && n < 0xe000
		if low != high {
			return true
		}
		high = n >= 0xd800 && n < 0xdc00
	}
	return high
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
	if verb == "batch" {
		if err := only(r.URL.Query()); err != nil {
			return err
		}
		return a.batch(w, r, reg)
	}
	if verb != "" {
		act, err := a.Rooms.Act(reg.Name, verb)
		if err != nil {
			return err
		}
		if !act.Free {
			return fault.New(fault.Unknown, "no-such-page")
		}
		return a.act(w, r, reg, act, "", 0)
	}
	if err := only(r.URL.Query()); err != nil {
		return err
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
	if done, err := a.kept(w, r, raw, status, &opt.Key, &opt.Digest); done || err != nil {
		return err
	}
	if opt.Key != "" {
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

// kept gives the answer already given under the request's idempotency key, or
// the key and the digest of the request for the answer to be kept under.
func (a *API) kept(w http.ResponseWriter, r *door.Request, raw []byte, status int, key, digest *string) (bool, error) {
	given := r.Header.Get("Idempotency-Key")
	if given == "" {
		return false, nil
	}
	if len(given) > 200 {
		return false, door.Problem("Idempotency-Key", "too-long", given[:20], "200")
	}
	sum := sha256.Sum256(append([]byte(r.Method+" "+r.URL.Path+"\n"), raw...))
	*key, *digest = string(r.Caller.Person)+":"+given, hex.EncodeToString(sum[:])
	kept, same, err := a.DB.Answered(r.Context(), *key, *digest)
	if err != nil || kept == nil {
		return false, err
	}
	if !same {
		return false, fault.New(fault.Conflict, "key-used-for-another-request")
	}
	var made struct {
		ID      string `json:"id"`
		Version int64  `json:"version"`
	}
	if err := json.Unmarshal(kept, &made); err == nil && made.ID != "" && made.Version > 0 {
		w.Header().Set("ETag", etag(made.Version))
		if status == http.StatusCreated {
			w.Header().Set("Location", r.URL.Path+"/"+made.ID)
		}
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	if _, err := w.Write(kept); err != nil {
		return true, http.ErrAbortHandler // the caller has gone
	}
	return true, nil
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
	if n, err := strconv.ParseInt(strings.Trim(m, `"`), 10, 64); err == nil && n > 0 && (m == etag(n) || m == strconv.FormatInt(n, 10)) {
		return n, nil
	}
	if len(m) > 40 {
		m = m[:40]
	}
	return 0, &fault.Error{Kind: fault.Malformed, Code: "invalid", Problems: []fault.Problem{{Field: "If-Match", Code: "if-match-unreadable", Value: strings.ToValidUTF8(m, "?"), Allowed: []string{etag(17)}}}}
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
	var version int64
	if r.Header.Get("If-Match") != "" {
		if version, err = ifMatch(r); err != nil {
			return err
		}
	}
	if act, err := a.Rooms.Act(reg.Name, action); err == nil && !act.Free {
		return a.act(w, r, reg, act, id, version)
	}
	fields := map[string]any{}
	var raw []byte
	if r.ContentLength != 0 {
		if raw, err = body(r, &fields); err != nil {
			return err
		}
	}
	if reg.Name == "management_review" && action == correctAction {
		return a.correct(w, r, id, version, fields)
	}
	if !slices.Contains(reg.Actions(), action) {
		can := slices.Clone(reg.Actions())
		if reg.Name == "management_review" {
			can = append(can, correctAction)
		}
		for _, act := range a.Rooms.ActsOf(reg.Name, nil) {
			if !act.Free {
				can = append(can, act.Name)
			}
		}
		return &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: "action", Code: "no-such-step", Value: action, Allowed: can}}}
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
			if c.ID == "" {
				return &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Index: i, Field: "id", Code: "required"}}}
			}
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

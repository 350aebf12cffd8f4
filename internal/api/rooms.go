package api

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/room"
)

// call begins a call of a room: who, when, in which language, and the
// parameters, without those that are the door's own.
func (a *API) call(r *door.Request, q url.Values, own ...string) (room.Call, error) {
	c := room.Call{Caller: r.Caller, Lang: r.Lang, Now: r.Now, Via: "api", Params: map[string]string{}}
	switch q.Get("lang") {
	case "":
	case "sv":
		c.Lang = lang.SV
	case "en":
		c.Lang = lang.EN
	default:
		return c, door.Problem("lang", "not-allowed", q.Get("lang"), "sv", "en")
	}
next:
	for k, v := range q {
		for _, o := range append(own, "lang") {
			if k == o {
				continue next
			}
		}
		if len(v) > 1 {
			return c, &fault.Error{Kind: fault.Malformed, Code: "invalid", Problems: []fault.Problem{{Field: k, Code: "given-twice"}}}
		}
		c.Params[k] = v[0]
	}
	return c, nil
}

// texts lists the texts out of a record, as it stands.
func (a *API) texts(w http.ResponseWriter, r *door.Request) error {
	reg, err := a.register(r.PathValue("register"))
	if err != nil {
		return err
	}
	if err := only(r.URL.Query()); err != nil {
		return err
	}
	rec, err := a.DB.Get(r.Context(), r.Caller.Read(reg), reg, r.PathValue("id"), time.Time{}, 0)
	if err != nil {
		return err
	}
	items := []m{}
	for _, t := range a.Rooms.TextsOf(reg.Name, rec) {
		items = append(items, m{"name": t.Name, "title": t.Title.In(r.Lang), "formats": t.Formats()})
	}
	return write(w, http.StatusOK, m{"items": items})
}

// text answers with a text out of a record as a file.
func (a *API) text(w http.ResponseWriter, r *door.Request) error {
	reg, err := a.register(r.PathValue("register"))
	if err != nil {
		return err
	}
	t, err := a.Rooms.Text(reg.Name, r.PathValue("name"))
	if err != nil {
		return err
	}
	q := r.URL.Query()
	c, err := a.call(r, q, "format")
	if err != nil {
		return err
	}
	format := q.Get("format")
	if format == "" {
		format = "json"
	}
	b, err := a.Rooms.WriteText(r.Context(), c, t, r.PathValue("id"), format)
	if err != nil {
		return err
	}
	return file(w, b, t.Name, format)
}

// file answers with a file that the caller may keep.
func file(w http.ResponseWriter, b []byte, name, format string) error {
	w.Header().Set("Content-Type", room.Media[format])
	if format != "json" {
		w.Header().Set("Content-Disposition", `attachment; filename="`+name+`.`+format+`"`)
	}
	if _, err := w.Write(b); err != nil {
		return http.ErrAbortHandler // the caller has gone
	}
	return nil
}

// reports lists the reports there are.
func (a *API) reports(w http.ResponseWriter, r *door.Request) error {
	if err := only(r.URL.Query()); err != nil {
		return err
	}
	items := []m{}
	for _, rep := range a.Rooms.Reports {
		params := []m{}
		for _, p := range rep.Params {
			params = append(params, m{"name": p.Name, "title": p.Title.In(r.Lang), "kind": p.Kind, "needed": p.Needed})
		}
		items = append(items, m{"name": rep.Name, "title": rep.Title.In(r.Lang), "formats": rep.Formats(), "params": params})
	}
	return write(w, http.StatusOK, m{"items": items})
}

// report answers a report: its answer as JSON, or a file with format.
func (a *API) report(w http.ResponseWriter, r *door.Request) error {
	rep, err := a.Rooms.Report(r.PathValue("name"))
	if err != nil {
		return err
	}
	return a.answer(w, r, rep, nil)
}

func (a *API) answer(w http.ResponseWriter, r *door.Request, rep room.Report, given map[string]string) error {
	q := r.URL.Query()
	c, err := a.call(r, q, "format")
	if err != nil {
		return err
	}
	for k, v := range given {
		c.Params[k] = v
	}
	format := q.Get("format")
	if format == "" {
		// The answer itself; format=json asks for the document's form of it.
		v, err := a.Rooms.Ask(r.Context(), c, rep)
		if err != nil {
			return err
		}
		return write(w, http.StatusOK, v)
	}
	b, err := a.Rooms.WriteReport(r.Context(), c, rep, format)
	if err != nil {
		return err
	}
	return file(w, b, rep.Name, format)
}

// whatIf answers what would follow if something happened.
func (a *API) whatIf(w http.ResponseWriter, r *door.Request) error {
	rep, err := a.Rooms.Report("what-if")
	if err != nil {
		return err
	}
	if r.URL.Query().Has("kind") {
		return door.Problem("kind", "unknown-parameter", r.URL.Query().Get("kind"))
	}
	return a.answer(w, r, rep, map[string]string{"kind": r.PathValue("kind")})
}

// act does an act of a room, on a record or (id empty) on none.
func (a *API) act(w http.ResponseWriter, r *door.Request, reg *register.Register, act room.Act, id string, version int64) error {
	q := r.URL.Query()
	if err := only(q, "dry_run", "lang"); err != nil {
		return err
	}
	c, err := a.call(r, url.Values{"lang": q["lang"]})
	if err != nil {
		return err
	}
	c.Version = version
	switch q.Get("dry_run") {
	case "", "false":
	case "true":
		c.Dry = true
	default:
		return door.Problem("dry_run", "not-allowed", q.Get("dry_run"), "true", "false")
	}
	raw, err := params(r, act, &c)
	if err != nil {
		return err
	}
	answer := func(rc command.Receipt) any { return receipt(rc, c.Dry) }
	if !c.Dry {
		done, err := a.kept(w, r, raw, http.StatusOK, &c.Key, &c.Digest)
		if done || err != nil {
			return err
		}
		if c.Key != "" {
			c.Keep = func(rc command.Receipt) []byte {
				b, _ := json.Marshal(answer(rc))
				return append(b, '\n')
			}
		}
	}
	rc, err := a.Rooms.Do(r.Context(), c, act, id)
	if err != nil {
		return err
	}
	return write(w, http.StatusOK, answer(rc))
}

// receipt is what an act did.
func receipt(rc command.Receipt, dry bool) m {
	items := []m{}
	for _, it := range rc.Items {
		if it.New != nil {
			items = append(items, m{"op": it.Op, "register": it.New.Register.Collection, "id": it.New.ID, "ref": it.New.Ref, "version": it.New.Version, "title": it.New.Text("title"), "changed": it.Changed})
		}
	}
	out := m{"change_set": rc.Set, "position": rc.Position, "items": items}
	if dry {
		out = m{"dry_run": true, "items": items}
	}
	return out
}

// params reads what an act is given: a JSON object, or a form with a file. A
// reason that the act does not itself ask for goes with the change.
func params(r *door.Request, act room.Act, c *room.Call) ([]byte, error) {
	if r.ContentLength == 0 {
		return nil, nil
	}
	mt, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && mt == "multipart/form-data" {
		return form(r, act, c)
	}
	fields := m{}
	raw, err := body(r, &fields)
	if err != nil {
		return nil, err
	}
	for k, v := range fields {
		s, ok := plain(v)
		if !ok {
			return nil, door.Problem(k, "not-a-text", "")
		}
		put(act, c, k, s)
	}
	return raw, nil
}

func put(act room.Act, c *room.Call, name, value string) {
	if name == "reason" {
		for _, p := range act.Params {
			if p.Name == name {
				c.Params[name] = value
				return
			}
		}
		c.Reason = value
		return
	}
	c.Params[name] = value
}

// plain writes a JSON value as the text of a parameter.
func plain(v any) (string, bool) {
	switch v := v.(type) {
	case nil:
		return "", true
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	case bool:
		return strconv.FormatBool(v), true
	case []any:
		parts := make([]string, len(v))
		for i, x := range v {
			s, ok := x.(string)
			if !ok {
				return "", false
			}
			parts[i] = s
		}
		return strings.Join(parts, ","), true
	}
	return "", false
}

func form(r *door.Request, act room.Act, c *room.Call) ([]byte, error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, fault.Wrap(fault.Malformed, "not-a-form", err)
	}
	var all []byte
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, formFault(err)
		}
		b, err := io.ReadAll(part)
		if err != nil {
			return nil, formFault(err)
		}
		all = append(append(append(all, part.FormName()...), 0), b...)
		if part.FileName() != "" {
			c.File, c.FileName = b, part.FileName()
			continue
		}
		put(act, c, part.FormName(), string(b))
	}
}

// formFault keeps the bound on a body apart from a form that cannot be read.
func formFault(err error) error {
	var big *http.MaxBytesError
	if errors.As(err, &big) {
		return err
	}
	return fault.Wrap(fault.Malformed, "not-a-form", err)
}

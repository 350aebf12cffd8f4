// Package edit is the pages on which the records of every register are made
// and changed, drawn from the registers' declarations.
package edit

import (
	"net/http"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/remark"
	"genomlys/internal/room"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// Edit is the part of the web that changes records.
type Edit struct {
	*web.Web
	rooms *room.Set
}

// New makes it, and hangs what it offers on the pages of records.
func New(w *web.Web, rooms *room.Set) *Edit {
	e := &Edit{Web: w, rooms: rooms}
	w.Extra(e.onRecord)
	w.ListOffer(e.onList)
	return e
}

// Routes are its rows in the route table. Verbs come first, so that no address
// can also be read as a register's.
func (e *Edit) Routes() []door.Route {
	return []door.Route{
		{Method: "GET", Pattern: "/ny/{collection}", Need: door.SignedIn, Action: "create", Handle: e.new},
		{Method: "POST", Pattern: "/ny/{collection}", Need: door.Writer, Action: "create", Handle: e.create},
		{Method: "GET", Pattern: "/andra/{collection}/{ref}", Need: door.SignedIn, Action: "update", Handle: e.edit},
		{Method: "POST", Pattern: "/andra/{collection}/{ref}", Need: door.Writer, Action: "update", Handle: e.save},
		{Method: "GET", Pattern: "/steg/{collection}/{ref}/{action}", Need: door.SignedIn, Action: "step", Handle: e.step},
		{Method: "POST", Pattern: "/steg/{collection}/{ref}/{action}", Need: door.Writer, Action: "step", Handle: e.take},
		{Method: "GET", Pattern: "/gor/{collection}/{act}", Need: door.SignedIn, Action: "act", Handle: e.act},
		{Method: "POST", Pattern: "/gor/{collection}/{act}", Need: door.Writer, Action: "act", Handle: e.doAct},
		{Method: "GET", Pattern: "/gor/{collection}/{ref}/{act}", Need: door.SignedIn, Action: "act", Handle: e.act},
		{Method: "POST", Pattern: "/gor/{collection}/{ref}/{act}", Need: door.Writer, Action: "act", Handle: e.doAct},
		{Method: "POST", Pattern: "/kommentar/{collection}/{ref}", Need: door.Writer, Action: "comment", Handle: e.say},
		{Method: "POST", Pattern: "/bilaga/{collection}/{ref}", Need: door.Writer, Action: "attach", Handle: e.attach, Limit: remark.MaxFile + 1<<20},
		{Method: "GET", Pattern: "/bilaga/{ref}", Need: door.SignedIn, Action: "read", Handle: e.file},
		{Method: "GET", Pattern: "/val/{collection}", Need: door.SignedIn, Action: "read", Handle: e.hits},
	}
}

// hits is the list that a combobox asks for as one types.
func (e *Edit) hits(rw http.ResponseWriter, r *door.Request) error {
	reg, err := e.Reg(r.PathValue("collection"))
	if err != nil {
		return err
	}
	q := r.URL.Query().Get("q")
	if rs := []rune(q); len(rs) > 200 {
		q = string(rs[:200])
	}
	hits, err := form.Hits(e.Web, r, reg, q)
	if err != nil {
		return err
	}
	var more page.Link
	if form.MayCreate(r.Caller, reg) {
		more = page.Link{Text: newText(r.Lang, reg), Href: "/ny/" + reg.Collection}
	}
	return e.Show(rw, r.Context(), http.StatusOK, form.HitList(e.Guest(r, ""), hits, more))
}

// target finds the record that an address names, and whether the caller may
// change it.
func (e *Edit) target(r *door.Request) (*register.Record, error) {
	reg, err := e.Reg(r.PathValue("collection"))
	if err != nil {
		return nil, err
	}
	rec, err := e.One(r, reg, r.PathValue("ref"))
	if err != nil {
		return nil, err
	}
	ok, err := e.writable(r, rec)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, access.MayNotChange(reg.Name)
	}
	return rec, nil
}

// writable tells whether the caller may change a record at all.
func (e *Edit) writable(r *door.Request, rec *register.Record) (bool, error) {
	_, err := e.DB.Get(r.Context(), r.Caller.Write(rec.Register), rec.Register, string(rec.ID), noTime, 0)
	if fault.Is(err, fault.Unknown) {
		return false, nil
	}
	return err == nil, err
}

// steps are the changes of state that the caller may make of a record now.
func (e *Edit) steps(r *door.Request, rec *register.Record) []register.Step {
	st := rec.Register.Status()
	if st == nil {
		return nil
	}
	from := rec.Text("status")
	var out []register.Step
	for _, s := range st.StepList {
		if s.From != from && s.From != "*" || s.To == from || slices.ContainsFunc(out, func(x register.Step) bool { return x.Action == s.Action }) {
			continue
		}
		if r.Caller.Decide(rec.Register, s.Action, rec.Org, command.ObjectsOf(rec)...) == nil {
			out = append(out, s)
		}
	}
	return out
}

// editable tells whether people type a field: not what the product makes, nor a
// state that is changed by steps.
func editable(f *register.Field) bool {
	return !f.Derived && f.Name != "archived_on" && !(f.Name == "status" && len(f.StepList) > 0)
}

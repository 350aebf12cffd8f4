package edit

import (
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/room"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// onList offers the acts that are on no record in the list of their register.
func (e *Edit) onList(r *door.Request, reg *register.Register) []page.Link {
	var out []page.Link
	for _, a := range e.rooms.ActsOf(reg.Name, nil) {
		if a.Free && !a.Apart && !r.Caller.ReadOnly {
			out = append(out, page.Link{Text: a.Title.In(r.Lang), Href: "/gor/" + reg.Collection + "/" + a.Name})
		}
	}
	return out
}

// acted finds the act of an address, and the record it is on unless it is on none.
func (e *Edit) acted(r *door.Request) (room.Act, *register.Record, error) {
	reg, err := e.Reg(r.PathValue("collection"))
	if err != nil {
		return room.Act{}, nil, err
	}
	a, err := e.rooms.Act(reg.Name, r.PathValue("act"))
	if err != nil {
		return a, nil, fault.New(fault.Unknown, "no-such-page")
	}
	ref := r.PathValue("ref")
	if a.Free != (ref == "") {
		return a, nil, fault.New(fault.Unknown, "no-such-page")
	}
	if a.Free {
		return a, nil, nil
	}
	rec, err := e.One(r, reg, ref)
	if err == nil && a.When != nil && !a.When(rec) {
		err = fault.New(fault.Unknown, "no-such-page")
	}
	return a, rec, err
}

// act shows the form of an act, drawn from what it asks for.
func (e *Edit) act(rw http.ResponseWriter, r *door.Request) error {
	a, rec, err := e.acted(r)
	if err != nil {
		return err
	}
	typed := url.Values{}
	for _, p := range a.Params {
		if v := r.URL.Query().Get(p.Name); v != "" {
			typed.Set(p.Name, v)
		}
	}
	return e.showAct(rw, r, a, rec, typed, nil, http.StatusOK)
}

func (e *Edit) doAct(rw http.ResponseWriter, r *door.Request) error {
	a, rec, err := e.acted(r)
	if err != nil {
		return err
	}
	if err := e.upload(r); err != nil {
		return err
	}
	typed := r.PostForm
	given, unclear, err := form.Given(e.Web, r, a.Params, typed)
	if err != nil {
		return err
	}
	c := room.Call{Caller: r.Caller, Lang: r.Lang, Now: r.Now, Via: "web", Params: given, Reason: strings.Join(strings.Fields(typed.Get(reasonName)), " ")}
	for _, p := range a.Params {
		if p.Kind != room.File || r.MultipartForm == nil {
			continue
		}
		if file, head, err := r.FormFile(p.Name); err == nil {
			c.FileName = head.Filename
			c.File, err = io.ReadAll(file)
			file.Close()
			if err != nil {
				return fault.New(fault.Malformed, "not-a-form")
			}
		}
	}
	id, reg := "", e.Register(a.Register)
	if rec != nil {
		id = string(rec.ID)
		if c.Version, err = strconv.ParseInt(typed.Get(versionName), 10, 64); err != nil || c.Version < 1 {
			return fault.New(fault.Required, "version-needed")
		}
	}
	if len(unclear) > 0 {
		wrong, status := actWrong(r.Lang, reg, a, &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: unclear})
		return e.showAct(rw, r, a, rec, typed, wrong, status)
	}
	receipt, err := e.rooms.Do(r.Context(), c, a, id)
	if err != nil {
		wrong, status := actWrong(r.Lang, reg, a, err)
		if fault.Is(err, fault.Stale) {
			wrong, status = []page.Wrong{{Text: lang.EditStepStale.In(r.Lang)}}, http.StatusConflict
		}
		if len(wrong) == 0 {
			return err
		}
		return e.showAct(rw, r, a, rec, typed, wrong, status)
	}
	return e.See(rw, r, after(receipt, rec, reg))
}

// after is where an act leads: to the one record of the register that it made, or
// the one that it made at all; else to the record it was on, or to the list.
func after(receipt command.Receipt, rec *register.Record, reg *register.Register) string {
	var made, any []*register.Record
	for _, it := range receipt.Items {
		if it.Old != nil || it.New == nil || slices.ContainsFunc(any, func(x *register.Record) bool { return x.ID == it.New.ID }) {
			continue
		}
		any = append(any, it.New)
		if it.New.Register == reg {
			made = append(made, it.New)
		}
	}
	switch {
	case len(made) == 1:
		return web.Address(made[0])
	case len(any) == 1:
		return web.Address(any[0])
	case rec != nil:
		return web.Address(rec)
	}
	return "/" + reg.Collection
}

// upload reads a posted form, with files or without.
func (e *Edit) upload(r *door.Request) error {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		return e.Form(r)
	}
	const inMemory = 1 << 20
	if err := r.ParseMultipartForm(inMemory); err != nil {
		return err
	}
	return nil
}

// actWrong says what an act refused at its own controls.
func actWrong(l lang.Lang, reg *register.Register, a room.Act, err error) ([]page.Wrong, int) {
	wrong, status := form.Wrong(l, reg, err, form.ParamFields(a.Params)...)
	var out []page.Wrong
	for _, w := range wrong {
		if _, isField := reg.Field(strings.TrimPrefix(w.Field, "f-")); isField && !slices.ContainsFunc(a.Params, func(p room.Param) bool { return form.ID(p.Name) == w.Field }) {
			w.Field = "" // the record lacks it; there is no control for it here
		}
		out = append(out, w)
	}
	return out, status
}

func (e *Edit) showAct(rw http.ResponseWriter, r *door.Request, a room.Act, rec *register.Record, typed url.Values, wrong []page.Wrong, status int) error {
	reg := e.Register(a.Register)
	title := a.Title.In(r.Lang)
	p := editing{Title: title, Wrong: wrong, Save: title, Back: "/" + reg.Collection, Action: "/gor/" + reg.Collection + "/" + a.Name,
		Crumbs: []page.Crumb{{Text: reg.Title.In(r.Lang), Href: "/" + reg.Collection}, {Text: title}}}
	if rec != nil {
		about, err := e.about(r, rec, lang.Text{SV: title + ": %s", EN: title + ": %s"})
		if err != nil {
			return err
		}
		p.Title, p.Back, p.Crumbs = about.Title, about.Back, about.Crumbs
		p.Crumbs[2].Text = title
		p.Action = "/gor" + web.Address(rec) + "/" + a.Name
		v := strconv.FormatInt(rec.Version, 10)
		if typed.Has(versionName) && status != http.StatusConflict {
			v = typed.Get(versionName)
		}
		p.Kept = []page.Pair{{Name: versionName, Value: v}}
	}
	along := carried(a, typed)
	p.Kept = append(p.Kept, along...)
	for _, x := range a.Params {
		if x.Carried && len(along) > 0 && len(form.Errors(form.ID(x.Name), wrong)) == 0 {
			continue
		}
		p.First = append(p.First, form.Param(e.Web, r.Lang, x, typed, wrong))
		p.Upload = p.Upload || x.Kind == room.File
	}
	p.First = append(p.First, page.Control{ID: "f-reason", Name: reasonName, Label: lang.EditReason.In(r.Lang), Hint: lang.EditReasonHint.In(r.Lang), Kind: page.LongControl, Lines: 2, Optional: true,
		Value: typed.Get(reasonName)})
	f, err := e.Frame(r, form.Title(r.Lang, p.Title, wrong))
	if err != nil {
		return err
	}
	return e.Show(rw, r.Context(), status, newPage(f, p))
}

// carried is what the page that led to an act has said already.
func carried(a room.Act, typed url.Values) (out []page.Pair) {
	for _, x := range a.Params {
		for _, v := range typed[x.Name] {
			if x.Carried && v != "" {
				out = append(out, page.Pair{Name: x.Name, Value: v})
			}
		}
	}
	return out
}

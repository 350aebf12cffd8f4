package desk

import (
	"net/http"
	"slices"
	"strconv"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// one is the record and the field of an address.
func (d *Desk) one(r *door.Request) (*register.Record, *register.Field, error) {
	reg, err := d.Reg(r.PathValue("collection"))
	if err != nil {
		return nil, nil, err
	}
	none := fault.New(fault.Unknown, "no-such-page")
	f, ok := reg.Field(r.PathValue("field"))
	_, own := register.OwnKey(r.PathValue("field"))
	if ok && !web.Simple(f) || !ok && !own {
		return nil, nil, none
	}
	rec, err := d.One(r, reg, r.PathValue("ref"))
	if err != nil || ok {
		return rec, f, err
	}
	owns, err := d.OwnOn(r, rec)
	if err != nil {
		return nil, nil, err
	}
	i := slices.IndexFunc(owns, func(f *register.Field) bool { return f.Name == r.PathValue("field") && web.Simple(f) })
	if i < 0 {
		return nil, nil, none
	}
	return rec, owns[i], nil
}

// cell asks for one value of one record: opened in the list by script, a page
// of its own without.
func (d *Desk) cell(rw http.ResponseWriter, r *door.Request) error {
	rec, f, err := d.one(r)
	if err != nil {
		return err
	}
	return d.askCell(rw, r, rec, f, nil, cellView{Back: r.URL.Query().Get("till")}, http.StatusOK)
}

func (d *Desk) askCell(rw http.ResponseWriter, r *door.Request, rec *register.Record, f *register.Field, typed map[string][]string, x cellView, status int) error {
	fields := []*register.Field{f}
	if typed == nil {
		values, err := form.Values(d.Web, r, rec, fields)
		if err != nil {
			return err
		}
		typed = values
	}
	x.Title = lang.DeskCellTitle.With(r.Lang, f.Title.In(r.Lang))
	x.Record = page.Link{Text: name(rec), Href: web.Address(rec), Note: rec.Ref}
	x.Action = r.URL.Path
	x.Version = strconv.FormatInt(rec.Version, 10)
	x.Back = backTo(x.Back, "/"+rec.Register.Collection)
	x.Controls = form.Controls(r, fields, typed, x.Wrong)
	fr, err := d.Frame(r, form.Title(r.Lang, x.Title, x.Wrong))
	if err != nil {
		return err
	}
	fr.Alert = x.Conflict
	return d.Show(rw, r.Context(), status, cellPage(fr, x))
}

// setCell saves it, from the version it was read at: where somebody else was
// first, both values are shown and nothing is overwritten.
func (d *Desk) setCell(rw http.ResponseWriter, r *door.Request) error {
	if err := d.Form(r); err != nil {
		return err
	}
	rec, f, err := d.one(r)
	if err != nil {
		return err
	}
	x := cellView{Back: r.PostForm.Get("till")}
	values, ps, err := form.Read(d.Web, r, []*register.Field{f}, r.PostForm)
	if err != nil {
		return err
	}
	if len(ps) > 0 {
		x.Wrong = form.Problems(r.Lang, rec.Register, ps, f)
		return d.askCell(rw, r, rec, f, r.PostForm, x, http.StatusUnprocessableEntity)
	}
	version, err := strconv.ParseInt(r.PostForm.Get("version"), 10, 64)
	if err != nil || version < 1 {
		return fault.New(fault.Malformed, "not-a-form") // without it, unseen work could be overwritten
	}
	_, err = d.Do(r, command.Options{}, command.Change{Op: "update", Register: rec.Register, ID: string(rec.ID), Version: version, Fields: values})
	if fault.Is(err, fault.Stale) {
		now, verr := form.Values(d.Web, r, rec, []*register.Field{f})
		if verr != nil {
			return verr
		}
		said := now.Get(f.Name)
		if f.Choices != nil && said != "" {
			said = f.Choices.Label(said).In(r.Lang)
		}
		if said == "" {
			said = lang.NoValue.In(r.Lang)
		}
		x.Conflict = lang.DeskCellConflict.With(r.Lang, said)
		return d.askCell(rw, r, rec, f, r.PostForm, x, http.StatusConflict)
	}
	if err != nil {
		var status int
		if x.Wrong, status = form.Wrong(r.Lang, rec.Register, err, f); len(x.Wrong) == 0 {
			return err
		}
		return d.askCell(rw, r, rec, f, r.PostForm, x, status)
	}
	return d.See(rw, r, backTo(x.Back, "/"+rec.Register.Collection))
}

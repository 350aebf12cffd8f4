package edit

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

var noTime time.Time

func newText(l lang.Lang, reg *register.Register) string {
	return lang.EditCreate.With(l, lang.Inside(reg.Singular.In(l)))
}

// new shows the form by which a record is made. The address may say values
// beforehand, ?object=OBJ-0117.
func (e *Edit) new(rw http.ResponseWriter, r *door.Request) error {
	reg, err := e.creatable(r)
	if err != nil {
		return err
	}
	typed := url.Values{}
	for name, vs := range r.URL.Query() {
		f, ok := reg.Field(name)
		if !ok || !editable(f) {
			continue
		}
		typed[name] = vs
		if f.Kind == register.Ref && f.Target != nil && len(vs) == 1 {
			rec, err := e.One(r, f.Target, vs[0])
			if err != nil && !fault.Is(err, fault.Unknown) {
				return err
			}
			if rec != nil {
				typed.Set(name, form.Name(rec))
				if typed.Get(orgName) == "" && f.PartOf {
					typed.Set(orgName, string(rec.Org)) // what hangs on a record stands where it does
				}
			}
		}
	}
	if o := r.URL.Query().Get(orgName); o != "" {
		typed.Set(orgName, o)
	}
	return e.showNew(rw, r, reg, typed, nil, http.StatusOK)
}

// creatable is the register of the address, if the caller may make records in
// it anywhere.
func (e *Edit) creatable(r *door.Request) (*register.Register, error) {
	reg, err := e.Reg(r.PathValue("collection"))
	if err != nil {
		return nil, err
	}
	if !form.MayCreate(r.Caller, reg) {
		return nil, access.MayNotCreate(reg.Name)
	}
	return reg, nil
}

const orgName = "_org"

func (e *Edit) create(rw http.ResponseWriter, r *door.Request) error {
	reg, err := e.creatable(r)
	if err != nil {
		return err
	}
	if err := e.Form(r); err != nil {
		return err
	}
	own, err := e.ownNew(r, reg, register.ID(r.PostForm.Get(orgName)))
	if err != nil {
		return err
	}
	fields := slices.DeleteFunc(slices.Concat(reg.Fields, own), func(f *register.Field) bool { return !editable(f) })
	switch turn, err := form.TurnOf(e.Web, rw, r, fields); {
	case err != nil || turn == form.Answered:
		return err
	case turn == form.Redrawn:
		return e.showNew(rw, r, reg, r.PostForm, nil, http.StatusOK)
	}
	values, ps, err := form.Read(e.Web, r, form.Changed(fields, url.Values{}, r.PostForm), r.PostForm)
	if err != nil {
		return err
	}
	wrong, status := form.Problems(r.Lang, reg, ps, own...), http.StatusUnprocessableEntity
	var receipt command.Receipt
	ch := command.Change{Op: "create", Register: reg, Org: register.ID(r.PostForm.Get(orgName)), Fields: values}
	// What cannot be read is told together with what else is wrong.
	receipt, err = e.Do(r, command.Options{Dry: len(wrong) > 0}, ch)
	if err != nil {
		refused, code := form.Wrong(r.Lang, reg, err, own...)
		if refused == nil {
			return err
		}
		if len(wrong) == 0 {
			status = code
		}
		wrong = join(wrong, refused)
	}
	if len(wrong) > 0 {
		return e.showNew(rw, r, reg, r.PostForm, wrong, status)
	}
	e.taken(rw, r, "/ny/"+reg.Collection)
	return e.See(rw, r, web.Address(receipt.Items[0].New))
}

// join adds refusals of controls that have none already.
func join(wrong, more []page.Wrong) []page.Wrong {
	for _, m := range more {
		if m.Field == "" || !slices.ContainsFunc(wrong, func(w page.Wrong) bool { return w.Field == m.Field }) {
			wrong = append(wrong, m)
		}
	}
	return wrong
}

func (e *Edit) showNew(rw http.ResponseWriter, r *door.Request, reg *register.Register, typed url.Values, wrong []page.Wrong, status int) error {
	title := newText(r.Lang, reg)
	f, err := e.Frame(r, form.Title(r.Lang, title, wrong))
	if err != nil {
		return err
	}
	p := editing{Title: title, About: reg.About.In(r.Lang), Action: "/ny/" + reg.Collection, Wrong: wrong, Save: newText(r.Lang, reg),
		Crumbs: []page.Crumb{{Text: reg.Title.In(r.Lang), Href: "/" + reg.Collection}, {Text: title}}, Back: "/" + reg.Collection, Draft: draft(r, "/ny/"+reg.Collection)}
	var org register.ID
	if reg.Name != "org" {
		c, err := e.owner(r, reg, typed, wrong)
		if err != nil {
			return err
		}
		p.First, org = append(p.First, c), register.ID(c.Value)
	}
	var first, rest []*register.Field
	for _, x := range reg.Fields {
		switch {
		case !editable(x) || x.Name == "status" || typed.Get(x.Name) == "" && r.Caller.Writes(reg, x.Name, org) != nil:
		case x.Needed || x.Column > 0 || typed.Get(x.Name) != "" && !x.Common || slices.Contains(x.NeededIn, firstState(reg)) || slices.Contains(x.WantedIn, firstState(reg)):
			first = append(first, x)
		default:
			rest = append(rest, x)
		}
	}
	own, err := e.ownNew(r, reg, register.ID(typed.Get(orgName)))
	if err != nil {
		return err
	}
	p.First = append(p.First, form.Controls(r, append(first, own...), typed, wrong)...)
	p.More = form.Controls(r, rest, typed, wrong)
	for _, c := range p.More {
		p.MoreOpen = p.MoreOpen || len(c.Wrong) > 0 || filled(c)
	}
	p.inOrder()
	return e.Show(rw, r.Context(), status, newPage(f, p))
}

func filled(c page.Control) bool { return c.Value != "" || len(c.Values) > 0 }

func firstState(reg *register.Register) string {
	if st := reg.Status(); st != nil && len(st.Choices) > 0 {
		return st.Choices[0].Code
	}
	return ""
}

// owner asks which organisation the record is to belong to, among those where
// the caller may make it.
func (e *Edit) owner(r *door.Request, reg *register.Register, typed url.Values, wrong []page.Wrong) (page.Control, error) {
	c := page.Control{ID: form.ID("org"), Name: orgName, Label: lang.Owner.In(r.Lang), Kind: page.ChoiceControl, Value: typed.Get(orgName), Wrong: form.Errors(form.ID("org"), wrong)}
	orgs, err := e.orgsFor(r, reg)
	if err != nil {
		return c, err
	}
	own, err := e.Own(r)
	if err != nil {
		return c, err
	}
	for _, o := range orgs {
		c.Options = append(c.Options, page.Option{Value: string(o.ID), Label: o.Text("title")})
		if c.Value == o.Ref || c.Value == "" && (len(orgs) == 1 || own != nil && own.ID == o.ID) {
			c.Value = string(o.ID)
		}
	}
	return c, nil
}

// orgsFor are the organisations in which the caller may make a record, by name.
func (e *Edit) orgsFor(r *door.Request, reg *register.Register) ([]*register.Record, error) {
	scope := r.Caller.Write(reg)
	ids := map[register.ID]bool{}
	for _, o := range scope.Orgs {
		ids[o] = true
	}
	if len(scope.Objects) > 0 {
		objects := map[register.ID]bool{}
		for _, o := range scope.Objects {
			objects[o] = true
		}
		recs, err := e.ByID(r, e.Register("object"), objects, noTime)
		if err != nil {
			return nil, err
		}
		for _, rec := range recs {
			ids[rec.Org] = true
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	orgs, err := e.ByID(r, e.Register("org"), ids, noTime)
	slices.SortStableFunc(orgs, func(a, b *register.Record) int { return strings.Compare(a.Text("title"), b.Text("title")) })
	return orgs, err
}

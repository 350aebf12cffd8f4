package admin

import (
	"net/http"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// ownField is a field of an organisation's own as a row.
type ownField struct {
	Name   page.Link
	Short  string
	Kind   string
	Org    string
	Period string
	Filled page.Link // how many records have it, which it opens
	State  *page.Status
	Do     []page.Link
}

type ownGroup struct {
	ID, Title string
	Rows      []ownField
}

type fieldsPage struct {
	Crumbs []page.Crumb
	Groups []ownGroup
	New    string
	All    string
}

// fields shows the fields that organisations have added, register by register:
// what kind, since when, in how many records, and what may be done about each.
func (a *Admin) fields(rw http.ResponseWriter, r *door.Request) error {
	l, reg := r.Lang, registers.OwnFields
	all, err := a.each(r, reg, nil, noTime)
	if err != nil {
		return err
	}
	p := fieldsPage{Crumbs: crumbs(l, lang.OwnFields.In(l)), All: "/" + reg.Collection}
	if !r.Caller.ReadOnly && form.MayCreate(r.Caller, reg) {
		p.New = "/ny/" + reg.Collection
	}
	sh := a.Shower(r, noTime)
	for _, x := range all {
		sh.NeedID(registers.Orgs, x.Org)
	}
	if err := sh.Look(); err != nil {
		return err
	}
	may := writes(r, reg)
	for _, of := range a.DB.Catalogue.All {
		g := ownGroup{ID: of.Collection, Title: of.Title.In(l)}
		for _, x := range all {
			if x.Text("register_name") != of.Name {
				continue
			}
			row, err := a.ownField(r, of, x)
			if err != nil {
				return err
			}
			row.Org = sh.Refer(x.Org).Text
			if !r.Caller.ReadOnly && may(x.Org) {
				row.Do = fieldActs(l, x)
			}
			g.Rows = append(g.Rows, row)
		}
		if len(g.Rows) > 0 {
			p.Groups = append(p.Groups, g)
		}
	}
	return a.show(rw, r, lang.OwnFields.In(l), http.StatusOK, func(f page.Frame) templ.Component { return showFields(f, p) })
}

func (a *Admin) ownField(r *door.Request, of *register.Register, x *register.Record) (ownField, error) {
	l, reg := r.Lang, x.Register
	row := ownField{Name: page.Link{Text: x.Text("title"), Href: web.Address(x)}, Short: "local." + x.Text("name"), Kind: reg.Must("kind").Choices.Label(x.Text("kind")).In(l)}
	if l == lang.EN && x.Text("title_en") != "" {
		row.Name.Text = x.Text("title_en")
	}
	if from, to := x.Text("valid_from"), x.Text("valid_to"); from != "" || to != "" {
		row.Period = strings.TrimSpace(from + "–" + to)
	}
	if x.Text("status") != "active" {
		row.State = page.StatusOf("ended", reg.Status().Choices.Label(x.Text("status")).In(l))
	}
	filter := "local." + x.Text("name") + " != null"
	n, err := a.Count(r, of, filter)
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Malformed) {
		return row, nil // the field is none that the reader meets
	}
	row.Filled = page.Link{Text: lang.Whole(int64(n)), Href: web.Filtered(of, filter)}
	return row, err
}

// fieldActs are what may be done about a field: it is ended rather than taken
// away, so that what was filled in remains.
func fieldActs(l lang.Lang, x *register.Record) []page.Link {
	at := x.Register.Collection + "/" + x.Ref
	out := []page.Link{{Text: lang.AdminChange.In(l), Href: "/andra/" + at}}
	if x.Text("status") == "active" {
		return append(out, page.Link{Text: lang.AdminFieldEnd.In(l), Href: "/steg/" + at + "/end"})
	}
	return append(out, page.Link{Text: lang.AdminFieldBack.In(l), Href: "/steg/" + at + "/restore"})
}

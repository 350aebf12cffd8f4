// Package admin is the pages where an office is set up: its tree, people and
// functions, local rules, own fields, catalogues and colours.
package admin

import (
	"net/http"
	"slices"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/people"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/room"
	"genomlys/internal/store"
	"genomlys/internal/web"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// Admin is this part of the web.
type Admin struct {
	*web.Web
	people people.Deps
	rooms  *room.Set
}

// New makes it, and hangs what it offers on the pages of records.
func New(w *web.Web, rooms *room.Set) *Admin {
	a := &Admin{Web: w, rooms: rooms, people: people.Deps{DB: w.DB, Commands: w.Commands}}
	w.Offer("person", a.offerHandOver)
	w.Setting(a.links)
	return a
}

// Routes are its rows in the route table.
func (a *Admin) Routes() []door.Route {
	return []door.Route{
		{Method: "GET", Pattern: "/installningar/organisation", Need: door.SignedIn, Action: "read", Handle: a.tree},
		{Method: "GET", Pattern: "/installningar/personer", Need: door.SignedIn, Action: "read", Handle: a.staff},
		{Method: "GET", Pattern: "/installningar/regler", Need: door.SignedIn, Action: "read", Handle: a.rules},
		{Method: "GET", Pattern: "/installningar/regler/{code}", Need: door.SignedIn, Action: "create", Handle: a.rule},
		{Method: "POST", Pattern: "/installningar/regler/{code}", Need: door.Writer, Action: "create", Handle: a.propose},
		{Method: "GET", Pattern: "/installningar/falt", Need: door.SignedIn, Action: "read", Handle: a.fields},
		{Method: "GET", Pattern: "/installningar/mallar", Need: door.SignedIn, Action: "read", Handle: a.templates},
		{Method: "GET", Pattern: "/installningar/kataloger", Need: door.SignedIn, Action: "read", Handle: a.catalogues},
		{Method: "GET", Pattern: "/lamna-over/{ref}", Need: door.SignedIn, Action: "update", Handle: a.askHandOver},
		{Method: "POST", Pattern: "/lamna-over/{ref}", Need: door.Writer, Action: "update", Handle: a.handOver},
	}
}

// links are the pages of this part that the caller may read.
func (a *Admin) links(r *door.Request) []page.Link {
	if len(r.Caller.Held) == 0 {
		return nil
	}
	return []page.Link{
		{Text: lang.AdminTree.In(r.Lang), Href: "/installningar/organisation", Note: lang.AdminTreeWhy.In(r.Lang)},
		{Text: lang.AdminStaff.In(r.Lang), Href: "/installningar/personer", Note: lang.AdminStaffWhy.In(r.Lang)},
		{Text: lang.AdminRules.In(r.Lang), Href: "/installningar/regler", Note: lang.AdminRulesWhy.In(r.Lang)},
		{Text: lang.AdminCatalogues.In(r.Lang), Href: "/installningar/kataloger", Note: lang.AdminCataloguesWhy.In(r.Lang)},
		{Text: lang.OwnFields.In(r.Lang), Href: "/installningar/falt", Note: lang.AdminFieldsWhy.In(r.Lang)},
		{Text: lang.AdminTemplates.In(r.Lang), Href: "/installningar/mallar", Note: lang.AdminTemplatesWhy.In(r.Lang)},
	}
}

var noTime time.Time

// crumbs lead from the settings to a page of theirs.
func crumbs(l lang.Lang, title string) []page.Crumb {
	return []page.Crumb{{Text: lang.Settings.In(l), Href: "/installningar"}, {Text: title}}
}

// each gives all records of a register that the caller sees.
func (a *Admin) each(r *door.Request, reg *register.Register, filter query.Checked, asOf time.Time) (out []*register.Record, err error) {
	err = a.DB.Each(r.Context(), r.Caller.Read(reg), store.Query{Register: reg, Filter: filter, AsOf: asOf}, func(rec *register.Record) error {
		out = append(out, rec)
		return nil
	})
	return out, err
}

// writes tells where the caller may change records of a register.
func writes(r *door.Request, reg *register.Register) func(org register.ID) bool {
	s := r.Caller.Write(reg)
	return func(org register.ID) bool { return s.All || slices.Contains(s.Orgs, org) }
}

func (a *Admin) today(r *door.Request) register.Date { return register.DateOf(r.Now.In(a.DB.Zone)) }

// show draws a page with the frame around it.
func (a *Admin) show(rw http.ResponseWriter, r *door.Request, title string, status int, draw func(page.Frame) templ.Component) error {
	f, err := a.Frame(r, title)
	if err != nil {
		return err
	}
	return a.Show(rw, r.Context(), status, draw(f))
}

package web

import (
	"net/url"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

type navRow struct {
	collection, icon string
	name             lang.Text // empty: the register's own
	count            string    // filter of what is counted; empty = no count; wholeList = as many as its list shows
	at               string    // address of a page made of the register; empty = its list
}

// wholeList counts what a register's list opens with, so that the two say the same.
const wholeList = "all"

// navigation is the side menu: with the overview and all registers at most 17
// rows (design.md 2); the rest is found under Menu.
var navigation = []struct {
	title lang.Text
	rows  []navRow
}{
	{lang.NavRegister, []navRow{
		{"objects", "objects", lang.Text{}, wholeList, ""}, {"processings", "scroll", lang.NavProcessing, wholeList, ""},
		{"agreements", "handshake", lang.Text{}, wholeList, ""}, {"ai-profiles", "chip", lang.Text{}, "", ""},
	}},
	{lang.NavWork, []navRow{
		{"classifications", "layers", lang.NavClasses, "", ""}, {"risks", "scale", lang.Text{}, "", ""}, {"incidents", "shield", lang.Text{}, "status != (closed, not_incident)", ""},
		{"continuity-plans", "buoy", lang.NavContinuity, "", ""}, {"subject-requests", "request", lang.NavRequests, "status = (received, ongoing)", ""},
	}},
	{lang.NavGovernance, []navRow{
		{"campaigns", "clipboard", lang.NavFollowUp, "", ""}, {"management-reviews", "easel", lang.NavReview, "", ""}, {collection: "priorities", icon: "plan", name: lang.BuilderPlan, at: "/plan"}, {"steering-documents", "book", lang.Text{}, "", ""},
		{collection: "situation-reports", icon: "branch", name: lang.WhatIfTitle, at: "/vad-hander-om"},
	}},
	{lang.NavCity, []navRow{{collection: "management-reviews", icon: "building", name: lang.BuilderCity, at: cityView}}},
}

// cityView is the page that sets boards and companies side by side: led to by
// those who see some.
const cityView = "/koncern"

// readable tells whether a rule lets the caller read a register at all.
func readable(c access.Caller, r *register.Register) bool {
	s := c.Read(r)
	return s.All || s.Public[r.Name] || len(s.Orgs) > 0 || len(s.Objects) > 0 || len(s.Parties) > 0
}

// Guest is the frame for somebody who is not signed in. It reads no records,
// and stands also when nothing can be read.
func (w *Web) Guest(r *door.Request, title string) page.Frame {
	f := w.bare(r, title)
	if l, err := w.Looks.Everybody(r.Context(), r.Now); err == nil {
		f.Colours = coloured(l.Colours)
	}
	return f
}

func (w *Web) bare(r *door.Request, title string) page.Frame {
	f := page.Frame{Lang: r.Lang, Title: title, Here: r.URL.Path, CSS: w.assets.CSS, JS: w.assets.JS, Mark: w.assets.Mark, Fonts: w.assets.Fonts}
	if c, err := r.Cookie("theme"); err == nil && (c.Value == "light" || c.Value == "dark") {
		f.Theme = c.Value
	}
	return f
}

// Frame is what stands around a page for whoever asks.
func (w *Web) Frame(r *door.Request, title string) (page.Frame, error) {
	if r.Caller.Person == "" {
		return w.Guest(r, title), nil
	}
	f := w.bare(r, title)
	l, err := w.look(r)
	if err != nil {
		return f, err
	}
	f.Colours = coloured(l.Colours)
	f.User = r.Caller.Name
	f.Session = w.staying(r)
	if fn, ok := w.DB.Catalogue.Get("role_assignment"); ok && len(r.Caller.Held) > 0 {
		f.Function = fn.Must("function").Choices.Label(r.Caller.Held[0].Function).In(r.Lang)
	}
	org, err := w.Own(r)
	if err != nil {
		return f, err
	}
	if org != nil {
		f.Org = org.Text("title")
	}
	home := page.NavItem{Link: page.Link{Text: lang.Overview.In(r.Lang), Href: "/"}, Icon: "home", Current: r.URL.Path == "/"}
	f.Nav = []page.NavGroup{{Items: []page.NavItem{home}}}
	counts, err := kept(w, r, &w.memory.counts, "menu", w.menuCounts)
	if err != nil {
		return f, err
	}
	for _, g := range navigation {
		group := page.NavGroup{Title: g.title.In(r.Lang)}
		for _, row := range g.rows {
			reg, err := w.Reg(row.collection)
			if err != nil || !readable(r.Caller, reg) || row.at == cityView && !r.Caller.SeesBody(reg) {
				continue
			}
			group.Items = append(group.Items, w.navItem(r, reg, row, counts[row.collection]))
		}
		if len(group.Items) > 0 {
			f.Nav = append(f.Nav, group)
		}
	}
	all := page.NavItem{Link: page.Link{Text: lang.AllRegisters.In(r.Lang), Href: "/meny"}, Icon: "menu", Current: r.URL.Path == "/meny"}
	f.Nav = append(f.Nav, page.NavGroup{Items: []page.NavItem{all}})
	return f, nil
}

// menuCounts are the counts that the side menu shows, by collection.
func (w *Web) menuCounts(r *door.Request) (map[string]string, error) {
	out := map[string]string{}
	for _, g := range navigation {
		for _, row := range g.rows {
			reg, err := w.Reg(row.collection)
			if err != nil || row.count == "" || !readable(r.Caller, reg) {
				continue
			}
			n, err := w.Count(r, reg, strings.TrimPrefix(row.count, wholeList))
			if err != nil {
				return nil, err
			}
			out[row.collection] = lang.Whole(int64(n))
		}
	}
	return out, nil
}

func (w *Web) navItem(r *door.Request, reg *register.Register, row navRow, count string) page.NavItem {
	name := row.name
	if name.IsZero() {
		name = reg.Title
	}
	it := page.NavItem{Link: page.Link{Text: name.In(r.Lang), Href: "/" + reg.Collection}, Icon: row.icon}
	if row.at != "" {
		it.Href = row.at
	}
	it.Current = r.URL.Path == it.Href || strings.HasPrefix(r.URL.Path, it.Href+"/")
	if row.count != "" {
		it.Count = count
	}
	return it
}

// Own is the organisation that the installation serves, or the one where the
// caller works. It is shared and not to be altered.
func (w *Web) Own(r *door.Request) (*register.Record, error) {
	return kept(w, r, &w.memory.own, "own", w.readOwn)
}

func (w *Web) readOwn(r *door.Request) (*register.Record, error) {
	reg, ok := w.DB.Catalogue.Get("org")
	if !ok {
		return nil, fault.New(fault.Unknown, "no-such-register", "org")
	}
	found, err := w.Find(r, reg, door.Ask{Filter: `own_unit = yes`, Limit: 10})
	if err != nil {
		return nil, err
	}
	for _, o := range found.Records {
		if o.Text("kind") == "office" || o.Text("kind") == "company" {
			return o, nil // the office that works, rather than the board above it
		}
	}
	if len(found.Records) > 0 || len(r.Caller.Held) == 0 {
		return first(found.Records), nil
	}
	found, err = w.Find(r, reg, door.Ask{Filter: `id = "` + string(r.Caller.Held[0].Org) + `"`, Limit: 1})
	return first(found.Records), err
}

func first(recs []*register.Record) *register.Record {
	if len(recs) == 0 {
		return nil
	}
	return recs[0]
}

func (w *Web) Find(r *door.Request, reg *register.Register, a door.Ask) (store.Page, error) {
	q, scope, err := a.Query(r.Context(), w.DB, r.Caller, reg, r.Now)
	if err != nil {
		return store.Page{}, err
	}
	return w.DB.Find(r.Context(), scope, q)
}

// Count counts records by a filter as of now.
func (w *Web) Count(r *door.Request, reg *register.Register, filter string) (int, error) {
	q, scope, err := door.Ask{Filter: filter}.Query(r.Context(), w.DB, r.Caller, reg, r.Now)
	if err != nil {
		return 0, err
	}
	_, n, err := w.DB.Count(r.Context(), scope, q, nil)
	return n, err
}

// Filtered is the address of a register's list under a condition.
func Filtered(reg *register.Register, filter string) string {
	if filter == "" {
		return "/" + reg.Collection
	}
	return "/" + reg.Collection + "?" + url.Values{"filter": {filter}}.Encode()
}

// Behind is the address of the records that a figure or a text rests on, as of
// its day: the record itself, or the list of just these.
func Behind(collection string, refs []string, asOf register.Date) string {
	if len(refs) == 1 {
		return AddressOf("/"+collection+"/"+refs[0], []page.Pair{{Name: "per", Value: string(asOf)}})
	}
	return AddressOf("/"+collection, []page.Pair{{Name: "filter", Value: "ref = (" + strings.Join(refs, ", ") + ")"}, {Name: "per", Value: string(asOf)}, {Name: "senare", Value: "1"}})
}

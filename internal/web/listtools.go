package web

import (
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

// around fills in what the list shows whatever it finds.
func (w *Web) around(r *door.Request, s state, base string, l *page.List) {
	l.Keep = s.fields("filter", "sida", "del", "fran")
	l.KeepSort = s.fields("ordning", "sida", "del", "fran")
	l.KeepDates = s.fields("per", "senare", "mot", "sida", "del", "fran")
	l.KeepCols = s.fields("kol", "sida")
	l.Clear = ""
	if s.filtered() {
		l.Clear = s.with(func(x *state) { x.filter, x.values = "", nil }).href(base)
	}
	for i, v := range s.values {
		f := s.reg.Must(v.Name)
		word := v.Value
		if f.Choices != nil {
			word = f.Choices.Label(v.Value).In(r.Lang)
		}
		if word == "" {
			word = lang.NoValue.In(r.Lang)
		}
		l.Chips = append(l.Chips, page.Chip{Name: f.Title.In(r.Lang), Value: word,
			Without: s.with(func(x *state) { x.values = slices.Delete(x.values, i, i+1) }).href(base)})
	}
	density := lang.Normal
	if s.dense {
		density = lang.Dense
	}
	l.Density = page.Link{Text: density.In(r.Lang), Href: s.with(func(x *state) { x.dense = !x.dense }).href(base)}
	for _, n := range sizes {
		link := page.Link{Text: strconv.Itoa(n)}
		if n != s.size {
			link.Href = s.with(func(x *state) { x.size = n }).href(base)
		}
		l.Sizes = append(l.Sizes, link)
	}
	for _, e := range []struct {
		ext  string
		name lang.Text
	}{{".csv", lang.ExportCSV}, {".xlsx", lang.ExportXLSX}} {
		l.Exports = append(l.Exports, page.Link{Text: e.name.In(r.Lang), Href: s.with(func(x *state) {}).href("/export/" + s.reg.Collection + e.ext)})
	}
	w.chooser(r.Lang, s, l)
	w.acts(r, s, base, l)
}

// chooser lists the columns, those shown first in their order.
func (w *Web) chooser(l lang.Lang, s state, to *page.List) {
	shown := s.columns()
	for i, f := range shown {
		to.Chooser = append(to.Chooser, page.Choice{Name: f.Name, Text: f.Title.In(l), On: true, Up: i > 0, Down: i < len(shown)-1})
	}
	for _, f := range slices.Concat(around(s.reg), s.reg.Fields, s.own) {
		if f.Name != "title" && f.Kind != register.List && f.Kind != register.Long && !slices.Contains(shown, f) {
			to.Chooser = append(to.Chooser, page.Choice{Name: f.Name, Text: f.Title.In(l)})
		}
	}
}

// acts fills in what can be done from the list by somebody who may write.
func (w *Web) acts(r *door.Request, s state, base string, l *page.List) {
	l.Keys = keysOn(r)
	var said []string
	for _, c := range l.Chips {
		said = append(said, c.Name+": "+c.Value)
	}
	if s.filter != "" {
		said = append(said, s.filter)
	}
	if len(said) > 0 {
		l.Filters = lang.DeskFilters.With(r.Lang, strings.Join(said, "; "))
	}
	scope := r.Caller.Write(s.reg)
	if s.asOf != "" || !scope.All && len(scope.Orgs) == 0 && len(scope.Objects) == 0 {
		return
	}
	// A review is begun by whoever sends it to be decided.
	if s.reg.Name != "management_review" || slices.ContainsFunc(scope.Orgs, func(o register.ID) bool { return r.Caller.Decide(s.reg, "send", o) == nil }) {
		l.New, l.NewText = "/ny/"+s.reg.Collection, lang.EditCreate.With(r.Lang, lang.Inside(s.reg.Singular.In(r.Lang)))
	}
	for _, o := range w.listOffers {
		l.Also = append(l.Also, o(r, s.reg)...)
	}
	for _, name := range []string{"owner", "responsible", "status", "review_due"} {
		if f, ok := s.reg.Field(name); ok && Simple(f) && len(l.Acts) < 3 {
			l.Acts = append(l.Acts, page.Act{Field: name, Text: lang.DeskSet.With(r.Lang, lang.Inside(f.Title.In(r.Lang)))})
		}
	}
	l.Acts = append(l.Acts, page.Act{Text: lang.DeskSetOther.In(r.Lang)})
	l.Editing = s.edit
	l.Edit = page.Link{Text: lang.DeskEdit.In(r.Lang), Href: s.with(func(x *state) { x.edit = true; x.page = s.page }).href(base)}
	if s.edit {
		l.Edit = page.Link{Text: lang.DeskEditEnd.In(r.Lang), Href: s.with(func(x *state) { x.edit = false; x.page = s.page }).href(base)}
	}
}

// facets counts the values of the fields by which the register is parted.
func (w *Web) facets(r *door.Request, s state, base string, q store.Query, scope store.Scope, l *page.List) error {
	for _, f := range s.reg.Fields {
		if !f.Faceted || f.Kind == register.Ref || f.Kind == register.Links || slices.ContainsFunc(s.values, func(p page.Pair) bool { return p.Name == f.Name }) {
			continue
		}
		groups, _, err := w.DB.Count(r.Context(), scope, q, f)
		if err != nil {
			return err
		}
		fc := page.Facet{Title: f.Title.In(r.Lang)}
		slices.SortStableFunc(groups, func(a, b store.Group) int { return b.Count - a.Count })
		for _, g := range groups[:min(len(groups), 8)] {
			word := g.Value
			if f.Choices != nil && word != "" {
				word = f.Choices.Label(word).In(r.Lang)
			}
			if word == "" {
				word = lang.NoValue.In(r.Lang)
			}
			href := s.with(func(x *state) { x.values = append(x.values, page.Pair{Name: f.Name, Value: g.Value}) }).href(base)
			fc.Options = append(fc.Options, page.FacetOption{Link: page.Link{Text: word, Href: href}, Count: lang.Whole(int64(g.Count))})
		}
		if len(fc.Options) > 0 {
			l.Facets = append(l.Facets, fc)
		}
	}
	return nil
}

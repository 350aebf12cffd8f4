package web

import (
	"slices"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

// columns are the fields beside the name, as chosen or as declared.
func (s state) columns() []*register.Field {
	var out []*register.Field
	if len(s.cols) == 0 {
		for _, f := range s.reg.ListColumns() {
			if f.Name != "title" {
				out = append(out, f)
			}
		}
		if s.reg.Name == "object" {
			return objectColumns(out, s.edit)
		}
		return out
	}
	for _, c := range s.cols {
		if f := named(s.reg, slices.Concat(around(s.reg), s.own), c); f != nil && f.Name != "title" && f.Kind != register.List && f.Kind != register.Long {
			out = append(out, f)
		}
	}
	return out
}

// rows fills in the table of the page asked for.
func (w *Web) rows(r *door.Request, s state, base string, q store.Query, scope store.Scope, l *page.List) error {
	found, err := w.DB.Find(r.Context(), scope, q)
	if err != nil {
		return err
	}
	_, total, err := w.DB.Count(r.Context(), scope, q, nil)
	if err != nil {
		return err
	}
	l.Count, l.Total = counted(r.Lang, s.reg, total), total
	l.Shown = lang.ReadNow.With(r.Lang, lang.Clock(r.Lang, r.Now.In(w.DB.Zone)))
	if l.AsOfDate != "" {
		l.Shown = lang.ReadAsOf.With(r.Lang, l.AsOfDate)
	}
	if l.Clear != "" {
		all := q
		all.Filter = nil
		_, n, err := w.DB.Count(r.Context(), scope, all, nil)
		if err != nil {
			return err
		}
		l.Count = lang.SoManyOf.With(r.Lang, counted(r.Lang, s.reg, total), lang.Whole(int64(n)))
		l.Empty = n == 0
	} else {
		l.Empty = total == 0
	}
	if l.Empty && !readable(r.Caller, s.reg) {
		l.Barred = w.barred(r, s.reg)
	}
	fields := s.columns()
	sh := w.Shower(r, q.AsOf)
	held := slices.DeleteFunc(slices.Clone(fields), func(f *register.Field) bool { return slices.Contains(around(s.reg), f) })
	for _, rec := range found.Records {
		sh.NeedAll(rec, held)
	}
	if err := sh.Look(); err != nil {
		return err
	}
	b, err := w.besides(r, sh, fields, found.Records, q.AsOf)
	if err != nil {
		return err
	}
	l.Columns = heads(r.Lang, s, fields, b)
	for _, rec := range found.Records {
		l.Rows = append(l.Rows, row(sh, rec, fields, s, b))
	}
	apart(l.Rows)
	if found.Prev != "" {
		p := s
		p.page = found.Prev
		l.Prev = p.href(base)
	}
	if found.Next != "" {
		p := s
		p.page = found.Next
		l.Next = p.href(base)
	}
	return nil
}

// joined tells whether a field is shown within the protection level of another.
func joined(fields []*register.Field, i int) (level, skip bool) {
	f := fields[i]
	if f.Kind != register.Level || len(f.Name) != 1 || !strings.Contains("krt", f.Name) {
		return false, false
	}
	for _, g := range fields[:i] {
		if g.Kind == register.Level && len(g.Name) == 1 && strings.Contains("krt", g.Name) {
			return true, true
		}
	}
	return true, false
}

// apart tells rows from each other that are all called the same, by what the
// first of their columns that leads somewhere leads to.
func apart(rows []page.Row) {
	for _, x := range rows {
		if x.Name != rows[0].Name || x.Hidden != "" {
			return
		}
	}
	if len(rows) < 2 {
		return
	}
	for i := range rows {
		for _, c := range rows[i].Cells {
			if len(c.Links) > 0 && c.Links[0].Href != "" {
				rows[i].Name += ", " + c.Links[0].Text
				break
			}
		}
	}
}

func heads(l lang.Lang, s state, fields []*register.Field, b beside) []page.Column {
	order := s.order
	if order == "" {
		order = s.reg.Order
	}
	now, desc := strings.CutSuffix(order, " desc")
	col := func(f *register.Field) page.Column {
		c := page.Column{Title: f.Title.In(l), Right: numeric(f)}
		if !f.Sortable {
			return c
		}
		c.Sort, c.Next = "none", f.Name
		if f.Name == now && desc {
			c.Sort = "descending"
		} else if f.Name == now {
			c.Sort, c.Next = "ascending", f.Name+" desc"
		}
		return c
	}
	out := []page.Column{col(s.reg.Must("title"))}
	for i, f := range fields {
		level, skip := joined(fields, i)
		if skip {
			continue
		}
		if slices.Contains(around(s.reg), f) {
			out = append(out, page.Column{Title: b.title(f)})
			continue
		}
		c := col(f)
		if level {
			c = page.Column{Title: lang.LevelName.In(l)}
		}
		out = append(out, c)
	}
	return out
}

func row(sh *Shower, rec *register.Record, fields []*register.Field, s state, b beside) page.Row {
	link, hidden := sh.Named(rec)
	out := page.Row{Href: link.Href, Name: link.Text, Sub: rec.Ref, Ref: rec.Ref, Hidden: hidden}
	if s.asOf != "" {
		out.Href += "?per=" + queryEscape(s.asOf)
	}
	if k, ok := rec.Register.Field("kind"); ok && k.Kind == register.Choice && !slices.Contains(fields, k) && rec.Text("kind") != "" {
		out.Sub += ", " + strings.ToLower(k.Choices.Label(rec.Text("kind")).In(sh.r.Lang))
	}
	for i, f := range fields {
		level, skip := joined(fields, i)
		if skip {
			continue
		}
		if slices.Contains(around(s.reg), f) {
			out.Cells = append(out.Cells, b.cell(f, rec))
			if s.edit {
				out.Edits = append(out.Edits, "")
			}
			continue
		}
		v := sh.Field(rec, f)
		if level {
			if v = (page.Value{Levels: sh.Levels(rec)}); v.Levels[0].N < 0 && v.Levels[1].N < 0 && v.Levels[2].N < 0 {
				v = page.Value{Needed: true}
			}
		}
		if len(v.Links) > 3 {
			n := len(rec.LinksOf(f.Name))
			v.Links = append(v.Links[:2], page.Link{Text: lang.AndMore.With(sh.r.Lang, lang.Whole(int64(n-2)))})
		}
		out.Cells = append(out.Cells, v)
		if s.edit {
			edit := ""
			if s.canSet(rec, f) && !level && v.Hidden == "" {
				edit = "/andra-falt/" + rec.Register.Collection + "/" + rec.Ref + "/" + f.Name
			}
			out.Edits = append(out.Edits, edit)
		}
	}
	return out
}

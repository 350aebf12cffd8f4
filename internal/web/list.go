package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

func (w *Web) list(rw http.ResponseWriter, r *door.Request) error {
	reg, err := w.Reg(r.PathValue("collection"))
	if err != nil {
		return err
	}
	views, err := w.views(r, reg)
	if err != nil {
		return err
	}
	usual, err := w.dense(r)
	if err != nil {
		return err
	}
	s := readState(reg, r.URL.Query(), usual)
	if s.owns, err = w.OwnFields(r, reg); err != nil {
		return err
	}
	s.own, s.today = eachOnce(s.owns), w.DB.Civil(r.Now)
	s.choose(views, r.URL.Query())
	f, err := w.Frame(r, reg.Title.In(r.Lang))
	if err != nil {
		return err
	}
	f.Wide = true
	base := "/" + reg.Collection
	l := page.List{Title: reg.Title.In(r.Lang), About: reg.About.In(r.Lang), Filter: s.filter, AsOf: s.asOf, Against: s.against, Dense: s.dense, Size: s.size, Collection: reg.Collection}
	w.around(r, s, base, &l)
	if err := w.tabs(r, s, base, views, &l); err != nil {
		return err
	}

	asOf, against, wrong := w.days(r, s)
	var q store.Query
	var scope store.Scope
	if wrong == nil {
		q, scope, err = door.Ask{Filter: s.condition(), OrderBy: s.order, AsOf: string(asOf), Limit: s.size, Page: s.page}.Query(r.Context(), w.DB, r.Caller, reg, r.Now)
		if wrong = asWrong(r.Lang, reg, err); err != nil && wrong == nil {
			return err
		}
	}
	if wrong != nil {
		l.Wrong = wrong
		f.Title = lang.WrongTitle.With(r.Lang, f.Title)
		return w.Show(rw, r.Context(), http.StatusUnprocessableEntity, page.ListPage(f, l))
	}
	if asOf != "" {
		l.AsOfDate = string(asOf)
		l.Now = s.with(func(x *state) { x.asOf, x.against = "", "" }).href(base)
	}
	if err := w.rows(r, s, base, q, scope, &l); err != nil {
		return err
	}
	if against != "" {
		if l.Changes, err = w.changes(r, s, base, q, scope, asOf, against); err != nil {
			return err
		}
	}
	if err := w.facets(r, s, base, q, scope, &l); err != nil {
		return err
	}
	f.Status = l.Count
	return w.Show(rw, r.Context(), http.StatusOK, page.ListPage(f, l))
}

// days reads the two dates of the address.
func (w *Web) days(r *door.Request, s state) (asOf, against register.Date, wrong *page.Wrong) {
	today := r.Now.In(w.DB.Zone)
	asOf, ok := readDate(s.asOf, today)
	if !ok {
		return "", "", &page.Wrong{Field: "per", Text: lang.WriteDate.In(r.Lang)}
	}
	if against, ok = readDate(s.against, today); !ok {
		return "", "", &page.Wrong{Field: "mot", Text: lang.WriteDate.In(r.Lang)}
	}
	return asOf, against, nil
}

// asWrong says an error of what was asked in words; others are not its matter.
func asWrong(l lang.Lang, reg *register.Register, err error) *page.Wrong {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Problems) == 0 {
		return nil
	}
	p := f.Problems[0]
	field := "filter"
	label := lang.FilterName.In(l)
	if p.Field == "order_by" {
		field, label = "filter", lang.Columns.In(l)
	}
	text := lang.Problem(l, p, label)
	if len(p.Allowed) > 0 && strings.Contains(text, strings.Join(p.Allowed, ", ")) {
		p.Allowed = nil // said already
	}
	return &page.Wrong{Field: field, Text: text, Allowed: p.Allowed}
}

// around fills in what the list shows whatever it finds.
func (w *Web) around(r *door.Request, s state, base string, l *page.List) {
	l.Keep = s.fields("filter", "sida", "del", "fran")
	l.KeepSort = s.fields("ordning", "sida", "del", "fran")
	l.KeepDates = s.fields("per", "mot", "sida", "del", "fran")
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
	if scope := r.Caller.Write(s.reg); s.asOf != "" || !scope.All && len(scope.Orgs) == 0 && len(scope.Objects) == 0 {
		return
	}
	if s.reg.Name != "management_review" {
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

// counted says how many records of a register, by the register's own word.
func counted(l lang.Lang, reg *register.Register, n int) string {
	noun := reg.Title
	if n == 1 {
		noun = reg.Singular
	}
	return lang.Counted.With(l, lang.Whole(int64(n)), lang.Inside(noun.In(l)))
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

// barred says who may read a register, and who gives the functions that may.
func (w *Web) barred(r *door.Request, reg *register.Register) string {
	labels := w.Register("role_assignment").Must("function").Choices
	var who, by []string
	for _, f := range access.Readers(reg.Name) {
		who = append(who, strings.ToLower(labels.Label(f).In(r.Lang)))
		for _, g := range access.Granters(f) {
			if name := strings.ToLower(labels.Label(g).In(r.Lang)); !slices.Contains(by, name) {
				by = append(by, name)
			}
		}
	}
	return lang.ListBarred.With(r.Lang, strings.Join(who, ", "), strings.Join(by, ", "))
}

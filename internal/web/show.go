package web

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/document"
	"genomlys/internal/document/html"
	"genomlys/internal/document/markdown"
	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

// Shower turns values into what is shown. The records that values refer to are
// gathered first and looked up together, a read for each register.
type Shower struct {
	w     *Web
	r     *door.Request
	asOf  time.Time
	want  map[*register.Register]map[register.ID]bool
	any   map[register.ID]bool
	found map[register.ID]*register.Record
	own   []*register.Field // how fields are called and said that organisations have added
}

func (w *Web) Shower(r *door.Request, asOf time.Time) *Shower {
	return &Shower{w: w, r: r, asOf: asOf, want: map[*register.Register]map[register.ID]bool{}, any: map[register.ID]bool{}, found: map[register.ID]*register.Record{}}
}

// Need notes what a value refers to.
func (s *Shower) Need(f *register.Field, v any) {
	switch x := v.(type) {
	case string:
		if f.Kind == register.Ref {
			s.NeedID(f.Target, register.ID(x))
		}
	case []register.Link:
		for i, l := range x {
			if i == maxLinks {
				return
			}
			s.NeedID(f.Target, l.To)
		}
	}
}

func (s *Shower) NeedID(reg *register.Register, id register.ID) {
	if id == "" {
		return
	}
	if reg == nil {
		s.any[id] = true
		return
	}
	if s.want[reg] == nil {
		s.want[reg] = map[register.ID]bool{}
	}
	s.want[reg][id] = true
}

// NeedEach notes all that a value refers to, however many: for forms, which must
// give back each of them.
func (s *Shower) NeedEach(f *register.Field, v any) {
	if links, ok := v.([]register.Link); ok {
		for _, l := range links {
			s.NeedID(f.Target, l.To)
		}
		return
	}
	s.Need(f, v)
}

// NeedAll notes what some fields of a record refer to.
func (s *Shower) NeedAll(rec *register.Record, fields []*register.Field) {
	for _, f := range fields {
		s.Need(f, rec.Value(f))
	}
}

// Look reads what has been noted, within the caller's scope.
func (s *Shower) Look() error {
	if len(s.any) > 0 {
		ids := make([]register.ID, 0, len(s.any))
		for id := range s.any {
			ids = append(ids, id)
		}
		where, err := s.w.DB.RegistersOf(s.r.Context(), ids)
		if err != nil {
			return err
		}
		for id, reg := range where {
			s.NeedID(reg, id)
		}
		s.any = map[register.ID]bool{}
	}
	for _, reg := range s.w.DB.Catalogue.All {
		ids := s.want[reg]
		if len(ids) == 0 {
			continue
		}
		if s.asOf.IsZero() {
			recs, err := s.w.knownByID(s.r, reg, ids)
			if err != nil {
				return err
			}
			maps.Copy(s.found, recs)
			continue
		}
		recs, err := s.w.ByID(s.r, reg, ids, s.asOf)
		if err != nil {
			return err
		}
		for _, rec := range recs {
			s.found[rec.ID] = rec
		}
	}
	s.want = map[*register.Register]map[register.ID]bool{}
	return nil
}

// ByID reads records by identity, as far as the caller sees them, with fields
// masked as everywhere.
func (w *Web) ByID(r *door.Request, reg *register.Register, ids map[register.ID]bool, asOf time.Time) ([]*register.Record, error) {
	scope := r.Caller.Read(reg)
	list := make([]string, 0, len(ids))
	for id := range ids {
		list = append(list, string(id))
	}
	slices.Sort(list)
	var out []*register.Record
	for len(list) > 0 {
		n := min(len(list), 400)
		field := query.Field{Name: "id", Type: query.Ref}
		var filter query.Checked = query.Compare{Field: field, Op: query.Eq, Value: list[0]}
		if n > 1 {
			in := query.In{Field: field}
			for _, id := range list[:n] {
				in.Values = append(in.Values, id)
			}
			filter = in
		}
		p, err := w.DB.Find(r.Context(), scope, store.Query{Register: reg, Filter: filter, AsOf: asOf, Limit: n})
		if err != nil {
			return nil, err
		}
		out = append(out, p.Records...)
		list = list[n:]
	}
	return out, nil
}

const maxLinks = 50

// provision is the words for why a record's marked fields are not shown.
func provision(rec *register.Record, l lang.Lang) string {
	return register.Secrecies.Label(rec.Text("secrecy")).In(l)
}

// Named gives the link to a record, and the provision when its name is hidden.
func (s *Shower) Named(rec *register.Record) (page.Link, string) {
	l := page.Link{Text: rec.Text("title"), Href: Address(rec), Note: rec.Ref}
	if slices.Contains(rec.Masked, "title") {
		l.Text = "■ " + lang.Secret.With(s.r.Lang, provision(rec, s.r.Lang))
		return l, provision(rec, s.r.Lang)
	}
	if l.Text == "" {
		l.Text = rec.Ref
	}
	return l, ""
}

func (s *Shower) Refer(id register.ID) page.Link {
	rec, ok := s.found[id]
	if !ok && id == s.r.Caller.Person && id != "" {
		return page.Link{Text: s.r.Caller.Name} // who one is oneself is known
	}
	if !ok {
		return page.Link{Text: lang.HiddenRecord.In(s.r.Lang)}
	}
	l, _ := s.Named(rec)
	return l
}

// Field shows the value of a record's field.
func (s *Shower) Field(rec *register.Record, f *register.Field) page.Value {
	if slices.Contains(rec.Masked, f.Name) || f.IsOwn && slices.Contains(rec.Masked, register.OwnName) {
		return page.Value{Hidden: provision(rec, s.r.Lang)}
	}
	v := rec.Value(f)
	if v == nil {
		return page.Value{Needed: f.Needed || slices.Contains(f.NeededIn, rec.Text("status")), Right: numeric(f)}
	}
	return s.Value(f, v)
}

func numeric(f *register.Field) bool { return f.Kind == register.Number || f.Kind == register.Money }

// State shows a record's state. One that work is started from has not begun,
// though it may be decided: an action that is decided stands still.
func State(f *register.Field, code string, l lang.Lang) *page.Status {
	st := page.StatusOf(code, f.Choices.Label(code).In(l))
	if st.Tone == "ok" && slices.Contains(f.StepList, register.Step{From: code, To: "ongoing", Action: "start"}) {
		return page.StatusOf("not_started", st.Word)
	}
	// An incident that is looked after is under way, however well.
	if st.Tone == "ok" && slices.Contains(f.StepList, register.Step{From: code, To: "analysis", Action: "analyse"}) {
		return page.StatusOf("ongoing", st.Word)
	}
	return st
}

// read shows a text written in Markdown as it is read.
func read(l lang.Lang, text string) page.Value {
	var b strings.Builder
	if err := html.Under(&b, document.Doc{Lang: string(l), Blocks: markdown.Blocks(text, 1)}, 3); err != nil {
		return page.Value{Long: text}
	}
	return page.Value{Read: b.String()}
}

// Value shows a value that is there.
func (s *Shower) Value(f *register.Field, v any) page.Value {
	l := s.r.Lang
	switch x := v.(type) {
	case string:
		switch f.Kind {
		case register.Long:
			if f.Prose {
				return read(l, x)
			}
			return page.Value{Long: x}
		case register.Choice:
			if f.Name == "status" {
				return page.Value{Status: State(f, x, l)}
			}
			return page.Value{Texts: []string{f.Choices.Label(x).In(l)}}
		case register.FactOf:
			return page.Value{Texts: []string{f.Choices.Label(x).In(l)}, Quiet: x != string(register.Yes)}
		case register.Ref:
			return page.Value{Links: []page.Link{s.Refer(register.ID(x))}}
		}
		return page.Value{Texts: []string{x}, Whole: f.Kind == register.Day}
	case int64:
		switch f.Kind {
		case register.Money:
			return page.Value{Texts: []string{lang.Kronor(l, x)}, Right: true}
		case register.Level:
			if len(f.Name) == 1 {
				return page.Value{Levels: []page.Level{{Letter: strings.ToUpper(f.Name), Name: f.Title.In(l), N: int(x)}}}
			}
		}
		return page.Value{Texts: []string{number(l, f, x)}, Right: true}
	case time.Time:
		return page.Value{Texts: []string{lang.Clock(l, x.In(s.w.DB.Zone))}, Whole: true}
	case []string:
		out := page.Value{}
		for _, t := range x {
			if f.Choices != nil {
				t = f.Choices.Label(t).In(l)
			}
			out.Texts = append(out.Texts, t)
		}
		return out
	case []register.Link:
		return s.links(f, x)
	case json.RawMessage:
		return page.Value{Table: s.rows(f, x)}
	}
	return page.Value{}
}

// number says a whole number with its unit; a year is not parted by thousands.
func number(l lang.Lang, f *register.Field, n int64) string {
	t := lang.Whole(n)
	if f.HasRange && f.MinN >= 1900 && f.MaxN <= 2200 {
		t = strconv.FormatInt(n, 10)
	}
	switch f.Unit {
	case "":
		return t
	case "h":
		return t + "\u00a0" + lang.HoursUnit.In(l)
	case "months":
		return t + "\u00a0" + lang.MonthsUnit.In(l)
	}
	return t + "\u00a0" + f.Unit
}

func (s *Shower) links(f *register.Field, ls []register.Link) page.Value {
	out := page.Value{}
	for i, x := range ls {
		if i == maxLinks {
			out.Links = append(out.Links, page.Link{Text: lang.AndMore.With(s.r.Lang, lang.Whole(int64(len(ls)-maxLinks)))})
			break
		}
		p := s.Refer(x.To)
		if f.LinkKinds != nil && x.Kind != "" {
			p.Text += " (" + strings.ToLower(f.LinkKinds.Label(x.Kind).In(s.r.Lang)) + ")"
		}
		out.Links = append(out.Links, p)
	}
	return out
}

// rows shows a small table kept inside a record.
func (s *Shower) rows(f *register.Field, raw json.RawMessage) *page.Table {
	t := &page.Table{Caption: f.Title.In(s.r.Lang)}
	for _, c := range f.Columns {
		t.Heads = append(t.Heads, c.Title.In(s.r.Lang))
	}
	var rows []map[string]any
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil // rows were decoded when they were validated; what is not rows is not shown
	}
	for _, row := range rows {
		cells := make([]page.Value, len(f.Columns))
		for i, c := range f.Columns {
			switch x := row[c.Name].(type) {
			case string:
				if x != "" {
					cells[i] = page.Value{Texts: []string{s.cell(c, row, x)}}
				}
			case float64:
				cells[i] = page.Value{Texts: []string{lang.Whole(int64(x))}, Right: true}
			case nil:
			default:
				cells[i] = page.Value{Texts: []string{fmt.Sprint(x)}}
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// cell says a text of a row: a value by its label, fields by their names.
func (s *Shower) cell(c *register.Field, row map[string]any, text string) string {
	of, _ := row[c.FieldsOf].(string)
	prefix, _, _ := strings.Cut(of, "-")
	for _, reg := range s.w.DB.Catalogue.All {
		if c.FieldsOf == "" || reg.Prefix == "" || reg.Prefix != prefix {
			continue
		}
		names := strings.Split(text, ", ")
		for i, n := range names {
			if f, ok := reg.Field(n); ok {
				names[i] = f.Title.In(s.r.Lang)
			}
		}
		return strings.Join(names, ", ")
	}
	return c.Choices.Label(text).In(s.r.Lang)
}

// Levels gives K, R and T of a record that has them.
func (s *Shower) Levels(rec *register.Record) []page.Level {
	var out []page.Level
	for _, n := range []string{"k", "r", "t"} {
		f, ok := rec.Register.Field(n)
		if !ok || f.Kind != register.Level {
			return nil
		}
		lv := page.Level{Letter: strings.ToUpper(n), Name: f.Title.In(s.r.Lang), N: -1}
		if v, ok := rec.Number(n); ok {
			lv.N = int(v)
		}
		out = append(out, lv)
	}
	return out
}

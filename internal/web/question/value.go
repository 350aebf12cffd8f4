package question

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

// mostRows is how many rows of an answer a page shows; the file has them all.
const mostRows = 200

// pair is a named value of an answer, in the order in which the answer says it.
type pair struct {
	name  string
	value any
}

// object is an answer's object, with its names in order.
type object []pair

func (o object) get(name string) any {
	for _, p := range o {
		if p.name == name {
			return p.value
		}
	}
	return nil
}

// generic shows an answer that has no document of its own: values as facts,
// lists as tables. Names and codes are in the words of the registers, else in
// those that answers have of their own.
func (x *Questions) generic(l lang.Lang, v any, a *asked) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("show an answer: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	got, err := ordered(d)
	if err != nil {
		return fmt.Errorf("show an answer: %w", err)
	}
	top, ok := got.(object)
	if !ok {
		top = object{{"", got}}
	}
	for _, p := range named(top) {
		rows, ok := p.value.([]any)
		switch s := x.flat(l, p.name, p.value, nil); {
		case ok && len(rows) > 0:
			a.Tables = append(a.Tables, x.table(l, p.name, rows, a))
		case !ok && s != "":
			a.Facts = append(a.Facts, page.Fact{Name: x.word(l, p.name), Value: page.Value{Texts: []string{s}}})
		}
	}
	a.Empty = len(a.Tables) == 0 && len(a.Facts) == 0
	return nil
}

// ordered reads a value of JSON with the names of objects in order.
func ordered(d *json.Decoder) (any, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	delim, ok := t.(json.Delim)
	if !ok {
		return t, nil
	}
	var o object
	list := []any{}
	for d.More() {
		name := ""
		if delim == '{' {
			t, err := d.Token()
			if err != nil {
				return nil, err
			}
			name, _ = t.(string)
		}
		v, err := ordered(d)
		if err != nil {
			return nil, err
		}
		o, list = append(o, pair{name, v}), append(list, v)
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if delim == '{' {
		return o, nil
	}
	return list, nil
}

// unsaid are names of an answer that tell a reader nothing.
var unsaid = []string{"by_day", "mine", below}

// said tells whether a value of a row is shown: a code is not beside the words
// that say the same.
func (o object) said(p pair) bool {
	beside := slices.ContainsFunc([]string{"message", "text", "title", "label", "name"}, func(n string) bool { return o.get(n) != nil })
	return !slices.Contains(unsaid, p.name) && (p.name != "code" || !beside)
}

// below is the name under which a row has rows of its own kind: a tree.
const below = "under"

// line is a row of a table, with how deep in a tree it lies.
type line struct {
	row   object
	depth int
}

func lines(rows []any, depth int) (out []line) {
	for _, r := range rows {
		o, ok := r.(object)
		if !ok {
			o = object{{"", r}}
		}
		out = append(out, line{o, depth})
		if more, ok := o.get(below).([]any); ok {
			out = append(out, lines(more, depth+1)...)
		}
	}
	return out
}

func (x *Questions) table(l lang.Lang, name string, rows []any, a *asked) page.Table {
	t := page.Table{Caption: x.word(l, name)}
	if t.Caption == "" {
		t.Caption = a.Title
	}
	all := lines(rows, 0)
	if len(all) > mostRows {
		a.More = lang.QuestionMore.With(l, lang.Whole(int64(len(all)-mostRows)))
		all = all[:mostRows]
	}
	var cols []string
	for _, r := range all {
		for _, p := range named(r.row) {
			if r.row.said(p) && !slices.Contains(cols, p.name) && x.flat(l, p.name, p.value, x.of(r.row)) != "" {
				cols = append(cols, p.name)
			}
		}
	}
	for _, c := range cols {
		t.Heads = append(t.Heads, x.word(l, c))
	}
	for _, r := range all {
		reg := x.of(r.row)
		var cells []page.Value
		for i, c := range cols {
			cells = append(cells, x.cell(l, c, r.row.get(c), reg))
			if i == 0 && r.depth > 0 {
				indent(&cells[0], strings.Repeat("\u2003", r.depth))
			}
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func indent(v *page.Value, by string) {
	if len(v.Texts) > 0 {
		v.Texts[0] = by + v.Texts[0]
	}
	if len(v.Links) > 0 {
		v.Links[0].Text = by + v.Links[0].Text
	}
}

// cell is a value in a table; a record leads to its page.
func (x *Questions) cell(l lang.Lang, name string, v any, reg *register.Register) page.Value {
	s := x.flat(l, name, v, reg)
	if s == "" {
		return page.Value{}
	}
	_, number := v.(json.Number)
	out := page.Value{Texts: []string{s}, Right: number}
	o, isRecord := v.(object)
	ref, _ := v.(string)
	if isRecord {
		ref, _ = o.get("ref").(string)
		reg = x.of(o)
	}
	if reg != nil && ref != "" && (isRecord || name == "ref") {
		out.Texts, out.Links = nil, []page.Link{{Text: s, Href: "/" + reg.Collection + "/" + ref}}
	}
	return out
}

// of is the register of the record that a row is about, as it says or as the
// record's number does.
func (x *Questions) of(o object) *register.Register {
	if name, ok := o.get("register").(string); ok {
		reg, _ := x.DB.Catalogue.Get(name)
		return reg
	}
	ref, _ := o.get("ref").(string)
	prefix, _, _ := strings.Cut(ref, "-")
	for _, reg := range x.DB.Catalogue.All {
		if prefix != "" && reg.Prefix == prefix {
			return reg
		}
	}
	return nil
}

// named are the values of an object, what names the thing first.
func named(o object) object {
	out := slices.Clone(o)
	if o.get("says") != nil { // said in words, the query is nothing to read
		out = slices.DeleteFunc(out, func(p pair) bool { return p.name == "query" })
	}
	slices.SortStableFunc(out, func(a, b pair) int { return rank(a.name) - rank(b.name) })
	return out
}

func rank(name string) int {
	if i := slices.Index([]string{"ref", "title", "label", "name"}, name); i >= 0 {
		return i
	}
	return 9
}

// flat says a value on one line. A record's identity is nothing to read.
func (x *Questions) flat(l lang.Lang, name string, v any, reg *register.Register) string {
	switch v := v.(type) {
	case string:
		return x.text(l, name, v, reg)
	case json.Number:
		return v.String()
	case bool:
		if v {
			return lang.EditCheckYes.In(l)
		}
	case []any:
		var out []string
		for _, e := range v {
			if s := x.flat(l, name, e, reg); s != "" {
				out = append(out, s)
			}
		}
		if slices.ContainsFunc(out, func(s string) bool { return strings.HasSuffix(s, ".") }) {
			return strings.Join(out, " ") // whole sentences
		}
		return strings.Join(out, ", ")
	case object:
		return x.whole(l, v)
	}
	return ""
}

// whole says an object on one line: a text in the reader's language, levels as
// levels, a record by number and name, else its values one after the other.
func (x *Questions) whole(l lang.Lang, o object) string {
	if sv, ok := o.get("sv").(string); ok && len(o) == 2 {
		en, _ := o.get("en").(string)
		return lang.Text{SV: sv, EN: en}.In(l)
	}
	var levels, out []string
	for _, p := range o {
		if n, ok := p.value.(json.Number); ok && strings.Contains("krts", p.name) && len(p.name) == 1 {
			if p.name != "s" || n != "0" {
				levels = append(levels, strings.ToUpper(p.name)+"\u00a0"+n.String())
			}
		}
	}
	if len(o) > 2 && len(levels) >= len(o)-1 {
		slices.SortFunc(levels, func(a, b string) int { return strings.Index("KRTS", a[:1]) - strings.Index("KRTS", b[:1]) })
		return strings.Join(levels, " ")
	}
	reg := x.of(o)
	ref, _ := o.get("ref").(string)
	if s := strings.TrimSpace(ref + " " + x.flat(l, "title", o.get("title"), reg)); s != "" {
		return s
	}
	for _, p := range named(o) {
		if !o.said(p) {
			continue
		}
		s := x.flat(l, p.name, p.value, reg)
		if _, counted := p.value.(json.Number); counted && s != "" {
			s = lang.Inside(x.word(l, p.name)) + " " + s
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return strings.Join(out, " · ")
}

// text says a string: a code in words, an instant as a time of day.
func (x *Questions) text(l lang.Lang, name, s string, reg *register.Register) string {
	if register.IsID(s) {
		return ""
	}
	if t, err := time.Parse(time.RFC3339Nano, s); err == nil {
		at := t.In(x.DB.Zone)
		if at.Format("15:04:05") == "23:59:59" {
			return string(register.DateOf(at))
		}
		return lang.Clock(l, at)
	}
	if reg != nil {
		if f, ok := reg.Field(name); ok && f.Choices.Has(s) {
			return f.Choices.Label(s).In(l)
		}
	}
	if name == "register" {
		if of, ok := x.DB.Catalogue.Get(s); ok {
			return of.Singular.In(l)
		}
	}
	if w, ok := lang.AnswerCode(name, s); ok {
		return w.In(l)
	}
	if w := lang.ClassFact(s); name == "ref" && w.SV != s {
		return w.In(l)
	}
	for _, of := range x.DB.Catalogue.All {
		if f, ok := of.Field(name); ok && f.Choices.Has(s) {
			return f.Choices.Label(s).In(l)
		}
	}
	if functions := registers.RoleAssignments.Must("function").Choices; functions.Has(s) {
		return functions.Label(s).In(l)
	}
	// What is missing is told by the field that is missing.
	if name == "field" || name == "fields" || name == "parts" {
		return x.word(l, s)
	}
	return s
}

// word is what a name of an answer is called: as answers or the registers call it.
func (x *Questions) word(l lang.Lang, name string) string {
	if name == "ref" {
		return lang.Reference.In(l)
	}
	if w, ok := lang.AnswerWord(name); ok {
		return w.In(l)
	}
	for _, reg := range x.DB.Catalogue.All {
		switch name {
		case reg.Name:
			return reg.Singular.In(l)
		case strings.ReplaceAll(reg.Collection, "-", "_"):
			return reg.Title.In(l)
		}
	}
	for _, reg := range x.DB.Catalogue.All {
		if f, ok := reg.Field(name); ok {
			return f.Title.In(l)
		}
	}
	return strings.ReplaceAll(name, "_", " ")
}

func byText(a, b page.Link) int { return bytes.Compare(store.SortKey(a.Text), store.SortKey(b.Text)) }

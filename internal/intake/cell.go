package intake

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/intake/match"
	"genomlys/internal/intake/value"
	"genomlys/internal/register"
)

// issue is something about one value of a row.
type issue struct {
	column   string
	severity Severity
	problem  fault.Problem
	hint     string // what was probably meant
	nearest  []string
}

// eval gives a field's value out of a row, decoded as the register keeps it.
// given is false when the file has none of the columns, so that what the
// record has is kept.
func (p *plan) eval(ctx context.Context, r *row, part *Part, f *register.Field, s *Spec, org register.ID) (v any, given bool, issues []issue, err error) {
	e := &evaluation{p: p, ctx: ctx, row: r, part: part, field: f, org: org}
	v, given, err = e.value(s)
	if err != nil || !given {
		return nil, given, e.issues, err
	}
	if v != nil {
		x, problem := f.Decode(v)
		if problem != nil {
			e.issues = append(e.issues, issue{column: firstColumn(s), severity: Refused, problem: *problem})
		}
		v = x
	}
	return v, true, e.issues, nil
}

func firstColumn(s *Spec) string {
	if s == nil {
		return ""
	}
	for _, c := range s.columns() {
		if c != "each" {
			return c
		}
	}
	return ""
}

type evaluation struct {
	p      *plan
	ctx    context.Context
	row    *row
	part   *Part
	field  *register.Field
	org    register.ID
	issues []issue
}

func (e *evaluation) holds(c *Cond) bool {
	if c == nil {
		return true
	}
	return c.holds(e.row)
}

func (c *Cond) holds(r *row) bool {
	text := match.Fold(r.text(c.Column))
	ok := text != ""
	if len(c.In) > 0 {
		ok = slices.ContainsFunc(c.In, func(s string) bool { return match.Fold(s) == text })
	}
	return ok != c.Not
}

// value gives what the specification says, before the field decodes it.
func (e *evaluation) value(s *Spec) (any, bool, error) {
	if s.Part != "" {
		if m := e.row.parts[s.Part]; m != nil && e.holds(s.If) {
			return string(m.id), true, nil
		}
		return nil, true, nil
	}
	if len(s.Set) > 0 {
		return e.union(s)
	}
	if len(s.List) > 0 {
		return e.list(s)
	}
	if len(s.From) > 0 && !slices.ContainsFunc(s.From, e.row.has) {
		return nil, false, nil
	}
	if !e.holds(s.If) {
		return nil, true, nil
	}
	text := e.text(s)
	switch e.field.Kind {
	case register.Set, register.Links:
		v, err := e.entries(s, text)
		return v, true, err
	}
	text, ok := s.map1(text)
	if !ok {
		return nil, true, nil
	}
	if s.Aspect != "" {
		v, given := e.aspect(s, text)
		return v, given, nil
	}
	v, err := e.parse(s, text)
	return v, true, err
}

// aspects are the levels in the order that a cell with all of them has.
var aspects = []string{"k", "r", "t", "s"}

// aspect gives one level out of a cell that holds them all; what the cell does
// not say of is not given.
func (e *evaluation) aspect(s *Spec, text string) (any, bool) {
	v, note, err := value.Levels(text, value.Scale)
	place := slices.Index(aspects, s.Aspect)
	// What the cell as a whole is told of is told once, with its first level.
	first := true
	for _, other := range e.part.Fields {
		if other.Aspect != "" && slices.Equal(other.From, s.From) && slices.Index(aspects, other.Aspect) < place {
			first = false
		}
	}
	if err != nil {
		if first {
			e.wrong(s, err)
		}
		return nil, true
	}
	if first {
		e.note(s, note)
	}
	n := [...]int{v.K, v.R, v.T, v.S}[place]
	return n, n >= 0
}

// text is what the row says, several columns joined by "|".
func (e *evaluation) text(s *Spec) string {
	switch {
	case s.Const == "@effective":
		return string(register.DateOf(e.p.effective().In(e.p.deps.DB.Zone)))
	case s.Const != "":
		return s.Const
	case s.Template != "":
		return strings.TrimSpace(placeholder.ReplaceAllStringFunc(s.Template, func(m string) string {
			return strings.TrimSpace(e.row.text(m[1 : len(m)-1]))
		}))
	case len(s.From) == 1:
		return e.row.text(s.From[0])
	}
	texts := make([]string, len(s.From))
	for i, c := range s.From {
		texts[i] = strings.TrimSpace(e.row.text(c))
	}
	return strings.Join(texts, "|")
}

// map1 applies Only and Values to one entry; ok is false when it is none.
func (s *Spec) map1(text string) (string, bool) {
	blank := value.Blank(text)
	if s.only != nil && !s.only.MatchString(strings.TrimSpace(text)) {
		return "", false
	}
	for _, p := range s.patterns {
		if matches(p, text, blank, len(s.From) > 1) {
			v := s.Values[p]
			return v, v != ""
		}
	}
	return text, !blank
}

func matches(pattern, text string, blank, several bool) bool {
	if !several {
		return segment(pattern, text, blank)
	}
	ps, ts := strings.Split(pattern, "|"), strings.Split(text, "|")
	if len(ps) != len(ts) {
		return false
	}
	for i := range ps {
		if ps[i] != "*" && !segment(ps[i], ts[i], value.Blank(ts[i])) {
			return false
		}
	}
	return true
}

func segment(pattern, text string, blank bool) bool {
	if pattern == "" || blank {
		return pattern == "" && blank
	}
	if start, ok := strings.CutSuffix(pattern, "*"); ok {
		return len(text) >= len(start) && strings.EqualFold(text[:len(start)], start)
	}
	return match.Fold(pattern) == match.Fold(text)
}

func (e *evaluation) union(s *Spec) (any, bool, error) {
	var out []string
	given := false
	for i := range s.Set {
		v, ok, err := e.value(&s.Set[i])
		if err != nil {
			return nil, false, err
		}
		given = given || ok
		if list, is := v.([]string); is {
			out = append(out, list...)
		}
	}
	return out, given, nil
}

func (e *evaluation) list(s *Spec) (any, bool, error) {
	rows := []map[string]any{}
	given := false
	for _, spec := range s.List {
		out := map[string]any{}
		filled := false
		for name, c := range spec {
			if len(c.From) > 0 && !slices.ContainsFunc(c.From, e.row.has) {
				continue
			}
			given = true
			text, ok := c.map1(e.text(&c))
			if !ok {
				continue
			}
			filled = filled || c.Const == ""
			out[name] = strings.TrimSpace(text)
			if col := e.column(name); col != nil && col.Kind == register.Number {
				n, _, err := value.Int(text, value.None, value.None)
				if err != nil {
					e.wrong(&c, err)
					continue
				}
				out[name] = n
			}
		}
		if filled {
			rows = append(rows, out)
		}
	}
	if len(rows) == 0 {
		return nil, given, nil
	}
	return rows, given, nil
}

func (e *evaluation) column(name string) *register.Field {
	for _, c := range e.field.Columns {
		if c.Name == name {
			return c
		}
	}
	return nil
}

// entries reads a cell with several values.
func (e *evaluation) entries(s *Spec, text string) (any, error) {
	list, note := value.List(text)
	if len(s.From) > 1 || len(list) == 0 && len(s.Values) > 0 {
		list = []string{text}
	}
	e.note(s, note)
	var out []string
	var links []register.Link
	for _, entry := range list {
		entry, ok := s.map1(entry)
		if !ok {
			continue
		}
		if e.field.Kind == register.Links {
			entry, kind := e.linkKind(entry)
			id, err := e.refer(s, entry)
			if err != nil {
				return nil, err
			}
			if id != "" {
				links = append(links, register.Link{To: id, Kind: kind})
			}
			continue
		}
		if e.field.Choices != nil {
			code, note, err := value.Choose(entry, e.field.Choices)
			if err != nil {
				e.wrong(s, err)
				continue
			}
			e.note(s, note)
			entry = code
		}
		out = append(out, entry)
	}
	switch {
	case len(links) > 0:
		return links, nil
	case len(out) == 0:
		return nil, nil
	}
	return out, nil
}

// linkKind takes what kind a relation is off the end of an entry:
// "OBJ-0112 (Körs på)".
func (e *evaluation) linkKind(entry string) (name, kind string) {
	head, tail, ok := strings.Cut(strings.TrimSuffix(entry, ")"), " (")
	if len(e.field.LinkKinds) == 0 || !ok || !strings.HasSuffix(entry, ")") {
		return entry, ""
	}
	code, _, err := value.Choose(tail, e.field.LinkKinds)
	if err != nil {
		return entry, ""
	}
	return head, code
}

// lastDays are the fields that say when something ends: of a date without a
// day the last day is meant.
var lastDays = map[string]bool{"valid_to": true, "due": true, "review_due": true, "closes": true, "due_on": true, "extended_to": true, "accepted_until": true, "contract_end": true}

func (e *evaluation) parse(s *Spec, text string) (any, error) {
	f := e.field
	var v any
	var note value.Note
	var err error
	switch f.Kind {
	case register.Text:
		v, note, err = value.Text(text, f.MaxLen)
	case register.Long:
		v, err = value.Long(text, f.MaxLen)
	case register.Choice:
		v, note, err = value.Choose(text, f.Choices)
	case register.FactOf:
		var fact register.Fact
		fact, note, err = value.Fact(text)
		v = string(fact)
	case register.Number:
		v, note, err = value.Int(text, value.Unit(f.Unit), e.unit(s))
	case register.Money:
		v, note, err = value.Money(text, e.unit(s))
	case register.Level:
		var n int
		n, note, err = value.Level(text, value.Scale)
		v = n
	case register.Day:
		var d register.Date
		if lastDays[f.Name] {
			d, note, err = value.LastDate(text)
		} else {
			d, note, err = value.Date(text)
		}
		v = string(d)
	case register.Moment:
		var t time.Time
		t, note, err = value.Time(text)
		v = t
	case register.Ref:
		id, err := e.refer(s, strings.Join(strings.Fields(value.Bare(text)), " "))
		if id == "" || err != nil {
			return nil, err
		}
		return string(id), nil
	default:
		v = text // List: the rows as JSON
	}
	if err != nil {
		e.wrong(s, err)
		return nil, nil
	}
	e.note(s, note)
	return v, nil
}

func (e *evaluation) unit(s *Spec) value.Unit {
	for _, c := range s.From {
		if i, ok := e.row.table.heading[c]; ok {
			if u, ok := value.UnitOf(e.row.table.unit[i]); ok {
				return u
			}
		}
	}
	return value.None
}

func (e *evaluation) wrong(s *Spec, err error) {
	p := fault.Problem{Field: e.field.Name, Code: "not-allowed"}
	var ve *value.Error
	if errors.As(err, &ve) {
		p = ve.Problem(e.field.Name)
		e.issues = append(e.issues, issue{firstColumn(s), Refused, p, ve.Hint, ve.Nearest})
		return
	}
	e.issues = append(e.issues, issue{column: firstColumn(s), severity: Refused, problem: p})
}

func (e *evaluation) note(s *Spec, note value.Note) {
	if note == value.AsWritten || len(s.From) == 0 {
		return
	}
	e.issues = append(e.issues, issue{column: firstColumn(s), severity: Note, problem: fault.Problem{Field: e.field.Name, Code: string(note)}})
}

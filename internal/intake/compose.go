package intake

import (
	"context"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// compose works out the changes that a record needs.
func (p *plan) compose(ctx context.Context, m *made) error {
	if m.extra != nil {
		p.create(m, m.extra, register.Epoch.Time(p.deps.DB.Zone))
		return nil
	}
	fields, err := p.fields(ctx, m)
	if err != nil || m.refused() {
		return err
	}
	m.rows[0].each = m.each
	defer func() { m.rows[0].each = "" }()
	list := p.past(m)
	if m.old == nil {
		return p.composeNew(ctx, m, fields, list)
	}
	return p.composeOld(ctx, m, fields, list)
}

// refused tells whether no row that makes the record is taken.
func (m *made) refused() bool {
	for _, r := range m.rows {
		if !r.refused {
			return false
		}
	}
	return true
}

// fields evaluates a record's fields; of several rows the first gives them,
// others must agree or are merged as the profile says.
func (p *plan) fields(ctx context.Context, m *made) (map[string]any, error) {
	var out map[string]any
	var from *row
	for _, r := range m.rows {
		r.each = m.each
		fields, err := p.evalRow(ctx, m, r, true, nil)
		r.each = ""
		if err != nil {
			return nil, err
		}
		switch {
		case out == nil:
			out, from = fields, r
		case m.part.Shared || m.part.Each != "":
			for name, v := range fields {
				s := m.part.Fields[name]
				out[name] = merge(s.Merge, out[name], v)
			}
		default:
			p.repeated(m, from, r, out, fields)
		}
	}
	return out, nil
}

func (p *plan) evalRow(ctx context.Context, m *made, r *row, tell bool, only func(*Spec) bool) (map[string]any, error) {
	out := make(map[string]any, len(m.part.Fields))
	for _, f := range p.fieldsOf(m) {
		s, ok := m.part.Fields[f.Name]
		if !ok || only != nil && !only(&s) {
			continue
		}
		v, given, issues, err := p.eval(ctx, r, m.part, f, &s, m.org)
		if err != nil {
			return nil, err
		}
		if given {
			out[f.Name] = v
		}
		if tell {
			for _, i := range issues {
				p.issue(r, f, i)
			}
		}
	}
	return out, nil
}

// repeated tells of a row that makes a record that another row made: merged
// when it says the same, else refused, since nobody can tell which is right.
func (p *plan) repeated(m *made, first, r *row, a, b map[string]any) {
	if byNumber(m.part) {
		p.issue(r, nil, issue{column: "ref", severity: Refused, problem: fault.Problem{Code: "duplicate-differs", Allowed: []string{itoa(first.number)}}})
		return
	}
	key := m.part.Fields[m.part.Key[0]]
	at := issue{column: firstColumn(&key), severity: Note, problem: fault.Problem{Field: m.part.Key[0], Code: "duplicate-merged", Allowed: []string{itoa(first.number)}}}
	for name, v := range b {
		if !register.Same(a[name], v) {
			at.severity, at.problem.Code = Refused, "duplicate-differs"
			s := m.part.Fields[name]
			at.problem.Allowed = append(at.problem.Allowed, r.table.shownHeading(firstColumn(&s)))
			break
		}
	}
	p.issue(r, m.reg.Must(m.part.Key[0]), at)
}

func merge(how string, a, b any) any {
	if b == nil {
		return a
	}
	if a == nil {
		return b
	}
	switch how {
	case "min", "max":
		x, ok1 := a.(string)
		y, ok2 := b.(string)
		if ok1 && ok2 && (y < x) == (how == "min") {
			return b
		}
	case "all":
		switch x := a.(type) {
		case []register.Link:
			y, _ := b.([]register.Link)
			return union(x, y)
		case []string:
			y, _ := b.([]string)
			return union(x, y)
		}
	}
	return a
}

func union[T comparable](a, b []T) []T {
	seen := make(map[T]bool, len(a)+len(b))
	out := make([]T, 0, len(a)+len(b))
	for _, list := range [][]T{a, b} {
		for _, v := range list {
			if !seen[v] {
				seen[v] = true
				out = append(out, v)
			}
		}
	}
	return out
}

func (p *plan) create(m *made, fields map[string]any, since time.Time) {
	p.emit(m, command.Change{Op: "create", Register: m.reg, NewID: m.id, Ref: m.ref, Org: m.org, Fields: present(fields), Effective: since})
}

func (p *plan) emit(m *made, ch command.Change) {
	m.changed = true
	p.changes = append(p.changes, ch)
	p.origin = append(p.origin, m)
}

// present leaves missing values out of a new record.
func present(fields map[string]any) map[string]any {
	out := make(map[string]any, len(fields))
	for name, v := range fields {
		if v != nil {
			out[name] = v
		}
	}
	return out
}

// reads tells whether a specification depends on a column.
func reads(column string) func(*Spec) bool {
	return func(s *Spec) bool {
		for _, c := range s.columns() {
			if strings.EqualFold(c, column) {
				return true
			}
		}
		return false
	}
}

// composeNew makes a record with its earlier versions: the first as it was
// before all known changes.
func (p *plan) composeNew(ctx context.Context, m *made, fields map[string]any, list []past) error {
	r := m.rows[0]
	since := p.since(m)
	list = p.relevant(m, list, since)
	if len(list) == 0 {
		p.create(m, fields, since)
		return nil
	}
	r.replace = map[string]string{}
	for i := len(list) - 1; i >= 0; i-- {
		r.replace[list[i].column] = list[i].from
	}
	first := make(map[string]any, len(fields))
	for name, v := range fields {
		first[name] = v
	}
	for _, c := range list {
		was, err := p.evalRow(ctx, m, r, false, reads(c.column))
		if err != nil {
			return err
		}
		for name, v := range was {
			first[name] = v
		}
	}
	rec := p.record(m, nil, first)
	p.create(m, first, since)
	return p.follow(ctx, m, rec, fields, list, 0)
}

// composeOld brings a record that is in the register to what the row says, by
// way of the changes that happened since its latest version.
func (p *plan) composeOld(ctx context.Context, m *made, fields map[string]any, list []past) error {
	list = p.relevant(m, list, m.old.Since)
	return p.follow(ctx, m, m.old, fields, list, m.old.Version)
}

// follow makes a version for each change and a last one for all else that the
// row says.
func (p *plan) follow(ctx context.Context, m *made, rec *register.Record, fields map[string]any, list []past, version int64) error {
	r := m.rows[0]
	if r.replace == nil {
		r.replace = map[string]string{}
		for i := len(list) - 1; i >= 0; i-- {
			r.replace[list[i].column] = list[i].from
		}
	}
	last := p.req.effective(p.deps.DB.Zone)
	for _, c := range list {
		r.replace[c.column] = c.to
		is, err := p.evalRow(ctx, m, r, false, reads(c.column))
		if err != nil {
			return err
		}
		on := c.on.Time(p.deps.DB.Zone)
		next := p.record(m, rec, is)
		if len(register.Changed(rec, next)) == 0 {
			continue
		}
		if c.why != "" {
			if _, mapped := m.part.Fields["notes"]; !mapped {
				is["notes"] = strings.TrimSpace(next.Text("notes") + "\n" + string(c.on) + " " + c.column + ": " + c.why)
				next.Set("notes", is["notes"])
			}
		}
		p.update(ctx, m, rec, next, is, on, &version)
		rec = next
		if !last.IsZero() && last.Before(on) {
			last = on
		}
	}
	r.replace = nil
	next := p.record(m, rec, fields)
	if len(register.Changed(rec, next)) > 0 {
		p.update(ctx, m, rec, next, fields, last, &version)
	}
	return nil
}

func (p *plan) update(ctx context.Context, m *made, rec, next *register.Record, fields map[string]any, on time.Time, version *int64) {
	changed := map[string]any{}
	for _, name := range register.Changed(rec, next) {
		if v, ok := fields[name]; ok {
			changed[name] = v
		}
	}
	p.emit(m, command.Change{Op: "update", Register: m.reg, ID: string(m.id), Version: *version, Fields: changed, Effective: on})
	*version = 0 // what follows is made from the version just written
	if m.old != nil {
		p.told(ctx, m, rec, next)
	}
}

// relevant leaves out the changes that the record already holds, or that the
// part does not read.
func (p *plan) relevant(m *made, list []past, since time.Time) []past {
	latest := p.effective()
	var out []past
	for _, c := range list {
		on := c.on.Time(p.deps.DB.Zone)
		if !on.After(since) || on.After(latest) {
			continue
		}
		for _, s := range m.part.Fields {
			if reads(c.column)(&s) {
				out = append(out, c)
				break
			}
		}
	}
	return out
}

// record is what a record becomes with some fields set.
func (p *plan) record(m *made, old *register.Record, fields map[string]any) *register.Record {
	var rec *register.Record
	if old != nil {
		rec = old.Clone()
	} else {
		rec = m.reg.NewRecord(m.id, m.org)
		rec.Set("source", "import")
		if st := m.reg.Status(); st != nil {
			rec.Set("status", st.Choices[0].Code)
		}
	}
	for name, v := range fields {
		// A file shows instants to the second; that is no change of one.
		if t, ok := v.(time.Time); ok && old != nil && t.Equal(old.Moment(name).Truncate(time.Second)) {
			v = old.Moment(name)
		}
		rec.Set(name, v)
	}
	rec.Derive()
	return rec
}

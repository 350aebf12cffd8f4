package intake

import (
	"context"
	"sort"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/intake/match"
	"genomlys/internal/intake/value"
	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// plan is one import being worked out: which records the rows make, and the
// changes that bring the registers there.
type plan struct {
	deps    Deps
	req     Request
	profile *Profile
	org     register.ID // owner of what does not say its owner
	indexes map[string]*index
	tables  []*table
	seen    map[string]*made // register, owner and key → record
	made    []*made
	history map[string][]past      // file and row key → earlier values, oldest first
	named   map[register.ID]string // what records to come are called
	changes []command.Change
	own     map[string]owns // by register
	origin  []*made         // of each change
}

// made is one record that rows make.
type made struct {
	part    *Part
	reg     *register.Register
	rows    []*row
	each    string
	id      register.ID
	org     register.ID
	key     string
	old     *register.Record
	ref     string
	extra   map[string]any // fields of a record made for a reference
	changed bool
	dropped bool
}

// past is one change of a row's column.
type past struct {
	column, from, to string
	on               register.Date
	why              string
	row              *row
}

func (p *plan) tell(r *Report, out Problem, code string, allowed ...string) {
	out.Sheet, out.Code = r.Sheet, code
	if out.Message == "" {
		out.Message = lang.Problem(p.req.Lang, fault.Problem{Field: out.Field, Code: code, Value: out.Value, Allowed: allowed}, out.Column)
	}
	r.add(out)
}

// issue tells of a value of a row; a refused value refuses the row.
func (p *plan) issue(r *row, f *register.Field, i issue) {
	heading := r.table.shownHeading(i.column)
	label := heading
	if f != nil {
		label = f.Title.In(p.req.Lang)
	}
	out := Problem{Row: r.number, Column: heading, Field: i.problem.Field, Severity: i.severity, Value: i.problem.Value}
	out.Value = strings.TrimSpace(out.Value)
	if out.Value == "" && i.column != "" {
		out.Value = r.shown(i.column)
	}
	i.problem.Value = out.Value
	i.problem.Allowed = spoken(f, i.problem.Allowed, p.req.Lang)
	out.Message = lang.Problem(p.req.Lang, i.problem, label)
	if i.hint != "" {
		out.Message = strings.TrimSpace(out.Message + " " + lang.Problem(p.req.Lang, fault.Problem{Code: i.hint, Value: out.Value, Allowed: i.nearest}, label))
	}
	if i.severity == Refused {
		r.refused = true
	}
	p.tell(r.table.report, out, i.problem.Code)
}

// spoken gives the labels of allowed values that are codes.
func spoken(f *register.Field, allowed []string, l lang.Lang) []string {
	if f == nil || f.Choices == nil {
		return allowed
	}
	out := make([]string, len(allowed))
	for i, a := range allowed {
		out[i] = f.Choices.Label(a).In(l)
	}
	return out
}

// shownHeading is the file's own heading of a column of the rule.
func (t *table) shownHeading(column string) string {
	if i, ok := t.heading[column]; ok {
		for _, c := range t.report.Columns {
			if c.place == i {
				return c.From
			}
		}
	}
	return column
}

// identify finds or promises the records of every row, so that later rows and
// earlier ones can refer to them.
func (p *plan) identify(ctx context.Context, t *table) error {
	for n, r := range t.rows {
		for i := range t.rule.Parts {
			part := &t.rule.Parts[i]
			if part.If != nil && !part.If.holds(r) {
				continue
			}
			entries := []string{""}
			if part.Each != "" {
				entries, _ = value.List(r.text(part.Each))
			}
			for _, each := range entries {
				r.each = each
				if err := p.identifyPart(ctx, r, part); err != nil {
					return err
				}
				r.each = ""
			}
		}
		p.progress("identify", n+1, len(t.rows))
	}
	return nil
}

func (p *plan) identifyPart(ctx context.Context, r *row, part *Part) error {
	reg, _ := p.deps.DB.Catalogue.Get(part.Register)
	x, err := p.index(ctx, reg)
	if err != nil {
		return err
	}
	org, err := p.ownerOf(ctx, r, part, reg)
	if err != nil || org == "" && reg.Name != "org" {
		return err
	}
	key, err := p.keyFor(ctx, r, part, reg, org)
	if err != nil {
		return err
	}
	if key == "" {
		s := part.Fields[part.Key[0]]
		p.issue(r, reg.Must(part.Key[0]), issue{column: firstColumn(&s), severity: Refused, problem: fault.Problem{Field: part.Key[0], Code: "key-missing"}})
		return nil
	}
	name := reg.Name + "\x00" + ownerKey(reg, org) + strings.Join(part.Key, ",") + "\x00" + key
	if m := p.seen[name]; m != nil {
		m.rows = append(m.rows, r)
		r.parts[part.Name] = m
		r.all = append(r.all, m)
		return nil
	}
	m := &made{part: part, reg: reg, rows: []*row{r}, each: r.each, org: org, key: key}
	if !byNumber(part) {
		m.old = x.keyed(part.Key, org, key)
	}
	if part.Ref != "" {
		m.ref = strings.TrimSpace(r.text(part.Ref))
	}
	if m.old == nil && m.ref != "" {
		// A list of several organisations need not say whose each row is: the number does.
		anywhere := reg.Name == "org" || byNumber(part) && (part.Org == "" || value.Blank(r.text(part.Org)))
		if id, several := x.find(m.ref, org); id != "" && !several && x.recs[id] != nil && (anywhere || x.recs[id].Org == org) && x.recs[id].Ref == m.ref {
			m.old = x.recs[id]
		}
	}
	if m.old != nil {
		m.id, m.org = m.old.ID, m.old.Org
	} else if err := p.promise(ctx, r, m, x); err != nil {
		return err
	}
	p.seen[name] = m
	p.made = append(p.made, m)
	r.parts[part.Name] = m
	r.all = append(r.all, m)
	return nil
}

// byNumber tells whether a file's rows are known by their human numbers alone.
func byNumber(part *Part) bool { return part.Key[0] == "ref" }

// keyFor joins what names the record that a row makes.
func (p *plan) keyFor(ctx context.Context, r *row, part *Part, reg *register.Register, org register.ID) (string, error) {
	if byNumber(part) {
		if value.Blank(r.text("ref")) {
			return "row " + itoa(r.number), nil // written in beneath an export: a new record
		}
		return strings.TrimSpace(r.text("ref")), nil
	}
	values := make([]any, len(part.Key))
	for i, name := range part.Key {
		s := part.Fields[name]
		v, _, _, err := p.eval(ctx, r, part, reg.Must(name), &s, org)
		if err != nil {
			return "", err
		}
		values[i] = v
	}
	return keyText(reg, part.Key, values), nil
}

// promise gives a new record its identity and lets references find it.
func (p *plan) promise(ctx context.Context, r *row, m *made, x *index) error {
	m.id = register.NewID(p.req.Now)
	if m.reg.Name == "org" {
		m.org = m.id
	}
	x.owner[m.id] = m.org
	if claimable.MatchString(m.ref) {
		x.name(m.id, m.org, byRef, m.ref)
	} else {
		m.ref = ""
	}
	p.named[m.id] = m.ref
	for how, field := range nameFields {
		s, ok := m.part.Fields[field]
		if !ok {
			continue
		}
		v, _, _, err := p.eval(ctx, r, m.part, m.reg.Must(field), &s, m.org)
		if err != nil {
			return err
		}
		if text, ok := v.(string); ok {
			x.name(m.id, m.org, how, text)
			if p.named[m.id] == "" {
				p.named[m.id] = text
			}
		}
	}
	return nil
}

// ownerOf gives the organisation that owns what a row makes; none is told.
func (p *plan) ownerOf(ctx context.Context, r *row, part *Part, reg *register.Register) (register.ID, error) {
	if reg.Name == "org" {
		return "", nil
	}
	text := p.profileOrg()
	column := ""
	if part.Org != "" && !value.Blank(r.text(part.Org)) {
		text, column = r.text(part.Org), part.Org
	} else if p.org != "" {
		return p.org, nil
	}
	orgs, _ := p.deps.DB.Catalogue.Get("org")
	x, err := p.index(ctx, orgs)
	if err != nil {
		return "", err
	}
	if text == "" {
		p.org = x.ownUnit()
		if p.org != "" {
			return p.org, nil
		}
	}
	id, several := x.find(strings.TrimSpace(text), "")
	if (id == "" || several) && column == "" {
		return "", fault.New(fault.Malformed, "no-such-owner", text)
	}
	if id == "" || several {
		p.issue(r, nil, issue{column: column, severity: Refused, problem: fault.Problem{Field: "org", Code: "no-such-owner", Value: text}})
		return "", nil
	}
	if column == "" {
		p.org = id
	}
	return id, nil
}

func (p *plan) profileOrg() string {
	if p.req.Org != "" {
		return p.req.Org
	}
	return p.profile.Org
}

// makeRecord promises a record for a reference that names none, as the
// profile says.
func (p *plan) makeRecord(ctx context.Context, r *row, reg *register.Register, title string, fields map[string]string, org register.ID) (register.ID, error) {
	x, err := p.index(ctx, reg)
	if err != nil {
		return "", err
	}
	m := &made{part: &Part{Register: reg.Name, Name: reg.Name}, reg: reg, rows: []*row{r}, id: register.NewID(p.req.Now), org: org, extra: map[string]any{"title": title}}
	for name, v := range fields {
		if name == "org" {
			if main := r.parts[v]; main != nil {
				m.org = main.id
			}
			continue
		}
		m.extra[name] = v
	}
	x.owner[m.id] = m.org
	x.name(m.id, m.org, byTitle, title)
	p.named[m.id] = title
	p.made = append(p.made, m)
	return m.id, nil
}

// recall reads a table of earlier values.
func (p *plan) recall(t *table) {
	c := t.rule.Changes
	for _, r := range t.rows {
		on, _, err := value.Date(r.text(c.On))
		if err != nil {
			p.issue(r, nil, issue{column: c.On, severity: Refused, problem: fault.Problem{Code: "not-a-date", Allowed: []string{"2023-10-31"}}})
			continue
		}
		key := historyKey(c.Of, c.Key, r.text(c.Key))
		p.history[key] = append(p.history[key], past{column: strings.TrimSpace(r.text(c.Column)), from: r.text(c.From), to: r.text(c.To), on: on, why: strings.TrimSpace(r.text(c.Why)), row: r})
	}
	for _, list := range p.history {
		sort.SliceStable(list, func(i, j int) bool { return list[i].on < list[j].on })
	}
}

func historyKey(file, column, text string) string {
	return strings.ToLower(file) + "\x00" + match.Fold(column) + "\x00" + strings.TrimSpace(text)
}

// past gives the changes of a record's row that its rule reads.
func (p *plan) past(m *made) []past {
	if len(m.rows) != 1 || len(p.history) == 0 {
		return nil
	}
	t := m.rows[0].table
	for _, other := range p.tables {
		if c := other.rule.Changes; c != nil && strings.EqualFold(c.Of, t.rule.File) {
			if list := p.history[historyKey(c.Of, c.Key, m.rows[0].text(c.Key))]; list != nil {
				return list
			}
		}
	}
	return nil
}

// since is when a new record became true: the earliest date of its own, never
// later than the import's.
func (p *plan) since(m *made) time.Time {
	latest := p.effective()
	if p.profile.generic {
		return p.req.effective(p.deps.DB.Zone)
	}
	if m.part.Since == nil {
		return register.Epoch.Time(p.deps.DB.Zone)
	}
	var first register.Date
	for _, r := range m.rows {
		for _, c := range m.part.Since {
			if d, _, err := value.Date(r.text(c)); err == nil && d != "" && (first == "" || d < first) {
				first = d
			}
		}
	}
	if first == "" {
		return p.req.effective(p.deps.DB.Zone)
	}
	if t := first.Time(p.deps.DB.Zone); t.Before(latest) {
		return t
	}
	return p.req.effective(p.deps.DB.Zone)
}

// effective is when the file was true.
func (p *plan) effective() time.Time {
	if t := p.req.effective(p.deps.DB.Zone); !t.IsZero() {
		return t
	}
	return p.req.Now
}

func (p *plan) progress(stage string, done, total int) {
	if p.req.Progress != nil && (done%100 == 0 || done == total) {
		p.req.Progress(stage, done, total)
	}
}

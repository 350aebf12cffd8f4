package intake

import (
	"context"
	"errors"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// run works out the changes of all tables, lets the command path check them
// and writes them, all or none, or all that can be taken when asked.
func (p *plan) run(ctx context.Context) (DirReport, error) {
	for _, t := range p.tables {
		if t.rule.Changes != nil {
			p.recall(t)
		}
	}
	for _, t := range p.tables {
		if err := p.identify(ctx, t); err != nil {
			return p.report(command.Receipt{}), err
		}
	}
	// Making a record can promise others that its references name.
	for i := 0; i < len(p.made); i++ {
		if err := p.compose(ctx, p.made[i]); err != nil {
			return p.report(command.Receipt{}), err
		}
		p.progress("check", i+1, len(p.made))
	}
	if err := p.absent(ctx); err != nil {
		return p.report(command.Receipt{}), err
	}
	p.drop(p.req.Partial)
	if p.refusedRows() > 0 && !p.req.Partial {
		return p.dry(ctx)
	}
	receipt, err := p.do(ctx, p.req.DryRun)
	for err != nil && p.req.Partial && p.blame(err) {
		p.drop(true)
		receipt, err = p.do(ctx, p.req.DryRun)
	}
	if err != nil {
		if p.blame(err) {
			err = refusal(p.refusedRows())
		}
		return p.report(command.Receipt{}), err
	}
	return p.report(receipt), nil
}

// dry lets the command path say what else is wrong, so that a person gets all
// of it at once, and refuses.
func (p *plan) dry(ctx context.Context) (DirReport, error) {
	if _, err := p.do(ctx, true); err != nil && !p.blame(err) {
		return p.report(command.Receipt{}), err
	}
	return p.report(command.Receipt{}), refusal(p.refusedRows())
}

func (p *plan) do(ctx context.Context, dry bool) (command.Receipt, error) {
	if len(p.changes) == 0 {
		return command.Receipt{}, nil
	}
	opt := command.Options{Via: p.req.Via, Reason: p.req.Reason, Now: p.req.Now, Dry: dry, Tell: func(done int) { p.progress("write", done, len(p.changes)) }}
	return p.deps.Commands.Do(ctx, p.req.Caller, opt, p.changes...)
}

// blame finds the rows that the command path refused; false when the error is
// about no row.
func (p *plan) blame(err error) bool {
	var f *fault.Error
	if !errors.As(err, &f) || len(f.Problems) == 0 {
		return false
	}
	for _, problem := range f.Problems {
		if problem.Index >= len(p.origin) {
			continue
		}
		m := p.origin[problem.Index]
		for _, r := range m.rows[:1] {
			fd, _ := m.reg.Field(problem.Field)
			if fd == nil {
				fd = p.own[m.reg.Name].field(problem.Field, m.org)
			}
			s := m.part.Fields[problem.Field]
			p.issue(r, fd, issue{column: firstColumn(&s), severity: Refused, problem: problem})
		}
		for _, r := range m.rows {
			r.refused = true
		}
	}
	return true
}

func (p *plan) refusedRows() int {
	n := 0
	for _, t := range p.tables {
		for _, r := range t.rows {
			if r.refused {
				n++
			}
		}
	}
	return n
}

// drop takes away the changes of refused rows and, since what they would have
// made does not come to be, of the rows that refer to it.
func (p *plan) drop(tell bool) {
	gone := map[string]bool{}
	for again := true; again; {
		again = false
		for _, m := range p.made {
			if !m.dropped && m.refused() {
				m.dropped, again = true, true
				if m.old == nil {
					gone[string(m.id)] = true
				}
			}
		}
		for i, ch := range p.changes {
			m := p.origin[i]
			if m.dropped {
				continue
			}
			if field := refersTo(ch, gone); field != "" {
				fd, _ := m.reg.Field(field)
				s := m.part.Fields[field]
				for _, r := range m.rows {
					if tell {
						p.issue(r, fd, issue{column: firstColumn(&s), severity: Refused, problem: fault.Problem{Field: field, Code: "refers-to-refused"}})
					}
				}
				if !tell {
					m.dropped = true
					if m.old == nil {
						gone[string(m.id)] = true
					}
				}
				again = true
			}
		}
	}
	kept, origin := p.changes[:0], p.origin[:0]
	for i, ch := range p.changes {
		if !p.origin[i].dropped {
			kept, origin = append(kept, ch), append(origin, p.origin[i])
		}
	}
	p.changes, p.origin = kept, origin
}

// refersTo names the field by which a change refers to a record that does not
// come to be.
func refersTo(ch command.Change, gone map[string]bool) string {
	if gone[string(ch.Org)] && gone[string(ch.Org)] != (ch.NewID == ch.Org) {
		return "org"
	}
	for name, v := range ch.Fields {
		switch x := v.(type) {
		case string:
			if gone[x] {
				return name
			}
		case []register.Link:
			for _, l := range x {
				if gone[string(l.To)] {
					return name
				}
			}
		}
	}
	return ""
}

// absent ends the records that a row made before and makes no more.
func (p *plan) absent(ctx context.Context) error {
	is := map[register.ID]bool{}
	for _, m := range p.made {
		is[m.id] = true
	}
	for _, t := range p.tables {
		for i := range t.rule.Parts {
			part := &t.rule.Parts[i]
			if len(part.Absent) == 0 {
				continue
			}
			if err := p.absentPart(ctx, t, part, is); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *plan) absentPart(ctx context.Context, t *table, part *Part, is map[register.ID]bool) error {
	reg, _ := p.deps.DB.Catalogue.Get(part.Register)
	x, err := p.index(ctx, reg)
	if err != nil {
		return err
	}
	rows := map[string]*row{}
	for _, r := range t.rows {
		values := make([]any, len(part.Owned))
		for i, name := range part.Owned {
			s := part.Fields[name]
			if values[i], _, _, err = p.eval(ctx, r, part, reg.Must(name), &s, ""); err != nil {
				return err
			}
		}
		rows[keyText(reg, part.Owned, values)] = r
	}
	for _, rec := range x.recs {
		values := make([]any, len(part.Owned))
		for i, name := range part.Owned {
			values[i] = rec.Get(name)
		}
		r := rows[keyText(reg, part.Owned, values)]
		if r == nil || is[rec.ID] {
			continue
		}
		m := &made{part: &Part{Register: part.Register, Name: part.Name, Fields: part.Absent}, reg: reg, rows: []*row{r}, id: rec.ID, org: rec.Org, old: rec}
		fields, err := p.evalRow(ctx, m, r, true, nil)
		if err != nil {
			return err
		}
		// What has ended stays as it ended.
		if st, ok := fields["status"]; ok && register.Same(st, rec.Get("status")) {
			continue
		}
		if err := p.follow(ctx, m, rec, fields, nil, rec.Version); err != nil {
			return err
		}
		r.all = append(r.all, m)
	}
	return nil
}

// told shows a record's old and new values.
func (p *plan) told(ctx context.Context, m *made, old, next *register.Record) {
	r := m.rows[0]
	if len(r.table.report.Changes) >= maxTold {
		return
	}
	c := Changed{Row: r.number, Register: m.reg.Name, Ref: old.Ref}
	for _, name := range register.Changed(old, next) {
		f := p.fieldOf(m, name)
		c.Fields = append(c.Fields, FieldChange{Field: name, Old: p.words(ctx, f, old.Get(name)), New: p.words(ctx, f, next.Get(name))})
	}
	r.table.report.Changes = append(r.table.report.Changes, c)
}

// report counts what became of each row.
func (p *plan) report(receipt command.Receipt) DirReport {
	out := DirReport{DryRun: p.req.DryRun, Records: map[string]Counts{}}
	for _, t := range p.tables {
		for _, r := range t.rows {
			what := "unchanged"
			switch {
			case r.refused:
				t.report.Rows.Refused++
				what = "refused"
			case len(r.all) > 0 && r.all[0].old == nil && r.all[0].rows[0] == r:
				t.report.Rows.New++
				what = "new"
			case r.anyChanged():
				t.report.Rows.Changed++
				what = "changed"
			default:
				t.report.Rows.Unchanged++
			}
			p.fate(t.report, r, what)
		}
		t.report.sorted()
		out.Files = append(out.Files, *t.report)
	}
	for _, m := range p.made {
		c := out.Records[m.reg.Name]
		switch {
		case m.dropped || m.refused():
		case m.old == nil:
			c.New++
		case m.changed:
			c.Changed++
		default:
			c.Unchanged++
		}
		out.Records[m.reg.Name] = c
	}
	if receipt.Position > 0 && !p.req.DryRun {
		out.Receipt = &Receipt{ChangeSet: receipt.Set, Position: receipt.Position}
	}
	return out
}

// fate notes what became of a row.
func (p *plan) fate(t *Report, r *row, what string) {
	if len(t.Fates) >= maxTold {
		return
	}
	f := Fate{Row: r.number, What: what, Title: r.shown("title")}
	if len(r.all) > 0 {
		m := r.all[0]
		f.Ref = m.ref
		if f.Title == "" {
			f.Title = p.named[m.id]
		}
		if m.old != nil {
			f.Ref, f.Title = m.old.Ref, m.old.Text("title")
		}
	}
	t.Fates = append(t.Fates, f)
}

func (r *row) anyChanged() bool {
	for _, m := range r.all {
		if m.changed && (m.old != nil || m.rows[0] == r) {
			return true
		}
	}
	return false
}

package officer

import (
	"slices"

	"genomlys/internal/register"
)

// The fates of a finding from one year's report to the next.
const (
	New      = "new"      // nothing like it was found before
	Repeated = "repeated" // it was found before, and is again
	Closed   = "closed"   // it was found before; it is done, or the organisation decided not to do it
	Left     = "left"     // it was found before and is not done, but not taken up again
)

// Line is a finding seen against earlier and later reports.
type Line struct {
	Finding *register.Record
	Year    int64
	State   string
	Before  *register.Record // the latest earlier finding on the same matter
	Times   int              // reports that have held the matter, this one included
	Since   int64            // the first of them
}

// Matters ties findings on the same thing together: by the link to the finding
// it was carried from, else by the same word for the matter. Two findings of one
// report are never each other's earlier.
type Matters struct {
	years  map[register.ID]int64 // of reports
	lines  map[register.ID]*Line
	sorted []*Line // by year, then number
}

// Tie reads the findings of an organisation's reports.
func Tie(reports, findings []*register.Record) *Matters {
	m := &Matters{years: map[register.ID]int64{}, lines: map[register.ID]*Line{}}
	for _, r := range reports {
		m.years[r.ID] = year(r)
	}
	for _, f := range findings {
		y, ok := m.years[register.ID(f.Text("report"))]
		if !ok {
			continue
		}
		l := &Line{Finding: f, Year: y, State: New, Times: 1, Since: y}
		m.lines[f.ID] = l
		m.sorted = append(m.sorted, l)
	}
	slices.SortStableFunc(m.sorted, func(a, b *Line) int { return int(a.Year - b.Year) })
	// Earlier ones first, so that what they follow is known.
	latest := map[string]*Line{}
	for i := 0; i < len(m.sorted); {
		j := i
		for ; j < len(m.sorted) && m.sorted[j].Year == m.sorted[i].Year; j++ {
			l := m.sorted[j]
			before := m.lines[register.ID(l.Finding.Text("carried_from"))]
			if before == nil && l.Finding.Text("matter") != "" {
				before = latest[l.Finding.Text("matter")]
			}
			if before != nil && before.Year < l.Year {
				l.State, l.Before, l.Times, l.Since = Repeated, before.Finding, before.Times+1, before.Since
			}
		}
		for ; i < j; i++ {
			if w := m.sorted[i].Finding.Text("matter"); w != "" {
				latest[w] = m.sorted[i]
			}
		}
	}
	return m
}

// Of gives the findings of a year's report, new or repeated.
func (m *Matters) Of(y int64) (out []Line) {
	for _, l := range m.sorted {
		if l.Year == y {
			out = append(out, *l)
		}
	}
	return out
}

// Last is the year of the latest report before one, 0 when there is none.
func (m *Matters) Last(y int64) (last int64) {
	for _, n := range m.years {
		if n < y {
			last = max(last, n)
		}
	}
	return last
}

// Carried tells what became, in a year's report, of each finding of the report
// before it.
func (m *Matters) Carried(y int64) (out []Line) {
	again := map[register.ID]bool{}
	for _, l := range m.Of(y) {
		for b := l.Before; b != nil && !again[b.ID]; b = m.lines[b.ID].Before {
			again[b.ID] = true
		}
	}
	last := m.Last(y)
	if last == 0 {
		return nil
	}
	for _, l := range m.Of(last) {
		switch {
		case again[l.Finding.ID]:
			l.State = Repeated
		case !open(l.Finding):
			l.State = Closed
		default:
			l.State = Left
		}
		out = append(out, l)
	}
	return out
}

// open tells whether something remains to be done about a finding.
func open(f *register.Record) bool {
	switch f.Text("status") {
	case "done", "dropped":
		return false
	}
	return f.Text("positive") != string(register.Yes)
}

// Package control judges internal control (domain.md R22): what was due in a
// period, what was performed, and whether it may be said that no material
// deviations were found; and whether a mandatory process has been assessed in
// every working method. It does no I/O.
package control

import (
	"cmp"
	"fmt"
	"slices"

	"genomlys/internal/method/clock"
)

// Span is a stretch of days, both included.
type Span struct {
	From clock.Date `json:"from"`
	To   clock.Date `json:"to"`
}

func (s Span) holds(t Span) bool { return s.From <= t.From && t.To <= s.To }

// parts are the months in which the parts of a year begin and end.
var parts = map[string][2]int{"t1": {1, 4}, "t2": {5, 8}, "t3": {9, 12}, "jan_aug": {1, 8}, "year": {1, 12}}

// Period gives a part of a year: t1, t2, t3, jan_aug or year.
func Period(year int, part string) (Span, bool) {
	m, ok := parts[part]
	return months(year, m[0], m[1]), ok
}

func months(year, first, last int) Span {
	from := clock.Date(fmt.Sprintf("%04d-%02d-01", year, first))
	return Span{from, from.AddMonths(last - first + 1).AddDays(-1)}
}

// Slots are the stretches in which an activity is to be performed once each.
// The part of the year bounds them; without a frequency the part is the only one.
func Slots(year int, frequency, part string) []Span {
	bound, ok := Period(year, part)
	if !ok {
		bound, _ = Period(year, "year")
	}
	var all []Span
	switch frequency {
	case "month":
		for m := 1; m <= 12; m++ {
			all = append(all, months(year, m, m))
		}
	case "tertial":
		for _, p := range []string{"t1", "t2", "t3"} {
			s, _ := Period(year, p)
			all = append(all, s)
		}
	default:
		return []Span{bound}
	}
	return slices.DeleteFunc(all, func(s Span) bool { return !bound.holds(s) })
}

// Result is what an activity showed.
type Result struct {
	ID        string
	Span      Span
	On        clock.Date // performed; empty when it has not been
	Level     string     // of Levels; empty when not stated
	Confirmed bool
}

// Activity is one of the plan's.
type Activity struct {
	ID        string
	Frequency string
	Part      string
	Cancelled bool
	Results   []Result
}

// Levels are what an activity may show: data, for a city's instruction says.
type Levels struct {
	Order   []string // least first
	Nothing []string // those of them that are no deviation
	Grave   []string // those of them that are material
}

// rank is how grave a level is: one that is not stated is less than any.
func (l Levels) rank(level string) int { return slices.Index(l.Order, level) + 1 }

// The states of a slot besides the levels.
const (
	Coming   = "coming"   // its last day has not passed
	Missing  = "missing"  // not performed
	Unstated = "unstated" // performed, but nobody has said what it showed
	Left     = "cancelled"
)

// Slot is one time an activity was to be performed, and what became of it.
type Slot struct {
	Activity  string `json:"activity"`
	Span      Span   `json:"span"`
	State     string `json:"state"`
	Result    string `json:"result,omitempty"`
	Confirmed bool   `json:"confirmed"`
}

// Follow gives what became of each slot of the activities as of a day.
func Follow(levels Levels, year int, activities []Activity, asOf clock.Date) []Slot {
	var out []Slot
	for _, a := range activities {
		for _, span := range Slots(year, a.Frequency, a.Part) {
			out = append(out, a.slot(levels, span, asOf))
		}
	}
	return out
}

// slot is settled by the results that cover it; of several, the gravest.
func (a Activity) slot(levels Levels, span Span, asOf clock.Date) Slot {
	s := Slot{Activity: a.ID, Span: span, State: Missing}
	if span.To >= asOf {
		s.State = Coming
	}
	grave := -1
	for _, r := range a.Results {
		if r.On.IsZero() || r.On > asOf || !r.Span.holds(span) {
			continue
		}
		if n := levels.rank(r.Level); n > grave {
			grave = n
			s.State, s.Result, s.Confirmed = cmp.Or(r.Level, Unstated), r.ID, r.Confirmed
		}
	}
	if a.Cancelled && s.Result == "" {
		s.State = Left
	}
	return s
}

// Statement is what may be said of a period, and what it rests on.
type Statement struct {
	Span        Span   `json:"span"`
	Verdict     string `json:"verdict"`
	Due         int    `json:"due"`
	Performed   int    `json:"performed"`
	Minor       int    `json:"minor"`
	Material    []Slot `json:"material"`
	Lacking     []Slot `json:"lacking"`     // due and not performed, or without a stated result
	Cancelled   []Slot `json:"cancelled"`   // due and called off
	Unconfirmed []Slot `json:"unconfirmed"` // performed; the level is not confirmed
}

// The verdicts.
const (
	NoMaterial = "no_material"  // all was performed and nothing material found
	Found      = "material"     // something material was found
	NotProven  = "not_proven"   // nothing material among what was performed, but not all was
	NothingDue = "nothing_due"  // nothing was planned: nothing is proven
	NotOver    = "not_over_yet" // the period has not ended
)

// State tells what may be said of a span as of a day. "No material deviations"
// is said only when every activity due in it was performed with a stated result.
// found are slots' results that deviations show to be material by themselves.
func State(levels Levels, slots []Slot, span Span, asOf clock.Date, found ...string) Statement {
	out := Statement{Span: span, Material: []Slot{}, Lacking: []Slot{}, Cancelled: []Slot{}, Unconfirmed: []Slot{}}
	for _, s := range slots {
		if !span.holds(s.Span) {
			continue
		}
		if s.State == Left {
			out.Cancelled = append(out.Cancelled, s)
			continue
		}
		out.Due++
		if s.Result != "" && slices.Contains(found, s.Result) {
			s.State = levels.Grave[len(levels.Grave)-1]
		}
		switch {
		case slices.Contains(levels.Grave, s.State):
			out.Material = append(out.Material, s)
		case slices.Contains([]string{Missing, Coming, Unstated}, s.State):
			out.Lacking = append(out.Lacking, s)
			continue
		case !slices.Contains(levels.Nothing, s.State):
			out.Minor++
		}
		out.Performed++
		if !s.Confirmed {
			out.Unconfirmed = append(out.Unconfirmed, s)
		}
	}
	switch {
	case len(out.Material) > 0:
		out.Verdict = Found
	case span.To >= asOf:
		out.Verdict = NotOver
	case out.Due == 0:
		out.Verdict = NothingDue
	case len(out.Lacking) > 0:
		out.Verdict = NotProven
	default:
		out.Verdict = NoMaterial
	}
	return out
}

// Risk is a risk of a mandatory process.
type Risk struct {
	Method   string
	Assessed bool // placed on the scale and the method's situation judged
}

// Method is a working method with how it stands for a year.
type Method struct {
	Code     string `json:"code"`
	Risks    int    `json:"risks"`
	Assessed int    `json:"assessed"`
}

// Methods tells how each of the methods asked for stands; one without an
// assessed risk is a finding.
func Methods(asked []string, risks []Risk) []Method {
	out := make([]Method, len(asked))
	for i, code := range asked {
		out[i].Code = code
		for _, r := range risks {
			if r.Method == code {
				out[i].Risks++
				if r.Assessed {
					out[i].Assessed++
				}
			}
		}
	}
	return out
}

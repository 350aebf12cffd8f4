package clock

import (
	"slices"
	"time"
)

// Phase is where a clock stands.
type Phase string

// The phases of a clock.
const (
	Running Phase = "running"
	Met     Phase = "met"
	MetLate Phase = "met_late"
	Waived  Phase = "waived" // a documented decision that the duty does not apply
	Void    Phase = "void"   // the start was wrong; a corrected clock took over
)

// Facts is what is known of one clock. The zero time means "not yet".
type Facts struct {
	Start    time.Time
	Done     time.Time
	Extended bool
	Waived   bool
	Voided   bool
}

// Status is a clock at a point in time.
type Status struct {
	Phase Phase
	// Late: done after Due, or not done and Due has passed.
	Late bool
	// PastStrict: running, and the strict end has passed although the law grants
	// until Due because of a weekend or holiday.
	PastStrict bool
	// Left is the time to Due, negative when passed; zero unless running with an end.
	Left     time.Duration
	Deadline Deadline
}

// State judges a clock at now. What was done after now is not yet known, so the
// same function answers as of an earlier day.
func State(def Def, f Facts, now time.Time) Status {
	s := Status{Deadline: Count(f.Start, def, f.Extended)}
	due := s.Deadline.Due
	switch {
	case f.Voided:
		s.Phase = Void
	case !f.Done.IsZero() && !f.Done.After(now):
		s.Phase = Met
		if !due.IsZero() && f.Done.After(due) {
			s.Phase, s.Late = MetLate, true
		}
	case f.Waived:
		s.Phase = Waived
	default:
		s.Phase = Running
		if !due.IsZero() {
			s.Left = due.Sub(now)
			s.Late = now.After(due)
			s.PastStrict = !s.Late && now.After(s.Deadline.Strict)
		}
	}
	return s
}

// Warning is a point at which somebody should be told.
type Warning struct {
	At     time.Time
	Before int  // units before the strict end
	Hours  bool // Before is hours, not days
}

// Warnings lists when to warn, earliest first. They count from the strict end:
// nobody should plan on a weekend's grace. Warnings that would fall before the
// start are left out. Day clocks warn when the day begins.
func Warnings(def Def, d Deadline) []Warning {
	if d.Strict.IsZero() {
		return nil
	}
	var ws []Warning
	for _, n := range def.WarnAt {
		w := Warning{Before: n, Hours: def.Counting == Strict}
		if w.Hours {
			w.At = d.Strict.Add(-time.Duration(n) * time.Hour)
		} else {
			w.At = d.StrictDay().AddDays(-n).Start()
		}
		if !w.At.Before(d.Start) {
			ws = append(ws, w)
		}
	}
	sortWarnings(ws)
	return ws
}

// Overdue tells whether an internal date (campaign, action) has passed: it is
// overdue from the day after.
func Overdue(due, today Date) bool { return due.Valid() && today > due }

func sortWarnings(ws []Warning) {
	slices.SortFunc(ws, func(a, b Warning) int { return a.At.Compare(b.At) })
}

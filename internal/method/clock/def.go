package clock

import "fmt"

// Counting is how a period is counted.
type Counting string

// The ways of counting.
const (
	// Strict counts elapsed hours; weekends and holidays count.
	Strict Counting = "strict"
	// EUDays, EUWeeks and EUMonths follow Regulation (EEC, Euratom) 1182/71 art. 3.
	EUDays   Counting = "eu_days"
	EUWeeks  Counting = "eu_weeks"
	EUMonths Counting = "eu_months"
	// SwedishMonths follows lag (1930:173) om beräkning av lagstadgad tid.
	SwedishMonths Counting = "swedish_months"
	// WorkingDays counts Swedish working days after the day of the start; used
	// for the office's own targets, not by any law here.
	WorkingDays Counting = "working_days"
	// Open has no end that can be counted: a task "without undue delay".
	Open Counting = "open"
)

// Def is what the arithmetic needs to know of a clock. The law, the recipient
// and the texts stand in the rule book.
type Def struct {
	Code      string
	Counting  Counting
	Length    int   // in the unit of Counting; 0 for Open
	Extension int   // further units that may be granted once; 0 when none
	WarnAt    []int // units of warning (hours for Strict, else days) before the strict end
	// Regulation marks law of the Union, for which the milder count of
	// Regulation 1182/71 is explained beside a strict one.
	Regulation bool
}

// Check tells what is wrong with a definition, or nil.
func (d Def) Check() error {
	switch d.Counting {
	case Open:
		if d.Length != 0 || d.Extension != 0 || len(d.WarnAt) != 0 {
			return fmt.Errorf("clock %s: an open clock has no length, extension or warnings", d.Code)
		}
		return nil
	case Strict, EUDays, EUWeeks, EUMonths, SwedishMonths, WorkingDays:
	default:
		return fmt.Errorf("clock %s: unknown counting %q", d.Code, d.Counting)
	}
	if d.Length <= 0 || d.Extension < 0 {
		return fmt.Errorf("clock %s: length %d and extension %d: want a positive length and no negative extension", d.Code, d.Length, d.Extension)
	}
	for _, n := range d.WarnAt {
		if n < 0 {
			return fmt.Errorf("clock %s: warning %d: want zero or more", d.Code, n)
		}
	}
	return nil
}

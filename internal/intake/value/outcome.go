package value

import (
	"strings"

	"genomlys/internal/fault"
)

// Note is how a value was read, when a person should see it; empty when it
// was read as it stands.
type Note string

// How a value was read.
const (
	AsWritten       Note = ""
	DateWithoutDay  Note = "date-without-day"   // 2023-10: a day of the period was taken
	DayBeforeMonth  Note = "day-before-month"   // 03/04/2023 read as 3 April, as in Sweden
	SerialDate      Note = "serial-date"        // 45230: a spreadsheet's number for a day
	ClockDropped    Note = "clock-dropped"      // a time of day where only a date is kept
	WithoutClock    Note = "time-without-clock" // a date where a time is kept: its midnight
	AmbiguousHour   Note = "ambiguous-hour"     // the hour that comes twice in autumn: the first
	NonexistentHour Note = "nonexistent-hour"   // the hour that is skipped in spring: the hour after
	Approximate     Note = "approximate"        // "ca 200"
	UnitConverted   Note = "unit-converted"     // "2 dygn" where hours are kept
	RoundedUp       Note = "rounded-up"         // "30 min" where whole hours are kept
	LevelByWord     Note = "level-by-word"      // "betydande"
	LevelMissing    Note = "level-missing"      // a vector that says nothing of K, R or T
	LinesJoined     Note = "lines-joined"       // line breaks where one line is kept
	Duplicates      Note = "duplicates"         // the same entry twice in a list
)

// Error is why a text is not a value.
type Error struct {
	Code    string   // as of fault.Problem, for the catalogue
	Value   string   // the text, shortened
	Allowed []string // what is allowed, when that is a list, a limit or an example
	Hint    string   // a code that tells what was probably meant or done; may be empty
	Nearest []string // what was probably meant, when that can be said
}

func (e *Error) Error() string {
	s := e.Code + " " + `"` + e.Value + `"`
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	if len(e.Nearest) > 0 {
		s += ", nearest " + strings.Join(e.Nearest, ", ")
	}
	if len(e.Allowed) > 0 {
		s += ", allowed " + strings.Join(e.Allowed, ", ")
	}
	return s
}

// Problem is the error as the problem of a field.
func (e *Error) Problem(field string) fault.Problem {
	return fault.Problem{Field: field, Code: e.Code, Value: e.Value, Allowed: e.Allowed}
}

func refuse(code, text string, allowed ...string) *Error {
	return &Error{Code: code, Value: shorten(text), Allowed: allowed}
}

func (e *Error) hint(code string, nearest ...string) *Error {
	e.Hint, e.Nearest = code, nearest
	return e
}

// shorten makes a text fit for a report: one line of at most 100 characters
// without control characters.
func shorten(s string) string {
	s = strings.Map(func(c rune) rune {
		if hidden(c) {
			return -1
		}
		if c < ' ' || c == 0x7F {
			return ' '
		}
		return c
	}, strings.ToValidUTF8(s, "\uFFFD"))
	if r := []rune(s); len(r) > 100 {
		return string(r[:99]) + "…"
	}
	return s
}

// Package sheet is the one model of a table of data that leaves the product:
// columns with kinds and rows that come one at a time. The writers xlsx and
// csv turn the same sheet into the same cells.
package sheet

import (
	"fmt"
	"iter"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// Sheet is one table of data.
type Sheet struct {
	Name    string // shown on the tab
	Columns []Column
	// Rows gives each row's values in the order of Columns. An error ends the
	// writing and comes back from the writer.
	Rows iter.Seq2[[]any, error]
	Meta Meta
}

// Column is a column of one kind; Width is in characters (0 chooses by kind).
type Column struct {
	Title string
	Kind  Kind
	Width float64
}

// Meta says where the data comes from. Created dates the file; About is a list
// of name and value ("Per", "2023-11-15") that the format may show beside it.
type Meta struct {
	Title, Creator string
	Lang           string // "sv" or "en"
	Created        time.Time
	About          [][2]string
}

// Kind is what a column holds.
type Kind int

// The kinds of column. Date is a day without time, Time a moment as the clock
// shows it in the value's own place: convert to Europe/Stockholm first.
const (
	Text Kind = iota
	Int
	Decimal
	Date
	Time
)

// Cell is a value as a writer needs it.
type Cell struct {
	Kind   Kind   // Text when the value does not fit its column's kind
	Text   string // Text: as it is; Int and Decimal: digits with "-" and "."
	Time   time.Time
	Absent bool
}

// exactInt is the greatest whole number that a spreadsheet holds exactly;
// longer ones (identity numbers, say) are kept as text.
const exactInt = 1 << 53

// Value gives the cell for a value in a column of kind k. Strings, numbers and
// booleans (1 or 0) of any name, time.Time, what has a String method, and
// pointers to these are taken; nil and the empty string are absent. What does
// not fit the kind (a date of "2023", a number of "ca 40") becomes text: an
// export leaves nothing out. Other types are an error.
func Value(k Kind, v any) (Cell, error) {
	switch v := v.(type) {
	case nil:
		return Cell{Absent: true}, nil
	case time.Time:
		return fromTime(k, v), nil
	}
	r := reflect.ValueOf(v)
	if r.Kind() == reflect.Pointer {
		if r.IsNil() {
			return Cell{Absent: true}, nil
		}
		return Value(k, r.Elem().Interface())
	}
	if named, ok := v.(fmt.Stringer); ok {
		return fromString(k, named.String()), nil
	}
	switch {
	case r.Kind() == reflect.String:
		return fromString(k, r.String()), nil
	case r.Kind() == reflect.Bool && r.Bool():
		return fromString(k, "1"), nil
	case r.Kind() == reflect.Bool:
		return fromString(k, "0"), nil
	case r.CanInt():
		return fromString(k, strconv.FormatInt(r.Int(), 10)), nil
	case r.CanUint():
		return fromString(k, strconv.FormatUint(r.Uint(), 10)), nil
	case r.CanFloat():
		if f := r.Float(); !math.IsNaN(f) && !math.IsInf(f, 0) {
			return fromString(k, strconv.FormatFloat(f, 'f', -1, 64)), nil
		}
		return Cell{Absent: true}, nil
	}
	return Cell{}, fmt.Errorf("a value of type %T cannot stand in a sheet: give a string, a number or a time", v)
}

func fromString(k Kind, s string) Cell {
	if s == "" {
		return Cell{Absent: true}
	}
	switch k {
	case Int:
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && strconv.FormatInt(n, 10) == s && n <= exactInt && n >= -exactInt {
			return Cell{Kind: Int, Text: s}
		}
	case Decimal:
		if isDecimal(s) {
			return Cell{Kind: Decimal, Text: s}
		}
	case Date:
		if t, err := time.Parse(time.DateOnly, s); err == nil && representable(t) {
			return Cell{Kind: Date, Time: t}
		}
	case Time:
		for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02 15:04"} {
			if t, err := time.Parse(layout, s); err == nil && representable(t) {
				return Cell{Kind: Time, Time: t}
			}
		}
	}
	return Cell{Kind: Text, Text: s}
}

func fromTime(k Kind, t time.Time) Cell {
	if t.IsZero() {
		return Cell{Absent: true}
	}
	if (k == Date || k == Time) && representable(t) {
		return Cell{Kind: k, Time: t}
	}
	if k == Date {
		return Cell{Kind: Text, Text: t.Format(time.DateOnly)}
	}
	return Cell{Kind: Text, Text: t.Format(time.RFC3339)}
}

// representable tells whether spreadsheets agree on the day: before March 1900
// they do not, since some count a 29 February 1900 that never was.
func representable(t time.Time) bool {
	y := t.Year()
	return y <= 9999 && (y > 1900 || y == 1900 && t.Month() >= time.March)
}

// isDecimal tells whether s is digits with at most one point, and so short
// that a spreadsheet (15 significant digits) keeps it as it is.
func isDecimal(s string) bool {
	whole, part, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	if whole == "" || point && part == "" || len(whole)+len(part) > 15 {
		return false
	}
	for _, c := range whole + part {
		if c < '0' || c > '9' {
			return false
		}
	}
	return len(whole) == 1 || whole[0] != '0'
}

// Cells turns the n-th row (from 1) into cells.
func (s Sheet) Cells(n int, row []any) ([]Cell, error) {
	if len(row) != len(s.Columns) {
		return nil, fmt.Errorf("sheet %q, row %d: %d values, but the sheet has %d columns", s.Name, n, len(row), len(s.Columns))
	}
	cells := make([]Cell, len(row))
	for i, v := range row {
		c, err := Value(s.Columns[i].Kind, v)
		if err != nil {
			return nil, fmt.Errorf("sheet %q, row %d, column %q: %w", s.Name, n, s.Columns[i].Title, err)
		}
		cells[i] = c
	}
	return cells, nil
}

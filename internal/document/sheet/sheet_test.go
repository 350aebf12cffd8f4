package sheet

import (
	"strings"
	"testing"
	"time"
)

type named string

type civil string

func (n named) String() string { return string(n) }

func TestValue(t *testing.T) {
	n, word := 7, "ord"
	var none *int
	day := time.Date(2023, 11, 15, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		kind Kind
		in   any
		want Cell
	}{
		{Text, "=1+1", Cell{Kind: Text, Text: "=1+1"}},
		{Text, -5, Cell{Kind: Text, Text: "-5"}},
		{Int, -5, Cell{Kind: Int, Text: "-5"}},
		{Int, "-5", Cell{Kind: Int, Text: "-5"}},
		{Int, "+5", Cell{Kind: Text, Text: "+5"}},
		{Int, "007", Cell{Kind: Text, Text: "007"}},
		{Int, int64(199001019802), Cell{Kind: Int, Text: "199001019802"}},
		{Int, int64(1)<<53 + 1, Cell{Kind: Text, Text: "9007199254740993"}},
		{Int, "ca 40", Cell{Kind: Text, Text: "ca 40"}},
		{Int, &n, Cell{Kind: Int, Text: "7"}},
		{Int, none, Cell{Absent: true}},
		{Int, true, Cell{Kind: Int, Text: "1"}},
		{Decimal, 12.5, Cell{Kind: Decimal, Text: "12.5"}},
		{Decimal, 1e-7, Cell{Kind: Decimal, Text: "0.0000001"}},
		{Decimal, "12.", Cell{Kind: Text, Text: "12."}},
		{Decimal, "-.5", Cell{Kind: Text, Text: "-.5"}},
		{Decimal, "1e5", Cell{Kind: Text, Text: "1e5"}},
		{Decimal, "1234567890.1234567", Cell{Kind: Text, Text: "1234567890.1234567"}},
		{Date, day, Cell{Kind: Date, Time: day}},
		{Date, named("2023-11-15"), Cell{Kind: Date, Time: day}},
		{Date, civil("2023-11-15"), Cell{Kind: Date, Time: day}},
		{Date, &day, Cell{Kind: Date, Time: day}},
		{Date, "2023-02-30", Cell{Kind: Text, Text: "2023-02-30"}},
		{Date, "2023", Cell{Kind: Text, Text: "2023"}},
		{Date, "1850-01-01", Cell{Kind: Text, Text: "1850-01-01"}},
		{Date, time.Time{}, Cell{Absent: true}},
		{Time, "2023-11-15 13:45", Cell{Kind: Time, Time: day.Add(13*time.Hour + 45*time.Minute)}},
		{Text, &word, Cell{Kind: Text, Text: "ord"}},
		{Text, "", Cell{Absent: true}},
		{Text, nil, Cell{Absent: true}},
	} {
		got, err := Value(c.kind, c.in)
		if err != nil || got != c.want {
			t.Errorf("Value(%d, %#v) = %+v, %v; want %+v", c.kind, c.in, got, err, c.want)
		}
	}
	if _, err := Value(Text, []string{"a"}); err == nil {
		t.Error("a slice was taken for a value")
	}
}

func TestCellsSayWhereItIsWrong(t *testing.T) {
	s := Sheet{Name: "Objekt", Columns: []Column{{Title: "Namn"}, {Title: "Antal", Kind: Int}}}
	if _, err := s.Cells(3, []any{"a"}); err == nil || !strings.Contains(err.Error(), `"Objekt", row 3`) {
		t.Errorf("short row: %v", err)
	}
	if _, err := s.Cells(4, []any{"a", struct{}{}}); err == nil || !strings.Contains(err.Error(), `row 4, column "Antal"`) {
		t.Errorf("strange value: %v", err)
	}
}

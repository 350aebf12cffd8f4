package figure

import (
	"testing"

	"genomlys/internal/method/clock"
	"genomlys/internal/method/coverage"
	"genomlys/internal/rulebook"
)

// domain.md 4.5: rounding, and how a figure is said.
func TestShown(t *testing.T) {
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	rules := book.At(clock.Date("2023-11-15"))
	n := func(i int) *int { return &i }
	for _, x := range []struct {
		name  string
		def   Definition
		f     Figure
		sv    string
		en    string
		value int
	}{
		{"exact", Definition{}, Figure{Value: 117}, "117", "117", 117},
		{"ten, on the ten", Definition{Presentation: coverage.Ten}, Figure{Value: 240}, "240", "240", 240},
		{"ten", Definition{Presentation: coverage.Ten}, Figure{Value: 238}, "cirka 240", "about 240", 238},
		{"of a whole", Definition{}, Figure{Value: 200, Of: n(240)}, "200 av 240 (83\u00a0%)", "200 of 240 (83%)", 200},
		{"few: n of m alone", Definition{}, Figure{Value: 3, Of: n(16)}, "3 av 16", "3 of 16", 3},
		{"never 100 while one is left", Definition{}, Figure{Value: 999, Of: n(1000)}, "999 av 1000 (99\u00a0%)", "999 of 1000 (99%)", 999},
		{"never 0 while one is done", Definition{}, Figure{Value: 1, Of: n(1000)}, "1 av 1000 (1\u00a0%)", "1 of 1000 (1%)", 1},
		{"no whole", Definition{}, Figure{Value: 0, Of: n(0)}, "0", "0", 0},
		{"per cent", Definition{Unit: "percent"}, Figure{Unit: "percent", Value: 200, Of: n(240)}, "83 %", "83%", 83},
		{"per cent of few", Definition{Unit: "percent"}, Figure{Unit: "percent", Value: 3, Of: n(16)}, "3 av 16 (19\u00a0%)", "3 of 16 (19%)", 19},
		{"per cent of none", Definition{Unit: "percent"}, Figure{Unit: "percent", Of: n(0)}, "saknas", "none", 0},
		{"a day", Definition{Unit: "date"}, Figure{Unit: "date", Value: 1, Date: "2023-10-31"}, "2023-10-31", "2023-10-31", 1},
		{"no day", Definition{Unit: "date"}, Figure{Unit: "date"}, "saknas", "none", 0},
	} {
		x.f.finish(&x.def, rules)
		if x.f.Shown.SV != x.sv || x.f.Shown.EN != x.en || x.f.Value != x.value {
			t.Errorf("%s: %q %q %d, want %q %q %d", x.name, x.f.Shown.SV, x.f.Shown.EN, x.f.Value, x.sv, x.en, x.value)
		}
	}
}

func TestBetter(t *testing.T) {
	n := func(i int) *int { return &i }
	for _, x := range []struct {
		good                     string
		then, whole, now, wholeN int
		want                     int
	}{
		{"up", 178, 231, 200, 240, 1}, {"down", 53, 231, 40, 240, 1}, {"up", 90, 100, 100, 200, -1}, {"none", 1, 2, 2, 2, 0}, {"up", 5, 10, 5, 10, 0}, {"down", 1, 10, 2, 10, -1},
	} {
		f := Figure{Good: x.good, Value: x.now, Of: n(x.wholeN)}
		f.with(Figure{Value: x.then, Of: n(x.whole)}, true)
		if got := f.Better(); got != x.want {
			t.Errorf("%s %d of %d → %d of %d: %d, want %d", x.good, x.then, x.whole, x.now, x.wholeN, got, x.want)
		}
	}
}

func TestGroupsInOrder(t *testing.T) {
	gs := []Group{{Value: ""}, {Value: "F10"}, {Value: "F2"}, {Value: "2023"}, {Value: "2016"}, {Value: "open"}}
	sortGroups(gs)
	got := ""
	for _, g := range gs {
		got += g.Value + " "
	}
	if got != "2016 2023 F2 F10 open  " {
		t.Errorf("%q", got)
	}
}

package docx

import (
	"slices"
	"testing"

	"genomlys/internal/document"
)

// A date is one word: its column is widened at the cost of the one that has
// width to spare, and the table stays as wide as it was.
func TestColumnsFitTheirWords(t *testing.T) {
	rows := func(yield func([]document.Cell) bool) {
		yield([]document.Cell{document.C("Klassa om det som står kvar från förra året"), document.C("2023-11-15"), document.C("12")})
	}
	columns := []document.Column{{Title: "Åtgärd", Weight: 8}, {Title: "Klart", Weight: 1}, {Title: "Tal", Weight: 1}}
	need := needs(document.Table{Columns: columns, Rows: rows})
	if want := []int{6*character + cellMargin, 10*character + cellMargin, 3*character + cellMargin}; !slices.Equal(need, want) {
		t.Fatalf("needs %v, want %v", need, want)
	}
	for _, c := range []struct {
		what          string
		widths, needs []int
		want          []int
	}{
		{"all have what they need", []int{5000, 1400, 1000}, need, []int{5000, 1400, 1000}},
		{"the date is too narrow", []int{6000, 700, 700}, need, []int{5399, 1320, 681}},
		{"nobody can have it", []int{900, 900, 200}, []int{1000, 1000, 300}, []int{900, 900, 200}},
		{"several give, each by what it has", []int{1000, 3000, 500}, []int{500, 1000, 1000}, []int{900, 2600, 1000}},
	} {
		got := fit(c.widths, c.needs)
		sum := func(v []int) (n int) {
			for _, x := range v {
				n += x
			}
			return n
		}
		if !slices.Equal(got, c.want) || sum(got) != sum(c.widths) {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
		for i, w := range got {
			if sum(c.needs) <= sum(c.widths) && w < c.needs[i] {
				t.Errorf("%s: column %d is %d, needs %d", c.what, i, w, c.needs[i])
			}
		}
	}
}

package pdf

import (
	"io"
	"runtime"
	"testing"

	"genomlys/internal/document"
)

func benchmark(b *testing.B, rows int) {
	doc := report(rows)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Write(io.Discard, doc, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// Aims: 0.3 s for a report with 240 objects, 3 s and under 300 MB for 10 000.
func BenchmarkReport240(b *testing.B)   { benchmark(b, 240) }
func BenchmarkReport10000(b *testing.B) { benchmark(b, 10000) }

// Memory must not follow the number of rows: what is alive at the end of a
// long table is compared with what is alive at the end of a short one.
func TestMemoryDoesNotFollowRows(t *testing.T) {
	alive := func(n int) (most uint64) {
		doc := document.Doc{Lang: "sv", Title: "T", Created: created, Blocks: []document.Block{document.Table{
			Columns: []document.Column{{Title: "Objekt"}, {Title: "Ägare"}},
			Rows: func(yield func([]document.Cell) bool) {
				for range n {
					if !yield([]document.Cell{document.C("Verksamhetssystem för ärendehantering"), document.C("Anna-Karin Öberg")}) {
						return
					}
				}
				var m runtime.MemStats
				runtime.GC()
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}}}}
		if _, err := Write(io.Discard, doc, Options{}); err != nil {
			t.Fatal(err)
		}
		return most
	}
	alive(10) // fonts are read once
	short, long := alive(100), alive(20000)
	// A row may keep a few words for the file's index, but not its text.
	if perRow := (float64(long) - float64(short)) / 19900; perRow > 300 {
		t.Errorf("%.0f bytes stay in memory for each row", perRow)
	}
}

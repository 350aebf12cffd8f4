package pdf

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"genomlys/internal/chart"
	"genomlys/internal/document"
)

func engineFor(t *testing.T, blocks ...document.Block) *engine {
	t.Helper()
	fs, err := loadFaces()
	if err != nil {
		t.Fatal(err)
	}
	return newEngine(&document.Doc{Lang: "sv", Title: "T", Created: created, Blocks: blocks}, fs)
}

// tagged gives each page's text in reading order, artifacts left out.
func tagged(t *testing.T, doc document.Doc) ([]string, Layout) {
	t.Helper()
	f, lay := conforms(t, doc, Options{})
	c := &checker{pfile: f, fonts: map[pname]*pfont{}, scans: map[int]*scan{}, root: f.dict(f.trailer["Root"])}
	c.readPages()
	var out []string
	for _, id := range c.pages {
		var b strings.Builder
		for _, k := range slices.Sorted(maps.Keys(c.scans[id].mcids)) {
			b.WriteString(c.scans[id].mcids[k] + "\n")
		}
		out = append(out, b.String())
	}
	return out, lay
}

func TestSegmentsLeaveNoLineAlone(t *testing.T) {
	const lead = 15.0
	for n := 1; n < 120; n++ {
		for start := range 48 {
			e := engineFor(t)
			e.newPage()
			e.y = min(e.top+float64(start)*lead+1, e.bottom-1)
			if start == 0 {
				e.y = e.top
			}
			var chunks []int
			e.segments(n, lead, 0, func(from, to int) {
				if e.y+float64(to-from)*lead > e.bottom+0.1 {
					t.Fatalf("%d lines at %d run below the page", n, start)
				}
				chunks = append(chunks, to-from)
			})
			sum := 0
			for _, c := range chunks {
				if sum += c; c == 1 && n > 1 {
					t.Fatalf("%d lines from line %d: %v leaves a line alone", n, start, chunks)
				}
			}
			if sum != n {
				t.Fatalf("%d lines from line %d: %v", n, start, chunks)
			}
		}
	}
}

// Wherever a heading lands, the start of what follows is on the same page.
func TestHeadingStaysWithNext(t *testing.T) {
	text := strings.Repeat("Kontinuitetsplaner ska övas varje år. ", 20)
	table := document.Table{Label: "Tabell 1.", Caption: "Mått", Columns: []document.Column{{Title: "Huvud"}, {Title: "B"}},
		Rows: document.Rows([][]document.Cell{{document.C("Följer"), document.C("2")}, {document.C("Två"), document.C("3")}})}
	for name, next := range map[string]document.Block{
		"paragraph": document.P("Följer " + text),
		"note":      document.Paragraph{Style: document.Note, Runs: []document.Run{document.T("Följer " + text)}},
		"comment":   document.Paragraph{Style: document.Comment, By: "Följer", Runs: []document.Run{document.T(text)}},
		"list":      document.List{Items: [][]document.Run{{document.T("Följer " + text)}}},
		"table":     table,
		"tall row":  document.Table{Columns: []document.Column{{Title: "A"}, {Title: "B"}}, Rows: document.Rows([][]document.Cell{{document.C("Följer"), document.C(strings.Repeat(text, 6))}})},
		"figure":    document.Figure{Caption: "Följer", Alt: "En hög figur", Drawing: chart.Drawing{Width: 300, Height: 900, Marks: []chart.Mark{{Kind: chart.Box, W: 300, H: 900}}}},
	} {
		for fill := 15; fill < 44; fill += 2 {
			blocks := []document.Block{}
			for range fill {
				blocks = append(blocks, document.Paragraph{Style: document.Small, Runs: []document.Run{document.T("Utfyllnad")}})
			}
			blocks = append(blocks, document.Heading{Level: 1, Text: "Rubriken", ID: "r"}, document.Heading{Level: 2, Text: "Underrubrik"}, next)
			pages, lay := tagged(t, document.Doc{Lang: "sv", Title: "T", Created: created, Blocks: blocks})
			if page := pages[lay.Headings["r"]-1]; !strings.Contains(page, "Underrubrik") || !strings.Contains(page, "Följer") {
				t.Errorf("%s after %d lines: the heading stands alone on page %d", name, fill, lay.Headings["r"])
			}
		}
	}
}

func TestRowsStayWhole(t *testing.T) {
	for n := 20; n < 60; n++ {
		rows := [][]document.Cell{}
		for i := range n {
			rows = append(rows, []document.Cell{document.C(fmt.Sprintf("start%d %s slut%d", i, strings.Repeat("ord ", i%7*20), i)), document.C("x")})
		}
		doc := document.Doc{Lang: "sv", Title: "T", Created: created, Blocks: []document.Block{document.Table{Columns: []document.Column{{Title: "A", Weight: 3}, {Title: "B"}}, RowHeads: true, Rows: document.Rows(rows)}}}
		pages, _ := tagged(t, doc)
		for i := range n {
			for _, p := range pages {
				if strings.Contains(p, fmt.Sprintf("start%d ", i)) != strings.Contains(p, fmt.Sprintf("slut%d\n", i)) {
					t.Fatalf("%d rows: row %d is split over pages", n, i)
				}
			}
		}
		if last := pages[len(pages)-1]; !strings.Contains(last, fmt.Sprintf("start%d ", n-2)) {
			t.Errorf("%d rows: the last row is alone on its page", n)
		}
	}
}

func TestTallRowIsBroken(t *testing.T) {
	words := make([]string, 3000)
	for i := range words {
		words[i] = fmt.Sprintf("ord%d", i)
	}
	doc := document.Doc{Lang: "sv", Title: "T", Created: created, Blocks: []document.Block{document.Table{
		Columns: []document.Column{{Title: "Kort"}, {Title: "Lång"}},
		Rows:    document.Rows([][]document.Cell{{document.C("a"), document.C("b")}, {document.C("c"), document.C(strings.Join(words, " "))}, {document.C("d"), document.C("e")}})}}}
	pages, _ := tagged(t, doc)
	all := strings.Join(strings.Fields(strings.Join(pages, "")), " ")
	if !strings.Contains(all, strings.Join(words, " ")) || len(pages) < 3 {
		t.Errorf("text was lost in a row over %d pages", len(pages))
	}
}

func TestColumnWidths(t *testing.T) {
	const w = 400.0
	for name, c := range map[string]struct {
		cols []columnNeed
		want []float64
	}{
		"text takes what figures leave": {[]columnNeed{{50, 100, 1, false}, {40, 40, 1, true}}, []float64{348, 52}},
		"only figures":                  {[]columnNeed{{50, 100, 1, true}, {50, 100, 1, true}}, []float64{200, 200}},
		"short column keeps its line":   {[]columnNeed{{50, 900, 1, false}, {50, 90, 1, false}}, []float64{310, 90}},
		"weights":                       {[]columnNeed{{10, 20, 3, false}, {10, 300, 1, false}}, []float64{300, 100}},
		"weight below longest word":     {[]columnNeed{{10, 20, 9, false}, {100, 300, 1, false}}, []float64{300, 100}},
		"too narrow for every word":     {[]columnNeed{{300, 300, 1, false}, {500, 500, 1, false}}, []float64{150, 250}},
	} {
		got := columnWidths(c.cols, w)
		for i := range got {
			if math.Abs(got[i]-c.want[i]) > 0.01 {
				t.Errorf("%s: %v, want %v", name, got, c.want)
				break
			}
		}
	}
}

func TestTagLevels(t *testing.T) {
	for _, c := range [][2][]int{
		{{1, 2, 3}, {2, 3, 4}},
		{{3, 1, 4, 5}, {2, 2, 3, 4}},
		{{1, 2, 3, 4, 5}, {2, 3, 4, 5, 6}},
		{{}, {}},
	} {
		if got := tagLevels(c[0]); !slices.Equal(got, c[1]) {
			t.Errorf("%v gave %v, want %v", c[0], got, c[1])
		}
	}
}

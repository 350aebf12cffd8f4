package pdf

import (
	"bytes"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"genomlys/internal/chart"
	"genomlys/internal/document"
)

// Any document that Write takes must conform, whatever stands in it.
func TestRandomDocumentsConform(t *testing.T) {
	letters := rapid.SampledFrom([]rune("abcåäö ABC  12-–/()\\<>&\u00ad\u00a0→日\ue001\n\t\x01"))
	text := rapid.StringOfN(letters, 0, 200, -1)
	run := rapid.Custom(func(t *rapid.T) document.Run {
		r := document.Run{Text: text.Draw(t, "text"), Bold: rapid.Bool().Draw(t, "bold"), Italic: rapid.Bool().Draw(t, "italic"),
			Lang: rapid.SampledFrom([]string{"", "", "en", "sv", "fi", "not a tag"}).Draw(t, "lang"),
			Link: rapid.SampledFrom([]string{"", "", "", "#h1", "#x", "https://e.se/å?b=(c)", "javascript:x", "%zz"}).Draw(t, "link")}
		if rapid.Bool().Draw(t, "traced") {
			r.Trace = &document.Trace{Figure: "F01", Href: rapid.SampledFrom([]string{"", "https://e.se/f"}).Draw(t, "href")}
		}
		return r
	})
	runs := rapid.SliceOfN(run, 0, 5)
	rapid.Check(t, func(t *rapid.T) {
		doc := document.Doc{Lang: rapid.SampledFrom([]string{"sv", "en"}).Draw(t, "lang"), Title: "T" + text.Draw(t, "title"), Subtitle: text.Draw(t, "subtitle"),
			Organisation: text.Draw(t, "organisation"), Name: text.Draw(t, "name"), FooterLeft: text.Draw(t, "footer"), Draft: rapid.Bool().Draw(t, "draft"), Created: created}
		for i := range rapid.IntRange(0, 25).Draw(t, "blocks") {
			var b document.Block
			switch rapid.IntRange(0, 7).Draw(t, "kind") {
			case 0:
				b = document.Heading{Level: rapid.IntRange(1, 5).Draw(t, "level"), Text: "R" + text.Draw(t, "heading"), ID: fmt.Sprint("h", i)}
			case 1:
				b = document.List{Ordered: rapid.Bool().Draw(t, "ordered"), Items: rapid.SliceOfN(runs, 0, 12).Draw(t, "items")}
			case 2:
				n := rapid.IntRange(1, 7).Draw(t, "columns")
				table := document.Table{Label: text.Draw(t, "label"), RowHeads: rapid.Bool().Draw(t, "rowheads")}
				for range n {
					table.Columns = append(table.Columns, document.Column{Title: text.Draw(t, "column"), Align: document.Align(rapid.IntRange(0, 1).Draw(t, "align")), Weight: float64(rapid.IntRange(0, 3).Draw(t, "weight"))})
				}
				var rows [][]document.Cell
				for range rapid.IntRange(0, 30).Draw(t, "rows") {
					row := make([]document.Cell, n)
					for k := range row {
						row[k] = runs.Draw(t, "cell")
					}
					rows = append(rows, row)
				}
				table.Rows = document.Rows(rows)
				b = table
			case 3:
				b = document.Figure{Caption: text.Draw(t, "caption"), Alt: "A", Drawing: chart.Bars([]chart.Bar{{Label: text.Draw(t, "bar"), Value: 3, Hatched: true}}, chart.Options{Width: rapid.Float64Range(50, 900).Draw(t, "width")})}
			case 4:
				b = document.Contents{Title: rapid.SampledFrom([]string{"", "Innehåll"}).Draw(t, "title"), Depth: rapid.IntRange(0, 5).Draw(t, "depth")}
			case 5:
				b = document.Signatures{Lines: []document.Signature{{Who: text.Draw(t, "who")}}}
			case 6:
				b = document.PageBreak{}
			default:
				b = document.Paragraph{Style: document.Style(rapid.IntRange(0, 4).Draw(t, "style")), By: text.Draw(t, "by"), Runs: runs.Draw(t, "runs")}
			}
			doc.Blocks = append(doc.Blocks, b)
		}
		var out bytes.Buffer
		if _, err := Write(&out, doc, Options{}); err != nil {
			t.Fatal(err)
		}
		f, err := readPDF(out.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range check(f, false) {
			t.Error(p)
		}
	})
}

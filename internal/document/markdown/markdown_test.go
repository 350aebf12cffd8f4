package markdown_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"genomlys/internal/document"
	"genomlys/internal/document/html"
	"genomlys/internal/document/markdown"
)

// outline writes blocks so that they can be read in a table of cases.
func outline(bs []document.Block) string {
	var out []string
	runs := func(rs []document.Run) string {
		var b strings.Builder
		for _, r := range rs {
			s := r.Text
			if r.Bold {
				s = "<b>" + s + "</b>"
			}
			if r.Italic {
				s = "<i>" + s + "</i>"
			}
			if r.Link != "" {
				s = "<a " + r.Link + ">" + s + "</a>"
			}
			b.WriteString(s)
		}
		return b.String()
	}
	for _, b := range bs {
		switch x := b.(type) {
		case document.Heading:
			out = append(out, fmt.Sprintf("H%d %s", x.Level, x.Text))
		case document.Paragraph:
			out = append(out, fmt.Sprintf("P%d %s", x.Style, runs(x.Runs)))
		case document.List:
			for _, it := range x.Items {
				out = append(out, fmt.Sprintf("L%v %s", x.Ordered, runs(it)))
			}
		case document.Table:
			var cols []string
			for _, c := range x.Columns {
				cols = append(cols, c.Title)
			}
			out = append(out, "T "+strings.Join(cols, "|"))
			for row := range x.Rows {
				var cells []string
				for _, c := range row {
					cells = append(cells, runs(c))
				}
				out = append(out, "R "+strings.Join(cells, "|"))
			}
		}
	}
	return strings.Join(out, "\n")
}

func TestBlocks(t *testing.T) {
	for _, c := range []struct{ name, source, want string }{
		{"headings begin at the level given", "# Ansvar\n\n## Chefen", "H2 Ansvar\nH3 Chefen"},
		{"whatever level the text begins at", "### Ansvar\n\n#### Chefen", "H2 Ansvar\nH3 Chefen"},
		{"no deeper than there are styles", "# a\n\n#### d", "H2 a\nH3 d"},
		{"looks", "Chefen **ansvarar** för *allt*, se [rutinen](https://intra.example/rutin).", "P0 Chefen <b>ansvarar</b> för <i>allt</i>, se <a https://intra.example/rutin>rutinen</a>."},
		{"a line break is a space", "en\ntvå", "P0 en två"},
		{"lists, and lists in lists", "1. ett\n2. två\n   - under\n", "Ltrue ett\nLtrue två\nLtrue – under"},
		{"a quotation is a note", "> Viktigt", "P2 Viktigt"},
		{"a table", "| Nivå | Dagar |\n|---|---:|\n| hög | 30 |", "T Nivå|Dagar\nR hög|30"},
		{"HTML is shown as typed", "Se <b onclick=x>här</b>\n\n<script>\nalert(1)\n</script>", "P0 Se <b onclick=x>här</b>\nP3 <script>\nalert(1)\n</script>"},
		{"an address that would run is no link", "[klicka](javascript:alert(1))", "P0 klicka"},
		{"signs that were escaped", "5 \\* 3 &amp; mer", "P0 5 * 3 & mer"},
		{"code is letter for letter", "kör `a\\*b`", "P0 kör a\\*b"},
		{"a picture is its text", "![Karta över zonerna](x.png)", "P0 Karta över zonerna"},
		{"nothing", " \n\n", ""},
	} {
		if got := outline(markdown.Blocks(c.source, 2)); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
}

// Whatever is written, no element of HTML comes out of it but the writer's own.
func TestNoHTMLComesThrough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"<script>", "</script>", "<img src=x onerror=y>", "javascript:", "[a](", ")", "&lt;", "\n\n", "> ", "- ", "# ", "|", "---", "`", "**", "text", "\\"}), 0, 25).Draw(t, "parts")
		doc := document.Doc{Lang: "sv", Title: "T", Blocks: markdown.Blocks(strings.Join(parts, ""), 1)}
		for i, b := range doc.Blocks {
			if h, ok := b.(document.Heading); ok {
				h.ID = fmt.Sprint("h", i)
				doc.Blocks[i] = h
			}
		}
		var out bytes.Buffer
		if err := html.Write(&out, doc); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<script>", "<img", "href=\"javascript"} {
			if strings.Contains(out.String(), bad) {
				t.Fatalf("%q of %q came through", bad, parts)
			}
		}
	})
}

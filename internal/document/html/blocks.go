package html

import (
	"fmt"
	"strings"

	"genomlys/internal/chart"
	"genomlys/internal/document"
	"genomlys/internal/lang"
)

func (p *page) block(b document.Block) error {
	switch b := b.(type) {
	case document.Heading:
		p.headingBlock(b)
	case document.Paragraph:
		p.paragraph(b)
	case document.List:
		p.list(b)
	case document.Table:
		return p.table(b)
	case document.Figure:
		return p.figure(b)
	case document.Contents:
		p.contents(b)
	case document.PageBreak:
		p.breakNext = true
	case document.Signatures:
		p.signatures(b)
	default:
		return fmt.Errorf("no way to write a block of type %T", b)
	}
	return nil
}

// class gives the class attribute, with the page break that waits.
func (p *page) class(names ...string) string {
	if p.breakNext {
		p.breakNext = false
		names = append(names, "break")
	}
	s := strings.TrimSpace(strings.Join(names, " "))
	if s == "" {
		return ""
	}
	return ` class="` + s + `"`
}

func (p *page) headingBlock(h document.Heading) {
	level, id := p.levels[p.heading], p.ids[p.heading]
	p.heading++
	p.raw(fmt.Sprintf(`<h%d id="%s"%s>%s</h%d>`, level, id, p.class(), text(headingText(h)), level))
}

func headingText(h document.Heading) string {
	if h.Number == "" {
		return h.Text
	}
	return h.Number + " " + h.Text
}

func (p *page) paragraph(b document.Paragraph) {
	switch b.Style {
	case document.Comment:
		p.raw(`<div` + p.class("comment") + `>`)
		if b.By != "" {
			p.raw(`<p class="by">` + text(b.By) + `</p>`)
		}
		p.raw(`<p>`)
		p.runs(b.Runs)
		p.raw(`</p></div>`)
	case document.Note:
		p.raw(`<div role="note"` + p.class("note") + `><p>`)
		p.runs(b.Runs)
		p.raw(`</p></div>`)
	default:
		name := map[document.Style]string{document.Lead: "lead", document.Small: "small"}[b.Style]
		p.raw(`<p` + p.class(name) + `>`)
		p.runs(b.Runs)
		p.raw(`</p>`)
	}
}

func (p *page) list(l document.List) {
	if len(l.Items) == 0 {
		return
	}
	tag := "ul"
	if l.Ordered {
		tag = "ol"
	}
	p.raw(`<` + tag + p.class() + `>`)
	for _, item := range l.Items {
		p.raw(`<li>`)
		p.runs(item)
		p.raw(`</li>`)
	}
	p.raw(`</` + tag + `>`)
}

// wideFrom is the number of columns from which a table takes the whole sheet
// and may be scrolled sideways where the window is narrow.
const wideFrom = 6

var tableWord = lang.Text{"Tabell", "Table"}

func (p *page) table(t document.Table) error {
	if len(t.Columns) == 0 {
		return fmt.Errorf("table %q has no columns: give it at least one", t.Caption)
	}
	p.tables++
	wide := len(t.Columns) >= wideFrom
	if wide {
		// What scrolls must be reachable by keyboard, and what is reached must
		// have a name (WCAG 2.1.1, 4.1.2).
		name := title(t.Label, t.Caption)
		if name == "" {
			name = fmt.Sprintf("%s %d", tableWord.In(p.lang()), p.tables)
		}
		p.raw(`<div` + p.class("wide", "scroll") + ` role="group" tabindex="0" aria-label="` + text(name) + `">`)
	}
	p.raw(`<table` + p.class() + `>`)
	p.caption("caption", t.Label, t.Caption, t.Sub)
	p.columns(t.Columns)
	p.raw(`<thead><tr>`)
	for _, c := range t.Columns {
		p.raw(`<th scope="col"` + align(c) + `>` + text(c.Title) + `</th>`)
	}
	p.raw(`</tr></thead><tbody>`)
	if t.Rows != nil {
		n := 0
		for row := range t.Rows {
			n++
			if len(row) != len(t.Columns) {
				return fmt.Errorf("table %q, row %d: %d cells, but the table has %d columns", t.Caption, n, len(row), len(t.Columns))
			}
			p.row(t, row)
		}
	}
	p.raw(`</tbody></table>`)
	if wide {
		p.raw(`</div>`)
	}
	return nil
}

func (p *page) row(t document.Table, row []document.Cell) {
	p.raw(`<tr>`)
	for i, c := range t.Columns {
		tag, scope := "td", ""
		if t.RowHeads && i == 0 {
			tag, scope = "th", ` scope="row"`
		}
		p.raw(`<` + tag + scope + align(c) + `>`)
		p.runs(row[i])
		p.raw(`</` + tag + `>`)
	}
	p.raw(`</tr>` + "\n")
}

func align(c document.Column) string {
	if c.Align == document.Right {
		return ` class="r"`
	}
	return ""
}

// columns gives the widths by attribute: the page's policy stops styles on
// single elements. Without weights the browser divides better itself.
func (p *page) columns(columns []document.Column) {
	sum, given := 0.0, false
	for _, c := range columns {
		sum += weight(c)
		given = given || c.Weight > 0
	}
	if !given {
		return
	}
	p.raw(`<colgroup>`)
	for _, c := range columns {
		p.raw(fmt.Sprintf(`<col width="%.1f%%">`, 100*weight(c)/sum))
	}
	p.raw(`</colgroup>`)
}

func weight(c document.Column) float64 {
	if c.Weight <= 0 {
		return 1
	}
	return c.Weight
}

func (p *page) caption(tag, label, name, sub string) {
	bold := title(label, name)
	if bold == "" && sub == "" {
		return
	}
	p.raw(`<` + tag + `>` + text(bold))
	if sub != "" {
		p.raw(` <span>` + text(sub) + `</span>`)
	}
	p.raw(`</` + tag + `>`)
}

func title(label, name string) string { return strings.TrimSpace(label + " " + name) }

func (p *page) figure(f document.Figure) error {
	p.raw(`<figure` + p.class() + `>`)
	p.caption("figcaption", f.Label, f.Caption, f.Sub)
	if err := chart.SVG(p.out, f.Drawing, f.Alt, chart.SVGOptions{}); err != nil {
		return fmt.Errorf("figure %q: %w", title(f.Label, f.Caption), err)
	}
	p.raw(`</figure>`)
	return nil
}

var contentsWord = lang.Text{"Innehåll", "Contents"}

// contents is a list of links, nested as the headings are.
func (p *page) contents(c document.Contents) {
	depth := c.Depth
	if depth < 1 {
		depth = 3
	}
	name := c.Title
	if name == "" {
		name = contentsWord.In(p.lang())
	}
	p.raw(`<nav` + p.class() + ` aria-label="` + text(name) + `"><p>` + text(name) + `</p>`)
	open := 0
	i := -1
	for _, b := range p.doc.Blocks {
		h, ok := b.(document.Heading)
		if !ok {
			continue
		}
		i++
		level := p.levels[i] - 1
		if level > depth {
			continue
		}
		for ; open > level; open-- {
			p.raw(`</li></ol>`)
		}
		if open == level {
			p.raw(`</li>`)
		}
		for ; open < level; open++ {
			p.raw(`<ol>`)
		}
		p.raw(`<li><a href="#` + p.ids[i] + `">` + text(headingText(h)) + `</a>`)
	}
	for ; open > 0; open-- {
		p.raw(`</li></ol>`)
	}
	p.raw(`</nav>`)
}

func (p *page) signatures(s document.Signatures) {
	if len(s.Lines) == 0 {
		return
	}
	p.raw(`<ul` + p.class("sign") + `>`)
	for _, l := range s.Lines {
		p.raw(`<li><span>` + text(l.Who) + `</span><span>` + text(l.What) + `</span></li>`)
	}
	p.raw(`</ul>`)
}

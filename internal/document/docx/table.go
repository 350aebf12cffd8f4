package docx

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
)

// wideFrom is the number of columns from which a table takes the whole width
// of the page instead of the text column.
const wideFrom = 6

func (b *body) table(t document.Table, needsEnd bool) error {
	if len(t.Columns) == 0 {
		return fmt.Errorf("table %q has no columns: give it at least one", t.Caption)
	}
	b.caption(t.Label, t.Caption, t.Sub)
	b.beforeTable()
	left, width := indent, textWidth
	if len(t.Columns) >= wideFrom {
		left, width = 0, fullWidth
	}
	widths := fit(shares(t.Columns, width), needs(t))
	firstColumn, look := 0, "0420"
	if t.RowHeads {
		firstColumn, look = 1, "04A0"
	}
	b.rawf(`<w:tbl><w:tblPr><w:tblStyle w:val="Tabell"/><w:tblW w:w="%d" w:type="dxa"/><w:tblInd w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="%s" w:firstRow="1" w:lastRow="0" w:firstColumn="%d" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>`,
		width, left, look, firstColumn)
	if name := title(t.Label, t.Caption); name != "" {
		b.raw(`<w:tblCaption w:val="` + ooxml.Attr(name) + `"/>`)
	}
	b.raw(`</w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		b.rawf(`<w:gridCol w:w="%d"/>`, w)
	}
	b.raw(`</w:tblGrid>`)

	b.raw(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		style := "Tabellhuvud"
		if c.Align == document.Right {
			style = "Tabellhuvudtal"
		}
		b.cell(style, widths[i], edge(t.Columns, i), document.C(c.Title))
	}
	b.raw(`</w:tr>`)

	if t.Rows != nil {
		n := 0
		for row := range t.Rows {
			n++
			if len(row) != len(t.Columns) {
				return fmt.Errorf("table %q, row %d: %d cells, but the table has %d columns", t.Caption, n, len(row), len(t.Columns))
			}
			b.row(t, widths, row)
		}
	}
	b.raw(`</w:tbl>`)
	b.afterTable(needsEnd)
	return nil
}

func (b *body) row(t document.Table, widths []int, row []document.Cell) {
	b.raw(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
	for i, c := range t.Columns {
		style := "Tabelltext"
		switch {
		case t.RowHeads && i == 0:
			style = "Tabellradhuvud"
		case c.Align == document.Right:
			style = "Tabelltal"
		}
		b.cell(style, widths[i], edge(t.Columns, i), row[i])
	}
	b.raw(`</w:tr>`)
}

// edge is the margin of a cell whose figures should end at the table's edge.
func edge(columns []document.Column, i int) string {
	if i == len(columns)-1 && columns[i].Align == document.Right {
		return `<w:tcMar><w:right w:w="0" w:type="dxa"/></w:tcMar>`
	}
	return ""
}

func (b *body) cell(style string, width int, margins string, content document.Cell) {
	b.rawf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>%s</w:tcPr>`, width, margins)
	b.open(style, "")
	b.runs(content)
	b.close()
	b.raw(`</w:tc>`)
}

// shares divides the width by the columns' weights; the last one takes what
// rounding leaves.
func shares(columns []document.Column, width int) []int {
	sum := 0.0
	for _, c := range columns {
		sum += weight(c)
	}
	widths := make([]int, len(columns))
	left := width
	for i, c := range columns {
		widths[i] = int(float64(width) * weight(c) / sum)
		left -= widths[i]
	}
	widths[len(widths)-1] += left
	return widths
}

// Measures of a table's text, in twips: what a character takes in a font as wide
// as the widest that replaces the report's own, and what stands beside it in a cell.
const (
	character  = 112
	cellMargin = 200
	longWord   = 14  // characters; longer words break wherever they stand
	measured   = 500 // rows; the rest of a long table is like its beginning
)

// needs gives the width that each column's longest word needs. Dates and numbers
// of records break at their hyphens in Word, so they count as words.
func needs(t document.Table) []int {
	longest := make([]int, len(t.Columns))
	see := func(i int, text string) {
		for _, w := range strings.Fields(text) {
			longest[i] = max(longest[i], min(utf8.RuneCountInString(w), longWord))
		}
	}
	for i, c := range t.Columns {
		see(i, c.Title)
	}
	if t.Rows != nil {
		n := 0
		for row := range t.Rows {
			for i := range min(len(row), len(longest)) {
				for _, r := range row[i] {
					see(i, r.Text)
				}
			}
			if n++; n == measured {
				break
			}
		}
	}
	for i := range longest {
		longest[i] = longest[i]*character + cellMargin
	}
	return longest
}

// fit widens the columns that are narrower than they need, at the cost of those
// that have width to spare. Where all cannot have what they need, none is moved.
func fit(widths, needs []int) []int {
	lacks, spare := 0, 0
	for i, w := range widths {
		lacks += max(0, needs[i]-w)
		spare += max(0, w-needs[i])
	}
	if lacks == 0 || lacks > spare {
		return widths
	}
	left, out := lacks, make([]int, len(widths))
	for i, w := range widths {
		out[i] = max(w, needs[i])
		if w > needs[i] {
			give := lacks * (w - needs[i]) / spare
			out[i] -= give
			left -= give
		}
	}
	for i := range out { // what rounding left
		if left > 0 && out[i] > needs[i] {
			give := min(left, out[i]-needs[i])
			out[i] -= give
			left -= give
		}
	}
	return out
}

func weight(c document.Column) float64 {
	if c.Weight <= 0 {
		return 1
	}
	return c.Weight
}

// caption stands above its table or figure: label and name bold, the rest not.
func (b *body) caption(label, name, sub string) {
	bold := title(label, name)
	if bold == "" && sub == "" {
		return
	}
	b.open("Caption", "")
	if bold != "" {
		b.raw(textRun(document.T(bold), ""))
	}
	if sub != "" {
		if bold != "" {
			sub = " " + sub
		}
		b.raw(textRun(document.T(sub), `<w:rStyle w:val="Beskrivningstext"/>`))
	}
	b.close()
}

func title(label, name string) string {
	switch {
	case label == "":
		return name
	case name == "":
		return label
	}
	return label + " " + name
}

// beforeTable gives a page break a paragraph to stand in: tables have none.
func (b *body) beforeTable() {
	if b.breakNext {
		b.open("Tabellslut", "")
		b.close()
	}
}

func (b *body) afterTable(needsEnd bool) {
	if needsEnd {
		b.open("Tabellslut", "")
		b.close()
	}
}

// signatures writes lines to sign on, two beside each other.
func (b *body) signatures(s document.Signatures, needsEnd bool) {
	if len(s.Lines) == 0 {
		return
	}
	const gap = 454 // 8 mm
	const line = (textWidth - gap) / 2
	for i := 0; i < len(s.Lines); i += 2 {
		// The space for the pen; it also keeps the tables apart.
		b.open("Underskriftsrum", "")
		b.close()
		b.rawf(`<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblInd w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid><w:gridCol w:w="%d"/><w:gridCol w:w="%d"/><w:gridCol w:w="%d"/></w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>`,
			textWidth, indent, line, gap, textWidth-gap-line)
		b.signature(line, &s.Lines[i])
		b.signature(gap, nil)
		if i+1 < len(s.Lines) {
			b.signature(textWidth-gap-line, &s.Lines[i+1])
		} else {
			b.signature(textWidth-gap-line, nil)
		}
		b.raw(`</w:tr></w:tbl>`)
	}
	b.afterTable(needsEnd)
}

// signature is one line, or an empty cell when s is nil.
func (b *body) signature(width int, s *document.Signature) {
	b.rawf(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if s != nil {
		b.raw(`<w:tcBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="` + ink + `"/></w:tcBorders>`)
	}
	b.raw(`</w:tcPr>`)
	b.open("Underskrift", "")
	if s != nil {
		text := s.Who
		if s.What != "" {
			text += "\n" + s.What
		}
		b.runs([]document.Run{document.T(text)})
	}
	b.close()
	b.raw(`</w:tc>`)
}

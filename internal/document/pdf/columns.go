package pdf

import (
	"cmp"
	"slices"

	"genomlys/internal/document"
)

// sampleRows bounds how many rows are read to find column widths.
const sampleRows = 300

// need of a column: the width of its longest part that cannot be broken, and
// of its longest text on one line. Both hold the column's padding.
type columnNeed struct {
	least, full float64
	weight      float64
	right       bool
}

// columnWidths shares width between columns. With a weight set on any column
// the weights decide, but no column goes below its longest word while others
// have room. Otherwise the content decides, and what is left over goes to the
// columns of text rather than those of figures.
func columnWidths(cols []columnNeed, width float64) []float64 {
	out := make([]float64, len(cols))
	var least, full, weight, textFull float64
	weighted := false
	for _, c := range cols {
		least += c.least
		full += c.full
		weight += c.weight
		weighted = weighted || c.weight != 1
		if !c.right {
			textFull += c.full
		}
	}
	switch {
	case least >= width: // too narrow for every word: share in proportion
		for i, c := range cols {
			out[i] = c.least * width / least
		}
	case weighted:
		byWeight(out, cols, width, weight)
	case full < width && textFull > 0:
		extra := width - full
		air := 0.0
		if figures := full - textFull; figures > 0 { // some air between figures, too
			air = min(0.4, 0.3*figures/extra)
		}
		for i, c := range cols {
			if out[i] = c.full + extra*(1-air)*c.full/textFull; c.right {
				out[i] = c.full + extra*air*c.full/(full-textFull)
			}
		}
	case full <= width:
		for i, c := range cols {
			out[i] = c.full * width / full
		}
	default:
		byNeed(out, cols, width-least)
	}
	return out
}

// byNeed shares what is left over evenly, but gives no column more than it
// needs: short columns stay on one line and only the longest are broken.
func byNeed(out []float64, cols []columnNeed, rest float64) {
	order := make([]int, len(cols))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(cols[a].full-cols[a].least, cols[b].full-cols[b].least)
	})
	for k, i := range order {
		extra := min(cols[i].full-cols[i].least, rest/float64(len(order)-k))
		out[i] = cols[i].least + extra
		rest -= extra
	}
}

// byWeight gives each column its share; those that would fall below their
// longest word get that, and the others share the rest.
func byWeight(out []float64, cols []columnNeed, width, weight float64) {
	fixed := make([]bool, len(cols))
	for {
		changed := false
		for i, c := range cols {
			if fixed[i] {
				continue
			}
			out[i] = width * c.weight / weight
			if out[i] < c.least {
				out[i], fixed[i], changed = c.least, true, true
				width -= c.least
				weight -= c.weight
			}
		}
		if !changed {
			return
		}
	}
}

// needs measures the columns of a table by its head and first rows. It also
// gives those rows, for the height of the table's start.
func (e *engine) needs(t document.Table) (cols []columnNeed, first [][]document.Cell) {
	cols = make([]columnNeed, len(t.Columns))
	for i, c := range t.Columns {
		weight := c.Weight
		if weight <= 0 {
			weight = 1
		}
		cols[i] = columnNeed{weight: weight, right: c.Align == document.Right}
		e.widen(&cols[i], document.C(c.Title), cellHead)
	}
	if t.Rows != nil {
		n := 0
		for row := range t.Rows {
			if n < 2 {
				first = append(first, append([]document.Cell(nil), row...))
			}
			for i := range min(len(row), len(cols)) {
				e.widen(&cols[i], row[i], cellStyle)
			}
			if n++; n == sampleRows {
				break
			}
		}
	}
	for i := range cols {
		c := &cols[i]
		if c.right { // figures are not broken
			c.least = max(c.least, min(c.full, 35*mm))
		}
		c.least = min(c.least, 45*mm)
		c.full = max(min(c.full, 110*mm), c.least)
		pad := columnPad(t.Columns, i)
		c.least += pad
		c.full += pad
	}
	return cols, first
}

// widen makes room for a cell.
func (e *engine) widen(c *columnNeed, cell document.Cell, st textStyle) {
	var part, whole float64
	for _, a := range e.atoms(cell, st) {
		switch a.kind {
		case word:
			part += a.width
			whole += a.width
		case shy:
			c.least = max(c.least, part+a.width)
			part = 0
		case space:
			c.least = max(c.least, part)
			part = 0
			whole += a.width
		case newline:
			c.least, c.full = max(c.least, part), max(c.full, whole)
			part, whole = 0, 0
		case joint:
			c.least = max(c.least, part)
			part = 0
		}
	}
	c.least, c.full = max(c.least, part), max(c.full, whole)
}

// columnPad is the air in a column: right of text, left of figures, and more
// where figures stand before text.
func columnPad(cols []document.Column, i int) float64 {
	if cols[i].Align == document.Right && i+1 < len(cols) && cols[i+1].Align == document.Left {
		return 2*mm + 4*mm
	}
	return 2 * mm
}

package pdf

import (
	"genomlys/internal/document"
)

const (
	cellPad = 1.25 * mm // above and below a row's text
	headPad = 1 * mm

	// tallShare is the share of a page above which a table's first row may be
	// broken, so that a heading before it is not left alone.
	tallShare = 0.6

	// wideColumns is from how many columns a table without weights uses the
	// whole sheet rather than break its texts.
	wideColumns = 5
)

// table is how a table is set, found once and used by both passes.
type table struct {
	x         float64
	cols      []box // by column: where its text stands
	width     float64
	head      [][]line
	headH     float64
	caption   []document.Run
	mutedFrom int
	firstPart float64 // caption, head and the first rows
}

// box is a stretch across the page.
type box struct{ x, width float64 }

// row is a measured row.
type row struct {
	cells []*flow
	lines int
}

func (r row) height() float64 { return float64(r.lines)*cellStyle.lead + 2*cellPad }

// plan finds the table's columns, head and first part.
func (e *engine) plan(i int, t document.Table) *table {
	if p := e.plans[i]; p != nil {
		return p
	}
	needs, first := e.needs(t)
	p := &table{x: textL, width: textW}
	var least, full float64
	weighted := false
	for _, c := range needs {
		least += c.least
		full += c.full
		weighted = weighted || c.weight != 1
	}
	// A wide register takes the whole sheet instead of the text column.
	if least > textW || full > textW && !weighted && len(needs) >= wideColumns {
		p.x, p.width = marginL, wideW
	}
	x := p.x
	lines := 1
	for k, w := range columnWidths(needs, p.width) {
		b := box{x, w - columnPad(t.Columns, k)}
		if t.Columns[k].Align == document.Right {
			b.x += 2 * mm
		}
		p.cols = append(p.cols, b)
		p.head = append(p.head, e.wrap(document.C(t.Columns[k].Title), cellHead, b.width))
		lines = max(lines, len(p.head[k]))
		x += w
	}
	p.headH = float64(lines)*cellHead.lead + 2*headPad
	p.caption, p.mutedFrom = captionRuns(t.Label, t.Caption, t.Sub)
	p.firstPart = p.headH
	if len(p.caption) > 0 {
		p.firstPart += float64(len(e.wrap(p.caption, captionStyle, p.width)))*captionStyle.lead + 1.6*mm
	}
	for _, cells := range first {
		p.firstPart += e.measure(p, t, cells).height()
	}
	p.firstPart = min(p.firstPart, tallShare*(e.bottom-e.top))
	e.plans[i] = p
	return p
}

// captionRuns joins label, caption and sub; the sub is in secondary ink.
func captionRuns(label, caption, sub string) (runs []document.Run, mutedFrom int) {
	for i, s := range []string{label, caption, sub} {
		if s == "" {
			continue
		}
		if len(runs) > 0 {
			s = " " + s
		}
		if i == 2 {
			mutedFrom = len(runs)
		}
		runs = append(runs, document.Run{Text: s, Bold: i < 2})
	}
	return runs, mutedFrom
}

func (e *engine) table(i int, t document.Table) {
	p := e.plan(i, t)
	e.space(spaceBefore(t))
	e.need(p.firstPart)
	el := e.out.open(e.root, "Table", "")
	if len(p.caption) > 0 {
		c := e.flow(e.out.open(el, "Caption", ""), p.caption, captionStyle, p.width)
		c.mutedFrom = p.mutedFrom
		e.place(c, 0, len(c.lines), p.x, e.y)
		e.close(c)
		e.y += c.height() + 1.6*mm
	}
	e.tableHead(p, t, el)

	var body *elem
	drawn := 0
	var waiting []row // two rows are held back so that the last is not alone on a page
	draw := func(r row, keep float64) {
		if body == nil {
			body = e.out.open(el, "TBody", "")
		}
		e.row(p, t, body, r, keep, drawn == 0)
		drawn++
	}
	n := 0
	if t.Rows != nil {
		for cells := range t.Rows {
			if n++; len(cells) != len(t.Columns) {
				e.fail("block %d, table %q, row %d has %d cells; the head has %d", i+1, t.Label, n, len(cells), len(t.Columns))
			}
			if e.err != nil {
				break
			}
			waiting = append(waiting, e.measure(p, t, cells))
			if len(waiting) > 2 {
				draw(waiting[0], 0)
				waiting = append(waiting[:0], waiting[1:]...)
			}
		}
	}
	for k, r := range waiting {
		keep := 0.0
		if k+1 < len(waiting) {
			keep = waiting[k+1].height()
		}
		draw(r, keep)
	}
	if body != nil {
		e.out.close(body)
	}
	e.out.close(el)
	e.space(6 * mm)
}

func (e *engine) measure(p *table, t document.Table, cells []document.Cell) row {
	r := row{cells: make([]*flow, len(cells)), lines: 1}
	for k, c := range cells {
		if k >= len(p.cols) {
			break
		}
		f := e.flow(nil, c, cellStyle, p.cols[k].width)
		f.right = t.Columns[k].Align == document.Right
		r.cells[k] = f
		r.lines = max(r.lines, len(f.lines))
	}
	return r
}

// tableHead draws the head at e.y. Without an element it is a repetition on a
// later page, which is an artifact.
func (e *engine) tableHead(p *table, t document.Table, el *elem) {
	again := el == nil
	y := e.y + p.headH
	if again {
		e.out.artifact("/Type/Pagination")
	}
	thead := e.openHead(el)
	for k, lines := range p.head {
		f := &flow{plain: true, runs: []document.Run{{}}, st: cellHead, lines: lines, width: p.cols[k].width, right: t.Columns[k].Align == document.Right}
		top := y - headPad - f.height()
		if again {
			e.place(f, 0, len(lines), p.cols[k].x, top)
			continue
		}
		th := e.out.open(thead[1], "TH", "/A<</O/Table/Scope/Column>>")
		if len(lines[0].pieces) > 0 {
			e.out.begin(th)
			e.place(f, 0, len(lines), p.cols[k].x, top)
			e.out.end()
		}
		e.out.close(th)
	}
	if !again {
		e.out.close(thead[1])
		e.out.close(thead[0])
		e.out.artifact("")
	}
	e.out.rule(p.x, y, p.x+p.width, y, 1.2, ink)
	e.out.end()
	e.y = y
}

// openHead opens THead and its row below the table.
func (e *engine) openHead(el *elem) [2]*elem {
	if el == nil {
		return [2]*elem{}
	}
	thead := e.out.open(el, "THead", "")
	return [2]*elem{thead, e.out.open(thead, "TR", "")}
}

// row draws a row whole if it fits together with keep, otherwise on the next
// page. Only a row taller than a page is broken, or a tall first one.
func (e *engine) row(p *table, t document.Table, body *elem, r row, keep float64, first bool) {
	tr := e.out.open(body, "TR", "")
	for k, f := range r.cells {
		switch {
		case k == 0 && t.RowHeads:
			f.el = e.out.open(tr, "TH", "/A<</O/Table/Scope/Row>>")
		default:
			f.el = e.out.open(tr, "TD", "")
		}
	}
	full := e.bottom - e.top - p.headH
	if r.height()+keep > full {
		keep = 0
	}
	whole := full // the height above which the row is broken
	if first {
		whole = tallShare * full
	}
	for from := 0; from < r.lines; {
		left := r.lines - from
		fit := int((e.bottom - e.y - 2*cellPad + 0.01) / cellStyle.lead)
		rest := float64(left)*cellStyle.lead + 2*cellPad
		fresh := e.y <= e.top+p.headH+0.01
		if !fresh && (rest+keep > e.bottom-e.y+0.01 && rest <= whole || fit < min(3, left)) {
			e.newPage()
			e.tableHead(p, t, nil)
			continue
		}
		to := from + max(1, min(left, fit))
		for k, f := range r.cells {
			if from < len(f.lines) {
				e.place(f, from, min(to, len(f.lines)), p.cols[k].x, e.y+cellPad)
			}
		}
		e.y += float64(to-from)*cellStyle.lead + 2*cellPad
		e.out.artifact("")
		e.out.rule(p.x, e.y, p.x+p.width, e.y, 0.5, hairline)
		e.out.end()
		from = to
		if from < r.lines {
			e.newPage()
			e.tableHead(p, t, nil)
		}
	}
	for _, f := range r.cells {
		e.close(f)
	}
	e.out.close(tr)
}

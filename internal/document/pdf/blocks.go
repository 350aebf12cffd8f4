package pdf

import (
	"fmt"
	"strconv"
	"strings"

	"genomlys/internal/document"
)

// text sets running text that may break over pages.
func (e *engine) text(tag string, runs []document.Run, st textStyle, x, width float64) {
	e.textIn(e.root, tag, runs, st, x, width)
}

func (e *engine) textIn(parent *elem, tag string, runs []document.Run, st textStyle, x, width float64) {
	f := e.flow(e.out.open(parent, tag, ""), runs, st, width)
	e.segments(len(f.lines), st.lead, 0, func(from, to int) { e.place(f, from, to, x, e.y) })
	e.close(f)
}

// whole sets text that stays together on one page.
func (e *engine) whole(tag string, runs []document.Run, st textStyle) {
	f := e.flow(e.out.open(e.root, tag, ""), runs, st, textW)
	e.need(f.height())
	e.place(f, 0, len(f.lines), textL, e.y)
	e.y += f.height()
	e.close(f)
}

func headingText(h document.Heading) string {
	if h.Number == "" {
		return h.Text
	}
	return h.Number + " " + h.Text
}

// heading keeps itself together with the first part of what follows.
func (e *engine) heading(i int, h document.Heading) {
	e.setHeading(headingText(h), h.ID, h.Level, e.firstPart(i))
}

// setHeading sets one heading; keep is the height that must fit on its page.
func (e *engine) setHeading(text, id string, level int, keep float64) {
	st, before, after := headingStyle(level)
	e.space(before)
	keep = min(keep, e.bottom-e.top)
	if keep > e.room() && !e.atTop() {
		e.newPage()
	}
	e.leave()
	n := len(e.heads)
	e.heads = append(e.heads, heading{text: text, id: id, tag: e.levels[n], page: e.page, y: e.y})
	e.whole(fmt.Sprintf("H%d", e.levels[n]), []document.Run{{Text: text}}, st)
	e.space(after)
}

// firstPart is the height of block i's smallest start: what a heading before
// it must bring along.
func (e *engine) firstPart(i int) float64 {
	if i >= len(e.doc.Blocks) {
		return 0
	}
	two := func(runs []document.Run, st textStyle, width float64) float64 {
		return st.lead * float64(min(3, len(e.wrap(runs, st, width))))
	}
	switch b := e.doc.Blocks[i].(type) {
	case document.Heading:
		st, _, after := headingStyle(b.Level)
		h := float64(len(e.wrap([]document.Run{{Text: headingText(b)}}, st, textW))) * st.lead
		if i+1 < len(e.doc.Blocks) {
			after = max(after, spaceBefore(e.doc.Blocks[i+1]))
		}
		return h + after + e.firstPart(i+1)
	case document.Paragraph:
		look := paragraphLook(b.Style)
		h := two(b.Runs, look.st, textW-look.left-look.right) + 2*look.pad
		if b.Style == document.Comment && b.By != "" {
			h += byStyle.lead
		}
		return h
	case document.List:
		if len(b.Items) == 0 {
			return 0
		}
		return two(b.Items[0], bodyStyle, textW-listIndent(b))
	case document.Table:
		return e.plan(i, b).firstPart
	case document.Figure:
		return e.figureHeight(b)
	case document.Signatures:
		return signHeight
	}
	return bodyStyle.lead
}

// spaceBefore is the air that a block asks for above it.
func spaceBefore(b document.Block) float64 {
	switch b := b.(type) {
	case document.Heading:
		_, before, _ := headingStyle(b.Level)
		return before
	case document.Paragraph:
		if l := paragraphLook(b.Style); l.box || l.bar {
			return l.after
		}
	case document.Table:
		return 3 * mm
	case document.Figure:
		return 6 * mm
	case document.Signatures:
		return 13 * mm
	}
	return 0
}

// look is how a paragraph style is set: indents, padding, box and bar.
type look struct {
	st          textStyle
	left, right float64
	pad         float64
	after       float64
	box, bar    bool
}

func paragraphLook(s document.Style) look {
	switch s {
	case document.Lead:
		return look{st: leadStyle, after: 4 * mm}
	case document.Note:
		return look{st: noteStyle, left: 3.5 * mm, right: 3.5 * mm, pad: 2.5 * mm, after: 3 * mm, box: true}
	case document.Small:
		return look{st: smallStyle, after: 2.2 * mm}
	case document.Comment:
		return look{st: commentStyle, left: 4 * mm, after: 3 * mm, bar: true}
	}
	return look{st: bodyStyle, after: 2.2 * mm}
}

func (e *engine) paragraph(p document.Paragraph) {
	if isEmpty(p.Runs) {
		return
	}
	l := paragraphLook(p.Style)
	e.space(spaceBefore(p))
	if l.box || l.bar {
		e.boxed(p, l)
	} else {
		e.text("P", p.Runs, l.st, textL, textW)
	}
	e.space(l.after)
}

func isEmpty(runs []document.Run) bool {
	for _, r := range runs {
		if strings.TrimSpace(r.Text) != "" {
			return false
		}
	}
	return true
}

// boxed sets a note in its box or a comment beside its bar. A comment is
// somebody's own words: its author stands first and is never left behind.
func (e *engine) boxed(p document.Paragraph, l look) {
	parent := e.out.open(e.root, "Div", "")
	width := textW - l.left - l.right
	frame := func(h float64) {
		e.out.artifact("")
		if l.box {
			e.out.box(textL, e.y, textW, h, noteFill)
			e.out.frame(textL+0.25, e.y+0.25, textW-0.5, h-0.5, 0.5, noteFrame)
		} else {
			e.out.rule(textL+1, e.y, textL+1, e.y+h, 2, accent)
		}
		e.out.end()
	}
	f := e.flow(nil, p.Runs, l.st, width)
	if p.By != "" {
		by := e.flow(e.out.open(parent, "P", ""), []document.Run{{Text: p.By}}, byStyle, width)
		e.need(by.height() + float64(min(3, len(f.lines)))*l.st.lead)
		if l.bar {
			frame(by.height())
		}
		e.place(by, 0, len(by.lines), textL+l.left, e.y)
		e.y += by.height()
		e.close(by)
	}
	f.el = e.out.open(parent, "P", "")
	e.segments(len(f.lines), l.st.lead, l.pad, func(from, to int) {
		frame(float64(to-from)*l.st.lead + 2*l.pad)
		e.place(f, from, to, textL+l.left, e.y+l.pad)
	})
	e.close(f)
	e.out.close(parent)
}

// listIndent is the room for bullets, or for the widest number.
func listIndent(l document.List) float64 {
	if l.Ordered && len(l.Items) > 9 {
		return 7.5 * mm
	}
	return 5 * mm
}

func (e *engine) list(l document.List) {
	if len(l.Items) == 0 {
		return
	}
	numbering := "Disc"
	if l.Ordered {
		numbering = "Decimal"
	}
	indent := listIndent(l)
	list := e.out.open(e.root, "L", "/A<</O/List/ListNumbering/"+numbering+">>")
	for i, runs := range l.Items {
		item := e.out.open(list, "LI", "")
		label, air := "•", 2.2*mm
		if l.Ordered {
			label, air = strconv.Itoa(i+1)+".", 1.4*mm
		}
		lbl := e.flow(e.out.open(item, "Lbl", ""), []document.Run{{Text: label}}, bodyStyle, indent-air)
		lbl.right = true
		f := e.flow(e.out.open(item, "LBody", ""), runs, bodyStyle, textW-indent)
		e.segments(len(f.lines), bodyStyle.lead, 0, func(from, to int) {
			if from == 0 {
				e.place(lbl, 0, 1, textL, e.y)
			}
			e.place(f, from, to, textL+indent, e.y)
		})
		e.close(lbl)
		e.close(f)
		e.out.close(item)
		e.space(1.2 * mm)
	}
	e.out.close(list)
	e.space(2.2 * mm)
}

// signHeight is the least room for a row of signatures: space to write, line,
// function and date.
const signHeight = 50.0

// signatures sets two signature lines side by side.
func (e *engine) signatures(s document.Signatures) {
	const between = 8 * mm
	width := (textW - between) / 2
	for i := 0; i < len(s.Lines); i += 2 {
		pair := s.Lines[i:min(i+2, len(s.Lines))]
		flows := make([]*flow, len(pair))
		height := signHeight - 26
		for k, line := range pair {
			runs := []document.Run{{Text: line.Who}}
			if line.What != "" {
				runs = append(runs, document.Run{Text: "\n" + line.What})
			}
			flows[k] = e.flow(nil, runs, signStyle, width)
			height = max(height, flows[k].height())
		}
		e.space(spaceBefore(s))
		e.need(height + 1.5*mm)
		for k, f := range flows {
			x := textL + float64(k)*(width+between)
			f.el = e.out.open(e.root, "P", "")
			e.out.artifact("")
			e.out.rule(x, e.y, x+width, e.y, 0.5, ink)
			e.out.end()
			e.place(f, 0, len(f.lines), x, e.y+1.5*mm)
			e.close(f)
		}
		e.y += height + 1.5*mm
	}
	e.space(6 * mm)
}

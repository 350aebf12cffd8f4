package pdf

import (
	"fmt"
	"strings"

	"genomlys/internal/document"
)

// runningHead is what stands on every page, broken into lines once.
type runningHead struct {
	left, middle []headLine
	foot         [2][]line // left, right
}

type headLine struct {
	line line
	st   textStyle
}

// Columns of the running head: the middle is 46 mm, the page mark 22 mm.
const (
	headMiddle = 118 * mm
	headLeftW  = headMiddle - 4*mm - marginL
	headMidW   = 46 * mm
	headRightW = 22 * mm
)

// planHead breaks header and footer into lines and finds the text's height.
func (e *engine) planHead() {
	bold := headStyle
	bold.bold = true
	column := func(width float64, texts ...string) (out []headLine) {
		for i, t := range texts {
			st := headStyle
			if i == 0 {
				st = bold
			}
			if t == "" {
				continue
			}
			for _, l := range e.wrap([]document.Run{{Text: t}}, st, width) {
				out = append(out, headLine{l, st})
			}
		}
		return out
	}
	dnr := e.doc.DiaryNo
	if dnr != "" && !strings.HasPrefix(dnr, "Dnr") {
		dnr = "Dnr " + dnr
	}
	e.head.left = column(headLeftW, e.doc.Organisation, e.doc.Unit)
	e.head.middle = column(headMidW, e.doc.Name, dnr, e.doc.Date)
	e.top = headTop + headStyle.lead*float64(max(3, len(e.head.left), len(e.head.middle))) + headGap

	right := e.wrap([]document.Run{{Text: e.doc.FooterRight}}, footStyle, 70*mm)
	width := 0.0
	for _, l := range right {
		width = max(width, l.width)
	}
	left := e.wrap([]document.Run{{Text: e.doc.FooterLeft}}, footStyle, wideW-width-8*mm)
	e.head.foot = [2][]line{left, right}
	e.bottom = e.footRule() - footGap
}

// footRule is the height of the line above the footer, which grows upwards.
func (e *engine) footRule() float64 {
	return footRule - footStyle.lead*float64(max(len(e.head.foot[0]), len(e.head.foot[1]))-1)
}

func (e *engine) drawHead() {
	if e.out == nil {
		return
	}
	e.out.artifact("/Type/Pagination/Subtype/Header")
	draw := func(x float64, lines []headLine) {
		for i, l := range lines {
			e.plainText([]line{l.line}, l.st, x, headTop+float64(i)*headStyle.lead, headMidW, false)
		}
	}
	draw(marginL, e.head.left)
	draw(headMiddle, e.head.middle)
	mark := e.wrap([]document.Run{{Text: fmt.Sprintf("%d (%d)", e.page, e.total)}}, headStyle, headRightW)
	e.plainText(mark, headStyle, marginR-headRightW, headTop, headRightW, true)
	if e.doc.Draft {
		st := headStyle
		st.bold = true
		e.plainText(e.wrap([]document.Run{{Text: e.words.draft}}, st, headRightW), st, marginR-headRightW, headTop+headStyle.lead, headRightW, true)
	}
	e.out.end()
}

func (e *engine) drawFoot() {
	if e.out == nil {
		return
	}
	y := e.footRule()
	e.out.artifact("/Type/Pagination/Subtype/Footer")
	e.out.rule(marginL, y, marginR, y, 0.5, hairline)
	y += 1.6 * mm
	e.plainText(e.head.foot[0], footStyle, marginL, y, wideW, false)
	e.plainText(e.head.foot[1], footStyle, marginL, y, wideW, true)
	e.out.end()
}

// title sets the document's title and subtitle on the first page.
func (e *engine) title() {
	e.whole("H1", []document.Run{{Text: e.doc.Title}}, titleStyle)
	e.space(2.5 * mm)
	if e.doc.Subtitle != "" {
		e.text("P", []document.Run{{Text: e.doc.Subtitle}}, leadStyle, textL, textW)
		e.space(9 * mm)
	}
}

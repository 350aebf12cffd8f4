package pdf

import (
	"fmt"

	"genomlys/internal/chart"
	"genomlys/internal/document"
)

// figureShare is the most of a page's height that a figure takes, so that its
// headings fit above it.
const figureShare = 0.85

// figureScale gives the scale that makes the drawing fit column and page.
func (e *engine) figureScale(f document.Figure) float64 {
	s := min(1, textW/f.Drawing.Width)
	return min(s, (figureShare*(e.bottom-e.top)-e.captionHeight(f))/f.Drawing.Height)
}

func (e *engine) captionHeight(f document.Figure) float64 {
	runs, _ := captionRuns(f.Label, f.Caption, f.Sub)
	if len(runs) == 0 {
		return 0
	}
	return float64(len(e.wrap(runs, captionStyle, textW)))*captionStyle.lead + 2*mm
}

func (e *engine) figureHeight(f document.Figure) float64 {
	return e.captionHeight(f) + f.Drawing.Height*e.figureScale(f)
}

// figure sets a caption and below it the drawing as vectors. The caption is
// a paragraph of its own: readers replace all inside a Figure by its Alt.
func (e *engine) figure(b document.Figure) {
	e.space(spaceBefore(b))
	e.need(e.figureHeight(b))
	if runs, from := captionRuns(b.Label, b.Caption, b.Sub); len(runs) > 0 {
		c := e.flow(e.out.open(e.root, "P", ""), runs, captionStyle, textW)
		c.mutedFrom = from
		e.place(c, 0, len(c.lines), textL, e.y)
		e.close(c)
		e.y += e.captionHeight(b)
	}
	s := e.figureScale(b)
	w, h := b.Drawing.Width*s, b.Drawing.Height*s
	el := e.out.open(e.root, "Figure", fmt.Sprintf("/Alt %s/A<</O/Layout/Placement/Block/BBox[%s]>>",
		textString(b.Alt), nums(textL, pageH-e.y-h, textL+w, pageH-e.y)))
	e.out.begin(el)
	for _, m := range b.Drawing.Marks {
		e.drawMark(m, s, textL, e.y)
	}
	e.out.end()
	e.out.close(el)
	e.y += h
	e.space(7 * mm)
}

// drawMark draws one mark of a chart, scaled by s, from (x0, y0).
func (e *engine) drawMark(m chart.Mark, s, x0, y0 float64) {
	if e.out == nil {
		return
	}
	c := toneColour(m.Tone)
	x, y := x0+m.X*s, y0+m.Y*s
	switch m.Kind {
	case chart.Box:
		if !m.Hatched {
			if m.Tone == chart.Hairline {
				c = track
			}
			e.out.box(x, y, m.W*s, m.H*s, c)
			return
		}
		for _, l := range chart.Hatch(m) {
			e.out.rule(x0+l.X*s, y0+l.Y*s, x0+(l.X+l.W)*s, y0+(l.Y+l.H)*s, chart.HatchWidth*s, c)
		}
		e.out.frame(x, y, m.W*s, m.H*s, 0.6*s, c)
	case chart.Line:
		e.out.rule(x, y, x+m.W*s, y+m.H*s, m.Thickness()*s, c)
	case chart.Band:
		r, g, b := m.Tone.Pale()
		var corners [][2]float64
		for _, p := range chart.Outline(m) {
			corners = append(corners, [2]float64{x0 + p[0]*s, y0 + p[1]*s})
		}
		e.out.polygon(corners, rgb(r)<<16|rgb(g)<<8|rgb(b))
	case chart.Text:
		f := sans
		if m.Bold {
			f = sansBold
		}
		text := clean(m.Text)
		w := e.faces[f].width(text, m.Size*s)
		switch m.Anchor {
		case chart.Middle:
			x -= w / 2
		case chart.End:
			x -= w
		}
		e.out.text(f, m.Size*s, c, x, y, text)
	}
}

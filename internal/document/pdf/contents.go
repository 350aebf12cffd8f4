package pdf

import (
	"strconv"
	"strings"

	"genomlys/internal/document"
)

// contents sets the table of contents. The first pass sets the same lines
// without page numbers, so the pages do not move.
func (e *engine) contents(c document.Contents) {
	if c.Title != "" {
		e.setHeading(c.Title, "", 1, 18+4*contentStyle.lead)
	}
	toc := e.out.open(e.root, "TOC", "")
	n := 0 // headings, as they are counted in known
	for _, b := range e.doc.Blocks {
		switch b := b.(type) {
		case document.Contents:
			if b.Title != "" {
				n++
			}
		case document.Heading:
			if b.Level <= c.Depth {
				var h heading
				if e.known != nil {
					h = e.known[n]
				}
				e.contentsEntry(toc, b, h)
			}
			n++
		}
	}
	e.out.close(toc)
	e.space(6 * mm)
}

// contentsEntry sets one line: text, dots (an artifact) and page number, all
// one link.
func (e *engine) contentsEntry(toc *elem, b document.Heading, to heading) {
	const numberW = 10 * mm
	st := contentStyle
	indent := float64(b.Level-1) * 5 * mm
	if b.Level == 1 {
		st.bold = true
		e.space(1.5 * mm)
	}
	runs := []document.Run{{Text: headingText(b)}}
	lines := e.wrap(runs, st, textW-indent-numberW)
	height := float64(len(lines)) * st.lead
	e.need(height)
	if e.out != nil {
		item := e.out.open(toc, "TOCI", "")
		reference := e.out.open(item, "Reference", "")
		link := e.out.open(reference, "Link", "")
		x := textL + indent
		number := strconv.Itoa(to.page)
		last := e.y + height - st.lead

		e.out.begin(link)
		e.plainText(lines, st, x, e.y, textW, false)
		e.out.end()

		end := x + lines[len(lines)-1].width + 2*mm
		from := marginR - e.faces[sans].width(number, contentStyle.size) - 2*mm
		if dot := e.faces[sans].width(" .", contentStyle.size); from-end > dot {
			dots := strings.Repeat(" .", int((from-end)/dot))
			e.out.artifact("")
			e.out.text(sans, contentStyle.size, muted, from-e.faces[sans].width(dots, contentStyle.size), last+e.faces[sans].baseline(st.size, st.lead), dots)
			e.out.end()
		}

		e.out.begin(link)
		page := e.wrap([]document.Run{{Text: number}}, contentStyle, numberW)
		e.plainText(page, contentStyle, marginR-numberW, last, numberW, true)
		e.out.end()

		e.out.link(link, x, e.y, marginR-x, height, "/Dest"+e.out.dest(to.page, to.y), withoutSoft(to.text)+", "+e.words.page+" "+number)
		e.out.close(link)
		e.out.close(reference)
		e.out.close(item)
	}
	e.y += height
}

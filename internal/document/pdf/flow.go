package pdf

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"genomlys/internal/document"
)

// flow is running text on its way to pages: its lines and the structure
// elements that they belong to. Without an element it is part of an artifact.
type flow struct {
	el    *elem
	plain bool // artifact: no marked content, no links
	runs  []document.Run
	st    textStyle
	lines []line
	width float64
	right bool
	// mutedFrom is the first run in secondary ink, as in a caption; 0 is none.
	mutedFrom int
	inline    []*elem // Link or Span elements by run, opened at first use
}

func (e *engine) flow(el *elem, runs []document.Run, st textStyle, width float64) *flow {
	return &flow{el: el, runs: runs, st: st, width: width, lines: e.wrap(runs, st, width)}
}

func (f *flow) height() float64 { return float64(len(f.lines)) * f.st.lead }

// close ends the elements that the flow opened, and its own.
func (e *engine) close(f *flow) {
	if e.out == nil {
		return
	}
	for _, el := range f.inline {
		if el != nil {
			e.out.close(el)
		}
	}
	e.out.close(f.el)
}

// target gives what a run's link points at, or "" when it is no link.
func (e *engine) target(r document.Run) (target, description string) {
	href := r.Link
	if href == "" && r.Trace != nil {
		href = r.Trace.Href
	}
	if href == "" {
		return "", ""
	}
	if id, ok := strings.CutPrefix(href, "#"); ok {
		for _, h := range e.known {
			if h.id == id && id != "" {
				return "/Dest" + e.out.dest(h.page, h.y), fmt.Sprintf("%s, %s %d", withoutSoft(h.text), e.words.page, h.page)
			}
		}
		return "", ""
	}
	u, err := url.Parse(href)
	if err != nil {
		return "", ""
	}
	switch u.Scheme {
	case "http", "https", "mailto", "tel": // never javascript: or file:
	default:
		return "", ""
	}
	description = strings.TrimSpace(withoutSoft(r.Text)) + " (" + href + ")"
	if r.Link == "" {
		description = fmt.Sprintf(e.words.trace, r.Trace.Figure)
	}
	return "/A<</S/URI/URI" + textString(ascii(u)) + ">>", description
}

// ascii writes an address in the seven bits that a URI action takes.
func ascii(u *url.URL) string {
	var b strings.Builder
	for _, c := range []byte(u.String()) {
		if c > 126 || c <= 32 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// mark is an underline or a link area found while drawing text.
type mark struct {
	run         int
	x1, x2      float64
	top, base   float64
	description string
	target      string
}

// place draws the lines from..to with the first one's top left at (x, y).
func (e *engine) place(f *flow, from, to int, x, y float64) {
	if e.out == nil {
		return
	}
	base := e.faces[f.st.face(false, false)].baseline(f.st.size, f.st.lead)
	var open *elem
	var marks []mark
	for i := from; i < to; i++ {
		l := f.lines[i]
		px, top := x, y+float64(i-from)*f.st.lead
		if f.right {
			px = x + f.width - l.width
		}
		for _, p := range l.pieces {
			r, c := f.runs[p.run], f.st.ink
			if f.mutedFrom > 0 && p.run >= f.mutedFrom {
				c = muted
			}
			if !f.plain {
				target, description := e.target(r)
				if el := e.element(f, p.run, target != ""); el != open {
					if open != nil {
						e.out.end()
					}
					e.out.begin(el)
					open = el
				}
				if target != "" && r.Link != "" {
					c = accent
				}
				if n := len(marks); n > 0 && marks[n-1].run == p.run && marks[n-1].top == top {
					marks[n-1].x2 = px + p.width
				} else if target != "" || r.Trace != nil {
					marks = append(marks, mark{p.run, px, px + p.width, top, top + base, description, target})
				}
			}
			e.out.text(p.face, f.st.size, c, px, top+base, p.text)
			px += p.width
		}
	}
	if open != nil {
		e.out.end()
	}
	e.drawMarks(f, marks)
}

// languageTag is the form of a language (BCP 47); others are left out, since
// PDF/A forbids them (ISO 19005-2, 6.7.4).
var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$`)

// element gives the structure element of a run: the flow's own, a Link, or a
// Span for text in another language.
func (e *engine) element(f *flow, run int, link bool) *elem {
	r := f.runs[run]
	foreign := languageTag.MatchString(r.Lang) && r.Lang != e.doc.Lang && r.Lang != e.words.tag
	if !link && !foreign {
		return f.el
	}
	if f.inline == nil {
		f.inline = make([]*elem, len(f.runs))
	}
	if f.inline[run] == nil {
		kind, attrs := "Span", ""
		if link {
			kind = "Link"
		}
		if foreign {
			attrs = "/Lang" + textString(r.Lang)
		}
		f.inline[run] = e.out.open(f.el, kind, attrs)
	}
	return f.inline[run]
}

// drawMarks draws underlines (solid for links, dotted for traced figures) and
// puts the link areas in place.
func (e *engine) drawMarks(f *flow, marks []mark) {
	if len(marks) == 0 {
		return
	}
	e.out.artifact("")
	for _, m := range marks {
		if f.runs[m.run].Link != "" && m.target != "" {
			e.out.rule(m.x1, m.base+1.6, m.x2, m.base+1.6, 0.4, accent)
		} else {
			e.out.dotted(m.x1+0.35, m.x2, m.base+2.2, muted)
		}
	}
	e.out.end()
	for _, m := range marks {
		if m.target != "" {
			e.out.link(f.inline[m.run], m.x1, m.top, m.x2-m.x1, f.st.lead, m.target, m.description)
		}
	}
}

// plainText draws one line that is no part of the text, as in a header.
func (e *engine) plainText(lines []line, st textStyle, x, y, width float64, right bool) {
	f := &flow{plain: true, runs: []document.Run{{}}, st: st, lines: lines, width: width, right: right}
	e.place(f, 0, len(lines), x, y)
}

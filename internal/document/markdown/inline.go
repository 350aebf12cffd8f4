package markdown

import (
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"genomlys/internal/document"
)

// look is how the text inside a node looks.
type look struct {
	bold, italic bool
	link         string
}

func (r *reader) runs(n ast.Node) []document.Run {
	line := inline{src: r.src}
	line.walk(n, look{})
	return line.out
}

// inline gathers the runs of one paragraph.
type inline struct {
	src []byte
	out []document.Run
}

func (p *inline) put(s string, l look) {
	if s == "" {
		return
	}
	run := document.Run{Text: s, Bold: l.bold, Italic: l.italic, Link: l.link}
	if last := len(p.out) - 1; last >= 0 {
		if was := p.out[last]; was.Bold == run.Bold && was.Italic == run.Italic && was.Link == run.Link {
			p.out[last].Text += s
			return
		}
	}
	p.out = append(p.out, run)
}

func (p *inline) walk(n ast.Node, l look) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		in := l
		switch x := c.(type) {
		case *ast.Text:
			p.put(readable(x.Segment.Value(p.src), x.IsRaw() || l.code(n)), l)
			if x.SoftLineBreak() || x.HardLineBreak() {
				p.put(" ", l)
			}
			continue
		case *ast.String:
			p.put(string(x.Value), l)
			continue
		case *ast.RawHTML:
			for i := range x.Segments.Len() {
				seg := x.Segments.At(i)
				p.put(string(seg.Value(p.src)), l)
			}
			continue
		case *ast.AutoLink:
			in.link = safe(string(x.URL(p.src)))
			p.put(string(x.Label(p.src)), in)
			continue
		case *ast.Emphasis:
			in.bold, in.italic = in.bold || x.Level == 2, in.italic || x.Level == 1
		case *ast.Link:
			in.link = safe(string(x.Destination))
		}
		p.walk(c, in) // of a picture this is its text
	}
}

// code tells whether what stands in a node is taken letter for letter.
func (look) code(n ast.Node) bool { return n.Kind() == ast.KindCodeSpan }

// readable gives a text as it is meant: without the signs that only told
// Markdown how to read it.
func readable(b []byte, raw bool) string {
	if raw {
		return string(b)
	}
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(b))))
}

// safe gives an address that may stand in a document, else none: of the kinds
// that lead somewhere to read.
func safe(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https", "mailto":
		return address
	}
	return ""
}

// Package html writes a document as one web page that needs nothing beside
// it: fonts and styles are inside, there is no script, and the page's own
// security policy lets nothing be fetched. Attachments are not carried.
package html

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"sync"

	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
	"genomlys/internal/lang"
)

// Write writes doc to w. The same document gives the same bytes; rows of
// tables are written as they come. The title is the page's only h1, and a
// heading is never more than one level below the one before it (WCAG 1.3.1).
func Write(w io.Writer, doc document.Doc) error {
	p := newPage(doc, bufio.NewWriterSize(w, 1<<16))
	css := style()
	p.raw(`<!doctype html>` + "\n" + `<html lang="` + p.locale(doc.Lang, "sv-SE") + `"><head><meta charset="utf-8">`)
	p.raw(`<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src '` + css.hash + `'; font-src data:; base-uri 'none'; form-action 'none'">`)
	p.raw(`<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><title>` + text(doc.Title) + `</title>`)
	p.raw(`<style>` + css.text + `</style></head>` + "\n" + `<body><div class="sheet">`)
	p.head()
	p.raw(`<main><h1>` + text(doc.Title) + `</h1>`)
	if doc.Subtitle != "" {
		p.raw(`<p class="lead">` + text(doc.Subtitle) + `</p>`)
	}
	p.raw("\n")
	for i, b := range doc.Blocks {
		if err := p.block(b); err != nil {
			return fmt.Errorf("html: block %d: %w", i+1, err)
		}
		p.raw("\n")
	}
	p.raw(`</main>`)
	p.foot()
	p.raw(`</div></body></html>` + "\n")
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("write html: %w", err)
	}
	return nil
}

// Body writes a document's blocks alone, to stand in a page of ours under its
// own h1; styles are the page's.
func Body(w io.Writer, doc document.Doc) error { return Under(w, doc, 1) }

// Under is Body under a heading of a level of the page's.
func Under(w io.Writer, doc document.Doc, level int) error {
	p := newPage(doc, bufio.NewWriterSize(w, 1<<14))
	for i := range p.levels {
		p.levels[i] = min(p.levels[i]+level-1, 6)
	}
	for i, b := range doc.Blocks {
		if err := p.block(b); err != nil {
			return fmt.Errorf("html: block %d: %w", i+1, err)
		}
	}
	if err := p.out.Flush(); err != nil {
		return fmt.Errorf("write html: %w", err)
	}
	return nil
}

// page is the file while it is being written; write errors stay in out.
type page struct {
	out       *bufio.Writer
	doc       document.Doc
	ids       []string          // of the headings, in order
	anchors   map[string]string // heading ID to the id in the file
	levels    []int             // of the headings, 2 to 6
	heading   int               // how many headings are written
	tables    int
	breakNext bool
}

func newPage(doc document.Doc, out *bufio.Writer) *page {
	p := &page{out: out, doc: doc, anchors: map[string]string{}}
	last := 1
	taken := map[string]bool{}
	for _, b := range doc.Blocks {
		h, ok := b.(document.Heading)
		if !ok {
			continue
		}
		id := anchor(h.ID)
		if id == "" || taken[id] {
			for n := len(p.ids) + 1; id == "" || taken[id]; n++ {
				id = fmt.Sprintf("h-%d", n)
			}
		}
		taken[id] = true
		if _, known := p.anchors[h.ID]; !known && h.ID != "" {
			p.anchors[h.ID] = id
		}
		p.ids = append(p.ids, id)
		last = max(2, min(h.Level+1, last+1, 6))
		p.levels = append(p.levels, last)
	}
	return p
}

// anchor makes an id that needs no escaping in a link: what is not a letter,
// digit, "-", "_" or "." becomes "-".
func anchor(id string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, id)
}

func (p *page) raw(s string) { _, _ = p.out.WriteString(s) }

// text escapes for content and for attributes in double quotes.
func text(s string) string { return ooxml.Text(s) }

func (p *page) locale(tag, otherwise string) string {
	if l := ooxml.Locale(tag); l != "" {
		return l
	}
	return otherwise
}

func (p *page) lang() lang.Lang { return lang.Parse(p.doc.Lang) }

var draftWord = lang.Text{"UTKAST", "DRAFT"}

// head is the letterhead: who, what, and whether it is a draft.
func (p *page) head() {
	d := p.doc
	if d.Organisation+d.Unit+d.Name+d.DiaryNo+d.Date == "" && !d.Draft {
		return
	}
	line := func(tag, s string) {
		if s != "" {
			p.raw(`<` + tag + `>` + text(s) + `</` + tag + `>`)
		}
	}
	p.raw(`<header class="head"><div>`)
	line("b", d.Organisation)
	line("span", d.Unit)
	p.raw(`</div><div>`)
	line("b", d.Name)
	line("span", diary(d.DiaryNo))
	line("span", d.Date)
	p.raw(`</div>`)
	if d.Draft {
		p.raw(`<div class="draft">` + draftWord.In(p.lang()) + `</div>`)
	}
	p.raw(`</header>` + "\n")
}

// diary puts the city's "Dnr" before a number that comes without it.
func diary(number string) string {
	if number == "" || strings.HasPrefix(strings.ToLower(number), "dnr") {
		return number
	}
	return "Dnr " + number
}

func (p *page) foot() {
	if p.doc.FooterLeft+p.doc.FooterRight == "" {
		return
	}
	p.raw("\n" + `<footer class="foot"><span>` + text(p.doc.FooterLeft) + `</span><span>` + text(p.doc.FooterRight) + `</span></footer>`)
}

//go:embed report.css
var reportCSS string

//go:embed fonts/source-sans-3.woff2
var sansFont []byte

//go:embed fonts/source-serif-4.woff2
var serifFont []byte

//go:embed fonts/source-serif-4-italic.woff2
var serifItalicFont []byte

type sheet struct{ text, hash string }

// style is the style sheet with its fonts inside (175 kB), and its hash for
// the page's policy, so that no other style can get in.
var style = sync.OnceValue(func() sheet {
	var b bytes.Buffer
	for _, f := range []struct {
		family, weight, slant string
		data                  []byte
	}{
		{"Source Sans 3", "200 900", "normal", sansFont},
		{"Source Serif 4", "200 900", "normal", serifFont},
		{"Source Serif 4", "200 900", "italic", serifItalicFont},
	} {
		fmt.Fprintf(&b, `@font-face{font-family:"%s";font-weight:%s;font-style:%s;font-display:swap;src:url(data:font/woff2;base64,%s) format("woff2")}`+"\n",
			f.family, f.weight, f.slant, base64.StdEncoding.EncodeToString(f.data))
	}
	b.WriteString(reportCSS)
	sum := sha256.Sum256(b.Bytes())
	return sheet{b.String(), "sha256-" + base64.StdEncoding.EncodeToString(sum[:])}
})

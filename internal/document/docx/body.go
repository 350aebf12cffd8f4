package docx

import (
	"bufio"
	"fmt"

	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
)

// body is document.xml while it is being written. Write errors stay in out,
// which answers them at the end; problems in the document come back at once.
type body struct {
	out *bufio.Writer
	doc document.Doc

	pages        Pages
	headings     []document.Heading
	bookmarks    map[string]string // heading ID to bookmark
	figures      []document.Figure
	orderedLists int

	links   []string       // addresses outside the file, in order of appearance
	linkIDs map[string]int // address to its place in links, from 1

	heading, figure, ordered int  // how many of each are written
	breakNext                bool // the next paragraph starts a page
}

// newBody looks through the blocks for what must be known before the first of
// them is written: the table of contents points forward.
func newBody(doc document.Doc, pages Pages) *body {
	b := &body{doc: doc, pages: pages, bookmarks: map[string]string{}, linkIDs: map[string]int{}}
	for _, block := range doc.Blocks {
		switch block := block.(type) {
		case document.Heading:
			b.headings = append(b.headings, block)
			if _, taken := b.bookmarks[block.ID]; !taken && block.ID != "" {
				b.bookmarks[block.ID] = bookmark(len(b.headings))
			}
		case document.Figure:
			b.figures = append(b.figures, block)
		case document.List:
			if block.Ordered {
				b.orderedLists++
			}
		}
	}
	return b
}

// bookmark is the name of the n-th heading's bookmark. Word hides and reuses
// names that start with _Toc.
func bookmark(n int) string { return fmt.Sprintf("_Toc%08d", n) }

func (b *body) write(out *bufio.Writer) error {
	b.out = out
	b.raw(ooxml.Declaration + `<w:document ` + namespaces + `><w:body>`)
	b.paragraph("Title", document.T(b.doc.Title))
	b.paragraph("Subtitle", document.T(b.doc.Subtitle))
	for i, block := range b.doc.Blocks {
		if err := b.block(block, i == len(b.doc.Blocks)-1 || !isHeading(b.doc.Blocks[i+1])); err != nil {
			return err
		}
	}
	b.section()
	b.raw(`</w:body></w:document>`)
	return nil
}

func isHeading(b document.Block) bool { _, ok := b.(document.Heading); return ok }

// block writes one block; needsEnd tells that a table must be followed by a
// paragraph, since Word joins two tables that touch and ends no file in one.
func (b *body) block(block document.Block, needsEnd bool) error {
	switch block := block.(type) {
	case document.Heading:
		b.headingBlock(block)
	case document.Paragraph:
		b.paragraphBlock(block)
	case document.List:
		b.list(block)
	case document.Table:
		return b.table(block, needsEnd)
	case document.Figure:
		return b.figureBlock(block)
	case document.Contents:
		b.contents(block)
	case document.PageBreak:
		b.breakNext = true
	case document.Signatures:
		b.signatures(block, needsEnd)
	default:
		return fmt.Errorf("docx cannot write a block of type %T", block)
	}
	return nil
}

func (b *body) raw(s string)                    { _, _ = b.out.WriteString(s) }
func (b *body) rawf(format string, args ...any) { fmt.Fprintf(b.out, format, args...) }

// open starts a paragraph; extra are further properties, in schema order, that
// stand after the style and the page break.
func (b *body) open(style, extra string) {
	b.raw(`<w:p><w:pPr><w:pStyle w:val="` + style + `"/>`)
	if b.breakNext {
		b.raw(`<w:pageBreakBefore/>`)
		b.breakNext = false
	}
	b.raw(extra + `</w:pPr>`)
}

func (b *body) close() { b.raw(`</w:p>`) }

// paragraph writes a paragraph unless it says nothing: an empty paragraph is
// read aloud as "blank".
func (b *body) paragraph(style string, runs ...document.Run) {
	if silent(runs) {
		return
	}
	b.open(style, "")
	b.runs(runs)
	b.close()
}

func silent(runs []document.Run) bool {
	for _, r := range runs {
		if ooxml.Clean(r.Text) != "" {
			return false
		}
	}
	return true
}

func (b *body) headingBlock(h document.Heading) {
	b.heading++
	b.open(fmt.Sprintf("Heading%d", clamp(h.Level)), "")
	b.rawf(`<w:bookmarkStart w:id="%d" w:name="%s"/>`, b.heading, bookmark(b.heading))
	b.runs([]document.Run{document.T(headingText(h))})
	b.rawf(`<w:bookmarkEnd w:id="%d"/>`, b.heading)
	b.close()
}

func headingText(h document.Heading) string {
	if h.Number == "" {
		return h.Text
	}
	return h.Number + " " + h.Text
}

func clamp(level int) int { return max(1, min(level, 6)) }

func (b *body) paragraphBlock(p document.Paragraph) {
	style := "BodyText"
	switch p.Style {
	case document.Lead:
		style = "Ingress"
	case document.Note:
		style = "Ruta"
	case document.Small:
		style = "Finstil"
	case document.Comment:
		style = "Kommentar"
		b.paragraph("KommentarAv", document.T(p.By))
	}
	b.paragraph(style, p.Runs...)
}

func (b *body) list(l document.List) {
	style, extra := "ListBullet", ""
	if l.Ordered {
		style, extra = "ListNumber", fmt.Sprintf(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, bulletList+1+b.ordered)
		b.ordered++
	}
	for _, item := range l.Items {
		b.open(style, extra)
		b.runs(item)
		b.close()
	}
}

// contents writes a table of contents as Word does: a field inside a content
// control, with its latest result already in it.
func (b *body) contents(c document.Contents) {
	depth := c.Depth
	if depth < 1 {
		depth = 3
	}
	depth = clamp(depth)
	var first = true
	b.raw(`<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>`)
	b.paragraph("TOCHeading", document.T(c.Title))
	for i, h := range b.headings {
		if clamp(h.Level) > depth {
			continue
		}
		b.open(fmt.Sprintf("TOC%d", clamp(h.Level)), "")
		if first {
			first = false
			b.rawf(`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-%d" \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`, depth)
		}
		page := ""
		if n := b.pages[h.ID]; h.ID != "" && n > 0 {
			page = fmt.Sprint(n)
		}
		b.rawf(`<w:hyperlink w:anchor="%s" w:history="1">`, bookmark(i+1))
		b.runs([]document.Run{document.T(headingText(h))})
		b.raw(`<w:r><w:tab/></w:r>` + field(`PAGEREF `+bookmark(i+1)+` \h`, page) + `</w:hyperlink>`)
		b.close()
	}
	if !first {
		b.open("Tabellslut", "")
		b.raw(`<w:r><w:fldChar w:fldCharType="end"/></w:r>`)
		b.close()
	}
	b.raw(`</w:sdtContent></w:sdt>`)
}

// field is a Word field with the result it had last.
func field(instruction, result string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + instruction + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>` + result + `</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

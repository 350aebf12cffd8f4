package pdf

import (
	"fmt"

	"genomlys/internal/document"
)

// engine lays a document out. Without out it only measures.
type engine struct {
	doc   *document.Doc
	faces *faces
	words words
	out   *output
	err   error

	top, bottom float64 // of the text on each page
	head        runningHead
	page        int
	y, gap      float64 // gap is space still to be left, unless a page starts
	total       int     // pages, known in the second pass
	root        *elem

	levels []int          // tag level of each heading, in order
	heads  []heading      // met so far in this pass
	known  []heading      // all of the first pass
	plans  map[int]*table // by block; kept from the first pass
}

// heading is a heading with its place.
type heading struct {
	text, id string
	tag      int // level as it is tagged
	page     int
	y        float64
}

func newEngine(doc *document.Doc, fs *faces) *engine {
	e := &engine{doc: doc, faces: fs, words: vocabulary[doc.Lang], plans: map[int]*table{}}
	var levels []int
	for _, b := range doc.Blocks {
		switch b := b.(type) {
		case document.Heading:
			levels = append(levels, b.Level)
		case document.Contents:
			if b.Title != "" {
				levels = append(levels, 1)
			}
		}
	}
	e.levels = tagLevels(levels)
	e.planHead()
	return e
}

func (e *engine) fail(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf(format, args...)
	}
}

// run lays out the whole document.
func (e *engine) run() {
	e.root = e.out.open(nil, "Document", "")
	e.newPage()
	e.title()
	for i, b := range e.doc.Blocks {
		if e.err != nil {
			return
		}
		switch b := b.(type) {
		case document.Heading:
			e.heading(i, b)
		case document.Paragraph:
			e.paragraph(b)
		case document.List:
			e.list(b)
		case document.Table:
			e.table(i, b)
		case document.Figure:
			e.figure(b)
		case document.Contents:
			e.contents(b)
		case document.PageBreak:
			if !e.atTop() {
				e.newPage()
			}
		case document.Signatures:
			e.signatures(b)
		default:
			e.fail("block %d: the PDF writer does not know %T", i+1, b)
		}
	}
	e.closePage()
	e.out.close(e.root)
}

// compare finds out whether the second pass landed as the first foretold; if
// not, a table gave other rows the second time and page numbers are wrong.
func (e *engine) compare(first *engine) error {
	if e.page != first.page {
		return fmt.Errorf("the document took %d pages, then %d: a table gave different rows the second time", first.page, e.page)
	}
	for i, h := range e.heads {
		if h.page != first.heads[i].page {
			return fmt.Errorf("heading %q moved between the passes: a table gave different rows the second time", h.text)
		}
	}
	return nil
}

func (e *engine) newPage() {
	e.closePage()
	e.page++
	e.y, e.gap = e.top, 0
	if e.out != nil && e.page > len(e.out.pageIDs) {
		e.fail("the document grew between the passes: a table gave different rows the second time")
		e.out.pageIDs = append(e.out.pageIDs, e.out.reserve())
	}
	e.out.newPage()
	e.drawHead()
}

func (e *engine) closePage() {
	if e.page > 0 {
		e.drawFoot()
		e.out.endPage()
	}
}

func (e *engine) atTop() bool { return e.y == e.top }

// space asks for room before what comes next; the largest wish wins.
func (e *engine) space(h float64) { e.gap = max(e.gap, h) }

// room is the height left for what comes next.
func (e *engine) room() float64 {
	if e.atTop() {
		return e.bottom - e.y
	}
	return e.bottom - e.y - e.gap
}

// need starts a new page unless h fits, then leaves the space asked for.
func (e *engine) need(h float64) {
	if h > e.room()+0.01 && !e.atTop() {
		e.newPage()
	}
	e.leave()
}

// leave moves past the space asked for; at the top of a page there is none.
func (e *engine) leave() {
	if !e.atTop() {
		e.y += e.gap
	}
	e.gap = 0
}

// segments spreads n lines over pages without leaving a single line behind or
// taking one along (orphans, widows). draw is called once for each page's
// share, from e.y, and pad is the height it adds above and below.
func (e *engine) segments(n int, lead, pad float64, draw func(from, to int)) {
	for from := 0; from < n; {
		left := n - from
		take := min(left, int((e.room()-2*pad+0.01)/lead))
		if take < left {
			if left-take < 2 {
				take = left - 2
			}
			if take < 2 {
				if !e.atTop() {
					e.newPage()
					continue
				}
				take = max(1, take)
			}
		}
		e.leave()
		draw(from, from+take)
		e.y += float64(take)*lead + 2*pad
		from += take
		if from < n {
			e.newPage()
		}
	}
}

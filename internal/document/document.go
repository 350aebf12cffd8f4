// Package document is the one model of every text that leaves the product:
// a list of blocks that each writer (PDF, DOCX, HTML, JSON) turns into a file.
// It does no I/O and knows nothing of registers.
package document

import (
	"iter"
	"strings"
	"time"

	"genomlys/internal/chart"
)

// Doc is one document. The same Doc gives the same bytes in every writer.
type Doc struct {
	Lang         string // "sv" or "en"; sets the language of the file ("sv-SE", "en-GB")
	Title        string
	Subtitle     string // lead under the title on the first page
	Organisation string // header, left, bold
	Unit         string // header, left, second line
	Name         string // header, middle, bold: the document's name
	DiaryNo      string // header, middle, "Dnr …"
	Date         string // header, middle: 2023-11-24
	Draft        bool   // prints UTKAST / DRAFT in the header
	FooterLeft   string // "Siffror per …"
	FooterRight  string // postal address, web
	Created      time.Time
	Blocks       []Block
	Attachments  []Attachment // carried inside where the format allows (PDF/A-3)
}

// Attachment is a file that travels with the document.
type Attachment struct {
	Name, Mime, Description string
	Relationship            string // PDF AFRelationship: Data, Source, Supplement
	Data                    []byte
}

// Block is one of the types below.
type Block interface{ block() }

// Heading opens a section. Level 1 is under the document's title.
// Number ("2.3") is printed before the text and may be empty.
type Heading struct {
	Level  int
	Number string
	Text   string
	ID     string // anchor, unique in the document
}

// Style is the role of a paragraph.
type Style int

// The styles of a paragraph.
const (
	Body    Style = iota
	Lead          // larger, muted: the introduction
	Note          // a boxed remark
	Small         // meta text, sources
	Comment       // somebody's own analysis, with By
)

// Paragraph is running text.
type Paragraph struct {
	Style Style
	By    string // author of a Comment: "Informationssäkerhetssamordnare SLK"
	Runs  []Run
}

// Run is a piece of text with one look.
type Run struct {
	Text   string
	Bold   bool
	Italic bool
	Lang   string // when another than the document's
	Link   string // "#anchor" or an absolute address
	Trace  *Trace // a figure that opens its records
}

// Words gives what some runs say, without their looks.
func Words(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

// Trace ties a figure in a text to its definition and its records.
type Trace struct {
	Figure string // F03
	Href   string // where the records are shown; empty in a file without a server
}

// List is a bullet or numbered list.
type List struct {
	Ordered bool
	Items   [][]Run
}

// Align is how a column's cells stand.
type Align int

// The alignments.
const (
	Left Align = iota
	Right
)

// Column is a table column; Weight is its share of the width (0 counts as 1).
type Column struct {
	Title  string
	Align  Align
	Weight float64
}

// Table has a header row that is repeated on each page. Rows may be called
// several times, since writers measure before they write, and may be stopped
// early; it must give the same rows each time.
// The first cell of a row is its row header when RowHeads is set.
type Table struct {
	Label    string // "Tabell 4."; bold before the caption
	Caption  string
	Sub      string // "Per 2023-11-15."
	Columns  []Column
	RowHeads bool
	Rows     iter.Seq[[]Cell]
}

// Cell is the content of a table cell.
type Cell []Run

// Figure is a chart with a text alternative.
type Figure struct {
	Label   string // "Figur 2."
	Caption string
	Sub     string
	Alt     string // holds the data in words
	Drawing chart.Drawing
}

// Contents is the table of contents down to the given heading level.
type Contents struct {
	Title string
	Depth int
}

// PageBreak starts a new page.
type PageBreak struct{}

// Signatures is a row of signature lines: each a function and a line below it.
type Signatures struct {
	Lines []Signature
}

// Signature is one signature line.
type Signature struct{ Who, What string }

func (Heading) block()    {}
func (Paragraph) block()  {}
func (List) block()       {}
func (Table) block()      {}
func (Figure) block()     {}
func (Contents) block()   {}
func (PageBreak) block()  {}
func (Signatures) block() {}

// T is a plain run.
func T(s string) Run { return Run{Text: s} }

// B is a bold run.
func B(s string) Run { return Run{Text: s, Bold: true} }

// P is a body paragraph of one plain run.
func P(s string) Paragraph { return Paragraph{Runs: []Run{T(s)}} }

// C is a table cell of one plain run.
func C(s string) Cell { return Cell{T(s)} }

// Rows turns a slice into what Table wants.
func Rows(rows [][]Cell) iter.Seq[[]Cell] {
	return func(yield func([]Cell) bool) {
		for _, r := range rows {
			if !yield(r) {
				return
			}
		}
	}
}

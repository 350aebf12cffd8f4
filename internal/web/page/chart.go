package page

import (
	"bytes"

	"genomlys/internal/chart"

	"github.com/a-h/templ"
)

// Drawn is a chart on a page: what is counted, the picture, and the same in
// words or in a table.
type Drawn struct {
	Title string // what is counted
	Sub   string // unit, day and sum
	Alt   string // the data in words (chart.SayBars …), read out in the picture's place
	Draw  func(chart.Options) chart.Drawing
	Full  bool   // takes the page's width
	Table *Table // the same data, folded in beneath; nil where the page has it
}

// The widths at which charts are drawn, in the drawing's points, so that their
// texts are 14 px: in a column of text, over the page, and on a phone.
const (
	columnWide = 340
	pageWide   = 620
	slimWide   = 200
)

// sizes are the drawings of a chart; the style sheet shows the one that fits.
func (x Drawn) sizes() []sized {
	if x.Full {
		return []sized{{"full", pageWide}, {"mid", columnWide}, {"slim", slimWide}}
	}
	return []sized{{"mid", columnWide}, {"slim", slimWide}}
}

type sized struct {
	class string
	width float64
}

// svg draws a chart in one width.
func (x Drawn) svg(width float64) templ.Component {
	var b bytes.Buffer
	if err := chart.SVG(&b, x.Draw(chart.Options{Width: width}), x.Alt, chart.SVGOptions{}); err != nil {
		return templ.NopComponent // it has no words; a picture nobody can read is not shown
	}
	return templ.Raw(b.String())
}

// HeatTable is a table of figures, tinted in two steps by how far off they are.
type HeatTable struct {
	Caption string
	Explain string // what the steps mean
	Corner  string // what the rows are
	Heads   []Link
	Rows    []HeatRow
}

// HeatRow is a row of a heat table.
type HeatRow struct {
	Link
	Cells []HeatCell
}

// HeatCell is a figure; Step is 0, 1 (off) or 2 (far off).
type HeatCell struct {
	Link
	Step int
}

var (
	heatClass = [...]string{"", "h2", "h3"}
	heatMark  = [...]string{"", "▽", "▼"}
)

func (c HeatCell) step() int { return max(0, min(2, c.Step)) }

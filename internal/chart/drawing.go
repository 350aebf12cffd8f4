// Package chart draws figures once, as vector marks, so that a page and a
// printed report show the same picture. It never does I/O and knows no data.
package chart

// Drawing is a picture in points (1/72 inch), origin at top left.
type Drawing struct {
	Width, Height float64
	Marks         []Mark
}

// Mark is one drawn thing: a filled box, a line, a text or a band.
type Mark struct {
	Kind       Kind
	X, Y, W, H float64 // box; a line goes from (X,Y) to (X+W,Y+H); a text stands with its baseline at (X,Y)
	Tone       Tone
	Rise       float64 // band only: how much lower its right end stands than its left
	Hatched    bool    // box only: what is missing is hatched, so that it also shows in black and white
	Text       string
	Size       float64 // of a text in points; of a line its thickness, 0 is 0.75
	Bold       bool
	Anchor     Anchor
}

// Kind tells what a mark is.
type Kind int

// The kinds of mark.
const (
	Box Kind = iota
	Line
	Text
	Band // goes from the left edge (X,Y) of height H to the right edge (X+W,Y+Rise) of the same height; drawn pale
)

// Tone names a colour by its role; the writer knows the colour.
type Tone int

// The tones of design.md: ink, secondary ink, hairline and the four series.
const (
	Ink Tone = iota
	Muted
	Hairline
	C1
	C2
	C3
	C4
)

// Anchor tells which end of a text stands at X.
type Anchor int

// The anchors of a text.
const (
	Start Anchor = iota
	Middle
	End
)

package pdf

import "genomlys/internal/chart"

// mm is one millimetre in points.
const mm = 72 / 25.4

// The sheet: A4, margins 18/20/20/20 mm, text column from 50 mm.
const (
	pageW, pageH = 595.28, 841.89
	marginL      = 20 * mm
	marginR      = pageW - 20*mm
	textL        = 50 * mm
	textW        = marginR - textL
	wideW        = marginR - marginL
	headTop      = 18 * mm
	headGap      = 13 * mm
	footRule     = pageH - 16.5*mm // the footer's rule when its texts take one line
	footGap      = 6 * mm          // between text and the footer's rule
)

// rgb is a colour 0xRRGGBB in sRGB.
type rgb uint32

// The colours of the printed report: black and white must work, so colour
// never carries meaning alone.
const (
	ink       rgb = 0x1b2220
	muted     rgb = 0x48524e
	hairline  rgb = 0xb9b5aa
	accent    rgb = 0x0b5b5a
	noteFill  rgb = 0xf6f5f1
	noteFrame rgb = 0xb9b5aa
	track     rgb = 0xdfdcd3 // the empty part of a meter
)

func toneColour(t chart.Tone) rgb {
	if t == chart.Hairline {
		return hairline // a shade darker than on screen, or it vanishes in print
	}
	r, g, b := t.RGB()
	return rgb(r)<<16 | rgb(g)<<8 | rgb(b)
}

// faceID names one of the embedded fonts.
type faceID uint8

const (
	sans faceID = iota
	sansBold
	sansItalic
	serif
	serifBold
	serifItalic
	faceCount
)

// family is the base face of a text; bold and italic are derived from it.
type family struct{ regular, bold, italic faceID }

var (
	sansFamily  = family{sans, sansBold, sansItalic}
	serifFamily = family{serif, serifBold, serifItalic}
)

// textStyle is how a block's text looks: size and line distance in points.
type textStyle struct {
	family     family
	size, lead float64
	ink        rgb
	bold       bool
}

func (s textStyle) face(bold, italic bool) faceID {
	switch {
	case bold || s.bold:
		return s.family.bold
	case italic:
		return s.family.italic
	}
	return s.family.regular
}

var (
	titleStyle   = textStyle{serifFamily, 23, 27, ink, true}
	leadStyle    = textStyle{serifFamily, 12, 17, muted, false}
	bodyStyle    = textStyle{serifFamily, 10.5, 15, ink, false}
	noteStyle    = textStyle{sansFamily, 9.5, 13.5, ink, false}
	smallStyle   = textStyle{sansFamily, 8.5, 12, muted, false}
	commentStyle = textStyle{serifFamily, 10.5, 15, ink, false}
	byStyle      = textStyle{sansFamily, 9, 12.5, ink, true}
	captionStyle = textStyle{sansFamily, 9, 12, ink, false}
	cellStyle    = textStyle{sansFamily, 9, 12.5, ink, false}
	cellHead     = textStyle{sansFamily, 9, 12.5, ink, true}
	contentStyle = textStyle{sansFamily, 10, 15, ink, false}
	headStyle    = textStyle{sansFamily, 8.5, 12, ink, false}
	footStyle    = textStyle{sansFamily, 7.5, 10, muted, false}
	signStyle    = textStyle{sansFamily, 9, 12, ink, false}
)

// headingStyle tells how a heading of the given level (1 and up) looks and
// the space before and after it.
func headingStyle(level int) (st textStyle, before, after float64) {
	switch level {
	case 1:
		return textStyle{sansFamily, 14, 18, ink, true}, 8 * mm, 2.5 * mm
	case 2:
		return textStyle{sansFamily, 11, 15, ink, true}, 6 * mm, 1.5 * mm
	}
	return textStyle{sansFamily, 10, 14, ink, true}, 4.5 * mm, 1 * mm
}

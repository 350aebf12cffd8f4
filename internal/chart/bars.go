package chart

// MaxBars is how many bars a picture may have; more are better read as a table.
const MaxBars = 12

// Bar is one bar: what it is, how much, and whether it counts what is missing
// (which is hatched, so that it also shows in black and white).
type Bar struct {
	Label   string
	Value   float64
	Hatched bool
}

const (
	barHeight = 12.0
	barStep   = 16.4
	barTop    = 2.0
)

// Bars draws horizontal bars from a common zero, each with its label to the
// left and its value at the end. Negative values are drawn as zero.
func Bars(data []Bar, opt Options) Drawing {
	labels, values := make([]string, len(data)), make([]string, len(data))
	top, valueW := opt.Max, 0.0
	for i, b := range data {
		labels[i], values[i] = b.Label, opt.format(b.Value)
		top = max(top, finite(b.Value))
		valueW = max(valueW, TextWidth(values[i], valueSize, true))
	}
	d := Drawing{Width: opt.width(), Height: 1}
	x0, texts := labelColumn(&d, labels)
	room := max(1, d.Width-x0-valueW-2*gapToLabel)
	y := barTop
	for i, b := range data {
		w := 0.0
		if top > 0 {
			w = room * finite(b.Value) / top
		}
		height := max(barHeight, lineStep*float64(len(texts[i])))
		labelLines(&d, texts[i], x0-gapToLabel, y+height/2)
		if w > 0 {
			d.Marks = append(d.Marks, Mark{Kind: Box, X: x0, Y: y + (height-barHeight)/2, W: w, H: barHeight, Tone: C1, Hatched: b.Hatched})
		}
		d.Marks = append(d.Marks, Mark{Kind: Text, X: x0 + w + gapToLabel, Y: y + height/2 + 3.2, Text: values[i], Size: valueSize, Bold: true})
		y += height + barStep - barHeight
	}
	axis(&d, x0, barTop-2, y-(barStep-barHeight)+2)
	d.Height = y
	return d
}

const lineStep = 10.5 // between the lines of a label

// labelColumn finds where bars start: after the longest label, but never
// beyond two fifths of the width; longer labels are broken.
func labelColumn(d *Drawing, labels []string) (x0 float64, lines [][]string) {
	limit := d.Width * 0.4
	widest := 0.0
	for _, l := range labels {
		broken := Break(l, labelSize, limit)
		lines = append(lines, broken)
		for _, t := range broken {
			widest = max(widest, TextWidth(t, labelSize, false))
		}
	}
	return max(widest, d.Width*0.1) + gapToLabel, lines
}

// labelLines writes lines that end at x, centred around y.
func labelLines(d *Drawing, lines []string, x, y float64) {
	y -= lineStep * float64(len(lines)-1) / 2
	for _, t := range lines {
		d.Marks = append(d.Marks, Mark{Kind: Text, X: x, Y: y + 3, Text: t, Size: labelSize, Tone: Muted, Anchor: End})
		y += lineStep
	}
}

// axis draws the zero line.
func axis(d *Drawing, x, from, to float64) {
	if to > from {
		d.Marks = append(d.Marks, Mark{Kind: Line, X: x, Y: from, H: to - from, Tone: Ink, Size: 0.75})
	}
}

package chart

// Stack is one stacked bar: its label and one part for each name.
type Stack struct {
	Label string
	Parts []float64
}

// Stacked draws horizontal bars of parts. The names stand above, each with
// its tone; the sum stands at the end, and a part's value inside it where
// there is room. The part named by hatched (an index, -1 for none) counts
// what is missing.
func Stacked(names []string, rows []Stack, hatched int, opt Options) Drawing {
	labels, sums := make([]string, len(rows)), make([]string, len(rows))
	top, sumW := opt.Max, 0.0
	for i, r := range rows {
		sum := 0.0
		for _, p := range r.Parts {
			sum += finite(p)
		}
		labels[i], sums[i] = r.Label, opt.format(sum)
		top = max(top, sum)
		sumW = max(sumW, TextWidth(sums[i], valueSize, true))
	}
	d := Drawing{Width: opt.width(), Height: 1}
	x0, texts := labelColumn(&d, labels)
	room := max(1, d.Width-x0-sumW-2*gapToLabel)
	y := stackNames(&d, names, hatched, x0)
	start := y
	for i, r := range rows {
		height := max(barHeight, lineStep*float64(len(texts[i])))
		labelLines(&d, texts[i], x0-gapToLabel, y+height/2)
		x := x0
		for k, p := range r.Parts {
			if finite(p) == 0 || top == 0 {
				continue
			}
			w := room * finite(p) / top
			b := Mark{Kind: Box, X: x, Y: y + (height-barHeight)/2, W: w, H: barHeight, Tone: series(k), Hatched: k == hatched}
			if w > 1.6 {
				b.W -= 0.8 // a white seam keeps parts apart in black and white
			}
			d.Marks = append(d.Marks, b)
			x += w
		}
		d.Marks = append(d.Marks, Mark{Kind: Text, X: x + gapToLabel, Y: y + height/2 + 3.2, Text: sums[i], Size: valueSize, Bold: true})
		y += height + barStep - barHeight
	}
	axis(&d, x0, start-2, y-(barStep-barHeight)+2)
	d.Height = y
	return d
}

// stackNames writes the names of the parts with their tones and gives the
// height where bars may start.
func stackNames(d *Drawing, names []string, hatched int, x0 float64) float64 {
	const swatch, between = 8.0, 14.0
	x, y := x0, barTop
	for i, n := range names {
		w := swatch + 4 + TextWidth(n, labelSize, false)
		if x > x0 && x+w > d.Width {
			x, y = x0, y+lineStep+2
		}
		d.Marks = append(d.Marks,
			Mark{Kind: Box, X: x, Y: y, W: swatch, H: swatch, Tone: series(i), Hatched: i == hatched},
			Mark{Kind: Text, X: x + swatch + 4, Y: y + 7.2, Text: n, Size: labelSize, Tone: Muted})
		x += w + between
	}
	if len(names) == 0 {
		return y
	}
	return y + lineStep + 6
}

package chart

import "math"

// MaxPoints is how many points a series over years shows; earlier ones are
// left out, since the table beneath holds them.
const MaxPoints = 5

const (
	apart     = 9.5  // between texts above each other
	boldWider = 1.08 // semibold is at most this much wider than regular
)

// Series is one line over years. A value that is NaN is missing and leaves a
// gap. Values belong to the years at the same place.
type Series struct {
	Name   string
	Values []float64
}

// Lines draws series over years from zero, with each value at its point and
// the name of the series at the end of its line. Only the last MaxPoints
// years are shown.
func Lines(years []string, data []Series, opt Options) Drawing {
	cut := max(0, len(years)-MaxPoints)
	years = years[cut:]
	const plotTop, plotH = 16.0, 96.0
	d := Drawing{Width: opt.width(), Height: plotTop + plotH + 18}
	top, nameW, valueW := opt.Max, 0.0, 0.0
	for _, s := range data {
		for _, v := range s.Values[min(cut, len(s.Values)):] {
			top = max(top, finite(v))
			valueW = max(valueW, TextWidth(opt.format(v), labelSize, true))
		}
		nameW = max(nameW, TextWidth(s.Name, labelSize, true))
	}
	if top == 0 {
		top = 1
	}
	left := max(16, valueW/2+1)
	right := d.Width - max(min(nameW, d.Width*0.4)+gapToLabel+10, valueW/2+1)
	base := plotTop + plotH
	at := func(i int) float64 {
		if len(years) < 2 {
			return (left + right) / 2
		}
		return left + (right-left)*float64(i)/float64(len(years)-1)
	}
	d.Marks = append(d.Marks, Mark{Kind: Line, X: 0, Y: base, W: right + gapToLabel, Tone: Ink, Size: 0.75})
	for i, y := range years {
		d.Marks = append(d.Marks, Mark{Kind: Text, X: at(i), Y: base + 12, Text: y, Size: labelSize, Tone: Muted, Anchor: Middle})
	}

	var names, values []placed
	for k, s := range data {
		vs := s.Values[min(cut, len(s.Values)):]
		last, lastX, lastY := false, 0.0, 0.0
		for i := range min(len(vs), len(years)) {
			if math.IsNaN(vs[i]) {
				last = false
				continue
			}
			x, y := at(i), base-plotH*finite(vs[i])/top
			if last {
				d.Marks = append(d.Marks, Mark{Kind: Line, X: lastX, Y: lastY, W: x - lastX, H: y - lastY, Tone: series(k), Size: 1.6})
			}
			d.Marks = append(d.Marks, Mark{Kind: Box, X: x - 2.2, Y: y - 2.2, W: 4.4, H: 4.4, Tone: series(k)})
			values = append(values, placed{Mark{Kind: Text, X: x, Y: y - 5, Text: opt.format(vs[i]), Size: labelSize, Bold: true, Anchor: Middle}, i})
			last, lastX, lastY = true, x, y
		}
		if last {
			for j, t := range Break(s.Name, labelSize*boldWider, d.Width*0.4) {
				names = append(names, placed{Mark{Kind: Text, X: lastX + gapToLabel + 9, Y: lastY + 3 + apart*float64(j), Text: t, Size: labelSize, Bold: true}, 0})
			}
		}
	}
	spread(values)
	spread(names)
	for _, p := range append(values, names...) {
		d.Marks = append(d.Marks, p.Mark)
	}
	return d
}

// placed is a text that must not cover another one of its column.
type placed struct {
	Mark
	column int
}

// spread moves texts of one column apart, the higher ones upwards.
func spread(ts []placed) {
	for range ts { // at most one round for each text
		moved := false
		for i := range ts {
			for k := range ts {
				a, b := &ts[i], &ts[k]
				if i == k || a.column != b.column || a.Y > b.Y || (a.Y == b.Y && i > k) || b.Y-a.Y >= apart-0.01 {
					continue
				}
				a.Y = b.Y - apart
				moved = true
			}
		}
		if !moved {
			return
		}
	}
}

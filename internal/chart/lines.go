package chart

import (
	"cmp"
	"math"
	"slices"
)

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
	const plotH = 96.0
	plotTop := 8 + apart*float64(max(1, len(data))) // room for the values above
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
			if math.IsNaN(vs[i]) || math.IsInf(vs[i], 0) {
				last = false
				continue
			}
			x, y := at(i), base-plotH*finite(vs[i])/top
			if last {
				d.Marks = append(d.Marks, Mark{Kind: Line, X: lastX, Y: lastY, W: x - lastX, H: y - lastY, Tone: series(k), Size: 1.6})
			}
			d.Marks = append(d.Marks, Mark{Kind: Box, X: x - 2.2, Y: y - 2.2, W: 4.4, H: 4.4, Tone: series(k)})
			values = append(values, placed{Mark{Kind: Text, X: x, Y: y - 5, Size: labelSize, Bold: true, Anchor: Middle}, i, []string{opt.format(vs[i])}})
			last, lastX, lastY = true, x, y
		}
		if last {
			broken := Break(s.Name, labelSize*boldWider, d.Width*0.4)
			names = append(names, placed{Mark{Kind: Text, X: lastX + gapToLabel + 9, Y: lastY + 3 - apart*float64(len(broken)-1), Size: labelSize, Bold: true}, 0, broken})
		}
	}
	for _, p := range append(spread(values), spread(names)...) {
		for j, t := range p.lines {
			m := p.Mark
			m.Text, m.Y = t, m.Y+apart*float64(j)
			d.Marks = append(d.Marks, m)
			d.Height = max(d.Height, m.Y+3)
		}
	}
	return d
}

// placed is a text of one or more lines that must not cover another one of
// its column.
type placed struct {
	Mark
	column int
	lines  []string
}

// spread moves texts of one column apart, upwards as long as there is room.
func spread(ts []placed) []placed {
	const highest = labelSize // the first baseline below the picture's edge
	slices.SortStableFunc(ts, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.column, b.column), cmp.Compare(a.Y, b.Y))
	})
	height := func(p placed) float64 { return apart * float64(len(p.lines)) }
	for i := len(ts) - 2; i >= 0; i-- {
		if ts[i].column == ts[i+1].column {
			ts[i].Y = min(ts[i].Y, ts[i+1].Y-height(ts[i]))
		}
	}
	for i := range ts {
		ts[i].Y = max(ts[i].Y, highest)
		if i > 0 && ts[i].column == ts[i-1].column {
			ts[i].Y = max(ts[i].Y, ts[i-1].Y+height(ts[i-1]))
		}
	}
	return ts
}

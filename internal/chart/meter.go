package chart

// Meter draws one value against a goal: a bar on a scale that ends at full,
// with a tick and the word goalText where the goal lies. A goal of zero or
// less draws no tick.
func Meter(value, goal, full float64, goalText string, opt Options) Drawing {
	const height, top = 10.0, 13.0
	d := Drawing{Width: opt.width(), Height: top + height + 4}
	text := opt.format(value)
	room := max(1, d.Width-TextWidth(text, valueSize, true)-2*gapToLabel)
	full = max(full, finite(value), goal)
	if full <= 0 {
		full = 1
	}
	w := room * finite(value) / full
	d.Marks = append(d.Marks, Mark{Kind: Box, X: 0, Y: top, W: room, H: height, Tone: Hairline})
	if w > 0 {
		d.Marks = append(d.Marks, Mark{Kind: Box, X: 0, Y: top, W: w, H: height, Tone: C1})
	}
	d.Marks = append(d.Marks, Mark{Kind: Text, X: room + gapToLabel, Y: top + height/2 + 3.2, Text: text, Size: valueSize, Bold: true})
	if goal > 0 {
		x := room * goal / full
		d.Marks = append(d.Marks, Mark{Kind: Line, X: x, Y: top - 3, H: height + 6, Tone: Ink, Size: 1.5})
		m := Mark{Kind: Text, X: x, Y: top - 5, Text: goalText, Size: labelSize, Tone: Muted, Anchor: Middle}
		half := TextWidth(goalText, labelSize, false) / 2
		if x+half > d.Width {
			m.X, m.Anchor = d.Width, End
		} else if x < half {
			m.X, m.Anchor = 0, Start
		}
		d.Marks = append(d.Marks, m)
	}
	return d
}

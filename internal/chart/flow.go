package chart

import (
	"cmp"
	"slices"
	"strings"
)

// MaxNodes is how many nodes a column of a flow has; where there are more, the
// smallest stand together as the last one.
const MaxNodes = 7

// Stream is an amount that passes one node in each column of a flow, such as
// supplier, object and outcome.
type Stream struct {
	Through []string
	Amount  float64
}

// Flowing says what a flow shows.
type Flowing struct {
	Columns []string           // what stands in each column
	Streams []Stream           // with a node for every column
	Rest    func(n int) string // what n nodes that stand together are called
	Last    []string           // the nodes of the last column in order, which is also that of their tones; others follow
}

const (
	nodeWide  = 6.0
	nodeApart = 6.0
	flowHigh  = 130.0 // of a column's nodes together, without what parts them
	slimFlow  = 300.0 // below this width the columns stand above each other
)

type node struct {
	label  string
	lines  []string
	amount float64
	y, h   float64
	out    float64 // how far down bands to the right have come
	in     float64 // and those from the left
	tone   Tone
}

type column struct {
	nodes []*node
	of    map[string]*node // by the label in the streams
}

// Flow draws how amounts pass through columns of nodes, from left to right.
// Where there is little room each column is drawn as bars, above the next.
func Flow(f Flowing, opt Options) Drawing {
	cols := arrange(f)
	if opt.width() < slimFlow {
		return flowBars(f, cols, opt)
	}
	d := Drawing{Width: opt.width()}
	at := place(&d, f, cols, opt)
	for i := 0; i+1 < len(cols); i++ {
		bands(&d, f, cols, i, at)
	}
	for i, c := range cols {
		last := i == len(cols)-1 && i > 0
		title := Mark{Kind: Text, X: at[i] + nodeWide, Y: 10, Text: f.Columns[i], Size: labelSize, Bold: true, Tone: Muted, Anchor: End}
		room := title.X
		if last {
			title.X, title.Anchor, room = at[i], Start, d.Width-at[i]
		}
		if lines := Break(strings.TrimSpace(title.Text), labelSize*boldWider, room-labelSize); len(lines) > 1 {
			title.Text = lines[0] + "…" // said whole in the words of the drawing
		}
		d.Marks = append(d.Marks, title)
		for _, x := range c.nodes {
			d.Marks = append(d.Marks, Mark{Kind: Box, X: at[i], Y: x.y, W: nodeWide, H: max(x.h, 0.8), Tone: x.tone})
			nodeText(&d, x, at[i], last, opt)
		}
	}
	return d
}

// arrange gives the nodes of each column, largest first, and what is small
// together.
func arrange(f Flowing) []column {
	cols := make([]column, len(f.Columns))
	for i := range cols {
		sums, order := map[string]float64{}, []string{}
		for _, s := range f.Streams {
			if _, ok := sums[s.Through[i]]; !ok {
				order = append(order, s.Through[i])
			}
			sums[s.Through[i]] += finite(s.Amount)
		}
		fixed := map[string]int{}
		if i == len(cols)-1 {
			for k, l := range f.Last {
				fixed[l] = k - len(f.Last)
			}
		}
		slices.SortFunc(order, func(a, b string) int {
			return cmp.Or(cmp.Compare(fixed[a], fixed[b]), cmp.Compare(sums[b], sums[a]), cmp.Compare(a, b))
		})
		cols[i].of = map[string]*node{}
		for k, label := range order {
			if len(order) > MaxNodes && k >= MaxNodes-1 {
				if k == MaxNodes-1 {
					cols[i].nodes = append(cols[i].nodes, &node{label: f.Rest(len(order) - k)})
				}
			} else {
				cols[i].nodes = append(cols[i].nodes, &node{label: label})
			}
			x := cols[i].nodes[len(cols[i].nodes)-1]
			x.amount += sums[label]
			cols[i].of[label] = x
		}
		for k, x := range cols[i].nodes {
			if x.tone = Muted; i == len(cols)-1 {
				x.tone = series(k)
			}
		}
	}
	return cols
}

// place gives each node its height and place, the drawing its height, and where
// the columns begin.
func place(d *Drawing, f Flowing, cols []column, opt Options) []float64 {
	at := make([]float64, len(cols))
	limit := d.Width / 5
	first, last := limit+gapToLabel, d.Width-limit-gapToLabel-nodeWide
	for i := range cols {
		at[i] = first + (last-first)*float64(i)/float64(max(1, len(cols)-1))
	}
	total := 0.0
	for _, s := range f.Streams {
		total += finite(s.Amount)
	}
	if total == 0 {
		total = 1
	}
	const top = 18.0
	heights := make([]float64, len(cols))
	for i := range cols {
		for _, x := range cols[i].nodes {
			value := TextWidth(opt.format(x.amount), labelSize, true) + 4
			x.lines = Break(x.label, labelSize, max(limit-value, 30))
			x.h = flowHigh * x.amount / total
			heights[i] += max(x.h, lineStep*float64(len(x.lines))) + nodeApart
		}
		d.Height = max(d.Height, top+heights[i])
	}
	for i := range cols {
		y := top + (d.Height-top-heights[i])/2
		for _, x := range cols[i].nodes {
			slot := max(x.h, lineStep*float64(len(x.lines)))
			x.y = y + (slot-x.h)/2
			y += slot + nodeApart
		}
	}
	return at
}

// bands draws what goes from column i to the next, in the order of the nodes so
// that bands cross as little as they can.
func bands(d *Drawing, f Flowing, cols []column, i int, at []float64) {
	type pair struct{ from, to *node }
	sums := map[pair]float64{}
	for _, s := range f.Streams {
		sums[pair{cols[i].of[s.Through[i]], cols[i+1].of[s.Through[i+1]]}] += finite(s.Amount)
	}
	for _, from := range cols[i].nodes {
		for _, to := range cols[i+1].nodes {
			sum := sums[pair{from, to}]
			if sum == 0 {
				continue
			}
			h := from.h * sum / from.amount
			tone := Muted
			if i+2 == len(cols) {
				tone = to.tone
			}
			x := at[i] + nodeWide
			d.Marks = append(d.Marks, Mark{Kind: Band, X: x, Y: from.y + from.out, W: at[i+1] - x, H: h, Rise: to.y + to.in - from.y - from.out, Tone: tone})
			from.out += h
			to.in += h
		}
	}
}

// nodeText writes what a node is and how much passes it, beside it.
func nodeText(d *Drawing, x *node, at float64, right bool, opt Options) {
	y := x.y + x.h/2 + 3 - lineStep*float64(len(x.lines)-1)/2
	value := opt.format(x.amount)
	for k, t := range x.lines {
		m := Mark{Kind: Text, X: at - gapToLabel, Y: y, Text: t, Size: labelSize, Anchor: End}
		v := Mark{Kind: Text, X: m.X, Y: y, Text: value, Size: labelSize, Bold: true, Anchor: End}
		last := k == len(x.lines)-1
		if right {
			m.X, m.Anchor = at+nodeWide+gapToLabel, Start
			v.X, v.Anchor = m.X+TextWidth(t, labelSize, false)+4, Start
		} else if last {
			m.X -= TextWidth(value, labelSize, true) + 4
		}
		d.Marks = append(d.Marks, m)
		if last {
			d.Marks = append(d.Marks, v)
		}
		y += lineStep
	}
}

// flowBars draws the columns as bars, one above the other.
func flowBars(f Flowing, cols []column, opt Options) Drawing {
	d := Drawing{Width: opt.width()}
	top := 0.0
	for _, c := range cols {
		for _, x := range c.nodes {
			top = max(top, x.amount)
		}
	}
	o := opt
	o.Max = top
	for i, c := range cols {
		for _, line := range Break(strings.TrimSpace(f.Columns[i]), labelSize*boldWider, d.Width) {
			d.Height += lineStep
			d.Marks = append(d.Marks, Mark{Kind: Text, X: 0, Y: d.Height, Text: line, Size: labelSize, Bold: true, Tone: Muted})
		}
		d.Height += 6
		var data []Bar
		for _, x := range c.nodes {
			data = append(data, Bar{Label: x.label, Value: x.amount})
		}
		part := Bars(data, o)
		k := -1
		for _, m := range part.Marks {
			if m.Y += d.Height; m.Kind == Box && i == len(cols)-1 {
				k++
				m.Tone = series(k)
			}
			d.Marks = append(d.Marks, m)
		}
		d.Height += part.Height + nodeApart
	}
	return d
}

package web

import (
	"fmt"
	"math"

	"genomlys/internal/chart"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web/page"
)

// figureCharts draws a figure over the years and by its groups.
func (w *Web) figureCharts(r *door.Request, p *page.Figure, x figure.Figure, org *register.Record, asOf register.Date, known int64) error {
	if x.Unit == "date" {
		return nil
	}
	if n := len(x.Groups); n > 1 && n <= chart.MaxBars {
		var bars []chart.Bar
		for _, g := range x.Groups {
			bars = append(bars, chart.Bar{Label: lang.Soft(g.Label.In(r.Lang)), Value: float64(g.Count), Hatched: g.Value == ""})
		}
		p.ByGroup = &page.Drawn{Title: lang.FigureGroups.In(r.Lang), Sub: string(asOf), Alt: chart.SayBars(bars, chart.Options{}),
			Draw: func(o chart.Options) chart.Drawing { return chart.Bars(bars, o) }}
	}
	days, err := yearEnds(asOf)
	if err != nil {
		return err
	}
	var names []string
	var values []float64
	table := &page.Table{Caption: lang.ChartYears.In(r.Lang), Heads: []string{lang.ChartDay.In(r.Lang), measure(x).In(r.Lang)}}
	for _, d := range days {
		f, ok := x, true
		if d != asOf {
			set, err := w.Figures.Compute(r.Context(), r.Caller, figure.Request{Org: org.ID, AsOf: d, KnownAt: known, IDs: []string{x.ID}})
			if err != nil {
				return err
			}
			f, ok = set.Get(x.ID)
		}
		v := math.NaN() // another definition is another figure (domain.md C2)
		if ok && f.Version == x.Version {
			v = amount(f)
		}
		if len(values) == 0 && (math.IsNaN(v) || v == 0) {
			continue // from before there was anything to count
		}
		name := string(d[:4])
		if d == asOf {
			name = string(d)
		}
		names, values = append(names, name), append(values, v)
		row := []page.Value{{Texts: []string{string(d)}}, {Right: true}}
		if !math.IsNaN(v) {
			row[1].Texts = []string{lang.Whole(int64(v))}
		}
		table.Rows = append(table.Rows, row)
	}
	if len(values) < 2 {
		return nil
	}
	data := []chart.Series{{Values: values}}
	draw := func(o chart.Options) chart.Drawing {
		if x.Percent != nil {
			o.Max = 100
		}
		return chart.Lines(names, data, o)
	}
	p.Years = &page.Drawn{Title: lang.ChartYears.In(r.Lang), Sub: lang.ChartYearSub.With(r.Lang, measure(x).In(r.Lang), string(asOf)),
		Alt: p.Title + chart.SayLines(names, data, chart.Options{}), Draw: draw, Table: table}
	return nil
}

// measure is what is drawn of a figure: its share where it has a whole.
func measure(x figure.Figure) lang.Text {
	if x.Percent != nil {
		return lang.ChartOfWhole
	}
	return lang.ChartCount
}

func amount(f figure.Figure) float64 {
	switch {
	case f.Of != nil && f.Percent != nil:
		return float64(*f.Percent)
	case f.Of != nil:
		return math.NaN()
	}
	return float64(f.Value)
}

// yearEnds are the days of a figure's line: the ends of the years before a day,
// and the day.
func yearEnds(d register.Date) ([]register.Date, error) {
	var year int
	if _, err := fmt.Sscanf(string(d), "%d", &year); err != nil {
		return nil, fault.New(fault.Malformed, "not-a-date")
	}
	var out []register.Date
	for y := year - chart.MaxPoints + 1; y < year; y++ {
		out = append(out, register.Date(fmt.Sprintf("%04d-12-31", y)))
	}
	return append(out, d), nil
}

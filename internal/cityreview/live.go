package cityreview

import (
	"context"

	"genomlys/internal/access"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// Live is the figures of every board as of a day, out of the registers.
func Live(ctx context.Context, d Deps, c access.Caller, asOf register.Date, l lang.Lang) (Heat, error) {
	b, err := load()
	if err != nil {
		return Heat{}, err
	}
	t, err := d.tree(ctx, c, b, d.DB.EndOfDay(asOf))
	if err != nil {
		return Heat{}, err
	}
	ids := make([]register.ID, len(t.boards))
	for i, o := range t.boards {
		ids[i] = o.ID
	}
	h := Heat{Steps: b.Steps, Rows: []HeatBoard{}, Overlap: []string{}}
	if len(ids) == 0 {
		return h, nil
	}
	city, err := d.Figures.ByOrg(ctx, c, ids, asOf, 0)
	if err != nil {
		return Heat{}, err
	}
	for _, f := range city.Total.Figures {
		h.Figures = append(h.Figures, HeatHead{ID: f.ID, Label: f.Label.In(l), Unit: f.Unit, Good: f.Good, Goal: f.Goal})
	}
	cells := func(s figure.Set) []Cell {
		out := make([]Cell, len(h.Figures))
		for i, head := range h.Figures {
			out[i] = Cell{Figure: head.ID, Shown: "–"}
			if f, ok := s.Get(head.ID); ok {
				n := f.Value
				if f.Seen != figure.None && (f.Date == "" || f.Unit != "date") {
					out[i].Value = &n
				}
				out[i].Of, out[i].Shown = f.Of, f.Shown.In(l)
			}
			out[i] = judge(b, out[i], head.Good, head.Goal)
		}
		return out
	}
	for i, o := range t.boards {
		h.Rows = append(h.Rows, HeatBoard{ID: string(o.ID), Short: short(o), Title: o.Text("title"), Cells: cells(city.Orgs[i])})
	}
	h.Total = cells(city.Total)
	h.Overlap = append(h.Overlap, city.Overlap...)
	h.Note = city.Note.In(l)
	return h, nil
}

package main

import (
	"fmt"

	"genomlys/internal/access"
	"genomlys/internal/app"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// FiguresCmd computes the named figures.
type FiguresCmd struct {
	Org     string   `help:"Short name of the organisation; needed when there are several offices."`
	AsOf    string   `help:"The day they show; otherwise today."`
	Compare string   `help:"The day to compare with; otherwise a year before."`
	ID      []string `name:"id" help:"Only these figures, by id (F01) or key."`
}

// Run prints figures.
func (c *FiguresCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	org, err := h.Org(g.ctx, c.Org)
	if err != nil {
		return err
	}
	asOf, compare := day(h, c.AsOf), register.Date(c.Compare)
	if compare == "" {
		compare = asOf.YearBefore()
	}
	set, err := h.Figures.Compute(g.ctx, access.System(), figure.Request{Org: org.ID, AsOf: asOf, Compare: compare, IDs: c.ID})
	if err != nil {
		return err
	}
	l := lang.Parse(g.Lang)
	if g.JSON {
		return g.result(set.Wire(l))
	}
	for _, f := range set.Figures {
		was := ""
		if f.Compare != nil && !f.Compare.NewDefinition {
			was = fmt.Sprintf("(%d)", f.Compare.Value)
		}
		fmt.Fprintf(g.out, "%s\t%s\t%s\t%s\n", f.ID, f.Shown.In(l), was, f.Label.In(l))
	}
	return nil
}

// day is the day given, or today where there is none.
func day(h *app.House, given string) register.Date {
	if given != "" {
		return register.Date(given)
	}
	return register.DateOf(h.Now().In(h.DB.Zone))
}

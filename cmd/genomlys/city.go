package main

import (
	"fmt"

	"genomlys/internal/city"
)

// CityCmd fills a database with a generated city.
type CityCmd struct {
	Orgs    int    `default:"40" help:"Boards and companies."`
	Objects int    `default:"10000" help:"Objects of them all."`
	Seed    uint64 `default:"1" help:"The same seed gives the same city on the same day."`
}

// Run fills the database.
func (c *CityCmd) Run(g *Globals) error {
	h, err := g.open(false)
	if err != nil {
		return err
	}
	defer h.Close()
	b := g.bar("Bygger staden", "Building the city")
	res, err := city.Fill(g.ctx, h.DB, h.Commands, city.Options{Orgs: c.Orgs, Objects: c.Objects, Seed: c.Seed, Now: h.Now(), Tell: b.at})
	b.done()
	if err != nil {
		return err
	}
	if g.JSON {
		return g.result(map[string]any{"records": res.Records, "of": res.Of, "position": res.Position})
	}
	_, err = fmt.Fprintf(g.out, "%d records, ledger %d\n", res.Records, res.Position)
	return err
}

package main

import (
	"io"
	"os"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/document/pdf"
	"genomlys/internal/door"
	"genomlys/internal/intake"
	"genomlys/internal/lang"
)

// ExportCmd writes what a list shows.
type ExportCmd struct {
	Register string `arg:"" help:"Collection, as registers lists them: objects."`
	AsOf     string `help:"The list as it stood on a day."`
	KnownAt  string `help:"As it was known at a ledger position."`
	Filter   string `help:"Filter, as in the API: kind = shared_it."`
	OrderBy  string `help:"Order: title desc, ref."`
	Columns  string `help:"Fields, a,b; * for all that an import reads."`
	Format   string `default:"csv" enum:"csv,xlsx,pdf,json,jsonl" help:"csv, xlsx, pdf, json or jsonl."`
	Out      string `short:"o" help:"File to write; otherwise stdout."`
	As       string `help:"E-mail of the person who exports; otherwise the installation itself."`
}

// Run exports.
func (c *ExportCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	reg, err := reg(h, c.Register)
	if err != nil {
		return err
	}
	caller := access.System()
	if c.As != "" {
		if caller, err = h.Access.ByEmail(g.ctx, c.As, h.Now()); err != nil {
			return err
		}
	}
	q, _, err := door.Ask{Filter: c.Filter, OrderBy: c.OrderBy, AsOf: c.AsOf, KnownAt: c.KnownAt}.Query(g.ctx, h.DB, caller, reg, h.Now())
	if err != nil {
		return err
	}
	out := intake.Outgoing{Caller: caller, Register: reg, Filter: q.Filter, Order: q.Order, AsOf: q.AsOf, KnownAt: q.KnownAt, Lang: lang.Parse(g.Lang), Now: h.Now()}
	if c.Columns != "" {
		out.Columns = strings.Split(strings.ReplaceAll(c.Columns, " ", ""), ",")
	}
	deps := intake.Deps{DB: h.DB, Commands: h.Commands}
	write := func(w io.Writer) error {
		if c.Format != "pdf" {
			return intake.Write(g.ctx, deps, w, c.Format, out)
		}
		doc, err := intake.Listing(g.ctx, deps, out, c.AsOf)
		if err != nil {
			return err
		}
		_, err = pdf.Write(w, doc, pdf.Options{Archive: true})
		return err
	}
	if c.Out == "" {
		return write(g.out)
	}
	f, err := os.OpenFile(c.Out, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		os.Remove(c.Out) // half a file would be taken for a whole one
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return g.saved(c.Out)
}

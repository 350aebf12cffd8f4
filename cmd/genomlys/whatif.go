package main

// WhatIfCmd answers what would follow if something happened.
type WhatIfCmd struct {
	Kind    string   `arg:"" help:"dpf, supplier, object, or W1 to W11."`
	Subject string   `arg:"" optional:"" help:"What it happens to: a supplier's name, an object's number …"`
	Org     string   `help:"Only what is this organisation's or below it."`
	AsOf    string   `help:"The registers as they stood at the end of this day."`
	Param   []string `sep:"none" help:"name=value, one for each."`
	By      string   `help:"E-mail of who asks; the answer holds what they may see."`
	Format  string   `help:"pdf, docx, html or json; otherwise by the file's name, or the answer as JSON."`
	Out     string   `short:"o" help:"File to write; otherwise stdout."`
}

// Run answers.
func (c *WhatIfCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	rep, err := h.Rooms.Report("what-if")
	if err != nil {
		return err
	}
	call, err := g.call(h, c.By, c.Param)
	if err != nil {
		return err
	}
	for k, v := range map[string]string{"kind": c.Kind, "subject": c.Subject, "org": c.Org, "as_of": c.AsOf} {
		if v != "" {
			call.Params[k] = v
		}
	}
	return g.answer(h, rep, call, formatOf(c.Format, c.Out, ""), c.Out)
}

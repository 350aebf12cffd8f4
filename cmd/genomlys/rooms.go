package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/app"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/room"
)

// call begins a call of a room. Commands on the machine are the installation's
// own unless they are given as a person's.
func (g *Globals) call(h *app.House, by string, params []string) (room.Call, error) {
	c := room.Call{Caller: access.System(), Lang: lang.Parse(g.Lang), Now: h.Now(), Via: "cli", Params: map[string]string{}}
	for _, p := range params {
		k, v, ok := strings.Cut(p, "=")
		if !ok {
			return c, usage("--param ska vara namn=värde.", "--param must be name=value.", g)
		}
		if _, twice := c.Params[k]; twice {
			return c, &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: k, Code: "given-twice"}}}
		}
		c.Params[k] = v
	}
	if by == "" {
		return c, nil
	}
	var err error
	c.Caller, err = h.Access.ByEmail(g.ctx, by, c.Now)
	return c, err
}

// reg finds a register by its name or collection.
func reg(h *app.House, name string) (*register.Register, error) {
	for _, r := range h.DB.Catalogue.All {
		if r.Collection == name || r.Name == name {
			return r, nil
		}
	}
	var all []string
	for _, r := range h.DB.Catalogue.All {
		all = append(all, r.Collection)
	}
	if near := query.Near(name, all); len(near) > 0 {
		all = near
	}
	return nil, door.Problem("register", "no-such-register", name, all...)
}

// formatOf is the format asked for, or that of the file's name.
func formatOf(format, out, otherwise string) string {
	if format == "" {
		format = strings.TrimPrefix(strings.ToLower(filepath.Ext(out)), ".")
	}
	if format == "" {
		format = otherwise
	}
	return format
}

// TextCmd writes a text out of a record.
type TextCmd struct {
	Register string   `arg:"" help:"Register, such as incidents."`
	Ref      string   `arg:"" help:"Record, such as INC-0001."`
	Name     string   `arg:"" optional:"" help:"Name of the text; without one, those there are."`
	Format   string   `help:"pdf, docx, html or json, for some xlsx and csv; otherwise by the file's name, or html."`
	Param    []string `sep:"none" help:"name=value, one for each."`
	By       string   `help:"E-mail of whom the text is made for; it holds what they may see."`
	Out      string   `short:"o" help:"File to write; otherwise stdout."`
}

// Run writes the text.
func (c *TextCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	r, err := reg(h, c.Register)
	if err != nil {
		return err
	}
	if c.Name == "" {
		return g.offered(h.Rooms.TextsOf(r.Name, nil), nil, nil)
	}
	t, err := h.Rooms.Text(r.Name, c.Name)
	if err != nil {
		return err
	}
	call, err := g.call(h, c.By, c.Param)
	if err != nil {
		return err
	}
	b, err := h.Rooms.WriteText(g.ctx, call, t, c.Ref, formatOf(c.Format, c.Out, "html"))
	if err != nil {
		return err
	}
	return g.write(c.Out, b)
}

// ReportCmd answers a report.
type ReportCmd struct {
	Name   string   `arg:"" optional:"" help:"Name of the report; without one, those there are."`
	Param  []string `sep:"none" help:"name=value, one for each."`
	Format string   `help:"pdf, docx, html or json, for some xlsx and csv; otherwise by the file's name, or the answer as JSON."`
	By     string   `help:"E-mail of who asks; the answer holds what they may see."`
	Out    string   `short:"o" help:"File to write; otherwise stdout."`
}

// Run answers.
func (c *ReportCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	if c.Name == "" {
		return g.offered(nil, h.Rooms.Reports, nil)
	}
	rep, err := h.Rooms.Report(c.Name)
	if err != nil {
		return err
	}
	call, err := g.call(h, c.By, c.Param)
	if err != nil {
		return err
	}
	return g.answer(h, rep, call, formatOf(c.Format, c.Out, ""), c.Out)
}

func (g *Globals) answer(h *app.House, rep room.Report, call room.Call, format, out string) error {
	if format != "" {
		b, err := h.Rooms.WriteReport(g.ctx, call, rep, format)
		if err != nil {
			return err
		}
		return g.write(out, b)
	}
	v, err := h.Rooms.Ask(g.ctx, call, rep)
	if err != nil {
		return err
	}
	if g.JSON {
		return g.result(v)
	}
	b, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("print the answer: %w", err)
	}
	return g.write(out, append(b, '\n'))
}

// ActCmd does several changes in one step.
type ActCmd struct {
	Register string   `arg:"" help:"Register, such as risk-analyses."`
	Ref      string   `arg:"" optional:"" help:"Record, for an act on one; otherwise the name of the act."`
	Name     string   `arg:"" optional:"" help:"Name of the act; without one, those there are."`
	Param    []string `sep:"none" help:"name=value, one for each."`
	File     string   `help:"File that the act reads." type:"existingfile"`
	Reason   string   `help:"Why, kept in the ledger: a code or diary number."`
	By       string   `help:"E-mail of the person who does it; otherwise the installation itself."`
	DryRun   bool     `help:"Do all but keep it."`
}

// Run does the act and prints what became of it.
func (c *ActCmd) Run(g *Globals) error {
	h, err := g.open(true)
	if err != nil {
		return err
	}
	defer h.Close()
	r, err := reg(h, c.Register)
	if err != nil {
		return err
	}
	ref, name := c.Ref, c.Name
	if name == "" {
		ref, name = "", c.Ref
	}
	if name == "" {
		return g.offered(nil, nil, h.Rooms.ActsOf(r.Name, nil))
	}
	act, err := h.Rooms.Act(r.Name, name)
	if err != nil {
		return err
	}
	if act.Free == (ref != "") {
		return usage("Steget görs på en post, eller på ingen. Se genomlys act "+r.Collection+".", "The act is on a record, or on none. See genomlys act "+r.Collection+".", g)
	}
	call, err := g.call(h, c.By, c.Param)
	if err != nil {
		return err
	}
	call.Reason, call.Dry = c.Reason, c.DryRun
	if c.File != "" {
		if call.File, err = os.ReadFile(c.File); err != nil {
			return err
		}
		call.FileName = filepath.Base(c.File)
	}
	rc, err := h.Rooms.Do(g.ctx, call, act, ref)
	if err != nil {
		return err
	}
	items := []map[string]any{}
	for _, it := range rc.Items {
		if it.New != nil {
			items = append(items, map[string]any{"op": it.Op, "register": it.New.Register.Collection, "id": it.New.ID, "ref": it.New.Ref, "version": it.New.Version, "title": it.New.Text("title")})
		}
	}
	if g.JSON {
		return g.result(map[string]any{"change_set": rc.Set, "position": rc.Position, "dry_run": c.DryRun, "items": items})
	}
	for _, it := range items {
		fmt.Fprintf(g.out, "%v\t%v\t%v\t%v\n", it["register"], it["ref"], it["op"], it["title"])
	}
	return nil
}

// offered prints what there is to choose among, with what each asks for.
func (g *Globals) offered(texts []room.Text, reports []room.Report, acts []room.Act) error {
	type param struct {
		Name    string   `json:"name"`
		Title   string   `json:"title"`
		Kind    string   `json:"kind"`
		Needed  bool     `json:"needed,omitempty"`
		Allowed []string `json:"allowed,omitempty"`
	}
	type thing struct {
		Name    string   `json:"name"`
		Title   string   `json:"title"`
		Formats []string `json:"formats,omitempty"`
		Params  []param  `json:"params,omitempty"`
	}
	out := []thing{}
	l := lang.Parse(g.Lang)
	add := func(name string, title lang.Text, formats []string, params []room.Param) {
		t := thing{Name: name, Title: title.In(l), Formats: formats}
		for _, p := range params {
			t.Params = append(t.Params, param{p.Name, p.Title.In(l), string(p.Kind), p.Needed, p.Choices.Codes()})
		}
		out = append(out, t)
	}
	for _, t := range texts {
		add(t.Name, t.Title, t.Formats(), t.Params)
	}
	for _, r := range reports {
		add(r.Name, r.Title, r.Formats(), r.Params)
	}
	for _, a := range acts {
		add(a.Name, a.Title, nil, a.Params)
	}
	if g.JSON {
		return g.result(out)
	}
	for _, t := range out {
		fmt.Fprintf(g.out, "%s\t%s\t%s\n", t.Name, t.Title, strings.Join(t.Formats, " "))
		for _, p := range t.Params {
			mark := ""
			if p.Needed {
				mark = " *"
			}
			fmt.Fprintf(g.out, "  %s%s\t%s\t%s\t%s\n", p.Name, mark, p.Kind, p.Title, strings.Join(p.Allowed, " "))
		}
	}
	return nil
}

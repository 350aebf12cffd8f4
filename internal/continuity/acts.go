package continuity

import (
	"context"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/method/continuity"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// openNeeded opens a plan for each object that needs one and has none.
func openNeeded(ctx context.Context, d Deps, c room.Call) (command.Receipt, error) {
	r, err := d.read(ctx, c.Caller, c.Now, c.EndOf("as_of"))
	if err != nil {
		return command.Receipt{}, err
	}
	p, err := r.look(register.ID(c.Params["org"]))
	if err != nil {
		return command.Receipt{}, err
	}
	var changes []command.Change
	for _, rec := range p.objects {
		if o := p.object(rec); o.Needed == continuity.Yes && len(o.Plans) == 0 {
			changes = append(changes, neededPlan(c, rec.Org, rec.Text("title"), rec.Text("owner"), []register.Link{{To: rec.ID}}))
		}
	}
	if len(changes) == 0 {
		return command.Receipt{}, fault.Problems([]fault.Problem{{Code: "nothing-needs-a-plan"}})
	}
	return d.Commands.Do(ctx, c.Caller, c.Options(), changes...)
}

func neededPlan(c room.Call, org register.ID, title, owner string, objects []register.Link) command.Change {
	var to []any
	for _, l := range objects {
		to = append(to, string(l.To))
	}
	fields := map[string]any{"title": "Kontinuitetsplan " + title, "objects": to}
	if owner != "" {
		fields["responsible"] = owner
	}
	return command.Change{Op: "create", Register: registers.ContinuityPlans, NewID: register.NewID(c.Now), Org: org, Fields: fields}
}

// openForFinding opens a plan for the objects of a finding and links it there.
func openForFinding(ctx context.Context, d Deps, c room.Call) (command.Receipt, error) {
	plan := neededPlan(c, c.Record.Org, c.Record.Text("title"), c.Record.Text("responsible"), c.Record.LinksOf("objects"))
	return d.linked(ctx, c, "continuity_plans", plan)
}

// addAction makes an action of what an exercise or a finding showed.
func addAction(ctx context.Context, d Deps, c room.Call) (command.Receipt, error) {
	kind := "rsa"
	if c.Record.Register.Name == registers.Exercises.Name {
		kind = "exercise"
	}
	id := register.NewID(c.Now)
	made := command.Change{Op: "create", Register: registers.Actions, NewID: id, Org: c.Record.Org,
		Fields: map[string]any{"title": c.Params["title"], "owner": c.Params["owner"], "due": c.Params["due"], "origin_kind": kind, "registered_on": string(c.Today())}}
	return d.linked(ctx, c, "actions", made, command.Change{Op: "decide", Register: registers.Actions, ID: string(id)})
}

// linked makes a record and links the call's record to it, in one step.
func (d Deps) linked(ctx context.Context, c room.Call, field string, made command.Change, then ...command.Change) (command.Receipt, error) {
	links := []any{}
	for _, l := range c.Record.LinksOf(field) {
		links = append(links, string(l.To))
	}
	changes := append([]command.Change{made}, then...)
	return d.Commands.Do(ctx, c.Caller, c.Options(), append(changes, command.Change{Op: "update", Register: c.Record.Register, ID: string(c.Record.ID), Version: c.Record.Version,
		Fields: map[string]any{field: append(links, string(made.NewID))}})...)
}

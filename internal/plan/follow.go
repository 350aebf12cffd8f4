package plan

import (
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// follow keeps the point that another was carried from in step: it is moved when
// the new one is planned for a later year, else it goes as the new one goes.
func (h *house) follow(f command.Following) ([]command.Change, error) {
	from := f.New.Text("carried")
	if from == "" {
		return nil, nil
	}
	recs, err := f.Find(registers.Priorities, draft.Where("id", from))
	if err != nil || len(recs) == 0 {
		return nil, err
	}
	old := recs[0]
	was, _ := old.Number("year")
	is, _ := f.New.Number("year")
	step, fields := "", map[string]any{}
	switch status := f.New.Text("status"); {
	case !open(old.Text("status")):
	case is > was:
		step = "move"
	case status == "ongoing" && old.Text("status") == "planned":
		step = "start"
		fields["started_on"] = f.New.Text("started_on")
	case status == "done":
		step = "finish"
		fields["done_on"] = f.New.Text("done_on")
	case status == "dropped":
		step = "drop"
		fields["comment"] = f.New.Text("comment")
	}
	if step == "" {
		return nil, nil
	}
	return []command.Change{{Op: step, Register: old.Register, ID: string(old.ID), Fields: fields}}, nil
}

// begin decides what a plan proposes when the plan is decided: until then nobody
// is asked to do it.
func begin(f command.Following) ([]command.Change, error) {
	if !f.Became("decided") || f.Elsewhere(f.New) {
		return nil, nil
	}
	proposed, err := f.Find(registers.Actions, query.And{draft.Where("plan", string(f.New.ID)), draft.Where("status", "proposed")})
	var out []command.Change
	for _, a := range proposed {
		out = append(out, command.Change{Op: "decide", Register: a.Register, ID: string(a.ID)})
	}
	return out, err
}

// act makes an action of a decision that has a day and nobody has made actions
// of. A decision without a day, such as to approve the review, asks for nothing
// to be done. The owner is whoever answers for the decision, else the reporter.
func (h *house) act(f command.Following) ([]command.Change, error) {
	if !f.Became("decided") || f.New.Text("due") == "" || len(f.New.LinksOf("actions")) > 0 {
		return nil, nil
	}
	owner := f.New.Text("responsible")
	if owner == "" {
		reviews, err := f.Find(registers.ManagementReviews, draft.Where("id", f.New.Text("review")))
		if err != nil || len(reviews) == 0 {
			return nil, err
		}
		owner = reviews[0].Text("reporter")
	}
	if owner == "" {
		return nil, nil
	}
	id := register.NewID(f.Now)
	return []command.Change{
		{Op: "create", Register: registers.Actions, Org: f.New.Org, NewID: id, Source: "generated", Fields: map[string]any{
			"title": f.New.Text("title"), "description": f.New.Text("text"), "owner": owner, "due": f.New.Text("due"), "origin_kind": "review", "origin": string(f.New.ID),
			"registered_on": string(f.Today())}},
		{Op: "decide", Register: registers.Actions, ID: string(id)},
		{Op: "update", Register: registers.ImprovementDecisions, ID: string(f.New.ID), Fields: map[string]any{"actions": []any{string(id)}}},
	}, nil
}

package assess

import (
	"cmp"
	"context"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
)

// planSigned holds that whoever is said to have decided a plan has done so in person.
func (h *house) planSigned(f command.Following) ([]fault.Problem, error) {
	if !f.Became("decided") || f.New.Text("decided_by") == "" {
		return nil, nil
	}
	fn, err := h.reader(f).function(f.New.Text("decided_by"), f.Today())
	if err != nil || fn == nil || Meets(fn.function) || holds(f.Caller, fn) {
		return nil, err
	}
	return []fault.Problem{{Field: "decided_by", Code: "decide-in-own-function", Value: fn.title}}, nil
}

// planFollows decides the actions that a decided plan proposes: what is decided
// falls due, and is late when it is not done (domain.md R11).
func (h *house) planFollows(f command.Following) (out []command.Change, err error) {
	if !f.Became("decided") {
		return nil, nil
	}
	actions, err := h.reader(f).find("action", is("plan", f.New.ID)+" AND status = proposed")
	for _, a := range actions {
		out = append(out, update(a, "decide", map[string]any{}))
	}
	return out, err
}

// ActionPlanText is a plan with what is to be done, by whom and when.
func ActionPlanText(ctx context.Context, deps Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	w, rec, err := write(ctx, deps, c, "action_plan", id, l)
	if err != nil {
		return document.Doc{}, err
	}
	object, err := w.name("object", rec.Text("object"))
	if err != nil {
		return document.Doc{}, err
	}
	decider, err := w.name("role_assignment", rec.Text("decided_by"))
	if err != nil {
		return document.Doc{}, err
	}
	actions, err := w.r.find("action", is("plan", rec.ID))
	if err != nil {
		return document.Doc{}, err
	}
	slices.SortStableFunc(actions, func(a, b *register.Record) int {
		x, _ := a.Number("priority")
		y, _ := b.Number("priority")
		return cmp.Or(cmp.Compare(x, y), cmp.Compare(a.Text("due"), b.Text("due")))
	})
	w.head(lang.Text{SV: "Handlingsplan", EN: "Action plan"}, rec.Text("title"), rec.Text("status") == "draft")
	w.heading("Om planen", "About the plan")
	w.facts([]fact{
		{label: w.say("Objekt", "Object"), value: object, optional: true},
		{label: w.say("Anledning", "Cause"), value: w.word(rec, "origin_kind")},
		{label: w.say("Status", "Status"), value: w.word(rec, "status")},
		{label: w.say("Beslutad", "Decided on"), value: rec.Text("decided_on"), optional: rec.Text("status") == "draft"},
		{label: w.say("Beslutad av", "Decided by"), value: decider, optional: true},
	})
	if s := rec.Text("description"); s != "" {
		w.long(s, "")
	}
	w.heading("Åtgärder", "Actions")
	var rows [][]string
	cost, priced := int64(0), 0
	for _, a := range actions {
		owner, err := w.name("role_assignment", a.Text("owner"))
		if err != nil {
			return document.Doc{}, err
		}
		what := a.Ref + " " + a.Text("title")
		if s := a.Text("description"); s != "" {
			what += "\n" + s
		}
		money := "–"
		if n, ok := a.Number("cost_est"); ok {
			money, cost, priced = lang.Kronor(l, n), cost+n, priced+1
		}
		state := w.word(a, "status")
		if due := register.Date(a.Text("due")); due < w.r.day() && (a.Text("status") == "decided" || a.Text("status") == "ongoing") {
			state += w.say(", försenad", ", overdue")
		}
		rows = append(rows, []string{what, w.shown(a, "priority"), owner, a.Text("due"), money, state})
	}
	w.table([]document.Column{w.col("Åtgärd", "Action", 4.4), w.col("Prio", "Prio", 0.7), w.col("Ansvarig", "Owner", 2), w.col("Klar senast", "Due", 1.5), w.col("Kostnad", "Cost", 1.3), w.col("Läge", "State", 1.3)}, rows)
	if priced > 0 {
		w.paragraph(w.say("Beräknad kostnad tillsammans: ", "Estimated cost together: ") + lang.Kronor(l, cost) + ".")
	}
	return w.finish(), nil
}

// shown is a number of a record, or a dash where none is given.
func (w *writing) shown(rec *register.Record, field string) string {
	if n, ok := rec.Number(field); ok {
		return lang.Whole(n)
	}
	return "–"
}

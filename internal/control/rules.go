package control

import (
	"strconv"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/method/clock"
	"genomlys/internal/method/control"
	"genomlys/internal/method/risk"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// mayDecide holds that a mandatory process has an assessed risk for each working
// method, and that no high risk is left without handling (domain.md R22, 4.3).
func (h *house) mayDecide(f command.Following) ([]fault.Problem, error) {
	if !f.Became("decided") || f.Old == nil {
		return nil, nil
	}
	var ps []fault.Problem
	if f.New.Text("diary_no") == "" {
		ps = append(ps, fault.Problem{Field: "diary_no", Code: "vor-needs-diary-number"})
	}
	risks, err := f.Find(registers.VorRisks, draft.Where("process", string(f.New.ID)))
	if err != nil {
		return nil, err
	}
	day := clock.Date(f.Today())
	if f.New.Text("mandatory") == "yes" {
		for _, m := range control.Methods(methods(), rated(risks, day)) {
			if m.Assessed == 0 {
				ps = append(ps, fault.Problem{Code: "method-not-assessed", Value: m.Code, Of: "vor_risk.working_method"})
			}
		}
	}
	scale := h.book.At(day).Risk(rulebook.VOR)
	controlled, err := controlled(f.Find, risks)
	if err != nil {
		return nil, err
	}
	for _, r := range risks {
		if p := handled(scale, r, controlled[r.ID]); p != nil && r.Text("status") != "closed" {
			p.Field, p.Value = "", r.Ref
			p.Code, p.Of = "vor-risk-not-handled", "vor_risk.handling"
			ps = append(ps, *p)
		}
	}
	return ps, nil
}

func rated(risks []*register.Record, day clock.Date) (out []control.Risk) {
	for _, r := range risks {
		out = append(out, control.Risk{Method: r.Text("working_method"), Assessed: assessed(r, day)})
	}
	return out
}

// handled tells what is wrong with how a risk is handled for its value: the
// bands of the year's scale say which handling is enough. A risk that a control
// is planned for is handled by control, also where nobody has said so.
func handled(scale rulebook.RiskScale, r *register.Record, controlled bool) *fault.Problem {
	handling := r.Text("handling")
	if handling == "" && controlled {
		handling = "control"
	}
	a, err := scale.Scale().Assess(number(r, "p"), number(r, "c"))
	if err != nil || a.Band.Allows(risk.Treatment(handling)) {
		return nil // a risk that is not placed yet asks for nothing
	}
	var allowed []string
	for _, t := range a.Band.Handling {
		allowed = append(allowed, string(t))
	}
	return &fault.Problem{Field: "handling", Code: "vor-handling-too-weak", Value: strconv.Itoa(a.Value), Allowed: allowed}
}

// controlled tells which risks a control is planned for.
func controlled(find draft.Finder, risks []*register.Record) (map[register.ID]bool, error) {
	out := map[register.ID]bool{}
	ids := make([]string, len(risks))
	for i, r := range risks {
		ids[i] = string(r.ID)
	}
	if len(ids) == 0 {
		return out, nil
	}
	found, err := find(registers.ControlActivities, draft.Where("risk", ids...))
	for _, a := range found {
		if a.Text("status") != "cancelled" {
			out[register.ID(a.Text("risk"))] = true
		}
	}
	return out, err
}

// assessedToday dates an assessment that nobody has dated: without a day the
// working method would count as not assessed.
func (h *house) assessedToday(f command.Following) ([]command.Change, error) {
	if !f.Became("assessed") || f.Old == nil || f.New.Text("assessed_on") != "" {
		return nil, nil
	}
	return []command.Change{{Op: "update", Register: f.New.Register, ID: string(f.New.ID), Version: f.New.Version, Fields: map[string]any{"assessed_on": string(f.Today())}}}, nil
}

// mayHandle holds that a risk is handled as its value asks for, and that the
// handling is there: a control in a plan, or an action.
func (h *house) mayHandle(f command.Following) ([]fault.Problem, error) {
	if !f.Became("handled") {
		return nil, nil
	}
	var ps []fault.Problem
	if f.New.Text("handling") == "" {
		ps = append(ps, fault.Problem{Field: "handling", Code: "vor-handling-missing"})
	} else if p := handled(h.book.At(clock.Date(f.Today())).Risk(rulebook.VOR), f.New, false); p != nil {
		ps = append(ps, *p)
	}
	switch f.New.Text("handling") {
	case "action":
		if len(f.New.LinksOf("actions")) == 0 {
			ps = append(ps, fault.Problem{Field: "actions", Code: "vor-action-missing"})
		}
	case "control":
		planned, err := controlled(f.Find, []*register.Record{f.New})
		if err != nil {
			return nil, err
		}
		if !planned[f.New.ID] {
			ps = append(ps, fault.Problem{Field: "handling", Code: "vor-control-missing"})
		}
	}
	return ps, nil
}

// mayAdopt holds that a plan is adopted by the board, whose decision has a
// number, and that each activity says what, how, when and who.
func (h *house) mayAdopt(f command.Following) ([]fault.Problem, error) {
	if !f.Became("adopted") || f.Old == nil {
		return nil, nil
	}
	var ps []fault.Problem
	if f.New.Text("diary_no") == "" {
		ps = append(ps, fault.Problem{Field: "diary_no", Code: "vor-needs-diary-number"})
	}
	if on := f.New.Text("adopted_on"); on > string(f.Today()) {
		ps = append(ps, fault.Problem{Field: "adopted_on", Code: "control-day-to-come", Value: on})
	}
	found, err := f.Find(registers.ControlActivities, draft.Where("plan", string(f.New.ID)))
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		ps = append(ps, fault.Problem{Code: "control-plan-empty"})
	}
	for _, a := range found {
		if a.Text("status") == "cancelled" {
			continue
		}
		for _, field := range []string{"how", "responsible"} {
			if a.Text(field) == "" {
				ps = append(ps, fault.Problem{Field: "", Code: "control-activity-lacks", Value: a.Ref, Allowed: []string{a.Register.Must(field).Title.SV}})
			}
		}
		if a.Text("frequency") == "" && a.Text("period") == "" {
			ps = append(ps, fault.Problem{Code: "control-activity-lacks", Value: a.Ref, Allowed: []string{a.Register.Must("frequency").Title.SV}})
		}
	}
	return ps, nil
}

// levels are those that a control may show, on the day it was performed.
func (h *house) levels(f command.Following) rulebook.Degrees {
	return h.book.At(clock.Date(f.New.Text("performed_on"))).Degrees(rulebook.DeviationLadder)
}

// mayPerform holds that a result tells of what has been, and that its level
// agrees with what was counted.
func (h *house) mayPerform(f command.Following) ([]fault.Problem, error) {
	if s := f.New.Text("status"); s != "performed" && s != "confirmed" {
		return nil, nil
	}
	var ps []fault.Problem
	if on := f.New.Text("performed_on"); on > string(f.Today()) {
		ps = append(ps, fault.Problem{Field: "performed_on", Code: "control-day-to-come", Value: on})
	}
	n, counted := f.New.Number("deviations_n")
	if level := f.New.Text("deviation_level"); counted && (n > 0) == h.levels(f).Is(level, rulebook.Nothing) && level != "" {
		ps = append(ps, fault.Problem{Field: "deviation_level", Code: "level-differs-from-count", Value: strconv.FormatInt(n, 10)})
	}
	return ps, nil
}

const coordinator = "internal_control_coordinator"

// mayConfirm holds that the level is confirmed by the coordinator of internal
// control in person, not by whoever performed the control, and that a material
// deviation has led to an action (domain.md 3.35).
func (h *house) mayConfirm(f command.Following) ([]fault.Problem, error) {
	if !f.Became("confirmed") {
		return nil, nil
	}
	var ps []fault.Problem
	if h.levels(f).Is(f.New.Text("deviation_level"), rulebook.Grave) && len(f.New.LinksOf("actions")) == 0 {
		ps = append(ps, fault.Problem{Field: "actions", Code: "control-material-needs-action"})
	}
	by := f.New.Text("confirmed_by")
	fns, err := f.Find(registers.RoleAssignments, draft.Where("id", by))
	if err != nil {
		return nil, err
	}
	for _, fn := range fns {
		switch {
		case fn.Text("function") != coordinator:
			ps = append(ps, fault.Problem{Field: "confirmed_by", Code: "confirmer-other", Value: fn.Text("title"), Allowed: []string{coordinator}})
		case f.Caller.Person == "" || fn.Text("person") != string(f.Caller.Person):
			ps = append(ps, fault.Problem{Field: "confirmed_by", Code: "confirm-level-in-person", Value: fn.Text("title")})
		}
	}
	if f.Old == nil {
		return ps, nil
	}
	vs, err := h.db.History(f.Ctx, f.All(f.New.Register), f.New.Register, f.New.ID)
	was := ""
	for _, v := range vs {
		now := v.Record.Text("status")
		if now == "performed" && was != now && v.Entry.Actor == f.Caller.Actor() {
			ps = append(ps, fault.Problem{Field: "confirmed_by", Code: "confirmer-performed"})
			break
		}
		was = now
	}
	return ps, err
}

// deviates keeps a deviation for each result that is not clean, at the level
// that stands.
func (h *house) deviates(f command.Following) ([]command.Change, error) {
	level := f.New.Text("deviation_level")
	if s := f.New.Text("status"); s != "performed" && s != "confirmed" || level == "" || h.levels(f).Is(level, rulebook.Nothing) {
		return nil, nil
	}
	found, err := f.Find(registers.Deviations, draft.Where("result", string(f.New.ID)))
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		text := f.New.Text("text")
		if text == "" {
			text = f.New.Text("title")
		}
		return []command.Change{{Op: "create", Register: registers.Deviations, Org: f.New.Org, Fields: map[string]any{
			"result": string(f.New.ID), "level": level, "text": text, "registered_on": f.New.Text("performed_on"), "actions": linked(f.New)}}}, nil
	}
	for _, d := range found {
		if d.Text("level") != level && len(found) == 1 && d.Text("status") != "done" {
			return []command.Change{{Op: "update", Register: d.Register, ID: string(d.ID), Version: d.Version, Fields: map[string]any{"level": level}}}, nil
		}
	}
	return nil, nil
}

func linked(rec *register.Record) []any {
	out := []any{}
	for _, l := range rec.LinksOf("actions") {
		out = append(out, string(l.To))
	}
	return out
}

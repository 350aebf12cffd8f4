package continuity

import (
	"slices"
	"strconv"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/method/clock"
	"genomlys/internal/method/continuity"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// adopters are the functions that may adopt a plan (domain.md 2).
var adopters = []string{"object_owner", "head", "city_manager"}

// mayAdopt holds that a plan is whole when it is adopted, and adopted by whoever
// holds the function named, in person or by a decision that has a diary number.
func (h *house) mayAdopt(f command.Following) ([]fault.Problem, error) {
	if !f.Became("adopted") || f.Old == nil {
		return nil, nil
	}
	var ps []fault.Problem
	for _, field := range missing(f.New) {
		ps = append(ps, fault.Problem{Field: field, Code: "plan-part-missing"})
	}
	if on := f.New.Text("adopted_on"); on > string(f.Today()) {
		ps = append(ps, fault.Problem{Field: "adopted_on", Code: "continuity-day-to-come", Value: on})
	}
	by := f.New.Text("adopted_by")
	if by == "" {
		return append(ps, fault.Problem{Field: "adopted_by", Code: "plan-adopter-missing", Allowed: adopters}), nil
	}
	fns, err := f.Find(registers.RoleAssignments, draft.Where("id", by))
	for _, fn := range fns {
		switch {
		case !slices.Contains(adopters, fn.Text("function")):
			ps = append(ps, fault.Problem{Field: "adopted_by", Code: "plan-adopter-other", Value: fn.Text("function"), Allowed: adopters})
		case f.New.Text("diary_no") == "" && (f.Caller.Person == "" || register.ID(fn.Text("person")) != f.Caller.Person):
			ps = append(ps, fault.Problem{Field: "adopted_by", Code: "plan-adopt-in-person", Value: fn.Text("title")})
		}
	}
	return ps, err
}

// adopted sets the day of the next review, when it is unset or has passed.
func (h *house) adopted(f command.Following) ([]command.Change, error) {
	if !f.Became("adopted") || f.New.Text("review_due") > f.New.Text("adopted_on") {
		return nil, nil
	}
	on := clock.Date(f.New.Text("adopted_on"))
	due := on.AddMonths(limits(h.book.At(on)).AdoptedMonths)
	return []command.Change{{Op: "update", Register: f.New.Register, ID: string(f.New.ID), Version: f.New.Version, Fields: map[string]any{"review_due": string(due)}}}, nil
}

// mayEvaluate holds that an exercise was held, that its result is stated and
// agrees with the recovery time measured, and that what it showed leads to
// something.
func (h *house) mayEvaluate(f command.Following) ([]fault.Problem, error) {
	status := f.New.Text("status")
	if status != "held" && status != "evaluated" {
		return nil, nil
	}
	var ps []fault.Problem
	if on := f.New.Text("held_on"); on > string(f.Today()) {
		ps = append(ps, fault.Problem{Field: "held_on", Code: "continuity-day-to-come", Value: on})
	}
	result := f.New.Text("result")
	if status == "evaluated" && result == "" {
		ps = append(ps, fault.Problem{Field: "result", Code: "exercise-result-missing"})
	}
	if status == "evaluated" && (result == "partly" || result == "not") && len(f.New.LinksOf("actions")) == 0 {
		ps = append(ps, fault.Problem{Field: "actions", Code: "exercise-action-missing"})
	}
	if result != "met" {
		return ps, nil
	}
	rto, mtd, err := demanded(f.Find, f.New.Text("plan"))
	measured := hours(f.New, "rto_measured_h")
	if r := continuity.Recovery(measured, rto, mtd); r == continuity.OverRTO || r == continuity.OverMTD {
		want := mtd
		if rto >= 0 {
			want = rto
		}
		ps = append(ps, fault.Problem{Field: "result", Code: "recovered-too-late", Value: strconv.Itoa(measured), Allowed: []string{strconv.Itoa(want)}})
	}
	return ps, err
}

// demanded is the shortest recovery that a plan and its objects ask for.
func demanded(find draft.Finder, plan string) (rto, mtd int, err error) {
	rto, mtd = -1, -1
	plans, err := find(registers.ContinuityPlans, draft.Where("id", plan))
	if err != nil {
		return
	}
	for _, p := range plans {
		objects, err := find.ByIDs(registers.Objects, register.IDs(p.LinksOf("objects")))
		if err != nil {
			return rto, mtd, err
		}
		for _, x := range append(objects, p) {
			rto, mtd = least(rto, hours(x, "rto_h")), least(mtd, hours(x, "mtd_h"))
		}
	}
	return rto, mtd, nil
}

// evaluated keeps that an exercise has been evaluated as the fact it is counted by.
func (h *house) evaluated(f command.Following) ([]command.Change, error) {
	if !f.Became("evaluated") || f.New.Text("evaluated") == "yes" {
		return nil, nil
	}
	return []command.Change{{Op: "update", Register: f.New.Register, ID: string(f.New.ID), Version: f.New.Version, Fields: map[string]any{"evaluated": "yes"}}}, nil
}

// mayFinish holds that a need is called done only when what was to be done is,
// and dropped only with a reason.
func (h *house) mayFinish(f command.Following) ([]fault.Problem, error) {
	if f.Became("dropped") && f.Old != nil && f.New.Text("notes") == "" {
		return []fault.Problem{{Field: "notes", Code: "rsa-drop-needs-reason"}}, nil
	}
	if !f.Became("done") {
		return nil, nil
	}
	var ps []fault.Problem
	acts, err := draft.Finder(f.Find).ByIDs(registers.Actions, register.IDs(f.New.LinksOf("actions")))
	if err != nil {
		return nil, err
	}
	for _, a := range acts {
		if openAction(a) {
			ps = append(ps, fault.Problem{Field: "actions", Code: "rsa-action-open", Value: a.Ref})
		}
	}
	if f.New.Text("critical") != "yes" {
		return ps, nil
	}
	plans, err := draft.Finder(f.Find).ByIDs(registers.ContinuityPlans, register.IDs(f.New.LinksOf("continuity_plans")))
	if !slices.ContainsFunc(plans, inForce) {
		ps = append(ps, fault.Problem{Field: "continuity_plans", Code: "rsa-plan-missing"})
	}
	return ps, err
}

// mayReport holds that a round follows an instruction, and that each need it
// reports has a measure.
func (h *house) mayReport(f command.Following) ([]fault.Problem, error) {
	if !f.Became("reported") || f.Old == nil {
		return nil, nil
	}
	var ps []fault.Problem
	if f.New.Text("instruction") == "" && f.New.Text("instruction_version") == "" {
		ps = append(ps, fault.Problem{Field: "instruction_version", Code: "rsa-instruction-missing"})
	}
	found, err := f.Find(registers.RsaFindings, draft.Where("cycle", string(f.New.ID)))
	for _, x := range found {
		if x.Text("measure") == "" && x.Text("status") != "dropped" {
			ps = append(ps, fault.Problem{Code: "rsa-measure-missing", Value: x.Ref})
		}
	}
	return ps, err
}

func openAction(a *register.Record) bool {
	return slices.Contains([]string{"proposed", "decided", "ongoing"}, a.Text("status"))
}

package assess

import (
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

func (h *house) installMeasures(s *command.Service) {
	s.AddRule("measure", h.measureVerified)
	s.AddRule("measure", h.gapAccepted)
}

// measureVerified holds that somebody else than whoever implemented a measure
// has verified it, in person; and from the level that asks for it, that it is
// neither the owner nor a self-assessment (domain.md 2, R10).
func (h *house) measureVerified(f command.Following) ([]fault.Problem, error) {
	if !f.Became("verified") {
		return nil, nil
	}
	r, today := h.reader(f), f.Today()
	verifier, err := r.function(f.New.Text("verified_by"), today)
	if err != nil || verifier == nil {
		return nil, err
	}
	var ps []fault.Problem
	if !holds(f.Caller, verifier) {
		ps = append(ps, fault.Problem{Field: "verified_by", Code: "confirm-in-own-function", Value: verifier.title})
	}
	same := func(field, id, code string) error {
		other, err := r.function(id, today)
		if err == nil && other != nil && (other.id == verifier.id || other.person != "" && other.person == verifier.person) {
			ps = append(ps, fault.Problem{Field: field, Code: code, Value: verifier.title})
		}
		return err
	}
	if f.New.Text("implemented_by") == "" {
		ps = append(ps, fault.Problem{Field: "implemented_by", Code: "implementer-missing"})
	} else if err := same("verified_by", f.New.Text("implemented_by"), "verifier-is-implementer"); err != nil {
		return nil, err
	}
	level, err := h.measureLevel(f)
	if err != nil || level < int64(h.rules(today).Number(rulebook.SelfVerifyBelowLevel)) {
		return ps, err
	}
	if f.New.Text("method") == "self" {
		ps = append(ps, fault.Problem{Field: "method", Code: "self-assessment-not-enough"})
	}
	object, err := r.get("object", f.New.Text("object"))
	if err != nil || object == nil {
		return ps, err
	}
	return ps, same("verified_by", object.Text("owner"), "verifier-owns-object")
}

// measureLevel is the highest level at which the control is required of the object.
func (h *house) measureLevel(f command.Following) (level int64, err error) {
	found, err := h.reader(f).find("requirement", is("object", register.ID(f.New.Text("object")))+" AND "+is("control", register.ID(f.New.Text("control")))+" AND applicable != no")
	for _, q := range found {
		n, _ := q.Number("level")
		level = max(level, n)
	}
	return level, err
}

// gapAccepted holds that what is left undone rests on a risk that is accepted
// and has not expired (domain.md R10).
func (h *house) gapAccepted(f command.Following) ([]fault.Problem, error) {
	if !f.Became("accepted_gap") {
		return nil, nil
	}
	return h.acceptedRisk(f, "gap_risk")
}

func (h *house) acceptedRisk(f command.Following, field string) ([]fault.Problem, error) {
	risk, err := h.reader(f).get("risk", f.New.Text(field))
	if err != nil {
		return nil, err
	}
	if risk == nil || risk.Text("status") != "accepted" || risk.Text("accepted_until") < string(f.Today()) {
		value := ""
		if risk != nil {
			value = risk.Ref
		}
		return []fault.Problem{{Field: field, Code: "risk-not-accepted", Value: value}}, nil
	}
	return nil, nil
}

package assess

import (
	"slices"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// invite makes a position to take for each controller of a shared assessment,
// kept by that controller's own office (GDPR 5.2: each answers for itself).
func (h *house) invite(f command.Following) ([]command.Change, error) {
	kind := f.New.Text("kind")
	if kind != "reference" && kind != "joint" || slices.Contains([]string{"superseded", "not_needed"}, f.New.Text("status")) {
		return nil, nil
	}
	r := h.reader(f)
	var out []command.Change
	for _, party := range added(f, "controllers") {
		of := f.New.ID
		if old := f.New.Text("replaces"); old != "" {
			// Whoever took part in the version before is asked again when this one is decided.
			had, err := r.find("dpia_participant", is("party", party)+" AND "+is("dpia", register.ID(old)))
			if err != nil {
				return nil, err
			}
			if len(had) > 0 {
				continue
			}
		}
		had, err := r.find("dpia_participant", is("party", party)+" AND "+is("dpia", of))
		if err != nil {
			return nil, err
		}
		if len(had) > 0 {
			continue
		}
		keeper, err := r.office(party)
		if err != nil {
			return nil, err
		}
		out = append(out, r.position(f.New, party, keeper, f.Today()))
	}
	return out, nil
}

// position is the record in which a controller takes its position on an assessment.
func (r *reader) position(of *register.Record, party, keeper register.ID, on register.Date) command.Change {
	return command.Change{Op: "create", Register: r.reg("dpia_participant"), Org: keeper, Fields: map[string]any{"title": of.Text("title"), "dpia": string(of.ID), "party": string(party), "invited_on": string(on)}}
}

// keeper gives where a controller keeps its own position, and whether the one it
// has taken is kept there: lists that were read in are kept by who read them in.
func (r *reader) keeper(a *register.Record) (register.ID, bool, error) {
	party := register.ID(a.Text("party"))
	keeper, err := r.office(party)
	if err != nil || a.Org == keeper {
		return keeper, true, err
	}
	own, err := r.related(a.Org, party)
	return keeper, own, err
}

// office is where a controller's own work is done: the one office of a board,
// else the organisation itself.
func (r *reader) office(org register.ID) (register.ID, error) {
	below, err := r.find("org", is("parent", org)+" AND kind = office")
	if err != nil || len(below) != 1 {
		return org, err
	}
	return below[0].ID, nil
}

// adopted holds a controller's position on a shared assessment: its own
// officer's advice, its own head's decision, on a version that is decided.
func (h *house) adopted(f command.Following) ([]fault.Problem, error) {
	status := f.New.Text("status")
	if !f.Became(status) || !slices.Contains([]string{"adopted", "deviates", "declined"}, status) {
		return nil, nil
	}
	if isDPO(f.Caller, f.New.Org) {
		return []fault.Problem{{Field: "decided_by", Code: "dpo-decides-not"}}, nil
	}
	ps, decider, err := h.signs(f, "decided_by", []string{"head", "city_manager", "board"})
	if err != nil {
		return nil, err
	}
	r := h.reader(f)
	if decider != nil {
		own, err := r.related(decider.org, register.ID(f.New.Text("party")))
		if err != nil {
			return nil, err
		}
		if !own {
			ps = append(ps, fault.Problem{Field: "decided_by", Code: "decided-by-own-controller", Value: decider.title})
		}
	}
	if status == "declined" {
		return ps, nil
	}
	if status == "adopted" && f.New.Text("deviations") != "" {
		ps = append(ps, fault.Problem{Field: "deviations", Code: "adopted-as-it-stands"})
	}
	if f.New.Text("dpo_advice") == "" || f.New.Text("dpo_advice_on") == "" {
		ps = append(ps, fault.Problem{Field: "dpo_advice", Code: "advice-missing", Allowed: []string{"dpo"}})
	}
	d, err := r.get("dpia", f.New.Text("dpia"))
	if err == nil && (d == nil || d.Text("status") != "decided") {
		ps = append(ps, fault.Problem{Field: "dpia", Code: "reference-not-decided"})
	}
	return ps, err
}

// related tells whether one organisation is the other, or above or below it.
func (r *reader) related(a, b register.ID) (bool, error) {
	for _, pair := range [][2]register.ID{{a, b}, {b, a}} {
		at := pair[0]
		for range 50 {
			if at == pair[1] {
				return true, nil
			}
			rec, err := r.get("org", string(at))
			if err != nil || rec == nil || rec.Text("parent") == "" {
				if err != nil {
					return false, err
				}
				break
			}
			at = register.ID(rec.Text("parent"))
		}
	}
	return false, nil
}

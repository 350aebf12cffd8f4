package assess

import (
	"slices"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/method/clock"
	"genomlys/internal/method/risk"
	"genomlys/internal/register"
	"genomlys/internal/respond"
	"genomlys/internal/rulebook"
)

func (h *house) installDPIA(s *command.Service) {
	s.AddRule("processing", h.needDecided)
	s.AddRule("processing", h.notBlocked)
	s.AddThen("processing", h.needFollows)
	s.AddAlways("processing", h.screenAgain)
	s.AddRule("dpia", h.adviceByDPO)
	s.AddLock("dpia", dpiaStands)
	s.AddRule("dpia", h.dpiaDismissed)
	s.AddRule("dpia", h.dpiaComplete)
	s.AddRule("dpia", h.dpiaDecided)
	s.AddRule("dpia", h.dpiaWhole)
	s.AddThen("dpia", h.dpiaFollows)
	s.AddAlways("dpia", h.askAgain)
	s.AddThen("dpia", h.consultation)
	s.AddThen("dpia", h.invite)
	s.AddRule("dpia_participant", h.adviceByDPO)
	s.AddRule("dpia_participant", h.adopted)
}

var advice = []string{"dpo_advice", "dpo_advice_on"}

// adviceByDPO holds that only the officer writes advice, and writes nothing else
// of the assessment (GDPR 38.6, 39.1 c; domain.md 2).
func (h *house) adviceByDPO(f command.Following) ([]fault.Problem, error) {
	var changed []string
	if f.Old != nil {
		changed = register.Changed(f.Old, f.New)
	} else {
		for _, n := range advice {
			if f.New.Get(n) != nil {
				changed = append(changed, n)
			}
		}
	}
	officer := isDPO(f.Caller, f.New.Org)
	var ps []fault.Problem
	for _, n := range changed {
		switch {
		case slices.Contains(advice, n) && !officer && !(f.Caller.IsSystem() && f.New.Get(n) == nil):
			ps = append(ps, fault.Problem{Field: n, Code: "advice-by-dpo-only", Allowed: []string{"dpo"}})
		case officer && f.Old != nil && !slices.Contains(advice, n) && n != "status" && !alsoWrites(f):
			ps = append(ps, fault.Problem{Field: n, Code: "dpo-advises-only"})
		}
	}
	return ps, nil
}

// alsoWrites tells whether an officer holds another function that writes
// assessments, which the office is warned of elsewhere.
func alsoWrites(f command.Following) bool {
	return slices.ContainsFunc([]string{"isam", "privacy_contact", "central_isec"}, func(fn string) bool { return f.Caller.Holds(fn, f.New.Org) })
}

// outcome are the fields that belong to the decision, not to what is assessed.
var outcome = []string{"status", "dpo_advice", "dpo_advice_on", "dpo_followed", "dpo_reason", "residual", "prior_consultation", "prior_consultation_on", "decision", "conditions", "decided_on",
	"decided_by", "review_due", "archived_on", "tags", "notes", "secrecy", "secrecy_note", "diary_no", "responsible", "ext_id"}

// dpiaStands keeps what the officer has advised on, and what was decided.
func dpiaStands(rec *register.Record) *command.Held {
	switch rec.Text("status") {
	case "dpo_consulted":
		return &command.Held{Open: outcome, Code: "advised-content-stands"}
	case "decided":
		free := slices.DeleteFunc(slices.Clone(outcome), func(n string) bool {
			return slices.Contains([]string{"dpo_advice", "dpo_advice_on", "dpo_followed", "dpo_reason", "residual", "decision", "conditions", "decided_on", "decided_by"}, n)
		})
		return &command.Held{Open: free, Code: "decided-protocol-stands"}
	case "superseded":
		return &command.Held{Open: []string{"archived_on", "tags", "notes"}, Code: "decided-protocol-stands"}
	}
	return nil
}

// dpiaDismissed holds a decision that no assessment is needed against the
// screening of each processing.
func (h *house) dpiaDismissed(f command.Following) ([]fault.Problem, error) {
	if !f.Became("not_needed") {
		return nil, nil
	}
	var ps []fault.Problem
	for _, l := range f.New.LinksOf("processings") {
		p, err := h.reader(f).get("processing", string(l.To))
		if err != nil {
			return nil, err
		}
		if p != nil {
			more, err := h.notNeeded(f, p, "status", "not_needed_reason")
			if err != nil {
				return nil, err
			}
			ps = append(ps, more...)
		}
	}
	return ps, nil
}

// parts are what an assessment must contain (GDPR 35.7 a–d, 35.9).
var parts = []string{"description", "necessity_proportionality", "risks", "measures", "views_of_subjects"}

// dpiaComplete holds that the officer is given a whole assessment to advise on.
// An adopted one rests on its reference for what it does not say itself.
func (h *house) dpiaComplete(f command.Following) ([]fault.Problem, error) {
	if !f.Became("dpo_consulted") {
		return nil, nil
	}
	var ps []fault.Problem
	if f.New.Text("dpo_advice") == "" {
		ps = append(ps, fault.Problem{Field: "dpo_advice", Code: "advice-missing", Allowed: []string{"dpo"}})
	}
	base := f.New
	if f.New.Text("kind") == "adopted" {
		ref, err := h.reader(f).get("dpia", f.New.Text("reference"))
		if err != nil {
			return nil, err
		}
		if ref == nil || ref.Text("status") != "decided" {
			ps = append(ps, fault.Problem{Field: "reference", Code: "reference-not-decided"})
		} else {
			base = ref
		}
	}
	for _, n := range parts {
		if f.New.Get(n) == nil && base.Get(n) == nil {
			ps = append(ps, fault.Problem{Field: n, Code: "dpia-part-missing"})
		}
	}
	return ps, nil
}

// residue is what remains of the assessment's privacy risks: as they will be
// with the measures decided, where that is judged (GDPR 35.7 d, 36.1).
func (r *reader) residue(rules rulebook.Rules, rec *register.Record) (risk.Residue, []*register.Record, error) {
	scale := rules.Risk(rulebook.Privacy).Scale()
	var found []*register.Record
	var assessed []risk.Assessment
	for _, l := range rec.LinksOf("risks") {
		x, err := r.get("risk", string(l.To))
		if err != nil {
			return risk.Residue{}, nil, err
		}
		if x == nil {
			continue
		}
		found = append(found, x)
		if a, ok := assess(scale, x, target); ok {
			assessed = append(assessed, a)
		} else if a, ok := standing(scale, x); ok {
			assessed = append(assessed, a)
		}
	}
	return scale.Remaining(assessed), found, nil
}

// dpiaDecided holds who decides and on what: the controller's head, the board
// when what remains is high, never the officer nor whoever wrote it; with the
// officer's advice answered and what remains not made smaller than the risks say.
func (h *house) dpiaDecided(f command.Following) ([]fault.Problem, error) {
	if !f.Became("decided") {
		return nil, nil
	}
	var ps []fault.Problem
	at := func(field, code string, allowed ...string) {
		ps = append(ps, fault.Problem{Field: field, Code: code, Value: f.New.Text(field), Allowed: allowed})
	}
	rules := h.rules(register.Date(f.New.Text("decided_on")))
	left, _, err := h.reader(f).residue(rules, f.New)
	if err != nil {
		return nil, err
	}
	given := f.New.Text("residual")
	if order := rules.Degrees(rulebook.ResidualLadder); order.Rank(given) < order.Rank(left.Residual) {
		at("residual", "residual-below-risks", left.Residual)
		given = left.Residual
	}
	if isDPO(f.Caller, f.New.Org) {
		at("decided_by", "dpo-decides-not")
	}
	more, decider, err := h.signs(f, "decided_by", rules.DPIA().Deciders[given])
	if err != nil {
		return nil, err
	}
	ps = append(ps, more...)
	author, err := h.author(f, "ongoing")
	if err != nil {
		return nil, err
	}
	if decider != nil && decider.person != "" && actor(decider.person) == author {
		at("decided_by", "author-decides-not")
	}
	for field, code := range map[string]string{"dpo_advice": "advice-missing", "dpo_followed": "advice-not-answered", "decision": "needed-when-decided"} {
		if f.New.Text(field) == "" {
			at(field, code)
		}
	}
	if f.New.Text("decision") == "go_with_conditions" && f.New.Text("conditions") == "" {
		at("conditions", "needed-when-decided")
	}
	if on := f.New.Text("decided_on"); on > string(f.Today()) {
		at("decided_on", "day-to-come")
	}
	if given == rules.Risk(rulebook.Privacy).Consult && slices.Contains([]string{"go", "go_with_conditions"}, f.New.Text("decision")) {
		// GDPR 36.1: not before the authority has been asked and has answered.
		clocks, err := h.reader(f).find("clock", is("dpia", f.New.ID)+" AND code = "+quote(consulted(rules).Code))
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(clocks, func(c *register.Record) bool { return c.Text("status") == "met" || c.Text("status") == "met_late" }) {
			at("decision", "consultation-not-answered")
		}
	}
	return ps, nil
}

// consulted is the clock of the authority's answer to a prior consultation.
func consulted(rules rulebook.Rules) rulebook.Clock {
	c, _ := rules.Started("consultation_requested", "")
	return c
}

// dpiaFollows sets the next review, and stops what the decision says no to.
func (h *house) dpiaFollows(f command.Following) ([]command.Change, error) {
	if !f.Became("decided") {
		return nil, nil
	}
	r := h.reader(f)
	var out []command.Change
	on := register.Date(f.New.Text("decided_on"))
	if f.New.Text("review_due") == "" {
		due := clock.Date(on).AddMonths(h.rules(on).Number(rulebook.DPIAReviewMonths))
		out = append(out, update(f.New, "update", map[string]any{"review_due": string(due)}))
	}
	if stops(f.New) {
		for _, l := range f.New.LinksOf("processings") {
			p, err := r.get("processing", string(l.To))
			if err != nil {
				return nil, err
			}
			if p != nil && p.Text("status") == "registered" {
				out = append(out, update(p, "change", map[string]any{}))
			}
		}
	}
	return out, nil
}

// askAgain takes the version before out of use, and asks all who adopted that
// one to look again. What files brought says itself what became of it.
func (h *house) askAgain(f command.Following) (out []command.Change, err error) {
	if !f.Became("decided") {
		return nil, nil
	}
	r := h.reader(f)
	old, err := r.get("dpia", f.New.Text("replaces"))
	if err != nil || old == nil || f.Elsewhere(old) {
		return out, err
	}
	if s := old.Text("status"); s == "decided" || s == "in_review" {
		out = append(out, update(old, "supersede", map[string]any{}))
	}
	adopters, err := r.find("dpia_participant", is("dpia", old.ID)+" AND status = (adopted, deviates, invited, commented)")
	if err != nil {
		return nil, err
	}
	for _, a := range adopters {
		// Who answers for itself decides in a record of its own; one that another
		// keeps for it stays as what was said of the version before.
		keeper, own, err := r.keeper(a)
		if err != nil {
			return nil, err
		}
		again := r.position(f.New, register.ID(a.Text("party")), keeper, f.Today())
		if s := a.Text("status"); own && (s == "invited" || s == "commented") { // not decided on: the question moves on
			out = append(out, update(a, "update", map[string]any{"dpia": string(f.New.ID), "title": again.Fields["title"], "invited_on": string(f.Today()), "answered_on": nil, "dpo_advice": nil, "dpo_advice_on": nil}))
			continue
		}
		// What was adopted stays as it was decided; its deviations are where the new
		// position starts.
		if own {
			again.Org = a.Org
			if d := a.Text("deviations"); d != "" {
				again.Fields["deviations"] = d
			}
		}
		out = append(out, again)
	}
	resting, err := r.find("dpia", is("reference", old.ID)+" AND kind = adopted AND status = decided")
	for _, a := range resting {
		out = append(out, update(a, "review", map[string]any{}))
	}
	return out, err
}

// stops tells whether a decision keeps the processing from going on.
func stops(dpia *register.Record) bool {
	d := dpia.Text("decision")
	return d == "no_go" || d == "prior_consultation"
}

// consultation starts the time that the authority has to answer, from the day it
// was asked (GDPR 36.2).
func (h *house) consultation(f command.Following) ([]command.Change, error) {
	on := f.New.Text("prior_consultation_on")
	if f.New.Text("status") != "decided" || f.New.Text("decision") != "prior_consultation" || on == "" {
		return nil, nil
	}
	r := h.reader(f)
	def := consulted(h.rules(register.Date(on)))
	if def.Code == "" {
		return nil, nil
	}
	had, err := r.find("clock", is("dpia", f.New.ID)+" AND code = "+quote(def.Code)+" AND status != void")
	if err != nil {
		return nil, err
	}
	start := register.Date(on).Time(h.db.Zone)
	if on == string(f.Today()) {
		start = f.Now
	}
	if len(had) > 0 {
		if f.Old == nil || !f.Changed("prior_consultation_on") || f.Old.Text("prior_consultation_on") == "" {
			return nil, nil
		}
		return respond.Correct(had[0], start, "Dagen då samråd begärdes rättades från "+f.Old.Text("prior_consultation_on")+" till "+on+"."), nil
	}
	fields := map[string]any{"code": def.Code, "law": def.Law + " " + def.Provision, "dpia": string(f.New.ID), "receiver": "IMY",
		"started_at": start.UTC().Format("2006-01-02T15:04:05Z")}
	if def.Blocking {
		fields["blocking"] = "yes"
	}
	return []command.Change{{Op: "create", Register: r.reg("clock"), Org: f.New.Org, Fields: fields}}, nil
}

// notBlocked keeps a processing out of the record while an assessment of it says
// no, or asks the authority first (GDPR 36.1).
func (h *house) notBlocked(f command.Following) ([]fault.Problem, error) {
	if !f.Became("registered") {
		return nil, nil
	}
	found, err := h.reader(f).find("dpia", "has(processings, "+is("id", f.New.ID)+") AND status = (decided, in_review) AND decision = (no_go, prior_consultation)")
	if err != nil {
		return nil, err
	}
	var ps []fault.Problem
	for _, d := range found {
		ps = append(ps, fault.Problem{Field: "status", Code: "blocked-by-assessment", Value: d.Ref, Allowed: []string{d.Text("decision")}})
	}
	return ps, nil
}

package assess

import (
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/method/classify"
	"genomlys/internal/method/risk"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

func (h *house) installRisks(s *command.Service) {
	s.AddRule("risk", riskOfContact)
	s.AddRule("risk", h.riskConfirmed)
	s.AddRule("risk", h.riskAccepted)
	s.AddThen("risk", h.riskUntil)
	s.AddLock("risk_analysis", analysisStands)
	s.AddRule("risk_analysis", h.gapAnswered)
	s.AddRule("risk_analysis", h.carriedOver)
	s.AddThen("risk_analysis", h.analysisMethod)
	s.AddThen("risk_analysis", h.analysisFollows)
}

// scaleOf is the matrix a risk is read on: the consequence of a privacy risk is
// the individual's (domain.md 4.3).
func scaleOf(rules rulebook.Rules, kind string) rulebook.RiskScale {
	if kind == "privacy" {
		return rules.Risk(rulebook.Privacy)
	}
	return rules.Risk(rulebook.Information)
}

// ScaleOf is the matrix that a risk of a kind is read on.
func ScaleOf(rules rulebook.Rules, kind string) rulebook.RiskScale { return scaleOf(rules, kind) }

// Place is where a risk stands today: with present measures where these are
// judged, else inherent.
type Place struct {
	P, C int
	Band rulebook.RiskBand
}

// PlaceOf places a risk on its scale; false when it is not judged.
func PlaceOf(rules rulebook.Rules, rec *register.Record) (Place, bool) {
	words := scaleOf(rules, rec.Text("kind"))
	for _, at := range []stage{present, inherent} {
		x, ok := assess(words.Scale(), rec, at)
		if !ok {
			continue
		}
		p, _ := rec.Number(at.p)
		c, _ := rec.Number(at.c)
		i := slices.IndexFunc(words.Bands, func(b rulebook.RiskBand) bool { return b.Code == x.Band.Code })
		return Place{int(p), int(c), words.Bands[i]}, true
	}
	return Place{}, false
}

// stage is a pair of likelihood and consequence on a risk.
type stage struct{ p, c, value string }

var (
	inherent = stage{"p", "c", "value"}
	present  = stage{"p2", "c2", "value2"}
	target   = stage{"p3", "c3", "value3"}
)

// assess places a risk at a stage on its scale; false when it is not judged there.
func assess(s risk.Scale, rec *register.Record, at stage) (risk.Assessment, bool) {
	p, a := rec.Number(at.p)
	c, b := rec.Number(at.c)
	if !a || !b {
		return risk.Assessment{}, false
	}
	x, err := s.Assess(int(p), int(c))
	return x, err == nil
}

// standing is the risk as it is today: with present measures where these are
// judged, else inherent.
func standing(s risk.Scale, rec *register.Record) (risk.Assessment, bool) {
	if x, ok := assess(s, rec, present); ok {
		return x, true
	}
	return assess(s, rec, inherent)
}

// acceptors are the functions that may accept a risk of a band: the one it names
// and those of the bands above it.
func acceptors(s risk.Scale, band string) (out []string) {
	above := false
	for _, b := range s.Bands {
		above = above || b.Code == band
		if above && b.AcceptedBy != "" && !slices.Contains(out, b.AcceptedBy) {
			out = append(out, b.AcceptedBy)
		}
	}
	return out
}

// riskOfContact holds that who writes risks as privacy contact alone writes those
// to individuals: the risks of an impact assessment (GDPR art. 35(7)(c)).
func riskOfContact(f command.Following) ([]fault.Problem, error) {
	private := func(x *register.Record) bool { return x == nil || x.Text("kind") == "privacy" }
	if !f.Caller.Holds("privacy_contact", f.New.Org) || private(f.Old) && private(f.New) {
		return nil, nil
	}
	for _, h := range f.Caller.Held {
		i := slices.IndexFunc(access.Rules, func(r access.Rule) bool { return r.Function == h.Function })
		if h.Function != "privacy_contact" && i >= 0 && (slices.Contains(access.Rules[i].Write, "risk") || slices.Contains(access.Rules[i].Write, "*")) {
			return nil, nil
		}
	}
	return []fault.Problem{{Field: "kind", Code: "contact-writes-privacy-risks", Value: f.New.Ref}}, nil
}

// riskConfirmed holds that comment and confirmation are given by the persons
// they name, and fall when the risk is judged anew.
func (h *house) riskConfirmed(f command.Following) ([]fault.Problem, error) {
	if f.New.Text("status") == "closed" {
		return nil, nil
	}
	free := []string{"second_by", "comment", "comment_by", "accepted_by", "accepted_on", "accepted_until", "accepted_reason", "status", "treated_on", "assessed_on"}
	ps, err := h.confirms(f, "second_by", free...)
	if err != nil || f.New.Text("comment_by") == "" || f.Old != nil && f.Old.Text("comment_by") == f.New.Text("comment_by") && f.Old.Text("comment") == f.New.Text("comment") {
		return ps, err
	}
	fn, err := h.reader(f).function(f.New.Text("comment_by"), f.Today())
	if err == nil && fn != nil && !holds(f.Caller, fn) {
		ps = append(ps, fault.Problem{Field: "comment_by", Code: "confirm-in-own-function", Value: fn.title})
	}
	return ps, err
}

// riskAccepted holds who may accept a risk, until when, and with whom (domain.md
// 2, 4.3). The limits are the bands' of the scale.
func (h *house) riskAccepted(f command.Following) ([]fault.Problem, error) {
	if !f.Became("accepted") {
		return nil, nil
	}
	rules := h.rules(register.Date(f.New.Text("accepted_on")))
	scale := scaleOf(rules, f.New.Text("kind")).Scale()
	x, ok := standing(scale, f.New)
	if !ok {
		return []fault.Problem{{Field: "p", Code: "needed-when-assessed"}}, nil
	}
	may := acceptors(scale, x.Band.Code)
	if len(may) == 0 {
		return []fault.Problem{{Field: "accepted_by", Code: "nobody-may-accept", Value: x.Band.Code}}, nil
	}
	ps, decider, err := h.signs(f, "accepted_by", may)
	if err != nil {
		return nil, err
	}
	if decider != nil && decider.function == "object_owner" {
		object, err := h.reader(f).get("object", f.New.Text("object"))
		if err != nil {
			return nil, err
		}
		if object != nil && object.Text("owner") != "" && object.Text("owner") != string(decider.id) {
			ps = append(ps, fault.Problem{Field: "accepted_by", Code: "decided-by-owner-of-object", Value: object.Ref})
		}
	}
	if f.New.Text("accepted_reason") == "" {
		ps = append(ps, fault.Problem{Field: "accepted_reason", Code: "reason-needed"})
	}
	if on := f.New.Text("accepted_on"); on > string(f.Today()) {
		ps = append(ps, fault.Problem{Field: "accepted_on", Code: "day-to-come", Value: on})
	}
	if until := f.New.Text("accepted_until"); until != "" && until < string(f.Today()) {
		ps = append(ps, fault.Problem{Field: "accepted_until", Code: "acceptance-already-over", Value: until})
	}
	if x.Band.Comment != "" {
		fn, err := h.reader(f).function(f.New.Text("comment_by"), f.Today())
		if err != nil {
			return nil, err
		}
		if fn == nil || fn.function != x.Band.Comment || f.New.Text("comment") == "" {
			ps = append(ps, fault.Problem{Field: "comment", Code: "comment-needed-first", Value: x.Band.Code, Allowed: []string{x.Band.Comment}})
		}
	}
	if x.Band.FourEyes {
		author, err := h.author(f, "assessed")
		if err != nil {
			return nil, err
		}
		more, err := h.second(f, "second_by", decider, author)
		if err != nil {
			return nil, err
		}
		ps = append(ps, more...)
	}
	return ps, nil
}

// riskUntil lets nothing follow but what an expiry takes away: an acceptance that
// has ended is no longer an acceptance.
func (h *house) riskUntil(f command.Following) ([]command.Change, error) {
	if f.Op != "reassess" || f.Old == nil || f.Old.Text("status") != "accepted" {
		return nil, nil
	}
	clear := map[string]any{}
	for _, name := range []string{"accepted_by", "accepted_on", "accepted_until", "second_by"} {
		if f.New.Get(name) != nil {
			clear[name] = nil
		}
	}
	if len(clear) == 0 {
		return nil, nil
	}
	return []command.Change{update(f.New, "update", clear)}, nil
}

// analysisStands keeps a decided analysis as it was decided.
func analysisStands(rec *register.Record) *command.Held {
	if rec.Text("status") == "draft" {
		return nil
	}
	return &command.Held{Open: []string{"status", "gap_covers", "review_due", "archived_on", "tags", "notes", "secrecy", "secrecy_note", "diary_no", "responsible", "ext_id"}, Code: "decided-protocol-stands"}
}

// analysisMethod writes down by which version of the scale risks are judged,
// while the analysis is worked on.
func (h *house) analysisMethod(f command.Following) ([]command.Change, error) {
	if f.New.Text("status") != "draft" || f.New.Text("method_version") != "" {
		return nil, nil
	}
	kind := ""
	if f.New.Text("kind") == "privacy" {
		kind = "privacy"
	}
	return []command.Change{update(f.New, "update", map[string]any{"method_version": scaleOf(h.rules(f.Today()), kind).Version})}, nil
}

// gapAnswered holds that an answer to a demand gap is whole, and decided by the
// owner of what others lean on (domain.md 3.35, 4.2).
func (h *house) gapAnswered(f command.Following) ([]fault.Problem, error) {
	if !f.Became("decided") || f.New.Text("gap_answer") == "" {
		return nil, nil
	}
	r := h.reader(f)
	object, err := r.get("object", f.New.Text("object"))
	if err != nil {
		return nil, err
	}
	if object == nil {
		return []fault.Problem{{Field: "object", Code: "scope-needs-record"}}, nil
	}
	ps, decider, err := h.signs(f, "decided_by", []string{"object_owner"})
	if err != nil {
		return nil, err
	}
	if decider != nil && object.Text("owner") != "" && object.Text("owner") != string(decider.id) {
		ps = append(ps, fault.Problem{Field: "decided_by", Code: "decided-by-owner-of-object", Value: object.Ref})
	}
	if f.New.Text("gap_reason") == "" {
		ps = append(ps, fault.Problem{Field: "gap_reason", Code: "reason-needed"})
	}
	a := classify.GapAnswer{Answer: classify.Answer(f.New.Text("gap_answer")), Risk: f.New.Text("gap_risk"), Benefit: f.New.Text("gap_benefit")}
	if _, ok := f.New.Number("gap_cost"); ok {
		a.Cost = "stated"
	}
	actions, err := r.find("action", "origin_kind = risk_analysis AND "+is("origin", f.New.ID)+" AND status != cancelled")
	if err != nil {
		return nil, err
	}
	a.Actions = len(actions)
	field := map[string]string{classify.RiskMissing: "gap_risk", classify.CostMissing: "gap_cost", classify.BenefitMissing: "gap_benefit", classify.ActionMissing: "gap_answer", classify.AnswerUnknown: "gap_answer"}
	for _, p := range classify.CheckAnswer(a) {
		ps = append(ps, fault.Problem{Field: field[p.Code], Code: problemCode(p.Code)})
	}
	if a.Answer == classify.Accept && a.Risk != "" {
		more, err := h.acceptedRisk(f, "gap_risk")
		if err != nil {
			return nil, err
		}
		ps = append(ps, more...)
	}
	d, err := h.demand(f, object.ID)
	if err == nil && !d.HasGap() {
		ps = append(ps, fault.Problem{Field: "object", Code: "no-gap-to-answer", Value: object.Ref})
	}
	return ps, err
}

// demand is what others demand of an object, as the whole register says: whether
// there is a gap does not depend on whom one may see.
func (h *house) demand(f command.Following, object register.ID) (classify.Demand, error) {
	r := h.reader(f)
	l, err := r.landscape(false)
	if err != nil {
		return classify.Demand{}, err
	}
	for _, d := range l.graph.Demands() {
		if d.ID == string(object) {
			return d, nil
		}
	}
	return classify.Demand{}, nil
}

// carriedOver holds that every open risk of the analysis before is carried on or
// closed: nothing decided is forgotten by being left out.
func (h *house) carriedOver(f command.Following) ([]fault.Problem, error) {
	if !f.Became("decided") {
		return nil, nil
	}
	r := h.reader(f)
	was, err := r.find("risk", is("analysis", register.ID(f.New.Text("previous")))+" AND status != closed")
	if err != nil || f.New.Text("previous") == "" {
		return nil, err
	}
	now, err := r.find("risk", is("analysis", f.New.ID))
	if err != nil {
		return nil, err
	}
	var ps []fault.Problem
	for _, w := range was {
		if !slices.ContainsFunc(now, func(n *register.Record) bool { return n.Text("carried_from") == string(w.ID) }) {
			ps = append(ps, fault.Problem{Field: "previous", Code: "risk-neither-carried-nor-closed", Value: w.Ref})
		}
	}
	return ps, nil
}

// analysisFollows takes the previous analysis out of use, with the risks that
// were carried on, and keeps the gap that an answer covers.
func (h *house) analysisFollows(f command.Following) ([]command.Change, error) {
	if !f.Became("decided") {
		return nil, nil
	}
	r := h.reader(f)
	var out []command.Change
	if f.New.Text("gap_answer") != "" {
		d, err := h.demand(f, register.ID(f.New.Text("object")))
		if err != nil {
			return nil, err
		}
		if covers := d.Gap.String(); covers != f.New.Text("gap_covers") {
			out = append(out, update(f.New, "update", map[string]any{"gap_covers": covers}))
		}
	}
	previous, err := r.get("risk_analysis", f.New.Text("previous"))
	if err != nil || previous == nil {
		return out, err
	}
	if previous.Text("status") == "decided" {
		out = append(out, update(previous, "supersede", map[string]any{}))
	}
	carried, err := r.find("risk", is("analysis", f.New.ID)+" AND carried_from != null")
	if err != nil {
		return nil, err
	}
	for _, n := range carried {
		old, err := r.get("risk", n.Text("carried_from"))
		if err != nil {
			return nil, err
		}
		if old != nil && old.Text("status") != "closed" {
			out = append(out, update(old, "close", map[string]any{"closed_on": string(f.Today())}))
		}
	}
	return out, nil
}

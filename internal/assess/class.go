package assess

import (
	"fmt"
	"slices"
	"strings"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/method/classify"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

func (h *house) installClasses(s *command.Service) {
	s.AddLock("classification", classStands)
	s.AddRule("classification", h.classApproved)
	s.AddRule("classification", h.classProposed)
	s.AddRule("classification", h.classDecided)
	s.AddRule("classification", h.classWhole)
	s.AddThen("classification", h.classDerived)
	s.AddThen("classification", h.classFollows)
	s.AddThen("classification", h.classReturned)
	s.AddAlways("classification", h.markApplications)
	s.AddAlways("object", h.objectChanged)
	s.AddAlways("processing", h.processingAdded)
	s.AddRule("info_type", h.infoTypeLevels)
	s.AddAlways("info_type", h.infoTypeChanged)
}

// classAfter are the fields of a decided protocol that may still change: what
// has been done since. Everything else stands as it was decided.
var classAfter = []string{"status", "requirements_total", "requirements_implemented", "requirements_checked_on", "plan_made", "plan_decided_on", "protocol",
	"withdrawn_reason", "review_causes", "review_marked_on", "review_due", "archived_on", "tags", "notes", "attachments", "secrecy", "secrecy_note", "diary_no", "responsible", "ext_id"}

// classStands keeps a decided protocol as it was decided (domain.md R09).
func classStands(rec *register.Record) *command.Held {
	if !slices.Contains([]string{"decided", "superseded"}, rec.Text("status")) {
		return nil
	}
	return &command.Held{Open: classAfter, Code: "decided-protocol-stands"}
}

// classApproved holds that a lowering is approved by the coordinator in person
// (domain.md 4.1.3), and a confirmation given by the person it names.
func (h *house) classApproved(f command.Following) ([]fault.Problem, error) {
	now := register.As[registers.Classification](f.New)
	var was []registers.Adjustment
	if f.Old != nil {
		was = register.As[registers.Classification](f.Old).Lowering
	}
	for _, l := range now.Lowering {
		if l.ApprovedBy != "" && !slices.Contains(was, l) && !f.Caller.Holds("isam", f.New.Org) {
			return []fault.Problem{{Field: "lowering", Code: "lowering-approved-by-coordinator", Value: strings.ToUpper(l.Aspect), Allowed: []string{"isam"}}}, nil
		}
	}
	if f.New.Text("status") != "draft" && f.New.Text("status") != "proposed" {
		return nil, nil
	}
	return h.confirms(f, "second_by", "second_by", "decided_by", "decided_on", "status", "method_version")
}

// classProposed holds that a proposal is complete (domain.md R09, 4.1).
func (h *house) classProposed(f command.Following) ([]fault.Problem, error) {
	if !f.Became("proposed") && !f.Became("decided") {
		return nil, nil
	}
	ps := h.limits(f)
	x := register.As[registers.Classification](f.New)
	if lines(x.Participants) < 2 {
		ps = append(ps, fault.Problem{Field: "participants", Code: "participants-from-both-sides"})
	}
	if x.HeldOn.IsZero() {
		ps = append(ps, fault.Problem{Field: "held_on", Code: "required-in-state", Value: f.New.Text("status")})
	}
	ps = append(ps, unanswered(h.rules(f.Today()).Classify(), x.Consequences)...)
	if (x.Kind == "object" || x.Kind == "norm") && len(x.PerInfoType) == 0 {
		ps = append(ps, fault.Problem{Field: "per_info_type", Code: "nothing-assessed"})
	}
	for _, a := range x.PerInfoType {
		if a.Reason == "" && a.Consequence == "" {
			ps = append(ps, fault.Problem{Field: "per_info_type", Code: "level-needs-reason", Value: a.InfoType})
		}
	}
	more, err := h.classAgrees(f, x)
	return append(ps, more...), err
}

// limits stops at the level that belongs to protective security.
func (h *house) limits(f command.Following) (ps []fault.Problem) {
	m := h.rules(f.Today()).Classify()
	for _, p := range classify.Limits(m, vector(f.New)) {
		ps = append(ps, fault.Problem{Field: strings.ToLower(p.Aspect.String()), Code: "level-four-not-here"})
	}
	return ps
}

// classAgrees holds the result against the method: what the rows, raises and
// lowerings give, or what the norm gives and the reasons allow.
func (h *house) classAgrees(f command.Following, x *registers.Classification) (ps []fault.Problem, err error) {
	m := h.rules(f.Today()).Classify()
	got := vector(f.New)
	if x.Kind == "applied" {
		norm, err := h.reader(f).get("classification", string(x.Norm))
		if err != nil || norm == nil {
			return nil, err
		}
		if norm.Text("kind") != "norm" || norm.Text("status") != "decided" {
			ps = append(ps, fault.Problem{Field: "norm", Code: "norm-not-in-force", Value: norm.Ref})
		}
		_, problems := classify.ApplyNorm(m, vector(norm), got, moves(x.Lowering, -1))
		for _, p := range problems {
			ps = append(ps, fault.Problem{Field: "lowering", Code: problemCode(p.Code), Value: p.Aspect.String()})
		}
		return ps, nil
	}
	want, problems, err := h.reader(f).derive(m, x)
	if err != nil || !want.Known() {
		return nil, err
	}
	for _, p := range problems {
		field := "per_info_type"
		switch p.Code {
		case classify.ReasonMissing, classify.ApprovalMissing:
			field = "lowering"
		case classify.RaiseTooHigh, classify.NothingToAdjust:
			field = "aggregate_raise"
		}
		ps = append(ps, fault.Problem{Field: field, Code: problemCode(p.Code), Value: p.Aspect.String()})
	}
	for _, a := range classify.Aspects() {
		if want[a] >= 0 && got[a] != want[a] {
			ps = append(ps, fault.Problem{Field: strings.ToLower(a.String()), Code: "class-differs-from-method", Value: got.String(), Allowed: []string{want.String()}})
		}
	}
	return ps, nil
}

// problemCode writes a method's code as the house writes its own.
func problemCode(code string) string { return strings.ReplaceAll(code, "_", "-") }

// derive gives the class that the rows of the session give, with how the object
// handles each information type (domain.md 4.1.2, 4.1.3).
func (r *reader) derive(m classify.Method, x *registers.Classification) (classify.Vector, []classify.Problem, error) {
	use := map[register.ID]classify.Handling{}
	if x.Object != "" {
		object, err := r.get("object", string(x.Object))
		if err != nil {
			return classify.None(), nil, err
		}
		if object != nil {
			for _, l := range object.LinksOf("info_types") {
				use[l.To] = classify.Handling(l.Kind)
			}
		}
	}
	var uses []classify.Use
	for _, a := range x.PerInfoType {
		u := classify.Use{InfoType: a.InfoType, Handling: classify.Stored, Class: classify.KRT(classify.Level(a.K), classify.Level(a.R), classify.Level(a.T))}
		if m.Traceability {
			u.Class[classify.S] = classify.Level(a.S)
		}
		t, err := r.infoType(a.InfoType)
		if err != nil {
			return classify.None(), nil, err
		}
		if t != nil && use[t.ID] != "" {
			u.Handling = use[t.ID]
		}
		uses = append(uses, u)
	}
	v, _ := classify.Object(m, uses)
	v, _, problems := classify.Adjust(m, v, append(moves(x.AggregateRaise, 1), moves(x.Lowering, -1)...))
	return v, problems, nil
}

// infoType finds the type that a row names by number or name; nil when none.
func (r *reader) infoType(name string) (*register.Record, error) {
	for _, field := range []string{"id", "ref", "title"} {
		if field == "id" && !register.IsID(name) {
			continue
		}
		found, err := r.find("info_type", field+" = "+quote(name))
		if err != nil || len(found) > 0 {
			return first(found), err
		}
	}
	return nil, nil
}

func first(recs []*register.Record) *register.Record {
	if len(recs) == 0 {
		return nil
	}
	return recs[0]
}

func moves(list []registers.Adjustment, sign classify.Level) (out []classify.Adjustment) {
	for _, a := range list {
		var aspect classify.Aspect
		if aspect.UnmarshalText([]byte(a.Aspect)) != nil {
			continue
		}
		out = append(out, classify.Adjustment{Aspect: aspect, By: sign * classify.Level(a.By), Reason: a.Reason, Approved: a.ApprovedBy != ""})
	}
	return out
}

// vector reads a record's levels; an aspect without is unset, not 0.
func vector(rec *register.Record) classify.Vector {
	v := classify.None()
	for _, a := range classify.Aspects() {
		if n, ok := rec.Number(strings.ToLower(a.String())); ok {
			v[a] = classify.Level(n)
		}
	}
	return v
}

func setVector(fields map[string]any, v classify.Vector) {
	for _, a := range classify.Aspects() {
		if v[a] >= 0 {
			fields[strings.ToLower(a.String())] = int64(v[a])
		}
	}
}

// classDecided holds who decides: the owner of the object or the information, the
// central function for a norm; not who proposed it; and a second person from the
// level that asks for one (domain.md 2, 3.35).
func (h *house) classDecided(f command.Following) ([]fault.Problem, error) {
	if !f.Became("decided") {
		return nil, nil
	}
	may := map[string][]string{"norm": {"central_isec"}, "information": {"information_owner"}}[f.New.Text("kind")]
	if may == nil {
		may = []string{"object_owner"}
	}
	ps, decider, err := h.signs(f, "decided_by", may)
	if err != nil {
		return nil, err
	}
	if decider != nil && may[0] == "object_owner" {
		object, err := h.reader(f).get("object", f.New.Text("object"))
		if err != nil {
			return nil, err
		}
		if object != nil && object.Text("owner") != "" && object.Text("owner") != string(decider.id) {
			ps = append(ps, fault.Problem{Field: "decided_by", Code: "decided-by-owner-of-object", Value: object.Ref})
		}
	}
	author, err := h.author(f, "proposed")
	if err != nil {
		return nil, err
	}
	if decider != nil && decider.person != "" && actor(decider.person) == author {
		ps = append(ps, fault.Problem{Field: "decided_by", Code: "author-decides-not", Value: decider.title})
	}
	on := register.Date(f.New.Text("decided_on"))
	if on > f.Today() {
		ps = append(ps, fault.Problem{Field: "decided_on", Code: "day-to-come", Value: string(on)})
	}
	m := h.rules(on).Classify()
	if classify.SecondPerson(m, vector(f.New)) {
		more, err := h.second(f, "second_by", decider, author)
		if err != nil {
			return nil, err
		}
		for i := range more {
			more[i].Allowed = []string{fmt.Sprint(m.FourEyes)}
		}
		ps = append(ps, more...)
	}
	return ps, nil
}

// infoTypeLevels holds the levels of a type against the consequences answered.
func (h *house) infoTypeLevels(f command.Following) (ps []fault.Problem, err error) {
	x := register.As[registers.InfoType](f.New)
	if len(x.Consequences) == 0 {
		return nil, nil
	}
	var answers []classify.Consequence
	for _, c := range x.Consequences {
		var a classify.Aspect
		if a.UnmarshalText([]byte(c.Aspect)) == nil {
			answers = append(answers, classify.Consequence{Area: c.Area, Aspect: a, Level: classify.Level(c.Level)})
		}
	}
	want, _, problems := classify.InfoType(h.rules(f.Today()).Classify(), answers)
	got := vector(f.New)
	for _, a := range classify.Aspects() {
		if want[a] >= 0 && got[a] != want[a] {
			ps = append(ps, fault.Problem{Field: strings.ToLower(a.String()), Code: "class-differs-from-method", Value: got.String(), Allowed: []string{want.String()}})
		}
	}
	if f.Became("decided") {
		for _, p := range problems {
			ps = append(ps, fault.Problem{Field: "consequences", Code: problemCode(p.Code), Value: p.Aspect.String()})
		}
	}
	return ps, nil
}

// update is a consequence that changes fields of a record.
func update(rec *register.Record, op string, fields map[string]any) command.Change {
	return command.Change{Op: op, Register: rec.Register, ID: string(rec.ID), Fields: fields}
}

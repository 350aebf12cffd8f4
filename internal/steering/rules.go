package steering

import (
	"cmp"
	"slices"
	"strings"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/registers"
)

// mayPlace: a document stands under one of a kind above its own, and replaces one
// of its own kind that nothing else replaces.
func (h *house) mayPlace(f command.Following) ([]fault.Problem, error) {
	var ps []fault.Problem
	o := h.order(f.New.Text("kind"), string(f.Today()))
	if up := f.New.Text("parent"); up != "" && (f.Changed("parent") || f.Changed("kind")) {
		parent, err := f.Get(registers.SteeringDocuments, up)
		if err != nil {
			return nil, err
		}
		if parent != nil && !slices.Contains(o.Under, parent.Text("kind")) {
			ps = append(ps, problem("parent", "wrong-parent-kind", parent.Ref, o.Under...))
		}
	}
	if a := f.New.Text("adopter_function"); (f.Changed("adopter_function") || f.Changed("kind")) && !slices.Contains(o.Adopters, a) {
		ps = append(ps, problem("adopter_function", "wrong-adopter", a, o.Adopters...))
	}
	from := f.New.Text("replaces")
	if from == "" || !f.Changed("replaces") {
		return ps, nil
	}
	old, err := f.Get(registers.SteeringDocuments, from)
	if err != nil || old == nil {
		return ps, err
	}
	if old.ID == f.New.ID || old.Text("kind") != f.New.Text("kind") {
		ps = append(ps, problem("replaces", "replaces-other-kind", old.Ref))
	}
	others, err := f.Find(registers.SteeringDocuments, draft.Where("replaces", from))
	for _, x := range others {
		if x.ID != f.New.ID && x.Text("status") != "revoked" {
			ps = append(ps, problem("replaces", "replaced-already", x.Ref))
		}
	}
	return ps, err
}

// mayAdopt: the document's own adopter adopts it, or somebody enters what a body
// outside the functions decided; with date, version and diary number, and with
// every answer to the referral taken care of (domain.md 3.35).
func (h *house) mayAdopt(f command.Following) ([]fault.Problem, error) {
	if !f.Became("adopted") || f.Old == nil {
		return nil, nil
	}
	var ps []fault.Problem
	o, who := h.order(f.New.Text("kind"), string(f.Today())), f.New.Text("adopter_function")
	if !slices.Contains(o.Adopters, who) {
		ps = append(ps, problem("adopter_function", "wrong-adopter", who, o.Adopters...))
	} else if may := deciders(o, who); !slices.ContainsFunc(may, func(fn string) bool { return f.Caller.Holds(fn, f.New.Org) }) {
		ps = append(ps, problem("status", "adopted-by-another", who, may...))
	}
	for _, name := range []string{"edition", "diary_no"} {
		if f.New.Text(name) == "" {
			ps = append(ps, problem(name, "needed-with-decision", name))
		}
	}
	if d := f.New.Text("adopted_on"); d > string(f.Today()) {
		ps = append(ps, problem("adopted_on", "adopted-in-future", d))
	}
	if f.New.Text("body") == "" && f.New.Text("published_at") == "" {
		ps = append(ps, problem("body", "text-needed-to-adopt", f.New.Ref))
	}
	if old, err := f.Get(registers.SteeringDocuments, f.New.Text("replaces")); err != nil {
		return nil, err
	} else if old != nil && old.Text("edition") == f.New.Text("edition") {
		ps = append(ps, problem("edition", "same-version", old.Text("edition")))
	}
	answers, err := f.Find(registers.DocumentAnswers, draft.Where("document", string(f.New.ID)))
	var open []string
	for _, a := range answers {
		// Who has not answered in time does not stop the decision.
		if s := a.Text("status"); s == "answered" && a.Text("stance") != "supports" && a.Text("stance") != "none" || s == "asked" && a.Text("due") >= string(f.Today()) {
			open = append(open, a.Ref)
		}
	}
	if len(open) > 0 {
		ps = append(ps, problem("status", "answers-open", strings.Join(open, ", ")))
	}
	return ps, err
}

// deciders are those who may enter that an adopter has adopted.
func deciders(o order, adopter string) []string {
	if registers.RoleAssignments.Must("function").Choices.Has(adopter) && !slices.Contains([]string{"board", "other"}, adopter) {
		return []string{adopter}
	}
	if adopter == "board" {
		return append([]string{adopter}, o.Recorders...)
	}
	return o.Recorders
}

// kept is what an adopted document says, which a new version alone changes.
var kept = []string{"title", "kind", "adopter_function", "edition", "adopted_on", "body"}

// mayChange: what was adopted stays as it was adopted, so that every version can
// be read.
func (h *house) mayChange(f command.Following) ([]fault.Problem, error) {
	if f.Old == nil || f.Caller.IsSystem() {
		return nil, nil
	}
	switch f.Old.Text("status") {
	case "draft", "referral":
		return nil, nil
	}
	var ps []fault.Problem
	for _, name := range kept {
		if f.Changed(name) {
			ps = append(ps, problem(name, "adopted-stays", f.New.Ref))
		}
	}
	return ps, nil
}

// mayPublish: what is published says where it is found and for whom it holds;
// what is revoked was the adopter's to adopt.
func (h *house) mayPublish(f command.Following) ([]fault.Problem, error) {
	var ps []fault.Problem
	if f.Old == nil {
		return nil, nil
	}
	if f.Became("published") {
		for _, name := range []string{"published_at", "audience", "review_due"} {
			if f.New.Text(name) == "" {
				ps = append(ps, problem(name, "needed-when-published", name))
			}
		}
	}
	if f.Became("revoked") && !f.Caller.IsSystem() {
		o := h.order(f.New.Text("kind"), string(f.Today()))
		if may := deciders(o, f.New.Text("adopter_function")); !slices.ContainsFunc(may, func(fn string) bool { return f.Caller.Holds(fn, f.New.Org) }) {
			ps = append(ps, problem("status", "adopted-by-another", f.New.Text("adopter_function"), may...))
		}
	}
	return ps, nil
}

// note fills in the days and the holder that the steps tell.
func (h *house) note(f command.Following) ([]command.Change, error) {
	fields := map[string]any{}
	switch {
	case f.Old == nil:
	case f.Became("referral"):
		fields["referred_on"] = string(f.Today())
	case f.Became("adopted") && f.New.Text("adopted_by") == "":
		if by := f.Caller.Acting(f.New.Org, f.New.Text("adopter_function")); by != "" {
			fields["adopted_by"] = by
		}
	case f.Became("revoked") && f.New.Text("valid_to") == "":
		fields["valid_to"] = string(f.Today())
	}
	if len(fields) == 0 {
		return nil, nil
	}
	return []command.Change{update(f.New, fields)}, nil
}

// supersede ends the version that a published one replaces, on the day the new
// one begins to hold. It stays to be read.
func (h *house) supersede(f command.Following) ([]command.Change, error) {
	if !f.Became("published") || f.New.Text("replaces") == "" {
		return nil, nil
	}
	old, err := f.Get(registers.SteeringDocuments, f.New.Text("replaces"))
	if err != nil || old == nil || f.Elsewhere(old) {
		return nil, err
	}
	from := cmp.Or(f.New.Text("valid_from"), f.New.Text("adopted_on"))
	fields := map[string]any{"valid_to": from}
	op := "update"
	// One that begins later leaves the old in force until then.
	if _, ok := old.Register.Step(old.Text("status"), "revoke"); ok && from <= string(f.Today()) {
		op = "revoke"
	}
	return []command.Change{{Op: op, Register: old.Register, ID: string(old.ID), Fields: fields}}, nil
}

// mayAnswer: an answer given is not rewritten by those who weigh it.
func (h *house) mayAnswer(f command.Following) ([]fault.Problem, error) {
	if f.Old == nil {
		return nil, nil
	}
	var ps []fault.Problem
	for _, name := range []string{"document", "party"} {
		if f.Changed(name) {
			ps = append(ps, problem(name, "answer-stays", f.New.Ref))
		}
	}
	if s := f.Old.Text("status"); s == "answered" || s == "considered" {
		for _, name := range []string{"stance", "answer", "answered_on"} {
			if f.Changed(name) {
				ps = append(ps, problem(name, "answer-stays", f.New.Ref))
			}
		}
	}
	return ps, nil
}

// mayConfirm: that somebody has read and understood is said by that person.
func (h *house) mayConfirm(f command.Following) ([]fault.Problem, error) {
	var ps []fault.Problem
	if f.Old == nil {
		doc, err := f.Get(registers.SteeringDocuments, f.New.Text("document"))
		if err == nil && doc != nil && doc.Text("status") != "published" {
			ps = append(ps, problem("document", "only-published", doc.Ref))
		}
		return ps, err
	}
	for _, name := range []string{"document", "person"} {
		if f.Changed(name) {
			ps = append(ps, problem(name, "receipt-stays", f.New.Ref))
		}
	}
	if f.Caller.IsSystem() {
		return ps, nil
	}
	mine := string(f.Caller.Person) == f.New.Text("person")
	if f.Became("confirmed") && !mine {
		ps = append(ps, problem("status", "only-oneself", f.New.Ref))
	}
	// Who is asked does not let himself off, nor put the day off.
	if mine && !f.Caller.Write(f.New.Register).Sees(f.New.Org) {
		for _, name := range []string{"due", "asked_on", "unit", "reminded_on", "reminders"} {
			if f.Changed(name) {
				ps = append(ps, problem(name, "receipt-stays", f.New.Ref))
			}
		}
		if f.Became("excused") {
			ps = append(ps, problem("status", "excused-by-another", f.New.Ref))
		}
	}
	return ps, nil
}

func (h *house) confirmed(f command.Following) ([]command.Change, error) {
	if f.Old == nil || !f.Became("confirmed") {
		return nil, nil
	}
	return []command.Change{update(f.New, map[string]any{"confirmed_on": string(f.Today())})}, nil
}

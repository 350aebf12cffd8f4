package campaign

import (
	"slices"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// answering are the states in which a response is worked on.
var answering = []string{"not_started", "started", "returned"}

// mayAnswer holds that answers are given while the follow-up is open, to its
// questions, in values they take, and that what is sent in is whole.
func (h *house) mayAnswer(f command.Following) ([]fault.Problem, error) {
	if f.Old == nil {
		if f.Caller.IsSystem() {
			return nil, nil
		}
		return []fault.Problem{problem("", "responses-come-with-opening", "")}, nil
	}
	sending := f.Became("sent")
	moved := changed(f, "answers", "campaign", "object") != ""
	if !moved && !sending {
		return nil, nil
	}
	if name := changed(f, "campaign", "object"); name != "" {
		return []fault.Problem{problem(name, "response-stays-with-object", f.New.Ref)}, nil
	}
	if !slices.Contains(answering, f.Old.Text("status")) {
		return []fault.Problem{problem("answers", "sent-answer-stands", f.New.Ref)}, nil
	}
	find := f.Find
	campaigns, err := find(registers.Campaigns, draft.Where("id", f.New.Text("campaign")))
	if err != nil || len(campaigns) == 0 {
		return nil, err
	}
	if campaigns[0].Text("status") != "open" {
		return []fault.Problem{problem("status", "follow-up-not-open", campaigns[0].Text("title"))}, nil
	}
	by, order, err := asked(find, campaigns[0])
	if err != nil || len(order) == 0 {
		return nil, err // taken in from elsewhere, without its questions
	}
	ps := answersFit(by, register.As[registers.Response](f.Old), register.As[registers.Response](f.New))
	if sending {
		ps = append(ps, unanswered(order, register.As[registers.Response](f.New))...)
	}
	return ps, nil
}

func answersFit(by map[string]*registers.Question, old, now *registers.Response) []fault.Problem {
	was := map[string]registers.Answer{}
	for _, a := range old.Answers {
		was[a.Question] = a
	}
	var ps []fault.Problem
	for _, a := range now.Answers {
		q, o := by[a.Question], was[a.Question]
		switch {
		case q == nil:
			ps = append(ps, problem("answers", "question-not-asked", a.Question))
		case !takes(q, a.Value):
			ps = append(ps, problem("answers", "answer-not-taken", a.Question+": "+a.Value, q.Options...))
		// What came from the register is told from what somebody wrote.
		case a.Prefilled == "yes" && o.Prefilled != "yes":
			ps = append(ps, problem("answers", "answer-not-prefilled", a.Question))
		case o.Prefilled == "yes" && (a.Prefilled != "yes" || !same(a.Value, o.Value) && a.Changed != "yes"):
			ps = append(ps, problem("answers", "say-what-was-changed", a.Question))
		}
	}
	return ps
}

func unanswered(order []*registers.Question, r *registers.Response) []fault.Problem {
	var ps []fault.Problem
	for _, q := range order {
		answered := slices.ContainsFunc(r.Answers, func(a registers.Answer) bool { return a.Question == q.Code && a.Value != "" })
		if q.Required == register.Yes && !answered {
			ps = append(ps, problem("answers", "question-unanswered", q.Code))
		}
	}
	return ps
}

// Unchanged is *oförändrat* in one act: what was filled in from the registers and
// last year's answers is sent in as it stands.
func Unchanged(response *register.Record, today register.Date) command.Change {
	return Sent(standing(response), today)
}

// mayReview holds that the coordinator reviews and returns (domain.md 3.35), and
// approves just that comparison with the registers that will be written.
func (h *house) mayReview(f command.Following) ([]fault.Problem, error) {
	if f.Old == nil || !f.Became("reviewed") && !f.Became("returned") {
		return nil, nil
	}
	if !f.Caller.Holds("isam", f.New.Org) {
		return []fault.Problem{problem("status", "review-by-coordinator", f.New.Ref, "isam")}, nil
	}
	if !f.Became("reviewed") {
		return nil, nil
	}
	lines, err := compare(f.Find, h.goals(f), f.New)
	if err != nil {
		return nil, err
	}
	if sum := Digest(lines); sum != "" && f.New.Text("approved") != sum {
		return []fault.Problem{problem("approved", "comparison-not-approved", f.New.Ref)}, nil
	}
	return nil, nil
}

// reviewed writes the accepted answers to the registers.
func (h *house) reviewed(f command.Following) ([]command.Change, error) {
	if !f.Became("reviewed") {
		return nil, nil
	}
	lines, err := compare(f.Find, h.goals(f), f.New)
	if err != nil {
		return nil, err
	}
	declined, _ := f.New.Get("declined").([]string)
	var out []command.Change
	at := map[register.ID]int{}
	for _, l := range lines {
		if l.State != Writes || slices.Contains(declined, l.Question) {
			continue
		}
		i, ok := at[l.Record]
		if !ok {
			i = len(out)
			at[l.Record] = i
			out = append(out, command.Change{Op: "update", Register: l.Register, ID: string(l.Record), Fields: map[string]any{}, Source: "campaign"})
		}
		out[i].Fields[l.Field.Name] = l.To
	}
	return out, nil
}

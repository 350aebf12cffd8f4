package classify

import "genomlys/internal/method/clock"

// Answer is how a gap between class and demand is met.
type Answer string

// The four answers to a demand gap.
const (
	Raise      Answer = "raise"      // raise the object's class
	Compensate Answer = "compensate" // keep it, put requirements on the dependants
	Accept     Answer = "accept"     // keep it, accept with a risk
	Separate   Answer = "separate"   // move the dependants away
)

// GapAnswer is a decision on a demand gap.
type GapAnswer struct {
	Answer    Answer
	DecidedOn clock.Date
	// Covers is the gap as it was when decided: a larger gap is a new question.
	Covers Vector
	// Risk is the accepted risk, Cost and Benefit what they were said to be; all
	// needed to accept. Actions are needed for the other answers.
	Risk, Cost, Benefit string
	Actions             int
}

// Problems of gap answers.
const (
	AnswerUnknown  = "gap_answer_unknown"
	RiskMissing    = "gap_risk_missing"
	CostMissing    = "gap_cost_missing"
	BenefitMissing = "gap_benefit_missing"
	ActionMissing  = "gap_action_missing"
)

// CheckAnswer lists what is missing before the answer can be decided.
func CheckAnswer(a GapAnswer) []Problem {
	var ps []Problem
	need := func(ok bool, code string) {
		if !ok {
			ps = append(ps, Problem{Code: code})
		}
	}
	switch a.Answer {
	case Accept:
		need(a.Risk != "", RiskMissing)
		need(a.Cost != "", CostMissing)
		need(a.Benefit != "", BenefitMissing)
	case Raise, Compensate, Separate:
		need(a.Actions > 0, ActionMissing)
	default:
		need(false, AnswerUnknown)
	}
	return ps
}

// Handled tells whether a gap has a decided answer on a day that still covers it.
func Handled(gap Vector, a GapAnswer, asOf clock.Date) bool {
	if !a.DecidedOn.Valid() || a.DecidedOn > asOf || len(CheckAnswer(a)) > 0 {
		return false
	}
	for i := range gap {
		if gap[i] > max(0, a.Covers[i]) {
			return false
		}
	}
	return true
}

// Package continuity judges whether a continuity plan is needed, whether it is
// any good, and whether an exercise showed that it holds (domain.md R16).
//
// Ages and levels are given with Limits: they are dated data. It does no I/O.
package continuity

import "genomlys/internal/method/clock"

// Answer is a fact that may be unknown.
type Answer string

// The answers: not known is not no.
const (
	Yes     Answer = "yes"
	No      Answer = "no"
	Unknown Answer = "unknown"
)

// Limits are the dated thresholds.
type Limits struct {
	Level          int // from this availability a plan is needed
	AdoptedMonths  int // a plan counts as current this long
	CountsMonths   int // an exercise counts this long
	EveryMonths    int // between two exercises
	EveryHighMonth int // the same, from Level
}

// Why a plan is needed, or is not.
const (
	ByClass      = "availability_asks"
	ByAnalysis   = "rsa_asks"
	NotAsked     = "nothing_asks"
	ClassUnknown = "class_unknown"
)

// Need tells whether an object needs a plan and every reason for the answer.
// t is its decided availability, negative when it has none; rsa whether the risk
// and vulnerability analysis marks it as critical.
func Need(t int, rsa Answer, l Limits) (Answer, []string) {
	var why []string
	if t >= l.Level {
		why = append(why, ByClass)
	}
	if rsa == Yes {
		why = append(why, ByAnalysis)
	}
	switch {
	case len(why) > 0:
		return Yes, why
	case t < 0:
		return Unknown, []string{ClassUnknown}
	}
	return No, []string{NotAsked}
}

// Exercise is one that was held.
type Exercise struct {
	On       clock.Date
	Result   string // met, partly, not; empty when none was stated
	Measured int    // hours; negative when not measured
}

// Plan is what is known of a plan. Hours are negative when they are not stated.
type Plan struct {
	AdoptedOn clock.Date
	ReviewDue clock.Date // when somebody has set it
	T         int        // highest availability of its objects; negative when unknown
	MTD, RTO  int
	Missing   []string // parts that are empty
	Known     Answer   // whether those it concerns know it; only they can tell
	Exercises []Exercise
}

// The four quality checks.
const (
	Current  = "current"
	Complete = "complete"
	Familiar = "known"
	Tested   = "tested"
)

// Check is one quality check with its answer, why, and what it rests on.
type Check struct {
	Check  string     `json:"check"`
	Answer Answer     `json:"answer"`
	Why    string     `json:"why"`
	On     clock.Date `json:"on,omitempty"`
	Parts  []string   `json:"parts,omitempty"`
}

// Quality answers the four checks on a day.
func Quality(p Plan, l Limits, asOf clock.Date) []Check {
	return []Check{p.current(l, asOf), p.complete(), p.familiar(), p.tested(l, asOf)}
}

func (p Plan) current(l Limits, asOf clock.Date) Check {
	due := p.NextReview(l)
	switch {
	case !p.AdoptedOn.Valid() || p.AdoptedOn > asOf:
		return Check{Current, No, "not_adopted", "", nil}
	case p.AdoptedOn.AddMonths(l.AdoptedMonths) < asOf:
		return Check{Current, No, "adopted_long_ago", p.AdoptedOn, nil}
	case due < asOf:
		return Check{Current, No, "review_overdue", due, nil}
	}
	return Check{Current, Yes, "adopted", p.AdoptedOn, nil}
}

func (p Plan) complete() Check {
	if len(p.Missing) > 0 {
		return Check{Complete, No, "parts_missing", "", p.Missing}
	}
	return Check{Complete, Yes, "all_parts", "", nil}
}

func (p Plan) familiar() Check {
	switch p.Known {
	case Yes:
		return Check{Familiar, Yes, "stated", "", nil}
	case No:
		return Check{Familiar, No, "stated_not", "", nil}
	}
	return Check{Familiar, Unknown, "not_stated", "", nil}
}

func (p Plan) tested(l Limits, asOf clock.Date) Check {
	last, ok := p.Last(asOf)
	switch {
	case !ok:
		return Check{Tested, No, "never_exercised", "", nil}
	case last.On < asOf.AddMonths(-l.CountsMonths):
		return Check{Tested, No, "exercised_long_ago", last.On, nil}
	case last.Result == "not":
		return Check{Tested, No, "exercise_failed", last.On, nil}
	}
	switch Recovery(last.Measured, p.RTO, p.MTD) {
	case OverRTO, OverMTD:
		return Check{Tested, No, "recovered_too_late", last.On, nil}
	}
	return Check{Tested, Yes, "exercised", last.On, nil}
}

// Last is the latest exercise with a result up to a day.
func (p Plan) Last(asOf clock.Date) (last Exercise, ok bool) {
	for _, e := range p.Exercises {
		if e.Result != "" && e.On.Valid() && e.On <= asOf && e.On >= last.On {
			last, ok = e, true
		}
	}
	return last, ok
}

// NextReview is when the plan is to be looked at: the day somebody set, or the
// end of its time as current, whichever comes first; empty when not adopted.
func (p Plan) NextReview(l Limits) clock.Date {
	if !p.AdoptedOn.Valid() {
		return p.ReviewDue
	}
	end := p.AdoptedOn.AddMonths(l.AdoptedMonths)
	if p.ReviewDue.Valid() && p.ReviewDue < end {
		return p.ReviewDue
	}
	return end
}

// NextExercise is when the plan is to be exercised: one interval after the last
// time, or after it was adopted; empty when it has been neither.
func (p Plan) NextExercise(l Limits, asOf clock.Date) clock.Date {
	from := p.AdoptedOn
	if last, ok := p.Last(asOf); ok {
		from = last.On // a new version of the plan does not put it off
	}
	if !from.Valid() {
		return ""
	}
	if p.T >= l.Level {
		return from.AddMonths(l.EveryHighMonth)
	}
	return from.AddMonths(l.EveryMonths)
}

// What a measured recovery time says against the demanded ones.
const (
	WithinRTO   = "within_rto"
	WithinMTD   = "within_mtd" // no recovery time is demanded, only a longest stop
	OverRTO     = "over_rto"
	OverMTD     = "over_mtd"
	NotMeasured = "not_measured"
	NoDemand    = "no_demand"
)

// Recovery compares a measured recovery time with what is demanded, in hours;
// negative when not known.
func Recovery(measured, rto, mtd int) string {
	switch {
	case measured < 0:
		return NotMeasured
	case mtd >= 0 && measured > mtd:
		return OverMTD
	case rto >= 0 && measured > rto:
		return OverRTO
	case rto >= 0:
		return WithinRTO
	case mtd >= 0:
		return WithinMTD
	}
	return NoDemand
}

// Package rights judges the time of a data subject's request (GDPR 12.3): when
// it is due, whether an extension holds, and whether the answer came in time.
// The entry function is Judge. Lengths come with the clock definition. It does
// no I/O, reads no clock and says everything as codes.
package rights

import (
	"genomlys/internal/method/clock"
)

// Request is what is known of a request, as civil dates; empty is not yet.
type Request struct {
	Received clock.Date
	// Extended is when the person was told of the extension and its reasons.
	Extended  clock.Date
	Answered  clock.Date
	Withdrawn bool
}

// Outcome is how a request stands.
type Outcome string

// The outcomes.
const (
	Open     Outcome = "open"      // not answered, time left
	Overdue  Outcome = "overdue"   // not answered, time passed
	InTime   Outcome = "in_time"   // answered by the due date
	Late     Outcome = "late"      // answered after it
	Cancel   Outcome = "withdrawn" // by the person before an answer; counts neither way
	Unjudged Outcome = "unjudged"  // the date of receipt is missing or later than the day asked about
)

// Reasons.
const (
	FirstDue       = "due_by_first_period"
	ExtendedDue    = "due_by_extended_period"
	ToldTooLate    = "extension_told_too_late" // the extension does not hold
	WithinTheGrace = "answered_within_weekend_grace"
)

// Judgement is the time of a request on a day.
type Judgement struct {
	// First is the end of the first period, Due the end that counts: the same, or
	// that of the extended period. Both are the day of the same number, or the
	// month's last day, without any move for weekends: what a register keeps.
	First, Due clock.Date
	// Moved is Due moved past weekends and holidays as Regulation 1182/71 allows;
	// shown beside it.
	Moved   clock.Date
	Outcome Outcome
	// Days is the days left to Due, negative when passed; for an answered request
	// the days that were left when it was answered.
	Days    int
	Reasons []string
}

// Judge judges a request as of a day. What happened after that day is not known
// on it. An extension told after the first period does not prolong anything.
func Judge(r Request, def clock.Def, asOf clock.Date) Judgement {
	if !r.Received.Valid() || r.Received > asOf {
		return Judgement{Outcome: Unjudged}
	}
	first := clock.Count(r.Received.Start(), def, false)
	j := Judgement{First: first.StrictDay(), Due: first.StrictDay(), Moved: first.DueDay()}
	switch told := r.Extended.Valid() && r.Extended <= asOf; {
	case told && r.Extended <= first.DueDay():
		long := clock.Count(r.Received.Start(), def, true)
		j.Due, j.Moved = long.StrictDay(), long.DueDay()
		j.say(ExtendedDue)
	case told:
		j.say(ToldTooLate)
		fallthrough
	default:
		j.say(FirstDue)
	}
	switch {
	case r.Answered.Valid() && r.Answered <= asOf:
		j.Days, j.Outcome = r.Answered.DaysTo(j.Due), InTime
		if r.Answered > j.Due {
			j.Outcome = Late
			if r.Answered <= j.Moved {
				j.say(WithinTheGrace)
			}
		}
	case r.Withdrawn:
		j.Outcome = Cancel
	default:
		j.Days, j.Outcome = asOf.DaysTo(j.Due), Open
		if asOf > j.Due {
			j.Outcome = Overdue
		}
	}
	return j
}

func (j *Judgement) say(code string) { j.Reasons = append(j.Reasons, code) }

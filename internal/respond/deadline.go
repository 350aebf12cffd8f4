package respond

import (
	"strings"
	"time"

	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// metBy is what meets a clock, by the rule that it counts by.
func metBy(c *register.Record) string {
	book, err := rulebook.Load()
	if err != nil {
		return ""
	}
	d, _ := book.At(clock.DateOf(c.Moment("started_at"))).Clock(c.Text("code"))
	return d.MetBy
}

// risks are the degrees of risk to those concerned, by the rules of the day on
// which the office knew of the incident.
func risks(inc *register.Record) rulebook.Degrees {
	book, err := rulebook.Load()
	if err != nil {
		return rulebook.Degrees{} // a house without its rules does not open
	}
	return book.At(clock.DateOf(awareness(inc, "gdpr"))).Degrees(rulebook.IndividualRiskLadder)
}

// noticeEnd is when a controller's notification is due that becomes aware at a time.
func noticeEnd(at time.Time) time.Time {
	book, err := rulebook.Load()
	if err != nil {
		return time.Time{}
	}
	d, ok := book.At(clock.DateOf(at)).Started("aware", "gdpr")
	if !ok {
		return time.Time{}
	}
	return clock.Count(at, d.Def(), false).Due
}

func join(words []string) string { return strings.Join(words, ", ") }

package respond

import (
	"strings"

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

func join(words []string) string { return strings.Join(words, ", ") }

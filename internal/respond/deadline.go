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

// noticeEnd is when a controller's notification is due that becomes aware at a time.
func noticeEnd(at time.Time) time.Time {
	book, err := rulebook.Load()
	if err != nil {
		return time.Time{}
	}
	for _, d := range book.At(clock.DateOf(at)).Clocks() {
		if d.Track == "gdpr" && d.Event == "aware" {
			return clock.Count(at, d.Def(), false).Due
		}
	}
	return time.Time{}
}

func join(words []string) string { return strings.Join(words, ", ") }

package draft

import (
	"time"

	"genomlys/internal/method/clock"
	"genomlys/internal/rulebook"
)

// NoticeEnd is when a controller's notification is due that becomes aware at a
// time; zero when the rule book of that day has no such clock.
func NoticeEnd(at time.Time) time.Time {
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

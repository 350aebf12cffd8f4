package figure

import (
	"context"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Incident is how a personal data breach stood at an instant.
type Incident struct {
	Ref          string
	At           time.Time
	Informed     int           // boards and companies told by then
	Acknowledged int           // of these: have acknowledged
	Deadline     time.Time     // of the notification, GDPR art. 33(1)
	Left         time.Duration // to the deadline; negative when it has passed
	// Took is the hours that passed from detection to notification, in real time;
	// zero while nothing is notified.
	Took time.Duration
}

// IncidentAt tells how a breach stood at an instant of a day, by the times that
// its records carry.
func (e *Engine) IncidentAt(ctx context.Context, caller access.Caller, id string, at time.Time) (Incident, error) {
	day := register.DateOf(at.In(e.db.Zone))
	r := &run{db: e.db, caller: caller, book: e.book, rules: e.rules.At(clock.Date(day)), date: day, at: at}
	reg, err := r.register("incident")
	if err != nil {
		return Incident{}, err
	}
	rec, err := e.db.Get(ctx, caller.Read(reg), reg, id, time.Time{}, 0)
	if err != nil {
		return Incident{}, err
	}
	out := Incident{Ref: rec.Ref, At: at}
	sent, err := r.register("incident_recipient")
	if err != nil {
		return out, err
	}
	for filter, n := range map[string]*int{"sent_at <= now": &out.Informed, "sent_at <= now AND acknowledged_at <= now": &out.Acknowledged} {
		f, _, err := r.filter(sent, nil, filter)
		if err != nil {
			return out, err
		}
		of := query.Compare{Field: query.Field{Name: "incident", Type: query.Ref}, Op: query.Eq, Value: string(rec.ID)}
		// Read as the records stand now: their own times tell of the instant.
		keys, err := e.db.Keys(ctx, caller.Read(sent), store.Query{Register: sent, Filter: query.And{of, f}})
		if err != nil {
			return out, err
		}
		*n = len(keys)
	}
	c, ok := r.rules.Started("aware", "gdpr") // GDPR art. 33(1)
	if !ok {
		return out, nil
	}
	start := rec.Moment("aware_gdpr_at")
	if start.IsZero() {
		start = rec.Moment("detected_at")
	}
	out.Deadline = clock.Count(start, c.Def(), false).Strict
	out.Left = out.Deadline.Sub(at)
	if done := rec.Moment("gdpr_notified_at"); !done.IsZero() && !done.After(at) {
		out.Took = done.Sub(start)
	}
	return out, nil
}

package respond

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/mail"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// stale is how long after its point a warning is still sent: who starts a
// server again after a week is not written to about what passed meanwhile; it
// stands first on the page of what needs them.
const stale = 24 * time.Hour

// warning is a clock that has come to a point at which somebody is to be told.
type warning struct {
	clock  *register.Record
	point  clock.Warning
	matter *register.Record // nil when it is none of the registers'
	told   []*register.Record
}

// Warn writes to those who answer for a matter when one of its running clocks
// comes to a point that the rule book names (domain.md 5.2), once for each
// point; of several that have passed, the last.
func Warn(ctx context.Context, db *store.DB, p Post, now time.Time) error {
	if !p.Set {
		return nil
	}
	book, err := rulebook.Load()
	if err != nil {
		return err
	}
	var due []warning
	err = db.Each(ctx, access.System().Read(registers.Clocks), store.Query{Register: registers.Clocks, Filter: draft.Where("status", "running")}, func(c *register.Record) error {
		if at, ok := warned(book, c, now); ok {
			due = append(due, warning{clock: c, point: at})
		}
		return nil
	})
	if err != nil || len(due) == 0 {
		return err
	}
	for i := range due {
		if err := due[i].look(ctx, db, now); err != nil {
			return err
		}
	}
	_, err = db.Write(ctx, now, store.Act{}, func(tx *store.Tx) error {
		for _, w := range due {
			if err := w.put(tx, p, db.Zone, now); err != nil {
				return err
			}
		}
		return nil
	})
	return err
}

// warned gives the point of a clock that is to be told of now.
func warned(book *rulebook.Book, c *register.Record, now time.Time) (clock.Warning, bool) {
	def, ok := book.At(clock.DateOf(c.Moment("started_at"))).Clock(c.Text("code"))
	if !ok {
		return clock.Warning{}, false
	}
	hours, _ := c.Number("agreed_h")
	d := def.DefOf(int(hours))
	points := clock.Warnings(d, clock.Count(c.Moment("started_at"), d, c.Text("extended") == string(register.Yes)))
	for _, w := range slices.Backward(points) {
		if !w.At.After(now) {
			return w, now.Sub(w.At) < stale
		}
	}
	return clock.Warning{}, false
}

// look finds the matter and whom to tell: those who lead and coordinate where
// the clock runs, and where persons are concerned those who guard their data.
func (w *warning) look(ctx context.Context, db *store.DB, now time.Time) error {
	functions := PersonalData
	for _, name := range matters {
		id := w.clock.Text(name)
		if id == "" {
			continue
		}
		if strings.HasPrefix(name, "incident") {
			functions = slices.Concat(Told, PersonalData)
		}
		r := w.clock.Register.Must(name).Target
		if r == nil {
			break
		}
		var err error
		if w.matter, err = db.Get(ctx, access.System().Read(r), r, id, time.Time{}, 0); err != nil {
			return err
		}
		break
	}
	var err error
	w.told, err = holders(ctx, db, w.clock.Org, now, functions...)
	return err
}

// put puts the letters in the outbox. They do not say what has happened: mail
// is read by others.
func (w *warning) put(tx *store.Tx, p Post, zone *time.Location, now time.Time) error {
	at, about := "/"+w.clock.Register.Collection+"/"+w.clock.Ref, w.clock.Ref
	if w.matter != nil {
		at, about = "/"+w.matter.Register.Collection+"/"+w.matter.Ref, w.matter.Ref
	}
	due := lang.Clock(lang.SV, w.clock.Moment("due_at").In(zone))
	subject, left := "Frist för "+about+": "+w.left(lang.SV), "Fristen går ut "+due+"."
	if w.point.Before == 0 {
		subject, left = "Frist för "+about+" har gått ut", "Fristen gick ut "+due+"."
	}
	where := "Öppna ärendet i Genomlys."
	if p.Base != "" {
		where = "Öppna ärendet: " + strings.TrimSuffix(p.Base, "/") + at
	}
	body := fmt.Sprintf("%s\n%s\n\n%s\n\nVad ärendet gäller står inte här, eftersom e-post kan läsas av andra.\n", w.clock.Text("law")+".", left, where)
	seen := map[string]bool{}
	for _, h := range w.told {
		person := h.Text("person")
		if seen[person] {
			continue
		}
		seen[person] = true
		once := fmt.Sprintf("clock/%s/%d/%s", w.clock.ID, w.point.Before, person)
		if err := mail.Put(tx, mail.Message{Kind: "notice", Person: register.ID(person), Lang: lang.SV, Subject: subject, Body: body, Now: now, Once: once}); err != nil {
			return err
		}
	}
	return nil
}

// left says how long before the end a point is.
func (w *warning) left(l lang.Lang) string {
	if w.point.Hours {
		return lang.ClockHoursLeft.Of(l, w.point.Before)
	}
	return lang.ClockDaysLeft.Of(l, w.point.Before)
}

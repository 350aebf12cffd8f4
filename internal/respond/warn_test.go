package respond_test

import (
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/registers"
	"genomlys/internal/respond"
	"genomlys/internal/store/storetest"
)

// TestWarn: a running clock is told of at 24, 4, 1 and 0 hours before its end,
// once each, to those who answer for it; one that is met is told of no more,
// and what passed long ago is not sent.
func TestWarn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		start := local("2026-10-19 10:00")
		incident := o.make(access.System(), registers.Incidents, o.org["it-office"], map[string]any{"title": "Fel mottagare", "kind": "misdirected", "occurred_from": start.Format(time.RFC3339), "detected_at": start.Format(time.RFC3339)})
		id := o.make(access.System(), registers.Clocks, o.org["it-office"], map[string]any{"code": "GDPR33", "incident": string(incident), "started_at": start.Format(time.RFC3339)})
		sent := 0
		at := func(when string, want int, says string) {
			t.Helper()
			if err := respond.Warn(t.Context(), o.db, respond.Post{Set: true, Base: "https://lis.example/"}, local(when)); err != nil {
				t.Fatal(err)
			}
			mails, err := o.db.Mails(t.Context(), "", 100)
			if err != nil {
				t.Fatal(err)
			}
			if len(mails)-sent != want {
				t.Fatalf("%s: %d letters, want %d", when, len(mails)-sent, want)
			}
			sent = len(mails)
			if want == 0 {
				return
			}
			found := false
			for _, m := range mails {
				found = found || strings.Contains(m.Subject, says) && strings.Contains(m.Body, "https://lis.example/incidents/INC-0001") && !strings.Contains(m.Body, "mottagare")
			}
			if !found {
				t.Errorf("%s: no letter says %q: %+v", when, says, mails)
			}
		}
		at("2026-10-21 09:59", 0, "")
		at("2026-10-21 10:00", 3, "24 timmar kvar")
		at("2026-10-21 10:05", 0, "")
		at("2026-10-22 08:30", 3, "4 timmar kvar")
		at("2026-10-22 09:00", 3, "1 timme kvar")
		at("2026-10-22 10:10", 3, "har gått ut")
		at("2026-10-24 12:00", 0, "")
		o.do("lead", "meet_late", registers.Clocks, id, map[string]any{"met_at": local("2026-10-22 11:00").Format(time.RFC3339), "late_reason": "Underlag saknades."})
		at("2026-10-22 10:20", 0, "")
		if err := respond.Warn(t.Context(), o.db, respond.Post{}, local("2026-10-22 10:20")); err != nil {
			t.Fatal(err)
		}
	})
}

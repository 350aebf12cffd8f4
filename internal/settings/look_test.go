package settings_test

import (
	"slices"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/registers"
	"genomlys/internal/settings"
	"genomlys/internal/store/storetest"
)

// TestLooks: an organisation's own colours, language and density hold from
// their day for those who work there or below, and what cannot be read is refused.
func TestLooks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p)
		board := w.make(registers.Orgs, "", map[string]any{"title": "Biblioteket", "kind": "office", "parent": string(w.city)})
		cityAdmin, isam, there := w.who("Ada", "system_admin", w.city), w.who("Isa", "isam", w.own), w.who("Bo", "isam", board)
		looks := settings.NewLooks(w.d.DB, w.access)
		see := func(c access.Caller, days int) settings.Look {
			t.Helper()
			l, err := looks.Of(ctx, c, w.now.AddDate(0, 0, days))
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
		const blue, red = `{"light":"#1d4e86","dark":"#97c4f6"}`, `{"light":"#9a1f19","dark":"#ffa196"}`
		for _, x := range []struct{ code, value, want string }{
			{settings.ColoursCode, `{"light":"#ffcc00","dark":"#ffcc00"}`, "colour-on-ground"},
			{settings.ColoursCode, `{"light":"gul","dark":"#ffcc00"}`, "not-a-colour"},
			{settings.ColoursCode, `{"light":"#1d4e86","dark":"#97c4f6","logo":"x"}`, "rule-not-whole"},
			{settings.LanguageCode, `{"language":"de"}`, "not-allowed"},
			{settings.DensityCode, `{"density":"air"}`, "not-allowed"},
			{settings.TextCode("agreement", "poem"), `{"sv":"x"}`, "no-such-rule"},
			{registers.HeadingCode("9.9"), `{"sv":"x"}`, "no-such-rule"},
			{registers.HeadingCode("2.4"), `{"sv":"Sårbarhet {kommun}"}`, "heading-places"},
			{registers.HeadingCode("2.4"), `{"sv":"En rad\nEn till"}`, "heading-one-line"},
			{registers.HeadingCode("2.4"), `{"sv":"","en":"Vulnerability"}`, "heading-needs-swedish"},
			{"office.logo", `{"x":1}`, "no-such-rule"},
		} {
			if _, got := w.propose(isam, w.own, x.code, x.value, "2026-12-01"); !slices.Contains(got, x.want) {
				t.Errorf("%s %s: %v, want %s", x.code, x.value, got, x.want)
			}
		}
		put := func(c access.Caller, rec string, value, from string) {
			t.Helper()
			s, got := w.propose(c, c.Held[0].Org, rec, value, from)
			if got != nil {
				t.Fatalf("%s: %v", rec, got)
			}
			if _, got := w.adopt(c, s); got != nil {
				t.Fatalf("adopt %s: %v", rec, got)
			}
		}
		put(cityAdmin, settings.ColoursCode, red, "2026-11-23")
		if got, err := looks.Everybody(ctx, w.now); err != nil || got.Colours.Light != "#9a1f19" {
			t.Errorf("the only colours are not everybody's: %v %v", got, err)
		}
		put(isam, settings.ColoursCode, blue, "2026-12-01")
		put(isam, settings.LanguageCode, `{"language":"en"}`, "2026-11-23")
		put(isam, settings.DensityCode, `{"density":"dense"}`, "2026-11-23")
		put(isam, settings.TextCode("agreement", "instruction"), `{"sv":"Ring oss.","en":""}`, "2026-11-23")
		if l := see(isam, 0); l.Colours.Light != "#9a1f19" || l.Language != "en" || !l.Dense {
			t.Errorf("today at the office: %+v", l)
		}
		if l := see(isam, 8); l.Colours.Light != "#1d4e86" {
			t.Errorf("from its day at the office: %+v", l)
		}
		if l := see(there, 8); l.Colours.Light != "#9a1f19" || l.Language != "" || l.Dense {
			t.Errorf("at another office: %+v", l)
		}
		if got, err := looks.Everybody(ctx, w.now.AddDate(0, 0, 8)); err != nil || got.Colours.Light != "" {
			t.Errorf("of two there is none for everybody: %v %v", got, err)
		}
		if _, got := w.propose(isam, w.own, settings.ColoursCode, red, "2026-12-01"); !slices.Contains(got, "setting-same-day") {
			t.Errorf("two from one day: %v", got)
		}
		if wrong, err := settings.Refresh(ctx, w.d.DB); err != nil || len(wrong) > 0 {
			t.Errorf("the rule book is told of them: %v %v", wrong, err)
		}
	})
}

package respond_test

import (
	"slices"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store/storetest"
)

func (o *office) running(id register.ID) (codes []string) {
	for _, c := range o.all(registers.Clocks, "incident", string(id)) {
		if c.Text("status") == "running" {
			codes = append(codes, c.Text("code"))
		}
	}
	slices.Sort(codes)
	return codes
}

func (o *office) runs(what string, id register.ID, want ...string) {
	o.t.Helper()
	if got := o.running(id); !slices.Equal(got, want) {
		o.t.Errorf("%s: %v run, want %v", what, got, want)
	}
}

// An interim report has the time that the request gives (domain.md 5.1, CSLM).
func TestItem4InterimReport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		id := o.incident(map[string]any{"aware_at": local("2026-10-23 16:05")})
		o.do("lead", "activate", registers.Incidents, id, map[string]any{"tracks": []any{"csl"}, "significant_csl": "yes"})
		o.runs("before it is asked for", id, "CSL24", "CSL72")
		o.do("lead", "update", registers.Incidents, id, map[string]any{"interim_requested_at": local("2026-10-24 10:00"), "interim_within_h": 48})
		o.runs("asked for", id, "CSL24", "CSL72", "CSLM")
		// Over the autumn change of the clock, in hours that have gone.
		if c := o.clock("incident", id, "CSLM"); !c.Moment("due_at").Equal(local("2026-10-26 09:00")) {
			t.Errorf("due %v", c.Moment("due_at"))
		}
		o.do("lead", "update", registers.Incidents, id, map[string]any{"interim_within_h": 24})
		o.runs("another time in the request", id, "CSL24", "CSL72", "CSLM")
		if c := o.clock("incident", id, "CSLM"); !c.Moment("due_at").Equal(local("2026-10-25 09:00")) || c.Text("replaces") == "" {
			t.Errorf("due %v, replaces %q", c.Moment("due_at"), c.Text("replaces"))
		}
		o.do("lead", "update", registers.Incidents, id, map[string]any{"cause": "attack", "severity": "4"})
		report := func(at string) {
			n := o.make(o.caller("lead"), registers.Notifications, o.org["it-office"], map[string]any{"incident": string(id), "authority": "csirt", "stage": "interim", "content": []any{map[string]any{"key": "a", "text": "b"}}})
			o.do("lead", "send", registers.Notifications, n, map[string]any{"sent_at": local(at)})
		}
		report("2026-10-24 20:00")
		o.runs("given", id, "CSL24", "CSL72")
		o.do("lead", "update", registers.Incidents, id, map[string]any{"severity": "3"})
		o.runs("given, and something else changed", id, "CSL24", "CSL72")
		// Asked again without a time: it runs, with no end of its own.
		o.do("lead", "update", registers.Incidents, id, map[string]any{"interim_requested_at": local("2026-10-27 10:00"), "interim_within_h": nil})
		o.runs("asked again", id, "CSL24", "CSL72", "CSLM")
		if due := o.all(registers.Clocks, "code", "CSLM"); len(due) != 3 {
			t.Errorf("%d clocks in all, want the void, the met and the new", len(due))
		}
	})
}

// A serious incident in high-risk AI is told to the provider by who deploys it,
// and reported by who provides it within the time of its degree (AI Act art.
// 26.5, 73), from the day the rules apply.
func TestItem4SeriousAI(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	ai := func(role string) register.ID {
		id := o.make(access.System(), registers.Objects, o.org["it-office"], map[string]any{"title": "AI " + role, "kind": "service", "reach": "local", "ai": "yes"})
		o.make(access.System(), registers.AiProfiles, o.org["it-office"], map[string]any{"title": role, "object": string(id), "role": role, "risk_class": "high_annex_III"})
		return id
	}
	bought, built := ai("deployer"), ai("provider")
	early := o.incident(map[string]any{"aware_at": local("2026-10-23 16:05"), "objects": []any{string(built)}})
	o.do("lead", "activate", registers.Incidents, early, map[string]any{"tracks": []any{"ai"}, "serious_ai": "death"})
	o.runs("before the rules apply", early)

	o.now = local("2028-01-10 12:00")
	aware := map[string]any{"aware_at": local("2028-01-10 09:00"), "detected_at": local("2028-01-10 08:00"), "objects": []any{string(bought)}}
	id := o.incident(aware)
	o.do("lead", "activate", registers.Incidents, id, map[string]any{"tracks": []any{"ai"}})
	o.runs("not judged", id)
	o.do("lead", "update", registers.Incidents, id, map[string]any{"serious_ai": "serious"})
	o.runs("deployed", id, "AIACT26")
	n := o.make(o.caller("lead"), registers.Notifications, o.org["it-office"], map[string]any{"incident": string(id), "authority": "ai_provider", "stage": "first", "content": []any{map[string]any{"key": "a", "text": "b"}}})
	o.do("lead", "send", registers.Notifications, n, map[string]any{"sent_at": local("2028-01-10 11:00")})
	o.runs("told", id)

	aware["objects"] = []any{string(built)}
	own := o.incident(aware)
	o.do("lead", "activate", registers.Incidents, own, map[string]any{"tracks": []any{"ai"}, "serious_ai": "serious"})
	o.runs("provided", own, "AIACT73")
	o.do("lead", "update", registers.Incidents, own, map[string]any{"serious_ai": "death"})
	o.runs("a death", own, "AIACT73D")
	o.do("lead", "update", registers.Incidents, own, map[string]any{"serious_ai": "widespread"})
	o.runs("widespread", own, "AIACT73W")
	if c := o.clock("incident", own, "AIACT73W"); c.Moment("strict_at").In(o.db.Zone).Format("2006-01-02") != "2028-01-12" {
		t.Errorf("due %v", c.Moment("strict_at"))
	}
	o.do("lead", "update", registers.Incidents, own, map[string]any{"serious_ai": "no"})
	o.runs("not serious", own)
}

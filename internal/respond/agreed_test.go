package respond_test

import (
	"testing"

	"genomlys/internal/command"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store/storetest"
)

// What an agreement says of how soon its other side is told sets the clock
// (domain.md 5.1 CONTRACT, GDPR33P): each agreement has its own, a notice by one
// does not meet another's, and of processing agreements the shortest time rules.
func TestAgreedTimes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		agreement := func(board string, fields map[string]any) register.ID {
			all := map[string]any{"kind": "service_agreement", "direction": "we_deliver", "status": "in_force", "counter_org": string(o.org[board]), "objects": []any{string(o.object)}, "valid_from": "2025-01-01"}
			for k, v := range fields {
				all[k] = v
			}
			r, err := o.s.Do(t.Context(), o.caller("system"), command.Options{Via: "import", Now: o.now}, command.Change{Op: "create", Register: registers.Agreements, Org: o.org["it-office"], Fields: all})
			if err != nil {
				t.Fatal(err)
			}
			return r.Items[0].New.ID
		}
		school := agreement("school", map[string]any{"breach_notice_h": 12})
		care := agreement("care", map[string]any{"breach_notice_h": 48})
		tight := agreement("care", map[string]any{"kind": "dpa", "direction": "we_process", "breach_notice_h": 36})
		for _, other := range []map[string]any{
			{"breach_notice_h": 5, "valid_to": "2026-01-01"}, {"breach_notice_h": 5, "direction": "we_order"}, {"breach_notice_h": 5, "status": "draft"}, {"breach_notice_h": 5, "objects": nil}, {},
		} {
			agreement("school", other)
		}
		id := o.incident(nil)
		o.do("lead", "activate", registers.Incidents, id, map[string]any{"tracks": []any{"contract", "gdpr"}, "aware_at": local("2026-10-23 16:05")})
		clocks := map[register.ID]*register.Record{}
		for _, c := range o.all(registers.Clocks, "incident", string(id)) {
			if c.Text("code") == "CONTRACT" {
				clocks[register.ID(c.Text("agreement"))] = c
			}
		}
		// Hours are elapsed hours, over the night with 25 of them.
		for a, due := range map[register.ID]string{school: "2026-10-24 04:05", care: "2026-10-25 15:05", tight: "2026-10-25 03:05"} {
			if c := clocks[a]; c == nil || !c.Moment("due_at").Equal(local(due)) {
				t.Errorf("the clock by %s: %v, want %s", a, c, due)
			}
		}
		if len(clocks) != 3 {
			t.Errorf("%d clocks by agreement, want 3", len(clocks))
		}
		if c := clocks[school]; c != nil && (c.Text("receiver") != "Utbildningsnämnden" || c.Text("law") == "avtal") {
			t.Errorf("to %q by %q", c.Text("receiver"), c.Text("law"))
		}
		processor := o.clock("incident", id, "GDPR33P")
		if processor.Text("agreement") != string(tight) || !processor.Moment("due_at").Equal(local("2026-10-25 03:05")) {
			t.Errorf("the processor's clock is due %v by %s", processor.Moment("due_at"), processor.Text("agreement"))
		}
		o.refused("clock-start-kept", "lead", "update", registers.Clocks, clocks[school].ID, map[string]any{"agreed_h": 100})

		n := o.make(o.caller("lead"), registers.Notifications, o.org["it-office"], map[string]any{"incident": string(id), "authority": "customer", "stage": "first", "agreement": string(school),
			"content": []any{map[string]any{"key": "Vad", "text": "Tjänsten ligger nere."}}})
		o.do("lead", "send", registers.Notifications, n, map[string]any{"sent_at": local("2026-10-23 20:00")})
		for a, want := range map[register.ID]string{school: "met", care: "running", tight: "running"} {
			if got := o.get(registers.Clocks, clocks[a].ID).Text("status"); got != want {
				t.Errorf("after a notice by one agreement the clock by %s is %s, want %s", a, got, want)
			}
		}

		// A mended awareness moves each that runs, by the same agreement.
		o.do("lead", "update", registers.Incidents, id, map[string]any{"aware_at": local("2026-10-23 15:05")})
		moved := 0
		for _, c := range o.all(registers.Clocks, "incident", string(id)) {
			if c.Text("agreement") == string(care) && c.Text("code") == "CONTRACT" && c.Text("status") == "running" && c.Moment("due_at").Equal(local("2026-10-25 14:05")) && c.Text("replaces") == string(clocks[care].ID) {
				moved++
			}
		}
		if moved != 1 {
			t.Errorf("%d clocks by the agreement count from the mended time, want 1", moved)
		}

		// Where no agreement says how soon, the clock is there without an end.
		plain := o.incident(map[string]any{"objects": nil})
		o.do("lead", "activate", registers.Incidents, plain, map[string]any{"tracks": []any{"contract"}, "aware_at": local("2026-10-23 16:05")})
		if c := o.clock("incident", plain, "CONTRACT"); !c.Moment("due_at").IsZero() || c.Text("status") != "running" {
			t.Errorf("without an agreement: due %v", c.Moment("due_at"))
		}
	})
}

package respond_test

import (
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/respond"
	"genomlys/internal/store/storetest"
)

// noticed gives an incident over the autumn night when the clock goes back, whose
// data protection authority was told at a time; none when it was not.
func (o *office) noticed(sent string) register.ID {
	o.t.Helper()
	own := o.make(access.System(), registers.Processings, o.org["it-office"], map[string]any{"title": "Egen personal", "role": "controller"})
	id := o.incident(map[string]any{"objects": nil, "processings": []any{string(own)}, "risk_to_individuals": "unlikely"})
	o.do("lead", "activate", registers.Incidents, id, map[string]any{"tracks": []any{"gdpr"}, "aware_gdpr_at": local("2026-10-23 16:05")})
	if sent == "" {
		return id
	}
	o.do("head", "update", registers.Incidents, id, map[string]any{"notify_decision": "notify"})
	n := o.make(o.caller("lead"), registers.Notifications, o.org["it-office"], map[string]any{"incident": string(id), "authority": "imy", "stage": "first", "content": []any{map[string]any{"key": "Art", "text": "Obehörig åtkomst"}}})
	fields := map[string]any{"sent_at": local(sent)}
	if local(sent).After(local("2026-10-26 15:05")) {
		fields["delay_reason"] = "Utredningen tog tid."
	}
	o.do("lead", "send", registers.Notifications, n, fields)
	return id
}

// instant is a local time, or one that says its own offset.
func instant(s string) time.Time {
	if t, err := time.Parse(time.RFC3339, s); err == nil {
		return t
	}
	return local(s)
}

// A corrected awareness does not make a duty that is done run again: the clock
// that counted from the wrong hour is kept as void, and the one in its place is
// met, in time or late by the new count (domain.md 5.2).
func TestCorrectedAwarenessOfAMetClock(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		for _, x := range []struct{ name, sent, aware, due, was, now string }{
			{"earlier, still in time", "2026-10-26 14:00", "2026-10-23 15:05", "2026-10-26 14:05", "met", "met"},
			{"earlier, now late", "2026-10-26 15:00", "2026-10-23 14:05", "2026-10-26 13:05", "met", "met_late"},
			{"later, no longer late", "2026-10-26 15:30", "2026-10-23 18:00", "2026-10-26 17:00", "met_late", "met"},
			{"the first time in the hour that comes twice", "2026-10-26 15:00", "2026-10-25T02:30:00+02:00", "2026-10-28 01:30", "met", "met"},
			{"the second time", "2026-10-26 15:00", "2026-10-25T02:30:00+01:00", "2026-10-28 02:30", "met", "met"},
			{"after the notice", "2026-10-24 10:00", "2026-10-24 12:00", "2026-10-27 11:00", "met", "met"},
		} {
			id := o.noticed(x.sent)
			old := o.clock("incident", id, "GDPR33")
			if old.Text("status") != x.was {
				t.Fatalf("%s: the clock is %s", x.name, old.Text("status"))
			}
			o.do("lead", "update", registers.Incidents, id, map[string]any{"aware_gdpr_at": instant(x.aware)})
			kept, next := o.get(registers.Clocks, old.ID), o.clock("incident", id, "GDPR33")
			if kept.Text("status") != "void" || kept.Text("void_reason") == "" || !kept.Moment("met_at").Equal(old.Moment("met_at")) {
				t.Errorf("%s: the old clock is %s, %q", x.name, kept.Text("status"), kept.Text("void_reason"))
			}
			if next.Text("status") != x.now || next.Text("replaces") != string(old.ID) || !next.Moment("due_at").Equal(local(x.due)) {
				t.Errorf("%s: the new clock is %s, due %v; want %s, %s", x.name, next.Text("status"), next.Moment("due_at").In(o.db.Zone), x.now, x.due)
			}
			if want := max(local(x.sent).Unix(), instant(x.aware).Unix()); next.Moment("met_at").Unix() != want {
				t.Errorf("%s: met at %v", x.name, next.Moment("met_at"))
			}
		}
		if err := respond.Warn(t.Context(), o.db, respond.Post{Set: true}, local("2026-10-26 13:06")); err != nil {
			t.Fatal(err)
		}
		if mails, err := o.db.Mails(t.Context(), "", 100); err != nil || len(mails) != 0 {
			t.Errorf("%d letters warn of duties that are done, %v", len(mails), err)
		}
		if run := o.all(registers.Clocks, "status", "running"); len(run) != 6 {
			t.Errorf("%d clocks run, want the six of the supplements", len(run)) // GDPR33S
		}
	})
}

// The decision not to notify is about the incident, not about the hour: it holds
// for the clock that counts from the right start, whether it was taken before the
// correction or together with it, and falls when it is taken back.
func TestCorrectedAwarenessAndTheDecision(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		no := map[string]any{"notify_decision": "do_not_notify", "notify_reason": "Uppgifterna var krypterade."}
		with := func(fields map[string]any, aware string) map[string]any {
			out := map[string]any{"aware_gdpr_at": local(aware)}
			for k, v := range fields {
				out[k] = v
			}
			return out
		}
		stands := func(what string, id register.ID, status, aware string, voids int) {
			t.Helper()
			c := o.clock("incident", id, "GDPR33")
			if c.Text("status") != status || !c.Moment("started_at").Equal(local(aware)) || status == "waived" && (c.Text("waived_reason") != "Uppgifterna var krypterade." || c.Text("waived_by") == "") {
				t.Errorf("%s: %s from %v, %q by %q", what, c.Text("status"), c.Moment("started_at"), c.Text("waived_reason"), c.Text("waived_by"))
			}
			all := o.all(registers.Clocks, "incident", string(id))
			if len(all) != voids+1 {
				t.Errorf("%s: %d clocks, want %d", what, len(all), voids+1)
			}
		}
		first := o.noticed("")
		o.do("head", "update", registers.Incidents, first, no)
		o.do("lead", "update", registers.Incidents, first, with(nil, "2026-10-23 15:05"))
		stands("decided before", first, "waived", "2026-10-23 15:05", 1)
		o.do("head", "update", registers.Incidents, first, with(map[string]any{"notify_decision": "notify"}, "2026-10-23 14:05"))
		stands("taken back as the start is corrected", first, "running", "2026-10-23 14:05", 2)

		second := o.noticed("")
		o.do("head", "update", registers.Incidents, second, with(no, "2026-10-23 15:05"))
		stands("decided together", second, "waived", "2026-10-23 15:05", 1)
		o.do("head", "update", registers.Incidents, second, map[string]any{"notify_decision": "notify"})
		stands("taken back", second, "running", "2026-10-23 15:05", 2)

		// The clock's own correction does the same.
		third := o.noticed("")
		o.do("head", "update", registers.Incidents, third, no)
		if _, err := o.try(o.caller("lead"), respond.Correct(o.clock("incident", third, "GDPR33"), local("2026-10-23 12:00"), "Loggen visar det.")...); err != nil {
			t.Fatal(err)
		}
		stands("corrected on the clock", third, "waived", "2026-10-23 12:00", 1)
		// So does whoever voids and makes anew by hand, in two acts.
		c := o.clock("incident", third, "GDPR33")
		o.do("lead", "void", registers.Clocks, c.ID, map[string]any{"void_reason": "Fel igen."})
		o.make(o.caller("lead"), registers.Clocks, c.Org, map[string]any{"code": "GDPR33", "incident": string(third), "started_at": local("2026-10-23 11:00"), "replaces": string(c.ID)})
		stands("corrected by hand", third, "waived", "2026-10-23 11:00", 2)
	})
}

// Who may both activate and decide does so in one act: the clock that starts by
// it is waived by it.
func TestDecidedAsItStarts(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.make(access.System(), registers.RoleAssignments, o.org["it-office"], map[string]any{"title": "Också incidentledare", "person": string(o.person["head"]), "function": "incident_lead", "email": "head@lindhamn.example"})
	own := o.make(access.System(), registers.Processings, o.org["it-office"], map[string]any{"title": "Egen personal", "role": "controller"})
	id := o.incident(map[string]any{"objects": nil, "processings": []any{string(own)}, "risk_to_individuals": "unlikely"})
	o.do("head", "activate", registers.Incidents, id, map[string]any{"tracks": []any{"gdpr"}, "aware_gdpr_at": local("2026-10-23 16:05"), "notify_decision": "do_not_notify", "notify_reason": "Krypterat."})
	if c := o.clock("incident", id, "GDPR33"); c.Text("status") != "waived" || c.Text("waived_reason") != "Krypterat." {
		t.Errorf("the clock is %s", c.Text("status"))
	}
}

// A request whose day of arrival is corrected stays answered.
func TestCorrectedArrivalOfARequest(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		o.now = local("2026-04-10 08:00")
		ask := func() register.ID {
			return o.make(o.caller("privacy"), registers.SubjectRequests, o.org["it-office"], map[string]any{"article": "15", "received_on": "2026-03-05", "identity": "verified", "subject_categories": []any{"pupils"}})
		}
		answer := map[string]any{"answered_on": "2026-04-07", "outcome": "nothing_found", "answer": "Vi har inga uppgifter om dig."}
		step := func(id register.ID, op string, fields map[string]any) {
			t.Helper()
			if _, err := o.try(access.System(), command.Change{Op: op, Register: registers.SubjectRequests, ID: string(id), Fields: fields}); err != nil {
				t.Fatal(err)
			}
		}
		for _, x := range []struct{ received, status string }{{"2026-03-06", "met"}, {"2026-03-02", "met_late"}} {
			id := ask()
			step(id, "answer", answer)
			step(id, "update", map[string]any{"received_on": x.received})
			if c := o.clock("subject_request", id, "GDPR12"); c.Text("status") != x.status || c.Moment("met_at").In(o.db.Zone).Format(time.DateOnly) != "2026-04-07" {
				t.Errorf("received %s: %s at %v", x.received, c.Text("status"), c.Moment("met_at"))
			}
			// Corrected and answered in one act.
			id = ask()
			both := map[string]any{"received_on": x.received}
			for k, v := range answer {
				both[k] = v
			}
			step(id, "answer", both)
			if c := o.clock("subject_request", id, "GDPR12"); c.Text("status") != x.status {
				t.Errorf("received %s, answered at once: %s", x.received, c.Text("status"))
			}
		}
	})
}

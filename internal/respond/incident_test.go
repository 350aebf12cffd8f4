package respond_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/respond"
	"genomlys/internal/room"
	"genomlys/internal/store/storetest"
)

// codes are what a refusal says is wrong.
func codes(err error) (out []string) {
	var f *fault.Error
	if !errors.As(err, &f) {
		return nil
	}
	for _, p := range f.Problems {
		out = append(out, p.Code)
	}
	return append(out, f.Code)
}

func (o *office) incident(fields map[string]any) register.ID {
	o.t.Helper()
	base := map[string]any{"title": "Obehörig åtkomst till lagringstjänsten", "detected_at": local("2026-10-23 15:40"), "severity": "3", "objects": []any{string(o.object)},
		"category": []any{"confidentiality"}, "channel": "monitoring", "cause": "attack"}
	for k, v := range fields {
		base[k] = v
	}
	id := o.make(o.caller("lead"), registers.Incidents, o.org["it-office"], base)
	o.do("lead", "triage", registers.Incidents, id, nil)
	return id
}

// Issue 4 item 4: one incident, several tracks, each with its own awareness and
// clocks; phased notices; corrections keep the old; closing by two persons.
func TestItem4IncidentTracks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		ownProc := o.make(o.caller("system"), registers.Processings, o.org["it-office"], map[string]any{"title": "Egen personal", "role": "controller"})
		id := o.incident(map[string]any{"objects": nil, "processings": []any{string(ownProc)}})
		o.refused("tracks-needed", "lead", "activate", registers.Incidents, id, nil)
		o.refused("awareness-needed", "lead", "activate", registers.Incidents, id, map[string]any{"tracks": []any{"gdpr", "csl"}})
		o.refused("may-not-decide", "isam", "activate", registers.Incidents, id, map[string]any{"tracks": []any{"infosec"}})
		o.do("lead", "activate", registers.Incidents, id, map[string]any{"tracks": []any{"infosec", "gdpr", "csl"}, "aware_gdpr_at": local("2026-10-23 16:05"), "aware_csl_at": local("2026-10-23 16:05"), "significant_csl": "yes"})
		// domain.md 5.2: over the autumn change of the clock.
		for code, due := range map[string]string{"GDPR33": "2026-10-26 15:05", "CSL24": "2026-10-24 16:05", "CSL72": "2026-10-26 15:05"} {
			if got := o.clock("incident", id, code).Moment("due_at"); !got.Equal(local(due)) {
				t.Errorf("%s is due %v, want %s", code, got, due)
			}
		}
		o.refused("track-has-clock", "lead", "update", registers.Incidents, id, map[string]any{"tracks": []any{"infosec", "csl"}})

		// The start was wrong: the old stays, void with its reason.
		first := o.clock("incident", id, "GDPR33")
		o.refused("clock-start-kept", "lead", "update", registers.Clocks, first.ID, map[string]any{"started_at": local("2026-10-23 12:00")})
		o.do("lead", "update", registers.Incidents, id, map[string]any{"aware_gdpr_at": local("2026-10-23 15:05")})
		second := o.clock("incident", id, "GDPR33")
		if old := o.get(registers.Clocks, first.ID); old.Text("status") != "void" || old.Text("void_reason") == "" || second.Text("replaces") != string(first.ID) || !second.Moment("due_at").Equal(local("2026-10-26 14:05")) {
			t.Errorf("corrected clock: old %s, new due %v", old.Text("status"), second.Moment("due_at"))
		}

		o.refused("may-not-decide", "lead", "update", registers.Incidents, id, map[string]any{"notify_decision": "notify"})
		o.refused("risk-needed", "head", "update", registers.Incidents, id, map[string]any{"notify_decision": "notify"})
		o.do("lead", "update", registers.Incidents, id, map[string]any{"risk_to_individuals": "high"})
		o.refused("risk-needs-notice", "head", "update", registers.Incidents, id, map[string]any{"notify_decision": "do_not_notify", "notify_reason": "Nej"})
		high := o.clock("incident", id, "GDPR34")
		n := o.make(o.caller("lead"), registers.Notifications, o.org["it-office"], map[string]any{"incident": string(id), "authority": "imy", "stage": "first",
			"content": []any{map[string]any{"key": "Art", "text": "[saknas: Art]"}, map[string]any{"key": "Vem", "text": "Anna, 19811218-9876"}}})
		for _, code := range []string{"notice-decision-needed", "text-has-gaps", "identity-number-in-text", "late-needs-reason"} {
			o.refused(code, "lead", "send", registers.Notifications, n, map[string]any{"sent_at": local("2026-10-26 14:06")})
		}
		o.do("head", "update", registers.Incidents, id, map[string]any{"notify_decision": "notify"})
		if by := o.get(registers.Incidents, id); by.Text("notify_decided_by") == "" || by.Text("notify_decided_on") != "2026-10-23" {
			t.Errorf("decision by %q on %q", by.Text("notify_decided_by"), by.Text("notify_decided_on"))
		}
		o.do("lead", "update", registers.Notifications, n, map[string]any{"content": []any{map[string]any{"key": "Art", "text": "Obehörig åtkomst"}}})
		o.do("lead", "send", registers.Notifications, n, map[string]any{"sent_at": local("2026-10-26 14:06"), "delay_reason": "Utredningen tog längre tid."})
		o.refused("sent-stays", "lead", "update", registers.Notifications, n, map[string]any{"content": []any{map[string]any{"key": "Art", "text": "Annat"}}})
		if o.get(registers.Notifications, n).Text("content_hash") == "" {
			t.Error("a sent notice has no hash")
		}
		if c := o.clock("incident", id, "GDPR33"); c.Text("status") != "met_late" || c.Text("late_reason") == "" {
			t.Errorf("clock is %s", c.Text("status"))
		}
		if c := o.clock("incident", id, "GDPR33S"); c.Text("status") != "running" || !strings.HasPrefix(c.Moment("strict_at").In(o.db.Zone).Format(time.DateOnly), "2026-11-23") {
			t.Errorf("supplement: %s, %v", c.Text("status"), c.Moment("strict_at"))
		}
		o.refused("receipt-needed", "lead", "receipt", registers.Notifications, n, nil)
		o.do("lead", "receipt", registers.Notifications, n, map[string]any{"ref_no": "IMY-2026-1"})

		// The cybersecurity act never merges with it.
		final := o.make(o.caller("lead"), registers.Notifications, o.org["it-office"], map[string]any{"incident": string(id), "authority": "csirt", "stage": "final", "content": []any{map[string]any{"key": "a", "text": "b"}}})
		o.refused("first-before-this", "lead", "send", registers.Notifications, final, map[string]any{"sent_at": local("2026-11-24 09:00")})
		for _, stage := range []string{"early_warning", "first"} {
			ch, err := respond.Notice(context.Background(), o.deps(), o.caller("lead"), string(id), "csirt", stage, lang.SV)
			if err != nil {
				t.Fatal(err)
			}
			ch.Fields["content"] = []any{map[string]any{"key": "a", "text": "b"}}
			r, err := o.try(o.caller("lead"), ch)
			if err != nil {
				t.Fatal(err)
			}
			o.do("lead", "send", registers.Notifications, r.Items[0].New.ID, map[string]any{"sent_at": local("2026-10-24 10:00")})
		}
		if c := o.clock("incident", id, "CSL1M"); c.Moment("strict_at").In(o.db.Zone).Format(time.DateOnly) != "2026-11-24" {
			t.Errorf("final report: %v", c.Moment("strict_at"))
		}
		o.do("lead", "send", registers.Notifications, final, map[string]any{"sent_at": local("2026-11-20 09:00")})

		// A decision not to tell the data subjects that is changed lets the time run again.
		o.do("lead", "update", registers.Incidents, id, map[string]any{"subjects_decision": "no", "subjects_exception": "34_3_b"})
		if c := o.get(registers.Clocks, high.ID); c.Text("status") != "waived" {
			t.Errorf("GDPR34 is %s", c.Text("status"))
		}
		started := high.Moment("started_at")
		o.do("lead", "update", registers.Incidents, id, map[string]any{"subjects_decision": "yes", "subjects_exception": nil})
		if high = o.clock("incident", id, "GDPR34"); high.Text("status") != "running" || !high.Moment("started_at").Equal(started) {
			t.Errorf("GDPR34 is %s from %v", high.Text("status"), high.Moment("started_at"))
		}
		o.refused("informed-before-detected", "lead", "update", registers.Incidents, id, map[string]any{"subjects_informed_at": local("2026-01-01 12:00")})
		o.refused("informed-later", "lead", "update", registers.Incidents, id, map[string]any{"subjects_informed_at": local("2036-01-01 12:00")})

		o.now = local("2026-10-24 13:00")
		// Data subjects: told in plain words, by a text without gaps.
		o.refused("text-needed", "lead", "update", registers.Incidents, id, map[string]any{"subjects_informed_at": local("2026-10-24 12:00")})
		o.do("lead", "update", registers.Incidents, id, map[string]any{"subjects_decision": "yes", "subjects_informed_at": local("2026-10-24 12:00"), "subjects_text": "Så här är det.", "subjects_channel": "Brev"})
		o.refused("sent-stays", "lead", "update", registers.Incidents, id, map[string]any{"subjects_text": "[saknas: vad som har hänt]"})
		if c := o.get(registers.Clocks, high.ID); c.Text("status") != "met" {
			t.Errorf("GDPR34 is %s", c.Text("status"))
		}

		// The log cannot be changed.
		lines := o.all(registers.LogEntries, "incident", string(id))
		if len(lines) < 3 {
			t.Fatalf("%d lines in the log", len(lines))
		}
		o.refused("log-line-stays", "lead", "update", registers.LogEntries, lines[0].ID, map[string]any{"what": "annat"})
		o.refused("log-line-stays", "system", "update", registers.LogEntries, lines[0].ID, map[string]any{"what": "annat"})

		o.do("lead", "contain", registers.Incidents, id, nil)
		o.do("isam", "analyse", registers.Incidents, id, nil)
		closed := map[string]any{"closed_at": local("2026-11-24 10:00")}
		for _, code := range []string{"lessons-needed", "actions-needed", "clocks-open", "second-person-needed"} {
			o.refused(code, "isam", "close", registers.Incidents, id, closed)
		}
		o.make(o.caller("isam"), registers.Actions, o.org["it-office"], map[string]any{"title": "Flerfaktor", "owner": string(o.all(registers.RoleAssignments, "function", "isam")[0].ID),
			"due": "2027-01-31", "origin_kind": "incident", "origin": string(id)})
		if len(o.get(registers.Incidents, id).LinksOf("actions")) != 1 {
			t.Error("the action is not tied to the incident")
		}
		sup := o.make(o.caller("lead"), registers.Notifications, o.org["it-office"], map[string]any{"incident": string(id), "authority": "imy", "stage": "supplement", "content": []any{map[string]any{"key": "a", "text": "b"}}})
		o.do("lead", "send", registers.Notifications, sup, map[string]any{"sent_at": local("2026-11-01 10:00")})
		o.refused("second-person-needed", "isam", "close", registers.Incidents, id, map[string]any{"closed_at": local("2026-11-24 10:00"), "lessons": "Slå på flerfaktor."})
		// A colleague takes the analysis, so that two have seen it.
		o.do("lead", "update", registers.Incidents, id, map[string]any{"lessons": "Slå på flerfaktor."})
		other := o.incident(map[string]any{"objects": nil, "processings": []any{string(ownProc)}})
		o.do("lead", "activate", registers.Incidents, other, map[string]any{"tracks": []any{"gdpr"}, "aware_at": local("2026-10-23 16:05"), "risk_to_individuals": "unlikely"})
		o.do("head", "update", registers.Incidents, other, map[string]any{"notify_decision": "do_not_notify", "notify_reason": "Uppgifterna var krypterade."})
		waived := o.clock("incident", other, "GDPR33")
		if waived.Text("status") != "waived" || waived.Text("waived_reason") != "Uppgifterna var krypterade." {
			t.Errorf("clock is %s", waived.Text("status"))
		}
		o.do("lead", "analyse", registers.Incidents, other, nil)
		act := o.all(registers.Actions, "origin_kind", "incident")[0]
		o.do("isam", "close", registers.Incidents, other, map[string]any{"closed_at": local("2026-10-24 10:00"), "lessons": "Kryptering hjälper.", "actions": []any{string(act.ID)}})
		if c := o.get(registers.Incidents, other); c.Text("closed_by") == "" {
			t.Error("who closed it is not noted")
		}
	})
}

// Issue 4 item 4: an incident at a providing board opens a case at every board
// concerned, with its own awareness, clock, acknowledgement and decision.
func TestItem4EachBoardItsOwnCase(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		id := o.incident(map[string]any{"containment": "Kontot är stängt.", "aware_at": local("2026-10-23 16:05")})
		o.do("lead", "activate", registers.Incidents, id, map[string]any{"tracks": []any{"infosec", "gdpr"}})
		told := o.all(registers.IncidentRecipients, "incident", string(id))
		if len(told) != 2 {
			t.Fatalf("%d boards to tell, want 2", len(told))
		}
		for _, c := range o.all(registers.Clocks, "incident", string(id)) {
			if c.Text("code") == "GDPR33" {
				t.Error("the provider answers for none of the data, yet has the controller's clock")
			}
		}
		processor := o.clock("incident", id, "GDPR33P")
		o.refused("text-needed", "lead", "send", registers.IncidentRecipients, told[0].ID, map[string]any{"sent_at": o.now})
		for i, r := range told {
			doc, err := respond.BoardInformationText(context.Background(), o.deps(), o.caller("lead"), string(r.ID), lang.SV)
			if err != nil {
				t.Fatal(err)
			}
			if gaps := draft.Gaps(doc); len(gaps) > 0 {
				t.Fatalf("gaps: %v", gaps)
			}
			o.do("lead", "send", registers.IncidentRecipients, r.ID, map[string]any{"sent_at": local("2026-10-23 18:00").Add(time.Duration(i) * time.Hour), "text": draft.Plain(doc)})
		}
		if c := o.get(registers.Clocks, processor.ID); c.Text("status") != "met" || !c.Moment("met_at").Equal(local("2026-10-23 19:00")) {
			t.Errorf("processor's clock: %s at %v", c.Text("status"), c.Moment("met_at"))
		}
		owners := map[register.ID]bool{o.org["school-office"]: true, o.org["care"]: true}
		for i, r := range told {
			cases := o.all(registers.Incidents, "origin", string(r.ID))
			if len(cases) != 1 || !owners[cases[0].Org] {
				t.Fatalf("own case: %v", cases)
			}
			own := cases[0]
			at := local("2026-10-23 18:00").Add(time.Duration(i) * time.Hour)
			if c := o.clock("incident", own.ID, "GDPR33"); !c.Moment("started_at").Equal(at) || c.Org != own.Org {
				t.Errorf("own clock starts %v, want %v", c.Moment("started_at"), at)
			}
			if len(own.LinksOf("processings")) != 1 {
				t.Errorf("own processings: %v", own.LinksOf("processings"))
			}
		}
		// The school judges its case: that is the acknowledgement, and its head decides.
		var r, own *register.Record
		for _, x := range told {
			if c := o.all(registers.Incidents, "origin", string(x.ID))[0]; c.Org == o.org["school-office"] {
				r, own = x, c
			}
		}
		o.refused("receiver-acknowledges", "lead", "acknowledge", registers.IncidentRecipients, r.ID, map[string]any{"acknowledged_at": local("2026-10-24 08:00")})
		o.do("school-isam", "triage", registers.Incidents, own.ID, nil)
		if got := o.get(registers.IncidentRecipients, r.ID); got.Text("status") != "acknowledged" || got.Text("acknowledged_by") != string(o.person["school-isam"]) {
			t.Errorf("recipient is %s by %s", got.Text("status"), got.Text("acknowledged_by"))
		}
		o.do("school-isam", "update", registers.Incidents, own.ID, map[string]any{"risk_to_individuals": "unlikely"})
		o.do("school-head", "update", registers.Incidents, own.ID, map[string]any{"notify_decision": "do_not_notify", "notify_reason": "Bara katalogdata."})
		if got := o.get(registers.IncidentRecipients, r.ID); got.Text("own_decision") != "does_not_notify" || got.Text("own_reason") != "Bara katalogdata." {
			t.Errorf("own decision %q", got.Text("own_decision"))
		}
		if c := o.clock("incident", own.ID, "GDPR33"); c.Text("status") != "waived" {
			t.Errorf("own clock is %s", c.Text("status"))
		}
		// Updates are numbered and reach the case's log; others see nothing of it.
		o.refused("update-needs-number", "lead", "update", registers.IncidentRecipients, r.ID, map[string]any{"text": "Mer"})
		o.do("lead", "update", registers.IncidentRecipients, r.ID, map[string]any{"text": "Mer är känt.", "update_no": 1})
		log := o.all(registers.LogEntries, "incident", string(own.ID))
		if !strings.Contains(log[0].Text("what")+log[len(log)-1].Text("what"), "Mer är känt.") {
			t.Error("the update is not in the case's log")
		}
		c := o.caller("care-isam")
		if _, err := o.db.Get(context.Background(), c.Read(registers.Incidents), registers.Incidents, string(own.ID), time.Time{}, 0); err == nil {
			t.Error("one board sees another's case")
		}
	})
}

// Issue 4 item 4: the situational picture, live and frozen.
func TestItem4Picture(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	ctx := context.Background()
	before := o.now
	quiet, err := respond.LookAt(ctx, o.deps(), o.caller("isam"))
	if err != nil || quiet.Level != "normal" {
		t.Fatalf("level %v, %v", quiet.Level, err)
	}
	id := o.incident(map[string]any{"aware_at": local("2026-10-23 16:05")})
	o.do("lead", "activate", registers.Incidents, id, map[string]any{"tracks": []any{"gdpr"}})
	o.make(o.caller("isam"), registers.VulnReviews, o.org["it-office"], map[string]any{"object": string(o.object), "findings": []any{
		map[string]any{"title": "A", "severity": "critical", "state": "open"}, map[string]any{"title": "B", "severity": "low", "state": "open"}, map[string]any{"title": "C", "severity": "high", "state": "fixed", "fixed_on": "2026-10-01"}}})
	v := o.all(registers.VulnReviews, "status", "planned")[0]
	o.do("isam", "perform", registers.VulnReviews, v.ID, map[string]any{"performed_on": "2026-10-20"})
	want := map[string]int{"incidents_open": 1, "incidents_serious": 1, "vulnerabilities_open": 1, "clocks_running": 1, "clocks_soon": 0, "clocks_late": 0, "objects_affected": 1}
	d := o.deps()
	pic, err := respond.LookAt(ctx, d, o.caller("isam"))
	if err != nil || pic.Level != "serious" {
		t.Fatalf("level %v, %v", pic.Level, err)
	}
	for _, s := range pic.Sights {
		if n, ok := want[s.Code]; ok && s.Count != n {
			t.Errorf("%s is %d, want %d", s.Code, s.Count, n)
		}
	}
	d.Now = local("2026-10-27 08:00")
	if late, _ := respond.LookAt(ctx, d, o.caller("isam")); late.Level != "critical" {
		t.Errorf("with a clock past due the level is %v", late.Level)
	}
	d.AsOf = before
	if then, _ := respond.LookAt(ctx, d, o.caller("isam")); then.Level != "normal" {
		t.Errorf("as of before, the level is %v", then.Level)
	}
	r, err := o.try(o.caller("isam"), pic.Freeze(o.org["it-office"], lang.SV))
	if err != nil {
		t.Fatal(err)
	}
	frozen := register.As[registers.SituationReport](r.Items[0].New)
	if frozen.Level != "serious" || len(frozen.Figures) != len(pic.Sights) || !strings.Contains(frozen.Text, "INC-0001") {
		t.Errorf("frozen: %+v", frozen)
	}
	other, err := respond.LookAt(ctx, o.deps(), o.caller("care-isam"))
	if err != nil || other.Sights[0].Count != 0 {
		t.Errorf("another board sees %d incidents, %v", other.Sights[0].Count, err)
	}
}

// Issue 4 item 4: a published picture stands on every door; what was wrong in it
// is put right in a new version.
func TestItem4PicturePublishedStands(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		ctx := context.Background()
		reports := registers.SituationReports
		id := o.make(o.caller("isam"), reports, o.org["it-office"], map[string]any{"kind": "static", "as_of": o.now, "level": "normal", "text": "Lugnt.",
			"figures": []any{map[string]any{"figure": "Öppna incidenter", "value": "0", "state": "normal"}}})
		o.do("isam", "update", reports, id, map[string]any{"text": "Lugnt läge."})
		doors, err := room.Join(o.db, respond.Doors(o.s, o.db))
		if err != nil {
			t.Fatal(err)
		}
		correct, err := doors.Act("situation_report", "correct")
		if err != nil {
			t.Fatal(err)
		}
		again := func(old register.ID) (command.Receipt, error) {
			return doors.Do(ctx, room.Call{Caller: o.caller("isam"), Lang: lang.SV, Now: o.now, Via: "web", Params: map[string]string{"why": "En incident saknades."}}, correct, string(old))
		}
		if _, err := again(id); !slices.Contains(codes(err), "not-in-this-state") {
			t.Errorf("a draft gets a new version: %v", err)
		}
		o.do("isam", "publish", reports, id, nil)
		for name, v := range map[string]any{"text": "Allvarligt läge.", "level": "serious", "figures": nil, "as_of": o.now.Add(-time.Hour), "title": "Annan"} {
			for _, who := range []string{"isam", "system"} {
				o.refused("picture-stands", who, "update", reports, id, map[string]any{name: v})
			}
			// A file comes by a door of its own.
			_, err := o.s.Do(ctx, access.System(), command.Options{Via: "import", Now: o.now.Add(time.Minute)}, command.Change{Op: "update", Register: reports, ID: string(id), Fields: map[string]any{name: v}})
			if !slices.Contains(codes(err), "picture-stands") {
				t.Errorf("a file changes %s: %v", name, err)
			}
		}
		o.do("isam", "send", reports, id, map[string]any{"sent_to": "Ledningsgruppen", "sent_at": o.now})

		rc, err := again(id)
		if err != nil {
			t.Fatal(err)
		}
		next := rc.Items[0].New
		if next.Text("status") != "draft" || next.Text("text") != "Lugnt läge." || next.Text("replaces") != string(id) || next.Text("mended") != "En incident saknades." || next.Get("figures") == nil {
			t.Errorf("new version: %v", next.Values)
		}
		if _, err := again(id); !slices.Contains(codes(err), "picture-corrected-already") {
			t.Errorf("corrected twice: %v", err)
		}
		if o.get(reports, id).Text("status") != "sent" {
			t.Error("the old one has ended before the new one is published")
		}
		o.do("isam", "update", reports, next.ID, map[string]any{"text": "En incident pågår.", "level": "serious"})
		o.do("isam", "publish", reports, next.ID, nil)
		if old := o.get(reports, id); old.Text("status") != "closed" || old.Text("text") != "Lugnt läge." {
			t.Errorf("the old one is %s and says %q", old.Text("status"), old.Text("text"))
		}
	})
}

// Domain.md 5.1, CSL72: for a trust service the notification is due within the
// shorter time, and that clock runs in the other's place.
func TestTrustServiceClock(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		aware := local("2026-10-23 16:05")
		running := func(id register.ID) (codes []string) {
			for _, c := range o.all(registers.Clocks, "incident", string(id)) {
				if c.Text("status") == "running" {
					codes = append(codes, c.Text("code"))
				}
			}
			slices.Sort(codes)
			return codes
		}
		plain := o.incident(map[string]any{"aware_at": aware})
		o.do("lead", "activate", registers.Incidents, plain, map[string]any{"tracks": []any{"csl"}})
		if got := running(plain); !slices.Equal(got, []string{"CSL24", "CSL72"}) {
			t.Fatalf("any service: %v", got)
		}
		signing := o.make(access.System(), registers.Objects, o.org["it-office"], map[string]any{"title": "Underskriftstjänsten", "kind": "shared_it", "reach": "city_wide", "trust_service": "yes"})
		id := o.incident(map[string]any{"aware_at": aware, "objects": []any{string(signing)}})
		o.do("lead", "activate", registers.Incidents, id, map[string]any{"tracks": []any{"csl"}})
		if got := running(id); !slices.Equal(got, []string{"CSL24", "CSL72T"}) {
			t.Fatalf("a trust service: %v", got)
		}
		if c := o.clock("incident", id, "CSL72T"); !c.Moment("due_at").Equal(local("2026-10-24 16:05")) {
			t.Errorf("due %v", c.Moment("due_at"))
		}
		// That it was one is found out later: the clock that ran is kept as void.
		o.do("lead", "update", registers.Incidents, plain, map[string]any{"objects": []any{string(o.object), string(signing)}})
		if got := running(plain); !slices.Equal(got, []string{"CSL24", "CSL72T"}) {
			t.Errorf("found out later: %v", got)
		}
		voids := 0
		for _, c := range o.all(registers.Clocks, "incident", string(plain)) {
			if c.Text("status") == "void" && c.Text("code") == "CSL72" && strings.Contains(c.Text("void_reason"), "CSL72T") {
				voids++
			}
		}
		if voids != 1 {
			t.Errorf("%d clocks are void", voids)
		}
		// A corrected awareness moves it, and the notification meets it.
		o.do("lead", "update", registers.Incidents, plain, map[string]any{"aware_at": aware.Add(-time.Hour)})
		for _, c := range o.all(registers.Clocks, "incident", string(plain)) {
			if c.Text("status") == "running" && !c.Moment("due_at").Equal(local("2026-10-24 15:05")) {
				t.Errorf("%s is due %v", c.Text("code"), c.Moment("due_at"))
			}
		}
		for _, stage := range []string{"early_warning", "first"} {
			n := o.make(o.caller("lead"), registers.Notifications, o.org["it-office"], map[string]any{"incident": string(plain), "authority": "csirt", "stage": stage, "content": []any{map[string]any{"key": "a", "text": "b"}}})
			o.do("lead", "send", registers.Notifications, n, map[string]any{"sent_at": local("2026-10-24 10:00")})
		}
		if got := running(plain); !slices.Equal(got, []string{"CSL1M"}) {
			t.Errorf("notified: %v", got)
		}
	})
}

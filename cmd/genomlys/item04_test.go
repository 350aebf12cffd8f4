package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestItem04Incidents takes an incident through its tracks and clocks to a
// notification, and keeps the situational picture.
func TestItem04Incidents(t *testing.T) {
	o := newWorld(t)
	isam, lead, head := o.person("isam", "SLK"), o.person("incident_lead", "SLK"), o.person("head", "SLK")
	aware := time.Now().Add(-time.Hour).UTC().Format(time.RFC3339)
	inc := o.create(lead, "incidents", f{"title": "Fel mottagare, prov", "kind": "misdirected", "detected_at": aware, "severity": "3"})
	ref, path := str(inc, "ref"), "/api/v1/incidents/"+str(inc, "ref")
	o.step(lead, "incidents", ref, "triage", nil)
	o.refused(lead, "POST", path+":activate", f{}, "tracks-needed")
	o.refused(isam, "POST", path+":activate", f{"tracks": []string{"gdpr"}, "aware_gdpr_at": aware}, "may-not-decide")
	o.step(lead, "incidents", ref, "activate", f{"tracks": []string{"gdpr", "csl"}, "aware_gdpr_at": aware, "aware_csl_at": aware, "significant_csl": "yes"})
	clocks := o.list(isam, "clocks", `incident = "`+str(inc, "id")+`"`)
	if len(clocks) < 2 {
		t.Fatalf("%d clocks run", len(clocks))
	}
	var imy f
	for _, c := range clocks {
		if at, err := time.Parse(time.RFC3339, str(c, "due_at")); err != nil || !at.After(time.Now()) {
			t.Errorf("%s is due %v (%v)", str(c, "code"), c["due_at"], err)
		}
		if str(c, "code") == "GDPR33" {
			imy = c
		}
	}
	o.refused(lead, "PATCH", path, f{"notify_decision": "notify"}, "may-not-decide", "If-Match", match(o.get(lead, "incidents", ref)))
	o.change(lead, "incidents", ref, f{"risk_to_individuals": "high"})
	o.change(head, "incidents", ref, f{"notify_decision": "notify"})
	o.refused(lead, "POST", path+":draft_notice", f{"authority": "imy", "stage": "sometime"}, "not-allowed")
	made := items(o.do(lead, "POST", path+":draft_notice", f{"authority": "imy", "stage": "first"}), "items")
	if len(made) == 0 || made[0]["register"] != "notifications" {
		t.Fatalf("drafted %v", made)
	}
	if n := o.get(lead, "notifications", str(made[0], "ref")); n["source"] != "generated" || n["content"] == nil {
		t.Errorf("the draft: %v", n)
	}
	for _, name := range []string{"imy-notification", "csl-early-warning", "subject-information"} {
		o.holds(o.text(lead, "incidents", ref, name), ref)
	}
	if imy != nil {
		earlier := time.Now().Add(-3 * time.Hour).UTC().Format(time.RFC3339)
		o.refused(lead, "POST", "/api/v1/clocks/"+str(imy, "ref")+":correct", f{"started_at": "i går", "why": "Fel"}, "not-a-time")
		o.do(lead, "POST", "/api/v1/clocks/"+str(imy, "ref")+":correct", f{"started_at": earlier, "why": "Upptäckten var tidigare"})
		if c := o.get(lead, "clocks", str(imy, "ref")); c["status"] != "void" {
			t.Errorf("the wrong clock is %v", c["status"])
		}
	}
	live := o.report(isam, "situation", "org=SLK")
	before := o.report(isam, "situation", "org=SLK&as_of=2023-11-15")
	open := func(p f) float64 { return items(p, "sights")[0]["count"].(float64) }
	if open(live) <= open(before)-10 || live["at"] == before["at"] {
		t.Errorf("open now %v, then %v", open(live), open(before))
	}
	kept := items(o.do(isam, "POST", "/api/v1/situation-reports:freeze", f{"org": "SLK"}), "items")
	if len(kept) == 0 || kept[0]["register"] != "situation-reports" {
		t.Errorf("kept %v", kept)
	}
	// Published, it stands; what was wrong is put right in a new version.
	first := str(kept[0], "ref")
	o.change(isam, "situation-reports", first, f{"text": "Bedömning"})
	o.step(isam, "situation-reports", first, "publish", nil)
	o.refused(isam, "PATCH", "/api/v1/situation-reports/"+first, f{"text": "Annat"}, "picture-stands", "If-Match", match(o.get(isam, "situation-reports", first)))
	file := filepath.Join(o.dir, "picture.csv")
	if err := os.WriteFile(file, []byte("Nummer;Bedömning\n"+first+";Annat\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, errs := o.cli(1, "import", "situation-reports", file, "--as", isam, "--lang", "sv"); !strings.Contains(out+errs, first+" är fastställd") {
		t.Errorf("a file changes it: %s%s", out, errs)
	}
	next := items(o.do(isam, "POST", "/api/v1/situation-reports/"+first+":correct", f{"why": "En incident saknades"}), "items")
	second := str(next[0], "ref")
	o.change(isam, "situation-reports", second, f{"text": "Annat"})
	o.step(isam, "situation-reports", second, "publish", nil)
	if was := o.get(isam, "situation-reports", first); was["status"] != "closed" || was["text"] != "Bedömning" {
		t.Errorf("the first: %v, %v", was["status"], was["text"])
	}
}

// TestItem04IncidentOverBoards tells four boards of an incident at the office
// that processes for them: each gets its text and a case of its own, with its own
// receipt, awareness, clock and decision.
func TestItem04IncidentOverBoards(t *testing.T) {
	o := newWorld(t)
	boards := []string{"UBN", "SON", "TRN", "KUN"}
	lead, isam, privacy := o.person("incident_lead", "SLK"), o.person("isam", "SLK"), o.person("privacy_contact", "SLK")
	leads, heads := map[string]string{}, map[string]string{}
	var ids []any
	for _, b := range boards {
		leads[b], heads[b] = o.person("incident_lead", b), o.person("head", b)
		ids = append(ids, o.one(isam, "orgs", `short = "`+b+`"`)["id"])
	}
	stranger := o.person("incident_lead", "VAL")
	shared := o.create(privacy, "processings", f{"title": "Postlåda åt nämnderna, prov", "role": "processor", "on_behalf_of": ids, "processing_categories": "Lagring av e-post"})
	box := o.create(isam, "objects", f{"title": "Postlådan, prov", "kind": "service", "reach": "several"})
	aware := time.Now().Add(-2 * time.Hour).UTC().Format(time.RFC3339)
	inc := o.create(lead, "incidents", f{"title": "Postlådan låg öppen, prov", "kind": "unauthorised_access", "detected_at": aware, "severity": "3", "processings": []any{shared["id"]}, "objects": []any{box["id"]}})
	ref, path := str(inc, "ref"), "/api/v1/incidents/"+str(inc, "ref")
	o.step(lead, "incidents", ref, "triage", nil)
	o.step(lead, "incidents", ref, "activate", f{"tracks": []string{"gdpr"}, "aware_gdpr_at": aware})

	told := o.list(lead, "incident-recipients", `incident = "`+str(inc, "id")+`"`)
	if len(told) != len(boards) {
		t.Fatalf("%d boards are to be told, want %d", len(told), len(boards))
	}
	// Nothing is sent while the text has gaps, and then none of them.
	o.refused(lead, "POST", path+":tell_boards", f{}, "text-has-gaps")
	o.change(lead, "incidents", ref, f{"category": []string{"confidentiality"}, "containment": "Delningen stängdes.", "data_categories": "Namn och e-post", "subject_categories": []string{"pupils"}, "subjects_count": 400})
	o.change(o.person("isam", "KS"), "orgs", str(o.one(isam, "orgs", `short = "KS"`), "id"), f{"contact": "incident@ks.example, 08-508 00 000"})
	o.do(lead, "POST", path+":tell_boards", f{})
	o.refused(lead, "POST", path+":tell_boards", f{}, "board-not-yours") // all have been told
	for _, b := range boards {
		own := o.one(leads[b], "incidents", `title = "Postlådan låg öppen, prov"`)
		if str(own, "origin") == "" || str(own, "status") != "reported" || own["aware_gdpr_at"] == nil || own["aware_gdpr_at"] == aware {
			t.Fatalf("%s: the case %v", b, own)
		}
		lines := o.list(leads[b], "log-entries", `incident = "`+str(own, "id")+`"`)
		if len(lines) == 0 {
			t.Fatalf("%s: the text did not come with the case", b)
		}
		o.holds(str(lines[0], "what"), "Postlåda åt nämnderna, prov", "Delningen stängdes.", "incident@ks.example", "Notify no later than")
		// The clock of the board runs from its own receipt, not from ours.
		var due string
		for _, c := range o.list(leads[b], "clocks", `incident = "`+str(own, "id")+`" AND code = "GDPR33"`) {
			due = str(c, "due_at")
			if str(c, "started_at") != str(own, "aware_gdpr_at") {
				t.Errorf("%s: the clock starts %v, the receipt is %v", b, c["started_at"], own["aware_gdpr_at"])
			}
		}
		if b != "KUN" { // who has not opened it has not acknowledged
			o.step(leads[b], "incidents", str(own, "ref"), "triage", nil)
			o.step(leads[b], "incidents", str(own, "ref"), "activate", f{"tracks": []string{"gdpr"}})
		}
		if b == "UBN" || b == "SON" {
			if b == "SON" {
				o.refused(leads[b], "PATCH", "/api/v1/incidents/"+str(own, "ref"), f{"notify_decision": "notify"}, "may-not-decide", "If-Match", match(o.get(leads[b], "incidents", str(own, "ref"))))
			}
			o.change(leads[b], "incidents", str(own, "ref"), f{"risk_to_individuals": map[string]string{"UBN": "risk", "SON": "unlikely"}[b]})
			decision := f{"notify_decision": map[string]string{"UBN": "notify", "SON": "do_not_notify"}[b]}
			if b == "SON" {
				o.refused(heads[b], "PATCH", "/api/v1/incidents/"+str(own, "ref"), decision, "not-notified-needs-reason", "If-Match", match(o.get(heads[b], "incidents", str(own, "ref"))))
				decision["notify_reason"] = "Bara tjänsteadresser."
			}
			o.change(heads[b], "incidents", str(own, "ref"), decision)
		}
		if due == "" {
			t.Errorf("%s: no clock of its own", b)
		}
		if got := o.list(stranger, "incidents", `title = "Postlådan låg öppen, prov"`); len(got) != 0 {
			t.Errorf("a board that is not concerned sees %v", got)
		}
		if b != "UBN" { // nor does one board see another's case
			if r := o.call(leads["UBN"], "GET", "/api/v1/incidents/"+str(own, "id"), nil); r.status != 404 {
				t.Errorf("UBN sees the case of %s: %d", b, r.status)
			}
		}
	}
	want := map[string][2]string{"UBN": {"decided", "notifies"}, "SON": {"decided", "does_not_notify"}, "TRN": {"acknowledged", ""}, "KUN": {"sent", ""}}
	for _, x := range o.list(lead, "incident-recipients", `incident = "`+str(inc, "id")+`"`) {
		b := str(o.get(isam, "orgs", str(x, "recipient_org")), "short")
		if str(x, "status") != want[b][0] || str(x, "own_decision") != want[b][1] || (b == "KUN") != (x["acknowledged_at"] == nil) {
			t.Errorf("%s: %v, acknowledged %v, decided %v", b, x["status"], x["acknowledged_at"], x["own_decision"])
		}
		if b == "SON" && str(x, "own_reason") != "Bara tjänsteadresser." {
			t.Errorf("the reason came back as %v", x["own_reason"])
		}
	}
	// An update is numbered and comes into each case.
	o.change(lead, "incidents", ref, f{"subjects_count": 412})
	o.do(lead, "POST", path+":tell_boards", f{"again": "yes"})
	for _, b := range boards {
		own := o.one(leads[b], "incidents", `title = "Postlådan låg öppen, prov"`)
		if n := len(o.list(leads[b], "log-entries", `incident = "`+str(own, "id")+`" AND what : "412"`)); n != 1 {
			t.Errorf("%s: the update came %d times", b, n)
		}
	}
	o.cli(0, "verify")
}

package main

import (
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
}

package main

import "testing"

// TestItem02Risk accepts a risk by the right function, and carries the example
// office's analysis over to a new year.
func TestItem02Risk(t *testing.T) {
	o := newWorld(t)
	isam, owner, head := o.person("isam", "SLK"), o.person("object_owner", "SLK"), o.person("head", "SLK")
	ownerOf, headOf, isamOf := o.function(owner), o.function(head), o.function(isam)
	object := o.create(isam, "objects", f{"title": "Riskprov", "kind": "business_system", "reach": "local", "owner": ownerOf})
	risk := func(p, c int) string {
		t.Helper()
		r := o.create(isam, "risks", f{"threat": "Läcka", "consequence_text": "Skada", "owner": ownerOf, "object": object["id"], "kind": "information", "p": p, "c": c})
		o.step(isam, "risks", str(r, "ref"), "assess", f{"assessed_on": today()})
		return str(r, "ref")
	}
	accept := func(by string) f {
		return f{"accepted_by": by, "accepted_on": today(), "accepted_reason": "Åtgärden kostar mer än skadan"}
	}
	low, high := risk(1, 3), risk(2, 4)
	o.refused(isam, "POST", "/api/v1/risks/"+low+":accept", accept(ownerOf), "may-not-decide")
	if r := o.step(owner, "risks", low, "accept", accept(ownerOf)); str(r, "accepted_until") == "" {
		t.Errorf("an acceptance without end: %v", r)
	}
	o.refused(owner, "POST", "/api/v1/risks/"+high+":accept", accept(ownerOf), "decider-has-other-function")
	o.refused(head, "POST", "/api/v1/risks/"+high+":accept", accept(headOf), "second-person-missing")
	o.change(isam, "risks", high, f{"comment": "Rimligt", "comment_by": isamOf})
	o.change(owner, "risks", high, f{"second_by": ownerOf})
	o.step(head, "risks", high, "accept", accept(headOf))

	// Last year's analysis: its open risks come along, and are compared.
	old := o.one(isam, "risk-analyses", `status = decided`)
	o.cli(1, "act", "risk-analyses", str(old, "ref"), "carry_over", "--by", isam) // held_on is needed
	before := len(o.list(isam, "risks", `analysis = "`+str(old, "id")+`" AND status != closed`))
	made := o.value("act", "risk-analyses", str(old, "ref"), "carry_over", "--param", "held_on="+today(), "--by", isam)
	var analysis string
	carried := 0
	for _, it := range items(made, "items") {
		switch it["register"] {
		case "risk-analyses":
			analysis = str(it, "ref")
		case "risks":
			carried++
		}
	}
	if analysis == "" || carried != before {
		t.Fatalf("carried %d of %d risks to %q", carried, before, analysis)
	}
	for _, x := range items(o.report(isam, "risk-comparison", "analysis="+analysis), "items") {
		if x["fate"] != "unchanged" {
			t.Errorf("%v is %v", x["risk"], x["fate"])
		}
	}
	o.holds(o.text(isam, "risk-analyses", str(old, "ref"), "report"), str(old, "title"))

	// Inherent, present and target; what is left untreated is not hidden behind the target.
	three := o.create(isam, "risks", f{"threat": "Utpressning", "consequence_text": "Avbrott", "owner": ownerOf, "object": object["id"], "kind": "information", "p": 4, "c": 4, "p2": 3, "c2": 3, "p3": 1, "c3": 3})
	if three["value"] != 16.0 || three["value2"] != 9.0 || three["value3"] != 3.0 {
		t.Errorf("values %v %v %v", three["value"], three["value2"], three["value3"])
	}
	// A privacy risk is judged for the individual, whose scale is another.
	o.refused(isam, "POST", "/api/v1/risks", f{"threat": "Läcka", "consequence_text": "Skada", "owner": ownerOf, "object": object["id"], "kind": "privacy", "p": 9, "c": 2}, "out-of-range")
	// Benefit against cost is a sorting aid with its terms shown.
	o.report(isam, "risk-proposals", "")
	// An acceptance ends: the risk is to be judged again.
	if x := o.one(isam, "risks", `ref = "`+low+`"`); str(x, "accepted_until") <= today() {
		t.Errorf("accepted until %v", x["accepted_until"])
	}
}

package main

import "testing"

// TestItem16PlanAndApplicability carries the decided plan's open points into the
// next review, and states which controls apply.
func TestItem16PlanAndApplicability(t *testing.T) {
	o := newWorld(t)
	isam := o.person("isam", "SLK")
	o.cli(0, "review", "build", "--org", "SLK", "--year", "2028", "--format", "json", "-o", o.dir+"/2028.json")
	review := o.create(isam, "management-reviews", f{"year": 2028, "as_of": today()})
	ref := str(review, "ref")
	points := items(o.report(isam, "plan-points", "review="+ref), "items")
	open := 0
	for _, p := range points {
		if p["state"] == "open" {
			open++
		}
	}
	if open == 0 {
		t.Fatalf("no open points: %v", points)
	}
	rc := o.do(isam, "POST", "/api/v1/management-reviews/"+ref+":carry_plan", f{})
	made := 0
	for _, it := range items(rc, "items") {
		if it["register"] == "priorities" && it["op"] == "create" {
			made++
		}
	}
	if made != open {
		t.Errorf("%d of %d open points carried", made, open)
	}
	decided := o.one(isam, "management-reviews", `status = decided`)
	o.refused(isam, "POST", "/api/v1/management-reviews/"+str(decided, "ref")+":carry_plan", f{}, "not-in-this-state")
	o.refused(isam, "POST", "/api/v1/management-reviews/"+ref+":carry_plan", f{"year": 3}, "unknown-parameter")
	o.holds(o.text(isam, "orgs", "SLK", "statement-of-applicability"), "5.1")
}

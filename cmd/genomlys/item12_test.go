package main

import "testing"

// TestItem12Campaigns sends an answer in unchanged, compares it with the
// registers, lets the coordinator approve just that, and counts the answers.
func TestItem12Campaigns(t *testing.T) {
	o := newWorld(t)
	isam, auditor := o.person("isam", "SLK"), o.person("auditor", "SLK")
	q := o.create(isam, "questions", f{"title": "IoT", "code": "N1", "order_no": 20, "text": "Är objektet IoT?", "type": "yes_no_unknown", "maps_to": "object.iot", "area": "iot", "template_version": "2027"})
	o.step(isam, "questions", str(q, "ref"), "activate", nil)
	c := o.create(isam, "campaigns", f{"title": "Årsuppföljning 2027", "year": 2027, "opens": today(), "closes": "2027-06-15", "template_version": "2027", "questions": []any{q["id"]}})
	ref := str(c, "ref")
	o.refused(isam, "POST", "/api/v1/campaigns/"+ref+":open", f{}, "population-query-missing")
	o.change(isam, "campaigns", ref, f{"population_query": "status = operation"})
	o.step(isam, "campaigns", ref, "open", nil)
	waiting := o.list(isam, "responses", `campaign = "`+str(c, "id")+`"`)
	if len(waiting) < 100 {
		t.Fatalf("%d are asked", len(waiting))
	}
	r := str(waiting[0], "ref")
	o.refused(auditor, "POST", "/api/v1/responses/"+r+":send_unchanged", f{}, "may-not-change")
	o.do(isam, "POST", "/api/v1/responses/"+r+":send_unchanged", f{})
	o.refused(isam, "POST", "/api/v1/responses/"+r+":send_unchanged", f{}, "not-in-this-state")
	diff := o.report(isam, "response-comparison", "response="+r)
	if len(items(diff, "lines")) != 1 {
		t.Errorf("comparison %v", diff)
	}
	o.step(isam, "responses", r, "review", f{"reviewed_on": today(), "approved": diff["approved"]})
	res := o.value("report", "campaign-results", "--param", "campaign="+ref).(f)
	if res["population"] != float64(len(waiting)) || res["answered"] != 1.0 || len(items(res, "not_answered")) == 0 {
		t.Errorf("%v of %v answered", res["answered"], res["population"])
	}
	o.do(isam, "POST", "/api/v1/campaigns:remind", f{})
	o.refused(auditor, "POST", "/api/v1/campaigns:remind", f{}, "review-by-coordinator")
}

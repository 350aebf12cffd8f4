package main

import "testing"

// TestItem01Classification takes a class from information types to requirements
// with a second person, and answers what a raise would ask for.
func TestItem01Classification(t *testing.T) {
	o := newWorld(t)
	isam := o.person("isam", "SLK")
	owner, manager := o.person("object_owner", "SLK"), o.person("object_manager", "SLK")
	ownerOf, managerOf := o.function(owner), o.function(manager)
	files := o.create(isam, "info-types", f{"title": "Ärendehandlingar, prov", "description": "Handlingar", "owner": ownerOf, "personal_data": []string{"personal"}, "k": 2, "r": 2, "t": 1})
	platform := o.create(isam, "objects", f{"title": "Driftplattform, prov", "kind": "shared_it", "reach": "several", "owner": ownerOf})
	cases := o.create(isam, "objects", f{"title": "Ärendesystem, prov", "kind": "business_system", "reach": "local", "owner": ownerOf, "manager": managerOf,
		"info_types": []f{{"to": files["id"], "kind": "stored"}}, "depends_on": []f{{"to": platform["id"], "kind": "runs_on"}}})
	for _, x := range []f{platform, cases} {
		o.step(isam, "objects", str(x, "ref"), "operate", nil)
	}
	classify := func(object f, k, r, a int) string {
		t.Helper()
		c := o.create(isam, "classifications", f{"kind": "object", "object": object["id"], "held_on": today(), "participants": "Objektägare\nSamordnare",
			"per_info_type": []f{{"info_type": "Ärendehandlingar, prov", "k": k, "r": r, "t": a, "consequence": "Skada", "reason": "Bedömt"}}})
		return str(c, "ref")
	}
	ref := classify(cases, 2, 3, 1)
	o.step(isam, "classifications", ref, "propose", nil)
	decide := f{"decided_by": ownerOf, "decided_on": today()}
	// Level three asks for a second person, who is another than the author.
	o.refused(owner, "POST", "/api/v1/classifications/"+ref+":decide", decide, "second-person-missing")
	o.refused(isam, "POST", "/api/v1/classifications/"+ref+":decide", decide, "may-not-decide")
	o.change(manager, "classifications", ref, f{"second_by": managerOf})
	if c := o.step(owner, "classifications", ref, "decide", decide); c["status"] != "decided" || c["r"] != 3.0 {
		t.Errorf("decided as %v %v", c["status"], c["r"])
	}
	if n := len(o.list(isam, "requirements", `object = "`+str(cases, "id")+`"`)); n < 20 {
		t.Errorf("a decided class asks for %d requirements", n)
	}
	o.refused(isam, "PATCH", "/api/v1/classifications/"+ref, f{"participants": "Någon annan\nÄnnu en"}, "decided-protocol-stands", "If-Match", match(o.get(isam, "classifications", ref)))
	o.holds(o.text(isam, "classifications", ref, "protocol"), "Ärendesystem, prov", ref)

	st := o.report(isam, "class-standing", "object="+str(cases, "ref"))
	if st["current"] != true || st["official"].(f)["r"] != 3.0 {
		t.Errorf("standing %v", st)
	}
	effect := o.report(isam, "class-effect", "object="+str(cases, "ref")+"&k=3&r=3&t=3")
	if len(items(effect, "new"))+len(items(effect, "stricter")) == 0 {
		t.Errorf("a raise asks for nothing: %v", effect)
	}
	o.refused(isam, "GET", "/api/v1/reports/class-effect?object="+str(cases, "ref")+"&k=5", nil, "not-allowed")

	// What leans on the platform asks more than its class: a gap to answer.
	p := classify(platform, 1, 2, 1)
	o.step(isam, "classifications", p, "propose", nil)
	o.step(owner, "classifications", p, "decide", decide)
	found := false
	for _, g := range items(o.report(isam, "demand-gaps", ""), "items") {
		if g["object"].(f)["ref"] == platform["ref"] {
			found = g["state"] == "open" && g["gap"].(f)["k"] == 1.0
		}
	}
	if !found {
		t.Error("the platform's gap is not open")
	}
}

package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Issue 4 item 16: the three-year plan goes from review to review, with what
// became of each point computed; each point is bound to a figure, a query or an
// action; open ones come first; what is decided becomes actions; and which
// controls apply is stated with reason and state.
func TestItem16PlanAndApplicability(t *testing.T) {
	o := newWorld(t)
	isam, head, auditor := o.person("isam", "SLK"), o.sign("stadsdirektor@slk.example"), o.person("auditor", "SLK")
	o.cli(0, "review", "build", "--org", "SLK", "--year", "2028", "--format", "json", "-o", o.dir+"/2028.json")
	o.refused(isam, "POST", "/api/v1/management-reviews", f{"year": 2028, "as_of": "1999-01-01"}, "before-figures")
	review := o.create(isam, "management-reviews", f{"year": 2028, "as_of": today()})
	id := str(review, "id")
	points := func() (by map[string]f, order []string) {
		by = map[string]f{}
		for _, p := range items(o.report(isam, "plan-points", "review="+id), "items") {
			ref := str(p["priority"].(f), "ref")
			by[ref] = p
			order = append(order, ref)
		}
		return by, order
	}
	was, order := points()
	var open []string
	for i, ref := range order {
		if was[ref]["state"] == "open" {
			if len(open) != i {
				t.Errorf("%s is open and stands after what is not: %v", ref, order)
			}
			open = append(open, ref)
		}
	}
	if len(open) < 5 {
		t.Fatalf("open points: %v", open)
	}
	point := func(ref string) f { return o.one(isam, "priorities", `ref = "`+ref+`"`) }

	// Done by its actions, given up with a reason, and the rest stay open.
	action := str(o.create(isam, "actions", f{"title": "Gör klart punkten", "owner": o.function(isam), "due": "2099-01-01"}), "id")
	done, dropped, kept, moved := open[0], open[1], open[2], open[3]
	o.change(isam, "priorities", str(point(done), "id"), f{"actions": []any{action}})
	o.step(isam, "actions", action, "decide", nil)
	o.step(isam, "actions", action, "finish", f{"done_on": today()})
	o.refused(isam, "POST", "/api/v1/priorities/"+str(point(dropped), "id")+":drop", f{}, "drop-needs-reason")
	o.step(isam, "priorities", str(point(dropped), "id"), "drop", f{"comment": "Ersatt av stadens lösning"})
	now, _ := points()
	if now[done]["state"] != "done" || now[done]["finished"] != 1.0 || now[dropped]["state"] != "dropped" {
		t.Errorf("done %v, dropped %v", now[done], now[dropped])
	}

	// Carried over by hand to a later year, and the rest in one step.
	later := o.create(isam, "priorities", f{"review": id, "year": 2030, "order": 1, "text": "Samma sak senare", "carried": point(moved)["id"]})
	o.refused(auditor, "POST", "/api/v1/management-reviews/"+id+":carry_plan", f{}, "may-not-create")
	o.refused(isam, "POST", "/api/v1/management-reviews/"+id+":carry_plan", f{"year": 3}, "unknown-parameter")
	made := 0
	for _, it := range items(o.do(isam, "POST", "/api/v1/management-reviews/"+id+":carry_plan", f{}), "items") {
		if it["register"] == "priorities" && it["op"] == "create" {
			made++
		}
	}
	if made != len(open)-3 {
		t.Errorf("%d carried of %d open", made, len(open)-3)
	}
	now, _ = points()
	if now[moved]["state"] != "moved" || str(now[moved]["to"].(f), "ref") != str(later, "ref") {
		t.Errorf("moved: %v", now[moved])
	}
	for ref, p := range now {
		if p["state"] == "open" {
			t.Errorf("%s is open still", ref)
		}
	}
	if s := now[kept]["state"]; s != "kept" && s != "moved" {
		t.Errorf("%s is %v", kept, s)
	}

	// A point that nothing measures is not worked on.
	loose := str(o.create(isam, "priorities", f{"review": id, "year": 2029, "order": 9, "text": "Bli bättre"}), "id")
	o.refused(isam, "POST", "/api/v1/priorities/"+loose+":start", f{"started_on": today()}, "point-not-bound")
	o.change(isam, "priorities", loose, f{"figures": []string{"F99"}})
	o.refused(isam, "POST", "/api/v1/priorities/"+loose+":start", f{"started_on": today()}, "no-such-figure")
	o.change(isam, "priorities", loose, f{"figures": []string{"F03"}})
	o.step(isam, "priorities", loose, "start", f{"started_on": today()})

	// What has been decided stands; what is decided now becomes an action.
	decided := o.one(isam, "management-reviews", `status = decided`)
	o.refused(isam, "POST", "/api/v1/management-reviews/"+str(decided, "ref")+":carry_plan", f{}, "not-in-this-state")
	due := here().AddDate(0, 6, 0).Format(time.DateOnly)
	decision := str(o.create(isam, "improvement-decisions", f{"review": id, "text": "Kraven på loggning skrivs in i avtalen", "due": due, "responsible": o.function(isam)}), "id")
	chief := str(o.one(isam, "role-assignments", `function = city_manager`), "id")
	o.step(head, "improvement-decisions", decision, "decide", f{"decided_by": chief, "decided_on": today()})
	if a := o.one(isam, "actions", `origin = "`+decision+`"`); str(a, "status") != "decided" || str(a, "due") != due || str(a, "owner") != o.function(isam) {
		t.Errorf("the decision's action: %v", a)
	}

	// The statement of applicability: every control, with reason and state where
	// the registers know, and told to be missing where they do not.
	object := o.one(isam, "objects", `status = operation`)
	control := o.one(isam, "controls", `code = "8.15"`)
	o.create(isam, "requirements", f{"title": "Logga läsningar", "object": object["id"], "control": control["id"], "because": "class"})
	for name, text := range map[string]string{"sv": o.text(isam, "orgs", "SLK", "statement-of-applicability")} {
		o.holds(text, "5.1", "8.34", "8.15 ", "Uttalande om tillämplighet")
		if strings.Contains(text, "not_assessed") || strings.Contains(text, "because") {
			t.Errorf("%s holds codes", name)
		}
	}

	// The decided review as the papers around it: minutes, and annex to the plan.
	minutes := o.text(isam, "management-reviews", str(decided, "id"), "minutes")
	o.holds(minutes, "Beslutsprotokoll", "Deltagare", "beslutar", "2024:1", "Vem gör vad", "anmäls till Kommunstyrelsen", "Accepterade risker", "Per "+str(decided, "decided_on"))
	if strings.Contains(minutes, "Per "+today()) {
		t.Error("the minutes are dated by the day they are written out")
	}
	annex := o.text(isam, "management-reviews", str(decided, "id"), "annex")
	o.holds(annex, "Bilaga till verksamhetsplanen", str(decided, "annex_to"), "Kortversion", "Prioritering av åtgärder", "1 Ledningssystem", fmt.Sprint(str(decided, "diary_no")))
}

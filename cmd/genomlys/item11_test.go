package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// The analysis followed up, the mandatory working methods, and a year of
// internal control where what is said follows what was performed.
func TestItem11RsaAndInternalControl(t *testing.T) {
	o := newWorld(t)
	isam, control, second, rsa := o.person("isam", "SLK"), o.person("internal_control_coordinator", "SLK"), o.person("internal_control_coordinator", "SLK"), o.person("continuity_coordinator", "SLK")
	today := today()

	// What the office's own year says, and what it rests on.
	statement := func(query string) map[string]any {
		return o.do(isam, "GET", "/api/v1/reports/internal-control?org=SLK&"+query, nil)
	}
	y := statement("year=2023&period=jan_aug&as_of=2023-11-15")
	s := y["statement"].(map[string]any)
	if s["verdict"] != "no_material" || s["due"] != 7.0 || s["performed"] != 7.0 || s["minor"] != 3.0 || len(items(s, "unconfirmed")) != 7 {
		t.Errorf("2023: %v", s)
	}
	if says := y["says"].(map[string]any)["sv"]; says != "Inga väsentliga avvikelser har identifierats för perioden 2023-01-01–2023-08-31." {
		t.Errorf("2023 says %v", says)
	}
	if v := statement("year=2023&period=year&as_of=2024-01-31")["statement"].(map[string]any)["verdict"]; v != "not_proven" {
		t.Errorf("all of 2023, with two controls left: %v", v)
	}
	s = statement("year=2022&period=jan_aug&as_of=2022-11-15")["statement"].(map[string]any)
	if s["verdict"] != "material" || len(items(s, "material")) != 1 {
		t.Errorf("2022: %v", s)
	}
	plan := o.one(isam, "control-plans", `year = 2023`)
	o.holds(o.text(isam, "control-plans", str(plan, "id"), "follow-up"), "Kontroller i perioden", "Genomförda kontroller", "inte bekräftad")
	if r := o.call(isam, "GET", "/api/v1/reports/control-year?org=SLK&year=2023&format=html&lang=sv", nil); r.status != 200 || !strings.Contains(string(r.raw), "Kontroller månad för månad") {
		t.Errorf("the year: %d %.300s", r.status, r.raw)
	}

	// The working methods: four assessed in 2023, none left out of the new year's decision.
	vor := o.do(isam, "GET", "/api/v1/reports/vor?org=SLK&year=2023&as_of=2023-11-15", nil)
	if items(vor, "processes")[0]["methods_assessed"] != 4.0 || len(vor["findings"].([]any)) != 1 {
		t.Errorf("2023: %v", vor["findings"])
	}
	process := str(o.create(control, "vor-processes", map[string]any{"title": "Systematiskt informationssäkerhetsarbete", "year": 2025, "mandatory": "yes"}), "id")
	o.refused(control, "POST", "/api/v1/vor-processes/"+process+":decide", map[string]any{"diary_no": "KS 2025/3"}, "method-not-assessed")
	var high string
	for i, m := range []string{"access_management", "local_instruction", "incident_management", "classification", "procurement"} {
		r := str(o.create(control, "vor-risks", map[string]any{"title": "Händelse " + m, "process": process, "working_method": m, "p": 3, "c": []int{3, 1, 1, 1, 1}[i], "situation": "partly"}), "id")
		o.step(control, "vor-risks", r, "assess", map[string]any{"assessed_on": today})
		if i == 0 {
			high = r
		}
	}
	o.refused(control, "POST", "/api/v1/vor-processes/"+process+":decide", map[string]any{"diary_no": "KS 2025/3"}, "vor-risk-not-handled")
	plan = o.create(control, "control-plans", map[string]any{"year": 2025})
	responsible := o.function(isam)
	activity := str(o.create(control, "control-activities", map[string]any{"plan": plan["id"], "risk": high, "title": "Stickprov av konton", "how": "Tjugo konton", "frequency": "tertial", "responsible": responsible}), "id")
	o.step(control, "vor-risks", high, "handle", map[string]any{"handling": "control"})
	o.step(control, "vor-processes", process, "decide", map[string]any{"diary_no": "KS 2025/3"})

	// The new year: nothing is said until all that was due has been performed.
	said := func(want string) map[string]any {
		t.Helper()
		s := statement("year=2025&period=jan_aug")["statement"].(map[string]any)
		if s["verdict"] != want {
			t.Fatalf("%v, want %s", s, want)
		}
		return s
	}
	said("nothing_due")
	o.step(control, "control-plans", str(plan, "id"), "adopt", map[string]any{"adopted_on": today, "diary_no": "KS 2025/4"})
	if s := said("not_proven"); len(items(s, "lacking")) != 2 {
		t.Errorf("%v", s)
	}
	var last string
	for i, part := range []string{"t1", "t2"} {
		last = str(o.create(control, "control-results", map[string]any{"activity": activity, "year": 2025, "period": part}), "id")
		o.step(control, "control-results", last, "perform", map[string]any{"performed_on": today, "tested_n": 20, "deviations_n": i, "deviation_level": []string{"none", "minor"}[i], "text": "Ett konto togs bort sent"})
		said([]string{"not_proven", "no_material"}[i])
	}
	if d := o.one(isam, "deviations", `result = "`+last+`"`); d["level"] != "minor" {
		t.Errorf("%v", d)
	}
	confirm := map[string]any{"confirmed_by": o.function(second), "confirmed_on": today, "deviation_level": "material"}
	o.refused(control, "POST", "/api/v1/control-results/"+last+":confirm", confirm, "confirmer-performed")
	o.refused(second, "POST", "/api/v1/control-results/"+last+":confirm", confirm, "control-material-needs-action")
	action := o.create(second, "actions", map[string]any{"title": "Rätta rutinen", "owner": responsible, "due": "2099-01-01"})
	confirm["actions"] = []any{action["id"]}
	o.step(second, "control-results", last, "confirm", confirm)
	said("material")

	// The analysis: a need is done when what it led to is.
	cycle := o.one(isam, "rsa-cycles", `period = "2022–2023"`)
	round := func() map[string]any {
		return items(o.do(isam, "GET", "/api/v1/reports/rsa?cycle="+str(cycle, "ref"), nil), "rounds")[0]
	}
	was := round()
	if was["identified"].(float64) < 12 || was["done"].(float64) < 8 || was["next_period"] == nil {
		t.Errorf("%v", was)
	}
	need := str(o.one(isam, "rsa-findings", `status = ongoing`), "id")
	o.do(rsa, "POST", "/api/v1/rsa-findings/"+need+":add_action", map[string]any{"title": "Prova reservkraft", "owner": responsible, "due": "2020-01-01"})
	if now := round(); now["late"].(float64) != was["late"].(float64)+1 {
		t.Errorf("late %v, was %v", now["late"], was["late"])
	}
	o.refused(rsa, "POST", "/api/v1/rsa-findings/"+need+":finish", map[string]any{"done_on": today}, "rsa-action-open")

	// A need that is met by a plan: the plan is opened from it, hangs on it, and
	// is told of with its state; a critical one is not done before the plan is in force.
	open := slices.IndexFunc(items(was, "findings"), func(f map[string]any) bool {
		return f["status"] == "ongoing" && str(f, "id") != need && len(f["continuity_plans"].([]any)) == 0
	})
	if open < 0 {
		t.Fatalf("no need without a plan: %v", was["findings"])
	}
	other := str(items(was, "findings")[open], "id")
	o.change(rsa, "rsa-findings", other, map[string]any{"critical": "yes"})
	o.do(rsa, "POST", "/api/v1/rsa-findings/"+other+":open_plan", nil)
	made := o.one(isam, "continuity-plans", `has(rsa_findings, id = "`+other+`")`)
	if str(made, "status") != "needed" || fmt.Sprint(made["objects"]) == "<nil>" {
		t.Errorf("the plan: %v", made)
	}
	if got := o.get(isam, "rsa-findings", other); fmt.Sprint(got["continuity_plans"]) == "[]" || !strings.Contains(fmt.Sprint(got["continuity_plans"]), str(made, "id")) {
		t.Errorf("the need does not lead to the plan: %v", got["continuity_plans"])
	}
	for _, f := range items(round(), "findings") {
		if str(f, "id") == other && (len(f["continuity_plans"].([]any)) != 1 || f["continuity_plan_needed"] != "yes" || !strings.Contains(fmt.Sprint(f["continuity_plans"]), str(made, "ref"))) {
			t.Errorf("the analysis tells of the need: %v", f)
		}
	}
	o.refused(rsa, "POST", "/api/v1/rsa-findings/"+other+":finish", map[string]any{"done_on": today}, "rsa-plan-missing")
	o.refused(rsa, "POST", "/api/v1/rsa-findings/"+other+":open_plan", nil, "not-in-this-state")
	o.holds(o.text(isam, "rsa-cycles", str(cycle, "id"), "follow-up"), str(made, "ref"), "försenat", "0 av 1 klara, 1 försenade", "Nästa omgång")
}

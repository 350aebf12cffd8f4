package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// Issue 4 item 18: the yearly wheel as data. What is due on a day stands for the
// functions whose it is, an office may move its days by a rule of its own, and
// what needs somebody now is told to whoever it is.
func TestItem18YearlyWheel(t *testing.T) {
	o := newWorld(t)
	isam, dpo, auditor := o.person("isam", "SLK"), o.sign("dataskyddsombud.gemensamt@slk.example"), o.person("auditor", "SLK")
	head := o.sign("stadsdirektor@slk.example")
	wheel := func(who, day string, mine bool) []f {
		t.Helper()
		q := "org=SLK&day=" + day
		if mine {
			q += "&mine=yes"
		}
		return items(o.report(who, "year-wheel", q), "items")
	}
	texts := func(all []f) string {
		var out []string
		for _, x := range all {
			out = append(out, fmt.Sprint(x["text"]))
		}
		return strings.Join(out, " | ")
	}
	all := items(o.value("report", "year-wheel", "--param", "org=SLK", "--param", "day=2027-01-31").(f), "items")
	if len(all) == 0 || str(all[0], "text") == "" || str(all[0], "source") == "" {
		t.Fatalf("nothing is due in January: %v", all)
	}

	// domain.md 8, each month's own for each function.
	for _, x := range []struct {
		who, day, says string
	}{
		{isam, "2027-01-15", "planning"}, {dpo, "2027-03-20", "board"}, {isam, "2027-04-20", "April"}, {isam, "2027-04-25", "campaign opens"}, {isam, "2027-08-20", "August"},
		{isam, "2027-10-10", "Draft to the head"}, {head, "2027-11-15", "three years"}, {isam, "2027-12-10", "Annex"},
	} {
		got := texts(wheel(x.who, x.day, true))
		if x.says == "planning" {
			x.says = "priorities"
		}
		if !strings.Contains(got, x.says) {
			t.Errorf("%s on %s: %q is not in %s", x.who, x.day, x.says, got)
		}
	}
	mine, theirs := wheel(isam, "2027-01-31", true), wheel(auditor, "2027-01-31", true)
	if len(mine) == 0 || len(mine) > len(all) || len(theirs) >= len(mine) {
		t.Errorf("%d in all, %d the coordinator's, %d the auditor's", len(all), len(mine), len(theirs))
	}
	o.refused(isam, "GET", "/api/v1/reports/year-wheel?org=SLK&day=2027-02-30", nil, "not-a-date")
	o.refused(isam, "GET", "/api/v1/reports/year-wheel?day=2027-01-31", nil, "required")

	// The days are data: a rule of the office's own moves one, from its day on.
	campaign := func(day string) bool { return strings.Contains(texts(wheel(isam, day, true)), "campaign opens") }
	if campaign("2027-02-10") {
		t.Error("the follow-up opens in February before anybody has moved it")
	}
	rule := str(o.create(isam, "settings", f{"code": "wheel.campaign_opens", "title": "Uppföljningen öppnar i februari", "value": `{"from_day": "02-15", "to_day": "02-15"}`, "valid_from": today(), "reason": "Verksamhetens år"}), "id")
	second := o.person("central_isec", "SLK")
	if r := o.call(isam, "POST", "/api/v1/settings/"+rule+":adopt", f{}); r.status != 200 {
		o.step(second, "settings", rule, "adopt", nil) // another adopts what one has proposed
	}
	if !campaign("2027-02-10") || campaign("2027-04-25") {
		t.Errorf("after the rule: in February %s, in April %s", texts(wheel(isam, "2027-02-10", true)), texts(wheel(isam, "2027-04-25", true)))
	}

	// Kräver dig nu: each kind from its register, nearest first.
	needs := func(who string) []f { return items(o.report(who, "needs", ""), "items") }
	kinds := func(who string) (out []string) {
		for _, n := range needs(who) {
			if k := str(n, "kind"); !slices.Contains(out, k) {
				out = append(out, k)
			}
		}
		return out
	}
	got := needs(isam)
	if len(got) == 0 || len(items(got[0], "records")) == 0 {
		t.Fatalf("nothing needs the coordinator: %v", got)
	}
	var dues []string
	for _, n := range got {
		dues = append(dues, str(n, "due"))
	}
	if !slices.IsSorted(dues) {
		t.Errorf("not nearest first: %v", dues)
	}
	before := len(got)
	late := o.create(isam, "actions", f{"title": "Rätta brandväggen", "owner": o.function(isam), "due": here().AddDate(0, 0, -3).Format(time.DateOnly)})
	if len(needs(isam)) != before {
		t.Error("what nobody has decided needs somebody")
	}
	o.step(isam, "actions", str(late, "id"), "decide", nil)
	found := false
	for _, n := range needs(isam) {
		for _, r := range items(n, "records") {
			found = found || r["ref"] == late["ref"] && n["kind"] == "action" && n["mine"] == true
		}
	}
	if !found {
		t.Errorf("an action past its day does not need its owner: %v", kinds(isam))
	}
	request := o.create(isam, "subject-requests", f{"article": "15", "received_on": today()})
	if !slices.Contains(kinds(isam), "clock") {
		t.Errorf("a running clock needs nobody: %v", kinds(isam))
	}
	o.step(isam, "subject-requests", str(request, "id"), "withdraw", nil)
	// A review older than the wheel's months is told to head and coordinator.
	if !slices.Contains(kinds(head), "review") || !slices.Contains(kinds(isam), "review") {
		t.Errorf("the last review is old: the head is told of %v, the coordinator of %v", kinds(head), kinds(isam))
	}
}

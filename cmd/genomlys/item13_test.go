package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Issue 4 item 13: the officer's yearly report, whose findings nobody else
// writes; answers of the organisation, carry-over from the last report, its
// text, actions, and what the review reads of it.
func TestItem13DpoReport(t *testing.T) {
	o := newWorld(t)
	dpo, isam, head := o.sign("dataskyddsombud.gemensamt@slk.example"), o.sign("informationssakerhetssamordnare.slk@slk.example"), o.sign("stadsdirektor@slk.example")
	today := today()
	last := o.one(isam, "dpo-reports", `year = 2022`)

	// Nobody but the officer writes a report or a finding.
	o.refused(isam, "POST", "/api/v1/dpo-reports", map[string]any{"year": 2023}, "may-not-write-field")
	report := o.create(dpo, "dpo-reports", map[string]any{"year": 2023})
	id := str(report, "id")
	o.refused(isam, "POST", "/api/v1/dpo-findings", map[string]any{"report": id, "area": "other", "observation": "Påhittad"}, "may-not-write-field")
	old := o.one(isam, "dpo-findings", `ext_id = "DSO-014"`)
	fields := func(who string, f map[string]any, code string) {
		t.Helper()
		o.refused(who, "PATCH", "/api/v1/dpo-findings/"+str(old, "id"), f, code, "If-Match", fmt.Sprintf(`"%v"`, o.get(isam, "dpo-findings", str(old, "id"))["version"]))
	}
	fields(isam, map[string]any{"observation": "Allt är bra."}, "may-not-write-field")
	fields(head, map[string]any{"recommendation": "Ingen."}, "may-not-write-field")
	fields(dpo, map[string]any{"management_response": "Vi gör det."}, "may-not-write-field")

	// The organisation answers; the head decides the answer.
	o.change(isam, "dpo-findings", str(old, "id"), map[string]any{"management_response": "Metodstödet skrivs om under våren."})
	answered := o.change(head, "dpo-findings", str(old, "id"), map[string]any{"responded_on": today})
	if o.get(isam, "dpo-findings", str(answered, "id"))["responded_by"] == nil {
		t.Error("who decided the answer is not told")
	}

	// What is open is carried into the new report as repeated.
	o.refused(isam, "POST", "/api/v1/dpo-reports/"+id+":carry_over", map[string]any{}, "may-not-write-field")
	o.do(dpo, "POST", "/api/v1/dpo-reports/"+id+":carry_over", map[string]any{})
	if s := str(o.get(isam, "dpo-findings", str(old, "id")), "status"); s != "repeated" {
		t.Errorf("what is found again is %s", s)
	}
	o.refused(dpo, "POST", "/api/v1/dpo-reports/"+id+":submit", map[string]any{"summary": "Sju iakttagelser upprepas."}, "recommendations-needed")
	mine := o.list(dpo, "dpo-findings", `report = "`+id+`"`)
	for _, f := range mine {
		o.change(dpo, "dpo-findings", str(f, "id"), map[string]any{"recommendation": "Gör klart i år.", "severity": "medium"})
	}
	o.create(dpo, "dpo-findings", map[string]any{"report": id, "area": "transfers", "observation": "En plan saknas om adekvansbeslutet för USA faller.", "recommendation": "Ta fram en plan.", "severity": "high", "reported_on": today})
	carry := o.do(isam, "GET", "/api/v1/reports/dpo-carry-over?report="+id, nil)
	if got := fmt.Sprint(carry["new"], " ", carry["repeated"], " ", carry["closed"], " ", carry["left"]); got != "1 7 3 0" {
		t.Errorf("new, repeated, closed, left: %s", got)
	}

	// The officer hands over and the head receives; nobody else, and nothing more is changed.
	o.refused(isam, "POST", "/api/v1/dpo-reports/"+id+":submit", map[string]any{}, "may-not-decide")
	o.step(dpo, "dpo-reports", id, "submit", map[string]any{"summary": "Sju iakttagelser upprepas."})
	o.refused(dpo, "POST", "/api/v1/dpo-reports/"+id+":receive", map[string]any{}, "may-not-decide")
	o.step(head, "dpo-reports", id, "receive", nil)
	if r := o.get(isam, "dpo-reports", id); str(r, "received_on") != today || str(r, "status") != "received" {
		t.Errorf("%s on %s", str(r, "status"), str(r, "received_on"))
	}
	text := o.text(isam, "dpo-reports", id, "report")
	o.holds(text, "GDPR årsrapport 2023", "Sju iakttagelser upprepas.", "Nya: 1. Upprepade från tidigare år: 7.", "Av de 10 i rapporten för 2022 är 3 avslutade", "År mot år", "DSO-001", "Nyckeltal")
	if strings.Contains(text, "[saknas") {
		t.Error("the report says that something is missing")
	}

	// A finding becomes an action of the organisation's, not of the officer's.
	f := str(mine[0], "id")
	action := map[string]any{"owner": str(o.one(isam, "role-assignments", "function = isam"), "id"), "due": here().AddDate(0, 6, 0).Format(time.DateOnly)}
	o.refused(dpo, "POST", "/api/v1/dpo-findings/"+f+":make_action", action, "may-not-create")
	o.do(isam, "POST", "/api/v1/dpo-findings/"+f+":make_action", action)
	if got := o.one(isam, "actions", `origin = "`+f+`"`); str(got, "title") != "Gör klart i år." {
		t.Errorf("the action is %v", got)
	}
	o.holds(o.text(isam, "dpo-reports", str(last, "id"), "response"), "Metodstödet skrivs om under våren.")

	// What the review's section on data protection stands on.
	section := o.do(isam, "GET", "/api/v1/reports/dpo-review-section?org=SLK&year=2024", nil)
	if n := len(items(section, "areas")); n != 5 || str(section, "report") != str(last, "ref") {
		t.Errorf("%d areas of %v", n, section["report"])
	}
}

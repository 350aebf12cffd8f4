package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Issue 4 item 17: vulnerability reviews with findings due by severity, this
// year against last, in the situational picture, and findings that become
// actions.
func TestItem17VulnerabilityReviews(t *testing.T) {
	o := newWorld(t)
	isam := o.person("isam", "SLK")
	// Owners may not read who is who: their functions are found by the coordinator.
	function := func(who string) string {
		p := o.one(isam, "persons", `email = "`+who+`"`)
		return str(o.one(isam, "role-assignments", `person = "`+str(p, "id")+`"`), "id")
	}
	owner := o.person("object_owner", "SLK")
	object := o.one(isam, "objects", `status = operation`)
	o.change(isam, "objects", str(object, "id"), map[string]any{"owner": function(owner)})
	row := func(title, severity, state string, more ...string) map[string]any {
		r := map[string]any{"title": title, "severity": severity, "state": state}
		for i := 0; i < len(more); i += 2 {
			r[more[i]] = more[i+1]
		}
		return r
	}
	review := func(on string, findings ...any) string {
		r := o.create(isam, "vuln-reviews", map[string]any{"object": str(object, "id"), "kind": "penetration", "by": "external", "findings": findings})
		o.step(isam, "vuln-reviews", str(r, "id"), "perform", map[string]any{"performed_on": on})
		return str(r, "id")
	}
	today := here()
	day := func(years, days int) string { return today.AddDate(years, 0, days).Format(time.DateOnly) }
	review(day(-1, 0), row("Öppen port 3389", "high", "open", "due", day(-1, 30)), row("Svagt lösenord", "medium", "fixed", "fixed_on", day(-1, 20)))
	id := review(day(0, 0), row("öppen port 3389.", "high", "open"), row("SQL-injektion", "critical", "open"), row("Gammal TLS", "medium", "open"), row("Pratig logg", "low", "open"))
	finding := func(title string) map[string]any {
		for _, f := range items(o.get(isam, "vuln-reviews", id), "findings") {
			if f["title"] == title {
				return f
			}
		}
		t.Fatalf("no finding %s", title)
		return nil
	}
	// domain.md R15: critical 7 days, high 30, medium 90.
	for title, due := range map[string]string{"SQL-injektion": day(0, 7), "öppen port 3389.": day(0, 30), "Gammal TLS": day(0, 90), "Pratig logg": ""} {
		if got := str(finding(title), "due"); got != due {
			t.Errorf("%s is due %q, want %q", title, got, due)
		}
	}

	// This year against last, by name.
	years := func(query string) map[string]any {
		return o.do(isam, "GET", "/api/v1/reports/vulnerabilities?org=SLK"+query, nil)
	}
	now := years("")
	var fates []string
	for _, x := range items(now, "objects") {
		if x["ref"] == object["ref"] {
			for _, f := range items(x, "flaws") {
				fates = append(fates, fmt.Sprint(f["fate"], " ", f["title"]))
			}
		}
	}
	if got, want := strings.Join(fates, "; "), "same öppen port 3389.; new SQL-injektion; new Gammal TLS; new Pratig logg; gone Svagt lösenord"; got != want {
		t.Errorf("year against year: %s, want %s", got, want)
	}
	// Last year's open port is past its day; and it counts as open as well.
	if got := fmt.Sprint(now["overdue"]); got != "1" {
		t.Errorf("%s overdue, want 1", got)
	}

	// What is known only as numbers is open, and nobody says that it is in time.
	open, numbers := now["open_high"].(float64), now["open_numbers_only"].(float64)
	if numbers < 1 || open <= numbers {
		t.Errorf("%v open, of them %v known only as numbers", open, numbers)
	}

	// The example office's own years agree with the figure.
	for _, at := range []string{"2022-11-15", "2023-11-15"} {
		figures := o.value("figures", "--org", "SLK", "--as-of", at).(map[string]any)["figures"].(map[string]any)
		this := years("&as_of=" + at)["this"].(map[string]any)
		if want := fmt.Sprint(figures["F26"].(map[string]any)["value"]); fmt.Sprint(this["reviews"]) != want || want == "0" {
			t.Errorf("%s: %v reviews, the figure says %s", at, this["reviews"], want)
		}
	}
	r := o.call(isam, "GET", "/api/v1/reports/vulnerabilities?org=SLK&lang=sv&format=html", nil)
	if r.status != 200 || !bytes.Contains(r.raw, []byte("Funna brister efter allvarlighet")) || !bytes.Contains(r.raw, []byte(fmt.Sprintf("Av de öppna är %v kända bara som antal", numbers))) {
		t.Errorf("the report to read: %d %.300s", r.status, r.raw)
	}

	// A finding becomes an action of the object's owner, once.
	plan := "/api/v1/vuln-reviews/" + id + ":plan_actions"
	o.do(isam, "POST", plan, map[string]any{"severity": "critical,high"})
	o.refused(isam, "POST", plan, nil, "no-flaw-to-plan")
	action := o.one(isam, "actions", `title = "SQL-injektion"`)
	if str(action, "due") != day(0, 7) || str(action, "owner") != function(owner) || action["priority"].(float64) != 1 || str(action, "origin") != id {
		t.Errorf("%v", action)
	}
	o.refused(isam, "POST", "/api/v1/vuln-reviews/"+id+":close", nil, "flaws-open")
	step := func(who, name string, fields map[string]any) { o.step(who, "actions", str(action, "id"), name, fields) }
	step(isam, "decide", nil)
	step(isam, "finish", map[string]any{"done_on": day(0, 0)})
	step(isam, "verify", map[string]any{"verified_on": day(0, 0), "verified_by": function(isam), "result": "Frågan är parametriserad."})
	if f := finding("SQL-injektion"); str(f, "state") != "fixed" || str(f, "fixed_on") != day(0, 0) {
		t.Errorf("after the action is verified: %v", f)
	}
	if !strings.Contains(fmt.Sprint(items(o.do(isam, "GET", "/api/v1/reports", nil), "items")), "vulnerabilities") {
		t.Error("the report is not listed")
	}
	o.cli(0, "verify")
}

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Issue 4 item 12: the yearly follow-up. A questionnaire as versioned data that
// fills register fields, also the organisation's own; a population that a query
// chooses and the opening freezes; one answer for each object with delegates,
// filled in from the registers and last year's answers; unchanged in one act,
// not known, reminders, returned answers; accepted answers written through the
// command path by a comparison that the coordinator approves; analysis by area.
func TestItem12Campaigns(t *testing.T) {
	o := newWorld(t)
	isam, auditor := o.person("isam", "SLK"), o.person("auditor", "SLK")
	found := o.list(isam, "objects", `status = operation AND kind = business_system AND secrecy = null`)
	a, b, late := found[0], found[1], found[2]
	owner, manager := o.person("object_owner", "SLK", str(a, "ref")), o.person("object_manager_it", "SLK", str(a, "ref"))
	function := func(who string) string {
		return str(o.one(isam, "role-assignments", `person = "`+o.people[who]+`"`), "id")
	}
	o.change(isam, "objects", str(a, "id"), f{"owner": function(owner), "manager_it": function(manager), "iot": "unknown"})

	// The organisation's own fields are filled by questions and asked about by the
	// query, as what they are: 11700 is more than 4000, though not as text.
	o.create(isam, "own-fields", f{"title": "Kostnadsställe", "register_name": "object", "kind": "number"})
	o.create(isam, "own-fields", f{"title": "Driftsätt", "register_name": "object", "kind": "choice", "options": []f{{"code": "own", "sv": "Egen drift"}, {"code": "bought", "sv": "Köpt drift"}}})
	for _, x := range []f{a, b} {
		o.change(isam, "objects", str(x, "id"), f{"local.kostnadsstalle": 11700})
	}

	// Questions are data in versions: a field that is not there, or of another
	// kind, is refused, and what has been asked is not reworded.
	question := func(version, code, kind, area string, more f) string {
		t.Helper()
		fields := f{"code": code, "text": "Fråga " + code, "type": kind, "area": area, "template_version": version}
		for k, v := range more {
			fields[k] = v
		}
		return str(o.create(isam, "questions", fields), "id")
	}
	old := question("2026", "N3", "text", "general", nil)
	o.step(isam, "questions", old, "activate", nil)
	o.refused(isam, "PATCH", "/api/v1/questions/"+old, f{"text": "Annat"}, "asked-question-stands", "If-Match", match(o.get(isam, "questions", old)))
	wrong := question("2027", "X1", "date", "general", f{"maps_to": "object.local.kostnadsstalle"})
	o.refused(isam, "POST", "/api/v1/questions/"+wrong+":activate", f{}, "maps-to-other-kind")
	o.change(isam, "questions", wrong, f{"maps_to": "object.local.finns_ej"})
	o.refused(isam, "POST", "/api/v1/questions/"+wrong+":activate", f{}, "maps-to-no-field")
	qs := []any{
		question("2027", "N1", "yes_no_unknown", "iot", f{"maps_to": "object.iot", "required": "yes", "order_no": 1}),
		question("2027", "N2", "number", "general", f{"maps_to": "object.local.kostnadsstalle", "order_no": 2}),
		question("2027", "N3", "text", "general", f{"order_no": 3}),
		question("2027", "N4", "choice", "suppliers", f{"maps_to": "object.local.driftsatt", "options": []string{"Egen drift", "Köpt drift"}, "order_no": 4}),
	}
	for _, q := range qs {
		o.step(isam, "questions", q.(string), "activate", nil)
	}

	// A profile fills own fields as it does the register's, and tells before a row
	// is read of one that nobody has added.
	profile := func(field string) string {
		file := filepath.Join(o.dir, field+".json")
		write(t, file, `{"name": "kostnader", "files": [{"file": "kostnader.csv", "parts": [{"register": "object", "key": ["title"], "fields": {"title": "System", "local.`+field+`": "Kst"}}]}]}`)
		return file
	}
	csv := filepath.Join(o.dir, "kostnader.csv")
	write(t, csv, "System;Kst\n"+str(b, "title")+";11900\n")
	o.cli(0, "import", "objects", csv, "--profile", profile("kostnadsstalle"), "--org", "SLK")
	if v := own(o.get(isam, "objects", str(b, "id")), "kostnadsstalle"); fmt.Sprint(v) != "11900" {
		t.Errorf("the profile filled %v", v)
	}
	if out, errs := o.cli(1, "import", "objects", csv, "--profile", profile("finns_ej"), "--org", "SLK"); !strings.Contains(out+errs, "local.finns_ej") {
		t.Errorf("a field that nobody has added: %s%s", out, errs)
	}

	// Last year's follow-up, with one answer.
	ago := func(days int) string { return here().AddDate(0, 0, -days).Format(time.DateOnly) }
	open := func(year int, version string, questions []any, query string, reminders ...string) f {
		t.Helper()
		c := o.create(isam, "campaigns", f{"title": fmt.Sprint("Årsuppföljning ", year), "year": year, "opens": ago(20), "closes": here().AddDate(0, 0, 30).Format(time.DateOnly),
			"template_version": version, "questions": questions, "reminders": reminders})
		id := str(c, "id")
		o.refused(isam, "POST", "/api/v1/campaigns/"+id+":open", f{}, "population-query-missing")
		o.change(isam, "campaigns", id, f{"population_query": query})
		o.refused(auditor, "POST", "/api/v1/campaigns/"+id+":open", f{}, "may-not-change")
		o.step(isam, "campaigns", id, "open", nil)
		return o.get(isam, "campaigns", id)
	}
	year := here().Year() + 1
	before := open(year, "2026", []any{old}, `ref = "`+str(a, "ref")+`"`, "90")
	r := o.one(isam, "responses", `campaign = "`+str(before, "id")+`"`)
	o.change(owner, "responses", str(r, "id"), f{"answers": []f{{"question": "N3", "value": "Byts ut nästa år"}}})
	o.step(owner, "responses", str(r, "id"), "send", f{"answered_on": today()})

	// This year's: the query is kept, what it found is frozen.
	c := open(year+1, "2027", qs, `local.kostnadsstalle > 4000`, "14")
	id := str(c, "id")
	if n := len(c["population"].([]any)); n != 2 {
		t.Fatalf("%d objects are followed up, want 2", n)
	}
	o.change(isam, "objects", str(late, "id"), f{"local.kostnadsstalle": 12000})
	if all := o.list(isam, "responses", `campaign = "`+id+`"`); len(all) != 2 {
		t.Errorf("%d are asked after a third object came to answer the query", len(all))
	}
	o.refused(isam, "PATCH", "/api/v1/campaigns/"+id, f{"population_query": "status = operation"}, "opened-follow-up-stands", "If-Match", match(c))
	of := func(object f) string {
		return str(o.one(isam, "responses", `campaign = "`+id+`" AND object = "`+str(object, "id")+`"`), "id")
	}
	ra, rb := of(a), of(b)
	answers := func(response string) map[string]f {
		out := map[string]f{}
		for _, x := range items(o.get(isam, "responses", response), "answers") {
			out[str(x, "question")] = x
		}
		return out
	}
	got := answers(ra)
	for code, want := range map[string]string{"N1": "unknown", "N2": "11700", "N3": "Byts ut nästa år"} {
		if str(got[code], "value") != want || str(got[code], "prefilled") != "yes" {
			t.Errorf("%s is filled in as %v, want %s", code, got[code], want)
		}
	}
	if got["N4"]["value"] != nil {
		t.Errorf("what nobody knows is filled in as %v", got["N4"])
	}
	if d := fmt.Sprint(o.get(isam, "responses", ra)["delegates"]); !strings.Contains(d, function(manager)) {
		t.Errorf("the manager is not among the delegates: %s", d)
	}

	// The delegate answers, and says what was changed; the owner sends in.
	row := func(code, value, prefilled, changed string) f {
		return f{"question": code, "value": value, "prefilled": prefilled, "changed": changed, "comment": "Enligt avtalet"}
	}
	rows := func(iot, cost, changed string) []f {
		return []f{row("N1", iot, "yes", "yes"), row("N2", cost, "yes", changed), row("N3", "Byts ut nästa år", "yes", "no"), row("N4", "Köpt drift", "", "")}
	}
	patch := "/api/v1/responses/" + ra
	etag := func() string { return match(o.get(isam, "responses", ra)) }
	o.refused(manager, "PATCH", patch, f{"answers": rows("no", "12500", "no")}, "say-what-was-changed", "If-Match", etag())
	o.refused(manager, "PATCH", patch, f{"answers": []f{row("N1", "kanske", "yes", "yes")}}, "answer-not-taken", "If-Match", etag())
	o.change(manager, "responses", ra, f{"answers": rows("", "12500", "yes")})
	o.refused(auditor, "PATCH", patch, f{"comment": "x"}, "may-not-change", "If-Match", etag())
	o.refused(owner, "POST", patch+":send", f{"answered_on": today()}, "question-unanswered")
	o.change(owner, "responses", ra, f{"answers": rows("vet inte", "12500", "yes")})
	o.step(owner, "responses", ra, "send", f{"answered_on": today()})
	o.refused(owner, "PATCH", patch, f{"answers": rows("yes", "12500", "yes")}, "sent-answer-stands", "If-Match", etag())

	// Returned with what is asked, answered again.
	o.refused(owner, "POST", patch+":return", f{"return_text": "Vilket?"}, "review-by-coordinator")
	o.refused(isam, "POST", patch+":return", f{}, "required-in-state")
	o.step(isam, "responses", ra, "return", f{"return_text": "Är sensorerna med?"})
	o.change(owner, "responses", ra, f{"answers": rows("yes", "12500", "yes")})
	o.step(owner, "responses", ra, "send", f{"answered_on": today()})

	// Who has not answered is reminded once a day, who has is not.
	for range 2 {
		o.do(isam, "POST", "/api/v1/campaigns:remind", f{})
	}
	o.refused(auditor, "POST", "/api/v1/campaigns:remind", f{}, "review-by-coordinator")
	if x, y := o.get(isam, "responses", rb)["reminders"], o.get(isam, "responses", ra)["reminders"]; x != 1.0 || y != nil {
		t.Errorf("reminders: %v of who has not answered, %v of who has", x, y)
	}

	// The other in one act.
	o.refused(auditor, "POST", "/api/v1/responses/"+rb+":send_unchanged", f{}, "may-not-change")
	o.do(isam, "POST", "/api/v1/responses/"+rb+":send_unchanged", f{})
	o.refused(isam, "POST", "/api/v1/responses/"+rb+":send_unchanged", f{}, "not-in-this-state")

	// The comparison with the registers, and its approval: just that is written.
	diff := o.report(isam, "response-comparison", "response="+ra)
	states := map[string]string{}
	for _, l := range items(diff, "lines") {
		states[str(l, "question")] = str(l, "state")
	}
	if got := fmt.Sprint(states); got != "map[N1:writes N2:writes N3:only_told N4:writes]" {
		t.Errorf("compared: %s", got)
	}
	review := f{"reviewed_on": today()}
	o.refused(isam, "POST", patch+":review", review, "comparison-not-approved")
	review["approved"] = diff["approved"]
	o.refused(owner, "POST", patch+":review", review, "review-by-coordinator")
	o.change(isam, "objects", str(a, "id"), f{"local.kostnadsstalle": 11800})
	o.refused(isam, "POST", patch+":review", review, "comparison-not-approved")
	review["approved"] = o.report(isam, "response-comparison", "response="+ra)["approved"]
	review["declined"] = []string{"N4"}
	o.step(isam, "responses", ra, "review", review)
	now := o.get(isam, "objects", str(a, "id"))
	if now["iot"] != "yes" || fmt.Sprint(own(now, "kostnadsstalle")) != "12500" || own(now, "driftsatt") != nil {
		t.Errorf("written: iot %v, %v, %v", now["iot"], own(now, "kostnadsstalle"), own(now, "driftsatt"))
	}
	var by []string
	for _, e := range items(o.do(isam, "GET", "/api/v1/objects/"+str(a, "id")+"/history", nil), "items") {
		by = append(by, fmt.Sprint(e["source"]))
	}
	if h := o.call(isam, "GET", "/api/v1/objects/"+str(a, "id")+"/history", nil); !strings.Contains(string(h.raw), "campaign") {
		t.Errorf("the history does not say that the answers wrote it: %v", by)
	}

	// Results by question and area; who has not answered; the analysis.
	res := o.value("report", "campaign-results", "--param", "campaign="+str(c, "ref")).(f)
	if res["population"] != 2.0 || res["answered"] != 2.0 {
		t.Errorf("%v of %v answered", res["answered"], res["population"])
	}
	for _, q := range items(res, "questions") {
		if str(q, "code") == "N3" && (q["unanswered"] != 1.0 || fmt.Sprint(q["values"]) != "map[Byts ut nästa år:1]") {
			t.Errorf("N3: %v", q)
		}
		if str(q, "code") == "N2" && (q["changed"] != 1.0 || q["comments"] != 1.0) {
			t.Errorf("N2: %v", q)
		}
	}
	var areas []string
	for _, x := range items(res, "areas") {
		areas = append(areas, str(x, "area"))
	}
	if slices.Sort(areas); fmt.Sprint(areas) != "[general iot suppliers]" {
		t.Errorf("areas: %v", areas)
	}
	o.step(isam, "campaigns", id, "close", nil)
	o.refused(owner, "PATCH", "/api/v1/responses/"+ra, f{"answers": rows("no", "1", "yes")}, "sent-answer-stands", "If-Match", match(o.get(isam, "responses", ra)))
	o.refused(isam, "POST", "/api/v1/campaigns/"+id+":analyse", f{"analysed_on": today()}, "analysis-missing")
	var said []f
	for _, x := range areas {
		said = append(said, f{"area": x, "text": "Svaren visar läget i " + x, "by": "ISAM"})
	}
	o.step(isam, "campaigns", id, "analyse", f{"analysed_on": today(), "analysis": said})
	o.cli(0, "verify")
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// own gives an own field's value, as the API has it.
func own(rec f, key string) any {
	if m, ok := rec["local"].(map[string]any); ok {
		return m[key]
	}
	return rec["local."+key]
}

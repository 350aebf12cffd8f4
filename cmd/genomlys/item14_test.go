package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Issue 4 item 14: requests of data subjects by every article, with the clock of
// art. 12(3) and its extension told within the first month, identity kept apart
// and disposed of early, the systems to search for this kind of person, a
// snapshot of the answer, and method support that follows rulings.
func TestItem14Requests(t *testing.T) {
	o := newWorld(t)
	isam, auditor := o.person("isam", "SLK"), o.person("auditor", "SLK")
	contact := o.person("privacy_contact", "SLK")
	day := func(months, days int) string { return here().AddDate(0, months, days).Format(time.DateOnly) }
	clock := func(id string) f {
		t.Helper()
		for _, c := range o.list(isam, "clocks", `subject_request = "`+id+`"`) {
			if strings.HasPrefix(str(c, "code"), "GDPR12") {
				return c
			}
		}
		t.Fatalf("no clock on %s", id)
		return nil
	}

	// Every article: the month runs from the day it came in, by any way.
	for _, article := range []string{"15", "16", "17", "18", "20", "21", "22", "7.3"} {
		r := o.create(contact, "subject-requests", f{"article": article, "received_on": today(), "channel": "visit", "subject_categories": []string{"employees"}})
		if c := clock(str(r, "id")); str(c, "due_at") == "" || str(c, "status") != "running" {
			t.Errorf("art. %s: %v", article, c)
		}
	}
	o.refused(contact, "POST", "/api/v1/subject-requests", f{"article": "14", "received_on": today()}, "not-allowed")
	o.refused(auditor, "POST", "/api/v1/subject-requests", f{"article": "15", "received_on": today()}, "may-not-create")
	// domain.md 5.2: the strict day, also in a month without the day.
	for received, due := range map[string]string{"2026-01-31": "2026-02-28", "2026-03-05": "2026-04-05", "2026-05-20": "2026-06-20", "2026-08-31": "2026-09-30"} {
		if r := o.create(contact, "subject-requests", f{"article": "15", "received_on": received}); str(o.get(contact, "subject-requests", str(r, "id")), "due_on") != due {
			t.Errorf("received %s is due %v, want %s", received, o.get(contact, "subject-requests", str(r, "id"))["due_on"], due)
		}
	}

	// Identity stands elsewhere, with a pointer only.
	id := str(o.create(contact, "subject-requests", f{"article": "15", "received_on": day(0, -3), "channel": "email", "subject_categories": []string{"employees"}}), "id")
	path := "/api/v1/subject-requests/" + id
	patch := func(fields f, code string) {
		t.Helper()
		o.refused(contact, "PATCH", path, fields, code, "If-Match", match(o.get(contact, "subject-requests", id)))
	}
	for _, field := range []string{"scope", "notes", "requester_kept_at", "title"} {
		patch(f{field: "Allt om 811218-9876"}, "identity-kept-apart")
	}
	o.change(contact, "subject-requests", id, f{"requester_kept_at": "Dnr SLK 2026/912", "identity": "asked"})
	patch(f{"requester_disposed_on": today()}, "requester-needed-still")

	// An extension needs its reason and is told within the first month.
	patch(f{"extended": "yes", "told_on": today()}, "reason-needed")
	patch(f{"extended": "yes", "extension_reason": "Många system"}, "extension-must-be-told")
	patch(f{"extended": "yes", "extension_reason": "Många system", "told_on": day(2, 0)}, "extension-told-too-late")
	first := str(clock(id), "due_at")
	o.change(contact, "subject-requests", id, f{"extended": "yes", "extension_reason": "Många system", "told_on": today()})
	if c := clock(id); str(c, "extended") != "yes" || str(c, "due_at") <= first {
		t.Errorf("the extended clock: %v, was due %s", c, first)
	}
	if r := o.get(contact, "subject-requests", id); str(r, "extended_to") <= str(r, "due_on") {
		t.Errorf("extended to %v, first due %v", r["extended_to"], r["due_on"])
	}

	// Where to search: the processings that concern this kind of person, with
	// their objects; another kind of person is searched for elsewhere.
	search := func(request string) map[string]bool {
		out := map[string]bool{}
		for _, x := range items(o.report(contact, "search-list", "request="+request), "items") {
			out[str(x["processing"].(f), "ref")] = len(x["objects"].([]any)) > 0
		}
		return out
	}
	staff := search(id)
	for ref := range staff {
		if p := o.one(isam, "processings", `ref = "`+ref+`"`); !strings.Contains(fmt.Sprint(p["data_subjects"]), "employees") || p["role"] == "processor" || p["status"] == "ended" {
			t.Errorf("%s is searched for an employee: %v", ref, p["data_subjects"])
		}
	}
	other := search(str(o.create(contact, "subject-requests", f{"article": "15", "received_on": today(), "subject_categories": []string{"pupils"}}), "id"))
	if len(staff) == 0 || fmt.Sprint(staff) == fmt.Sprint(other) {
		t.Errorf("searched for an employee: %v, for a pupil: %v", staff, other)
	}
	systems := 0
	for _, has := range staff {
		if has {
			systems++
		}
	}
	if systems == 0 {
		t.Error("no systems to search")
	}

	// The answer: identity first, why and how to appeal when something is refused,
	// and then it stands with its digest.
	o.step(contact, "subject-requests", id, "start", nil)
	p := o.one(isam, "processings", `data_subjects: employees AND role = controller AND status = registered`)
	o.change(contact, "subject-requests", id, f{"processings": []any{p["id"]}})
	text := o.text(contact, "subject-requests", id, "access-answer")
	o.holds(text, "Registerutdrag", str(p, "title"), "imy.se", "Ändamål")
	answer := f{"outcome": "partly", "answered_on": today(), "answer": "Kopian bifogas."}
	o.refused(contact, "POST", path+":answer", answer, "identity-needed")
	o.change(contact, "subject-requests", id, f{"identity": "verified"})
	r := o.refused(contact, "POST", path+":answer", answer, "reason-needed")
	if !r.code("appeal-info-needed") {
		t.Errorf("the appeal is not asked for: %s", r.raw)
	}
	answer["refusal_reason"], answer["appeal_info"], answer["third_party_masking"] = "Uppgifter om en kollega", "yes", "Namn på kollegor"
	gap := f{}
	for k, v := range answer {
		gap[k] = v
	}
	gap["answer"] = "Ändamål: [saknas: ändamål]"
	o.refused(contact, "POST", path+":answer", gap, "text-has-gaps")
	o.step(contact, "subject-requests", id, "answer", answer)
	done := o.get(contact, "subject-requests", id)
	if len(str(done, "answer_snapshot")) < 32 {
		t.Errorf("the answer's digest: %v", done["answer_snapshot"])
	}
	patch(f{"answer": "Något annat"}, "sent-stays")
	if c := clock(id); str(c, "status") != "met" {
		t.Errorf("the clock is %v after the answer", c["status"])
	}
	o.holds(o.text(contact, "subject-requests", id, "access-answer"), "förvaltningsrätten", "Uppgifter om en kollega", "Namn på kollegor")

	// Then the data on who asked go, before the request does.
	kept := func() string {
		return string(o.call(contact, "GET", "/api/v1/reports/requesters-kept?org=SLK", nil).raw)
	}
	if !strings.Contains(kept(), str(done, "ref")) {
		t.Errorf("the requester's data are not told to be kept still: %s", kept())
	}
	o.change(contact, "subject-requests", id, f{"requester_disposed_on": today()})
	if strings.Contains(kept(), str(done, "ref")) {
		t.Error("disposed of, and told to be kept still")
	}

	// Rectification: recipients are told (art. 19), as a clock of its own.
	fix := str(o.create(contact, "subject-requests", f{"article": "16", "received_on": today(), "identity": "not_needed"}), "id")
	o.step(contact, "subject-requests", fix, "answer", f{"outcome": "granted", "answered_on": today(), "answer": "Rättat."})
	if all := o.list(isam, "clocks", `subject_request = "`+fix+`" AND status = running`); len(all) != 1 || str(all[0], "code") != "GDPR19" {
		t.Errorf("the duty to tell recipients: %v", all)
	}

	// A ruling asks for new method support until a document adopted after it is linked.
	issue := str(o.create(isam, "issues", f{"title": "C-999/26", "kind": "ruling", "dated_on": today(), "consequence": []string{"update_method_support"}, "affects": []string{"subject_requests"}}), "id")
	stale := func() bool {
		return strings.Contains(string(o.call(isam, "GET", "/api/v1/reports/method-support", nil).raw), issue)
	}
	if !stale() {
		t.Error("a new ruling does not ask for method support")
	}
	o.step(isam, "issues", issue, "assess", nil)
	o.refused(isam, "POST", "/api/v1/issues/"+issue+":handle", f{"handled_on": today()}, "support-older-than-issue")
	before := o.one(isam, "steering-documents", `kind = method_support AND status = published`)
	o.change(isam, "issues", issue, f{"documents": []any{before["id"]}})
	o.refused(isam, "POST", "/api/v1/issues/"+issue+":handle", f{"handled_on": today()}, "support-older-than-issue")
	if !stale() {
		t.Error("an older document is taken for following the ruling")
	}
	doc := str(o.create(isam, "steering-documents", f{"title": "Metodstöd för registrerades rättigheter", "kind": "method_support", "adopter_function": "isam", "edition": "1", "body": "# Så gör du", "diary_no": "SLK 2026/5",
		"audience": "Alla", "published_at": "intranätet", "review_due": day(24, 0)}), "id")
	o.step(isam, "steering-documents", doc, "adopt", f{"adopted_on": today()})
	o.change(isam, "issues", issue, f{"documents": []any{before["id"], doc}})
	if stale() {
		t.Error("a document adopted after the ruling does not follow it")
	}
	o.step(isam, "issues", issue, "handle", f{"handled_on": today()})
	o.cli(0, "verify")
}

package main

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Issue 4 item 15: steering documents as a tree in versions, with referral,
// adoption by the right function, publication, receipts per unit, overdue
// reviews and what changed word by word.
func TestItem15SteeringDocuments(t *testing.T) {
	o := newWorld(t)
	isam, head := o.sign("informationssakerhetssamordnare.slk@slk.example"), o.sign("stadsdirektor@slk.example")
	today := today()
	soon := here().AddDate(0, 1, 0).Format(time.DateOnly)
	old := o.one(isam, "steering-documents", `kind = local_instruction AND status = published`)
	oldID := str(old, "id")

	// A document has a version of its own, so the record's is told by its tag.
	etag := func(id string) string {
		return o.call(isam, "GET", "/api/v1/steering-documents/"+id, nil).header.Get("ETag")
	}
	patch := func(id string, fields map[string]any) {
		t.Helper()
		o.do(isam, "PATCH", "/api/v1/steering-documents/"+id, fields, "If-Match", etag(id))
	}

	// The example's tree: programme, guideline, instruction, local instruction.
	path := ""
	var walk func(nodes any, above string)
	walk = func(nodes any, above string) {
		for _, n := range items(nodes, "") {
			here := above + "/" + str(n, "kind")
			if n["ref"] == old["ref"] {
				path = here
			}
			walk(n["under"], here)
		}
	}
	tree := func() { path = ""; walk(o.do(isam, "GET", "/api/v1/reports/steering-tree", nil)["documents"], "") }
	if tree(); path != "/programme/guideline/application_instruction/local_instruction" {
		t.Errorf("the local instruction stands at %s", path)
	}
	late := items(o.do(isam, "GET", "/api/v1/reports/steering-overdue", nil), "documents")
	if len(late) == 0 || str(late[0], "review_due") >= today {
		t.Errorf("%d overdue", len(late))
	}

	// A new version on referral; the words of the old one stay.
	o.refused(isam, "PATCH", "/api/v1/steering-documents/"+oldID, map[string]any{"title": "Annat"}, "adopted-stays", "If-Match", etag(oldID))
	o.do(isam, "POST", "/api/v1/steering-documents/"+oldID+":new_version", map[string]any{})
	id := str(o.one(isam, "steering-documents", `replaces = "`+oldID+`"`), "id")
	patch(id, map[string]any{"body": "# Ansvar\n\nÄgaren ansvarar för **klassning**.", "diary_no": "KS 2026/44", "published_at": "intranätet", "audience": "Alla medarbetare",
		"review_due": here().AddDate(3, 0, 0).Format(time.DateOnly)})
	o.do(isam, "POST", "/api/v1/steering-documents/"+id+":send_referral", map[string]any{"due": soon, "parties": "SLK"})
	answer := o.one(isam, "document-answers", `document = "`+id+`"`)
	adopt := map[string]any{"adopted_on": today}
	o.refused(head, "POST", "/api/v1/steering-documents/"+id+":adopt", adopt, "answers-open")
	o.step(isam, "document-answers", str(answer, "id"), "answer", map[string]any{"stance": "supports_with", "answer": "Skriv när.", "answered_on": today})
	o.step(isam, "document-answers", str(answer, "id"), "consider", map[string]any{"handling": "Tiden står i rutinen."})
	o.refused(isam, "POST", "/api/v1/steering-documents/"+id+":adopt", adopt, "adopted-by-another")
	o.step(head, "steering-documents", id, "adopt", adopt)
	o.step(isam, "steering-documents", id, "publish", nil)
	if r := o.get(isam, "steering-documents", oldID); str(r, "status") != "revoked" || str(r, "valid_to") != today {
		t.Errorf("the old version is %s until %s", str(r, "status"), str(r, "valid_to"))
	}
	o.holds(o.text(isam, "steering-documents", oldID, "document"), "Den här versionen gäller till "+today)
	text := o.text(isam, "steering-documents", id, "document")
	o.holds(text, "Ansvar", "<b>klassning</b>", "KS 2026/44")

	// A third version, compared word by word.
	o.do(isam, "POST", "/api/v1/steering-documents/"+id+":new_version", map[string]any{"edition": "3"})
	third := str(o.one(isam, "steering-documents", `replaces = "`+id+`"`), "id")
	patch(third, map[string]any{"body": "# Ansvar\n\nChefen ansvarar för **klassning**."})
	o.holds(o.text(isam, "steering-documents", third, "changes"), "[Ägaren]", "Chefen</b>")
	diff := o.do(isam, "GET", "/api/v1/reports/document-changes?document="+third, nil)
	if fmt.Sprint(diff["words_added"]) != "1" || fmt.Sprint(diff["words_removed"]) != "1" {
		t.Errorf("the change is %v", diff)
	}

	// Read and understood, by each person alone.
	o.do(isam, "POST", "/api/v1/steering-documents/"+id+":ask_reading", map[string]any{"due": soon, "units": "SLK"})
	reading := o.do(isam, "GET", "/api/v1/reports/document-reading?document="+id, nil)
	units := items(reading, "units")
	if len(units) < 5 || fmt.Sprint(reading["read"]) != "0" {
		t.Fatalf("%d units, %v read", len(units), reading["read"])
	}
	receipts := o.list(isam, "document-receipts", `document = "`+id+`"`)
	owner := o.sign("objektagare.arbetsplats@slk.example")
	person := str(o.one(isam, "persons", `email = "objektagare.arbetsplats@slk.example"`), "id")
	for _, r := range receipts {
		if ref := str(r, "person"); ref == person || strings.HasSuffix(ref, person) {
			o.refused(isam, "POST", "/api/v1/document-receipts/"+str(r, "id")+":confirm", map[string]any{}, "only-oneself")
		}
	}
	own := o.one(owner, "document-receipts", `status = asked`)
	if n := len(o.list(owner, "document-receipts", "")); n != 1 {
		t.Errorf("the owner sees %d receipts, one is the owner's", n)
	}
	o.step(owner, "document-receipts", str(own, "id"), "confirm", nil)
	o.do(isam, "POST", "/api/v1/steering-documents/"+id+":remind", map[string]any{})
	after := o.do(isam, "GET", "/api/v1/reports/document-reading?document="+id, nil)
	if fmt.Sprint(after["read"]) != "1" || fmt.Sprint(items(after, "left")[0]["reminders"]) != "1" {
		t.Errorf("%v read, %v", after["read"], items(after, "left")[0])
	}
	o.holds(o.text(isam, "steering-documents", id, "reading"), "1 av "+fmt.Sprint(after["asked"])+" tillfrågade", "Att påminna")
}

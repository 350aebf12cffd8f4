package main

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestItem06TransfersAndWhatIfs asks every what-if, and keeps one as a dated
// report with an action plan that is undone in one.
func TestItem06TransfersAndWhatIfs(t *testing.T) {
	o := newWorld(t)
	isam := o.person("isam", "SLK")
	dpf := o.value("what-if", "dpf", "--org", "SLK").(f)
	count := func(a f, code string) float64 {
		for _, c := range items(a, "counts") {
			if c["code"] == code {
				if n := c["count"].(float64); int(n) == len(items(c, "records")) {
					return n
				}
			}
		}
		return -1
	}
	if dpf["question"] != "W1" || count(dpf, "transfers") < 1 || len(items(dpf, "work")) < 1 {
		t.Errorf("what-if dpf: %v", dpf["counts"])
	}
	if other := o.value("what-if", "dpf", "--org", "VAL").(f); count(other, "transfers") != 0 {
		t.Errorf("another company's: %v", other["counts"])
	}
	supplier := o.one(isam, "recipients", `title != ""`)
	if a := o.value("what-if", "supplier", str(supplier, "title")).(f); a["question"] != "W2" || a["subject"].(f)["id"] != supplier["id"] {
		t.Errorf("what-if supplier: %v", a["subject"])
	}
	object := o.one(isam, "objects", `status = operation`)
	if a := o.value("what-if", "object", str(object, "ref")).(f); a["question"] != "W5" || a["subject"].(f)["ref"] != object["ref"] {
		t.Errorf("what-if object: %v", a["subject"])
	}
	o.cli(1, "what-if", "supplier", "Ingen som finns AB")
	info := o.one(isam, "info-types", `title != ""`)
	norm := o.one(isam, "classifications", `status = decided`)
	document := o.one(isam, "steering-documents", `title != ""`)
	for kind, query := range map[string]string{"W3": "", "W4": "planned=yes", "W6": "filter=status%20!%3D%20ended", "W7": "k=3&subject=" + str(info, "ref"), "W8": "subject=" + str(norm, "ref"),
		"W9": "subject=ORG-02", "W10": "subject=" + str(document, "ref"), "W11": "day=2023-01-01&filter=status%20!%3D%20ended"} {
		a := o.do(isam, "GET", "/api/v1/what-if/"+kind+"?"+query, nil)
		if a["question"] != kind || kind != "W10" && len(items(a, "counts")) == 0 {
			t.Errorf("%s: %v", kind, a)
		}
	}
	o.refused(isam, "GET", "/api/v1/what-if/W12", nil, "not-allowed")
	o.refused(isam, "GET", "/api/v1/what-if/W11?filter=x", nil, "required")
	keep := f{"kind": "W4", "to_org": "SLK", "due": "2027-03-31", "backup": o.function(isam)}
	o.refused(isam, "POST", "/api/v1/situation-reports:keep_what_if", f{"kind": "W4", "to_org": "SLK"}, "required")
	if dry := o.do(isam, "POST", "/api/v1/situation-reports:keep_what_if?dry_run=true", keep); dry["dry_run"] != true {
		t.Errorf("dry run: %v", dry)
	}
	keep["kind"] = "dpf"
	kept := o.do(isam, "POST", "/api/v1/situation-reports:keep_what_if", keep, "Idempotency-Key", "w1")
	again := o.do(isam, "POST", "/api/v1/situation-reports:keep_what_if", keep, "Idempotency-Key", "w1")
	if kept["change_set"] == "" || kept["change_set"] != again["change_set"] {
		t.Errorf("kept twice: %v, %v", kept["change_set"], again["change_set"])
	}
	made := map[string]int{}
	for _, it := range items(kept, "items") {
		made[str(it, "register")]++
		if it["register"] == "situation-reports" {
			if r := o.get(isam, "situation-reports", str(it, "ref")); r["source"] != "generated" {
				t.Errorf("the report's source is %v", r["source"])
			}
		}
	}
	if made["action-plans"] != 1 || made["actions"] < 1 {
		t.Errorf("kept %v", made)
	}
	keep["due"] = "2020-01-01"
	o.refused(isam, "POST", "/api/v1/situation-reports:keep_what_if", keep, "date-has-passed")
	// Whoever is to do something reads it and works on it, whatever it hangs on, and
	// is asked when the plan is decided; nobody else in the same function reads it.
	owner, stranger := o.person("object_owner", "SLK"), o.person("object_owner", "SLK")
	plan := o.create(isam, "action-plans", f{"title": "Plan, prov", "origin_kind": "decision"})
	todo := o.create(isam, "actions", f{"title": "Se över, prov", "plan": plan["id"], "owner": o.function(owner), "due": "2099-12-31"})
	o.refused(stranger, "GET", "/api/v1/actions/"+str(todo, "ref"), nil, "no-such-record")
	o.step(isam, "action-plans", str(plan, "ref"), "decide", f{"decided_on": today()})
	if got := o.get(owner, "actions", str(todo, "ref")); got["status"] != "decided" {
		t.Errorf("the plan is decided, its action is %v", got["status"])
	}
	o.step(owner, "actions", str(todo, "ref"), "start", nil)
	for _, c := range items(o.do(isam, "GET", "/api/v1/what-if/W9?subject=ORG-02", nil), "counts") {
		if strings.HasSuffix(str(c, "code"), "_by") {
			t.Errorf("what was once decided is handed over: %v", c["code"])
		}
	}
	// What one may not read is not told to be nothing.
	notes := func(who string) string {
		a := o.do(who, "GET", "/api/v1/what-if/W2?subject="+str(supplier, "ref"), nil)
		return string(must(json.Marshal(a["notes"])))
	}
	if got := notes(owner); !strings.Contains(got, "You may not read") || !strings.Contains(got, "third-country transfers") {
		t.Errorf("an object owner is told %s", got)
	}
	if got := notes(isam); strings.Contains(got, "may not read") || strings.Contains(got, "have a role") {
		t.Errorf("who reads all is told %s", got)
	}
	if w6 := o.do(isam, "GET", "/api/v1/what-if/W6?filter=encryption_required%20%3D%20yes", nil); !strings.Contains(string(must(json.Marshal(w6["notes"]))), "ncryption") {
		t.Errorf("the selection is not told in words: %v", w6["notes"])
	}
	importer := o.one(isam, "transfers", `status = active`)
	o.text(isam, "recipients", str(importer, "importer"), "transfer-letter")
	if found := o.report(isam, "transfer-findings", ""); found["total"].(float64) > 0 && str(items(found, "items")[0], "message") == "" {
		t.Error("a finding without words")
	}
}

// counted gives how many records an answer to a what-if counts under a code; each
// count holds exactly its records. -1 when there is no such count.
func counted(answer f, code string) int {
	for _, c := range items(answer, "counts") {
		if c["code"] == code {
			if n := int(c["count"].(float64)); n == len(items(c, "records")) {
				return n
			}
		}
	}
	return -1
}

// rowOf gives the row of an answer's table that is about a record.
func rowOf(answer f, table, record string) f {
	for _, t := range items(answer, "tables") {
		if t["code"] == table {
			for _, x := range items(t, "rows") {
				if x["record"].(f)["ref"] == record {
					return x
				}
			}
		}
	}
	return nil
}

// TestItem06SupplierHit (W2) follows a parent company to what its subsidiary and
// sub-supplier deliver, whom to reach, what is agreed, and a draft to each board;
// the answer is kept with its plan and opens to the same records afterwards.
func TestItem06SupplierHit(t *testing.T) {
	o := newWorld(t)
	isam, privacy, owner := o.person("isam", "SLK"), o.person("privacy_contact", "SLK"), o.person("object_owner", "SLK")
	board := o.one(isam, "orgs", `short = "UBN"`)
	parent := o.create(isam, "recipients", f{"title": "Koncernprov AB", "country": "SE"})
	supplier := o.create(isam, "recipients", f{"title": "Dotterprov AB", "country": "SE", "parent_company": parent["id"], "security_contact_24h": "08-555 00 01", "contacts": "Driftcentralen"})
	delivered := o.create(isam, "objects", f{"title": "Levererat, prov", "kind": "infrastructure", "reach": "local", "supplier": supplier["id"], "owner": o.function(owner)})
	below := o.create(isam, "objects", f{"title": "Med underleverantör, prov", "kind": "business_system", "reach": "local", "sub_suppliers": []any{supplier["id"]}})
	above := o.create(isam, "objects", f{"title": "Körs på det, prov", "kind": "business_system", "reach": "local", "owner": o.function(owner), "personal_data": "yes", "depends_on": []f{{"to": delivered["id"], "kind": "runs_on"}}})
	p := o.create(privacy, "processings", f{"title": "Åt nämnden, prov", "role": "processor", "on_behalf_of": []any{board["id"]}, "objects": []any{above["id"]}, "subjects_count": 912})
	sign := func(fields f) string {
		t.Helper()
		fields["valid_from"] = "2024-01-01"
		a := o.create(privacy, "agreements", fields)
		o.step(privacy, "agreements", str(a, "ref"), "sign", f{"signed_on": "2024-01-01"})
		o.step(privacy, "agreements", str(a, "ref"), "start", nil)
		return str(a, "ref")
	}
	theirs := sign(f{"kind": "supply", "direction": "we_order", "supplier": supplier["id"], "objects": []any{delivered["id"]}, "breach_notice_h": 12})
	ours := sign(f{"kind": "dpa", "direction": "we_process", "counter_org": board["id"], "processings": []any{p["id"]}, "checks": dpaChecks()})

	a := o.value("what-if", "supplier", "Koncernprov AB", "--org", "SLK").(f)
	for code, want := range map[string]int{"recipients": 2, "parents": 0, "objects": 1, "sub_objects": 1, "dependents": 3, "processings": 1, "agreements": 1, "owed": 1, "no_contact": 1, "boards": 1, "no_plan": 3} {
		if got := counted(a, code); got != want {
			t.Errorf("%s: %d, want %d", code, got, want)
		}
	}
	if got := counted(o.do(isam, "GET", "/api/v1/what-if/W2?subject="+str(supplier, "ref"), nil), "parents"); got != 1 {
		t.Errorf("the company above is not named: %d", got)
	}
	said := func(table, record string, parts ...string) {
		t.Helper()
		row := string(must(json.Marshal(rowOf(a, table, record))))
		for _, part := range parts {
			if !strings.Contains(row, part) {
				t.Errorf("%s of %s does not say %q: %s", table, record, part, row)
			}
		}
	}
	said("contacts", str(supplier, "ref"), "08-555 00 01", "Driftcentralen")
	said("notice", theirs, "Dotterprov AB tells us", `"12"`)
	said("notice", ours, "We tell Utbildningsnämnden", "Not agreed")
	said("boards", str(board, "ref"), "Informationssäkerhetssamordnare UBN", "/texts/supplier-hit?board=")

	// The draft to the board says what of its own is hit and what it must decide.
	r := o.call(isam, "GET", str(rowOf(a, "boards", str(board, "ref")), "draft")+"&format=html&lang=sv", nil)
	if r.status != 200 {
		t.Fatalf("the draft: %d %s", r.status, r.raw)
	}
	o.holds(string(r.raw), "Till: ", "Utbildningsnämnden", "Åt nämnden, prov", "Körs på det, prov", "912", "egen frist", "[saknas: Vad som har hänt", "Kommunstyrelsen")

	// Kept in one step with a plan: each owner gets what is theirs, and who
	// coordinates what nobody is named for.
	kept := items(o.do(isam, "POST", "/api/v1/situation-reports:keep_what_if", f{"kind": "supplier", "subject": str(parent, "ref"), "org": "SLK", "to_org": "SLK", "due": "2027-03-31"}), "items")
	var report f
	owners := map[string]string{}
	for _, it := range kept {
		switch it["register"] {
		case "situation-reports":
			report = o.get(isam, "situation-reports", str(it, "ref"))
		case "actions":
			x := o.get(isam, "actions", str(it, "ref"))
			owners[str(x, "owner")] = str(x, "description")
		}
	}
	if len(owners) != 2 || !strings.Contains(owners[o.function(owner)], str(above, "ref")) {
		t.Errorf("the plan: %v", owners)
	}
	for id, what := range owners {
		if id != o.function(owner) && (!strings.Contains(what, str(board, "ref")) || !strings.Contains(what, str(below, "ref"))) {
			t.Errorf("what nobody is named for: %s", what)
		}
	}
	if report["status"] != "published" || !strings.HasPrefix(str(report, "question"), "W2?") {
		t.Fatalf("kept as %v", report)
	}
	// What comes later does not change what was kept.
	o.create(isam, "objects", f{"title": "Kom till sedan", "kind": "service", "reach": "local", "supplier": supplier["id"]})
	if got := counted(o.value("what-if", "supplier", "Koncernprov AB", "--org", "SLK").(f), "objects"); got != 2 {
		t.Errorf("now it supplies %d", got)
	}
	again := o.do(isam, "GET", "/api/v1/what-if/"+str(report, "question"), nil)
	for _, code := range []string{"objects", "dependents", "boards", "no_plan"} {
		if counted(again, code) != counted(a, code) {
			t.Errorf("%s: kept as %d, opens to %d", code, counted(a, code), counted(again, code))
		}
	}
}

// TestItem06RevisedAndReplaced asks who must look again when a norm, a reference
// assessment (W8) or a steering document (W10) is made anew.
func TestItem06RevisedAndReplaced(t *testing.T) {
	o := newWorld(t)
	isam, central, owner := o.person("isam", "SLK"), o.person("central_isec", "SLK"), o.person("object_owner", "SLK")
	norm := o.one(isam, "classifications", `kind = norm AND status = decided AND k <= 2 AND r <= 2 AND t <= 2`)
	object := o.create(isam, "objects", f{"title": "Tillämpar normen", "kind": "business_system", "reach": "local", "owner": o.function(owner)})
	applied := o.create(isam, "classifications", f{"kind": "applied", "norm": norm["id"], "object": object["id"], "held_on": today(), "participants": "Objektägare\nSamordnare"})
	ask := func(kind, subject string) f {
		t.Helper()
		return o.do(isam, "GET", "/api/v1/what-if/"+kind+"?subject="+subject, nil)
	}
	if got := counted(ask("W8", str(norm, "ref")), "drafts"); got != 1 {
		t.Errorf("applications under work: %d", got)
	}
	o.step(isam, "classifications", str(applied, "ref"), "propose", nil)
	decide := f{"decided_by": o.function(owner), "decided_on": today()}
	o.step(owner, "classifications", str(applied, "ref"), "decide", decide)
	a := ask("W8", str(norm, "ref"))
	if counted(a, "applications") != 1 || counted(a, "objects") != 1 || items(a, "work")[0]["owner"] != o.function(owner) || !strings.Contains(str(items(a, "work")[0], "what"), today()) {
		t.Errorf("W8 of a norm: %v", a)
	}
	// A new version of the norm marks what applies the one before, and leaves it decided.
	next := o.create(isam, "classifications", f{"kind": "norm", "replaces": norm["id"], "object": norm["object"], "held_on": today(), "participants": "Central funktion\nObjektägare",
		"per_info_type": []f{{"info_type": "Handlingar", "k": 2, "r": 2, "t": 2, "consequence": "Skada", "reason": "Bedömt"}}})
	o.step(isam, "classifications", str(next, "ref"), "propose", nil)
	o.step(central, "classifications", str(next, "ref"), "decide", f{"decided_by": o.function(central), "decided_on": today()})
	if x := o.get(isam, "classifications", str(applied, "ref")); x["status"] != "decided" || x["review_marked_on"] == nil {
		t.Errorf("the application: %v, marked %v", x["status"], x["review_marked_on"])
	}

	// All who adopted a reference look again, each known by name, with somebody to do it.
	reference := o.one(isam, "dpias", `kind = reference AND status = decided`)
	a = ask("W8", str(reference, "ref"))
	if n := counted(a, "adopters"); n < 2 || n != len(o.list(isam, "dpia-participants", `dpia = "`+str(reference, "id")+`" AND status = (adopted, deviates)`)) {
		t.Errorf("W8 of a reference: %d adopters", n)
	}
	for _, w := range items(a, "work") {
		if w["owner"] == nil || strings.HasPrefix(w["record"].(f)["title"].(string), "Ställningstagande") {
			t.Errorf("who looks again: %v", w)
		}
	}

	// A document: the review that quotes it, the process and object that follow it,
	// what refers to it, what names it in a text.
	local := o.one(isam, "steering-documents", `kind = local_instruction AND status = published`)
	process := o.one(isam, "vor-processes", `title = "Systematiskt informationssäkerhetsarbete" AND status != closed`)
	o.change(isam, "steering-documents", str(local, "id"), f{"objects": []any{object["id"]}})
	routine := o.create(isam, "steering-documents", f{"title": "Rutin, prov", "kind": "routine", "adopter_function": "isam", "parent": local["id"]})
	remark := o.create(isam, "feedback", f{"kind": "suggestion", "dated_on": today(), "text": "Gör " + str(local, "title") + " kortare."})
	a = ask("W10", str(local, "ref"))
	for code, want := range map[string]f{"objects": object, "processes": process, "steering_document.parent": routine, "feedback.text": remark, "reviews": o.one(isam, "management-reviews", `status = decided`)} {
		found := false
		for _, c := range items(a, "counts") {
			for _, x := range items(c, "records") {
				found = found || c["code"] == code && x["id"] == want["id"]
			}
		}
		if !found {
			t.Errorf("W10 %s does not count %v", code, want["title"])
		}
	}
	kept := items(o.do(isam, "POST", "/api/v1/situation-reports:keep_what_if", f{"kind": "W10", "subject": str(local, "ref"), "to_org": "SLK", "due": "2027-03-31"}), "items")
	actions := 0
	for _, it := range kept {
		if it["register"] == "actions" {
			actions++
		}
	}
	if actions != 2 { // the owner, and who coordinates
		t.Errorf("%d owners got something to do", actions)
	}
	for _, bad := range []string{"", "STY-9999", "Ingen sådan"} {
		if r := o.call(isam, "GET", "/api/v1/what-if/W10?subject="+strings.ReplaceAll(bad, " ", "%20"), nil); r.status != 404 && r.status != 422 {
			t.Errorf("%q: %d", bad, r.status)
		}
	}
}

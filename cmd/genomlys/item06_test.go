package main

import "testing"

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
	importer := o.one(isam, "transfers", `status = active`)
	o.text(isam, "recipients", str(importer, "importer"), "transfer-letter")
	if found := o.report(isam, "transfer-findings", ""); found["total"].(float64) > 0 && str(items(found, "items")[0], "message") == "" {
		t.Error("a finding without words")
	}
}

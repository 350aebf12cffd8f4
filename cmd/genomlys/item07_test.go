package main

import "testing"

// TestItem07AgreementsAndLogging finds what agreements and logging requirements
// lack, field by field, and writes the annex of requirements.
func TestItem07AgreementsAndLogging(t *testing.T) {
	o := newWorld(t)
	isam := o.person("isam", "SLK")
	if found := o.report(isam, "agreement-findings", ""); found["total"].(float64) == 0 || str(items(found, "items")[0], "message") == "" {
		t.Errorf("findings on agreements: %v", found)
	}
	object := o.one(isam, "objects", `status = operation`)
	log := o.create(isam, "log-requirements", f{"object": object["id"], "what": "Inloggningar"})
	found := false
	for _, x := range items(o.report(isam, "logging-findings", ""), "items") {
		if rec, ok := x["record"].(f); ok && rec["id"] == log["id"] {
			found = len(x["fields"].([]any)) > 1
		}
	}
	if !found {
		t.Error("an empty logging requirement is not found wanting")
	}
	supplier := o.one(isam, "recipients", `title != ""`)
	service := o.create(isam, "agreements", f{"kind": "service_agreement", "supplier": supplier["id"], "objects": []any{object["id"]}, "valid_from": today()})
	o.holds(o.text(isam, "agreements", str(service, "ref"), "requirement-annex"), str(supplier, "title"))
	if by := o.report(isam, "agreement-requirements", "agreement="+str(service, "ref")); by["by_status"] == nil {
		t.Errorf("requirements %v", by)
	}
	// An instruction belongs to a processor's agreement, not to this one.
	o.refused(isam, "GET", "/api/v1/agreements/"+str(service, "ref")+"/texts/instruction", nil, "not-in-this-state")
}

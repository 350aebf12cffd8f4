package main

import (
	"strings"
	"testing"
)

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

	// A processing that changes after its instruction makes the instruction stale.
	privacy := o.person("privacy_contact", "SLK")
	p := o.one(privacy, "processings", `status = registered AND role = controller`)
	dpa := o.create(privacy, "agreements", f{"kind": "dpa", "direction": "we_engage", "supplier": supplier["id"], "processings": []any{p["id"]}, "valid_from": "2024-01-01", "instruction": "yes", "instruction_on": "2024-01-01"})
	o.step(privacy, "agreements", str(dpa, "ref"), "sign", f{"signed_on": "2024-01-01"})
	o.refused(privacy, "POST", "/api/v1/agreements/"+str(dpa, "ref")+":start", f{}, "dpa-points-missing")
	o.change(privacy, "agreements", str(dpa, "ref"), f{"checks": dpaChecks()})
	o.step(privacy, "agreements", str(dpa, "ref"), "start", nil)
	codes := func() string {
		t.Helper()
		out := ""
		for _, x := range items(o.report(isam, "agreement-findings", ""), "items") {
			if rec, ok := x["record"].(f); ok && rec["id"] == dpa["id"] {
				out += str(x, "code") + " "
			}
		}
		return out
	}
	if got := codes(); strings.Contains(got, "instruction-stale") {
		t.Errorf("stale before anything changed: %s", got)
	}
	o.step(privacy, "processings", str(p, "ref"), "change", nil)
	if got := codes(); !strings.Contains(got, "instruction-stale") {
		t.Errorf("the agreement's findings: %s", got)
	}
	o.holds(o.text(isam, "agreements", str(dpa, "ref"), "instruction"), str(p, "title"), str(supplier, "title"))
	// Checks before a purchase is decided.
	buy := o.create(isam, "procurement-checks", f{"procurement": "Ny lönetjänst", "object": object["id"]})
	if r := o.call(isam, "POST", "/api/v1/procurement-checks/"+str(buy, "ref")+":decide", f{"decided_on": today()}); r.status < 400 || r.status > 499 {
		t.Errorf("a purchase without its checks is decided: %d %s", r.status, r.raw)
	}
	// An owner knows who supplies the object, and how they are reached.
	o.change(isam, "objects", str(object, "id"), f{"supplier": supplier["id"]})
	owner := o.person("object_owner", "SLK", str(object, "ref"))
	if x := o.get(owner, "recipients", str(supplier, "ref")); x["title"] != supplier["title"] {
		t.Errorf("the owner sees the supplier as %v", x)
	}
	if r := o.call(owner, "PATCH", "/api/v1/recipients/"+str(supplier, "ref"), f{"services": "Annat"}, "If-Match", match(supplier)); r.status != 403 {
		t.Errorf("the owner changes the supplier: %d", r.status)
	}
}

// dpaChecks answers every point of article 28(3).
func dpaChecks() []f {
	var out []f
	for _, p := range []string{"instruction", "confidentiality", "art_32", "sub_processors", "rights", "art_32_36", "deletion", "audit", "unlawful_instruction", "breach_notice"} {
		out = append(out, f{"point": p, "answer": "yes", "clause": "4"})
	}
	return out
}

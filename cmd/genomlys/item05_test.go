package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// TestItem05RecordOfProcessing lists what is missing, gives the whole record of
// an organisation to the authority, and makes the texts out of it.
func TestItem05RecordOfProcessing(t *testing.T) {
	o := newWorld(t)
	privacy := o.person("privacy_contact", "SLK")
	p := o.create(privacy, "processings", f{"title": "Provbehandling", "role": "controller"})
	before := o.report(privacy, "processing-chain", "org=SLK")
	var missing []map[string]any
	for _, s := range items(before, "stages") {
		for _, g := range items(s, "gaps") {
			if g["processing"].(f)["id"] == p["id"] && missing == nil {
				missing = items(g, "missing")
			}
		}
	}
	if len(missing) < 4 || str(missing[0], "article") == "" {
		t.Errorf("an empty record lacks %v", missing)
	}
	o.step(privacy, "processings", str(p, "ref"), "submit", nil)
	o.refused(o.person("isam", "SLK"), "POST", "/api/v1/processings/"+str(p, "ref")+":register", f{}, "may-not-decide")
	for _, format := range []string{"pdf", "xlsx"} {
		file := filepath.Join(o.dir, "record."+format)
		o.cli(0, "text", "orgs", "SLK", "record-of-processing", "-o", file)
		b, err := os.ReadFile(file)
		if err != nil || !bytes.HasPrefix(b, []byte(map[string]string{"pdf": "%PDF-", "xlsx": "PK"}[format])) {
			t.Errorf("%s: %v, %d bytes", format, err, len(b))
		}
	}
	o.holds(o.text(privacy, "processings", str(p, "ref"), "notice"), "Provbehandling", "Saknas")
	dpa := o.one(privacy, "agreements", `kind = dpa AND status = in_force`)
	o.text(privacy, "agreements", str(dpa, "ref"), "instruction")
	o.refused(privacy, "GET", "/api/v1/agreements/"+str(dpa, "ref")+"/texts/poem", nil, "no-such-text")
	o.refused(privacy, "GET", "/api/v1/agreements/"+str(dpa, "ref")+"/texts/instruction?format=odt", nil, "not-allowed")

	// The record feeds the answer to somebody who asks for their data (article 15).
	complete := o.one(privacy, "processings", `status = registered AND role = controller AND purposes != null`)
	request := o.create(privacy, "subject-requests", f{"article": "15", "received_on": today(), "processings": []any{complete["id"]}})
	o.holds(o.text(privacy, "subject-requests", str(request, "ref"), "access-answer"), str(complete, "title"))
	// A board's whole register as one file holds each of its records by number.
	for _, want := range []string{str(complete, "ref"), str(p, "ref")} {
		out, _ := o.cli(0, "text", "orgs", "SLK", "record-of-processing", "--format", "html")
		o.holds(out, want)
	}
	// Encryption: what is required and not there is counted by the figure and opens.
	figures := o.value("figures", "--org", "SLK").(f)["figures"].(f)
	if x, ok := figures["F09"].(f); !ok || x["of"] == nil {
		t.Errorf("F09 %v", figures["F09"])
	}
}

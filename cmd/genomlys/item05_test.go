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
}

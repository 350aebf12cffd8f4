package main

import "testing"

// TestItem09AIAndIoT lists every object with AI or connected things with what is
// missing, and shares experiences across boards and nothing else.
func TestItem09AIAndIoT(t *testing.T) {
	o := newWorld(t)
	isam, other := o.person("isam", "SLK"), o.person("isam", "VAL")
	object := o.create(isam, "objects", f{"title": "Provassistent", "kind": "service", "reach": "local", "ai": "yes"})
	var mine f
	for _, x := range items(o.report(isam, "ai-and-iot", "traits=ai"), "items") {
		if x["object"].(f)["id"] == object["id"] {
			mine = x
		}
	}
	if mine == nil || len(items(mine, "gaps")) == 0 {
		t.Fatalf("an object with AI and nothing else: %v", mine)
	}
	o.refused(isam, "GET", "/api/v1/reports/ai-and-iot?traits=robot", nil, "not-allowed")
	for _, x := range items(o.report(other, "ai-and-iot", ""), "items") {
		if x["object"].(f)["id"] == object["id"] {
			t.Error("another organisation sees the object")
		}
	}
	o.create(isam, "ai-profiles", f{"object": object["id"], "risk_class": "minimal", "role": "deployer", "experience": "Granska svaren innan de skickas."})
	seen := false
	for _, x := range items(o.report(other, "ai-experiences", ""), "items") {
		seen = seen || x["text"] == "Granska svaren innan de skickas."
	}
	if !seen {
		t.Error("the experience is not shared")
	}
}

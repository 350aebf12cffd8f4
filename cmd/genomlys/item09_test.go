package main

import (
	"encoding/json"
	"strings"
	"testing"
)

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
	lacks := func(who, object string) string {
		t.Helper()
		for _, x := range items(o.report(who, "ai-and-iot", ""), "items") {
			if x["object"].(f)["id"] == object {
				return string(must(json.Marshal(x["gaps"])))
			}
		}
		return ""
	}
	// What is missing is said one by one, and goes as it is supplied.
	id := str(object, "id")
	for _, code := range []string{"ai-profile-missing"} {
		if !strings.Contains(lacks(isam, id), code) {
			t.Errorf("no %s among %s", code, lacks(isam, id))
		}
	}
	profile := o.create(isam, "ai-profiles", f{"object": id, "risk_class": "minimal", "role": "deployer", "experience": "Granska svaren innan de skickas."})
	if strings.Contains(lacks(isam, id), "ai-profile-missing") {
		t.Errorf("the profile is there: %s", lacks(isam, id))
	}
	o.change(isam, "objects", id, f{"personal_data": "yes"})
	for _, code := range []string{"processing-missing", "dpia-missing"} {
		if !strings.Contains(lacks(isam, id), code) {
			t.Errorf("no %s among %s", code, lacks(isam, id))
		}
	}
	privacy := o.person("privacy_contact", "SLK")
	o.create(privacy, "processings", f{"title": "Svar från assistenten", "role": "controller", "objects": []any{id}})
	if strings.Contains(lacks(isam, id), "processing-missing") {
		t.Errorf("the processing is there: %s", lacks(isam, id))
	}
	// An object has one profile, and only of what it is said to have.
	o.refused(isam, "POST", "/api/v1/ai-profiles", f{"object": id, "risk_class": "minimal", "role": "deployer"}, "has-profile")
	o.refused(isam, "POST", "/api/v1/iot-profiles", f{"object": id, "device_type": "Fuktgivare"}, "iot-not-said")
	// Who sees the object for having a part in it is told nothing of what may be
	// hidden; what is in the record has personal data, whatever the object says.
	o.change(isam, "objects", id, f{"personal_data": "unknown"})
	if got := lacks(isam, id); !strings.Contains(got, "dpia-missing") || strings.Contains(got, "personal-data-not-assessed") {
		t.Errorf("it is in the record: %s", got)
	}
	o.create(isam, "object-parties", f{"object": id, "party": o.one(isam, "orgs", `short = "VAL"`)["id"], "role": "user"})
	if got := lacks(other, id); got != "[]" {
		t.Errorf("another organisation, which does not see the record, is told %s", got)
	}
	o.change(isam, "objects", id, f{"personal_data": "yes"})
	// What is prohibited does not go into operation, and high risk has a class of its own.
	o.change(isam, "ai-profiles", str(profile, "id"), f{"risk_class": "prohibited"})
	if r := o.call(isam, "POST", "/api/v1/objects/"+str(object, "ref")+":operate", f{}); r.status < 400 || r.status > 499 {
		t.Errorf("a prohibited system goes into operation: %d %s", r.status, r.raw)
	}
	if first := items(o.value("what-if", "W3", "--org", "SLK").(f), "work")[0]; first["record"].(f)["id"] != id || !strings.Contains(string(must(json.Marshal(first))), str(profile, "ref")) {
		t.Errorf("what is prohibited is not first, with its profile: %v", first)
	}
	o.change(isam, "ai-profiles", str(profile, "id"), f{"risk_class": "minimal"})

	// The same for connected things, and both in the figures and what-if W3.
	sensors := o.create(isam, "objects", f{"title": "Provsensorer", "kind": "service", "reach": "local", "iot": "yes", "personal_data": "no"})
	senses := o.create(isam, "iot-profiles", f{"object": sensors["id"], "device_type": "Fuktgivare", "experience": "Byt fabrikslösenord vid montering."})
	w3 := o.value("what-if", "W3", "--org", "SLK").(f)
	for code, object := range map[string]string{"ai": id, "iot": str(sensors, "id"), "gaps": id} {
		found := false
		for _, c := range items(w3, "counts") {
			if c["code"] == code {
				for _, x := range items(c, "records") {
					found = found || x["id"] == object
				}
			}
		}
		if !found {
			t.Errorf("W3 does not count it among %s", code)
		}
	}
	// Experiences are shared over boards, and nothing else of the object.
	for _, text := range []string{"Granska svaren innan de skickas.", "Byt fabrikslösenord vid montering."} {
		seen := false
		for _, x := range items(o.report(other, "ai-experiences", ""), "items") {
			if x["text"] == text {
				seen = true
				if x["organisation"] == nil && x["org"] == nil {
					t.Errorf("nobody to ask about it: %v", x)
				}
			}
		}
		if !seen {
			t.Errorf("%q is not shared", text)
		}
	}
	for path, status := range map[string]int{"/api/v1/objects/" + str(sensors, "ref"): 404, "/api/v1/iot-profiles/" + str(senses, "ref"): 404} {
		if r := o.call(other, "GET", path, nil); r.status != status {
			t.Errorf("%s as another board: %d", path, r.status)
		}
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

package main

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path/filepath"
	"strings"
	"testing"
)

// A plan from need to adopted and exercised, and all plans in a folder that is
// read without the server.
func TestItem10Continuity(t *testing.T) {
	o := newWorld(t)
	isam, coordinator, head := o.person("isam", "SLK"), o.person("continuity_coordinator", "SLK"), o.person("head", "SLK")
	today := today()

	state := func() map[string]any { return o.do(isam, "GET", "/api/v1/reports/continuity?org=SLK", nil) }
	before := state()
	lacking := items(before, "objects")[0]
	if before["missing"].(float64) == 0 || lacking["plan_in_force"] != false || lacking["t"].(float64) < before["level"].(float64) {
		t.Fatalf("%v", lacking)
	}
	// The analysis asks for a plan where the class does not.
	low := o.one(isam, "objects", `status = operation AND kind = business_system AND lacks(continuity_plans, status = adopted) AND has(classifications, status = decided AND t < 3) AND lacks(classifications, t >= 3)`)
	finding := o.create(coordinator, "rsa-findings", map[string]any{"cycle": o.one(isam, "rsa-cycles", `period = "2022–2023"`)["id"], "measure": "Reservrutin", "objects": []any{low["id"]}, "critical": "yes"})
	if state()["needed"].(float64) != before["needed"].(float64)+1 {
		t.Error("the analysis asks for no plan")
	}
	o.do(coordinator, "POST", "/api/v1/rsa-findings/"+str(finding, "id")+":open_plan", map[string]any{})
	plan := o.one(isam, "continuity-plans", `status = needed AND has(objects, id = "`+str(low, "id")+`")`)
	id := str(plan, "id")
	o.step(coordinator, "continuity-plans", id, "draft", nil)
	adopt := map[string]any{"adopted_on": today, "adopted_by": o.function(head)}
	o.refused(head, "POST", "/api/v1/continuity-plans/"+id+":adopt", adopt, "plan-part-missing")
	for k, v := range map[string]any{"mtd_h": 24, "rto_h": 4, "rpo_h": 4, "manual_routine": "Blanketter i kassaskåpet", "contacts_offline": "Jouren 08-508 00", "quality_known": "yes"} {
		adopt[k] = v
	}
	o.refused(coordinator, "POST", "/api/v1/continuity-plans/"+id+":adopt", adopt, "plan-adopt-in-person")
	o.step(head, "continuity-plans", id, "adopt", adopt)

	exercise := str(o.create(coordinator, "exercises", map[string]any{"plan": id, "kind": "functional"}), "id")
	o.step(coordinator, "exercises", exercise, "hold", map[string]any{"held_on": today, "rto_measured_h": 6})
	o.refused(coordinator, "POST", "/api/v1/exercises/"+exercise+":evaluate", map[string]any{"result": "met"}, "recovered-too-late")
	o.refused(coordinator, "POST", "/api/v1/exercises/"+exercise+":evaluate", map[string]any{"result": "partly"}, "exercise-action-missing")
	o.do(coordinator, "POST", "/api/v1/exercises/"+exercise+":add_action", map[string]any{"title": "Snabbare återläsning", "owner": o.function(head), "due": "2099-01-01"})
	o.step(coordinator, "exercises", exercise, "evaluate", map[string]any{"result": "partly"})
	text := o.text(isam, "continuity-plans", id, "plan")
	o.holds(text, "Fyra kontroller", "Blanketter i kassaskåpet", "6 h av 4 h, över kravet", "Snabbare återläsning", "RSA (", "tog återställningen för lång tid")

	// Every object that needs a plan gets one opened in one step.
	o.do(isam, "POST", "/api/v1/continuity-plans:open_needed", map[string]any{"org": "SLK"})
	for _, x := range items(state(), "objects") {
		if len(x["plans"].([]any)) == 0 {
			t.Errorf("%s has no plan", x["ref"])
		}
	}
	o.folder(str(plan, "ref"), len(o.list(isam, "continuity-plans", `status = (adopted, review)`)))
}

// folder writes the plans to a file, as for a memory stick, and reads it alone.
func (o *world) folder(ref string, plans int) {
	o.t.Helper()
	out := filepath.Join(o.dir, "plans.zip")
	o.cli(0, "--lang", "sv", "report", "continuity-offline", "-o", out)
	z, err := zip.OpenReader(out)
	if err != nil {
		o.t.Fatal(err)
	}
	defer z.Close()
	files := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			o.t.Fatal(err)
		}
		b, err := io.ReadAll(in)
		if err != nil {
			o.t.Fatal(err)
		}
		files[f.Name] = string(b)
	}
	if len(files) != 2*plans+3 {
		o.t.Errorf("%d files of %d plans", len(files), plans)
	}
	for _, line := range strings.Split(strings.TrimSpace(files["SHA256SUMS.txt"]), "\n") {
		sum, name, _ := strings.Cut(line, "  ")
		if got := sha256.Sum256([]byte(files[name])); hex.EncodeToString(got[:]) != sum {
			o.t.Errorf("%s differs from its sum", name)
		}
	}
	o.holds(files["index.html"], "planer/"+ref+".html", "planer/"+ref+".pdf", "Vem som ska ringas", "@slk.example", "Källa och kontroll")
	o.holds(files["planer/"+ref+".html"], "Jouren 08-508 00")
	o.holds(files["planer/"+ref+".pdf"][:8], "%PDF-")
	for name, s := range files {
		if strings.HasSuffix(name, ".html") && (strings.Contains(s, "<script") || strings.Contains(s, `src="http`) || strings.Contains(s, "url(http")) {
			o.t.Errorf("%s needs something from elsewhere", name)
		}
	}
}

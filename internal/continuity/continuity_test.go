package continuity_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"
	"testing"

	"genomlys/internal/continuity"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// A plan from need to adopted, exercised and followed up.
func TestItem10Plan(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		if x := o.look("isam"); x.Needed != 1 || x.Missing != 1 || x.Unknown != 0 || x.Objects[0].Title != "Objekt pay" {
			t.Fatalf("at first: %+v", x)
		}
		o.Make("cycle", registers.RsaCycles, "SLK", f{"period": "2026–2027", "status": "ongoing", "started_on": "2026-01-01"})
		o.Make("finding", registers.RsaFindings, "SLK", f{"cycle": "@cycle", "measure": "Plan för webben", "objects": []any{"@web"}, "critical": "yes", "status": "identified"})
		if x := o.look("isam"); x.Needed != 2 || !slices.ContainsFunc(x.Objects, func(o continuity.Object) bool { return o.Title == "Objekt web" && slices.Contains(o.Why, "rsa_asks") }) {
			t.Fatalf("by the analysis: %+v", x.Objects)
		}
		rc := o.act("isam", registers.ContinuityPlans, "open_needed", "", nil)
		if len(rc.Items) != 2 || rc.Items[0].New.Text("status") != "needed" {
			t.Fatalf("opened %d", len(rc.Items))
		}
		o.act("isam", registers.ContinuityPlans, "open_needed", "", nil, "nothing-needs-a-plan")
		for _, it := range rc.Items {
			o.IDs["plan "+strings.TrimPrefix(it.New.Text("title"), "Kontinuitetsplan Objekt ")] = it.New.ID
		}
		o.Refused("coordinator", "draft", registers.ContinuityPlans, "plan pay", nil)
		o.Refused("head", "adopt", registers.ContinuityPlans, "plan pay", f{"adopted_on": "2026-03-01"},
			"plan-part-missing", "plan-part-missing", "plan-part-missing", "plan-part-missing", "plan-part-missing", "plan-adopter-missing")
		whole := f{"mtd_h": 24, "rto_h": 12, "rpo_h": 4, "manual_routine": "Blanketter i skåp 3", "contacts_offline": "Ring 08-100", "quality_known": "yes"}
		o.Refused("coordinator", "update", registers.ContinuityPlans, "plan pay", whole)
		o.Refused("head", "adopt", registers.ContinuityPlans, "plan pay", f{"adopted_on": "2026-03-03", "adopted_by": "@head"}, "continuity-day-to-come")
		o.Refused("head", "adopt", registers.ContinuityPlans, "plan pay", f{"adopted_on": "2026-03-01", "adopted_by": "@isam"}, "plan-adopter-other")
		o.Refused("isam", "adopt", registers.ContinuityPlans, "plan pay", f{"adopted_on": "2026-03-01", "adopted_by": "@head"}, "plan-adopt-in-person")
		o.Refused("head", "adopt", registers.ContinuityPlans, "plan pay", f{"adopted_on": "2026-03-01", "adopted_by": "@head"})
		if got := o.get(registers.ContinuityPlans, "plan pay").Text("review_due"); got != "2028-03-01" {
			t.Errorf("next review %s", got)
		}

		o.Refused("isam", "draft", registers.ContinuityPlans, "plan web", nil)
		o.Refused("isam", "adopt", registers.ContinuityPlans, "plan web", f{"mtd_h": 48, "rto_h": 24, "rpo_h": 24, "fallback": "Driftsida", "contacts_offline": "Ring", "adopted_on": "2026-02-20", "adopted_by": "@owner", "diary_no": "KS 2026/17"})
		o.Refused("head", "end", registers.ContinuityPlans, "plan web", f{"valid_to": "2026-03-02"})

		o.Make("exercise", registers.Exercises, "SLK", f{"plan": "@plan pay", "kind": "tabletop", "status": "planned"})
		o.Refused("coordinator", "hold", registers.Exercises, "exercise", f{"held_on": "2026-03-02"})
		o.Refused("coordinator", "evaluate", registers.Exercises, "exercise", nil, "exercise-result-missing")
		// The object asks for 8 hours, the plan for 12: the shorter counts.
		o.Refused("coordinator", "evaluate", registers.Exercises, "exercise", f{"result": "met", "rto_measured_h": 9}, "recovered-too-late")
		o.Refused("coordinator", "evaluate", registers.Exercises, "exercise", f{"result": "partly", "rto_measured_h": 9}, "exercise-action-missing")
		o.act("coordinator", registers.Exercises, "add_action", "exercise", map[string]string{"title": "Öva återläsning", "owner": string(o.IDs["owner"]), "due": "2026-02-01"})
		o.Refused("coordinator", "evaluate", registers.Exercises, "exercise", f{"result": "partly", "rto_measured_h": 9})
		if got := o.get(registers.Exercises, "exercise").Text("evaluated"); got != "yes" {
			t.Errorf("evaluated: %s", got)
		}
		x := o.look("isam").Plans[0]
		if len(x.Exercises) != 1 || x.Exercises[0].Recovery != "over_rto" || *x.Exercises[0].Demanded != 8 || x.Exercises[0].Actions.Overdue != 1 || x.NextExercise != "2027-03-02" {
			t.Errorf("%+v", x)
		}
		for i, want := range []string{"yes", "yes", "yes", "no"} {
			if string(x.Quality[i].Answer) != want {
				t.Errorf("%+v, want %s", x.Quality[i], want)
			}
		}

		// The finding is done when what it led to is.
		o.act("coordinator", registers.RsaFindings, "add_action", "finding", map[string]string{"title": "Skriv planen", "owner": string(o.IDs["owner"]), "due": "2026-06-01"})
		o.Refused("coordinator", "finish", registers.RsaFindings, "finding", f{"done_on": "2026-03-02"}, "rsa-action-open", "rsa-plan-missing")
		o.Refused("coordinator", "drop", registers.RsaFindings, "finding", nil, "rsa-drop-needs-reason")
		o.Refused("coordinator", "report", registers.RsaCycles, "cycle", f{"reported_on": "2026-03-02"}, "rsa-instruction-missing")
		o.Refused("coordinator", "report", registers.RsaCycles, "cycle", f{"reported_on": "2026-03-02", "instruction_version": "2026"})

		if far := o.look("far"); far.Needed != 0 || len(far.Plans) != 0 {
			t.Errorf("another board sees %+v", far)
		}
		o.offline()
		o.fewReads()
	})
}

// offline holds that the archive is whole, agrees with its sums, tells whom to
// call, and needs nothing from anywhere else.
func (o *office) offline() {
	o.T.Helper()
	r, err := o.rooms.Report("continuity-offline")
	if err != nil {
		o.T.Fatal(err)
	}
	b, err := o.rooms.WriteReport(context.Background(), o.call("isam", nil), r, "zip")
	if err != nil {
		o.T.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		o.T.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			o.T.Fatal(err)
		}
		all, err := io.ReadAll(in)
		if err != nil {
			o.T.Fatal(err)
		}
		files[f.Name] = string(all)
	}
	plan := "planer/" + o.get(registers.ContinuityPlans, "plan pay").Ref
	lines := strings.Split(strings.TrimSpace(files["SHA256SUMS.txt"]), "\n")
	if len(lines) != 4 || len(files) != 5 { // the plan that is not adopted is not there
		o.T.Fatalf("%d files, %d sums", len(files), len(lines))
	}
	for _, line := range lines {
		sum, name, _ := strings.Cut(line, "  ")
		if got := sha256.Sum256([]byte(files[name])); hex.EncodeToString(got[:]) != sum {
			o.T.Errorf("%s does not agree with its sum", name)
		}
	}
	for name, parts := range map[string][]string{
		"index.html":   {plan + ".html", plan + ".pdf", "Person owner", "08-100 owner", "Drift AB", "08-999 99", "2026-03-02"},
		plan + ".html": {"Blanketter i skåp 3", "08-999 99", "9 h av 8 h, över kravet", "2028-03-01", "Öva återläsning"},
	} {
		for _, p := range parts {
			if !strings.Contains(files[name], p) {
				o.T.Errorf("%s lacks %q", name, p)
			}
		}
		if strings.Contains(files[name], "<script") || strings.Contains(files[name], "src=\"http") {
			o.T.Errorf("%s fetches something", name)
		}
	}
	if !strings.HasPrefix(files[plan+".pdf"], "%PDF-") {
		o.T.Error("no paper")
	}
}

// fewReads holds that the number of reads does not follow the number of plans.
func (o *office) fewReads() {
	o.T.Helper()
	reads := func() int {
		ctx, tally := store.WithTally(context.Background())
		if _, err := continuity.Look(ctx, continuity.Deps{DB: o.DB}, o.As("isam"), o.Now, o.DB.EndOfDay("2026-03-02"), register.ID("")); err != nil {
			o.T.Fatal(err)
		}
		return tally.Reads()
	}
	before := reads()
	for range 20 {
		o.Make("more", registers.ContinuityPlans, "SLK", f{"title": "Mer", "objects": []any{"@lamp"}, "status": "draft"})
		o.Make("more exercise", registers.Exercises, "SLK", f{"plan": "@more", "kind": "tabletop", "status": "planned"})
	}
	if after := reads(); after != before || before == 0 {
		o.T.Errorf("%d reads, then %d", before, after)
	}
}

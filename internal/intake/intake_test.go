package intake_test

import (
	"context"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/example"
	"genomlys/internal/intake"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// house is a fresh database with the one command path.
func house(t testing.TB) intake.Deps {
	t.Helper()
	db, err := store.OpenDB(context.Background(), t.TempDir()+"/a.db", registers.Catalogue(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return intake.Deps{DB: db, Commands: command.New(db)}
}

func office(t testing.TB, d intake.Deps) *intake.Profile {
	t.Helper()
	p, err := intake.Shipped("office", d.DB.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var today = time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC)

func take(t testing.TB, d intake.Deps, e example.Export) intake.DirReport {
	t.Helper()
	r, err := intake.ImportDir(context.Background(), d, intake.Request{Caller: access.System(), Dir: e.Dir(), Profile: office(t, d), Effective: e.Dated, Now: today})
	if err != nil {
		told(t, r)
		t.Fatal(err)
	}
	return r
}

func told(t testing.TB, r intake.DirReport) {
	t.Helper()
	n := 0
	for _, f := range r.Files {
		for _, p := range f.Problems {
			if n++; n < 60 {
				t.Logf("%s %d %s %q: %s %s %s: %s", f.File, p.Row, p.Column, p.Value, p.Severity, p.Field, p.Code, p.Message)
			}
		}
	}
}

// wanted are the records in each register when an export has been imported on
// top of the one before.
var wanted = map[string][3]int{
	"access_review": {58, 163, 163}, "action": {133, 211, 215}, "agreement": {173, 184, 184}, "budget_assignment": {1, 4, 4}, "campaign": {1, 2, 2},
	"classification": {257, 309, 312}, "continuity_plan": {76, 88, 89}, "control_activity": {3, 12, 12}, "control_plan": {1, 2, 2}, "control_result": {3, 12, 12},
	"deviation": {2, 5, 6}, "dpia": {28, 38, 38}, "dpia_participant": {16, 46, 46}, "dpo_finding": {4, 14, 17}, "dpo_report": {1, 2, 3}, "exercise": {27, 65, 66},
	"incident": {25, 64, 65}, "incident_recipient": {21, 52, 52}, "log_requirement": {57, 108, 108}, "object": {239, 259, 259}, "object_party": {2525, 2668, 2668},
	"org": {18, 18, 18}, "person": {90, 90, 90}, "priority": {5, 16, 16}, "processing": {122, 150, 150}, "question": {12, 12, 12}, "recipient": {37, 37, 37},
	"response": {231, 471, 471}, "risk": {60, 83, 84}, "role_assignment": {108, 108, 108}, "rsa_cycle": {1, 1, 2}, "rsa_finding": {12, 12, 13}, "steering_document": {10, 12, 12},
	"subject_request": {19, 44, 45}, "transfer": {26, 44, 44}, "vor_process": {9, 14, 14}, "vor_risk": {13, 22, 22}, "vuln_review": {6, 16, 17},
}

func TestExampleDataOnTopOfEachOther(t *testing.T) {
	d := house(t)
	ctx := context.Background()
	for i, e := range example.Exports {
		r := take(t, d, e)
		for _, f := range r.Files {
			if f.Rows.Refused > 0 || f.Rows.Skipped > 0 || len(f.Problems) > 0 {
				t.Errorf("%s/%s: %+v, %+v", e.Year, f.File, f.Rows, f.Problems)
			}
		}
		for _, reg := range d.DB.Catalogue.All {
			_, n, err := d.DB.Count(ctx, access.System().Read(reg), store.Query{Register: reg}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if n != wanted[reg.Name][i] {
				t.Errorf("%s: %d records of %s, want %d", e.Year, n, reg.Name, wanted[reg.Name][i])
			}
		}
		if r.Receipt == nil || r.Receipt.Position != position(t, d) {
			t.Errorf("%s: receipt %+v", e.Year, r.Receipt)
		}
		again := take(t, d, e)
		for name, c := range again.Records {
			if c.New+c.Changed > 0 {
				t.Errorf("%s once more: %s %+v", e.Year, name, c)
			}
		}
		if again.Receipt != nil {
			t.Errorf("%s once more: receipt %+v", e.Year, again.Receipt)
		}
	}
	if res, err := d.DB.Verify(ctx, nil, nil); err != nil {
		t.Errorf("%+v %v", res, err)
	}
}

// The last export alone answers about earlier days by its dates, and by the
// earlier values in system_changes.csv; so do all three on top of each other
// (figures objects, objects_operational and processings of the example data).
func TestEarlierDaysFromOneExportOrThree(t *testing.T) {
	for name, exports := range map[string][]example.Export{"one": example.Exports[2:], "three": example.Exports} {
		d := house(t)
		for _, e := range exports {
			take(t, d, e)
		}
		for _, c := range []struct {
			on                                register.Date
			objects, operational, processings int
		}{{"2022-11-15", 231, 115, 122}, {"2023-11-15", 240, 117, 150}} {
			asOf := d.DB.EndOfDay(c.on)
			party := map[string]bool{}
			each(t, d, registers.ObjectParties, asOf, func(rec *register.Record) {
				party[rec.Text("object")] = party[rec.Text("object")] || rec.Text("role") != "user"
			})
			objects, operational, processings := 0, 0, 0
			each(t, d, registers.Objects, asOf, func(rec *register.Record) {
				live, end := rec.Text("go_live"), rec.Text("retired_on")
				if !party[string(rec.ID)] || live == "" || live > string(c.on) || end != "" && end <= string(c.on) {
					return
				}
				objects++
				if rec.Text("kind") == "business_system" || rec.Text("stores_business_data") == "yes" {
					operational++
				}
			})
			each(t, d, registers.Processings, asOf, func(rec *register.Record) { processings++ })
			if objects != c.objects || operational != c.operational || processings != c.processings {
				t.Errorf("%s, %s: %d objects, %d operational, %d processings; want %+v", name, c.on, objects, operational, processings, c)
			}
		}
		for _, c := range []struct {
			on    register.Date
			owner string
		}{{"2023-01-17", "Objektägare innovation"}, {"2023-01-18", "Objektägare lön och personal"}, {"2024-03-01", "Objektägare lön och personal"}} {
			rec := get(t, d, registers.Objects, "OBJ-0037", d.DB.EndOfDay(c.on))
			if owner := get(t, d, registers.RoleAssignments, rec.Text("owner"), time.Time{}).Text("title"); owner != c.owner {
				t.Errorf("%s, %s: OBJ-0037 is owned by %s; want %s", name, c.on, owner, c.owner)
			}
		}
		rec := get(t, d, registers.Objects, "OBJ-0037", time.Time{})
		if want := "2023-01-18 Objektägare: Ny objektägare efter omorganisation"; rec.Text("notes") != want {
			t.Errorf("%s: notes %q; want %q", name, rec.Text("notes"), want)
		}
	}
}

func each(t *testing.T, d intake.Deps, r *register.Register, asOf time.Time, fn func(*register.Record)) {
	t.Helper()
	err := d.DB.Each(context.Background(), access.System().Read(r), store.Query{Register: r, AsOf: asOf}, func(rec *register.Record) error { fn(rec); return nil })
	if err != nil {
		t.Fatal(err)
	}
}

func get(t *testing.T, d intake.Deps, r *register.Register, id string, asOf time.Time) *register.Record {
	t.Helper()
	rec, err := d.DB.Get(context.Background(), access.System().Read(r), r, id, asOf, 0)
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

// What a row becomes, in the registers' own words.
func TestExampleRows(t *testing.T) {
	d := house(t)
	take(t, d, example.Exports[2])
	ks := string(org(t, d, "KS"))
	for _, c := range []struct {
		reg  *register.Register
		id   string
		want map[string]any
	}{
		{registers.Objects, "OBJ-0003", map[string]any{"title": "Katalogtjänst och behörighet", "kind": "shared_it", "stores_business_data": "yes", "reach": "city_wide", "mtd_h": int64(8), "go_live": "2011-02-22", "source": "import"}},
		{registers.Processings, "BEH-002", map[string]any{"role": "processor", "legal_basis": []string{"public_interest"}, "data_subjects": []string{"employees", "residents"}, "status": "registered", "encryption_required": "yes"}},
		{registers.Transfers, "TLO-001", map[string]any{"country": "US", "mechanism": "scc_46", "valid_to": "2023-09-08", "title": "USA: Standardavtalsklausuler (SCC)"}},
		{registers.Incidents, "INC-2022-002", map[string]any{"tracks": []string{"infosec", "gdpr"}, "detected_at": time.Date(2022, 1, 13, 8, 14, 0, 0, time.UTC), "severity": "1", "risk_to_individuals": "unlikely"}},
		{registers.Risks, "RSK-001", map[string]any{"value": int64(6), "status": "closed", "closed_on": "2022-05-20"}},
		{registers.VorRisks, "VOR-005", map[string]any{"value": int64(9), "working_method": "access_management", "situation": "partly"}},
		{registers.ContinuityPlans, "KPL-003", map[string]any{"quality": "incomplete", "status": "adopted", "mtd_h": int64(48)}},
		{registers.Orgs, "ORG-01", map[string]any{"short": "KS", "kind": "board", "board_kind": "executive"}},
		{registers.Actions, "ÅTG-001", map[string]any{"origin_kind": "dpia", "status": "done", "done_on": "2020-10-27"}},
		{registers.SubjectRequests, "RÄT-2022-03", map[string]any{"article": "15", "outcome": "refused"}},
		{registers.ControlResults, "IKU-0001", map[string]any{"period_from": "2022-01-01", "period_to": "2022-08-31"}},
	} {
		rec := get(t, d, c.reg, c.id, time.Time{})
		for name, v := range c.want {
			if !register.Same(rec.Get(name), v) {
				t.Errorf("%s %s: %#v; want %#v", c.id, name, rec.Get(name), v)
			}
		}
	}
	if got := get(t, d, registers.Orgs, "ORG-02", time.Time{}).Text("parent"); got != ks {
		t.Errorf("the office is under %s; want %s", got, ks)
	}
	roles := map[string]int{}
	each(t, d, registers.RoleAssignments, time.Time{}, func(rec *register.Record) { roles[rec.Text("function")]++ })
	if roles["object_owner"] != 26 || roles["object_manager"] != 26 || roles["object_manager_it"] != 26 || roles["city_manager"] != 1 || roles["head"] != 1 || roles["isam"] != 17 || roles["dpo"] != 2 {
		t.Errorf("functions: %v", roles)
	}
	answered := 0
	each(t, d, registers.Responses, time.Time{}, func(rec *register.Record) {
		if a := register.As[registers.Response](rec).Answers; len(a) == 12 {
			answered++
		} else if len(a) != 0 {
			t.Errorf("%s has %d answers", rec.Ref, len(a))
		}
	})
	if answered != 354 {
		t.Errorf("%d answered; want 354", answered)
	}
	each(t, d, registers.Campaigns, time.Time{}, func(rec *register.Record) {
		if want := map[string]int{"Årsuppföljning 2022": 231, "Årsuppföljning 2023": 240}[rec.Text("title")]; len(rec.LinksOf("population")) != want {
			t.Errorf("%s: %d objects; want %d", rec.Text("title"), len(rec.LinksOf("population")), want)
		}
	})
}

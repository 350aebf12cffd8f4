package control_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"genomlys/internal/control"
	method "genomlys/internal/method/control"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

func (o *office) follow(part string, asOf register.Date) control.Period {
	o.T.Helper()
	p, err := control.Follow(context.Background(), control.Deps{DB: o.DB}, o.As("isam"), o.Now, o.DB.EndOfDay(asOf), o.IDs["SLK"], 2025, part)
	if err != nil {
		o.T.Fatal(err)
	}
	return p
}

func (o *office) verdict(part string, asOf register.Date, want string) method.Statement {
	o.T.Helper()
	s := o.follow(part, asOf).Statement
	if s.Verdict != want {
		o.T.Errorf("%s as of %s: %s, want %s: %+v", part, asOf, s.Verdict, want, s)
	}
	return s
}

// The year of internal control: what may be said follows what was performed.
func TestItem11Control(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		o.Make("plan", registers.ControlPlans, "SLK", f{"year": 2025, "status": "draft"})
		o.Make("activity", registers.ControlActivities, "SLK", f{"plan": "@plan", "title": "Stickprov", "frequency": "tertial"})
		o.verdict("jan_aug", "2026-03-02", method.NothingDue) // nobody has adopted the plan
		o.Refused("coordinator", "adopt", registers.ControlPlans, "plan", f{"adopted_on": "2026-03-01"}, "vor-needs-diary-number", "control-activity-lacks", "control-activity-lacks")
		o.Refused("coordinator", "update", registers.ControlActivities, "activity", f{"how": "Tjugo konton", "responsible": "@owner"})
		o.Refused("coordinator", "adopt", registers.ControlPlans, "plan", f{"adopted_on": "2026-03-01", "diary_no": "KS 2026/1"})
		if s := o.verdict("jan_aug", "2026-03-02", method.NotProven); s.Due != 2 || len(s.Lacking) != 2 {
			t.Errorf("%+v", s)
		}
		for i, part := range []string{"t1", "t2"} {
			name := fmt.Sprint("result", i)
			o.Make(name, registers.ControlResults, "SLK", f{"activity": "@activity", "year": 2025, "period": part, "status": "planned"})
			o.Refused("coordinator", "perform", registers.ControlResults, name, f{"performed_on": "2026-03-03", "deviation_level": "none"}, "control-day-to-come")
			o.Refused("coordinator", "perform", registers.ControlResults, name, f{"performed_on": "2026-03-01", "deviation_level": "none", "tested_n": 20, "deviations_n": 2}, "level-differs-from-count")
			o.Refused("coordinator", "perform", registers.ControlResults, name, f{"performed_on": "2026-03-01", "deviation_level": []string{"none", "minor"}[i], "tested_n": 20, "deviations_n": 2 * i, "text": "Två sena"})
			o.verdict("jan_aug", "2026-03-02", []string{method.NotProven, method.NoMaterial}[i])
		}
		found := o.all(registers.Deviations)
		if len(found) != 1 || found[0].Text("level") != "minor" || found[0].Text("result") != string(o.IDs["result1"]) {
			t.Fatalf("%d deviations", len(found))
		}
		// As of the day before they were entered nothing had been performed.
		o.verdict("year", "2026-03-02", method.NotProven)

		confirm := func(level string) f {
			return f{"confirmed_by": "@coordinator", "confirmed_on": "2026-03-02", "deviation_level": level}
		}
		o.Refused("coordinator", "confirm", registers.ControlResults, "result1", confirm("minor"), "confirmer-performed")
		o.Refused("second", "confirm", registers.ControlResults, "result1", confirm("minor"), "confirm-level-in-person")
		o.Refused("isam", "confirm", registers.ControlResults, "result1", f{"confirmed_by": "@isam", "confirmed_on": "2026-03-02"}, "confirmer-other")
		material := f{"confirmed_by": "@second", "confirmed_on": "2026-03-02", "deviation_level": "material"}
		o.Refused("second", "confirm", registers.ControlResults, "result1", material, "control-material-needs-action")
		o.Make("action", registers.Actions, "SLK", f{"title": "Rätta", "owner": "@owner", "due": "2026-04-01", "status": "decided"})
		material["actions"] = []any{"@action"}
		o.Refused("second", "confirm", registers.ControlResults, "result1", material)
		if found = o.all(registers.Deviations); len(found) != 1 || found[0].Text("level") != "material" {
			t.Errorf("the deviation is %s", found[0].Text("level"))
		}
		s := o.verdict("jan_aug", "2026-03-02", method.Found)
		if len(s.Material) != 1 || s.Material[0].State != "material" {
			t.Errorf("%+v", s)
		}
		if says := o.follow("jan_aug", "2026-03-02").Says["sv"]; says != "Väsentliga avvikelser har identifierats för perioden 2025-01-01–2025-08-31." {
			t.Error(says)
		}
	})
}

// A mandatory process is decided when each working method is assessed and each
// high risk is handled as its value asks for.
func TestItem11WorkingMethods(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	o.Make("process", registers.VorProcesses, "SLK", f{"title": "Systematiskt informationssäkerhetsarbete", "year": 2025, "mandatory": "yes", "status": "open"})
	assessment := func() control.Vor {
		t.Helper()
		v, err := control.Assessment(context.Background(), control.Deps{DB: o.DB}, o.As("isam"), o.Now, time.Time{}, o.IDs["KS"], 2025)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	if v := assessment(); len(v.Findings) != 5 || v.Processes[0].Assessed != 0 {
		t.Fatalf("%+v", v)
	}
	decide := f{"diary_no": "KS 2025/9"}
	o.Refused("coordinator", "decide", registers.VorProcesses, "process", decide, "method-not-assessed", "method-not-assessed", "method-not-assessed", "method-not-assessed", "method-not-assessed")
	for i, m := range registers.VorRisks.Must("working_method").Choices.Codes() {
		o.Make(m, registers.VorRisks, "SLK", f{"title": "Händelse " + m, "process": "@process", "working_method": m, "p": 2, "c": []int{2, 5, 2, 2, 2}[i], "status": "assessed", "assessed_on": "2026-02-01", "situation": "partly"})
	}
	o.Refused("coordinator", "decide", registers.VorProcesses, "process", decide, "vor-risk-not-handled") // 2 × 5 = 10
	high := "local_instruction"
	o.Refused("coordinator", "handle", registers.VorRisks, high, f{}, "vor-handling-missing")
	o.Refused("coordinator", "handle", registers.VorRisks, high, f{"handling": "accept", "reason": "Liten"}, "vor-handling-too-weak")
	o.Refused("coordinator", "handle", registers.VorRisks, high, f{"handling": "control"}, "vor-control-missing")
	o.Refused("coordinator", "handle", registers.VorRisks, high, f{"handling": "action"}, "vor-action-missing")
	o.Make("plan", registers.ControlPlans, "SLK", f{"year": 2025, "status": "draft"})
	o.Make("activity", registers.ControlActivities, "SLK", f{"plan": "@plan", "risk": "@" + high, "title": "Stickprov", "period": "year"})
	o.Refused("coordinator", "handle", registers.VorRisks, high, f{"handling": "control"})
	o.Refused("coordinator", "decide", registers.VorProcesses, "process", decide)
	if v := assessment(); len(v.Findings) != 0 || v.Processes[0].Assessed != 5 || v.Processes[0].Risks[0].Controls[0] == "" || !v.Processes[0].Risks[0].Enough {
		t.Errorf("%+v", v)
	}

	// Above the highest limit a control is not enough.
	o.Make("worst", registers.VorRisks, "SLK", f{"title": "Störst", "process": "@process", "p": 4, "c": 4, "status": "assessed"})
	o.Refused("coordinator", "handle", registers.VorRisks, "worst", f{"handling": "control"}, "vor-handling-too-weak", "vor-control-missing")

	// An assessment that nobody has dated is of the day it was made.
	o.Make("undated", registers.VorRisks, "SLK", f{"title": "Utan dag", "process": "@process", "p": 1, "c": 1})
	o.Refused("coordinator", "assess", registers.VorRisks, "undated", f{})
	for _, r := range o.all(registers.VorRisks) {
		if on := r.Text("assessed_on"); r.Text("title") == "Utan dag" && on != string(register.DateOf(o.Now.In(o.DB.Zone))) {
			t.Errorf("assessed on %q", on)
		}
	}
}

func (o *office) all(r *register.Register) (out []*register.Record) {
	o.T.Helper()
	err := o.DB.Each(context.Background(), o.As("isam").Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		out = append(out, rec)
		return nil
	})
	if err != nil {
		o.T.Fatal(err)
	}
	return out
}

package settings_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/settings"
	"genomlys/internal/store/storetest"
)

var ctx = context.Background()

type world struct {
	t         *testing.T
	d         settings.Deps
	access    *access.Access
	now       time.Time
	city, own register.ID
}

func newWorld(t *testing.T, p storetest.Place) *world {
	t.Helper()
	db := p.Open(registers.Catalogue())
	w := &world{t: t, d: settings.Deps{DB: db, Commands: command.New(db)}, access: access.New(db), now: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}
	if err := settings.Install(w.d.Commands, db, func(code string) bool {
		return code == settings.TextCode("agreement", "instruction") || code == registers.HeadingCode("2.4")
	}, func(wrong map[string]error) {
		if len(wrong) > 0 {
			t.Errorf("rules that cannot stand: %v", wrong)
		}
	}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.book().Overlay(nil) }) // the program's one book, as other tests know it
	w.city = w.make(registers.Orgs, "", map[string]any{"title": "Staden", "kind": "city"})
	w.own = w.make(registers.Orgs, "", map[string]any{"title": "Kontoret", "kind": "office", "own_unit": "yes", "parent": string(w.city)})
	return w
}

func (w *world) book() *rulebook.Book {
	b, err := rulebook.Load()
	if err != nil {
		w.t.Fatal(err)
	}
	return b
}

func (w *world) make(reg *register.Register, org register.ID, fields map[string]any) register.ID {
	w.t.Helper()
	w.now = w.now.Add(time.Second)
	rc, err := w.d.Commands.Do(ctx, access.System(), command.Options{Via: "import", Now: w.now}, command.Change{Op: "create", Register: reg, Org: org, Fields: fields})
	if err != nil {
		w.t.Fatal(err)
	}
	return rc.Items[0].New.ID
}

func (w *world) who(name, function string, org register.ID) access.Caller {
	w.t.Helper()
	p := w.make(registers.Persons, org, map[string]any{"title": name, "email": name + "@a.example"})
	w.make(registers.RoleAssignments, org, map[string]any{"title": name, "function": function, "person": string(p)})
	c, err := w.access.Person(ctx, p, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (w *world) codes(err error) (out []string) {
	var f *fault.Error
	if err == nil {
		return nil
	}
	if !errors.As(err, &f) {
		w.t.Fatal(err)
	}
	for _, p := range f.Problems {
		out = append(out, p.Code)
		if _, ok := settings.Messages[p.Code]; !ok && !lang.HasProblem(p.Code) {
			if _, ok := registers.Messages[p.Code]; !ok {
				w.t.Errorf("no words for %s", p.Code)
			}
		}
	}
	if len(out) == 0 {
		out = []string{f.Code}
	}
	return out
}

func (w *world) propose(c access.Caller, org register.ID, code, value, from string) (*register.Record, []string) {
	w.t.Helper()
	w.now = w.now.Add(time.Second)
	rc, err := settings.Propose(ctx, w.d, c, command.Options{Via: "web", Now: w.now}, org, settings.Proposal{Code: code, Value: value, From: register.Date(from), Reason: "Beslut i ledningsgruppen"})
	if err != nil {
		return nil, w.codes(err)
	}
	return rc.Items[0].New, nil
}

func (w *world) adopt(c access.Caller, rec *register.Record) (command.Receipt, []string) {
	w.t.Helper()
	w.now = w.now.Add(time.Second)
	rc, err := w.d.Commands.Do(ctx, c, command.Options{Via: "web", Now: w.now}, command.Change{Op: "adopt", Register: registers.Settings, ID: string(rec.ID)})
	return rc, w.codes(err)
}

// TestOwnRules: a rule is proposed, adopted and holds from its day in every room
// that asks the book; taking it back brings the shipped one back.
func TestOwnRules(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p)
		isam, admin := w.who("isa", "isam", w.own), w.who("adam", "system_admin", w.city)
		months := func(day string) int {
			return w.book().At(clockDate(day)).Number(rulebook.ClassCurrentMonths)
		}
		rule, got := w.propose(isam, w.own, "threshold.class_current_months", `{"values":[24]}`, "2026-12-01")
		if got != nil {
			t.Fatal(got)
		}
		if months("2026-12-01") != 36 {
			t.Error("a rule holds before it is adopted")
		}
		rc, got := w.adopt(isam, rule) // a threshold may be adopted by whoever proposed it
		if got != nil {
			t.Fatal(got)
		}
		if months("2026-11-30") != 36 || months("2026-12-01") != 24 {
			t.Errorf("%d, then %d months", months("2026-11-30"), months("2026-12-01"))
		}
		rec, err := w.d.DB.Get(ctx, access.System().Read(registers.Settings), registers.Settings, string(rule.ID), time.Time{}, 0)
		if err != nil || rec.Text("proposed_by") != string(isam.Person) || rec.Text("adopted_by") != string(isam.Person) || rec.Text("adopted_on") != "2026-11-23" {
			t.Errorf("by %s, %s on %s (%v)", rec.Text("proposed_by"), rec.Text("adopted_by"), rec.Text("adopted_on"), err)
		}
		// A scale takes two.
		scale, got := w.propose(isam, w.own, "dpia.dpia", `{"enough":1,"reason_from":1}`, "2026-12-01")
		if got != nil {
			t.Fatal(got)
		}
		if _, got = w.adopt(isam, scale); !slices.Equal(got, []string{"setting-four-eyes"}) {
			t.Errorf("a scale by one person: %v", got)
		}
		if _, got = w.adopt(admin, scale); got != nil {
			t.Error(got)
		}
		w.now = w.now.Add(time.Second)
		if _, err := w.d.Commands.Undo(ctx, isam, command.Options{Via: "web", Now: w.now}, rc.Set); err != nil {
			t.Fatal(err)
		}
		if months("2026-12-01") != 36 {
			t.Error("what is taken back still holds")
		}
		// A house that opens anew finds what was adopted.
		w.book().Overlay(nil)
		if wrong, err := settings.Refresh(ctx, w.d.DB); err != nil || len(wrong) > 0 {
			t.Error(wrong, err)
		}
		if v := w.book().At(clockDate("2026-12-01")).DPIA().Enough; v != 1 {
			t.Errorf("the own scale is not found: %d", v)
		}
	})
}

// TestRefusedRules: the law's, the past's, the half and the neighbour's.
func TestRefusedRules(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p)
		unit := w.make(registers.Orgs, "", map[string]any{"title": "Enheten", "kind": "unit", "parent": string(w.own)})
		isam, head := w.who("isa", "isam", w.own), w.who("hed", "head", w.own)
		for _, x := range []struct {
			org               register.ID
			code, value, from string
			want              string
		}{
			{w.own, "clock.GDPR33", `{"length":96}`, "2026-12-01", "rule-given-by-law"},
			{w.own, "threshold.no_such", `{"values":[1]}`, "2026-12-01", "no-such-rule"},
			{w.own, "threshold.class_current_months", `{"unit":"day"}`, "2026-12-01", "rule-value-not-changeable"},
			{w.own, "threshold.class_current_months", `{"values":[]}`, "2026-12-01", "rule-not-whole"},
			{w.own, "threshold.class_current_months", `[24]`, "2026-12-01", "not-json-object"},
			{w.own, "threshold.class_current_months", `{"values":[24]}`, "2026-11-22", "setting-not-backwards"},
			{unit, "threshold.class_current_months", `{"values":[24]}`, "2026-12-01", "setting-for-whole"},
		} {
			if _, got := w.propose(isam, x.org, x.code, x.value, x.from); !slices.Equal(got, []string{x.want}) {
				t.Errorf("%s %s from %s: %v, want %s", x.code, x.value, x.from, got, x.want)
			}
		}
		if _, got := w.propose(head, w.own, "threshold.class_current_months", `{"values":[24]}`, "2026-12-01"); !slices.Equal(got, []string{"may-not-create"}) {
			t.Errorf("by the head: %v", got)
		}
		rule, got := w.propose(isam, w.own, "threshold.class_current_months", `{"values":[24]}`, "2026-12-01")
		if got != nil {
			t.Fatal(got)
		}
		if _, got := w.adopt(isam, rule); got != nil {
			t.Fatal(got)
		}
		w.now = w.now.Add(time.Second)
		_, err := w.d.Commands.Do(ctx, isam, command.Options{Via: "web", Now: w.now}, command.Change{Op: "update", Register: registers.Settings, ID: string(rule.ID), Fields: map[string]any{"value": `{"values":[12]}`}})
		if got := w.codes(err); !slices.Equal(got, []string{"adopted-setting-stays"}) {
			t.Errorf("rewriting: %v", got)
		}
		_, err = w.d.Commands.Do(ctx, isam, command.Options{Via: "web", Now: w.now}, command.Change{Op: "create", Register: registers.Settings, Org: w.own,
			Fields: map[string]any{"title": "x", "code": "threshold.duty_ahead_days", "value": `{"values":[10]}`, "valid_from": "2026-12-01", "reason": "x", "proposed_by": string(head.Person)}})
		if got := w.codes(err); !slices.Equal(got, []string{"made-by-step"}) {
			t.Errorf("in another's name: %v", got)
		}
		if _, got = w.propose(isam, w.own, "threshold.class_current_months", `{"values":[18]}`, "2026-12-01"); !slices.Equal(got, []string{"setting-same-day"}) {
			t.Errorf("twice from a day: %v", got)
		}
	})
}

func clockDate(day string) clock.Date { return clock.Date(day) }

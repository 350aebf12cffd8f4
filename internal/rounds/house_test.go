package rounds_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/respond"
	"genomlys/internal/rounds"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var ctx = context.Background()

// office is an invented office with a system, its owner and those around it.
type office struct {
	t        *testing.T
	db       *store.DB
	s        *command.Service
	a        *access.Access
	now      time.Time
	org      register.ID
	object   register.ID
	person   map[string]register.ID
	function map[string]register.ID
}

func newOffice(t *testing.T, p storetest.Place) *office {
	db := p.Open(registers.Catalogue())
	o := &office{t: t, db: db, s: command.New(db), a: access.New(db), now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC), person: map[string]register.ID{}, function: map[string]register.ID{}}
	if err := errors.Join(rounds.Install(o.s, db), respond.Install(o.s, db)); err != nil {
		t.Fatal(err)
	}
	sys := access.System()
	o.org = o.make(sys, registers.Orgs, "", map[string]any{"title": "Lindhamns stadsledningskontor", "kind": "office", "short": "LSK"})
	for who, f := range map[string]string{"isam": "isam", "owner": "object_owner", "it": "object_manager_it", "substitute": "object_owner", "gone": "", "hidden": ""} {
		person := map[string]any{"title": "Person " + who, "email": who + "@lsk.example"}
		if who == "hidden" {
			person["protected_identity"], person["secrecy"] = "yes", "osl_21"
		}
		o.person[who] = o.make(sys, registers.Persons, o.org, person)
		if f != "" {
			o.function[who] = o.make(sys, registers.RoleAssignments, o.org, map[string]any{"title": "Funktion " + who, "person": string(o.person[who]), "function": f})
		}
	}
	o.do("system", "leave", registers.Persons, o.person["gone"], nil)
	o.object = o.make(sys, registers.Objects, o.org, map[string]any{"title": "Ärendesystemet", "kind": "business_system", "reach": "local", "owner": string(o.function["owner"]), "manager_it": string(o.function["it"])})
	o.do("system", "update", registers.RoleAssignments, o.function["substitute"], map[string]any{"substitute_for": string(o.function["owner"]), "object": string(o.object)})
	routine := o.make(sys, registers.AccessRoutines, o.org, map[string]any{"object": string(o.object), "way": "Central beställning", "uniform": "yes", "model": "role", "frequency_months": 12})
	o.do("system", "decide", registers.AccessRoutines, routine, map[string]any{"decided_on": "2026-01-15"})
	return o
}

func (o *office) deps() rounds.Deps { return rounds.Deps{DB: o.db, Commands: o.s} }

func (o *office) draft() draft.Deps { return draft.Deps{DB: o.db, Now: o.now} }

func (o *office) caller(who string) access.Caller {
	o.t.Helper()
	if who == "system" {
		return access.System()
	}
	c, err := o.a.Person(ctx, o.person[who], o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

func (o *office) options() command.Options {
	o.now = o.now.Add(time.Second)
	return command.Options{Via: "api", Now: o.now}
}

func (o *office) make(c access.Caller, r *register.Register, org register.ID, fields map[string]any) register.ID {
	o.t.Helper()
	got, err := o.s.Do(ctx, c, o.options(), command.Change{Op: "create", Register: r, Org: org, Fields: fields})
	if err != nil {
		o.t.Fatalf("create %s: %v", r.Name, err)
	}
	return got.Items[0].New.ID
}

func (o *office) try(who, op string, r *register.Register, id register.ID, fields map[string]any) error {
	if fields == nil {
		fields = map[string]any{}
	}
	_, err := o.s.Do(ctx, o.caller(who), o.options(), command.Change{Op: op, Register: r, ID: string(id), Fields: fields})
	return err
}

func (o *office) do(who, op string, r *register.Register, id register.ID, fields map[string]any) {
	o.t.Helper()
	if err := o.try(who, op, r, id, fields); err != nil {
		o.t.Fatalf("%s %s by %s: %v", op, r.Name, who, err)
	}
}

// says holds that an error is a refusal by a rule that has words.
func (o *office) says(err error, code string) {
	o.t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) {
		o.t.Fatalf("%v, want %s", err, code)
	}
	for _, p := range e.Problems {
		if p.Code == code {
			if _, ok := rounds.Messages[code]; !ok && code != "required-in-state" {
				o.t.Errorf("no words for %s", code)
			}
			return
		}
	}
	o.t.Fatalf("%v, want %s", err, code)
}

func (o *office) all(r *register.Register, field string, value register.ID) []*register.Record {
	o.t.Helper()
	var out []*register.Record
	err := o.db.Each(ctx, access.System().Read(r), store.Query{Register: r, Filter: draft.Where(field, string(value))}, func(rec *register.Record) error {
		out = append(out, rec)
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return out
}

func (o *office) get(r *register.Register, id register.ID) *register.Record {
	o.t.Helper()
	rec, err := o.db.Get(ctx, access.System().Read(r), r, string(id), time.Time{}, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	return rec
}

// account gives the account of a round by name.
func (o *office) account(round register.ID, name string) *register.Record {
	o.t.Helper()
	for _, a := range o.all(registers.AccessAccounts, "review", round) {
		if a.Text("account") == name {
			return a
		}
	}
	o.t.Fatalf("no account %s", name)
	return nil
}

func change(op string, r *register.Register, org register.ID, fields map[string]any) command.Change {
	return command.Change{Op: op, Register: r, Org: org, Fields: fields}
}

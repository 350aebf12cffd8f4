package respond_test

import (
	"context"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/respond"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// office is an invented city: a providing board with its office, two boards
// that it processes data for, and those who hold functions there.
type office struct {
	t      *testing.T
	db     *store.DB
	s      *command.Service
	a      *access.Access
	now    time.Time
	org    map[string]register.ID
	person map[string]register.ID
	object register.ID
	proc   map[string]register.ID
}

func local(s string) time.Time {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		panic(err)
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", s, zone)
	if err != nil {
		panic(err)
	}
	return t
}

func newOffice(t *testing.T, p storetest.Place) *office {
	db := p.Open(registers.Catalogue())
	s := command.New(db)
	if err := respond.Install(s, db); err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, db: db, s: s, a: access.New(db), now: local("2026-10-23 08:00"), org: map[string]register.ID{}, person: map[string]register.ID{}, proc: map[string]register.ID{}}
	sys := access.System()
	o.org["city"] = o.make(sys, registers.Orgs, "", map[string]any{"title": "Lindhamns stad", "kind": "city"})
	for code, title := range map[string]string{"it": "Servicenämnden", "school": "Utbildningsnämnden", "care": "Äldrenämnden"} {
		o.org[code] = o.make(sys, registers.Orgs, "", map[string]any{"title": title, "kind": "board", "parent": string(o.org["city"]), "is_controller": "yes",
			"org_no": "212000-0001", "postal_address": "Box 1, 123 45 Lindhamn", "contact": "kontakt@lindhamn.example"})
	}
	o.org["it-office"] = o.make(sys, registers.Orgs, "", map[string]any{"title": "Serviceförvaltningen", "kind": "office", "parent": string(o.org["it"])})
	o.org["school-office"] = o.make(sys, registers.Orgs, "", map[string]any{"title": "Utbildningsförvaltningen", "kind": "office", "parent": string(o.org["school"])})
	for _, f := range [][3]string{{"lead", "incident_lead", "it-office"}, {"isam", "isam", "it-office"}, {"head", "head", "it"}, {"school-isam", "isam", "school-office"},
		{"school-head", "head", "school-office"}, {"care-isam", "isam", "care"}, {"school-manager", "city_manager", "school-office"}, {"privacy", "privacy_contact", "it-office"}} {
		id := o.make(sys, registers.Persons, o.org["city"], map[string]any{"title": "Person " + f[0], "email": f[0] + "@lindhamn.example"})
		o.person[f[0]] = id
		o.make(sys, registers.RoleAssignments, o.org[f[2]], map[string]any{"title": "Funktion " + f[0], "person": string(id), "function": f[1], "email": f[0] + "@lindhamn.example"})
	}
	o.object = o.make(sys, registers.Objects, o.org["it-office"], map[string]any{"title": "Lagringstjänsten", "kind": "shared_it", "reach": "city_wide"})
	for _, b := range []string{"school", "care"} {
		o.make(sys, registers.ObjectParties, o.org["it-office"], map[string]any{"object": string(o.object), "party": string(o.org[b]), "role": "controller"})
		o.proc[b] = o.make(sys, registers.Processings, o.org[b], map[string]any{"title": "Behandling " + b, "role": "controller", "objects": []any{string(o.object)},
			"data_subjects": []any{map[string]string{"school": "pupils", "care": "clients"}[b]}, "purposes": "Fullgöra uppdraget", "data_categories": []any{"namn", "adress"},
			"retention": "Två år", "source_of_data": "subject", "automated_decision": "no", "third_country": "no", "recipient_categories": []any{"leverantör"}})
	}
	return o
}

func (o *office) caller(who string) access.Caller {
	o.t.Helper()
	if who == "system" {
		return access.System()
	}
	c, err := o.a.Person(context.Background(), o.person[who], o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

func (o *office) try(c access.Caller, chs ...command.Change) (command.Receipt, error) {
	o.now = o.now.Add(time.Second)
	return o.s.Do(context.Background(), c, command.Options{Via: "web", Now: o.now}, chs...)
}

func (o *office) make(c access.Caller, r *register.Register, org register.ID, fields map[string]any) register.ID {
	o.t.Helper()
	got, err := o.try(c, command.Change{Op: "create", Register: r, Org: org, Fields: fields})
	if err != nil {
		o.t.Fatalf("create %s: %v", r.Name, err)
	}
	return got.Items[0].New.ID
}

func (o *office) do(who, op string, r *register.Register, id register.ID, fields map[string]any) {
	o.t.Helper()
	if _, err := o.try(o.caller(who), command.Change{Op: op, Register: r, ID: string(id), Fields: fields}); err != nil {
		o.t.Fatalf("%s %s by %s: %v", op, r.Name, who, err)
	}
}

// refused holds that a change is refused by a rule, or for want of a function.
func (o *office) refused(code, who, op string, r *register.Register, id register.ID, fields map[string]any) {
	o.t.Helper()
	_, err := o.try(o.caller(who), command.Change{Op: op, Register: r, ID: string(id), Fields: fields})
	if err == nil {
		o.t.Fatalf("%s %s by %s was not refused, want %s", op, r.Name, who, code)
	}
	e, _ := err.(*fault.Error)
	if e == nil {
		o.t.Fatalf("%s: %v", code, err)
	}
	if e.Code == code {
		return
	}
	for _, p := range e.Problems {
		if p.Code == code {
			if _, ok := respond.Messages[code]; !ok && code != "reason-needed" {
				o.t.Errorf("no words for %s", code)
			}
			return
		}
	}
	o.t.Fatalf("%s %s by %s: %v, want %s", op, r.Name, who, err, code)
}

func (o *office) get(r *register.Register, id register.ID) *register.Record {
	o.t.Helper()
	rec, err := o.db.Get(context.Background(), access.System().Read(r), r, string(id), time.Time{}, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	return rec
}

func (o *office) all(r *register.Register, field, value string) []*register.Record {
	o.t.Helper()
	var out []*register.Record
	err := o.db.Each(context.Background(), access.System().Read(r), store.Query{Register: r, Filter: draft.Where(field, value)}, func(rec *register.Record) error {
		out = append(out, rec)
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return out
}

// clock gives the clock of a matter by code that is not void.
func (o *office) clock(field string, id register.ID, code string) *register.Record {
	o.t.Helper()
	for _, c := range o.all(registers.Clocks, field, string(id)) {
		if c.Text("code") == code && c.Text("status") != "void" {
			return c
		}
	}
	o.t.Fatalf("no clock %s", code)
	return nil
}

func (o *office) deps() draft.Deps { return draft.Deps{DB: o.db, Now: o.now} }

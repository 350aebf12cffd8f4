package people_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/people"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/store/storetest"
)

var ctx = context.Background()

// world is a city with two offices, as the room sees it.
type world struct {
	t                     *testing.T
	d                     people.Deps
	access                *access.Access
	rooms                 *room.Set
	now                   time.Time
	city, near, far, unit register.ID
}

func newWorld(t *testing.T, p storetest.Place) *world {
	t.Helper()
	db := p.Open(registers.Catalogue())
	w := &world{t: t, access: access.New(db), now: time.Date(2024, 1, 2, 8, 0, 0, 0, time.UTC), d: people.Deps{DB: db, Commands: command.New(db)}}
	people.Install(w.d.Commands, db)
	var err error
	if w.rooms, err = room.Join(db, people.Rooms(w.d)); err != nil {
		t.Fatal(err)
	}
	w.city = w.make(registers.Orgs, "", map[string]any{"title": "Staden", "kind": "city"})
	w.near = w.make(registers.Orgs, "", map[string]any{"title": "Stadsledningskontoret", "short": "SLK", "kind": "office", "parent": string(w.city)})
	w.far = w.make(registers.Orgs, "", map[string]any{"title": "Miljöförvaltningen", "kind": "office", "parent": string(w.city)})
	w.unit = w.make(registers.Orgs, "", map[string]any{"title": "Juridik", "kind": "unit", "parent": string(w.near)})
	return w
}

func (w *world) make(reg *register.Register, org register.ID, fields map[string]any) register.ID {
	w.t.Helper()
	w.now = w.now.Add(time.Second)
	rc, err := w.d.Commands.Do(ctx, access.System(), command.Options{Via: "import", Now: w.now}, command.Change{Op: "create", Register: reg, Org: org, Fields: fields})
	if err != nil {
		w.t.Fatalf("make %s: %v", reg.Name, err)
	}
	return rc.Items[0].New.ID
}

// person makes somebody who holds a function, and gives both.
func (w *world) person(name, function string, org register.ID) (person, held register.ID) {
	w.t.Helper()
	person = w.make(registers.Persons, org, map[string]any{"title": name, "email": strings.ToLower(name) + "@near.example"})
	if function != "" {
		held = w.make(registers.RoleAssignments, org, map[string]any{"title": name + " " + function, "function": function, "person": string(person)})
	}
	return person, held
}

func (w *world) who(p register.ID) access.Caller {
	w.t.Helper()
	c, err := w.access.Person(ctx, p, w.now)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

func (w *world) get(reg *register.Register, id register.ID, asOf time.Time) *register.Record {
	w.t.Helper()
	rec, err := w.d.DB.Get(ctx, access.System().Read(reg), reg, string(id), asOf, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	return rec
}

// act does an act of the room and gives the codes it was refused by.
func (w *world) act(c access.Caller, reg *register.Register, name string, on register.ID, params map[string]string) (command.Receipt, []string) {
	w.t.Helper()
	w.now = w.now.Add(time.Second)
	a, err := w.rooms.Act(reg.Name, name)
	if err != nil {
		w.t.Fatal(err)
	}
	rc, err := w.rooms.Do(ctx, room.Call{Caller: c, Now: w.now, Via: "web", Params: params, Lang: lang.SV}, a, string(on))
	return rc, codes(err)
}

func codes(err error) (out []string) {
	var f *fault.Error
	if !errors.As(err, &f) {
		if err != nil {
			return []string{err.Error()}
		}
		return nil
	}
	for _, p := range f.Problems {
		out = append(out, p.Code)
	}
	if len(out) == 0 {
		out = []string{f.Code}
	}
	for _, c := range out {
		if _, ok := people.Messages[c]; !ok && !lang.HasProblem(c) {
			out = append(out, "no words for "+c)
		}
	}
	return out
}

func (w *world) refused(got []string, want ...string) {
	w.t.Helper()
	if !slices.Equal(got, want) {
		w.t.Errorf("refused by %v, want %v", got, want)
	}
}

// TestHandOver: one act moves every function to those chosen, ends the person,
// and one undo takes it all back; what hangs on a function stays there.
func TestHandOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p)
		admin, _ := w.person("Admin", "system_admin", w.city)
		leaver, owner := w.person("Anna", "object_owner", w.near)
		privacy := w.make(registers.RoleAssignments, w.near, map[string]any{"title": "Dataskydd", "function": "privacy_contact", "person": string(leaver)})
		manager := w.make(registers.RoleAssignments, w.near, map[string]any{"title": "Ledare", "function": "object_manager", "person": string(leaver)})
		w.make(registers.RoleAssignments, w.near, map[string]any{"title": "Förr", "function": "registrar", "person": string(leaver), "valid_from": "2020-01-01", "valid_to": "2020-12-31"})
		object := w.make(registers.Objects, w.near, map[string]any{"title": "Lön", "kind": "business_system", "reach": "local", "status": "operation", "owner": string(owner), "manager": string(manager)})
		w.make(registers.Objects, w.near, map[string]any{"title": "Avvecklat", "kind": "business_system", "reach": "local", "status": "retired", "retired_on": "2023-01-01", "owner": string(owner)})
		to, _ := w.person("Bo", "", w.near)
		other, _ := w.person("Cia", "", w.near)
		isam, _ := w.person("Isa", "isam", w.near)

		duties, err := people.Duties(ctx, w.d, w.who(isam), w.get(registers.Persons, leaver, time.Time{}), "2024-01-02")
		if err != nil || len(duties) != 3 {
			t.Fatalf("%d functions, %v; want the three held today", len(duties), err)
		}
		uses := map[string]int{}
		for _, x := range duties {
			for _, u := range x.Uses {
				uses[x.Function.Text("title")+" "+u.Register.Name+"."+u.Field.Name] = u.Count
			}
		}
		// The retired object is settled, though one could take it into use again.
		if uses["Anna object_owner object.owner"] != 1 || uses["Ledare object.manager"] != 1 {
			t.Errorf("what hangs on the functions: %v", uses)
		}

		adminCaller := w.who(admin)
		_, got := w.act(adminCaller, registers.Persons, "hand_over", leaver, map[string]string{"receiver": string(leaver)})
		w.refused(got, "hand-over-to-oneself")
		_, got = w.act(adminCaller, registers.Persons, "hand_over", leaver, map[string]string{"functions": string(owner)})
		w.refused(got, "one-receiver-each")
		// Nobody gives himself rights, not by handing over either.
		_, got = w.act(adminCaller, registers.Persons, "hand_over", leaver, map[string]string{"receiver": string(admin)})
		w.refused(got, "may-not-take-over", "may-not-take-over", "may-not-take-over")
		if w.get(registers.Persons, leaver, time.Time{}).Text("status") != "active" {
			t.Fatal("a refused hand-over ended the person")
		}

		before := w.now
		rc, got := w.act(adminCaller, registers.Persons, "hand_over", leaver, map[string]string{"receiver": string(to), "functions": string(privacy), "receivers": string(other), "vacant": string(manager)})
		w.refused(got)
		holder := func(id register.ID) register.ID {
			return register.ID(w.get(registers.RoleAssignments, id, time.Time{}).Text("person"))
		}
		if holder(owner) != to || holder(privacy) != other || holder(manager) != "" {
			t.Errorf("held by %s, %s and %s", holder(owner), holder(privacy), holder(manager))
		}
		if _, err := w.access.Person(ctx, leaver, w.now); !fault.Is(err, fault.Unknown) {
			t.Errorf("who has left comes in: %v", err)
		}
		if w.get(registers.Objects, object, time.Time{}).Text("owner") != string(owner) {
			t.Error("the object no longer names the function")
		}
		if w.get(registers.RoleAssignments, owner, before).Text("person") != string(leaver) {
			t.Error("who held the function before is not told as of then")
		}
		w.now = w.now.Add(time.Second)
		if _, err := w.d.Commands.Undo(ctx, adminCaller, command.Options{Via: "web", Now: w.now}, rc.Set); err != nil {
			t.Fatal(err)
		}
		if holder(owner) != leaver || holder(privacy) != leaver || holder(manager) != leaver || w.get(registers.Persons, leaver, time.Time{}).Text("status") != "active" {
			t.Error("undoing does not take it all back")
		}

		// A coordinator hands over what a coordinator may give, and nothing else.
		w.make(registers.RoleAssignments, w.near, map[string]any{"title": "Chef", "function": "head", "person": string(leaver)})
		_, got = w.act(w.who(isam), registers.Persons, "hand_over", leaver, map[string]string{"receiver": string(to)})
		w.refused(got, "may-not-hand-over")
	})
}

// TestFunctions: who may give what to whom, and which functions bar each other.
func TestFunctions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p)
		admin, _ := w.person("Admin", "system_admin", w.city)
		isam, _ := w.person("Isa", "isam", w.near)
		ann, _ := w.person("Ann", "", w.near)
		dpo, dpoHeld := w.person("Dan", "dpo", w.near)
		give := func(c register.ID, person register.ID, function string, org register.ID, more ...string) []string {
			params := map[string]string{"function": function, "org": string(org), "person": string(person)}
			for i := 0; i < len(more); i += 2 {
				params[more[i]] = more[i+1]
			}
			_, got := w.act(w.who(c), registers.RoleAssignments, "give", "", params)
			return got
		}
		w.refused(give(admin, admin, "isam", w.far), "may-not-grant")
		w.refused(give(isam, ann, "head", w.near), "may-not-grant")
		w.refused(give(isam, ann, "object_owner", w.far), "may-not-create")
		w.refused(give(isam, ann, "object_owner", w.near))
		w.refused(give(admin, ann, "dpo", w.far), "functions-apart")
		w.refused(give(admin, dpo, "object_owner", w.near), "functions-apart")
		w.refused(give(admin, ann, "isam", w.near), "function-held-already")
		w.refused(give(admin, ann, "isam", w.near, "substitute_for", string(dpoHeld)))
		w.refused(give(admin, "", "head", w.near)) // a vacancy
		w.refused(give(admin, ann, "registrar", w.near, "valid_from", "2024-02-01", "valid_to", "2024-01-01"), "end-before-start")

		// The officer's function ends on a day, and another begins on the next.
		_, got := w.act(w.who(admin), registers.RoleAssignments, "close_down", dpoHeld, map[string]string{"valid_to": "2024-03-31"})
		w.refused(got)
		eva, _ := w.person("Eva", "", w.near)
		w.refused(give(admin, eva, "dpo", w.near, "valid_from", "2024-03-31"), "function-held-already")
		w.refused(give(admin, eva, "dpo", w.near, "valid_from", "2024-04-01"))
		_, got = w.act(w.who(admin), registers.RoleAssignments, "fill", dpoHeld, map[string]string{"person": string(isam)})
		w.refused(got, "functions-apart")
	})
}

// TestTree: units move, change names and merge from a day, and the tree of an
// earlier day stands.
func TestTree(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p)
		admin, _ := w.person("Admin", "system_admin", w.city)
		isam, _ := w.person("Isa", "isam", w.far)
		object := w.make(registers.Objects, w.near, map[string]any{"title": "Lön", "kind": "business_system", "reach": "local", "status": "operation"})
		w.now = time.Date(2024, 6, 3, 8, 0, 0, 0, time.UTC)
		c := w.who(admin)
		_, got := w.act(c, registers.Orgs, "move", w.unit, map[string]string{"parent": string(w.far), "day": "2024-05-01"})
		w.refused(got)
		_, got = w.act(c, registers.Orgs, "rename", w.unit, map[string]string{"name": "Rättsenheten", "day": "2024-06-01"})
		w.refused(got)
		was := w.get(registers.Orgs, w.unit, w.d.DB.EndOfDay("2024-04-30"))
		mid := w.get(registers.Orgs, w.unit, w.d.DB.EndOfDay("2024-05-01"))
		now := w.get(registers.Orgs, w.unit, time.Time{})
		if was.Text("parent") != string(w.near) || mid.Text("parent") != string(w.far) || mid.Text("title") != "Juridik" || now.Text("title") != "Rättsenheten" {
			t.Errorf("%s/%s, %s/%s, %s", was.Text("title"), was.Text("parent"), mid.Text("title"), mid.Text("parent"), now.Text("title"))
		}
		_, got = w.act(c, registers.Orgs, "move", w.unit, map[string]string{"parent": string(w.near), "day": "2024-12-01"})
		w.refused(got, "effective-in-future")
		_, got = w.act(c, registers.Orgs, "move", w.far, map[string]string{"parent": string(w.unit)})
		w.refused(got, "above-itself")
		_, got = w.act(w.who(isam), registers.Orgs, "move", w.far, map[string]string{"parent": string(w.near)})
		w.refused(got, "may-not-create")

		// The coordinator of one office does not see the other's objects until
		// the offices are one.
		if _, err := w.d.DB.Get(ctx, w.who(isam).Read(registers.Objects), registers.Objects, string(object), time.Time{}, 0); !fault.Is(err, fault.Unknown) {
			t.Fatalf("the other office's object: %v", err)
		}
		_, got = w.act(c, registers.Orgs, "merge", w.near, map[string]string{"into": string(w.near)})
		w.refused(got, "merge-into-itself")
		rc, got := w.act(c, registers.Orgs, "merge", w.near, map[string]string{"into": string(w.far)})
		w.refused(got)
		near := w.get(registers.Orgs, w.near, time.Time{})
		if near.Text("status") != "ended" || near.Text("parent") != string(w.far) || len(near.LinksOf("successors")) != 1 || near.LinksOf("successors")[0].To != w.far {
			t.Errorf("the ended office: %v", near.Values)
		}
		if _, err := w.d.DB.Get(ctx, w.who(isam).Read(registers.Objects), registers.Objects, string(object), time.Time{}, 0); err != nil {
			t.Errorf("the successor does not reach what was taken over: %v", err)
		}
		w.now = w.now.Add(time.Second)
		if _, err := w.d.Commands.Undo(ctx, c, command.Options{Via: "web", Now: w.now}, rc.Set); err != nil {
			t.Fatal(err)
		}
		if w.get(registers.Orgs, w.near, time.Time{}).Text("status") != "active" {
			t.Error("a merge taken back leaves the office ended")
		}
	})
}

package access_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var (
	ctx   = context.Background()
	today = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	cat   = registers.Catalogue()
)

func reg(name string) *register.Register { r, _ := cat.Get(name); return r }

// held is what the oracle knows of a function.
type held struct {
	person, org, object string
	function            string
	from, to            string
	ended               bool
}

type thing struct {
	register, id, org, object string
}

// facts is a small city drawn at random, kept as plain lists.
type facts struct {
	t       *testing.T
	db      *store.DB
	do      *command.Service
	rng     *rand.Rand
	parent  map[string]string
	orgs    []string
	people  []string
	held    []held
	things  []thing
	parties [][2]string // object, organisation
}

func (f *facts) add(name, org string, fields map[string]any) string {
	f.t.Helper()
	r, err := f.do.Do(ctx, access.System(), command.Options{Via: "import", Now: today}, command.Change{Op: "create", Register: reg(name), Org: register.ID(org), Fields: fields})
	if err != nil {
		f.t.Fatal(name, err)
	}
	return string(r.Items[0].New.ID)
}

func one[T any](f *facts, from []T) T { return from[f.rng.IntN(len(from))] }

func draw(t *testing.T, p storetest.Place, seed uint64) *facts {
	db := p.Open(cat)
	f := &facts{t: t, db: db, do: command.New(db), rng: rand.New(rand.NewPCG(seed, 3)), parent: map[string]string{}}
	for i := range 9 {
		fields := map[string]any{"title": fmt.Sprint("Org ", i), "kind": "board"}
		up := ""
		if i > 0 {
			up = one(f, f.orgs)
			fields["parent"] = up
		}
		id := f.add("org", "", fields)
		f.parent[id] = up
		f.orgs = append(f.orgs, id)
		f.things = append(f.things, thing{"org", id, id, ""})
	}
	for i := range 10 {
		f.people = append(f.people, f.add("person", one(f, f.orgs), map[string]any{"title": fmt.Sprint("P", i), "email": fmt.Sprintf("p%d@lindhamn.se", i)}))
	}
	functions := []string{}
	for _, r := range access.Rules {
		functions = append(functions, r.Function)
	}
	var objects []string
	for i := range 14 {
		org := one(f, f.orgs)
		id := f.add("object", org, map[string]any{"title": fmt.Sprint("O", i), "kind": "business_system", "reach": "local"})
		objects = append(objects, id)
		f.things = append(f.things, thing{"object", id, org, id})
	}
	for range 26 {
		h := held{person: one(f, f.people), org: one(f, f.orgs), function: one(f, append(functions, "respondent", "object_owner", "object_manager"))}
		switch f.rng.IntN(8) {
		case 0:
			h.to = "2026-03-01" // over yesterday
		case 1:
			h.from = "2026-03-03" // not until tomorrow
		case 2:
			h.from, h.to = "2026-03-02", "2026-03-02" // today alone
		case 3:
			h.ended = true
		}
		fields := map[string]any{"title": h.function, "function": h.function, "person": h.person, "valid_from": h.from, "valid_to": h.to}
		if h.ended {
			fields["status"] = "ended"
		}
		if f.rng.IntN(2) == 0 {
			h.object = one(f, objects)
			fields["object"] = h.object
		}
		id := f.add("role_assignment", h.org, fields)
		f.things = append(f.things, thing{"role_assignment", id, h.org, ""})
		f.held = append(f.held, h)
	}
	for range 6 {
		o, org, party := one(f, objects), one(f, f.orgs), one(f, f.orgs)
		id := f.add("object_party", org, map[string]any{"title": "part", "object": o, "party": party, "role": "user"})
		f.things = append(f.things, thing{"object_party", id, org, o})
		f.parties = append(f.parties, [2]string{o, party})
	}
	for range 20 {
		org, o := one(f, f.orgs), one(f, objects)
		f.things = append(f.things, thing{"classification", f.add("classification", org, map[string]any{"title": "K", "object": o, "kind": reg("classification").Must("kind").Choices[0].Code}), org, o})
		f.things = append(f.things, thing{"feedback", f.add("feedback", org, needed("feedback")), org, ""})
	}
	return f
}

func needed(name string) map[string]any {
	fields := map[string]any{"title": "x"}
	for _, f := range reg(name).Fields {
		if !f.Needed || fields[f.Name] != nil {
			continue
		}
		switch {
		case f.Choices != nil:
			fields[f.Name] = f.Choices[0].Code
		case f.Kind == register.Day:
			fields[f.Name] = "2026-01-01"
		case f.Kind == register.Text, f.Kind == register.Long:
			fields[f.Name] = "x"
		}
	}
	return fields
}

func (f *facts) under(org, top string) bool {
	for ; org != ""; org = f.parent[org] {
		if org == top {
			return true
		}
	}
	return false
}

// sees is the rule of domain.md 2 and security.md 6, told again with loops.
func (f *facts) may(person string, x thing, write bool) bool {
	any := false
	for _, h := range f.held {
		if h.person != person || h.ended || h.from > "2026-03-02" || h.to != "" && h.to < "2026-03-02" {
			continue
		}
		any = true
		for _, r := range access.Rules {
			list := r.Read
			if write {
				list = r.Write
			}
			if r.Function != h.function || !slices.Contains(list, x.register) && !slices.Contains(list, "*") {
				continue
			}
			if r.PerObject {
				if x.object != "" && x.object == h.object {
					return true
				}
				continue
			}
			if f.under(x.org, h.org) {
				return true
			}
			for _, p := range f.parties {
				if !write && x.object == p[0] && f.under(p[1], h.org) {
					return true
				}
			}
		}
	}
	return any && !write && slices.Contains(access.Public, x.register)
}

// In cities drawn at random each person sees, counts and may change exactly
// what the rules say (security.md 6.4).
func TestRandomCities(t *testing.T) {
	seeds := 6
	if testing.Short() {
		seeds = 2
	}
	check := func(t *testing.T, p storetest.Place, seed uint64) {
		f := draw(t, p, seed)
		a := access.New(f.db)
		seen, kept := 0, 0
		for _, person := range f.people {
			c, err := a.Person(ctx, register.ID(person), today)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"org", "role_assignment", "object", "object_party", "classification", "feedback"} {
				want := map[string]bool{}
				for _, x := range f.things {
					if x.register == name && f.may(person, x, false) {
						want[x.id] = true
					}
				}
				got := 0
				scope := c.Read(reg(name))
				if err := f.db.Each(ctx, scope, store.Query{Register: reg(name)}, func(rec *register.Record) error {
					got++
					if !want[string(rec.ID)] {
						t.Errorf("seed %d: %s sees %s %s, by %q", seed, person, name, rec.Ref, scope.Reason)
					}
					return nil
				}); err != nil {
					t.Fatal(err)
				}
				_, n, err := f.db.Count(ctx, scope, store.Query{Register: reg(name)}, nil)
				if got != len(want) || n != got || err != nil {
					t.Errorf("seed %d: %s sees %d and counts %d of %s, want %d (%v)", seed, person, got, n, name, len(want), err)
				}
				seen += got
			}
			for _, x := range f.things {
				if x.register == "role_assignment" || x.register == "org" {
					continue
				}
				_, err := f.do.Do(ctx, c, command.Options{Via: "web", Now: today, Dry: true}, command.Change{Op: "update", Register: reg(x.register), ID: x.id, Fields: map[string]any{"diary_no": "1"}})
				see, may := f.may(person, x, false), f.may(person, x, true)
				if see && may && err != nil || see && !may && !fault.Is(err, fault.Denied) || !see && !fault.Is(err, fault.Unknown) {
					t.Errorf("seed %d: %s changes %s: sees %v, may %v, got %v", seed, person, x.register, see, may, err)
				}
				if !see {
					kept++
				}
			}
		}
		if seen < 50 || kept < 50 {
			t.Errorf("seed %d proves little: %d seen, %d kept from", seed, seen, kept)
		}
	}
	for seed := range seeds {
		check(t, storetest.SQLite(t), uint64(seed))
	}
	check(t, storetest.Postgres(t), 99)
}

// Rights follow at once when a function, a person or the tree changes.
func TestRightsFollowChanges(t *testing.T) {
	f := draw(t, storetest.SQLite(t), 1)
	a := access.New(f.db)
	person := f.add("person", f.orgs[0], map[string]any{"title": "Ny", "email": "Ny@Lindhamn.se"})
	org := f.add("org", "", map[string]any{"title": "Egen", "kind": "board"})
	object := f.add("object", org, map[string]any{"title": "X", "kind": "business_system", "reach": "local"})
	sees := func() bool {
		c, err := a.ByEmail(ctx, " ny@lindhamn.SE ", today)
		if err != nil {
			return false
		}
		_, err = f.db.Get(ctx, c.Read(reg("object")), reg("object"), object, time.Time{}, 0)
		return err == nil
	}
	change := func(name, id string, fields map[string]any) {
		t.Helper()
		if _, err := f.do.Do(ctx, access.System(), command.Options{Via: "cli", Now: today}, command.Change{Op: "update", Register: reg(name), ID: id, Fields: fields}); err != nil {
			t.Fatal(err)
		}
	}
	want := func(what string, w bool) {
		t.Helper()
		if sees() != w {
			t.Errorf("%s: sees is %v", what, !w)
		}
	}
	want("without function", false)
	role := f.add("role_assignment", org, map[string]any{"title": "ISAM", "function": "isam", "person": person})
	want("as coordinator", true)
	change("role_assignment", role, map[string]any{"valid_to": "2026-03-01"})
	want("when it is over", false)
	change("role_assignment", role, map[string]any{"valid_to": "", "function": "system_admin"})
	want("as administrator", false)
	change("role_assignment", role, map[string]any{"function": "object_owner"})
	want("as owner of nothing", false)
	change("object", object, map[string]any{"owner": role})
	want("as owner", true)
	change("object", object, map[string]any{"owner": ""})
	want("when another owns it", false)
	change("role_assignment", role, map[string]any{"function": "auditor"})
	want("as auditor", true)
	change("person", person, map[string]any{"status": "left"})
	want("when he has left", false)
}

// Every function that rules, decisions and grants name is one that can be held,
// and every register and step is there.
func TestTablesNameWhatExists(t *testing.T) {
	functions := reg("role_assignment").Must("function").Choices
	registersOf := func(list []string) {
		for _, n := range list {
			if _, ok := cat.Get(n); !ok && n != "*" {
				t.Errorf("a rule names the register %s", n)
			}
		}
	}
	for _, r := range access.Rules {
		if !functions.Has(r.Function) {
			t.Errorf("rule %s names the function %s", r.ID, r.Function)
		}
		registersOf(r.Read)
		registersOf(r.Write)
	}
	registersOf(access.Public)
	for step, who := range access.Decisions {
		found := false
		for _, r := range cat.All {
			for _, action := range r.Actions() {
				found = found || r.Name+"."+action == step
			}
			for _, f := range r.Fields { // a decision that is a field, not a state
				found = found || r.Name+"."+f.Name == step
			}
		}
		if !found {
			t.Errorf("no register has the step %s", step)
		}
		for _, w := range who {
			if !functions.Has(w) {
				t.Errorf("%s is decided by %s", step, w)
			}
		}
	}
	for from, to := range access.Grants {
		for _, f := range append(slices.Clone(to), from) {
			if !functions.Has(f) && f != "*" {
				t.Errorf("grants name the function %s", f)
			}
		}
	}
	for _, r := range cat.All { // the ledger's own words are nobody's steps
		for _, action := range r.Actions() {
			if slices.Contains([]string{"create", "update", "undo", store.Withdraw}, action) {
				t.Errorf("%s has a step called %s", r.Name, action)
			}
		}
	}
}

package assess_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/assess"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// office is a small city on a real database: a board with its office, another
// board, and people who hold one function each.
type office struct {
	t      *testing.T
	ctx    context.Context
	db     *store.DB
	s      *command.Service
	access *access.Access
	now    time.Time
	ids    map[string]register.ID // by what the test calls it
	refs   map[string]string
}

const today = "2026-03-02"

func newOffice(t *testing.T, p storetest.Place) *office {
	t.Helper()
	db := p.Open(registers.Catalogue())
	o := &office{t: t, ctx: context.Background(), db: db, s: command.New(db), access: access.New(db), ids: map[string]register.ID{}, refs: map[string]string{},
		now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)}
	if err := assess.Install(o.s, db); err != nil {
		t.Fatal(err)
	}
	o.make("city", registers.Orgs, "", f{"title": "Lindhamns stad", "kind": "city"})
	o.make("KS", registers.Orgs, "", f{"title": "Kommunstyrelsen", "kind": "board", "parent": "@city"})
	o.make("SLK", registers.Orgs, "", f{"title": "Stadsledningskontoret", "kind": "office", "parent": "@KS"})
	o.make("UBN", registers.Orgs, "", f{"title": "Utbildningsnämnden", "kind": "board", "parent": "@city"})
	for _, x := range [][3]string{{"owner", "object_owner", "SLK"}, {"other owner", "object_owner", "SLK"}, {"manager", "object_manager", "SLK"}, {"isam", "isam", "SLK"}, {"head", "head", "SLK"},
		{"dpo", "dpo", "KS"}, {"privacy", "privacy_contact", "SLK"}, {"central", "central_isec", "city"}, {"board", "board", "KS"}, {"UBN head", "head", "UBN"}, {"UBN dpo", "dpo", "UBN"},
		{"information", "information_owner", "SLK"}, {"city privacy", "privacy_contact", "city"}} {
		o.make("person "+x[0], registers.Persons, "city", f{"title": "Person " + x[0], "email": strings.ReplaceAll(x[0], " ", ".") + "@example.org"})
		o.make(x[0], registers.RoleAssignments, x[2], f{"title": "Funktion " + x[0], "function": x[1], "person": "@person " + x[0], "valid_from": "2020-01-01"})
	}
	return o
}

type f map[string]any

// fill puts identities in the place of names such as "@owner".
func (o *office) fill(v any) any {
	switch x := v.(type) {
	case string:
		if name, ok := strings.CutPrefix(x, "@"); ok {
			if _, ok := o.ids[name]; !ok {
				o.t.Fatalf("nothing is called %s", name)
			}
			return string(o.ids[name])
		}
	case []any:
		out := make([]any, len(x))
		for i := range x {
			out[i] = o.fill(x[i])
		}
		return out
	case f:
		return o.fields(x)
	}
	return v
}

func (o *office) fields(in f) map[string]any {
	out := map[string]any{}
	for k, v := range in {
		out[k] = o.fill(v)
	}
	return out
}

// make creates a record as the installation itself.
func (o *office) make(name string, r *register.Register, org string, fields f) *register.Record {
	o.t.Helper()
	return o.create(access.System(), name, r, org, fields)
}

func (o *office) create(c access.Caller, name string, r *register.Register, org string, fields f) *register.Record {
	o.t.Helper()
	o.now = o.now.Add(time.Second)
	rc, err := o.s.Do(o.ctx, c, command.Options{Via: "web", Now: o.now}, command.Change{Op: "create", Register: r, Org: o.ids[org], Fields: o.fields(fields)})
	if err != nil {
		o.t.Fatalf("make %s: %s", name, told(err))
	}
	rec := rc.Items[0].New
	o.ids[name], o.refs[name] = rec.ID, rec.Ref
	return rec
}

// as gives the caller who holds a function.
func (o *office) as(name string) access.Caller {
	o.t.Helper()
	if name == "system" {
		return access.System()
	}
	c, err := o.access.Person(o.ctx, o.ids["person "+name], o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

// try does one change as somebody; the codes of what was refused are given.
func (o *office) try(who, op string, r *register.Register, name string, fields f) []string {
	o.t.Helper()
	o.now = o.now.Add(time.Second)
	_, err := o.s.Do(o.ctx, o.as(who), command.Options{Via: "web", Now: o.now}, command.Change{Op: op, Register: r, ID: string(o.ids[name]), Fields: o.fields(fields)})
	return codes(err)
}

// do is try that must succeed.
func (o *office) do(who, op string, r *register.Register, name string, fields f) {
	o.t.Helper()
	if got := o.try(who, op, r, name, fields); len(got) > 0 {
		o.t.Fatalf("%s %s %s: %v", who, op, name, got)
	}
}

// read takes a change in from a file.
func (o *office) read(op string, r *register.Register, name string, fields f) {
	o.t.Helper()
	o.now = o.now.Add(time.Second)
	if _, err := o.s.Do(o.ctx, access.System(), command.Options{Via: "import", Now: o.now}, command.Change{Op: op, Register: r, ID: string(o.ids[name]), Fields: o.fields(fields)}); err != nil {
		o.t.Fatalf("read %s: %s", name, told(err))
	}
}

// refused is try that must be refused for exactly what is said.
func (o *office) refused(who, op string, r *register.Register, name string, fields f, want ...string) {
	o.t.Helper()
	got := o.try(who, op, r, name, fields)
	for _, w := range want {
		if !slices.Contains(got, w) {
			o.t.Errorf("%s %s %s: refused for %v, want %s", who, op, name, got, w)
		}
	}
	if len(got) != len(want) {
		o.t.Errorf("%s %s %s: refused for %v, want %v", who, op, name, got, want)
	}
}

func codes(err error) (out []string) {
	var e *fault.Error
	if errors.As(err, &e) && len(e.Problems) > 0 {
		for _, p := range e.Problems {
			out = append(out, p.Code)
		}
		return out
	}
	if err != nil {
		out = append(out, err.Error())
	}
	return out
}

func told(err error) string {
	var e *fault.Error
	if errors.As(err, &e) {
		return fmt.Sprintf("%v %+v", err, e.Problems)
	}
	return err.Error()
}

// get reads a record as it stands.
func (o *office) get(r *register.Register, name string) *register.Record {
	o.t.Helper()
	rec, err := o.db.Get(o.ctx, access.System().Read(r), r, string(o.ids[name]), time.Time{}, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	return rec
}

// all gives every record of a register for which a test holds.
func (o *office) all(r *register.Register, keep func(*register.Record) bool) (out []*register.Record) {
	o.t.Helper()
	err := o.db.Each(o.ctx, access.System().Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		if keep(rec) {
			out = append(out, rec)
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return out
}

func (o *office) deps() assess.Deps {
	return assess.Deps{DB: o.db, Now: func() time.Time { return o.now }}
}

// is holds that a field of a record has a value.
func (o *office) is(rec *register.Record, field string, want any) {
	o.t.Helper()
	got := rec.Get(field)
	if s, ok := want.(string); ok {
		want = o.fill(s)
	}
	if !register.Same(got, want) {
		o.t.Errorf("%s %s is %v, want %v", rec.Ref, field, got, want)
	}
}

package control_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/control"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

type f map[string]any

// office is a board with its office and people who hold one function each.
type office struct {
	t   *testing.T
	db  *store.DB
	s   *command.Service
	a   *access.Access
	now time.Time
	ids map[string]register.ID
}

func newOffice(t *testing.T, p storetest.Place) *office {
	t.Helper()
	db := p.Open(registers.Catalogue())
	o := &office{t: t, db: db, s: command.New(db), a: access.New(db), now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC), ids: map[string]register.ID{}}
	if err := control.Install(o.s, db); err != nil {
		t.Fatal(err)
	}
	o.make("city", registers.Orgs, "", f{"title": "Lindhamns stad", "kind": "city"})
	o.make("KS", registers.Orgs, "", f{"title": "Kommunstyrelsen", "kind": "board", "parent": "@city"})
	o.make("SLK", registers.Orgs, "", f{"title": "Stadsledningskontoret", "kind": "office", "parent": "@KS"})
	o.make("UBN", registers.Orgs, "", f{"title": "Utbildningsnämnden", "kind": "board", "parent": "@city"})
	for _, x := range [][3]string{{"owner", "object_owner", "SLK"}, {"isam", "isam", "SLK"}, {"head", "head", "SLK"}, {"coordinator", "internal_control_coordinator", "SLK"}, {"second", "internal_control_coordinator", "SLK"}, {"far", "isam", "UBN"}} {
		o.make("person "+x[0], registers.Persons, x[2], f{"title": "Person " + x[0], "email": x[0] + "@lindhamn.example", "phone": "08-100 " + x[0]})
		o.make(x[0], registers.RoleAssignments, x[2], f{"title": "Funktion " + x[0], "function": x[1], "person": "@person " + x[0], "valid_from": "2020-01-01"})
	}
	return o
}

func (o *office) fill(in f) map[string]any {
	out := map[string]any{}
	for k, v := range in {
		out[k] = o.value(v)
	}
	return out
}

func (o *office) value(v any) any {
	switch x := v.(type) {
	case string:
		if name, ok := strings.CutPrefix(x, "@"); ok {
			if o.ids[name] == "" {
				o.t.Fatalf("nothing is called %s", name)
			}
			return string(o.ids[name])
		}
	case []any:
		out := make([]any, len(x))
		for i := range x {
			out[i] = o.value(x[i])
		}
		return out
	}
	return v
}

// make takes a record in as it stands, as an import does.
func (o *office) make(name string, r *register.Register, org string, fields f) {
	o.t.Helper()
	o.now = o.now.Add(time.Second)
	rc, err := o.s.Do(context.Background(), access.System(), command.Options{Via: "import", Now: o.now}, command.Change{Op: "create", Register: r, Org: o.ids[org], Fields: o.fill(fields)})
	if err != nil {
		o.t.Fatalf("make %s: %v", name, problems(err))
	}
	o.ids[name] = rc.Items[0].New.ID
}

func (o *office) as(who string) access.Caller {
	o.t.Helper()
	c, err := o.a.Person(context.Background(), o.ids["person "+who], o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

// refused makes a change and holds that exactly these rules refuse it; none: it
// goes well.
func (o *office) refused(who, op string, r *register.Register, name string, fields f, want ...string) {
	o.t.Helper()
	o.now = o.now.Add(time.Second)
	_, err := o.s.Do(context.Background(), o.as(who), command.Options{Via: "web", Now: o.now}, command.Change{Op: op, Register: r, ID: string(o.ids[name]), Fields: o.fill(fields)})
	o.codes(who+" "+op+" "+name, err, want)
}

func (o *office) codes(what string, err error, want []string) {
	o.t.Helper()
	got := problems(err)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		o.t.Errorf("%s: refused for %v, want %v", what, got, want)
	}
}

func problems(err error) (out []string) {
	var e *fault.Error
	if errors.As(err, &e) && len(e.Problems) > 0 {
		for _, p := range e.Problems {
			out = append(out, p.Code)
		}
		return out
	}
	if err != nil {
		return []string{err.Error()}
	}
	return nil
}

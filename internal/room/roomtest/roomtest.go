// Package roomtest is a board with its office, on which the tests of rooms try
// rules as different people.
package roomtest

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
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// F is the fields of a record; "@name" is the record that was made by a name.
type F map[string]any

// Office is the city with the board KS, its office SLK and another board UBN.
type Office struct {
	T        *testing.T
	DB       *store.DB
	Commands *command.Service
	Access   *access.Access
	Now      time.Time
	IDs      map[string]register.ID // of what has been made, by name
}

// New makes the organisations. The rules of a room are installed by its tests.
func New(t *testing.T, p storetest.Place) *Office {
	t.Helper()
	db := p.Open(registers.Catalogue())
	o := &Office{T: t, DB: db, Commands: command.New(db), Access: access.New(db), Now: time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC), IDs: map[string]register.ID{}}
	o.Make("city", registers.Orgs, "", F{"title": "Lindhamns stad", "kind": "city"})
	o.Make("KS", registers.Orgs, "", F{"title": "Kommunstyrelsen", "kind": "board", "parent": "@city"})
	o.Make("SLK", registers.Orgs, "", F{"title": "Stadsledningskontoret", "kind": "office", "parent": "@KS"})
	o.Make("UBN", registers.Orgs, "", F{"title": "Utbildningsnämnden", "kind": "board", "parent": "@city"})
	for _, x := range [][3]string{{"owner", "object_owner", "SLK"}, {"isam", "isam", "SLK"}, {"head", "head", "SLK"}, {"far", "isam", "UBN"}} {
		o.Appoint(x[0], x[1], x[2])
	}
	return o
}

// Appoint makes a person who holds one function, both known by a name.
func (o *Office) Appoint(name, function, org string) {
	o.T.Helper()
	o.Make("person "+name, registers.Persons, org, F{"title": "Person " + name, "email": name + "@lindhamn.example", "phone": "08-100 " + name})
	o.Make(name, registers.RoleAssignments, org, F{"title": "Funktion " + name, "function": function, "person": "@person " + name, "valid_from": "2020-01-01"})
}

func (o *Office) fill(in F) map[string]any {
	out := map[string]any{}
	for k, v := range in {
		out[k] = o.value(v)
	}
	return out
}

func (o *Office) value(v any) any {
	switch x := v.(type) {
	case string:
		if name, ok := strings.CutPrefix(x, "@"); ok {
			if o.IDs[name] == "" {
				o.T.Fatalf("nothing is called %s", name)
			}
			return string(o.IDs[name])
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

// Make takes a record in as it stands, as an import does.
func (o *Office) Make(name string, r *register.Register, org string, fields F) {
	o.T.Helper()
	o.Now = o.Now.Add(time.Second)
	rc, err := o.Commands.Do(context.Background(), access.System(), command.Options{Via: "import", Now: o.Now}, command.Change{Op: "create", Register: r, Org: o.IDs[org], Fields: o.fill(fields)})
	if err != nil {
		o.T.Fatalf("make %s: %v", name, Problems(err))
	}
	o.IDs[name] = rc.Items[0].New.ID
}

// As is the caller who holds a function by name.
func (o *Office) As(who string) access.Caller {
	o.T.Helper()
	c, err := o.Access.Person(context.Background(), o.IDs["person "+who], o.Now)
	if err != nil {
		o.T.Fatal(err)
	}
	return c
}

// Refused makes a change and holds that exactly these rules refuse it; none: it
// goes well.
func (o *Office) Refused(who, op string, r *register.Register, name string, fields F, want ...string) {
	o.T.Helper()
	o.Now = o.Now.Add(time.Second)
	_, err := o.Commands.Do(context.Background(), o.As(who), command.Options{Via: "web", Now: o.Now}, command.Change{Op: op, Register: r, ID: string(o.IDs[name]), Fields: o.fill(fields)})
	o.Codes(who+" "+op+" "+name, err, want)
}

// Codes holds that exactly these rules refused something.
func (o *Office) Codes(what string, err error, want []string) {
	o.T.Helper()
	got := Problems(err)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		o.T.Errorf("%s: refused for %v, want %v", what, got, want)
	}
}

// Problems are the codes of the rules that refused; other faults as they speak.
func Problems(err error) (out []string) {
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

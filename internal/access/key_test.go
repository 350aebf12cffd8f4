package access_test

import (
	"strings"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store/storetest"
)

// TestKeyIsMadeOfValues: what answers are kept under is the same whenever the
// same person comes, also when the caller is made anew, and another as soon as
// rights, language or what a token may do is another.
func TestKeyIsMadeOfValues(t *testing.T) {
	db := storetest.SQLite(t).Open(cat)
	f := &facts{t: t, db: db, do: command.New(db)}
	org := f.add("org", "", map[string]any{"title": "Nämnd", "kind": "board"})
	person := f.add("person", org, map[string]any{"title": "Någon", "email": "n@example.org", "status": "active"})
	function := f.add("role_assignment", org, map[string]any{"title": "Funktion", "person": person, "function": "object_owner", "status": "active", "valid_from": "2020-01-01"})
	a := access.New(db)
	caller := func() access.Caller {
		c, err := a.Person(ctx, register.ID(person), today)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	first := caller()
	if again := caller(); again.Key() != first.Key() {
		t.Error("the same person is told apart from herself")
	}
	if strings.Contains(first.Key(), "0x") {
		t.Error("the key names a place in memory")
	}
	seen := map[string]string{first.Key(): "the first"}
	other := func(what string, c access.Caller) {
		t.Helper()
		if was := seen[c.Key()]; was != "" {
			t.Errorf("%s has the key of %s", what, was)
		}
		seen[c.Key()] = what
	}
	english, reader := first, first
	english.Lang, reader.ReadOnly = lang.EN, true
	other("another language", english)
	other("a token that only reads", reader)
	other("the installation", access.System())
	f.add("object", org, map[string]any{"title": "Arkiv", "kind": "business_system", "reach": "local", "status": "operation", "owner": function})
	other("who owns an object", caller())
	f.add("role_assignment", org, map[string]any{"title": "Funktion", "person": person, "function": "isam", "status": "active", "valid_from": "2020-01-01"})
	other("who holds one function more", caller())

	// Two who come by links, made one after the other in the same place.
	for _, limit := range []access.Limit{
		{Key: "a"}, {Key: "b"}, {Key: "a", Object: "o1"}, {Key: "a", Records: map[string][]register.ID{"response": {"r1"}}}, {Key: "a", Records: map[string][]register.ID{"response": {"r2"}}},
		{Key: "a", Make: map[string][]string{registers.Incidents.Name: {"title"}}}, {Key: "a", Steps: []string{"send"}},
	} {
		other("a link", access.Linked(limit))
		if one, again := access.Linked(limit), access.Linked(limit); one.Key() != again.Key() {
			t.Error("one link is told apart from itself")
		}
	}
}

package registers_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

type roomKey struct {
	register.Common
	Status     string
	Object     register.ID
	Room       string
	HandedOut  register.Date
	ReturnedOn register.Date
}

var roomKeys = register.New("room_key", "Nycklar", "Keys", func(x *roomKey, f *register.Fields) {
	f.Called("Nyckel", "Key")
	f.About("Nycklar till rum där utrustning står.", "Keys to rooms where equipment stands.")
	f.Numbered("NYC")
	f.Group("register")
	f.Choice(&x.Status, register.Choices{{"in", "Inne", "In"}, {"out", "Utlämnad", "Out"}}).Label("Status", "Status").Facet().InList(2).
		Steps(register.Steps{{"in", "out", "hand_out"}, {"out", "in", "take_back"}})
	f.Ref(&x.Object, registers.Objects).Label("Objekt", "Object").Required().Part().Back("Nycklar", "Keys").InList(3)
	f.Text(&x.Room).Label("Rum", "Room").Required().Max(60).Sort().InList(4)
	f.Date(&x.HandedOut).Label("Utlämnad den", "Handed out on").RequiredIn("out")
	f.Date(&x.ReturnedOn).Label("Återlämnad den", "Returned on")
	f.Check(func(x *roomKey, p *register.Problems) {
		if x.ReturnedOn != "" && x.ReturnedOn < x.HandedOut {
			p.At(&x.ReturnedOn, "ends-before-start")
		}
	})
})

// TestRegisterInFifteenMinutes shows that a register is one declaration: added
// to a database that is already in use, it can be stored, checked, stepped,
// asked about from both sides and described, with nothing else changed.
func TestRegisterInFifteenMinutes(t *testing.T) {
	ctx, now := context.Background(), time.Now()
	path := filepath.Join(t.TempDir(), "office.db")
	old, err := store.OpenDB(ctx, path, registers.Catalogue(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	do := func(db *store.DB, ch command.Change) (command.Receipt, error) {
		return command.New(db).Do(ctx, access.System(), command.Options{Via: "cli", Now: now}, ch)
	}
	must := func(db *store.DB, ch command.Change) *register.Record {
		t.Helper()
		r, err := do(db, ch)
		if err != nil {
			t.Fatal(err)
		}
		return r.Items[0].New
	}
	org := must(old, command.Change{Op: "create", Register: registers.Orgs, Fields: map[string]any{"title": "Lindhamns stad", "kind": "city"}})
	obj := must(old, command.Change{Op: "create", Register: registers.Objects, Org: org.ID, Fields: map[string]any{"title": "Datahall", "kind": "infrastructure", "reach": "local"}})
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}

	cat := register.NewCatalogue(append(registers.Catalogue().All, roomKeys)...)
	defer register.NewCatalogue(registers.Catalogue().All...) // relations of the shared declarations as they were
	db, err := store.OpenDB(ctx, path, cat, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = do(db, command.Change{Op: "create", Register: roomKeys, Org: org.ID, Fields: map[string]any{"title": "Nyckel 7", "object": obj.Ref}})
	if !fault.Is(err, fault.Invalid) {
		t.Fatalf("a key without room: %v", err)
	}
	key := must(db, command.Change{Op: "create", Register: roomKeys, Org: org.ID, Fields: map[string]any{"title": "Nyckel 7", "object": obj.Ref, "room": "B 112"}})
	if key.Ref != "NYC-0001" {
		t.Errorf("number %s, want NYC-0001: the refused one must not use a number", key.Ref)
	}
	must(db, command.Change{Op: "hand_out", Register: roomKeys, ID: key.Ref, Fields: map[string]any{"handed_out": "2023-05-02"}})

	ask := func(r *register.Register, filter string) int {
		t.Helper()
		n, err := query.Parse(filter)
		if err != nil {
			t.Fatal(err)
		}
		c, err := query.Check(n, register.Schema(r), query.Params{AsOf: query.Civil{Year: 2023, Month: 11, Day: 15}, Now: now, Zone: db.Zone})
		if err != nil {
			t.Fatal(err)
		}
		keys, err := db.Keys(ctx, access.System().Read(r), store.Query{Register: r, Filter: c})
		if err != nil {
			t.Fatal(err)
		}
		return len(keys)
	}
	if n := ask(roomKeys, `status = out AND object.kind = infrastructure`); n != 1 {
		t.Errorf("%d keys are out, want 1", n)
	}
	if n := ask(registers.Objects, `has(room_keys, handed_out >= 2023-01-01)`); n != 1 {
		t.Errorf("%d objects have a key out, want 1", n)
	}
	if _, err := db.Verify(ctx, nil, nil); err != nil {
		t.Error(err)
	}
}

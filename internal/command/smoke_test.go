package command_test

import (
	"context"
	"testing"
	"time"
	_ "time/tzdata"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

func TestSmoke(t *testing.T) {
	cat := register.NewCatalogue(registers.Orgs, registers.Persons, registers.RoleAssignments, registers.Recipients, registers.InfoTypes, registers.Objects, registers.ObjectParties)
	ctx := context.Background()
	db, err := store.OpenDB(ctx, t.TempDir()+"/a.db", cat, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	s := command.New(db)
	now := time.Now()
	do := func(chs ...command.Change) command.Receipt {
		t.Helper()
		r, err := s.Do(ctx, access.System(), command.Options{Via: "cli", Now: now}, chs...)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := do(command.Change{Op: "create", Register: registers.Orgs, Fields: map[string]any{"title": "Lindhamns stad", "kind": "city"}})
	org := r.Items[0].New.ID
	r = do(command.Change{Op: "create", Register: registers.Objects, Org: org, Fields: map[string]any{"title": "Ärenden", "kind": "business_system", "reach": "local"}},
		command.Change{Op: "create", Register: registers.Objects, Org: org, Fields: map[string]any{"title": "Zebra", "kind": "business_system", "reach": "local"}},
		command.Change{Op: "create", Register: registers.Objects, Org: org, Fields: map[string]any{"title": "Ångström", "kind": "shared_it", "reach": "local"}})
	t.Log(r.Items[0].New.Ref, r.Position)
	do(command.Change{Op: "update", Register: registers.Objects, ID: "OBJ-0001", Fields: map[string]any{"notes": "hej", "depends_on": []any{"OBJ-0002"}}})
	sch := register.Schema(registers.Objects, nil)
	n, err := query.Parse(`kind = business_system AND title:"r"`)
	if err != nil {
		t.Fatal(err)
	}
	c, err := query.Check(n, sch, query.Params{Now: now, Zone: db.Zone, AsOf: query.Civil{2026, 1, 1}})
	if err != nil {
		t.Fatal(err)
	}
	p, err := db.Find(ctx, access.System().Read(registers.Objects), store.Query{Register: registers.Objects, Filter: c, Limit: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(p.Records[0].Ref, p.Records[0].Text("title"), p.Next)
	p, err = db.Find(ctx, access.System().Read(registers.Objects), store.Query{Register: registers.Objects, Filter: c, Limit: 1, Page: p.Next})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(p.Records[0].Ref, p.Next, p.Prev)
	g, n2, err := db.Count(ctx, access.System().Read(registers.Objects), store.Query{Register: registers.Objects}, registers.Objects.Must("kind"))
	t.Log(g, n2, err)
	h, err := db.Search(ctx, func(r *register.Register) store.Scope { return access.System().Read(r) }, "ånGs", 5)
	t.Log(h, err)
	res, err := db.Verify(ctx, nil, nil)
	t.Log(res, err)
	if _, err := s.Undo(ctx, access.System(), command.Options{Via: "cli", Now: now}, r.Set); err == nil {
		t.Fatal("undo went through a later change")
	}
}

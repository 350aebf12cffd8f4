package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var ctx = context.Background()

// office is a board with two archivists and a coordinator.
type office struct {
	t      *testing.T
	db     *store.DB
	s      *command.Service
	now    time.Time
	org    register.ID
	person map[string]register.ID
	role   map[string]register.ID
	rooms  *room.Set
	sealed int
}

func newOffice(t *testing.T, p storetest.Place) *office {
	db := p.Open(registers.Catalogue())
	o := &office{t: t, db: db, s: command.New(db), now: time.Date(2026, 1, 12, 9, 0, 0, 0, time.UTC), person: map[string]register.ID{}, role: map[string]register.ID{}}
	if err := Install(o.s, db); err != nil {
		t.Fatal(err)
	}
	var err error
	if o.rooms, err = room.Join(db, Room(Deps{DB: db, Commands: o.s, Seal: func(context.Context) error { o.sealed++; return nil }})); err != nil {
		t.Fatal(err)
	}
	o.org = o.create("system", registers.Orgs, map[string]any{"title": "Nämnden", "kind": "board", "is_controller": "yes"})
	for who, function := range map[string]string{"first": "archivist", "second": "archivist", "isam": "isam"} {
		o.person[who] = o.create("system", registers.Persons, map[string]any{"title": who, "email": who + "@lindhamn.example"})
		o.role[who] = o.create("system", registers.RoleAssignments, map[string]any{"title": who, "person": string(o.person[who]), "function": function, "email": who + "@lindhamn.example"})
	}
	return o
}

func (o *office) caller(who string) access.Caller {
	o.t.Helper()
	if who == "system" {
		return access.System()
	}
	c, err := access.New(o.db).Person(ctx, o.person[who], o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

func (o *office) do(who, via string, ch command.Change) (command.Receipt, error) {
	o.now = o.now.Add(time.Minute)
	return o.s.Do(ctx, o.caller(who), command.Options{Via: via, Now: o.now}, ch)
}

func (o *office) create(who string, r *register.Register, fields map[string]any) register.ID {
	o.t.Helper()
	rc, err := o.do(who, "web", command.Change{Op: "create", Register: r, Org: o.org, Fields: fields})
	if err != nil {
		o.t.Fatalf("create %s: %v", r.Name, err)
	}
	return rc.Items[0].New.ID
}

// step changes a record and gives the codes it was refused by.
func (o *office) step(who, via, op string, r *register.Register, id register.ID, fields map[string]any) string {
	o.t.Helper()
	_, err := o.do(who, via, command.Change{Op: op, Register: r, ID: string(id), Fields: fields})
	return codes(err)
}

func (o *office) act(who string, r *register.Register, id register.ID, name string, params map[string]string) string {
	o.t.Helper()
	a, err := o.rooms.Act(r.Name, name)
	if err != nil {
		o.t.Fatal(err)
	}
	o.now = o.now.Add(time.Minute)
	_, err = o.rooms.Do(ctx, room.Call{Caller: o.caller(who), Lang: lang.SV, Now: o.now, Via: "web", Params: params}, a, string(id))
	return codes(err)
}

func codes(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return fmt.Sprint(err)
	}
	out := []string{}
	for _, p := range f.Problems {
		if !slices.Contains(out, p.Code) {
			out = append(out, p.Code)
		}
	}
	if len(out) == 0 {
		out = append(out, f.Code)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func (o *office) get(r *register.Register, id register.ID) *register.Record {
	o.t.Helper()
	rec, err := o.db.Get(ctx, access.System().Read(r), r, string(id), time.Time{}, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	return rec
}

func (o *office) propose(by string, r *register.Register, query string) register.ID {
	o.t.Helper()
	return o.create(by, registers.DisposalDecisions, map[string]any{"register_name": r.Name, "query": query, "legal_ref": "Beslut 4", "second_by": string(o.role[by])})
}

// Four eyes hold on every way in, and what stands in the way is told.
func TestDisposal(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		d := registers.DisposalDecisions
		issue := func(title string) register.ID {
			return o.create("isam", registers.Issues, map[string]any{"title": title, "kind": "ruling"})
		}
		a, b := issue("Ett"), issue("Ett till")
		id := o.propose("first", registers.Issues, `title:"Ett"`)
		rec := o.get(d, id)
		if n, _ := rec.Number("records_n"); n != 2 || rec.Text("proposed_on") != "2026-01-12" {
			t.Fatalf("proposed: %v", rec.Values)
		}
		decide := func(who string) map[string]any {
			return map[string]any{"decided_by": string(o.role[who]), "decided_on": "2026-01-12"}
		}
		for _, c := range []struct {
			name, who, via, op string
			fields             map[string]any
			want               string
		}{
			{"in the other's function", "second", "web", "decide", decide("first"), "second-is-first"},
			{"in the coordinator's function", "second", "web", "decide", decide("isam"), "archive-other-function"},
			{"by a coordinator", "isam", "api", "decide", decide("isam"), "may-not-decide"},
			{"by the installation itself", "system", "cli", "decide", decide("second"), "may-not-decide"},
			{"the list by hand", "first", "web", "update", map[string]any{"records": []any{}, "records_n": 0}, "disposal-list-is-made"},
			{"another's confirmation", "first", "web", "update", map[string]any{"second_by": string(o.role["second"])}, "archive-own-function"},
			{"as if done", "second", "web", "update", map[string]any{"executed_on": "2026-01-12", "count": 2}, "disposal-by-executing"},
		} {
			if got := o.step(c.who, c.via, c.op, d, id, c.fields); got != c.want {
				t.Errorf("%s: %s, want %s", c.name, got, c.want)
			}
		}
		// Somebody leans on one of them, one is held, one was asked for.
		if got := o.step("isam", "web", "update", registers.Issues, a, map[string]any{"tags": []string{"Gallringsstopp"}}); got != "<nil>" {
			t.Fatal(got)
		}
		asked := o.create("first", registers.Disclosures, map[string]any{"request": "x", "received_on": "2026-01-12"})
		if got := o.act("first", registers.Disclosures, asked, "examine", map[string]string{"records": o.get(registers.Issues, b).Ref}); got != "<nil>" {
			t.Fatal(got)
		}
		if got := o.step("second", "web", "decide", d, id, decide("second")); got != "disposal-asked-for disposal-changed-since disposal-held" {
			t.Errorf("in the way: %s", got)
		}
		for _, id := range []register.ID{asked} {
			if got := o.step("first", "web", "withdraw", registers.Disclosures, id, nil); got != "<nil>" {
				t.Fatal(got)
			}
		}
		if got := o.step("isam", "web", "update", registers.Issues, a, map[string]any{"tags": []string{}}); got != "<nil>" {
			t.Fatal(got)
		}
		id = o.propose("first", registers.Issues, `title:"Ett"`)
		if got := o.step("second", "web", "decide", d, id, decide("second")); got != "<nil>" {
			t.Fatal(got)
		}
		for op, want := range map[string]string{"dispose": "disposal-by-executing", "update": "disposal-by-executing"} {
			fields := map[string]any{"executed_on": "2026-01-13", "count": 2, "decision": "x", "ranges": "1", "root": "x"}
			if op == "update" {
				fields["status"] = "executed"
			}
			if got := o.step("second", "web", op, d, id, fields); got != want {
				t.Errorf("%s past the act: %s", op, got)
			}
		}
		if got := o.step("second", "web", "update", d, id, map[string]any{"query": `title:"x"`}); got != "disposal-decided-stands" {
			t.Errorf("another query: %s", got)
		}
		if got := o.act("isam", d, id, "erase", nil); got != "may-not-decide" {
			t.Errorf("by a coordinator: %s", got)
		}
		if got := o.act("second", d, id, "erase", nil); got != "<nil>" || o.sealed != 1 {
			t.Fatalf("%s, sealed %d times", got, o.sealed)
		}
		if _, err := o.db.Verify(ctx, nil, nil); err != nil {
			t.Error(err)
		}
		vs, err := o.db.History(ctx, access.System().Read(d), d, id)
		if err != nil {
			t.Fatal(err)
		}
		set := vs[len(vs)-1].Entry
		if set.Action != "dispose" {
			t.Errorf("the entry is %s", set.Action)
		}
		if _, err := o.s.Undo(ctx, o.caller("second"), command.Options{Via: "web", Now: o.now}, set.Set); codes(err) != "cannot-undo-disposal" {
			t.Errorf("undone: %v", err)
		}
		if got := o.act("second", d, id, "scrub", nil); got != "<nil>" {
			t.Errorf("scrubbed anew: %s", got)
		}
		// What was decided elsewhere and loaded from a file is no decision here.
		c := issue("Tre")
		rows := []registers.DisposedRecord{{ID: string(c), Ref: o.get(registers.Issues, c).Ref, First: "2026-01-12", Last: "2026-01-12"}}
		rc, err := o.do("second", "import", command.Change{Op: "create", Register: d, Org: o.org, Fields: map[string]any{"status": "decided", "register_name": "issue", "query": `title:"Tre"`, "legal_ref": "x",
			"decided_by": string(o.role["second"]), "second_by": string(o.role["first"]), "decided_on": "2026-01-01", "records": rows, "records_n": 1}})
		if err != nil {
			t.Fatal(err)
		}
		if got := o.act("second", d, rc.Items[0].New.ID, "erase", nil); got != "disposal-not-decided-here" {
			t.Errorf("loaded as decided: %s", got)
		}
		o.get(registers.Issues, c)
		// An owner of other records, and what others hang on, stay.
		own := o.propose("first", registers.Orgs, `kind = board`)
		if got := o.step("second", "web", "decide", d, own, decide("second")); got != "disposal-kept" {
			t.Errorf("the organisation: %s", got)
		}
	})
}

// The registers and states that rules.json names are there.
func TestRulesNameWhatIs(t *testing.T) {
	b, err := load()
	if err != nil {
		t.Fatal(err)
	}
	has := func(name string, states []string) {
		r, ok := registers.Catalogue().Get(name)
		if !ok {
			t.Errorf("no register %s", name)
			return
		}
		for _, s := range states {
			if r.Status() == nil || !r.Status().Choices.Has(s) {
				t.Errorf("%s has no state %s", name, s)
			}
		}
	}
	for _, k := range b.Keep {
		has(k.Register, k.States)
		if k.Source == "" || k.ValidFrom == "" {
			t.Errorf("%s has no source or date", k.Register)
		}
	}
	has("disclosure", b.Pending)
	if b.Most < 1 || b.Most > 1000 {
		t.Errorf("%d records in one decision, a list holds 1000", b.Most)
	}
}

// A mark covers the groups that a register declares, or all it says.
func TestMarks(t *testing.T) {
	rec := registers.Incidents.NewRecord("i", "o")
	rec.Set("title", "Intrång")
	rec.Set("status", "active")
	rec.Set("notes", "hemligt")
	if got := marks(rec); got != nil {
		t.Errorf("without a mark: %v", got)
	}
	rec.Set("secrecy", "osl_18_8")
	got := marks(rec)
	if !slices.Contains(got, "notes") || slices.Contains(got, "status") || slices.Contains(got, "title") {
		t.Errorf("groups: %v", got)
	}
	rec.Set("notes", nil)
	rec.Masked = []string{"notes"}
	if !slices.Contains(marks(rec), "notes") {
		t.Error("what the caller does not see is not marked")
	}
	whole := registers.Disclosures.NewRecord("d", "o")
	whole.Set("title", "Begäran")
	whole.Set("status", "received")
	whole.Set("secrecy", "other")
	whole.Set("secrecy_note", "OSL 40:5")
	if got := marks(whole); !slices.Equal(got, []string{"title"}) || provision(whole, lang.SV) != "OSL 40:5" {
		t.Errorf("the whole record: %v by %s", got, provision(whole, lang.SV))
	}
	whole.Set("secrecy", "osl_31_16")
	if got := provision(whole, lang.EN); got != "OSL 31:16" {
		t.Errorf("provision %s", got)
	}
}

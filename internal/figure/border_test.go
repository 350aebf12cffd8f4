package figure_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// desk enters records one by one, as of a day.
type desk struct {
	t      *testing.T
	db     *store.DB
	s      *command.Service
	engine *figure.Engine
	now    time.Time
	n      int
}

func newDesk(t *testing.T, p storetest.Place) *desk {
	db := p.Open(registers.Catalogue())
	e, err := figure.New(db)
	if err != nil {
		t.Fatal(err)
	}
	return &desk{t: t, db: db, s: command.New(db), engine: e, now: time.Date(2024, 6, 1, 8, 0, 0, 0, time.UTC)}
}

func (d *desk) do(ch command.Change, day string) *register.Record {
	d.t.Helper()
	if day != "" {
		ch.Effective = register.Date(day).Time(d.db.Zone)
	}
	d.now = d.now.Add(time.Second)
	r, err := d.s.Do(context.Background(), access.System(), command.Options{Via: "import", Now: d.now}, ch)
	if err != nil {
		d.t.Fatal(err)
	}
	return r.Items[0].New
}

func (d *desk) enter(reg *register.Register, org register.ID, day string, fields map[string]any) register.ID {
	d.t.Helper()
	if fields["title"] == nil {
		d.n++
		fields["title"] = fmt.Sprint("Post ", d.n)
	}
	return d.do(command.Change{Op: "create", Register: reg, Org: org, Fields: fields}, day).ID
}

func (d *desk) change(reg *register.Register, id register.ID, day string, fields map[string]any) {
	d.t.Helper()
	d.do(command.Change{Op: "update", Register: reg, ID: string(id), Fields: fields}, day)
}

func (d *desk) org(kind, short string, parent register.ID) register.ID {
	f := map[string]any{"title": short, "kind": kind, "short": short}
	if parent != "" {
		f["parent"] = string(parent)
	}
	return d.enter(registers.Orgs, "", "2015-01-01", f)
}

// object makes an object in operation since 2019, entered then, in which a board has a role.
func (d *desk) object(org, board register.ID, role string, more map[string]any) register.ID {
	f := map[string]any{"kind": "business_system", "reach": "local", "status": "operation", "go_live": "2015-06-01"}
	for k, v := range more {
		f[k] = v
	}
	id := d.enter(registers.Objects, org, "2019-06-01", f)
	if board != "" {
		d.enter(registers.ObjectParties, org, "2019-06-01", map[string]any{"object": string(id), "party": string(board), "role": role})
	}
	return id
}

func (d *desk) classify(org, object register.ID, on, status string) register.ID {
	return d.enter(registers.Classifications, org, on, map[string]any{"object": string(object), "kind": "object", "status": status, "held_on": on, "decided_on": on, "k": 1, "r": 1, "t": 1})
}

// counts gives the titles that a figure counts, and its value.
func (d *desk) counts(org register.ID, id string, asOf register.Date) string {
	d.t.Helper()
	s, err := d.engine.Compute(context.Background(), access.System(), figure.Request{Org: org, AsOf: asOf, IDs: []string{id}})
	if err != nil {
		d.t.Fatal(err)
	}
	var out []string
	for _, k := range s.Figures[0].Records {
		out = append(out, k.Title)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func (d *desk) want(org register.ID, id string, asOf register.Date, want string) {
	d.t.Helper()
	if got := d.counts(org, id, asOf); got != want {
		d.t.Errorf("%s as of %s: %q, want %q", id, asOf, got, want)
	}
}

func TestBorderDates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		d := newDesk(t, p)
		ks := d.org("board", "KS", d.org("city", "LS", ""))
		slk := d.org("office", "SLK", ks)
		for _, x := range []struct{ name, on, status string }{
			{"sista2019", "2019-12-31", "decided"}, {"första2020", "2020-01-01", "decided"}, {"sista2022", "2022-12-31", "decided"},
			{"första2023", "2023-01-01", "decided"}, {"utkast", "2022-05-01", "draft"}, {"återkallad", "2022-05-01", "withdrawn"}, {"ersatt", "2022-05-01", "superseded"},
		} {
			o := d.object(slk, ks, "controller", map[string]any{"title": x.name, "kind": "shared_it"})
			d.classify(slk, o, x.on, x.status)
		}
		d.want(slk, "F03", "2022-12-30", "ersatt första2020")
		d.want(slk, "F03", "2022-12-31", "ersatt första2020 sista2022")
		d.want(slk, "F03", "2023-01-01", "ersatt första2020 första2023 sista2022")
		d.want(slk, "F03", "2019-12-31", "")
		d.want(slk, "F03", "2020-01-01", "första2020")
		d.want(slk, "F17c", "2019-12-31", "sista2019")
		d.want(slk, "F04", "2023-06-01", "ersatt sista2022")
		d.want(slk, "F04", "2022-12-30", "ersatt")
		d.want(slk, "F04b", "2023-01-01", "första2023")
		d.want(slk, "F04b", "2022-12-31", "ersatt sista2022")
	})
}

func TestInOperation(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		d := newDesk(t, p)
		ks := d.org("board", "KS", d.org("city", "LS", ""))
		slk := d.org("office", "SLK", ks)
		for name, f := range map[string]map[string]any{
			"startar":   {"go_live": "2023-03-01"},
			"avvecklas": {"go_live": "2016-01-01", "retired_on": "2023-03-01", "status": "retired"},
			"planerad":  {"go_live": nil, "status": "planned"},
			"odaterad":  {"go_live": nil, "status": "operation"},
		} {
			f["title"] = name
			d.object(slk, ks, "controller", f)
		}
		d.object(slk, "", "", map[string]any{"title": "utanroll"})
		d.object(slk, ks, "user", map[string]any{"title": "användare"})
		// All dates are inclusive: what starts on the day counts, what ends on it does not.
		d.want(slk, "F01", "2023-02-28", "avvecklas odaterad")
		d.want(slk, "F01", "2023-03-01", "odaterad startar")
		// Without dates, versions tell: before it was entered it was not there.
		d.want(slk, "F01", "2019-05-31", "avvecklas")
		d.want(slk, "F01", "2019-06-01", "avvecklas odaterad")
	})
}

func TestWhoseObjects(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		d := newDesk(t, p)
		ls := d.org("city", "LS", "")
		ks, ubn := d.org("board", "KS", ls), d.org("board", "UBN", ls)
		slk, other := d.org("office", "SLK", ks), d.org("office", "KSF", ks)
		unit := d.org("unit", "IT", slk)
		d.object(slk, ks, "controller", map[string]any{"title": "a"})
		d.object(unit, ks, "processor", map[string]any{"title": "b"})
		d.object(other, ks, "joint_controller", map[string]any{"title": "c"})
		shared := d.object(slk, ks, "processor", map[string]any{"title": "d"})
		d.enter(registers.ObjectParties, slk, "2019-06-01", map[string]any{"object": string(shared), "party": string(ubn), "role": "controller"})
		d.enter(registers.ObjectParties, slk, "2019-06-01", map[string]any{"object": string(shared), "party": string(ks), "role": "controller", "valid_from": "2020-01-01", "valid_to": "2021-01-01", "status": "ended"})
		d.object(ubn, ubn, "controller", map[string]any{"title": "e"})
		on := register.Date("2023-11-15")
		d.want(slk, "F01", on, "a b d")
		d.want(unit, "F01", on, "b")
		d.want(other, "F01", on, "c")
		d.want(ks, "F01", on, "a b c d") // a board: all in which it has a part, whoever owns the record
		d.want(ubn, "F01", on, "d e")
		d.want(ls, "F01", on, "a b c d e") // the city: each once
		d.want(slk, "F01a", on, "a")
		d.want(slk, "F01b", on, "b d")
		d.want(slk, "F01c", "2020-06-01", "d")
		d.want(ubn, "F01a", on, "d e")

		city, err := d.engine.ByOrg(context.Background(), access.System(), []register.ID{ks, ubn, slk}, on, 0)
		if err != nil {
			t.Fatal(err)
		}
		total, _ := city.Total.Get("F01")
		if total.Value != 5 || !slices.Contains(city.Overlap, "F01") || city.Note.IsZero() {
			t.Errorf("total %d, overlap %v, note %q: want 5 distinct and a note", total.Value, city.Overlap, city.Note)
		}
	})
}

// What is changed or entered later does not move what was known at a position.
func TestKnownAt(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		d := newDesk(t, p)
		ks := d.org("board", "KS", "")
		a := d.object(ks, ks, "controller", map[string]any{"title": "a"})
		ctx := context.Background()
		known, err := d.db.Position(ctx)
		if err != nil {
			t.Fatal(err)
		}
		ask := func(known int64) string {
			s, err := d.engine.Compute(ctx, access.System(), figure.Request{Org: ks, AsOf: "2023-11-15", KnownAt: known, IDs: []string{"F01", "F02", "F17c"}})
			if err != nil {
				t.Fatal(err)
			}
			return fmt.Sprint(s.Figures[0].Value, s.Figures[1].Value, s.Figures[2].Value)
		}
		if got := ask(0); got != "1 1 0" {
			t.Fatalf("before: %s", got)
		}
		d.object(ks, ks, "controller", map[string]any{"title": "b"})
		d.classify(ks, a, "2023-05-01", "decided")
		d.change(registers.Objects, a, "2023-10-01", map[string]any{"kind": "infrastructure"})
		if got := ask(0); got != "2 1 1" {
			t.Errorf("as known now: %s, want 2 1 1", got)
		}
		if got := ask(known); got != "1 1 0" {
			t.Errorf("as known then: %s, want 1 1 0", got)
		}
	})
}

// A mistaken import that is undone leaves nothing behind, at whatever date.
func TestUndone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		d := newDesk(t, p)
		ks := d.org("board", "KS", "")
		ctx := context.Background()
		fields := map[string]any{"title": "fel", "kind": "business_system", "reach": "local", "status": "operation", "go_live": "2016-01-01"}
		r, err := d.s.Do(ctx, access.System(), command.Options{Via: "import", Now: d.now}, command.Change{Op: "create", Register: registers.Objects, Org: ks, NewID: "0123456789abcdefghjkmnpqrs", Fields: fields},
			command.Change{Op: "create", Register: registers.ObjectParties, Org: ks, Fields: map[string]any{"object": "0123456789abcdefghjkmnpqrs", "party": string(ks), "role": "controller"}})
		if err != nil {
			t.Fatal(err)
		}
		d.want(ks, "F01", "2023-11-15", "fel")
		if _, err := d.s.Undo(ctx, access.System(), command.Options{Via: "cli", Now: d.now.Add(time.Hour)}, r.Set); err != nil {
			t.Fatal(err)
		}
		d.want(ks, "F01", "2023-11-15", "")
	})
}

func TestMoved(t *testing.T) {
	d := newDesk(t, storetest.SQLite(t))
	ks := d.org("board", "KS", "")
	d.object(ks, ks, "controller", map[string]any{"title": "kvar"})
	d.object(ks, ks, "controller", map[string]any{"title": "ny", "go_live": "2023-02-01"})
	d.object(ks, ks, "controller", map[string]any{"title": "borta", "retired_on": "2023-02-01", "status": "retired"})
	a := d.object(ks, ks, "controller", map[string]any{"title": "ändrad"})
	d.change(registers.Objects, a, "2023-04-01", map[string]any{"ai": "yes", "area": "Innovation"})
	same := d.object(ks, ks, "controller", map[string]any{"title": "fram och åter"})
	d.change(registers.Objects, same, "2023-04-01", map[string]any{"area": "X"})
	d.change(registers.Objects, same, "2023-05-01", map[string]any{"area": nil})
	m, err := d.engine.Moved(context.Background(), access.System(), figure.Request{Org: ks, AsOf: "2023-11-15", Compare: "2022-11-15"})
	if err != nil {
		t.Fatal(err)
	}
	if len(m.New) != 1 || m.New[0].Title != "ny" || len(m.Gone) != 1 || m.Gone[0].Title != "borta" {
		t.Errorf("new %v, gone %v", m.New, m.Gone)
	}
	if len(m.Changed) != 1 || m.Changed[0].Title != "ändrad" || strings.Join(m.Changed[0].Fields, " ") != "area ai" {
		t.Errorf("changed %v, want ändrad: area ai", m.Changed)
	}
}

// A caller's figures are those of what the caller may see.
func TestScope(t *testing.T) {
	d := newDesk(t, storetest.SQLite(t))
	ls := d.org("city", "LS", "")
	ks, ubn := d.org("board", "KS", ls), d.org("board", "UBN", ls)
	d.object(ks, ks, "controller", map[string]any{"title": "a"})
	shared := d.object(ks, ks, "processor", map[string]any{"title": "b"})
	d.enter(registers.ObjectParties, ks, "2019-06-01", map[string]any{"object": string(shared), "party": string(ubn), "role": "controller"})
	person := d.enter(registers.Persons, ubn, "2015-01-01", map[string]any{"title": "Ida Ek", "email": "ida@ubn.example"})
	d.enter(registers.RoleAssignments, ubn, "2015-01-01", map[string]any{"title": "Samordnare", "person": string(person), "function": "isam"})
	ctx := context.Background()
	caller, err := access.New(d.db).Person(ctx, person, d.now)
	if err != nil {
		t.Fatal(err)
	}
	value := func(org register.ID) int {
		s, err := d.engine.Compute(ctx, caller, figure.Request{Org: org, AsOf: "2023-11-15", IDs: []string{"F01"}})
		if err != nil {
			t.Fatal(err)
		}
		return s.Figures[0].Value
	}
	if ubnSees, ksSeen := value(ubn), value(ks); ubnSees != 1 || ksSeen > 1 {
		t.Errorf("UBN's coordinator counts %d of UBN's and %d of KS's objects, want 1 and at most the shared one", ubnSees, ksSeen)
	}
}

// Who may not read what a figure rests on is told no figure, never a nought; who
// sees a part is told of that part.
func TestWithheld(t *testing.T) {
	d := newDesk(t, storetest.SQLite(t))
	ks := d.org("board", "KS", d.org("city", "LS", ""))
	mine := d.object(ks, ks, "controller", map[string]any{"title": "min"})
	d.object(ks, ks, "controller", map[string]any{"title": "annans"})
	p := d.enter(registers.Processings, ks, "2020-01-01", map[string]any{"title": "Lön", "status": "registered", "role": "processor", "registered_on": "2020-01-01", "dpia_need": "needed", "dpia_assessed_on": "2020-01-02"})
	d.enter(registers.Dpias, ks, "2020-02-01", map[string]any{"status": "decided", "kind": "single", "residual": "low", "decision": "go", "processings": []any{string(p)}, "decided_on": "2020-02-01", "dpo_advice_on": "2020-01-20"})
	who := func(function string) access.Caller {
		person := d.enter(registers.Persons, ks, "2015-01-01", map[string]any{"title": function, "email": function + "@ks.example"})
		f := map[string]any{"title": function, "person": string(person), "function": function}
		fn := d.enter(registers.RoleAssignments, ks, "2015-01-01", f)
		if function == "object_owner" {
			d.change(registers.Objects, mine, "", map[string]any{"owner": string(fn)})
		}
		c, err := access.New(d.db).Person(context.Background(), person, d.now)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	get := func(c access.Caller, id string) figure.Figure {
		t.Helper()
		s, err := d.engine.Compute(context.Background(), c, figure.Request{Org: ks, AsOf: "2024-05-31", Compare: "2023-05-31", IDs: []string{id}})
		if err != nil {
			t.Fatal(err)
		}
		return s.Figures[0]
	}
	isam, owner := who("isam"), who("object_owner")
	if f := get(isam, "F12a"); f.Seen != figure.All || f.Value != 1 || *f.Of != 1 {
		t.Errorf("the coordinator: %+v", f)
	}
	f := get(owner, "F12a")
	if f.Seen != figure.None || f.Of != nil || f.Compare != nil || len(f.Records)+len(f.OfRecords) > 0 || len(f.Hidden) != 1 || f.Hidden[0] != registers.Dpias.Title {
		t.Errorf("the owner: %+v", f)
	}
	if w := f.Wire(lang.EN); w["value"] != nil || fmt.Sprint(w["withheld"]) != "["+registers.Dpias.Title.EN+"]" || w["percent"] != nil {
		t.Errorf("%v", w)
	}
	if f := get(owner, "F12"); f.Seen != figure.All || f.Value != 1 {
		t.Errorf("the owner reads the record of processing: %+v", f)
	}
	if f := get(owner, "F01"); f.Seen != figure.Partly || f.Value != 1 || f.Wire(lang.SV)["partial"] != true {
		t.Errorf("the owner's own object: %+v", f)
	}
	if f := get(owner, "F11"); f.Seen != figure.None {
		t.Errorf("the owner reads no incidents: %+v", f)
	}
	// The same where figures are counted for several organisations at once.
	city, err := d.engine.ByOrg(context.Background(), owner, []register.ID{ks}, "2024-05-31", 0)
	if err != nil {
		t.Fatal(err)
	}
	if f, _ := city.Orgs[0].Get("F12a"); f.Seen != figure.None || f.Of != nil {
		t.Errorf("by organisation: %+v", f)
	}
}

package room_test

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
	"genomlys/internal/document"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var (
	ctx   = context.Background()
	today = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
)

// office is two boards with an object each, and a room that offers one of each.
type office struct {
	t       *testing.T
	db      *store.DB
	s       *command.Service
	set     *room.Set
	org     map[string]register.ID
	objects map[string]*register.Record
	isam    access.Caller
	now     time.Time
}

func title(s string) lang.Text { return lang.Text{SV: s, EN: s} }

var every = []room.Param{
	{Name: "words", Title: title("w"), Kind: room.Words},
	{Name: "day", Title: title("d"), Kind: room.Day},
	{Name: "number", Title: title("n"), Kind: room.Number, Min: 1, Max: 9},
	{Name: "free", Title: title("f"), Kind: room.Number},
	{Name: "yes", Title: title("y"), Kind: room.Yes},
	{Name: "choice", Title: title("c"), Kind: room.Choice, Choices: register.Choices{{"a", "A", "A"}, {"b", "B", "B"}}},
	{Name: "several", Title: title("s"), Kind: room.Choice, Many: true, Choices: register.Choices{{"a", "A", "A"}, {"b", "B", "B"}}},
	{Name: "level", Title: title("l"), Kind: room.Level},
	{Name: "object", Title: title("o"), Kind: room.Ref, Register: "object"},
	{Name: "objects", Title: title("os"), Kind: room.Ref, Register: "object", Many: true},
	room.Org(false), room.AsOf(),
}

func newOffice(t *testing.T, p storetest.Place) *office {
	o := &office{t: t, db: p.Open(registers.Catalogue()), org: map[string]register.ID{}, objects: map[string]*register.Record{}, now: today}
	o.s = command.New(o.db)
	make := func(r *register.Register, org string, fields map[string]any) *register.Record {
		t.Helper()
		o.now = o.now.Add(time.Minute)
		rc, err := o.s.Do(ctx, access.System(), command.Options{Via: "web", Now: o.now}, command.Change{Op: "create", Register: r, Org: o.org[org], Fields: fields})
		if err != nil {
			t.Fatal(err)
		}
		return rc.Items[0].New
	}
	for _, short := range []string{"KS", "SN"} {
		o.org[short] = make(registers.Orgs, "", map[string]any{"title": "Nämnden " + short, "short": short, "kind": "board", "is_controller": "yes"}).ID
		o.objects[short] = make(registers.Objects, short, map[string]any{"title": "System " + short, "kind": "business_system", "reach": "local"})
	}
	person := make(registers.Persons, "KS", map[string]any{"title": "Isam", "email": "isam@lindhamn.example"})
	make(registers.RoleAssignments, "KS", map[string]any{"title": "ISAM", "person": string(person.ID), "function": "isam", "email": "isam@lindhamn.example"})
	var err error
	if o.isam, err = access.New(o.db).Person(ctx, person.ID, o.now); err != nil {
		t.Fatal(err)
	}
	if o.set, err = room.Join(o.db, o.offers()); err != nil {
		t.Fatal(err)
	}
	return o
}

// offers is what the room of these tests has. Its act retitles an object.
func (o *office) offers() room.Set {
	echo := func(_ context.Context, c room.Call) (any, error) { return c.Params, nil }
	draft := func(rec *register.Record) bool { return rec.Text("title") != "Klart" }
	return room.Set{
		Reports: []room.Report{{Name: "echo", Title: title("Eko"), Params: every, Answer: echo},
			{Name: "file", Title: title("Fil"), Params: []room.Param{{Name: "list", Title: title("Lista"), Kind: room.File, Needed: true}, {Name: "why", Title: title("Varför"), Kind: room.Yes, Needed: true}}, Answer: echo}},
		Texts: []room.Text{{Register: "object", Name: "card", Title: title("Kort"), When: draft, Make: func(_ context.Context, c room.Call) (document.Doc, error) {
			return document.Doc{Name: "card", Title: c.Record.Text("title"), Lang: string(c.Lang)}, nil
		}}},
		Acts: []room.Act{{Register: "object", Name: "retitle", Title: title("Byt namn"), When: draft, Params: []room.Param{{Name: "to", Title: title("Till"), Kind: room.Words, Needed: true}},
			Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
				return o.s.Do(ctx, c.Caller, c.Options(), command.Change{Op: "update", Register: c.Record.Register, ID: c.ID(), Version: c.Record.Version, Fields: map[string]any{"title": c.Params["to"]}})
			}},
			{Register: "object", Name: "add", Title: title("Lägg till"), Free: true, Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
				if c.Record != nil {
					return command.Receipt{}, errors.New("a free act is on a record")
				}
				return command.Receipt{}, nil
			}}},
	}
}

func (o *office) call(params map[string]string) room.Call {
	o.now = o.now.Add(time.Second)
	return room.Call{Caller: o.isam, Lang: lang.SV, Now: o.now, Via: "api", Params: params}
}

func (o *office) ask(name string, params map[string]string) (map[string]string, error) {
	o.t.Helper()
	r, err := o.set.Report(name)
	if err != nil {
		o.t.Fatal(err)
	}
	v, err := o.set.Ask(ctx, o.call(params), r)
	if err != nil {
		return nil, err
	}
	return v.(map[string]string), nil
}

// said writes what was refused as "field code allowed".
func said(err error) string {
	var f *fault.Error
	if !errors.As(err, &f) {
		return fmt.Sprint(err)
	}
	out := []string{}
	for _, p := range f.Problems {
		out = append(out, strings.TrimSpace(p.Field+" "+p.Code+" "+strings.Join(p.Allowed, ",")))
	}
	if len(out) == 0 {
		return f.Code
	}
	return strings.Join(out, "; ")
}

func TestParameters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		own, far := o.objects["KS"], o.objects["SN"]
		for _, c := range []struct{ name, value, want string }{
			{"words", "  två ord ", "två ord"}, {"words", "   ", ""},
			{"day", "2024-02-29", "2024-02-29"},
			{"number", "1", "1"}, {"number", "9", "9"}, {"free", "-40", "-40"},
			{"yes", "yes", "yes"}, {"yes", "true", "yes"}, {"yes", "false", "no"},
			{"choice", "b", "b"}, {"several", "b, a", "b,a"}, {"level", "0", "0"}, {"level", "4", "4"},
			{"object", string(own.ID), string(own.ID)}, {"object", own.Ref, string(own.ID)},
			{"objects", own.Ref + "," + string(own.ID), string(own.ID) + "," + string(own.ID)},
			{"org", "KS", string(o.org["KS"])}, {"as_of", "2023-12-31", "2023-12-31"},
		} {
			got, err := o.ask("echo", map[string]string{c.name: c.value})
			if err != nil || got[c.name] != c.want {
				t.Errorf("%s %q: %q (%v), want %q", c.name, c.value, got[c.name], err, c.want)
			}
		}
		for _, c := range []struct{ name, value, want string }{
			{"words", "a\x00b", "words control-character"}, {"words", "a\xff", "words control-character"},
			{"words", strings.Repeat("å", 10_001), "words too-long 20000"},
			{"day", "2023-02-29", "day not-a-date 2023-03-14"}, {"day", "1 mars", "day not-a-date 2023-03-14"},
			{"number", "0", "number out-of-range 1,9"}, {"number", "10", "number out-of-range 1,9"}, {"number", "3,5", "number not-a-number"}, {"number", "99999999999999999999", "number not-a-number"},
			{"yes", "ja", "yes not-allowed yes,no"}, {"choice", "c", "choice not-allowed a,b"}, {"choice", "a,b", "choice not-allowed a,b"}, {"several", "a,c", "several not-allowed a,b"},
			{"level", "5", "level not-allowed 0,1,2,3,4"},
			{"object", "OBJ-9999", "object no-such-record"}, {"object", "KS", "object no-such-record"}, {"objects", own.Ref + ",x", "objects no-such-record"},
			// What another board keeps is to this caller as what is not there.
			{"object", far.Ref, "object no-such-record"}, {"object", string(far.ID), "object no-such-record"},
			{"org", "XX", "org no-such-record"},
			{"wrong", "x", "wrong unknown-parameter words,day,number,free,yes,choice,several,level,object,objects,org,as_of"},
		} {
			_, err := o.ask("echo", map[string]string{c.name: c.value})
			if got := said(err); got != c.want {
				t.Errorf("%s %.20q: %s, want %s", c.name, c.value, got, c.want)
			}
		}
		// Everything wrong is told at once.
		_, err := o.ask("file", map[string]string{"b": "1", "a": "1"})
		if got := said(err); got != "a unknown-parameter list,why; b unknown-parameter list,why; list required; why required yes,no" {
			t.Errorf("all at once: %s", got)
		}
		r, _ := o.set.Report("file")
		c := o.call(map[string]string{"why": "no"})
		c.File = []byte("x")
		if _, err := o.set.Ask(ctx, c, r); err != nil {
			t.Errorf("with a file: %v", err)
		}
	})
}

func TestCallReads(t *testing.T) {
	c := room.Call{Params: map[string]string{"yes": "yes", "no": "no", "n": "12", "l": "a,b"}}
	if !c.Yes("yes") || c.Yes("no") || c.Yes("none") || c.Number("n") != 12 || c.Number("none") != 0 || !slices.Equal(c.List("l"), []string{"a", "b"}) || c.List("none") != nil || c.ID() != "" || !c.EndOf("none").IsZero() {
		t.Errorf("read otherwise: %+v", c)
	}
}

// Names that collide or that no address can hold are refused when the house is
// built, and what has no name is refused with those there are.
func TestNames(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		report := func(name string, params ...room.Param) room.Set {
			return room.Set{Reports: []room.Report{{Name: name, Title: title("x"), Params: params}}}
		}
		act := func(in, name string) room.Set {
			return room.Set{Acts: []room.Act{{Register: in, Name: name, Title: title("x")}}}
		}
		for name, s := range map[string]room.Set{
			"declared twice":              report("echo"),
			"no proper name":              report("Echo_2"),
			"no proper title":             {Reports: []room.Report{{Name: "x", Title: lang.Text{SV: "x"}}}},
			"no register":                 {Texts: []room.Text{{Register: "nothing", Name: "x", Title: title("x")}}},
			"text twice":                  {Texts: []room.Text{{Register: "object", Name: "card", Title: title("x")}}},
			"act twice":                   act("object", "retitle"),
			"a step of the register":      act("classification", "decide"),
			"the address of many":         act("object", "batch"),
			"an act in kebab case":        act("object", "re-title"),
			"an act in no register":       act("nothing", "x"),
			"choice without choices":      report("x", room.Param{Name: "c", Title: title("c"), Kind: room.Choice}),
			"reference to no register":    report("x", room.Param{Name: "c", Title: title("c"), Kind: room.Ref, Register: "nothing"}),
			"parameter of a strange name": report("x", room.Param{Name: "As-Of", Title: title("c"), Kind: room.Day}),
		} {
			if _, err := room.Join(o.db, o.offers(), s); err == nil {
				t.Errorf("%s: taken", name)
			}
		}
		if _, err := room.Join(o.db, o.offers(), report("other"), act("risk", "retitle")); err != nil {
			t.Errorf("names of their own: %v", err)
		}
		_, err := o.set.Report("ecko")
		if !fault.Is(err, fault.Unknown) || said(err) != "report not-allowed echo,file" {
			t.Errorf("report: %v %s", err, said(err))
		}
		if _, err = o.set.Text("object", "retitle"); said(err) != "text not-allowed card" {
			t.Errorf("text: %s", said(err))
		}
		if _, err = o.set.Act("risk", "retitle"); !fault.Is(err, fault.Unknown) {
			t.Errorf("act of another register: %v", err)
		}
	})
}

// An act tried dry changes nothing; with a key it is done once; on what has
// changed, or another board's, it is not done.
func TestActs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		a, err := o.set.Act("object", "retitle")
		if err != nil {
			t.Fatal(err)
		}
		own := o.objects["KS"]
		is := func(want string) *register.Record {
			t.Helper()
			rec, err := o.db.Get(ctx, access.System().Read(registers.Objects), registers.Objects, own.Ref, time.Time{}, 0)
			if err != nil || rec.Text("title") != want {
				t.Fatalf("the title is %q (%v), want %q", rec.Text("title"), err, want)
			}
			return rec
		}
		dry := o.call(map[string]string{"to": "Torrt"})
		dry.Dry = true
		before, err := o.db.Position(ctx)
		if err != nil {
			t.Fatal(err)
		}
		rc, err := o.set.Do(ctx, dry, a, own.Ref)
		if after, _ := o.db.Position(ctx); err != nil || after != before || len(rc.Items) != 1 || rc.Items[0].New.Text("title") != "Torrt" {
			t.Fatalf("dry: %+v %v, ledger %d → %d", rc, err, before, after)
		}
		is("System KS")

		keyed := o.call(map[string]string{"to": "Nytt"})
		keyed.Key, keyed.Digest, keyed.Keep = "k1", "d1", func(command.Receipt) []byte { return []byte("svar") }
		if _, err := o.set.Do(ctx, keyed, a, own.Ref); err != nil {
			t.Fatal(err)
		}
		kept, same, err := o.db.Answered(ctx, "k1", "d1")
		if err != nil || !same || string(kept) != "svar" {
			t.Fatalf("kept %q %v %v", kept, same, err)
		}
		keyed.Params = map[string]string{"to": "Igen"}
		if _, err := o.set.Do(ctx, keyed, a, own.Ref); !fault.Is(err, fault.Conflict) {
			t.Errorf("with the same key once more: %v", err)
		}
		now := is("Nytt")

		stale := o.call(map[string]string{"to": "Gammalt"})
		stale.Version = own.Version
		if _, err := o.set.Do(ctx, stale, a, own.Ref); !fault.Is(err, fault.Stale) {
			t.Errorf("on what has changed: %v", err)
		}
		stale.Version = now.Version
		if _, err := o.set.Do(ctx, stale, a, own.Ref); err != nil {
			t.Errorf("on what was seen: %v", err)
		}
		if _, err := o.set.Do(ctx, o.call(map[string]string{"to": "x"}), a, o.objects["SN"].Ref); !fault.Is(err, fault.Unknown) {
			t.Errorf("on another board's: %v", err)
		}
		if _, err := o.set.Do(ctx, o.call(nil), a, own.Ref); said(err) != "to required" {
			t.Errorf("with nothing: %s", said(err))
		}
		// A state in which it is not offered, on the way past the pages too.
		if _, err := o.set.Do(ctx, o.call(map[string]string{"to": "Klart"}), a, own.Ref); err != nil {
			t.Fatal(err)
		}
		if _, err := o.set.Do(ctx, o.call(map[string]string{"to": "x"}), a, own.Ref); said(err) != "name not-in-this-state" {
			t.Errorf("when it is not offered: %s", said(err))
		}
		text, _ := o.set.Text("object", "card")
		if _, err := o.set.WriteText(ctx, o.call(nil), text, own.Ref, "html"); said(err) != "name not-in-this-state" {
			t.Errorf("a text that is not offered: %s", said(err))
		}
		if _, err := o.set.WriteText(ctx, o.call(nil), text, own.Ref, "xlsx"); said(err) != "format not-allowed pdf,docx,html,json" {
			t.Errorf("a table of what has none: %s", said(err))
		}
		add, _ := o.set.Act("object", "add")
		if _, err := o.set.Do(ctx, o.call(nil), add, ""); err != nil {
			t.Errorf("on none: %v", err)
		}
	})
}

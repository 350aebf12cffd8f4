package command_test

import (
	"context"
	"errors"
	"fmt"
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

// house is a small city: two boards, people with functions, objects.
type house struct {
	t       testing.TB
	place   storetest.Place
	db      *store.DB
	do      *command.Service
	access  *access.Access
	city    register.ID
	board   [2]register.ID
	objects [2]string // human numbers
	callers map[string]access.Caller
}

const (
	kindText = register.Text
	kindLong = register.Long
	kindDay  = register.Day
)

func reg(name string) *register.Register { r, _ := cat.Get(name); return r }

func build(t testing.TB, p storetest.Place) *house {
	t.Helper()
	db := p.Open(cat)
	h := &house{t: t, place: p, db: db, do: command.New(db), access: access.New(db), callers: map[string]access.Caller{"system": access.System()}}
	h.city = h.add("system", "org", "", map[string]any{"title": "Lindhamns stad", "kind": "city"}).ID
	for i, name := range []string{"Skolnämnden", "Socialnämnden"} {
		h.board[i] = h.add("system", "org", "", map[string]any{"title": name, "kind": "board", "parent": string(h.city)}).ID
		h.objects[i] = h.add("system", "object", h.board[i], map[string]any{"title": "Lönesystem " + name, "kind": "business_system", "reach": "local"}).Ref
	}
	for who, at := range map[string]register.ID{"isam": h.board[0], "head": h.board[0], "auditor": h.city, "isam-other": h.board[1], "system_admin": h.board[0], "privacy_contact": h.board[0], "object_owner": h.board[0], "city-isam": h.city} {
		function := map[string]string{"isam-other": "isam", "city-isam": "isam"}[who]
		if function == "" {
			function = who
		}
		person := h.add("system", "person", at, map[string]any{"title": who, "email": who + "@lindhamn.se"})
		f := h.add("system", "role_assignment", at, map[string]any{"title": who, "function": function, "person": string(person.ID)})
		if who == "object_owner" {
			h.must("system", change("update", "object", h.objects[0], map[string]any{"owner": f.Ref}))
		}
		h.callers[who] = h.caller(person.ID)
	}
	return h
}

func (h *house) caller(id register.ID) access.Caller {
	h.t.Helper()
	c, err := h.access.Person(ctx, id, today)
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// needed fills what must be given besides.
func needed(register string, fields map[string]any) map[string]any {
	for _, f := range reg(register).Fields {
		if fields[f.Name] != nil || !f.Needed {
			continue
		}
		switch {
		case f.Choices != nil:
			fields[f.Name] = f.Choices[0].Code
		case f.Kind == kindText || f.Kind == kindLong:
			fields[f.Name] = "text"
		case f.Kind == kindDay:
			fields[f.Name] = "2026-05-01"
		}
	}
	return fields
}

func change(op, register, id string, fields map[string]any) command.Change {
	return command.Change{Op: op, Register: reg(register), ID: id, Fields: fields}
}

func (h *house) try(who string, changes ...command.Change) (command.Receipt, error) {
	return h.do.Do(ctx, h.callers[who], command.Options{Via: "web", Now: today}, changes...)
}

func (h *house) must(who string, changes ...command.Change) command.Receipt {
	h.t.Helper()
	r, err := h.try(who, changes...)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

func (h *house) add(who, register string, org register.ID, fields map[string]any) *register.Record {
	h.t.Helper()
	c := change("create", register, "", fields)
	c.Org = org
	return h.must(who, c).Items[0].New
}

func (h *house) get(register, id string) *register.Record {
	h.t.Helper()
	r := reg(register)
	rec, err := h.db.Get(ctx, access.System().Read(r), r, id, time.Time{}, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	return rec
}

// untouched runs what must be refused and holds that it left nothing behind:
// no row, no entry, no number.
func (h *house) untouched(what string, try func() error) error {
	h.t.Helper()
	digest := func() string {
		size, root, err := h.db.Root(ctx)
		if err != nil {
			h.t.Fatal(err)
		}
		var numbers, rows, words int
		h.place.One(&numbers, `SELECT COALESCE(SUM(last), 0) FROM number`)
		h.place.One(&rows, `SELECT COUNT(*) FROM record`)
		h.place.One(&words, `SELECT COUNT(*) FROM word`)
		return fmt.Sprint(size, root, numbers, rows, words)
	}
	before := digest()
	err := try()
	if err == nil {
		h.t.Errorf("%s: was not refused", what)
	}
	if digest() != before {
		h.t.Errorf("%s: refused, but something was left behind", what)
	}
	return err
}

func problems(err error) []fault.Problem {
	var f *fault.Error
	errors.As(err, &f)
	if f == nil {
		return nil
	}
	return f.Problems
}

// Dirty values are refused with field, code and what is allowed; nothing stays.
func TestDirtyValues(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := build(t, p)
		long := make([]byte, 9<<20)
		for i := range long {
			long[i] = 'a'
		}
		other := h.add("system", "risk_analysis", h.board[1], needed("risk_analysis", map[string]any{"title": "Annans", "object": h.objects[1]}))
		good := map[string]any{"title": "Bra", "kind": "business_system", "reach": "local"}
		with := func(name string, v any) map[string]any {
			m := map[string]any{}
			for k, x := range good {
				m[k] = x
			}
			m[name] = v
			return m
		}
		for _, c := range []struct {
			name, register string
			fields         map[string]any
			field, code    string
			allowed        bool
		}{
			{"an empty name", "object", with("title", " "), "title", "required", false},
			{"no name", "object", map[string]any{"kind": "business_system", "reach": "local"}, "title", "required", false},
			{"a negative time", "object", with("rto_h", -5), "rto_h", "out-of-range", true},
			{"a time in words", "object", with("rto_h", "snart"), "rto_h", "not-a-number", false},
			{"half an hour", "object", with("rto_h", 0.5), "rto_h", "not-a-number", false},
			{"a day that is not", "object", with("review_due", "2023-02-30"), "review_due", "not-a-date", true},
			{"a time for a day", "object", with("review_due", "2023-03-01T00:00:00Z"), "review_due", "not-a-date", true},
			{"no such choice", "object", with("kind", "spaceship"), "kind", "not-allowed", true},
			{"9 MB of text", "object", with("notes", string(long)), "notes", "too-long", true},
			{"a NUL", "object", with("title", "a\x00b"), "title", "control-character", false},
			{"a line in a line", "object", with("title", "a\nb"), "title", "control-character", false},
			{"no UTF-8", "object", with("title", "a\xff"), "title", "not-utf8", false},
			{"an unknown field", "object", with("titel", "x"), "titel", "unknown-field", true},
			{"a field in capitals", "object", with("Title", "x"), "Title", "unknown-field", true},
			{"the product's own field", "object", with("source", "api"), "source", "made-by-product", false},
			{"its identity", "object", with("id", "x"), "id", "unknown-field", true},
			{"its owner", "object", with("org", string(h.board[1])), "org", "unknown-field", true},
			{"a later state", "object", with("status", "retired"), "status", "first-state", true},
			{"no such record", "object", with("owner", "FUN-9999"), "owner", "no-such-record", false},
			{"a record of another kind", "object", with("owner", h.objects[0]), "owner", "no-such-record", false},
			{"injection", "object", with("owner", "' OR 1=1 --"), "owner", "no-such-record", false},
			{"somebody else's record", "risk", map[string]any{"title": "R", "analysis": string(other.ID)}, "analysis", "no-such-record", false},
		} {
			if _, ok := reg(c.register).Field(c.field); !ok && c.code != "unknown-field" {
				t.Fatalf("%s: register %s has no field %s", c.name, c.register, c.field)
			}
			ch := change("create", c.register, "", c.fields)
			ch.Org = h.board[0]
			err := h.untouched(c.name, func() error { _, err := h.try("isam", ch); return err })
			found := false
			for _, p := range problems(err) {
				if p.Field == c.field && p.Code == c.code {
					found = true
					if c.allowed && len(p.Allowed) == 0 {
						t.Errorf("%s: %s does not say what is allowed", c.name, c.code)
					}
					if len([]rune(p.Value)) > 61 {
						t.Errorf("%s: the value is given back whole, %d letters", c.name, len(p.Value))
					}
				}
			}
			if !found || !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: want %s %s, got %.300v", c.name, c.field, c.code, err)
			}
		}
		class := map[string]any{"title": "K", "object": h.objects[0], "k": 7}
		if f := levelField(reg("classification")); f != "" {
			delete(class, "k")
			class[f] = 7
			ch := change("create", "classification", "", class)
			ch.Org = h.board[0]
			err := h.untouched("level 7", func() error { _, err := h.try("isam", ch); return err })
			if ps := problems(err); len(ps) == 0 || !containsProblem(ps, f, "out-of-range") {
				t.Errorf("level 7: %v", err)
			}
		} else {
			t.Error("classification has no level")
		}
	})
}

func levelField(r *register.Register) string {
	for _, f := range r.Fields {
		if f.Kind == register.Level && !f.Derived {
			return f.Name
		}
	}
	return ""
}

func containsProblem(ps []fault.Problem, field, code string) bool {
	for _, p := range ps {
		if p.Field == field && p.Code == code {
			return true
		}
	}
	return false
}

// Of many changes all are made or none, and everything wrong is told at once.
func TestBatch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := build(t, p)
		object := func(title any, more ...any) command.Change {
			c := change("create", "object", "", map[string]any{"title": title, "kind": "business_system", "reach": "local"})
			c.Org = h.board[0]
			for i := 0; i < len(more); i += 2 {
				c.Fields[more[i].(string)] = more[i+1]
			}
			return c
		}
		stale := change("update", "object", h.objects[0], map[string]any{"title": "y"})
		stale.Version = 1
		var receipt command.Receipt
		err := h.untouched("a batch with errors", func() (err error) {
			receipt, err = h.try("isam", object("ett"), object("", "rto_h", -1), object("tre"), change("update", "object", "OBJ-9999", map[string]any{"title": "x"}),
				stale, change("update", "object", h.objects[1], map[string]any{"title": "annans"}), object("sju", "kind", "fel"))
			return err
		})
		want := []string{"1 rto_h out-of-range", "1 title required", "3 id no-such-record", "4  changed-meanwhile", "5 id no-such-record", "6 kind not-allowed"}
		var got []string
		for _, p := range problems(err) {
			if p.Index != 6 || p.Code == "not-allowed" {
				got = append(got, fmt.Sprint(p.Index, " ", p.Field, " ", p.Code))
			}
		}
		if fmt.Sprint(got) != fmt.Sprint(want) || len(receipt.Items) > 0 {
			t.Errorf("got  %q\nwant %q", got, want)
		}
		// A record that is refused does not make those that refer to it wrong.
		a, b := object(""), object("hänger på")
		a.NewID = register.NewID(today)
		b.Fields["depends_on"] = []any{string(a.NewID)}
		err = h.untouched("a refused record referred to", func() error { _, err := h.try("isam", a, b); return err })
		if ps := problems(err); len(ps) != 1 || ps[0].Field != "title" {
			t.Errorf("got %v", err)
		}
		// When every change is only too late, the error says so.
		err = h.untouched("only stale", func() error { _, err := h.try("isam", stale, stale); return err })
		if !fault.Is(err, fault.Stale) {
			t.Errorf("got %v", err)
		}
		r := h.must("isam", object("ett"), object("två"), change("update", "object", h.objects[0], map[string]any{"title": "nytt"}))
		if len(r.Items) != 3 || r.Items[0].New.Ref != "OBJ-0003" || r.Items[1].New.Ref != "OBJ-0004" {
			t.Errorf("a refused batch used a number: %v %v", r.Items[0].New.Ref, r.Items[1].New.Ref)
		}
	})
}

// A dry run finds all that a real one would, gives the same answer and leaves nothing.
func TestDryRun(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		h := build(t, p)
		c := change("create", "object", "", map[string]any{"title": "Prov", "kind": "business_system", "reach": "local"})
		c.Org = h.board[0]
		h.untouched("a dry run", func() error {
			r, err := h.do.Do(ctx, h.callers["isam"], command.Options{Via: "web", Now: today, Dry: true}, c)
			if err != nil || r.Items[0].New.Ref != "OBJ-0003" {
				t.Errorf("got %v, %v", r, err)
			}
			return errors.New("dry")
		})
	})
}

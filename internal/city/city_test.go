package city_test

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"genomlys/internal/access"
	"genomlys/internal/city"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func fill(t *testing.T, opt city.Options) (*store.DB, city.Result) {
	t.Helper()
	ctx := context.Background()
	db, err := store.OpenDB(ctx, filepath.Join(t.TempDir(), "city.db"), registers.Catalogue(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	opt.Now = now
	r, err := city.Fill(ctx, db, command.New(db), opt)
	if err != nil {
		t.Fatal(err)
	}
	return db, r
}

// byRef tells those of the same title apart; their identities are drawn anew.
var byRef = []query.Order{{Field: query.Field{Name: "ref", Type: query.Text, Sort: true}}}

// said writes the city's objects and people with everything but identities.
func said(t *testing.T, db *store.DB) string {
	t.Helper()
	var b strings.Builder
	for _, r := range []*register.Register{registers.Objects, registers.Persons, registers.Risks, registers.Processings} {
		err := db.Each(context.Background(), access.System().Read(r), store.Query{Register: r, Order: byRef}, func(rec *register.Record) error {
			b.WriteString(rec.Ref)
			for i, f := range r.Fields {
				if f.Kind != register.Ref && f.Kind != register.Links {
					b.WriteString("|" + strings.Join(f.Words(rec.Values[i]), ","))
				}
			}
			b.WriteByte('\n')
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func TestSameSeedSameCity(t *testing.T) {
	one, a := fill(t, city.Options{Orgs: 5, Objects: 60, Seed: 1})
	two, b := fill(t, city.Options{Orgs: 5, Objects: 60, Seed: 1})
	other, _ := fill(t, city.Options{Orgs: 5, Objects: 60, Seed: 2})
	if a.Records != b.Records || a.Changes != b.Changes || a.Position != b.Position {
		t.Errorf("the same seed made %d records and %d changes, then %d and %d", a.Records, a.Changes, b.Records, b.Changes)
	}
	first := said(t, one)
	if first != said(t, two) {
		t.Error("the same seed made another city")
	}
	if first == said(t, other) {
		t.Error("another seed made the same city")
	}
}

func TestCityHoldsTogether(t *testing.T) {
	ctx := context.Background()
	told := int64(0)
	db, res := fill(t, city.Options{Orgs: 6, Objects: 300, Seed: 3, Tell: func(done, about int64) {
		if done < told || done > about {
			t.Errorf("told of %d of %d after %d", done, about, told)
		}
		told = done
	}})
	if told != int64(res.Records+res.Changes) || res.Position != told {
		t.Errorf("told of %d, made %d records and %d changes, the ledger has %d entries", told, res.Records, res.Changes, res.Position)
	}
	if res.Of["object"] != 300 {
		t.Errorf("made %d objects, asked for 300", res.Of["object"])
	}
	got, err := db.Verify(ctx, nil, nil)
	if err != nil || got.Size != res.Position {
		t.Fatalf("the ledger does not verify: %v, %v", got, err)
	}
	// Each object answers for its ties: what it runs on is never, over any
	// number of steps, itself.
	on := map[register.ID][]register.ID{}
	ties := 0
	sys := access.System()
	if err := db.Each(ctx, sys.Read(registers.Objects), store.Query{Register: registers.Objects}, func(rec *register.Record) error {
		for _, l := range rec.LinksOf("depends_on") {
			ties++
			if l.Kind == "runs_on" {
				on[rec.ID] = append(on[rec.ID], l.To)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if ties < 2*300 {
		t.Errorf("%d ties between 300 objects, wanted about three each", ties)
	}
	state := map[register.ID]int{}
	var walk func(register.ID) bool
	walk = func(id register.ID) bool {
		switch state[id] {
		case 1:
			return false
		case 2:
			return true
		}
		state[id] = 1
		for _, to := range on[id] {
			if !walk(to) {
				return false
			}
		}
		state[id] = 2
		return true
	}
	for id := range on {
		if !walk(id) {
			t.Fatal("objects run on each other in a circle")
		}
	}
	// A year ago it was another city.
	then, err := countObjects(ctx, db, now.AddDate(-1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	today, err := countObjects(ctx, db, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if then == 0 || then >= today {
		t.Errorf("%d objects a year ago and %d today", then, today)
	}
}

func countObjects(ctx context.Context, db *store.DB, at time.Time) (int, error) {
	_, n, err := db.Count(ctx, access.System().Read(registers.Objects), store.Query{Register: registers.Objects, AsOf: at}, nil)
	return n, err
}

func TestCityIsRefused(t *testing.T) {
	ctx := context.Background()
	db, _ := fill(t, city.Options{Orgs: 1, Objects: 1, Seed: 1})
	if _, err := city.Fill(ctx, db, command.New(db), city.Options{Orgs: 1, Objects: 1, Seed: 1, Now: now}); !fault.Is(err, fault.Conflict) {
		t.Errorf("a second city over the first gave %v", err)
	}
	for _, o := range []city.Options{{Orgs: 0, Objects: 1}, {Orgs: 401, Objects: 1}, {Orgs: 1, Objects: 0}, {Orgs: 1, Objects: 1_000_001}} {
		if _, err := city.Fill(ctx, db, command.New(db), o); !fault.Is(err, fault.Invalid) {
			t.Errorf("%d organisations and %d objects gave %v", o.Orgs, o.Objects, err)
		}
	}
}

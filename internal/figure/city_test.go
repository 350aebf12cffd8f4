package figure_test

import (
	"context"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/city"
	"genomlys/internal/command"
	"genomlys/internal/figure"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// filled is a generated city, small enough for a test or as large as the goal.
func filled(t testing.TB, db *store.DB, orgs, objects int) (*figure.Engine, []register.ID) {
	t.Helper()
	ctx := context.Background()
	if _, err := city.Fill(ctx, db, command.New(db), city.Options{Orgs: orgs, Objects: objects, Seed: 1, Now: time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC)}); err != nil {
		t.Fatal(err)
	}
	e, err := figure.New(db)
	if err != nil {
		t.Fatal(err)
	}
	var out []register.ID
	err = db.Each(ctx, access.System().Read(registers.Orgs), store.Query{Register: registers.Orgs}, func(rec *register.Record) error {
		if k := rec.Text("kind"); k == "board" || k == "company" {
			out = append(out, rec.ID)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return e, out
}

// Many organisations at once give what each gives alone, on both engines.
func TestByOrgIsComputeForEach(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		e, orgs := filled(t, p.Open(registers.Catalogue()), 5, 80)
		same(t, e, orgs, "2023-11-15")
	})
}

func TestByOrgOfTheOffice(t *testing.T) {
	o := take(t, open(t, t.TempDir()+"/a.db"), "2023")
	same(t, o.engine, []register.ID{o.org["SLK"], o.org["KS"], o.org["SDC"], o.org["LS"]}, "2022-11-15")
}

func same(t *testing.T, e *figure.Engine, orgs []register.ID, at register.Date) {
	t.Helper()
	ctx := context.Background()
	all, err := e.ByOrg(ctx, access.System(), orgs, at, 0)
	if err != nil {
		t.Fatal(err)
	}
	counted := 0
	for i, org := range orgs {
		alone, err := e.Compute(ctx, access.System(), figure.Request{Org: org, AsOf: at})
		if err != nil {
			t.Fatal(err)
		}
		if len(alone.Figures) != len(all.Orgs[i].Figures) {
			t.Fatalf("%d figures, alone %d", len(all.Orgs[i].Figures), len(alone.Figures))
		}
		for j, f := range alone.Figures {
			g := all.Orgs[i].Figures[j]
			if f.ID != g.ID || f.Value != g.Value || f.Date != g.Date || f.Shown != g.Shown || len(f.Groups) != len(g.Groups) {
				t.Errorf("%s of %s: together %d %s, alone %d %s", f.ID, alone.Short, g.Value, g.Shown.SV, f.Value, f.Shown.SV)
			}
			counted += f.Value
		}
	}
	if counted == 0 {
		t.Error("nothing was counted")
	}
}

// BenchmarkCity: all figures for 40 organisations with 10 000 objects as of a
// past date. The goal is two seconds.
func BenchmarkCity(b *testing.B) {
	db := open(b, b.TempDir()+"/a.db")
	_, orgs := filled(b, db, 40, 10000)
	for b.Loop() {
		e, err := figure.New(db) // anew, since an engine keeps its answers
		if err != nil {
			b.Fatal(err)
		}
		c, err := e.ByOrg(context.Background(), access.System(), orgs, "2023-11-15", 0)
		if err != nil {
			b.Fatal(err)
		}
		if f, _ := c.Total.Get("F01"); f.Value < 1000 {
			b.Fatalf("%d objects", f.Value)
		}
	}
}

// What is kept is told again only while nothing has changed.
func TestByOrgIsKeptUntilChanged(t *testing.T) {
	d := newDesk(t, storetest.SQLite(t))
	ks := d.org("board", "KS", "")
	count := func() int {
		c, err := d.engine.ByOrg(context.Background(), access.System(), []register.ID{ks}, "2023-11-15", 0)
		if err != nil {
			t.Fatal(err)
		}
		f, _ := c.Orgs[0].Get("F01")
		return f.Value
	}
	for want := range 3 {
		if got := count(); got != want {
			t.Errorf("%d objects, want %d", got, want)
		}
		if again := count(); again != want {
			t.Errorf("asked again: %d objects, want %d", again, want)
		}
		d.object(ks, ks, "controller", map[string]any{})
	}
}

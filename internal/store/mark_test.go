package store_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// Marking many filters in one pass says what asking each alone says, and so
// does a survey, which puts what is related together by itself; and before its
// first version a record is read as that version only when that is asked for.
func TestMarkAndBackdated(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		ctx := context.Background()
		cat := registers.Catalogue()
		db := p.Open(cat)
		s := command.New(db)
		now := time.Date(2024, 1, 1, 8, 0, 0, 0, time.UTC)
		do := func(day string, ch command.Change) register.ID {
			t.Helper()
			if day != "" {
				ch.Effective = register.Date(day).Time(db.Zone)
			}
			now = now.Add(time.Second)
			r, err := s.Do(ctx, access.System(), command.Options{Via: "import", Now: now}, ch)
			if err != nil {
				t.Fatal(err)
			}
			return r.Items[0].New.ID
		}
		org := do("2020-01-01", command.Change{Op: "create", Register: registers.Orgs, Fields: map[string]any{"title": "KS", "kind": "board"}})
		var ids []register.ID
		for i := range 8 {
			f := map[string]any{"title": fmt.Sprint("Objekt ", i), "kind": []string{"shared_it", "service"}[i%2], "reach": "local", "go_live": fmt.Sprintf("20%d-05-01", 16+i)}
			if i > 2 {
				f["depends_on"] = []any{string(ids[i-2]), string(ids[i-3])}
			}
			ids = append(ids, do("2023-01-01", command.Change{Op: "create", Register: registers.Objects, Org: org, Fields: f}))
		}
		do("2023-06-01", command.Change{Op: "update", Register: registers.Objects, ID: string(ids[3]), Fields: map[string]any{"kind": "manual", "depends_on": nil}})
		for i := range 4 {
			do("2023-02-01", command.Change{Op: "create", Register: registers.Classifications, Org: org, Fields: map[string]any{"object": string(ids[2*i]), "kind": "object", "status": "decided",
				"held_on": "2022-03-01", "decided_on": fmt.Sprintf("202%d-03-01", i), "k": i % 3, "r": 1, "t": 2}})
		}
		// One that was a mistake and is taken back.
		now = now.Add(time.Second)
		r, err := s.Do(ctx, access.System(), command.Options{Via: "import", Now: now}, command.Change{Op: "create", Register: registers.Objects, Org: org,
			Effective: register.Date("2023-01-01").Time(db.Zone), Fields: map[string]any{"title": "Fel", "kind": "service", "reach": "local"}})
		if err == nil {
			_, err = s.Undo(ctx, access.System(), command.Options{Via: "cli", Now: now.Add(time.Hour)}, r.Set)
		}
		if err != nil {
			t.Fatal(err)
		}
		gone := r.Items[0].New.ID

		reg := registers.Objects
		scope := access.System().Read(reg)
		var filters []query.Checked
		for _, text := range []string{"", "kind = shared_it", "kind != shared_it", "go_live <= asof", "since <= asof", "has(classifications)", "lacks(classifications, decided_on <= asof)",
			"has(classifications, k >= 1 AND decided_on > asof-12m) OR kind = manual", "has(depends_on)", "has(depends_on, kind = service)", "lacks(depends_on, has(classifications))",
			"has(objects, go_live > 2020-01-01)", "NOT (has(objects) AND has(classifications))"} {
			n, err := query.Parse(text)
			if err != nil {
				t.Fatal(err)
			}
			c, err := query.Check(n, register.Schema(reg), query.Params{AsOf: query.Civil{Year: 2022, Month: 11, Day: 15}, Now: now, Zone: db.Zone})
			if err != nil {
				t.Fatal(err)
			}
			filters = append(filters, c)
		}
		for _, at := range []string{"2021-11-15", "2023-01-15", "2023-11-15"} {
			for _, back := range []bool{false, true} {
				q := store.Query{Register: reg, AsOf: db.EndOfDay(register.Date(at)), Backdated: back}
				want := make([][]register.ID, len(filters))
				some := 0
				for i, f := range filters {
					q.Filter = f
					keys, err := db.Keys(ctx, scope, q)
					if err != nil {
						t.Fatal(err)
					}
					for _, k := range keys {
						want[i] = append(want[i], k.ID)
					}
					slices.Sort(want[i])
					some += len(keys)
				}
				if (some > 0) != (back || at > "2023") || slices.Contains(want[0], gone) && at == "2021-11-15" {
					t.Errorf("%s, backdated %v: %d answers, undone record seen", at, back, some)
				}
				q.Filter = nil
				kind := []*register.Field{reg.Must("kind")}
				survey := func(fn func(k store.Key, v []any, holds []bool) error) error {
					asks := []store.Ask{{Register: registers.Classifications}, {Register: reg, Fields: kind, Filters: filters}}
					found, err := db.Survey(ctx, scope, q, asks)
					if err != nil {
						return err
					}
					for _, at := range found[1].Rows() {
						holds := make([]bool, len(filters))
						for i := range holds {
							holds[i] = found[1].Holds(at, i)
						}
						if err := fn(found[1].Key(at), []any{found[1].Value(at, 0)}, holds); err != nil {
							return err
						}
					}
					return nil
				}
				mark := func(fn func(k store.Key, v []any, holds []bool) error) error {
					return db.Mark(ctx, scope, q, kind, filters, fn)
				}
				for how, ask := range map[string]func(func(store.Key, []any, []bool) error) error{"mark": mark, "survey": survey} {
					got := make([][]register.ID, len(filters))
					err := ask(func(k store.Key, v []any, holds []bool) error {
						if v[0] == nil || k.Ref == "" || k.Title == "" {
							t.Errorf("%s %v has no kind or name", k.Ref, v)
						}
						for i, h := range holds {
							if h {
								got[i] = append(got[i], k.ID)
							}
						}
						return nil
					})
					if err != nil {
						t.Fatal(err)
					}
					for i := range got {
						slices.Sort(got[i])
						if !slices.Equal(got[i], want[i]) {
							t.Errorf("%s, backdated %v, %s, filter %d: %d records, asked alone %d", at, back, how, i, len(got[i]), len(want[i]))
						}
					}
				}
			}
		}
	})
}

// What a survey tells of several registers is of one moment, also while others
// write: two records that always change together never differ.
func TestSurveyIsOfOneMoment(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		ctx := context.Background()
		db := p.Open(registers.Catalogue())
		s := command.New(db)
		now := time.Date(2024, 1, 1, 8, 0, 0, 0, time.UTC)
		do := func(chs ...command.Change) (command.Receipt, error) {
			now = now.Add(time.Second)
			return s.Do(ctx, access.System(), command.Options{Via: "import", Now: now}, chs...)
		}
		a, err := do(command.Change{Op: "create", Register: registers.Orgs, Fields: map[string]any{"title": "0", "kind": "board"}})
		if err != nil {
			t.Fatal(err)
		}
		org := a.Items[0].New.ID
		b, err := do(command.Change{Op: "create", Register: registers.Objects, Org: org, Fields: map[string]any{"title": "0", "kind": "service", "reach": "local"}})
		if err != nil {
			t.Fatal(err)
		}
		stop, wrote := make(chan struct{}), make(chan error)
		go func() {
			var err error
			for i := 1; err == nil; i++ {
				f := map[string]any{"title": fmt.Sprint(i)}
				_, err = do(command.Change{Op: "update", Register: registers.Orgs, ID: string(org), Fields: f},
					command.Change{Op: "update", Register: registers.Objects, ID: string(b.Items[0].New.ID), Fields: f})
				select {
				case <-stop:
					wrote <- err
					return
				default:
				}
			}
			wrote <- err
		}()
		seen := map[string]bool{}
		for i := 0; i < 2000 && len(seen) < 40; i++ {
			found, err := db.Survey(ctx, access.System().Read(registers.Objects), store.Query{}, []store.Ask{{Register: registers.Objects}, {Register: registers.Orgs}})
			if err != nil {
				t.Fatal(err)
			}
			title := func(m *store.Marked) string { return m.Key(m.Rows()[0]).Title }
			if x, y := title(found[0]), title(found[1]); x != y {
				t.Fatalf("the object is of change %s, its organisation of %s", x, y)
			}
			seen[title(found[0])] = true
		}
		close(stop)
		if err := <-wrote; err != nil {
			t.Fatal(err)
		}
		if len(seen) < 2 {
			t.Error("nothing was written meanwhile")
		}
	})
}

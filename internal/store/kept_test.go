package store_test

import (
	"context"
	"testing"
	"time"

	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// What is kept is told again as long as what it was read from stands, and not a
// moment longer, also when another process has changed it.
func TestKeptUntilChanged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 7)
		org := w.create(storetest.Orgs, "", func(rec *register.Record) { rec.Set("title", "Nämnd") })
		object := w.create(storetest.Objects, org.ID, func(rec *register.Record) { rec.Set("title", "Arkiv") })
		other := p.Open(storetest.Catalogue()) // as a second process
		var kept, elsewhere store.Kept[int]
		made := 0
		count := func(ctx context.Context, db *store.DB, k *store.Kept[int]) int {
			t.Helper()
			n, err := store.Remember(ctx, db, k, "objects", func(ctx context.Context) (int, error) {
				made++
				keys, err := db.Keys(ctx, allSeen, store.Query{Register: storetest.Objects})
				return len(keys), err
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		expect := func(what string, want, making int) {
			t.Helper()
			if got := count(ctx, other, &elsewhere); got != want {
				t.Errorf("%s: another process gives %d, want %d", what, got, want)
			}
			made = 0
			if got := count(ctx, w.db, &kept); got != want || made != making {
				t.Errorf("%s: %d made %d times, want %d made %d times", what, got, made, want, making)
			}
		}
		expect("at first", 1, 1)
		expect("again", 1, 0)
		w.create(storetest.Risks, org.ID, func(rec *register.Record) { rec.Set("title", "Brand"); rec.Set("object", string(object.ID)) })
		expect("after a change of another register", 1, 0)
		w.create(storetest.Objects, org.ID, func(rec *register.Record) { rec.Set("title", "Diarium") })
		expect("after a change", 2, 1)
		expect("again", 2, 0)
		w.end(object)
		expect("after one was taken back", 1, 1)

		// Under one moment the answer is of that moment, until a change is made
		// under it.
		moment := store.Moment(ctx)
		count(moment, w.db, &kept)
		w.create(storetest.Objects, org.ID, func(rec *register.Record) { rec.Set("title", "Schema") })
		if got := count(moment, w.db, &kept); got != 1 {
			t.Errorf("%d objects later in the moment, want 1", got)
		}
		expect("after the moment", 2, 1)
		_, err := w.db.Write(moment, w.now.Add(time.Hour), act, func(tx *store.Tx) error {
			rec := storetest.Objects.NewRecord(register.NewID(w.now), org.ID)
			rec.Set("title", "Karta")
			rec.Ref = "OBJ-0099"
			return tx.Put(rec, nil, "create", time.Time{})
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := count(moment, w.db, &kept); got != 3 {
			t.Errorf("%d objects after a change under the moment, want 3", got)
		}
	})
}

// An answer made of other kept answers rests on what they rest on, and one made
// of what changes without the ledger is never kept.
func TestKeptRestsOnAllThatWasRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 7)
		org := w.create(storetest.Orgs, "", func(rec *register.Record) { rec.Set("title", "Nämnd") })
		object := w.create(storetest.Objects, org.ID, func(rec *register.Record) { rec.Set("title", "Arkiv") })
		var outer, inner store.Kept[int]
		made := 0
		with, err := w.db.Filter(ctx, storetest.Objects, "has(risks)", "2023-03-01", began)
		if err != nil {
			t.Fatal(err)
		}
		ask := func() int {
			n, err := store.Remember(ctx, w.db, &outer, "outer", func(ctx context.Context) (int, error) {
				made++
				return store.Remember(ctx, w.db, &inner, "inner", func(ctx context.Context) (int, error) {
					_, n, err := w.db.Count(ctx, allSeen, store.Query{Register: storetest.Objects, Filter: with}, nil)
					return n, err
				})
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		if got := ask(); got != 0 {
			t.Fatalf("%d objects with risks, want none", got)
		}
		w.create(storetest.Risks, org.ID, func(rec *register.Record) { rec.Set("title", "Brand"); rec.Set("object", string(object.ID)) })
		if got := ask(); got != 1 || made != 2 {
			t.Errorf("%d objects with risks, made %d times, want 1, 2", got, made)
		}
		if ask(); made != 2 {
			t.Errorf("made %d times, want 2", made)
		}

		var settings store.Kept[string]
		for _, want := range []string{"a", "b"} {
			if err := w.db.SetMeta(ctx, "look", want); err != nil {
				t.Fatal(err)
			}
			got, err := store.Remember(ctx, w.db, &settings, "look", func(ctx context.Context) (string, error) { return w.db.Meta(ctx, "look") })
			if err != nil || got != want {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		}
	})
}

// What is known of single records is read once, also that one is not seen, and
// anew when the register has changed.
func TestLookReadsWhatIsNotKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 7)
		org := w.create(storetest.Orgs, "", func(rec *register.Record) { rec.Set("title", "Nämnd") })
		var ids []register.ID
		var last *register.Record
		for _, name := range []string{"Arkiv", "Diarium", "Schema"} {
			last = w.create(storetest.Objects, org.ID, func(rec *register.Record) { rec.Set("title", name) })
			ids = append(ids, last.ID)
		}
		var known store.Known[string]
		asked := 0
		look := func(ids ...register.ID) map[register.ID]string {
			out, err := store.Look(ctx, w.db, &known, "all", ids, func(ctx context.Context, ids []register.ID) (map[register.ID]string, error) {
				asked += len(ids)
				out := map[register.ID]string{}
				for _, id := range ids {
					if rec, err := w.db.Get(ctx, allSeen, storetest.Objects, string(id), time.Time{}, 0); err == nil {
						out[id] = rec.Text("title")
					}
				}
				return out, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		nobody := register.NewID(began)
		for _, step := range []struct {
			ids   []register.ID
			names int
			asked int
		}{{ids[:2], 2, 2}, {ids[:2], 2, 2}, {append(ids[1:], nobody), 2, 4}, {append(ids[:0:0], append(ids, nobody)...), 3, 4}} {
			if got := look(step.ids...); len(got) != step.names || asked != step.asked {
				t.Errorf("%v: %d read so far, want %d", got, asked, step.asked)
			}
		}
		w.update(last, time.Time{}, func(rec *register.Record) { rec.Set("title", "Karta") })
		if got := look(ids...); got[last.ID] != "Karta" || asked != 7 {
			t.Errorf("after a new name: %v, %d read", got, asked)
		}
	})
}

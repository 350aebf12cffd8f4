package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var (
	ctx     = context.Background()
	began   = time.Date(2023, 3, 1, 8, 0, 0, 0, time.UTC)
	allSeen = store.Scope{All: true, Secret: map[register.ID]bool{"*": true}}
)

// world is a database and the oracle beside it, both changed by the same hand.
type world struct {
	t      testing.TB
	place  storetest.Place
	db     *store.DB
	oracle *oracle
	rng    *rand.Rand
	now    time.Time
	orgs   []register.ID
	open   map[*register.Register][]*register.Record
	moment []moment // moments between the changes
}

func newWorld(t testing.TB, p storetest.Place, seed uint64) *world {
	db := p.Open(storetest.Catalogue())
	w := &world{t: t, place: p, db: db, oracle: &oracle{zone: db.Zone}, rng: rand.New(rand.NewPCG(seed, 1)), now: began,
		open: map[*register.Register][]*register.Record{}}
	return w
}

var act = store.Act{Actor: "p1", Via: "system", Set: "s"}

// write runs changes in one transaction and notes the versions written.
func (w *world) write(fn func(tx *store.Tx) ([]*register.Record, error)) {
	w.t.Helper()
	w.now = w.now.Add(time.Duration(w.rng.IntN(int(9 * time.Hour))))
	var recs []*register.Record
	pos, err := w.db.Write(ctx, w.now, act, func(tx *store.Tx) (err error) {
		recs, err = fn(tx)
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	for _, rec := range recs {
		w.oracle.put(rec)
	}
	w.moment = append(w.moment, moment{asOf: w.now.Add(time.Minute), known: pos})
}

func (w *world) create(r *register.Register, org register.ID, fill func(*register.Record)) *register.Record {
	w.t.Helper()
	rec := r.NewRecord(register.NewID(w.now), org)
	if r.Name == "org" {
		rec.Org = rec.ID
		w.orgs = append(w.orgs, rec.ID)
	}
	fill(rec)
	w.write(func(tx *store.Tx) ([]*register.Record, error) {
		var err error
		if rec.Ref, err = tx.Number(r, ""); err != nil {
			return nil, err
		}
		return []*register.Record{rec}, tx.Put(rec, nil, "create", time.Time{})
	})
	w.open[r] = append(w.open[r], rec)
	return rec
}

func (w *world) update(old *register.Record, effective time.Time, fill func(*register.Record)) *register.Record {
	w.t.Helper()
	rec := old.Clone()
	fill(rec)
	w.write(func(tx *store.Tx) ([]*register.Record, error) {
		return []*register.Record{rec}, tx.Put(rec, old, "update", effective)
	})
	for i, r := range w.open[rec.Register] {
		if r.ID == rec.ID {
			w.open[rec.Register][i] = rec
		}
	}
	return rec
}

func (w *world) end(rec *register.Record) {
	w.t.Helper()
	w.write(func(tx *store.Tx) ([]*register.Record, error) { return nil, tx.End(rec, store.Withdraw) })
	w.oracle.end(rec.ID, w.moment[len(w.moment)-1].known)
	list := w.open[rec.Register]
	for i, r := range list {
		if r.ID == rec.ID {
			w.open[rec.Register] = append(append([]*register.Record{}, list[:i]...), list[i+1:]...)
			return
		}
	}
}

func one[T any](w *world, from []T) T { return from[w.rng.IntN(len(from))] }

// now is a question about the present: no time given.
func now(*world) time.Time { return time.Time{} }

// titles are what Swedish order and letter case have to get right.
var titles = []string{"Ärende", "Ångström", "Östra", "ärende 2", "Ärende 10", "Zebra", "vax", "Wax", "våg", "Verksamhet", "100 %_säker", "Ekonomi", "É clair", "ekonomi", "Löner; personal", "O'Hara", "ΑΣ", "日本", "a\\b", "Ø", "Ü", "Kö", "1177", "9", "10"}

// fill gives an object or risk random values; some stay as they are.
func (w *world) fill(rec *register.Record) {
	for i, f := range rec.Register.Fields {
		if f.Name == "title" {
			rec.Values[i] = one(w, titles)
			continue
		}
		if f.Name == "responsible" || f.Derived || f.Name == "parent" || f.Needed || w.rng.IntN(3) > 0 {
			continue
		}
		rec.Values[i] = nil
		if w.rng.IntN(4) == 0 {
			continue
		}
		rec.Values[i] = w.value(f)
	}
}

func (w *world) value(f *register.Field) any {
	refs := func(r *register.Register) register.ID {
		if r == nil {
			r = storetest.Objects
		}
		if l := w.open[r]; len(l) > 0 {
			return one(w, l).ID
		}
		return ""
	}
	switch f.Kind {
	case register.Choice:
		if f.Name == "secrecy" {
			return one(w, []string{"none", "osl_18_8"})
		}
		return one(w, f.Choices.Codes())
	case register.Set:
		if f.Choices == nil {
			return []string{one(w, titles[:3]), "Abc"}
		}
		return f.Choices.Codes()[:1+w.rng.IntN(3)]
	case register.FactOf:
		return one(w, register.Facts.Codes())
	case register.Level:
		return int64(w.rng.IntN(5))
	case register.Number:
		return int64(w.rng.IntN(7) - 3)
	case register.Money:
		return int64(w.rng.IntN(5)) * 1_000_000_007
	case register.Day:
		return fmt.Sprintf("2022-%02d-%02d", 1+w.rng.IntN(12), 1+w.rng.IntN(28))
	case register.Moment:
		return began.Add(time.Duration(w.rng.IntN(1000)) * time.Hour)
	case register.Ref:
		if id := refs(f.Target); id != "" {
			return string(id)
		}
		return nil
	case register.Links:
		var out []register.Link
		for range 1 + w.rng.IntN(3) {
			l := register.Link{To: refs(f.Target)}
			if f.LinkKinds != nil {
				l.Kind = one(w, f.LinkKinds.Codes())
			}
			dup := l.To == ""
			for _, x := range out {
				dup = dup || x == l
			}
			if !dup {
				out = append(out, l)
			}
		}
		if out == nil {
			return nil
		}
		return out
	case register.List:
		b, _ := json.Marshal([]storetest.Row{{What: one(w, titles), N: w.rng.IntN(3)}})
		return json.RawMessage(b)
	}
	return one(w, titles)
}

// populate makes a world of some hundred changes over three months.
func (w *world) populate(changes int) {
	w.t.Helper()
	for i := range 5 {
		w.create(storetest.Orgs, "", func(rec *register.Record) {
			rec.Set("title", fmt.Sprintf("Nämnd %d", i))
			if i > 0 {
				rec.Set("parent", string(one(w, w.orgs[:i])))
			}
		})
	}
	for range changes {
		object := func(name string) func(*register.Record) {
			return func(rec *register.Record) {
				w.fill(rec)
				if l := w.open[storetest.Objects]; len(l) > 0 {
					rec.Set(name, string(one(w, l).ID))
				}
			}
		}
		switch n := w.rng.IntN(20); {
		case n < 5 || len(w.open[storetest.Objects]) < 3:
			w.create(storetest.Objects, one(w, w.orgs), w.fill)
		case n < 8:
			w.create(storetest.Risks, one(w, w.orgs), object("object"))
		case n < 9:
			w.create(storetest.ObjectParties, one(w, w.orgs), func(rec *register.Record) {
				rec.Set("title", "part")
				rec.Set("object", string(one(w, w.open[storetest.Objects]).ID))
				rec.Set("party", string(one(w, w.orgs)))
			})
		case n < 16:
			old := one(w, w.open[storetest.Objects])
			effective := time.Time{}
			if back := w.now.Add(-time.Duration(w.rng.IntN(40)) * time.Hour); n < 11 && back.After(old.Since) {
				effective = back
			}
			w.update(old, effective, w.fill)
		case n < 18 && len(w.open[storetest.Risks]) > 0:
			w.update(one(w, w.open[storetest.Risks]), time.Time{}, w.fill)
		case n == 18 && len(w.open[storetest.Risks]) > 0:
			w.end(one(w, w.open[storetest.Risks]))
		case n == 19 && len(w.open[storetest.ObjectParties]) > 0:
			w.end(one(w, w.open[storetest.ObjectParties]))
		}
	}
}

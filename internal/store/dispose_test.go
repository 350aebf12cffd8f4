package store_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"testing"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// dispose erases records of one organisation with the entry that covers them.
func (w *world) dispose(r *register.Register, org register.ID, ids ...register.ID) *register.Record {
	w.t.Helper()
	entries, err := w.db.Erasable(ctx, r, ids)
	if err != nil {
		w.t.Fatal(err)
	}
	payload, err := ledger.DisposalPayload("Beslut 7", entries)
	if err != nil {
		w.t.Fatal(err)
	}
	var d struct {
		Count                  int64
		Decision, Ranges, Root string
	}
	if err := json.Unmarshal(payload, &d); err != nil {
		w.t.Fatal(err)
	}
	rec := storetest.Disposals.NewRecord(register.NewID(w.now), org)
	for name, v := range map[string]any{"title": "Gallring", "decision": d.Decision, "count": d.Count, "ranges": d.Ranges, "root": d.Root} {
		rec.Set(name, v)
	}
	w.write(func(tx *store.Tx) ([]*register.Record, error) {
		if rec.Ref, err = tx.Number(storetest.Disposals, ""); err != nil {
			return nil, err
		}
		if err := tx.Put(rec, nil, ledger.ActionDispose, time.Time{}); err != nil {
			return nil, err
		}
		erased, err := tx.Dispose(r, ids)
		if err == nil && !slices.Equal(erased, entries) {
			err = fmt.Errorf("%v erased, %v announced", erased, entries)
		}
		return nil, err
	})
	return rec
}

// In worlds made at random, objects with all they have been through are
// disposed of: the ledger and its bundle hold, nothing of them answers or lies
// in the file, and what is left reads as before.
func TestDispose(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		for seed := range uint64(4) {
			q := p
			if seed > 0 {
				q = storetest.SQLite(t)
				if p.Engine == "postgres" {
					q = storetest.Postgres(t)
				}
			}
			w := newWorld(t, q, 40+seed)
			w.populate(70)
			const canary = "Qvxkanarie"
			org := w.orgs[0]
			var doomed []register.ID
			for i := range 3 {
				rec := w.create(storetest.Objects, org, func(r *register.Record) {
					r.Set("title", fmt.Sprint(canary, i))
					r.Set("hush", canary+" tyst")
					r.Set("rows", json.RawMessage(`[{"what":"`+canary+`"}]`))
					r.Set("near", []register.Link{{To: w.open[storetest.Objects][0].ID, Kind: "a"}})
					r.Set("about", string(bytes.Repeat([]byte(canary+" "), 900))) // over several pages
				})
				rec = w.update(rec, time.Time{}, func(r *register.Record) { r.Set("title", canary+" ändrad"); r.Set("near", nil) })
				w.update(rec, time.Time{}, func(r *register.Record) { r.Set("bought", "2022-01-01"); r.Set("title", canary) })
				doomed = append(doomed, rec.ID)
			}
			w.write(func(tx *store.Tx) ([]*register.Record, error) {
				hash, err := tx.PutBlob([]byte(canary + " fil"))
				if err != nil {
					return nil, err
				}
				return nil, errors.Join(tx.Freeze(string(doomed[0]), 1, "a.txt", hash), tx.KeepAnswer("nyckel", "d", []byte(canary+string(doomed[1]))))
			})
			before := reading(t, w.db, doomed)
			ref := w.open[storetest.Objects][len(w.open[storetest.Objects])-1].Ref
			done := w.dispose(storetest.Objects, org, doomed...)
			if err := w.db.Scrub(ctx, storetest.Objects); err != nil {
				t.Fatal(err)
			}

			verify(t, w.db)
			verify(t, copyOf(t, q, w.db).Open(storetest.Catalogue()))
			bundled(t, w.db)
			if after := reading(t, w.db, doomed); !maps.Equal(before, after) {
				t.Error("what was left reads otherwise")
			}
			if q.Engine == "sqlite" {
				for _, name := range []string{q.DSN, q.DSN + "-wal"} {
					if b, err := os.ReadFile(name); err == nil && bytes.Contains(b, []byte("vxkanarie")) {
						t.Errorf("%s still has it", name)
					}
				}
			}
			for _, id := range []string{string(doomed[0]), ref} {
				_, err := w.db.Get(ctx, allSeen, storetest.Objects, id, time.Time{}, 0)
				var f *fault.Error
				if !errors.As(err, &f) || f.Kind != fault.Unknown || f.Code != "was-disposed" {
					t.Errorf("asked for %s: %v", id, err)
				}
				if _, err = w.db.Get(ctx, store.Scope{Orgs: w.orgs[1:2]}, storetest.Objects, id, time.Time{}, 0); !errors.As(err, &f) || f.Code != "no-such-record" {
					t.Errorf("somebody else asked for %s: %v", id, err)
				}
			}
			if _, err := w.db.History(ctx, allSeen, storetest.Objects, doomed[0]); !fault.Is(err, fault.Unknown) {
				t.Errorf("history: %v", err)
			}
			if hits, err := w.db.Search(ctx, func(*register.Register) store.Scope { return allSeen }, canary, 9); err != nil || len(hits) > 0 {
				t.Errorf("search finds %v (%v)", hits, err)
			}
			if _, _, err := w.db.Frozen(ctx, string(doomed[0]), "a.txt", 0); !fault.Is(err, fault.Unknown) {
				t.Errorf("frozen file: %v", err)
			}
			if answer, _, err := w.db.Answered(ctx, "nyckel", "d"); err != nil || answer != nil {
				t.Errorf("kept answer %q (%v)", answer, err)
			}
			if _, err := w.db.Erasable(ctx, storetest.Disposals, []register.ID{done.ID}); err == nil {
				t.Error("the disposal itself can be erased")
			}
			// The number is not given to another.
			if next := w.create(storetest.Objects, org, w.fill); next.Ref == ref {
				t.Errorf("%s is used anew", ref)
			}
			verify(t, w.db)
		}
	})
}

// reading is all that is read of the records but some: now and as of each month.
func reading(t *testing.T, db *store.DB, but []register.ID) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, r := range []*register.Register{storetest.Orgs, storetest.Objects, storetest.Risks, storetest.ObjectParties} {
		for month := range 6 {
			at := began.AddDate(0, month, 0)
			if month == 5 {
				at = time.Time{}
			}
			err := db.Each(ctx, allSeen, store.Query{Register: r, AsOf: at}, func(rec *register.Record) error {
				if !slices.Contains(but, rec.ID) {
					out[fmt.Sprint(rec.Ref, month)] = string(rec.Canonical())
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return out
}

// bundled writes an auditor's bundle and checks it as the auditor does.
func bundled(t *testing.T, db *store.DB) {
	t.Helper()
	private, public, err := ledger.NewKey("test/ledger")
	if err != nil {
		t.Fatal(err)
	}
	size, root, err := db.Root(ctx)
	if err != nil {
		t.Fatal(err)
	}
	note, err := ledger.SignCheckpoint(private, size, root, began)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	out, err := ledger.NewBundleWriter(&b, ledger.Bundle{Origin: "test/ledger", Size: size})
	if err != nil {
		t.Fatal(err)
	}
	err = db.EntriesWithPayload(ctx, size, func(e store.Entry, payload []byte) error {
		return out.Write(ledger.Item{Seq: e.Seq, Header: e.Header, Hashes: e.Hashes, Salt: e.Salt, Payload: payload, Erased: e.Salt == nil && payload == nil})
	})
	if err := errors.Join(err, out.Write(ledger.Item{Checkpoint: note}), out.Flush()); err != nil {
		t.Fatal(err)
	}
	if _, res, err := ledger.VerifyBundle(&b, public); err != nil || res.Size != size {
		t.Errorf("the bundle: %+v, %v", res, err)
	}
}

// What is erased past the store, or announced and not erased, is found.
func TestDisposeFalsely(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 9)
		w.populate(10)
		add := func(title string) *register.Record {
			return w.create(storetest.Objects, w.orgs[0], func(r *register.Record) { r.Set("title", title) })
		}
		a, b := add("a"), add("b")
		w.dispose(storetest.Objects, w.orgs[0], a.ID)
		verify(t, w.db)
		for name, c := range map[string]struct {
			want ledger.Kind
			do   func(q storetest.Place)
		}{
			"erased without decision": {ledger.Undecided, func(q storetest.Place) {
				q.SQL(`UPDATE ledger SET salt = NULL WHERE id = $1`, string(b.ID))
				q.SQL(`DELETE FROM r_object WHERE id = $1`, string(b.ID))
			}},
			"the decision gone": {ledger.ChangedPayload, func(q storetest.Place) { q.SQL(`UPDATE r_disposal SET ranges = '1-3'`) }},
		} {
			q := copyOf(t, p, w.db)
			c.do(q)
			_, err := q.Open(storetest.Catalogue()).Verify(ctx, nil, nil)
			var br *ledger.Break
			if !errors.As(err, &br) || br.Kind != c.want {
				t.Errorf("%s: %v", name, err)
			}
		}
		// Announced for one, done to none.
		q := copyOf(t, p, w.db)
		db := q.Open(storetest.Catalogue())
		entries, err := db.Erasable(ctx, storetest.Objects, []register.ID{b.ID})
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Write(ctx, w.now.Add(time.Hour), act, func(tx *store.Tx) error {
			rec := storetest.Disposals.NewRecord(register.NewID(w.now), w.orgs[0])
			payload, err := ledger.DisposalPayload("x", entries)
			if err != nil {
				return err
			}
			var d struct{ Ranges, Root string }
			if err := json.Unmarshal(payload, &d); err != nil {
				return err
			}
			for name, v := range map[string]any{"title": "x", "decision": "x", "count": int64(len(entries)), "ranges": d.Ranges, "root": d.Root} {
				rec.Set(name, v)
			}
			rec.Ref = "GAL-9"
			return tx.Put(rec, nil, ledger.ActionDispose, time.Time{})
		})
		if err != nil {
			t.Fatal(err)
		}
		_, err = db.Verify(ctx, nil, nil)
		var br *ledger.Break
		if !errors.As(err, &br) || br.Kind != ledger.NotErased {
			t.Errorf("not erased: %v", err)
		}
	})
}

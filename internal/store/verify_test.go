package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"genomlys/internal/ledger"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

func verify(t testing.TB, db *store.DB, cps ...ledger.Checkpoint) ledger.Result {
	t.Helper()
	res, err := db.Verify(ctx, cps, nil)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// Each way of changing the database past the store is found.
func TestVerifyFindsTampering(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 3)
		w.populate(80)
		if _, err := w.db.Write(ctx, time.Now(), store.Act{}, func(tx *store.Tx) error { _, err := tx.PutBlob([]byte("a report")); return err }); err != nil {
			t.Fatal(err)
		}
		size := verify(t, w.db).Size
		_, root, err := w.db.Root(ctx)
		if err != nil || size != int64(len(w.moment)) {
			t.Fatalf("size %d after %d changes (%v)", size, len(w.moment), err)
		}
		var object *register.Record // with history
		for _, v := range w.oracle.versions {
			if v.rec.Register == storetest.Objects && v.closed < store.Open {
				object = v.rec
			}
		}
		var linked string
		p.One(&linked, `SELECT MIN(from_id) FROM link WHERE "until" = $1`, store.Open)
		id, mid := string(object.ID), size/2
		tampering := []struct {
			name, do, undo string
			args, back     []any
		}{
			{"a value", `UPDATE r_object SET title = title || 'x' WHERE id = $1`, `UPDATE r_object SET title = substr(title, 1, length(title) - 1) WHERE id = $1`, []any{id}, []any{id}},
			{"a value blanked", `UPDATE r_object SET source = 'api' WHERE id = $1`, `UPDATE r_object SET source = NULL WHERE id = $1`, []any{id}, []any{id}},
			{"a hidden field", `UPDATE r_object SET hush_level = COALESCE(hush_level, 0) + 10 WHERE id = $1`, ``, []any{id}, nil},
			{"the owner", `UPDATE r_object SET org = $2 WHERE id = $1`, `UPDATE r_object SET org = $2 WHERE id = $1`, []any{id, "foreign"}, []any{id, string(object.Org)}},
			{"the human number", `UPDATE r_object SET ref = 'OBJ-9999' WHERE id = $1`, `UPDATE r_object SET ref = $2 WHERE id = $1`, []any{id}, []any{id, object.Ref}},
			{"the number in the identities", `UPDATE record SET ref = 'OBJ-9999' WHERE id = $1`, `UPDATE record SET ref = $2 WHERE id = $1`, []any{id}, []any{id, object.Ref}},
			{"an identity added", `INSERT INTO record (id, register, org, ref) VALUES ('x', 'object', 'x', 'OBJ-8888')`, `DELETE FROM record WHERE id = 'x'`, nil, nil},
			{"when it began", `UPDATE r_object SET since = since - 1 WHERE id = $1 AND opened = $2`, `UPDATE r_object SET since = since + 1 WHERE id = $1 AND opened = $2`, []any{id, object.Version}, []any{id, object.Version}},
			{"when it ended", `UPDATE r_object SET "until" = "until" + 1 WHERE id = $1 AND "until" < $2`, `UPDATE r_object SET "until" = "until" - 1 WHERE id = $1 AND "until" < $2`, []any{id, store.Open}, []any{id, store.Open}},
			{"ended in silence", `UPDATE r_object SET "until" = since + 1 WHERE id = $1 AND "until" = $2`, `UPDATE r_object SET "until" = $2 WHERE id = $1 AND closed = $2`, []any{id, store.Open}, []any{id, store.Open}},
			{"ended on both axes", `UPDATE r_object SET "until" = since + 1, closed = opened + 1 WHERE id = $1 AND "until" = $2`, `UPDATE r_object SET "until" = $2, closed = $2 WHERE id = $1 AND "until" = since + 1`, []any{id, store.Open}, []any{id, store.Open}},
			{"opened again", `UPDATE r_object SET closed = closed + 1 WHERE id = $1 AND opened = $2`, `UPDATE r_object SET closed = closed - 1 WHERE id = $1 AND opened = $2`, []any{id, object.Version}, []any{id, object.Version}},
			{"a header's last letter", `UPDATE ledger SET header = $1 WHERE seq = $2`, ``, []any{[]byte(`{}`), mid}, nil},
			{"its organisation's column", `UPDATE ledger SET org = 'x' || org WHERE seq = $1`, `UPDATE ledger SET org = substr(org, 2) WHERE seq = $1`, []any{mid}, []any{mid}},
			{"its set", `UPDATE ledger SET change_set = 'other' WHERE seq = $1`, `UPDATE ledger SET change_set = 's' WHERE seq = $1`, []any{mid}, []any{mid}},
			{"its time", `UPDATE ledger SET at = at - 1 WHERE seq = $1`, `UPDATE ledger SET at = at + 1 WHERE seq = $1`, []any{mid}, []any{mid}},
			{"its hashes", `UPDATE ledger SET hashes = $1 WHERE seq = $2`, ``, []any{make([]byte, 32), mid}, nil},
			{"its salt", `UPDATE ledger SET salt = $1 WHERE seq = $2`, ``, []any{make([]byte, 16), mid}, nil},
			{"the head's size", `UPDATE ledger_head SET size = size - 1`, `UPDATE ledger_head SET size = size + 1`, nil, nil},
			{"the head's time", `UPDATE ledger_head SET last_at = last_at - 999999999999`, `UPDATE ledger_head SET last_at = last_at + 999999999999`, nil, nil},
			{"an organisation's number", `UPDATE ledger_org SET last = last + 1 WHERE org = $1`, `UPDATE ledger_org SET last = last - 1 WHERE org = $1`, []any{string(object.Org)}, []any{string(object.Org)}},
			{"a link led elsewhere", `UPDATE link SET to_id = 'x' || to_id WHERE from_id = $1`, `UPDATE link SET to_id = substr(to_id, 2) WHERE from_id = $1`, []any{linked}, []any{linked}},
			{"a link's past", `UPDATE link SET since = since - 1 WHERE from_id = $1`, `UPDATE link SET since = since + 1 WHERE from_id = $1`, []any{linked}, []any{linked}},
			{"a link added", `INSERT INTO link ("until", kind, from_id, to_id, attr, org, since, opened, closed) VALUES (9, 'object.near', 'x', 'y', '', 'z', 1, 2, 3)`, `DELETE FROM link WHERE from_id = 'x'`, nil, nil},
			{"a link of no kind", `INSERT INTO link ("until", kind, from_id, to_id, attr, org, since, opened, closed) VALUES (9, 'object.title', 'x', 'y', '', 'z', 1, 2, 3)`, `DELETE FROM link WHERE from_id = 'x'`, nil, nil},
			{"an inserted row", `INSERT INTO r_object ("until", id, org, since, opened, closed, ref, title) VALUES ($1, 'forged', 'x', 1, 1, $1, 'OBJ-7777', 'x')`, `DELETE FROM r_object WHERE id = 'forged'`, []any{store.Open}, nil},
			{"a row from the future", `INSERT INTO r_object ("until", id, org, since, opened, closed, ref, title) VALUES ($1, 'forged', 'x', 1, 999999, $1, 'OBJ-7777', 'x')`, `DELETE FROM r_object WHERE id = 'forged'`, []any{store.Open}, nil},
			{"the order", `UPDATE r_object SET title_k = $2 WHERE id = $1 AND opened = $3`, `UPDATE r_object SET title_k = $2 WHERE id = $1 AND opened = $3`, []any{id, []byte{1}, object.Version}, []any{id, store.SortKey(object.Text("title")), object.Version}},
			{"a search word gone", `DELETE FROM word WHERE register = 'object' AND word = (SELECT MIN(word) FROM word WHERE register = 'object' AND id = $1) AND id = $1`, ``, []any{id}, nil},
			{"a search word added", `INSERT INTO word (register, word, id) VALUES ('object', 'hemligt', $1)`, `DELETE FROM word WHERE word = 'hemligt'`, []any{id}, nil},
			{"a search word of another", `UPDATE word SET word = 'x' || word WHERE register = 'object' AND id = $1`, `UPDATE word SET word = substr(word, 2) WHERE register = 'object' AND id = $1`, []any{id}, []any{id}},
			{"a search word of no register", `INSERT INTO word (register, word, id) VALUES ('ghost', 'x', $1)`, `DELETE FROM word WHERE register = 'ghost'`, []any{id}, nil},
			{"the counter raised", `UPDATE number SET last = last + 1 WHERE register = 'object'`, `UPDATE number SET last = last - 1 WHERE register = 'object'`, nil, nil},
			{"the counter lowered", `UPDATE number SET last = last - 1 WHERE register = 'object'`, `UPDATE number SET last = last + 1 WHERE register = 'object'`, nil, nil},
			{"the counter gone", `DELETE FROM number WHERE register = 'risk'`, ``, nil, nil},
			{"a file", `UPDATE blob SET data = $1`, `UPDATE blob SET data = $1`, []any{[]byte("falsk")}, []any{[]byte("a report")}},
			{"a file that is not there", `INSERT INTO frozen (review, version, name, hash) VALUES ('x', 1, 'a.pdf', 'none')`, `DELETE FROM frozen`, nil, nil},
			{"a deleted row", `DELETE FROM r_object WHERE id = $1 AND opened = $2`, ``, []any{id, object.Version}, nil},
			{"a deleted record", `DELETE FROM r_risk WHERE ref = 'RSK-0001'`, ``, nil, nil},
			{"a deleted entry", `DELETE FROM ledger WHERE seq = $1`, ``, []any{mid}, nil},
			{"the last entry deleted", `DELETE FROM ledger WHERE seq = $1`, ``, []any{size - 1}, nil},
			{"all of the last change undone", `DELETE FROM ledger WHERE seq = $1`, ``, []any{size - 1}, nil},
		}
		for _, c := range tampering {
			t.Run(c.name, func(t *testing.T) {
				if c.undo != "" {
					if p.SQL(c.do, c.args...) == 0 {
						t.Fatal("nothing was changed")
					}
					_, err := w.db.Verify(ctx, nil, nil)
					named(t, c.name, err)
					p.SQL(c.undo, c.back...)
					verify(t, w.db)
					return
				}
				// What cannot be taken back is tried in a copy.
				q := copyOf(t, p, w.db)
				if q.SQL(c.do, c.args...) == 0 {
					t.Fatal("nothing was changed")
				}
				if c.name == "all of the last change undone" {
					undoLast(q, size)
					verify(t, q.Open(storetest.Catalogue())) // the database alone cannot tell
					_, err := q.Open(storetest.Catalogue()).Verify(ctx, []ledger.Checkpoint{{Origin: "x", Size: size, Root: root}}, nil)
					var b *ledger.Break
					if !errors.As(err, &b) || b.Kind != ledger.CutTail {
						t.Errorf("with a checkpoint: %v", err)
					}
					return
				}
				_, err := q.Open(storetest.Catalogue()).Verify(ctx, nil, nil)
				named(t, c.name, err)
			})
		}
	})
}

// named looks that tampering was found, and called what it is where only one
// part of the database was touched.
func named(t *testing.T, name string, err error) {
	t.Helper()
	want := ""
	for part, code := range map[string]string{"search word": "words-disagree", "counter": "numbers-disagree", "a link": "links-disagree", "order": "order-disagrees", "identit": "identities-disagree"} {
		if strings.Contains(name, part) {
			want = code
		}
	}
	var f *store.Finding
	if err == nil || want != "" && (!errors.As(err, &f) || f.Code != want) {
		t.Errorf("found %v, want %s", err, cmp.Or(want, "something"))
	}
}

func copyOf(t testing.TB, p storetest.Place, db *store.DB) storetest.Place {
	t.Helper()
	q := storetest.SQLite(t)
	if p.Engine == "postgres" {
		q = storetest.Postgres(t)
	}
	if err := db.CopyTo(ctx, q.Open(storetest.Catalogue()), nil); err != nil {
		t.Fatal(err)
	}
	return q
}

// undoLast wipes out the last change so well that only a checkpoint can tell.
func undoLast(p storetest.Place, size int64) {
	for _, r := range storetest.Catalogue().All {
		p.SQL(`DELETE FROM r_`+r.Name+` WHERE opened = $1`, size)
		p.SQL(`UPDATE r_`+r.Name+` SET "until" = $1, closed = $1 WHERE closed = $2`, store.Open, size)
	}
	p.SQL(`DELETE FROM link WHERE opened = $1`, size)
	p.SQL(`UPDATE link SET "until" = $1, closed = $1 WHERE closed = $2`, store.Open, size)
	p.SQL(`DELETE FROM record WHERE NOT EXISTS (SELECT 1 FROM ledger l WHERE l.id = record.id)`)
	p.SQL(`DELETE FROM word WHERE NOT EXISTS (SELECT 1 FROM record i WHERE i.id = word.id)`)
	p.SQL(`UPDATE number SET last = (SELECT COUNT(*) FROM record i WHERE i.register = number.register)`)
	p.SQL(`UPDATE ledger_head SET size = size - 1`)
	p.SQL(`UPDATE ledger_org SET last = (SELECT COUNT(*) FROM ledger l WHERE l.org = ledger_org.org)`)
	p.SQL(`DELETE FROM ledger_org WHERE last = 0`)
}

// A clock that goes back, or stands still, disturbs neither order nor history.
func TestClockGoesBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 4)
		w.populate(0)
		rec := w.create(storetest.Objects, w.orgs[0], func(r *register.Record) { r.Set("title", "0") })
		for i, jump := range []time.Duration{-time.Hour, 0, 400 * 24 * time.Hour, -400 * 24 * time.Hour, 0, 0} {
			w.now = w.now.Add(jump)
			next := rec.Clone()
			next.Set("title", fmt.Sprint(i+1))
			if _, err := w.db.Write(ctx, w.now, act, func(tx *store.Tx) error { return tx.Put(next, rec, "update", time.Time{}) }); err != nil {
				t.Fatal(err)
			}
			if !next.Since.After(rec.Since) {
				t.Fatalf("version %d begins %v, the one before %v", i, next.Since, rec.Since)
			}
			rec = next
		}
		h, err := w.db.History(ctx, allSeen, storetest.Objects, rec.ID)
		if err != nil || len(h) != 7 {
			t.Fatal(len(h), err)
		}
		for i, v := range h {
			if v.Record.Text("title") != fmt.Sprint(i) {
				t.Errorf("version %d is %q", i, v.Record.Text("title"))
			}
		}
		verify(t, w.db)
	})
}

// Several versions of one record in one transaction follow each other.
func TestSeveralVersionsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 4)
		w.populate(0)
		rec := w.create(storetest.Objects, w.orgs[0], func(r *register.Record) { r.Set("title", "0") })
		for range 3 {
			if _, err := w.db.Write(ctx, w.now, act, func(tx *store.Tx) error {
				for range 4 {
					next := rec.Clone()
					next.Set("title", rec.Text("title")+"+")
					if err := tx.Put(next, rec, "update", time.Time{}); err != nil {
						return err
					}
					rec = next
				}
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		h, err := w.db.History(ctx, allSeen, storetest.Objects, rec.ID)
		if err != nil || len(h) != 13 || h[12].Record.Text("title") != "0++++++++++++" {
			t.Fatal(len(h), err)
		}
		verify(t, w.db)
	})
}

// Several servers on one database write without gap, loss or double number.
func TestReplicas(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 6)
		w.populate(0)
		const servers, writers, each = 2, 6, 15
		var wg sync.WaitGroup
		for s := range servers {
			db := p.Open(storetest.Catalogue())
			for n := range writers {
				wg.Go(func() {
					for i := range each {
						at := began.Add(time.Duration(s*300-i) * time.Second) // clocks five minutes apart
						_, err := db.Write(ctx, at, act, func(tx *store.Tx) error {
							rec := storetest.Objects.NewRecord(register.NewID(at), w.orgs[(s+n+i)%len(w.orgs)])
							rec.Set("title", fmt.Sprint(s, n, i))
							var err error
							if rec.Ref, err = tx.Number(storetest.Objects, ""); err != nil {
								return err
							}
							return tx.Put(rec, nil, "create", time.Time{})
						})
						if err != nil {
							t.Error(err)
						}
					}
				})
			}
		}
		wg.Wait()
		want := int64(servers * writers * each)
		if res := verify(t, w.db); res.Size != want+int64(len(w.orgs)) || res.Orgs != len(w.orgs) {
			t.Errorf("the ledger has %d entries of %d organisations, want %d", res.Size, res.Orgs, want)
		}
		var n, last int64
		p.One(&n, `SELECT COUNT(DISTINCT ref) FROM r_object`)
		p.One(&last, `SELECT last FROM number WHERE register = 'object'`)
		if n != want || last != want {
			t.Errorf("%d numbers, the last %d, want %d", n, last, want)
		}
		if _, got, err := w.db.Count(ctx, allSeen, store.Query{Register: storetest.Objects}, nil); err != nil || int64(got) != want {
			t.Errorf("count %d, want %d (%v)", got, want, err)
		}
	})
}

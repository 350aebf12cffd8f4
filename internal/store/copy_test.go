package store_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

func order(t *testing.T, r *register.Register, text string) []query.Order {
	t.Helper()
	o, err := query.ParseOrder(text, register.Schema(r))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// A copy made while others write is of one moment and verifies (security.md R11).
func TestBackupUnderLoad(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 8)
		w.populate(40)
		stop := make(chan struct{})
		var wg sync.WaitGroup
		for n := range 4 {
			wg.Go(func() {
				for i := 0; ; i++ {
					select {
					case <-stop:
						return
					default:
					}
					if err := addObject(w.db, w.orgs[n], fmt.Sprint(n, i), "text"); err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		for i := range 4 {
			path := filepath.Join(t.TempDir(), fmt.Sprint(i, ".db"))
			low, err := w.db.Position(ctx)
			if err == nil {
				err = w.db.Backup(ctx, path)
			}
			if err != nil {
				t.Error(err)
				break
			}
			high, _ := w.db.Position(ctx)
			db, err := store.OpenDB(ctx, path, storetest.Catalogue(), store.Options{MustBe: true})
			if err != nil {
				t.Error(err)
				break
			}
			res := verify(t, db)
			var rows int64
			for _, r := range storetest.Catalogue().All {
				storetest.Place{Engine: "sqlite", DSN: path}.In(t).One(&rows, `SELECT COUNT(*) FROM r_`+r.Name)
			}
			if res.Size < low || res.Size > high {
				t.Errorf("the copy has %d entries, there were %d before and %d after", res.Size, low, high)
			}
			db.Close()
		}
		close(stop)
		wg.Wait()
		verify(t, w.db)
	})
}

// SQLite to PostgreSQL and back: the same answers, ledger root and settings (R12).
func TestCopyBetweenEngines(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), 13)
	w.populate(120)
	if err := w.db.SetMeta(ctx, "origin", "lindhamn.se"); err != nil {
		t.Fatal(err)
	}
	if err := w.db.PutSession(ctx, "hemligt", store.Session{Kind: "session", Person: "p", Made: began, Expires: began.AddDate(9, 0, 0)}); err != nil {
		t.Fatal(err)
	}
	if _, err := w.db.Write(ctx, w.now, act, func(tx *store.Tx) error {
		hash, err := tx.PutBlob(nil) // an empty file is a file
		if err == nil {
			err = tx.Freeze("r", 1, "empty.txt", hash)
		}
		if err == nil {
			err = tx.KeepAnswer("k", "d", []byte{})
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	pg, back := storetest.Postgres(t), storetest.SQLite(t)
	across := pg.Open(storetest.Catalogue())
	if err := w.db.CopyTo(ctx, across, nil); err != nil {
		t.Fatal(err)
	}
	again := back.Open(storetest.Catalogue())
	rows := 0
	if err := across.CopyTo(ctx, again, func(n int) { rows = n }); err != nil {
		t.Fatal(err)
	}
	if rows < 500 {
		t.Errorf("told of %d rows", rows)
	}
	size, root, _ := w.db.Root(ctx)
	for name, db := range map[string]*store.DB{"across": across, "again": again} {
		for _, r := range storetest.Catalogue().All {
			if got, want := lines(t, db, r.Name), lines(t, w.db, r.Name); got != want {
				t.Errorf("%s: %s differs", name, r.Name)
			}
		}
		n, h, err := db.Root(ctx)
		if n != size || h != root || err != nil {
			t.Errorf("%s: root %v of %d, want %v of %d (%v)", name, h, n, root, size, err)
		}
		verify(t, db)
		if v, err := db.Meta(ctx, "origin"); v != "lindhamn.se" || err != nil {
			t.Errorf("%s: setting %q (%v)", name, v, err)
		}
		if s, err := db.GetSession(ctx, "session", "hemligt", began.AddDate(1, 0, 0)); err != nil || s.Person != "p" {
			t.Errorf("%s: session %v (%v)", name, s, err)
		}
		if b, _, err := db.Frozen(ctx, "r", "empty.txt", 0); err != nil || len(b) != 0 {
			t.Errorf("%s: file %q (%v)", name, b, err)
		}
		if err := addObject(db, w.orgs[0], "efter kopian", ""); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		verify(t, db)
	}
	if err := w.db.CopyTo(ctx, again, nil); !fault.Is(err, fault.Invalid) {
		t.Errorf("copied over what was there: %v", err)
	}
}

// A number may be called as the columns of sort keys are: one that is left out
// is copied as missing, and what was copied can be read.
func TestCopyOfANumberCalledAsASortKey(t *testing.T) {
	type key struct {
		register.Common
		LevelK, LevelR register.Int
	}
	keys := register.New("key", "Nycklar", "Keys", func(x *key, f *register.Fields) {
		f.Numbered("NYC")
		f.Level(&x.LevelK).Label("K", "K")
		f.Level(&x.LevelR).Label("R", "R")
	})
	of := register.NewCatalogue(keys)
	for name, to := range map[string]storetest.Place{"sqlite": storetest.SQLite(t), "postgres": storetest.Postgres(t)} {
		from := storetest.SQLite(t).Open(of)
		rec := keys.NewRecord(register.NewID(began), register.NewID(began))
		rec.Set("title", "Utan nivå")
		if _, err := from.Write(ctx, began, act, func(tx *store.Tx) (err error) {
			if rec.Ref, err = tx.Number(keys, ""); err != nil {
				return err
			}
			return tx.Put(rec, nil, "create", time.Time{})
		}); err != nil {
			t.Fatal(err)
		}
		into, back := to.Open(of), storetest.SQLite(t).Open(of)
		if err := from.CopyTo(ctx, into, nil); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := into.CopyTo(ctx, back, nil); err != nil {
			t.Fatalf("%s and back: %v", name, err)
		}
		verify(t, into)
		verify(t, back)
	}
}

// Sessions, links that work once, settings and kept answers.
func TestMachineRoom(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		db := p.Open(storetest.Catalogue())
		put := func(secret, kind, person string, expires time.Time) {
			if err := db.PutSession(ctx, secret, store.Session{Kind: kind, Person: person, Made: began, Expires: expires}); err != nil {
				t.Fatal(err)
			}
		}
		later := began.Add(time.Hour)
		put("s1", "session", "p1", later)
		put("s2", "token", "p1", later)
		put("s3", "link", "p2", later)
		for _, c := range []struct {
			kind, secret string
			at           time.Time
			known        bool
		}{
			{"session", "s1", began, true}, {"session", "s1", later, false}, {"token", "s1", began, false}, {"session", "S1", began, false},
			{"session", store.Digest("s1"), began, false}, {"session", "", began, false}, {"session", "' OR 1=1", began, false}, {"token", "s2", began, true},
		} {
			if _, err := db.GetSession(ctx, c.kind, c.secret, c.at); (err == nil) != c.known || err != nil && !fault.Is(err, fault.Unknown) {
				t.Errorf("%s %q: %v", c.kind, c.secret, err)
			}
		}
		var n int
		if p.One(&n, `SELECT COUNT(*) FROM session WHERE hash IN ('s1', 's2', 's3')`); n != 0 {
			t.Error("a secret is stored as it is")
		}
		var mu sync.Mutex
		taken := 0
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if _, err := db.TakeSession(ctx, "link", "s3", began); err == nil {
					mu.Lock()
					taken++
					mu.Unlock()
				} else if !fault.Is(err, fault.Unknown) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if taken != 1 {
			t.Errorf("a link worked %d times", taken)
		}
		if err := db.EndSessions(ctx, "p1"); err != nil {
			t.Fatal(err)
		}
		if l, err := db.Sessions(ctx, "p1"); err != nil || len(l) != 0 {
			t.Errorf("sessions after all were ended: %v (%v)", l, err)
		}
		keep := func(key string, at time.Time) error {
			_, err := db.Write(ctx, at, act, func(tx *store.Tx) error { return tx.KeepAnswer(key, "d", []byte("svar")) })
			return err
		}
		if err := keep("k", began); err != nil {
			t.Fatal(err)
		}
		if err := keep("k", began); !fault.Is(err, fault.Conflict) {
			t.Errorf("one key twice: %v", err)
		}
		for digest, want := range map[string]bool{"d": true, "other": false} {
			if b, same, err := db.Answered(ctx, "k", digest); string(b) != "svar" || same != want || err != nil {
				t.Errorf("%s: %q %v %v", digest, b, same, err)
			}
		}
		if err := keep("k2", began.AddDate(0, 0, 3)); err != nil {
			t.Fatal(err)
		}
		if b, _, err := db.Answered(ctx, "k", "d"); b != nil || err != nil {
			t.Errorf("an answer is kept for ever: %q %v", b, err)
		}
	})
}

package store_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

func places(t *testing.T, fn func(t *testing.T, db *store.DB)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, p storetest.Place) { fn(t, p.Open(storetest.Catalogue())) })
}

func must(t *testing.T, db *store.DB, now time.Time, fn func(*store.Tx) error) {
	t.Helper()
	if _, err := db.Write(ctx, now, act, fn); err != nil {
		t.Fatal(err)
	}
}

// TestCodeIsUsedOnce holds T16: of fifty who use one code at once, one comes in.
func TestCodeIsUsedOnce(t *testing.T) {
	places(t, func(t *testing.T, db *store.DB) {
		must(t, db, began, func(tx *store.Tx) error {
			return errors.Join(tx.AddFactor(store.Factor{ID: "f", Person: "p", Kind: "totp", Data: "x"}), tx.SetRecovery("p", []string{"one", "two"}))
		})
		var codes, recoveries atomic.Int64
		var wg sync.WaitGroup
		for range 50 {
			wg.Go(func() {
				_, err := db.Write(ctx, began, act, func(tx *store.Tx) error {
					ok, err := tx.UseCode("f", 7)
					if ok {
						codes.Add(1)
					}
					used, err2 := tx.UseRecovery("p", "two")
					if used {
						recoveries.Add(1)
					}
					return errors.Join(err, err2)
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if codes.Load() != 1 || recoveries.Load() != 1 {
			t.Errorf("%d codes and %d recovery codes were taken", codes.Load(), recoveries.Load())
		}
		must(t, db, began, func(tx *store.Tx) error {
			if ok, err := tx.UseCode("f", 6); ok || err != nil {
				t.Error("an earlier code was taken", err)
			}
			if ok, err := tx.UseRecovery("q", "one"); ok || err != nil {
				t.Error("somebody else's recovery code was taken", err)
			}
			return nil
		})
		if n, err := db.RecoveryLeft(ctx, "p"); n != 1 || err != nil {
			t.Error(n, err)
		}
		fs, err := db.Factors(ctx, "p")
		if err != nil || len(fs) != 1 || fs[0].Last != 7 || fs[0].Used.IsZero() {
			t.Errorf("%+v %v", fs, err)
		}
	})
}

// TestTriesAreHeldBack: no number of tries at once gets past the limit.
func TestTriesAreHeldBack(t *testing.T) {
	places(t, func(t *testing.T, db *store.DB) {
		limit := store.Limit{Name: "a", Window: time.Hour, Wait: func(n int) time.Duration {
			if n < 5 {
				return 0
			}
			return time.Minute
		}}
		var through atomic.Int64
		var wg sync.WaitGroup
		for range 40 {
			wg.Go(func() {
				_, err := db.Write(ctx, began, act, func(tx *store.Tx) error {
					wait, _, err := tx.Try(limit)
					if wait == 0 && err == nil {
						through.Add(1)
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if through.Load() != 5 {
			t.Errorf("%d tries came through", through.Load())
		}
		for _, c := range []struct {
			after time.Duration
			wait  bool
			tries int
		}{{30 * time.Second, true, 5}, {61 * time.Second, false, 6}, {3 * time.Hour, false, 1}} {
			must(t, db, began.Add(c.after), func(tx *store.Tx) error {
				wait, n, err := tx.Try(limit)
				if (wait > 0) != c.wait || n != c.tries {
					t.Errorf("after %s: wait %s, %d tries", c.after, wait, n)
				}
				return err
			})
		}
	})
}

// TestOutboxIsEmptiedOnce: a message that somebody has taken is nobody else's
// until the lease is over, and its text goes when it is sent.
func TestOutboxIsEmptiedOnce(t *testing.T) {
	places(t, func(t *testing.T, db *store.DB) {
		must(t, db, began, func(tx *store.Tx) error {
			return errors.Join(tx.PutMail(store.Mail{ID: "1", Kind: "notice", Address: "a@b.example", Subject: "S", Body: "hemligt"}),
				tx.PutMail(store.Mail{ID: "2", Kind: "notice", Address: "c@b.example", Subject: "T", Body: "text"}))
		})
		_, err := db.Write(ctx, began, act, func(tx *store.Tx) error {
			return errors.Join(tx.PutMail(store.Mail{ID: "3"}), errors.New("the change is refused"))
		})
		if err == nil {
			t.Fatal("a refused change went through")
		}
		got, err := db.LeaseMail(ctx, began, time.Minute, 10)
		if err != nil || len(got) != 2 || got[0].Tries != 1 {
			t.Fatalf("%+v %v", got, err)
		}
		if again, err := db.LeaseMail(ctx, began.Add(30*time.Second), time.Minute, 10); len(again) != 0 || err != nil {
			t.Errorf("taken twice: %+v %v", again, err)
		}
		if err := db.MailDone(ctx, "1", began.Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		if late, err := db.LeaseMail(ctx, began.Add(2*time.Minute), time.Minute, 10); len(late) != 1 || late[0].ID != "2" || err != nil {
			t.Errorf("after the lease: %+v %v", late, err)
		}
		if err := db.MailNot(ctx, "2", "refused", time.Time{}); err != nil {
			t.Fatal(err)
		}
		all, err := db.Mails(ctx, "", 10)
		if err != nil || len(all) != 2 || all[0].State != store.MailFailed || all[0].Error != "refused" || all[1].State != store.MailSent || all[1].Body != "" || all[1].Sent.IsZero() {
			t.Errorf("%+v %v", all, err)
		}
		if ok, err := db.MailAgain(ctx, "1", began); ok || err != nil {
			t.Error("what was sent is sent again", err)
		}
		if ok, err := db.MailAgain(ctx, "2", began); !ok || err != nil {
			t.Error("what failed is not tried again", err)
		}
		if n, err := db.CountMails(ctx); n[store.MailQueued] != 1 || n[store.MailSent] != 1 || err != nil {
			t.Error(n, err)
		}
	})
}

// TestAccountsAreInTheLedger: what is done with ways in is entered without a
// version row, the ledger verifies, and a header changed afterwards is found.
func TestAccountsAreInTheLedger(t *testing.T) {
	places(t, func(t *testing.T, db *store.DB) {
		must(t, db, began, func(tx *store.Tx) error {
			return errors.Join(tx.SetPassword("p", "$argon2id$hemligt"), tx.Note(register.ID("o"), "p", "set-password", "password"))
		})
		must(t, db, began.Add(time.Hour), func(tx *store.Tx) error { return tx.Note("o", "p", "end-sessions") })
		if res, err := db.Verify(ctx, nil, nil); err != nil || res.Size != 2 {
			t.Fatalf("%+v %v", res, err)
		}
		var seen []ledger.Entry
		err := db.EntriesWithPayload(ctx, 2, func(e store.Entry, payload []byte) error {
			h, err := ledger.ParseHeader(e.Header)
			seen = append(seen, h)
			if payload == nil {
				t.Error("an auditor's bundle would take the contents for erased")
			}
			return err
		})
		if err != nil || len(seen) != 2 || seen[0].Register != store.Account || seen[0].Action != "set-password" || seen[0].ID != "p" {
			t.Errorf("%+v %v", seen, err)
		}
	})
}

// TestOneTimeSecretInAChange: it is used up only when the change is made.
func TestOneTimeSecretInAChange(t *testing.T) {
	places(t, func(t *testing.T, db *store.DB) {
		must(t, db, began, func(tx *store.Tx) error {
			return errors.Join(tx.PutSession("s", store.Session{Kind: "invite", Person: "p", Made: began, Expires: began.Add(time.Hour)}),
				tx.PutSession("mine", store.Session{Kind: "session", Person: "p", Made: began, Expires: began.Add(time.Hour)}),
				tx.PutSession("other", store.Session{Kind: "session", Person: "p", Made: began, Expires: began.Add(time.Hour)}))
		})
		_, err := db.Write(ctx, began, act, func(tx *store.Tx) error {
			_, err := tx.TakeSession("invite", "s")
			return errors.Join(err, errors.New("refused"))
		})
		if err == nil {
			t.Fatal("no refusal")
		}
		must(t, db, began, func(tx *store.Tx) error {
			if _, err := tx.TakeSession("reset", "s"); !fault.Is(err, fault.Unknown) {
				t.Error("a link of another kind was taken", err)
			}
			if s, err := tx.TakeSession("invite", "s"); err != nil || s.Person != "p" {
				t.Error(s, err)
			}
			if _, err := tx.TakeSession("invite", "s"); !fault.Is(err, fault.Unknown) {
				t.Error("taken twice", err)
			}
			n, err := tx.EndKind("p", "session", store.Digest("mine"))
			if n != 1 {
				t.Error("ended", n)
			}
			return err
		})
		if _, err := db.GetSession(ctx, "session", "mine", began); err != nil {
			t.Error(err)
		}
		if err := db.Sweep(ctx, began.Add(2*time.Hour)); err != nil {
			t.Fatal(err)
		}
		if left, err := db.Sessions(ctx, "p"); len(left) != 0 || err != nil {
			t.Error(left, err)
		}
	})
}

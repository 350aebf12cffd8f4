package store_test

import (
	"testing"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// TestBoundSessions: links about one matter are listed, moved and ended
// together, and those about another stay as they are.
func TestBoundSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		db, now := p.Open(storetest.Catalogue()), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
		for secret, scope := range map[string]string{"a": "C1/R1", "b": "C1/R1/help", "c": "C1/R2", "d": "C2/R1"} {
			if err := db.PutSession(t.Context(), secret, store.Session{Kind: "answer", Scope: scope, About: secret, Made: now, Expires: now.Add(time.Hour)}); err != nil {
				t.Fatal(err)
			}
		}
		if err := db.PutSession(t.Context(), "e", store.Session{Kind: "token", Scope: "C1/R1", Made: now, Expires: now.Add(time.Hour)}); err != nil {
			t.Fatal(err)
		}
		if got, err := db.Bound(t.Context(), "answer", "C1/"); err != nil || len(got) != 3 {
			t.Fatal(got, err)
		}
		_, err := db.Write(t.Context(), now, store.Act{Actor: "a", Via: "web", Set: "s"}, func(tx *store.Tx) error {
			if err := tx.MoveBound("answer", "C1/R2", now.Add(3*time.Hour)); err != nil {
				return err
			}
			n, err := tx.EndBound("answer", "C1/R1")
			if n != 2 {
				t.Errorf("%d ended", n)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		later := now.Add(2 * time.Hour)
		for secret, there := range map[string]bool{"a": false, "b": false, "c": true, "d": false} {
			if _, err := db.GetSession(t.Context(), "answer", secret, later); fault.Is(err, fault.Unknown) == there {
				t.Error(secret, err)
			}
		}
		if _, err := db.GetSession(t.Context(), "token", "e", now); err != nil {
			t.Error("a token was ended with the links", err)
		}
	})
}

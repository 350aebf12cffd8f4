package store_test

import (
	"testing"

	"genomlys/internal/register"
	"genomlys/internal/store/storetest"
)

// A record's own entries stand first among those of its change set, however
// many were made together.
func TestSetEntriesOfARecordFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 7)
		w.populate(20)
		all, n, err := w.db.SetEntries(ctx, act.Set, "", 1000)
		if err != nil || len(all) != n || n < 20 {
			t.Fatalf("%d of %d entries: %v", len(all), n, err)
		}
		last := all[n-1]
		got, m, err := w.db.SetEntries(ctx, act.Set, register.ID(last.ID), 5)
		if err != nil || m != n || len(got) != 5 {
			t.Fatalf("%d of %d entries: %v", len(got), m, err)
		}
		if got[0].ID != last.ID {
			t.Errorf("%s stands first, want %s", got[0].ID, last.ID)
		}
		if got[4].Seq >= last.Seq {
			t.Error("the rest does not stand in order")
		}
	})
}

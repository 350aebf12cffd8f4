package store_test

import (
	"fmt"
	"testing"

	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// A survey that is asked again after every change tells what a search tells,
// which keeps nothing: also after records were taken back or disposed of, and
// after more changes than are looked up one by one.
func TestSurveyKeepsWhatStands(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 11)
		w.populate(40)
		part := store.Scope{Orgs: w.orgs[:3], Secret: map[register.ID]bool{w.orgs[0]: true}, Public: map[string]bool{}}
		by := store.Scope{Parties: w.orgs[1:2], Secret: map[register.ID]bool{}, Public: map[string]bool{}} // told by another register
		past := w.moment[20]
		ask := func() {
			t.Helper()
			for _, scope := range []store.Scope{allSeen, part, by} {
				for _, at := range []moment{{}, {asOf: past.asOf}, past} {
					for _, text := range []string{`has(risks) OR has(near)`, `title:* AND lacks(risks, title:*)`, `hush:*`} {
						q := store.Query{Register: storetest.Objects, Filter: checked(t, storetest.Objects, text), AsOf: at.asOf, KnownAt: at.known, Limit: 500}
						want, _ := forth(t, w.db, scope, q)
						surveyed(t, w, scope, q, storetest.Objects.Must("bought"), want)
					}
				}
			}
		}
		ask()
		for i := range 25 {
			w.populate(1 + i%3)
			ask()
			if i%8 == 0 {
				w.create(storetest.ObjectParties, w.orgs[0], func(rec *register.Record) {
					rec.Set("title", "part")
					rec.Set("object", string(one(w, w.open[storetest.Objects]).ID))
					rec.Set("party", string(w.orgs[1]))
				})
				ask()
			}
		}
		doomed := one(w, w.open[storetest.Objects])
		w.dispose(storetest.Objects, doomed.Org, doomed.ID)
		ask()
		last := w.create(storetest.Objects, w.orgs[0], func(rec *register.Record) { rec.Set("title", "Sist") })
		ask()
		many := make([]*register.Record, 600)
		w.write(func(tx *store.Tx) ([]*register.Record, error) {
			for i := range many {
				rec := storetest.Risks.NewRecord(register.NewID(w.now), w.orgs[0])
				rec.Set("title", fmt.Sprint("Risk ", i))
				if i > 550 {
					rec.Set("object", string(last.ID))
				}
				var err error
				if rec.Ref, err = tx.Number(storetest.Risks, ""); err == nil {
					err = tx.Put(rec, nil, "create", past.asOf)
				}
				if err != nil {
					return nil, err
				}
			}
			return nil, nil
		})
		ask()
	})
}

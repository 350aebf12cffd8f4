package figure

import (
	"context"
	"fmt"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Movement is what became of a figure's records between two dates, by name.
type Movement struct {
	Figure   string
	From, To register.Date
	New      []store.Key // counted on the later date only
	Gone     []store.Key // counted on the earlier date only, as they were then
	Changed  []Changed   // counted on both, with other values
}

// Changed is a record whose values differ between the two dates.
type Changed struct {
	store.Key
	Fields []string // identifiers, in declared order
}

// Moved tells which records are new, gone and changed in one figure between
// q.Compare and q.AsOf. Without a figure it is the objects (F01).
func (e *Engine) Moved(ctx context.Context, caller access.Caller, q Request) (Movement, error) {
	if q.Compare == "" {
		return Movement{}, fault.Problems([]fault.Problem{{Field: "compare", Code: "required"}})
	}
	if len(q.IDs) == 0 {
		q.IDs = []string{"F01"}
	}
	set, err := e.Compute(ctx, caller, q)
	if err != nil {
		return Movement{}, err
	}
	if len(set.Figures) != 1 {
		return Movement{}, fault.New(fault.Invalid, "one-figure", fmt.Sprint(len(set.Figures)))
	}
	f := set.Figures[0]
	m := Movement{Figure: f.ID, From: q.Compare, To: q.AsOf}
	if f.Compare == nil || f.Compare.NewDefinition {
		return m, nil // not the same figure: nothing to tell
	}
	was := map[register.ID]store.Key{}
	for _, k := range f.Compare.Records {
		was[k.ID] = k
	}
	differ := map[register.ID]bool{} // another version: perhaps other values
	for _, k := range f.Records {
		old, ok := was[k.ID]
		if !ok {
			m.New = append(m.New, k)
			continue
		}
		delete(was, k.ID)
		if old.Version != k.Version {
			differ[k.ID] = true
		}
	}
	for _, k := range f.Compare.Records {
		if _, left := was[k.ID]; left {
			m.Gone = append(m.Gone, k)
		}
	}
	if len(differ) == 0 {
		return m, nil
	}
	reg, err := e.run(caller, q.AsOf, q.KnownAt).register(f.Register)
	if err != nil {
		return m, err
	}
	then, err := e.whole(ctx, e.run(caller, q.Compare, q.KnownAt), reg, differ)
	if err != nil {
		return m, err
	}
	now, err := e.whole(ctx, e.run(caller, q.AsOf, q.KnownAt), reg, differ)
	if err != nil {
		return m, err
	}
	for _, k := range f.Records {
		if then[k.ID] == nil || now[k.ID] == nil {
			continue
		}
		if fields := register.Changed(then[k.ID], now[k.ID]); len(fields) > 0 {
			m.Changed = append(m.Changed, Changed{k, fields})
		}
	}
	return m, nil
}

// whole reads the versions of some records as a run sees them.
func (e *Engine) whole(ctx context.Context, r *run, reg *register.Register, which map[register.ID]bool) (map[register.ID]*register.Record, error) {
	out := map[register.ID]*register.Record{}
	err := e.db.Each(ctx, r.caller.Read(reg), r.query(reg, nil), func(rec *register.Record) error {
		if which[rec.ID] {
			out[rec.ID] = rec
		}
		return nil
	})
	return out, err
}

package web

import (
	"context"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

// ClassOf gives the decided classification in force of each of some objects.
func (w *Web) ClassOf(r *door.Request, objects []*register.Record, asOf time.Time) (map[register.ID]*register.Record, error) {
	reg, ok := w.known(r, "classification")
	if !ok || len(objects) == 0 {
		return nil, nil
	}
	ids := make([]register.ID, len(objects))
	for i, o := range objects {
		ids[i] = o.ID
	}
	if !asOf.IsZero() {
		return w.readClassOf(r, reg, ids, asOf)
	}
	key, err := w.whose(r, "")
	if err != nil {
		return nil, err
	}
	return store.Look(r.Context(), w.DB, &w.memory.levels, key, ids, func(ctx context.Context, lack []register.ID) (map[register.ID]*register.Record, error) {
		return w.readClassOf(r.Under(ctx), reg, lack, asOf)
	})
}

func (w *Web) readClassOf(r *door.Request, reg *register.Register, objects []register.ID, asOf time.Time) (map[register.ID]*register.Record, error) {
	out := map[register.ID]*register.Record{}
	object := query.Field{Name: "object", Type: query.Ref}
	var of query.Checked = query.Compare{Field: object, Op: query.Eq, Value: string(objects[0])}
	if len(objects) > 1 {
		in := query.In{Field: object}
		for _, o := range objects {
			in.Values = append(in.Values, string(o))
		}
		of = in
	}
	decided := query.Compare{Field: query.Field{Name: "status", Type: query.Choice}, Op: query.Eq, Value: "decided"}
	q := store.Query{Register: reg, Filter: query.And{of, decided}, AsOf: asOf, Limit: 500}
	for {
		p, err := w.DB.Find(r.Context(), r.Caller.Read(reg), q)
		if err != nil {
			return nil, err
		}
		for _, rec := range p.Records {
			o := register.ID(rec.Text("object"))
			if old := out[o]; old == nil || old.Text("decided_on") < rec.Text("decided_on") {
				out[o] = rec
			}
		}
		if q.Page = p.Next; q.Page == "" {
			break
		}
	}
	return out, nil
}

// classCells are the level and the day of an object's classification.
func classCells(sh *Shower, rec *register.Record) []page.Value {
	if rec == nil {
		return []page.Value{{Needed: true}, {Needed: true}}
	}
	on := sh.Field(rec, rec.Register.Must("decided_on"))
	if old(sh, rec) {
		on = page.Value{Status: &page.Status{Tone: "warn", Icon: "watch", Word: rec.Text("decided_on"), Told: lang.ClassOld.In(sh.r.Lang)}}
	}
	return []page.Value{{Levels: sh.Levels(rec)}, on}
}

// old tells whether a decision has grown too old to count as current, or is
// marked to be looked at again (domain.md 4.1.7).
func old(sh *Shower, rec *register.Record) bool {
	if rec.Text("review_marked_on") != "" {
		return true
	}
	at := sh.asOf
	if at.IsZero() {
		at = sh.r.Now
	}
	day := clock.Date(register.DateOf(at.In(sh.w.DB.Zone)))
	book, err := rulebook.Load()
	if err != nil || rec.Text("decided_on") == "" {
		return false
	}
	current, _ := classify.Current(book.At(day).Classify(), []classify.Decision{{DecidedOn: clock.Date(rec.Text("decided_on"))}}, nil, day)
	return !current
}

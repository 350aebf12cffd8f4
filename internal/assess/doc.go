// Package assess is the office's judging: classification and what it demands,
// demand gaps, risks, and impact assessments, with their rules, texts and
// what-ifs. Install adds its rules to the command path; it has no way of its
// own to change anything.
package assess

import (
	"context"
	"fmt"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Deps is what questions and texts are answered from.
type Deps struct {
	DB      *store.DB
	Now     func() time.Time
	KnownAt int64 // ledger position; 0 = all that is known
}

// Install adds the rules and consequences of classifications, requirements,
// measures, risks and impact assessments to the command path. The book has been
// read before, so that a fault in it stops the start and no change.
func Install(s *command.Service, db *store.DB) error {
	book, err := rulebook.Load()
	if err != nil {
		return fmt.Errorf("assess: %w", err)
	}
	h := &house{db: db, book: book}
	h.installClasses(s)
	h.installMeasures(s)
	s.AddRule("action_plan", h.planSigned)
	s.AddThen("action_plan", h.planFollows)
	h.installRisks(s)
	h.installDPIA(s)
	return nil
}

// house is what rules and consequences know besides the change itself.
type house struct {
	db   *store.DB
	book *rulebook.Book
}

func (h *house) rules(d register.Date) rulebook.Rules { return h.book.At(clock.Date(d)) }

// reader answers questions: within a transaction as it sees things, or of the
// database as of an instant within a caller's scope.
type reader struct {
	ctx   context.Context
	db    *store.DB
	tx    *store.Tx // nil: outside a change
	scope func(*register.Register) store.Scope
	now   time.Time
	asOf  time.Time // zero = now
	known int64     // ledger position; 0 = all that is known
	// wide is where others lean on what the reader answers for; nil = where it reads.
	wide func(*register.Register) (store.Scope, bool)
}

func (h *house) reader(f command.Following) *reader {
	return &reader{ctx: f.Ctx, db: h.db, tx: f.Tx, scope: f.All, now: f.Now}
}

func (d Deps) reader(ctx context.Context, c access.Caller) *reader {
	return &reader{ctx: ctx, db: d.DB, scope: c.Read, now: d.Now(), known: d.KnownAt, wide: c.Demands}
}

func (r *reader) reg(name string) *register.Register {
	reg, ok := r.db.Catalogue.Get(name)
	if !ok {
		panic("assess: no register " + name)
	}
	return reg
}

// day is the civil date asked about.
func (r *reader) day() register.Date {
	if !r.asOf.IsZero() {
		return register.DateOf(r.asOf.In(r.db.Zone))
	}
	return register.DateOf(r.now.In(r.db.Zone))
}

func (r *reader) rules() (rulebook.Rules, error) {
	book, err := rulebook.Load()
	if err != nil {
		return rulebook.Rules{}, err
	}
	return book.At(clock.Date(r.day())), nil
}

func (r *reader) checked(reg *register.Register, filter string) (query.Checked, error) {
	c, err := r.db.Filter(r.ctx, reg, filter, r.day(), r.now)
	if err != nil {
		return nil, fmt.Errorf("assess: %s: %q: %w", reg.Name, filter, err)
	}
	return c, nil
}

// find gives all records that answer a filter.
func (r *reader) find(name, filter string) ([]*register.Record, error) {
	reg := r.reg(name)
	c, err := r.checked(reg, filter)
	if err != nil {
		return nil, err
	}
	q := store.Query{Register: reg, Filter: c, AsOf: r.asOf, KnownAt: r.known, Limit: 500}
	var out []*register.Record
	if r.tx == nil {
		err := r.db.Each(r.ctx, r.scope(reg), q, func(rec *register.Record) error { out = append(out, rec); return nil })
		return out, err
	}
	for {
		p, err := r.tx.Find(r.scope(reg), q)
		if err != nil {
			return nil, err
		}
		out = append(out, p.Records...)
		if q.Page = p.Next; q.Page == "" {
			return out, nil
		}
	}
}

// get gives one record, nil when there is none to see.
func (r *reader) get(name string, id string) (*register.Record, error) {
	if id == "" {
		return nil, nil
	}
	found, err := r.find(name, "id = "+query.Quote(id))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// values gives some fields of every record that answers, without whole rows.
func (r *reader) values(name, filter string, fields []string, fn func(k store.Key, v []any)) error {
	reg := r.reg(name)
	c, err := r.checked(reg, filter)
	if err != nil {
		return err
	}
	list := make([]*register.Field, len(fields))
	for i, f := range fields {
		list[i] = reg.Must(f)
	}
	return r.db.Values(r.ctx, r.scope(reg), store.Query{Register: reg, Filter: c, AsOf: r.asOf, KnownAt: r.known}, list, func(k store.Key, v []any) error { fn(k, v); return nil })
}

// is writes a condition on an identity.
func is(field string, id register.ID) string { return field + " = " + query.Quote(string(id)) }

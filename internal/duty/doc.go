// Package duty tells what must be done and by whom: the yearly wheel of an
// organisation's functions (domain.md 8), and what needs a caller now, by
// deadline. It reads within the caller's scope and changes nothing.
package duty

import (
	"context"
	"fmt"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Deps is what duties are read from.
type Deps struct {
	DB  *store.DB
	Now func() time.Time
}

// asker puts questions within one scope, as of now.
type asker struct {
	ctx   context.Context
	d     Deps
	c     access.Caller
	now   time.Time
	today clock.Date
	rules rulebook.Rules
	book  *rulebook.Book
}

func (d Deps) asker(ctx context.Context, c access.Caller) (*asker, error) {
	book, err := rulebook.Load()
	if err != nil {
		return nil, err
	}
	now := d.Now()
	today := clock.Date(register.DateOf(now.In(d.DB.Zone)))
	return &asker{ctx: ctx, d: d, c: c, now: now, today: today, rules: book.At(today), book: book}, nil
}

// each gives some fields of every record that answers a filter: one query.
func (a *asker) each(c access.Caller, r *register.Register, filter string, fields []string, fn func(k store.Key, v []any)) error {
	checked, err := a.d.DB.Filter(a.ctx, r, filter, register.Date(a.today), a.now)
	if err != nil {
		return fmt.Errorf("duty: %s: %w", r.Name, err)
	}
	list := make([]*register.Field, len(fields))
	for i, f := range fields {
		list[i] = r.Must(f)
	}
	return a.d.DB.Values(a.ctx, c.Read(r), store.Query{Register: r, Filter: checked}, list, func(k store.Key, v []any) error { fn(k, v); return nil })
}

func text(v any) string { s, _ := v.(string); return s }

package ropa

import (
	"context"
	"fmt"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/draft"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Finding is something that is not as a rule says, about a record.
type Finding struct {
	Code   string // words in Messages
	Record *register.Record
	About  *register.Record // what else it concerns; nil when nothing
	Fields []string         // missing fields, where that is what is wrong
}

// reading is one question: as of a time, in a caller's scope.
type reading struct {
	ctx   context.Context
	d     draft.Deps
	c     access.Caller
	day   clock.Date
	rules rulebook.Rules
}

func newReading(ctx context.Context, d draft.Deps, c access.Caller) (*reading, error) {
	book, err := rulebook.Load()
	if err != nil {
		return nil, fmt.Errorf("ropa: %w", err)
	}
	at := d.AsOf
	if at.IsZero() {
		at = d.Now
	}
	day := clock.DateOf(at)
	return &reading{ctx, d, c, day, book.At(day)}, nil
}

func (r *reading) all(reg *register.Register, filter query.Checked) ([]*register.Record, error) {
	var out []*register.Record
	err := r.d.DB.Each(r.ctx, r.c.Read(reg), store.Query{Register: reg, Filter: filter, AsOf: r.d.AsOf, KnownAt: r.d.KnownAt}, func(rec *register.Record) error {
		out = append(out, rec)
		return nil
	})
	return out, err
}

// byID gives every record of a register that answers, by identity.
func (r *reading) byID(reg *register.Register, filter query.Checked) (map[string]*register.Record, error) {
	all, err := r.all(reg, filter)
	out := make(map[string]*register.Record, len(all))
	for _, rec := range all {
		out[string(rec.ID)] = rec
	}
	return out, err
}

// within tells whether a date lies at most some months back, and not ahead.
func (r *reading) within(date string, months int) bool {
	return date != "" && clock.Date(date) <= r.day && clock.Date(date).AddMonths(months) >= r.day
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

func question(filter query.Checked) store.Query { return store.Query{Filter: filter} }

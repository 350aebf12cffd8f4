// Package continuity is the office's work with continuity and with the city's
// risk and vulnerability analysis: what needs a plan, whether the plans hold,
// what exercises showed, what a finding led to, and plans that can be read
// without the server (domain.md R16 and R21).
package continuity

import (
	"context"
	"fmt"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/method/clock"
	"genomlys/internal/method/continuity"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Deps is what questions and texts are answered from.
type Deps struct {
	DB       *store.DB
	Commands *command.Service
}

// Install adds the rules and consequences of plans, exercises and findings.
func Install(s *command.Service, db *store.DB) error {
	book, err := rulebook.Load()
	if err != nil {
		return fmt.Errorf("continuity: %w", err)
	}
	h := &house{db, book}
	s.AddRule(registers.ContinuityPlans.Name, h.mayAdopt)
	s.AddThen(registers.ContinuityPlans.Name, h.adopted)
	s.AddRule(registers.Exercises.Name, h.mayEvaluate)
	s.AddThen(registers.Exercises.Name, h.evaluated)
	s.AddRule(registers.RsaFindings.Name, h.mayFinish)
	s.AddRule(registers.RsaCycles.Name, h.mayReport)
	return nil
}

type house struct {
	db   *store.DB
	book *rulebook.Book
}

// reading is one look at the registers, within a caller's scope, as of an instant.
type reading struct {
	find   draft.Finder
	caller access.Caller
	asOf   time.Time // zero = now
	day    clock.Date
	limits continuity.Limits
}

func (d Deps) read(ctx context.Context, c access.Caller, now, asOf time.Time) (*reading, error) {
	book, err := rulebook.Load()
	if err != nil {
		return nil, err
	}
	r := &reading{caller: c, asOf: asOf}
	at := now
	if !asOf.IsZero() {
		at = asOf
	}
	r.day = clock.Date(register.DateOf(at.In(d.DB.Zone)))
	r.limits = limits(book.At(r.day))
	r.find = func(reg *register.Register, filter query.Checked) ([]*register.Record, error) {
		var out []*register.Record
		err := d.DB.Each(ctx, c.Read(reg), store.Query{Register: reg, Filter: filter, AsOf: asOf}, func(rec *register.Record) error {
			out = append(out, rec)
			return nil
		})
		return out, err
	}
	return r, nil
}

func limits(r rulebook.Rules) continuity.Limits {
	return continuity.Limits{Level: r.Number(rulebook.ContinuityLevel), AdoptedMonths: r.Number(rulebook.PlanAdoptedMonths), CountsMonths: r.Number(rulebook.PlanExercisedMonths),
		EveryMonths: r.Number(rulebook.ExerciseMonths), EveryHighMonth: r.Number(rulebook.ExerciseMonthsHigh)}
}

// hours gives a number of hours, -1 when none is stated.
func hours(rec *register.Record, field string) int {
	if n, ok := rec.Number(field); ok {
		return int(n)
	}
	return -1
}

// least is the smaller of two stated numbers.
func least(a, b int) int {
	if a < 0 || b >= 0 && b < a {
		return b
	}
	return a
}

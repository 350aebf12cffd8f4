// Package rounds is the reviews that come round: of who has access to an object
// (domain.md R18) and of its technical flaws (R15). Install adds their rules and
// consequences to the command path; Rooms says what the doors offer of them.
package rounds

import (
	"context"
	"fmt"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// house is what the rules and consequences stand on.
type house struct {
	db   *store.DB
	book *rulebook.Book
}

// Install adds the rules and consequences of reviews of access and of flaws.
func Install(s *command.Service, db *store.DB) error {
	book, err := rulebook.Load()
	if err != nil {
		return fmt.Errorf("rounds: %w", err)
	}
	h := &house{db, book}
	s.AddRule(registers.AccessReviews.Name, h.mayOpen)
	s.AddRule(registers.AccessReviews.Name, h.mayClose)
	s.AddRule(registers.AccessReviews.Name, h.mayFollowUp)
	s.AddThen(registers.AccessReviews.Name, h.closed)
	s.AddRule(registers.AccessAccounts.Name, h.accountStays)
	s.AddRule(registers.AccessAccounts.Name, h.mayDecide)
	s.AddRule(registers.AccessAccounts.Name, h.mayVerify)
	s.AddThen(registers.AccessAccounts.Name, h.noted)
	s.AddRule(registers.VulnReviews.Name, h.mayCloseFlaws)
	s.AddThen(registers.VulnReviews.Name, h.flawsDue)
	s.AddThen(registers.Actions.Name, h.flawFixed)
	return nil
}

// reader asks of the registers within a caller's scope, as of a time.
type reader struct {
	ctx  context.Context
	db   *store.DB
	c    access.Caller
	asOf time.Time // zero = now
	now  time.Time
}

func (r reader) find(reg *register.Register, filter query.Checked) ([]*register.Record, error) {
	var out []*register.Record
	err := r.db.Each(r.ctx, r.c.Read(reg), store.Query{Register: reg, Filter: filter, AsOf: r.asOf}, func(rec *register.Record) error {
		out = append(out, rec)
		return nil
	})
	return out, err
}

// byID gives all that the caller sees of a register by identity: one question,
// whatever the number of records that are asked about.
func (r reader) byID(reg *register.Register) (map[register.ID]*register.Record, error) {
	recs, err := r.find(reg, nil)
	out := make(map[register.ID]*register.Record, len(recs))
	for _, rec := range recs {
		out[rec.ID] = rec
	}
	return out, err
}

// day is the civil day that is asked about.
func (r reader) day() clock.Date {
	at := r.asOf
	if at.IsZero() {
		at = r.now
	}
	return clock.DateOf(at.In(r.db.Zone))
}

func (r reader) rules() (rulebook.Rules, error) {
	book, err := rulebook.Load()
	if err != nil {
		return rulebook.Rules{}, err
	}
	return book.At(r.day()), nil
}

func problem(field, code, value string, allowed ...string) []fault.Problem {
	return []fault.Problem{{Field: field, Code: code, Value: value, Allowed: allowed}}
}

// function is the caller's own function that reaches an organisation: the one
// wanted if it is held, else the first that does.
func function(c access.Caller, org register.ID, wanted ...register.ID) string {
	for _, h := range c.Held {
		if slices.Contains(wanted, h.Assignment) {
			return string(h.Assignment)
		}
	}
	for _, h := range c.Held {
		if slices.Contains(h.Reach, org) {
			return string(h.Assignment)
		}
	}
	return ""
}

func holds(c access.Caller, assignment string) bool {
	return assignment != "" && slices.ContainsFunc(c.Held, func(h access.Held) bool { return string(h.Assignment) == assignment })
}

func change(op string, rec *register.Record, fields map[string]any) command.Change {
	return command.Change{Op: op, Register: rec.Register, ID: string(rec.ID), Fields: fields}
}

func set(rec *register.Record, field string) []string {
	v, _ := rec.Get(field).([]string)
	return v
}

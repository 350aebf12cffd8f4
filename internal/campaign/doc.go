// Package campaign is the yearly follow-up with every object owner (domain.md
// R26): a frozen population, prefilled answers, reminders, analysis, and
// accepted answers written to the registers. Install adds its rules and
// consequences to the command path.
package campaign

import (
	"context"
	"fmt"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Deps is what questions are answered from.
type Deps struct {
	DB   *store.DB
	Now  func() time.Time
	Mail bool // a mail server is set: what is told goes into the outbox
}

var noTime time.Time

// Install adds the rules and consequences of follow-ups.
func Install(s *command.Service, db *store.DB) error {
	book, err := rulebook.Load()
	if err != nil {
		return fmt.Errorf("campaign: %w", err)
	}
	h := &house{db, book}
	s.AddRule(registers.Questions.Name, h.mayAsk)
	s.AddRule(registers.Campaigns.Name, h.mayChange)
	s.AddRule(registers.Campaigns.Name, h.mayOpen)
	s.AddRule(registers.Campaigns.Name, h.mayAnalyse)
	s.AddThen(registers.Campaigns.Name, h.opened)
	s.AddThen(registers.Campaigns.Name, h.links)
	s.AddRule(registers.Responses.Name, h.mayAnswer)
	s.AddRule(registers.Responses.Name, h.mayReview)
	s.AddThen(registers.Responses.Name, h.reviewed)
	s.AddThen(registers.Responses.Name, h.moved)
	return nil
}

// house is what the rules and consequences stand on.
type house struct {
	db   *store.DB
	book *rulebook.Book
}

func (d Deps) finder(ctx context.Context, c access.Caller) draft.Finder {
	return draft.Deps{DB: d.DB}.Finder(ctx, c)
}

// inside finds in a transaction on the installation's own behalf.
func inside(tx *store.Tx) draft.Finder {
	return func(r *register.Register, filter query.Checked) ([]*register.Record, error) {
		return tx.All(access.System().Read(r), r, filter)
	}
}

func problem(field, code, value string, allowed ...string) fault.Problem {
	return fault.Problem{Field: field, Code: code, Value: value, Allowed: allowed}
}

// changed tells whether a change gave a field another value.
func changed(f command.Following, fields ...string) string {
	for _, name := range fields {
		if !register.Same(f.Old.Get(name), f.New.Get(name)) {
			return name
		}
	}
	return ""
}

// asked gives the questions of a follow-up by code.
func asked(find draft.Finder, campaign *register.Record) (map[string]*registers.Question, []*registers.Question, error) {
	by := map[string]*registers.Question{}
	var order []*registers.Question
	err := find.InChunks(registers.Questions, "id", register.IDs(campaign.LinksOf("questions")), func(rec *register.Record) {
		q := register.As[registers.Question](rec)
		by[q.Code] = q
		order = append(order, q)
	})
	return by, order, err
}

// same tells whether two words are the same to a reader.
func same(a, b string) bool { return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b)) }

// Package steering is how rules for the work come to be and are followed: a tree
// of documents in versions, referral, adoption by the right function,
// publication, and who has read and understood (domain.md R24; ISO/IEC
// 27001:2022 5.2, 7.5).
package steering

import (
	"context"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// Deps is what texts and answers are made from.
type Deps struct{ DB *store.DB }

// Install adds the rules and consequences of steering documents.
func Install(s *command.Service, db *store.DB) error {
	orders, err := load()
	if err != nil {
		return err
	}
	h := &house{db, orders}
	doc := registers.SteeringDocuments.Name
	s.AddRule(doc, h.mayPlace)
	s.AddRule(doc, h.mayAdopt)
	s.AddRule(doc, h.mayChange)
	s.AddRule(doc, h.mayPublish)
	s.AddThen(doc, h.note)
	s.AddAlways(doc, h.supersede)
	s.AddRule(registers.DocumentAnswers.Name, h.mayAnswer)
	s.AddRule(registers.DocumentReceipts.Name, h.mayConfirm)
	s.AddThen(registers.DocumentReceipts.Name, h.confirmed)
	return nil
}

type house struct {
	db     *store.DB
	orders []order
}

func problem(field, code, value string, allowed ...string) fault.Problem {
	return fault.Problem{Field: field, Code: code, Value: value, Allowed: allowed}
}

func update(rec *register.Record, fields map[string]any) command.Change {
	return command.Change{Op: "update", Register: rec.Register, ID: string(rec.ID), Fields: fields}
}

// all gives the records that the caller sees and a filter lets through, by number.
func (d Deps) all(ctx context.Context, c access.Caller, r *register.Register, filter query.Checked, asOf time.Time) ([]*register.Record, error) {
	var out []*register.Record
	err := d.DB.Each(ctx, c.Read(r), store.Query{Register: r, Filter: filter, AsOf: asOf}, func(rec *register.Record) error {
		out = append(out, rec)
		return nil
	})
	slices.SortStableFunc(out, func(a, b *register.Record) int { return strings.Compare(a.Ref, b.Ref) })
	return out, err
}

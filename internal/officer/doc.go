// Package officer is the data protection officer's yearly report: findings that
// follow each other from year to year, the organisation's answers to them, and
// the report's text (GDPR art. 38(3), 39(1)(b); domain.md R27).
package officer

import (
	"context"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/figure"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// Deps is what texts and answers are made from.
type Deps struct {
	DB      *store.DB
	Figures *figure.Engine
}

// Install adds the rules and consequences of the officer's reports.
func Install(s *command.Service, db *store.DB) {
	h := &house{db}
	s.AddRule(registers.DpoReports.Name, h.mayHandOver)
	s.AddThen(registers.DpoReports.Name, h.handedOver)
	s.AddThen(registers.DpoReports.Name, h.tellReview)
	s.AddRule(registers.DpoFindings.Name, h.mayFind)
	s.AddRule(registers.DpoFindings.Name, h.mayAnswer)
	s.AddThen(registers.DpoFindings.Name, h.repeats)
	s.AddThen(registers.DpoFindings.Name, h.follows)
}

type house struct{ db *store.DB }

func update(rec *register.Record, fields map[string]any) command.Change {
	return command.Change{Op: "update", Register: rec.Register, ID: string(rec.ID), Fields: fields}
}

// all gives the records of one organisation that the caller sees, as of a time.
func (d Deps) all(ctx context.Context, c access.Caller, r *register.Register, org register.ID, asOf time.Time, known int64) ([]*register.Record, error) {
	var out []*register.Record
	q := store.Query{Register: r, Filter: draft.Where("org", string(org)), AsOf: asOf, KnownAt: known}
	err := d.DB.Each(ctx, c.Read(r), q, func(rec *register.Record) error {
		out = append(out, rec)
		return nil
	})
	slices.SortStableFunc(out, func(a, b *register.Record) int { return strings.Compare(a.Ref, b.Ref) })
	return out, err
}

func year(report *register.Record) int64 {
	n, _ := report.Number("year")
	return n
}

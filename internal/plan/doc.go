// Package plan carries the three-year plan from one management review to the
// next (domain.md R31): what became of each point is computed, open points come
// first, and what the management decides becomes actions.
package plan

import (
	"context"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// Deps is what questions are answered from.
type Deps struct {
	DB  *store.DB
	Now func() time.Time
}

// Install adds the rules and consequences of plans. The figures that a point may
// be bound to are those of the book.
func Install(s *command.Service, db *store.DB, figures *figure.Book) {
	h := &house{db, figures}
	s.AddRule(registers.Priorities.Name, h.mayChange)
	s.AddRule(registers.ManagementReviews.Name, h.maySend)
	s.AddThen(registers.Priorities.Name, h.follow)
	s.AddThen(registers.ImprovementDecisions.Name, h.act)
	s.AddThen(registers.ActionPlans.Name, begin)
}

type house struct {
	db      *store.DB
	figures *figure.Book
}

func (d Deps) finder(ctx context.Context, c access.Caller) draft.Finder {
	return draft.Deps{DB: d.DB}.Finder(ctx, c)
}

// bound tells what is wrong with how a point can be followed up: it names a
// figure, a query or an action, so that next year can report it (9.3.2 a).
func (h *house) bound(p *register.Record) *fault.Problem {
	figures, _ := p.Get("figures").([]string)
	for _, id := range figures {
		if !slices.Contains(h.figures.IDs(), id) {
			return &fault.Problem{Field: "figures", Code: "no-such-figure", Value: id}
		}
	}
	if len(figures) == 0 && p.Text("linked_query") == "" && len(p.LinksOf("actions")) == 0 {
		return &fault.Problem{Field: "figures", Code: "point-not-bound", Value: p.Ref + " " + p.Text("title")}
	}
	return nil
}

// mayChange holds that a point that is worked on is bound, that one is dropped
// with a reason, and that a point is carried from the same organisation's plan.
func (h *house) mayChange(f command.Following) ([]fault.Problem, error) {
	var ps []fault.Problem
	if f.Became("ongoing") || f.Became("done") {
		if p := h.bound(f.New); p != nil {
			ps = append(ps, *p)
		}
	}
	if f.Became("dropped") && f.New.Text("comment") == "" {
		ps = append(ps, fault.Problem{Field: "comment", Code: "drop-needs-reason", Value: f.New.Text("title")})
	}
	from := f.New.Text("carried")
	if from == "" || f.Old != nil && f.Old.Text("carried") == from {
		return ps, nil
	}
	recs, err := f.Find(registers.Priorities, draft.Where("id", from))
	if err != nil {
		return nil, err
	}
	for _, old := range recs {
		switch {
		case old.Org != f.New.Org || old.Text("review") == f.New.Text("review"):
			ps = append(ps, fault.Problem{Field: "carried", Code: "carried-from-elsewhere", Value: old.Ref})
		case !open(old.Text("status")):
			ps = append(ps, fault.Problem{Field: "carried", Code: "carried-is-closed", Value: old.Ref})
		}
	}
	return ps, nil
}

// maySend holds that no review goes to the head with points that nobody could
// report on next year.
func (h *house) maySend(f command.Following) ([]fault.Problem, error) {
	if !f.Became("sent_to_head") && !f.Became("decided") || f.Old == nil {
		return nil, nil
	}
	recs, err := points(f.Find, f.New)
	var ps []fault.Problem
	for _, rec := range recs {
		if p := h.bound(rec); p != nil && rec.Text("status") != "dropped" {
			p.Field = ""
			ps = append(ps, *p)
		}
	}
	return ps, err
}

func open(status string) bool { return status == "planned" || status == "ongoing" }

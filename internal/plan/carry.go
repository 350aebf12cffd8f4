package plan

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// What has become of a point of the earlier plan.
const (
	Open    = "open"    // neither done nor dropped, and not in the new plan
	Kept    = "kept"    // in the new plan, for the same year
	Moved   = "moved"   // in the new plan, for a later year
	Done    = "done"    // finished, or all its actions are
	Dropped = "dropped" // given up, with a reason
)

// Point is a point of the last decided review's plan, and what became of it.
type Point struct {
	Priority *register.Record
	State    string
	To       *register.Record // the point it is carried to; nil = none
	Actions  int              // bound to it
	Finished int              // of these, done or verified
}

// Points tells what has become of the plan of the review before a review, open
// points first, then by year and order.
func Points(ctx context.Context, d Deps, c access.Caller, review string) ([]Point, error) {
	rec, err := d.DB.Get(ctx, c.Read(registers.ManagementReviews), registers.ManagementReviews, review, time.Time{}, 0)
	if err != nil {
		return nil, err
	}
	find := d.finder(ctx, c)
	last, err := before(find, rec)
	if err != nil || last == nil {
		return nil, err
	}
	old, err := points(find, last)
	if err != nil {
		return nil, err
	}
	now, err := points(find, rec)
	if err != nil {
		return nil, err
	}
	finished, err := finishedActions(find, old)
	if err != nil {
		return nil, err
	}
	out := make([]Point, 0, len(old))
	for _, p := range old {
		x := Point{Priority: p, Actions: len(p.LinksOf("actions"))}
		for _, l := range p.LinksOf("actions") {
			if finished[l.To] {
				x.Finished++
			}
		}
		for _, n := range now {
			if n.Text("carried") == string(p.ID) {
				x.To = n
			}
		}
		x.State = x.state()
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Point) int {
		return cmp.Or(cmp.Compare(late(a), late(b)), cmp.Compare(year(a.Priority), year(b.Priority)), cmp.Compare(order(a.Priority), order(b.Priority)), cmp.Compare(a.Priority.Text("point"), b.Priority.Text("point")), cmp.Compare(a.Priority.Ref, b.Priority.Ref))
	})
	return out, nil
}

func (x Point) state() string {
	status := x.Priority.Text("status")
	switch {
	case status == "done" || open(status) && x.Actions > 0 && x.Finished == x.Actions:
		return Done
	case status == "dropped":
		return Dropped
	case x.To != nil && year(x.To) > year(x.Priority), status == "moved":
		return Moved
	case x.To != nil:
		return Kept
	}
	return Open
}

func late(x Point) int {
	if x.State == Open {
		return 0
	}
	return 1
}

func year(p *register.Record) int64  { n, _ := p.Number("year"); return n }
func order(p *register.Record) int64 { n, _ := p.Number("order"); return n }

// name is what a review's plan is called in the offices' lists.
func name(review *register.Record) string {
	return fmt.Sprintf("PLAN %d–%d", year(review), year(review)+2)
}

// points are those of a review's plan: linked to it, or named by the plan's years.
func points(find draft.Finder, review *register.Record) ([]*register.Record, error) {
	recs, err := find(registers.Priorities, query.Or{draft.Where("review", string(review.ID)), draft.Where("plan", name(review))})
	return slices.DeleteFunc(recs, func(p *register.Record) bool { return p.Org != review.Org }), err
}

// before is the latest decided review of the organisation for an earlier year.
func before(find draft.Finder, review *register.Record) (*register.Record, error) {
	all, err := find(registers.ManagementReviews, draft.Where("status", "decided", "annexed", "archived"))
	var last *register.Record
	for _, r := range all {
		if r.Org != review.Org || year(r) >= year(review) {
			continue
		}
		if last == nil || cmp.Or(cmp.Compare(year(r), year(last)), cmp.Compare(r.Text("decided_on"), last.Text("decided_on")), cmp.Compare(r.Version, last.Version)) > 0 {
			last = r
		}
	}
	return last, err
}

func finishedActions(find draft.Finder, points []*register.Record) (map[register.ID]bool, error) {
	out := map[register.ID]bool{}
	var ids []string
	for _, p := range points {
		for _, l := range p.LinksOf("actions") {
			ids = append(ids, string(l.To))
		}
	}
	if len(ids) == 0 {
		return out, nil
	}
	recs, err := find(registers.Actions, draft.Where("id", ids...))
	for _, a := range recs {
		out[a.ID] = a.Text("status") == "done" || a.Text("status") == "verified"
	}
	return out, err
}

// Carry takes the open points of the review before into a review's plan, first
// in their year: one whose year has passed is planned for the review's own. The
// points already there come after. It does nothing when none is open.
func Carry(ctx context.Context, s *command.Service, d Deps, c access.Caller, opt command.Options, review string) (command.Receipt, error) {
	earlier, err := Points(ctx, d, c, review)
	if err != nil {
		return command.Receipt{}, err
	}
	rec, err := d.DB.Get(ctx, c.Read(registers.ManagementReviews), registers.ManagementReviews, review, time.Time{}, 0)
	if err != nil {
		return command.Receipt{}, err
	}
	there, err := points(d.finder(ctx, c), rec)
	if err != nil {
		return command.Receipt{}, err
	}
	first := map[int64]int64{} // points carried to a year
	var changes []command.Change
	for _, p := range earlier {
		if p.State != Open {
			continue
		}
		old := p.Priority
		y := max(year(old), year(rec))
		first[y]++
		fields := map[string]any{"review": string(rec.ID), "carried": string(old.ID), "year": y, "order": first[y], "plan": name(rec)}
		for _, field := range []string{"title", "text", "heading", "measurable_target", "linked_query", "figures", "responsible"} {
			if v := old.Get(field); v != nil {
				fields[field] = v
			}
		}
		if due := old.Text("due"); due >= string(register.DateOf(opt.Now.In(d.DB.Zone))) {
			fields["due"] = due // a day that has passed is set anew by somebody
		}
		var actions []any
		for _, l := range old.LinksOf("actions") {
			actions = append(actions, string(l.To))
		}
		if actions != nil {
			fields["actions"] = actions
		}
		changes = append(changes, command.Change{Op: "create", Register: registers.Priorities, Org: old.Org, Fields: fields})
	}
	for _, p := range there {
		if n := first[year(p)]; n > 0 {
			changes = append(changes, command.Change{Op: "update", Register: p.Register, ID: string(p.ID), Version: p.Version, Fields: map[string]any{"order": order(p) + n}})
		}
	}
	if len(changes) == 0 {
		return command.Receipt{}, nil
	}
	return s.Do(ctx, c, opt, changes...)
}

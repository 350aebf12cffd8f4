package plan

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// Board is a review's plan, year by year, with what became of the one before.
type Board struct {
	Review  *register.Record
	Years   []Year
	Earlier []Point
	Open    int // of Earlier, those that Carry takes over
}

// Year is the points of a year, in order.
type Year struct {
	Year   int64
	Points []Item
}

// Item is a point of the plan with the actions bound to it.
type Item struct {
	Priority          *register.Record
	Actions, Finished int
}

// Plan gives the plan of a review. A point of a year outside the plan's three
// has a year of its own, so that none is hidden.
func Plan(ctx context.Context, d Deps, c access.Caller, review string) (Board, error) {
	rec, err := d.DB.Get(ctx, c.Read(registers.ManagementReviews), registers.ManagementReviews, review, time.Time{}, 0)
	if err != nil {
		return Board{}, err
	}
	b := Board{Review: rec}
	find := d.finder(ctx, c)
	there, err := points(find, rec)
	if err != nil {
		return b, err
	}
	finished, err := finishedActions(find, there)
	if err != nil {
		return b, err
	}
	for y := year(rec); y <= year(rec)+2; y++ {
		b.Years = append(b.Years, Year{Year: y})
	}
	for _, p := range there {
		x := Item{Priority: p, Actions: len(p.LinksOf("actions"))}
		for _, l := range p.LinksOf("actions") {
			if finished[l.To] {
				x.Finished++
			}
		}
		i := slices.IndexFunc(b.Years, func(y Year) bool { return y.Year == year(p) })
		if i < 0 {
			i = len(b.Years)
			b.Years = append(b.Years, Year{Year: year(p)})
		}
		b.Years[i].Points = append(b.Years[i].Points, x)
	}
	slices.SortFunc(b.Years, func(x, y Year) int { return cmp.Compare(x.Year, y.Year) })
	for _, y := range b.Years {
		slices.SortStableFunc(y.Points, func(x, z Item) int {
			return cmp.Or(cmp.Compare(order(x.Priority), order(z.Priority)), cmp.Compare(x.Priority.Text("point"), z.Priority.Text("point")), cmp.Compare(x.Priority.Ref, z.Priority.Ref))
		})
	}
	if b.Earlier, err = Points(ctx, d, c, string(rec.ID)); err != nil {
		return b, err
	}
	for _, p := range b.Earlier {
		if p.State == Open {
			b.Open++
		}
	}
	return b, nil
}

// Move plans a point for another year of its plan, last in it, with the reason
// in the point's comment. The plan of a decided review stands: what is moved in
// it is moved in the next one.
func Move(ctx context.Context, s *command.Service, d Deps, c access.Caller, opt command.Options, priority string, version, to int64, why string) (command.Receipt, error) {
	var none command.Receipt
	rec, err := d.DB.Get(ctx, c.Read(registers.Priorities), registers.Priorities, priority, time.Time{}, 0)
	if err != nil {
		return none, err
	}
	review, err := d.DB.Get(ctx, c.Read(registers.ManagementReviews), registers.ManagementReviews, rec.Text("review"), time.Time{}, 0)
	if err != nil {
		return none, err
	}
	var ps []fault.Problem
	if !slices.Contains([]string{"preparing", "draft"}, review.Text("status")) {
		ps = append(ps, fault.Problem{Code: "plan-stands", Value: review.Ref})
	}
	first := year(review)
	var allowed []string
	for y := first; y <= first+2; y++ {
		if y != year(rec) {
			allowed = append(allowed, strconv.FormatInt(y, 10))
		}
	}
	if !slices.Contains(allowed, strconv.FormatInt(to, 10)) {
		ps = append(ps, fault.Problem{Field: "year", Code: "not-allowed", Value: strconv.FormatInt(to, 10), Allowed: allowed})
	}
	if why = strings.TrimSpace(why); why == "" {
		ps = append(ps, fault.Problem{Field: "comment", Code: "point-moved-why", Value: rec.Text("title")})
	}
	if err := fault.Problems(ps); err != nil {
		return none, err
	}
	there, err := points(d.finder(ctx, c), review)
	if err != nil {
		return none, err
	}
	last := int64(0)
	for _, p := range there {
		if year(p) == to {
			last = max(last, order(p))
		}
	}
	words := strconv.FormatInt(year(rec), 10) + " → " + strconv.FormatInt(to, 10) + ": " + why
	if was := rec.Text("comment"); was != "" {
		words = was + "\n" + words
	}
	return s.Do(ctx, c, opt, command.Change{Op: "update", Register: rec.Register, ID: string(rec.ID), Version: version, Fields: map[string]any{"year": to, "order": last + 1, "comment": words}})
}

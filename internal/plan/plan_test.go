package plan_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/example"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/plan"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var ctx = context.Background()

// office is the example office with the rules of plans.
type office struct {
	t      *testing.T
	d      review.Deps
	now    time.Time
	review register.ID
}

func open(t *testing.T, p storetest.Place) *office {
	t.Helper()
	db := p.Open(registers.Catalogue())
	engine, err := figure.New(db)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, now: time.Date(2024, 3, 4, 8, 0, 0, 0, time.UTC)}
	o.d = review.Deps{DB: db, Access: access.New(db), Commands: command.New(db), Figures: engine, Now: func() time.Time { return o.now }}
	plan.Install(o.d.Commands, db, engine.Book())
	if o.review, err = example.Load(ctx, o.d, nil); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) deps() plan.Deps { return plan.Deps{DB: o.d.DB, Now: o.d.Now} }

func (o *office) isam() access.Caller {
	o.t.Helper()
	c, err := o.d.Access.ByEmail(ctx, example.Coordinator, o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

func (o *office) all(r *register.Register, keep func(*register.Record) bool) (out []*register.Record) {
	o.t.Helper()
	err := o.d.DB.Each(ctx, access.System().Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		if keep(rec) {
			out = append(out, rec)
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return out
}

func (o *office) try(op string, rec *register.Record, fields map[string]any) []string {
	o.t.Helper()
	o.now = o.now.Add(time.Second)
	_, err := o.d.Commands.Do(ctx, o.isam(), command.Options{Via: "web", Now: o.now}, command.Change{Op: op, Register: rec.Register, ID: string(rec.ID), Fields: fields})
	return o.codes(err)
}

func (o *office) codes(err error) (out []string) {
	o.t.Helper()
	var e *fault.Error
	if err != nil && !errors.As(err, &e) {
		o.t.Fatal(err)
	}
	if e != nil {
		for _, p := range e.Problems {
			out = append(out, p.Code)
		}
		if len(out) == 0 {
			out = []string{e.Code}
		}
	}
	return out
}

func (o *office) points() ([]plan.Point, map[string]plan.Point) {
	o.t.Helper()
	list, err := plan.Points(ctx, o.deps(), o.isam(), string(o.review))
	if err != nil {
		o.t.Fatal(err)
	}
	by := map[string]plan.Point{}
	for _, p := range list {
		by[p.Priority.Text("point")] = p
	}
	return list, by
}

func (o *office) states(want map[string]string) {
	o.t.Helper()
	list, by := o.points()
	if len(list) != len(want) {
		o.t.Errorf("%d points, want %d", len(list), len(want))
	}
	for point, state := range want {
		if by[point].State != state {
			o.t.Errorf("%s is %q, want %q", point, by[point].State, state)
		}
	}
	for i := range list {
		if i > 0 && list[i].State == plan.Open && list[i-1].State != plan.Open {
			o.t.Error("an open point comes after one that is not")
		}
	}
}

// TestItem16Plan carries the plan of the example office from one review to the
// next, and lets what the head decides become actions.
func TestItem16Plan(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := open(t, p)
		o.states(map[string]string{"2023.1": plan.Done, "2023.2": plan.Open, "2023.3": plan.Done, "2024.O1": plan.Open, "2025.O1": plan.Open})

		// Open points come into the new plan, first in their year.
		o.now = o.now.Add(time.Second)
		if _, err := plan.Carry(ctx, o.d.Commands, o.deps(), o.isam(), command.Options{Via: "web", Now: o.now}, string(o.review)); err != nil {
			t.Fatal(err)
		}
		o.states(map[string]string{"2023.1": plan.Done, "2023.2": plan.Moved, "2023.3": plan.Done, "2024.O1": plan.Kept, "2025.O1": plan.Kept})
		_, by := o.points()
		if to := by["2023.2"].To; to == nil || by["2023.2"].Priority.Text("status") != "moved" {
			t.Fatalf("2023.2 is %s, carried to %v", by["2023.2"].Priority.Text("status"), to)
		}
		o.order(by)
		rc, err := plan.Carry(ctx, o.d.Commands, o.deps(), o.isam(), command.Options{Via: "web", Now: o.now.Add(time.Second)}, string(o.review))
		if err != nil || len(rc.Items) != 0 {
			t.Errorf("carried twice: %d, %v", len(rc.Items), err)
		}

		// Done and dropped follow the point through the reviews; dropping has a reason.
		kept := by["2024.O1"].To
		if got := o.try("drop", kept, nil); !slices.Contains(got, "drop-needs-reason") {
			t.Errorf("dropped without a reason: %v", got)
		}
		if got := o.try("drop", by["2025.O1"].To, map[string]any{"comment": "Ersatt av stadens lösning."}); got != nil {
			t.Fatal(got)
		}
		o.states(map[string]string{"2023.1": plan.Done, "2023.2": plan.Moved, "2023.3": plan.Done, "2024.O1": plan.Kept, "2025.O1": plan.Dropped})
		if got := o.try("update", kept, map[string]any{"figures": []any{"F99"}, "started_on": "2024-03-01"}); got != nil {
			t.Fatal(got)
		}

		// A review whose points nobody could report on is not sent to the head.
		rec := o.all(registers.ManagementReviews, func(r *register.Record) bool { return r.ID == o.review })[0]
		if got := o.try("send", rec, nil); !slices.Equal(got, []string{"no-such-figure", "point-not-bound"}) {
			t.Errorf("sent with unbound points: %v", got)
		}
		for _, p := range []*register.Record{kept, by["2023.2"].To} {
			if got := o.try("update", p, map[string]any{"figures": []any{"F07"}}); got != nil {
				t.Fatal(got)
			}
		}
		o.decided()
		for code := range plan.Messages {
			if plan.Messages[code].SV == "" || plan.Messages[code].EN == "" {
				t.Errorf("%s lacks words", code)
			}
		}
	})
}

// order holds that carried points come first in their year, and that no two
// points of the new plan have come to share a place.
func (o *office) order(by map[string]plan.Point) {
	o.t.Helper()
	carried := map[int64]int64{}
	for _, x := range by {
		if x.To != nil {
			y, _ := x.To.Number("year")
			n, _ := x.To.Number("order")
			carried[y] = max(carried[y], n)
		}
	}
	if carried[2024] != 2 || carried[2025] != 1 {
		o.t.Errorf("carried to %v", carried)
	}
	for _, p := range o.all(registers.Priorities, func(r *register.Record) bool {
		return r.Text("review") == string(o.review) && r.Text("carried") == ""
	}) {
		y, _ := p.Number("year")
		if n, _ := p.Number("order"); n <= carried[y] {
			o.t.Errorf("%s has place %d in %d, among the carried", p.Text("point"), n, y)
		}
	}
}

// decided holds that each decision with a day becomes an action of its own.
func (o *office) decided() {
	o.t.Helper()
	rec, err := example.Decide(ctx, o.d, o.review)
	if err != nil {
		o.t.Fatalf("decide: %v", o.codes(err))
	}
	decisions := o.all(registers.ImprovementDecisions, func(r *register.Record) bool { return r.Text("review") == string(o.review) })
	made := 0
	for _, d := range decisions {
		actions := o.all(registers.Actions, func(a *register.Record) bool { return a.Text("origin") == string(d.ID) })
		if d.Text("due") == "" {
			if len(actions) != 0 {
				o.t.Errorf("%s has no day but became an action", d.Ref)
			}
			continue
		}
		if len(actions) != 1 {
			o.t.Fatalf("%s became %d actions", d.Ref, len(actions))
		}
		made++
		a := actions[0]
		if a.Text("status") != "decided" || a.Text("due") != d.Text("due") || a.Text("owner") != rec.Text("reporter") || a.Text("origin_kind") != "review" || len(d.LinksOf("actions")) != 1 || d.LinksOf("actions")[0].To != a.ID {
			o.t.Errorf("%s: action %s %s %s, %v", d.Ref, a.Text("status"), a.Text("due"), a.Text("owner"), d.LinksOf("actions"))
		}
	}
	if made != 2 {
		o.t.Errorf("%d decisions became actions, want 2", made)
	}
}

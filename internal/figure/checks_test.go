package figure_test

import (
	"context"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/figure"
	"genomlys/internal/method/coverage"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store/storetest"
)

// A plan that was decided and carried out is a plan decided; one that waits for
// its decision after a later class is not, and nothing may be overdue (domain.md
// 4.6, check 4).
func TestPlanDecidedAndCarriedOut(t *testing.T) {
	d := newDesk(t, storetest.SQLite(t))
	board := d.org("board", "KS", "")
	owner := d.enter(registers.RoleAssignments, board, "2015-01-01", map[string]any{"function": "object_owner", "valid_from": "2015-01-01"})
	plan := func(object register.ID, fields map[string]any) register.ID {
		for k, v := range map[string]any{"object": string(object), "origin_kind": "classification"} {
			fields[k] = v
		}
		return d.enter(registers.ActionPlans, board, "2022-01-01", fields)
	}
	closed := map[string]any{"status": "closed", "decided_on": "2022-02-01", "closed_on": "2022-09-01"}
	for _, x := range []struct {
		name string
		set  func(object register.ID)
		want coverage.Result
	}{
		{"none", func(register.ID) {}, coverage.Result{Check: coverage.Plan, Answer: coverage.No, Why: "plan_missing"}},
		{"a draft", func(o register.ID) { plan(o, map[string]any{}) }, coverage.Result{Check: coverage.Plan, Answer: coverage.No, Why: "plan_missing"}},
		{"decided", func(o register.ID) { plan(o, map[string]any{"status": "decided", "decided_on": "2022-02-01"}) }, coverage.Result{Check: coverage.Plan, Answer: coverage.Yes, Why: "plan_decided"}},
		{"decided later", func(o register.ID) { plan(o, map[string]any{"status": "decided", "decided_on": "2023-02-01"}) }, coverage.Result{Check: coverage.Plan, Answer: coverage.No, Why: "plan_missing"}},
		{"carried out", func(o register.ID) { plan(o, closed) }, coverage.Result{Check: coverage.Plan, Answer: coverage.Yes, Why: "plan_decided"}},
		{"carried out, another drafted", func(o register.ID) { plan(o, closed); plan(o, map[string]any{}) }, coverage.Result{Check: coverage.Plan, Answer: coverage.No, Why: "plan_missing"}},
		{"carried out, something left", func(o register.ID) {
			d.enter(registers.Actions, board, "2022-01-01", map[string]any{"plan": string(plan(o, closed)), "owner": string(owner), "status": "ongoing", "due": "2022-08-01", "origin_kind": "classification"})
		}, coverage.Result{Check: coverage.Plan, Answer: coverage.No, Why: "actions_overdue"}},
		{"as the list of classes says", func(o register.ID) {
			d.enter(registers.Classifications, board, "2022-01-01", map[string]any{"object": string(o), "kind": "object", "status": "decided", "decided_on": "2021-06-01", "k": 1, "r": 1, "t": 1, "plan_made": "yes", "plan_decided_on": "2021-09-01"})
		}, coverage.Result{Check: coverage.Plan, Answer: coverage.Yes, Why: "plan_decided"}},
	} {
		t.Run(x.name, func(t *testing.T) {
			object := d.object(board, board, "controller", nil)
			d.classify(board, object, "2021-05-01", "decided")
			x.set(object)
			got, err := d.engine.Checks(context.Background(), access.System(), "", object, "2022-12-31")
			if err != nil || len(got.Objects) != 1 || got.Objects[0].Checks[3] != x.want {
				t.Errorf("%+v, %v", got.Objects, err)
			}
		})
	}
}

// The nine checks of every object agree with the figures that count the same
// facts, and one object's checks are the same asked for alone (domain.md 4.6).
func TestChecksAgreeWithFigures(t *testing.T) {
	o := take(t, open(t, t.TempDir()+"/a.db"), "2022", "2023")
	ctx := context.Background()
	got, err := o.engine.Checks(ctx, access.System(), o.org["SLK"], "", "2023-11-15")
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Objects) != 240 || len(got.Checks) != 9 {
		t.Fatalf("%d objects and %d checks", len(got.Objects), len(got.Checks))
	}
	yes, sum := map[string]int{}, coverage.Share{}
	for _, s := range got.Objects {
		if len(s.Checks) != 9 {
			t.Fatalf("%s has %d checks", s.Object.Ref, len(s.Checks))
		}
		for i, c := range s.Checks {
			if c.Check != got.Checks[i].Code {
				t.Fatalf("check %d is %s, the rule book says %s", i, c.Check, got.Checks[i].Code)
			}
			if c.Answer == coverage.Yes {
				yes[c.Check]++
				sum.Part++
			}
			if c.Answer != coverage.NotApplicable {
				sum.Whole++
			}
		}
	}
	if sum != got.Sum {
		t.Errorf("sum is %+v, want %+v", got.Sum, sum)
	}
	set, err := o.engine.Compute(ctx, access.System(), figure.Request{Org: o.org["SLK"], AsOf: "2023-11-15"})
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		check, id string
		passed    func(n int) int
	}{
		{coverage.Classification, "F05", func(n int) int { return n }},
		{coverage.Owner, "F01g", func(n int) int { return len(got.Objects) - n }},
	} {
		f, ok := set.Get(x.id)
		if !ok || yes[x.check] == 0 || x.passed(f.Value) != yes[x.check] {
			t.Errorf("%d objects pass %s, figure %s says %d", yes[x.check], x.check, x.id, f.Value)
		}
	}
	for _, s := range got.Objects[:12] {
		alone, err := o.engine.Checks(ctx, access.System(), "", s.Object.ID, "2023-11-15")
		if err != nil || len(alone.Objects) != 1 {
			t.Fatalf("%s alone: %d objects, %v", s.Object.Ref, len(alone.Objects), err)
		}
		for i, c := range alone.Objects[0].Checks {
			if c != s.Checks[i] {
				t.Errorf("%s alone: %+v, among all %+v", s.Object.Ref, c, s.Checks[i])
			}
		}
	}
}

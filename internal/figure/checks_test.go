package figure_test

import (
	"context"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/figure"
	"genomlys/internal/method/coverage"
)

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

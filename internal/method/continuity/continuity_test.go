package continuity

import (
	"slices"
	"testing"

	"genomlys/internal/method/clock"
)

var limits = Limits{Level: 3, AdoptedMonths: 24, CountsMonths: 24, EveryMonths: 24, EveryHighMonth: 12}

func TestNeed(t *testing.T) {
	for _, c := range []struct {
		t    int
		rsa  Answer
		want Answer
		why  []string
	}{
		{3, No, Yes, []string{ByClass}},
		{4, Yes, Yes, []string{ByClass, ByAnalysis}},
		{2, No, No, []string{NotAsked}},
		{0, Unknown, No, []string{NotAsked}},
		{1, Yes, Yes, []string{ByAnalysis}},
		{-1, Yes, Yes, []string{ByAnalysis}},
		{-1, No, Unknown, []string{ClassUnknown}},
		{-1, Unknown, Unknown, []string{ClassUnknown}},
	} {
		got, why := Need(c.t, c.rsa, limits)
		if got != c.want || !slices.Equal(why, c.why) {
			t.Errorf("T%d, RSA %s: %s %v, want %s %v", c.t, c.rsa, got, why, c.want, c.why)
		}
	}
}

func TestRecovery(t *testing.T) {
	for _, c := range []struct {
		measured, rto, mtd int
		want               string
	}{
		{-1, 4, 8, NotMeasured}, {4, 4, 8, WithinRTO}, {5, 4, 8, OverRTO}, {8, 4, 8, OverRTO}, {9, 4, 8, OverMTD},
		{9, -1, 8, OverMTD}, {8, -1, 8, WithinMTD}, {9, 4, -1, OverRTO}, {9, -1, -1, NoDemand}, {0, 0, 0, WithinRTO}, {1, 0, 0, OverMTD},
	} {
		if got := Recovery(c.measured, c.rto, c.mtd); got != c.want {
			t.Errorf("%d h of %d and %d: %s, want %s", c.measured, c.rto, c.mtd, got, c.want)
		}
	}
}

func TestQuality(t *testing.T) {
	good := Plan{AdoptedOn: "2025-01-15", T: 3, MTD: 24, RTO: 8, Known: Yes, Exercises: []Exercise{{"2025-06-01", "met", 6}}}
	with := func(change func(*Plan)) Plan {
		p := good
		p.Exercises = slices.Clone(good.Exercises)
		change(&p)
		return p
	}
	for _, c := range []struct {
		name string
		plan Plan
		asOf clock.Date
		want map[string]string // check to answer and why
	}{
		{"good", good, "2026-01-01", map[string]string{Current: "yes adopted", Complete: "yes all_parts", Familiar: "yes stated", Tested: "yes exercised"}},
		{"last day", good, "2027-01-15", map[string]string{Current: "yes adopted", Tested: "yes exercised"}},
		{"too old", good, "2027-01-16", map[string]string{Current: "no adopted_long_ago"}},
		{"exercise counts its last day", good, "2027-06-01", map[string]string{Tested: "yes exercised"}},
		{"exercise too old", good, "2027-06-02", map[string]string{Tested: "no exercised_long_ago"}},
		{"not yet adopted", good, "2025-01-14", map[string]string{Current: "no not_adopted", Tested: "no never_exercised"}},
		{"review set earlier", with(func(p *Plan) { p.ReviewDue = "2025-12-31" }), "2026-01-01", map[string]string{Current: "no review_overdue"}},
		{"parts", with(func(p *Plan) { p.Missing = []string{"rto_h"} }), "2026-01-01", map[string]string{Complete: "no parts_missing"}},
		{"not known", with(func(p *Plan) { p.Known = No }), "2026-01-01", map[string]string{Familiar: "no stated_not"}},
		{"nobody said", with(func(p *Plan) { p.Known = Unknown }), "2026-01-01", map[string]string{Familiar: "unknown not_stated"}},
		{"failed", with(func(p *Plan) { p.Exercises[0].Result = "not" }), "2026-01-01", map[string]string{Tested: "no exercise_failed"}},
		{"too slow", with(func(p *Plan) { p.Exercises[0].Measured = 9 }), "2026-01-01", map[string]string{Tested: "no recovered_too_late"}},
		{"not measured", with(func(p *Plan) { p.Exercises[0].Measured = -1 }), "2026-01-01", map[string]string{Tested: "yes exercised"}},
		{"no result", with(func(p *Plan) { p.Exercises[0].Result = "" }), "2026-01-01", map[string]string{Tested: "no never_exercised"}},
		{"the latest counts", with(func(p *Plan) { p.Exercises = append(p.Exercises, Exercise{"2025-09-01", "not", 30}) }), "2026-01-01", map[string]string{Tested: "no exercise_failed"}},
		{"a coming one does not", with(func(p *Plan) { p.Exercises = append(p.Exercises, Exercise{"2026-09-01", "not", 30}) }), "2026-01-01", map[string]string{Tested: "yes exercised"}},
	} {
		for _, got := range Quality(c.plan, limits, c.asOf) {
			if want, ok := c.want[got.Check]; ok && string(got.Answer)+" "+got.Why != want {
				t.Errorf("%s: %s is %s %s, want %s", c.name, got.Check, got.Answer, got.Why, want)
			}
		}
	}
}

func TestDays(t *testing.T) {
	for _, c := range []struct {
		name             string
		plan             Plan
		review, exercise clock.Date
	}{
		{"nothing", Plan{T: 3}, "", ""},
		{"adopted", Plan{AdoptedOn: "2024-02-29", T: 3}, "2026-02-28", "2025-02-28"},
		{"low", Plan{AdoptedOn: "2024-01-31", T: 2}, "2026-01-31", "2026-01-31"},
		{"unknown class", Plan{AdoptedOn: "2024-01-31", T: -1}, "2026-01-31", "2026-01-31"},
		{"exercised", Plan{AdoptedOn: "2024-01-31", T: 3, Exercises: []Exercise{{"2024-11-30", "met", -1}}}, "2026-01-31", "2025-11-30"},
		{"exercised before the new version", Plan{AdoptedOn: "2024-01-31", T: 3, Exercises: []Exercise{{"2023-06-15", "met", -1}}}, "2026-01-31", "2024-06-15"},
		{"review set", Plan{AdoptedOn: "2024-01-31", ReviewDue: "2024-12-01", T: 3}, "2024-12-01", "2025-01-31"},
		{"review set too late", Plan{AdoptedOn: "2024-01-31", ReviewDue: "2029-12-01", T: 3}, "2026-01-31", "2025-01-31"},
	} {
		if got := c.plan.NextReview(limits); got != c.review {
			t.Errorf("%s: review %s, want %s", c.name, got, c.review)
		}
		if got := c.plan.NextExercise(limits, "2026-01-01"); got != c.exercise {
			t.Errorf("%s: exercise %s, want %s", c.name, got, c.exercise)
		}
	}
}

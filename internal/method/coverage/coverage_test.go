package coverage_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"genomlys/internal/method/clock"
	"genomlys/internal/method/coverage"
)

func TestPercent_4_5(t *testing.T) {
	for _, x := range []struct {
		name        string
		part, whole int
		want        int
		ok          bool
	}{
		{"4.5 seed 200 of 240", 200, 240, 83, true},
		{"4.5 half up", 1, 8, 13, true}, // 12.5
		{"4.5 just below half", 124, 1000, 12, true},
		{"4.5 never 100 while one is left", 999, 1000, 99, true},
		{"4.5 239 of 240", 239, 240, 99, true}, // 99.58
		{"4.5 all", 240, 240, 100, true},
		{"4.5 never 0 while one is done", 1, 1000, 1, true},
		{"4.5 none", 0, 1000, 0, true},
		{"4.5 no whole", 0, 0, 0, false},
		{"4.5 one of one", 1, 1, 100, true},
	} {
		t.Run(x.name, func(t *testing.T) {
			if got, ok := (coverage.Share{Part: x.part, Whole: x.whole}).Percent(); got != x.want || ok != x.ok {
				t.Errorf("%d of %d = %d %v, want %d %v", x.part, x.whole, got, ok, x.want, x.ok)
			}
		})
	}
	if !(coverage.Share{Part: 3, Whole: 19}).CountFirst(20) || (coverage.Share{Part: 3, Whole: 20}).CountFirst(20) {
		t.Error("4.5: below 20 n of m comes first, at 20 not")
	}
}

func TestPercentBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.IntRange(1, 1_000_000).Draw(t, "whole")
		part := rapid.IntRange(0, whole).Draw(t, "part")
		p, ok := coverage.Share{Part: part, Whole: whole}.Percent()
		if !ok || p < 0 || p > 100 || (p == 100) != (part == whole) || (p == 0) != (part == 0) {
			t.Fatalf("%d of %d = %d", part, whole, p)
		}
		if part < whole {
			if next, _ := (coverage.Share{Part: part + 1, Whole: whole}).Percent(); next < p {
				t.Fatalf("one more of %d fell from %d to %d", whole, p, next)
			}
		}
	})
}

func TestRound_4_5(t *testing.T) {
	for _, x := range []struct {
		p     coverage.Presentation
		n     int
		want  int
		about bool
	}{
		{coverage.Exact, 117, 117, false}, {"", 117, 117, false},
		{coverage.Ten, 238, 240, true}, {coverage.Ten, 235, 240, true}, {coverage.Ten, 234, 230, true}, {coverage.Ten, 4, 0, true}, {coverage.Ten, 0, 0, true},
		{coverage.Hundred, 150, 200, true}, {coverage.Hundred, 149, 100, true}, {coverage.Hundred, 1249, 1200, true},
	} {
		if got, about := x.p.Round(x.n); got != x.want || about != x.about {
			t.Errorf("4.5 %s %d = %d %v, want %d %v", x.p, x.n, got, about, x.want, x.about)
		}
	}
}

func TestCompare_4_5(t *testing.T) {
	sh := func(p, w int) coverage.Share { return coverage.Share{Part: p, Whole: w} }
	for _, x := range []struct {
		name      string
		then, now coverage.Share
		want      coverage.Change
	}{
		{"4.5 up", sh(100, 200), sh(150, 200), coverage.Change{Count: 50, Points: 25, Tenths: 250, HasPoints: true}},
		{"4.5 down", sh(150, 200), sh(100, 200), coverage.Change{Count: -50, Points: -25, Tenths: -250, HasPoints: true}},
		{"4.5 from exact values, not from rounded", sh(1245, 10000), sh(1355, 10000), coverage.Change{Count: 110, Points: 1, Tenths: 11, HasPoints: true}}, // 12 → 14 when rounded first
		{"4.5 more done, smaller share", sh(90, 100), sh(100, 200), coverage.Change{Count: 10, Points: -40, Tenths: -400, HasPoints: true}},
		{"4.5 half a point up", sh(0, 200), sh(1, 200), coverage.Change{Count: 1, Points: 1, Tenths: 5, HasPoints: true}},
		{"4.5 half a point down", sh(1, 200), sh(0, 200), coverage.Change{Count: -1, Points: -1, Tenths: -5, HasPoints: true}},
		{"4.5 no whole then", sh(0, 0), sh(5, 10), coverage.Change{Count: 5}},
		{"4.5 nothing changed", sh(5, 10), sh(5, 10), coverage.Change{HasPoints: true}},
	} {
		t.Run(x.name, func(t *testing.T) {
			if got := coverage.Compare(x.then, x.now); got != x.want {
				t.Errorf("%+v, want %+v", got, x.want)
			}
		})
	}
}

func TestOf(t *testing.T) {
	c := coverage.Of([]string{"b", "x", "b"}, []string{"a", "b", "c", "b"})
	if c.Part != 1 || c.Whole != 3 || !slices.Equal(c.Have, []string{"b"}) || !slices.Equal(c.Lack, []string{"a", "c"}) {
		t.Errorf("%+v", c)
	}
	if c := coverage.Of([]string{"a"}, nil); c.Whole != 0 {
		t.Errorf("nothing needed: %+v", c)
	}
}

var limits = coverage.Limits{RiskMonths: 24, RiskLevel: 3, PlanLevel: 1, ExerciseMonths: 24, ContinuityT: 3}

// whole is an object for which all nine checks say yes on 2023-11-15.
func whole() coverage.Object {
	return coverage.Object{OwnerNamed: coverage.Yes, PersonalData: coverage.Yes, Processings: 1, ClassDecided: coverage.Yes, ClassCurrent: coverage.Yes,
		MaxLevel: 3, T: 3, PlanDecided: coverage.Yes, RiskAnalysedOn: "2022-05-01", DPIANeeded: coverage.Yes, DPIADecided: coverage.Yes,
		AgreementNeeded: coverage.Yes, AgreementInForce: coverage.Yes, RequirementsStated: coverage.Yes, LoggingStated: coverage.Yes,
		AccessReviewedOn: "2023-02-01", AccessMonths: 12, ContinuityCritical: coverage.No, ContinuityAdopted: coverage.Yes, ContinuityExercised: "2022-12-01"}
}

const asOf clock.Date = "2023-11-15"

func TestChecks_4_6(t *testing.T) {
	if tally := coverage.Score(coverage.Check(whole(), limits, asOf)); tally.Part != 9 || tally.Whole != 9 || tally.Missing != nil {
		t.Fatalf("4.6 all nine: %+v", tally)
	}
	type edit = func(*coverage.Object)
	for _, x := range []struct {
		name   string
		edit   edit
		check  string
		answer coverage.Answer
		why    string
	}{
		{"4.6.1 no owner", func(o *coverage.Object) { o.OwnerNamed = coverage.No }, coverage.Owner, coverage.No, "owner_missing"},
		{"4.6.2 no personal data", func(o *coverage.Object) { o.PersonalData, o.Processings = coverage.No, 0 }, coverage.Registered, coverage.NotApplicable, "no_personal_data"},
		{"4.6.2 not registered", func(o *coverage.Object) { o.Processings = 0 }, coverage.Registered, coverage.No, "processing_missing"},
		{"4.6.2 personal data unknown", func(o *coverage.Object) { o.PersonalData, o.Processings = coverage.Unknown, 0 }, coverage.Registered, coverage.Unknown, "personal_data_unknown"},
		{"4.6.3 never classified", func(o *coverage.Object) { o.ClassDecided, o.ClassCurrent = coverage.No, coverage.No }, coverage.Classification, coverage.No, "class_missing"},
		{"4.6.3 not current", func(o *coverage.Object) { o.ClassCurrent = coverage.No }, coverage.Classification, coverage.No, "class_not_current"},
		{"4.6.4 plan missing", func(o *coverage.Object) { o.PlanDecided = coverage.No }, coverage.Plan, coverage.No, "plan_missing"},
		{"4.6.4 overdue", func(o *coverage.Object) { o.ActionsOverdue = 1 }, coverage.Plan, coverage.No, "actions_overdue"},
		{"4.6.4 class asks for none", func(o *coverage.Object) { o.MaxLevel, o.T = 0, 0 }, coverage.Plan, coverage.NotApplicable, "class_asks_for_none"},
		{"4.6.4 class unknown", func(o *coverage.Object) { o.MaxLevel, o.T = -1, -1 }, coverage.Plan, coverage.Unknown, "class_unknown"},
		{"4.6.5 old", func(o *coverage.Object) { o.RiskAnalysedOn = "2021-11-14" }, coverage.RiskAnalysis, coverage.No, "risk_analysis_old"},
		{"4.6.5 just in time", func(o *coverage.Object) { o.RiskAnalysedOn = "2021-11-15" }, coverage.RiskAnalysis, coverage.Yes, "risk_analysed"},
		{"4.6.5 missing", func(o *coverage.Object) { o.RiskAnalysedOn = "" }, coverage.RiskAnalysis, coverage.No, "risk_analysis_missing"},
		{"4.6.5 still to come", func(o *coverage.Object) { o.RiskAnalysedOn = "2023-12-01" }, coverage.RiskAnalysis, coverage.No, "risk_analysis_missing"},
		{"4.6.5 low level", func(o *coverage.Object) { o.MaxLevel, o.T, o.RiskAnalysedOn = 2, 2, "" }, coverage.RiskAnalysis, coverage.NotApplicable, "level_and_demand_low"},
		{"4.6.5 low level but a gap", func(o *coverage.Object) { o.MaxLevel, o.T, o.RiskAnalysedOn, o.DemandGap = 2, 2, "", true }, coverage.RiskAnalysis, coverage.No, "risk_analysis_missing"},
		{"4.6.5 class unknown", func(o *coverage.Object) { o.MaxLevel, o.RiskAnalysedOn = -1, "" }, coverage.RiskAnalysis, coverage.Unknown, "class_unknown"},
		{"4.6.6 not needed", func(o *coverage.Object) { o.DPIANeeded = coverage.No }, coverage.Assessment, coverage.NotApplicable, "dpia_not_needed"},
		{"4.6.6 missing", func(o *coverage.Object) { o.DPIADecided = coverage.No }, coverage.Assessment, coverage.No, "dpia_missing"},
		{"4.6.6 need unknown", func(o *coverage.Object) { o.DPIANeeded, o.DPIADecided = coverage.Unknown, coverage.No }, coverage.Assessment, coverage.Unknown, "dpia_need_unknown"},
		{"4.6.6 decided all the same", func(o *coverage.Object) { o.DPIANeeded = coverage.Unknown }, coverage.Assessment, coverage.Yes, "dpia_decided"},
		{"4.6.7 nobody outside", func(o *coverage.Object) { o.AgreementNeeded = coverage.No }, coverage.Agreement, coverage.NotApplicable, "no_supplier"},
		{"4.6.7 no agreement", func(o *coverage.Object) { o.AgreementInForce = coverage.No }, coverage.Agreement, coverage.No, "agreement_missing"},
		{"4.6.7 no requirements", func(o *coverage.Object) { o.RequirementsStated = coverage.No }, coverage.Agreement, coverage.No, "requirements_missing"},
		{"4.6.7 no logging", func(o *coverage.Object) { o.LoggingStated = coverage.No }, coverage.Agreement, coverage.No, "logging_missing"},
		{"4.6.7 logging unknown", func(o *coverage.Object) { o.LoggingStated = coverage.Unknown }, coverage.Agreement, coverage.Unknown, "agreement_unknown"},
		{"4.6.7 no beats unknown", func(o *coverage.Object) { o.AgreementInForce, o.LoggingStated = coverage.Unknown, coverage.No }, coverage.Agreement, coverage.No, "logging_missing"},
		{"4.6.8 no routine", func(o *coverage.Object) { o.AccessMonths = 0 }, coverage.Access, coverage.No, "routine_missing"},
		{"4.6.8 never reviewed", func(o *coverage.Object) { o.AccessReviewedOn = "" }, coverage.Access, coverage.No, "review_missing"},
		{"4.6.8 on the last day", func(o *coverage.Object) { o.AccessReviewedOn = "2022-11-15" }, coverage.Access, coverage.Yes, "reviewed_in_time"},
		{"4.6.8 a day late", func(o *coverage.Object) { o.AccessReviewedOn = "2022-11-14" }, coverage.Access, coverage.No, "review_overdue"},
		{"4.6.9 not needed", func(o *coverage.Object) { o.T = 2 }, coverage.Continuity, coverage.NotApplicable, "plan_not_needed"},
		{"4.6.9 needed because critical", func(o *coverage.Object) {
			o.T, o.ContinuityCritical, o.ContinuityAdopted = 1, coverage.Yes, coverage.No
		}, coverage.Continuity, coverage.No, "plan_not_adopted"},
		{"4.6.9 need unknown", func(o *coverage.Object) { o.T = -1 }, coverage.Continuity, coverage.Unknown, "need_unknown"},
		{"4.6.9 never exercised", func(o *coverage.Object) { o.ContinuityExercised = "" }, coverage.Continuity, coverage.No, "plan_never_exercised"},
		{"4.6.9 exercised long ago", func(o *coverage.Object) { o.ContinuityExercised = "2021-11-14" }, coverage.Continuity, coverage.No, "plan_exercised_long_ago"},
	} {
		t.Run(x.name, func(t *testing.T) {
			o := whole()
			x.edit(&o)
			rs := coverage.Check(o, limits, asOf)
			i := slices.IndexFunc(rs, func(r coverage.Result) bool { return r.Check == x.check })
			if len(rs) != 9 || i < 0 || rs[i].Answer != x.answer || rs[i].Why != x.why {
				t.Fatalf("%+v, want %s %s %s", rs, x.check, x.answer, x.why)
			}
			tally := coverage.Score(rs)
			if missing := slices.Contains(tally.Missing, x.check); missing != (x.answer == coverage.No || x.answer == coverage.Unknown) {
				t.Errorf("missing %v", tally.Missing)
			}
			if tally.Whole-tally.Part != len(tally.Missing) {
				t.Errorf("%+v does not add up", tally)
			}
		})
	}
	// Nothing known: every check is unknown or no, none is yes.
	empty := coverage.Object{MaxLevel: -1, T: -1}
	if tally := coverage.Score(coverage.Check(empty, limits, asOf)); tally.Part != 0 || tally.Whole != 9 {
		t.Errorf("4.6 nothing known: %+v", tally)
	}
}

func TestSum_4_6(t *testing.T) {
	// A mean of means would give 75 per cent.
	s := coverage.Sum([]coverage.Tally{{Share: coverage.Share{Part: 1, Whole: 1}}, {Share: coverage.Share{Part: 4, Whole: 8}}})
	if p, _ := s.Percent(); s.Part != 5 || s.Whole != 9 || p != 56 {
		t.Errorf("4.6 board score %+v %d", s, p)
	}
}

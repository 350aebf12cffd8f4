package rulebook_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
	"genomlys/internal/method/dpia"
	"genomlys/internal/method/risk"
	"genomlys/internal/rulebook"
)

const today clock.Date = "2026-11-23"

func book(t testing.TB) *rulebook.Book {
	t.Helper()
	b, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func at(t testing.TB, d clock.Date) rulebook.Rules { t.Helper(); return book(t).At(d) }

func TestClocks_5_1(t *testing.T) {
	for _, x := range []struct {
		code     string
		counting clock.Counting
		length   int
		ext      int
	}{
		{"GDPR33", clock.Strict, 72, 0}, {"GDPR33S", clock.EUWeeks, 4, 0}, {"GDPR33P", clock.Strict, 24, 0}, {"GDPR34", clock.Strict, 72, 0},
		{"GDPR12", clock.EUMonths, 1, 2}, {"GDPR19", clock.Open, 0, 0}, {"GDPR36", clock.EUWeeks, 8, 6}, {"GDPR28", clock.Open, 0, 0},
		{"CSL24", clock.Strict, 24, 0}, {"CSL72", clock.Strict, 72, 0}, {"CSL72T", clock.Strict, 24, 0}, {"CSLM", clock.Open, 0, 0},
		{"CSL1M", clock.SwedishMonths, 1, 0}, {"CSLU", clock.Open, 0, 0}, {"OSL-UT", clock.WorkingDays, 1, 0}, {"CONTRACT", clock.Open, 0, 0}, {"RSA", clock.Open, 0, 0},
	} {
		t.Run("5.1 "+x.code, func(t *testing.T) {
			c, ok := at(t, today).Clock(x.code)
			if !ok || c.Counting != x.counting || c.Length != x.length || c.Extension != x.ext {
				t.Errorf("%v %+v, want %s %d +%d", ok, c, x.counting, x.length, x.ext)
			}
		})
	}
	for code, want := range map[string][2]clock.Date{"CSL24": {"2026-01-14", "2026-01-15"}, "AIACT73": {"2027-12-01", "2027-12-02"}, "GDPR33": {"2018-05-24", "2018-05-25"}} {
		if _, ok := at(t, want[0]).Clock(code); ok {
			t.Errorf("5.1 %s holds already on %s", code, want[0])
		}
		if _, ok := at(t, want[1]).Clock(code); !ok {
			t.Errorf("5.1 %s does not hold on %s", code, want[1])
		}
	}
	later := at(t, "2028-01-01")
	for code, days := range map[string]int{"AIACT73": 15, "AIACT73W": 2, "AIACT73D": 10} {
		if c, ok := later.Clock(code); !ok || c.Counting != clock.EUDays || c.Length != days {
			t.Errorf("5.1 %s: %+v", code, c)
		}
	}
	if c, _ := at(t, today).Clock("GDPR36"); !c.Blocking {
		t.Error("5.1 prior consultation blocks the processing")
	}
	for _, code := range []string{"GDPR33P", "GDPR34", "OSL-UT"} {
		if c, _ := at(t, today).Clock(code); !c.Target {
			t.Errorf("5.1 %s: the law gives no length, ours is a target", code)
		}
	}
}

// The table of domain.md 5.2, counted with the book's own definitions.
func TestClocks_5_2(t *testing.T) {
	for _, x := range []struct{ code, start, due string }{
		{"GDPR33", "2026-03-27 10:20", "2026-03-30 11:20"},
		{"GDPR33", "2026-10-23 16:05", "2026-10-26 15:05"},
		{"CSL24", "2026-10-23 16:05", "2026-10-24 16:05"},
		{"GDPR12", "2026-03-05 09:00", "2026-04-07 23:59"},
		{"CSL1M", "2026-11-24 09:00", "2026-12-28 23:59"},
	} {
		start, err := time.ParseInLocation("2006-01-02 15:04", x.start, clock.Zone)
		if err != nil {
			t.Fatal(err)
		}
		c, _ := at(t, clock.DateOf(start)).Clock(x.code)
		if got := clock.Count(start, c.Def(), false).Due.Format("2006-01-02 15:04"); got != x.due {
			t.Errorf("5.2 %s from %s is due %s, want %s", x.code, x.start, got, x.due)
		}
		for _, n := range []int{24, 4, 1, 0} {
			if c.Counting == clock.Strict && !slices.Contains(c.WarnAt, n) {
				t.Errorf("5.2 %s does not warn at %d h", x.code, n)
			}
		}
		for _, n := range []int{14, 7, 3, 1} {
			if c.Counting != clock.Strict && !slices.Contains(c.WarnAt, n) {
				t.Errorf("5.2 %s does not warn %d days before", x.code, n)
			}
		}
	}
}

func TestSignificance_5_1(t *testing.T) {
	if got := at(t, "2026-06-30").Significances("public_administration"); len(got) != 0 {
		t.Errorf("5.1 tests hold before the regulation: %v", got)
	}
	all := at(t, today).Significances("public_administration")
	met := func(sector, fact string, value int) bool {
		for _, s := range at(t, today).Significances(sector) {
			if s.Fact == fact && s.Met(value) {
				return true
			}
		}
		return false
	}
	if len(all) != 11 {
		t.Errorf("5.1 %d tests, want 11", len(all))
	}
	for _, x := range []struct {
		sector, fact string
		value        int
		want         bool
	}{
		{"energy", "limited_hours", 12, false}, {"energy", "limited_hours", 13, true},
		{"public_administration", "limited_hours", 4, false}, {"public_administration", "limited_hours", 5, true},
		{"public_administration", "manual_hours", 12, false}, {"public_administration", "manual_hours", 13, true}, {"energy", "manual_hours", 13, false},
		{"energy", "persons_affected", 499, false}, {"energy", "persons_affected", 500, true},
		{"energy", "cost_permille", 50, false}, {"energy", "cost_permille", 51, true},
		{"energy", "same_cause_in_months", 1, false}, {"energy", "same_cause_in_months", 2, true},
	} {
		if got := met(x.sector, x.fact, x.value); got != x.want {
			t.Errorf("5.1 %s %s %d: %v, want %v", x.sector, x.fact, x.value, got, x.want)
		}
	}
}

func TestThresholds(t *testing.T) {
	r := at(t, today)
	for l, want := range map[rulebook.Limit]int{
		rulebook.ClassCurrentMonths: 36, rulebook.ClassNextReviewMonths: 24, rulebook.ClassFourEyesLevel: 3, rulebook.ClassRefuseLevel: 4,
		rulebook.MeasureTestedMonths: 12, rulebook.RiskAnalysisMonths: 24, rulebook.RiskAcceptanceMonths: 12, rulebook.DPIAReviewMonths: 24,
		rulebook.ContinuityLevel: 3, rulebook.PlanAdoptedMonths: 24, rulebook.PlanExercisedMonths: 24, rulebook.CertificationCheckedMonths: 12,
		rulebook.AgreementBreachHours: 24, rulebook.VulnerabilityDaysCritical: 7, rulebook.VulnerabilityDaysHigh: 30, rulebook.VulnerabilityDaysMedium: 90,
		rulebook.Art9MinConfidentiality: 2, rulebook.ProtectedIdentityMin: 3, rulebook.CountFirstBelow: 20, rulebook.ClassifiedSinceYear: 2020,
		rulebook.RiskAnalysisLevel: 3, rulebook.ActionPlanLevel: 1, rulebook.ClassMaxRaise: 1, rulebook.SelfVerifyBelowLevel: 3, rulebook.RecurringIncidentMonths: 6,
		rulebook.ReviewIntervalMonths: 12, rulebook.DutyAheadDays: 90, rulebook.WheelAheadDays: 30, rulebook.TransferDecisionDays: 30,
		rulebook.ExerciseMonths: 24, rulebook.ExerciseMonthsHigh: 12,
		rulebook.AccessRoundDays: 30, rulebook.AccessDormantDays: 90, rulebook.AccessReviewLevel: 2, rulebook.AccessReviewLevelHigh: 3, rulebook.AccessReviewMonths: 12, rulebook.AccessReviewMonthsHigh: 6,
		rulebook.ClockRedHours: 12, rulebook.BoardReceiptHours: 2,
	} {
		if got := r.Number(l); got != want {
			t.Errorf("%s = %d, want %d", l, got, want)
		}
	}
	for l, want := range map[rulebook.Limit][]int{rulebook.ReviewAsOf: {11, 30}, rulebook.ReviewAgeMonths: {11, 12, 13}, rulebook.CampaignReminderDays: {14, 30, 40}} {
		if got := r.Numbers(l); !slices.Equal(got, want) {
			t.Errorf("8 %s = %v, want %v", l, got, want)
		}
	}
	if len(r.Thresholds()) != 46 {
		t.Errorf("%d thresholds", len(r.Thresholds()))
	}
	// Asked before the house began, the first rules answer.
	if got := at(t, "2010-01-01").Number(rulebook.ClassCurrentMonths); got != 36 {
		t.Errorf("before Epoch: %d", got)
	}
	if l := r.CheckLimits(); l.RiskMonths != 24 || l.RiskLevel != 3 || l.PlanLevel != 1 || l.ExerciseMonths != 24 || l.ContinuityT != 3 {
		t.Errorf("4.6 limits %+v", l)
	}
}

func TestClassification_4_1(t *testing.T) {
	r := at(t, today)
	c := r.Classification()
	names := []string{"ingen eller försumbar", "måttlig", "betydande", "allvarlig", "synnerligen allvarlig"}
	if len(c.Grades) != 5 || len(c.Aspects) != 4 || len(c.Areas) != 4 {
		t.Fatalf("4.1 %d levels, %d aspects, %d areas", len(c.Grades), len(c.Aspects), len(c.Areas))
	}
	for i, n := range names {
		if c.Grades[i].Name.SV != n {
			t.Errorf("4.1 level %d is %q, want %q", i, c.Grades[i].Name.SV, n)
		}
	}
	m := r.Classify()
	if err := m.Check(); err != nil {
		t.Fatal(err)
	}
	if m.Top != 4 || m.Refuse != 4 || m.FourEyes != 3 || m.Traceability || m.MaxRaise != 1 || m.CurrentMonths != 36 || len(m.Minima) != 8 {
		t.Errorf("4.1 method %+v", m)
	}
	if !slices.Equal(m.Transits, []classify.Aspect{classify.K, classify.R}) {
		t.Errorf("4.1.2 transits %v", m.Transits)
	}
	if v, _ := classify.Suggest(m, classify.Facts{Yes: map[string]bool{"art9": true, "legal_effect": true}, Numbers: map[string]int{"mtd_h": 3}}); v != classify.KRT(2, 2, 3) {
		t.Errorf("4.1.6 suggestion %v", v)
	}
	if !slices.Equal(m.Demands[classify.Integration], []classify.Aspect{classify.R, classify.T}) || !slices.Equal(m.WhenDataPasses[classify.Integration], []classify.Aspect{classify.K}) {
		t.Errorf("4.2 integration %v %v", m.Demands, m.WhenDataPasses)
	}
}

func TestRiskScales_4_3(t *testing.T) {
	r := at(t, today)
	for _, x := range []struct {
		kind  rulebook.RiskKind
		p, c  int
		value int
		band  string
		by    string
	}{
		{rulebook.Information, 1, 3, 3, "low", "object_owner"}, {rulebook.Information, 2, 2, 4, "medium", "object_owner"}, {rulebook.Information, 2, 3, 6, "medium", "object_owner"},
		{rulebook.Information, 2, 4, 8, "high", "head"}, {rulebook.Information, 3, 3, 9, "high", "head"}, {rulebook.Information, 3, 4, 12, "critical", "board"}, {rulebook.Privacy, 4, 4, 16, "critical", "board"},
		{rulebook.VOR, 2, 4, 8, "follow", ""}, {rulebook.VOR, 3, 3, 9, "handle", ""}, {rulebook.VOR, 3, 5, 15, "handle", ""}, {rulebook.VOR, 4, 4, 16, "act", ""},
	} {
		a, err := r.Risk(x.kind).Scale().Assess(x.p, x.c)
		if err != nil || a.Value != x.value || a.Band.Code != x.band || a.Band.AcceptedBy != x.by {
			t.Errorf("4.3 %s %d×%d = %+v %v, want %d %s %s", x.kind, x.p, x.c, a, err, x.value, x.band, x.by)
		}
	}
	a, err := r.Risk(rulebook.Privacy).Scale().Assess(2, 4)
	if err != nil {
		t.Fatal(err)
	}
	if s := r.Risk(rulebook.Privacy).Scale(); s.Consult != "high" || !s.Remaining([]risk.Assessment{a}).Consult {
		t.Error("4.3 a high residual privacy risk must be asked about")
	}
	if !r.Risk(rulebook.VOR).Unverified {
		t.Error("4.3 the VOR scale is not verified and must say so")
	}
}

func TestDPIA_4_4(t *testing.T) {
	d := at(t, today).DPIA()
	if len(d.Criteria) != 9 || len(d.Statutory) != 3 || d.Enough != 2 || d.ReasonFrom != 1 || !d.UnknownAsYes {
		t.Fatalf("4.4 %+v", d)
	}
	answers := map[string]dpia.Answer{}
	for _, c := range d.Criteria {
		answers[c.Code] = dpia.No
	}
	answers["innovative"], answers["vulnerable"] = dpia.Unknown, dpia.Yes
	j, err := dpia.Threshold(d.Rules(), dpia.Screening{Answers: answers, Traits: []string{"iot"}, PersonalData: dpia.Yes})
	if err != nil || !j.Needed || !j.Mandatory || j.Count != 2 {
		t.Errorf("4.4 %+v %v", j, err)
	}
}

func TestChecks_4_6(t *testing.T) {
	cs := at(t, today).Checks()
	want := []string{"owner", "processing_registered", "classification", "action_plan", "risk_analysis", "dpia", "agreement", "access_review", "continuity_plan"}
	if len(cs) != len(want) {
		t.Fatalf("4.6 %d checks", len(cs))
	}
	for i, c := range cs {
		if c.Code != want[i] || c.Order != i+1 {
			t.Errorf("4.6 check %d is %s (%d), want %s", i+1, c.Code, c.Order, want[i])
		}
	}
}

func TestDuties_5_4(t *testing.T) {
	has := func(d clock.Date, code string) bool {
		return slices.ContainsFunc(at(t, d).Duties(), func(x rulebook.Duty) bool { return x.Code == code })
	}
	for code, first := range map[string]clock.Date{"gdpr_registers": "2018-05-25", "csl": "2026-01-15", "csl_reporting": "2026-07-01", "csl_measures": "2026-10-01",
		"csl_audit": "2026-10-01", "ai_prohibited": "2025-02-02", "ai_transparency": "2026-08-02", "ai_high_annex_iii": "2027-12-02", "ai_high_annex_i": "2028-08-02"} {
		if has(first.AddDays(-1), code) || !has(first, code) {
			t.Errorf("5.4 %s must begin on %s", code, first)
		}
	}
	var news []string
	for _, d := range book(t).NewDuties("2026-07-01", "2026-10-01") {
		news = append(news, d.Code)
	}
	if want := []string{"csl_reporting", "csl_measures", "csl_audit", "ai_transparency"}; !slices.Equal(news, want) {
		t.Errorf("5.4 new duties %v, want %v", news, want)
	}
}

func TestRetention_5_4(t *testing.T) {
	months := map[string]int{}
	for _, x := range at(t, today).Retentions() {
		if x.Action == "dispose" {
			months[x.Code] = x.Months
		}
	}
	for code, want := range map[string]int{"incidents": 120, "incident_persons": 24, "requests": 24, "request_identity": 0, "logs": 12, "tasks": 12} {
		if got, ok := months[code]; !ok || got != want {
			t.Errorf("5.4 %s kept %d months (%v), want %d", code, got, ok, want)
		}
	}
	if _, ok := months["decisions"]; ok {
		t.Error("5.4 decisions are preserved")
	}
}

func TestWheel_8(t *testing.T) {
	for code, want := range map[string]clock.Date{"dpo_report": "2026-03-31", "control_t1": "2026-04-30", "campaign_opens": "2026-05-01", "campaign_closes": "2026-06-15",
		"control_t2": "2026-08-31", "draft_to_head": "2026-10-15", "review_as_of": "2026-11-30"} {
		if got, ok := at(t, today).Milestone(code); !ok || got != want {
			t.Errorf("8 %s is %s (%v), want %s", code, got, ok, want)
		}
	}
	if _, ok := at(t, today).Milestone("isam_nov"); ok {
		t.Error("8 a stretch is not a milestone")
	}
	var codes []string
	for _, w := range at(t, today).Now() {
		codes = append(codes, w.Code)
	}
	for _, want := range []string{"isam_nov", "head_nov", "continuous"} {
		if !slices.Contains(codes, want) {
			t.Errorf("8 November lacks %s: %v", want, codes)
		}
	}
	if slices.Contains(codes, "isam_dec") || at(t, "").Now() != nil {
		t.Errorf("8 November has %v", codes)
	}
	functions := map[string]bool{}
	for _, w := range at(t, today).Wheel() {
		for _, f := range w.Functions {
			functions[f] = true
		}
	}
	for _, f := range []string{"isam", "dpo", "object_owner", "object_manager", "head", "board", "central_isec"} {
		if !functions[f] {
			t.Errorf("8 nothing in the year for %s", f)
		}
	}
}

// Where a rule comes from is told in the reader's language: no English word for
// our own defaults, articles or decisions stands on a Swedish page.
func TestSourcesInBothLanguages(t *testing.T) {
	r := at(t, today)
	var all []rulebook.Source
	for _, x := range r.Thresholds() {
		all = append(all, x.Source)
	}
	for _, x := range r.Clocks() {
		all = append(all, x.Source)
	}
	for _, x := range r.Controls() {
		all = append(all, x.Source)
	}
	for _, x := range r.Wheel() {
		all = append(all, x.Source)
	}
	for _, x := range r.Mechanisms() {
		all = append(all, x.Source)
	}
	if len(all) < 150 {
		t.Fatalf("%d sources", len(all))
	}
	for _, s := range all {
		for _, word := range []string{"default", "art.", "decision", "Annex", " and ", " ch.", "Act "} {
			if strings.Contains(s.SV, word) {
				t.Errorf("Swedish source %q", s.SV)
			}
		}
		for _, word := range []string{"Utgångsvärde", "artikel", "beslut", "bilaga"} {
			if strings.Contains(s.EN, word) {
				t.Errorf("English source %q", s.EN)
			}
		}
	}
}

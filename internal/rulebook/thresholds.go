package rulebook

import (
	"errors"
	"fmt"

	"genomlys/internal/lang"
	"genomlys/internal/method/coverage"
)

// Limit names a threshold. Only those declared here exist.
type Limit string

// The thresholds. Their values, units and sources stand in the data.
const (
	ClassCurrentMonths         Limit = "class_current_months"
	ClassNextReviewMonths      Limit = "class_next_review_months"
	ClassRefuseLevel           Limit = "class_refuse_level"
	ClassFourEyesLevel         Limit = "class_four_eyes_level"
	ClassMaxRaise              Limit = "class_max_raise"
	SelfVerifyBelowLevel       Limit = "self_verify_below_level"
	MeasureTestedMonths        Limit = "measure_tested_months"
	RiskAnalysisMonths         Limit = "risk_analysis_months"
	RiskAnalysisLevel          Limit = "risk_analysis_level"
	RiskAcceptanceMonths       Limit = "risk_acceptance_months"
	ActionPlanLevel            Limit = "action_plan_level"
	PlanActionMonths           Limit = "plan_action_months" // to the due day of a drafted action
	DPIAReviewMonths           Limit = "dpia_review_months"
	ContinuityLevel            Limit = "continuity_level"
	PlanAdoptedMonths          Limit = "plan_adopted_months"
	PlanExercisedMonths        Limit = "plan_exercised_months"
	ExerciseMonths             Limit = "exercise_months"      // between two exercises of a plan
	ExerciseMonthsHigh         Limit = "exercise_months_high" // the same, from ContinuityLevel
	CertificationCheckedMonths Limit = "certification_checked_months"
	AgreementBreachHours       Limit = "agreement_breach_hours"
	VulnerabilityDaysCritical  Limit = "vulnerability_days_critical"
	VulnerabilityDaysHigh      Limit = "vulnerability_days_high"
	VulnerabilityDaysMedium    Limit = "vulnerability_days_medium"
	Art9MinConfidentiality     Limit = "art9_min_confidentiality"
	ProtectedIdentityMin       Limit = "protected_identity_min_confidentiality"
	CountFirstBelow            Limit = "count_first_below"
	ClassifiedSinceYear        Limit = "classified_since_year"
	ReviewAsOf                 Limit = "review_as_of" // month and day
	ReviewAgeMonths            Limit = "review_age_months"
	CampaignReminderDays       Limit = "campaign_reminder_days"
	RecurringIncidentMonths    Limit = "recurring_incident_months"
	SituationSerious           Limit = "situation_serious_severity"
	SituationCritical          Limit = "situation_critical_severity"
	SituationClockHours        Limit = "situation_clock_hours"
	ClockRedHours              Limit = "clock_red_hours"        // before its end, when a clock is shown as acute
	BoardReceiptHours          Limit = "board_receipt_hours"    // within which a board that was told has acknowledged
	ReviewIntervalMonths       Limit = "review_interval_months" // between two decided reviews
	DutyAheadDays              Limit = "duty_ahead_days"        // before an agreement must be acted on
	WheelAheadDays             Limit = "wheel_ahead_days"       // before a milestone of the year
	TransferDecisionDays       Limit = "transfer_decision_days" // to decide on what a struck-down transfer ground carried
	AccessRoundDays            Limit = "access_round_days"      // from opening a review of access to its last day
	AccessDormantDays          Limit = "access_dormant_days"    // that an account may lie unused
	AccessReviewLevel          Limit = "access_review_level"    // of confidentiality or integrity, from which access is reviewed
	AccessReviewLevelHigh      Limit = "access_review_level_high"
	AccessReviewMonths         Limit = "access_review_months" // between reviews, from AccessReviewLevel
	AccessReviewMonthsHigh     Limit = "access_review_months_high"
)

var limits = []Limit{
	ClassCurrentMonths, ClassNextReviewMonths, ClassRefuseLevel, ClassFourEyesLevel, ClassMaxRaise, SelfVerifyBelowLevel,
	MeasureTestedMonths, RiskAnalysisMonths, RiskAnalysisLevel, RiskAcceptanceMonths, ActionPlanLevel, PlanActionMonths, DPIAReviewMonths,
	ContinuityLevel, PlanAdoptedMonths, PlanExercisedMonths, ExerciseMonths, ExerciseMonthsHigh, CertificationCheckedMonths, AgreementBreachHours,
	VulnerabilityDaysCritical, VulnerabilityDaysHigh, VulnerabilityDaysMedium, Art9MinConfidentiality, ProtectedIdentityMin,
	CountFirstBelow, ClassifiedSinceYear, ReviewAsOf, ReviewAgeMonths, CampaignReminderDays, RecurringIncidentMonths,
	SituationSerious, SituationCritical, SituationClockHours, ClockRedHours, BoardReceiptHours, ReviewIntervalMonths, DutyAheadDays, WheelAheadDays, TransferDecisionDays,
	AccessRoundDays, AccessDormantDays, AccessReviewLevel, AccessReviewLevelHigh, AccessReviewMonths, AccessReviewMonthsHigh,
}

// Threshold is a number the house goes by, or a short list of them.
type Threshold struct {
	Meta
	Code   Limit     `json:"code"`
	Values []int     `json:"values"`
	Unit   string    `json:"unit"`
	Title  lang.Text `json:"title"`
}

func (t Threshold) key() string { return string(t.Code) }

func (t Threshold) check() error {
	if len(t.Values) == 0 {
		return errors.New("no value")
	}
	for _, v := range t.Values {
		if v < 0 {
			return fmt.Errorf("value %d: want zero or more", v)
		}
	}
	switch t.Unit {
	case "hour", "day", "month", "level", "count", "year", "month_day":
	default:
		return fmt.Errorf("unknown unit %q", t.Unit)
	}
	return said("title", t.Title)
}

// Thresholds lists the thresholds of the day with their sources.
func (r Rules) Thresholds() []Threshold { return on(r.book.thresholds, r.house()) }

// Numbers gives the values of a threshold on the day; Load has made sure that a
// declared Limit has one.
func (r Rules) Numbers(l Limit) []int {
	t, _ := one(r.book.thresholds, string(l), r.house())
	return t.Values
}

// Number gives a threshold of one value, in the unit its name ends with.
func (r Rules) Number(l Limit) int {
	if ns := r.Numbers(l); len(ns) > 0 {
		return ns[0]
	}
	return 0
}

// CheckLimits gives the thresholds of the nine checks.
func (r Rules) CheckLimits() coverage.Limits {
	return coverage.Limits{
		RiskMonths:     r.Number(RiskAnalysisMonths),
		RiskLevel:      r.Number(RiskAnalysisLevel),
		PlanLevel:      r.Number(ActionPlanLevel),
		ExerciseMonths: r.Number(PlanExercisedMonths),
		ContinuityT:    r.Number(ContinuityLevel),
	}
}

// Check describes one of the nine checks of an object.
type Check struct {
	Meta
	Order int       `json:"order"`
	Code  string    `json:"code"`
	Title lang.Text `json:"title"`
	When  lang.Text `json:"when"`
}

func (c Check) key() string { return c.Code }

func (c Check) check() error { return errors.Join(said("title", c.Title), said("when", c.When)) }

// Checks lists the nine checks in their order.
func (r Rules) Checks() []Check { return on(r.book.checks, r.house()) }

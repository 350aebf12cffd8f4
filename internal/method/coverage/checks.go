package coverage

import "genomlys/internal/method/clock"

// Answer is a fact that may be unknown or not apply.
type Answer string

// The answers: not known is not no.
const (
	Yes           Answer = "yes"
	No            Answer = "no"
	Unknown       Answer = "unknown"
	NotApplicable Answer = "not_applicable"
)

// The nine checks of an object, in the order they are shown.
const (
	Owner          = "owner"
	Registered     = "processing_registered"
	Classification = "classification"
	Plan           = "action_plan"
	RiskAnalysis   = "risk_analysis"
	Assessment     = "dpia"
	Agreement      = "agreement"
	Access         = "access_review"
	Continuity     = "continuity_plan"
)

// Limits are the dated thresholds the checks need.
type Limits struct {
	RiskMonths     int // a risk analysis holds this long
	RiskLevel      int // from this highest level one is needed
	PlanLevel      int // from this highest level an action plan is asked for
	ExerciseMonths int // an exercise counts this long
	ContinuityT    int // from this availability a continuity plan is needed
}

// Object is what is known of an object on a day. Dates are empty when it has not
// happened; levels are negative when there is no class.
type Object struct {
	OwnerNamed          Answer
	PersonalData        Answer
	Processings         int // linked and registered
	ClassDecided        Answer
	ClassCurrent        Answer
	MaxLevel, T         int
	DemandGap           bool
	PlanDecided         Answer
	ActionsOverdue      int
	RiskAnalysedOn      clock.Date
	DPIANeeded          Answer
	DPIADecided         Answer
	AgreementNeeded     Answer // not_applicable when nobody outside runs it
	AgreementInForce    Answer
	RequirementsStated  Answer
	LoggingStated       Answer
	AccessReviewedOn    clock.Date
	AccessMonths        int    // the routine's interval; 0 when no routine is set
	ContinuityCritical  Answer // marked critical in the risk and vulnerability analysis
	ContinuityAdopted   Answer
	ContinuityExercised clock.Date
}

// Result is the outcome of one check with the code of why.
type Result struct {
	Check  string
	Answer Answer
	Why    string
}

// Check judges the nine checks of an object on a day.
func Check(o Object, l Limits, asOf clock.Date) []Result {
	return []Result{
		o.owner(),
		o.registered(),
		o.classified(),
		o.plan(l),
		o.risk(l, asOf),
		o.assessment(),
		o.agreement(),
		o.access(asOf),
		o.continuity(l, asOf),
	}
}

func (o Object) owner() Result { return straight(Owner, o.OwnerNamed, "owner_named", "owner_missing") }

func (o Object) registered() Result {
	switch {
	case o.PersonalData == No || o.PersonalData == NotApplicable:
		return Result{Registered, NotApplicable, "no_personal_data"}
	case o.Processings > 0:
		return Result{Registered, Yes, "processing_linked"}
	case o.PersonalData == Yes:
		return Result{Registered, No, "processing_missing"}
	}
	return Result{Registered, Unknown, "personal_data_unknown"}
}

func (o Object) classified() Result {
	if o.ClassDecided == No {
		return Result{Classification, No, "class_missing"}
	}
	return straight(Classification, o.ClassCurrent, "class_current", "class_not_current")
}

func (o Object) plan(l Limits) Result {
	switch {
	case o.MaxLevel < 0:
		return Result{Plan, Unknown, "class_unknown"}
	case o.MaxLevel < l.PlanLevel:
		return Result{Plan, NotApplicable, "class_asks_for_none"}
	case o.PlanDecided == Yes && o.ActionsOverdue > 0:
		return Result{Plan, No, "actions_overdue"}
	}
	return straight(Plan, o.PlanDecided, "plan_decided", "plan_missing")
}

func (o Object) risk(l Limits, asOf clock.Date) Result {
	needed := o.DemandGap || o.MaxLevel >= l.RiskLevel
	done := o.RiskAnalysedOn.Valid() && o.RiskAnalysedOn <= asOf
	switch {
	case !needed && o.MaxLevel >= 0:
		return Result{RiskAnalysis, NotApplicable, "level_and_demand_low"}
	case done && o.RiskAnalysedOn >= asOf.AddMonths(-l.RiskMonths):
		return Result{RiskAnalysis, Yes, "risk_analysed"}
	case !needed:
		return Result{RiskAnalysis, Unknown, "class_unknown"}
	case done:
		return Result{RiskAnalysis, No, "risk_analysis_old"}
	}
	return Result{RiskAnalysis, No, "risk_analysis_missing"}
}

func (o Object) assessment() Result {
	switch o.DPIANeeded {
	case No, NotApplicable:
		return Result{Assessment, NotApplicable, "dpia_not_needed"}
	case Yes:
		return straight(Assessment, o.DPIADecided, "dpia_decided", "dpia_missing")
	}
	if o.DPIADecided == Yes {
		return Result{Assessment, Yes, "dpia_decided"}
	}
	return Result{Assessment, Unknown, "dpia_need_unknown"}
}

func (o Object) agreement() Result {
	if o.AgreementNeeded == No || o.AgreementNeeded == NotApplicable {
		return Result{Agreement, NotApplicable, "no_supplier"}
	}
	r := Result{Agreement, Yes, "agreement_complete"}
	for _, part := range []struct {
		a       Answer
		missing string
	}{
		{o.AgreementInForce, "agreement_missing"},
		{o.RequirementsStated, "requirements_missing"},
		{o.LoggingStated, "logging_missing"},
	} {
		switch part.a {
		case Yes, NotApplicable:
		case No:
			return Result{Agreement, No, part.missing}
		default:
			r = Result{Agreement, Unknown, "agreement_unknown"}
		}
	}
	return r
}

func (o Object) access(asOf clock.Date) Result {
	switch {
	case o.AccessMonths <= 0:
		return Result{Access, No, "routine_missing"}
	case !o.AccessReviewedOn.Valid() || o.AccessReviewedOn > asOf:
		return Result{Access, No, "review_missing"}
	case o.AccessReviewedOn.AddMonths(o.AccessMonths) < asOf:
		return Result{Access, No, "review_overdue"}
	}
	return Result{Access, Yes, "reviewed_in_time"}
}

func (o Object) continuity(l Limits, asOf clock.Date) Result {
	needed := o.ContinuityCritical == Yes || o.T >= l.ContinuityT
	switch {
	case !needed && (o.T < 0 || o.ContinuityCritical == Unknown || o.ContinuityCritical == ""):
		return Result{Continuity, Unknown, "need_unknown"}
	case !needed:
		return Result{Continuity, NotApplicable, "plan_not_needed"}
	case o.ContinuityAdopted != Yes:
		return straight(Continuity, o.ContinuityAdopted, "", "plan_not_adopted")
	case !o.ContinuityExercised.Valid() || o.ContinuityExercised > asOf:
		return Result{Continuity, No, "plan_never_exercised"}
	case o.ContinuityExercised < asOf.AddMonths(-l.ExerciseMonths):
		return Result{Continuity, No, "plan_exercised_long_ago"}
	}
	return Result{Continuity, Yes, "plan_exercised"}
}

// straight turns an answer into a result; what is not answered is unknown.
func straight(check string, a Answer, yes, no string) Result {
	switch a {
	case Yes:
		return Result{check, Yes, yes}
	case No:
		return Result{check, No, no}
	case NotApplicable:
		return Result{check, NotApplicable, "not_applicable"}
	}
	return Result{check, Unknown, "not_known"}
}

// Tally is checks summed: unknown counts in the whole, not applicable drops out.
type Tally struct {
	Share
	Missing []string // checks answered no or unknown
}

// Score sums the checks of one object. It is shown as n of m with what is
// missing, never as a grade.
func Score(rs []Result) Tally {
	var t Tally
	for _, r := range rs {
		switch r.Answer {
		case NotApplicable:
			continue
		case Yes:
			t.Part++
		default:
			t.Missing = append(t.Missing, r.Check)
		}
		t.Whole++
	}
	return t
}

// Sum adds the tallies of many objects: the sum of yes over the sum of
// applicable, not a mean of means.
func Sum(ts []Tally) Share {
	var s Share
	for _, t := range ts {
		s.Part += t.Part
		s.Whole += t.Whole
	}
	return s
}

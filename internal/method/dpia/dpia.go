// Package dpia judges whether a processing needs a data protection impact
// assessment (GDPR ch. IV s. 3), with reasons. The entry function is Threshold.
// Criteria and how many are enough are data (Rules). It does no I/O, reads no
// clock and says everything as codes; the controller still judges on its own.
package dpia

import (
	"fmt"
	"slices"
)

// Answer is what is said of a criterion.
type Answer string

// The answers. What is not answered is Unknown.
const (
	Yes     Answer = "yes"
	No      Answer = "no"
	Unknown Answer = "unknown"
)

// Preset answers a criterion yes from a trait of an object with personal data.
type Preset struct{ Trait, Criterion string }

// Rules is one dated version of the threshold.
type Rules struct {
	Version  string
	Criteria []string // codes, in their published order
	// Enough is how many criteria make an assessment needed.
	Enough int
	// ReasonFrom is how many make a written reason necessary to say no.
	ReasonFrom int
	// UnknownAsYes counts unknown as yes until it is answered.
	UnknownAsYes bool
	// Statutory lists the cases in which the law itself demands an assessment.
	Statutory []string
	Presets   []Preset
}

// Check tells what is wrong with the rules' data, or nil.
func (r Rules) Check() error {
	if len(r.Criteria) == 0 || r.Enough < 1 || r.Enough > len(r.Criteria) || r.ReasonFrom < 1 || r.ReasonFrom > r.Enough {
		return fmt.Errorf("dpia rules %s: %d criteria, enough %d, reason from %d: out of range", r.Version, len(r.Criteria), r.Enough, r.ReasonFrom)
	}
	for _, p := range r.Presets {
		if !slices.Contains(r.Criteria, p.Criterion) {
			return fmt.Errorf("dpia rules %s: preset of %s names unknown criterion %q", r.Version, p.Trait, p.Criterion)
		}
	}
	return nil
}

// Screening is what is known of a processing.
type Screening struct {
	Answers map[string]Answer // by criterion
	// Statutory are the cases of the law that apply.
	Statutory []string
	// Decided: somebody with the right to has decided that one shall be made.
	Decided bool
	// NoReason is the written reason for not making one.
	NoReason string
	// Traits of the objects used, as far as answered yes: ai, iot.
	Traits       []string
	PersonalData Answer
}

// Reasons.
const (
	CriterionMet      = "criterion_met"
	CriterionUnknown  = "criterion_unknown"
	CriterionPreset   = "criterion_preset" // met because of a trait, until answered otherwise
	PresetContested   = "preset_answered_no"
	EnoughCriteria    = "enough_criteria"
	TooFewCriteria    = "too_few_criteria"
	StatutoryCase     = "statutory_case"
	DecidedNeed       = "decided_need"
	ReasonNeeded      = "reason_needed_to_say_no"
	ReasonGiven       = "reason_given"
	ScreeningRequired = "screening_mandatory"
)

// Reason is one step of the explanation; Ref is the criterion, case or trait.
type Reason struct {
	Code  string
	Ref   string
	Count int
}

// Judgement is the outcome of the threshold.
type Judgement struct {
	Needed bool
	// Count is the criteria met, unknown ones included where the rules say so.
	Count int
	// Complete: every criterion is answered yes or no.
	Complete bool
	// Mandatory: the screening itself may not be left out.
	Mandatory bool
	// ReasonMissing: saying no needs a written reason that is not there.
	ReasonMissing bool
	Reasons       []Reason
}

// Threshold judges a screening. Unknown answers stay visible in Complete even
// where they are counted as yes.
func Threshold(r Rules, s Screening) (Judgement, error) {
	j := Judgement{Complete: true}
	for c, a := range s.Answers {
		if !slices.Contains(r.Criteria, c) {
			return Judgement{}, fmt.Errorf("dpia screening: rules %s have no criterion %q", r.Version, c)
		}
		if a != Yes && a != No && a != Unknown && a != "" {
			return Judgement{}, fmt.Errorf("dpia screening: criterion %s: answer %q: want yes, no or unknown", c, a)
		}
	}
	for _, c := range s.Statutory {
		if !slices.Contains(r.Statutory, c) {
			return Judgement{}, fmt.Errorf("dpia screening: rules %s have no statutory case %q", r.Version, c)
		}
	}
	say := func(code, ref string) { j.Reasons = append(j.Reasons, Reason{Code: code, Ref: ref, Count: j.Count}) }
	contested := false
	for _, c := range r.Criteria {
		trait := presetBy(r, s, c)
		if trait != "" && !j.Mandatory {
			j.Mandatory = true
			say(ScreeningRequired, trait)
		}
		switch s.Answers[c] {
		case Yes:
			j.Count++
			say(CriterionMet, c)
		case No:
			if trait != "" {
				contested = true
				say(PresetContested, c)
			}
		default:
			switch {
			case trait != "":
				j.Count++
				say(CriterionPreset, c)
			case r.UnknownAsYes:
				j.Complete = false
				j.Count++
				say(CriterionUnknown, c)
			default:
				j.Complete = false
				say(CriterionUnknown, c)
			}
		}
	}
	if j.Count >= r.Enough {
		j.Needed = true
		say(EnoughCriteria, "")
	} else {
		say(TooFewCriteria, "")
	}
	for _, c := range s.Statutory {
		j.Needed = true
		say(StatutoryCase, c)
	}
	if s.Decided {
		j.Needed = true
		say(DecidedNeed, "")
	}
	if !j.Needed && (j.Count >= r.ReasonFrom || contested) {
		j.ReasonMissing = s.NoReason == ""
		if j.ReasonMissing {
			say(ReasonNeeded, "")
		} else {
			say(ReasonGiven, "")
		}
	}
	return j, nil
}

// presetBy is the trait that answers a criterion yes, or "". Traits only weigh
// where personal data is, or may be, processed: unknown is not no.
func presetBy(r Rules, s Screening, criterion string) string {
	if s.PersonalData == No {
		return ""
	}
	for _, p := range r.Presets {
		if p.Criterion == criterion && slices.Contains(s.Traits, p.Trait) {
			return p.Trait
		}
	}
	return ""
}

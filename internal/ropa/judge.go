package ropa

import (
	"slices"

	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// JudgeTransfer lists what is wrong with a transfer's ground on a day, by the
// needs that the rule book gives each ground (domain.md R07, GDPR ch. V).
func JudgeTransfer(t *registers.Transfer, importer *registers.Recipient, rules rulebook.Rules, day clock.Date) []string {
	code := t.Mechanism
	if t.Derogation != "" {
		if _, ok := rules.Mechanism(code); !ok {
			code += "_" + t.Derogation
		}
	}
	m, ok := rules.Mechanism(code)
	if !ok || m.Finding {
		return []string{"transfer-no-ground"}
	}
	var out []string
	say := func(bad bool, code string) {
		if bad {
			out = append(out, code)
		}
	}
	say(m.Country != "" && m.Country != t.Country, "dpf-only-us")
	for _, need := range m.Needs {
		switch need {
		case "certification":
			out = append(out, certified(importer, rules, day)...)
		case "tia":
			say(t.TiaDoneOn == "", "tia-missing")
			say(t.TiaResult == "not_adequate", "tia-not-adequate")
			say(t.TiaResult == "supplementary" && t.SupplementaryMeasures == "", "tia-measures-missing")
		case "module":
			say(t.SccModule == "", "scc-module-missing")
		case "reason":
			say(t.DerogationReason == "", "derogation-needs-reason")
		case "decision":
			a, ok := rules.Adequacy(t.Country)
			say(!ok || a.Status == "suspended", "no-adequacy-decision")
			say(ok && a.Status == "challenged" && (t.FallbackMechanism == "" || t.FallbackMechanism == "none"), "fallback-missing")
		}
	}
	say(m.Exceptional, "transfer-exceptional")
	say(t.ValidTo != "" && clock.Date(t.ValidTo) < day, "transfer-past")
	return out
}

// certified judges a recipient's certification: that it is there, and looked up
// within the time the house goes by.
func certified(r *registers.Recipient, rules rulebook.Rules, day clock.Date) []string {
	switch {
	case r == nil || r.DpfCertified != register.Yes:
		return []string{"dpf-not-certified"}
	case r.DpfCheckedOn == "" || clock.Date(r.DpfCheckedOn).AddMonths(rules.Number(rulebook.CertificationCheckedMonths)) < day:
		return []string{"dpf-check-old"}
	}
	return nil
}

// JudgeAgreement lists what is wrong with a data processing agreement on a day:
// points of GDPR art. 28(3) not answered yes, the instruction, the time of notice.
// changed is the latest day that one of its processings changed.
func JudgeAgreement(a *registers.Agreement, changed clock.Date, rules rulebook.Rules, day clock.Date) []string {
	if a.Kind != "dpa" {
		return nil
	}
	var out []string
	if len(PointsLeft(a)) > 0 {
		out = append(out, "dpa-points-missing")
	}
	if slices.ContainsFunc(a.Checks, func(c registers.AgreementCheck) bool { return c.Answer == "no" || c.Answer == "partly" }) {
		out = append(out, "dpa-points-weak")
	}
	switch {
	case a.Instruction != register.Yes && a.InstructionOn == "":
		out = append(out, "instruction-missing")
	case a.InstructionOn != "" && changed > clock.Date(a.InstructionOn):
		out = append(out, "instruction-stale")
	}
	if a.BreachNoticeH.Set && int(a.BreachNoticeH.N) > rules.Number(rulebook.AgreementBreachHours) {
		out = append(out, "breach-notice-long")
	}
	if a.ValidTo != "" && clock.Date(a.ValidTo) < day {
		out = append(out, "agreement-past")
	}
	return out
}

// PointsLeft gives the points of GDPR art. 28(3) that nobody has answered.
func PointsLeft(a *registers.Agreement) []string {
	var left []string
	for _, f := range registers.Agreements.Must("checks").Columns {
		if f.Name != "point" {
			continue
		}
		for _, p := range f.Choices.Codes() {
			if !slices.ContainsFunc(a.Checks, func(c registers.AgreementCheck) bool { return c.Point == p }) {
				left = append(left, p)
			}
		}
	}
	return left
}

// LoggingGaps lists the fields a logging requirement lacks: what, why, how long,
// by which law and which line of the records schedule (domain.md R17).
func LoggingGaps(l *registers.LogRequirement) []string {
	var out []string
	for _, x := range []struct {
		field string
		ok    bool
	}{
		{"what", l.What != ""}, {"purpose", l.Purpose != ""}, {"retention_months", l.RetentionMonths.Set}, {"retention_reason", l.RetentionReason != ""},
		{"legal_basis", l.LegalBasis != ""}, {"records_schedule", l.RecordsSchedule != ""},
		{"contains_personal_data", answered(l.ContainsPersonalData)}, {"processing", l.ContainsPersonalData != register.Yes || l.Processing != ""},
	} {
		if !x.ok {
			out = append(out, x.field)
		}
	}
	return out
}

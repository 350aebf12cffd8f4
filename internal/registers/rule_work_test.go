package registers

import (
	"slices"
	"strings"
	"testing"

	"genomlys/internal/register"
)

// workRecord makes a record of what a form would send, fills what follows from
// it, and gives the codes of the rules it breaks.
func workRecord(t *testing.T, r *register.Register, in map[string]any) (*register.Record, []string) {
	t.Helper()
	values, bad := r.Decode(in)
	if len(bad) > 0 {
		t.Fatalf("%s refuses %+v", r.Name, bad)
	}
	rec := r.NewRecord("01hzzzzzzzzzzzzzzzzzzzzzzz", "01horgzzzzzzzzzzzzzzzzzzzz")
	for name, v := range values {
		rec.Set(name, v)
	}
	rec.Derive()
	var p register.Problems
	rec.Check(&p)
	var codes []string
	for _, x := range p.List {
		codes = append(codes, x.Field+" "+x.Code)
		if _, ok := Messages[x.Code]; !ok {
			t.Errorf("%s: no words for %q", r.Name, x.Code)
		}
	}
	slices.Sort(codes)
	return rec, codes
}

func TestWorkRules(t *testing.T) {
	type in = map[string]any
	rows := func(r ...any) []any { return r }
	for _, c := range []struct {
		r    *register.Register
		in   in
		want string
	}{
		{Incidents, in{"occurred_from": "2023-11-06T05:00:00Z", "detected_at": "2023-11-06T06:00:00Z"}, ""},
		{Incidents, in{"occurred_from": "2023-11-06T07:00:00Z", "detected_at": "2023-11-06T06:00:00Z"}, "detected_at detected-before-occurred"},
		{Incidents, in{"occurred_from": "2023-11-06T07:00:00Z", "occurred_to": "2023-11-06T06:00:00Z"}, "occurred_to end-before-start"},
		{Incidents, in{"detected_at": "2023-11-06T07:00:00Z", "closed_at": "2023-11-06T06:00:00Z"}, "closed_at end-before-start"},
		// GDPR art. 33(5): what is not notified is documented all the same.
		{Incidents, in{"notify_decision": "do_not_notify"}, "notify_reason not-notified-needs-reason"},
		{Incidents, in{"notify_decision": "do_not_notify", "notify_reason": "Krypterad enhet."}, ""},
		{Incidents, in{"subjects_decision": "no", "risk_to_individuals": "high"}, "subjects_exception not-informed-needs-exception"},
		{Incidents, in{"subjects_decision": "yes", "subjects_exception": "34_3_a"}, "subjects_exception exception-only-with-no"},
		{Incidents, in{"subjects_decision": "no", "risk_to_individuals": "risk"}, ""},
		{IncidentRecipients, in{"sent_at": "2023-11-06T07:00:00Z", "acknowledged_at": "2023-11-06T06:00:00Z"}, "acknowledged_at end-before-start"},
		{Clocks, in{"started_at": "2023-11-06T07:00:00Z"}, "matter one-matter"},
		{Clocks, in{"incident": "INC-0001", "started_at": "2023-11-06T07:00:00Z"}, ""},
		{Clocks, in{"incident": "INC-0001", "dpia": "KBD-0001", "started_at": "2023-11-06T07:00:00Z"}, "matter one-matter"},
		{Clocks, in{"incident": "INC-0001", "started_at": "2023-11-06T07:00:00Z", "met_at": "2023-11-06T06:59:59Z"}, "met_at end-before-start"},
		{VulnReviews, in{"findings": rows(in{"title": "Öppen port", "severity": "high", "state": "open", "cvss": "10.0"})}, ""},
		{VulnReviews, in{"findings": rows(in{"title": "Öppen port", "severity": "high", "state": "open", "cvss": "10.1"})}, "findings not-a-cvss"},
		{VulnReviews, in{"findings": rows(in{"title": "Öppen port", "severity": "high", "state": "open", "cvss": "7"})}, ""},
		{VulnReviews, in{"findings": rows(in{"title": "Öppen port", "severity": "high", "cvss": "7,55"})}, "findings not-a-cvss"},
		{VulnReviews, in{"findings": rows(in{"title": "Öppen port", "severity": "high", "cvss": "9,8"})}, ""},
		{VulnReviews, in{"findings": rows(in{"title": "Öppen port", "cvss": "9,8"})}, "findings row-incomplete"},
		{VulnReviews, in{"findings": rows(in{"title": "Öppen port", "severity": "high", "state": "fixed"})}, "findings fixed-needs-date"},
		{VulnReviews, in{"findings": rows(in{"title": "", "severity": "high", "state": "open"})}, "findings row-incomplete"},
		{VulnReviews, in{"high_n": 2, "findings": rows(in{"title": "Öppen port", "severity": "high", "state": "open"})}, "high_n count-differs-from-list"},
		{ContinuityPlans, in{"title": "Reservrutin lön"}, "objects plan-needs-scope"},
		{ContinuityPlans, in{"objects": "OBJ-0001", "rto_h": 25, "mtd_h": 24}, "rto_h rto-over-mtd"},
		{ContinuityPlans, in{"objects": "OBJ-0001", "rto_h": 24, "mtd_h": 24}, ""},
		{ContinuityPlans, in{"objects": "OBJ-0001", "adopted_on": "2023-01-02", "valid_to": "2023-01-01"}, "valid_to end-before-start"},
		{ContinuityPlans, in{"objects": "OBJ-0001", "quality": "good"}, "quality_first_on quality-needs-date"},
		{ContinuityPlans, in{"objects": "OBJ-0001", "quality": "not_evaluated"}, ""},
		{LogRequirements, in{"retention_months": 24, "retention_max_months": 12}, "retention_max_months max-under-min"},
		{LogRequirements, in{"retention_months": 24, "retention_max_months": 24}, ""},
		{AccessReviews, in{"accounts_total": 12, "privileged_n": 13}, "privileged_n part-over-whole"},
		{AiProfiles, in{"exemption_6_3": "yes"}, "exemption_reason exemption-needs-reason"},
		{AiProfiles, in{"status": "decided", "risk_class": "unknown"}, "risk_class decided-needs-risk-class"},
		{AiProfiles, in{"status": "decided", "risk_class": "high_annex_III"}, "annex_iii_area annex-needs-area"},
		{AiProfiles, in{"status": "decided", "risk_class": "high_annex_III", "annex_iii_area": "5"}, ""},
		{VorRisks, in{"handling": "accept"}, "reason acceptance-needs-reason"},
		{ControlResults, in{"period_from": "2023-08-31", "period_to": "2023-01-01"}, "period_to end-before-start"},
		{ControlResults, in{"tested_n": 60, "deviations_n": 61}, "deviations_n part-over-whole"},
		{Deviations, in{"level": "material", "status": "done"}, "actions material-needs-action"},
		{Deviations, in{"level": "minor", "status": "done"}, ""},
		{SteeringDocuments, in{"adopted_on": "2023-06-19", "valid_to": "2023-06-18"}, "valid_to end-before-start"},
		{SubjectRequests, in{"received_on": "2023-01-10", "answered_on": "2023-01-09"}, "answered_on end-before-start"},
		{SubjectRequests, in{"received_on": "2023-01-10", "due_on": "2023-02-10", "extended_to": "2023-02-09"}, "extended_to extended-before-due"},
		{Questions, in{"type": "choice", "options": "Ja"}, "options choice-needs-options"},
		{Campaigns, in{"opens": "2023-05-02", "closes": "2023-05-01"}, "closes end-before-start"},
		{Campaigns, in{"reminders": "14; 30; snart"}, "reminders not-a-day-count"},
		{Campaigns, in{"reminders": "14; 30; 40"}, ""},
		{Responses, in{"answers": rows(in{"question": "F1", "value": "Ja"}, in{"question": "F1", "value": "Nej"})}, "answers answered-twice"},
		{Responses, in{"answers": rows(in{"question": "", "value": "Ja"})}, "answers row-incomplete"},
		{DpoFindings, in{"reported_on": "2023-02-13", "done_on": "2023-02-12"}, "done_on end-before-start"},
		{DpoFindings, in{"comment_by_year": rows(in{"year": 2023, "text": ""})}, "comment_by_year row-incomplete"},
		{Objectives, in{"status": "decided", "figure": "F05"}, "target figure-needs-target"},
		{Audits, in{"held_on": "2023-02-13", "reported_on": "2023-02-12"}, "reported_on end-before-start"},
		{Nonconformities, in{"status": "closed", "effect_ok": "no"}, "effect_ok closed-without-effect"},
		// domain.md 2: the head may not be the reporter of the same review.
		{ManagementReviews, in{"reporter": "FUN-0001", "obtained_by": "FUN-0001"}, "obtained_by reporter-is-receiver"},
		{ManagementReviews, in{"reporter": "FUN-0001", "decided_by": "FUN-0001"}, "decided_by reporter-is-receiver"},
		{ManagementReviews, in{"reporter": "FUN-0001", "obtained_by": "FUN-0002"}, ""},
		{ManagementReviews, in{"as_of": "2023-11-15", "compare_as_of": "2023-11-16"}, "compare_as_of compared-with-later"},
		{ManagementReviews, in{"inputs": rows(in{"input": "d4", "state": "nothing_to_report"})}, "inputs nothing-needs-reason"},
		{ManagementReviews, in{"status": "draft", "inputs": rows(in{"input": "d4", "state": "missing"})}, ""},
		{ManagementReviews, in{"status": "decided", "inputs": rows(in{"input": "d4", "state": "missing"})}, "inputs input-missing"},
		{ManagementReviews, in{"replaces": "LGG-0001"}, "correction_reason correction-needs-reason"},
		{DisposalDecisions, in{"decided_by": "FUN-0001", "second_by": "FUN-0001"}, "second_by second-is-first"},
		{Disclosures, in{"outcome": "partly"}, "reason refusal-needs-reason"},
		{Trainings, in{"held_on": "2023-02-13", "valid_to": "2023-02-12"}, "valid_to end-before-start"},
	} {
		if _, got := workRecord(t, c.r, c.in); strings.Join(got, ", ") != c.want {
			t.Errorf("%s %v: refused for %v, want %q", c.r.Name, c.in, got, c.want)
		}
	}
}

func TestWorkDerivations(t *testing.T) {
	type in = map[string]any
	for _, c := range []struct {
		r     *register.Register
		in    in
		field string
		want  any
	}{
		{VorRisks, in{"p": 3, "c": 4}, "value", int64(12)},
		{VorRisks, in{"p": 3}, "value", nil},
		{Exercises, in{"kind": "tabletop", "held_on": "2020-06-23"}, "title", "Skrivbordsövning 2020-06-23"},
		{Exercises, in{"kind": "tabletop", "title": "Lönen står stilla"}, "title", "Lönen står stilla"},
		{ControlResults, in{"year": 2023, "period": "jan_aug"}, "period_from", "2023-01-01"},
		{ControlResults, in{"year": 2023, "period": "jan_aug"}, "period_to", "2023-08-31"},
		{ControlResults, in{"year": 2023, "period": "t3", "period_from": "2023-10-01"}, "period_from", "2023-10-01"},
		{Priorities, in{"point": "2025.1a", "text": "Se till att planerna finns"}, "order", int64(1)},
		{Priorities, in{"point": "2024.O1"}, "order", int64(1)},
		{Priorities, in{"point": "2024.12", "order": 3}, "order", int64(3)},
		{Priorities, in{"point": "2024"}, "order", nil},
		{Campaigns, in{"title": "Årsuppföljning 2023"}, "year", int64(2023)},
		{Campaigns, in{"year": 2024}, "title", "Årsuppföljning 2024"},
		{SubjectRequests, in{"article": "15", "received_on": "2022-01-10"}, "title", "Tillgång 2022-01-10"},
		{SubjectRequests, in{"extended_on": "2022-06-29"}, "extended", "yes"},
		{SteeringDocuments, in{"adopted_on": "2023-10-31"}, "valid_from", "2023-10-31"},
		{RsaFindings, in{"measure": "Bemanningsplan"}, "secrecy", "osl_18_13"},
		{RsaFindings, in{"measure": "Bemanningsplan", "secrecy": "none"}, "secrecy", "none"},
		{RsaFindings, in{"scenario": "Pandemi"}, "title", "Pandemi"},
		{VulnReviews, in{"findings": []any{in{"title": "A", "severity": "high", "state": "open"}, in{"title": "B", "severity": "high", "state": "false_positive"}}}, "high_n", int64(1)},
		{VulnReviews, in{"performed_on": "2022-02-03"}, "high_n", nil},
		{DpoFindings, in{"area_text": "Skyddsåtgärder"}, "area", "measures_and_incidents"},
		{DpoFindings, in{"area_text": "Annat"}, "area", nil},
		{DpoFindings, in{"area_text": "Tredjeland", "area": "other"}, "area", "other"},
		{LogEntries, in{"what": strings.Repeat("ord ", 80)}, "title", strings.TrimSpace(strings.Repeat("ord ", 49)) + "…"},
	} {
		rec, _ := workRecord(t, c.r, c.in)
		if got := rec.Get(c.field); got != c.want {
			t.Errorf("%s %v: %s is %v, want %v", c.r.Name, c.in, c.field, got, c.want)
		}
	}
}

// TestWorkCollections holds the addresses that the contract promises.
func TestWorkCollections(t *testing.T) {
	c := Catalogue()
	for _, want := range strings.Fields(`incidents vuln-reviews continuity-plans exercises log-requirements
		access-routines access-reviews ai-profiles iot-profiles rsa-cycles rsa-findings vor-processes vor-risks control-plans control-activities control-results deviations
		procurement-checks steering-documents subject-requests campaigns responses dpo-reports dpo-findings budget-assignments issues feedback objectives audits nonconformities
		improvement-decisions priorities management-reviews`) {
		if r, ok := c.Get(want); !ok || r.Collection != want {
			t.Errorf("no register answers at %s", want)
		}
	}
}

// TestWorkReviewHoldsTheDecision holds what domain.md 3.35 asks of a decided review.
func TestWorkReviewHoldsTheDecision(t *testing.T) {
	for _, name := range []string{"reporter", "obtained_by", "decided_by", "decided_on", "meeting_on"} {
		if !slices.Contains(ManagementReviews.Must(name).NeededIn, "decided") {
			t.Errorf("a review can be decided without %s", name)
		}
	}
	for _, name := range []string{"known_at", "hash", "frozen"} {
		if _, bad := ManagementReviews.Decode(map[string]any{name: "1"}); len(bad) != 1 || bad[0].Code != "made-by-product" {
			t.Errorf("%s can be typed: %+v", name, bad)
		}
	}
	if _, ok := ManagementReviews.Step("draft", "decide"); ok {
		t.Error("a draft can be decided without a meeting")
	}
	if st, ok := ManagementReviews.Step("meeting_held", "decide"); !ok || st.To != "decided" {
		t.Errorf("after the meeting: %+v %v", st, ok)
	}
}

package page

import (
	"slices"

	"genomlys/internal/lang"
	checks "genomlys/internal/method/coverage"
)

// tones gives each state its tone (design.md 4): what is not named is under
// way, or not yet begun.
var tones = func() map[string][2]string {
	m := map[string][2]string{}
	for _, t := range []struct {
		tone, icon string
		codes      []string
	}{
		{"ok", "ok", []string{"verified", "met", "in_force", "treated", "evaluated", "active", "performed", "annexed", "decided", "executed", "published", "answered", "registered",
			"operation", "adopted", "handled", "signed", "confirmed", "delivered", "implemented", "reviewed", "in_use", "done", "recovered", "acknowledged", "contracted", "recorded",
			"held", "analysed", "presented", "checked", "accepted", "reported"}},
		{"", "clock", []string{"draft", "ongoing", "started", "review", "in_review", "referral", "introduction", "procurement", "assessed", "commented", "sent", "received", "meeting_held",
			"sent_to_head", "dpo_consulted", "follow_up", "stated", "preparing", "identified", "phasing_out", "contained", "analysis", "changed"}},
		{"warn", "watch", []string{"partly", "accepted_gap", "challenged", "returned", "deviates", "running", "triage", "terminated", "suspended", "moved", "needed", "open"}},
		{"crit", "act", []string{"annulled", "not_met", "met_late", "repeated", "expired", "rejected"}},
		{"info", "info", []string{"new", "proposed", "invited"}},
		{"", "dashed", []string{"planned", "not_started", "not_assessed", "not_needed", "not_applicable", "not_stated", "void", "waived", "left", "archived", "closed", "superseded", "replaced",
			"cancelled", "retired", "ended", "withdrawn", "declined", "dropped", "revoked", "not_incident"}},
	} {
		for _, c := range t.codes {
			m[c] = [2]string{t.tone, t.icon}
		}
	}
	return m
}()

// StatusOf gives a state its tone and icon.
func StatusOf(code, word string) *Status {
	t, ok := tones[code]
	if !ok {
		t = [2]string{"", "dot"}
	}
	return &Status{Tone: t[0], Icon: t[1], Word: word}
}

// AnsweredStatus says of an object in the list how far its answer in the
// follow-up has come: handed in is done there, and not begun is missing.
func AnsweredStatus(l lang.Lang, code, word string) *Status {
	switch {
	case slices.Contains([]string{"sent", "reviewed"}, code):
		return &Status{Tone: "ok", Icon: "ok", Word: lang.FollowUpDone.In(l)}
	case code == "not_started":
		return &Status{Tone: "crit", Icon: "act", Word: lang.Missing.In(l)}
	case code == "started":
		return &Status{Tone: "warn", Icon: "clock", Word: word}
	}
	return StatusOf(code, word)
}

// ContinuityStatus says in a word whether an object has the plan that it needs.
func ContinuityStatus(l lang.Lang, c checks.Result) *Status {
	switch {
	case c.Answer == checks.Yes:
		return &Status{Tone: "ok", Icon: "ok", Word: lang.PlanExercised.In(l)}
	case c.Answer == checks.NotApplicable:
		return &Status{Icon: "dashed", Word: lang.PlanNotNeeded.In(l)}
	case c.Answer != checks.No:
		return &Status{Icon: "dashed", Word: lang.NotAssessed.In(l)}
	case c.Why == "plan_never_exercised":
		return &Status{Tone: "ok", Icon: "ok", Word: lang.PlanExists.In(l)}
	case c.Why == "plan_exercised_long_ago":
		return &Status{Tone: "warn", Icon: "watch", Word: lang.PlanExists.In(l)}
	}
	return &Status{Tone: "crit", Icon: "act", Word: lang.Missing.In(l)}
}

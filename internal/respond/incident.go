package respond

import (
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// mayActivate: an incident is active when its tracks are chosen, and each track
// with time limits says when the office knew. A track whose clock has started
// is not taken away.
func (h *house) mayActivate(f command.Following) ([]fault.Problem, error) {
	inc := f.New
	tracks := set(inc, "tracks")
	var ps []fault.Problem
	if slices.Contains(handled, inc.Text("status")) && inc.Text("status") != "closed" {
		if len(tracks) == 0 {
			ps = append(ps, problem("tracks", "tracks-needed", inc.Ref)...)
		}
		for _, t := range tracks {
			if legal(h.rules(f.Now), t) && awareness(inc, t).IsZero() {
				ps = append(ps, problem(awareField(inc, t), "awareness-needed", registers.Incidents.Must("tracks").Choices.Label(t).SV)...)
			}
		}
	}
	if f.Old == nil {
		return ps, nil
	}
	for _, t := range set(f.Old, "tracks") {
		if slices.Contains(tracks, t) {
			continue
		}
		clocks, err := h.clocksOn(f, "incident", inc.ID)
		if err != nil {
			return nil, err
		}
		for _, c := range clocks {
			if h.def(c).Track == t {
				ps = append(ps, problem("tracks", "track-has-clock", c.Ref)...)
			}
		}
	}
	return ps, nil
}

func awareField(inc *register.Record, track string) string {
	name := "aware_" + track + "_at"
	if _, ok := inc.Register.Field(name); ok {
		return name
	}
	return "aware_at"
}

// mayDecide: to notify or not is decided by the controller's decision maker, on
// a judged risk (GDPR art. 33(1), 33(5)).
func (h *house) mayDecide(f command.Following) ([]fault.Problem, error) {
	inc := f.New
	decision := inc.Text("notify_decision")
	if !f.Changed("notify_decision") || decision == "" || f.Caller.IsSystem() {
		return nil, nil
	}
	if err := f.Caller.Decide(registers.Incidents, "notify_decision", inc.Org); err != nil {
		return nil, err
	}
	risk := inc.Text("risk_to_individuals")
	switch {
	case !slices.Contains(set(inc, "tracks"), "gdpr"):
		return problem("tracks", "decision-needs-track", inc.Ref), nil
	case risk == "":
		return problem("risk_to_individuals", "risk-needed", inc.Ref), nil
	case decision == "do_not_notify" && !risks(inc).Is(risk, rulebook.NoNotice):
		return problem("notify_decision", "risk-needs-notice", inc.Ref), nil
	}
	return nil, nil
}

// fillDecision notes by which function and on which day it was decided (domain.md C9).
func (h *house) fillDecision(f command.Following) ([]command.Change, error) {
	inc := f.New
	fields := map[string]any{}
	if f.Changed("notify_decision") && inc.Text("notify_decision") != "" {
		by := f.Caller.Acting(inc.Org, access.Judgements["incident.notify_decision"]...)
		if by != "" && inc.Text("notify_decided_by") != by {
			fields["notify_decided_by"], fields["notify_decided_on"] = by, string(f.Today())
		}
	}
	if f.Became("closed") && inc.Text("closed_by") == "" {
		if by := f.Caller.Acting(inc.Org, access.Decisions["incident.close"]...); by != "" {
			fields["closed_by"] = by
		}
	}
	if len(fields) == 0 {
		return nil, nil
	}
	return []command.Change{change("update", inc, fields)}, nil
}

// mayInform: data subjects are told in a text without gaps, and it is said how
// (GDPR art. 34(2)).
func (h *house) mayInform(f command.Following) ([]fault.Problem, error) {
	inc := f.New
	if inc.Moment("subjects_informed_at").IsZero() {
		return nil, nil
	}
	if f.Old != nil && !f.Old.Moment("subjects_informed_at").IsZero() && f.Changed("subjects_text") && !f.Changed("subjects_informed_at") {
		return problem("subjects_text", "sent-stays", inc.Ref), nil
	}
	if !f.Changed("subjects_informed_at") {
		return nil, nil
	}
	var ps []fault.Problem
	if at := inc.Moment("subjects_informed_at"); at.Before(inc.Moment("detected_at")) {
		ps = append(ps, problem("subjects_informed_at", "informed-before-detected", lang.Clock(lang.SV, inc.Moment("detected_at").In(h.db.Zone)))...)
	} else if at.After(f.Now) {
		ps = append(ps, problem("subjects_informed_at", "informed-later", inc.Ref)...)
	}
	if inc.Text("subjects_text") == "" {
		ps = append(ps, problem("subjects_text", "text-needed", inc.Ref)...)
	}
	if draft.HasGap(inc.Text("subjects_text")) {
		ps = append(ps, problem("subjects_text", "text-has-gaps", inc.Ref, draft.GapsIn(inc.Text("subjects_text"))...)...)
	}
	if inc.Text("subjects_channel") == "" {
		ps = append(ps, problem("subjects_channel", "channel-needed", inc.Ref)...)
	}
	return ps, nil
}

// mayClose: every clock is met or explained, what must be decided is, boards are
// told, lessons have become actions, and a second person has seen it
// (domain.md 2 and 3.35).
func (h *house) mayClose(f command.Following) ([]fault.Problem, error) {
	if !f.Became("closed") {
		return nil, nil
	}
	inc := f.New
	var ps []fault.Problem
	need := func(bad bool, field, code string, refs ...string) {
		if bad {
			ps = append(ps, problem(field, code, strings.Join(refs, ", "))...)
		}
	}
	clocks, err := h.clocksOn(f, "incident", inc.ID)
	if err != nil {
		return nil, err
	}
	var open, unexplained []string
	for _, c := range clocks {
		switch {
		case c.Text("status") == "running" && !c.Moment("due_at").IsZero():
			open = append(open, c.Ref)
		case c.Text("status") == "met_late" && c.Text("late_reason") == "":
			unexplained = append(unexplained, c.Ref)
		}
	}
	need(len(open) > 0, "status", "clocks-open", open...)
	need(len(unexplained) > 0, "status", "clocks-unexplained", unexplained...)
	told, err := f.Find(registers.IncidentRecipients, draft.Where("incident", string(inc.ID)))
	if err != nil {
		return nil, err
	}
	var waiting []string
	for _, r := range told {
		if r.Text("status") == "planned" {
			waiting = append(waiting, r.Ref)
		}
	}
	need(len(waiting) > 0, "status", "boards-not-told", waiting...)
	gdpr := slices.Contains(set(inc, "tracks"), "gdpr")
	roles, err := h.roles(f, inc)
	if err != nil {
		return nil, err
	}
	need(gdpr && roles.own && inc.Text("notify_decision") == "", "notify_decision", "notice-decision-needed", access.Judgements["incident.notify_decision"]...)
	need(gdpr && risks(inc).Is(inc.Text("risk_to_individuals"), rulebook.SubjectsTold) && (inc.Text("subjects_decision") == "" || inc.Text("subjects_decision") == "later"),
		"subjects_decision", "subjects-decision-needed", inc.Ref)
	need(inc.Text("lessons") == "", "lessons", "lessons-needed", inc.Ref)
	need(len(inc.LinksOf("actions")) == 0, "actions", "actions-needed", inc.Ref)
	for _, t := range set(inc, "tracks") {
		if legal(h.rules(f.Now), t) {
			second, err := h.secondPerson(f)
			if err != nil {
				return nil, err
			}
			need(!second, "status", "second-person-needed", inc.Ref)
			break
		}
	}
	return ps, nil
}

// secondPerson tells whether somebody else than who closes brought the incident
// to its analysis; the ledger says who.
func (h *house) secondPerson(f command.Following) (bool, error) {
	versions, err := h.db.History(f.Ctx, f.All(f.New.Register), f.New.Register, f.New.ID)
	if fault.Is(err, fault.Unknown) {
		return false, nil // made in this very change
	}
	for i := len(versions) - 1; i >= 0; i-- {
		if versions[i].Entry.Action == "analyse" {
			return versions[i].Entry.Actor != f.Caller.Actor(), err
		}
	}
	return false, err
}

// linkAction ties an action that follows from an incident to it.
func (h *house) linkAction(f command.Following) ([]command.Change, error) {
	if f.Old != nil || f.New.Text("origin_kind") != "incident" || f.New.Text("origin") == "" {
		return nil, nil
	}
	inc, err := f.Get(registers.Incidents, f.New.Text("origin"))
	if err != nil || inc == nil {
		return nil, err
	}
	links := append(register.IDs(inc.LinksOf("actions")), string(f.New.ID))
	return []command.Change{change("update", inc, map[string]any{"actions": list(links)})}, nil
}

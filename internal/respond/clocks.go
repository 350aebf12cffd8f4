package respond

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// handled are the states in which an incident's tracks are chosen, so that
// its clocks run.
var handled = []string{"active", "contained", "recovered", "analysis", "closed"}

// awareness is when the office knew, for a track: the track's own moment, else
// the incident's (domain.md R14).
func awareness(rec *register.Record, track string) time.Time {
	if _, ok := rec.Register.Field("aware_" + track + "_at"); ok {
		if t := rec.Moment("aware_" + track + "_at"); !t.IsZero() {
			return t
		}
	}
	return rec.Moment("aware_at")
}

// legal tells whether a track has time limits that laws set.
func legal(r rulebook.Rules, track string) bool {
	return slices.ContainsFunc(r.Clocks(), func(c rulebook.Clock) bool { return c.Track == track && c.Counting != clock.Open })
}

// start makes the change that starts a clock on a matter.
func start(code, matter string, rec *register.Record, at time.Time) command.Change {
	return create(registers.Clocks, rec.Org, map[string]any{"code": code, matter: string(rec.ID), "started_at": at})
}

// begun is a clock as it will stand when a change has started it.
func begun(ch command.Change) *register.Record {
	rec := ch.Register.NewRecord(ch.NewID, ch.Org)
	rec.Set("status", "running")
	for name, v := range ch.Fields {
		rec.Set(name, v)
	}
	rec.Derive()
	return rec
}

// rightly gives the changes that correct a clock whose awareness was mended, and
// the clock that goes on in its place: itself when nothing was mended.
func (h *house) rightly(f command.Following, track string, c *register.Record, at time.Time) ([]command.Change, *register.Record, error) {
	if f.Old == nil || awareness(f.Old, track).Equal(at) || c.Moment("started_at").Equal(at) {
		return nil, c, nil
	}
	return h.corrected(f, c, at, fmt.Sprintf("Kännedomen i %s rättades från %s till %s.", f.New.Ref,
		lang.Clock(lang.SV, c.Moment("started_at").In(h.db.Zone)), lang.Clock(lang.SV, at.In(h.db.Zone))))
}

// Correct gives the changes, to be made together, by which a clock with a wrong
// start is kept as void and another counts from the right one. What had met or
// waived the old one holds for the new one too (carry).
func Correct(rec *register.Record, at time.Time, reason string) []command.Change {
	fields := map[string]any{"code": rec.Text("code"), "started_at": at, "replaces": string(rec.ID)}
	for _, m := range matters {
		if id := rec.Text(m); id != "" {
			fields[m] = id
		}
	}
	for _, m := range []string{"agreement", "agreed_h", "receiver", "law"} {
		if v := rec.Get(m); v != nil {
			fields[m] = v
		}
	}
	if rec.Text("extended") == string(register.Yes) {
		for _, f := range []string{"extended", "extension_reason", "extension_told_at"} {
			fields[f] = rec.Get(f)
		}
	}
	return []command.Change{change("void", rec, map[string]any{"void_reason": reason}), create(registers.Clocks, rec.Org, fields)}
}

var matters = []string{"incident", "incident_recipient", "subject_request", "dpia", "matter"}

// meet makes the change by which a running clock was met at a time, late or not.
func meet(c *register.Record, at time.Time, lateReason string) command.Change {
	op := "meet"
	fields := map[string]any{"met_at": at}
	if due := c.Moment("due_at"); !due.IsZero() && at.After(due) {
		op = "meet_late"
		if lateReason != "" {
			fields["late_reason"] = lateReason
		}
	}
	return change(op, c, fields)
}

// clocksOn gives the clocks of a matter that are not void.
func (h *house) clocksOn(f command.Following, matter string, id register.ID) ([]*register.Record, error) {
	all, err := f.Find(registers.Clocks, draft.Where(matter, string(id)))
	return slices.DeleteFunc(all, func(c *register.Record) bool { return c.Text("status") == "void" }), err
}

func of(clocks []*register.Record, code string) *register.Record {
	for _, c := range clocks {
		if c.Text("code") == code {
			return c
		}
	}
	return nil
}

// def is the rule that a clock counts by.
func (h *house) def(c *register.Record) rulebook.Clock {
	d, _ := h.rules(c.Moment("started_at")).Clock(c.Text("code"))
	return d
}

// runClocks starts, corrects, waives and meets the clocks of an incident as its
// tracks, awareness and decisions say.
func (h *house) runClocks(f command.Following) ([]command.Change, error) {
	rec := f.New
	if !slices.Contains(handled, rec.Text("status")) && rec.Text("origin") == "" {
		return nil, nil
	}
	clocks, err := h.clocksOn(f, "incident", rec.ID)
	if err != nil {
		return nil, err
	}
	roles, err := h.roles(f, rec)
	if err != nil {
		return nil, err
	}
	ai, err := h.seriousAI(f)
	if err != nil {
		return nil, err
	}
	var out []command.Change
	for _, track := range set(rec, "tracks") {
		at := awareness(rec, track)
		if at.IsZero() || track == "csl" && rec.Text("significant_csl") == "no" {
			continue
		}
		instead, err := h.instead(f, h.rules(at), track)
		if err != nil {
			return nil, err
		}
		for _, d := range h.rules(at).Clocks() {
			if d.Track != track {
				continue
			}
			if d.Agreed == "each" {
				more, err := h.perAgreement(f, d, track, clocks, at)
				if err != nil {
					return nil, err
				}
				out = append(out, more...)
				continue
			}
			if d.Event == "interim_requested" {
				more, err := h.interim(f, d, clocks)
				if err != nil {
					return nil, err
				}
				out = append(out, more...)
				continue
			}
			i := slices.IndexFunc(clocks, func(c *register.Record) bool { return c.Text("code") == d.Code })
			if strings.HasPrefix(d.Event, seriousAI) && !slices.Contains(ai, d.Event) {
				if i >= 0 && clocks[i].Text("status") == "running" {
					out = append(out, change("void", clocks[i], map[string]any{"void_reason": "Bedömningen av om AI-incidenten är allvarlig ändrades."}))
					clocks = slices.Delete(clocks, i, i+1)
				}
				continue
			}
			other, replaced := instead[d.Code]
			if replaced {
				if i >= 0 && clocks[i].Text("status") == "running" {
					out = append(out, change("void", clocks[i], map[string]any{"void_reason": fmt.Sprintf("I stället gäller %s: %s.", other.Code, other.Title.SV)}))
					clocks = slices.Delete(clocks, i, i+1)
				}
				continue
			}
			if d.InsteadOf != "" && instead[d.InsteadOf].Code != d.Code {
				continue
			}
			switch {
			case d.Event == trustEvent, slices.Contains(ai, d.Event), d.Event == "aware" && (track != "gdpr" || roles.own), d.Event == "aware_processor" && len(roles.others) > 0 && rec.Text("origin") == "": // what was received is not told on
				if i < 0 {
					first := start(d.Code, "incident", rec, at)
					if d.Agreed == "shortest" {
						if err := h.shortest(f, at, first.Fields); err != nil {
							return nil, err
						}
					}
					first.NewID = register.NewID(f.Now)
					out, clocks = append(out, first), append(clocks, begun(first))
					continue
				}
				more, now, err := h.rightly(f, track, clocks[i], at)
				if err != nil {
					return nil, err
				}
				out, clocks[i] = append(out, more...), now
			case d.Event == "high_risk" && risks(rec).Is(rec.Text("risk_to_individuals"), rulebook.SubjectsTold) && i < 0:
				first := start(d.Code, "incident", rec, f.Now)
				first.NewID = register.NewID(f.Now)
				out, clocks = append(out, first), append(clocks, begun(first))
			}
		}
	}
	more, err := h.decided(f, clocks)
	return append(out, more...), err
}

// trustEvent is the awareness of an incident that concerns a trust service.
const trustEvent = "aware_trust_service"

// instead gives the clocks that take the place of others on a track, by the code
// of those: where the incident concerns a trust service (domain.md 5.1, CSL72).
func (h *house) instead(f command.Following, rules rulebook.Rules, track string) (map[string]rulebook.Clock, error) {
	d, ok := rules.Started(trustEvent, track)
	if !ok {
		return nil, nil
	}
	for _, o := range f.New.LinksOf("objects") {
		object, err := f.Get(registers.Objects, string(o.To))
		if err != nil {
			return nil, err
		}
		if object != nil && object.Text("trust_service") == string(register.Yes) {
			return map[string]rulebook.Clock{d.InsteadOf: d}, nil
		}
	}
	return nil, nil
}

// clockRules: a wrong start is corrected by voiding (domain.md 5.2), late is
// late and explained, and only the controller's decision maker says that a
// duty does not apply.
func (h *house) clockRules(f command.Following) ([]fault.Problem, error) {
	c := f.New
	if f.Caller.IsSystem() {
		return nil, nil
	}
	if f.Old == nil {
		return h.mayReplace(f)
	}
	for _, field := range append([]string{"started_at", "code", "agreement", "agreed_h"}, matters...) {
		if f.Changed(field) {
			return problem(field, "clock-start-kept", c.Ref), nil
		}
	}
	met, due := c.Moment("met_at"), c.Moment("due_at")
	switch {
	case f.Became("met") && !due.IsZero() && met.After(due):
		return problem("met_at", "met-late-not-met", lang.Clock(lang.SV, due.In(h.db.Zone))), nil
	case f.Became("met_late") && (due.IsZero() || !met.After(due)):
		return problem("met_at", "met-in-time", lang.Clock(lang.SV, due.In(h.db.Zone))), nil
	case f.Became("met_late") && c.Text("late_reason") == "":
		return problem("late_reason", "late-needs-reason", c.Ref), nil
	case f.Became("waived") && c.Text("incident") != "":
		return nil, f.Caller.Decide(registers.Incidents, "notify_decision", c.Org)
	}
	return nil, nil
}

func (h *house) mayReplace(f command.Following) ([]fault.Problem, error) {
	if _, ok := h.rules(f.New.Moment("started_at")).Clock(f.New.Text("code")); !ok {
		return problem("code", "no-such-clock", f.New.Text("code")), nil
	}
	old, err := f.Get(registers.Clocks, f.New.Text("replaces"))
	if err != nil || old == nil {
		return nil, err
	}
	if old.Text("status") != "void" || old.Text("code") != f.New.Text("code") {
		return problem("replaces", "replaced-must-be-void", old.Ref), nil
	}
	return nil, nil
}

package respond

import (
	"cmp"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// aboutNotice tells whether a clock is the one that the decision to notify or not
// answers (GDPR art. 33(1)).
func aboutNotice(d rulebook.Clock) bool { return d.Track == "gdpr" && d.Event == "aware" }

// corrected gives the changes that correct a clock's start, and the clock that
// goes on as it will stand: what is decided in the same act is about that one.
func (h *house) corrected(f command.Following, old *register.Record, at time.Time, reason string) ([]command.Change, *register.Record, error) {
	out := Correct(old, at, reason)
	next := old.Clone()
	next.ID = register.NewID(f.Now)
	out[1].NewID = next.ID
	for _, field := range []string{"met_at", "late_reason", "waived_reason", "waived_by"} {
		next.Set(field, nil)
	}
	next.Set("status", "running")
	next.Set("started_at", at)
	next.Derive()
	ch, done, err := h.carried(f, old, next)
	if done {
		step, _ := next.Register.Step("running", ch.Op)
		next.Set("status", step.To)
	}
	return out, next, err
}

// carry lets a clock that replaces another stand as that one stood: the act that
// met it met the duty, in time or late by the new count, and a decision that the
// duty does not apply is about the matter, not about the hour (domain.md 5.2).
func (h *house) carry(f command.Following) ([]command.Change, error) {
	if f.Old != nil || f.New.Text("status") != "running" {
		return nil, nil
	}
	old, err := f.Get(registers.Clocks, f.New.Text("replaces"))
	if err != nil || old == nil {
		return nil, err
	}
	ch, done, err := h.carried(f, old, f.New)
	if err != nil || !done {
		return nil, err
	}
	return []command.Change{ch}, nil
}

// carried gives the change that lets a clock stand as the one it replaces did;
// none when that one ran.
func (h *house) carried(f command.Following, old, next *register.Record) (command.Change, bool, error) {
	if at := old.Moment("met_at"); !at.IsZero() {
		if start := next.Moment("started_at"); at.Before(start) {
			at = start // done before there was a duty: it was met as it began
		}
		return meet(next, at, old.Text("late_reason")), true, nil
	}
	if old.Text("waived_reason") == "" {
		return command.Change{}, false, nil
	}
	if aboutNotice(h.def(next)) {
		inc, err := f.Get(registers.Incidents, next.Text("incident"))
		if err != nil || inc != nil && inc.Text("notify_decision") == "notify" {
			return command.Change{}, false, err // it was decided anew
		}
	}
	if h.def(next).MetBy == subjectsInformed {
		inc, err := f.Get(registers.Incidents, next.Text("incident"))
		if err != nil {
			return command.Change{}, false, err
		}
		switch {
		case !toldAfterAll(inc):
		case inc.Moment("subjects_informed_at").IsZero():
			return command.Change{}, false, nil
		default:
			return meet(next, inc.Moment("subjects_informed_at"), ""), true, nil
		}
	}
	return change("waive", next, map[string]any{"waived_reason": old.Get("waived_reason"), "waived_by": old.Get("waived_by")}), true, nil
}

// subjectsInformed is the act that meets the duty to tell the data subjects.
const subjectsInformed = "subjects.informed"

// toldAfterAll tells whether it is decided otherwise than not to tell them.
func toldAfterAll(inc *register.Record) bool {
	return inc != nil && inc.Text("subjects_decision") != "" && inc.Text("subjects_decision") != "no"
}

// decided waives and meets clocks by what was decided and done on the incident itself.
func (h *house) decided(f command.Following, clocks []*register.Record) ([]command.Change, error) {
	rec := f.New
	var out []command.Change
	by := rec.Text("notify_decided_by")
	if f.Changed("notify_decision") {
		by = cmp.Or(f.Caller.Acting(rec.Org, access.Judgements["incident.notify_decision"]...), by)
	}
	by = cmp.Or(by, f.Caller.Acting(rec.Org))
	anew := func(c *register.Record, why string) error {
		more, _, err := h.corrected(f, c, c.Moment("started_at"), why)
		out = append(out, more...)
		return err
	}
	for _, c := range clocks {
		d := h.def(c)
		running := c.Text("status") == "running"
		switch {
		case aboutNotice(d) && running && f.Changed("notify_decision") && rec.Text("notify_decision") == "do_not_notify" && by != "":
			out = append(out, change("waive", c, map[string]any{"waived_reason": rec.Text("notify_reason"), "waived_by": by}))
		case aboutNotice(d) && c.Text("status") == "waived" && f.Changed("notify_decision") && rec.Text("notify_decision") == "notify":
			if err := anew(c, "Beslutet att inte anmäla ändrades; fristen räknas från samma tid."); err != nil {
				return nil, err
			}
		case d.MetBy == subjectsInformed && c.Text("status") == "waived" && f.Changed("subjects_decision") && toldAfterAll(rec):
			if err := anew(c, "Beslutet att inte informera ändrades; fristen räknas från samma tid."); err != nil {
				return nil, err
			}
		case d.MetBy == subjectsInformed && running && f.Changed("subjects_informed_at") && !rec.Moment("subjects_informed_at").IsZero():
			out = append(out, meet(c, rec.Moment("subjects_informed_at"), ""))
		case d.MetBy == subjectsInformed && running && rec.Text("subjects_decision") == "no" && rec.Text("subjects_exception") != "" && by != "":
			why := registers.Incidents.Must("subjects_exception").Choices.Label(rec.Text("subjects_exception")).SV
			out = append(out, change("waive", c, map[string]any{"waived_reason": "Artikel 34.3: " + why, "waived_by": by}))
		}
	}
	return out, nil
}

package continuity

import (
	"slices"

	"genomlys/internal/draft"
	"genomlys/internal/method/clock"
	"genomlys/internal/method/continuity"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// picture is all that continuity rests on, read once: a query a register.
type picture struct {
	r         *reading
	objects   []*register.Record
	byID      map[register.ID]*register.Record // objects
	level     map[register.ID]int              // decided availability, by object
	classed   map[register.ID]*register.Record // the decision it is from
	plans     []*register.Record
	plansOf   map[register.ID][]*register.Record // by object
	exercises map[register.ID][]*register.Record // by plan, oldest first
	findings  []*register.Record
	found     map[register.ID][]*register.Record // findings by object
	actions   map[register.ID]*register.Record
}

// look reads the registers. org, when given, keeps what belongs to it or below.
func (r *reading) look(org register.ID) (*picture, error) {
	p := &picture{r: r, byID: map[register.ID]*register.Record{}, level: map[register.ID]int{}, classed: map[register.ID]*register.Record{}, plansOf: map[register.ID][]*register.Record{},
		exercises: map[register.ID][]*register.Record{}, found: map[register.ID][]*register.Record{}, actions: map[register.ID]*register.Record{}}
	in, err := r.within(org)
	if err != nil {
		return nil, err
	}
	read := func(reg *register.Register, filter query.Checked, each func(*register.Record)) {
		if err != nil {
			return
		}
		var recs []*register.Record
		if recs, err = r.find(reg, filter); err == nil {
			for _, rec := range recs {
				each(rec)
			}
		}
	}
	read(registers.Objects, draft.Where("status", "introduction", "operation", "phasing_out"), func(o *register.Record) {
		p.byID[o.ID] = o
		if in(o) {
			p.objects = append(p.objects, o)
		}
	})
	read(registers.Classifications, draft.Where("status", "decided", "superseded"), p.classify)
	read(registers.ContinuityPlans, nil, func(x *register.Record) {
		for _, l := range x.LinksOf("objects") {
			p.plansOf[l.To] = append(p.plansOf[l.To], x)
		}
		if in(x) {
			p.plans = append(p.plans, x)
		}
	})
	read(registers.Exercises, nil, func(x *register.Record) {
		plan := register.ID(x.Text("plan"))
		p.exercises[plan] = append(p.exercises[plan], x)
	})
	read(registers.RsaFindings, nil, func(x *register.Record) {
		if in(x) {
			p.findings = append(p.findings, x)
		}
		for _, l := range x.LinksOf("objects") {
			p.found[l.To] = append(p.found[l.To], x)
		}
	})
	var wanted []string
	for _, x := range p.findings {
		wanted = append(wanted, register.IDs(x.LinksOf("actions"))...)
	}
	for _, xs := range p.exercises {
		slices.SortStableFunc(xs, func(a, b *register.Record) int { return compare(a.Text("held_on"), b.Text("held_on"), a.Ref, b.Ref) })
		for _, x := range xs {
			wanted = append(wanted, register.IDs(x.LinksOf("actions"))...)
		}
	}
	if err != nil {
		return nil, err
	}
	slices.Sort(wanted)
	acts, err := r.find.ByIDs(registers.Actions, slices.Compact(wanted))
	for _, a := range acts {
		p.actions[a.ID] = a
	}
	slices.SortFunc(p.plans, func(a, b *register.Record) int { return compare(a.Ref, b.Ref) })
	slices.SortFunc(p.findings, func(a, b *register.Record) int { return compare(a.Ref, b.Ref) })
	return p, err
}

// classify keeps an object's latest decided availability (domain.md 4.1.7).
func (p *picture) classify(c *register.Record) {
	object, on := register.ID(c.Text("object")), c.Text("decided_on")
	if object == "" || on == "" || clock.Date(on) > p.r.day {
		return
	}
	if was := p.classed[object]; was != nil && compare(was.Text("decided_on"), on, was.Ref, c.Ref) > 0 {
		return
	}
	p.classed[object] = c
	p.level[object] = hours(c, "t")
}

// t is an object's decided availability, -1 when it has none.
func (p *picture) t(object register.ID) int {
	if n, ok := p.level[object]; ok {
		return n
	}
	return -1
}

// critical tells whether a finding marks the object as critical.
func (p *picture) critical(object register.ID) continuity.Answer {
	out := continuity.Unknown
	for _, x := range p.found[object] {
		switch x.Text("critical") {
		case "yes":
			if x.Text("status") != "dropped" {
				return continuity.Yes
			}
		case "no":
			out = continuity.No
		}
	}
	return out
}

// within tells what belongs to an organisation or below it.
func (r *reading) within(org register.ID) (func(*register.Record) bool, error) {
	if org == "" {
		return func(*register.Record) bool { return true }, nil
	}
	orgs, err := r.find(registers.Orgs, nil)
	below := map[register.ID]bool{org: true}
	for more := true; more; {
		more = false
		for _, o := range orgs {
			if !below[o.ID] && below[register.ID(o.Text("parent"))] {
				below[o.ID], more = true, true
			}
		}
	}
	return func(rec *register.Record) bool { return below[rec.Org] }, err
}

func inForce(plan *register.Record) bool {
	return plan.Text("status") == "adopted" || plan.Text("status") == "review"
}

func gone(plan *register.Record) bool {
	return plan.Text("status") == "superseded" || plan.Text("status") == "ended"
}

// plan gives what the method needs of a plan.
func (p *picture) plan(rec *register.Record) continuity.Plan {
	out := continuity.Plan{ReviewDue: clock.Date(rec.Text("review_due")), T: -1, MTD: hours(rec, "mtd_h"), RTO: hours(rec, "rto_h"),
		Missing: missing(rec), Known: continuity.Unknown}
	if inForce(rec) {
		out.AdoptedOn = clock.Date(rec.Text("adopted_on"))
	}
	switch rec.Text("quality_known") {
	case "yes":
		out.Known = continuity.Yes
	case "no":
		out.Known = continuity.No
	}
	for _, l := range rec.LinksOf("objects") {
		out.T = max(out.T, p.t(l.To))
		if o := p.byID[l.To]; o != nil {
			out.MTD, out.RTO = least(out.MTD, hours(o, "mtd_h")), least(out.RTO, hours(o, "rto_h"))
		}
	}
	for _, x := range p.exercises[rec.ID] {
		if s := x.Text("status"); s == "held" || s == "evaluated" {
			out.Exercises = append(out.Exercises, exercise(x))
		}
	}
	return out
}

func exercise(x *register.Record) continuity.Exercise {
	return continuity.Exercise{On: clock.Date(x.Text("held_on")), Result: x.Text("result"), Measured: hours(x, "rto_measured_h")}
}

// parts are what a plan holds, each with the fields that may fill it.
var parts = [][]string{{"objects", "processings", "scope"}, {"mtd_h"}, {"rto_h"}, {"rpo_h"}, {"manual_routine", "fallback"}, {"contacts_offline"}}

// missing lists the parts of a plan that are empty, by their first field.
func missing(rec *register.Record) (out []string) {
	for _, fields := range parts {
		if !slices.ContainsFunc(fields, func(f string) bool { return filled(rec, f) }) {
			out = append(out, fields[0])
		}
	}
	return out
}

func filled(rec *register.Record, field string) bool {
	if slices.Contains(rec.Masked, field) {
		return true // it is there, and not for this reader
	}
	switch v := rec.Get(field).(type) {
	case nil:
		return false
	case string:
		return v != ""
	case []register.Link:
		return len(v) > 0
	}
	return true
}

// compare orders by pairs of texts, the first pair first.
func compare(pairs ...string) int {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] < pairs[i+1] {
			return -1
		}
		if pairs[i] > pairs[i+1] {
			return 1
		}
	}
	return 0
}

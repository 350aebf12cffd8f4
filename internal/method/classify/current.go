package classify

import (
	"slices"

	"genomlys/internal/method/clock"
)

// Decision is a decided classification of an object, own or applied from a norm.
type Decision struct {
	ID        string
	DecidedOn clock.Date
	Withdrawn clock.Date // empty while it stands
	Class     Vector
	Causes    []string   // what has happened after it and asks for another look, as marked on the decision itself
	Marked    clock.Date // when that was marked; counts also on the day of the decision
}

// Change is something after which a classification should be looked at again.
type Change struct {
	Kind string // new_info_type, new_processing, new_supplier, norm_update
	On   clock.Date
	Ref  string
}

// Reasons of currency.
const (
	Classified      = "classified"
	NotClassified   = "not_classified"
	TooOld          = "decided_too_long_ago"
	ChangedSince    = "changed_since"
	DerivedDiffers  = "class_should_be_updated"
	WithinTheMonths = "decided_within_the_months"
)

// Latest is the decision that counts on a day: the latest decided on or before
// it and not withdrawn then. Of two on one day the one with the higher id counts.
func Latest(ds []Decision, asOf clock.Date) (Decision, bool) {
	var best Decision
	found := false
	for _, d := range ds {
		if !d.DecidedOn.Valid() || d.DecidedOn > asOf || d.Withdrawn.Valid() && d.Withdrawn <= asOf {
			continue
		}
		if !found || d.DecidedOn > best.DecidedOn || d.DecidedOn == best.DecidedOn && d.ID > best.ID {
			best, found = d, true
		}
	}
	return best, found
}

// ClassifiedSince tells whether the latest decision is from the year or later.
func ClassifiedSince(ds []Decision, year string, asOf clock.Date) bool {
	d, ok := Latest(ds, asOf)
	return ok && string(d.DecidedOn) >= year+"-01-01"
}

// Current tells whether the latest decision may be relied on: decided within the
// method's months, and nothing that matters has changed since, neither among the
// changes nor as marked on the decision.
func Current(m Method, ds []Decision, changes []Change, asOf clock.Date) (bool, []Reason) {
	d, ok := Latest(ds, asOf)
	if !ok {
		return false, []Reason{{Code: NotClassified, Level: Unset}}
	}
	var reasons []Reason
	limit := asOf.AddMonths(-m.CurrentMonths)
	current := d.DecidedOn >= limit
	if current {
		reasons = append(reasons, Reason{Code: WithinTheMonths, Level: Unset, Ref: d.ID, Text: string(limit)})
	} else {
		reasons = append(reasons, Reason{Code: TooOld, Level: Unset, Ref: d.ID, Text: string(limit)})
	}
	if d.Marked <= asOf {
		for _, cause := range d.Causes {
			if slices.Contains(m.Stale, cause) {
				current = false
				reasons = append(reasons, Reason{Code: ChangedSince, Level: Unset, Ref: d.ID, Text: cause})
			}
		}
	}
	for _, c := range changes {
		if c.On > d.DecidedOn && c.On <= asOf {
			current = false
			reasons = append(reasons, Reason{Code: ChangedSince, Level: Unset, Ref: c.Ref, Text: c.Kind})
		}
	}
	return current, reasons
}

// Compare sets the official class beside the one derived from today's links. A
// difference is a finding; it never changes what was decided.
func Compare(official, derived Vector) []Reason {
	var reasons []Reason
	for a := range official {
		if official[a] != derived[a] && derived[a] != Unset {
			reasons = append(reasons, Reason{Code: DerivedDiffers, Aspect: Aspect(a), From: official[a], Level: derived[a]})
		}
	}
	return reasons
}

// Requirement is what a level asks for: a measure with the aspects and the
// lowest level it belongs to. Costs are in öre, nil when nobody has stated them.
type Requirement struct {
	ID      string
	Aspects []Aspect
	Min     Level
	Once    *int64
	Yearly  *int64
}

// Required lists the requirements of a class, in the order given: those with an
// aspect whose level is at least the requirement's.
func Required(all []Requirement, v Vector) []Requirement {
	var out []Requirement
	for _, r := range all {
		if slices.ContainsFunc(r.Aspects, func(a Aspect) bool { return v[a] >= r.Min }) {
			out = append(out, r)
		}
	}
	return out
}

// Effect is what a change of class would ask for.
type Effect struct {
	Added    []Requirement
	Dropped  []Requirement
	Once     int64 // öre, of those added with a stated cost
	Yearly   int64 // öre
	Unpriced int   // added without any stated cost: not known, not free
}

// RaiseEffect compares the requirements of two classes.
func RaiseEffect(all []Requirement, from, to Vector) Effect {
	var e Effect
	had := ids(Required(all, from))
	has := ids(Required(all, to))
	for _, r := range all {
		switch {
		case has[r.ID] && !had[r.ID]:
			e.Added = append(e.Added, r)
			if r.Once == nil && r.Yearly == nil {
				e.Unpriced++
			}
			if r.Once != nil {
				e.Once += *r.Once
			}
			if r.Yearly != nil {
				e.Yearly += *r.Yearly
			}
		case had[r.ID] && !has[r.ID]:
			e.Dropped = append(e.Dropped, r)
		}
	}
	return e
}

func ids(rs []Requirement) map[string]bool {
	m := make(map[string]bool, len(rs))
	for _, r := range rs {
		m[r.ID] = true
	}
	return m
}

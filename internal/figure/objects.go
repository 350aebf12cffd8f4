package figure

import (
	"context"
	"slices"

	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// part is what an organisation is to an object on the day.
type part struct {
	party register.ID
	role  string
}

// parties gives the parts that make an object somebody's, by object.
func (r *run) parties(ctx context.Context) (map[register.ID][]part, error) {
	if r.parts != nil {
		return r.parts, nil
	}
	out := map[register.ID][]part{}
	err := r.each(ctx, ofParties, func(_ store.Key, v []any) {
		object, _ := v[0].(string)
		party, _ := v[1].(string)
		role, _ := v[2].(string)
		out[register.ID(object)] = append(out[register.ID(object)], part{register.ID(party), role})
	})
	r.parts = out
	return out, err
}

// The roles of an office in an object, as offices' lists say them.
const (
	controllerOnly = "controller"
	processorOnly  = "processor"
	bothRoles      = "both"
)

func (v view) role(parts []part) string {
	controller, processor := false, false
	for _, p := range parts {
		if _, ok := slices.BinarySearch(v.controllers, p.party); ok {
			controller = controller || p.role != "processor"
			processor = processor || p.role == "processor"
		}
	}
	switch {
	case controller && processor:
		return bothRoles
	case controller:
		return controllerOnly
	case processor:
		return processorOnly
	}
	return ""
}

func onlyRole(ctx context.Context, r *run, in input) (outcome, error) {
	roles, err := r.roles(ctx, in)
	i, wanted := -1, in.def.Args["role"]
	return outcome{keys: keep(in.keys, func(*row) bool { i++; return roles[i] == wanted })}, err
}

// roles gives the organisation's role in each object in turn.
func (r *run) roles(ctx context.Context, in input) ([]string, error) {
	parts, err := r.parties(ctx)
	out := make([]string, len(in.keys))
	for i, k := range in.keys {
		if !k.parted {
			k.parts, k.parted = parts[k.ID], true
		}
		out[i] = in.view.role(k.parts)
	}
	return out, err
}

func byRole(ctx context.Context, r *run, in input) (outcome, error) {
	roles, err := r.roles(ctx, in)
	out := outcome{keys: in.keys}
	for _, g := range []Group{
		{Value: controllerOnly, Label: lang.Text{SV: "PuA", EN: "Controller"}},
		{Value: bothRoles, Label: lang.Text{SV: "PuA och PuB", EN: "Controller and processor"}},
		{Value: processorOnly, Label: lang.Text{SV: "PuB", EN: "Processor"}},
	} {
		i := -1
		ks := keep(in.keys, func(*row) bool { i++; return roles[i] == g.Value })
		out.groups = append(out.groups, r.group(g.Value, g.Label, ks))
	}
	return out, err
}

// latestYear groups objects by the year of the latest decision.
func latestYear(ctx context.Context, r *run, in input) (outcome, error) {
	at := map[string][]*row{}
	for _, k := range in.keys {
		d, ok, err := r.class(ctx, k.ID)
		if err != nil {
			return outcome{}, err
		}
		year := ""
		if ok {
			year = string(d.DecidedOn[:4])
		}
		at[year] = append(at[year], k)
	}
	out := outcome{keys: in.keys}
	for year, ks := range at {
		label := lang.Text{SV: year, EN: year}
		if year == "" {
			label = lang.Text{SV: "Saknas", EN: "None"}
		}
		out.groups = append(out.groups, r.group(year, label, ks))
	}
	sortGroups(out.groups)
	return out, nil
}

// reviewedInTime keeps objects whose latest review of access is no older than
// the interval of their routine (domain.md R18); the last day counts.
func reviewedInTime(ctx context.Context, r *run, in input) (outcome, error) {
	inTime, err := once(r, "reviewed_in_time", func() (map[register.ID]bool, error) { return r.reviewedInTime(ctx) })
	return outcome{keys: keep(in.keys, func(k *row) bool { return inTime[k.ID] })}, err
}

func (r *run) reviewedInTime(ctx context.Context) (map[register.ID]bool, error) {
	months, last := map[register.ID]int{}, map[register.ID]clock.Date{}
	err := r.each(ctx, ofRoutines, func(_ store.Key, v []any) {
		o, _ := v[0].(string)
		n, _ := v[1].(int64)
		if m := months[register.ID(o)]; m == 0 || int(n) < m {
			months[register.ID(o)] = int(n)
		}
	})
	if err != nil {
		return nil, err
	}
	err = r.each(ctx, ofAccessReviews, func(_ store.Key, v []any) {
		o, _ := v[0].(string)
		d, _ := v[1].(string)
		last[register.ID(o)] = max(last[register.ID(o)], clock.Date(d))
	})
	out := map[register.ID]bool{}
	for o, n := range months {
		out[o] = last[o].Valid() && last[o].AddMonths(n) >= r.day()
	}
	return out, err
}

// limit is a threshold of the rule book by name.
func (r *run) limit(name string) int { return r.rules.Number(rulebook.Limit(name)) }

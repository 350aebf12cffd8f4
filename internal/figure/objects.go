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
	err := r.each(ctx, "object_party", "{{party}}", []string{"object", "party", "role"}, func(_ store.Key, v []any) {
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
		if slices.Contains(v.controllers, p.party) {
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
	parts, err := r.parties(ctx)
	return outcome{keys: keep(in.keys, func(k store.Key) bool { return in.view.role(parts[k.ID]) == in.def.Args["role"] })}, err
}

func byRole(ctx context.Context, r *run, in input) (outcome, error) {
	parts, err := r.parties(ctx)
	out := outcome{keys: in.keys}
	for _, g := range []Group{
		{Value: controllerOnly, Label: lang.Text{SV: "PuA", EN: "Controller"}},
		{Value: bothRoles, Label: lang.Text{SV: "PuA och PuB", EN: "Controller and processor"}},
		{Value: processorOnly, Label: lang.Text{SV: "PuB", EN: "Processor"}},
	} {
		g.Records = keep(in.keys, func(k store.Key) bool { return in.view.role(parts[k.ID]) == g.Value })
		g.Count = len(g.Records)
		out.groups = append(out.groups, g)
	}
	return out, err
}

// latestYear groups objects by the year of the latest decision.
func latestYear(ctx context.Context, r *run, in input) (outcome, error) {
	at := map[string][]store.Key{}
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
		out.groups = append(out.groups, Group{Value: year, Label: label, Count: len(ks), Records: ks})
	}
	sortGroups(out.groups)
	return out, nil
}

// reviewedInTime keeps objects whose latest review of access is no older than
// the interval of their routine (domain.md R18); the last day counts.
func reviewedInTime(ctx context.Context, r *run, in input) (outcome, error) {
	inTime, err := once(r, "reviewed_in_time", func() (map[register.ID]bool, error) { return r.reviewedInTime(ctx) })
	return outcome{keys: keep(in.keys, func(k store.Key) bool { return inTime[k.ID] })}, err
}

func (r *run) reviewedInTime(ctx context.Context) (map[register.ID]bool, error) {
	months, last := map[register.ID]int{}, map[register.ID]clock.Date{}
	err := r.each(ctx, "access_routine", "status = decided AND frequency_months >= 1", []string{"object", "frequency_months"}, func(_ store.Key, v []any) {
		o, _ := v[0].(string)
		n, _ := v[1].(int64)
		if m := months[register.ID(o)]; m == 0 || int(n) < m {
			months[register.ID(o)] = int(n)
		}
	})
	if err != nil {
		return nil, err
	}
	err = r.each(ctx, "access_review", "performed_on <= asof", []string{"object", "performed_on"}, func(_ store.Key, v []any) {
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

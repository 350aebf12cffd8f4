package figure

import (
	"context"
	"fmt"
	"slices"

	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// decision is a decided classification with what an office's list says of it.
type decision struct {
	classify.Decision
	total, met int64
	counted    bool       // the numbers of requirements are known
	planned    clock.Date // when the plan that follows from it was decided, as an office's list says; empty = does not say
}

// decisions gives every decided classification of each object up to the day.
func (r *run) decisions(ctx context.Context) (map[register.ID][]decision, error) {
	if r.latest != nil {
		return r.latest, nil
	}
	out := map[register.ID][]decision{}
	err := r.each(ctx, ofDecisions, func(k store.Key, v []any) {
		object, _ := v[0].(string)
		on, _ := v[1].(string)
		d := decision{Decision: classify.Decision{ID: k.Ref, DecidedOn: clock.Date(on), Class: classify.None()}}
		for a := range d.Class {
			if n, ok := v[2+a].(int64); ok {
				d.Class[a] = classify.Level(n)
			}
		}
		d.total, d.counted = v[6].(int64)
		d.met, _ = v[7].(int64)
		planned, _ := v[10].(string)
		d.planned = clock.Date(planned)
		marked, _ := v[9].(string)
		d.Causes, d.Marked = members(v[8]), clock.Date(marked)
		out[register.ID(object)] = append(out[register.ID(object)], d)
	})
	r.latest = out
	return out, err
}

// class is the latest decision on an object (domain.md 4.1.7).
func (r *run) class(ctx context.Context, object register.ID) (decision, bool, error) {
	latest, err := once(r, "latest", func() (map[register.ID]decision, error) {
		all, err := r.decisions(ctx)
		out := make(map[register.ID]decision, len(all))
		for o, ds := range all {
			if d, ok := classify.Latest(plain(ds), r.day()); ok {
				out[o] = ds[slices.IndexFunc(ds, func(x decision) bool { return x.ID == d.ID })]
			}
		}
		return out, err
	})
	d, ok := latest[object]
	return d, ok, err
}

func plain(ds []decision) []classify.Decision {
	out := make([]classify.Decision, len(ds))
	for i, d := range ds {
		out[i] = d.Decision
	}
	return out
}

// currentClass keeps objects whose classification may be relied on: recent
// enough, and nothing that matters has come since (domain.md 4.1.7).
func currentClass(ctx context.Context, r *run, in input) (outcome, error) {
	all, err := r.decisions(ctx)
	if err != nil {
		return outcome{}, err
	}
	current, err := once(r, "current", func() (map[register.ID]bool, error) { return r.current(ctx, all) })
	return outcome{keys: keep(in.keys, func(k *row) bool { return current[k.ID] })}, err
}

func (r *run) current(ctx context.Context, all map[register.ID][]decision) (map[register.ID]bool, error) {
	changes := map[register.ID][]classify.Change{}
	err := r.each(ctx, ofProcessings, func(k store.Key, v []any) {
		on, _ := v[1].(string)
		links, _ := v[0].([]register.Link)
		for _, l := range links {
			if on != "" {
				changes[l.To] = append(changes[l.To], classify.Change{Kind: "new_processing", On: clock.Date(on), Ref: k.Ref})
			}
		}
	})
	if err != nil {
		return nil, err
	}
	m := r.rules.Classify()
	out := make(map[register.ID]bool, len(all))
	for object, ds := range all {
		out[object], _ = classify.Current(m, plain(ds), changes[object], r.day())
	}
	return out, nil
}

// latestLevel keeps objects whose latest class has at least a level in an aspect.
func latestLevel(ctx context.Context, r *run, in input) (outcome, error) {
	var a classify.Aspect
	if err := a.UnmarshalText([]byte(in.def.Args["aspect"])); err != nil {
		return outcome{}, err
	}
	least := classify.Level(r.limit(in.def.Args["limit"]))
	var failed error
	keys := keep(in.keys, func(k *row) bool {
		d, ok, err := r.class(ctx, k.ID)
		if err != nil {
			failed = err
		}
		return ok && d.Class[a] >= least
	})
	return outcome{keys: keys}, failed
}

// requirementsMet sums what the latest classifications ask for and what is in
// place, as the office's own reconciliation says.
func requirementsMet(ctx context.Context, r *run, in input) (outcome, error) {
	met, total := 0, 0
	var failed error
	keys := keep(in.keys, func(k *row) bool {
		d, ok, err := r.class(ctx, k.ID)
		if err != nil {
			failed = err
		}
		if !ok || !d.counted {
			return false
		}
		met, total = met+int(d.met), total+int(d.total)
		return true
	})
	return outcome{keys: keys, value: &met, of: &total}, failed
}

// demandGap keeps objects whose class is lower than what leans on them demands
// (domain.md 4.2). Every object the caller sees is in the graph, whoever owns it.
func demandGap(ctx context.Context, r *run, in input) (outcome, error) {
	gaps, err := r.gaps(ctx)
	return outcome{keys: keep(in.keys, func(k *row) bool { return gaps[k.ID] })}, err
}

func (r *run) gaps(ctx context.Context) (map[register.ID]bool, error) {
	if r.demands != nil {
		return r.demands, nil
	}
	all, err := r.decisions(ctx)
	if err != nil {
		return nil, err
	}
	var nodes []classify.Node
	var edges []classify.Edge
	there, info := map[register.ID]bool{}, map[string][]string{}
	err = r.each(ctx, ofDependencies, func(k store.Key, v []any) {
		there[k.ID] = true
		class := classify.None()
		if d, ok := classify.Latest(plain(all[k.ID]), r.day()); ok {
			class = d.Class
		}
		nodes = append(nodes, classify.Node{ID: string(k.ID), Counted: true, Class: class})
		held, _ := v[1].([]register.Link)
		info[string(k.ID)] = register.IDs(held)
		links, _ := v[0].([]register.Link)
		for _, l := range links {
			edges = append(edges, classify.Edge{From: string(k.ID), To: string(l.To), Kind: classify.Dependency(l.Kind)})
		}
	})
	if err != nil {
		return nil, err
	}
	known := edges[:0]
	for _, e := range edges {
		if there[register.ID(e.To)] {
			known = append(known, e)
		}
	}
	m := r.rules.Classify()
	m.Passing(known, info)
	g, err := classify.NewGraph(m, nodes, known)
	if err != nil {
		return nil, fmt.Errorf("demands between objects: %w", err)
	}
	r.demands = map[register.ID]bool{}
	for _, d := range g.Demands() {
		if d.HasGap() {
			r.demands[register.ID(d.ID)] = true
		}
	}
	return r.demands, nil
}

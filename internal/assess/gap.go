package assess

import (
	"context"
	"fmt"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/method/classify"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// GapState is how a gap stands.
type GapState string

// The states of a gap. NotClassified is an object with dependants and no class
// of its own: a finding, not a gap.
const (
	GapOpen       GapState = "open"
	GapHandled    GapState = "handled"
	NotClassified GapState = "not_classified"
)

// Gap is what dependants demand of an object beyond its class (domain.md 4.2).
type Gap struct {
	Object store.Key
	Kind   string // of object
	Demand classify.Demand
	State  GapState
	// Analysis is the decided risk analysis with the answer, empty when none is.
	Analysis  store.Key
	Answer    classify.Answer
	DecidedOn register.Date
}

// landscape is the live graph with what is known of each object.
type landscape struct {
	graph  *classify.Graph
	method classify.Method
	nodes  []classify.Node
	edges  []classify.Edge
	key    map[string]store.Key
	kind   map[string]string
	class  map[string]classify.Vector
}

// counted are the states in which an object makes demands.
var counted = map[string]bool{"introduction": true, "operation": true, "phasing_out": true}

// landscape reads the whole graph that the caller sees, with a class decided on
// or before the day. planned takes objects in, too, that are not yet introduced.
func (r *reader) landscape(planned bool) (*landscape, error) {
	rules, err := r.rules()
	if err != nil {
		return nil, err
	}
	l := &landscape{method: rules.Classify(), key: map[string]store.Key{}, kind: map[string]string{}, class: map[string]classify.Vector{}}
	if l.class, err = r.classes(); err != nil {
		return nil, err
	}
	info := map[string][]string{}
	err = r.values("object", "", []string{"status", "kind", "depends_on", "info_types"}, func(k store.Key, v []any) {
		status, _ := v[0].(string)
		kind, _ := v[1].(string)
		id := string(k.ID)
		class, ok := l.class[id]
		if !ok {
			class = classify.None()
		}
		l.key[id], l.kind[id] = k, kind
		l.nodes = append(l.nodes, classify.Node{ID: id, Class: class, Counted: counted[status] || planned && (status == "planned" || status == "procurement")})
		held, _ := v[3].([]register.Link)
		info[id] = register.IDs(held)
		links, _ := v[2].([]register.Link)
		for _, to := range links {
			if to.Kind != "" && to.To != k.ID {
				l.edges = append(l.edges, classify.Edge{From: id, To: string(to.To), Kind: classify.Dependency(to.Kind)})
			}
		}
	})
	if err != nil {
		return nil, err
	}
	seen := l.edges[:0]
	for _, e := range l.edges {
		if _, ok := l.key[e.To]; ok {
			seen = append(seen, e)
		}
	}
	l.edges = seen
	l.method.Passing(l.edges, info)
	if l.graph, err = classify.NewGraph(l.method, l.nodes, l.edges); err != nil {
		return nil, fmt.Errorf("assess: dependencies: %w", err)
	}
	return l, nil
}

// classes gives the official class of each object: that of the latest decision
// on or before the day (domain.md 4.1.7, 4.1.8).
func (r *reader) classes() (map[string]classify.Vector, error) {
	decided := map[string][]classify.Decision{}
	err := r.values("classification", "object != null AND status = (decided, superseded) AND decided_on <= asof", []string{"object", "decided_on", "k", "r", "t", "s"}, func(k store.Key, v []any) {
		object, _ := v[0].(string)
		on, _ := v[1].(string)
		d := classify.Decision{ID: k.Ref, DecidedOn: clock.Date(on), Class: classify.None()}
		for i := range d.Class {
			if n, ok := v[2+i].(int64); ok {
				d.Class[i] = classify.Level(n)
			}
		}
		decided[object] = append(decided[object], d)
	})
	out := map[string]classify.Vector{}
	for id, ds := range decided {
		if d, ok := classify.Latest(ds, clock.Date(r.day())); ok {
			out[id] = d.Class
		}
	}
	return out, err
}

// answered is a decided answer with the analysis it stands in.
type answered struct {
	key    store.Key
	answer classify.GapAnswer
}

// answers gives the latest decided answer for each object.
func (r *reader) answers() (map[string]answered, error) {
	actions := map[string]int{}
	plan := map[string]string{}
	count := func(k store.Key, v []any) {
		origin, _ := v[0].(string)
		if p, _ := v[1].(string); p != "" && plan[p] != "" {
			origin = plan[p]
		}
		if origin != "" {
			actions[origin]++
		}
	}
	err := r.values("action_plan", "origin_kind = risk_analysis", []string{"origin"}, func(k store.Key, v []any) { plan[string(k.ID)], _ = v[0].(string) })
	if err == nil {
		err = r.values("action", "origin_kind = risk_analysis AND status != cancelled", []string{"origin", "plan"}, count)
	}
	if err != nil {
		return nil, err
	}
	out := map[string]answered{}
	fields := []string{"object", "gap_answer", "decided_on", "gap_covers", "gap_risk", "gap_cost", "gap_benefit"}
	err = r.values("risk_analysis", "gap_answer != null AND status = (decided, superseded) AND decided_on <= asof", fields, func(k store.Key, v []any) {
		text := func(i int) string { s, _ := v[i].(string); return s }
		a := classify.GapAnswer{Answer: classify.Answer(text(1)), DecidedOn: clock.Date(text(2)), Risk: text(4), Benefit: text(6), Actions: actions[string(k.ID)]}
		a.Covers, _ = classify.ParseVector(text(3))
		if n, ok := v[5].(int64); ok {
			a.Cost = fmt.Sprint(n)
		}
		if had, ok := out[text(0)]; !ok || had.answer.DecidedOn < a.DecidedOn || had.answer.DecidedOn == a.DecidedOn && had.key.Ref < k.Ref {
			out[text(0)] = answered{k, a}
		}
	})
	return out, err
}

// Gaps gives the demand gaps of all objects that the caller sees, as of an
// instant (zero for now): open, handled, and objects without a class that others
// lean on.
func Gaps(ctx context.Context, deps Deps, c access.Caller, asOf time.Time) ([]Gap, error) {
	r := deps.reader(ctx, c)
	r.asOf = asOf
	l, mine, err := r.demanding()
	if err != nil {
		return nil, err
	}
	answers, err := r.answers()
	if err != nil {
		return nil, err
	}
	var out []Gap
	for _, d := range l.graph.Demands() {
		if !mine(d.ID) {
			continue
		}
		if g, ok := l.gap(d, answers[d.ID], r.day()); ok {
			out = append(out, g)
		}
	}
	return out, nil
}

// demanding reads the graph with all that lean on what the reader answers for,
// and tells which objects the reader sees: of these alone, demands are told.
func (r *reader) demanding() (*landscape, func(id string) bool, error) {
	all := func(string) bool { return true }
	if r.wide == nil {
		l, err := r.landscape(false)
		return l, all, err
	}
	wider := *r
	wider.scope = func(reg *register.Register) store.Scope { s, _ := r.wide(reg); return s }
	l, err := wider.landscape(false)
	if _, differs := r.wide(r.reg("object")); err != nil || !differs {
		return l, all, err
	}
	seen := map[string]bool{}
	err = r.values("object", "", nil, func(k store.Key, _ []any) { seen[string(k.ID)] = true })
	return l, func(id string) bool { return seen[id] }, err
}

func (l *landscape) gap(d classify.Demand, a answered, on register.Date) (Gap, bool) {
	g := Gap{Object: l.key[d.ID], Kind: l.kind[d.ID], Demand: d}
	switch {
	case !d.Class.Known() && d.Dependants > 0:
		g.State = NotClassified
		return g, true
	case !d.HasGap():
		return g, false
	}
	g.State = GapOpen
	if a.key.ID != "" {
		g.Analysis, g.Answer, g.DecidedOn = a.key, a.answer.Answer, register.Date(a.answer.DecidedOn)
		if classify.Handled(d.Gap, a.answer, clock.Date(on)) {
			g.State = GapHandled
		}
	}
	return g, true
}

// Askers are the dependants of an object that ask for more than its class, as of
// an instant (zero for now), nearest first.
func Askers(ctx context.Context, deps Deps, c access.Caller, object register.ID, asOf time.Time) ([]store.Key, error) {
	r := deps.reader(ctx, c)
	r.asOf = asOf
	l, err := r.landscape(false)
	if err != nil {
		return nil, err
	}
	for _, d := range l.graph.Demands() {
		if d.ID == string(object) {
			return l.askers(d), nil
		}
	}
	return nil, nil
}

// askers are the dependants whose class asks for more than the object's.
func (l *landscape) askers(d classify.Demand) (out []store.Key) {
	seen := map[string]bool{}
	for _, x := range l.graph.Dependants(d.ID) {
		if !x.Counted || seen[x.ID] {
			continue
		}
		for _, a := range l.method.Demands[x.Kind] {
			if d.Gap[a] > 0 && x.Class[a] > d.Class[a] {
				seen[x.ID] = true
				out = append(out, l.key[x.ID])
				break
			}
		}
	}
	return out
}

// ClassEffect is what another class of an object would ask for and cost, before
// anybody decides it. The class compared with is the official one.
func ClassEffect(ctx context.Context, deps Deps, c access.Caller, object string, to classify.Vector) (Effect, error) {
	r := deps.reader(ctx, c)
	reg := r.reg("object")
	rec, err := deps.DB.Get(ctx, c.Read(reg), reg, object, time.Time{}, 0)
	if err != nil {
		return Effect{}, err
	}
	rules, err := r.rules()
	if err != nil {
		return Effect{}, err
	}
	classes, err := r.classes()
	if err != nil {
		return Effect{}, err
	}
	from, ok := classes[string(rec.ID)]
	if !ok {
		from = classify.None()
	}
	cat, err := r.catalogue()
	if err != nil {
		return Effect{}, err
	}
	return effect(rules, cat, from, to), nil
}

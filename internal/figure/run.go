package figure

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// run answers as of one date for one caller. What several figures need is read
// once and kept for the run.
type run struct {
	db     *store.DB
	caller access.Caller
	book   *Book
	rules  rulebook.Rules
	date   register.Date
	at     time.Time // the last instant of the date
	known  int64

	orgs    *tree
	parts   map[register.ID][]part
	latest  map[register.ID][]decision
	parents map[string]map[register.ID]any
	keys    map[*register.Register]map[register.ID]*row
	demands map[register.ID]bool
	labels  map[*Definition]lang.Text
	kept    map[string]any

	surveyed map[string]*store.Marked // by the key of a read
	bare     bool                     // the figures are told without their records
}

// once reads what several organisations' figures need, the first time it is asked for.
func once[T any](r *run, what string, read func() (T, error)) (T, error) {
	if got, ok := r.kept[what]; ok {
		return got.(T), nil
	}
	v, err := read()
	if err == nil {
		if r.kept == nil {
			r.kept = map[string]any{}
		}
		r.kept[what] = v
	}
	return v, err
}

func (r *run) register(name string) (*register.Register, error) {
	reg, ok := r.db.Catalogue.Get(name)
	if !ok {
		return nil, fmt.Errorf("figures: there is no register %s", name)
	}
	return reg, nil
}

// query asks with both time axes: versions as of the date, and before a
// record's first version its own dates (domain.md C1).
func (r *run) query(reg *register.Register, filter query.Checked) store.Query {
	return store.Query{Register: reg, Filter: filter, AsOf: r.at, KnownAt: r.known, Backdated: true}
}

// own limits: the product's own filters may name every organisation of a city.
var own = query.Limits{Bytes: 1 << 20, Terms: 1000, Depth: 30, Chained: 10}

// filter reads a filter text, macros and numbers put in, against a register.
func (r *run) filter(reg *register.Register, d *Definition, text string) (query.Checked, string, error) {
	x := expander{book: r.book, rules: r.rules}
	if d != nil {
		x.numbers = d.Numbers
	}
	text, err := x.text(text)
	if err != nil {
		return nil, "", err
	}
	n, err := own.Parse(text)
	if err != nil {
		return nil, "", fmt.Errorf("filter %q: %w", text, err)
	}
	c, err := query.Check(n, register.Schema(reg), query.Params{AsOf: query.CivilOf(r.date.Time(time.UTC)), Now: r.at, Zone: r.db.Zone})
	if err != nil {
		return nil, "", fmt.Errorf("filter %q: %w", text, err)
	}
	return c, text, nil
}

func (r *run) day() clock.Date { return clock.Date(r.date) }

// row is one record that some figure may count.
type row struct {
	store.Key
	place int   // among the rows that were counted
	by    []any // values of the fields that figures group by

	parts  []part // of an object, when they have been looked up
	parted bool
}

// counted is what one pass over a register found.
type counted struct {
	reg   *register.Register
	rows  []*row           // ordered by human number unless the run is bare, as are those that hold
	holds map[mark]*[]*row // shared by those that ask the same
	texts map[*Definition]string
	by    []*register.Field // what rows carry values of

	beside map[*Definition][]*register.Register // asked about in the filters
}

type mark struct {
	def   *Definition
	group string // empty: the figure itself
}

// plan is what is to be asked of a register for its figures.
type plan struct {
	ask   store.Ask
	texts map[*Definition]string
	marks []mark
	place map[mark]int // the filter that a mark is told by

	beside map[*Definition][]*register.Register // asked about in the filters
}

// plan puts the questions of all figures of a register together. base is what
// all of them start from.
func (r *run) plan(reg *register.Register, base string, defs []*Definition) (*plan, error) {
	from, baseText, err := r.filter(reg, nil, base)
	if err != nil {
		return nil, err
	}
	p := &plan{ask: store.Ask{Register: reg, Filter: from}, texts: map[*Definition]string{}, place: map[mark]int{}, beside: map[*Definition][]*register.Register{}}
	seen := map[string]int{} // a filter that several figures share is asked once
	add := func(m mark, filter string) (string, error) {
		f, text, err := r.filter(reg, m.def, filter)
		if err != nil {
			return "", fmt.Errorf("figure %s: %w", m.def.ID, err)
		}
		i, ok := seen[text]
		if !ok {
			i = len(p.ask.Filters)
			seen[text] = i
			p.ask.Filters = append(p.ask.Filters, f)
		}
		p.marks = append(p.marks, m)
		p.place[m] = i
		p.beside[m.def] = r.related(reg, f, p.beside[m.def])
		return text, nil
	}
	for _, d := range defs {
		text, err := add(mark{d, ""}, d.Filter)
		if err != nil {
			return nil, err
		}
		p.texts[d] = both(baseText, text)
		for _, g := range d.Groups {
			if _, err := add(mark{d, g.Value}, both(d.Filter, g.Filter)); err != nil {
				return nil, err
			}
		}
		if d.By != "" {
			f, ok := reg.Field(d.By)
			if !ok {
				return nil, fmt.Errorf("figure %s: register %s has no field %s", d.ID, reg.Name, d.By)
			}
			if !slices.Contains(p.ask.Fields, f) {
				p.ask.Fields = append(p.ask.Fields, f)
			}
		}
	}
	return p, nil
}

// count marks every record of a register for all its figures in one pass.
func (r *run) count(ctx context.Context, reg *register.Register, base string, defs []*Definition) (*counted, error) {
	p, err := r.plan(reg, base, defs)
	if err != nil {
		return nil, err
	}
	var rows []*row
	var hits []bool // of each row in turn, by filter
	err = r.db.Mark(ctx, r.caller.Read(reg), r.query(reg, p.ask.Filter), p.ask.Fields, p.ask.Filters, func(k store.Key, vals []any, holds []bool) error {
		rows, hits = append(rows, &row{Key: k, place: len(rows), by: vals}), append(hits, holds...)
		return nil
	})
	n := len(p.ask.Filters)
	return p.counted(rows, r.bare, func(row *row, filter int) bool { return hits[row.place*n+filter] }), err
}

// survey counts several registers at once, each for all its figures; base is
// what all of a register's start from.
func (r *run) survey(ctx context.Context, order []string, parts map[string][]*Definition, base func(*register.Register) string) ([]*counted, error) {
	plans, asks := make([]*plan, len(order)), make([]store.Ask, len(order))
	var reads []read
	for i, name := range order {
		reg, err := r.register(name)
		if err == nil {
			plans[i], err = r.plan(reg, base(reg), parts[name])
		}
		if err != nil {
			return nil, err
		}
		asks[i] = plans[i].ask
		for _, d := range parts[name] {
			more, err := r.reads(reg, d)
			if err != nil {
				return nil, fmt.Errorf("figure %s: %w", d.ID, err)
			}
			reads = append(reads, more...)
		}
	}
	if len(order) == 0 {
		return nil, nil
	}
	for _, what := range reads {
		ask, err := r.ask(what)
		if err != nil {
			return nil, err
		}
		asks = append(asks, ask)
	}
	answers, err := r.db.Survey(ctx, r.caller.Read(asks[0].Register), r.query(nil, nil), asks)
	if err != nil {
		return nil, err
	}
	r.surveyed = map[string]*store.Marked{}
	for i, what := range reads {
		r.surveyed[what.key()] = answers[len(order)+i]
	}
	out := make([]*counted, len(order))
	for i, p := range plans {
		out[i] = p.surveyed(answers[i], r.bare)
	}
	return out, nil
}

func (p *plan) surveyed(a *store.Marked, bare bool) *counted {
	at := a.Rows()
	rows, values := make([]*row, len(at)), make([]any, len(at)*len(p.ask.Fields))
	for i, n := range at {
		by := values[i*len(p.ask.Fields):][:len(p.ask.Fields)]
		for j := range by {
			by[j] = a.Value(n, j)
		}
		rows[i] = &row{Key: a.Key(n), place: n, by: by}
	}
	return p.counted(rows, bare, func(row *row, filter int) bool { return a.Holds(row.place, filter) })
}

// counted tells of each filter the rows that it holds for, in order where they
// are to be shown; rows are given their places afterwards.
func (p *plan) counted(rows []*row, bare bool, holds func(row *row, filter int) bool) *counted {
	c := &counted{reg: p.ask.Register, rows: rows, holds: map[mark]*[]*row{}, texts: p.texts, by: p.ask.Fields, beside: p.beside}
	if !bare {
		byRef(rows) // once, not once for each filter
	}
	found := make([][]*row, len(p.ask.Filters))
	for i := range found {
		for _, w := range rows {
			if holds(w, i) {
				found[i] = append(found[i], w)
			}
		}
	}
	for i, w := range rows {
		w.place = i
	}
	for _, m := range p.marks {
		c.holds[m] = &found[p.place[m]]
	}
	return c
}

func byRef(rows []*row) {
	slices.SortFunc(rows, func(a, b *row) int { return numbered(a.Key, b.Key) })
}

// records are the rows as a figure tells them, unless it is told without.
func (r *run) records(rows []*row) []store.Key {
	if r.bare || rows == nil {
		return nil
	}
	out := make([]store.Key, len(rows))
	for i, w := range rows {
		out[i] = w.Key
	}
	return out
}

// group is a part of a figure.
func (r *run) group(value string, label lang.Text, rows []*row) Group {
	return Group{Value: value, Label: label, Count: len(rows), Records: r.records(rows)}
}

// numbered orders as the store lists: OBJ-9999 before OBJ-10000.
func numbered(a, b store.Key) int {
	return cmp.Or(cmp.Compare(len(a.Ref), len(b.Ref)), strings.Compare(a.Ref, b.Ref), strings.Compare(string(a.ID), string(b.ID)))
}

// each reads some fields of all that a filter finds, whoever owns it, within
// the caller's scope, in no order.
func (r *run) each(ctx context.Context, what read, fn func(k store.Key, v []any)) error {
	if a, ok := r.surveyed[what.key()]; ok {
		v := make([]any, len(what.fields))
		for _, at := range a.Rows() {
			for i := range v {
				v[i] = a.Value(at, i)
			}
			fn(a.Key(at), v)
		}
		return nil
	}
	ask, err := r.ask(what)
	if err != nil {
		return err
	}
	return r.db.Mark(ctx, r.caller.Read(ask.Register), r.query(ask.Register, ask.Filter), ask.Fields, nil, func(k store.Key, v []any, _ []bool) error { fn(k, v); return nil })
}

func (r *run) ask(what read) (store.Ask, error) {
	reg, err := r.register(what.register)
	if err != nil {
		return store.Ask{}, err
	}
	f, _, err := r.filter(reg, nil, what.filter)
	if err != nil {
		return store.Ask{}, fmt.Errorf("register %s: %w", reg.Name, err)
	}
	ask := store.Ask{Register: reg, Filter: f}
	for _, n := range what.fields {
		field, ok := reg.Field(n)
		if !ok {
			return ask, fmt.Errorf("register %s has no field %s", reg.Name, n)
		}
		ask.Fields = append(ask.Fields, field)
	}
	return ask, nil
}

// follow gives, for every record of a register, the value at the end of a path
// of references such as incident.detected_at, with the field it ends in.
func (r *run) follow(ctx context.Context, reg *register.Register, path string) (map[register.ID]any, *register.Field, error) {
	name, rest, more := strings.Cut(path, ".")
	f, ok := reg.Field(name)
	if !ok || more && (f.Kind != register.Ref || f.Target == nil) {
		return nil, nil, fmt.Errorf("register %s has no field or reference %s", reg.Name, name)
	}
	key := reg.Name + "." + path
	last := f
	if more {
		_, end, err := r.ends(f.Target, rest)
		if err != nil {
			return nil, nil, err
		}
		last = end
	}
	if got, ok := r.parents[key]; ok {
		return got, last, nil
	}
	out := map[register.ID]any{}
	err := r.each(ctx, ofField(reg, name), func(k store.Key, v []any) {
		if v[0] != nil {
			out[k.ID] = v[0]
		}
	})
	if err == nil && more {
		var next map[register.ID]any
		if next, _, err = r.follow(ctx, f.Target, rest); err == nil {
			for id, v := range out {
				if end, ok := next[register.ID(v.(string))]; ok {
					out[id] = end
				} else {
					delete(out, id)
				}
			}
		}
	}
	if err != nil {
		return nil, nil, err
	}
	if r.parents == nil {
		r.parents = map[string]map[register.ID]any{}
	}
	r.parents[key] = out
	return out, last, nil
}

func (r *run) ends(reg *register.Register, path string) (*register.Register, *register.Field, error) {
	name, rest, more := strings.Cut(path, ".")
	f, ok := reg.Field(name)
	if !ok || more && (f.Kind != register.Ref || f.Target == nil) {
		return nil, nil, fmt.Errorf("register %s has no field or reference %s", reg.Name, name)
	}
	if more {
		return r.ends(f.Target, rest)
	}
	return reg, f, nil
}

// named gives the keys of a register's records by identity.
func (r *run) named(ctx context.Context, reg *register.Register) (map[register.ID]*row, error) {
	if got, ok := r.keys[reg]; ok {
		return got, nil
	}
	out := map[register.ID]*row{}
	err := r.each(ctx, ofNames(reg), func(k store.Key, _ []any) { out[k.ID] = &row{Key: k} })
	if r.keys == nil {
		r.keys = map[*register.Register]map[register.ID]*row{}
	}
	r.keys[reg] = out
	return out, err
}

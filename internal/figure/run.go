package figure

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
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
	keys    map[*register.Register]map[register.ID]store.Key
	demands map[register.ID]bool
	kept    map[string]any
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
	key store.Key
	by  map[string]any // values of fields that figures group by
}

// counted is what one pass over a register found.
type counted struct {
	reg   *register.Register
	rows  map[register.ID]*row
	holds map[mark][]store.Key // by figure and group, ordered by human number
	texts map[*Definition]string
}

type mark struct {
	def   *Definition
	group string // empty: the figure itself
}

// count marks every record of a register for all its figures in one pass.
// base is what all of them start from.
// wide tells that it is what all organisations start from.
func (r *run) count(ctx context.Context, reg *register.Register, base string, wide bool, defs []*Definition) (*counted, error) {
	c := &counted{reg: reg, rows: map[register.ID]*row{}, holds: map[mark][]store.Key{}, texts: map[*Definition]string{}}
	from, baseText, err := r.filter(reg, nil, base)
	if err != nil {
		return nil, err
	}
	var fields []*register.Field
	var marks []mark
	var filters []query.Checked
	seen := map[string]int{} // a filter that several figures share is asked once
	place := map[mark]int{}
	add := func(m mark, filter string) (string, error) {
		f, text, err := r.filter(reg, m.def, filter)
		if err != nil {
			return "", fmt.Errorf("figure %s: %w", m.def.ID, err)
		}
		i, ok := seen[text]
		if !ok {
			i = len(filters)
			seen[text] = i
			filters = append(filters, f)
		}
		marks = append(marks, m)
		place[m] = i
		return text, nil
	}
	for _, d := range defs {
		text, err := add(mark{d, ""}, d.Filter)
		if err != nil {
			return nil, err
		}
		c.texts[d] = both(baseText, text)
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
			if !slices.Contains(fields, f) {
				fields = append(fields, f)
			}
		}
	}
	q := r.query(reg, from)
	q.Wide = wide
	var keys []store.Key
	var hits []bool // of each key in turn, by filter
	err = r.db.Mark(ctx, r.caller.Read(reg), q, fields, filters, func(k store.Key, vals []any, holds []bool) error {
		w := &row{key: k, by: map[string]any{}}
		for i, f := range fields {
			w.by[f.Name] = vals[i]
		}
		c.rows[k.ID] = w
		keys, hits = append(keys, k), append(hits, holds...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	// Put in order once, not once for each filter.
	order := make([]int, len(keys))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return numbered(keys[a], keys[b]) })
	found := make([][]store.Key, len(filters))
	for _, at := range order {
		for i, h := range hits[at*len(filters) : (at+1)*len(filters)] {
			if h {
				found[i] = append(found[i], keys[at])
			}
		}
	}
	for _, m := range marks {
		c.holds[m] = found[place[m]]
	}
	return c, nil
}

func byRef(keys []store.Key) { slices.SortFunc(keys, numbered) }

// numbered orders as the store lists: OBJ-9999 before OBJ-10000.
func numbered(a, b store.Key) int {
	return cmp.Or(cmp.Compare(len(a.Ref), len(b.Ref)), strings.Compare(a.Ref, b.Ref), strings.Compare(string(a.ID), string(b.ID)))
}

// each reads some fields of all that a filter finds, whoever owns it, within
// the caller's scope, in no order.
func (r *run) each(ctx context.Context, name, filter string, fields []string, fn func(k store.Key, v []any)) error {
	reg, err := r.register(name)
	if err != nil {
		return err
	}
	f, _, err := r.filter(reg, nil, filter)
	if err != nil {
		return fmt.Errorf("register %s: %w", name, err)
	}
	fs := make([]*register.Field, len(fields))
	for i, n := range fields {
		var ok bool
		if fs[i], ok = reg.Field(n); !ok {
			return fmt.Errorf("register %s has no field %s", name, n)
		}
	}
	return r.db.Mark(ctx, r.caller.Read(reg), r.query(reg, f), fs, nil, func(k store.Key, v []any, _ []bool) error { fn(k, v); return nil })
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
	err := r.each(ctx, reg.Name, "", []string{name}, func(k store.Key, v []any) {
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
func (r *run) named(ctx context.Context, reg *register.Register) (map[register.ID]store.Key, error) {
	if got, ok := r.keys[reg]; ok {
		return got, nil
	}
	out := map[register.ID]store.Key{}
	err := r.each(ctx, reg.Name, "", nil, func(k store.Key, _ []any) { out[k.ID] = k })
	if r.keys == nil {
		r.keys = map[*register.Register]map[register.ID]store.Key{}
	}
	r.keys[reg] = out
	return out, err
}

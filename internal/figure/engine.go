package figure

import (
	"context"
	"fmt"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Engine computes figures from a database by a book of definitions.
type Engine struct {
	db    *store.DB
	book  *Book
	rules *rulebook.Book

	cities store.Kept[City]
	sets   store.Kept[Set]
}

// maxKept is how many answers are kept: each points at all records that it counts.
const maxKept = 32

// New makes an engine with the product's own definitions and rules.
func New(db *store.DB) (*Engine, error) {
	book, err := Load()
	if err != nil {
		return nil, err
	}
	return With(db, book)
}

// With makes an engine with other definitions.
func With(db *store.DB, book *Book) (*Engine, error) {
	rules, err := rulebook.Load()
	if err != nil {
		return nil, fmt.Errorf("read the rule book: %w", err)
	}
	return &Engine{db: db, book: book, rules: rules, cities: store.Kept[City]{Most: maxKept}, sets: store.Kept[Set]{Most: maxKept}}, nil
}

// Book gives the definitions.
func (e *Engine) Book() *Book { return e.book }

// Request asks for figures of one organisation.
type Request struct {
	Org     register.ID
	AsOf    register.Date
	Compare register.Date // empty: nothing to compare with
	KnownAt int64         // ledger position; 0 = all that is known
	IDs     []string      // identifiers or keys; none = all
}

// Compute answers within the caller's scope. Unknown figures and organisations
// are told as fault.Unknown, dates that are none as fault.Invalid.
func (e *Engine) Compute(ctx context.Context, caller access.Caller, q Request) (Set, error) {
	return e.compute(ctx, caller, q, false)
}

// compute tells figures without their records when bare.
func (e *Engine) compute(ctx context.Context, caller access.Caller, q Request, bare bool) (Set, error) {
	if err := dates(q.AsOf, q.Compare); err != nil {
		return Set{}, err
	}
	ids, err := e.asked(q.IDs)
	if err != nil {
		return Set{}, err
	}
	at := func(d register.Date) (Set, error) {
		r := e.run(caller, d, q.KnownAt)
		r.bare = bare
		return e.set(ctx, r, q.Org, ids)
	}
	set, err := at(q.AsOf)
	if err != nil || q.Compare == "" {
		return set, err
	}
	then, err := at(q.Compare)
	if err != nil {
		return Set{}, err
	}
	set.CompareTo = q.Compare
	for i := range set.Figures {
		set.Figures[i].with(then.Get(set.Figures[i].ID))
	}
	return set, nil
}

func dates(asOf, compare register.Date) error {
	for _, d := range []struct {
		name string
		date register.Date
	}{{"as_of", asOf}, {"compare", compare}} {
		if !register.ValidDate(string(d.date)) && !(d.name == "compare" && d.date == "") {
			return fault.Problems([]fault.Problem{{Field: d.name, Code: "not-a-date", Value: string(d.date), Allowed: []string{"2023-11-15"}}})
		}
	}
	return nil
}

func (e *Engine) asked(names []string) ([]string, error) {
	if len(names) == 0 {
		return e.book.IDs(), nil
	}
	var ids []string
	for _, n := range names {
		if _, ok := e.book.byID[n]; !ok {
			id, ok := e.book.ByKey(n)
			if !ok {
				return nil, fault.New(fault.Unknown, "no-such-figure", n)
			}
			n = id
		}
		ids = append(ids, n)
	}
	return ids, nil
}

func (e *Engine) run(caller access.Caller, d register.Date, known int64) *run {
	return &run{db: e.db, caller: caller, book: e.book, rules: e.rules.At(clock.Date(d)), date: d, at: e.db.EndOfDay(d), known: known}
}

// valid gives the definitions that hold on a day, with those they are part of.
func (e *Engine) valid(ids []string, d register.Date) []*Definition {
	var out []*Definition
	in := map[string]bool{}
	var add func(id string)
	add = func(id string) {
		def, ok := e.book.At(id, d)
		if !ok || in[id] {
			return
		}
		in[id] = true
		out = append(out, def)
		if def.Of != "" {
			add(def.Of)
		}
	}
	for _, id := range ids {
		add(id)
	}
	return out
}

// byRegister parts definitions by what they count, in the order met.
func byRegister(defs []*Definition) (order []string, parts map[string][]*Definition) {
	parts = map[string][]*Definition{}
	for _, d := range defs {
		if len(parts[d.Register]) == 0 {
			order = append(order, d.Register)
		}
		parts[d.Register] = append(parts[d.Register], d)
	}
	return order, parts
}

func (e *Engine) set(ctx context.Context, r *run, org register.ID, ids []string) (Set, error) {
	t, err := r.tree(ctx)
	if err != nil {
		return Set{}, err
	}
	v, err := t.view(org)
	if err != nil {
		return Set{}, err
	}
	found := map[string]Figure{}
	order, parts := byRegister(e.valid(ids, r.date))
	counts, err := r.counts(ctx, order, parts, v, len(t.key))
	if err != nil {
		return Set{}, err
	}
	for i, name := range order {
		for _, d := range parts[name] {
			if found[d.ID], err = r.figure(ctx, counts[i], d, v, counts[i].all); err != nil {
				return Set{}, err
			}
		}
	}
	s := Set{Org: org, Short: t.short[org], AsOf: r.date, KnownAt: r.known}
	for _, id := range ids {
		f, ok := found[id]
		if !ok {
			continue // not yet defined on that day
		}
		def, _ := e.book.At(id, r.date)
		if whole, ok := found[def.Of]; ok {
			f.within(def, whole)
		}
		f.finish(def, r.rules)
		s.Figures = append(s.Figures, f)
	}
	return s, nil
}

// few figures are counted each by itself: a survey, which reads whole registers,
// costs more.
const few = 5

// counts counts registers for one organisation. Where it is most of what the
// caller sees, all is surveyed, which the store knows from the last time but for
// what has changed; else only the organisation's own records are read. orgs is
// how many organisations there are.
func (r *run) counts(ctx context.Context, order []string, parts map[string][]*Definition, v view, orgs int) ([]*counted, error) {
	objects, err := r.register("object")
	if err != nil {
		return nil, err
	}
	if s := r.caller.Read(objects); !s.All {
		orgs = len(s.Orgs)
	}
	asked := 0
	for _, defs := range parts {
		asked += len(defs)
	}
	if asked > few && 2*len(v.subtree) > orgs {
		return r.survey(ctx, order, parts, v.base)
	}
	out := make([]*counted, len(order))
	for i, name := range order {
		reg, err := r.register(name)
		if err != nil {
			return nil, err
		}
		if out[i], err = r.count(ctx, reg, v.base(reg), parts[name]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// all gives what was counted when only one organisation was asked about.
func (c *counted) all(m mark) []*row { return *c.holds[m] }

// figure makes the answer of one definition out of what was counted; mine gives
// those of the records that are the organisation's.
func (r *run) figure(ctx context.Context, c *counted, d *Definition, v view, mine func(mark) []*row) (Figure, error) {
	seen, hidden, err := r.seen(c, d, v)
	if err != nil {
		return Figure{}, err
	}
	out := outcome{keys: mine(mark{d, ""})}
	if d.Method != "" && seen != None {
		if out, err = methods[d.Method](ctx, r, input{def: d, reg: c.reg, view: v, keys: out.keys}); err != nil {
			return Figure{}, fmt.Errorf("figure %s: %w", d.ID, err)
		}
	}
	label, ok := r.labels[d]
	if !ok {
		if label, err = (expander{book: r.book, rules: r.rules, numbers: d.Numbers}).label(d.Label); err != nil {
			return Figure{}, fmt.Errorf("figure %s: %w", d.ID, err)
		}
		if r.labels == nil {
			r.labels = map[*Definition]lang.Text{}
		}
		r.labels[d] = label
	}
	f := Figure{ID: d.ID, Key: d.Key, Version: d.Version, Section: d.Section, Kind: d.Kind, Label: label, Unit: d.Unit, Good: d.Good, Goal: d.Goal,
		Register: c.reg.Collection, Filter: c.texts[d], Asked: c.reg.Collection, Value: len(out.keys), Date: out.date, Of: out.of, Records: r.records(out.keys), Groups: out.groups, found: len(out.keys), Seen: seen}
	if seen == None {
		f.withhold(hidden)
		return f, nil
	}
	if out.reg != nil {
		f.Register = out.reg.Collection
	}
	if out.value != nil {
		f.Value = *out.value
	}
	for _, g := range d.Groups {
		ks := mine(mark{d, g.Value})
		f.Groups = append(f.Groups, r.group(g.Value, g.Label, ks))
	}
	if d.By != "" && out.groups == nil {
		if f.Groups, err = r.by(ctx, c, c.reg.Must(d.By), out.keys); err != nil {
			return Figure{}, fmt.Errorf("figure %s: %w", d.ID, err)
		}
	}
	return f, nil
}

// by groups records by the values of a field, with the field's own words.
func (r *run) by(ctx context.Context, c *counted, f *register.Field, keys []*row) ([]Group, error) {
	at, place := map[string][]*row{}, slices.Index(c.by, f)
	for _, k := range keys {
		vs := members(k.by[place])
		if len(vs) == 0 {
			vs = []string{""}
		}
		for _, v := range vs {
			at[v] = append(at[v], k)
		}
	}
	var names map[register.ID]*row
	if f.Target != nil {
		var err error
		if names, err = r.named(ctx, f.Target); err != nil {
			return nil, err
		}
	}
	var out []Group
	for v, ks := range at {
		label := lang.Text{SV: v, EN: v}
		switch {
		case v == "":
			label = lang.Text{SV: "Uppgift saknas", EN: "Not stated"}
		case f.Kind == register.FactOf:
			label = register.Facts.Label(v)
		case f.Choices != nil:
			label = f.Choices.Label(v)
		case names != nil:
			if k := names[register.ID(v)]; k != nil {
				label = lang.Text{SV: k.Title, EN: k.Title}
			} else {
				label = lang.Text{}
			}
		}
		out = append(out, r.group(v, label, ks))
	}
	sortGroups(out)
	return out, nil
}

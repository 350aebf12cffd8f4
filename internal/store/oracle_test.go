package store_test

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// The oracle is the meaning of the store, written as plainly as can be: all
// versions in a list, and every question a walk through it.

type version struct {
	rec            *register.Record
	since, until   int64
	opened, closed int64
}

type oracle struct {
	versions []*version
	zone     *time.Location
}

type moment struct {
	asOf  time.Time // zero = now
	known int64     // 0 = all
}

// put notes a version that the store has written, and closes the one before.
func (o *oracle) put(rec *register.Record) {
	for _, v := range o.versions {
		if v.rec.ID == rec.ID && v.until == store.Open {
			v.until, v.closed = rec.Since.UnixMicro(), rec.Version
		}
	}
	o.versions = append(o.versions, &version{rec.Clone(), rec.Since.UnixMicro(), store.Open, rec.Version, store.Open})
}

// end notes that a record was taken back.
func (o *oracle) end(id register.ID, position int64) {
	for _, v := range o.versions {
		if v.rec.ID == id && v.until == store.Open {
			v.until, v.closed = v.since+1, position
		}
	}
}

func (v *version) held(m moment) bool {
	asOf, known := store.Open-1, store.Open
	if !m.asOf.IsZero() {
		asOf = m.asOf.UnixMicro()
	}
	if m.known > 0 {
		known = m.known
	}
	return v.opened <= known && v.since <= asOf && (v.until > asOf || v.closed > known)
}

// scopeOf gives what holds for a register.
func scopeOf(s store.Scope, r *register.Register) store.Scope {
	if s.Others != nil {
		return s.Others(r.Name)
	}
	return s
}

// sees is the rule of what is seen, without SQL.
func (o *oracle) sees(s store.Scope, rec *register.Record, m moment) bool {
	s = scopeOf(s, rec.Register)
	if s.All || s.Public[rec.Register.Name] || slices.Contains(s.Orgs, rec.Org) {
		return true
	}
	var objects []register.ID
	if rec.Register.Name == "object" {
		objects = append(objects, rec.ID)
	}
	for i, f := range rec.Register.Fields {
		if x, ok := rec.Values[i].(string); ok && f.PartOf {
			objects = append(objects, register.ID(x))
		}
		if x, ok := rec.Values[i].([]register.Link); ok && f.PartOf {
			held := func(l register.Link) bool { return o.holds(s, l.To, m) }
			if slices.ContainsFunc(x, held) && (!s.Whole || !slices.ContainsFunc(x, func(l register.Link) bool { return !held(l) })) {
				return true
			}
		}
	}
	return slices.ContainsFunc(objects, func(id register.ID) bool { return o.holds(s, id, m) })
}

// holds tells whether what hangs on an object is reached through it.
func (o *oracle) holds(s store.Scope, object register.ID, m moment) bool {
	if slices.Contains(s.Objects, object) {
		return true
	}
	for _, p := range o.versions {
		if p.rec.Register.Name == "object_party" && p.held(m) && p.rec.Text("object") == string(object) && slices.Contains(s.Parties, register.ID(p.rec.Text("party"))) {
			return true
		}
	}
	return false
}

func isMarked(rec *register.Record) bool {
	return rec.Text("secrecy") != "" && rec.Text("secrecy") != "none"
}

// shown is a record as the scope shows it.
func (o *oracle) shown(s store.Scope, rec *register.Record) *register.Record {
	own := scopeOf(s, rec.Register)
	hide := isMarked(rec)
	for _, v := range o.versions {
		hide = hide || v.rec.ID == rec.ID && v.until == store.Open && isMarked(v.rec)
	}
	c := rec.Clone()
	if hide && !own.Secret[rec.Org] && !own.Secret["*"] {
		for i, f := range c.Register.Fields {
			if f.Secret != "" && c.Values[i] != nil {
				c.Values[i] = nil
				c.Masked = append(c.Masked, f.Name)
			}
		}
	}
	return c
}

// all gives the records of a register that are seen at a moment.
func (o *oracle) all(s store.Scope, r *register.Register, m moment) []*register.Record {
	var out []*register.Record
	for _, v := range o.versions {
		if v.rec.Register == r && v.held(m) && o.sees(s, v.rec, m) {
			out = append(out, o.shown(s, v.rec))
		}
	}
	return out
}

// find gives the answer to a question, in order.
func (o *oracle) find(s store.Scope, r *register.Register, filter query.Checked, order []query.Order, m moment) []*register.Record {
	filter = o.named(s, r, filter, m)
	var out []*register.Record
	for _, rec := range o.all(s, r, m) {
		if filter == nil || query.Eval(filter, o.view(s, rec, m)) {
			out = append(out, rec)
		}
	}
	slices.SortFunc(out, func(a, b *register.Record) int { return less(a, b, order) })
	return out
}

func less(a, b *register.Record, order []query.Order) int {
	c, desc := 0, false
	for _, k := range order {
		if desc = k.Desc; c != 0 {
			break
		}
		if c = byField(a, b, k.Field.Name); k.Desc {
			c = -c
		}
	}
	if c != 0 {
		return c
	}
	if len(order) > 0 {
		desc = order[len(order)-1].Desc
	}
	if desc {
		return cmp.Compare(b.ID, a.ID)
	}
	return cmp.Compare(a.ID, b.ID)
}

func byField(a, b *register.Record, name string) int {
	if name == "ref" {
		return cmp.Or(cmp.Compare(len(a.Ref), len(b.Ref)), cmp.Compare(a.Ref, b.Ref))
	}
	f := a.Register.Must(name)
	x, y := a.Values[f.Index()], b.Values[f.Index()]
	switch f.Kind {
	case register.Text, register.Long:
		return bytes.Compare(store.SortKey(text(x)), store.SortKey(text(y)))
	case register.Number, register.Money, register.Level, register.Moment:
		return cmp.Compare(number(x), number(y))
	}
	return strings.Compare(text(x), text(y))
}

func text(v any) string { s, _ := v.(string); return s }

func number(v any) int64 {
	switch x := v.(type) {
	case int64:
		return x
	case time.Time:
		return x.UnixMicro()
	}
	return -store.Open
}

// view shows a record to the query language.
func (o *oracle) view(s store.Scope, rec *register.Record, m moment) query.Record {
	return query.Record{
		Get: func(f query.Field) any {
			switch f.Name {
			case "id":
				return string(rec.ID)
			case "org":
				return string(rec.Org)
			case "ref":
				return rec.Ref
			case "since":
				return rec.Since
			}
			switch x := rec.Get(f.Name).(type) {
			case []register.Link:
				var ids []string
				for _, l := range x {
					ids = append(ids, string(l.To))
				}
				return ids
			case nil:
				return nil
			default:
				return x
			}
		},
		Related: func(q query.Relation) []query.Record {
			rel, _ := rec.Register.Relation(q.Name)
			var out []query.Record
			for _, other := range o.all(s, rel.To, m) {
				from, to := rec, other
				if rel.Inverse {
					from, to = other, rec
				}
				refers := false
				switch x := from.Get(rel.Via.Name).(type) {
				case string:
					refers = x == string(to.ID)
				case []register.Link:
					refers = slices.ContainsFunc(x, func(l register.Link) bool { return l.To == to.ID })
				}
				if refers {
					out = append(out, o.view(s, other, m))
				}
			}
			return out
		},
	}
}

// named puts the identity in the place of a human number in a filter. A number
// that belongs to nothing seen means nothing.
func (o *oracle) named(s store.Scope, r *register.Register, c query.Checked, m moment) query.Checked {
	each := func(cs []query.Checked) []query.Checked {
		out := make([]query.Checked, len(cs))
		for i, c := range cs {
			out[i] = o.named(s, r, c, m)
		}
		return out
	}
	id := func(f query.Field, v any) any {
		ref := v.(string)
		if register.IsID(ref) {
			return ref
		}
		target := r
		if f.Name == "org" {
			target = o.versions[0].rec.Register
		} else if d, ok := r.Field(f.Name); ok {
			target = d.Target
		}
		for _, v := range o.versions {
			if v.rec.Ref == ref && (target == nil || v.rec.Register == target) && o.sees(s, v.rec, m) {
				return string(v.rec.ID)
			}
		}
		return "nothing"
	}
	links := func(f query.Field) bool {
		d, ok := r.Field(f.Name)
		return ok && d.Kind == register.Links
	}
	switch c := c.(type) {
	case query.And:
		return query.And(each(c))
	case query.Or:
		return query.Or(each(c))
	case query.Not:
		return query.Not{Of: o.named(s, r, c.Of, m)}
	case query.Has:
		rel, _ := r.Relation(c.Relation.Name)
		c.Where = o.named(s, rel.To, c.Where, m)
		return c
	case query.Compare:
		if c.Field.Type == query.Ref {
			c.Value = id(c.Field, c.Value)
		}
		return c
	case query.Contains:
		if links(c.Field) {
			c.Value = id(c.Field, c.Value).(string)
		}
		return c
	case query.In:
		if c.Field.Type == query.Ref || links(c.Field) {
			vs := make([]any, len(c.Values))
			for i, v := range c.Values {
				vs[i] = id(c.Field, v)
			}
			c.Values = vs
		}
		return c
	}
	return c
}

// count gives how many of the answers have each value of a field.
func count(recs []*register.Record, by *register.Field) map[string]int {
	out := map[string]int{}
	for _, rec := range recs {
		switch x := rec.Values[by.Index()].(type) {
		case []string:
			for _, s := range x {
				out[s]++
			}
		case []register.Link:
			for _, l := range x {
				s := string(l.To)
				if l.Kind != "" {
					s += ":" + l.Kind
				}
				out[s]++
			}
		case nil:
			out[""]++
		default:
			out[by.Words(x)[0]]++
		}
	}
	return out
}

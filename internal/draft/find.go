package draft

import (
	"context"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Where is a filter that a field holds a value: the record that a relation
// names, or a code.
func Where(field string, values ...string) query.Checked {
	f := query.Field{Name: field, Type: query.Choice}
	if len(values) > 0 && register.IsID(values[0]) {
		f.Type = query.Ref
	}
	if len(values) == 1 {
		return query.Compare{Field: f, Op: query.Eq, Value: values[0]}
	}
	in := query.In{Field: f}
	for _, v := range values {
		in.Values = append(in.Values, v)
	}
	if len(values) == 0 {
		return query.Or{} // nothing is in an empty list
	}
	return in
}

// Holds is a filter that a field of several holds one of some values.
func Holds(field string, values ...string) query.Checked {
	or := query.Or{}
	for _, v := range values {
		or = append(or, query.Contains{Field: query.Field{Name: field, Type: query.Set}, Value: v})
	}
	return or
}

// Finder gives the records of a register that answer a filter: within a change
// as its transaction sees them (command.Following.Find), or within a scope.
type Finder func(r *register.Register, filter query.Checked) ([]*register.Record, error)

// Finder finds what a caller sees, as of the instant that is asked about.
func (d Deps) Finder(ctx context.Context, c access.Caller) Finder {
	return func(r *register.Register, filter query.Checked) ([]*register.Record, error) {
		var out []*register.Record
		q := store.Query{Register: r, Filter: filter, AsOf: d.AsOf, KnownAt: d.KnownAt}
		err := d.DB.Each(ctx, c.Read(r), q, func(rec *register.Record) error {
			out = append(out, rec)
			return nil
		})
		return out, err
	}
}

// ByIDs gives records by identity; none are asked for when there are none.
func (find Finder) ByIDs(r *register.Register, ids []string) ([]*register.Record, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	return find(r, Where("id", ids...))
}

// InChunks finds the records whose field holds one of many values, some hundreds
// at a time, so that no engine's limit of parameters is met.
func (find Finder) InChunks(r *register.Register, field string, values []string, each func(*register.Record)) error {
	for chunk := range slices.Chunk(values, 500) {
		recs, err := find(r, Where(field, chunk...))
		if err != nil {
			return err
		}
		for _, rec := range recs {
			each(rec)
		}
	}
	return nil
}

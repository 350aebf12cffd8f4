package draft

import (
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

// InTx gives every record that answers, as a change in its transaction sees them.
func InTx(tx *store.Tx, scope store.Scope, r *register.Register, filter query.Checked) ([]*register.Record, error) {
	var out []*register.Record
	q := store.Query{Register: r, Filter: filter, Limit: 500}
	for {
		p, err := tx.Find(scope, q)
		if err != nil {
			return nil, err
		}
		out = append(out, p.Records...)
		if p.Next == "" {
			return out, nil
		}
		q.Page = p.Next
	}
}

package store

import (
	"genomlys/internal/query"
	"genomlys/internal/register"
)

// Today is the civil day of the transaction.
func (t *Tx) Today() register.Date { return register.DateOf(t.now.In(t.db.Zone)) }

// All gives every record that answers a filter, as the transaction sees them.
func (t *Tx) All(scope Scope, r *register.Register, filter query.Checked) ([]*register.Record, error) {
	var out []*register.Record
	q := Query{Register: r, Filter: filter, Limit: 500}
	for {
		p, err := t.Find(scope, q)
		if err != nil {
			return nil, err
		}
		out = append(out, p.Records...)
		if q.Page = p.Next; q.Page == "" {
			return out, nil
		}
	}
}

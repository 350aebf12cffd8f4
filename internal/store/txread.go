package store

import (
	"time"

	"genomlys/internal/query"
	"genomlys/internal/register"
)

// Today is the civil day of the transaction.
func (t *Tx) Today() register.Date { return t.Day(time.Time{}) }

// Day is the civil day of an instant, that of the transaction when it is zero.
func (t *Tx) Day(at time.Time) register.Date {
	if at.IsZero() {
		at = t.now
	}
	return register.DateOf(at.In(t.db.Zone))
}

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

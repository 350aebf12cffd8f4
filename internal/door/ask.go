package door

import (
	"cmp"
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Ask is a question to a register as people and programs write it.
type Ask struct {
	Filter  string
	OrderBy string
	AsOf    string // civil date or empty
	KnownAt string // ledger position or empty
	Limit   int
	Page    string
}

// Query checks a question and binds it to what the caller may see. Every field
// may be asked about: a secrecy mark is put on records, and the store answers
// for a marked record as if it lacked what the mark hides.
func (a Ask) Query(ctx context.Context, db *store.DB, c access.Caller, r *register.Register, now time.Time) (store.Query, store.Scope, error) {
	scope := c.Read(r)
	q := store.Query{Register: r, Limit: a.Limit, Page: a.Page}
	day := now.In(db.Zone)
	if a.AsOf != "" {
		if !register.ValidDate(a.AsOf) {
			return q, scope, Problem("as_of", "not-a-date", a.AsOf, "2023-03-14")
		}
		q.AsOf = db.EndOfDay(register.Date(a.AsOf))
		day = register.Date(a.AsOf).Time(db.Zone)
	}
	var err error
	if q.KnownAt, err = KnownAt(a.KnownAt); err != nil {
		return q, scope, err
	}
	var failed error
	schema := register.SchemaWith(r, func(of *register.Register) []*register.Field {
		own, err := Own(ctx, db, c, of)
		failed = errors.Join(failed, err)
		return own
	})
	if strings.TrimSpace(a.Filter) != "" {
		if q.Filter, err = Filter(a.Filter, schema, db, day, now); err != nil {
			return q, scope, cmp.Or(failed, err)
		}
	}
	if a.OrderBy != "" {
		if q.Order, err = query.ParseOrder(a.OrderBy, schema); err != nil {
			return q, scope, cmp.Or(failed, QueryFault("order_by", err))
		}
	}
	return q, scope, failed
}

// Own gives the fields that organisations have declared themselves, as far as
// the caller meets them.
func Own(ctx context.Context, db *store.DB, c access.Caller, r *register.Register) ([]*register.Field, error) {
	own, err := db.Own(ctx, c.Read(r), r)
	if err != nil {
		return nil, err
	}
	out := make([]*register.Field, len(own))
	for i, o := range own {
		out[i] = o.Field
	}
	return out, nil
}

// Filter parses and checks a filter as of a day.
func Filter(text string, schema query.Schema, db *store.DB, day, now time.Time) (query.Checked, error) {
	n, err := query.Web.Parse(text)
	if err != nil {
		return nil, QueryFault("filter", err)
	}
	c, err := query.Check(n, schema, query.Params{AsOf: query.CivilOf(day), Now: now, Zone: db.Zone})
	if err != nil {
		return nil, QueryFault("filter", err)
	}
	return c, nil
}

// QueryFault gives an error of the query language its kind.
func QueryFault(param string, err error) error {
	e, ok := err.(*query.Error)
	if !ok {
		return err
	}
	return &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: param, Code: e.Code, Value: cmp.Or(e.Value, e.Field), Allowed: e.Allowed}}}
}

// Problem is an Invalid error with one problem.
func Problem(field, code, value string, allowed ...string) error {
	return &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: field, Code: code, Value: value, Allowed: allowed}}}
}

// ErrEnough ends a walk that has given what was asked for.
var ErrEnough = errors.New("enough")

// KnownAt reads a ledger position; an empty text is all that is known.
func KnownAt(s string) (int64, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 1 {
		return 0, Problem("known_at", "not-a-number", s)
	}
	return n, nil
}

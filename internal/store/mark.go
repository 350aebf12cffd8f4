package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"genomlys/internal/query"
	"genomlys/internal/register"
)

// Mark tells, of every record that answers, some of its fields and which of
// several filters hold, in one pass over the register: many counts for the price
// of one. The order is the engine's own; holds is valid until fn returns.
func (db *DB) Mark(ctx context.Context, scope Scope, q Query, fields []*register.Field, filters []query.Checked, fn func(k Key, values []any, holds []bool) error) error {
	return db.wrap(db.mark(ctx, scope, q, fields, filters, fn), "mark "+q.Register.Name)
}

func (db *DB) mark(ctx context.Context, scope Scope, q Query, fields []*register.Field, filters []query.Checked, fn func(k Key, values []any, holds []bool) error) error {
	if scope.Empty() {
		return nil
	}
	t := db.table(q.Register)
	b := db.asked(scope, q)
	conds, err := b.all(t, q.Filter)
	if err != nil {
		return err
	}
	m := marks{b: b, t: t, place: map[string]int{}}
	tests := make([]test, len(filters))
	for i, f := range filters {
		if tests[i], err = m.test(f); err != nil {
			return err
		}
	}
	rows, err := db.query(ctx, `SELECT `+b.keyed(t, fields)+m.columns()+` FROM `+t.name+` v WHERE `+conds, b.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	row := newKeyed(fields)
	found := make([]int64, (len(m.terms)+marksPerColumn-1)/marksPerColumn)
	dest := row.dest
	for i := range found {
		dest = append(dest, &found[i])
	}
	holds := make([]bool, len(filters))
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		for i, t := range tests {
			holds[i] = t(found)
		}
		k, values := row.answer()
		if err := fn(k, values, holds); err != nil {
			return err
		}
	}
	return rows.Err()
}

// test tells whether a filter holds for a row, by the terms found true of it.
type test func(found []int64) bool

// marks are the terms that the filters are made of. Those of one register ask
// much the same, so each term is asked once of the database and put together
// here; that is exact, since a filter has no third truth value.
type marks struct {
	b     *builder
	t     *table
	terms []string
	place map[string]int
}

func (m *marks) test(c query.Checked) (test, error) {
	switch c := c.(type) {
	case nil:
		return func([]int64) bool { return true }, nil
	case query.And:
		return m.each(c, false)
	case query.Or:
		return m.each(c, true)
	case query.Not:
		t, err := m.test(c.Of)
		return func(f []int64) bool { return !t(f) }, err
	case query.Has:
		lacks := c.Lacks
		c.Lacks = false
		t, err := m.term(c)
		return func(f []int64) bool { return t(f) != lacks }, err
	}
	return m.term(c)
}

// each holds when any of the parts does, or when all do.
func (m *marks) each(parts []query.Checked, any bool) (test, error) {
	tests := make([]test, len(parts))
	var err error
	for i, p := range parts {
		if tests[i], err = m.test(p); err != nil {
			return nil, err
		}
	}
	return func(f []int64) bool {
		for _, t := range tests {
			if t(f) == any {
				return any
			}
		}
		return !any
	}, nil
}

func (m *marks) term(c query.Checked) (test, error) {
	key := fmt.Sprintf("%#v", c)
	i, ok := m.place[key]
	if !ok {
		s, err := m.b.where(m.t, "v", c)
		if err != nil {
			return nil, err
		}
		i = len(m.terms)
		m.place[key] = i
		m.terms = append(m.terms, s)
	}
	column, digit := i/marksPerColumn, i%marksPerColumn
	return func(f []int64) bool { return f[column]>>digit&1 == 1 }, nil
}

// columns gives the terms as digits of a few numbers, since reading a column
// costs more than making it.
func (m *marks) columns() string {
	var b strings.Builder
	for i, s := range m.terms {
		switch {
		case i%marksPerColumn != 0:
			b.WriteString(" + ")
		case i == 0:
			b.WriteString(", CAST(")
		default:
			b.WriteString(" AS BIGINT), CAST(")
		}
		b.WriteString(`CASE WHEN ` + s + ` THEN ` + strconv.FormatInt(1<<(i%marksPerColumn), 10) + ` ELSE 0 END`)
	}
	if len(m.terms) > 0 {
		b.WriteString(" AS BIGINT)")
	}
	return b.String()
}

// marksPerColumn stays far below what engines take as depth of one expression.
const marksPerColumn = 30

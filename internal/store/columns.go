package store

import (
	"context"
	"database/sql"
	"strings"
	"time"

	"genomlys/internal/query"
	"genomlys/internal/register"
)

// Values gives some fields of every record that answers, ordered by identity,
// without reading whole rows. A field that the scope hides is nil.
func (db *DB) Values(ctx context.Context, scope Scope, q Query, fields []*register.Field, fn func(k Key, values []any) error) error {
	return db.wrap(db.values(ctx, scope, q, fields, fn), "read fields of "+q.Register.Name)
}

func (db *DB) values(ctx context.Context, scope Scope, q Query, fields []*register.Field, fn func(k Key, values []any) error) error {
	if scope.Empty() {
		return nil
	}
	t := db.table(q.Register)
	b := db.asked(scope, q)
	conds, err := b.all(t, q.Filter)
	if err != nil {
		return err
	}
	rows, err := db.query(ctx, `SELECT `+b.keyed(t, fields)+` FROM `+t.name+` v WHERE `+conds+` ORDER BY v.id`, b.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	s := newKeyed(fields)
	for rows.Next() {
		if err := rows.Scan(s.dest...); err != nil {
			return err
		}
		if err := fn(s.answer()); err != nil {
			return err
		}
	}
	return rows.Err()
}

// keyed reads a record's key and some of its fields.
type keyed struct {
	fields []*register.Field
	key    Key
	title  sql.NullString
	texts  []sql.NullString
	nums   []sql.NullInt64
	dest   []any
}

// keyed gives the columns that newKeyed reads.
func (b *builder) keyed(t *table, fields []*register.Field) string {
	cols := `v.id, v.ref, v.org, v.opened, ` + b.column(t, "v", "title")
	for _, f := range fields {
		cols += ", " + b.column(t, "v", f.Name)
	}
	return cols
}

func newKeyed(fields []*register.Field) *keyed {
	s := &keyed{fields: fields, texts: make([]sql.NullString, len(fields)), nums: make([]sql.NullInt64, len(fields))}
	s.dest = []any{&s.key.ID, &s.key.Ref, &s.key.Org, &s.key.Version, &s.title}
	for i, f := range fields {
		if numeric(f) {
			s.dest = append(s.dest, &s.nums[i])
		} else {
			s.dest = append(s.dest, &s.texts[i])
		}
	}
	return s
}

func (s *keyed) answer() (Key, []any) {
	s.key.Title = s.title.String
	values := make([]any, len(s.fields))
	for i, f := range s.fields {
		switch {
		case numeric(f) && s.nums[i].Valid && f.Kind == register.Moment:
			values[i] = time.UnixMicro(s.nums[i].Int64).UTC()
		case numeric(f) && s.nums[i].Valid:
			values[i] = s.nums[i].Int64
		case s.texts[i].Valid:
			values[i] = fromText(f, s.texts[i].String)
		}
	}
	return s.key, values
}

// all joins time, scope and filter of a read under the alias v.
func (b *builder) all(t *table, filter query.Checked) (string, error) {
	conds := b.table(t, "v")
	f, err := b.where(t, "v", filter)
	if f != "" {
		conds = append(conds, f)
	}
	return strings.Join(conds, " AND "), err
}

package store

import (
	"context"
	"database/sql"
	"strconv"
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
	cols := make([]string, len(fields))
	for i, f := range fields {
		cols[i] = ", " + b.column(t, "v", f.Name)
	}
	rows, err := db.query(ctx, `SELECT v.id, v.ref, v.org, v.opened, `+b.column(t, "v", "title")+strings.Join(cols, "")+` FROM `+t.name+` v WHERE `+conds+` ORDER BY v.id`, b.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var k Key
	var title sql.NullString
	texts, nums := make([]sql.NullString, len(fields)), make([]sql.NullInt64, len(fields))
	dest := []any{&k.ID, &k.Ref, &k.Org, &k.Version, &title}
	for i, f := range fields {
		if numeric(f) {
			dest = append(dest, &nums[i])
		} else {
			dest = append(dest, &texts[i])
		}
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		k.Title = title.String
		values := make([]any, len(fields))
		for i, f := range fields {
			switch {
			case numeric(f) && nums[i].Valid && f.Kind == register.Moment:
				values[i] = time.UnixMicro(nums[i].Int64).UTC()
			case numeric(f) && nums[i].Valid:
				values[i] = nums[i].Int64
			case texts[i].Valid:
				values[i] = fromText(f, texts[i].String)
			}
		}
		if err := fn(k, values); err != nil {
			return err
		}
	}
	return rows.Err()
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

// Mark tells, of every record that answers, which of several filters hold, in
// one pass over the register: many counts for the price of one.
func (db *DB) Mark(ctx context.Context, scope Scope, q Query, filters []query.Checked, fn func(id, org register.ID, holds []bool) error) error {
	return db.wrap(db.mark(ctx, scope, q, filters, fn), "mark "+q.Register.Name)
}

func (db *DB) mark(ctx context.Context, scope Scope, q Query, filters []query.Checked, fn func(id, org register.ID, holds []bool) error) error {
	if scope.Empty() {
		return nil
	}
	t := db.table(q.Register)
	b := db.asked(scope, q)
	conds, err := b.all(t, q.Filter)
	if err != nil {
		return err
	}
	// The marks of a record come back as digits of a few numbers, since reading
	// a column costs more than making it.
	var cols []string
	for i, f := range filters {
		s, err := b.where(t, "v", f)
		if err != nil {
			return err
		}
		if s == "" {
			s = "1 = 1"
		}
		one := `CASE WHEN ` + s + ` THEN ` + strconv.FormatInt(1<<(i%marksPerColumn), 10) + ` ELSE 0 END`
		if i%marksPerColumn == 0 {
			cols = append(cols, one)
		} else {
			cols[len(cols)-1] += " + " + one
		}
	}
	for i, c := range cols {
		cols[i] = ", CAST(" + c + " AS BIGINT)"
	}
	rows, err := db.query(ctx, `SELECT v.id, v.org`+strings.Join(cols, "")+` FROM `+t.name+` v WHERE `+conds, b.args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var id, org string
	nums := make([]int64, len(cols))
	dest := []any{&id, &org}
	for i := range nums {
		dest = append(dest, &nums[i])
	}
	holds := make([]bool, len(filters))
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return err
		}
		for i := range holds {
			holds[i] = nums[i/marksPerColumn]>>(i%marksPerColumn)&1 == 1
		}
		if err := fn(register.ID(id), register.ID(org), holds); err != nil {
			return err
		}
	}
	return rows.Err()
}

// marksPerColumn stays far below what engines take as depth of one expression.
const marksPerColumn = 30

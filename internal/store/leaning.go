package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"time"

	"genomlys/internal/register"
)

// Lean is an open record that cannot stand without another: a field of it that
// must hold something refers there.
type Lean struct {
	Register *register.Register
	Field    *register.Field
	ID       register.ID
	Ref      string
	To       register.ID
}

// Leaning gives the open records that lean on some of a register's, at most a
// number of them, whoever may see them.
func (db *DB) Leaning(ctx context.Context, r *register.Register, ids []register.ID, limit int) ([]Lean, error) {
	var out []Lean
	for _, from := range db.Catalogue.All {
		for _, f := range from.Fields {
			if f.Kind != register.Ref || f.Target != r || !f.Needed && !f.PartOf {
				continue
			}
			for part := range slices.Chunk(ids, chunk) {
				if len(out) >= limit {
					return out, nil
				}
				b := db.builder(Scope{}, zeroTime, 0)
				text := `SELECT id, ref, ` + quote(f.Name) + ` FROM ` + db.table(from).name + ` WHERE "until" = ` + strconv.FormatInt(Open, 10) +
					` AND ` + quote(f.Name) + ` IN (` + bindAll(b, part) + `) ORDER BY ref LIMIT ` + strconv.Itoa(limit-len(out))
				err := each(ctx, db, text, b.args, func(rows *sql.Rows) error {
					l := Lean{Register: from, Field: f}
					err := rows.Scan(&l.ID, &l.Ref, &l.To)
					out = append(out, l)
					return err
				})
				if err != nil {
					return nil, db.wrap(err, "find what leans on "+r.Name)
				}
			}
		}
	}
	return out, nil
}

// Began gives the instant from which each of some records has been there.
func (db *DB) Began(ctx context.Context, r *register.Register, ids []register.ID) (map[register.ID]time.Time, error) {
	out := make(map[register.ID]time.Time, len(ids))
	for part := range slices.Chunk(ids, chunk) {
		b := db.builder(Scope{}, zeroTime, 0)
		err := each(ctx, db, `SELECT id, MIN(since) FROM `+db.table(r).name+` WHERE id IN (`+bindAll(b, part)+`) GROUP BY id`, b.args, func(rows *sql.Rows) error {
			var id register.ID
			var since int64
			err := rows.Scan(&id, &since)
			out[id] = time.UnixMicro(since).UTC()
			return err
		})
		if err != nil {
			return nil, db.wrap(err, "find when records of "+r.Name+" began")
		}
	}
	return out, nil
}

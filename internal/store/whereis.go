package store

import (
	"context"
	"strings"

	"genomlys/internal/register"
)

// RegistersOf tells in which register each of some identities is, for
// references that may name any; whether the caller may see the records is
// another question.
func (db *DB) RegistersOf(ctx context.Context, ids []register.ID) (map[register.ID]*register.Register, error) {
	out := map[register.ID]*register.Register{}
	for len(ids) > 0 {
		n := min(len(ids), 200)
		b := db.builder(Scope{}, zeroTime, 0)
		rows, err := db.query(ctx, `SELECT id, register FROM record WHERE id IN (`+bindAll(b, ids[:n])+`)`, b.args...)
		if err != nil {
			return nil, db.wrap(err, "find the registers of references")
		}
		for rows.Next() {
			var id, name string
			if err := rows.Scan(&id, &name); err != nil {
				rows.Close()
				return nil, db.wrap(err, "find the registers of references")
			}
			if r, ok := db.Catalogue.Get(strings.TrimSpace(name)); ok {
				out[register.ID(id)] = r
			}
		}
		err = rows.Err()
		rows.Close()
		if err != nil {
			return nil, db.wrap(err, "find the registers of references")
		}
		ids = ids[n:]
	}
	return out, nil
}

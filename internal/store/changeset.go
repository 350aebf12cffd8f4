package store

import (
	"context"

	"genomlys/internal/ledger"
)

// SetEntries gives the entries of what was done together, in order and at most
// limit of them, and how many they are. What they are about is read by the scope
// of who asks.
func (db *DB) SetEntries(ctx context.Context, set string, limit int) (out []ledger.Entry, n int, err error) {
	rows, err := db.query(ctx, `SELECT header, COUNT(*) OVER () FROM ledger WHERE change_set = $1 ORDER BY seq LIMIT $2`, set, limit)
	if err != nil {
		return nil, 0, db.wrap(err, "read a change set")
	}
	defer rows.Close()
	for rows.Next() {
		var header []byte
		if err := rows.Scan(&header, &n); err != nil {
			return nil, 0, db.wrap(err, "read a change set")
		}
		e, err := ledger.ParseHeader(header)
		if err != nil {
			return nil, 0, db.wrap(err, "read a change set")
		}
		out = append(out, e)
	}
	return out, n, db.wrap(rows.Err(), "read a change set")
}

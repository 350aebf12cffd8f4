package store

import (
	"context"
	"strings"

	"genomlys/internal/ledger"
	"genomlys/internal/register"
)

// SetEntries gives the entries of what was done together, in order and at most
// limit of them, and how many they are; those of one record stand first, so that
// whoever comes from it finds it among thousands. What they are about is read by
// the scope of who asks.
func (db *DB) SetEntries(ctx context.Context, set string, first register.ID, limit int) (out []ledger.Entry, n int, err error) {
	text, args := `SELECT header, COUNT(*) OVER () FROM ledger WHERE change_set = $1 ORDER BY seq LIMIT $2`, []any{set, limit}
	if first != "" {
		text, args = strings.Replace(text, "BY seq", "BY CASE id WHEN $3 THEN 0 ELSE 1 END, seq", 1), append(args, string(first))
	}
	rows, err := db.query(ctx, text, args...)
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

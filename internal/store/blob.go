package store

import (
	"context"
	"database/sql"
	"errors"

	"genomlys/internal/fault"
)

// Blob gives a kept file by its SHA-256. Whoever asks has been let read the
// record that names it.
func (db *DB) Blob(ctx context.Context, hash string) ([]byte, error) {
	note(ctx, moving)
	var data []byte
	err := db.read.QueryRowContext(ctx, `SELECT data FROM blob WHERE hash = $1`, hash).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fault.New(fault.Unknown, "no-such-file", hash)
	}
	return data, db.wrap(err, "read a kept file")
}

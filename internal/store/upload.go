package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"genomlys/internal/fault"
)

// Upload is a file that somebody has sent and not yet taken in: kept for a
// short time, for one session, sealed by whoever keeps it.
type Upload struct {
	ID      string
	Session string // digest of the session's secret
	Expires time.Time
	State   []byte // what has been said of it so far
	Data    []byte
}

// PutUpload keeps a file, and forgets those whose time is out and all but the
// session's latest.
func (db *DB) PutUpload(ctx context.Context, u Upload, now time.Time) error {
	for _, c := range []struct {
		text string
		args []any
	}{
		{`DELETE FROM upload WHERE expires <= $1`, []any{now.UnixMicro()}},
		{`DELETE FROM upload WHERE session = $1`, []any{u.Session}},
		{`INSERT INTO upload (id, session, expires, state, data) VALUES ($1, $2, $3, $4, $5)`, []any{u.ID, u.Session, u.Expires.UnixMicro(), u.State, u.Data}},
	} {
		if _, err := db.write.ExecContext(ctx, c.text, c.args...); err != nil {
			return db.wrap(err, "keep an uploaded file")
		}
	}
	return nil
}

// ForgetUploads forgets the files whose time is out.
func (db *DB) ForgetUploads(ctx context.Context, now time.Time) error {
	_, err := db.write.ExecContext(ctx, `DELETE FROM upload WHERE expires <= $1`, now.UnixMicro())
	return db.wrap(err, "forget uploaded files")
}

// Upload finds a file by its identity and the session that sent it; to others,
// and after its time, it is unknown.
func (db *DB) Upload(ctx context.Context, id, session string, now time.Time) (Upload, error) {
	u := Upload{ID: id, Session: session}
	var exp int64
	err := db.read.QueryRowContext(ctx, `SELECT expires, state, data FROM upload WHERE id = $1 AND session = $2`, id, session).Scan(&exp, &u.State, &u.Data)
	u.Expires = time.UnixMicro(exp).UTC()
	if errors.Is(err, sql.ErrNoRows) || err == nil && !u.Expires.After(now) {
		return Upload{}, fault.New(fault.Unknown, "no-such-upload")
	}
	return u, db.wrap(err, "read an uploaded file")
}

// SetUpload keeps what has been said of a file; with done, the file itself is
// forgotten.
func (db *DB) SetUpload(ctx context.Context, u Upload, done bool) error {
	text := `UPDATE upload SET state = $1 WHERE id = $2 AND session = $3`
	args := []any{u.State, u.ID, u.Session}
	if done {
		text = `UPDATE upload SET state = $1, data = $4 WHERE id = $2 AND session = $3`
		args = append(args, []byte{})
	}
	_, err := db.write.ExecContext(ctx, text, args...)
	return db.wrap(err, "keep what is said of a file")
}

// EndUpload forgets a file.
func (db *DB) EndUpload(ctx context.Context, id, session string) error {
	_, err := db.write.ExecContext(ctx, `DELETE FROM upload WHERE id = $1 AND session = $2`, id, session)
	return db.wrap(err, "forget an uploaded file")
}

package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"

	"genomlys/internal/fault"
)

// Session is a way in that lasts: a browser's session, an API token or a
// one-time link. The secret itself is never stored, only its digest.
type Session struct {
	Kind    string // session, token, link, answer
	Person  string // id of the person; empty for the first administrator's link
	Scope   string // of a token: read or write; of an answer: what it is bound to
	Made    time.Time
	Seen    time.Time
	Expires time.Time
	About   string // what the person sees in the list: device, name of the token
	Hash    string
}

// Digest is how a secret is kept.
func Digest(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// PutSession keeps a session under the digest of its secret.
func (db *DB) PutSession(ctx context.Context, secret string, s Session) error {
	_, err := db.write.ExecContext(ctx, `INSERT INTO session (hash, kind, person, scope, made, seen, expires, about) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		Digest(secret), s.Kind, s.Person, s.Scope, s.Made.UnixMicro(), s.Made.UnixMicro(), s.Expires.UnixMicro(), s.About)
	return db.wrap(err, "keep a session")
}

// GetSession finds a session by its secret; one that has expired is unknown.
func (db *DB) GetSession(ctx context.Context, kind, secret string, now time.Time) (Session, error) {
	rows, err := db.query(db.engine.briefly(ctx), `SELECT kind, person, scope, made, seen, expires, about, hash FROM session WHERE hash = $1`, Digest(secret))
	if err != nil {
		return Session{}, db.wrap(err, "find a session")
	}
	defer rows.Close()
	if !rows.Next() {
		return Session{}, fault.New(fault.Unknown, "no-session")
	}
	s, err := scanSession(rows)
	if err != nil {
		return Session{}, db.wrap(err, "find a session")
	}
	if s.Kind != kind || !s.Expires.After(now) {
		return Session{}, fault.New(fault.Unknown, "no-session")
	}
	return s, nil
}

func scanSession(rows *sql.Rows) (Session, error) {
	var s Session
	var made, seen, exp int64
	err := rows.Scan(&s.Kind, &s.Person, &s.Scope, &made, &seen, &exp, &s.About, &s.Hash)
	s.Made, s.Seen, s.Expires = time.UnixMicro(made).UTC(), time.UnixMicro(seen).UTC(), time.UnixMicro(exp).UTC()
	return s, err
}

// TakeSession finds a one-time secret and uses it up: of several that try at
// once, one succeeds.
func (db *DB) TakeSession(ctx context.Context, kind, secret string, now time.Time) (Session, error) {
	s, err := db.GetSession(ctx, kind, secret, now)
	if err != nil {
		return s, err
	}
	res, err := db.write.ExecContext(ctx, `DELETE FROM session WHERE hash = $1 AND kind = $2`, s.Hash, kind)
	if err != nil {
		return s, db.wrap(err, "use a link up")
	}
	if n, _ := res.RowsAffected(); n != 1 {
		return Session{}, fault.New(fault.Unknown, "no-session")
	}
	return s, nil
}

// EndSession ends one session of a person by its digest.
func (db *DB) EndSession(ctx context.Context, person, hash string) error {
	_, err := db.write.ExecContext(ctx, `DELETE FROM session WHERE hash = $1 AND person = $2`, hash, person)
	return db.wrap(err, "end a session")
}

// EndSessions ends all of a person's sessions and tokens, as when an account
// is disabled; with no person given, everybody's, as after a restore.
func (db *DB) EndSessions(ctx context.Context, person string) error {
	text, args := `DELETE FROM session WHERE person = $1`, []any{person}
	if person == "" {
		text, args = `DELETE FROM session`, nil
	}
	_, err := db.write.ExecContext(ctx, text, args...)
	return db.wrap(err, "end sessions")
}

// Sessions lists a person's sessions and tokens, newest first.
func (db *DB) Sessions(ctx context.Context, person string) ([]Session, error) {
	rows, err := db.query(ctx, `SELECT kind, person, scope, made, seen, expires, about, hash FROM session WHERE person = $1 ORDER BY made DESC`, person)
	if err != nil {
		return nil, db.wrap(err, "list sessions")
	}
	defer rows.Close()
	var out []Session
	for rows.Next() {
		s, err := scanSession(rows)
		if err != nil {
			return nil, db.wrap(err, "list sessions")
		}
		out = append(out, s)
	}
	return out, db.wrap(rows.Err(), "list sessions")
}

// Meta gives a setting of the installation, empty when it is not set.
func (db *DB) Meta(ctx context.Context, name string) (string, error) {
	note(ctx, moving)
	var v string
	err := db.read.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = $1`, name).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, db.wrap(err, "read a setting")
}

// SetMeta keeps a setting of the installation.
func (db *DB) SetMeta(ctx context.Context, name, value string) error {
	_, err := db.write.ExecContext(ctx, setMeta, name, value)
	return db.wrap(err, "keep a setting")
}

// PutBlob keeps a file under its SHA-256, in the same transaction as the change
// that speaks of it, and gives the digest.
func (t *Tx) PutBlob(data []byte) (string, error) {
	if data == nil {
		data = []byte{} // an empty file is a file
	}
	sum := sha256.Sum256(data)
	hash := hex.EncodeToString(sum[:])
	_, err := t.exec(`INSERT INTO blob (hash, size, data) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING`, hash, int64(len(data)), data)
	return hash, err
}

// Freeze names a kept file as part of a decided review's version.
func (t *Tx) Freeze(review string, version int64, name, hash string) error {
	_, err := t.exec(`INSERT INTO frozen (review, version, name, hash) VALUES ($1, $2, $3, $4)`, review, version, name, hash)
	return err
}

// Frozen gives a file of a decided review, the latest version unless one is given.
func (db *DB) Frozen(ctx context.Context, review, name string, version int64) ([]byte, int64, error) {
	text, args := `SELECT b.data, f.version FROM frozen f JOIN blob b ON b.hash = f.hash WHERE f.review = $1 AND f.name = $2 ORDER BY f.version DESC LIMIT 1`, []any{review, name}
	if version > 0 {
		text, args = `SELECT b.data, f.version FROM frozen f JOIN blob b ON b.hash = f.hash WHERE f.review = $1 AND f.name = $2 AND f.version = $3`, []any{review, name, version}
	}
	note(ctx, moving)
	var data []byte
	var v int64
	err := db.read.QueryRowContext(ctx, text, args...).Scan(&data, &v)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, 0, fault.New(fault.Unknown, "no-such-file", name)
	}
	return data, v, db.wrap(err, "read a frozen file")
}

// FrozenVersions are the versions of a decided review that files were kept of,
// the latest first.
func (db *DB) FrozenVersions(ctx context.Context, review string) ([]int64, error) {
	rows, err := db.query(ctx, `SELECT DISTINCT version FROM frozen WHERE review = $1 ORDER BY version DESC`, review)
	if err != nil {
		return nil, db.wrap(err, "find the frozen versions")
	}
	defer rows.Close()
	var out []int64
	for rows.Next() {
		var v int64
		if err := rows.Scan(&v); err != nil {
			return nil, db.wrap(err, "find the frozen versions")
		}
		out = append(out, v)
	}
	return out, db.wrap(rows.Err(), "find the frozen versions")
}

// Answered gives the answer kept for an idempotency key, and whether the
// request it was kept for is the same.
func (db *DB) Answered(ctx context.Context, key, digest string) (answer []byte, same bool, err error) {
	var d string
	err = db.read.QueryRowContext(ctx, `SELECT digest, answer FROM answered WHERE name = $1`, key).Scan(&d, &answer)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return answer, d == digest, db.wrap(err, "find a kept answer")
}

// answersKept is how long a repeated request is known again.
const answersKept = 48 * time.Hour

// KeepAnswer keeps an answer under an idempotency key, in the change's own
// transaction, so that the change is made once however often it is asked for.
// A key that has its answer already is a Conflict: the answer is to be asked
// for again.
func (t *Tx) KeepAnswer(key, digest string, answer []byte) error {
	if _, err := t.exec(`DELETE FROM answered WHERE at < $1`, t.now.Add(-answersKept).UnixMicro()); err != nil {
		return err
	}
	var n int
	err := t.row(`SELECT 1 FROM answered WHERE name = $1`, key).Scan(&n)
	if err == nil {
		return fault.New(fault.Conflict, "already-answered")
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	_, err = t.exec(`INSERT INTO answered (name, at, digest, answer) VALUES ($1, $2, $3, $4)`, key, t.now.UnixMicro(), digest, append([]byte{}, answer...))
	return err
}

// Checkpoints gives the kept checkpoints, smallest first.
func (db *DB) Checkpoints(ctx context.Context) ([][]byte, error) {
	out, err := db.checkpoints(ctx, db)
	return out, db.wrap(err, "list checkpoints")
}

func (db *DB) checkpoints(ctx context.Context, q reader) (out [][]byte, err error) {
	err = each(ctx, q, `SELECT note FROM checkpoint ORDER BY size`, nil, func(rows *sql.Rows) error {
		var n string
		err := rows.Scan(&n)
		out = append(out, []byte(n))
		return err
	})
	return out, err
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
)

// Account is the name under which the ledger keeps what is done with somebody's
// ways in. It is no register: such an entry opens no version, and all that may
// be known of it, without secrets, stands in its header.
const Account = "account"

// Note enters in the ledger what was done with a person's ways in.
func (t *Tx) Note(org, person register.ID, action string, fields ...string) error {
	return t.enter(ledger.Entry{Org: string(org), Action: action, Register: Account, ID: string(person), Fields: fields}, nil, t.now)
}

// Factor is something a person has, to come in with: a code generator (totp) or
// a passkey. Data is the sealed seed, or the passkey's public part as JSON.
type Factor struct {
	ID     string
	Person string
	Kind   string // totp, passkey
	Name   string
	Made   time.Time
	Used   time.Time // zero = never
	Last   int64     // last time step used, so that a code is used once
	Data   string
}

// Password gives how a person's password is kept and since when, empty when
// there is none.
func (db *DB) Password(ctx context.Context, person string) (hash string, made time.Time, err error) {
	var us int64
	err = db.read.QueryRowContext(ctx, `SELECT hash, made FROM password WHERE person = $1`, person).Scan(&hash, &us)
	if errors.Is(err, sql.ErrNoRows) {
		return "", time.Time{}, nil
	}
	return hash, time.UnixMicro(us).UTC(), db.wrap(err, "find a password")
}

// SetPassword keeps a person's password as its hash.
func (t *Tx) SetPassword(person, hash string) error {
	_, err := t.exec(`INSERT INTO password (person, hash, made) VALUES ($1, $2, $3) ON CONFLICT (person) DO UPDATE SET hash = excluded.hash, made = excluded.made`,
		person, hash, t.now.UnixMicro())
	return err
}

// Factors lists what a person comes in with, oldest first.
func (db *DB) Factors(ctx context.Context, person string) ([]Factor, error) {
	rows, err := db.query(ctx, `SELECT id, person, kind, name, made, used, last, data FROM factor WHERE person = $1 ORDER BY made, id`, person)
	if err != nil {
		return nil, db.wrap(err, "list factors")
	}
	defer rows.Close()
	var out []Factor
	for rows.Next() {
		var f Factor
		var made, used int64
		if err := rows.Scan(&f.ID, &f.Person, &f.Kind, &f.Name, &made, &used, &f.Last, &f.Data); err != nil {
			return nil, db.wrap(err, "list factors")
		}
		f.Made = time.UnixMicro(made).UTC()
		if used > 0 {
			f.Used = time.UnixMicro(used).UTC()
		}
		out = append(out, f)
	}
	return out, db.wrap(rows.Err(), "list factors")
}

// AddFactor keeps one more factor of a person.
func (t *Tx) AddFactor(f Factor) error {
	_, err := t.exec(`INSERT INTO factor (id, person, kind, name, made, used, last, data) VALUES ($1, $2, $3, $4, $5, 0, $6, $7)`,
		f.ID, f.Person, f.Kind, f.Name, t.now.UnixMicro(), f.Last, f.Data)
	return err
}

// RemoveFactor takes a factor of a person away, all of them when no identity is
// given, and tells how many there were.
func (t *Tx) RemoveFactor(person, id string) (int64, error) {
	text, args := `DELETE FROM factor WHERE person = $1`, []any{person}
	if id != "" {
		text, args = text+` AND id = $2`, append(args, id)
	}
	res, err := t.exec(text, args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// UseCode notes the time step of a code that was right; of several that use the
// same code at once, one succeeds.
func (t *Tx) UseCode(id string, step int64) (bool, error) {
	res, err := t.exec(`UPDATE factor SET last = $2, used = $3 WHERE id = $1 AND last < $2`, id, step, t.now.UnixMicro())
	return one(res, err)
}

// UsePasskey keeps what a passkey has become by its use.
func (t *Tx) UsePasskey(id, data string) error {
	_, err := t.exec(`UPDATE factor SET data = $2, used = $3 WHERE id = $1`, id, data, t.now.UnixMicro())
	return err
}

// SetRecovery keeps the digests of a person's recovery codes in place of those
// there were.
func (t *Tx) SetRecovery(person string, codes []string) error {
	if _, err := t.exec(`DELETE FROM recovery WHERE person = $1`, person); err != nil {
		return err
	}
	for _, c := range codes {
		if _, err := t.exec(`INSERT INTO recovery (hash, person) VALUES ($1, $2)`, Digest(c), person); err != nil {
			return err
		}
	}
	return nil
}

// UseRecovery uses a recovery code up and tells whether it was one.
func (t *Tx) UseRecovery(person, code string) (bool, error) {
	res, err := t.exec(`DELETE FROM recovery WHERE hash = $1 AND person = $2`, Digest(code), person)
	return one(res, err)
}

// RecoveryLeft counts a person's unused recovery codes.
func (db *DB) RecoveryLeft(ctx context.Context, person string) (int, error) {
	var n int
	err := db.read.QueryRowContext(ctx, `SELECT COUNT(*) FROM recovery WHERE person = $1`, person).Scan(&n)
	return n, db.wrap(err, "count recovery codes")
}

func one(res sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	n, err := res.RowsAffected()
	return n == 1, err
}

// PutSession keeps a session in the transaction of the change that lets it be.
func (t *Tx) PutSession(secret string, s Session) error {
	_, err := t.exec(`INSERT INTO session (hash, kind, person, scope, made, seen, expires, about) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		Digest(secret), s.Kind, s.Person, s.Scope, s.Made.UnixMicro(), s.Made.UnixMicro(), s.Expires.UnixMicro(), s.About)
	return err
}

// TakeSession uses a one-time secret up in the transaction of what it allows.
func (t *Tx) TakeSession(kind, secret string) (Session, error) {
	rows, err := t.query(t.ctx, `SELECT kind, person, scope, made, seen, expires, about, hash FROM session WHERE hash = $1`, Digest(secret))
	if err != nil {
		return Session{}, err
	}
	var s Session
	found := rows.Next()
	if found {
		s, err = scanSession(rows)
	}
	if err = errors.Join(err, rows.Close()); err != nil {
		return Session{}, err
	}
	if !found || s.Kind != kind || !s.Expires.After(t.now) {
		return Session{}, fault.New(fault.Unknown, "no-session")
	}
	ok, err := one(t.exec(`DELETE FROM session WHERE hash = $1 AND kind = $2`, s.Hash, kind))
	if err == nil && !ok {
		err = fault.New(fault.Unknown, "no-session")
	}
	return s, err
}

// EndKind ends a person's sessions of one kind, all but the one whose digest is
// given, and tells how many there were.
func (t *Tx) EndKind(person, kind, but string) (int64, error) {
	res, err := t.exec(`DELETE FROM session WHERE person = $1 AND kind = $2 AND hash <> $3`, person, kind, but)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// EndOne ends one session or token of a person by its digest.
func (t *Tx) EndOne(person, hash string) error {
	_, err := t.exec(`DELETE FROM session WHERE hash = $1 AND person = $2 AND kind IN ('session', 'token')`, hash, person)
	return err
}

// EndPerson ends every way in that is open for a person: sessions, tokens and
// links.
func (t *Tx) EndPerson(person string) error {
	_, err := t.exec(`DELETE FROM session WHERE person = $1`, person)
	return err
}

// Bound lists the sessions of a kind whose scope begins so, oldest first: the
// links that are out about one matter.
func (t *Tx) Bound(kind, scope string) ([]Session, error) { return t.db.bound(t.ctx, t, kind, scope) }

// Bound lists the sessions of a kind whose scope begins so, oldest first.
func (db *DB) Bound(ctx context.Context, kind, scope string) ([]Session, error) {
	return db.bound(ctx, db, kind, scope)
}

func (db *DB) bound(ctx context.Context, r reader, kind, scope string) ([]Session, error) {
	rows, err := r.query(ctx, `SELECT kind, person, scope, made, seen, expires, about, hash FROM session WHERE kind = $1 AND scope >= $2 AND scope < $3 ORDER BY made, hash`, kind, scope, scope+"\U0010FFFF")
	if err != nil {
		return nil, db.wrap(err, "list links")
	}
	defer rows.Close()
	var out []Session
	for rows.Next() {
		s, err := scanSession(rows)
		if err != nil {
			return nil, db.wrap(err, "list links")
		}
		out = append(out, s)
	}
	return out, db.wrap(rows.Err(), "list links")
}

// EndBound ends the sessions of a kind whose scope begins so, and tells how many
// there were.
func (t *Tx) EndBound(kind, scope string) (int64, error) {
	res, err := t.exec(`DELETE FROM session WHERE kind = $1 AND scope >= $2 AND scope < $3`, kind, scope, scope+"\U0010FFFF")
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

// EndLink ends one link of a kind by its digest.
func (t *Tx) EndLink(kind, hash string) error {
	_, err := t.exec(`DELETE FROM session WHERE kind = $1 AND hash = $2`, kind, hash)
	return err
}

// MoveBound gives the sessions of a kind whose scope begins so another end.
func (t *Tx) MoveBound(kind, scope string, until time.Time) error {
	_, err := t.exec(`UPDATE session SET expires = $4 WHERE kind = $1 AND scope >= $2 AND scope < $3`, kind, scope, scope+"\U0010FFFF", until.UnixMicro())
	return err
}

// Seen notes that a session is in use.
func (db *DB) Seen(ctx context.Context, hash string, now time.Time) error {
	_, err := db.write.ExecContext(ctx, `UPDATE session SET seen = $2 WHERE hash = $1`, hash, now.UnixMicro())
	return db.wrap(err, "note a session as used")
}

// Sweep forgets sessions that have ended by themselves and attempts that count
// no more.
func (db *DB) Sweep(ctx context.Context, now time.Time) error {
	if _, err := db.write.ExecContext(ctx, `DELETE FROM session WHERE expires < $1`, now.UnixMicro()); err != nil {
		return db.wrap(err, "forget ended sessions")
	}
	_, err := db.write.ExecContext(ctx, `DELETE FROM attempt WHERE at < $1 AND until < $2`, now.Add(-24*time.Hour).UnixMicro(), now.UnixMicro())
	return db.wrap(err, "forget attempts")
}

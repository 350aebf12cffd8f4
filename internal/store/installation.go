package store

import (
	"context"
	"database/sql"
	"time"

	"genomlys/internal/ledger"
)

// rowless tells of entries that open no version: all there is to know of them
// stands in their headers.
func rowless(register string) bool {
	return register == Account || register == ledger.Installation
}

// NoteInstallation enters in the ledger what happened to the installation as a
// whole; id says with what, such as a key.
func (t *Tx) NoteInstallation(action, id string) error {
	return t.enter(ledger.Entry{Action: action, Register: ledger.Installation, ID: id}, nil, t.now)
}

// SetMeta keeps a setting of the installation together with a change.
func (t *Tx) SetMeta(name, value string) error {
	_, err := t.exec(setMeta, name, value)
	return err
}

const setMeta = `INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`

// PutCheckpoint keeps a checkpoint together with the change that it covers, and
// remembers it as the last one, so that a deleted one is missed.
func (t *Tx) PutCheckpoint(size int64, at time.Time, note []byte) error {
	if _, err := t.exec(`INSERT INTO checkpoint (size, at, note) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING`, size, at.UnixMicro(), string(note)); err != nil {
		return err
	}
	return t.SetMeta(MetaLastCheckpoint, ledger.LinkTo(note).String())
}

// MetaLastCheckpoint is the setting that names the checkpoint signed last.
const MetaLastCheckpoint = "checkpoint_last"

// LastCheckpoint names the checkpoint signed last, which the next one follows,
// and gives its note; no note when it is not there any more.
func (t *Tx) LastCheckpoint() (ledger.Link, []byte, error) { return last(t.ctx, t) }

// LastCheckpoint names the checkpoint signed last and gives its note.
func (db *DB) LastCheckpoint(ctx context.Context) (ledger.Link, []byte, error) {
	l, note, err := last(ctx, db)
	return l, note, db.wrap(err, "find the last checkpoint")
}

func last(ctx context.Context, q reader) (l ledger.Link, note []byte, err error) {
	said := false
	err = each(ctx, q, `SELECT value FROM meta WHERE name = $1`, []any{MetaLastCheckpoint}, func(rows *sql.Rows) error {
		var s string
		if err := rows.Scan(&s); err != nil {
			return err
		}
		var err error
		l, err = ledger.ParseLink(s)
		said = true
		return err
	})
	if err != nil {
		return l, nil, err
	}
	err = each(ctx, q, `SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1`, nil, func(rows *sql.Rows) error {
		var s string
		err := rows.Scan(&s)
		note = []byte(s)
		return err
	})
	switch {
	case note != nil && !said: // a ledger from before the last one was remembered
		l = ledger.LinkTo(note)
	case note != nil && ledger.LinkTo(note) != l:
		note = nil
	}
	return l, note, err
}

// Installation gives the entries about the installation itself, in order. What
// they say is proved by Verify.
func (db *DB) Installation(ctx context.Context) ([]ledger.Entry, error) {
	rows, err := db.query(ctx, `SELECT header FROM ledger WHERE register = $1 AND org = '' ORDER BY seq`, ledger.Installation)
	if err != nil {
		return nil, db.wrap(err, "read the ledger")
	}
	defer rows.Close()
	var out []ledger.Entry
	for rows.Next() {
		var header []byte
		if err := rows.Scan(&header); err != nil {
			return nil, db.wrap(err, "read the ledger")
		}
		if e, err := ledger.ParseHeader(header); err == nil { // Verify names the break
			out = append(out, e)
		}
	}
	return out, db.wrap(rows.Err(), "read the ledger")
}

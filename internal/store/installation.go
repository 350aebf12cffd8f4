package store

import (
	"context"
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

// PutCheckpoint keeps a checkpoint together with the change that it covers.
func (t *Tx) PutCheckpoint(size int64, at time.Time, note []byte) error {
	_, err := t.exec(putCheckpoint, size, at.UnixMicro(), string(note))
	return err
}

const putCheckpoint = `INSERT INTO checkpoint (size, at, note) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING`

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

package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"genomlys/internal/ledger"
	"genomlys/internal/register"

	"golang.org/x/mod/sumdb/tlog"
)

var zeroTime time.Time

// hashReader reads the ledger's stored hashes inside the transaction.
func (t *Tx) hashReader() tlog.HashReader { return hashes(t.ctx, t) }

func hashes(ctx context.Context, r reader) tlog.HashReader {
	return ledger.Reader(func(seqs []int64) (map[int64][]byte, error) {
		out := make(map[int64][]byte, len(seqs))
		for len(seqs) > 0 {
			n := min(len(seqs), 200)
			args := make([]any, n)
			marks := make([]string, n)
			for i, s := range seqs[:n] {
				args[i], marks[i] = s, fmt.Sprintf("$%d", i+1)
			}
			rows, err := r.query(ctx, `SELECT seq, hashes FROM ledger WHERE seq IN (`+strings.Join(marks, ", ")+`)`, args...)
			if err != nil {
				return nil, err
			}
			for rows.Next() {
				var seq int64
				var h []byte
				if err := rows.Scan(&seq, &h); err != nil {
					rows.Close()
					return nil, err
				}
				out[seq] = h
			}
			err = rows.Err()
			rows.Close()
			if err != nil {
				return nil, err
			}
			seqs = seqs[n:]
		}
		return out, nil
	})
}

// Root gives the ledger's size and root hash.
func (db *DB) Root(ctx context.Context) (int64, ledger.Hash, error) {
	size, err := db.Position(ctx)
	if err != nil {
		return 0, ledger.Hash{}, err
	}
	root, err := ledger.Root(size, hashes(ctx, db))
	return size, root, db.wrap(err, "compute the ledger's root")
}

// Root gives the root hash at the transaction's position.
func (t *Tx) Root() (ledger.Hash, error) {
	if t.log != nil {
		return t.log.Root(), nil
	}
	return ledger.Root(t.size, t.hashReader())
}

// Prover gives what proofs are made from.
func (db *DB) Prover(ctx context.Context) tlog.HashReader { return hashes(ctx, db) }

// Entry is a ledger entry as it lies in the store.
type Entry struct {
	Seq    int64
	Header []byte
	Salt   []byte
	Hashes []byte
}

// Entries gives ledger entries in order, from a sequence number on, until fn
// gives an error. org limits them to one organisation when it is not empty.
func (db *DB) Entries(ctx context.Context, from int64, org register.ID, fn func(Entry) error) error {
	for {
		text, args := `SELECT seq, header, salt, hashes FROM ledger WHERE seq >= $1 ORDER BY seq LIMIT 2000`, []any{from}
		if org != "" {
			text, args = `SELECT seq, header, salt, hashes FROM ledger WHERE org = $2 AND seq >= $1 ORDER BY seq LIMIT 2000`, []any{from, string(org)}
		}
		rows, err := db.query(ctx, text, args...)
		if err != nil {
			return db.wrap(err, "read the ledger")
		}
		n := 0
		for rows.Next() {
			var e Entry
			if err := rows.Scan(&e.Seq, &e.Header, &e.Salt, &e.Hashes); err != nil {
				rows.Close()
				return db.wrap(err, "read the ledger")
			}
			n++
			from = e.Seq + 1
			if err := fn(e); err != nil {
				rows.Close()
				return err
			}
		}
		err = rows.Err()
		rows.Close()
		if err != nil {
			return db.wrap(err, "read the ledger")
		}
		if n < 2000 {
			return nil
		}
	}
}

// Version is one version of a record with the ledger entry that opened it.
type Version struct {
	Record *register.Record
	Entry  ledger.Entry
}

// History gives the versions of a record that the scope reaches, oldest first.
func (db *DB) History(ctx context.Context, scope Scope, r *register.Register, id register.ID) ([]Version, error) {
	// Whoever sees the record now sees how it came to be.
	now, err := db.Get(ctx, scope, r, string(id), zeroTime, 0)
	if err != nil {
		return nil, err
	}
	// What is marked now was written in earlier versions.
	hide := now.Marked() && !scope.of(r).showsSecret(now.Org)
	t := db.table(r)
	rows, err := db.query(ctx, `SELECT `+t.columns("v")+`, l.header FROM `+t.name+` v JOIN ledger l ON l.seq = v.opened - 1 WHERE v.id = $1 ORDER BY v.since`, string(now.ID))
	if err != nil {
		return nil, db.wrap(err, "history of "+r.Name)
	}
	defer rows.Close()
	var header []byte
	s := newScanner(t, &header)
	var out []Version
	for rows.Next() {
		rec, err := s.record(rows)
		if err != nil {
			return nil, db.wrap(err, "history of "+r.Name)
		}
		scope.mask(rec, hide)
		e, err := ledger.ParseHeader(header)
		if err != nil {
			return nil, db.wrap(err, "history of "+r.Name)
		}
		out = append(out, Version{rec, e})
	}
	return out, db.wrap(rows.Err(), "history of "+r.Name)
}

// ChangeSet gives the records changed together, each with the version it opened
// and the one before (nil for a new record), in ledger order.
func (t *Tx) ChangeSet(set string) (pairs [][2]*register.Record, err error) {
	rows, err := t.query(t.ctx, `SELECT seq, register, id FROM ledger WHERE change_set = $1 ORDER BY seq`, set)
	if err != nil {
		return nil, err
	}
	type line struct {
		seq     int64
		reg, id string
	}
	var lines []line
	for rows.Next() {
		var l line
		if err := rows.Scan(&l.seq, &l.reg, &l.id); err != nil {
			rows.Close()
			return nil, err
		}
		lines = append(lines, l)
	}
	err = rows.Err()
	rows.Close()
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		r, ok := t.db.Catalogue.Get(l.reg)
		if !ok {
			continue
		}
		now, err := t.version(r, l.id, l.seq+1, "opened")
		if err != nil {
			return nil, err
		}
		was, err := t.version(r, l.id, l.seq+1, "closed")
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, [2]*register.Record{was, now})
	}
	return pairs, nil
}

func (t *Tx) version(r *register.Register, id string, position int64, at string) (*register.Record, error) {
	tab := t.db.table(r)
	rows, err := t.query(t.ctx, `SELECT `+tab.columns("v")+` FROM `+tab.name+` v WHERE v.id = $1 AND v.`+at+` = $2`, id, position)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		return nil, rows.Err()
	}
	return newScanner(tab).record(rows)
}

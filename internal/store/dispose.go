package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/fault"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
)

// Erasable gives the ledger entries that disposing of records would erase, in
// order: those of every version they have had.
func (db *DB) Erasable(ctx context.Context, r *register.Register, ids []register.ID) ([]ledger.Erased, error) {
	out, err := db.erasable(ctx, db, r, ids)
	return out, db.wrap(err, "find the entries of "+r.Name)
}

func (db *DB) erasable(ctx context.Context, q reader, r *register.Register, ids []register.ID) ([]ledger.Erased, error) {
	var seqs []int64
	for part := range slices.Chunk(ids, chunk) {
		b := db.builder(Scope{}, zeroTime, 0)
		text := `SELECT opened, closed FROM ` + db.table(r).name + ` WHERE id IN (` + bindAll(b, part) + `)`
		err := each(ctx, q, text, b.args, func(rows *sql.Rows) error {
			var opened, closed int64
			err := rows.Scan(&opened, &closed)
			// What closed a version is the next one's entry, or its withdrawal's.
			if seqs = append(seqs, opened-1); closed < Open {
				seqs = append(seqs, closed-1)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(seqs)
	seqs = slices.Compact(seqs)
	out := make([]ledger.Erased, 0, len(seqs))
	for part := range slices.Chunk(seqs, chunk) {
		err := each(ctx, q, `SELECT header FROM ledger WHERE seq IN (`+numbers(part)+`) ORDER BY seq`, nil, func(rows *sql.Rows) error {
			var header []byte
			if err := rows.Scan(&header); err != nil {
				return err
			}
			e, err := ledger.ParseHeader(header)
			if err == nil && e.Action == ledger.ActionDispose {
				err = fault.New(fault.Conflict, "disposal-stands")
			}
			out = append(out, ledger.Erased{Seq: e.Seq, Commit: e.Commit})
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// chunk is how many identities one statement names.
const chunk = 200

func numbers(seqs []int64) string {
	out := make([]string, len(seqs))
	for i, n := range seqs {
		out[i] = strconv.FormatInt(n, 10)
	}
	return strings.Join(out, ", ")
}

func each(ctx context.Context, q reader, text string, args []any, fn func(*sql.Rows) error) error {
	rows, err := q.query(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// Dispose erases records for good: every version with its links, search words
// and frozen files, and the salts of its ledger entries. What stays is the
// identity with its human number, and the headers of the entries. It belongs in
// the transaction that writes an entry with action [ledger.ActionDispose],
// whose contents name what is given back here; Verify asks for that entry.
func (t *Tx) Dispose(r *register.Register, ids []register.ID) ([]ledger.Erased, error) {
	entries, err := t.db.erasable(t.ctx, t, r, ids)
	if err != nil {
		return nil, fmt.Errorf("find the entries of %s: %w", r.Name, err)
	}
	for part := range slices.Chunk(entries, chunk) {
		seqs := make([]int64, len(part))
		for i, e := range part {
			seqs[i] = e.Seq
		}
		if _, err := t.exec(`UPDATE ledger SET salt = NULL WHERE seq IN (` + numbers(seqs) + `)`); err != nil {
			return nil, fmt.Errorf("erase salts: %w", err)
		}
	}
	for part := range slices.Chunk(ids, chunk) {
		if err := t.unfreeze(part); err != nil {
			return nil, fmt.Errorf("erase frozen files: %w", err)
		}
		for _, from := range []string{t.db.table(r).name + ` WHERE id`, `link WHERE from_id`, `word WHERE register = '` + r.Name + `' AND id`} {
			b := t.db.builder(Scope{}, zeroTime, 0)
			if _, err := t.exec(`DELETE FROM `+from+` IN (`+bindAll(b, part)+`)`, b.args...); err != nil {
				return nil, fmt.Errorf("erase from %.20s: %w", from, err)
			}
		}
	}
	if err := t.unanswer(ids); err != nil {
		return nil, fmt.Errorf("erase kept answers: %w", err)
	}
	t.revs[r.Name] = true
	return entries, nil
}

// unfreeze takes frozen files away; a file that another record keeps too stays.
func (t *Tx) unfreeze(ids []register.ID) error {
	b := t.db.builder(Scope{}, zeroTime, 0)
	in := bindAll(b, ids)
	var hashes []string
	err := each(t.ctx, t, `SELECT DISTINCT hash FROM frozen WHERE review IN (`+in+`)`, b.args, func(rows *sql.Rows) error {
		var h string
		err := rows.Scan(&h)
		hashes = append(hashes, h)
		return err
	})
	if err != nil || len(hashes) == 0 {
		return err
	}
	if _, err := t.exec(`DELETE FROM frozen WHERE review IN (`+in+`)`, b.args...); err != nil {
		return err
	}
	for _, h := range hashes {
		if _, err := t.exec(`DELETE FROM blob WHERE hash = $1 AND NOT EXISTS (SELECT 1 FROM frozen WHERE hash = $1)`, h); err != nil {
			return err
		}
	}
	return nil
}

// unanswer forgets the answers to repeated requests that show the records.
func (t *Tx) unanswer(ids []register.ID) error {
	var gone []string
	err := each(t.ctx, t, `SELECT name, answer FROM answered`, nil, func(rows *sql.Rows) error {
		var name string
		var answer []byte
		err := rows.Scan(&name, &answer)
		if slices.ContainsFunc(ids, func(id register.ID) bool { return bytes.Contains(answer, []byte(id)) }) {
			gone = append(gone, name)
		}
		return err
	})
	for _, name := range gone {
		if err == nil {
			_, err = t.exec(`DELETE FROM answered WHERE name = $1`, name)
		}
	}
	return err
}

// Disposing tells whether a change set erased records, which nothing takes back.
func (t *Tx) Disposing(set string) (bool, error) {
	found := false
	err := each(t.ctx, t, `SELECT header FROM ledger WHERE change_set = $1`, []any{set}, func(rows *sql.Rows) error {
		var header []byte
		if err := rows.Scan(&header); err != nil {
			return err
		}
		e, err := ledger.ParseHeader(header)
		found = found || e.Action == ledger.ActionDispose
		return err
	})
	return found, err
}

// disposed is the answer about a record that was disposed of, to those who may
// know that it was there; nil for one that never was.
func (db *DB) disposed(ctx context.Context, q reader, scope Scope, reg *register.Register, id string) error {
	col := "ref"
	if register.IsID(id) {
		col = "id"
	}
	var ref, org string
	err := each(ctx, q, `SELECT i.ref, i.org FROM record i WHERE i.register = $1 AND i.`+col+` = $2 AND NOT EXISTS (SELECT 1 FROM `+db.table(reg).name+` v WHERE v.id = i.id)`,
		[]any{reg.Name, id}, func(rows *sql.Rows) error { return rows.Scan(&ref, &org) })
	if err != nil || ref == "" || !scope.Sees(register.ID(org)) {
		return err
	}
	return fault.New(fault.Unknown, "was-disposed", reg.Name, ref)
}

// Scrub takes what was disposed of out of the files too. Rows that are deleted
// are overwritten where they lay, but the engine moves rows between pages and
// keeps a log of its writes: the file is made anew, and the log emptied.
func (db *DB) Scrub(ctx context.Context, r *register.Register) error {
	return db.wrap(db.engine.scrub(ctx, db, db.table(r).name), "empty the space of "+r.Name)
}

func (e sqliteEngine) scrub(ctx context.Context, db *DB, _ string) (err error) {
	db.writer.Lock()
	defer db.writer.Unlock()
	// A connection of its own: the new file is built on disk, not in memory.
	own, err := sql.Open("sqlite", e.dsn("&_pragma=temp_store(1)"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, own.Close()) }()
	own.SetMaxOpenConns(1)
	if _, err := own.ExecContext(ctx, `VACUUM`); err != nil {
		return err
	}
	var busy, frames, moved int
	if err := own.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &frames, &moved); err != nil {
		return err
	}
	if busy != 0 {
		return fault.New(fault.Busy, "database-busy")
	}
	return nil
}

func (postgresEngine) scrub(ctx context.Context, db *DB, table string) error {
	for _, text := range []string{`VACUUM (FULL) ` + table, `VACUUM (FULL) word`, `VACUUM (FULL) blob`, `VACUUM link`, `VACUUM ledger`, `CHECKPOINT`} {
		if _, err := db.write.ExecContext(ctx, text); err != nil && text != `CHECKPOINT` { // that one only a superuser may
			return err
		}
	}
	return nil
}

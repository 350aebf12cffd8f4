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
	"genomlys/internal/query"
	"genomlys/internal/register"
)

// Erasable gives the ledger entries that disposing of records would erase, in
// order: those of every version that they, and what hangs on them, have had.
func (db *DB) Erasable(ctx context.Context, r *register.Register, ids []register.ID) ([]ledger.Erased, error) {
	doomed, err := db.doomed(ctx, db, r, ids)
	if err != nil {
		return nil, db.wrap(err, "find what hangs on "+r.Name)
	}
	out, err := db.erasable(ctx, db, doomed)
	return out, db.wrap(err, "find the entries of "+r.Name)
}

// doom is records of one register that are disposed of.
type doom struct {
	reg *register.Register
	ids []register.ID
}

// doomed gives records together with those that hang on them, also such as have
// been withdrawn: their versions still tell what they said.
func (db *DB) doomed(ctx context.Context, q reader, r *register.Register, ids []register.ID) ([]doom, error) {
	out := []doom{{r, ids}}
	for i := 0; i < len(out); i++ { // what hangs may carry what hangs
		for _, from := range db.Catalogue.All {
			for _, f := range from.Fields {
				if !f.Hanging || f.Target != nil && f.Target != out[i].reg {
					continue
				}
				more := doom{reg: from}
				for part := range slices.Chunk(out[i].ids, chunk) {
					b := db.builder(Scope{}, zeroTime, 0)
					err := each(ctx, q, `SELECT DISTINCT id FROM `+db.table(from).name+` WHERE `+quote(f.Name)+` IN (`+bindAll(b, part)+`) ORDER BY id`, b.args, func(rows *sql.Rows) error {
						var id register.ID
						err := rows.Scan(&id)
						seen := slices.ContainsFunc(out, func(d doom) bool { return d.reg == from && slices.Contains(d.ids, id) })
						if !seen && !slices.Contains(more.ids, id) {
							more.ids = append(more.ids, id)
						}
						return err
					})
					if err != nil {
						return nil, err
					}
				}
				if len(more.ids) > 0 {
					out = append(out, more)
				}
			}
		}
	}
	return out, nil
}

// Hanging gives the open records that hang on some, as they are disposed of
// with them, whoever may see them.
func (db *DB) Hanging(ctx context.Context, r *register.Register, ids []register.ID) ([]*register.Record, error) {
	all, err := db.doomed(ctx, db, r, ids)
	var out []*register.Record
	for _, d := range all[min(1, len(all)):] {
		for part := range slices.Chunk(d.ids, chunk) {
			in := query.In{Field: query.Field{Name: "id", Type: query.Ref}}
			for _, id := range part {
				in.Values = append(in.Values, string(id))
			}
			err = errors.Join(err, db.Each(ctx, Scope{All: true, Secret: map[register.ID]bool{"*": true}}, Query{Register: d.reg, Filter: in}, func(rec *register.Record) error {
				out = append(out, rec)
				return nil
			}))
		}
	}
	return out, db.wrap(err, "find what hangs on "+r.Name)
}

func (db *DB) erasable(ctx context.Context, q reader, doomed []doom) ([]ledger.Erased, error) {
	var seqs []int64
	for _, d := range doomed {
		for part := range slices.Chunk(d.ids, chunk) {
			b := db.builder(Scope{}, zeroTime, 0)
			text := `SELECT opened, closed FROM ` + db.table(d.reg).name + ` WHERE id IN (` + bindAll(b, part) + `)`
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
	}
	slices.Sort(seqs)
	seqs = slices.Compact(seqs)
	out := make([]ledger.Erased, 0, len(seqs))
	org := ""
	for part := range slices.Chunk(seqs, chunk) {
		err := each(ctx, q, `SELECT header FROM ledger WHERE seq IN (`+numbers(part)+`) ORDER BY seq`, nil, func(rows *sql.Rows) error {
			var header []byte
			if err := rows.Scan(&header); err != nil {
				return err
			}
			e, err := ledger.ParseHeader(header)
			if err == nil && e.Action == ledger.ActionDispose {
				err = fault.New(fault.Conflict, "disposal-stands")
			} else if err == nil && org != "" && e.Org != org { // the ledger asks for one organisation
				err = fault.New(fault.Conflict, "disposal-of-two", e.ID)
			}
			org = e.Org
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

// Dispose erases records, and what hangs on them, for good: every version with
// its links, search words and files, and the salts of its ledger entries. What
// stays is the identity with its human number, and the headers of the entries.
// It belongs in the transaction that writes an entry with action
// [ledger.ActionDispose], whose contents name what is given back here; Verify
// asks for that entry.
func (t *Tx) Dispose(r *register.Register, ids []register.ID) ([]ledger.Erased, error) {
	doomed, err := t.db.doomed(t.ctx, t, r, ids)
	if err != nil {
		return nil, fmt.Errorf("find what hangs on %s: %w", r.Name, err)
	}
	entries, err := t.db.erasable(t.ctx, t, doomed)
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
	var files []string
	for _, d := range doomed {
		for part := range slices.Chunk(d.ids, chunk) {
			kept, err := t.unfile(d.reg, part)
			if err != nil {
				return nil, fmt.Errorf("erase files: %w", err)
			}
			files = append(files, kept...)
			for _, from := range []string{t.db.table(d.reg).name + ` WHERE id`, `link WHERE from_id`, `word WHERE register = '` + d.reg.Name + `' AND id`} {
				b := t.db.builder(Scope{}, zeroTime, 0)
				if _, err := t.exec(`DELETE FROM `+from+` IN (`+bindAll(b, part)+`)`, b.args...); err != nil {
					return nil, fmt.Errorf("erase from %.20s: %w", from, err)
				}
			}
		}
		if err := t.unanswer(d.ids); err != nil {
			return nil, fmt.Errorf("erase kept answers: %w", err)
		}
		t.revs[d.reg.Name] = true
	}
	if err := t.unkeep(files); err != nil {
		return nil, fmt.Errorf("erase files: %w", err)
	}
	return entries, nil
}

// unfile takes the names of files from records that are erased, and gives the
// files' digests.
func (t *Tx) unfile(r *register.Register, ids []register.ID) ([]string, error) {
	b := t.db.builder(Scope{}, zeroTime, 0)
	in := bindAll(b, ids)
	texts := []string{`SELECT DISTINCT hash FROM frozen WHERE review IN (` + in + `)`}
	for _, f := range r.Fields {
		if f.Blob {
			texts = append(texts, `SELECT DISTINCT `+quote(f.Name)+` FROM `+t.db.table(r).name+` WHERE `+quote(f.Name)+` IS NOT NULL AND id IN (`+in+`)`)
		}
	}
	var hashes []string
	for _, text := range texts {
		err := each(t.ctx, t, text, b.args, func(rows *sql.Rows) error {
			var h string
			err := rows.Scan(&h)
			hashes = append(hashes, h)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	_, err := t.exec(`DELETE FROM frozen WHERE review IN (`+in+`)`, b.args...)
	return hashes, err
}

// unkeep takes files away that nothing names any more: neither a frozen review
// nor any version of a record, however old.
func (t *Tx) unkeep(hashes []string) error {
	named := `SELECT 1 FROM frozen WHERE hash = $1`
	for _, r := range t.db.Catalogue.All {
		for _, f := range r.Fields {
			if f.Blob {
				named += ` UNION ALL SELECT 1 FROM ` + t.db.table(r).name + ` WHERE ` + quote(f.Name) + ` = $1`
			}
		}
	}
	for _, h := range hashes {
		if _, err := t.exec(`DELETE FROM blob WHERE hash = $1 AND NOT EXISTS (`+named+`)`, h); err != nil {
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
	tables := []string{db.table(r).name}
	for _, from := range db.Catalogue.All {
		if from != r && slices.ContainsFunc(from.Fields, func(f *register.Field) bool { return f.Hanging }) {
			tables = append(tables, db.table(from).name)
		}
	}
	return db.wrap(db.engine.scrub(ctx, db, tables), "empty the space of "+r.Name)
}

func (e sqliteEngine) scrub(ctx context.Context, db *DB, _ []string) (err error) {
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

func (postgresEngine) scrub(ctx context.Context, db *DB, tables []string) error {
	var texts []string
	for _, table := range tables {
		texts = append(texts, `VACUUM (FULL) `+table)
	}
	for _, text := range append(texts, `VACUUM (FULL) word`, `VACUUM (FULL) blob`, `VACUUM link`, `VACUUM ledger`, `CHECKPOINT`) {
		if _, err := db.write.ExecContext(ctx, text); err != nil && text != `CHECKPOINT` { // that one only a superuser may
			return err
		}
	}
	return nil
}

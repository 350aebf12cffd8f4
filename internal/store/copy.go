package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"sort"
	"strings"

	"genomlys/internal/fault"
)

// Backup writes a consistent copy of the database to a new file, a SQLite
// database whatever the engine, while others read and write.
func (db *DB) Backup(ctx context.Context, path string) error {
	return db.wrap(db.engine.backup(ctx, db, path), "back up")
}

// exportSQLite copies a PostgreSQL database into a new SQLite file.
func (db *DB) exportSQLite(ctx context.Context, path string) error {
	if err := makeEmpty(path); err != nil {
		return err
	}
	to, err := OpenDB(ctx, path, db.Catalogue, Options{})
	if err == nil {
		err = errors.Join(db.CopyTo(ctx, to, nil), to.Close())
	}
	if err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// CopyTo copies every table into an empty database, engine to engine. tell is
// called with the rows copied so far and may be nil.
func (db *DB) CopyTo(ctx context.Context, to *DB, tell func(rows int)) error {
	if n, err := to.Position(ctx); err != nil || n > 0 {
		if err == nil {
			err = fault.New(fault.Invalid, "target-not-empty")
		}
		return err
	}
	from, err := db.snapshot(ctx)
	if err != nil {
		return err
	}
	defer from.Rollback()
	into, err := to.write.BeginTx(ctx, nil)
	if err != nil {
		return to.wrap(err, "begin to copy")
	}
	defer into.Rollback()
	done, err := copyTable(ctx, from, into, "meta", ` WHERE name NOT IN ('schema', 'declared', 'collation')`)
	if err != nil {
		return fmt.Errorf("copy settings: %w", to.engine.fault(err))
	}
	for _, name := range db.allTables() {
		n, err := copyTable(ctx, from, into, name, "")
		if err != nil {
			return fmt.Errorf("copy %s: %w", name, to.engine.fault(err))
		}
		if done += n; tell != nil {
			tell(done)
		}
	}
	return to.wrap(into.Commit(), "end the copy")
}

func isolation(e engine) sql.IsolationLevel {
	if e.name() == "postgres" {
		return sql.LevelRepeatableRead
	}
	return sql.LevelDefault
}

// allTables names every table that holds something to keep.
func (db *DB) allTables() []string {
	out := []string{"record", "number", "link", "word", "ledger", "ledger_head", "ledger_org", "checkpoint", "revision", "blob", "frozen", "session", "answered", "password", "factor", "recovery", "attempt", "outbox"}
	for _, t := range db.tables {
		out = append(out, t.name)
	}
	sort.Strings(out)
	return out
}

func copyTable(ctx context.Context, from, into *sql.Tx, name, where string) (int, error) {
	if name == "ledger_head" {
		if _, err := into.ExecContext(ctx, `DELETE FROM ledger_head`); err != nil {
			return 0, err
		}
	}
	rows, err := from.QueryContext(ctx, `SELECT * FROM `+name+where)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	cols, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	types, err := rows.ColumnTypes()
	if err != nil {
		return 0, err
	}
	never := make([]bool, len(cols)) // holds bytes that are never missing
	for i, c := range cols {
		t := types[i].DatabaseTypeName() // a number may be called level_k, too
		never[i] = (t == "BLOB" || t == "BYTEA") && (strings.HasSuffix(c, "_k") || name == "blob" && c == "data" || name == "answered" && c == "answer")
	}
	marks := make([]string, len(cols))
	quoted := make([]string, len(cols))
	vals := make([]any, len(cols))
	ptrs := make([]any, len(cols))
	for i, c := range cols {
		marks[i], quoted[i], ptrs[i] = fmt.Sprintf("$%d", i+1), quote(c), &vals[i]
	}
	put, err := into.PrepareContext(ctx, `INSERT INTO `+name+` (`+strings.Join(quoted, ", ")+`) VALUES (`+strings.Join(marks, ", ")+`)`)
	if err != nil {
		return 0, err
	}
	defer put.Close()
	n := 0
	for rows.Next() {
		if err := rows.Scan(ptrs...); err != nil {
			return n, err
		}
		for i := range cols {
			if b, ok := vals[i].([]byte); never[i] && (vals[i] == nil || ok && b == nil) {
				vals[i] = []byte{} // SQLite's driver gives empty bytes as nothing
			}
		}
		if _, err := put.ExecContext(ctx, vals...); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}

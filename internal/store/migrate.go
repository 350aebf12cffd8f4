package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
)

// SchemaVersion is the form of the fixed tables. Registers are compared with
// what they declare and need no number.
const SchemaVersion = 1

// steps bring the fixed tables from one version to the next; steps[0] makes 1 into 2.
var steps = []func(ctx context.Context, e engine, q querier) error{}

// migrate makes the schema what the catalogue declares. It only adds: tables,
// columns and indexes; columns are never dropped or retyped, so that old
// commitments in the ledger stay true. All is one transaction. A database that
// already held something is copied beside first.
func (db *DB) migrate(ctx context.Context, dsn string) error {
	want, digest := db.declared()
	db.digest = digest
	have, err := db.schemaState(ctx, db.write)
	if err != nil {
		return db.wrap(err, "read the schema")
	}
	if have.version == SchemaVersion && have.digest == digest {
		return nil
	}
	backup := ""
	if have.version > 0 && db.engine.name() == "sqlite" {
		backup = strings.TrimPrefix(dsn, "sqlite://") + ".before-" + time.Now().UTC().Format("20060102T150405.000000000")
		if err := db.engine.backup(ctx, db, backup); err != nil {
			return fmt.Errorf("back up before the schema is changed: %w", err)
		}
		db.note(lang.Text{SV: "Databasen får den här versionens form. En kopia från innan ligger i " + backup + " tills det är klart.",
			EN: "The database is given this version's form. A copy from before is in " + backup + " until that is done."})
	}
	if err := db.change(ctx, want, digest); err != nil {
		if have.version == 0 && (fault.Is(err, fault.Full) || fault.Is(err, fault.ReadOnly)) {
			return db.wrap(err, "make the database") // there was none to update
		}
		if backup != "" {
			return &fault.Error{Kind: fault.Invalid, Code: "migration-failed-backup", Args: []string{backup}, Err: err}
		}
		return &fault.Error{Kind: fault.Invalid, Code: "migration-failed", Err: err}
	}
	if backup != "" {
		// All went well: what the copy was for is past, and it holds secrets.
		if err := os.Remove(backup); err != nil {
			db.note(lang.Text{SV: "Kopian från innan kunde inte tas bort: " + backup, EN: "The copy from before could not be removed: " + backup})
		}
	}
	return nil
}

type schemaState struct {
	version int
	digest  string
}

// schemaState tells what a database is. One that a newer program has made or
// changed is refused: this one would write rows that lack what it does not know.
func (db *DB) schemaState(ctx context.Context, q querier) (schemaState, error) {
	tables, err := db.engine.tables(ctx, q)
	if err != nil {
		return schemaState{}, err
	}
	if tables["meta"] == nil {
		if len(tables) > 0 {
			return schemaState{}, fault.New(fault.Invalid, "not-our-database")
		}
		return schemaState{}, nil
	}
	var s schemaState
	var v string
	err = q.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'schema'`).Scan(&v)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return s, err
	}
	s.version, _ = strconv.Atoi(v)
	if s.version > SchemaVersion {
		return s, fault.New(fault.Invalid, "schema-newer", strconv.Itoa(s.version), strconv.Itoa(SchemaVersion))
	}
	if name := db.unknown(tables); name != "" {
		return s, fault.New(fault.Invalid, "schema-newer", name, strconv.Itoa(SchemaVersion))
	}
	err = q.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'declared'`).Scan(&s.digest)
	if errors.Is(err, sql.ErrNoRows) {
		err = nil
	}
	return s, err
}

// Ready tells whether the database answers and is in the form that this program
// reads and writes: another may have brought it further since it was opened.
func (db *DB) Ready(ctx context.Context) error {
	version, err := db.Meta(ctx, "schema")
	if err != nil {
		return err
	}
	digest, err := db.Meta(ctx, "declared")
	if err == nil && (version != strconv.Itoa(SchemaVersion) || digest != db.digest) {
		err = fault.New(fault.Busy, "schema-not-current")
	}
	return err
}

// unknown names a register or field in the database that is not declared.
// Declarations are never taken away, so a newer program has made it.
func (db *DB) unknown(tables map[string]map[string]bool) string {
	for name, cols := range tables {
		if !strings.HasPrefix(name, "r_") {
			continue
		}
		t := db.tables[strings.TrimPrefix(name, "r_")]
		if t == nil {
			return name
		}
		for col := range cols {
			_, field := t.reg.Field(col)
			key, sorted := t.reg.Field(strings.TrimSuffix(col, "_k"))
			if !field && !(sorted && key.Collated()) && !slices.Contains(rowColumns, col) {
				return name + "." + col
			}
		}
	}
	return ""
}

// declared gives the indexes that all registers want and a digest of the whole schema.
func (db *DB) declared() ([]index, string) {
	want := fixedIndexes()
	h := sha256.New()
	for _, d := range fixed(db.engine) {
		fmt.Fprintln(h, d)
	}
	for _, r := range db.Catalogue.All {
		t := db.tables[r.Name]
		fmt.Fprintln(h, t.create(db.engine))
		want = append(want, t.indexes(db.engine)...)
	}
	for _, x := range want {
		fmt.Fprintln(h, x.ddl)
	}
	fmt.Fprintln(h, collation())
	return want, hex.EncodeToString(h.Sum(nil)[:16])
}

func (db *DB) change(ctx context.Context, want []index, digest string) error {
	tx, err := db.write.BeginTx(ctx, nil)
	if err != nil {
		return db.engine.fault(err)
	}
	defer tx.Rollback()
	if db.engine.name() == "postgres" {
		// Two servers that start together must not both migrate.
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(7240613)`); err != nil {
			return err
		}
	}
	have, err := db.schemaState(ctx, tx) // again: another may have changed it while we waited
	if err != nil {
		return err
	}
	if have.version == SchemaVersion && have.digest == digest {
		return nil
	}
	if err := db.changeIn(ctx, tx, have.version, want, digest); err != nil {
		return db.engine.fault(err)
	}
	return db.engine.fault(tx.Commit())
}

func (db *DB) changeIn(ctx context.Context, tx *sql.Tx, from int, want []index, digest string) error {
	for v := max(from, 1); from > 0 && v < SchemaVersion; v++ {
		if err := steps[v-1](ctx, db.engine, tx); err != nil {
			return fmt.Errorf("step from schema %d: %w", v, err)
		}
	}
	for _, d := range fixed(db.engine) {
		if _, err := tx.ExecContext(ctx, d); err != nil {
			return fmt.Errorf("%s: %w", firstLine(d), err)
		}
	}
	have, err := db.engine.tables(ctx, tx)
	if err != nil {
		return err
	}
	for _, r := range db.Catalogue.All {
		t := db.tables[r.Name]
		cols := have[t.name]
		if cols == nil {
			if _, err := tx.ExecContext(ctx, t.create(db.engine)); err != nil {
				return fmt.Errorf("create %s: %w", t.name, err)
			}
			continue
		}
		for _, f := range r.Fields {
			for i, d := range t.columnDDL(db.engine, f) {
				name := f.Name
				if i == 1 {
					name += "_k"
				}
				if cols[name] {
					continue
				}
				if _, err := tx.ExecContext(ctx, "ALTER TABLE "+t.name+" ADD COLUMN "+d); err != nil {
					return fmt.Errorf("add column %s to %s: %w", name, t.name, err)
				}
			}
		}
	}
	if err := db.rekey(ctx, tx); err != nil {
		return err
	}
	present, err := db.engine.indexes(ctx, tx)
	if err != nil {
		return err
	}
	keep := map[string]bool{}
	for _, x := range want {
		keep[x.name] = true
		if !present[x.name] {
			if _, err := tx.ExecContext(ctx, x.ddl); err != nil {
				return fmt.Errorf("create index %s: %w", x.name, err)
			}
		}
	}
	for name := range present {
		if !keep[name] {
			if _, err := tx.ExecContext(ctx, "DROP INDEX "+quote(name)); err != nil {
				return fmt.Errorf("drop index %s: %w", name, err)
			}
		}
	}
	for _, m := range [][2]string{{"schema", strconv.Itoa(SchemaVersion)}, {"declared", digest}, {"collation", collation()}} {
		if _, err := tx.ExecContext(ctx, `INSERT INTO meta (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, m[0], m[1]); err != nil {
			return err
		}
	}
	return nil
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

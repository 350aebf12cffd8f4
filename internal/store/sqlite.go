package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/query"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

type sqliteEngine struct{ path, mode string } // mode: rw, or ro and more for a file that may not be written

func (db *DB) openSQLite(ctx context.Context, path string, must bool) error {
	path = strings.TrimPrefix(path, "sqlite://")
	if _, err := os.Stat(path); err != nil {
		if must || !errors.Is(err, os.ErrNotExist) {
			return fault.Wrap(fault.Unknown, "no-database", fmt.Errorf("open %s: %w", path, err))
		}
		// The registers tell where a city is weak: nobody else on the machine reads them.
		f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			return fault.Wrap(fault.ReadOnly, "database-cannot-be-made", fmt.Errorf("create %s: %w", path, err))
		}
		f.Close()
	}
	// A file that may not be written is opened to be read: one can still look.
	mode := "rw"
	if f, err := os.OpenFile(path, os.O_RDWR, 0); err != nil {
		mode = "ro"
		if _, wal := os.Stat(path + "-wal"); errors.Is(err, syscall.EROFS) && errors.Is(wal, os.ErrNotExist) {
			mode += "&immutable=1" // nobody can write there, not even the readers' own notes
		}
	} else {
		f.Close()
	}
	e := sqliteEngine{path, mode}
	db.engine = e
	var err error
	if db.write, err = sql.Open("sqlite", e.dsn("&_txlock=immediate&_pragma=cache_size(-16000)&_pragma=wal_autocheckpoint(4000)")); err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	db.write.SetMaxOpenConns(1)
	if db.read, err = sql.Open("sqlite", e.dsn("&_pragma=query_only(1)&_pragma=cache_size(-4000)")); err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	db.read.SetMaxOpenConns(max(4, 2*runtime.NumCPU()))
	db.read.SetMaxIdleConns(max(4, 2*runtime.NumCPU()))
	if err := reach(ctx, db); err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	return nil
}

// reach makes the first connection. Of two that open a new file at once, one
// may be told that it is locked while the other makes it a write-ahead log,
// whatever it is willing to wait; it tries again.
func reach(ctx context.Context, db *DB) error {
	const patience, pause = 10 * time.Second, 20 * time.Millisecond
	for began := time.Now(); ; {
		err := db.write.PingContext(ctx)
		if err == nil {
			return nil
		}
		if err = db.engine.fault(err); !fault.Is(err, fault.Busy) || time.Since(began) > patience {
			return err
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(pause):
		}
	}
}

func (e sqliteEngine) dsn(extra string) string {
	u := url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(e.path)}).EscapedPath()}
	q := "mode=" + e.mode + "&_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)&_pragma=synchronous(FULL)&_pragma=secure_delete(1)&_pragma=temp_store(2)"
	if e.mode == "rw" {
		q += "&_pragma=journal_mode(WAL)"
	}
	return u.String() + "?" + q + extra
}

func (sqliteEngine) name() string         { return "sqlite" }
func (sqliteEngine) bytes() string        { return "BLOB" }
func (sqliteEngine) text() string         { return "TEXT" }
func (sqliteEngine) serial() string       { return "INTEGER" } // BIGINT would be a second tree beside the rows
func (sqliteEngine) withoutRowid() string { return " WITHOUT ROWID" }

// briefly lets nobody interrupt a single statement that takes microseconds: being
// ready to would take two more goroutines for every one. A transaction asks
// between them whether it is still wanted.
func (sqliteEngine) briefly(ctx context.Context) context.Context { return context.WithoutCancel(ctx) }

func (sqliteEngine) lockHead() string     { return "" } // an immediate transaction is the lock
func (sqliteEngine) partialIndexes() bool { return true }
func (sqliteEngine) indexedBy(index string) string {
	return ` INDEXED BY "` + index + `"`
}

// The engine's own LOWER knows only a–z.
func init() {
	sqlite.MustRegisterDeterministicScalarFunction("fold", 1, func(_ *sqlite.FunctionContext, args []driver.Value) (driver.Value, error) {
		if s, ok := args[0].(string); ok {
			return query.Fold(s), nil
		}
		return args[0], nil
	})
}

func (sqliteEngine) fold(col string) string         { return "fold(" + col + ")" }
func (sqliteEngine) within(col, part string) string { return "INSTR(" + col + ", " + part + ") > 0" }
func (sqliteEngine) among(col string, b *builder, ids string) string {
	return col + " IN (SELECT value FROM json_each(" + b.bind(`["`+strings.ReplaceAll(ids, ",", `","`)+`"]`) + "))"
}
func (sqliteEngine) letGo(ctx context.Context, db *DB) {
	shrink(context.WithoutCancel(ctx), db.write, 1)
}

func (sqliteEngine) rest(ctx context.Context, db *DB) {
	shrink(ctx, db.write, db.write.Stats().Idle)
	shrink(ctx, db.read, db.read.Stats().Idle)
}

// shrink gives back the pages that connections of a pool hold. They are taken
// together, so that each is met once. Only memory is at stake: a failure
// changes nothing.
func shrink(ctx context.Context, pool *sql.DB, connections int) {
	for range connections {
		c, err := pool.Conn(ctx)
		if err != nil {
			return
		}
		defer c.Close()
		_, _ = c.ExecContext(ctx, `PRAGMA shrink_memory`)
	}
}

func (sqliteEngine) noBytes() string { return "x''" }
func (sqliteEngine) member(col, key string, number bool) string {
	at := "(" + col + ", '$." + key + "')"
	if number {
		return "CASE WHEN json_type" + at + " = 'integer' THEN json_extract" + at + " END"
	}
	return "CAST(json_extract" + at + " AS TEXT)"
}

func (sqliteEngine) fault(err error) error {
	var e *sqlite.Error
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.Wrap(fault.Busy, "interrupted", err)
	}
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT:
		return fault.Wrap(fault.Busy, "database-busy", err)
	case sqlite3.SQLITE_FULL:
		return fault.Wrap(fault.Full, "disk-full", err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN:
		return fault.Wrap(fault.ReadOnly, "database-read-only", err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fault.Wrap(fault.Internal, "database-damaged", err)
	case sqlite3.SQLITE_IOERR:
		// Also the file that connections share has no room on a full disk.
		if e.Code() == sqlite3.SQLITE_IOERR_SHMSIZE || strings.Contains(err.Error(), "no space") {
			return fault.Wrap(fault.Full, "disk-full", err)
		}
	}
	return err
}

func (sqliteEngine) tables(ctx context.Context, q querier) (map[string]map[string]bool, error) {
	return pairs(ctx, q, `SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`)
}

func (sqliteEngine) indexes(ctx context.Context, q querier) (map[string]bool, error) {
	return names(ctx, q, `SELECT name FROM sqlite_master WHERE type = 'index' AND name LIKE 'x_%'`)
}

// backup writes a consistent copy while others read and write.
func (e sqliteEngine) backup(ctx context.Context, db *DB, path string) error {
	if err := makeEmpty(path); err != nil {
		return err
	}
	err := e.vacuumInto(ctx, path)
	if err != nil {
		return errors.Join(err, os.Remove(path)) // half a copy looks like a copy
	}
	return nil
}

func (e sqliteEngine) vacuumInto(ctx context.Context, path string) error {
	// VACUUM INTO reads one snapshot, so the copy is of one moment. The readers
	// may only ask and the writer has work to do: it gets its own connection.
	own, err := sql.Open("sqlite", e.dsn(""))
	if err != nil {
		return err
	}
	defer own.Close()
	_, err = own.ExecContext(ctx, `VACUUM INTO $1`, path)
	return e.fault(err)
}

// makeEmpty makes a new file that nobody else on the machine can read.
func makeEmpty(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, os.ErrExist) {
		return fault.New(fault.Invalid, "file-exists", path)
	}
	if err != nil {
		return fault.Wrap(fault.ReadOnly, "file-cannot-be-made", err)
	}
	return f.Close()
}

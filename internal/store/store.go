package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
)

// Open is the end of a version that still holds, and the closing position of
// a version still believed: larger than any instant or position.
const Open = int64(1) << 62

// DB is an open database.
type DB struct {
	Catalogue *register.Catalogue
	Zone      *time.Location // of civil dates; Europe/Stockholm

	engine engine
	write  *sql.DB // one connection on SQLite
	read   *sql.DB
	tables map[string]*table
	digest string // of the schema that this program reads and writes

	counts Kept[[]Group]
	leaves leaves // of surveys
	stood  atomic.Pointer[standing]
	owns   ownCache
	stmts  statements // of the writer
	reads  statements
	writer sync.Mutex
	left   atomic.Pointer[left] // by this process's last change
	note   func(lang.Text)
}

// engine is what differs between SQLite and PostgreSQL.
type engine interface {
	name() string
	bytes() string                                   // column type of bytes
	text() string                                    // column type of text, compared byte by byte
	serial() string                                  // column type of a whole number that is the table's own key
	withoutRowid() string                            // table option that keeps rows in the primary key
	indexedBy(index string) string                   // names the index of a read
	fold(col string) string                          // folds letter case as query.Fold does
	among(col string, b *builder, ids string) string // whether a column holds one of some identities, joined by commas
	within(col, part string) string                  // whether a text holds another, letter by letter
	member(col, key string, number bool) string      // a value of a JSON object kept as text, nothing where it is of another kind
	noBytes() string                                 // an empty value of bytes
	partialIndexes() bool                            // whether indexes named by indexedBy are honoured
	letGo(ctx context.Context, db *DB)               // gives memory of a large change back
	rest(ctx context.Context, db *DB)                // gives memory back when nobody asks
	lockHead() string                                // suffix that locks the ledger's head
	briefly(context.Context) context.Context         // under which a statement of microseconds runs
	fault(err error) error                           // gives an error its kind
	tables(ctx context.Context, q querier) (map[string]map[string]bool, error)
	indexes(ctx context.Context, q querier) (map[string]bool, error)
	backup(ctx context.Context, db *DB, path string) error
	scrub(ctx context.Context, db *DB, tables []string) error // takes what was deleted out of the files too
}

type querier interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Options say how to open a database.
type Options struct {
	Note   func(lang.Text) // told in a sentence what opening does (migration, backup)
	MustBe bool            // refuse to make a new database
}

// OpenDB opens the database of dsn, "genomlys.db" or "postgres://…", and brings
// its schema up to what the catalogue declares. A schema newer than the
// program, or a step that fails, refuses to open: the database is then as it was.
func OpenDB(ctx context.Context, dsn string, c *register.Catalogue, opt Options) (*DB, error) {
	zone, err := time.LoadLocation("Europe/Stockholm")
	if err != nil {
		return nil, fmt.Errorf("load the time zone Europe/Stockholm: %w", err)
	}
	db := &DB{Catalogue: c, Zone: zone, tables: map[string]*table{}, note: opt.Note}
	db.counts.Most = 2048
	if db.note == nil {
		db.note = func(lang.Text) {}
	}
	for _, r := range c.All {
		db.tables[r.Name] = newTable(r)
	}
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		err = db.openPostgres(ctx, dsn)
	} else {
		err = db.openSQLite(ctx, dsn, opt.MustBe)
	}
	if err != nil {
		return nil, err
	}
	if err := db.migrate(ctx, dsn); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// Close ends all connections.
func (db *DB) Close() error {
	db.stmts.close()
	db.reads.close()
	err := db.read.Close()
	if db.write != db.read {
		err = errors.Join(err, db.write.Close())
	}
	return err
}

// Engine names the database engine, "sqlite" or "postgres".
func (db *DB) Engine() string { return db.engine.name() }

// Ping asks the database for an answer.
func (db *DB) Ping(ctx context.Context) error {
	var n int
	if err := db.read.QueryRowContext(ctx, "SELECT 1").Scan(&n); err != nil {
		return db.engine.fault(err)
	}
	return nil
}

func (db *DB) table(r *register.Register) *table {
	t := db.tables[r.Name]
	if t == nil || t.reg != r {
		panic("store: register " + r.Name + " is not in the catalogue")
	}
	return t
}

// EndOfDay is the last instant of a civil date: what a question "as of" the
// date reads.
func (db *DB) EndOfDay(d register.Date) time.Time {
	t := d.Time(db.Zone)
	return time.Date(t.Year(), t.Month(), t.Day()+1, 0, 0, 0, 0, db.Zone).Add(-time.Microsecond)
}

// Rest gives back the memory in which the database's pages are held, for when
// nobody has asked for a while; the next who asks reads them again.
func (db *DB) Rest(ctx context.Context) { db.engine.rest(ctx, db) }

// Filter reads a filter text over a register as of a day, with this house's
// zone. Fields that organisations have added are known by name but not
// suggested. Errors in the text are of type *query.Error.
func (db *DB) Filter(ctx context.Context, r *register.Register, text string, day register.Date, now time.Time) (query.Checked, error) {
	node, err := query.Parse(text)
	if err != nil {
		return nil, err
	}
	var failed error
	own := func(of *register.Register) (out []*register.Field) {
		all, err := db.declaredOwn(ctx, db)
		failed = errors.Join(failed, err)
		for _, o := range all[of.Name] {
			out = append(out, o.Field)
		}
		return out
	}
	c, err := query.Check(node, register.SchemaKnowing(r, own), query.Params{AsOf: query.CivilOf(day.Time(time.UTC)), Now: now, Zone: db.Zone})
	if failed != nil {
		return nil, db.wrap(failed, "read own fields")
	}
	return c, err
}

// wrap gives an error its kind, and a short text of what was being done.
func (db *DB) wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	var f *fault.Error
	if errors.As(err, &f) {
		return err
	}
	return fmt.Errorf("%s: %w", doing, db.engine.fault(err))
}

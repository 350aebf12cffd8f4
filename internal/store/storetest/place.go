package storetest

import (
	"context"
	"database/sql"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	_ "time/tzdata" // the tests run where no zones are installed

	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Place is where one test's database lies.
type Place struct {
	Engine string // sqlite or postgres
	DSN    string
	t      testing.TB
}

// Each runs a test on both engines, each time with an empty database.
func Each(t *testing.T, test func(t *testing.T, p Place)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, SQLite(t)) })
	t.Run("postgres", func(t *testing.T) { test(t, Postgres(t)) })
}

// SQLite is a place for a new SQLite database.
func SQLite(t testing.TB) Place {
	return Place{"sqlite", filepath.Join(t.TempDir(), "genomlys.db"), t}
}

// Postgres is a new database in the test binary's cluster.
func Postgres(t testing.TB) Place {
	return Place{"postgres", Shared(t).Database(t), t}
}

// Open opens the place's database, making it the first time. Each call gives a
// handle of its own, as another process would have; it is closed with the test.
func (p Place) Open(c *register.Catalogue) *store.DB {
	p.t.Helper()
	db, err := store.OpenDB(context.Background(), p.DSN, c, store.Options{})
	if err != nil {
		p.t.Fatalf("open %s: %v", p.Engine, err)
	}
	p.t.Cleanup(func() { db.Close() })
	return db
}

// SQL runs a statement past the store, as somebody at the machine could, and
// gives how many rows it changed.
func (p Place) SQL(text string, args ...any) int64 {
	p.t.Helper()
	raw := p.raw()
	defer raw.Close()
	res, err := raw.Exec(text, args...)
	if err != nil {
		p.t.Fatalf("%s: %v", text, err)
	}
	n, _ := res.RowsAffected()
	return n
}

// One reads one value past the store into dest.
func (p Place) One(dest any, text string, args ...any) {
	p.t.Helper()
	raw := p.raw()
	defer raw.Close()
	if err := raw.QueryRow(text, args...).Scan(dest); err != nil {
		p.t.Fatalf("%s: %v", text, err)
	}
}

func (p Place) raw() *sql.DB {
	p.t.Helper()
	driver, dsn := "sqlite", (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: p.DSN}).EscapedPath(), RawQuery: "_pragma=busy_timeout(10000)"}).String()
	if strings.HasPrefix(p.DSN, "postgres://") {
		driver, dsn = "pgx", p.DSN
	}
	raw, err := sql.Open(driver, dsn)
	if err != nil {
		p.t.Fatal(err)
	}
	raw.SetMaxOpenConns(1)
	return raw
}

// In is a new database in a cluster.
func In(t testing.TB, c *Cluster) Place { return Place{"postgres", c.Database(t), t} }

// In gives a place to another test, such as that of a copy.
func (p Place) In(t testing.TB) Place { p.t = t; return p }

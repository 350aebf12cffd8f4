package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"genomlys/internal/fault"
	"genomlys/internal/query"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

type postgresEngine struct{}

func (db *DB) openPostgres(ctx context.Context, dsn string) error {
	db.engine = postgresEngine{}
	var err error
	if db.write, err = sql.Open("pgx", dsn); err != nil {
		return fault.Wrap(fault.Unknown, "no-database", err)
	}
	db.write.SetMaxOpenConns(16)
	db.write.SetMaxIdleConns(8)
	db.read = db.write
	if err := db.write.PingContext(ctx); err != nil {
		return fault.Wrap(fault.Unknown, "database-unreachable", fmt.Errorf("connect to PostgreSQL: %w", err))
	}
	return nil
}

func (postgresEngine) name() string                                { return "postgres" }
func (postgresEngine) bytes() string                               { return "bytea" }
func (postgresEngine) serial() string                              { return "BIGINT" }
func (postgresEngine) text() string                                { return `TEXT COLLATE "C"` }
func (postgresEngine) withoutRowid() string                        { return "" }
func (postgresEngine) briefly(ctx context.Context) context.Context { return ctx }
func (postgresEngine) lockHead() string                            { return " FOR UPDATE" }
func (postgresEngine) partialIndexes() bool                        { return false }
func (postgresEngine) indexedBy(string) string                     { return "" }

func (postgresEngine) fold(col string) string {
	// ICU folds these two by what stands around them, query.Fold does not.
	return `LOWER(REPLACE(REPLACE(` + col + `, 'Σ', 'σ'), 'İ', '` + query.Fold("İ") + `') COLLATE "und-x-icu")`
}

func (postgresEngine) among(col string, b *builder, ids string) string {
	return col + " = ANY(CAST(" + b.bind("{"+ids+"}") + " AS text[]))"
}
func (postgresEngine) letGo(context.Context, *DB) {}
func (postgresEngine) rest(context.Context, *DB)  {}
func (postgresEngine) within(col, part string) string {
	return "STRPOS(" + col + " COLLATE \"C\", " + part + ") > 0"
}
func (postgresEngine) noBytes() string { return "''::bytea" }
func (postgresEngine) member(col, key string, number bool) string {
	// What is of another kind must not be cast: planners do not keep conditions in order.
	if number {
		return "CASE WHEN jsonb_typeof(" + col + "::jsonb -> '" + key + "') = 'number' THEN (" + col + "::jsonb ->> '" + key + "')::bigint END"
	}
	return "(" + col + "::jsonb ->> '" + key + `') COLLATE "C"`
}

func (postgresEngine) fault(err error) error {
	var e *pgconn.PgError
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fault.Wrap(fault.Busy, "interrupted", err)
	}
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code {
	case "53100":
		return fault.Wrap(fault.Full, "disk-full", err)
	case "25006":
		return fault.Wrap(fault.ReadOnly, "database-read-only", err)
	case "40001", "40P01", "55P03", "57014", "53300", "57P01", "57P03":
		return fault.Wrap(fault.Busy, "database-busy", err)
	}
	return err
}

func (postgresEngine) tables(ctx context.Context, q querier) (map[string]map[string]bool, error) {
	return pairs(ctx, q, `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()`)
}

func (postgresEngine) indexes(ctx context.Context, q querier) (map[string]bool, error) {
	return names(ctx, q, `SELECT indexname FROM pg_indexes WHERE schemaname = current_schema() AND indexname LIKE 'x\_%'`)
}

func (postgresEngine) backup(ctx context.Context, db *DB, path string) error {
	return db.exportSQLite(ctx, path)
}

func pairs(ctx context.Context, q querier, text string) (map[string]map[string]bool, error) {
	rows, err := q.QueryContext(ctx, text)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]map[string]bool{}
	for rows.Next() {
		var a, b string
		if err := rows.Scan(&a, &b); err != nil {
			return nil, err
		}
		if out[a] == nil {
			out[a] = map[string]bool{}
		}
		out[a][b] = true
	}
	return out, rows.Err()
}

func names(ctx context.Context, q querier, text string) (map[string]bool, error) {
	rows, err := q.QueryContext(ctx, text)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]bool{}
	for rows.Next() {
		var a string
		if err := rows.Scan(&a); err != nil {
			return nil, err
		}
		out[a] = true
	}
	return out, rows.Err()
}

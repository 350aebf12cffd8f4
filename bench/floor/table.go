package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"sync"

	_ "modernc.org/sqlite"
)

// table is the one table, with a writer's connection and readers'.
type table struct {
	write, read *sql.DB
	names       string // of the columns, as in SQL
	mu          sync.Mutex
	kept        map[string]*sql.Stmt
	get1        *sql.Stmt
	insert      *sql.Stmt
	replace     *sql.Stmt
	next        *sql.Stmt
}

// sorted are the columns a list can be ordered by, each with an index; counted
// are those that are counted by.
var (
	sorted  = map[string]bool{"title": true, "area": true, "ref": true}
	counted = map[string]bool{"kind": true, "status": true, "reach": true, "area": true}
)

func open(ctx context.Context, path string) (*table, error) {
	dsn := "file:" + path + "?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
	t := &table{kept: map[string]*sql.Stmt{}}
	var err error
	if t.write, err = sql.Open("sqlite", dsn+"&_txlock=immediate"); err != nil {
		return nil, err
	}
	t.write.SetMaxOpenConns(1)
	if t.read, err = sql.Open("sqlite", dsn+"&_pragma=query_only(1)"); err != nil {
		return nil, err
	}
	t.read.SetMaxOpenConns(2 * runtime.NumCPU())
	t.read.SetMaxIdleConns(2 * runtime.NumCPU())
	names, defs, marks, sets := make([]string, len(columns)), make([]string, len(columns)), make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		names[i], defs[i], marks[i], sets[i] = c.name, c.name+" "+c.kind, "?", c.name+" = ?"
	}
	defs[0] += " PRIMARY KEY"
	t.names = strings.Join(names, ", ")
	ddl := []string{`CREATE TABLE IF NOT EXISTS object (` + strings.Join(defs, ", ") + `) WITHOUT ROWID`,
		`CREATE UNIQUE INDEX IF NOT EXISTS object_ref ON object (ref)`, `CREATE INDEX IF NOT EXISTS object_title ON object (title, id)`, `CREATE INDEX IF NOT EXISTS object_area ON object (area, id)`,
		`CREATE INDEX IF NOT EXISTS object_kind ON object (kind)`, `CREATE INDEX IF NOT EXISTS object_status ON object (status)`, `CREATE INDEX IF NOT EXISTS object_reach ON object (reach)`,
		`CREATE INDEX IF NOT EXISTS object_owner ON object (owner)`, `CREATE TABLE IF NOT EXISTS number (last INTEGER NOT NULL)`,
		`INSERT INTO number (last) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM number)`}
	for _, d := range ddl {
		if _, err := t.write.ExecContext(ctx, d); err != nil {
			return nil, fmt.Errorf("%s: %w", d, err)
		}
	}
	for text, into := range map[string]**sql.Stmt{
		`INSERT INTO object (` + t.names + `) VALUES (` + strings.Join(marks, ", ") + `)`: &t.insert,
		`UPDATE object SET ` + strings.Join(sets, ", ") + ` WHERE id = ?`:                 &t.replace,
		`UPDATE number SET last = last + 1 RETURNING last`:                                &t.next,
	} {
		if *into, err = t.write.PrepareContext(ctx, text); err != nil {
			return nil, err
		}
	}
	if t.get1, err = t.read.PrepareContext(ctx, `SELECT `+t.names+` FROM object WHERE id = ?`); err != nil {
		return nil, err
	}
	return t, nil
}

func (t *table) close() { t.read.Close(); t.write.Close() }

// prepared keeps a reader's statement; there are as many texts as ways to ask.
func (t *table) prepared(ctx context.Context, text string) (*sql.Stmt, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if s := t.kept[text]; s != nil {
		return s, nil
	}
	s, err := t.read.PrepareContext(ctx, text)
	if err == nil {
		t.kept[text] = s
	}
	return s, err
}

func (t *table) load(ctx context.Context, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	tx, err := t.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	insert, next := tx.StmtContext(ctx, t.insert), tx.StmtContext(ctx, t.next)
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var o object
		if err := json.Unmarshal(lines.Bytes(), &o); err != nil {
			return err
		}
		if _, err := insert.ExecContext(ctx, o.values()...); err != nil {
			return err
		}
		var n int
		if err := next.QueryRowContext(ctx).Scan(&n); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return tx.Commit()
}

func (t *table) get(ctx context.Context, id string) (object, error) {
	var o object
	err := t.get1.QueryRowContext(ctx, id).Scan(o.pointers()...)
	if errors.Is(err, sql.ErrNoRows) {
		err = errUnknown
	}
	return o, err
}

type page struct {
	Items []object `json:"items"`
	Next  string   `json:"next_page_token"`
}

// list gives a page in order, filtered by one field, after a key.
func (t *table) list(ctx context.Context, order, field, value, after string, size int) (page, error) {
	if !sorted[order] || field != "" && !counted[field] {
		return page{}, fmt.Errorf("order_by or field: %w", errWrong)
	}
	text, args := `SELECT `+t.names+` FROM object`, []any{}
	var conds []string
	if field != "" {
		// The unary plus keeps the order's index, which yields the page without sorting.
		conds, args = append(conds, "+"+field+" = ?"), append(args, value)
	}
	if after != "" {
		b, err := base64.RawURLEncoding.DecodeString(after)
		key, id, ok := strings.Cut(string(b), "\x00")
		if err != nil || !ok {
			return page{}, fmt.Errorf("after: %w", errWrong)
		}
		conds, args = append(conds, "("+order+", id) > (?, ?)"), append(args, key, id)
	}
	if len(conds) > 0 {
		text += " WHERE " + strings.Join(conds, " AND ")
	}
	s, err := t.prepared(ctx, text+" ORDER BY "+order+", id LIMIT ?")
	if err != nil {
		return page{}, err
	}
	rows, err := s.QueryContext(ctx, append(args, size+1)...)
	if err != nil {
		return page{}, err
	}
	defer rows.Close()
	p := page{Items: make([]object, 0, size+1)}
	for rows.Next() {
		p.Items = append(p.Items, object{})
		if err := rows.Scan(p.Items[len(p.Items)-1].pointers()...); err != nil {
			return page{}, err
		}
	}
	if len(p.Items) > size {
		p.Items = p.Items[:size]
		last := p.Items[size-1]
		key := map[string]string{"title": last.Title, "area": last.Area, "ref": last.Ref}[order]
		p.Next = base64.RawURLEncoding.EncodeToString([]byte(key + "\x00" + last.ID))
	}
	return p, rows.Err()
}

type group struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

func (t *table) count(ctx context.Context, by string) ([]group, error) {
	if !counted[by] {
		return nil, fmt.Errorf("by: %w", errWrong)
	}
	s, err := t.prepared(ctx, `SELECT `+by+`, COUNT(*) FROM object GROUP BY `+by)
	if err != nil {
		return nil, err
	}
	rows, err := s.QueryContext(ctx)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []group
	for rows.Next() {
		var g group
		if err := rows.Scan(&g.Value, &g.Count); err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, rows.Err()
}

func (t *table) create(ctx context.Context, o object) (object, error) {
	o.ID = rand.Text()
	tx, err := t.write.BeginTx(ctx, nil)
	if err != nil {
		return o, err
	}
	defer tx.Rollback()
	var n int
	if err := tx.StmtContext(ctx, t.next).QueryRowContext(ctx).Scan(&n); err != nil {
		return o, err
	}
	o.Ref = fmt.Sprintf("OBJ-%04d", n)
	if _, err := tx.StmtContext(ctx, t.insert).ExecContext(ctx, o.values()...); err != nil {
		return o, err
	}
	return o, tx.Commit()
}

func (t *table) update(ctx context.Context, id string, change func(*object) error) (object, error) {
	tx, err := t.write.BeginTx(ctx, nil)
	if err != nil {
		return object{}, err
	}
	defer tx.Rollback()
	var o object
	err = tx.QueryRowContext(ctx, `SELECT `+t.names+` FROM object WHERE id = ?`, id).Scan(o.pointers()...)
	if errors.Is(err, sql.ErrNoRows) {
		return o, errUnknown
	}
	if err != nil {
		return o, err
	}
	ref := o.Ref
	if err := change(&o); err != nil {
		return o, err
	}
	o.ID, o.Ref = id, ref
	if _, err := tx.StmtContext(ctx, t.replace).ExecContext(ctx, append(o.values(), id)...); err != nil {
		return o, err
	}
	return o, tx.Commit()
}

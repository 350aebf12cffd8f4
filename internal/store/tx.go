package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
)

// Act tells the ledger who does something, through which door and why.
type Act struct {
	Actor  string // pseudonym id: never a name
	Via    string // web, api, cli, import, system
	Set    string // change set: what was done together, and can be undone together
	Reason string
}

// Tx is a transaction that changes records. Nothing is written without its
// ledger entry, since the same call writes both.
type Tx struct {
	db     *DB
	ctx    context.Context
	under  context.Context // under which single statements run
	tx     *sql.Tx
	act    Act
	now    time.Time
	last   int64 // latest instant used
	began  int64 // the ledger's size at first
	size   int64
	log    *ledger.Appender
	orgs   map[string]int64
	orgNew map[string]bool
	nums   map[*register.Register]run
	revs   map[string]bool
	stmts  map[string]*sql.Stmt
	fresh  []string
	held   []*statement // of the kept ones, given back at the end
}

// Write runs fn in one transaction and gives the ledger's position after it.
// The instant of the change is now, or just after the ledger's last entry when
// the clock has gone back.
func (db *DB) Write(ctx context.Context, now time.Time, act Act, fn func(*Tx) error) (int64, error) {
	if db.engine.name() == "sqlite" {
		db.writer.Lock() // queue here rather than in the database's busy handler
		defer db.writer.Unlock()
	}
	under := db.engine.briefly(ctx)
	tx, err := db.write.BeginTx(under, nil)
	if err != nil {
		return 0, db.wrap(err, "begin a change")
	}
	defer tx.Rollback()
	t := &Tx{db: db, ctx: ctx, under: under, tx: tx, act: act, orgs: map[string]int64{}, orgNew: map[string]bool{}, nums: map[*register.Register]run{},
		revs: map[string]bool{}, stmts: map[string]*sql.Stmt{}}
	defer func() {
		for _, s := range t.held {
			db.stmts.done(s)
		}
	}()
	var last int64
	if err := t.row(`SELECT size, last_at FROM ledger_head WHERE one = 1`+db.engine.lockHead()).Scan(&t.size, &last); err != nil {
		return 0, db.wrap(err, "read the head of the ledger")
	}
	t.now = now.UTC().Truncate(time.Microsecond)
	if !t.now.After(time.UnixMicro(last)) {
		t.now = time.UnixMicro(last + 1).UTC()
	}
	t.began = t.size
	if err := fn(t); err != nil {
		return 0, db.wrap(err, "change")
	}
	if t.size > t.began {
		if err := t.finish(); err != nil {
			return 0, db.wrap(err, "end a change")
		}
	}
	if err := tx.Commit(); err != nil {
		return 0, db.wrap(err, "commit a change")
	}
	moved(ctx)
	db.stoodAt(t.began, t)
	if t.log != nil {
		db.left.Store(&left{*t.log, t.orgs, t.nums})
	}
	t.keepStatements()
	if t.size-t.began > large {
		db.engine.letGo(ctx, db)
	}
	return t.size, nil
}

// large is a change after which memory is given back.
const large = 2000

// left is what a transaction knew at its end of what the next one needs. It is
// true as long as nobody has added to the ledger since: nothing is written
// without an entry, and of one size all of it is always the same.
type left struct {
	edge ledger.Appender            // the right edge of the ledger
	orgs map[string]int64           // entries of the organisations that it wrote for
	nums map[*register.Register]run // and the numbers of the registers it added to
}

// found gives what this process's last transaction left, or nil when somebody
// else has written since.
func (t *Tx) found() *left {
	if l := t.db.left.Load(); l != nil && l.edge.Size() == t.began {
		return l
	}
	return nil
}

func (t *Tx) edge() (*ledger.Appender, error) {
	if l := t.found(); l != nil {
		own := l.edge
		return &own, nil
	}
	return ledger.NewAppender(t.size, t.hashReader())
}

// Now is the instant of the change.
func (t *Tx) Now() time.Time { return t.now }

// Position is the ledger's size so far.
func (t *Tx) Position() int64 { return t.size }

func (t *Tx) stmt(text string) (*sql.Stmt, error) {
	if err := t.ctx.Err(); err != nil {
		return nil, err
	}
	if s, ok := t.stmts[text]; ok {
		return s, nil
	}
	if s := t.db.stmts.get(text); s != nil {
		t.held = append(t.held, s)
		st := t.tx.StmtContext(t.under, s.stmt)
		t.stmts[text] = st
		return st, nil
	}
	s, err := t.tx.PrepareContext(t.under, text)
	if err != nil {
		return nil, fmt.Errorf("prepare: %w", err)
	}
	t.stmts[text] = s
	t.fresh = append(t.fresh, text)
	return s, nil
}

// keepStatements prepares what this transaction was first to use, now that
// SQLite's only writing connection is free.
func (t *Tx) keepStatements() {
	if t.db.engine.name() != "sqlite" {
		return // pgx keeps its own
	}
	for _, text := range t.fresh {
		if len(text) > 4000 {
			continue
		}
		if s, err := t.db.write.PrepareContext(context.WithoutCancel(t.ctx), text); err == nil {
			t.db.stmts.done(t.db.stmts.put(text, s, nil))
		}
	}
}

func (t *Tx) exec(text string, args ...any) (sql.Result, error) {
	s, err := t.stmt(text)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(t.under, args...)
}

type errRow struct{ err error }

func (r errRow) Scan(...any) error { return r.err }

func (t *Tx) row(text string, args ...any) interface{ Scan(...any) error } {
	s, err := t.stmt(text)
	if err != nil {
		return errRow{err}
	}
	return s.QueryRowContext(t.under, args...)
}

// Put writes a version of a record and its ledger entry. old is the version it
// follows, nil for a new record; effective is from when it is true, zero for
// now. A version that somebody else has closed meanwhile gives Conflict.
func (t *Tx) Put(rec, old *register.Record, action string, effective time.Time) error {
	tab := t.db.table(rec.Register)
	since := t.now
	if !effective.IsZero() {
		since = effective.UTC().Truncate(time.Microsecond)
	}
	if old != nil && !since.After(old.Since) {
		if !effective.IsZero() && t.db.civil(since) < t.db.civil(old.Since) {
			return &fault.Error{Kind: fault.Invalid, Code: "effective-before-latest", Args: []string{rec.Ref, t.db.civil(since), t.db.civil(old.Since)}}
		}
		since = old.Since.Add(time.Microsecond) // the same day once more
	}
	t.upTo(since)
	rec.Since, rec.Until = since, time.Time{}
	rec.Version = t.size + 1
	if old != nil {
		res, err := t.exec(`UPDATE `+tab.name+` SET "until" = $1, closed = $2 WHERE "until" = `+strconv.FormatInt(Open, 10)+` AND id = $3 AND opened = $4`,
			since.UnixMicro(), rec.Version, string(rec.ID), old.Version)
		if err != nil {
			return fmt.Errorf("close version of %s: %w", rec.Ref, err)
		}
		if n, _ := res.RowsAffected(); n != 1 {
			return fault.New(fault.Conflict, "changed-meanwhile", rec.Ref)
		}
	} else if _, err := t.exec(`INSERT INTO record (id, register, org, ref) VALUES ($1, $2, $3, $4)`, string(rec.ID), rec.Register.Name, string(rec.Org), rec.Ref); err != nil {
		return fmt.Errorf("enter %s: %w", rec.Ref, err)
	}
	if err := t.insert(tab, rec); err != nil {
		return fmt.Errorf("open version of %s: %w", rec.Ref, err)
	}
	if err := t.links(rec, old); err != nil {
		return fmt.Errorf("links of %s: %w", rec.Ref, err)
	}
	if err := t.words(rec, old); err != nil {
		return fmt.Errorf("words of %s: %w", rec.Ref, err)
	}
	t.revs[rec.Register.Name] = true
	return t.append(rec, register.Changed(old, rec), action, effective)
}

// upTo remembers the latest instant that the transaction uses, so that the next
// one's is later also where a record was changed several times in this one.
func (t *Tx) upTo(at time.Time) {
	if us := at.UnixMicro(); us > t.last {
		t.last = us
	}
}

func (t *Tx) insert(tab *table, rec *register.Record) error {
	var cols, vals strings.Builder
	cols.WriteString(`"until", id, org, since, opened, closed, ref`)
	args := []any{Open, string(rec.ID), string(rec.Org), rec.Since.UnixMicro(), rec.Version, Open, rec.Ref}
	vals.WriteString("$1, $2, $3, $4, $5, $6, $7")
	add := func(col string, v any) {
		args = append(args, v)
		cols.WriteString(", " + quote(col))
		vals.WriteString(", $" + strconv.Itoa(len(args)))
	}
	for i, f := range rec.Register.Fields {
		add(f.Name, toColumn(f, rec.Values[i]))
		if f.Collated() {
			s, _ := rec.Values[i].(string)
			add(f.Name+"_k", SortKey(s))
		}
	}
	if own := rec.OwnJSON(); own != nil {
		add(register.OwnName, string(own))
	}
	_, err := t.exec(`INSERT INTO `+tab.name+` (`+cols.String()+`) VALUES (`+vals.String()+`)`, args...)
	return err
}

func (t *Tx) links(rec, old *register.Record) error {
	for i, f := range rec.Register.Fields {
		if f.Kind != register.Links {
			continue
		}
		kind := rec.Register.Name + "." + f.Name
		now, _ := rec.Values[i].([]register.Link)
		var was []register.Link
		if old != nil {
			was, _ = old.Values[i].([]register.Link)
		}
		is := map[register.Link]bool{}
		for _, l := range now {
			is[l] = true
		}
		had := map[register.Link]bool{}
		for _, l := range was {
			had[l] = true
			if is[l] {
				continue
			}
			if _, err := t.exec(`UPDATE link SET "until" = $1, closed = $2 WHERE "until" = `+strconv.FormatInt(Open, 10)+` AND kind = $3 AND from_id = $4 AND to_id = $5 AND attr = $6`,
				rec.Since.UnixMicro(), rec.Version, kind, string(rec.ID), string(l.To), l.Kind); err != nil {
				return err
			}
		}
		for _, l := range now {
			if had[l] {
				continue
			}
			if _, err := t.exec(`INSERT INTO link ("until", kind, from_id, to_id, attr, org, since, opened, closed) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
				Open, kind, string(rec.ID), string(l.To), l.Kind, string(rec.Org), rec.Since.UnixMicro(), rec.Version, Open); err != nil {
				return err
			}
		}
	}
	return nil
}

// append writes the ledger entry of a version that was just opened.
func (t *Tx) append(rec *register.Record, changed []string, action string, effective time.Time) error {
	e := ledger.Entry{Org: string(rec.Org), Action: action, Register: rec.Register.Name, ID: string(rec.ID), Fields: changed}
	if !effective.IsZero() {
		e.Effective = rec.Since
	}
	return t.enter(e, rec.Canonical(), rec.Since)
}

// enter writes a ledger entry that commits to a payload: it fills in what all
// entries of the transaction share.
func (t *Tx) enter(e ledger.Entry, payload []byte, since time.Time) error {
	if t.log == nil {
		a, err := t.edge()
		if err != nil {
			return fmt.Errorf("read the ledger's edge: %w", err)
		}
		t.log = a
	}
	n, ok := t.orgs[e.Org]
	if l := t.found(); !ok && l != nil {
		n, ok = l.orgs[e.Org]
	}
	if !ok {
		err := t.row(`SELECT last FROM ledger_org WHERE org = $1`, e.Org).Scan(&n)
		if errors.Is(err, sql.ErrNoRows) {
			t.orgNew[e.Org] = true
		} else if err != nil {
			return err
		}
	}
	n++
	t.orgs[e.Org] = n
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return fmt.Errorf("draw a salt: %w", err)
	}
	e.Seq, e.At, e.OrgSeq, e.Actor, e.Set, e.Reason, e.Via = t.size, t.now, n, t.act.Actor, t.act.Set, t.act.Reason, t.act.Via
	e.Commit = ledger.Commitment(salt, payload)
	if err := e.Check(); err != nil {
		return fmt.Errorf("ledger entry: %w", err)
	}
	header := e.Header()
	hashes, err := t.log.Append(header)
	if err != nil {
		return fmt.Errorf("append to the ledger: %w", err)
	}
	if _, err := t.exec(`INSERT INTO ledger (seq, at, org, register, id, change_set, since, header, salt, hashes) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		t.size, t.now.UnixMicro(), e.Org, e.Register, e.ID, t.act.Set, since.UnixMicro(), header, salt, hashes); err != nil {
		return fmt.Errorf("write the ledger entry: %w", err)
	}
	t.size++
	return nil
}

// finish writes what was counted up during the transaction.
func (t *Tx) finish() error {
	if _, err := t.exec(`UPDATE ledger_head SET size = $1, last_at = $2 WHERE one = 1`, t.size, max(t.last, t.now.UnixMicro())); err != nil {
		return err
	}
	for org, n := range t.orgs {
		text := `UPDATE ledger_org SET last = $2 WHERE org = $1`
		if t.orgNew[org] {
			text = `INSERT INTO ledger_org (org, last) VALUES ($1, $2)`
		}
		if _, err := t.exec(text, org, n); err != nil {
			return err
		}
	}
	if err := t.keepNumbers(); err != nil {
		return err
	}
	for r := range t.revs {
		if _, err := t.exec(`INSERT INTO revision (register, position) VALUES ($1, $2) ON CONFLICT (register) DO UPDATE SET position = excluded.position`, r, t.size); err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) civil(t time.Time) string { return t.In(db.Zone).Format("2006-01-02") }

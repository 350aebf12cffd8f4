package store

import (
	"context"
	"maps"
	"strings"
	"sync"
)

// standing is where the ledger and its registers stood at one reading.
type standing struct {
	position int64
	revised  map[string]int64 // position at which each register last changed
}

// last is the position at which any of some registers last changed: it is
// another one as soon as one of them has.
func (s *standing) last(registers map[string]bool) int64 {
	var n int64
	for r := range registers {
		n = max(n, s.revised[r])
	}
	return n
}

// moment is what one request has read of the standing.
type moment struct {
	mu sync.Mutex
	at *standing
}

type momentKey struct{}

// Moment gives a context under which the standing of the ledger is read once, by
// the first who asks: a page puts a hundred questions and rests on one moment.
// A change that is made under it is seen by what is asked afterwards.
func Moment(ctx context.Context) context.Context {
	return context.WithValue(ctx, momentKey{}, &moment{})
}

// moved forgets the standing that a context has read, after a change under it.
func moved(ctx context.Context) {
	if m, ok := ctx.Value(momentKey{}).(*moment); ok {
		m.mu.Lock()
		m.at = nil
		m.mu.Unlock()
	}
}

// stands gives the standing that answers under a context rest on.
func (db *DB) stands(ctx context.Context) (*standing, error) {
	m, ok := ctx.Value(momentKey{}).(*moment)
	if !ok {
		return db.standsNow(ctx)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.at != nil {
		return m.at, nil
	}
	var err error
	m.at, err = db.standsNow(ctx)
	return m.at, err
}

// standsNow reads the standing. A register's revision is written with the ledger
// in one transaction, so that of a position the revisions are always the same.
func (db *DB) standsNow(ctx context.Context) (*standing, error) {
	ctx = db.engine.briefly(ctx)
	n, err := db.oneNumber(ctx, `SELECT size FROM ledger_head WHERE one = 1`)
	if err != nil {
		return nil, err
	}
	if s := db.stood.Load(); s != nil && s.position == n {
		return s, nil
	}
	s := &standing{revised: map[string]int64{}}
	rows, err := db.query(ctx, `SELECT '', size FROM ledger_head WHERE one = 1 UNION ALL SELECT register, position FROM revision`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var r string
		var at int64
		if err := rows.Scan(&r, &at); err != nil {
			return nil, err
		}
		if r == "" {
			s.position = at
		} else {
			s.revised[r] = at
		}
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	db.stood.Store(s)
	return s, nil
}

// stoodAt tells the standing after a change, when it is known how all stood
// before it: whoever asks next need not read every revision again.
func (db *DB) stoodAt(before int64, t *Tx) {
	was := db.stood.Load()
	if was == nil || was.position != before || t.size == before {
		return
	}
	revised := maps.Clone(was.revised)
	for r := range t.revs {
		revised[r] = t.size
	}
	db.stood.CompareAndSwap(was, &standing{position: t.size, revised: revised}) // unless another has told of a later one
}

func (db *DB) oneNumber(ctx context.Context, text string) (int64, error) {
	rows, err := db.query(ctx, text)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var n int64
	if rows.Next() {
		err = rows.Scan(&n)
	}
	if err == nil {
		err = rows.Err()
	}
	return n, err
}

// sources are what a read rests on: the registers whose tables its text names.
type sources struct {
	of    map[string]bool
	whole bool // something else that stands still as long as the ledger does
	never bool // something that changes without the ledger: sessions, files, mail
}

// still are the tables that change only together with the ledger, or never.
var still = map[string]bool{"record": true, "word": true, "link": true, "ledger": true, "ledger_org": true}

// moves are the tables that change without it.
var moves = map[string]bool{"session": true, "answered": true, "password": true, "factor": true, "recovery": true, "attempt": true,
	"outbox": true, "meta": true, "blob": true, "frozen": true, "checkpoint": true, "upload": true}

// moving is what a read rests on that is kept for nobody.
var moving = &sources{never: true}

// sources tells what a read of the store's own making rests on.
func (db *DB) sources(text string) *sources {
	s := &sources{of: map[string]bool{}}
	known, other := false, false
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '\'' || c == '"':
			n := strings.IndexByte(text[i+1:], c)
			if n < 0 {
				n = len(text) - i - 2
			}
			// The kind of a link names the register that it is part of.
			if r, _, ok := strings.Cut(text[i+1:i+1+n], "."); ok && c == '\'' && db.tables[r] != nil {
				s.of[r], known = true, true
			}
			i += n + 2
		case word(c):
			n := 1
			for i+n < len(text) && word(text[i+n]) {
				n++
			}
			name := text[i : i+n]
			if r, ok := strings.CutPrefix(name, "r_"); ok && db.tables[r] != nil {
				s.of[r], known = true, true
			}
			other = other || still[name]
			s.never = s.never || moves[name]
			i += n
		default:
			i++
		}
	}
	s.whole = other && !known
	return s
}

func word(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// reads gathers what the reads under a context rest on, so that an answer made
// of them can be kept as long as that stands.
type reads struct {
	mu sync.Mutex
	sources
}

type readsKey struct{}

func (r *reads) add(s *sources) {
	r.mu.Lock()
	defer r.mu.Unlock()
	maps.Copy(r.of, s.of)
	r.whole = r.whole || s.whole
	r.never = r.never || s.never
}

// note tells whoever gathers what is read under a context.
func note(ctx context.Context, s *sources) {
	if r, ok := ctx.Value(readsKey{}).(*reads); ok {
		r.add(s)
	}
}

// at is the number by which it is told whether sources have changed.
func (s *sources) at(st *standing) int64 {
	if s.whole {
		return st.position
	}
	return st.last(s.of)
}

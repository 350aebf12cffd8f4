package store

import (
	"container/list"
	"context"
	"database/sql"
	"sync"
)

// maxStatements bounds the kept statements: filters and scopes of different
// lengths give texts without end, and each kept one holds memory in every
// connection.
const maxStatements = 400

// statements keeps prepared statements, those used last.
type statements struct {
	mu    sync.Mutex
	at    map[string]*list.Element
	order list.List // of *statement, last used first
}

type statement struct {
	text string
	stmt *sql.Stmt
	on   *sources
	uses int
	gone bool // dropped while in use: the last user closes it
}

// get gives a kept statement, or nil. It is to be given back by done.
func (c *statements) get(text string) *statement {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.at[text]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	s := e.Value.(*statement)
	s.uses++
	return s
}

// put keeps a statement and gives it in use, or the one that another kept first.
func (c *statements) put(text string, stmt *sql.Stmt, on *sources) *statement {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at == nil {
		c.at = map[string]*list.Element{}
	}
	if e := c.at[text]; e != nil {
		stmt.Close()
		s := e.Value.(*statement)
		s.uses++
		return s
	}
	s := &statement{text: text, stmt: stmt, on: on, uses: 1}
	c.at[text] = c.order.PushFront(s)
	for c.order.Len() > maxStatements {
		e := c.order.Back()
		old := c.order.Remove(e).(*statement)
		delete(c.at, old.text)
		old.gone = true
		if old.uses == 0 {
			old.stmt.Close()
		}
	}
	return s
}

// done gives a statement back. Rows that were read from it stay valid.
func (c *statements) done(s *statement) {
	c.mu.Lock()
	defer c.mu.Unlock()
	s.uses--
	if s.gone && s.uses == 0 {
		s.stmt.Close()
	}
}

func (c *statements) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for e := c.order.Front(); e != nil; e = e.Next() {
		e.Value.(*statement).stmt.Close()
	}
	c.order.Init()
	c.at = nil
}

func (db *DB) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	counted(ctx)
	s := db.reads.get(text)
	if s == nil {
		stmt, err := db.read.PrepareContext(ctx, text)
		if err != nil {
			return nil, err
		}
		s = db.reads.put(text, stmt, db.sources(text))
	}
	defer db.reads.done(s)
	note(ctx, s.on)
	return s.stmt.QueryContext(ctx, args...)
}

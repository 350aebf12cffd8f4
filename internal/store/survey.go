package store

import (
	"context"
	"database/sql"
	"fmt"
	"math/bits"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"genomlys/internal/query"
	"genomlys/internal/register"
)

// Ask is what a survey is asked of one register: some fields of the records
// that answer, and which of several filters hold for each.
type Ask struct {
	Register *register.Register
	Filter   query.Checked // nil = all
	Fields   []*register.Field
	Filters  []query.Checked
}

// Survey answers many questions at once, of one moment: every register that
// they speak of is read once, whether it is asked about or is what another's
// records are related to, and what is related is put together here. The time
// is q's; its register and filter are not used.
func (db *DB) Survey(ctx context.Context, scope Scope, q Query, asks []Ask) ([]*Marked, error) {
	out, err := db.survey(ctx, scope, q, asks)
	return out, db.wrap(err, "survey the registers")
}

func (db *DB) survey(ctx context.Context, scope Scope, q Query, asks []Ask) ([]*Marked, error) {
	before, err := db.standsNow(ctx) // not as a request found it: others write while this is read
	if err != nil {
		return nil, err
	}
	s, out, err := db.surveyed(scope, q, asks)
	if err != nil {
		return nil, err
	}
	if err := s.read(ctx, func() reader { return db }, runtime.GOMAXPROCS(0), before); err != nil {
		return nil, err
	}
	after, err := db.standsNow(ctx)
	if err != nil {
		return nil, err
	}
	if after.position == before.position {
		for _, h := range s.order {
			h.keep(before)
		}
		return out, nil
	}
	// Something was written meanwhile, so that the registers are of different
	// moments: they are read again, of one.
	tx, err := db.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	defer tx.Rollback()
	if s, out, err = db.surveyed(scope, q, asks); err != nil {
		return nil, err
	}
	return out, s.read(ctx, func() reader { return inside{db, tx} }, 1, nil)
}

// inside reads in a transaction that only reads.
type inside struct {
	db *DB
	tx *sql.Tx
}

func (i inside) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	counted(ctx)
	note(ctx, i.db.sources(text))
	return i.tx.QueryContext(ctx, text, args...)
}

// survey is the registers to be read.
type survey struct {
	db     *DB
	scope  Scope
	q      Query
	sheets map[string]*sheet // by register
	order  []*sheet
	ties   []*tie

	mu    sync.Mutex
	since map[int64]map[string]map[register.ID]bool // what changed after a position, when it is known
}

func (db *DB) surveyed(scope Scope, q Query, asks []Ask) (*survey, []*Marked, error) {
	s := &survey{db: db, scope: scope, q: q, sheets: map[string]*sheet{}}
	out := make([]*Marked, len(asks))
	for i, a := range asks {
		h := s.sheet(a.Register)
		h.keyed()
		m := &Marked{sheet: h}
		for _, f := range a.Fields {
			m.fields = append(m.fields, h.column(h.b.column(h.t, "v", f.Name), f))
		}
		var err error
		if m.base, err = h.node(a.Filter); err != nil {
			return nil, nil, err
		}
		for _, f := range a.Filters {
			n, err := h.node(f)
			if err != nil {
				return nil, nil, err
			}
			m.filters = append(m.filters, n)
		}
		out[i] = m
	}
	return s, out, nil
}

// read reads every register, several at a time, those first that are asked the
// most. When it is known how all stands, what is known from before is not read.
func (s *survey) read(ctx context.Context, from func() reader, workers int, st *standing) error {
	order := slices.Clone(s.order)
	slices.SortStableFunc(order, func(a, b *sheet) int { return len(b.terms) - len(a.terms) })
	next := make(chan *sheet, len(order))
	for _, h := range order {
		next <- h
	}
	close(next)
	workers = min(workers, 4)
	errs := make([]error, workers)
	var wait sync.WaitGroup
	for i := range workers {
		wait.Go(func() {
			for h := range next {
				switch {
				case errs[i] != nil:
				case st == nil:
					errs[i] = h.read(ctx, from(), nil)
				default:
					errs[i] = h.fill(ctx, from(), st)
				}
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	for _, t := range s.ties {
		t.join()
	}
	for _, h := range s.order {
		for _, n := range h.nodes {
			n.set() // now, so that whoever reads the answer alters nothing
		}
	}
	return nil
}

// sheet is one register as it is read: a row for each record that the scope
// reaches at the time, and a set of rows for each term asked of it.
type sheet struct {
	s       *survey
	t       *table
	b       *builder
	columns []*column
	place   map[string]*column // by what is selected
	terms   []string
	found   []set
	nodes   map[string]*node
	size    int
	keys    [5]*column // identity, number, organisation, version, title
	name    string     // by which it is kept
	was     *leaf      // that it is, unchanged
}

// column is the values of one column, a row in turn.
type column struct {
	field  *register.Field // nil of those that every record has
	text   string          // as selected
	number bool
	texts  []string // nil stands as ""
	nums   []int64
	there  set // whether there is a value
	rows   map[string]int32
}

func (s *survey) sheet(r *register.Register) *sheet {
	if h := s.sheets[r.Name]; h != nil {
		return h
	}
	h := &sheet{s: s, t: s.db.table(r), b: s.db.asked(s.scope, s.q), place: map[string]*column{}, nodes: map[string]*node{}}
	h.id()
	s.sheets[r.Name] = h
	s.order = append(s.order, h)
	return h
}

func (h *sheet) column(text string, f *register.Field) *column {
	c := h.place[text]
	if c != nil && c.field == nil {
		c.field = f
	}
	if c == nil {
		c = &column{field: f, text: text, number: f != nil && numeric(f)}
		h.place[text] = c
		h.columns = append(h.columns, c)
	}
	return c
}

func (h *sheet) id() *column { return h.column("v.id", nil) }

// keyed asks for what a key is made of.
func (h *sheet) keyed() {
	if h.keys[0] != nil {
		return
	}
	version := h.column("v.opened", nil)
	version.number = true
	h.keys = [5]*column{h.id(), h.column("v.ref", nil), h.column("v.org", nil), version, h.column(h.b.column(h.t, "v", "title"), nil)}
}

// text is the read of the register, or only of some of its records.
func (h *sheet) text(ids []register.ID) (string, []any) {
	b := *h.b
	b.args = slices.Clip(b.args)
	m := marks{terms: h.terms}
	cols := make([]string, 0, len(h.columns))
	for _, c := range h.columns {
		cols = append(cols, c.text)
	}
	where := b.table(h.t, "v")
	if len(ids) > 0 {
		where = append(where, among(&b, "v.id", ids))
	}
	return `SELECT ` + strings.Join(cols, ", ") + m.columns() + ` FROM ` + h.t.name + ` v WHERE ` + strings.Join(where, " AND "), b.args
}

// read adds a row for each record, or for some of them.
func (h *sheet) read(ctx context.Context, from reader, ids []register.ID) error {
	text, args := h.text(ids)
	rows, err := from.query(ctx, text, args...)
	if err != nil {
		return fmt.Errorf("read %s: %w", h.t.reg.Name, err)
	}
	defer rows.Close()
	if h.found == nil {
		h.found = make([]set, len(h.terms))
	}
	got := make([]any, len(h.columns)+(len(h.terms)+marksPerColumn-1)/marksPerColumn)
	dest := make([]any, len(got))
	for i := range got {
		dest[i] = &got[i]
	}
	for rows.Next() {
		if err := rows.Scan(dest...); err != nil {
			return fmt.Errorf("read %s: %w", h.t.reg.Name, err)
		}
		for i, c := range h.columns {
			if err := c.add(h.size, got[i]); err != nil {
				return fmt.Errorf("read %s: %w", h.t.reg.Name, err)
			}
		}
		for i, v := range got[len(h.columns):] {
			digits, ok := v.(int64)
			if !ok {
				return fmt.Errorf("read %s: marks are told as a %T", h.t.reg.Name, v)
			}
			for ; digits != 0; digits &= digits - 1 {
				h.found[i*marksPerColumn+bits.TrailingZeros64(uint64(digits))].add(h.size)
			}
		}
		h.size++
	}
	return rows.Err()
}

func (c *column) add(row int, v any) error {
	switch v := v.(type) {
	case nil:
		if c.number {
			c.nums = append(c.nums, 0)
		} else {
			c.texts = append(c.texts, "")
		}
		return nil
	case string:
		if !c.number {
			c.texts = append(c.texts, v)
			c.there.add(row)
			return nil
		}
	case int64:
		if c.number {
			c.nums = append(c.nums, v)
			c.there.add(row)
			return nil
		}
	}
	return fmt.Errorf("%s is told as a %T", c.text, v)
}

// value is what stands in a row, as a record has it.
func (c *column) value(row int) any {
	switch {
	case !c.there.has(row):
		return nil
	case c.number && c.field.Kind == register.Moment:
		return time.UnixMicro(c.nums[row]).UTC()
	case c.number:
		return c.nums[row]
	}
	return fromText(c.field, c.texts[row])
}

// Marked is the answer to an Ask, told by the rows of a register as they were
// read, in no order.
type Marked struct {
	sheet   *sheet
	fields  []*column
	base    *node
	filters []*node
}

// Rows gives the rows of the records that answer.
func (m *Marked) Rows() []int { return m.base.set().rows() }

// Holds tells whether a filter, by its place in the question, holds for a row.
func (m *Marked) Holds(row, filter int) bool { return m.filters[filter].rows.has(row) }

// Key gives the key of a row's record.
func (m *Marked) Key(row int) Key {
	k := &m.sheet.keys
	return Key{ID: register.ID(k[0].texts[row]), Ref: k[1].texts[row], Org: register.ID(k[2].texts[row]), Version: k[3].nums[row], Title: k[4].texts[row]}
}

// Value gives a field of a row's record, by its place in the question.
func (m *Marked) Value(row, field int) any { return m.fields[field].value(row) }

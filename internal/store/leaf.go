package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"genomlys/internal/ledger"
	"genomlys/internal/register"
)

// leaf is what a survey has read of one register. It is kept, so that the next
// survey that asks the same reads only what has changed since. It is shared and
// never altered.
type leaf struct {
	columns []column
	found   []set
	size    int
	on      *sources
	at      *standing // as it stood when this was read
	used    int64
}

func (l *leaf) cells() int { return l.size * (len(l.columns) + len(l.found)/64 + 1) }

// leaves are those that are kept: of a city with 10 000 objects all that its
// figures ask, today and a year before, for two kinds of reader.
type leaves struct {
	mu    sync.Mutex
	of    map[string]*leaf
	cells int
	clock int64
}

const (
	mostCells   = 2 << 20 // kept in all
	mostChanged = 500     // entries of the ledger after which a register is read anew
)

func (k *leaves) get(key string) *leaf {
	k.mu.Lock()
	defer k.mu.Unlock()
	l := k.of[key]
	if l != nil {
		k.clock++
		l.used = k.clock
	}
	return l
}

// put keeps a leaf, and lets those go that were longest unused.
func (k *leaves) put(key string, l *leaf) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.of == nil {
		k.of = map[string]*leaf{}
	}
	if was := k.of[key]; was != nil {
		k.cells -= was.cells()
	}
	k.clock++
	l.used = k.clock
	k.of[key] = l
	k.cells += l.cells()
	for k.cells > mostCells {
		oldest := ""
		for name, l := range k.of {
			if oldest == "" || l.used < k.of[oldest].used {
				oldest = name
			}
		}
		k.cells -= k.of[oldest].cells()
		delete(k.of, oldest)
	}
}

// fill reads a register as it stands, as far as it is not known from before.
func (h *sheet) fill(ctx context.Context, from reader, st *standing) error {
	h.name = h.key()
	h.was = h.s.db.leaves.get(h.name)
	if h.was != nil {
		on := h.was.on
		if on.at(st) == on.at(h.was.at) {
			h.take(h.was)
			note(ctx, on)
			return nil
		}
		ids, err := h.s.changed(ctx, from, h.t.reg, h.was, st)
		if err != nil {
			return err
		}
		if ids != nil {
			h.take(h.was)
			h.without(ids)
			h.was = nil
			note(ctx, on)
			if len(ids) == 0 {
				return nil
			}
			return h.read(ctx, from, slices.Collect(maps.Keys(ids)))
		}
		h.was = nil
	}
	return h.read(ctx, from, nil)
}

// keep keeps what was read, when it is known of which standing it is. What had
// not changed stands as of now too, so that less is looked through next time.
func (h *sheet) keep(st *standing) {
	if h.was != nil {
		l := *h.was
		l.at = st
		h.s.db.leaves.put(h.name, &l)
		return
	}
	text, _ := h.text(nil)
	on := h.s.db.sources(text)
	if on.never {
		return
	}
	l := &leaf{found: h.found, size: h.size, on: on, at: st}
	for _, c := range h.columns {
		l.columns = append(l.columns, *c)
	}
	h.s.db.leaves.put(h.name, l)
}

// key is the same for two sheets that read the same.
func (h *sheet) key() string {
	text, args := h.text(nil)
	var b strings.Builder
	b.WriteString(text)
	for _, c := range h.columns {
		fmt.Fprintf(&b, "|%v", c.number)
	}
	for _, a := range args {
		fmt.Fprintf(&b, "|%#v", a)
	}
	return b.String()
}

// take starts from what was read before. Rows may be taken out and added: what
// is shared is copied first.
func (h *sheet) take(l *leaf) {
	h.size, h.found = l.size, l.found
	for i, c := range h.columns {
		was := &l.columns[i]
		c.texts, c.nums, c.there, c.rows = was.texts, was.nums, was.there, was.rows
	}
}

// without takes out the rows of some records: the last row stands in the place
// of each, since rows are in no order.
func (h *sheet) without(ids map[register.ID]bool) {
	h.found = slices.Clone(h.found)
	for i := range h.found {
		h.found[i] = slices.Clone(h.found[i])
	}
	for _, c := range h.columns {
		c.texts, c.nums, c.there, c.rows = slices.Clone(c.texts), slices.Clone(c.nums), slices.Clone(c.there), nil
	}
	id := h.id()
	for row := h.size - 1; row >= 0; row-- {
		if !ids[register.ID(id.texts[row])] {
			continue
		}
		h.size--
		for _, c := range h.columns {
			if c.number {
				c.nums[row] = c.nums[h.size]
				c.nums = c.nums[:h.size]
			} else {
				c.texts[row] = c.texts[h.size]
				c.texts = c.texts[:h.size]
			}
			c.there.move(h.size, row)
		}
		for i := range h.found {
			h.found[i].move(h.size, row)
		}
	}
}

// changed gives the records of a register that have changed since a leaf was
// read, or nil when that is not known: when the leaf rests on more than its
// register, when much has changed, and when something was disposed of, which no
// entry of its own tells.
func (s *survey) changed(ctx context.Context, from reader, reg *register.Register, l *leaf, st *standing) (map[register.ID]bool, error) {
	if l.on.whole || len(l.on.of) != 1 || !l.on.of[reg.Name] || st.position < l.at.position {
		return nil, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	entries, ok := s.since[l.at.position] // most often all were read at the same
	if !ok {
		var err error
		if entries, err = since(ctx, from, l.at.position, st.position); err != nil {
			return nil, err
		}
		if s.since == nil {
			s.since = map[int64]map[string]map[register.ID]bool{}
		}
		s.since[l.at.position] = entries
	}
	if ids := entries[reg.Name]; entries == nil || ids != nil {
		return ids, nil
	}
	return map[register.ID]bool{}, nil
}

// since gives the records, by register, that the ledger names between two
// positions; nil when they are too many or do not tell all.
func since(ctx context.Context, from reader, after, until int64) (map[string]map[register.ID]bool, error) {
	out := map[string]map[register.ID]bool{}
	n, disposed := 0, false
	err := each(ctx, from, `SELECT register, id, header FROM ledger WHERE seq >= $1 AND seq < $2 ORDER BY seq LIMIT $3`, []any{after, until, mostChanged + 1}, func(rows *sql.Rows) error {
		var name, id string
		var header []byte
		if err := rows.Scan(&name, &id, &header); err != nil {
			return err
		}
		n++
		if out[name] == nil {
			out[name] = map[register.ID]bool{}
		}
		out[name][register.ID(id)] = true
		e, err := ledger.ParseHeader(header)
		disposed = disposed || err != nil || e.Action == ledger.ActionDispose
		return nil
	})
	if n > mostChanged || disposed {
		return nil, err
	}
	return out, err
}

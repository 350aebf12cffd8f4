package store

import (
	"fmt"
	"strings"

	"genomlys/internal/query"
	"genomlys/internal/register"
)

// node is a filter on a sheet, told as the set of rows for which it holds. What
// asks of a record's own fields is a term that the database answers, so that
// there is one meaning of it; a filter has no third truth value, so that the
// rest can be put together here.
type node struct {
	sheet *sheet
	make  func() set
	made  bool
	rows  set
}

func (n *node) set() set {
	if !n.made {
		n.rows, n.made = n.make(), true
	}
	return n.rows
}

// node compiles a filter; two that ask the same are one.
func (h *sheet) node(c query.Checked) (*node, error) {
	if c == nil {
		c = query.And(nil)
	}
	key := asking(c)
	if n := h.nodes[key]; n != nil {
		return n, nil
	}
	n := &node{sheet: h}
	h.nodes[key] = n
	switch c := c.(type) {
	case query.And:
		parts, err := h.parts(c)
		n.make = func() set {
			out := all(h.size)
			for _, p := range parts {
				out = and(out, p.set())
			}
			return out
		}
		return n, err
	case query.Or:
		parts, err := h.parts(c)
		n.make = func() set {
			var out set
			for _, p := range parts {
				out = or(out, p.set())
			}
			return out
		}
		return n, err
	case query.Not:
		of, err := h.node(c.Of)
		n.make = func() set { return except(all(h.size), of.set()) }
		return n, err
	case query.Has:
		if c.Lacks {
			c.Lacks = false
			of, err := h.node(c)
			n.make = func() set { return except(all(h.size), of.set()) }
			return n, err
		}
		return n, h.related(n, c)
	}
	text, err := h.b.where(h.t, "v", c)
	at := len(h.terms)
	h.terms = append(h.terms, text)
	n.make = func() set { return h.found[at] }
	return n, err
}

func (h *sheet) parts(cs []query.Checked) ([]*node, error) {
	out := make([]*node, len(cs))
	for i, c := range cs {
		var err error
		if out[i], err = h.node(c); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// asking is the same for two filters that ask the same.
func asking(c query.Checked) string {
	list := func(word string, cs []query.Checked) string {
		parts := make([]string, len(cs))
		for i, p := range cs {
			parts[i] = asking(p)
		}
		return word + "(" + strings.Join(parts, ", ") + ")"
	}
	switch c := c.(type) {
	case nil:
		return "AND()"
	case query.And:
		return list("AND", c)
	case query.Or:
		return list("OR", c)
	case query.Not:
		return "NOT(" + asking(c.Of) + ")"
	case query.Has:
		return fmt.Sprintf("HAS(%q, %v, %s)", c.Relation.Name, c.Lacks, asking(c.Where))
	}
	return fmt.Sprintf("%#v", c)
}

// related makes the set of the rows that have a related record which answers.
func (h *sheet) related(n *node, c query.Has) error {
	rel, ok := h.t.reg.Relation(c.Relation.Name)
	if !ok {
		return fmt.Errorf("store: register %s has no relation %s", h.t.reg.Name, c.Relation.Name)
	}
	to := h.s.sheet(rel.To)
	of, err := to.node(c.Where)
	if err != nil {
		return err
	}
	holder, referred := h, to
	if rel.Inverse {
		holder, referred = to, h
	}
	t := h.s.tie(holder, referred, rel.Via)
	n.make = func() set {
		var out set
		own, other := t.holders, t.referred
		if rel.Inverse {
			own, other = other, own
		}
		answer := of.set()
		for i, o := range other {
			if answer.has(int(o)) {
				out.add(int(own[i]))
			}
		}
		return out
	}
	return nil
}

// tie is which rows of one sheet refer to which of another, or of the same, by
// a field: pairs of rows.
type tie struct {
	from, to          *sheet
	by, id            *column
	holders, referred []int32
}

func (s *survey) tie(holder, referred *sheet, f *register.Field) *tie {
	text := holder.b.column(holder.t, "v", f.Name)
	if f.Kind == register.Links {
		// What is linked is told by the links themselves, whatever a secrecy mark
		// does not show of the field.
		text = "v." + quote(f.Name)
	}
	by := holder.column(text, f)
	for _, t := range s.ties {
		if t.by == by && t.to == referred {
			return t
		}
	}
	t := &tie{from: holder, to: referred, by: by, id: referred.id()}
	s.ties = append(s.ties, t)
	return t
}

// join finds the pairs, when both sheets are read.
func (t *tie) join() {
	if t.id.rows == nil {
		t.id.rows = make(map[string]int32, len(t.id.texts))
		for i, id := range t.id.texts {
			t.id.rows[id] = int32(i)
		}
	}
	pair := func(row int, id string) {
		if at, ok := t.id.rows[id]; ok {
			t.holders, t.referred = append(t.holders, int32(row)), append(t.referred, at)
		}
	}
	many := t.by.field.Kind == register.Links
	for row, v := range t.by.texts {
		switch {
		case v == "":
		case many:
			for part := range strings.SplitSeq(strings.Trim(v, ";"), ";") {
				id, _, _ := strings.Cut(part, ":")
				pair(row, id)
			}
		default:
			pair(row, v)
		}
	}
}

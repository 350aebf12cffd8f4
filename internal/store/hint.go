package store

import (
	"genomlys/internal/query"
	"genomlys/internal/register"
)

// indexHint names the index when the list is of open rows in an order that has
// one, unless the filter asks for so few rows that another is better.
func (db *DB) indexHint(t *table, b *builder, q Query) string {
	if !db.engine.partialIndexes() {
		return ""
	}
	if f, ok := t.reg.Field(severalOf(q.Filter)); ok && f.Secret == "" && t.refs[f.Name] != "" {
		return db.engine.indexedBy(t.refs[f.Name])
	}
	if len(q.Order) != 1 || selective(q.Filter) {
		return ""
	}
	name := q.Order[0].Field.Name
	if f, ok := t.reg.Field(name); ok && f.Secret != "" && b.hides(t) {
		return "" // ordered by what is shown, of which there is no index
	}
	if !b.current() {
		if name == "title" && t.dated != "" && b.known == Open {
			return db.engine.indexedBy(t.dated)
		}
		return ""
	}
	if x := t.idx[name]; x != "" {
		return db.engine.indexedBy(x)
	}
	return ""
}

// severalOf is the reference that a filter asks about by several identities, as
// pages do for what hangs on their rows. The index is named for it: the planner
// would rather walk the whole order than look each of them up.
func severalOf(c query.Checked) string {
	switch c := c.(type) {
	case query.And:
		for _, p := range c {
			if f := severalOf(p); f != "" {
				return f
			}
		}
	case query.In:
		if c.Field.Type != query.Ref || len(c.Values) == 0 {
			return ""
		}
		for _, v := range c.Values {
			if s, ok := v.(string); !ok || !register.IsID(s) {
				return ""
			}
		}
		return c.Field.Name
	}
	return ""
}

func selective(c query.Checked) bool {
	switch c := c.(type) {
	case query.And:
		for _, p := range c {
			if selective(p) {
				return true
			}
		}
	case query.Compare:
		return c.Op == query.Eq && (c.Field.Type == query.Ref && c.Field.Name != "org" || c.Field.Name == "ref" || c.Field.Name == "ext_id")
	case query.In:
		return c.Field.Type == query.Ref && c.Field.Name != "org" || c.Field.Name == "ref"
	}
	return false
}

package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"genomlys/internal/query"
	"genomlys/internal/register"
)

// Group is one value of a field and how many records have it.
type Group struct {
	Value string // empty for records without a value
	Count int
}

// Count counts the records that answer, by a field when by is not nil. Values
// of sets and links are counted one by one; the total counts records once.
func (db *DB) Count(ctx context.Context, scope Scope, q Query, by *register.Field) ([]Group, int, error) {
	g, n, err := db.count(ctx, scope, q, by)
	return g, n, db.wrap(err, "count "+q.Register.Name)
}

func (db *DB) count(ctx context.Context, scope Scope, q Query, by *register.Field) ([]Group, int, error) {
	if scope.Empty() {
		return nil, 0, nil
	}
	t := db.table(q.Register)
	b := db.asked(scope, q)
	conds := b.table(t, "v")
	f, err := b.where(t, "v", q.Filter)
	if err != nil {
		return nil, 0, err
	}
	if f != "" {
		conds = append(conds, f)
	}
	val := "''"
	if by != nil {
		if val = b.column(t, "v", by.Name); by.IsOwn {
			val = b.field(t, "v", query.Field{Name: by.Name, Type: map[bool]query.Type{true: query.Int, false: query.Text}[numeric(by)]})
		}
		if numeric(by) {
			val = "CAST(" + val + " AS TEXT)"
		}
	}
	hint := ""
	if b.current() && db.engine.partialIndexes() && onlyFacets(t, q.Filter) && (by == nil || by.Faceted) && scopeByOrg(scope, t) {
		hint = db.engine.indexedBy(t.count)
	}
	text := `SELECT ` + val + `, COUNT(*) FROM ` + t.name + ` v` + hint + ` WHERE ` + strings.Join(conds, " AND ") + ` GROUP BY 1`
	groups, err := db.groups(ctx, text, b.args)
	if err != nil {
		return nil, 0, err
	}
	total := 0
	split := map[string]int{}
	for _, g := range groups {
		total += g.Count
		if by != nil && (by.Kind == register.Set || by.Kind == register.Links) && g.Value != "" {
			for _, m := range strings.Split(strings.Trim(g.Value, ";"), ";") {
				split[m] += g.Count
			}
		} else {
			split[g.Value] += g.Count
		}
	}
	out := make([]Group, 0, len(split))
	for v, n := range split {
		out = append(out, Group{v, n})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Value < out[j].Value })
	return out, total, nil
}

// scopeByOrg tells whether the scope's condition reads no column but org.
func scopeByOrg(s Scope, t *table) bool {
	// What is reached through objects is told by the identity of an object, which
	// every index of its table ends with.
	return s.All || s.Public[t.reg.Name] || len(s.Objects) == 0 && len(s.Parties) == 0 && len(s.Functions) == 0 && s.Person == "" || t.reg.Name == "object"
}

// onlyFacets tells whether a filter reads nothing that the count index lacks.
func onlyFacets(t *table, c query.Checked) bool {
	ok := func(f query.Field) bool {
		d, found := t.reg.Field(f.Name)
		return f.Name == "org" || f.Name == "id" || found && d.Faceted
	}
	switch c := c.(type) {
	case nil:
		return true
	case query.And:
		for _, p := range c {
			if !onlyFacets(t, p) {
				return false
			}
		}
		return true
	case query.Or:
		for _, p := range c {
			if !onlyFacets(t, p) {
				return false
			}
		}
		return true
	case query.Not:
		return onlyFacets(t, c.Of)
	case query.Empty:
		return ok(c.Field)
	case query.Compare:
		return ok(c.Field)
	case query.In:
		return ok(c.Field)
	}
	return false
}

// keptKey names an answer by its text and values. Each value stands with its
// length: two side by side must not read as one.
func keptKey(text string, args []any) string {
	b := []byte(text)
	for _, a := range args {
		s, ok := a.(string)
		if !ok {
			s = fmt.Sprintf("%#v", a)
			b = append(b, '#')
		}
		b = strconv.AppendInt(append(b, '|'), int64(len(s)), 10)
		b = append(append(b, ':'), s...)
	}
	return string(b)
}

// groups asks, or gives the answer that was given to the same question, as long
// as no register that it reads has changed.
func (db *DB) groups(ctx context.Context, text string, args []any) ([]Group, error) {
	key := sha256.Sum256([]byte(keptKey(text, args)))
	return Remember(ctx, db, &db.counts, string(key[:]), func(ctx context.Context) ([]Group, error) {
		rows, err := db.query(ctx, text, args...)
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		var out []Group
		for rows.Next() {
			var v sql.NullString
			var n int
			if err := rows.Scan(&v, &n); err != nil {
				return nil, err
			}
			out = append(out, Group{v.String, n})
		}
		return out, rows.Err()
	})
}

// Position is the ledger's size: what is known now.
func (db *DB) Position(ctx context.Context) (int64, error) {
	s, err := db.stands(ctx)
	if err != nil {
		return 0, db.wrap(err, "read the head of the ledger")
	}
	note(ctx, &sources{whole: true})
	return s.position, nil
}

// Revision is the ledger position at which one of the registers last changed.
func (db *DB) Revision(ctx context.Context, registers ...string) (int64, error) {
	s, err := db.stands(ctx)
	if err != nil {
		return 0, db.wrap(err, "read revisions")
	}
	on := &sources{of: map[string]bool{}}
	for _, r := range registers {
		on.of[r] = true
	}
	note(ctx, on)
	return on.at(s), nil
}

// Named gives the objects that name one of some functions as owner or manager.
func (db *DB) Named(ctx context.Context, scope Scope, functions []register.ID) ([]register.ID, error) {
	r, ok := db.Catalogue.Get("object")
	if !ok || len(functions) == 0 {
		return nil, nil
	}
	var or query.Or
	for _, f := range []string{"owner", "manager", "manager_it"} {
		if _, ok := r.Field(f); !ok {
			continue
		}
		for _, id := range functions {
			or = append(or, query.Compare{Field: query.Field{Name: f, Type: query.Ref}, Op: query.Eq, Value: string(id)})
		}
	}
	keys, err := db.Keys(ctx, scope, Query{Register: r, Filter: or})
	if err != nil {
		return nil, err
	}
	out := make([]register.ID, len(keys))
	for i, k := range keys {
		out[i] = k.ID
	}
	return out, nil
}

package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
)

// Query is a question to one register.
type Query struct {
	Register *register.Register
	Filter   query.Checked // nil = all
	Order    []query.Order // empty = the register's own
	AsOf     time.Time     // zero = now
	KnownAt  int64         // ledger position; 0 = all that is known
	// Backdated reads a record before its first version as that version, so that
	// the dates it carries tell of the time before it was entered or imported.
	// What has no dates to tell must then be asked about by "since".
	Backdated bool
	Limit     int    // 1–500; 0 = 50
	Page      string // token of a page, from Page.Next or Page.Prev
}

// Page is part of an answer, with tokens for the pages beside it.
type Page struct {
	Records []*register.Record
	Next    string
	Prev    string
}

// Key is a record's identity in an answer of many.
type Key struct {
	ID      register.ID
	Ref     string
	Org     register.ID
	Version int64
	Title   string
}

// reader runs reads, outside or inside a transaction.
type reader interface {
	query(ctx context.Context, text string, args ...any) (*sql.Rows, error)
}

func (db *DB) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := db.prepared(ctx, text)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (t *Tx) query(ctx context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := t.stmt(text)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// Find answers with one page of records.
func (db *DB) Find(ctx context.Context, scope Scope, q Query) (Page, error) {
	p, err := db.find(ctx, db, scope, q)
	return p, db.wrap(err, "find "+q.Register.Name)
}

// Find answers with one page of records, as the transaction sees them.
func (t *Tx) Find(scope Scope, q Query) (Page, error) { return t.db.find(t.ctx, t, scope, q) }

type keyset struct {
	Back bool              `json:"b,omitempty"`
	Sum  uint32            `json:"s"`
	Key  []json.RawMessage `json:"k"`
}

func (q Query) sum(scope Scope) uint32 {
	h := fnv.New32a()
	fmt.Fprintf(h, "%s|%v|%v|%v|%d|%v|%s", q.Register.Name, q.Filter, q.Order, q.AsOf, q.KnownAt, q.Backdated, scope.key())
	return h.Sum32()
}

func (db *DB) orders(q Query) ([]query.Order, error) {
	if len(q.Order) > 0 {
		return q.Order, nil
	}
	return query.ParseOrder(q.Register.Order, register.Schema(q.Register, nil))
}

func (db *DB) find(ctx context.Context, r reader, scope Scope, q Query) (Page, error) {
	if scope.Empty() {
		return Page{}, nil
	}
	t := db.table(q.Register)
	order, err := db.orders(q)
	if err != nil {
		return Page{}, err
	}
	q.Order = order
	limit := q.Limit
	if limit <= 0 {
		limit = 50
	}
	limit = min(limit, 500)
	b := db.asked(scope, q)
	conds := b.table(t, "v")
	f, err := b.where(t, "v", q.Filter)
	if err != nil {
		return Page{}, err
	}
	if f != "" {
		conds = append(conds, f)
	}
	exprs, desc := t.sortKeys(order)
	back := false
	if q.Page != "" {
		ks, err := parsePage(q.Page, q.sum(scope), len(exprs))
		if err != nil {
			return Page{}, err
		}
		back = ks.Back
		after, err := b.after(order, exprs, desc, ks)
		if err != nil {
			return Page{}, err
		}
		conds = append(conds, after)
	}
	// The keys of the page come from one index; then only these rows are read.
	keys := make([]string, len(exprs))
	outer := make([]string, len(exprs))
	sorted := make([]string, len(exprs))
	for i, e := range exprs {
		dir := ""
		if desc[i] != back {
			dir = " DESC"
		}
		keys[i] = fmt.Sprintf("%s AS k%d", e, i)
		sorted[i] = e + dir
		outer[i] = fmt.Sprintf("k.k%d%s", i, dir)
	}
	text := `SELECT ` + t.columns("t") + `, ` + kColumns(len(exprs)) + ` FROM (SELECT v."until" AS u, v.id AS i, ` + strings.Join(keys, ", ") +
		` FROM ` + t.name + ` v` + db.indexHint(t, b, q) + ` WHERE ` + strings.Join(conds, " AND ") +
		` ORDER BY ` + strings.Join(sorted, ", ") + ` LIMIT ` + strconv.Itoa(limit+1) + `) k JOIN ` + t.name + ` t ON t."until" = k.u AND t.id = k.i ORDER BY ` + strings.Join(outer, ", ")
	rows, err := r.query(ctx, text, b.args...)
	if err != nil {
		return Page{}, err
	}
	defer rows.Close()
	kv := make([]any, len(exprs))
	kp := make([]any, len(exprs))
	for i := range kv {
		kp[i] = &kv[i]
	}
	s := newScanner(t, kp...)
	var page Page
	var ends [][]any
	for rows.Next() {
		rec, err := s.record(rows)
		if err != nil {
			return Page{}, err
		}
		scope.mask(rec)
		page.Records = append(page.Records, rec)
		ends = append(ends, append([]any{}, kv...))
	}
	if err := rows.Err(); err != nil {
		return Page{}, err
	}
	more := len(page.Records) > limit
	if more {
		page.Records, ends = page.Records[:limit], ends[:limit]
	}
	if back {
		for i, j := 0, len(ends)-1; i < j; i, j = i+1, j-1 {
			page.Records[i], page.Records[j] = page.Records[j], page.Records[i]
			ends[i], ends[j] = ends[j], ends[i]
		}
	}
	if len(ends) > 0 {
		sum := q.sum(scope)
		if more || back {
			page.Next = pageToken(ends[len(ends)-1], sum, false)
		}
		if q.Page != "" && (!back || more) {
			page.Prev = pageToken(ends[0], sum, true)
		}
	}
	return page, nil
}

func kColumns(n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = fmt.Sprintf("k.k%d", i)
	}
	return strings.Join(out, ", ")
}

// sortKeys gives the expressions a page is ordered by; the identity comes last,
// so that the order is total.
func (t *table) sortKeys(order []query.Order) (exprs []string, desc []bool) {
	for _, o := range order {
		if f, ok := t.reg.Field(o.Field.Name); ok {
			exprs = append(exprs, sortExpr("v", f))
		} else {
			exprs = append(exprs, "v."+o.Field.Name)
		}
		desc = append(desc, o.Desc)
	}
	last := false
	if len(desc) > 0 {
		last = desc[len(desc)-1]
	}
	return append(exprs, "v.id"), append(desc, last)
}

// after is the condition that a row comes after (or, going back, before) a key.
func (b *builder) after(order []query.Order, exprs []string, desc []bool, ks keyset) (string, error) {
	vals := make([]string, len(exprs))
	for i, raw := range ks.Key {
		v, err := keyValue(raw)
		if err != nil {
			return "", fault.New(fault.Malformed, "page-token")
		}
		vals[i] = b.bind(v)
	}
	same := true
	for _, d := range desc {
		same = same && d == desc[0]
	}
	op := func(d bool) string {
		if d != ks.Back {
			return " < "
		}
		return " > "
	}
	if same {
		return "(" + strings.Join(exprs, ", ") + ")" + op(desc[0]) + "(" + strings.Join(vals, ", ") + ")", nil
	}
	var or []string
	for i := range exprs {
		var and []string
		for j := 0; j < i; j++ {
			and = append(and, exprs[j]+" = "+vals[j])
		}
		or = append(or, "("+strings.Join(append(and, exprs[i]+op(desc[i])+vals[i]), " AND ")+")")
	}
	return "(" + strings.Join(or, " OR ") + ")", nil
}

// indexHint names the index when the list is of open rows in an order that has
// one, unless the filter asks for so few rows that another is better.
func (db *DB) indexHint(t *table, b *builder, q Query) string {
	if !db.engine.partialIndexes() || len(q.Order) != 1 || selective(q.Filter) {
		return ""
	}
	name := q.Order[0].Field.Name
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

func pageToken(key []any, sum uint32, back bool) string {
	ks := keyset{Back: back, Sum: sum}
	for _, v := range key {
		var raw json.RawMessage
		switch x := v.(type) {
		case []byte:
			raw, _ = json.Marshal("b" + base64.RawStdEncoding.EncodeToString(x))
		case string:
			raw, _ = json.Marshal("s" + x)
		case int64:
			raw = strconv.AppendInt(nil, x, 10)
		}
		ks.Key = append(ks.Key, raw)
	}
	b, _ := json.Marshal(ks)
	return base64.RawURLEncoding.EncodeToString(b)
}

func parsePage(token string, sum uint32, n int) (keyset, error) {
	var ks keyset
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || json.Unmarshal(b, &ks) != nil || len(ks.Key) != n {
		return ks, fault.New(fault.Malformed, "page-token")
	}
	if ks.Sum != sum {
		return ks, fault.New(fault.Malformed, "page-token-of-another-list")
	}
	return ks, nil
}

func keyValue(raw json.RawMessage) (any, error) {
	var n int64
	if json.Unmarshal(raw, &n) == nil {
		return n, nil
	}
	var s string
	if err := json.Unmarshal(raw, &s); err != nil || s == "" {
		return nil, errors.New("no key")
	}
	if s[0] == 'b' {
		return base64.RawStdEncoding.DecodeString(s[1:])
	}
	return s[1:], nil
}

// Get gives one record by identity or human number. What the scope does not
// reach is unknown.
func (db *DB) Get(ctx context.Context, scope Scope, r *register.Register, id string, asOf time.Time, known int64) (*register.Record, error) {
	rec, err := db.get(ctx, db, scope, r, id, asOf, known)
	return rec, db.wrap(err, "get "+r.Name)
}

// Get gives one record as the transaction sees it.
func (t *Tx) Get(scope Scope, r *register.Register, id string) (*register.Record, error) {
	return t.db.get(t.ctx, t, scope, r, id, time.Time{}, 0)
}

func (db *DB) get(ctx context.Context, r reader, scope Scope, reg *register.Register, id string, asOf time.Time, known int64) (*register.Record, error) {
	unknown := fault.New(fault.Unknown, "no-such-record", reg.Name, id)
	if scope.Empty() || id == "" || len(id) > 200 || strings.ContainsRune(id, 0) {
		return nil, unknown
	}
	t := db.table(reg)
	b := db.builder(scope, asOf, known)
	var conds []string
	if register.IsID(id) {
		conds = append(conds, "v.id = "+b.bind(id))
	} else {
		conds = append(conds, "v.id = (SELECT id FROM record WHERE register = "+b.bind(reg.Name)+" AND ref = "+b.bind(id)+")")
	}
	conds = append(conds, b.table(t, "v")...)
	rows, err := r.query(ctx, `SELECT `+t.columns("v")+` FROM `+t.name+` v WHERE `+strings.Join(conds, " AND ")+` ORDER BY v.opened DESC LIMIT 1`, b.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return nil, err
		}
		return nil, unknown
	}
	rec, err := newScanner(t).record(rows)
	if err != nil {
		return nil, err
	}
	scope.mask(rec)
	return rec, nil
}

// Keys gives the identity of every record that answers, ordered by human number.
func (db *DB) Keys(ctx context.Context, scope Scope, q Query) ([]Key, error) {
	keys, err := db.keys(ctx, scope, q)
	return keys, db.wrap(err, "list "+q.Register.Name)
}

func (db *DB) keys(ctx context.Context, scope Scope, q Query) ([]Key, error) {
	if scope.Empty() {
		return nil, nil
	}
	t := db.table(q.Register)
	b := db.asked(scope, q)
	conds := b.table(t, "v")
	f, err := b.where(t, "v", q.Filter)
	if err != nil {
		return nil, err
	}
	if f != "" {
		conds = append(conds, f)
	}
	rows, err := db.query(ctx, `SELECT v.id, v.ref, v.org, v.opened, v.title FROM `+t.name+` v WHERE `+strings.Join(conds, " AND ")+` ORDER BY v.ref, v.id`, b.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []Key
	for rows.Next() {
		var k Key
		var title sql.NullString
		if err := rows.Scan(&k.ID, &k.Ref, &k.Org, &k.Version, &title); err != nil {
			return nil, err
		}
		k.Title = title.String
		out = append(out, k)
	}
	return out, rows.Err()
}

// Each gives every record that answers, in order, page by page, so that
// memory does not follow the number of records.
func (db *DB) Each(ctx context.Context, scope Scope, q Query, fn func(*register.Record) error) error {
	q.Limit, q.Page = 500, ""
	for {
		p, err := db.Find(ctx, scope, q)
		if err != nil {
			return err
		}
		for _, rec := range p.Records {
			if err := fn(rec); err != nil {
				return err
			}
		}
		if p.Next == "" {
			return nil
		}
		q.Page = p.Next
	}
}

package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

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

func (t *Tx) query(_ context.Context, text string, args ...any) (*sql.Rows, error) {
	s, err := t.stmt(text)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(t.under, args...)
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
	vals []any
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
	return query.ParseOrder(q.Register.Order, register.Schema(q.Register))
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
	exprs, desc, kinds := b.sortKeys(t, order)
	back := false
	if q.Page != "" {
		ks, err := parsePage(q.Page, q.sum(scope), kinds)
		if err != nil {
			return Page{}, err
		}
		back = ks.Back
		conds = append(conds, b.after(exprs, desc, kinds, ks))
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
	text := `SELECT ` + t.columns("t") + `, ` + b.mark(t, "t") + `, ` + kColumns(len(exprs)) + ` FROM (SELECT v."until" AS u, v.id AS i, ` + strings.Join(keys, ", ") +
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
	var hide bool
	s := newScanner(t, append([]any{&hide}, kp...)...)
	var page Page
	var ends [][]any
	for rows.Next() {
		rec, err := s.record(rows)
		if err != nil {
			return Page{}, err
		}
		scope.mask(rec, hide)
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
			page.Next = pageToken(ends[len(ends)-1], kinds, sum, false)
		}
		if q.Page != "" && (!back || more) {
			page.Prev = pageToken(ends[0], kinds, sum, true)
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

// keyKind is the type of a sort key, which a page token's must have too.
type keyKind byte

const (
	keyText   keyKind = 's'
	keyBytes  keyKind = 'b'
	keyNumber keyKind = 'n'
)

// sortKeys gives the expressions a page is ordered by; the identity comes last,
// so that the order is total.
func (b *builder) sortKeys(t *table, order []query.Order) (exprs []string, desc []bool, kinds []keyKind) {
	add := func(e string, d bool, k keyKind) {
		exprs, desc, kinds = append(exprs, e), append(desc, d), append(kinds, k)
	}
	last := false
	for _, o := range order {
		last = o.Desc
		f, ok := t.reg.Field(o.Field.Name)
		if !ok { // a human number: OBJ-10000 comes after OBJ-9999
			add("LENGTH(v."+o.Field.Name+")", o.Desc, keyNumber)
			add("v."+o.Field.Name, o.Desc, keyText)
			continue
		}
		kind, missing := keyText, "''"
		switch {
		case f.Collated():
			kind, missing = keyBytes, b.db.engine.noBytes()
		case numeric(f):
			kind, missing = keyNumber, strconv.FormatInt(-Open, 10)
		}
		e := sortExpr("v", f)
		if f.Secret != "" {
			if h := b.hidden(t, "v"); h != "" {
				e = "CASE WHEN " + h + " THEN " + missing + " ELSE " + e + " END"
			}
		}
		add(e, o.Desc, kind)
	}
	add("v.id", last, keyText)
	return exprs, desc, kinds
}

// after is the condition that a row comes after (or, going back, before) a key.
func (b *builder) after(exprs []string, desc []bool, kinds []keyKind, ks keyset) string {
	vals := make([]string, len(exprs))
	for i, v := range ks.vals {
		vals[i] = b.bind(v)
		if kinds[i] == keyNumber {
			vals[i] = "CAST(" + vals[i] + " AS BIGINT)"
		}
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
		return "(" + strings.Join(exprs, ", ") + ")" + op(desc[0]) + "(" + strings.Join(vals, ", ") + ")"
	}
	var or []string
	for i := range exprs {
		var and []string
		for j := 0; j < i; j++ {
			and = append(and, exprs[j]+" = "+vals[j])
		}
		or = append(or, "("+strings.Join(append(and, exprs[i]+op(desc[i])+vals[i]), " AND ")+")")
	}
	return "(" + strings.Join(or, " OR ") + ")"
}

func pageToken(key []any, kinds []keyKind, sum uint32, back bool) string {
	ks := keyset{Back: back, Sum: sum}
	for i, v := range key {
		var raw []byte
		switch x := v.(type) {
		case []byte:
			raw, _ = json.Marshal(base64.RawStdEncoding.EncodeToString(x))
		case nil: // how SQLite's driver gives an empty value of bytes
			raw = []byte(`""`)
		case string:
			if kinds[i] == keyBytes {
				x = base64.RawStdEncoding.EncodeToString([]byte(x))
			}
			raw, _ = json.Marshal(x)
		default:
			raw = fmt.Append(nil, x)
		}
		ks.Key = append(ks.Key, raw)
	}
	b, _ := json.Marshal(ks)
	return base64.RawURLEncoding.EncodeToString(b)
}

// parsePage reads a token that a caller gives back, which may be anything.
func parsePage(token string, sum uint32, kinds []keyKind) (keyset, error) {
	var ks keyset
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || json.Unmarshal(b, &ks) != nil || len(ks.Key) != len(kinds) {
		return ks, fault.New(fault.Malformed, "page-token")
	}
	if ks.Sum != sum {
		return ks, fault.New(fault.Malformed, "page-token-of-another-list")
	}
	for i, raw := range ks.Key {
		v, ok := keyValue(raw, kinds[i])
		if !ok {
			return ks, fault.New(fault.Malformed, "page-token")
		}
		ks.vals = append(ks.vals, v)
	}
	return ks, nil
}

func keyValue(raw json.RawMessage, kind keyKind) (any, bool) {
	if kind == keyNumber {
		n, err := strconv.ParseInt(string(raw), 10, 64)
		return n, err == nil
	}
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil || strings.ContainsRune(s, 0) {
		return nil, false
	}
	if kind == keyText {
		return s, true
	}
	b, err := base64.RawStdEncoding.DecodeString(s)
	if b == nil {
		b = []byte{}
	}
	return b, err == nil
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
	unknown := fault.New(fault.Unknown, "no-such-record", id)
	if scope.Empty() || id == "" || len(id) > 200 || strings.ContainsRune(id, 0) || !utf8.ValidString(id) {
		return nil, unknown
	}
	t := db.table(reg)
	b := db.builder(scope, asOf, known)
	b.one = true
	var conds []string
	if register.IsID(id) {
		conds = append(conds, "v.id = "+b.bind(id))
	} else {
		conds = append(conds, "v.id = (SELECT id FROM record WHERE register = "+b.bind(reg.Name)+" AND ref = "+b.bind(id)+")")
	}
	conds = append(conds, b.table(t, "v")...)
	rows, err := r.query(ctx, `SELECT `+t.columns("v")+`, `+b.mark(t, "v")+` FROM `+t.name+` v WHERE `+strings.Join(conds, " AND ")+` ORDER BY v.opened DESC LIMIT 1`, b.args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return nil, err
		}
		rows.Close()
		return nil, cmp.Or(db.disposed(ctx, r, scope, reg, id), error(unknown))
	}
	var hide bool
	rec, err := newScanner(t, &hide).record(rows)
	if err != nil {
		return nil, err
	}
	scope.mask(rec, hide)
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
	rows, err := db.query(ctx, `SELECT v.id, v.ref, v.org, v.opened, `+b.column(t, "v", "title")+` FROM `+t.name+` v WHERE `+strings.Join(conds, " AND ")+` ORDER BY LENGTH(v.ref), v.ref, v.id`, b.args...)
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

package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"sync"

	"genomlys/internal/register"
)

// table is how a register lies in the database.
type table struct {
	reg   *register.Register
	name  string // r_object: prefixed, so that no register's name is a word of SQL
	cols  []string
	idx   map[string]string // sort field → index of open rows
	refs  map[string]string // reference → index of all rows by what they refer to
	count string            // index that counts are read from
	dated string            // index of the standard order as of a date
	texts sync.Map          // alias → the columns as a read names them
}

func newTable(r *register.Register) *table {
	t := &table{reg: r, name: "r_" + r.Name, idx: map[string]string{}, refs: map[string]string{}}
	for _, f := range r.Fields {
		t.cols = append(t.cols, f.Name)
	}
	return t
}

func quote(name string) string { return `"` + name + `"` }

func columnType(e engine, f *register.Field) string {
	switch f.Kind {
	case register.Number, register.Money, register.Level, register.Moment:
		return "BIGINT"
	}
	return e.text()
}

// sortExpr is what a list is ordered by, never missing, so that paging by key
// has no special case: texts by their Swedish collation key, others as they are.
func sortExpr(alias string, f *register.Field) string {
	col := quote(f.Name)
	if alias != "" {
		col = alias + "." + col
	}
	switch {
	case f.Collated():
		return strings.TrimSuffix(col, `"`) + `_k"`
	case f.Kind == register.Number || f.Kind == register.Money || f.Kind == register.Level || f.Kind == register.Moment:
		return fmt.Sprintf("COALESCE(%s, %d)", col, -Open)
	}
	return "COALESCE(" + col + ", '')"
}

// fixed are the tables that are alike in every installation.
func fixed(e engine) []string {
	T, B := e.text(), e.bytes()
	return []string{
		`CREATE TABLE IF NOT EXISTS meta (name ` + T + ` PRIMARY KEY, value ` + T + ` NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS record (id ` + T + ` PRIMARY KEY, register ` + T + ` NOT NULL, org ` + T + ` NOT NULL, ref ` + T + ` NOT NULL, UNIQUE (ref, register))` + e.withoutRowid(),
		`CREATE TABLE IF NOT EXISTS number (register ` + T + ` PRIMARY KEY, last BIGINT NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS link (until BIGINT NOT NULL, kind ` + T + ` NOT NULL, from_id ` + T + ` NOT NULL, to_id ` + T + ` NOT NULL, attr ` + T + ` NOT NULL,
			org ` + T + ` NOT NULL, since BIGINT NOT NULL, opened BIGINT NOT NULL, closed BIGINT NOT NULL, PRIMARY KEY (from_id, kind, until, to_id, attr, since))` + e.withoutRowid(),
		`CREATE TABLE IF NOT EXISTS word (register ` + T + ` NOT NULL, word ` + T + ` NOT NULL, id ` + T + ` NOT NULL, PRIMARY KEY (register, word, id))` + e.withoutRowid(),
		`CREATE TABLE IF NOT EXISTS ledger (seq ` + e.serial() + ` PRIMARY KEY, at BIGINT NOT NULL, org ` + T + ` NOT NULL, register ` + T + ` NOT NULL, id ` + T + ` NOT NULL, change_set ` + T + ` NOT NULL,
			since BIGINT NOT NULL, header ` + B + ` NOT NULL, salt ` + B + `, hashes ` + B + ` NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS ledger_head (one BIGINT PRIMARY KEY CHECK (one = 1), size BIGINT NOT NULL, last_at BIGINT NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS ledger_org (org ` + T + ` PRIMARY KEY, last BIGINT NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS checkpoint (size BIGINT PRIMARY KEY, at BIGINT NOT NULL, note ` + T + ` NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS revision (register ` + T + ` PRIMARY KEY, position BIGINT NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS blob (hash ` + T + ` PRIMARY KEY, size BIGINT NOT NULL, data ` + B + ` NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS frozen (review ` + T + ` NOT NULL, version BIGINT NOT NULL, name ` + T + ` NOT NULL, hash ` + T + ` NOT NULL, PRIMARY KEY (review, version, name))`,
		`CREATE TABLE IF NOT EXISTS session (hash ` + T + ` PRIMARY KEY, kind ` + T + ` NOT NULL, person ` + T + ` NOT NULL, scope ` + T + ` NOT NULL, made BIGINT NOT NULL, seen BIGINT NOT NULL, expires BIGINT NOT NULL, about ` + T + ` NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS password (person ` + T + ` PRIMARY KEY, hash ` + T + ` NOT NULL, made BIGINT NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS factor (id ` + T + ` PRIMARY KEY, person ` + T + ` NOT NULL, kind ` + T + ` NOT NULL, name ` + T + ` NOT NULL, made BIGINT NOT NULL, used BIGINT NOT NULL, last BIGINT NOT NULL, data ` + T + ` NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS recovery (hash ` + T + ` PRIMARY KEY, person ` + T + ` NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS attempt (name ` + T + ` PRIMARY KEY, n BIGINT NOT NULL, at BIGINT NOT NULL, until BIGINT NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS outbox (id ` + T + ` PRIMARY KEY, kind ` + T + ` NOT NULL, person ` + T + ` NOT NULL, address ` + T + ` NOT NULL, lang ` + T + ` NOT NULL, subject ` + T + ` NOT NULL, body ` + T + ` NOT NULL,
			link ` + T + ` NOT NULL, made BIGINT NOT NULL, due BIGINT NOT NULL, tries BIGINT NOT NULL, state ` + T + ` NOT NULL, sent BIGINT NOT NULL, error ` + T + ` NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS answered (name ` + T + ` PRIMARY KEY, at BIGINT NOT NULL, digest ` + T + ` NOT NULL, answer ` + B + ` NOT NULL)`,
		`CREATE TABLE IF NOT EXISTS upload (id ` + T + ` PRIMARY KEY, session ` + T + ` NOT NULL, expires BIGINT NOT NULL, state ` + B + ` NOT NULL, data ` + B + ` NOT NULL)`,
		`INSERT INTO ledger_head (one, size, last_at) VALUES (1, 0, 0) ON CONFLICT DO NOTHING`,
	}
}

type index struct{ name, ddl string }

func fixedIndexes() []index {
	return []index{
		{"x_link_to", `CREATE INDEX x_link_to ON link (to_id, kind, until, from_id, since)`},
		{"x_ledger_set", `CREATE INDEX x_ledger_set ON ledger (change_set, seq)`},
		{"x_ledger_org", `CREATE INDEX x_ledger_org ON ledger (org, seq)`},
		{"x_session_person", `CREATE INDEX x_session_person ON session (person, kind)`},
		{"x_session_scope", `CREATE INDEX x_session_scope ON session (kind, scope)`},
		{"x_factor_person", `CREATE INDEX x_factor_person ON factor (person)`},
		{"x_recovery_person", `CREATE INDEX x_recovery_person ON recovery (person)`},
		{"x_outbox_state", `CREATE INDEX x_outbox_state ON outbox (state, due)`},
	}
}

// rowColumns are those of every version row besides the register's fields.
var rowColumns = []string{"until", "id", "org", "since", "opened", "closed", "ref", register.OwnName}

func (t *table) create(e engine) string {
	T := e.text()
	cols := []string{`"until" BIGINT NOT NULL`, "id " + T + " NOT NULL", "org " + T + " NOT NULL", "since BIGINT NOT NULL",
		"opened BIGINT NOT NULL", "closed BIGINT NOT NULL", "ref " + T + " NOT NULL"}
	for _, f := range t.reg.Fields {
		cols = append(cols, t.columnDDL(e, f)...)
	}
	cols = append(cols, register.OwnName+" "+T, `PRIMARY KEY ("until", id)`)
	return "CREATE TABLE " + t.name + " (" + strings.Join(cols, ", ") + ")" + e.withoutRowid()
}

func (t *table) columnDDL(e engine, f *register.Field) []string {
	out := []string{quote(f.Name) + " " + columnType(e, f)}
	if f.Collated() {
		null := ""
		if e.name() == "postgres" {
			null = ` DEFAULT ''`
		} else {
			null = ` DEFAULT x''`
		}
		out = append(out, quote(f.Name+"_k")+" "+e.bytes()+" NOT NULL"+null)
	}
	return out
}

// indexes gives what the register's reads walk. The name carries a digest of
// the definition, so that a changed one is made anew and the old one dropped.
func (t *table) indexes(e engine) []index {
	var out []index
	add := func(tag, on, where string) string {
		body := " ON " + t.name + " (" + on + ")" + where
		sum := sha256.Sum256([]byte(body))
		name := "x_" + t.reg.Name + "_" + tag + "_" + hex.EncodeToString(sum[:3])
		out = append(out, index{name, `CREATE INDEX "` + name + `"` + body})
		return name
	}
	open := fmt.Sprintf(` WHERE "until" = %d`, Open)
	var facets []string
	for _, f := range t.reg.Fields {
		if f.Faceted {
			facets = append(facets, quote(f.Name))
		}
	}
	more := ""
	if len(facets) > 0 {
		more = ", " + strings.Join(facets, ", ")
	}
	out = append(out, index{"x_" + t.reg.Name + "_since", `CREATE UNIQUE INDEX "x_` + t.reg.Name + `_since" ON ` + t.name + ` (id, since)`})
	// Every index is paid for at each change, so only orders that the list shows
	// have one; by other fields the open rows are sorted when somebody asks. The
	// standard order also carries the facets, by which lists are narrowed.
	for _, f := range t.reg.Fields {
		standard := f.Name == strings.TrimSuffix(t.reg.Order, " desc")
		switch {
		case f.Sortable && standard:
			t.idx[f.Name] = add("s_"+f.Name, sortExpr("", f)+", id, org"+more, open)
		case f.Sortable && f.Column > 0:
			t.idx[f.Name] = add("s_"+f.Name, sortExpr("", f)+", id, org", open)
		}
	}
	t.idx["ref"] = add("s_ref", "LENGTH(ref), ref, id, org", open)
	if f, ok := t.reg.Field("title"); ok && f.Sortable {
		t.dated = add("d_title", sortExpr("", f)+`, id, since, "until", org`, "")
	}
	t.count = add("count", "org"+more, open)
	for _, f := range t.reg.Fields {
		if f.Kind == register.Ref && f.Target != nil && !f.Common {
			// Most references are empty, and nobody asks for those by this index.
			t.refs[f.Name] = add("r_"+f.Name, quote(f.Name)+`, "until", id`, " WHERE "+quote(f.Name)+" IS NOT NULL")
		}
	}
	if f, ok := t.reg.Field("ext_id"); ok {
		add("ext", quote(f.Name)+", org", open+" AND "+quote(f.Name)+" IS NOT NULL")
	}
	return out
}

package store

import (
	"context"
	"database/sql"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"genomlys/internal/query"
	"genomlys/internal/register"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/swedish"
	"golang.org/x/text/unicode/norm"
)

// wordsOf gives the words a record is found by: each as it stands and, for
// longer ones, its Swedish stem. What a secrecy mark hides is left out, so that
// searching tells nothing of it.
func wordsOf(rec *register.Record) []string {
	set := map[string]bool{}
	put := func(s string) {
		for _, w := range splitWords(s) {
			set[w] = true
			if st := stem(w); st != w {
				set[st] = true
			}
		}
	}
	put(rec.Ref)
	set[strings.ToLower(rec.Ref)] = true
	hidden := rec.Marked()
	for _, name := range []string{"title", "ext_id", "diary_no", "short", "email", "supplier_name"} {
		if f, ok := rec.Register.Field(name); ok && (f.Secret == "" || !hidden) {
			s := rec.Text(name)
			put(s)
			if name == "ext_id" || name == "diary_no" {
				if s = strings.ToLower(strings.TrimSpace(s)); s != "" && len(s) <= 60 {
					set[s] = true
				}
			}
		}
	}
	return longest(sorted(set))
}

// longest leaves out each word that begins another: whoever searches for the
// start of a word finds it by the longer one. Stems are mostly such.
func longest(words []string) []string {
	out := words[:0]
	for i, w := range words {
		if i+1 < len(words) && strings.HasPrefix(words[i+1], w) {
			continue
		}
		out = append(out, w)
	}
	return out
}

func splitWords(s string) []string {
	s = strings.ToLower(norm.NFC.String(s))
	out := strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range out {
		if r := []rune(w); len(r) > 60 {
			out[i] = string(r[:60])
		}
	}
	return out
}

func stem(w string) string {
	if len(w) < 4 {
		return w
	}
	env := snowballstem.NewEnv(w)
	swedish.Stem(env)
	out := env.Current()
	// The stemmer leaves the definite form of neuters (systemet, registret).
	if cut := strings.TrimSuffix(strings.TrimSuffix(out, "et"), "ets"); len(cut) >= 5 {
		return cut
	}
	return out
}

// words keeps the search words of the open version.
func (t *Tx) words(rec, old *register.Record) error {
	now := wordsOf(rec)
	if old != nil {
		was := wordsOf(old)
		if slices.Equal(was, now) {
			return nil
		}
		if err := t.forget(rec, without(was, now)); err != nil {
			return err
		}
		now = without(now, was)
	}
	// One statement for all words: a round trip each would dominate imports.
	for len(now) > 0 {
		n := min(len(now), 16)
		var b strings.Builder
		b.WriteString(`INSERT INTO word (register, word, id) VALUES `)
		args := []any{rec.Register.Name, string(rec.ID)}
		for i, w := range now[:n] {
			if i > 0 {
				b.WriteString(", ")
			}
			args = append(args, w)
			b.WriteString("($1, $" + strconv.Itoa(len(args)) + ", $2)")
		}
		if _, err := t.exec(b.String(), args...); err != nil {
			return err
		}
		now = now[n:]
	}
	return nil
}

// forget takes words of a record away. They follow from its version, so they are
// known and need no index by record.
func (t *Tx) forget(rec *register.Record, words []string) error {
	for _, w := range words {
		if _, err := t.exec(`DELETE FROM word WHERE register = $1 AND word = $2 AND id = $3`, rec.Register.Name, w, string(rec.ID)); err != nil {
			return err
		}
	}
	return nil
}

// without gives the words of a that b lacks; both are sorted.
func without(a, b []string) []string {
	var out []string
	for _, w := range a {
		if _, found := slices.BinarySearch(b, w); !found {
			out = append(out, w)
		}
	}
	return out
}

// Hit is a record found by search.
type Hit struct {
	Register *register.Register
	Key
}

// term is a word sought: by how it begins, or whole.
type term struct {
	word, stem string
	whole      bool
}

// terms gives the words of a text, the longest first: it is the rarest, and
// chooses the rows that the others sift. The beginning of a number (OBJ-01) is
// one word, as numbers are kept; a letter alone is a whole word, since nearly all
// records have some word that begins with it.
func (db *DB) terms(text string) []term {
	var out []term
	for _, part := range strings.Fields(text) {
		if n := strings.ToLower(norm.NFC.String(part)); db.numbers(n) {
			out = append(out, term{word: n, stem: n})
			continue
		}
		for _, w := range splitWords(part) {
			out = append(out, term{word: w, stem: stem(w)})
		}
	}
	if len(out) > 8 {
		out = out[:8]
	}
	if len(out) == 1 {
		out[0].whole = utf8.RuneCountInString(out[0].word) == 1
	}
	sort.SliceStable(out, func(i, j int) bool { return len(out[i].word) > len(out[j].word) })
	return out
}

// numbers tells whether a word begins the human numbers of a register.
func (db *DB) numbers(w string) bool {
	prefix, digits, ok := strings.Cut(w, "-")
	if !ok || strings.Trim(digits, "0123456789") != "" {
		return false
	}
	return slices.ContainsFunc(db.Catalogue.All, func(r *register.Register) bool { return strings.EqualFold(r.Prefix, prefix) })
}

// condition is that a word of the index is the one sought.
func (t term) condition(b *builder) string {
	if t.whole {
		return "x.word = " + b.bind(t.word)
	}
	begins := func(w string) string {
		return "(x.word >= " + b.bind(w) + " AND x.word < " + b.bind(w+"\U0010FFFF") + ")"
	}
	if strings.HasPrefix(t.word, t.stem) {
		return begins(t.stem)
	}
	return "(" + begins(t.word) + " OR " + begins(t.stem) + ")"
}

// holding gives the registers in which each of the words is that of some record:
// most hold none, and need not be asked more.
func (db *DB) holding(ctx context.Context, among []*register.Register, terms []term) ([]*register.Register, error) {
	if len(among) == 0 {
		return nil, nil
	}
	b := db.builder(Scope{}, zeroTime, 0)
	parts := make([]string, len(among))
	for i, r := range among {
		parts[i] = `SELECT ` + strconv.Itoa(i)
		for j, t := range terms {
			with := " WHERE "
			if j > 0 {
				with = " AND "
			}
			parts[i] += with + `EXISTS (SELECT 1 FROM word x WHERE x.register = '` + r.Name + `' AND ` + t.condition(b) + `)`
		}
	}
	var out []*register.Register
	err := each(ctx, db, strings.Join(parts, " UNION ALL "), b.args, func(rows *sql.Rows) error {
		var i int
		err := rows.Scan(&i)
		out = append(out, among[i])
		return err
	})
	slices.SortFunc(out, func(x, y *register.Register) int { return slices.Index(among, x) - slices.Index(among, y) })
	return out, err
}

// Search finds open records of which, for every word of the text, some word
// begins with it or with its stem, within the scope: at most limit of each
// register, those with the lowest numbers, in the register's order. A title that
// the scope hides is empty.
func (db *DB) Search(ctx context.Context, scopes func(*register.Register) Scope, text string, limit int) ([]Hit, error) {
	terms := db.terms(text)
	if len(terms) == 0 {
		return nil, nil
	}
	var among []*register.Register
	for _, r := range db.Catalogue.All {
		if !scopes(r).Empty() {
			among = append(among, r)
		}
	}
	among, err := db.holding(ctx, among, terms)
	if err != nil {
		return nil, db.wrap(err, "search")
	}
	var out []Hit
	for _, r := range among {
		if out, err = db.searchIn(ctx, scopes(r), r, terms, limit, out); err != nil {
			return nil, db.wrap(err, "search")
		}
	}
	return out, nil
}

// firstSought is how many of the records that hold the words are looked at
// first; each time too few of them are seen, moreSought times as many are.
const firstSought, moreSought = 64, 8

// searchIn adds the hits of one register. Those that hold the words are put in
// order by their numbers alone, which lie close together; only the first are then
// looked at, whether the scope reaches them.
func (db *DB) searchIn(ctx context.Context, scope Scope, r *register.Register, terms []term, limit int, out []Hit) ([]Hit, error) {
	order, err := db.orders(Query{Register: r})
	if err != nil {
		return nil, err
	}
	for size := max(firstSought, limit); ; size *= moreSought {
		ids, err := db.sought(ctx, r, terms, size)
		if err != nil || len(ids) == 0 {
			return out, err
		}
		hits, err := db.firstOf(ctx, scope, r, ids, order, limit)
		if err != nil || len(hits) == limit || len(ids) < size {
			return append(out, hits...), err
		}
	}
}

// sought gives the records of a register that hold the words, whoever may see
// them, by number.
func (db *DB) sought(ctx context.Context, r *register.Register, terms []term, size int) (ids []register.ID, err error) {
	b := db.builder(Scope{}, zeroTime, 0)
	conds := make([]string, len(terms))
	for i, w := range terms {
		conds[i] = `n.id IN (SELECT x.id FROM word x WHERE x.register = '` + r.Name + `' AND ` + w.condition(b) + `)`
	}
	err = each(ctx, db, `SELECT n.id FROM record n WHERE `+strings.Join(conds, " AND ")+` ORDER BY LENGTH(n.ref), n.ref LIMIT `+strconv.Itoa(size), b.args, func(rows *sql.Rows) error {
		var id register.ID
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// firstOf gives those of some records that the scope reaches, the lowest numbers
// of them, in an order.
func (db *DB) firstOf(ctx context.Context, scope Scope, r *register.Register, ids []register.ID, order []query.Order, limit int) (hits []Hit, err error) {
	t := db.table(r)
	b := db.builder(scope, zeroTime, 0)
	conds := append(b.table(t, "v"), among(b, "v.id", ids))
	exprs, desc, _ := b.sortKeys(t, order)
	keys, sorted := make([]string, len(exprs)), make([]string, len(exprs))
	for i, e := range exprs {
		keys[i] = e + " AS k" + strconv.Itoa(i)
		sorted[i] = "h.k" + strconv.Itoa(i)
		if desc[i] {
			sorted[i] += " DESC"
		}
	}
	err = each(ctx, db, `SELECT h.id, h.ref, h.org, h.opened, h.title FROM (SELECT v.id, v.ref, v.org, v.opened, COALESCE(`+b.column(t, "v", "title")+`, '') AS title, `+strings.Join(keys, ", ")+
		` FROM `+t.name+` v WHERE `+strings.Join(conds, " AND ")+` ORDER BY LENGTH(v.ref), v.ref LIMIT `+strconv.Itoa(limit)+`) h ORDER BY `+strings.Join(sorted, ", "), b.args, func(rows *sql.Rows) error {
		h := Hit{Register: r}
		err := rows.Scan(&h.ID, &h.Ref, &h.Org, &h.Version, &h.Title)
		hits = append(hits, h)
		return err
	})
	return hits, err
}

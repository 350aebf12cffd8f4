package store

import (
	"context"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode"

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

// Search finds open records of which, for every word of the text, some word
// begins with it or with its stem, within the scope: at most limit of each register.
func (db *DB) Search(ctx context.Context, scopes func(*register.Register) Scope, text string, limit int) ([]Hit, error) {
	terms := splitWords(text)
	if len(terms) == 0 {
		return nil, nil
	}
	if len(terms) > 8 {
		terms = terms[:8]
	}
	// The longest word is the rarest: it chooses the rows, the others sift.
	sort.SliceStable(terms, func(i, j int) bool { return len(terms[i]) > len(terms[j]) })
	var out []Hit
	for _, r := range db.Catalogue.All {
		scope := scopes(r)
		if scope.Empty() {
			continue
		}
		t := db.table(r)
		b := db.builder(scope, zeroTime, 0)
		conds := b.table(t, "v")
		for _, w := range terms {
			one := func(w string) string {
				lo, hi := b.bind(w), b.bind(w+"\U0010FFFF")
				return "(x.word >= " + lo + " AND x.word < " + hi + ")"
			}
			st := stem(w)
			c := one(st)
			if !strings.HasPrefix(w, st) {
				c = "(" + one(w) + " OR " + c + ")"
			}
			conds = append(conds, `v.id IN (SELECT x.id FROM word x WHERE x.register = '`+r.Name+`' AND `+c+`)`)
		}
		rows, err := db.query(ctx, `SELECT v.id, v.ref, v.org, v.opened, COALESCE(`+b.column(t, "v", "title")+`, '') FROM `+t.name+` v WHERE `+strings.Join(conds, " AND ")+` ORDER BY LENGTH(v.ref), v.ref LIMIT `+strconv.Itoa(limit), b.args...)
		if err != nil {
			return nil, db.wrap(err, "search")
		}
		for rows.Next() {
			h := Hit{Register: r}
			if err := rows.Scan(&h.ID, &h.Ref, &h.Org, &h.Version, &h.Title); err != nil {
				rows.Close()
				return nil, db.wrap(err, "search")
			}
			out = append(out, h)
		}
		err = rows.Err()
		rows.Close()
		if err != nil {
			return nil, db.wrap(err, "search")
		}
	}
	return out, nil
}

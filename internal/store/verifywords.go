package store

import (
	"hash/maphash"
	"maps"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/register"
)

// words sums what records are found by, register by register and in any order:
// it does not grow with their number. The seed is drawn anew each time, so
// nobody can make other words with the same sum.
type words struct {
	seed maphash.Seed
	sums map[string]*tallied
}

type tallied struct {
	n   int64
	sum uint64
}

func newWords() words { return words{maphash.MakeSeed(), map[string]*tallied{}} }

func (w words) of(register string) *tallied {
	t := w.sums[register]
	if t == nil {
		t = &tallied{}
		w.sums[register] = t
	}
	return t
}

func (w words) add(t *tallied, id, word string) {
	t.n++
	t.sum += maphash.Comparable(w.seed, [2]string{id, word})
}

// open adds the words of a version that is read while the ledger is replayed,
// if it is the one that is open.
func (w words) open(rec *register.Record, closed int64) {
	if closed != Open {
		return
	}
	t := w.of(rec.Register.Name)
	for _, s := range wordsOf(rec) {
		w.add(t, string(rec.ID), s)
	}
}

// index compares the search words with those of the open versions: a record
// that lost a word would not be found by it, and one that got a word would tell
// of what it does not hold.
func (v *verifier) index() error {
	rows, err := v.tx.QueryContext(v.ctx, `SELECT register, id, word FROM word`)
	if err != nil {
		return err
	}
	defer rows.Close()
	have := words{v.words.seed, map[string]*tallied{}}
	for rows.Next() {
		var reg, id, word string
		if err := rows.Scan(&reg, &id, &word); err != nil {
			return err
		}
		have.add(have.of(reg), id, word)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, sums := range []map[string]*tallied{v.words.sums, have.sums} {
		for _, reg := range slices.Sorted(maps.Keys(sums)) {
			if *have.of(reg) != *v.words.of(reg) {
				return &Finding{"words-disagree", reg}
			}
		}
	}
	return nil
}

// counters compares each register's last human number with the numbers there
// are: it is the length of their unbroken run from one, so that no number is
// given twice and none is skipped.
func (v *verifier) counters() error {
	taken := map[string]map[int64]bool{}
	rows, err := v.tx.QueryContext(v.ctx, `SELECT register, ref FROM record`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var reg, ref string
		if err := rows.Scan(&reg, &ref); err != nil {
			return err
		}
		r, ok := v.db.Catalogue.Get(reg)
		if !ok {
			continue // identities tells of it
		}
		n, err := strconv.ParseInt(strings.TrimPrefix(ref, r.Prefix+"-"), 10, 64)
		if err != nil || n < 1 || humanNumber(r, n) != ref {
			continue // claimed in a form of its own
		}
		if taken[reg] == nil {
			taken[reg] = map[int64]bool{}
		}
		taken[reg][n] = true
	}
	if err := rows.Err(); err != nil {
		return err
	}
	last := map[string]int64{}
	rows, err = v.tx.QueryContext(v.ctx, `SELECT register, last FROM number`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var reg string
		var n int64
		if err := rows.Scan(&reg, &n); err != nil {
			return err
		}
		last[reg] = n
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for reg := range taken {
		last[reg] += 0 // also one that has no counter
	}
	for _, reg := range slices.Sorted(maps.Keys(last)) {
		run := int64(0)
		for taken[reg][run+1] {
			run++
		}
		if last[reg] != run {
			return &Finding{"numbers-disagree", reg + ": " + strconv.FormatInt(last[reg], 10) + " ≠ " + strconv.FormatInt(run, 10)}
		}
	}
	return nil
}

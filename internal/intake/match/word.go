package match

import (
	"slices"
	"strings"
	"unicode"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/swedish"
	"golang.org/x/text/unicode/norm"
)

// Fold is a text without what people vary without meaning: case, spaces,
// hyphens, punctuation, soft hyphens and composed or decomposed letters.
// Signs of order and sum are kept: "<1000" is not ">1000".
func Fold(s string) string {
	var b strings.Builder
	for _, c := range norm.NFC.String(s) {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) || unicode.Is(unicode.Sm, c) {
			b.WriteRune(unicode.ToLower(c))
		}
	}
	return b.String()
}

// words are the folded words of a text.
func words(s string) []string {
	s = strings.ReplaceAll(norm.NFC.String(s), "\u00AD", "")
	return strings.FieldsFunc(strings.ToLower(s), func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c)
	})
}

// stems are the Swedish stems of a text's words, without the small words
// that a heading has or lacks freely.
func stems(s string) []string {
	var out []string
	for _, w := range words(s) {
		if small[w] {
			continue
		}
		out = append(out, stem(w))
	}
	return out
}

var small = map[string]bool{
	"av": true, "den": true, "det": true, "de": true, "för": true, "i": true, "till": true, "på": true, "och": true, "är": true,
	"the": true, "of": true, "for": true, "and": true, "is": true, "a": true, "an": true, "to": true,
}

// stem takes the stem and then what the stemmer leaves of the definite form:
// systemet → systemet, but system → system (stack.md 7).
func stem(w string) string {
	env := snowballstem.NewEnv(w)
	swedish.Stem(env)
	w = env.Current()
	if n := len(w); n > 5 && (strings.HasSuffix(w, "et") || strings.HasSuffix(w, "en")) {
		w = w[:n-2]
	}
	return w
}

// Distance is the number of letters to insert, delete, replace or swap with
// the next to make a of b; beyond limit it is limit+1.
func Distance(a, b string, limit int) int {
	x, y := []rune(a), []rune(b)
	if d := len(x) - len(y); d > limit || -d > limit || len(x) > 200 || len(y) > 200 {
		return limit + 1
	}
	before, last, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			row[j] = min(row[j-1]+1, last[j]+1, last[j-1]+cost)
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(y)], limit+1)
}

// tolerance is how many wrong letters a word of a length may have and still
// be taken for a slip: none in short ones, where most changes make new words.
func tolerance(s string) int {
	switch n := len([]rune(s)); {
	case n < 4:
		return 0
	case n < 8:
		return 1
	case n < 14:
		return 2
	default:
		return 3
	}
}

// Nearest gives those of names that a text is a slip of, best first, at most
// three: by wrong letters, by missing dots and rings, or because one begins
// with the other.
func Nearest(text string, names []string) []string {
	type found struct {
		name string
		d    int
	}
	key := Fold(text)
	var all []found
	for _, n := range names {
		name := Fold(n)
		limit := min(tolerance(key), tolerance(name))
		d := Distance(key, name, limit)
		if d > limit {
			switch {
			case name != "" && plain(key) == plain(name):
				d = 0
			case len(key) >= 3 && (strings.HasPrefix(name, key) || len(name) >= 3 && strings.HasPrefix(key, name)):
				d = 4
			default:
				continue
			}
		}
		all = append(all, found{n, d})
	}
	slices.SortStableFunc(all, func(a, b found) int { return a.d - b.d })
	var out []string
	for _, f := range all {
		if !slices.Contains(out, f.name) && len(out) < 3 {
			out = append(out, f.name)
		}
	}
	return out
}

// plain takes the marks off letters: pågår and pagar are then the same.
func plain(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsMark(c) {
			return -1
		}
		return c
	}, norm.NFD.String(s))
}

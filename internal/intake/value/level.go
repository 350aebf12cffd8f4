package value

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"genomlys/internal/intake/match"
	"genomlys/internal/register"
)

// Scale is the default class levels (domain.md 4.1); the code is the number.
var Scale = register.Choices{
	{Code: "0", SV: "ingen eller försumbar", EN: "none"},
	{Code: "1", SV: "måttlig", EN: "moderate"},
	{Code: "2", SV: "betydande", EN: "significant"},
	{Code: "3", SV: "allvarlig", EN: "serious"},
	{Code: "4", SV: "synnerligen allvarlig", EN: "exceptional"},
}

// Vector is the levels of confidentiality, integrity, availability and
// traceability (K R T S); -1 where nothing is said.
type Vector struct{ K, R, T, S int }

var aspects = map[string]int{
	"k": 0, "konf": 0, "konfidentialitet": 0, "konfidentialiteten": 0, "sekretess": 0, "c": 0, "conf": 0, "confidentiality": 0,
	"r": 1, "rikt": 1, "riktighet": 1, "riktigheten": 1, "i": 1, "int": 1, "integrity": 1,
	"t": 2, "tillg": 2, "tillgänglighet": 2, "tillgängligheten": 2, "a": 2, "avail": 2, "availability": 2,
	"s": 3, "spår": 3, "spårbarhet": 3, "spårbarheten": 3, "traceability": 3,
}

// Level reads one level: a number, with or without "nivå" or the aspect's
// letter, or its name. A number and a name must agree.
func Level(text string, scale register.Choices) (int, Note, error) {
	var found []string
	for _, w := range levelWords(text) {
		_, aspect := aspects[w]
		if aspect && len(found) == 0 || filler[w] {
			continue
		}
		found = append(found, w)
	}
	n, note, code := level(found, scale)
	if t := clean(text); strings.HasPrefix(t, "-") || strings.HasPrefix(t, "−") {
		code = "not-a-level" // below the scale, not a dash
	}
	if code != "" {
		return 0, AsWritten, wrongLevel(code, text, scale)
	}
	return n, note, nil
}

var reDateLike = regexp.MustCompile(`^(?:19|20)\d{2}-(\d{2})-(\d{2})$`)

// Levels reads a vector: "K3 R2 T2", "3-2-2", "3/2/2", "322", or words in
// that order or after their aspects.
func Levels(text string, scale register.Choices) (Vector, Note, error) {
	t := clean(text)
	if m := reDateLike.FindStringSubmatch(t); m != nil {
		// Spreadsheet programs make 3-2-2 the day 2003-02-02.
		e := wrongLevel("not-a-level", text, scale)
		return Vector{}, AsWritten, e.hint("read-as-date", fmt.Sprintf("%d-%d-%d", atoi(t[2:4]), atoi(m[1]), atoi(m[2])))
	}
	groups, order, code := levelGroups(text)
	if code != "" {
		return Vector{}, AsWritten, wrongLevel(code, text, scale)
	}
	v := [4]int{-1, -1, -1, -1}
	var note Note
	for i, g := range groups {
		n, by, code := level(g, scale)
		if code != "" {
			return Vector{}, AsWritten, wrongLevel(code, text, scale)
		}
		if v[order[i]] >= 0 {
			return Vector{}, AsWritten, wrongLevel("not-a-level", text, scale)
		}
		v[order[i]] = n
		if by != AsWritten {
			note = by
		}
	}
	if note == AsWritten && (v[0] < 0 || v[1] < 0 || v[2] < 0) {
		note = LevelMissing
	}
	return Vector{v[0], v[1], v[2], v[3]}, note, nil
}

// levelGroups splits a vector into the words of each level and which aspect
// each is for.
func levelGroups(text string) (groups [][]string, order []int, code string) {
	all := levelWords(text)
	if len(all) == 0 {
		return nil, nil, "not-a-level"
	}
	if w := all[0]; w == "krt" || w == "krts" || w == "cia" {
		all = all[1:]
	}
	named := false
	for _, w := range all {
		if _, ok := aspects[w]; ok {
			named = true
		}
	}
	if named {
		for _, w := range all {
			if a, ok := aspects[w]; ok {
				groups, order = append(groups, nil), append(order, a)
				continue
			}
			if filler[w] {
				continue
			}
			if len(groups) == 0 {
				return nil, nil, "not-a-level"
			}
			groups[len(groups)-1] = append(groups[len(groups)-1], w)
		}
		return groups, order, ""
	}
	// Without aspects the order is K R T and, when there are four, S.
	if digits := strings.Join(all, ""); len(digits) >= 3 && len(digits) <= 4 && allDigits(digits) && (len(all) == 1 || len(all) == len(digits)) {
		for i := range digits {
			groups, order = append(groups, []string{digits[i : i+1]}), append(order, i)
		}
		return groups, order, ""
	}
	for _, part := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune("/,;|\n-–", c) }) {
		if w := levelWords(part); len(w) > 0 {
			groups, order = append(groups, w), append(order, len(order))
		}
	}
	if len(groups) < 3 || len(groups) > 4 {
		return nil, nil, "not-a-level"
	}
	return groups, order, ""
}

var filler = map[string]bool{"nivå": true, "level": true, "klass": true, "class": true, "och": true, "and": true}

// levelWords are the words and numbers of a text in lower case, apart even
// where they are written together.
func levelWords(text string) []string {
	var out []string
	kind := 0
	for _, c := range strings.ToLower(clean(text)) {
		k := 0
		switch {
		case unicode.IsLetter(c):
			k = 1
		case unicode.IsDigit(c):
			k = 2
		}
		if k != 0 && k == kind {
			out[len(out)-1] += string(c)
		} else if k != 0 {
			out = append(out, string(c))
		}
		kind = k
	}
	return out
}

// level reads the words of one level: a number, a name, or both.
func level(words []string, scale register.Choices) (n int, note Note, code string) {
	number, name := -1, ""
	for _, w := range words {
		if !allDigits(w) {
			name += w
			continue
		}
		if number >= 0 {
			return 0, "", "not-a-level"
		}
		if len(w) > 3 {
			return 0, "", "level-out-of-range"
		}
		number = atoi(w)
	}
	named := -1
	if name != "" {
		named = levelNamed(name, scale)
	}
	switch {
	case number < 0 && named < 0, name != "" && named < 0, number >= 0 && named >= 0 && number != named:
		return 0, "", "not-a-level"
	case number < 0:
		return named, LevelByWord, ""
	case !scale.Has(strconv.Itoa(number)):
		return 0, "", "level-out-of-range"
	}
	return number, AsWritten, ""
}

// levelNamed finds a level by its name, each of its names where there are
// two ("ingen eller försumbar"), in any of its forms ("måttligt").
func levelNamed(word string, scale register.Choices) int {
	for _, o := range scale {
		names := append(strings.Split(o.SV, " eller "), strings.Split(o.EN, " or ")...)
		for _, n := range append(names, o.SV, o.EN) {
			n = match.Fold(n)
			if word == n || word == n+"t" || word == n+"a" {
				return atoi(o.Code)
			}
		}
	}
	return -1
}

func wrongLevel(code, text string, scale register.Choices) *Error {
	e := refuse(code, text)
	for _, o := range scale {
		e.Allowed = append(e.Allowed, o.Code+" "+o.SV)
	}
	return e
}

func allDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' }) < 0
}

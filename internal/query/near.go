package query

import (
	"slices"
	"sort"
	"strings"
)

// maxHints is how many near names an error offers.
const maxHints = 5

// Near gives the names most like the one written, nearest first.
func Near(name string, names []string) []string {
	type hit struct {
		name string
		far  int
	}
	name = strings.ToLower(name)
	if r := []rune(name); len(r) > 64 {
		name = string(r[:64])
	}
	limit := min(4, max(2, len([]rune(name))/3))
	var hits []hit
	for _, n := range names {
		far := distance(name, strings.ToLower(n))
		if far > limit && len(name) >= 3 && strings.Contains(strings.ToLower(n), name) {
			far = limit
		}
		if far <= limit && far < len([]rune(n)) {
			hits = append(hits, hit{n, far})
		}
	}
	sort.Slice(hits, func(i, j int) bool {
		if hits[i].far != hits[j].far {
			return hits[i].far < hits[j].far
		}
		return hits[i].name < hits[j].name
	})
	var out []string
	for i, h := range hits {
		if i == maxHints {
			break
		}
		out = append(out, h.name)
	}
	return out
}

// distance is Levenshtein's: the fewest runes to change, add or drop.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := diagonal
			if x[i] != y[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

// nearOrAll gives near names, or all in order of name where none is near.
func nearOrAll(name string, names []string) []string {
	if hints := Near(name, names); len(hints) > 0 {
		return hints
	}
	return slices.Sorted(slices.Values(names))
}

// fieldHints gives near names of fields that the caller may ask about.
func fieldHints(s Schema, name string) []string {
	var names []string
	for _, n := range s.Names() {
		_, isField := s.Field(n)
		_, isRelation := s.Relation(n)
		if isField || isRelation {
			names = append(names, n)
		}
	}
	return nearOrAll(name, names)
}

// relationHints gives near names of relations, or all when there are few.
func relationHints(s Schema, name string) []string {
	var names []string
	for _, n := range s.Names() {
		if _, ok := s.Relation(n); ok {
			names = append(names, n)
		}
	}
	if hints := Near(name, names); len(hints) > 0 {
		return hints
	}
	if len(names) <= maxHints {
		return names
	}
	return nil
}

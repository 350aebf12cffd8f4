package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/web/page"
)

// state is what the address of a list says: the list is nothing but this, so
// that it can be sent to somebody else.
type state struct {
	reg     *register.Register
	filter  string
	values  []page.Pair // field and value chosen among the facets
	order   string
	page    string
	asOf    string
	against string
	cols    []string
	dense   bool
	size    int
}

var sizes = []int{50, 100, 250}

func readState(reg *register.Register, q url.Values) state {
	s := state{reg: reg, filter: strings.TrimSpace(q.Get("filter")), order: q.Get("ordning"), page: q.Get("sida"), asOf: q.Get("per"), against: q.Get("mot"), dense: q.Get("rader") == "tat", size: sizes[0]}
	for _, v := range q["v"] {
		name, value, ok := strings.Cut(v, ":")
		f, known := reg.Field(name)
		if ok && known && f.Faceted && len(s.values) < 8 {
			s.values = append(s.values, page.Pair{Name: name, Value: value})
		}
	}
	for _, c := range q["kol"] {
		if _, ok := reg.Field(c); ok && !slices.Contains(s.cols, c) && len(s.cols) < 20 {
			s.cols = append(s.cols, c)
		}
	}
	if n, err := strconv.Atoi(q.Get("antal")); err == nil && slices.Contains(sizes, n) {
		s.size = n
	}
	return s
}

// pairs are the state as an address or a form carries it, without some names.
func (s state) pairs(without ...string) []page.Pair {
	var out []page.Pair
	put := func(name, value string) {
		if value != "" && !slices.Contains(without, name) {
			out = append(out, page.Pair{Name: name, Value: value})
		}
	}
	put("filter", s.filter)
	for _, v := range s.values {
		put("v", v.Name+":"+v.Value)
	}
	put("ordning", s.order)
	put("per", s.asOf)
	put("mot", s.against)
	for _, c := range s.cols {
		put("kol", c)
	}
	if s.dense {
		put("rader", "tat")
	}
	if s.size != sizes[0] {
		put("antal", strconv.Itoa(s.size))
	}
	put("sida", s.page)
	return out
}

// href is the address of the list in this state.
func (s state) href(base string) string {
	return AddressOf(base, s.pairs())
}

// with gives the state changed, from its first page.
func (s state) with(change func(*state)) state {
	s.values = slices.Clone(s.values)
	s.page = ""
	change(&s)
	return s
}

// condition is the whole filter in the query language.
func (s state) condition(titleHidden bool) string {
	var parts []string
	if s.filter != "" {
		f := s.filter
		if plain(f) {
			f = `ref : ` + query.Quote(f)
			if !titleHidden {
				f += ` OR title : ` + query.Quote(s.filter)
			}
		}
		parts = append(parts, f)
	}
	for _, v := range s.values {
		if v.Value == "" {
			parts = append(parts, v.Name+" = null")
			continue
		}
		op := " = "
		if f, ok := s.reg.Field(v.Name); ok && f.Kind == register.Set {
			op = " : "
		}
		parts = append(parts, v.Name+op+query.Quote(v.Value))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	for i, p := range parts {
		parts[i] = "(" + p + ")"
	}
	return strings.Join(parts, " AND ")
}

// plain tells whether a filter is a name or a number rather than a condition.
func plain(s string) bool { return !strings.ContainsAny(s, `=<>:()"!`) }

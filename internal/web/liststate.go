package web

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
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
	later   bool // with what was entered after the day, as it was entered
	cols    []string
	dense   bool
	usual   bool // what dense is when the address does not say
	size    int
	edit    bool   // cells can be changed where they stand
	part    string // which differences are shown in full: new, gone, changed
	from    int    // first of them, from 0
	view    *view  // the saved view it began as
	own     []*register.Field
	owns    []*store.Own
	today   register.Date
}

var sizes = []int{50, 100, 250}

func readState(reg *register.Register, q url.Values, usual bool) state {
	s := state{reg: reg, filter: strings.TrimSpace(q.Get("filter")), order: q.Get("ordning"), page: q.Get("sida"), asOf: q.Get("per"), against: q.Get("mot"), dense: usual, usual: usual, size: sizes[0]}
	s.later = s.asOf != "" && q.Get("senare") == "1"
	if d := q.Get("rader"); d != "" {
		s.dense = d == rowsDense
	}
	for _, v := range q["v"] {
		name, value, ok := strings.Cut(v, ":")
		f, known := reg.Field(name)
		if ok && known && f.Faceted && len(s.values) < 8 {
			s.values = append(s.values, page.Pair{Name: name, Value: value})
		}
	}
	for _, c := range q["kol"] {
		ok := named(reg, around(reg), c) != nil
		if _, own := register.OwnKey(c); (ok || own) && !slices.Contains(s.cols, c) && len(s.cols) < 20 {
			s.cols = append(s.cols, c)
		}
	}
	s.cols = moved(s.cols, q.Get("upp"), -1)
	s.cols = moved(s.cols, q.Get("ned"), 1)
	if n, err := strconv.Atoi(q.Get("antal")); err == nil && slices.Contains(sizes, n) {
		s.size = n
	}
	s.edit = q.Get("lage") == "andra" && s.asOf == ""
	if p := q.Get("del"); slices.Contains(parts, p) {
		s.part = p
		if n, err := strconv.Atoi(q.Get("fran")); err == nil && n > 0 {
			s.from = n
		}
	}
	return s
}

// moved gives the columns with one of them a step to the left or to the right.
func moved(cols []string, name string, by int) []string {
	i := slices.Index(cols, name)
	if j := i + by; i >= 0 && j >= 0 && j < len(cols) {
		cols[i], cols[j] = cols[j], cols[i]
	}
	return cols
}

// parts are the three kinds of difference between two days, as addresses say them.
var parts = []string{"nya", "borta", "andrade"}

// pairs are the state as an address carries it, without some names.
func (s state) pairs(without ...string) []page.Pair {
	return s.say(s.view == nil || s.changed(), without)
}

// fields are the state as a form carries it: the form changes something, so
// that all must be said.
func (s state) fields(without ...string) []page.Pair { return s.say(true, without) }

func (s state) say(all bool, without []string) []page.Pair {
	var out []page.Pair
	put := func(name, value string) {
		if value != "" && !slices.Contains(without, name) {
			out = append(out, page.Pair{Name: name, Value: value})
		}
	}
	put("vy", s.view.number())
	if all {
		if s.view != nil {
			put("fri", "1") // what the address says stands for itself, empty or not
		}
		put("filter", s.filter)
		for _, v := range s.values {
			put("v", v.Name+":"+v.Value)
		}
		put("ordning", s.order)
		for _, c := range s.cols {
			put("kol", c)
		}
		switch {
		case s.dense && !s.usual:
			put("rader", rowsDense)
		case s.usual && !s.dense:
			put("rader", rowsNormal)
		}
	}
	put("per", s.asOf)
	if s.later {
		put("senare", "1")
	}
	put("mot", s.against)
	if s.size != sizes[0] {
		put("antal", strconv.Itoa(s.size))
	}
	if s.edit {
		put("lage", "andra")
	}
	put("del", s.part)
	if s.from > 0 {
		put("fran", strconv.Itoa(s.from))
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
	s.cols = slices.Clone(s.cols)
	s.page, s.part, s.from = "", "", 0
	change(&s)
	return s
}

// condition is the whole filter in the query language.
func (s state) condition() string {
	var parts []string
	if s.filter != "" {
		f := s.filter
		if plain(f) {
			f = `ref : ` + query.Quote(f) + ` OR title : ` + query.Quote(f)
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

// Selection is what a list chooses, of a register as it is now: what a change
// of many records asks for when all of the list was chosen.
func (w *Web) Selection(r *door.Request, reg *register.Register, q url.Values) (store.Query, store.Scope, error) {
	s, err := w.stateOf(r, reg, q)
	if err != nil {
		return store.Query{}, store.Scope{}, err
	}
	return door.Ask{Filter: s.condition()}.Query(r.Context(), w.DB, r.Caller, reg, r.Now)
}

// Condition is the whole filter of a list's address in the query language, with
// its order and columns: what a saved view keeps.
func (w *Web) Condition(r *door.Request, reg *register.Register, q url.Values) (filter, order string, columns []string, dense bool, err error) {
	s, err := w.stateOf(r, reg, q)
	return s.condition(), s.order, s.cols, s.dense, err
}

// Kept gives what of a list's address belongs to it, as the fields of a form.
func (w *Web) Kept(r *door.Request, reg *register.Register, q url.Values) ([]page.Pair, error) {
	s, err := w.stateOf(r, reg, q)
	return s.pairs(), err
}

// canSet tells whether a field is one of a record's, and set in its cell: an own
// field is where the record's organisation has it.
func (s state) canSet(rec *register.Record, f *register.Field) bool {
	if f.IsOwn && (rec.Withheld || !slices.ContainsFunc(s.owns, func(o *store.Own) bool { return o.Name == f.Name && o.On(rec.Org) && o.In(s.today) })) {
		return false
	}
	return Simple(f)
}

// Simple tells whether a field's value is changed in one small control: in a
// cell of a list, or on many records at once.
func Simple(f *register.Field) bool {
	switch f.Kind {
	case register.Long, register.Links, register.List:
		return false
	case register.Text:
		return f.IsOwn || f.Name != "title" && f.Name != "ext_id"
	}
	return !f.Derived && f.Name != "source" && f.Name != "secrecy"
}

package assess

import (
	"slices"
	"strings"

	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// Need is a control that a class asks for, at the highest level it asks.
type Need struct {
	Control string // code, 8.13
	Own     register.ID
	Level   classify.Level
	Areas   []rulebook.Measure // what it typically means, lowest level first; none for the city's own controls
}

// Text says what the need means in a language.
func (n Need) Text(l lang.Lang) string {
	var parts []string
	for _, a := range n.Areas {
		parts = append(parts, a.Text.In(l))
	}
	return strings.Join(parts, "; ")
}

// needs lists what a class asks for: the controls of the catalogue's typical
// measures (domain.md 10.2, cumulative), and the city's own controls with the
// levels that these state, in the order of their codes.
func needs(rules rulebook.Rules, own []*register.Record, v classify.Vector) []Need {
	wanted := map[string]bool{}
	for _, r := range classify.Required(rules.Requirements(), v) {
		wanted[r.ID] = true
	}
	by := map[string]*Need{}
	for _, m := range rules.Measures() {
		if !wanted[m.Code] {
			continue
		}
		for _, c := range m.Controls {
			n := by[c]
			if n == nil {
				n = &Need{Control: c}
				by[c] = n
			}
			n.Level = max(n.Level, m.Level)
			n.Areas = append(n.Areas, m)
		}
	}
	for _, rec := range own {
		if l := ownLevel(rec, v); l >= 0 {
			by[rec.Text("code")] = &Need{Control: rec.Text("code"), Own: rec.ID, Level: l}
		}
	}
	out := make([]Need, 0, len(by))
	for _, n := range by {
		slices.SortFunc(n.Areas, func(a, b rulebook.Measure) int { return int(a.Level) - int(b.Level) })
		out = append(out, *n)
	}
	slices.SortFunc(out, func(a, b Need) int { return compareCodes(a.Control, b.Control) })
	return out
}

// ownLevel is the level at which an own control is asked for by a class, -1 when not.
func ownLevel(control *register.Record, v classify.Vector) classify.Level {
	level := classify.Unset
	for _, a := range classify.Aspects() {
		n, ok := control.Number("level_" + strings.ToLower(a.String()))
		if ok && n > 0 && v[a] >= classify.Level(n) {
			level = max(level, classify.Level(n))
		}
	}
	return level
}

// compareCodes orders 5.2 before 5.10.
func compareCodes(a, b string) int {
	for a != "" && b != "" {
		x, restA, _ := strings.Cut(a, ".")
		y, restB, _ := strings.Cut(b, ".")
		if len(x) != len(y) && digits(x) && digits(y) {
			return len(x) - len(y)
		}
		if c := strings.Compare(x, y); c != 0 {
			return c
		}
		a, b = restA, restB
	}
	return len(a) - len(b)
}

func digits(s string) bool { return strings.Trim(s, "0123456789") == "" }

// catalogue is the control register of an installation by code: the standard's
// set, and the controls that the city has added with levels of their own.
type catalogue struct {
	standard map[string]*register.Record
	own      []*register.Record
}

// standardCatalogue names the standard's set in the register.
const standardCatalogue = "iso27001_2022"

func (r *reader) catalogue() (catalogue, error) {
	c := catalogue{standard: map[string]*register.Record{}}
	found, err := r.find("control", "status = in_use")
	for _, rec := range found {
		if rec.Text("catalogue") == standardCatalogue {
			c.standard[rec.Text("code")] = rec
		} else {
			c.own = append(c.own, rec)
		}
	}
	return c, err
}

// Effect is what a change of class would ask for and cost, to be seen before it
// is decided (domain.md 4.2). Costs are in öre, of the controls that state one.
type Effect struct {
	From, To classify.Vector
	All      []Need // all that the class to asks for
	New      []Need // controls not asked for before
	Stricter []Need // controls asked for at a higher level than before
	Dropped  []Need // controls no longer asked for
	Once     int64
	Yearly   int64
	Unpriced int // new or stricter without a stated cost: not known, not free
}

// effect compares the needs of two classes.
func effect(rules rulebook.Rules, c catalogue, from, to classify.Vector) Effect {
	e := Effect{From: from, To: to}
	before := map[string]Need{}
	for _, n := range needs(rules, c.own, from) {
		before[n.Control] = n
	}
	e.All = needs(rules, c.own, to)
	for _, n := range e.All {
		was, had := before[n.Control]
		delete(before, n.Control)
		switch {
		case !had:
			e.New = append(e.New, n)
			e.price(c, n)
		case n.Level > was.Level:
			// A control states what it costs to have, not to have at a level, so a
			// stricter one has no known cost.
			e.Stricter = append(e.Stricter, n)
			e.Unpriced++
		}
	}
	for _, n := range before {
		e.Dropped = append(e.Dropped, n)
	}
	slices.SortFunc(e.Dropped, func(a, b Need) int { return compareCodes(a.Control, b.Control) })
	return e
}

func (e *Effect) price(c catalogue, n Need) {
	rec := c.record(n)
	if rec == nil {
		e.Unpriced++
		return
	}
	once, a := rec.Number("cost_once")
	yearly, b := rec.Number("cost_yearly")
	if !a && !b {
		e.Unpriced++
	}
	e.Once += once
	e.Yearly += yearly
}

func (c catalogue) record(n Need) *register.Record {
	for _, o := range c.own {
		if o.ID == n.Own {
			return o
		}
	}
	return c.standard[n.Control]
}

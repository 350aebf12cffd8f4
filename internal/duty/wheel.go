package duty

import (
	"cmp"
	"context"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Turn is what the yearly wheel has for an organisation on a day.
type Turn struct {
	Code      string
	From, To  register.Date // in the year of the day; a milestone has one day
	Milestone bool
	Text      lang.Text
	Source    lang.Text
	Holders   []Holder // who holds the functions, by function and title
	Vacant    []string // functions that nobody holds there
}

// Holder is a function that a turn of the wheel is for.
type Holder struct {
	Function   string
	Assignment register.ID
	Title      string
}

// OnDay gives what is due in an organisation on a day: stretches that the day
// lies in, and milestones that are near, by last day. A function is held there,
// below, or above for it (the central function works for the whole city).
func OnDay(ctx context.Context, d Deps, c access.Caller, org register.ID, day register.Date) ([]Turn, error) {
	a, err := d.asker(ctx, c)
	if err != nil {
		return nil, err
	}
	book, err := rulebook.Load()
	if err != nil {
		return nil, err
	}
	near, err := a.near(org)
	if err != nil {
		return nil, err
	}
	held := map[string][]Holder{}
	err = a.each(c, registers.RoleAssignments, "status = active", []string{"function", "valid_from", "valid_to", "person"}, func(k store.Key, v []any) {
		from, to := text(v[1]), text(v[2])
		if !near[k.Org] || from > string(day) || to != "" && to < string(day) || v[3] == nil {
			return
		}
		held[text(v[0])] = append(held[text(v[0])], Holder{text(v[0]), k.ID, k.Title})
	})
	if err != nil {
		return nil, err
	}
	out := turns(book.At(clock.Date(day)), clock.Date(day))
	for i := range out {
		out[i].staff(held)
	}
	return out, nil
}

// For keeps the turns that are the caller's own.
func For(turns []Turn, c access.Caller) []Turn {
	return slices.DeleteFunc(slices.Clone(turns), func(t Turn) bool {
		return !slices.ContainsFunc(t.Holders, func(h Holder) bool {
			return slices.ContainsFunc(c.Held, func(x access.Held) bool { return x.Assignment == h.Assignment })
		})
	})
}

// turns reads the wheel as it stood on the day; functions wait in Vacant.
func turns(rules rulebook.Rules, day clock.Date) []Turn {
	if !day.Valid() {
		return nil
	}
	until := day.AddDays(rules.Number(rulebook.WheelAheadDays))
	var out []Turn
	add := func(w rulebook.WheelEntry, year string) {
		from, to := clock.Date(year+w.From), clock.Date(year+w.To)
		if w.Milestone && (from < day || from > until) || !w.Milestone && (day < from || day > to) {
			return
		}
		out = append(out, Turn{Code: w.Code, From: register.Date(from), To: register.Date(to), Milestone: w.Milestone, Text: w.Text, Source: w.Source.Text, Vacant: slices.Clone(w.Functions)})
	}
	this, next := string(day[:5]), string(until[:5])
	for _, w := range rules.Wheel() {
		add(w, this)
		if next != this && w.Milestone {
			add(w, next)
		}
	}
	slices.SortStableFunc(out, func(a, b Turn) int { return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.From, b.From)) })
	return out
}

func (t *Turn) staff(held map[string][]Holder) {
	functions := t.Vacant
	t.Vacant = nil
	for _, f := range functions {
		if len(held[f]) == 0 {
			t.Vacant = append(t.Vacant, f)
		}
		t.Holders = append(t.Holders, held[f]...)
	}
	slices.SortFunc(t.Holders, func(a, b Holder) int {
		return cmp.Or(cmp.Compare(a.Function, b.Function), cmp.Compare(a.Title, b.Title), cmp.Compare(a.Assignment, b.Assignment))
	})
}

// near are the organisation, those above and those below.
func (a *asker) near(org register.ID) (map[register.ID]bool, error) {
	parent, children := map[register.ID]register.ID{}, map[register.ID][]register.ID{}
	err := a.each(a.c, registers.Orgs, "id:*", []string{"parent"}, func(k store.Key, v []any) {
		p := register.ID(text(v[0]))
		parent[k.ID] = p
		children[p] = append(children[p], k.ID)
	})
	in, next := map[register.ID]bool{org: true}, []register.ID{org}
	for len(next) > 0 {
		for _, c := range children[next[0]] {
			if !in[c] {
				in[c] = true
				next = append(next, c)
			}
		}
		next = next[1:]
	}
	for p := parent[org]; p != "" && !in[p]; p = parent[p] {
		in[p] = true
	}
	return in, err
}

package rounds

import (
	"cmp"
	"slices"
	"strings"

	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// Watch is an object whose access is to be reviewed, as the figure of reviews in
// time counts: by the object, not by its reviews.
type Watch struct {
	ID      register.ID `json:"id"`
	Ref     string      `json:"ref"`
	Title   string      `json:"title"`
	Routine string      `json:"routine"`      // number of the decided routine
	Months  int         `json:"months"`       // between reviews: the routine's, else what the class asks
	Asked   int         `json:"months_asked"` // by the class; 0 = none
	Last    clock.Date  `json:"last"`         // empty = never
	Due     clock.Date  `json:"due"`          // empty when never reviewed
	Late    bool        `json:"late"`         // never reviewed, or the last review is too old
	Slow    bool        `json:"slower_asked"` // the routine says more seldom than the class asks
}

// AskedMonths is how often the class asks for a review of access: by the higher
// of confidentiality and integrity (domain.md 10.2).
func AskedMonths(rules rulebook.Rules, k, r int64) int {
	switch level := int(max(k, r)); {
	case level >= rules.Number(rulebook.AccessReviewLevelHigh):
		return rules.Number(rulebook.AccessReviewMonthsHigh)
	case level >= rules.Number(rulebook.AccessReviewLevel):
		return rules.Number(rulebook.AccessReviewMonths)
	}
	return 0
}

// Stand tells how an object stands on a day (domain.md R18: overdue = last +
// frequency < as of; the last day counts as in time).
func Stand(w Watch, day clock.Date) Watch {
	w.Slow = w.Asked > 0 && w.Months > w.Asked
	if w.Months == 0 {
		w.Months = w.Asked
	}
	switch {
	case w.Months == 0:
	case w.Last == "":
		w.Late = true
	default:
		w.Due = due(w.Last, w.Months)
		w.Late = w.Due < day
	}
	return w
}

// Way is one way of working with access, and how much is done so.
type Way struct {
	Way      string `json:"way"`
	Routines int    `json:"routines"`
	Uniform  int    `json:"uniform"`
	Reviews  int    `json:"reviews"` // in the months between two reviews
}

// Round is a round that goes on, or one whose decisions are not yet carried out.
type Round struct {
	ID        register.ID `json:"id"`
	Ref       string      `json:"ref"`
	Object    string      `json:"object"`
	Status    string      `json:"status"`
	Due       string      `json:"due,omitempty"`
	Performed string      `json:"performed_on,omitempty"`
	Late      bool        `json:"late"`
	Counts    Counts      `json:"counts"`
}

// Standing is how reviews of access stand.
type Standing struct {
	AsOf     clock.Date     `json:"as_of"`
	Routines int            `json:"objects_with_routine"`
	InTime   int            `json:"reviewed_in_time"`
	Ways     []Way          `json:"ways"`
	Models   map[string]int `json:"models"`
	Late     []Watch        `json:"late"`
	Slow     []Watch        `json:"slower_than_asked"`
	Open     []Round        `json:"rounds_open"`
	Undone   []Round        `json:"rounds_not_carried_out"`
}

// standing reads how reviews of access stand among some organisations; none
// named is all that the caller sees.
func (r reader) standing(orgs []register.ID) (Standing, error) {
	s := Standing{AsOf: r.day(), Models: map[string]int{}, Ways: []Way{}, Late: []Watch{}, Slow: []Watch{}, Open: []Round{}, Undone: []Round{}}
	rules, err := r.rules()
	if err != nil {
		return s, err
	}
	in := func(rec *register.Record) bool { return len(orgs) == 0 || slices.Contains(orgs, rec.Org) }
	objects, err := r.byID(registers.Objects)
	if err != nil {
		return s, err
	}
	all := map[string]func(*register.Record){}
	ways, watched, asked, last := map[string]*Way{}, map[register.ID]*Watch{}, map[register.ID]int{}, map[register.ID]clock.Date{}
	way := func(name string) *Way {
		k := strings.ToLower(strings.Join(strings.Fields(name), " "))
		if ways[k] == nil {
			ways[k] = &Way{Way: name}
		}
		return ways[k]
	}
	all[registers.Classifications.Name] = func(c *register.Record) {
		k, _ := c.Number("k")
		i, _ := c.Number("r")
		o := register.ID(c.Text("object"))
		if months := AskedMonths(rules, k, i); c.Text("status") == "decided" && o != "" && months > 0 && (asked[o] == 0 || months < asked[o]) {
			asked[o] = months
		}
	}
	var rounds []*register.Record
	all[registers.AccessReviews.Name] = func(x *register.Record) {
		o, on := register.ID(x.Text("object")), clock.Date(x.Text("performed_on"))
		rounds = append(rounds, x)
		if on == "" || on > s.AsOf || x.Text("status") == "cancelled" {
			return
		}
		last[o] = max(last[o], on)
		if on > s.AsOf.AddMonths(-rules.Number(rulebook.AccessReviewMonths)) && x.Text("way") != "" {
			way(x.Text("way")).Reviews++
		}
	}
	all[registers.AccessRoutines.Name] = func(x *register.Record) {
		o := objects[register.ID(x.Text("object"))]
		if x.Text("status") != "decided" || o == nil || o.Text("status") == "retired" {
			return
		}
		w := watched[o.ID]
		if w == nil {
			w = &Watch{ID: o.ID, Ref: o.Ref, Title: o.Text("title")}
			watched[o.ID] = w
		}
		if n, ok := x.Number("frequency_months"); w.Routine == "" || ok && (w.Months == 0 || int(n) < w.Months) {
			w.Routine, w.Months = x.Ref, int(n)
		}
		if m := x.Text("model"); m != "" {
			s.Models[m]++
		}
		if name := x.Text("way"); name != "" {
			way(name).Routines++
			if x.Text("uniform") == string(register.Yes) {
				way(name).Uniform++
			}
		}
	}
	for _, reg := range []*register.Register{registers.Classifications, registers.AccessReviews, registers.AccessRoutines} {
		recs, err := r.find(reg, nil)
		if err != nil {
			return s, err
		}
		for _, rec := range recs {
			if in(rec) {
				all[reg.Name](rec)
			}
		}
	}
	for _, w := range watched {
		w.Asked, w.Last = asked[w.ID], last[w.ID]
		x := Stand(*w, s.AsOf)
		s.Routines++
		switch {
		case x.Late:
			s.Late = append(s.Late, x)
		default:
			s.InTime++
		}
		if x.Slow {
			s.Slow = append(s.Slow, x)
		}
	}
	for _, w := range ways {
		s.Ways = append(s.Ways, *w)
	}
	slices.SortFunc(s.Ways, func(a, b Way) int {
		return cmp.Or(cmp.Compare(b.Routines+b.Reviews, a.Routines+a.Reviews), cmp.Compare(a.Way, b.Way))
	})
	byDue := func(a, b Watch) int { return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Ref, b.Ref)) }
	slices.SortFunc(s.Late, byDue)
	slices.SortFunc(s.Slow, byDue)
	return s, r.rounds(&s, rounds, objects)
}

// rounds adds those that go on, and those whose decisions wait to be carried out.
func (r reader) rounds(s *Standing, all []*register.Record, objects map[register.ID]*register.Record) error {
	accounts, err := r.find(registers.AccessAccounts, nil)
	if err != nil {
		return err
	}
	of := map[string][]*register.Record{}
	for _, a := range accounts {
		of[a.Text("review")] = append(of[a.Text("review")], a)
	}
	for _, x := range all {
		round := Round{ID: x.ID, Ref: x.Ref, Status: x.Text("status"), Due: x.Text("due_on"), Performed: x.Text("performed_on"), Counts: Tally(of[string(x.ID)])}
		if o := objects[register.ID(x.Text("object"))]; o != nil {
			round.Object = o.Text("title")
		}
		switch {
		case round.Status == "ongoing":
			round.Late = clock.Date(round.Due) < s.AsOf
			s.Open = append(s.Open, round)
		case round.Status == "performed" && round.Counts.Unverified > 0:
			s.Undone = append(s.Undone, round)
		}
	}
	slices.SortFunc(s.Open, func(a, b Round) int { return cmp.Or(cmp.Compare(a.Due, b.Due), cmp.Compare(a.Ref, b.Ref)) })
	slices.SortFunc(s.Undone, func(a, b Round) int { return cmp.Or(cmp.Compare(a.Performed, b.Performed), cmp.Compare(a.Ref, b.Ref)) })
	return nil
}

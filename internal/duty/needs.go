package duty

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Kind is what sort of thing needs somebody.
type Kind string

// The kinds, each from one source.
const (
	Clock     Kind = "clock"     // a legal time limit that runs
	Action    Kind = "action"    // actions past their day, of one owner
	Agreement Kind = "agreement" // an agreement that ends, or must be given notice
	Campaign  Kind = "campaign"  // answers that are missing in an open follow-up
	Review    Kind = "review"    // a management review that has grown old

	Decision   Kind = "decision"   // a record that waits for the caller's decision
	Approval   Kind = "approval"   // answers of a follow-up to go through
	Reading    Kind = "reading"    // a steering document to read
	Acceptance Kind = "acceptance" // accepted risks whose acceptance ends
	Round      Kind = "round"      // a review of access that is under way
	Plan       Kind = "plan"       // continuity plans whose time ends
	Exercise   Kind = "exercise"   // exercises that are planned
	Coming     Kind = "coming"     // an action of the caller's own, soon due
)

// Item is one line of *Kräver dig nu*.
type Item struct {
	Kind    Kind
	Due     time.Time          // the deadline; may have passed
	ByDay   bool               // the deadline is the end of a day
	Source  *register.Register // of Records
	Records []store.Key        // one, or all that the line is about, oldest first
	Owner   register.ID        // function that answers for it, when one does
	Title   string             // of the owner, the follow-up or the organisation
	Mine    bool               // the caller holds Owner
	Law     string             // of a clock
	Named   lang.Text          // what a clock's rule calls it
	Notice  bool               // an agreement's last day for notice, not its end
	Months  int                // age that a review has reached, of the rule book's ages
	Of      register.ID        // what Records belong to: incident, request, follow-up, document; an agreement's supplier
	Step    string             // what a decision that is waited for does
	Several bool               // Records are of several owners (Gather)
	among   string             // query over Source that chooses the records of all owners
	by      string             // field in which it names the owner; empty = it is not by owner
	without []register.ID      // owners whose records have lines of their own (Gather)
	Since   register.Date      // day from which a decision has been waited for
}

// Needs lists what needs the caller now, nearest deadline first. Each source is
// one query, whatever it finds.
func Needs(ctx context.Context, d Deps, c access.Caller) ([]Item, error) {
	a, err := d.asker(ctx, c)
	if err != nil {
		return nil, err
	}
	var out []Item
	for _, source := range []func() ([]Item, error){a.clocks, a.actions, a.agreements, a.campaigns, a.reviews,
		a.decisions, a.acceptances, a.approvals, a.reading, a.dated} {
		items, err := source()
		if err != nil {
			return nil, err
		}
		out = append(out, items...)
	}
	if err := a.owners(out); err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, func(x, y Item) int {
		return cmp.Or(x.Due.Compare(y.Due), cmp.Compare(x.Kind, y.Kind), cmp.Compare(x.Owner, y.Owner), cmp.Compare(x.Records[0].Ref, y.Records[0].Ref))
	})
	return out, nil
}

func (a *asker) end(day string) time.Time { return a.d.DB.EndOfDay(register.Date(day)) }

// clocks are all that run and have an end; a period the law does not fix has none.
func (a *asker) clocks() (out []Item, err error) {
	err = a.each(a.c, registers.Clocks, "status = running AND due_at:*", []string{"due_at", "law", "incident", "subject_request", "dpia", "code", "started_at"}, func(k store.Key, v []any) {
		at, _ := v[0].(time.Time)
		from, _ := v[6].(time.Time)
		it := Item{Kind: Clock, Due: at, Source: registers.Clocks, Records: []store.Key{k}, Title: k.Title, Law: text(v[1])}
		for i, by := range [][]string{keepIncident, keepRequest, keepAssessment} {
			if of := text(v[2+i]); of != "" {
				it.Of = register.ID(of)
				it.Mine = slices.ContainsFunc(by, func(fn string) bool { return a.c.Holds(fn, k.Org) })
				break
			}
		}
		if d, ok := a.book.At(clock.DateOf(from)).Clock(text(v[5])); ok {
			it.Named = d.Title
		}
		out = append(out, it)
	})
	return out, err
}

// Whose a time limit is, by what it runs on: who runs the incident and decides on
// notices, who answers requests, who works on and decides assessments.
var (
	keepIncident   = []string{"incident_lead", "soc", "isam", "head", "city_manager"}
	keepRequest    = []string{"privacy_contact"}
	keepAssessment = []string{"privacy_contact", "head", "city_manager"}
	// An agreement without a named owner is theirs who keep its kind.
	keepDPA      = []string{"privacy_contact", "isam"}
	keepContract = []string{"procurement_lead", "isam"}
)

// The states that ask for something: what is read and what a line leads to
// are chosen by the same words.
const (
	undone     = "status = (decided, ongoing)"
	unanswered = "status = (not_started, started, returned)"
	sent       = "status = sent"
)

// actions gathers those past their day under their owner, since what is late is
// asked of somebody, not of a list. The caller's own are told also when they
// fall due within the wheel's days, so that the first one hears of an action is
// not that it is late.
func (a *asker) actions() ([]Item, error) {
	type late struct {
		key store.Key
		due string
	}
	var out []Item
	by := map[register.ID][]late{}
	reach := a.c.Read(registers.Actions)
	until := a.today.AddDays(a.rules.Number(rulebook.WheelAheadDays))
	err := a.each(a.c, registers.Actions, undone+" AND due <= "+string(until), []string{"due", "owner"}, func(k store.Key, v []any) {
		due, owner := text(v[0]), register.ID(text(v[1]))
		switch {
		case due < string(a.today):
			// What another organisation does late about an object that is shared with
			// the caller's is told to that organisation.
			if a.holds(owner) || reach.Sees(k.Org) || len(reach.Objects) > 0 {
				by[owner] = append(by[owner], late{k, due})
			}
		case a.holds(owner):
			out = append(out, Item{Kind: Coming, Due: a.end(due), ByDay: true, Source: registers.Actions, Records: []store.Key{k}, Owner: owner, Title: k.Title})
		}
	})
	for owner, list := range by {
		slices.SortFunc(list, func(x, y late) int { return cmp.Or(cmp.Compare(x.due, y.due), cmp.Compare(x.key.Ref, y.key.Ref)) })
		it := Item{Kind: Action, Due: a.end(list[0].due), ByDay: true, Source: registers.Actions, Owner: owner, among: undone + " AND due < " + string(a.today), by: "owner"}
		for _, l := range list {
			it.Records = append(it.Records, l.key)
		}
		out = append(out, it)
	}
	return out, err
}

// agreements are those to act on soon: before the last day for notice while that
// is to come, else before the end.
func (a *asker) agreements() (out []Item, err error) {
	until := a.today.AddDays(a.rules.Number(rulebook.DutyAheadDays))
	err = a.each(a.c, registers.Agreements, "status = in_force AND valid_to >= asof", []string{"valid_to", "notice_months", "owner", "supplier", "kind"}, func(k store.Key, v []any) {
		day, notice := clock.Date(text(v[0])), false
		if n, _ := v[1].(int64); n > 0 {
			if last := day.AddMonths(-int(n)); last >= a.today {
				day, notice = last, true
			}
		}
		if day <= until {
			by := keepContract
			if kind := text(v[4]); kind == "dpa" || kind == "joint_controller" {
				by = keepDPA
			}
			out = append(out, Item{Kind: Agreement, Mine: slices.ContainsFunc(by, func(fn string) bool { return a.c.Holds(fn, k.Org) }), Due: a.end(string(day)), ByDay: true, Source: registers.Agreements, Records: []store.Key{k}, Title: k.Title,
				Owner: register.ID(text(v[2])), Notice: notice, Of: register.ID(text(v[3]))})
		}
	})
	return out, err
}

// campaigns are the answers missing among those the caller may see, one line for
// each open follow-up. An owner may not read the follow-up itself; its name and
// last day are told to whoever is asked to answer.
func (a *asker) campaigns() ([]Item, error) {
	missing := map[register.ID][]store.Key{}
	mine := map[register.ID]bool{}
	err := a.each(a.c, registers.Responses, unanswered, []string{"campaign", "respondent"}, func(k store.Key, v []any) {
		of := register.ID(text(v[0]))
		missing[of] = append(missing[of], k)
		mine[of] = mine[of] || a.holds(register.ID(text(v[1])))
	})
	if err != nil || len(missing) == 0 {
		return nil, err
	}
	var out []Item
	err = a.each(access.System(), registers.Campaigns, "status = open AND closes:*", []string{"closes"}, func(k store.Key, v []any) {
		if keys := missing[k.ID]; len(keys) > 0 {
			out = append(out, Item{Kind: Campaign, Due: a.end(text(v[0])), ByDay: true, Source: registers.Responses, Records: keys, Title: k.Title, Mine: mine[k.ID], Of: k.ID,
				among: `campaign = "` + string(k.ID) + `" AND ` + unanswered})
		}
	})
	return out, err
}

// toldOfAge are told when the latest decided review grows old (domain.md 8).
var toldOfAge = []string{"head", "city_manager", "isam", "central_isec"}

// reviews are the organisations whose latest decided review has reached one of
// the ages that the rule book tells at.
func (a *asker) reviews() ([]Item, error) {
	var reach []register.ID
	for _, h := range a.c.Held {
		if slices.Contains(toldOfAge, h.Function) {
			reach = append(reach, h.Reach...)
		}
	}
	if len(reach) == 0 {
		return nil, nil
	}
	type decided struct {
		key store.Key
		day clock.Date
	}
	latest := map[register.ID]decided{}
	err := a.each(a.c, registers.ManagementReviews, "status = (decided, annexed, archived) AND decided_on:*", []string{"decided_on"}, func(k store.Key, v []any) {
		if day := clock.Date(text(v[0])); slices.Contains(reach, k.Org) && day > latest[k.Org].day {
			latest[k.Org] = decided{k, day}
		}
	})
	var out []Item
	for _, l := range latest {
		months := 0
		for _, m := range a.rules.Numbers(rulebook.ReviewAgeMonths) {
			if l.day.AddMonths(m) <= a.today {
				months = max(months, m)
			}
		}
		if months > 0 {
			due := l.day.AddMonths(a.rules.Number(rulebook.ReviewIntervalMonths))
			out = append(out, Item{Kind: Review, Due: a.end(string(due)), ByDay: true, Source: registers.ManagementReviews, Records: []store.Key{l.key}, Title: l.key.Title, Months: months, Mine: true})
		}
	}
	return out, err
}

func (a *asker) holds(function register.ID) bool {
	return slices.ContainsFunc(a.c.Held, func(h access.Held) bool { return h.Assignment == function })
}

// owners says who answers: one query for all lines.
func (a *asker) owners(items []Item) error {
	titles := map[register.ID]string{}
	if err := a.each(a.c, registers.RoleAssignments, "id:*", nil, func(k store.Key, _ []any) { titles[k.ID] = k.Title }); err != nil {
		return err
	}
	for i := range items {
		it := &items[i]
		if it.Owner == "" {
			continue
		}
		it.Mine = a.holds(it.Owner)
		if it.Kind == Action {
			it.Title = titles[it.Owner]
		}
	}
	return nil
}

// Gather puts what others answer for in one line of each kind, so that many
// late things of many owners do not hide what is the caller's own. An agreement
// that ends asks something of who keeps it, and of nobody else who reads it.
func Gather(items []Item) []Item {
	items = slices.DeleteFunc(slices.Clone(items), func(it Item) bool { return it.Kind == Agreement && !it.Mine })
	var out []Item
	at := map[Kind]int{}
	gathered := map[Kind][]store.Key{} // of our own, so that it grows without being copied for each
	own := map[Kind][]register.ID{}
	for _, it := range items {
		if it.Mine || it.Kind != Action && it.Kind != Acceptance && it.Kind != Round && it.Kind != Plan {
			if it.Mine && it.by != "" {
				own[it.Kind] = append(own[it.Kind], it.Owner)
			}
			out = append(out, it)
			continue
		}
		if i, ok := at[it.Kind]; ok {
			if gathered[it.Kind] == nil {
				gathered[it.Kind] = slices.Clone(out[i].Records)
			}
			gathered[it.Kind] = append(gathered[it.Kind], it.Records...)
			out[i].Owner, out[i].Several = "", true
			continue
		}
		at[it.Kind] = len(out)
		out = append(out, it)
	}
	for kind, keys := range gathered {
		out[at[kind]].Records, out[at[kind]].without = keys, own[kind]
	}
	return out
}

// Query chooses the line's records among those of Source, so that it leads to as
// many as it says.
func (it Item) Query() string {
	q := it.among
	switch {
	case it.by == "" || it.Several && len(it.without) == 0:
	case it.Several:
		ids := make([]string, len(it.without))
		for i, id := range it.without {
			ids[i] = strconv.Quote(string(id))
		}
		q += " AND NOT " + it.by + " = (" + strings.Join(ids, ", ") + ")"
	case it.Owner == "":
		q += " AND " + it.by + " = null"
	default:
		q += " AND " + it.by + " = " + strconv.Quote(string(it.Owner))
	}
	return q
}

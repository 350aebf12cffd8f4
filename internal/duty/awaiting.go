package duty

import (
	"cmp"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// awaited are states in which a record waits for somebody else, with the step
// that is waited for. Who may take it stands in the table of rights, or is the
// one function that is asked.
var awaited = []struct {
	register *register.Register
	filter   string
	step     string
	function string // asked, where the step is not a change of state
	since    string // day from which it waits, where the register keeps one
	not      string // field of the function that may not decide, having reported
	of       string // what the record is about, where its own name does not tell
	object   string // object whose named functions are asked
}{
	{registers.ManagementReviews, "status = sent_to_head", "decide", "", "", "reporter", "", ""},
	{registers.ManagementReviews, "status = meeting_held", "decide", "", "meeting_on", "reporter", "", ""},
	{registers.ManagementReviews, "status = draft AND dpo_contribution = null", "contribute", "dpo", "", "", "", ""},
	{registers.DpoReports, "status = draft", "submit", "", "", "", "", ""},
	{registers.DpoReports, "status = submitted", "receive", "", "submitted_on", "author", "", ""},
	{registers.Dpias, "status = dpo_consulted", "decide", "", "dpo_advice_on", "", "", ""},
	// A whole assessment waits for the officer's advice, a reference that has been
	// decided for each controller's own advice and position.
	{registers.Dpias, "status = ongoing AND dpo_advice = null AND description:* AND necessity_proportionality:* AND measures:* AND views_of_subjects:*", "consult", "", "", "", "", ""},
	{registers.Dpias, "status = in_review", "confirm", "", "", "", "", ""},
	{registers.DpiaParticipants, open + " AND dpo_advice = null", "advise", "dpo", "invited_on", "", "dpia", ""},
	{registers.DpiaParticipants, open + " AND dpo_advice:*", "adopt", "", "dpo_advice_on", "", "dpia", ""},
	// An object's class is its owner's to decide, a norm's the central function's.
	{registers.Classifications, "status = proposed AND kind = (object, applied)", "decide", "", "", "", "", "object"},
	{registers.Classifications, "status = proposed AND kind = norm", "decide", "central_isec", "", "", "", ""},
	{registers.Classifications, "status = proposed AND kind = information", "decide", "information_owner", "", "", "", ""},
	{registers.DisposalDecisions, "status = proposed", "decide", "", "proposed_on", "", "", ""},
	{registers.DisposalDecisions, "status = decided", "dispose", "", "decided_on", "", "", ""},
}

// open is a controller's position that has yet to be taken on an assessment that
// is decided.
const open = "status = (invited, commented) AND dpia.status = decided"

// decisions are what waits for the caller to decide; it has no day, and so is
// due today.
func (a *asker) decisions() (out []Item, err error) {
	var positions []position
	for _, w := range awaited {
		asked := func(org register.ID, objects ...register.ID) bool {
			if w.function != "" {
				return a.c.Holds(w.function, org)
			}
			return a.c.Decide(w.register, w.step, org, objects...) == nil
		}
		// Who may not take the step anywhere is not asked about it.
		if !slices.ContainsFunc(a.c.Held, func(h access.Held) bool { return asked(h.Org, h.Objects...) }) {
			continue
		}
		fields := []string{}
		for _, f := range []string{w.since, w.not} {
			if f != "" {
				fields = append(fields, f)
			}
		}
		if w.of != "" {
			fields = append(fields, w.of, "party")
		}
		if w.object != "" {
			fields = append(fields, w.object)
		}
		err := a.each(a.c, w.register, w.filter, fields, func(k store.Key, v []any) {
			var object []register.ID
			if w.object != "" {
				object = append(object, register.ID(text(v[len(v)-1])))
			}
			if w.not != "" && a.holds(register.ID(text(v[len(v)-1]))) || !asked(k.Org, object...) {
				return
			}
			it := Item{Kind: Decision, Due: a.end(string(a.today)), ByDay: true, Source: w.register, Records: []store.Key{k}, Title: k.Title, Mine: true, Step: w.step}
			if w.since != "" {
				it.Since = register.Date(text(v[0]))
			}
			if w.of != "" {
				it.Of = register.ID(text(v[len(v)-2]))
				positions = append(positions, position{it, register.ID(text(v[len(v)-1]))})
				return
			}
			out = append(out, it)
		})
		if err != nil {
			return nil, err
		}
	}
	if len(positions) == 0 {
		return out, nil
	}
	more, err := a.positions(positions)
	return append(out, more...), err
}

// position is a controller's own position on a shared assessment, with whose it is.
type position struct {
	Item
	party register.ID
}

// positions names what they are on, and leaves out those kept for another
// controller, who decides for itself.
func (a *asker) positions(all []position) (out []Item, err error) {
	parent, titles := map[register.ID]register.ID{}, map[register.ID]string{}
	if err := a.each(a.c, registers.Orgs, "id:*", []string{"parent"}, func(k store.Key, v []any) { parent[k.ID] = register.ID(text(v[0])) }); err != nil {
		return nil, err
	}
	if err := a.each(a.c, registers.Dpias, "status = decided", nil, func(k store.Key, _ []any) { titles[k.ID] = k.Title }); err != nil {
		return nil, err
	}
	for _, x := range all {
		org := x.Records[0].Org
		for i := 0; org != x.party && org != "" && i < len(parent); i++ {
			org = parent[org]
		}
		if org == x.party {
			x.Title = titles[x.Of]
			out = append(out, x.Item)
		}
	}
	return out, nil
}

// approvals are the answers that have come in and wait to be gone through, by
// whoever may do that.
func (a *asker) approvals() ([]Item, error) {
	waiting := map[register.ID][]store.Key{}
	err := a.each(a.c, registers.Responses, sent, []string{"campaign"}, func(k store.Key, v []any) {
		if a.c.Holds("isam", k.Org) {
			waiting[register.ID(text(v[0]))] = append(waiting[register.ID(text(v[0]))], k)
		}
	})
	if err != nil || len(waiting) == 0 {
		return nil, err
	}
	var out []Item
	err = a.each(a.c, registers.Campaigns, "status = (open, closed) AND closes:*", []string{"closes"}, func(k store.Key, v []any) {
		if keys := waiting[k.ID]; len(keys) > 0 {
			out = append(out, Item{Kind: Approval, Due: a.end(text(v[0])), ByDay: true, Source: registers.Responses, Records: keys, Title: k.Title, Mine: true, Of: k.ID,
				among: `campaign = "` + string(k.ID) + `" AND ` + sent})
		}
	})
	return out, err
}

// reading are the steering documents that the caller has been asked to read.
func (a *asker) reading() (out []Item, err error) {
	if a.c.Person == "" {
		return nil, nil
	}
	err = a.each(a.c, registers.DocumentReceipts, `status = asked AND due:* AND person = "`+string(a.c.Person)+`"`, []string{"due", "document"}, func(k store.Key, v []any) {
		out = append(out, Item{Kind: Reading, Due: a.end(text(v[0])), ByDay: true, Source: registers.DocumentReceipts, Records: []store.Key{k}, Title: k.Title, Mine: true, Of: register.ID(text(v[1]))})
	})
	if err != nil || len(out) == 0 {
		return nil, err
	}
	titles := map[register.ID]string{}
	err = a.each(a.c, registers.SteeringDocuments, "status = published", nil, func(k store.Key, _ []any) { titles[k.ID] = k.Title })
	for i := range out {
		if t := titles[out[i].Of]; t != "" {
			out[i].Title = t
		}
	}
	return out, err
}

// datedSources tell where a register keeps a day that something must be done
// by, and who then has to do it.
var datedSources = []struct {
	kind       Kind
	register   *register.Register
	filter     string
	day, owner string
}{
	{Acceptance, registers.Risks, "status = accepted", "accepted_until", "accepted_by"},
	{Round, registers.AccessReviews, "status = ongoing", "due_on", "reviewer"},
	{Plan, registers.ContinuityPlans, "status = (adopted, review)", "valid_to", "adopted_by"},
	{Exercise, registers.Exercises, "status = planned", "held_on", ""},
}

// dated are what ends or must be done on a day that is near or past, one line
// for each day's owner.
func (a *asker) dated() ([]Item, error) {
	until := a.today.AddDays(a.rules.Number(rulebook.DutyAheadDays))
	var out []Item
	for _, s := range datedSources {
		fields := []string{s.day}
		if s.owner != "" {
			fields = append(fields, s.owner)
		}
		type near struct {
			key store.Key
			day string
		}
		by := map[register.ID][]near{}
		among := s.filter + " AND " + s.day + " <= " + string(until)
		err := a.each(a.c, s.register, among, fields, func(k store.Key, v []any) {
			day := text(v[0])
			var owner register.ID
			if s.owner != "" {
				owner = register.ID(text(v[1]))
			}
			by[owner] = append(by[owner], near{k, day})
		})
		if err != nil {
			return nil, err
		}
		for owner, list := range by {
			slices.SortFunc(list, func(x, y near) int { return cmp.Or(cmp.Compare(x.day, y.day), cmp.Compare(x.key.Ref, y.key.Ref)) })
			it := Item{Kind: s.kind, Due: a.end(list[0].day), ByDay: true, Source: s.register, Owner: owner, Title: list[0].key.Title, among: among, by: s.owner}
			for _, l := range list {
				it.Records = append(it.Records, l.key)
			}
			out = append(out, it)
		}
	}
	return out, nil
}

package campaign

import (
	"context"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// LinkKind is the kind of session that a link to an answer opens. It is bound to
// one response of one follow-up, and ends with it.
const LinkKind = "answer"

// LinkPath is where such links lead.
const LinkPath = "/svar/"

// helping ends the scope of a link for a colleague, who answers but does not
// send in: who owns the object answers for that.
const helping = "/help"

func bound(campaign, response register.ID) string {
	return string(campaign) + "/" + string(response)
}

// Visit is somebody who answers: as whom, which response, and whether as a
// colleague who helps.
type Visit struct {
	Caller   access.Caller
	Response register.ID
	Help     bool
}

// Come gives the visit that a link opens. One whose follow-up is not open any
// more is unknown, like one that never was.
func Come(ctx context.Context, d Deps, s store.Session) (Visit, error) {
	campaign, rest, _ := strings.Cut(s.Scope, "/")
	response, help := strings.CutSuffix(rest, helping)
	v := Visit{Response: register.ID(response), Help: help}
	l, rec, err := limit(ctx, d, v.Response)
	if err == nil && (rec.Text("status") != "open" || string(rec.ID) != campaign) {
		err = fault.New(fault.Unknown, "no-session")
	}
	if err != nil {
		return v, err
	}
	l.Key, l.Person, l.Name, l.Email = s.Hash, register.ID(s.Person), s.About, s.About
	if !help {
		l.Steps = append(l.Steps, "send")
		l.Fields = append(l.Fields, "answered_on")
	}
	v.Caller = access.Linked(l)
	return v, nil
}

// Enter gives the visit of somebody who is signed in and may change a response:
// the same pages, and no more than a link would show.
func Enter(ctx context.Context, d Deps, c access.Caller, response *register.Record) (Visit, error) {
	v := Visit{Response: response.ID}
	if _, err := d.DB.Get(ctx, c.Write(registers.Responses), registers.Responses, string(response.ID), noTime, 0); err != nil {
		if fault.Is(err, fault.Unknown) {
			err = access.MayNotChange(registers.Responses.Name)
		}
		return v, err
	}
	l, rec, err := limit(ctx, d, response.ID)
	if err == nil && rec.Text("status") != "open" {
		err = &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{problem("status", "follow-up-not-open", rec.Text("title"))}}
	}
	if err != nil {
		return v, err
	}
	l.Person, l.Name, l.Email = c.Person, c.Name, c.Email
	l.Steps, l.Fields = append(l.Steps, "send"), append(l.Fields, "answered_on")
	v.Caller = access.Linked(l)
	return v, nil
}

// limit is what answering one response needs to see and change: the response
// and last year's, their follow-ups with the questions, the object, and of what
// hangs on it the registers that a question is about.
func limit(ctx context.Context, d Deps, response register.ID) (access.Limit, *register.Record, error) {
	l := access.Limit{About: response, Write: registers.Responses.Name, Fields: []string{"answers", "status"}, Steps: []string{"start"}}
	find := d.finder(ctx, access.System())
	one := func(r *register.Register, id string) (*register.Record, error) {
		recs, err := find(r, draft.Where("id", id))
		if err == nil && len(recs) == 0 {
			err = fault.New(fault.Unknown, "no-session")
		}
		if err != nil {
			return nil, err
		}
		return recs[0], nil
	}
	if !register.IsID(string(response)) {
		return l, nil, fault.New(fault.Unknown, "no-session")
	}
	resp, err := one(registers.Responses, string(response))
	if err != nil {
		return l, nil, err
	}
	campaign, err := one(registers.Campaigns, resp.Text("campaign"))
	if err != nil {
		return l, nil, err
	}
	org, err := one(registers.Orgs, string(campaign.Org))
	if err != nil {
		return l, nil, err
	}
	l.Object = register.ID(resp.Text("object"))
	people := []register.ID{register.ID(resp.Text("respondent")), register.ID(org.Text("isam"))}
	for _, x := range resp.LinksOf("delegates") {
		people = append(people, x.To)
	}
	var questions []register.ID
	_, order, err := asked(find, campaign)
	if err != nil {
		return l, nil, err
	}
	to, err := d.goals(ctx)(order...)
	if err != nil {
		return l, nil, err
	}
	for _, q := range order {
		if r := to[q].reg; r != nil && r != registers.Objects && !slices.Contains(l.Of, r.Name) {
			l.Of = append(l.Of, r.Name)
		}
	}
	for _, x := range campaign.LinksOf("questions") {
		questions = append(questions, x.To)
	}
	responses, campaigns := []register.ID{resp.ID}, []register.ID{campaign.ID}
	before, last, err := answeredBefore(find, campaign, l.Object)
	if err != nil {
		return l, nil, err
	}
	if before != nil {
		responses, campaigns = append(responses, before.ID), append(campaigns, last.ID)
	}
	l.Records = map[string][]register.ID{registers.Responses.Name: responses, registers.Campaigns.Name: campaigns, registers.Questions.Name: questions,
		registers.Objects.Name: {l.Object}, registers.Orgs.Name: {org.ID}, registers.RoleAssignments.Name: slices.DeleteFunc(people, func(id register.ID) bool { return id == "" })}
	return l, campaign, nil
}

// Links are the links that are out of a follow-up, by response.
func Links(ctx context.Context, d Deps, campaign *register.Record) (map[register.ID][]store.Session, error) {
	all, err := d.DB.Bound(ctx, LinkKind, string(campaign.ID)+"/")
	out := map[register.ID][]store.Session{}
	for _, s := range all {
		_, rest, _ := strings.Cut(s.Scope, "/")
		id := register.ID(strings.TrimSuffix(rest, helping))
		if s.Expires.After(d.Now()) {
			out[id] = append(out[id], s)
		}
	}
	return out, err
}

// Helpers are the links that colleagues have to one response.
func Helpers(ctx context.Context, d Deps, campaign, response register.ID) ([]store.Session, error) {
	return d.DB.Bound(ctx, LinkKind, bound(campaign, response)+helping)
}

// Revoke ends all links to one response.
func Revoke(ctx context.Context, d Deps, c access.Caller, campaign, response *register.Record) (int64, error) {
	if err := coordinates(c, campaign); err != nil {
		return 0, err
	}
	var n int64
	_, err := d.DB.Write(ctx, d.Now(), act(c, d), func(tx *store.Tx) error {
		var err error
		if n, err = tx.EndBound(LinkKind, bound(campaign.ID, response.ID)); err != nil || n == 0 {
			return err
		}
		return tx.Note(campaign.Org, response.ID, "revoke-links")
	})
	return n, err
}

func act(c access.Caller, d Deps) store.Act {
	return store.Act{Actor: c.Actor(), Via: "web", Set: string(register.NewID(d.Now()))}
}

// coordinates refuses whoever does not coordinate where the follow-up is held.
func coordinates(c access.Caller, campaign *register.Record) error {
	if c.Holds("isam", campaign.Org) {
		return nil
	}
	return fault.New(fault.Denied, "follow-up-by-coordinator", campaign.Ref)
}

// links end with the follow-up, and move with its last day.
func (h *house) links(f command.Following) ([]command.Change, error) {
	if f.Old == nil || f.Old.Text("status") != "open" {
		return nil, nil
	}
	all := string(f.New.ID) + "/"
	if f.New.Text("status") != "open" {
		_, err := f.Tx.EndBound(LinkKind, all)
		return nil, err
	}
	if !f.Changed("closes") || f.New.Text("closes") == "" {
		return nil, nil
	}
	return nil, f.Tx.MoveBound(LinkKind, all, h.db.EndOfDay(register.Date(f.New.Text("closes"))))
}

// moved ends the links of a response that somebody else shall answer.
func (h *house) moved(f command.Following) ([]command.Change, error) {
	if f.Old == nil || !f.Changed("respondent") {
		return nil, nil
	}
	_, err := f.Tx.EndBound(LinkKind, bound(register.ID(f.New.Text("campaign")), f.New.ID))
	return nil, err
}

// of are the responses of a follow-up in some states.
func of(campaign *register.Record, states ...string) query.Checked {
	return query.And{draft.Where("campaign", string(campaign.ID)), draft.Where("status", states...)}
}

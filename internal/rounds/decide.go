package rounds

import (
	"context"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// told are the fields that the system's list told: they are never edited, a
// wrong list is taken in as a new round.
var told = []string{"review", "object", "account", "holder", "mail", "roles", "roles_before", "privileged", "last_login", "since_last"}

// accountStays: the rows of a round are those of its list.
func (h *house) accountStays(f command.Following) ([]fault.Problem, error) {
	if f.Old != nil {
		for _, field := range told {
			if !register.Same(f.Old.Get(field), f.New.Get(field)) {
				return problem(field, "account-stays", f.New.Text("account")), nil
			}
		}
		return nil, nil
	}
	round, err := f.Get(registers.AccessReviews, f.New.Text("review"))
	switch {
	case err != nil || round == nil:
		return nil, err
	case round.Text("status") != "planned":
		return problem("review", "round-has-its-accounts", round.Ref), nil
	case round.Text("object") != f.New.Text("object"):
		return problem("object", "account-of-other-object", round.Ref), nil
	}
	return nil, nil
}

// deciding are the states that a decision leads to, or that one taken back does.
var deciding = []string{"open", "asked", "kept", "to_change", "to_remove"}

// mayDecide: accounts are decided on while the round goes on, by its reviewer or
// the object's owner, never by the one whose account it is (kommunallagen 6:28);
// and what stands out is not kept without a reason.
func (h *house) mayDecide(f command.Following) ([]fault.Problem, error) {
	status := f.New.Text("status")
	if f.Old == nil || f.Old.Text("status") == status || !slices.Contains(deciding, status) {
		return nil, nil
	}
	if f.Old.Text("status") == "done" {
		// What was not carried out goes back to what was decided.
		if f.Old.Text("decision") != f.New.Text("decision") {
			return problem("status", "not-what-was-decided", registers.AccessAccounts.Must("decision").Choices.Label(f.Old.Text("decision")).SV), nil
		}
		return nil, nil
	}
	round, err := f.Get(registers.AccessReviews, f.New.Text("review"))
	if err != nil || round == nil {
		return nil, err
	}
	if round.Text("status") != "ongoing" {
		return problem("status", "round-not-ongoing", round.Ref), nil
	}
	var ps []fault.Problem
	if own(f.Caller, f.New) {
		ps = append(ps, problem("status", "own-account", f.New.Text("account"))...)
	}
	by, err := h.reviewers(f, round)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(by, func(r *register.Record) bool { return holds(f.Caller, string(r.ID)) }) {
		names := make([]string, len(by))
		for i, r := range by {
			names[i] = r.Text("title")
		}
		ps = append(ps, problem("status", "reviewer-decides", round.Ref, names...)...)
	}
	if status == "kept" && Grave(set(f.New, "remarks")) && f.New.Text("reason") == "" {
		var words []string
		for _, r := range set(f.New, "remarks") {
			if slices.Contains(grave, r) {
				words = append(words, strings.ToLower(registers.AccessAccounts.Must("remarks").Choices.Label(r).SV))
			}
		}
		ps = append(ps, problem("reason", "keep-needs-reason", f.New.Text("account"), words...)...)
	}
	return ps, nil
}

// own tells whether an account is the caller's, as matched or by its address.
func own(c access.Caller, account *register.Record) bool {
	return c.Person != "" && register.ID(account.Text("person")) == c.Person || c.Email != "" && key(account.Text("mail")) == key(c.Email)
}

// reviewers are the functions that decide in a round: the one named, its
// substitutes, and the object's owner.
func (h *house) reviewers(f command.Following, round *register.Record) ([]*register.Record, error) {
	var out []*register.Record
	object, err := f.Get(registers.Objects, round.Text("object"))
	if err != nil {
		return nil, err
	}
	ids := []string{round.Text("reviewer")}
	if object != nil {
		ids = append(ids, object.Text("owner"))
	}
	for _, id := range ids {
		rec, err := f.Get(registers.RoleAssignments, id)
		if err != nil {
			return nil, err
		}
		if rec != nil && !slices.ContainsFunc(out, func(r *register.Record) bool { return r.ID == rec.ID }) {
			out = append(out, rec)
		}
	}
	if len(out) == 0 || holds(f.Caller, string(out[0].ID)) {
		return out, nil
	}
	substitutes, err := f.Find(registers.RoleAssignments, draft.Where("substitute_for", round.Text("reviewer")))
	return append(out, substitutes...), err
}

// mayVerify: who verifies does it in an own function, and did not carry it out
// in person (domain.md 3.35: not the implementer). Where nobody said who carried
// it out, it is a second person beside the one who decided.
func (h *house) mayVerify(f command.Following) ([]fault.Problem, error) {
	if !f.Became("verified") || f.Caller.IsSystem() {
		return nil, nil
	}
	verifier, err := f.Get(registers.RoleAssignments, f.New.Text("verified_by"))
	if err != nil || verifier == nil {
		return nil, err
	}
	if !holds(f.Caller, string(verifier.ID)) {
		return problem("verified_by", "verify-in-own-function", verifier.Text("title")), nil
	}
	other, code := f.New.Text("carried_out_by"), "verifier-carried-out"
	if other == "" {
		other, code = f.New.Text("decided_by"), "verifier-decided"
	}
	first, err := f.Get(registers.RoleAssignments, other)
	if err != nil || first == nil {
		return nil, err
	}
	if first.ID == verifier.ID || first.Text("person") != "" && first.Text("person") == verifier.Text("person") {
		return problem("verified_by", code, first.Text("title")), nil
	}
	return nil, nil
}

// noted fills who decided and who carried out, and when, where the change did
// not say (domain.md C9: by function).
func (h *house) noted(f command.Following) ([]command.Change, error) {
	if f.Old == nil || f.Old.Text("status") == f.New.Text("status") {
		return nil, nil
	}
	fields := map[string]any{}
	note := func(field, v string) {
		if f.New.Text(field) == "" && v != "" {
			fields[field] = v
		}
	}
	switch f.New.Text("status") {
	case "kept", "to_change", "to_remove":
		if f.Old.Text("status") != "done" {
			round, err := f.Get(registers.AccessReviews, f.New.Text("review"))
			if err != nil || round == nil {
				return nil, err
			}
			note("decided_on", string(f.Today()))
			note("decided_by", function(f.Caller, f.New.Org, register.ID(round.Text("reviewer"))))
		} else {
			fields["carried_out_on"], fields["carried_out_by"] = nil, nil
		}
	case "open":
		fields["decided_on"], fields["decided_by"] = nil, nil
	case "done":
		note("carried_out_by", function(f.Caller, f.New.Org))
	}
	for k, v := range fields {
		if v == nil && f.New.Get(k) == nil {
			delete(fields, k)
		}
	}
	if len(fields) == 0 {
		return nil, nil
	}
	return []command.Change{change("update", f.New, fields)}, nil
}

// Decision is what is decided about some accounts of a round.
type Decision struct {
	Accounts []string // identities; empty with Rest
	Rest     bool     // all that are left, but those that must be answered one by one
	Decision string   // keep, change, remove or ask
	Reason   string
	NewRoles []string
}

// Decide decides on accounts of a round in one step.
func Decide(ctx context.Context, d Deps, c access.Caller, opt command.Options, round *register.Record, x Decision) (command.Receipt, error) {
	return DecideAll(ctx, d, c, opt, round, []Decision{x})
}

// DecideAll takes several decisions on accounts of a round in one step: all of
// them, or none where one is refused.
func DecideAll(ctx context.Context, d Deps, c access.Caller, opt command.Options, round *register.Record, xs []Decision) (command.Receipt, error) {
	r := reader{ctx: ctx, db: d.DB, c: c, now: opt.Now}
	accounts, err := r.find(registers.AccessAccounts, draft.Where("review", string(round.ID)))
	if err != nil {
		return command.Receipt{}, err
	}
	var changes []command.Change
	for _, x := range xs {
		fields := present(map[string]any{"reason": x.Reason, "new_roles": list(x.NewRoles)})
		if x.Decision != "ask" {
			fields["decided_on"] = string(r.day())
			if by := function(c, round.Org, register.ID(round.Text("reviewer"))); by != "" {
				fields["decided_by"] = by
			}
		}
		for _, a := range pick(c, accounts, x) {
			ch := change(x.Decision, a, fields)
			ch.Version = a.Version
			changes = append(changes, ch)
		}
	}
	if len(changes) == 0 {
		return command.Receipt{}, fault.Problems(problem("accounts", "no-account-to-decide", round.Ref))
	}
	return d.Commands.Do(ctx, c, opt, changes...)
}

// pick gives the accounts that a decision is about. The rest leaves out what
// must be looked at, since a click is no answer to who has left, and the
// caller's own, which others decide on.
func pick(c access.Caller, accounts []*register.Record, x Decision) []*register.Record {
	var out []*register.Record
	for _, a := range accounts {
		waits := a.Text("status") == "open" || a.Text("status") == "asked"
		switch {
		case x.Rest && a.Text("status") == "open" && !Grave(set(a, "remarks")) && !own(c, a):
			out = append(out, a)
		case !x.Rest && slices.Contains(x.Accounts, string(a.ID)) && (waits || x.Decision == "ask"):
			out = append(out, a)
		}
	}
	return out
}

// FollowUp follows a closed round up against a later list of the same system:
// accounts that are gone, or have the roles decided, are carried out and
// verified; those that remain are left to be done. Evidence names the list.
func FollowUp(ctx context.Context, d Deps, c access.Caller, opt command.Options, round *register.Record, evidence string, now []Account) (command.Receipt, error) {
	r := reader{ctx: ctx, db: d.DB, c: c, now: opt.Now}
	accounts, err := r.find(registers.AccessAccounts, draft.Where("review", string(round.ID)))
	if err != nil {
		return command.Receipt{}, err
	}
	by, today := function(c, round.Org), string(r.day())
	var changes []command.Change
	for _, a := range accounts {
		status := a.Text("status")
		if !slices.Contains([]string{"to_change", "to_remove", "done"}, status) {
			continue
		}
		proof := Prove(a.Text("decision"), a.Text("account"), set(a, "new_roles"), now)
		switch {
		case proof == Carried:
			changes = append(changes, change("verify", a, map[string]any{"verified_on": today, "verified_by": by, "evidence": evidence}))
		case status == "done":
			op := "still_there"
			if a.Text("decision") == "change" {
				op = "not_changed"
			}
			changes = append(changes, change(op, a, map[string]any{}))
		}
	}
	if len(changes) == 0 {
		return command.Receipt{}, fault.Problems(problem("file", "nothing-carried-out", round.Ref))
	}
	return d.Commands.Do(ctx, c, opt, changes...)
}

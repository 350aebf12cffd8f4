package rounds

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// Deps is what acts, texts and reports work with.
type Deps struct {
	DB       *store.DB
	Commands *command.Service
}

// Opening is what a round is opened with. What is left out follows from the
// object: its owner reviews, its routine tells the way, the rule book the time.
type Opening struct {
	Object   register.ID
	Reviewer register.ID
	Due      register.Date
	Scope    string
	Accounts []Account
}

// Open opens a round of access review for an object: the review with a row for
// each account, judged and compared with the last round.
func Open(ctx context.Context, d Deps, c access.Caller, opt command.Options, o Opening) (command.Receipt, error) {
	r := reader{ctx: ctx, db: d.DB, c: c, now: opt.Now}
	object, err := d.DB.Get(ctx, c.Read(registers.Objects), registers.Objects, string(o.Object), r.asOf, 0)
	if err != nil {
		return command.Receipt{}, err
	}
	rules, err := r.rules()
	if err != nil {
		return command.Receipt{}, err
	}
	if o.Reviewer == "" {
		o.Reviewer = register.ID(object.Text("owner"))
	}
	if o.Reviewer == "" {
		return command.Receipt{}, fault.Problems(problem("reviewer", "round-needs-reviewer", object.Ref))
	}
	if o.Due == "" {
		o.Due = register.Date(r.day().AddDays(rules.Number(rulebook.AccessRoundDays)))
	}
	review := register.NewID(opt.Now)
	fields := map[string]any{"object": string(object.ID), "opened_on": string(r.day()), "due_on": string(o.Due), "reviewer": string(o.Reviewer), "scope": o.Scope}
	routine, err := r.routine(object.ID)
	if err != nil {
		return command.Receipt{}, err
	}
	if routine != nil {
		fields["routine"] = string(routine.ID)
		fields["way"] = routine.Text("way")
	}
	last, earlier, err := r.lastRound(object.ID)
	if err != nil {
		return command.Receipt{}, err
	}
	if last != nil {
		fields["previous"] = string(last.ID)
	}
	persons, err := d.persons(ctx)
	if err != nil {
		return command.Receipt{}, err
	}
	seen, err := r.byID(registers.Persons)
	if err != nil {
		return command.Receipt{}, err
	}
	changes := []command.Change{{Op: "create", Register: registers.AccessReviews, NewID: review, Org: object.Org, Fields: present(fields)}}
	for _, j := range Judge(o.Accounts, persons, earlier, r.day(), rules.Number(rulebook.AccessDormantDays)) {
		row := row(review, object.ID, j)
		if j.Person != nil && seen[j.Person.ID] != nil {
			row["person"] = string(j.Person.ID)
		}
		changes = append(changes, command.Change{Op: "create", Register: registers.AccessAccounts, Org: object.Org, Fields: present(row)})
	}
	changes = append(changes, command.Change{Op: "open", Register: registers.AccessReviews, ID: string(review), Fields: map[string]any{}})
	return d.Commands.Do(ctx, c, opt, changes...)
}

// row gives an account's fields. Whoever has protected identity is marked, so
// that name and address are seen only by those who must (OSL 21:3).
func row(review, object register.ID, j Judged) map[string]any {
	out := map[string]any{"review": string(review), "object": string(object), "account": j.Name, "holder": j.Holder, "mail": j.Mail, "holder_state": j.HolderState,
		"roles": list(j.Roles), "roles_before": list(j.Before), "privileged": string(j.Privileged), "last_login": string(j.LastLogin), "since_last": j.SinceLast, "remarks": list(j.Remarks)}
	if j.Person != nil && j.Person.Protected {
		out["secrecy"] = "osl_21"
	}
	return out
}

func list(s []string) any {
	if len(s) == 0 {
		return nil
	}
	return s
}

// present leaves out what says nothing.
func present(fields map[string]any) map[string]any {
	for k, v := range fields {
		if v == nil || v == "" {
			delete(fields, k)
		}
	}
	return fields
}

// persons gives who there are by mail address. That somebody has left must be
// known whoever opens the round; the person is shown only to who may see it.
func (d Deps) persons(ctx context.Context) (map[string]Person, error) {
	out := map[string]Person{}
	reg := registers.Persons
	fields := []*register.Field{reg.Must("email"), reg.Must("status"), reg.Must("protected_identity")}
	err := d.DB.Values(ctx, access.System().Read(reg), store.Query{Register: reg}, fields, func(k store.Key, v []any) error {
		mail, _ := v[0].(string)
		p := Person{ID: k.ID, Left: v[1] == "left", Protected: v[2] == string(register.Yes)}
		if was, ok := out[key(mail)]; mail != "" && (!ok || was.Left) {
			out[key(mail)] = p
		}
		return nil
	})
	return out, err
}

// routine is the object's decided routine, the strictest when there are several.
func (r reader) routine(object register.ID) (*register.Record, error) {
	all, err := r.find(registers.AccessRoutines, draft.Where("object", string(object)))
	all = slices.DeleteFunc(all, func(x *register.Record) bool { return x.Text("status") != "decided" })
	if err != nil || len(all) == 0 {
		return nil, err
	}
	return slices.MinFunc(all, func(a, b *register.Record) int {
		return cmp.Or(cmp.Compare(months(a), months(b)), cmp.Compare(a.Ref, b.Ref))
	}), nil
}

// months is how often a routine says; one that does not say comes last.
func months(routine *register.Record) int {
	if n, ok := routine.Number("frequency_months"); ok && n > 0 {
		return int(n)
	}
	return 1 << 20
}

// lastRound is the object's latest review that was carried through, with its
// accounts as they were left.
func (r reader) lastRound(object register.ID) (*register.Record, []Earlier, error) {
	all, err := r.find(registers.AccessReviews, draft.Where("object", string(object)))
	if err != nil {
		return nil, nil, err
	}
	var last *register.Record
	for _, x := range all {
		done := x.Text("status") == "performed" || x.Text("status") == "followed_up"
		if done && (last == nil || x.Text("performed_on") > last.Text("performed_on")) {
			last = x
		}
	}
	if last == nil {
		return nil, nil, nil
	}
	accounts, err := r.find(registers.AccessAccounts, draft.Where("review", string(last.ID)))
	if err != nil {
		return nil, nil, err
	}
	return last, left(accounts), nil
}

// left gives accounts as a round left them.
func left(accounts []*register.Record) []Earlier {
	var out []Earlier
	for _, a := range accounts {
		e := Earlier{Name: a.Text("account"), Roles: set(a, "roles"), Removed: a.Text("decision") == "remove"}
		if a.Text("decision") == "change" {
			e.Roles = set(a, "new_roles")
		}
		out = append(out, e)
	}
	return out
}

// mayOpen: a round has its accounts, and an object one round at a time.
func (h *house) mayOpen(f command.Following) ([]fault.Problem, error) {
	if !f.Became("ongoing") {
		return nil, nil
	}
	var ps []fault.Problem
	accounts, err := h.accounts(f)
	if err != nil {
		return nil, err
	}
	if len(accounts) == 0 {
		ps = append(ps, problem("status", "round-needs-accounts", f.New.Ref)...)
	}
	if due := f.New.Text("due_on"); due != "" && due < f.New.Text("opened_on") {
		ps = append(ps, problem("due_on", "round-due-before-opened", due)...)
	}
	others, err := f.Find(registers.AccessReviews, draft.Where("object", f.New.Text("object")))
	if err != nil {
		return nil, err
	}
	for _, o := range others {
		if o.ID != f.New.ID && o.Text("status") == "ongoing" {
			ps = append(ps, problem("object", "round-already-open", o.Ref)...)
		}
	}
	return ps, nil
}

func (h *house) accounts(f command.Following) ([]*register.Record, error) {
	return f.Find(registers.AccessAccounts, draft.Where("review", string(f.New.ID)))
}

// mayClose: a round ends when every account is decided on.
func (h *house) mayClose(f command.Following) ([]fault.Problem, error) {
	if !f.Became("performed") || f.Old == nil || f.Old.Text("status") != "ongoing" {
		return nil, nil
	}
	accounts, err := h.accounts(f)
	if err != nil {
		return nil, err
	}
	return undecided(accounts, "open", "asked"), nil
}

// undecided refuses when accounts are in some states, and names the first.
func undecided(accounts []*register.Record, states ...string) []fault.Problem {
	code := "accounts-undecided"
	if !slices.Contains(states, "open") {
		code = "accounts-unverified"
	}
	var names []string
	for _, a := range accounts {
		if slices.Contains(states, a.Text("status")) {
			names = append(names, a.Text("account"))
		}
	}
	if len(names) == 0 {
		return nil
	}
	slices.Sort(names)
	return problem("status", code, strconv.Itoa(len(names)), names...)
}

// mayFollowUp: it is followed up when all that was to be done is verified.
func (h *house) mayFollowUp(f command.Following) ([]fault.Problem, error) {
	if !f.Became("followed_up") {
		return nil, nil
	}
	accounts, err := h.accounts(f)
	if err != nil {
		return nil, err
	}
	return undecided(accounts, "to_change", "to_remove", "done"), nil
}

// closed counts what the round came to.
func (h *house) closed(f command.Following) ([]command.Change, error) {
	if !f.Became("performed") {
		return nil, nil
	}
	accounts, err := h.accounts(f)
	if err != nil || len(accounts) == 0 {
		return nil, err
	}
	t := Tally(accounts)
	fields := map[string]any{"accounts_total": t.Total, "removed": t.Removed, "changed": t.Changed, "orphaned": t.Orphaned, "privileged_n": t.Privileged, "result": "ok"}
	if t.Removed+t.Changed+t.Orphaned > 0 {
		fields["result"] = "deviations"
	}
	if f.New.Text("by") == "" {
		fields["by"], err = h.reviewedBy(f)
		if err != nil {
			return nil, err
		}
	}
	return []command.Change{change("update", f.New, fields)}, nil
}

func (h *house) reviewedBy(f command.Following) (string, error) {
	rec, err := f.Get(registers.RoleAssignments, f.New.Text("reviewer"))
	if err != nil || rec == nil {
		return "other", err
	}
	if by := rec.Text("function"); registers.AccessReviews.Must("by").Choices.Has(by) {
		return by, nil
	}
	return "other", nil
}

// Counts is what a round came to, or has come to so far.
type Counts struct {
	Total      int `json:"total"`
	Undecided  int `json:"undecided"`
	Kept       int `json:"kept"`
	Changed    int `json:"changed"`
	Removed    int `json:"removed"`
	Unverified int `json:"unverified"` // decided to remove or change, and not yet verified
	Orphaned   int `json:"orphaned"`
	Privileged int `json:"privileged"`
}

// Tally counts accounts by what was decided.
func Tally(accounts []*register.Record) Counts {
	var t Counts
	for _, a := range accounts {
		t.Total++
		switch a.Text("decision") {
		case "keep":
			t.Kept++
		case "change":
			t.Changed++
		case "remove":
			t.Removed++
		default:
			t.Undecided++
		}
		switch a.Text("status") {
		case "to_change", "to_remove", "done":
			t.Unverified++
		}
		if s := a.Text("holder_state"); s == "none" || s == "left" {
			t.Orphaned++
		}
		if a.Text("privileged") == string(register.Yes) {
			t.Privileged++
		}
	}
	return t
}

// due is when the next review falls, counted from the last.
func due(last clock.Date, months int) clock.Date { return last.AddMonths(months) }

func joined(s []string) string { return strings.Join(s, ", ") }

package rounds

import (
	"context"
	"slices"

	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/document/sheet"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// Rooms is what the doors offer of reviews of access and of flaws.
func Rooms(d Deps) room.Set {
	from := func(c room.Call) draft.Deps { return draft.Deps{DB: d.DB, Now: c.Now, AsOf: c.EndOf("as_of")} }
	asked := []room.Param{room.Org(false), room.AsOf()}
	review := registers.AccessReviews.Name
	return room.Set{
		Texts: []room.Text{{Register: review, Name: "protocol", Title: lang.Text{"Protokoll", "Record"},
			Make: func(ctx context.Context, c room.Call) (document.Doc, error) {
				return Protocol(ctx, from(c), c.Caller, c.ID(), c.Lang)
			},
			Sheet: func(ctx context.Context, c room.Call) (sheet.Sheet, error) { return d.accountSheet(ctx, c) }}},
		Reports: []room.Report{
			{Name: "access-rounds", Title: lang.Text{"Granskning av behörigheter: sätt och försenade", "Reviews of access: ways and late ones"}, Params: asked,
				Answer: func(ctx context.Context, c room.Call) (any, error) {
					return AccessStanding(ctx, from(c), c.Caller, c.Params["org"])
				},
				Text: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return AccessStandingText(ctx, from(c), c.Caller, c.Params["org"], c.Lang)
				}},
			{Name: "vulnerabilities", Title: lang.Text{"Sårbarhetsgranskningar, i år mot förra året", "Vulnerability reviews, this year against last"}, Params: asked,
				Answer: func(ctx context.Context, c room.Call) (any, error) {
					return FlawYears(ctx, from(c), c.Caller, c.Params["org"])
				},
				Text: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return FlawYearsText(ctx, from(c), c.Caller, c.Params["org"], c.Lang)
				}},
		},
		Acts: []room.Act{
			{Register: review, Name: "open_round", Title: lang.Text{"Öppna en granskning från en kontolista", "Open a review from a list of accounts"}, Free: true, Do: d.open, Params: []room.Param{
				{Name: "object", Title: lang.Text{"Objekt", "Object"}, Kind: room.Ref, Register: registers.Objects.Name, Needed: true},
				{Name: "file", Title: lang.Text{"Kontolista, CSV eller XLSX", "List of accounts, CSV or XLSX"}, Kind: room.File, Needed: true},
				{Name: "reviewer", Title: lang.Text{"Granskare", "Reviewer"}, Kind: room.Ref, Register: registers.RoleAssignments.Name},
				{Name: "due_on", Title: lang.Text{"Ska vara klar", "To be done by"}, Kind: room.Day},
				{Name: "scope", Title: lang.Text{"Omfattning", "Scope"}, Kind: room.Words, Long: true}}},
			{Register: review, Name: "decide_accounts", Title: lang.Text{"Besluta om konton", "Decide on accounts"}, When: ongoing, Do: d.decide, Params: []room.Param{
				{Name: "decision", Title: registers.AccessAccounts.Must("decision").Title, Kind: room.Choice, Choices: registers.AccessAccounts.Must("decision").Choices, Needed: true},
				{Name: "accounts", Title: registers.AccessAccounts.Title, Kind: room.Ref, Register: registers.AccessAccounts.Name, Many: true, Needed: true},
				{Name: "reason", Title: registers.AccessAccounts.Must("reason").Title, Kind: room.Words, Long: true},
				{Name: "new_roles", Title: registers.AccessAccounts.Must("new_roles").Title, Kind: room.Words, Long: true}}},
			{Register: review, Name: "keep_rest", Title: lang.Text{"Behåll de övriga", "Keep the rest"}, When: ongoing, Do: d.keepRest, Params: []room.Param{
				{Name: "reason", Title: registers.AccessAccounts.Must("reason").Title, Kind: room.Words, Long: true}}},
			{Register: review, Name: "close_round", Title: lang.Text{"Avsluta granskningen", "Close the review"}, When: ongoing, Do: d.closeRound},
			{Register: review, Name: "check_list", Title: lang.Text{"Kontrollera mot en ny kontolista", "Verify against a new list of accounts"}, When: performed, Do: d.check, Params: []room.Param{
				{Name: "file", Title: lang.Text{"Kontolista, CSV eller XLSX", "List of accounts, CSV or XLSX"}, Kind: room.File, Needed: true}}},
			{Register: registers.VulnReviews.Name, Name: "plan_actions", Title: lang.Text{"Gör åtgärder av bristerna", "Make actions of the findings"}, Do: d.plan,
				When: func(r *register.Record) bool { return r.Text("status") == "performed" }, Params: []room.Param{
					{Name: "severity", Title: lang.Text{"Allvarlighet", "Severity"}, Kind: room.Choice, Choices: registers.VulnReviews.Must("findings").Columns[1].Choices, Many: true},
					{Name: "owner", Title: registers.Actions.Must("owner").Title, Kind: room.Ref, Register: registers.RoleAssignments.Name}}},
		},
	}
}

func ongoing(r *register.Record) bool { return r.Text("status") == "ongoing" }

func performed(r *register.Record) bool { return r.Text("status") == "performed" }

func (d Deps) open(ctx context.Context, c room.Call) (command.Receipt, error) {
	accounts, err := ReadAccounts(ctx, c.FileName, c.File, c.Lang)
	if err != nil {
		return command.Receipt{}, err
	}
	return Open(ctx, d, c.Caller, c.Options(), Opening{Object: register.ID(c.Params["object"]), Reviewer: register.ID(c.Params["reviewer"]),
		Due: register.Date(c.Params["due_on"]), Scope: c.Params["scope"], Accounts: accounts})
}

func (d Deps) decide(ctx context.Context, c room.Call) (command.Receipt, error) {
	roles, _ := registers.AccessAccounts.Must("new_roles").Decode(c.Params["new_roles"])
	list, _ := roles.([]string)
	return Decide(ctx, d, c.Caller, c.Options(), c.Record, Decision{Accounts: c.List("accounts"), Decision: c.Params["decision"], Reason: c.Params["reason"], NewRoles: list})
}

func (d Deps) keepRest(ctx context.Context, c room.Call) (command.Receipt, error) {
	return Decide(ctx, d, c.Caller, c.Options(), c.Record, Decision{Rest: true, Decision: "keep", Reason: c.Params["reason"]})
}

func (d Deps) closeRound(ctx context.Context, c room.Call) (command.Receipt, error) {
	ch := change("perform", c.Record, map[string]any{"performed_on": string(c.Today())})
	ch.Version = c.Record.Version
	return d.Commands.Do(ctx, c.Caller, c.Options(), ch)
}

func (d Deps) check(ctx context.Context, c room.Call) (command.Receipt, error) {
	accounts, err := ReadAccounts(ctx, c.FileName, c.File, c.Lang)
	if err != nil {
		return command.Receipt{}, err
	}
	evidence := lang.Text{"Kontolistan %s, läst %s", "The list of accounts %s, read %s"}.With(c.Lang, shorten(c.FileName), string(c.Today()))
	return FollowUp(ctx, d, c.Caller, c.Options(), c.Record, evidence, accounts)
}

func (d Deps) plan(ctx context.Context, c room.Call) (command.Receipt, error) {
	return PlanFlaws(ctx, d, c.Caller, c.Options(), c.Record, c.Params["owner"], c.List("severity"))
}

// accountSheet is the accounts of a review as a table, to work through in a
// spreadsheet or to give to whoever carries it out.
func (d Deps) accountSheet(ctx context.Context, c room.Call) (sheet.Sheet, error) {
	r := reader{ctx: ctx, db: d.DB, c: c.Caller, now: c.Now}
	accounts, err := r.find(registers.AccessAccounts, draft.Where("review", c.ID()))
	if err != nil {
		return sheet.Sheet{}, err
	}
	fields := []string{"account", "holder", "mail", "holder_state", "roles", "privileged", "last_login", "since_last", "remarks", "status", "reason", "new_roles", "carried_out_on", "verified_on"}
	s := sheet.Sheet{Name: registers.AccessAccounts.Title.In(c.Lang), Meta: sheet.Meta{Title: c.Record.Ref + " " + c.Record.Text("title"), Creator: "Genomlys", Lang: string(c.Lang), Created: c.Now}}
	for _, name := range fields {
		s.Columns = append(s.Columns, sheet.Column{Title: registers.AccessAccounts.Must(name).Title.In(c.Lang)})
	}
	w := draft.New(ctx, draft.Deps{DB: d.DB, Now: c.Now}, c.Caller, c.Lang, lang.Text{})
	s.Rows = func(yield func([]any, error) bool) {
		for _, a := range accounts {
			row := make([]any, len(fields))
			for i, name := range fields {
				if !slices.Contains(a.Masked, name) {
					row[i] = joined(w.Words(a, name))
				}
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return s, nil
}

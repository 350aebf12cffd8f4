package rounds

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// Protocol is one review of access as a text: who reviewed, what was decided
// about each account, what has happened since the last time and what is left.
func Protocol(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	w := draft.New(ctx, d, c, l, lang.Text{"Protokoll från behörighetsgranskning", "Record of a review of access"})
	x := w.Must(registers.AccessReviews, id)
	if w.Err() != nil {
		return w.End()
	}
	w.Headed(w.Controller(x.Org), x)
	accounts := w.All(registers.AccessAccounts, store.Query{Filter: draft.Where("review", string(x.ID))})
	slices.SortFunc(accounts, func(a, b *register.Record) int { return cmp.Compare(key(a.Text("account")), key(b.Text("account"))) })
	w.Doc.Draft = x.Text("status") == "planned" || x.Text("status") == "ongoing"
	w.H(1, lang.Text{"Om granskningen", "About the review"})
	facts := []draft.Fact{w.Fact(x, "object"), w.Fact(x, "reviewer"), w.Fact(x, "status"), w.Fact(x, "due_on")}
	for _, f := range []string{"opened_on", "performed_on", "way", "routine", "previous", "scope", "result", "followed_up_on"} {
		if x.Text(f) != "" {
			facts = append(facts, w.Fact(x, f))
		}
	}
	w.Facts(lang.Text{"Granskningen", "The review"}, facts...)
	t := Tally(accounts)
	w.H(1, lang.Text{"Utfall", "Outcome"})
	if t.Total == 0 {
		w.P(lang.Text{"Ingen lista över konton är inläst i granskningen.", "No list of accounts has been read into the review."})
		return w.End()
	}
	w.P(w.Say(lang.Text{"%d konton: %d behålls, %d ändras, %d tas bort, %d väntar på beslut. %d har ingen känd innehavare eller en som har slutat. %d har hög behörighet.",
		"%d accounts: %d kept, %d changed, %d removed, %d await a decision. %d have no known holder or one who has left. %d are privileged."},
		t.Total, t.Kept, t.Changed, t.Removed, t.Undecided, t.Orphaned, t.Privileged))
	sinceLast(w, x, accounts)
	w.H(1, lang.Text{"Konton som beslutet gäller", "Accounts decided on"})
	accountTable(w, accounts)
	undone(w, accounts)
	return w.End()
}

// sinceLast tells what is new, changed and gone since the last round.
func sinceLast(w *draft.Draft, x *register.Record, accounts []*register.Record) {
	if x.Text("previous") == "" {
		return
	}
	before := w.All(registers.AccessAccounts, store.Query{Filter: draft.Where("review", x.Text("previous"))})
	if len(before) == 0 {
		return
	}
	w.H(1, lang.Text{"Sedan förra granskningen", "Since the last review"})
	name := func(r *register.Record) string { return r.Text("account") }
	var now []Earlier
	for _, a := range accounts {
		now = append(now, Earlier{Name: name(a), Roles: set(a, "roles")})
	}
	by := map[Fate][]string{}
	for _, p := range Compare(left(before), now, func(e Earlier) string { return key(e.Name) }, func(a, b Earlier) bool { return sameRoles(a.Roles, b.Roles) }) {
		if p.Now != nil {
			by[p.Fate] = append(by[p.Fate], p.Now.Name)
		} else {
			by[p.Fate] = append(by[p.Fate], p.Before.Name)
		}
	}
	say := func(t lang.Text, fate Fate) any {
		names := by[fate]
		slices.Sort(names)
		s := w.Say(t, len(names))
		if len(names) > 0 && len(names) <= 40 {
			s += ": " + strings.Join(names, ", ")
		}
		return s + "."
	}
	w.List(false, say(lang.Text{"%d nya konton", "%d new accounts"}, New), say(lang.Text{"%d borta", "%d gone"}, Gone),
		say(lang.Text{"%d med andra roller än som beslutades då", "%d with other roles than decided then"}, Changed), w.Say(lang.Text{"%d oförändrade.", "%d unchanged."}, len(by[Same])))
}

func accountTable(w *draft.Draft, accounts []*register.Record) {
	title := func(field string) string { return registers.AccessAccounts.Must(field).Title.In(w.Lang) }
	cell := func(a *register.Record, field string) document.Cell {
		// The accounts are one source, the review: thousands are not listed.
		if slices.Contains(a.Masked, field) {
			return document.C(w.Say(lang.Text{"[maskerat]", "[masked]"}))
		}
		if words := w.Words(a, field); len(words) > 0 {
			return document.C(strings.Join(words, ", "))
		}
		return document.C("–")
	}
	var rows [][]document.Cell
	for _, a := range accounts {
		rows = append(rows, []document.Cell{document.C(a.Text("account")), cell(a, "holder"), cell(a, "roles"), cell(a, "last_login"), cell(a, "remarks"), document.C(decided(w, a)), cell(a, "reason")})
	}
	w.Table(lang.Text{"Konton", "Accounts"}, []document.Column{{Title: title("account"), Weight: 1.6}, {Title: title("holder"), Weight: 1.6}, {Title: title("roles"), Weight: 1.8},
		{Title: title("last_login"), Weight: 1.3}, {Title: title("remarks"), Weight: 1.6}, {Title: title("decision"), Weight: 1.4}, {Title: title("reason"), Weight: 1.6}}, rows)
	by := map[string]int{}
	for _, a := range accounts {
		if who := strings.Join(w.Words(a, "decided_by"), ""); who != "" {
			by[who]++
		}
	}
	var items []any
	for _, who := range slices.Sorted(maps.Keys(by)) {
		items = append(items, w.Say(lang.Text{"%s har beslutat om %d konton.", "%s has decided on %d accounts."}, who, by[who]))
	}
	if len(items) > 0 {
		w.List(false, items...)
	}
}

// decided says what was decided about an account, with the roles it is to have,
// and how far it has come when that says more.
func decided(w *draft.Draft, a *register.Record) string {
	words := func(field string) string { return strings.Join(w.Words(a, field), ", ") }
	said, status := words("decision"), words("status")
	if said == "" {
		return status
	}
	if roles := words("new_roles"); roles != "" && !slices.Contains(a.Masked, "new_roles") {
		said += ": " + roles
	}
	if s := a.Text("status"); s == "done" || s == "verified" || s == "asked" {
		said += ". " + status
	}
	return said
}

// undone lists what was decided and is not yet verified.
func undone(w *draft.Draft, accounts []*register.Record) {
	var items []any
	for _, a := range accounts {
		if s := a.Text("status"); s == "to_change" || s == "to_remove" || s == "done" {
			items = append(items, a.Text("account")+": "+strings.ToLower(strings.Join(w.Words(a, "status"), "")))
		}
	}
	w.H(1, lang.Text{"Uppföljning", "Follow-through"})
	if len(items) == 0 {
		w.P(lang.Text{"Inget återstår att göra eller kontrollera.", "Nothing is left to do or verify."})
		return
	}
	w.P(lang.Text{"Detta är beslutat och inte kontrollerat:", "This is decided and not verified:"})
	w.List(false, items...)
}

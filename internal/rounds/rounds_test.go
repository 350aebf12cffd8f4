package rounds_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/respond"
	"genomlys/internal/rounds"
	"genomlys/internal/store/storetest"
)

var firstList = []rounds.Account{
	{Name: "owner", Holder: "Ägaren", Mail: "owner@lsk.example", Roles: []string{"Läsa"}, LastLogin: "2026-02-20"},
	{Name: "isam", Mail: "isam@lsk.example", Roles: []string{"Läsa", "Skriva"}, LastLogin: "2026-02-20"},
	{Name: "gone", Holder: "Den som slutat", Mail: "gone@lsk.example", Roles: []string{"Skriva"}},
	{Name: "hidden", Holder: "Skyddad Person", Mail: "hidden@lsk.example", Roles: []string{"Läsa"}},
	{Name: "svc-backup", Roles: []string{"Allt"}, Privileged: register.Yes},
}

func (o *office) open(who string, list []rounds.Account) register.ID {
	o.t.Helper()
	r, err := rounds.Open(ctx, o.deps(), o.caller(who), o.options(), rounds.Opening{Object: o.object, Accounts: list})
	if err != nil {
		o.t.Fatal(err)
	}
	return r.Items[0].New.ID
}

func (o *office) decide(who string, round register.ID, d rounds.Decision) error {
	_, err := rounds.Decide(ctx, o.deps(), o.caller(who), o.options(), o.get(registers.AccessReviews, round), d)
	return err
}

// Issue 4 item 8: a round from a list, a decision per account, follow-through.
func TestItem8Round(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		accounts, reviews := registers.AccessAccounts, registers.AccessReviews
		id := o.open("it", firstList)
		x := o.get(reviews, id)
		if x.Text("status") != "ongoing" || x.Text("due_on") != "2026-04-01" || x.Text("reviewer") != string(o.function["owner"]) || x.Text("way") != "Central beställning" || x.Text("routine") == "" {
			t.Fatalf("round: %s due %s by %s, %s", x.Text("status"), x.Text("due_on"), x.Text("reviewer"), x.Text("way"))
		}
		for name, want := range map[string]string{"owner": "", "isam": "", "gone": "left", "hidden": "", "svc-backup": "no_person privileged"} {
			a := o.account(id, name)
			if got, _ := a.Get("remarks").([]string); strings.Join(got, " ") != want {
				t.Errorf("%s: remarks %q, want %q", name, got, want)
			}
		}
		if a := o.account(id, "hidden"); a.Text("secrecy") != "osl_21" || a.Text("title") != "hidden" {
			t.Errorf("protected identity: %s, %s", a.Text("secrecy"), a.Text("title"))
		}
		_, err := rounds.Open(ctx, o.deps(), o.caller("it"), o.options(), rounds.Opening{Object: o.object, Accounts: firstList})
		o.says(err, "round-already-open")

		// Who decides, and on what.
		own := o.account(id, "owner")
		o.says(o.try("isam", "keep", accounts, own.ID, nil), "reviewer-decides")
		o.says(o.try("owner", "keep", accounts, own.ID, nil), "own-account")
		o.says(o.try("owner", "keep", accounts, o.account(id, "svc-backup").ID, nil), "keep-needs-reason")
		o.says(o.try("owner", "ask", accounts, o.account(id, "svc-backup").ID, nil), "required-in-state")
		o.says(o.try("owner", "change", accounts, o.account(id, "isam").ID, nil), "required-in-state")
		o.says(o.try("owner", "update", accounts, own.ID, map[string]any{"roles": []any{"Allt"}}), "account-stays")
		o.says(o.decide("owner", id, rounds.Decision{Accounts: []string{string(own.ID)}, Decision: "keep"}), "own-account")
		o.do("substitute", "keep", accounts, own.ID, nil)
		o.do("owner", "change", accounts, o.account(id, "isam").ID, map[string]any{"new_roles": []any{"Läsa"}})
		o.do("owner", "remove", accounts, o.account(id, "gone").ID, nil)
		o.do("owner", "ask", accounts, o.account(id, "svc-backup").ID, map[string]any{"reason": "Vem sköter säkerhetskopieringen?"})
		o.says(o.try("owner", "perform", reviews, id, map[string]any{"performed_on": "2026-03-02"}), "accounts-undecided")

		// The rest is what nothing stands out about; the question is still open.
		if err := o.decide("owner", id, rounds.Decision{Rest: true, Decision: "keep", Reason: "Används i arbetet."}); err != nil {
			t.Fatal(err)
		}
		if a := o.account(id, "hidden"); a.Text("status") != "kept" || a.Text("decided_by") != string(o.function["owner"]) || a.Text("decided_on") != "2026-03-02" || a.Text("decision") != "keep" {
			t.Errorf("kept: %s by %s on %s", a.Text("status"), a.Text("decided_by"), a.Text("decided_on"))
		}
		if a := o.account(id, "svc-backup"); a.Text("status") != "asked" {
			t.Errorf("a question was answered by keeping the rest: %s", a.Text("status"))
		}
		o.says(o.decide("owner", id, rounds.Decision{Rest: true, Decision: "keep"}), "no-account-to-decide")
		o.says(o.try("owner", "perform", reviews, id, map[string]any{"performed_on": "2026-03-02"}), "accounts-undecided")
		o.do("owner", "keep", accounts, o.account(id, "svc-backup").ID, map[string]any{"reason": "Tjänstekonto hos driften."})
		o.do("owner", "perform", reviews, id, map[string]any{"performed_on": "2026-03-02"})
		x = o.get(reviews, id)
		for field, want := range map[string]int64{"accounts_total": 5, "removed": 1, "changed": 1, "orphaned": 2, "privileged_n": 1} {
			if got, _ := x.Number(field); got != want {
				t.Errorf("%s is %d, want %d", field, got, want)
			}
		}
		if x.Text("result") != "deviations" || x.Text("by") != "object_owner" {
			t.Errorf("%s by %s", x.Text("result"), x.Text("by"))
		}
		o.says(o.try("owner", "reconsider", accounts, o.account(id, "isam").ID, nil), "round-not-ongoing")
		_, err = o.s.Do(ctx, o.caller("isam"), o.options(), change("create", accounts, o.org, map[string]any{"review": string(id), "object": string(o.object), "account": "smygare"}))
		o.says(err, "round-has-its-accounts")

		// Follow-through: by a second person, and by what the system says.
		o.says(o.try("owner", "follow_up", reviews, id, map[string]any{"followed_up_on": "2026-03-05"}), "accounts-unverified")
		gone := o.account(id, "gone")
		o.do("it", "carry_out", accounts, gone.ID, map[string]any{"carried_out_on": "2026-03-02"})
		how := map[string]any{"verified_on": "2026-03-02", "evidence": "Sett i systemet", "verified_by": string(o.function["it"])}
		o.says(o.try("it", "verify", accounts, gone.ID, how), "verifier-carried-out")
		o.says(o.try("isam", "verify", accounts, gone.ID, how), "verify-in-own-function")
		// isam has still both roles, and gone is there after all.
		later := []rounds.Account{{Name: "owner", Roles: []string{"Läsa"}}, {Name: "isam", Roles: []string{"Läsa", "Skriva"}}, {Name: "GONE"}}
		follow := func(who string, list []rounds.Account) error {
			_, err := rounds.FollowUp(ctx, o.deps(), o.caller(who), o.options(), o.get(reviews, id), "Listan ny.csv", list)
			return err
		}
		if err := follow("isam", later); err != nil {
			t.Fatal(err)
		}
		if a := o.account(id, "gone"); a.Text("status") != "to_remove" || a.Text("carried_out_on") != "" {
			t.Errorf("what is still there is %s, carried out %q", a.Text("status"), a.Text("carried_out_on"))
		}
		o.says(follow("isam", later), "nothing-carried-out")
		later = []rounds.Account{{Name: "owner", Roles: []string{"Läsa"}}, {Name: "isam", Roles: []string{"läsa"}}}
		o.says(follow("owner", later), "verifier-decided")
		if err := follow("isam", later); err != nil {
			t.Fatal(err)
		}
		if a := o.account(id, "gone"); a.Text("status") != "verified" || a.Text("evidence") != "Listan ny.csv" || a.Text("decision") != "remove" {
			t.Errorf("%s, %s, %s", a.Text("status"), a.Text("evidence"), a.Text("decision"))
		}
		o.do("owner", "follow_up", reviews, id, map[string]any{"followed_up_on": "2026-03-05"})
	})
}

// The next round is compared with the last as it was decided.
func TestItem8NextRound(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		first := o.open("it", firstList)
		ids := func(names ...string) (out []string) {
			for _, n := range names {
				out = append(out, string(o.account(first, n).ID))
			}
			return out
		}
		for _, d := range []struct {
			who string
			d   rounds.Decision
		}{
			{"owner", rounds.Decision{Accounts: ids("isam"), Decision: "change", NewRoles: []string{"Läsa"}, Reason: "Skriver inte längre."}},
			{"owner", rounds.Decision{Accounts: ids("gone", "svc-backup"), Decision: "remove"}},
			{"owner", rounds.Decision{Rest: true, Decision: "keep"}}, // but the owner's own
			{"substitute", rounds.Decision{Accounts: ids("owner"), Decision: "keep"}},
		} {
			if err := o.decide(d.who, first, d.d); err != nil {
				t.Fatal(err)
			}
		}
		o.do("owner", "perform", registers.AccessReviews, first, map[string]any{"performed_on": "2026-03-10"})
		text := func(id register.ID, l lang.Lang, who string) string {
			doc, err := rounds.Protocol(ctx, o.draft(), o.caller(who), string(id), l)
			if err != nil {
				t.Fatal(err)
			}
			if gaps := draft.Gaps(doc); len(gaps) > 0 {
				t.Errorf("missing: %v", gaps)
			}
			return draft.Plain(doc)
		}
		said := text(first, lang.SV, "isam")
		for _, part := range []string{"5 konton: 2 behålls, 1 ändras, 2 tas bort", "Skriver inte längre.", "svc-backup: ska tas bort", "Skyddad Person"} {
			if !strings.Contains(said, part) {
				t.Errorf("the record does not say %q:\n%s", part, said)
			}
		}
		// The owner has not the right to see who is protected.
		if said := text(first, lang.EN, "owner"); strings.Contains(said, "Skyddad Person") || !strings.Contains(said, "[masked]") || !strings.Contains(said, "2 removed") {
			t.Errorf("shown to the owner:\n%s", said)
		}

		o.now = time.Date(2027, 3, 11, 8, 0, 0, 0, time.UTC)
		look := func() rounds.Standing {
			s, err := rounds.AccessStanding(ctx, o.draft(), o.caller("isam"), string(o.org))
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		s := look()
		if len(s.Late) != 1 || s.Late[0].Due != "2027-03-10" || s.InTime != 0 || len(s.Undone) != 1 || s.Undone[0].Counts.Unverified != 3 {
			t.Errorf("late %+v, not carried out %+v", s.Late, s.Undone)
		}
		d := o.draft()
		d.AsOf = time.Date(2027, 3, 10, 12, 0, 0, 0, time.UTC)
		if then, err := rounds.AccessStanding(ctx, d, o.caller("isam"), ""); err != nil || len(then.Late) != 0 || then.InTime != 1 {
			t.Errorf("on the last day: %+v %v", then.Late, err)
		}
		second := o.open("it", []rounds.Account{
			{Name: "owner", Mail: "owner@lsk.example", Roles: []string{"Läsa"}, LastLogin: "2026-10-01"},
			{Name: "isam", Mail: "isam@lsk.example", Roles: []string{"Läsa", "Skriva"}},
			{Name: "gone", Mail: "gone@lsk.example"},
			{Name: "ny", Mail: "it@lsk.example"},
		})
		x := o.get(registers.AccessReviews, second)
		if x.Text("previous") != string(first) {
			t.Errorf("previous is %s", x.Text("previous"))
		}
		for name, want := range map[string][]string{"owner": {"dormant"}, "isam": {"roles_changed"}, "gone": {"left", "not_removed", "roles_changed"}, "ny": {"new"}} {
			if got, _ := o.account(second, name).Get("remarks").([]string); !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", name, got, want)
			}
		}
		said = text(second, lang.SV, "isam")
		for _, part := range []string{"1 nya konton: ny.", "2 borta: hidden, svc-backup.", "2 med andra roller än som beslutades då: gone, isam.", "1 oförändrade."} {
			if !strings.Contains(said, part) {
				t.Errorf("the record does not say %q:\n%s", part, said)
			}
		}
		if s := look(); len(s.Open) != 1 || s.Open[0].Late || s.Open[0].Counts.Undecided != 4 {
			t.Errorf("goes on: %+v", s.Open)
		}
		o.now = o.now.AddDate(0, 2, 0)
		if s := look(); len(s.Open) != 1 || !s.Open[0].Late || len(s.Ways) != 1 || s.Ways[0].Way != "Central beställning" || s.Ways[0].Uniform != 1 {
			t.Errorf("late round: %+v, ways %+v", s.Open, s.Ways)
		}
		if doc, err := rounds.AccessStandingText(ctx, o.draft(), o.caller("isam"), string(o.org), lang.SV); err != nil || !strings.Contains(draft.Plain(doc), "(försenad)") {
			t.Errorf("the report: %v", err)
		}
	})
}

// Issue 4 item 17: due by severity, action, mended, closed; year against year.
func TestItem17Flaws(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		v := registers.VulnReviews
		review := func(on string, findings ...any) register.ID {
			id := o.make(o.caller("isam"), v, o.org, map[string]any{"object": string(o.object), "kind": "scan", "by": "external", "findings": findings})
			o.do("isam", "perform", v, id, map[string]any{"performed_on": on})
			return id
		}
		row := func(title, severity, state string, more ...string) any {
			r := map[string]any{"title": title, "severity": severity, "state": state}
			for i := 0; i < len(more); i += 2 {
				r[more[i]] = more[i+1]
			}
			return r
		}
		review("2025-04-01", row("Öppen port 3389", "high", "open", "due", "2025-06-30"), row("Svagt lösenord", "medium", "fixed", "fixed_on", "2025-05-01"))
		id := review("2026-02-01", row("Öppen port 3389", "high", "open"), row("SQL-injektion", "critical", "open"), row("Pratig logg", "low", "open"), row("Gammal TLS", "medium", "open", "due", "2026-02-20"))
		due := func() map[string]string {
			out := map[string]string{}
			for _, f := range register.As[registers.VulnReview](o.get(v, id)).Findings {
				out[f.Title] = f.Due + " " + f.State
			}
			return out
		}
		for title, want := range map[string]string{"Öppen port 3389": "2026-03-03 open", "SQL-injektion": "2026-02-08 open", "Pratig logg": " open", "Gammal TLS": "2026-02-20 open"} {
			if got := due()[title]; got != want {
				t.Errorf("%s: %q, want %q", title, got, want)
			}
		}
		pic, err := respond.LookAt(ctx, o.draft(), o.caller("isam"))
		if err != nil {
			t.Fatal(err)
		}
		if i := slices.IndexFunc(pic.Sights, func(s respond.Sight) bool { return s.Code == "vulnerabilities_open" }); pic.Sights[i].Count != 3 || pic.Sights[i].Level != "serious" {
			t.Errorf("in the picture: %d, %v", pic.Sights[i].Count, pic.Sights[i].Level)
		}

		y, err := rounds.FlawYears(ctx, o.draft(), o.caller("isam"), "")
		if err != nil {
			t.Fatal(err)
		}
		if y.This.Reviews != 1 || y.Last.Reviews != 1 || y.This.Found["critical"] != 1 || y.Last.Found["high"] != 1 || y.Open != 3 || y.Overdue != 3 || len(y.Objects) != 1 {
			t.Fatalf("%+v", y)
		}
		var fates []string
		for _, f := range y.Objects[0].Flaws {
			fates = append(fates, string(f.Fate)+" "+f.Title)
		}
		if want := []string{"same Öppen port 3389", "new SQL-injektion", "new Gammal TLS", "new Pratig logg", "gone Svagt lösenord"}; !slices.Equal(fates, want) {
			t.Errorf("%q, want %q", fates, want)
		}
		doc, err := rounds.FlawYearsText(ctx, o.draft(), o.caller("isam"), string(o.org), lang.SV)
		if err != nil || !strings.Contains(draft.Plain(doc), "Öppen port 3389 | Kvar | Hög | Öppen | 2026-03-03") {
			t.Errorf("%v\n%s", err, draft.Plain(doc))
		}

		// A finding becomes an action once, and is mended when that is verified.
		plan := func() error {
			_, err := rounds.PlanFlaws(ctx, o.deps(), o.caller("isam"), o.options(), o.get(v, id), "", []string{"critical", "high"})
			return err
		}
		if err := plan(); err != nil {
			t.Fatal(err)
		}
		o.says(plan(), "no-flaw-to-plan")
		actions := o.get(v, id).LinksOf("actions")
		if len(actions) != 2 {
			t.Fatalf("%d actions", len(actions))
		}
		sql := o.get(registers.Actions, actions[1].To)
		if n, _ := sql.Number("priority"); sql.Text("title") != "SQL-injektion" || sql.Text("due") != "2026-02-08" || n != 1 || sql.Text("owner") != string(o.function["owner"]) {
			t.Errorf("%s due %s priority %d", sql.Text("title"), sql.Text("due"), n)
		}
		o.do("isam", "decide", registers.Actions, sql.ID, nil)
		o.do("isam", "finish", registers.Actions, sql.ID, map[string]any{"done_on": "2026-02-20"})
		if due()["SQL-injektion"] != "2026-02-08 open" {
			t.Error("mended before it was verified")
		}
		o.do("isam", "verify", registers.Actions, sql.ID, map[string]any{"verified_on": "2026-02-21", "verified_by": string(o.function["isam"]), "result": "Frågan är parametriserad."})
		if got := due()["SQL-injektion"]; got != "2026-02-08 fixed" {
			t.Errorf("after verifying: %s", got)
		}
		o.says(o.try("isam", "close", v, id, nil), "flaws-open")
		o.do("isam", "update", v, id, map[string]any{"findings": []any{row("SQL-injektion", "critical", "fixed", "fixed_on", "2026-02-20"), row("Öppen port 3389", "high", "fixed", "fixed_on", "2026-02-25"),
			row("Pratig logg", "low", "accepted"), row("Gammal TLS", "medium", "accepted")}})
		o.do("isam", "close", v, id, nil)
	})
}

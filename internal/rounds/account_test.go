package rounds_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rounds"
	"genomlys/internal/rulebook"

	"pgregory.net/rapid"
)

// domain.md R18: who holds an account, what is new and what must be looked at.
func TestJudge(t *testing.T) {
	persons := map[string]rounds.Person{"anna@slk.example": {ID: "anna"}, "bo@slk.example": {ID: "bo", Left: true}, "cia@slk.example": {ID: "cia", Protected: true}}
	last := []rounds.Earlier{{Name: "anna", Roles: []string{"Läsa", "Skriva"}}, {Name: "bo", Roles: []string{"Läsa"}, Removed: true}, {Name: "gammal"}}
	for _, c := range []struct {
		name         string
		a            rounds.Account
		last         []rounds.Earlier
		state, since string
		remarks      []string
		grave        bool
	}{
		{"as before, in another order and case", rounds.Account{Name: "ANNA", Mail: "Anna@slk.example", Roles: []string{"skriva", "läsa"}, LastLogin: "2026-10-01"}, last, "active", "same", nil, false},
		{"first round: nothing to compare with", rounds.Account{Name: "anna", Mail: "anna@slk.example"}, nil, "active", "", nil, false},
		{"new", rounds.Account{Name: "ny", Mail: "cia@slk.example"}, last, "active", "new", []string{"new"}, false},
		{"roles changed", rounds.Account{Name: "anna", Mail: "anna@slk.example", Roles: []string{"Läsa"}}, last, "active", "changed", []string{"roles_changed"}, false},
		{"a role twice is one", rounds.Account{Name: "anna", Mail: "anna@slk.example", Roles: []string{"Läsa", "läsa", "Skriva"}}, last, "active", "same", nil, false},
		{"left, and should have been removed", rounds.Account{Name: "bo", Mail: "bo@slk.example", Roles: []string{"Läsa"}}, last, "left", "same", []string{"left", "not_removed"}, true},
		{"nobody known by the address", rounds.Account{Name: "svc-backup", Mail: "drift@leverantor.example", Privileged: register.Yes}, nil, "none", "", []string{"no_person", "privileged"}, true},
		{"no address at all", rounds.Account{Name: "admin"}, nil, "none", "", []string{"no_person"}, true},
		{"unused for ninety days to the day", rounds.Account{Name: "anna", Mail: "anna@slk.example", LastLogin: "2026-08-25"}, nil, "active", "", nil, false},
		{"unused a day longer", rounds.Account{Name: "anna", Mail: "anna@slk.example", LastLogin: "2026-08-24"}, nil, "active", "", []string{"dormant"}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := rounds.Judge([]rounds.Account{c.a}, persons, c.last, "2026-11-23", 90)[0]
			if got.HolderState != c.state || got.SinceLast != c.since || !slices.Equal(got.Remarks, c.remarks) || rounds.Grave(got.Remarks) != c.grave {
				t.Errorf("%s %q %v, grave %v", got.HolderState, got.SinceLast, got.Remarks, rounds.Grave(got.Remarks))
			}
		})
	}
}

func TestProve(t *testing.T) {
	now := []rounds.Account{{Name: "Anna", Roles: []string{"läsa"}}, {Name: "bo", Roles: []string{"Läsa", "Skriva"}}}
	for _, c := range []struct {
		decision, account string
		roles             []string
		want              rounds.Proof
	}{
		{"remove", "cia", nil, rounds.Carried}, {"remove", "anna", nil, rounds.Remains}, {"remove", " ANNA ", nil, rounds.Remains},
		{"change", "anna", []string{"Läsa"}, rounds.Carried}, {"change", "bo", []string{"Läsa"}, rounds.Remains},
		// Whoever is gone altogether has no role too many.
		{"change", "cia", []string{"Läsa"}, rounds.Carried},
	} {
		if got := rounds.Prove(c.decision, c.account, c.roles, now); got != c.want {
			t.Errorf("%s %s: %s, want %s", c.decision, c.account, got, c.want)
		}
	}
}

// What is new and what is gone changes places when the lists do; what is in both
// is in both either way, and nothing is lost or said twice.
func TestCompareBothWays(t *testing.T) {
	same := func(a, b string) bool { return a == b }
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOf(rapid.SampledFrom([]string{"a", "A", "b", "B", "c", "d"}))
		before, now := words.Draw(t, "before"), words.Draw(t, "now")
		tally := func(ps []rounds.Pair[string]) map[rounds.Fate]int {
			out := map[rounds.Fate]int{}
			for _, p := range ps {
				out[p.Fate]++
			}
			return out
		}
		there, back := tally(rounds.Compare(before, now, strings.ToLower, same)), tally(rounds.Compare(now, before, strings.ToLower, same))
		if there[rounds.New] != back[rounds.Gone] || there[rounds.Gone] != back[rounds.New] || there[rounds.Same] != back[rounds.Same] || there[rounds.Changed] != back[rounds.Changed] {
			t.Fatalf("%v there, %v back", there, back)
		}
		all := map[string]bool{}
		for _, s := range append(slices.Clone(before), now...) {
			all[strings.ToLower(s)] = true
		}
		if n := there[rounds.New] + there[rounds.Gone] + there[rounds.Same] + there[rounds.Changed]; n != len(all) {
			t.Fatalf("%d of %d told of", n, len(all))
		}
	})
}

func rules(t *testing.T) rulebook.Rules {
	t.Helper()
	book, err := rulebook.Load()
	if err != nil {
		t.Fatal(err)
	}
	return book.At("2026-11-23")
}

// domain.md R18: overdue = last + frequency < as of.
func TestStand(t *testing.T) {
	for _, c := range []struct {
		name string
		w    rounds.Watch
		late bool
		slow bool
		due  clock.Date
	}{
		{"on the last day", rounds.Watch{Months: 12, Last: "2025-11-23"}, false, false, "2026-11-23"},
		{"a day late", rounds.Watch{Months: 12, Last: "2025-11-22"}, true, false, "2026-11-22"},
		{"never", rounds.Watch{Months: 12}, true, false, ""},
		{"the routine is silent, the class is not", rounds.Watch{Asked: 6, Last: "2026-05-22"}, true, false, "2026-11-22"},
		{"neither says", rounds.Watch{}, false, false, ""},
		{"in time by a routine slower than the class asks", rounds.Watch{Months: 12, Asked: 6, Last: "2026-01-15"}, false, true, "2027-01-15"},
		{"the last of February", rounds.Watch{Months: 12, Last: "2024-02-29"}, true, false, "2025-02-28"},
	} {
		if got := rounds.Stand(c.w, "2026-11-23"); got.Late != c.late || got.Slow != c.slow || got.Due != c.due {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
	for _, c := range []struct {
		k, r   int64
		months int
	}{{0, 1, 0}, {2, 1, 12}, {1, 2, 12}, {3, 0, 6}, {0, 3, 6}} {
		if got := rounds.AskedMonths(rules(t), c.k, c.r); got != c.months {
			t.Errorf("10.2 K%d R%d: %d months, want %d", c.k, c.r, got, c.months)
		}
	}
}

// domain.md R15: due by severity: critical 7 d, high 30 d, medium 90 d.
func TestDue(t *testing.T) {
	r := rules(t)
	for severity, want := range map[string]clock.Date{"critical": "2026-03-08", "high": "2026-03-31", "medium": "2026-05-30", "low": "", "info": ""} {
		if got := rounds.Due(r, severity, "2026-03-01"); got != want {
			t.Errorf("%s: %q, want %q", severity, got, want)
		}
	}
	if got := rounds.Due(r, "high", ""); got != "" {
		t.Errorf("found on no day: %q", got)
	}
	for _, c := range []struct {
		f    registers.VulnFinding
		want bool
	}{
		{registers.VulnFinding{State: "open", Due: "2026-11-22"}, true}, {registers.VulnFinding{State: "open", Due: "2026-11-23"}, false},
		{registers.VulnFinding{State: "open"}, false}, {registers.VulnFinding{State: "accepted", Due: "2026-01-01"}, false},
	} {
		if got := rounds.Overdue(c.f, "2026-11-23"); got != c.want {
			t.Errorf("%+v: %v", c.f, got)
		}
	}
	for severity, want := range map[string]int{"critical": 1, "high": 2, "medium": 3, "low": 4, "info": 4} {
		if got := rounds.Priority(r, severity); got != want {
			t.Errorf("%s: priority %d, want %d", severity, got, want)
		}
	}
}

// This year against last, by name: left first, then new, then gone; worst first.
func TestCompareFlaws(t *testing.T) {
	last := []registers.VulnFinding{{Title: "Öppen port 3389", Severity: "high", State: "open"}, {Title: "Svagt lösenord", Severity: "medium", State: "fixed"}, {Title: "Falskt larm", Severity: "critical", State: "false_positive"}}
	this := []registers.VulnFinding{{Title: "Gammal TLS", Severity: "low", State: "open"}, {Title: "SQL-injektion", Severity: "critical", State: "open"}, {Title: "öppen  port 3389.", Severity: "critical", State: "open"}, {Title: "Falskt larm", Severity: "low", State: "open"}}
	var got []string
	for _, p := range rounds.CompareFlaws(rules(t), last, this) {
		f := p.Now
		if f == nil {
			f = p.Before
		}
		got = append(got, fmt.Sprintf("%s %s", p.Fate, f.Title))
	}
	want := []string{"same öppen  port 3389.", "new SQL-injektion", "new Gammal TLS", "new Falskt larm", "gone Svagt lösenord"}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if len(rounds.CompareFlaws(rules(t), nil, nil)) != 0 {
		t.Error("something out of nothing")
	}
}

func read(t *testing.T, file string) ([]rounds.Account, []fault.Problem) {
	t.Helper()
	got, err := rounds.ReadAccounts(context.Background(), "konton.csv", []byte(file), lang.SV)
	var e *fault.Error
	if err != nil && !errors.As(err, &e) {
		t.Fatal(err)
	}
	if e == nil {
		return got, nil
	}
	return got, e.Problems
}

// Lists are read as systems write them.
func TestReadAccounts(t *testing.T) {
	got, wrong := read(t, "Användarlista ur ärendesystemet\r\n\r\nAnvändarnamn;Namn;E-post;Roller;Administratör;Senast inloggad\r\n"+
		"anna;Anna Ek;ANNA@slk.example;Läsa, Skriva;;2026-11-01 08:15\r\n\r\nsvc-1;;;Allt;Ja;aldrig\r\nbo;;\"Bo Ask <bo@slk.example>\";\"Läsa;Godkänna\";nej;3 nov 2026\r\n")
	if len(wrong) > 0 || len(got) != 3 {
		t.Fatalf("%d read, %+v", len(got), wrong)
	}
	a, s, b := got[0], got[1], got[2]
	if a.Name != "anna" || a.Holder != "Anna Ek" || a.Mail != "anna@slk.example" || !slices.Equal(a.Roles, []string{"Läsa", "Skriva"}) || a.Privileged != "" || a.LastLogin != "2026-11-01" || a.Row != 4 {
		t.Errorf("%+v", a)
	}
	if s.Privileged != register.Yes || s.LastLogin != "" || s.Mail != "" {
		t.Errorf("%+v", s)
	}
	if b.Holder != "Bo Ask" || b.Mail != "bo@slk.example" || !slices.Equal(b.Roles, []string{"Läsa", "Godkänna"}) || b.Privileged != register.No || b.LastLogin != "2026-11-03" {
		t.Errorf("%+v", b)
	}
}

func TestReadAccountsRefused(t *testing.T) {
	for _, c := range []struct {
		name, file string
		codes      []string
		says       string
	}{
		{"no column of accounts", "Färg;Form\nblå;rund\n", []string{"list-needs-account-column"}, "Färg"},
		{"headings alone", "Konto;Namn\n", []string{"list-is-empty"}, "konton.csv"},
		{"twice, whatever the case", "Konto;Namn\nanna;A\nbo;B\nANNA;C\n", []string{"list-has-account-twice"}, "ANNA"},
		{"without account", "Konto;Namn\n;Anna\n", []string{"list-row-without-account"}, "2"},
		{"everything at once", "Konto;E-post;Senaste inloggning;Hög behörighet\nanna;inte en adress@;30 feb 2026;delvis\n", []string{"list-cell-unreadable", "list-cell-unreadable", "list-cell-unreadable"}, "30 feb 2026"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, wrong := read(t, c.file)
			var codes []string
			said := ""
			for _, p := range wrong {
				codes = append(codes, p.Code)
				said += p.Value + " "
				if _, ok := rounds.Messages[p.Code]; !ok {
					t.Errorf("no words for %s", p.Code)
				}
			}
			if len(codes) == 0 || !slices.Equal(codes, c.codes) || !strings.Contains(said, c.says) {
				t.Errorf("%d read, %q says %q", len(got), codes, said)
			}
		})
	}
	if _, err := rounds.ReadAccounts(context.Background(), "x.xlsx", nil, lang.SV); err == nil || fault.KindOf(err) == fault.Internal {
		t.Errorf("an empty file: %v", err)
	}
	if _, err := rounds.ReadAccounts(context.Background(), "x.csv", []byte{0, 1, 2}, lang.SV); err == nil || fault.KindOf(err) == fault.Internal {
		t.Errorf("no file of ours: %v", err)
	}
	many := "Konto\n" + strings.Repeat("x", 3)
	for i := range 10_002 {
		many += fmt.Sprintf("\nk%d", i)
	}
	if _, wrong := read(t, many); len(wrong) != 1 || wrong[0].Code != "list-too-long" {
		t.Errorf("too many: %+v", wrong)
	}
}

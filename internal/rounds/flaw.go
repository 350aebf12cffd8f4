package rounds

import (
	"cmp"
	"slices"

	"genomlys/internal/intake/match"
	"genomlys/internal/method/clock"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// severities of flaws on a day, with their order and limits.
func severities(rules rulebook.Rules) rulebook.Degrees {
	return rules.Degrees(rulebook.VulnerabilityLadder)
}

// days is how long a flaw of a severity may stay: the rule book's limits
// (domain.md R15). Low ones and remarks have none.
func days(rules rulebook.Rules, severity string) int {
	if limit := severities(rules).Step(severity).Limit; limit != "" {
		return rules.Number(limit)
	}
	return 0
}

// Due is the last day to mend a flaw found on a day, empty when there is none.
func Due(rules rulebook.Rules, severity string, found clock.Date) clock.Date {
	n := days(rules, severity)
	if n == 0 || !found.Valid() {
		return ""
	}
	return found.AddDays(n)
}

// Overdue tells whether a flaw is open past its last day.
func Overdue(f registers.VulnFinding, day clock.Date) bool {
	return f.State == "open" && f.Due != "" && clock.Date(f.Due) < day
}

// longest is the longest that any severity gives.
func longest(rules rulebook.Rules) int {
	n := 0
	for _, s := range severities(rules).Codes() {
		n = max(n, days(rules, s))
	}
	return n
}

// Priority is what an action for a flaw of a severity gets, 1 the most urgent:
// the worst severity the first of those that an action may have.
func Priority(rules rulebook.Rules, severity string) int {
	all, field := severities(rules), registers.Actions.Must("priority")
	return min(max(int(field.MinN), len(all.Steps)-all.Rank(severity)), int(field.MaxN))
}

// flawKey is what a flaw is known by from year to year, and by its action: its
// name, as long as a title may be.
func flawKey(f registers.VulnFinding) string { return match.Fold(flawTitle(f)) }

func flawTitle(f registers.VulnFinding) string {
	if r := []rune(f.Title); len(r) > 200 {
		return string(r[:200])
	}
	return f.Title
}

// CompareFlaws tells which flaws are new, gone and left by name. False alarms
// are none. What is left keeps the severity it has now.
func CompareFlaws(rules rulebook.Rules, last, this []registers.VulnFinding) []Pair[registers.VulnFinding] {
	real := func(list []registers.VulnFinding) []registers.VulnFinding {
		return slices.DeleteFunc(slices.Clone(list), func(f registers.VulnFinding) bool { return f.State == "false_positive" })
	}
	out := Compare(real(last), real(this), flawKey, func(a, b registers.VulnFinding) bool { return true })
	rank := func(p Pair[registers.VulnFinding]) int {
		f := p.Now
		if f == nil {
			f = p.Before
		}
		return severities(rules).Rank(f.Severity)
	}
	slices.SortStableFunc(out, func(a, b Pair[registers.VulnFinding]) int {
		return cmp.Or(cmp.Compare(fateOrder[a.Fate], fateOrder[b.Fate]), cmp.Compare(rank(b), rank(a)))
	})
	return out
}

// fateOrder puts what is left first: it has been known for a year.
var fateOrder = map[Fate]int{Same: 0, New: 1, Gone: 2}

package rounds

import (
	"cmp"
	"slices"

	"genomlys/internal/intake/match"
	"genomlys/internal/method/clock"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// severities in order, worst first.
var severities = []string{"critical", "high", "medium", "low", "info"}

// days is how long a flaw of a severity may stay: the rule book's limits
// (domain.md R15). Low ones and remarks have none.
func days(rules rulebook.Rules, severity string) int {
	limit, ok := map[string]rulebook.Limit{"critical": rulebook.VulnerabilityDaysCritical, "high": rulebook.VulnerabilityDaysHigh, "medium": rulebook.VulnerabilityDaysMedium}[severity]
	if !ok {
		return 0
	}
	return rules.Number(limit)
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

// Priority is what an action for a flaw of a severity gets, 1 the most urgent.
func Priority(severity string) int {
	return max(1, min(4, slices.Index(severities, severity)+1))
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
func CompareFlaws(last, this []registers.VulnFinding) []Pair[registers.VulnFinding] {
	real := func(list []registers.VulnFinding) []registers.VulnFinding {
		return slices.DeleteFunc(slices.Clone(list), func(f registers.VulnFinding) bool { return f.State == "false_positive" })
	}
	out := Compare(real(last), real(this), flawKey, func(a, b registers.VulnFinding) bool { return true })
	slices.SortStableFunc(out, func(a, b Pair[registers.VulnFinding]) int {
		return cmp.Or(cmp.Compare(fateOrder[a.Fate], fateOrder[b.Fate]), cmp.Compare(rank(a), rank(b)))
	})
	return out
}

// fateOrder puts what is left first: it has been known for a year.
var fateOrder = map[Fate]int{Same: 0, New: 1, Gone: 2}

func rank(p Pair[registers.VulnFinding]) int {
	f := p.Now
	if f == nil {
		f = p.Before
	}
	return slices.Index(severities, f.Severity)
}

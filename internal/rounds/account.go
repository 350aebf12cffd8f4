package rounds

import (
	"slices"
	"strings"

	"genomlys/internal/method/clock"
	"genomlys/internal/register"
)

// Account is one account as a system's own list tells of it.
type Account struct {
	Row        int // of the file
	Name       string
	Holder     string
	Mail       string
	Roles      []string
	Privileged register.Fact
	LastLogin  register.Date
}

// key is what an account is known by from one list to the next.
func key(account string) string { return strings.ToLower(strings.TrimSpace(account)) }

// Person is whom an account may belong to.
type Person struct {
	ID        register.ID
	Left      bool
	Protected bool
}

// Earlier is an account as the last round left it.
type Earlier struct {
	Name    string
	Roles   []string // as decided, where they were to change
	Removed bool     // it was to be removed
}

// Judged is an account with what is to be looked at before it is decided on.
type Judged struct {
	Account
	Person      *Person
	HolderState string
	SinceLast   string // empty when there was no earlier round
	Before      []string
	Remarks     []string
}

// grave are the remarks that a decision to keep must answer, one by one.
var grave = []string{"no_person", "left", "dormant", "not_removed"}

// Grave tells whether any of some remarks must be answered by a reason.
func Grave(remarks []string) bool {
	return slices.ContainsFunc(remarks, func(r string) bool { return slices.Contains(grave, r) })
}

// Judge says of each account who holds it, what is new since the last round and
// what is to be looked at. persons are by mail address in lower case; dormant is
// how many days an account may lie unused.
func Judge(accounts []Account, persons map[string]Person, last []Earlier, day clock.Date, dormant int) []Judged {
	before := make(map[string]Earlier, len(last))
	for _, e := range last {
		before[key(e.Name)] = e
	}
	out := make([]Judged, len(accounts))
	for i, a := range accounts {
		j := Judged{Account: a, HolderState: "none"}
		if p, ok := persons[key(a.Mail)]; ok && a.Mail != "" {
			j.Person, j.HolderState = &p, "active"
			if p.Left {
				j.HolderState = "left"
			}
		}
		remark := func(when bool, code string) {
			if when {
				j.Remarks = append(j.Remarks, code)
			}
		}
		remark(j.HolderState == "none", "no_person")
		remark(j.HolderState == "left", "left")
		if e, ok := before[key(a.Name)]; ok {
			j.Before, j.SinceLast = e.Roles, "same"
			if !sameRoles(e.Roles, a.Roles) {
				j.SinceLast = "changed"
			}
			remark(e.Removed, "not_removed")
		} else if len(last) > 0 {
			j.SinceLast = "new"
		}
		remark(a.LastLogin != "" && clock.Date(a.LastLogin).AddDays(dormant) < day, "dormant")
		remark(a.Privileged == register.Yes, "privileged")
		remark(j.SinceLast == "new", "new")
		remark(j.SinceLast == "changed", "roles_changed")
		out[i] = j
	}
	return out
}

// sameRoles tells whether two sets of roles are the same, whatever the order and
// the case.
func sameRoles(a, b []string) bool {
	fold := func(list []string) []string {
		var out []string
		for _, s := range list {
			if s = strings.ToLower(strings.Join(strings.Fields(s), " ")); s != "" {
				out = append(out, s)
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	return slices.Equal(fold(a), fold(b))
}

// Proof is what a later list of accounts says of what was decided.
type Proof string

// The proofs.
const (
	Carried Proof = "carried" // the account is gone, or has the roles decided
	Remains Proof = "remains" // it is there as before
)

// Prove holds a decision to remove or change an account against a later list.
func Prove(decision, account string, roles []string, now []Account) Proof {
	for _, a := range now {
		if key(a.Name) != key(account) {
			continue
		}
		if decision == "change" && sameRoles(a.Roles, roles) {
			return Carried
		}
		return Remains
	}
	return Carried
}

package access

import (
	"slices"

	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Grant tells whether the caller may give somebody a function in an
// organisation. Writing the register of functions is not enough: who could give
// any function could give himself a decider's (security.md T5).
func (c Caller) Grant(function string, org, person register.ID) error {
	if c.system {
		return nil
	}
	denied := fault.New(fault.Denied, "may-not-grant", function)
	if person == c.Person {
		return denied // nobody gives himself rights
	}
	for _, h := range c.Held {
		if slices.Contains(h.Reach, org) && names(Grants[h.Function], function) {
			return nil
		}
	}
	return denied
}

// Remark is where records stand on which the caller may make a remark of a
// register (Remarks); false tells that the register holds no remarks, or that
// the caller may change nothing.
func (c Caller) Remark(remarks, about *register.Register) (store.Scope, bool) {
	switch {
	case c.ReadOnly || c.limit != nil:
		return store.Scope{}, false
	case Remarks[remarks.Name] == MayRead:
		return c.Read(about), true
	case Remarks[remarks.Name] == MayWrite:
		return c.Write(about), true
	}
	return store.Scope{}, false
}

// Granters are the functions whose holders may give a function to others.
func Granters(function string) []string {
	var out []string
	for by, may := range Grants {
		if names(may, function) {
			out = append(out, by)
		}
	}
	slices.Sort(out)
	return out
}

// Readers are the functions whose holders read a register where they hold them,
// in the order of the rules.
func Readers(register string) []string {
	var out []string
	for _, x := range Rules {
		if names(x.Read, register) || names(x.Around, register) {
			out = append(out, x.Function)
		}
	}
	return out
}

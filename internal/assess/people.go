package assess

import (
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// function is a function with who holds it: what a record names as decider.
type function struct {
	id       register.ID
	ref      string
	title    string
	function string
	org      register.ID
	person   register.ID
	active   bool
}

func (r *reader) function(id string, on register.Date) (*function, error) {
	rec, err := r.get("role_assignment", id)
	if rec == nil {
		return nil, err
	}
	from, to := rec.Text("valid_from"), rec.Text("valid_to")
	return &function{id: rec.ID, ref: rec.Ref, title: rec.Text("title"), function: rec.Text("function"), org: rec.Org, person: register.ID(rec.Text("person")),
		active: rec.Text("status") == "active" && from <= string(on) && (to == "" || to >= string(on))}, nil
}

// holds tells whether the caller holds the function: only whoever holds it may
// decide in its name (domain.md C9).
func holds(c access.Caller, f *function) bool {
	return f != nil && c.Person != "" && c.Person == f.person
}

// signs refuses a decision in a function's name by somebody who does not hold
// it, or whose function gives no right to it. A function that cannot write in
// the product (a board) decides at its meeting: its decision is entered by
// others, with the diary number that proves it.
func (h *house) signs(f command.Following, field string, may []string) ([]fault.Problem, *function, error) {
	id := f.New.Text(field)
	if id == "" {
		return []fault.Problem{{Field: field, Code: "decider-missing", Allowed: may}}, nil, nil
	}
	fn, err := h.reader(f).function(id, f.Today())
	if err != nil || fn == nil {
		return nil, nil, err
	}
	switch {
	case !slices.Contains(may, fn.function):
		return []fault.Problem{{Field: field, Code: "decider-has-other-function", Value: fn.function, Allowed: may}}, fn, nil
	case !fn.active:
		return []fault.Problem{{Field: field, Code: "function-not-in-force", Value: fn.ref}}, fn, nil
	case Meets(fn.function):
		if f.New.Text("diary_no") == "" {
			return []fault.Problem{{Field: "diary_no", Code: "meeting-needs-diary-number", Value: fn.title}}, fn, nil
		}
	case !holds(f.Caller, fn):
		return []fault.Problem{{Field: field, Code: "decide-in-own-function", Value: fn.title}}, fn, nil
	}
	return nil, fn, nil
}

// Meets tells whether a function decides at a meeting and writes nothing itself.
func Meets(function string) bool {
	for _, r := range access.Rules {
		if r.Function == function {
			return len(r.Write) == 0
		}
	}
	return false
}

// second refuses a confirmation by anybody but the person who holds the
// function named, and one that is the decider's or the author's own.
func (h *house) second(f command.Following, field string, decider *function, author string) ([]fault.Problem, error) {
	id := f.New.Text(field)
	if id == "" {
		return []fault.Problem{{Field: field, Code: "second-person-missing"}}, nil
	}
	fn, err := h.reader(f).function(id, f.Today())
	if err != nil || fn == nil {
		return nil, err
	}
	if decider != nil && (fn.id == decider.id || fn.person != "" && fn.person == decider.person) {
		return []fault.Problem{{Field: field, Code: "second-is-first"}}, nil
	}
	if author != "" && fn.person != "" && actor(fn.person) == author {
		return []fault.Problem{{Field: field, Code: "second-is-author"}}, nil
	}
	return nil, nil
}

// confirms holds that a confirmation is given by the person it names, and that
// it falls when what was confirmed changes.
func (h *house) confirms(f command.Following, field string, free ...string) ([]fault.Problem, error) {
	was := ""
	if f.Old != nil {
		was = f.Old.Text(field)
	}
	now := f.New.Text(field)
	if now == "" {
		return nil, nil
	}
	if now == was {
		for _, name := range register.Changed(f.Old, f.New) {
			if !slices.Contains(free, name) && !f.New.Register.Must(name).Common {
				return []fault.Problem{{Field: field, Code: "confirmed-then-changed", Value: name}}, nil
			}
		}
		return nil, nil
	}
	fn, err := h.reader(f).function(now, f.Today())
	if err != nil || fn == nil || holds(f.Caller, fn) {
		return nil, err
	}
	return []fault.Problem{{Field: field, Code: "confirm-in-own-function", Value: fn.title}}, nil
}

// actor is a person's pseudonym in the ledger.
func actor(person register.ID) string { return access.Caller{Person: person}.Actor() }

// author tells who made a record or brought it to a state: the pseudonym of the
// latest change that did, empty when nobody has.
func (h *house) author(f command.Following, status string) (string, error) {
	if f.Old == nil {
		return f.Caller.Actor(), nil
	}
	vs, err := h.db.History(f.Ctx, f.All(f.New.Register), f.New.Register, f.New.ID)
	if err != nil {
		return "", err
	}
	who, was := "", ""
	for _, v := range vs {
		now := v.Record.Text("status")
		if now == status && was != status {
			who = v.Entry.Actor
		}
		was = now
	}
	if n := len(vs); was != status && n > 0 && vs[n-1].Record.Version != f.Old.Version {
		who = f.Caller.Actor() // brought there earlier in this very change
	}
	return who, nil
}

// isDPO tells whether the caller is the data protection officer there.
func isDPO(c access.Caller, org register.ID) bool { return c.Holds("dpo", org) }

// lines counts the lines with something on them, or parts between semicolons.
func lines(s string) int {
	n := 0
	for _, p := range strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == ';' }) {
		if strings.TrimSpace(p) != "" {
			n++
		}
	}
	return n
}

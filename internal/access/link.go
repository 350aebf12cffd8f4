package access

import (
	"slices"

	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Limit is all that the holder of a link may see and do: some records, what
// hangs on one object in some registers, a few fields and steps of the one
// record that the link is about, and a few fields of records that are made in
// one organisation. It rests on no function.
type Limit struct {
	Key     string // tells the ledger whose link it was, where the register knows no person
	Person  register.ID
	Name    string
	Email   string
	Records map[string][]register.ID // by register
	Object  register.ID
	Of      []string // registers in which what hangs on the object is seen
	About   register.ID
	Write   string   // the register of what the link is about
	Fields  []string // of it that are written
	Steps   []string // of it that are taken
	In      register.ID
	Make    map[string][]string // registers in which records are made in In, with the fields that are filled in
}

// Linked is the caller who comes by a link.
func Linked(l Limit) Caller {
	return Caller{Person: l.Person, Name: l.Name, Email: l.Email, limit: &l}
}

// IsLinked tells whether the caller came by a link to one matter.
func (c Caller) IsLinked() bool { return c.limit != nil }

func (l *Limit) read(name string) store.Scope {
	s := store.Scope{Records: l.Records[name], Reason: "link"}
	if l.Object != "" && slices.Contains(l.Of, name) {
		s.Objects = []register.ID{l.Object}
	}
	return s
}

func (l *Limit) write(name string) store.Scope {
	if name != l.Write || l.About == "" {
		return store.Scope{Reason: "link"}
	}
	return store.Scope{Records: []register.ID{l.About}, Reason: "link"}
}

// decide refuses every step that the link is not for.
func (l *Limit) decide(name, action string) error {
	if name == l.Write && slices.Contains(l.Steps, action) {
		return nil
	}
	return fault.New(fault.Denied, "not-by-link", name, action)
}

// create refuses to make what the limit does not name, or elsewhere.
func (l *Limit) create(name string, org register.ID) error {
	if _, ok := l.Make[name]; ok && org == l.In {
		return nil
	}
	return MayNotCreate(name)
}

func (l *Limit) writes(name, field string) error {
	if name == l.Write && slices.Contains(l.Fields, field) || slices.Contains(l.Make[name], field) {
		return nil
	}
	return fault.New(fault.Denied, "not-by-link", name, field)
}

package command

import (
	"slices"

	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// Held is what a lock says of a record: only the fields in Open may still
// change, and Code refuses the others.
type Held struct {
	Open []string
	Code string
}

// Lock tells whether a record as it stands is held as it was decided, nil when it
// is not. It knows nothing but the record, so that the doors can ask it too.
type Lock func(*register.Record) *Held

// AddLock adds a lock to a register. It holds by every door: a file too changes
// only what came with files.
func (s *Service) AddLock(register string, l Lock) { s.locks[register] = append(s.locks[register], l) }

// Open tells whether a field of a record as it stands may be changed at all.
func (s *Service) Open(rec *register.Record, field string) bool {
	for _, l := range s.locks[rec.Register.Name] {
		if h := l(rec); h != nil && !slices.Contains(h.Open, field) {
			return false
		}
	}
	return true
}

// held refuses changes of what is locked.
func (w *work) held(i int, old, rec *register.Record) {
	if old == nil || w.opt.Sealed || w.opt.Via == "import" && old.Text("source") == "import" {
		return
	}
	for _, l := range w.s.locks[rec.Register.Name] {
		h := l(old)
		if h == nil {
			continue
		}
		for _, name := range register.Changed(old, rec) {
			if !slices.Contains(h.Open, name) {
				w.wrong(i, fault.Problem{Field: name, Code: h.Code, Value: old.Ref})
			}
		}
	}
}

package access

import (
	"slices"

	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Demands is where others lean on the objects that the caller answers for: who
// holds a function for objects is told what is demanded of them by the rest of
// the organisation, as a level and a number, never by whom. False where the
// caller holds none, and so is told what is seen.
func (c Caller) Demands(r *register.Register) (store.Scope, bool) {
	s := c.Read(r)
	var reach []register.ID
	for _, h := range c.Held {
		if rule(h.Function).PerObject {
			reach = append(reach, h.Reach...)
		}
	}
	if s.All || c.limit != nil || len(reach) == 0 || !slices.Contains(demanding, r.Name) {
		return s, false
	}
	read := s.Others
	s.Others = func(name string) store.Scope {
		x := read(name)
		if slices.Contains(demanding, name) {
			x.Orgs = unique(slices.Concat(x.Orgs, reach))
		}
		return x
	}
	s.Orgs, s.Who = s.Others(r.Name).Orgs, s.Who+" demands"
	return s, true
}

// demanding are the registers that say what objects lean on and how far they are
// to be protected.
var demanding = []string{"object", "classification"}

package duty

import (
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/assess"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// judged are what tells which band a risk is in, and what the band's limit asks.
var judged = []string{"kind", "p", "c", "p2", "c2", "comment", "object"}

// acceptances are the risks that are to be accepted and that wait for whom their
// band names (domain.md 2): first for the comment that it asks for. What a
// board alone may accept waits for it, and for who writes down what it decides.
func (a *asker) acceptances() (out []Item, err error) {
	err = a.each(a.c, registers.Risks, "status = (assessed, treated) AND treatment = accept", judged, func(k store.Key, v []any) {
		rec := registers.Risks.NewRecord(k.ID, k.Org)
		for i, name := range judged {
			if v[i] != nil {
				rec.Set(name, v[i])
			}
		}
		at, ok := assess.PlaceOf(a.rules, rec)
		if !ok || at.Band.AcceptedBy == "" {
			return
		}
		step, asked := "accept", false
		if at.Band.Comment != "" && rec.Text("comment") == "" {
			step, asked = "comment", a.c.Holds(at.Band.Comment, k.Org)
		} else {
			object := register.ID(rec.Text("object"))
			asked = slices.ContainsFunc(a.c.Held, func(h access.Held) bool {
				if h.Function == "object_owner" {
					return at.Band.AcceptedBy == h.Function && slices.Contains(h.Objects, object)
				}
				return (h.Function == at.Band.AcceptedBy || h.Function == "head" && assess.Meets(at.Band.AcceptedBy)) && slices.Contains(h.Reach, k.Org)
			})
		}
		if asked {
			out = append(out, Item{Kind: Decision, Due: a.end(string(a.today)), ByDay: true, Source: registers.Risks, Records: []store.Key{k}, Title: k.Title, Mine: true, Step: step})
		}
	})
	return out, err
}

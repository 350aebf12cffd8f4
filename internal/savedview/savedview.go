// Package savedview keeps the saved views of lists each with its owner: others
// may use one that is shared, and nobody else changes it.
package savedview

import (
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
)

// Install gives the commands the rule of saved views.
func Install(s *command.Service) {
	s.AddRule("saved_view", func(f command.Following) ([]fault.Problem, error) {
		owner := f.New.Text("owner")
		if f.Old != nil {
			owner = f.Old.Text("owner")
		}
		if f.Caller.IsSystem() || owner == string(f.Caller.Person) && f.New.Text("owner") == owner {
			return nil, nil
		}
		return []fault.Problem{{Field: "owner", Code: "view-of-another"}}, nil
	})
}

// Messages are the words for what is refused here.
var Messages = map[string]lang.Text{
	"view-of-another": {SV: "En sparad vy ändras bara av sin ägare. Spara en egen vy i stället.", EN: "A saved view is changed by its owner only. Save a view of your own instead."},
}

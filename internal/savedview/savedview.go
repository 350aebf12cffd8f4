// Package savedview keeps the saved views of lists each with its owner, and
// such as can be asked: others may use one that is shared, and nobody else
// changes it.
package savedview

import (
	"errors"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
)

// Asked is what a view asks, as it would be asked by whoever saves it.
type Asked func(f command.Following, register, filter, order string) error

// fields are what a view calls the parts of a question.
var fields = map[string]string{"register": "register_name", "filter": "query", "order_by": "sorted_by"}

// Install gives the commands the rules of saved views.
func Install(s *command.Service, try Asked) {
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
	s.AddRule("saved_view", func(f command.Following) ([]fault.Problem, error) {
		if !f.Changed("register_name") && !f.Changed("query") && !f.Changed("sorted_by") {
			return nil, nil
		}
		err := try(f, f.New.Text("register_name"), f.New.Text("query"), f.New.Text("sorted_by"))
		var e *fault.Error
		if !errors.As(err, &e) || e.Kind != fault.Invalid {
			return nil, err
		}
		for i := range e.Problems {
			e.Problems[i].Field = fields[e.Problems[i].Field]
		}
		return e.Problems, nil
	})
}

// Messages are the words for what is refused here.
var Messages = map[string]lang.Text{
	"view-of-another": {SV: "En sparad vy ändras bara av sin ägare. Spara en egen vy i stället.", EN: "A saved view is changed by its owner only. Save a view of your own instead."},
}

package people

import (
	"slices"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// separate are pairs of functions that one person may not hold at once
// (domain.md 2): the officer decides nothing about purposes and means and is not
// instructed by whoever does (GDPR art. 38(3), 38(6)).
var separate = [][2]string{
	{"dpo", "system_admin"}, {"dpo", "object_owner"}, {"dpo", "information_owner"}, {"dpo", "head"}, {"dpo", "city_manager"}, {"dpo", "board"}, {"dpo", "isam"},
}

// single are the functions that one person holds at a time in an organisation
// (domain.md R02).
var single = []string{"isam", "dpo", "head", "city_manager"}

func functionField() query.Field {
	return query.Field{Name: "function", Type: query.Choice}
}

// apart refuses a function that its holder's other functions bar.
func (h house) apart(f command.Following) ([]fault.Problem, error) {
	person, function := f.New.Text("person"), f.New.Text("function")
	if person == "" || !inForce(f.New) {
		return nil, nil
	}
	var others []string
	for _, p := range separate {
		switch function {
		case p[0]:
			others = append(others, p[1])
		case p[1]:
			others = append(others, p[0])
		}
	}
	if len(others) == 0 {
		return nil, nil
	}
	held, err := f.Find(registers.RoleAssignments, query.Compare{Field: query.Field{Name: "person", Type: query.Ref}, Op: query.Eq, Value: person})
	if err != nil {
		return nil, err
	}
	for _, other := range held {
		if other.ID != f.New.ID && inForce(other) && slices.Contains(others, other.Text("function")) && overlap(other, f.New) {
			return []fault.Problem{problem("person", "functions-apart", other.Text("title")+" ("+other.Ref+")")}, nil
		}
	}
	return nil, nil
}

// only refuses a second holder of a function that one person holds, except as a
// substitute.
func (h house) only(f command.Following) ([]fault.Problem, error) {
	function := f.New.Text("function")
	if !slices.Contains(single, function) || f.New.Text("person") == "" || f.New.Text("substitute_for") != "" || !inForce(f.New) {
		return nil, nil
	}
	held, err := f.Find(registers.RoleAssignments, query.And{
		query.Compare{Field: functionField(), Op: query.Eq, Value: function},
		query.Compare{Field: query.Field{Name: "org", Type: query.Ref}, Op: query.Eq, Value: string(f.New.Org)}})
	if err != nil {
		return nil, err
	}
	for _, other := range held {
		if other.ID != f.New.ID && other.Text("person") != "" && other.Text("substitute_for") == "" && inForce(other) && overlap(other, f.New) {
			return []fault.Problem{problem("function", "function-held-already", other.Text("title")+" ("+other.Ref+")")}, nil
		}
	}
	return nil, nil
}

// ownController holds that a board or a company answers for itself (domain.md R01).
func ownController(f command.Following) ([]fault.Problem, error) {
	kind, controller := f.New.Text("kind"), f.New.Text("controller")
	if (kind == "board" || kind == "company") && controller != "" && controller != string(f.New.ID) {
		return []fault.Problem{problem("controller", "board-is-own-controller", f.New.Text("title"))}, nil
	}
	return nil, nil
}

func inForce(rec *register.Record) bool { return rec.Text("status") == "active" }

// overlap tells whether two functions are held on a same day; an empty end is
// until further notice.
func overlap(a, b *register.Record) bool {
	before := func(x, y *register.Record) bool {
		return x.Text("valid_to") != "" && y.Text("valid_from") != "" && x.Text("valid_to") < y.Text("valid_from")
	}
	return !before(a, b) && !before(b, a)
}

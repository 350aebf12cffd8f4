package review

import (
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// afterLock are the fields that follow from what is done with a decided review:
// it is annexed, registered and archived. All else is frozen.
var afterLock = []string{"status", "annex_to", "diary_no", "archived_on", "tags", "review_due"}

// Install adds the rules that a review is decided only by being frozen, that a
// decided one changes only by a correction (domain.md R32), and that the
// officer's words in it are the officer's. Of a day before from no figure is
// defined, and a review as of then would have nothing to say.
func Install(s *command.Service, from register.Date) {
	s.AddRule("management_review", ownWords)
	s.AddRule("management_review", func(f command.Following) ([]fault.Problem, error) {
		var out []fault.Problem
		for _, day := range []string{"as_of", "compare_as_of"} {
			if d := f.New.Text(day); d != "" && register.Date(d) < from && f.Changed(day) {
				out = append(out, fault.Problem{Field: day, Code: "before-figures", Value: d, Allowed: []string{string(from)}})
			}
		}
		return out, nil
	})
	s.AddThen("management_review", answered)
	s.AddLock("management_review", func(rec *register.Record) *command.Held {
		if !isFrozen(rec) {
			return nil
		}
		return &command.Held{Open: afterLock, Code: "locked-when-decided"}
	})
	s.AddRuleAlways("management_review", func(f command.Following) ([]fault.Problem, error) {
		if f.Imported && (f.Old == nil || f.Elsewhere(f.Old) && f.Old.Get("sections") == nil) {
			return nil, nil // written and decided elsewhere
		}
		if !f.Sealed && decided(f.New.Text("status")) && (f.Old == nil || !decided(f.Old.Text("status"))) {
			return []fault.Problem{{Field: "status", Code: "decide-has-its-own-way"}}, nil
		}
		return nil, nil
	})
}

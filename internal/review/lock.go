package review

import (
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
)

// afterLock are the fields that follow from what is done with a decided review:
// it is annexed, registered and archived. All else is frozen.
var afterLock = map[string]bool{"status": true, "annex_to": true, "diary_no": true, "archived_on": true, "tags": true, "review_due": true}

// Install adds the rules that a review is decided only by being frozen, that a
// decided one changes only by a correction (domain.md R32), and that the
// officer's words in it are the officer's.
func Install(s *command.Service) {
	s.AddRule("management_review", ownWords)
	s.AddThen("management_review", answered)
	s.AddLock("management_review", func(f command.Following) ([]fault.Problem, error) {
		if f.Sealed {
			return nil, nil
		}
		if f.Became("decided") {
			return []fault.Problem{{Field: "status", Code: "decide-has-its-own-way"}}, nil
		}
		if f.Old == nil || !isFrozen(f.Old) {
			return nil, nil
		}
		var ps []fault.Problem
		for i, fd := range f.New.Register.Fields {
			if !afterLock[fd.Name] && !register.Same(f.Old.Values[i], f.New.Values[i]) {
				ps = append(ps, fault.Problem{Field: fd.Name, Code: "locked-when-decided"})
			}
		}
		return ps, nil
	})
}

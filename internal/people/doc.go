// Package people keeps who holds what where: dated changes of the organisation
// tree, functions given and left, and what somebody who leaves hands over.
// Install adds their rules to the command path; Rooms says what the doors offer.
package people

import (
	"context"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// Deps are what the room needs of the house.
type Deps struct {
	DB       *store.DB
	Commands *command.Service
}

// Install adds the rules of functions and of the tree.
func Install(s *command.Service, db *store.DB) {
	h := house{db}
	s.AddRule(registers.RoleAssignments.Name, h.apart)
	s.AddRule(registers.RoleAssignments.Name, h.only)
	s.AddRule(registers.Orgs.Name, ownController)
}

type house struct{ db *store.DB }

func problem(field, code, value string, allowed ...string) fault.Problem {
	return fault.Problem{Field: field, Code: code, Value: value, Allowed: allowed}
}

func refuse(field, code, value string, allowed ...string) error {
	return fault.Problems([]fault.Problem{problem(field, code, value, allowed...)})
}

// from is the instant at which what holds from a day begins: none, which is
// now, for today.
func (d Deps) from(day, today register.Date) time.Time {
	if day == "" || day >= today {
		if day > today {
			return day.Time(d.DB.Zone) // told by the command path, which takes no future
		}
		return time.Time{}
	}
	return day.Time(d.DB.Zone)
}

func (d Deps) get(ctx context.Context, c access.Caller, reg *register.Register, id string) (*register.Record, error) {
	return d.DB.Get(ctx, c.Read(reg), reg, id, time.Time{}, 0)
}

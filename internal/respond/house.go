package respond

import (
	"fmt"
	"slices"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/method/clock"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/store"
)

// house is what the rules and consequences stand on.
type house struct {
	db   *store.DB
	book *rulebook.Book
}

// Install adds the rules and consequences of incidents and requests.
func Install(s *command.Service, db *store.DB) error {
	book, err := rulebook.Load()
	if err != nil {
		return fmt.Errorf("respond: %w", err)
	}
	h := &house{db, book}
	inc := registers.Incidents.Name
	s.AddRule(inc, h.mayActivate)
	s.AddRule(inc, h.mayDecide)
	s.AddRule(inc, h.mayInform)
	s.AddRule(inc, h.mayClose)
	s.AddThen(inc, h.logSteps)
	s.AddThen(inc, h.runClocks)
	s.AddThen(inc, h.fillDecision)
	s.AddThen(inc, h.findBoards)
	s.AddThen(inc, h.answerBoard)
	s.AddRule(registers.LogEntries.Name, h.logLineStays)
	s.AddRule(registers.Clocks.Name, h.clockRules)
	s.AddRule(registers.Notifications.Name, h.mayNotify)
	s.AddThen(registers.Notifications.Name, h.notified)
	s.AddRule(registers.IncidentRecipients.Name, h.mayTellBoard)
	s.AddThen(registers.IncidentRecipients.Name, h.boardTold)
	s.AddThen(registers.Actions.Name, h.linkAction)
	s.AddRule(registers.SubjectRequests.Name, h.requestRules)
	s.AddThen(registers.SubjectRequests.Name, h.requestClocks)
	s.AddRule(registers.Issues.Name, h.mayHandleIssue)
	return nil
}

// find gives the records that answer, whoever calls: what it finds decides and
// is never shown.
func (h *house) find(f command.Following, r *register.Register, filter query.Checked) ([]*register.Record, error) {
	return draft.InTx(f.Tx, f.All(r), r, filter)
}

// get gives one record, nil when there is none.
func (h *house) get(f command.Following, r *register.Register, id string) (*register.Record, error) {
	if id == "" {
		return nil, nil
	}
	rec, err := f.Tx.Get(f.All(r), r, id)
	if fault.Is(err, fault.Unknown) {
		return nil, nil
	}
	return rec, err
}

func (h *house) rules(at time.Time) rulebook.Rules { return h.book.At(clock.DateOf(at)) }

// today is the civil day of a change.
func (h *house) today(f command.Following) string {
	return string(register.DateOf(f.Now.In(h.db.Zone)))
}

// changed tells whether the change gave a field another value.
func changed(f command.Following, field string) bool {
	if f.Old == nil {
		return f.New.Get(field) != nil
	}
	return !register.Same(f.Old.Get(field), f.New.Get(field))
}

func problem(field, code string, value string, allowed ...string) []fault.Problem {
	return []fault.Problem{{Field: field, Code: code, Value: value, Allowed: allowed}}
}

// assignment is the function by which the caller decides in an organisation:
// one of those wanted if given, else any that reaches there.
func assignment(c access.Caller, org register.ID, wanted ...string) string {
	for _, h := range c.Held {
		if slices.Contains(h.Reach, org) && (len(wanted) == 0 || slices.Contains(wanted, h.Function)) {
			return string(h.Assignment)
		}
	}
	return ""
}

func create(r *register.Register, org register.ID, fields map[string]any) command.Change {
	return command.Change{Op: "create", Register: r, Org: org, Fields: fields}
}

func change(op string, rec *register.Record, fields map[string]any) command.Change {
	return command.Change{Op: op, Register: rec.Register, ID: string(rec.ID), Fields: fields}
}

func set(rec *register.Record, field string) []string {
	v, _ := rec.Get(field).([]string)
	return v
}

func ids(links []register.Link) []string {
	out := make([]string, len(links))
	for i, l := range links {
		out[i] = string(l.To)
	}
	return out
}

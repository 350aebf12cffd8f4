package respond

import (
	"fmt"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/method/clock"
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
	s.AddLock(registers.LogEntries.Name, logLineStays)
	s.AddRule(registers.LogEntries.Name, h.correctsOwnLog)
	s.AddRule(registers.Clocks.Name, h.clockRules)
	s.AddThen(registers.Clocks.Name, h.carry)
	s.AddRule(registers.Notifications.Name, h.mayNotify)
	s.AddThen(registers.Notifications.Name, h.notified)
	s.AddRule(registers.IncidentRecipients.Name, h.mayTellBoard)
	s.AddThen(registers.IncidentRecipients.Name, h.boardTold)
	s.AddThen(registers.Actions.Name, h.linkAction)
	s.AddRule(registers.SubjectRequests.Name, h.requestRules)
	s.AddThen(registers.SubjectRequests.Name, h.requestClocks)
	s.AddRule(registers.Issues.Name, h.mayHandleIssue)
	s.AddLock(registers.SituationReports.Name, pictureStands)
	s.AddRule(registers.SituationReports.Name, h.mayCorrectPicture)
	s.AddThen(registers.SituationReports.Name, h.pictureCorrected)
	return nil
}

func (h *house) rules(at time.Time) rulebook.Rules { return h.book.At(clock.DateOf(at)) }

func problem(field, code string, value string, allowed ...string) []fault.Problem {
	return []fault.Problem{{Field: field, Code: code, Value: value, Allowed: allowed}}
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

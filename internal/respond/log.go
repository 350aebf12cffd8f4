package respond

import (
	"fmt"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// logLineStays: a line of the log is never changed; a correction is a new line
// that names it (domain.md R14).
func logLineStays(*register.Record) *command.Held { return &command.Held{Code: "log-line-stays"} }

// correctsOwnLog holds that a line corrects one of the same log.
func (h *house) correctsOwnLog(f command.Following) ([]fault.Problem, error) {
	old, err := f.Get(registers.LogEntries, f.New.Text("corrects"))
	if err != nil || old == nil {
		return nil, err
	}
	if old.Text("incident") != f.New.Text("incident") {
		return problem("corrects", "corrects-other-incident", old.Ref), nil
	}
	return nil, nil
}

const longest = 20000 // characters of a Long field

// logLine makes a line in an incident's log.
func logLine(incident, org register.ID, f command.Following, what string) command.Change {
	if r := []rune(what); len(r) > longest {
		what = string(r[:longest-1]) + "…"
	}
	fields := map[string]any{"incident": string(incident), "at": f.Now, "what": what}
	if f.Caller.Person != "" {
		fields["who"] = string(f.Caller.Person)
	} else {
		fields["who_text"] = "Genomlys"
	}
	return create(registers.LogEntries, org, fields)
}

// received introduces a text from another board in the log; 0 is the first.
func received(update int64) string {
	if update == 0 {
		return "Information mottagen:\n\n"
	}
	return fmt.Sprintf("Uppdatering nr %d mottagen:\n\n", update)
}

// logSteps writes each change of state into the incident's log.
func (h *house) logSteps(f command.Following) ([]command.Change, error) {
	inc := f.New
	if f.Old == nil || f.Old.Text("status") == inc.Text("status") {
		return nil, nil
	}
	states := inc.Register.Status().Choices
	return []command.Change{logLine(inc.ID, inc.Org, f, "Status: "+states.Label(f.Old.Text("status")).SV+" → "+states.Label(inc.Text("status")).SV)}, nil
}

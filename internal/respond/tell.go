package respond

import (
	"context"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// TellBoards gives the changes by which the boards and companies of an incident
// are told: those that have not been told get the first text, with again all
// others a numbered update. What is sent is kept as it was (domain.md R14).
func TellBoards(ctx context.Context, d draft.Deps, c access.Caller, inc *register.Record, again bool, l lang.Lang) ([]command.Change, error) {
	w := draft.New(ctx, d, c, l, lang.Text{})
	var out []command.Change
	for _, r := range w.All(registers.IncidentRecipients, storeQuery(draft.Where("incident", string(inc.ID)))) {
		first := r.Text("status") == "planned"
		if !first && !again {
			continue
		}
		n := int64(0)
		if !first {
			n, _ = r.Number("update_no")
			n++
		}
		doc, err := boardInformation(ctx, d, c, string(r.ID), l, n)
		if err != nil {
			return nil, err
		}
		fields := map[string]any{"text": draft.Letter(doc)}
		op := "send"
		if first {
			fields["sent_at"] = d.Now
		} else {
			op, fields["update_no"] = "update", n
		}
		ch := change(op, r, fields)
		ch.Version = r.Version
		out = append(out, ch)
	}
	if w.Err() == nil && len(out) == 0 {
		return nil, fault.Problems(problem("status", "board-not-yours", inc.Ref))
	}
	return out, w.Err()
}

// LogLine gives the change that writes a line in an incident's log, by who
// calls.
func LogLine(c access.Caller, d draft.Deps, inc *register.Record, what string) command.Change {
	fields := map[string]any{"incident": string(inc.ID), "at": d.Now, "what": what}
	if c.Person != "" {
		fields["who"] = string(c.Person)
	}
	return create(registers.LogEntries, inc.Org, fields)
}

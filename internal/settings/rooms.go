package settings

import (
	"context"
	"errors"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

func is(err, target error) bool { return errors.Is(err, target) }

// Rooms is what the room gives the doors.
func Rooms(d Deps) room.Set {
	reg := registers.Settings.Name
	return room.Set{Acts: []room.Act{
		{Register: reg, Name: "propose", Title: lang.Text{SV: "Föreslå en egen regel", EN: "Propose an own rule"}, Free: true,
			Params: []room.Param{
				{Name: "code", Title: lang.Text{SV: "Regel", EN: "Rule"}, Kind: room.Words, Needed: true}, {Name: "value", Title: lang.Text{SV: "Värde, som JSON", EN: "Value, as JSON"}, Kind: room.Words, Long: true, Needed: true},
				{Name: "valid_from", Title: lang.Text{SV: "Gäller från", EN: "Valid from"}, Kind: room.Day, Needed: true}, {Name: "why", Title: lang.Text{SV: "Skäl", EN: "Reason"}, Kind: room.Words, Long: true, Needed: true},
				{Name: "diary_no", Title: lang.Text{SV: "Diarienummer", EN: "Diary number"}, Kind: room.Words}, room.Org(true)},
			Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
				p := c.Params
				return Propose(ctx, d, c.Caller, c.Options(), register.ID(p["org"]), Proposal{Code: p["code"], Value: p["value"], From: register.Date(p["valid_from"]), Reason: p["why"], DiaryNo: p["diary_no"]})
			}},
	}}
}

// Proposal is a rule that somebody wants.
type Proposal struct {
	Code, Value     string
	From            register.Date
	Reason, DiaryNo string
}

// Propose makes a rule that holds when it has been adopted.
func Propose(ctx context.Context, d Deps, c access.Caller, opt command.Options, org register.ID, p Proposal) (command.Receipt, error) {
	fields := map[string]any{"title": p.Code + " " + string(p.From), "code": p.Code, "value": p.Value, "valid_from": string(p.From), "reason": p.Reason}
	if p.DiaryNo != "" {
		fields["diary_no"] = p.DiaryNo
	}
	return d.Commands.Do(ctx, c, opt, command.Change{Op: "create", Register: registers.Settings, Org: org, Fields: fields})
}

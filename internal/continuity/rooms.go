package continuity

import (
	"context"

	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// Rooms are the texts, reports and acts of continuity and of the risk and
// vulnerability analysis.
func Rooms(d Deps) room.Set {
	doc := func(fn func(context.Context, Deps, room.Call) (document.Doc, error)) func(context.Context, room.Call) (document.Doc, error) {
		return func(ctx context.Context, c room.Call) (document.Doc, error) { return fn(ctx, d, c) }
	}
	act := func(fn func(context.Context, Deps, room.Call) (command.Receipt, error)) func(context.Context, room.Call) (command.Receipt, error) {
		return func(ctx context.Context, c room.Call) (command.Receipt, error) { return fn(ctx, d, c) }
	}
	action := []room.Param{
		{Name: "title", Title: registers.Actions.Must("title").Title, Kind: room.Words, Needed: true},
		{Name: "owner", Title: registers.Actions.Must("owner").Title, Kind: room.Ref, Register: registers.RoleAssignments.Name, Needed: true},
		{Name: "due", Title: registers.Actions.Must("due").Title, Kind: room.Day, Needed: true},
	}
	cycle := room.Param{Name: "cycle", Title: registers.RsaFindings.Must("cycle").Title, Kind: room.Ref, Register: registers.RsaCycles.Name}
	add := lang.Text{SV: "Lägg till åtgärd", EN: "Add action"}
	answer := func(ctx context.Context, c room.Call) (any, error) {
		return Look(ctx, d, c.Caller, c.Now, c.EndOf("as_of"), register.ID(c.Params["org"]))
	}
	return room.Set{
		Texts: []room.Text{
			{Register: registers.ContinuityPlans.Name, Name: "plan", Title: lang.Text{SV: "Kontinuitetsplan", EN: "Continuity plan"}, Make: doc(PlanText)},
			{Register: registers.RsaCycles.Name, Name: "follow-up", Title: lang.Text{SV: "Uppföljning av RSA", EN: "Follow-up of the analysis"}, Params: []room.Param{room.AsOf()}, Make: doc(RsaText)},
		},
		Reports: []room.Report{
			{Name: "continuity", Title: lang.Text{SV: "Kontinuitet – läget", EN: "Continuity – the state"}, Params: []room.Param{room.Org(false), room.AsOf()}, Answer: answer, Text: doc(OverviewText)},
			{Name: "continuity-offline", Title: lang.Text{SV: "Planer och kontakter att läsa utan it-stöd", EN: "Plans and contacts to read without IT support"}, Params: []room.Param{room.Org(false)},
				Answer: answer, Text: doc(OverviewText), Archive: func(ctx context.Context, c room.Call) ([]byte, error) { return Offline(ctx, d, c) }},
			{Name: "rsa", Title: lang.Text{SV: "RSA – behov och uppföljning", EN: "Risk and vulnerability analysis – needs and follow-up"}, Params: []room.Param{cycle, room.AsOf()},
				Answer: func(ctx context.Context, c room.Call) (any, error) {
					return Rounds(ctx, d, c.Caller, c.Now, c.EndOf("as_of"), register.ID(c.Params["cycle"]))
				}, Text: doc(RoundsText)},
		},
		Acts: []room.Act{
			{Register: registers.ContinuityPlans.Name, Name: "open_needed", Title: lang.Text{SV: "Öppna planer som behövs", EN: "Open the plans that are needed"}, Params: []room.Param{room.Org(false)}, Free: true, Do: act(openNeeded)},
			{Register: registers.Exercises.Name, Name: "add_action", Title: add, Params: action, When: func(x *register.Record) bool { return x.Text("status") != "cancelled" }, Do: act(addAction)},
			{Register: registers.RsaFindings.Name, Name: "add_action", Title: add, Params: action, When: openFinding, Do: act(addAction)},
			{Register: registers.RsaFindings.Name, Name: "open_plan", Title: lang.Text{SV: "Öppna kontinuitetsplan", EN: "Open a continuity plan"},
				When: func(x *register.Record) bool {
					return openFinding(x) && len(x.LinksOf("objects")) > 0 && len(x.LinksOf("continuity_plans")) == 0
				}, Do: act(openForFinding)},
		},
	}
}

func openFinding(x *register.Record) bool {
	return x.Text("status") == "identified" || x.Text("status") == "ongoing"
}

package control

import (
	"context"

	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// Rooms are the texts and reports of internal control.
func Rooms(d Deps) room.Set {
	org := room.Org(false)
	year := room.Param{Name: "year", Title: registers.ControlPlans.Must("year").Title, Kind: room.Number, Needed: true, Min: 2000, Max: 2100}
	part := room.Param{Name: "period", Title: registers.ControlActivities.Must("period").Title, Kind: room.Choice, Choices: partNames}
	ofPart := func(c room.Call) string {
		if p := c.Params["period"]; p != "" {
			return p
		}
		return "year"
	}
	id := func(c room.Call) register.ID { return register.ID(c.Params["org"]) }
	return room.Set{
		Texts: []room.Text{
			{Register: registers.ControlPlans.Name, Name: "follow-up", Title: lang.Text{SV: "Uppföljning av intern kontroll", EN: "Follow-up of internal control"}, Params: []room.Param{part, room.AsOf()},
				Make: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return PeriodText(ctx, d, c, c.Record.Org, number(c.Record, "year"), ofPart(c))
				}},
			{Register: registers.VorProcesses.Name, Name: "assessment", Title: lang.Text{SV: "Väsentlighets- och riskanalys", EN: "Materiality and risk assessment"}, Params: []room.Param{room.AsOf()},
				Make: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return VorText(ctx, d, c, c.Record.Org, number(c.Record, "year"))
				}},
		},
		Reports: []room.Report{
			{Name: "internal-control", Title: lang.Text{SV: "Uppföljning av intern kontroll", EN: "Follow-up of internal control"}, Params: []room.Param{org, year, part, room.AsOf()},
				Answer: func(ctx context.Context, c room.Call) (any, error) {
					return Follow(ctx, d, c.Caller, c.Now, c.EndOf("as_of"), id(c), int(c.Number("year")), ofPart(c))
				},
				Text: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return PeriodText(ctx, d, c, id(c), int(c.Number("year")), ofPart(c))
				}},
			{Name: "control-year", Title: lang.Text{SV: "Intern kontroll – årets kontroller", EN: "Internal control – the controls of the year"}, Params: []room.Param{org, year, room.AsOf()},
				Answer: func(ctx context.Context, c room.Call) (any, error) {
					return Follow(ctx, d, c.Caller, c.Now, c.EndOf("as_of"), id(c), int(c.Number("year")), "year")
				},
				Text: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return GridText(ctx, d, c, id(c), int(c.Number("year")))
				}},
			{Name: "vor", Title: lang.Text{SV: "Väsentlighets- och riskanalys", EN: "Materiality and risk assessment"}, Params: []room.Param{org, year, room.AsOf()},
				Answer: func(ctx context.Context, c room.Call) (any, error) {
					return Assessment(ctx, d, c.Caller, c.Now, c.EndOf("as_of"), id(c), int(c.Number("year")))
				},
				Text: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return VorText(ctx, d, c, id(c), int(c.Number("year")))
				}},
		},
	}
}

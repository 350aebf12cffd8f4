package plan

import (
	"context"
	"slices"

	"genomlys/internal/command"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// Doors are the report and the act of plans.
func Doors(s *command.Service, deps Deps) room.Set {
	return room.Set{
		Reports: []room.Report{{Name: "plan-points", Title: lang.Text{SV: "Vad som blev av förra planen", EN: "What became of the plan before"},
			Params: []room.Param{{Name: "review", Title: registers.ManagementReviews.Singular, Kind: room.Ref, Register: "management_review", Needed: true}},
			Answer: func(ctx context.Context, c room.Call) (any, error) { return become(ctx, deps, c) }}},
		Acts: []room.Act{{Register: "management_review", Name: "carry_plan", Title: lang.Text{SV: "För över öppna punkter ur förra planen", EN: "Carry over the open points of the plan before"},
			When: func(r *register.Record) bool {
				return !slices.Contains([]string{"decided", "annexed", "archived"}, r.Text("status"))
			},
			Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
				return Carry(ctx, s, deps, c.Caller, c.Options(), c.ID())
			}}},
	}
}

func become(ctx context.Context, deps Deps, c room.Call) (any, error) {
	ps, err := Points(ctx, deps, c.Caller, c.Params["review"])
	if err != nil {
		return nil, err
	}
	type point struct {
		Priority *room.Key `json:"priority"`
		State    string    `json:"state"`
		To       *room.Key `json:"to,omitempty"`
		Actions  int       `json:"actions"`
		Finished int       `json:"finished"`
	}
	items := []point{}
	for _, p := range ps {
		items = append(items, point{room.KeyOf(p.Priority), p.State, room.KeyOf(p.To), p.Actions, p.Finished})
	}
	return map[string]any{"items": items, "total": len(items)}, nil
}

package duty

import (
	"context"
	"time"

	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/room"
)

// Doors are the reports of what is due.
func Doors(deps Deps) room.Set {
	return room.Set{Reports: []room.Report{
		{Name: "year-wheel", Title: lang.Text{SV: "Årshjulet", EN: "The yearly wheel"},
			Params: []room.Param{room.Org(true), {Name: "day", Title: lang.Text{SV: "Dag", EN: "Day"}, Kind: room.Day}, {Name: "mine", Title: lang.Text{SV: "Bara det som är mitt", EN: "Only what is mine"}, Kind: room.Yes}},
			Answer: func(ctx context.Context, c room.Call) (any, error) { return wheel(ctx, deps, c) }},
		{Name: "needs", Title: lang.Text{SV: "Kräver dig nu", EN: "Needs you now"},
			Answer: func(ctx context.Context, c room.Call) (any, error) { return needs(ctx, deps, c) }},
	}}
}

func wheel(ctx context.Context, deps Deps, c room.Call) (any, error) {
	day := register.Date(c.Params["day"])
	if day == "" {
		day = c.Today()
	}
	turns, err := OnDay(ctx, deps, c.Caller, register.ID(c.Params["org"]), day)
	if err != nil {
		return nil, err
	}
	if c.Yes("mine") {
		turns = For(turns, c.Caller)
	}
	type holder struct {
		Function   string      `json:"function"`
		Assignment register.ID `json:"assignment"`
		Title      string      `json:"title"`
	}
	type turn struct {
		Code      string        `json:"code"`
		From      register.Date `json:"from"`
		To        register.Date `json:"to"`
		Milestone bool          `json:"milestone"`
		Text      string        `json:"text"`
		Source    string        `json:"source"`
		Holders   []holder      `json:"holders"`
		Vacant    []string      `json:"vacant"`
	}
	items := []turn{}
	for _, t := range turns {
		x := turn{t.Code, t.From, t.To, t.Milestone, t.Text.In(c.Lang), t.Source.In(c.Lang), []holder{}, append([]string{}, t.Vacant...)}
		for _, h := range t.Holders {
			x.Holders = append(x.Holders, holder(h))
		}
		items = append(items, x)
	}
	return map[string]any{"day": day, "items": items, "total": len(items)}, nil
}

func needs(ctx context.Context, deps Deps, c room.Call) (any, error) {
	found, err := Needs(ctx, deps, c.Caller)
	if err != nil {
		return nil, err
	}
	type need struct {
		Kind    Kind        `json:"kind"`
		Due     time.Time   `json:"due"`
		ByDay   bool        `json:"by_day"`
		Records []room.Key  `json:"records"`
		Owner   register.ID `json:"owner,omitempty"`
		Title   string      `json:"title"`
		Mine    bool        `json:"mine"`
		Law     string      `json:"law,omitempty"`
		Notice  bool        `json:"notice,omitempty"`
		Months  int         `json:"months,omitempty"`
		Of      register.ID `json:"of,omitempty"`
		Step    string      `json:"step,omitempty"`
		Since   string      `json:"since,omitempty"`
	}
	items := []need{}
	for _, n := range found {
		x := need{n.Kind, n.Due.UTC(), n.ByDay, []room.Key{}, n.Owner, n.Title, n.Mine, n.Law, n.Notice, n.Months, n.Of, n.Step, string(n.Since)}
		for _, k := range n.Records {
			x.Records = append(x.Records, room.Found(n.Source.Name, k))
		}
		items = append(items, x)
	}
	return map[string]any{"items": items, "total": len(items)}, nil
}

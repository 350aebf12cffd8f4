package campaign

import (
	"context"

	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// Doors are the reports and acts of follow-ups.
func Doors(s *command.Service, deps Deps) room.Set {
	return room.Set{
		Reports: []room.Report{
			{Name: "campaign-results", Title: lang.Text{SV: "Resultat av uppföljning", EN: "Results of a follow-up"},
				Params: []room.Param{{Name: "campaign", Title: registers.Campaigns.Singular, Kind: room.Ref, Register: "campaign", Needed: true}},
				Answer: func(ctx context.Context, c room.Call) (any, error) { return results(ctx, deps, c) }},
			{Name: "response-comparison", Title: lang.Text{SV: "Svar jämfört med registren", EN: "Answer compared with the registers"},
				Params: []room.Param{{Name: "response", Title: registers.Responses.Singular, Kind: room.Ref, Register: "response", Needed: true}},
				Answer: func(ctx context.Context, c room.Call) (any, error) { return comparison(ctx, deps, c) }},
		},
		Acts: []room.Act{
			{Register: "response", Name: "send_unchanged", Title: lang.Text{SV: "Oförändrat, skicka in", EN: "Unchanged, send in"},
				When: func(r *register.Record) bool { return r.Text("status") != "sent" && r.Text("status") != "reviewed" },
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					return s.Do(ctx, c.Caller, c.Options(), Unchanged(c.Record, c.Today()))
				}},
			{Register: "campaign", Name: "remind", Title: lang.Text{SV: "Påminn dem som inte svarat", EN: "Remind those who have not answered"}, Free: true,
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					if !c.Caller.IsSystem() && !holds(c, "isam") {
						return command.Receipt{}, fault.New(fault.Denied, "review-by-coordinator", "isam")
					}
					return Remind(ctx, s, deps, c.Options())
				}},
		},
	}
}

// holds tells whether the caller holds a function anywhere.
func holds(c room.Call, function string) bool {
	for _, h := range c.Caller.Held {
		if h.Function == function {
			return true
		}
	}
	return false
}

func results(ctx context.Context, deps Deps, c room.Call) (any, error) {
	r, err := Results(ctx, deps, c.Caller, c.Params["campaign"])
	if err != nil {
		return nil, err
	}
	type question struct {
		Code       string         `json:"code"`
		Text       string         `json:"text"`
		Area       string         `json:"area"`
		Values     map[string]int `json:"values"`
		NotKnown   int            `json:"not_known"`
		Changed    int            `json:"changed"`
		Unanswered int            `json:"unanswered"`
		Comments   int            `json:"comments"`
	}
	type area struct {
		Area      string `json:"area"`
		Answers   int    `json:"answers"`
		NotKnown  int    `json:"not_known"`
		Changed   int    `json:"changed"`
		Questions int    `json:"questions"`
	}
	type owner struct {
		Owner   register.ID   `json:"owner"`
		Title   string        `json:"title"`
		Objects []register.ID `json:"objects"`
	}
	questions, areas, owners := []question{}, []area{}, []owner{}
	for _, q := range r.Questions {
		questions = append(questions, question(q))
	}
	for _, a := range r.Areas {
		areas = append(areas, area(a))
	}
	for _, n := range r.NonAnswered {
		owners = append(owners, owner(n))
	}
	return map[string]any{"population": r.Population, "answered": r.Answered, "by_status": r.ByStatus, "questions": questions, "areas": areas, "not_answered": owners}, nil
}

// comparison is what accepting an answer would write, and the checksum that the
// coordinator approves it by.
func comparison(ctx context.Context, deps Deps, c room.Call) (any, error) {
	lines, sum, err := Diff(ctx, deps, c.Caller, c.Params["response"])
	if err != nil {
		return nil, err
	}
	type line struct {
		Question string `json:"question"`
		Text     string `json:"text"`
		Answer   string `json:"answer"`
		Comment  string `json:"comment,omitempty"`
		State    string `json:"state"`
		Register string `json:"register,omitempty"`
		Field    string `json:"field,omitempty"`
		Ref      string `json:"ref,omitempty"`
		From     any    `json:"from"`
		To       any    `json:"to"`
	}
	out := []line{}
	for _, l := range lines {
		x := line{Question: l.Question, Text: l.Text, Answer: l.Answer, Comment: l.Comment, State: l.State, Ref: l.Ref, From: l.From, To: l.To}
		if l.Register != nil {
			x.Register = l.Register.Name
		}
		if l.Field != nil {
			x.Field = l.Field.Name
		}
		out = append(out, x)
	}
	return map[string]any{"lines": out, "approved": sum}, nil
}

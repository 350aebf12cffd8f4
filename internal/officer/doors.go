package officer

import (
	"context"
	"strconv"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
)

// AnswerText is the organisation's answer to a report: each finding with the
// decided response, where it stands now and which actions follow.
func AnswerText(ctx context.Context, d Deps, c access.Caller, id string, l lang.Lang, now, asOf time.Time) (document.Doc, error) {
	if asOf.IsZero() {
		asOf = now
	}
	p, err := d.picture(ctx, c, id, now, asOf)
	if err != nil {
		return document.Doc{}, err
	}
	y := strconv.FormatInt(year(p.report), 10)
	w := draft.New(ctx, draft.Deps{DB: d.DB, Now: now, AsOf: p.at}, c, l, lang.Text{"Svar på GDPR årsrapport " + y, "Response to the DPO yearly report " + y})
	w.Headed(w.Controller(p.report.Org), p.report)
	v := p.carry()
	w.P(counted(w, v))
	w.H(1, lang.Text{"Svar per iakttagelse", "Response to each finding"})
	d.answers(w, p.matters.Of(year(p.report)))
	doc, err := w.End()
	doc.Draft = len(draft.Gaps(doc)) > 0
	return doc, err
}

// Doors is what the room gives the doors.
func Doors(s *command.Service, d Deps) room.Set {
	report := registers.DpoReports.Name
	draftOf := func(r *register.Record) bool { return r.Text("status") == "draft" }
	return room.Set{
		Texts: []room.Text{
			{Register: report, Name: "report", Title: lang.Text{"GDPR årsrapport", "DPO yearly report"}, Params: []room.Param{room.AsOf()},
				Make: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return ReportText(ctx, d, c.Caller, c.ID(), c.Lang, c.Now, c.EndOf("as_of"))
				}},
			{Register: report, Name: "response", Title: lang.Text{"Verksamhetens svar", "The organisation's response"}, Params: []room.Param{room.AsOf()},
				Make: func(ctx context.Context, c room.Call) (document.Doc, error) {
					return AnswerText(ctx, d, c.Caller, c.ID(), c.Lang, c.Now, c.EndOf("as_of"))
				}},
		},
		Reports: []room.Report{
			{Name: "dpo-carry-over", Title: lang.Text{"Iakttagelser mot förra rapporten", "Findings against the last report"},
				Params: []room.Param{{Name: "report", Title: lang.Text{"GDPR årsrapport", "DPO yearly report"}, Kind: room.Ref, Register: report, Needed: true}, room.AsOf()},
				Answer: func(ctx context.Context, c room.Call) (any, error) {
					at := c.EndOf("as_of")
					if at.IsZero() {
						at = c.Now
					}
					p, err := d.picture(ctx, c.Caller, c.Params["report"], c.Now, at)
					if err != nil {
						return nil, err
					}
					return p.carry(), nil
				}},
			{Name: "dpo-review-section", Title: lang.Text{"Underlag till genomgångens avsnitt om dataskydd", "Basis of the review's section on data protection"},
				Params: []room.Param{room.Org(true), {Name: "year", Title: lang.Text{"Genomgångens år", "Year of the review"}, Kind: room.Number, Needed: true, Min: 2018, Max: 2100}, room.AsOf()},
				Answer: func(ctx context.Context, c room.Call) (any, error) {
					return Section(ctx, d, c.Caller, register.ID(c.Params["org"]), c.Number("year"), c.Lang, c.EndOf("as_of"))
				}},
		},
		Acts: []room.Act{
			{Register: report, Name: "carry_over", Title: lang.Text{"För vidare öppna iakttagelser", "Carry over open findings"}, When: draftOf,
				Params: []room.Param{{Name: "findings", Title: lang.Text{"Bara dessa iakttagelser", "Only these findings"}, Kind: room.Ref, Register: registers.DpoFindings.Name, Many: true}},
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					return CarryOver(ctx, s, d, c.Caller, c.Options(), c.ID(), c.List("findings"))
				}},
			{Register: registers.DpoFindings.Name, Name: "make_action", Title: lang.Text{"Gör en åtgärd", "Make an action"}, When: open,
				Params: []room.Param{
					{Name: "owner", Title: lang.Text{"Ansvarig", "Owner"}, Kind: room.Ref, Register: registers.RoleAssignments.Name, Needed: true},
					{Name: "due", Title: lang.Text{"Klar senast", "Due"}, Kind: room.Day, Needed: true},
					{Name: "title", Title: lang.Text{"Åtgärd", "Action"}, Kind: room.Words},
					{Name: "priority", Title: lang.Text{"Prioritet", "Priority"}, Kind: room.Number, Min: 1, Max: 4}},
				Do: func(ctx context.Context, c room.Call) (command.Receipt, error) {
					return Act(ctx, s, d, c.Caller, c.Options(), c.ID(), c.Version, Task{Title: c.Params["title"], Owner: c.Params["owner"], Due: c.Params["due"], Priority: c.Params["priority"]})
				}},
		},
	}
}

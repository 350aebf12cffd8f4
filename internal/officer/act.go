package officer

import (
	"context"
	"slices"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// CarryOver takes findings that are still open into a report that is being
// written, as repeated: those named, or all of the last report's that are left.
// The officer may then write them anew.
func CarryOver(ctx context.Context, s *command.Service, d Deps, c access.Caller, opt command.Options, report string, only []string) (command.Receipt, error) {
	p, err := d.picture(ctx, c, report, opt.Now, opt.Now)
	if err != nil {
		return command.Receipt{}, err
	}
	if p.report.Text("status") != "draft" {
		return command.Receipt{}, fault.Problems([]fault.Problem{problem("", "only-into-draft", p.report.Ref)})
	}
	var changes []command.Change
	for _, l := range p.matters.Carried(year(p.report)) {
		old := l.Finding
		if l.State != Left || len(only) > 0 && !slices.Contains(only, string(old.ID)) {
			continue
		}
		fields := map[string]any{"report": string(p.report.ID), "carried_from": string(old.ID), "reported_on": string(register.DateOf(opt.Now.In(d.DB.Zone)))}
		for _, name := range []string{"title", "area", "area_text", "matter", "observation", "recommendation", "severity"} {
			if v := old.Get(name); v != nil {
				fields[name] = v
			}
		}
		changes = append(changes, command.Change{Op: "create", Register: registers.DpoFindings, Org: p.report.Org, Fields: fields})
	}
	if len(changes) == 0 {
		return command.Receipt{}, fault.Problems([]fault.Problem{problem("", "nothing-to-carry", p.report.Ref)})
	}
	return s.Do(ctx, c, opt, changes...)
}

// Task is what is to be done about a finding.
type Task struct {
	Title, Owner, Due, Priority string
}

// Act makes an action out of a finding, tied both ways, and takes the finding as
// begun. It is the organisation's to do, not the officer's (art. 38(6)).
func Act(ctx context.Context, s *command.Service, d Deps, c access.Caller, opt command.Options, finding string, version int64, t Task) (command.Receipt, error) {
	rec, err := d.DB.Get(ctx, c.Read(registers.DpoFindings), registers.DpoFindings, finding, time.Time{}, 0)
	if err != nil {
		return command.Receipt{}, err
	}
	for _, s := range []string{t.Title, rec.Text("recommendation"), rec.Text("observation")} {
		if t.Title = strings.TrimSpace(s); t.Title != "" {
			break
		}
	}
	if r := []rune(t.Title); len(r) > 200 {
		t.Title = strings.TrimSpace(string(r[:199])) + "…"
	}
	id := register.NewID(opt.Now)
	fields := map[string]any{"title": t.Title, "owner": t.Owner, "due": t.Due, "origin_kind": "dpo_finding", "origin": string(rec.ID), "description": rec.Text("observation"),
		"registered_on": string(register.DateOf(opt.Now.In(d.DB.Zone)))}
	if t.Priority != "" {
		fields["priority"] = t.Priority
	}
	var actions []any
	for _, l := range rec.LinksOf("actions") {
		actions = append(actions, string(l.To))
	}
	op := "update"
	if _, ok := rec.Register.Step(rec.Text("status"), "start"); ok {
		op = "start"
	}
	return s.Do(ctx, c, opt,
		command.Change{Op: "create", Register: registers.Actions, NewID: id, Org: rec.Org, Fields: fields},
		command.Change{Op: op, Register: registers.DpoFindings, ID: string(rec.ID), Version: version, Fields: map[string]any{"actions": append(actions, string(id))}})
}

// SectionView is what the management review's section on the officer's findings
// stands on: the report of two years before, with this year's comment.
type SectionView struct {
	Year    int64         `json:"year"`
	Report  string        `json:"report,omitempty"`
	Summary string        `json:"summary,omitempty"`
	Areas   []SectionArea `json:"areas"`
}

// SectionArea is the findings under one heading of the section.
type SectionArea struct {
	Area     string        `json:"area"`
	Title    string        `json:"title"`
	Findings []FindingView `json:"findings"`
}

// Section gives what the review of a year reads of the officer's reports.
func Section(ctx context.Context, d Deps, c access.Caller, org register.ID, reviewYear int64, l lang.Lang, asOf time.Time) (SectionView, error) {
	out := SectionView{Year: reviewYear, Areas: []SectionArea{}}
	reports, err := d.all(ctx, c, registers.DpoReports, org, asOf, 0)
	if err != nil {
		return out, err
	}
	findings, err := d.all(ctx, c, registers.DpoFindings, org, asOf, 0)
	if err != nil {
		return out, err
	}
	for _, r := range reports {
		if year(r) == reviewYear-2 {
			out.Report, out.Summary = r.Ref, r.Text("summary")
		}
	}
	lines := Tie(reports, findings).Of(reviewYear - 2)
	for _, a := range registers.DpoFindings.Must("area").Choices {
		s := SectionArea{Area: a.Code, Title: lang.Text{a.SV, a.EN}.In(l)}
		for _, x := range lines {
			if x.Finding.Text("area") == a.Code {
				s.Findings = append(s.Findings, view(x, nil))
			}
		}
		if len(s.Findings) > 0 {
			out.Areas = append(out.Areas, s)
		}
	}
	return out, nil
}

// answers prints each finding with the response, the state now and the actions;
// a recommendation without a response is a gap.
func (d Deps) answers(w *draft.Draft, lines []Line) {
	for _, l := range lines {
		f := l.Finding
		w.H(2, lang.Text{f.Ref + " " + f.Text("title"), f.Ref + " " + f.Text("title")})
		facts := []draft.Fact{w.Fact(f, "observation")}
		for _, name := range []string{"recommendation", "management_response", "responded_on", "responded_by", "status", "comment", "actions"} {
			fact := draft.Fact{Label: f.Register.Must(name).Title, Runs: w.Optional(f, name), From: f}
			if fact.Runs == nil && name == "management_response" && asks(f) {
				fact.Runs = w.Gap(fact.Label)
			}
			if fact.Runs != nil {
				facts = append(facts, fact)
			}
		}
		w.Facts(lang.Text{f.Ref, f.Ref}, facts...)
	}
}

package officer

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

func problem(field, code, value string, allowed ...string) fault.Problem {
	return fault.Problem{Field: field, Code: code, Value: value, Allowed: allowed}
}

// mayHandOver: a report that is handed over says something, and what is to be
// done about each thing that is not as it should be. There is one for a year.
func (h *house) mayHandOver(f command.Following) ([]fault.Problem, error) {
	var ps []fault.Problem
	if f.Old == nil || f.Changed("year") {
		same, err := f.Find(registers.DpoReports, draft.Where("org", string(f.New.Org)))
		if err != nil {
			return nil, err
		}
		for _, r := range same {
			if r.ID != f.New.ID && year(r) == year(f.New) {
				ps = append(ps, problem("year", "report-for-year", r.Ref))
			}
		}
	}
	// What was handed over stays; another year's report says what has changed.
	if f.Old != nil && f.Old.Text("status") != "draft" && f.New.Text("status") != "draft" && !f.Caller.IsSystem() {
		for _, name := range []string{"title", "year", "author", "summary"} {
			if f.Changed(name) {
				ps = append(ps, problem(name, "handed-over-stays", f.New.Ref))
			}
		}
	}
	if !f.Became("submitted") || f.Old == nil {
		return ps, nil
	}
	if f.New.Text("summary") == "" {
		ps = append(ps, problem("summary", "summary-needed", f.New.Ref))
	}
	findings, err := f.Find(registers.DpoFindings, draft.Where("report", string(f.New.ID)))
	if err != nil {
		return nil, err
	}
	if len(findings) == 0 {
		ps = append(ps, problem("", "findings-needed", f.New.Ref))
	}
	var bare []string
	for _, x := range findings {
		if asks(x) && x.Text("recommendation") == "" {
			bare = append(bare, x.Ref)
		}
	}
	if len(bare) > 0 {
		ps = append(ps, problem("", "recommendations-needed", strings.Join(bare, ", ")))
	}
	return ps, nil
}

// asks tells whether a finding is of something that should be done.
func asks(f *register.Record) bool {
	return f.Text("positive") != string(register.Yes) && f.Text("severity") != "info"
}

// handedOver fills in when the report was handed over and who received it.
func (h *house) handedOver(f command.Following) ([]command.Change, error) {
	switch {
	case f.Old == nil:
	case f.Became("submitted"):
		by := cmp.Or(f.New.Text("author"), f.Caller.Acting(f.New.Org, "dpo"))
		fields := map[string]any{"submitted_on": string(f.Today()), "submitted_at": f.Now}
		if by != "" {
			fields["author"] = by
		}
		return []command.Change{update(f.New, fields)}, nil
	case f.Became("draft"):
		return []command.Change{update(f.New, map[string]any{"submitted_on": nil, "submitted_at": nil})}, nil
	case f.Became("received"):
		fields := map[string]any{"received_on": cmp.Or(f.New.Text("received_on"), string(f.Today()))}
		if by := f.Caller.Acting(f.New.Org, "head", "city_manager", "board"); by != "" {
			fields["received_by"] = by
		}
		return []command.Change{update(f.New, fields)}, nil
	case f.Became("presented"):
		return []command.Change{update(f.New, map[string]any{"presented_on": cmp.Or(f.New.Text("presented_on"), string(f.Today()))})}, nil
	}
	return nil, nil
}

// tellReview gives the officer's own words to the management review that takes
// up the report, if nobody has written there: section 2.2 is about the report of
// two years before (domain.md 9.9).
func (h *house) tellReview(f command.Following) ([]command.Change, error) {
	if !f.Became("submitted") || f.Old == nil {
		return nil, nil
	}
	open, err := f.Find(registers.ManagementReviews, draft.Where("status", "preparing", "draft"))
	var out []command.Change
	for _, r := range open {
		if r.Org == f.New.Org && year(r) == year(f.New)+2 && r.Text("dpo_contribution") == "" {
			out = append(out, update(r, map[string]any{"dpo_contribution": f.New.Text("summary")}))
		}
	}
	return out, err
}

// mayFind: findings are added to a report that is being written, and follow one
// of an earlier year; words that were handed over stay.
func (h *house) mayFind(f command.Following) ([]fault.Problem, error) {
	said := []string{"report", "area", "observation", "recommendation", "severity", "positive", "carried_from", "matter"}
	touched := slices.DeleteFunc(said, func(name string) bool { return !f.Changed(name) })
	if len(touched) == 0 {
		return nil, nil
	}
	reports, err := f.Find(registers.DpoReports, draft.Where("org", string(f.New.Org)))
	if err != nil {
		return nil, err
	}
	byID := map[string]*register.Record{}
	for _, r := range reports {
		byID[string(r.ID)] = r
	}
	report := byID[f.New.Text("report")]
	if report == nil {
		return []fault.Problem{problem("report", "report-elsewhere", f.New.Text("report"))}, nil
	}
	var ps []fault.Problem
	// Reports that came in as files were written elsewhere: the officer may put
	// right what the file got wrong.
	if report.Text("status") != "draft" && report.Text("source") != "import" {
		for _, name := range touched {
			ps = append(ps, problem(name, "handed-over-stays", report.Ref))
		}
	}
	from := f.New.Text("carried_from")
	if from == "" || !f.Changed("carried_from") {
		return ps, nil
	}
	earlier, err := f.Find(registers.DpoFindings, draft.Where("id", from))
	if err != nil {
		return nil, err
	}
	for _, e := range earlier {
		old := byID[e.Text("report")]
		if old == nil || year(old) >= year(report) {
			ps = append(ps, problem("carried_from", "carried-from-later", e.Ref))
		}
	}
	others, err := f.Find(registers.DpoFindings, draft.Where("carried_from", from))
	for _, o := range others {
		if o.ID != f.New.ID && o.Text("report") == string(report.ID) {
			ps = append(ps, problem("carried_from", "carried-already", o.Ref))
		}
	}
	return ps, err
}

// mayAnswer: a decided answer has words, what is done says how, and what is not
// going to be done says why.
func (h *house) mayAnswer(f command.Following) ([]fault.Problem, error) {
	var ps []fault.Problem
	if f.New.Text("responded_on") != "" && f.New.Text("management_response") == "" {
		ps = append(ps, problem("management_response", "response-needed", f.New.Ref))
	}
	if f.Old != nil && f.Old.Text("responded_on") != "" && f.Changed("management_response") && !f.Changed("responded_on") {
		ps = append(ps, problem("management_response", "response-decided", f.Old.Text("responded_on"), "head", "city_manager", "board"))
	}
	if d := f.New.Text("responded_on"); f.Changed("responded_on") && d > string(f.Today()) {
		ps = append(ps, problem("responded_on", "not-in-future", d))
	}
	if f.Old == nil {
		return ps, nil
	}
	if f.Became("done") && f.New.Text("comment") == "" {
		ps = append(ps, problem("comment", "done-needs-comment", f.New.Ref))
	}
	// Whether something is found again is the officer's to say.
	if f.Became("repeated") && !f.Caller.IsSystem() && !f.Caller.Holds("dpo", f.New.Org) {
		ps = append(ps, problem("status", "repeated-by-officer", f.New.Ref, "dpo"))
	}
	if f.Became("dropped") && f.New.Text("management_response") == "" {
		ps = append(ps, problem("management_response", "drop-needs-response", f.New.Ref))
	}
	return ps, nil
}

// repeats marks the earlier finding as found again.
func (h *house) repeats(f command.Following) ([]command.Change, error) {
	from := f.New.Text("carried_from")
	if from == "" || !f.Changed("carried_from") {
		return nil, nil
	}
	earlier, err := f.Find(registers.DpoFindings, draft.Where("id", from))
	var out []command.Change
	for _, e := range earlier {
		if _, ok := e.Register.Step(e.Text("status"), "repeat"); ok {
			out = append(out, command.Change{Op: "repeat", Register: e.Register, ID: string(e.ID), Fields: map[string]any{}})
		}
	}
	return out, err
}

// follows keeps the year's status and comment, and who decided the answer.
func (h *house) follows(f command.Following) ([]command.Change, error) {
	fields := map[string]any{}
	if f.Changed("responded_on") {
		fields["responded_by"] = nil
		if by := f.Caller.Acting(f.New.Org, "head", "city_manager", "board"); by != "" && f.New.Text("responded_on") != "" {
			fields["responded_by"] = by
		}
	}
	if f.Old != nil && (f.Changed("status") || f.Changed("comment")) && !f.Changed("comment_by_year") {
		rows := yearly(f.New, string(f.Today()))
		fields["comment_by_year"] = rows
		if f.Changed("comment") && !f.Changed("commented_on") {
			fields["commented_on"] = string(f.Today())
		}
	}
	if len(fields) == 0 {
		return nil, nil
	}
	return []command.Change{update(f.New, fields)}, nil
}

// yearly gives the rows year by year with the one of today's year renewed.
func yearly(rec *register.Record, today string) []any {
	x := register.As[registers.DpoFinding](rec)
	n, _ := strconv.Atoi(today[:4])
	now := registers.YearComment{Year: n, On: today, Text: x.Comment, Status: x.Status}
	rows := slices.DeleteFunc(slices.Clone(x.CommentByYear), func(y registers.YearComment) bool { return y.Year == n })
	rows = append(rows, now)
	slices.SortStableFunc(rows, func(a, b registers.YearComment) int { return a.Year - b.Year })
	var out []any
	raw, err := json.Marshal(rows)
	if err == nil {
		err = json.Unmarshal(raw, &out)
	}
	if err != nil {
		panic(err) // years and texts are always JSON
	}
	return out
}

package rounds

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strconv"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/intake/match"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// mayCloseFlaws: a review is closed when no flaw is open: each is mended,
// accepted or found to be none.
func (h *house) mayCloseFlaws(f command.Following) ([]fault.Problem, error) {
	if !f.Became("closed") {
		return nil, nil
	}
	var open []string
	for _, x := range register.As[registers.VulnReview](f.New).Findings {
		if x.State == "open" {
			open = append(open, x.Title)
		}
	}
	if len(open) > 0 {
		return problem("findings", "flaws-open", strconv.Itoa(len(open)), open...), nil
	}
	return nil, nil
}

// flawsDue gives each open flaw its last day, by severity, from the day the
// review was performed. A day that somebody has set stands.
func (h *house) flawsDue(f command.Following) ([]command.Change, error) {
	r := register.As[registers.VulnReview](f.New)
	if r.PerformedOn == "" || r.Status == "planned" || r.Status == "cancelled" {
		return nil, nil
	}
	rules := h.book.At(clock.Date(r.PerformedOn))
	found := slices.Clone(r.Findings)
	any := false
	for i, x := range found {
		if x.State == "open" && x.Due == "" {
			found[i].Due = string(Due(rules, x.Severity, clock.Date(r.PerformedOn)))
			any = any || found[i].Due != ""
		}
	}
	if !any {
		return nil, nil
	}
	return flawsChanged(f.New, found)
}

func flawsChanged(rec *register.Record, found []registers.VulnFinding) ([]command.Change, error) {
	raw, err := json.Marshal(found)
	if err != nil {
		return nil, err
	}
	var rows []any
	if err := json.Unmarshal(raw, &rows); err != nil {
		return nil, err
	}
	return []command.Change{change("update", rec, map[string]any{"findings": rows})}, nil
}

// flawFixed marks the flaw that an action mends as mended, when somebody else
// than its owner has verified the action.
func (h *house) flawFixed(f command.Following) ([]command.Change, error) {
	if !f.Became("verified") || f.New.Text("origin_kind") != "vuln_review" {
		return nil, nil
	}
	rec, err := f.Get(registers.VulnReviews, f.New.Text("origin"))
	if err != nil || rec == nil {
		return nil, err
	}
	found := slices.Clone(register.As[registers.VulnReview](rec).Findings)
	any := false
	for i, x := range found {
		if x.State == "open" && flawKey(x) == match.Fold(f.New.Text("title")) {
			found[i].State, found[i].FixedOn, any = "fixed", f.New.Text("done_on"), true
		}
	}
	if !any {
		return nil, nil
	}
	return flawsChanged(rec, found)
}

// PlanFlaws makes an action of each open flaw of some severities that has none,
// due when the flaw is, and ties them to the review. No severity named is those
// that are grave.
func PlanFlaws(ctx context.Context, d Deps, c access.Caller, opt command.Options, rec *register.Record, owner string, severe []string) (command.Receipt, error) {
	r := reader{ctx: ctx, db: d.DB, c: c, now: opt.Now}
	review := register.As[registers.VulnReview](rec)
	if owner == "" {
		object, err := r.find(registers.Objects, draft.Where("id", string(review.Object)))
		if err != nil {
			return command.Receipt{}, err
		}
		if len(object) == 1 {
			owner = object[0].Text("owner")
		}
	}
	if owner == "" {
		return command.Receipt{}, fault.Problems(problem("owner", "flaws-need-owner", rec.Ref))
	}
	have, err := r.find(registers.Actions, draft.Where("object", string(review.Object)))
	if err != nil {
		return command.Receipt{}, err
	}
	planned := map[string]bool{}
	for _, a := range have {
		if a.Text("origin") == string(rec.ID) && a.Text("status") != "cancelled" {
			planned[match.Fold(a.Text("title"))] = true
		}
	}
	rules, err := r.rules()
	if err != nil {
		return command.Receipt{}, err
	}
	if len(severe) == 0 {
		severe = severities(rules).Marked(rulebook.Grave)
	}
	links := make([]any, 0, len(rec.LinksOf("actions")))
	for _, l := range rec.LinksOf("actions") {
		links = append(links, string(l.To))
	}
	var changes []command.Change
	for _, x := range review.Findings {
		if x.State != "open" || !slices.Contains(severe, x.Severity) || planned[flawKey(x)] {
			continue
		}
		planned[flawKey(x)] = true
		due := x.Due
		if due == "" {
			due = string(r.day().AddDays(cmp.Or(days(rules, x.Severity), longest(rules))))
		}
		id := register.NewID(opt.Now)
		links = append(links, string(id))
		changes = append(changes, command.Change{Op: "create", Register: registers.Actions, NewID: id, Org: rec.Org, Fields: map[string]any{"title": flawTitle(x), "origin_kind": "vuln_review",
			"origin": string(rec.ID), "object": string(review.Object), "owner": owner, "due": due, "priority": Priority(rules, x.Severity), "registered_on": string(r.day()), "secrecy": rec.Get("secrecy")}})
	}
	if len(changes) == 0 {
		return command.Receipt{}, fault.Problems(problem("severity", "no-flaw-to-plan", rec.Ref))
	}
	tie := change("update", rec, map[string]any{"actions": links})
	tie.Version = rec.Version
	return d.Commands.Do(ctx, c, opt, append(changes, tie)...)
}

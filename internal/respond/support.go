package respond

import (
	"context"
	"slices"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// StaleSupport is a ruling or guidance on data subjects' rights that the method
// support does not follow yet.
type StaleSupport struct {
	Issue     *register.Record
	Documents []*register.Record // those linked that are older than the issue; none when none is linked
}

const supportNeeded = "update_method_support"

// MethodSupport lists what the method support has still to follow: issues whose
// consequence is to update it and that no document in force is younger than
// (domain.md R25, R29).
func MethodSupport(ctx context.Context, d draft.Deps, c access.Caller) ([]StaleSupport, error) {
	var out []StaleSupport
	err := d.DB.Each(ctx, c.Read(registers.Issues), store.Query{Register: registers.Issues, Filter: draft.Holds("consequence", supportNeeded), AsOf: d.AsOf, KnownAt: d.KnownAt}, func(is *register.Record) error {
		if is.Text("status") == "dropped" {
			return nil
		}
		s := StaleSupport{Issue: is}
		for _, l := range is.LinksOf("documents") {
			doc, err := d.DB.Get(ctx, c.Read(registers.SteeringDocuments), registers.SteeringDocuments, string(l.To), d.AsOf, d.KnownAt)
			if err != nil {
				return err
			}
			if follows(doc, is) {
				return nil
			}
			s.Documents = append(s.Documents, doc)
		}
		out = append(out, s)
		return nil
	})
	return out, err
}

// follows tells whether a document in force was adopted after an issue.
func follows(doc, issue *register.Record) bool {
	return slices.Contains([]string{"adopted", "published"}, doc.Text("status")) && doc.Text("adopted_on") >= issue.Text("dated_on")
}

// mayHandleIssue: a ruling that asks for new method support is handled when a
// document adopted after it is linked.
func (h *house) mayHandleIssue(f command.Following) ([]fault.Problem, error) {
	is := f.New
	if !f.Became("handled") || !slices.Contains(set(is, "consequence"), supportNeeded) {
		return nil, nil
	}
	for _, l := range is.LinksOf("documents") {
		doc, err := f.Get(registers.SteeringDocuments, string(l.To))
		if err != nil {
			return nil, err
		}
		if doc != nil && follows(doc, is) {
			return nil, nil
		}
	}
	return problem("documents", "support-older-than-issue", is.Text("dated_on")), nil
}

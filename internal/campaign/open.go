package campaign

import (
	"errors"
	"slices"
	"strconv"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// mayChange holds that what was asked, and of whom, stands from the opening on.
func (h *house) mayChange(f command.Following) ([]fault.Problem, error) {
	if f.Old == nil || f.Old.Text("status") == "draft" {
		return nil, nil
	}
	freezing := f.Caller.IsSystem() && len(f.Old.LinksOf("population")) == 0
	for _, name := range []string{"year", "opens", "template_version", "questions", "population_query", "population"} {
		if changed(f, name) != "" && !(freezing && name == "population") {
			return []fault.Problem{problem(name, "opened-follow-up-stands", f.New.Ref)}, nil
		}
	}
	return nil, nil
}

// mayOpen holds what an opening needs: questions of one version in use, and a
// query that finds objects of the organisation.
func (h *house) mayOpen(f command.Following) ([]fault.Problem, error) {
	if !f.Became("open") || f.Old != nil && f.Old.Text("status") != "draft" {
		return nil, nil
	}
	var ps []fault.Problem
	_, order, err := asked(f.Find, f.New)
	if err != nil {
		return nil, err
	}
	if len(order) == 0 {
		ps = append(ps, problem("questions", "questions-missing", ""))
	}
	for _, q := range order {
		switch {
		case q.Status != "active":
			ps = append(ps, problem("questions", "question-not-in-use", q.Code))
		case q.TemplateVersion != f.New.Text("template_version"):
			ps = append(ps, problem("questions", "question-of-other-version", q.Code, f.New.Text("template_version")))
		}
	}
	if f.Old == nil || len(f.New.LinksOf("population")) > 0 {
		ps = append(ps, problem("population", "population-by-opening", ""))
	}
	found, p, err := h.population(f)
	if err != nil {
		return nil, err
	}
	if p == nil && len(found) == 0 {
		x := problem("population_query", "population-empty", f.New.Text("population_query"))
		p = &x
	}
	if p != nil {
		ps = append(ps, *p)
	}
	return ps, nil
}

// population gives the objects that the query finds among those that belong to
// the organisation of the follow-up, within what the caller may see.
func (h *house) population(f command.Following) ([]*register.Record, *fault.Problem, error) {
	text := f.New.Text("population_query")
	if text == "" {
		p := problem("population_query", "population-query-missing", "")
		return nil, &p, nil
	}
	c, err := h.db.Filter(f.Ctx, registers.Objects, text, f.Today(), f.Now)
	if err != nil {
		var qe *query.Error
		if !errors.As(err, &qe) {
			return nil, nil, err
		}
		p := problem("population_query", "population-query-wrong", qe.Error(), qe.Allowed...)
		return nil, &p, nil
	}
	below, err := h.below(f)
	if err != nil {
		return nil, nil, err
	}
	recs, err := f.Tx.All(f.Caller.Read(registers.Objects), registers.Objects, c)
	return slices.DeleteFunc(recs, func(r *register.Record) bool { return !below[r.Org] }), nil, err
}

// below is the organisation of the follow-up and all under it.
func (h *house) below(f command.Following) (map[register.ID]bool, error) {
	recs, err := f.Find(registers.Orgs, nil)
	if err != nil {
		return nil, err
	}
	children := map[register.ID][]register.ID{}
	for _, r := range recs {
		p := register.ID(r.Text("parent"))
		children[p] = append(children[p], r.ID)
	}
	in, next := map[register.ID]bool{f.New.Org: true}, []register.ID{f.New.Org}
	for len(next) > 0 {
		for _, c := range children[next[0]] {
			if !in[c] {
				in[c] = true
				next = append(next, c)
			}
		}
		next = next[1:]
	}
	return in, nil
}

// opened freezes the population and makes one response for each object, filled
// with what the registers and last year's answers say.
func (h *house) opened(f command.Following) ([]command.Change, error) {
	if !f.Became("open") || f.Old == nil || f.Old.Text("status") != "draft" {
		return nil, nil
	}
	objects, p, err := h.population(f)
	if err != nil || p != nil {
		return nil, err
	}
	fill, err := h.prefill(f, objects)
	if err != nil {
		return nil, err
	}
	links := make([]any, len(objects))
	for i, o := range objects {
		links[i] = string(o.ID)
	}
	out := []command.Change{{Op: "update", Register: registers.Campaigns, ID: string(f.New.ID), Fields: map[string]any{"population": links}, Source: f.New.Text("source")}}
	for _, o := range objects {
		var delegates []any
		for _, name := range []string{"manager", "manager_it"} {
			if id := o.Text(name); id != "" && id != o.Text("owner") && !slices.Contains(delegates, any(id)) {
				delegates = append(delegates, id)
			}
		}
		out = append(out, command.Change{Op: "create", Register: registers.Responses, Org: o.Org, Source: "generated", Fields: map[string]any{
			"campaign": string(f.New.ID), "object": string(o.ID), "respondent": o.Text("owner"), "delegates": delegates,
			"issued_on": string(f.Today()), "answers": fill(o)}})
	}
	return out, nil
}

// prefill gives for each object the answers that are already known.
func (h *house) prefill(f command.Following, objects []*register.Record) (func(*register.Record) []any, error) {
	find := f.Find
	_, order, err := asked(find, f.New)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(order, func(a, b *registers.Question) int { return int(a.OrderNo.N - b.OrderNo.N) })
	to, err := h.goals(f)(order...)
	if err != nil {
		return nil, err
	}
	held, err := held(find, to, objects)
	if err != nil {
		return nil, err
	}
	before, err := h.lastYear(find, f.New)
	if err != nil {
		return nil, err
	}
	return func(o *register.Record) []any {
		var out []any
		for _, q := range order {
			row := map[string]any{"question": q.Code}
			v, secret := "", false
			if g := to[q]; g.reg != nil {
				if recs := held[g.reg.Name][o.ID]; len(recs) == 1 && g.of(recs[0]) != nil {
					field := g.of(recs[0])
					// An answer is read by whoever it is passed on to, who may not see
					// what the register keeps under a mark: they fill it in who know it.
					if secret = recs[0].Marked() && (field.Secret != "" || field.IsOwn); !secret {
						v = said(q, field, recs[0].Get(field.Name))
					}
				}
			}
			if v == "" && !secret && takes(q, before[o.ID][q.Code]) {
				v = before[o.ID][q.Code]
			}
			if v != "" {
				row["value"], row["prefilled"], row["changed"] = v, "yes", "no"
			}
			out = append(out, row)
		}
		return out
	}, nil
}

// held gives the records that answers fill, by register and object: one query a
// register, whatever the number of objects.
func held(find draft.Finder, to map[*registers.Question]goal, objects []*register.Record) (map[string]map[register.ID][]*register.Record, error) {
	all := make([]string, len(objects))
	out := map[string]map[register.ID][]*register.Record{registers.Objects.Name: {}}
	for i, o := range objects {
		all[i] = string(o.ID)
		out[registers.Objects.Name][o.ID] = []*register.Record{o}
	}
	for _, g := range to {
		r := g.reg
		if r == nil || out[r.Name] != nil {
			continue
		}
		by := map[register.ID][]*register.Record{}
		out[r.Name] = by
		if err := find.InChunks(r, "object", all, func(rec *register.Record) {
			o := register.ID(rec.Text("object"))
			by[o] = append(by[o], rec)
		}); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// previous is the organisation's latest follow-up before this one, nil when
// there is none.
func previous(find draft.Finder, campaign *register.Record) (*register.Record, error) {
	recs, err := find(registers.Campaigns, nil)
	if err != nil {
		return nil, err
	}
	year, _ := campaign.Number("year")
	var last *register.Record
	var of int64
	for _, r := range recs {
		if y, ok := r.Number("year"); ok && r.Org == campaign.Org && y < year && y > of {
			last, of = r, y
		}
	}
	return last, nil
}

// lastYear gives the answers of the organisation's latest follow-up before this
// one, by object and question; what was never sent in is no answer.
func (h *house) lastYear(find draft.Finder, campaign *register.Record) (map[register.ID]map[string]string, error) {
	out := map[register.ID]map[string]string{}
	last, err := previous(find, campaign)
	if err != nil || last == nil {
		return out, err
	}
	answered, err := find(registers.Responses, draft.Where("campaign", string(last.ID)))
	for _, rec := range answered {
		r := register.As[registers.Response](rec)
		if !handedIn(r.Status) {
			continue
		}
		by := map[string]string{}
		for _, a := range r.Answers {
			by[a.Question] = a.Value
		}
		out[r.Object] = by
	}
	return out, err
}

// mayAnalyse holds that every area asked about has its analysis.
func (h *house) mayAnalyse(f command.Following) ([]fault.Problem, error) {
	if !f.Became("analysed") {
		return nil, nil
	}
	_, order, err := asked(f.Find, f.New)
	if err != nil {
		return nil, err
	}
	c := register.As[registers.Campaign](f.New)
	var ps []fault.Problem
	seen := map[string]bool{}
	for _, q := range order {
		if seen[q.Area] {
			continue
		}
		seen[q.Area] = true
		if !slices.ContainsFunc(c.Analysis, func(a registers.AreaAnalysis) bool { return a.Area == q.Area && a.Text != "" }) && q.Area != "" {
			ps = append(ps, problem("analysis", "analysis-missing", label(q.Area).SV))
		}
	}
	return ps, nil
}

// number reads a count of days; the register has refused what is none.
func number(s string) int { n, _ := strconv.Atoi(s); return n }

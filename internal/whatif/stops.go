package whatif

import (
	"fmt"
	"strconv"

	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// consequences counts boards to tell and continuity plans there are and are not,
// and parts the objects by what they need of availability and confidentiality.
func (g *graph) consequences(r *Result, stopped, processings *found) error {
	ts, err := g.load(registers.Orgs, registers.Objects, registers.ContinuityPlans, registers.Classifications)
	if err != nil {
		return err
	}
	orgs, objects, plans, classes := ts[0], ts[1], ts[2], ts[3]
	boards, err := g.boards(processings, stopped)
	if err != nil {
		return err
	}
	r.count("boards", "Nämnder och bolag att informera", "Boards and companies to tell", orgs.refs(boards))
	planned := newFound()
	have := plans.where(func(i int) bool {
		ok := (plans.text(i, "status") == "adopted" || plans.text(i, "status") == "review") && stopped.hits(plans.links(i, "objects"))
		if ok {
			for _, l := range plans.links(i, "objects") {
				planned.add(l.To)
			}
		}
		return ok
	})
	r.count("plans", "Kontinuitetsplaner som gäller", "Continuity plans in force", plans.refs(have))
	without := newFound()
	for _, id := range stopped.order {
		if !planned.in[id] {
			without.add(id)
		}
	}
	r.count("no_plan", "Objekt utan kontinuitetsplan", "Objects without a continuity plan", objects.refs(without))
	latest := map[string]int{}
	for i := range classes.keys {
		o := classes.text(i, "object")
		if k, ok := latest[o]; classes.text(i, "status") == "decided" && (!ok || classes.text(i, "decided_on") > classes.text(k, "decided_on")) {
			latest[o] = i
		}
	}
	all := objects.refs(stopped)
	for _, a := range []struct {
		field string
		label lang.Text
	}{{"t", lang.Text{"Tillgänglighet", "Availability"}}, {"k", lang.Text{"Konfidentialitet", "Confidentiality"}}} {
		parts := []Set{{Code: "none", Label: lang.Text{"Inte klassad", "Not classified"}}}
		for n := int64(4); n >= 0; n-- {
			s := strconv.FormatInt(n, 10)
			parts = append(parts, Set{Code: s, Label: lang.Text{"Nivå " + s, "Level " + s}})
		}
		level := func(ref Ref) string {
			if i, ok := latest[string(ref.ID)]; ok {
				if n, ok := classes.number(i, a.field); ok {
					return strconv.FormatInt(n, 10)
				}
			}
			return "none"
		}
		r.split(a.label, parts, all, level)
	}
	for _, ref := range objects.refs(without) {
		owner := register.ID(objects.text(objects.at[ref.ID], "owner"))
		rank := 5
		if i, ok := latest[string(ref.ID)]; ok {
			if n, ok := classes.number(i, "t"); ok {
				rank = 6 - int(n) // the higher the need, the sooner
			}
		}
		r.task(ref, owner, rank, "Ta fram kontinuitetsplan eller reservrutin", "Make a continuity plan or a fallback routine")
	}
	return nil
}

// objectStops (W5): an object does not work for some hours.
func objectStops(g *graph, q Question, r *Result) error {
	rec, err := g.subject(q, r, registers.Objects)
	if err != nil {
		return err
	}
	rules, _, err := g.rules(r)
	if err != nil {
		return err
	}
	ts, err := g.load(registers.Objects, registers.Processings)
	if err != nil {
		return err
	}
	objects, procs := ts[0], ts[1]
	stopped := objects.dependents(newFound(rec.ID), "runs_on", "identity", "integration")
	processings := procs.where(func(i int) bool { return procs.text(i, "status") != "ended" && stopped.hits(procs.links(i, "objects")) })
	passed := newFound()
	for _, id := range stopped.order {
		if i, ok := objects.at[id]; ok {
			if n, ok := objects.number(i, "mtd_h"); ok && int(n) < q.Hours {
				passed.add(id)
			}
		}
	}
	r.count("objects", "Objekt som stannar", "Objects that stop", objects.refs(stopped))
	r.count("processings", "Behandlingar som stannar", "Processing that stops", procs.refs(processings))
	r.count("mtd_passed", fmt.Sprintf("Längsta tolererade avbrott passerat efter %d timmar", q.Hours), fmt.Sprintf("Longest tolerable interruption passed after %d hours", q.Hours), objects.refs(passed))
	for _, s := range rules.Significances("public_administration") {
		if s.Fact == "limited_hours" && s.Met(q.Hours) {
			r.Notes = append(r.Notes, lang.Text{"Kan vara en betydande incident enligt cybersäkerhetslagen: " + s.Text.SV + ". Bedöm.", "May be a significant incident under the Cybersecurity Act: " + s.Text.EN + ". Judge it."})
		}
	}
	for _, ref := range objects.refs(passed) {
		r.task(ref, register.ID(objects.text(objects.at[ref.ID], "owner")), 0, "Korta återställningstiden eller ordna reservrutin", "Shorten the recovery time or arrange a fallback")
	}
	return g.consequences(r, stopped, processings)
}

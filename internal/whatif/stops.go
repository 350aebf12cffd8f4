package whatif

import (
	"fmt"
	"strconv"

	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// supplierHit (W2): a supplier, its parent or a sub-supplier is hit.
func supplierHit(g *graph, q Question, r *Result) error {
	rec, err := g.subject(q, r, registers.Recipients)
	if err != nil {
		return err
	}
	ts, err := g.load(registers.Recipients, registers.Objects, registers.Processings, registers.Agreements)
	if err != nil {
		return err
	}
	recipients, objects, procs, agreements := ts[0], ts[1], ts[2], ts[3]
	hit := newFound(rec.ID)
	for i := 0; i < len(hit.order); i++ { // what it owns is hit with it
		for k := range recipients.keys {
			if register.ID(recipients.text(k, "parent_company")) == hit.order[i] {
				hit.add(recipients.keys[k].ID)
			}
		}
	}
	direct := objects.where(func(i int) bool {
		return objects.text(i, "status") != "retired" && (hit.in[register.ID(objects.text(i, "supplier"))] || hit.hits(objects.links(i, "sub_suppliers")))
	})
	dependent := objects.dependents(direct, "runs_on")
	processings := procs.where(func(i int) bool {
		return procs.text(i, "status") != "ended" && (dependent.hits(procs.links(i, "objects")) || hit.hits(procs.links(i, "processors")))
	})
	bound := agreements.where(func(i int) bool {
		return agreements.text(i, "status") == "in_force" && hit.in[register.ID(agreements.text(i, "supplier"))]
	})
	r.count("recipients", "Leverantören och dess dotterbolag", "The supplier and its subsidiaries", recipients.refs(hit))
	r.count("objects", "Objekt som den levererar till", "Objects that it supplies", objects.refs(direct))
	r.count("dependents", "Objekt, med dem som körs på dem", "Objects, with those that run on them", objects.refs(dependent))
	r.count("processings", "Behandlingar", "Processing activities", procs.refs(processings))
	r.count("agreements", "Avtal i kraft", "Agreements in force", agreements.refs(bound))
	var unreachable []Ref
	for _, id := range hit.order {
		if i, ok := recipients.at[id]; ok && recipients.text(i, "security_contact_24h") == "" {
			unreachable = append(unreachable, recipients.ref(i))
		}
	}
	r.count("no_contact", "Utan säkerhetskontakt dygnet runt", "Without a security contact at all hours", unreachable)
	if err := g.consequences(r, dependent, processings); err != nil {
		return err
	}
	for _, ref := range r.Count("boards").Refs {
		r.task(ref, "", 0, "Informera nämnden eller bolaget", "Tell the board or company")
	}
	for _, ref := range unreachable {
		r.task(ref, "", 1, "Skaffa säkerhetskontakt dygnet runt", "Get a security contact at all hours")
	}
	return nil
}

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

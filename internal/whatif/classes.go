package whatif

import (
	"slices"
	"time"

	"genomlys/internal/assess"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// What would follow of another class is worked out where classes are; here it
// becomes an answer like the others, with a worklist that can be kept.

func (g *graph) assessing() assess.Deps {
	return assess.Deps{DB: g.d.DB, KnownAt: g.d.KnownAt, Now: func() time.Time { return g.d.Now }}
}

// judged takes over a report on classes.
func (g *graph) judged(r *Result, p assess.Report) error {
	for _, c := range p.Counts {
		var refs []Ref
		for _, k := range c.Records {
			refs = append(refs, Ref{c.Register, k})
		}
		r.count(c.Code, c.Label.SV, c.Label.EN, refs)
	}
	if p.Unpriced > 0 {
		n := lang.Whole(int64(p.Unpriced))
		r.Notes = append(r.Notes, lang.Text{SV: n + " av kraven saknar angiven kostnad. De räknas inte som gratis.", EN: n + " of the requirements have no stated cost. They are not counted as free."})
	}
	if p.Once > 0 || p.Yearly > 0 {
		r.Notes = append(r.Notes, lang.Text{SV: "Kraven som tillkommer kostar " + lang.Kronor(lang.SV, p.Once) + " en gång och " + lang.Kronor(lang.SV, p.Yearly) + " om året.",
			EN: "The requirements that are added cost " + lang.Kronor(lang.EN, p.Once) + " once and " + lang.Kronor(lang.EN, p.Yearly) + " a year."})
	}
	if len(p.Rises) == 0 {
		return nil
	}
	if p.Asked > 0 {
		r.Notes = append(r.Notes, lang.Text{SV: "Sammanlagt tillkommer eller skärps " + lang.Whole(int64(p.Asked)) + " krav på objekten.", EN: "In all " + lang.Whole(int64(p.Asked)) + " requirements on the objects are added or stricter."})
	}
	objects, err := g.table(registers.Objects)
	if err != nil {
		return err
	}
	for _, rise := range p.Rises {
		var owner register.ID
		if i, ok := objects.at[rise.Object.ID]; ok {
			owner = register.ID(objects.text(i, "owner"))
		}
		from, to := rise.Effect.From.String(), rise.Effect.To.String()
		// The highest class first.
		r.task(Ref{registers.Objects.Name, rise.Object}, owner, 4-int(rise.Effect.To.Max()), "Klassa om från "+from+" till "+to+more(rise).SV, "Classify anew from "+from+" to "+to+more(rise).EN)
	}
	return nil
}

// more says how many requirements a new class adds.
func more(rise assess.Rise) lang.Text {
	n := len(rise.Effect.New) + len(rise.Effect.Stricter)
	if n == 0 {
		return lang.Text{}
	}
	of := lang.Plural{One: lang.Text{SV: ": %s krav tillkommer", EN: ": %s requirement is added"}, Other: lang.Text{SV: ": %s krav tillkommer", EN: ": %s requirements are added"}}
	return lang.Text{SV: of.Of(lang.SV, n), EN: of.Of(lang.EN, n)}
}

// demandsCount (W4): which classes of shared IT rise when what leans on it counts.
func demandsCount(g *graph, q Question, r *Result) error {
	p, err := assess.IfDemandsCount(g.ctx, g.assessing(), g.c, g.d.AsOf, q.Planned)
	if err != nil {
		return err
	}
	return g.judged(r, p)
}

// infoTypeRises (W7): what a higher class of an information type asks of objects.
func infoTypeRises(g *graph, q Question, r *Result) error {
	rec, err := g.subject(q, r, registers.InfoTypes)
	if err != nil {
		return err
	}
	if !q.Class.Known() {
		return fault.Problems([]fault.Problem{{Field: "k", Code: "some-level-needed"}})
	}
	p, err := assess.IfInfoTypeRises(g.ctx, g.assessing(), g.c, string(rec.ID), q.Class, g.d.AsOf)
	if err != nil {
		return err
	}
	return g.judged(r, p)
}

// revised (W8): who must look again when a norm or a reference is made anew.
func revised(g *graph, q Question, r *Result) error {
	rec, err := g.subject(q, r, registers.Classifications, registers.Dpias)
	if err != nil {
		return err
	}
	p, err := assess.IfRevised(g.ctx, g.assessing(), g.c, rec.Register.Name, string(rec.ID), g.d.AsOf)
	if err != nil {
		return err
	}
	if err := g.judged(r, p); err != nil {
		return err
	}
	// Who answers a reference is known by the controller, not by the day it answered.
	if rec.Register == registers.Dpias {
		if err := g.byParty(r); err != nil {
			return err
		}
	}
	day := string(register.DateOf(r.AsOf.In(g.d.DB.Zone)))
	said := map[string]lang.Text{"applications": {SV: "Se över från %s: normen görs om", EN: "Look again from %s: the norm is revised"},
		"drafts":   {SV: "Gör klart från %s mot den nya normen", EN: "Finish from %s against the new norm"},
		"adopters": {SV: "Se över från %s: referensen som har antagits görs om", EN: "Look again from %s: the reference that was adopted is revised"},
		"waiting":  {SV: "Ta ställning från %s till den nya versionen", EN: "Take a position from %s on the new version"},
		"own":      {SV: "Se över från %s: referensen som den bygger på görs om", EN: "Look again from %s: the reference that it rests on is revised"}}
	if rec.Register == registers.Classifications {
		said["former"] = lang.Text{SV: "Se över från %s: en ny version av normen gäller", EN: "Look again from %s: a new version of the norm holds"}
	} else {
		said["former"] = lang.Text{SV: "Ta ställning från %s till den nya versionen", EN: "Take a position from %s on the new version"}
	}
	ranks := map[string]int{"applications": 1, "adopters": 1, "own": 1, "former": 1, "drafts": 3, "waiting": 3}
	for _, s := range r.Counts {
		what, ok := said[s.Code]
		if !ok {
			continue
		}
		for _, ref := range s.Refs {
			owner, err := g.answers(ref)
			if err != nil {
				return err
			}
			r.task(ref, owner, ranks[s.Code], what.With(lang.SV, day), what.With(lang.EN, day))
		}
	}
	return nil
}

// byParty names each position on a shared assessment by whose it is.
func (g *graph) byParty(r *Result) error {
	ts, err := g.load(registers.DpiaParticipants, registers.Orgs)
	if err != nil {
		return err
	}
	parts, orgs := ts[0], ts[1]
	for i := range r.Counts {
		for k := range r.Counts[i].Refs {
			ref := &r.Counts[i].Refs[k]
			if n, ok := parts.at[ref.ID]; ok && ref.Register == registers.DpiaParticipants.Name {
				if o, ok := orgs.at[register.ID(parts.text(n, "party"))]; ok {
					ref.Title = orgs.keys[o].Title
				}
			}
		}
	}
	return nil
}

// answers gives the function that answers for a record that rests on another.
func (g *graph) answers(ref Ref) (register.ID, error) {
	switch ref.Register {
	case registers.Classifications.Name:
	case registers.DpiaParticipants.Name:
		parts, err := g.table(registers.DpiaParticipants)
		if err != nil {
			return "", err
		}
		if i, ok := parts.at[ref.ID]; ok {
			return g.answersFor(register.ID(parts.text(i, "party")))
		}
		return "", nil
	default:
		return g.answersFor(ref.Org)
	}
	classes, err := g.table(registers.Classifications)
	if err != nil {
		return "", err
	}
	objects, err := g.table(registers.Objects)
	if err != nil {
		return "", err
	}
	if i, ok := classes.at[ref.ID]; ok {
		if o, ok := objects.at[register.ID(classes.text(i, "object"))]; ok {
			return register.ID(objects.text(o, "owner")), nil
		}
	}
	return "", nil
}

// answersFor gives who answers for an organisation's own assessments: its
// privacy contact, else its coordinator, there or in the one office below; else
// the coordinator that the organisation names.
func (g *graph) answersFor(org register.ID) (register.ID, error) {
	ts, err := g.load(registers.RoleAssignments, registers.Orgs)
	if err != nil {
		return "", err
	}
	functions, orgs := ts[0], ts[1]
	at := []register.ID{org}
	for i, k := range orgs.keys {
		if register.ID(orgs.text(i, "parent")) == org && orgs.text(i, "kind") == "office" {
			at = append(at, k.ID)
		}
	}
	for _, want := range []string{"privacy_contact", "isam"} {
		for i, k := range functions.keys {
			if slices.Contains(at, k.Org) && functions.text(i, "function") == want && functions.text(i, "status") == "active" && functions.text(i, "person") != "" {
				return k.ID, nil
			}
		}
	}
	if i, ok := orgs.at[org]; ok {
		return register.ID(orgs.text(i, "isam")), nil
	}
	return "", nil
}

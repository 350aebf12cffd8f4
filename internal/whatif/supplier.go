package whatif

import (
	"net/url"
	"slices"
	"strconv"

	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
)

// supplierHit (W2): a supplier, its parent or a sub-supplier is hit. What a
// company owns is hit with it, and so is what others buy of it for us.
func supplierHit(g *graph, q Question, r *Result) error {
	rec, err := g.subject(q, r, registers.Recipients)
	if err != nil {
		return err
	}
	ts, err := g.load(registers.Recipients, registers.Objects, registers.Processings, registers.Transfers)
	if err != nil {
		return err
	}
	recipients, objects, procs, transfers := ts[0], ts[1], ts[2], ts[3]
	hit := newFound(rec.ID)
	for i := 0; i < len(hit.order); i++ {
		for k := range recipients.keys {
			if register.ID(recipients.text(k, "parent_company")) == hit.order[i] {
				hit.add(recipients.keys[k].ID)
			}
		}
	}
	supplied := objects.where(func(i int) bool {
		return objects.text(i, "status") != "retired" && hit.in[register.ID(objects.text(i, "supplier"))]
	})
	below := objects.where(func(i int) bool {
		return objects.text(i, "status") != "retired" && !supplied.in[objects.keys[i].ID] && hit.hits(objects.links(i, "sub_suppliers"))
	})
	dependent := objects.dependents(newFound(slices.Concat(supplied.order, below.order)...), "runs_on")
	processings := procs.where(func(i int) bool {
		return procs.text(i, "status") != "ended" && (dependent.hits(procs.links(i, "objects")) || hit.hits(procs.links(i, "processors")))
	})
	r.count("recipients", "Leverantören och dess dotterbolag", "The supplier and its subsidiaries", recipients.refs(hit))
	r.count("parents", "Moderbolag: fråga om dem om det är de som drabbats", "Parent companies: ask about them if it is they that are hit", recipients.refs(recipients.parents(rec.ID)))
	r.count("objects", "Objekt som den levererar till", "Objects that it supplies", objects.refs(supplied))
	r.count("sub_objects", "Objekt där den är underleverantör", "Objects where it is a sub-supplier", objects.refs(below))
	r.count("dependents", "Objekt, med dem som körs på dem", "Objects, with those that run on them", objects.refs(dependent))
	r.count("processings", "Behandlingar", "Processing activities", procs.refs(processings))
	r.count("transfers", "Överföringar till den", "Transfers to it", transfers.refs(transfers.where(func(i int) bool {
		return transfers.text(i, "status") == "active" && hit.in[register.ID(transfers.text(i, "importer"))]
	})))
	if err := g.agreed(r, hit, dependent, processings); err != nil {
		return err
	}
	var unreachable []Ref
	contacts := Table{Code: "contacts", Label: lang.Text{SV: "Vem ni når hos leverantören", EN: "Whom you reach at the supplier"},
		Heads: []lang.Text{{SV: "Leverantör", EN: "Supplier"}, {SV: "Säkerhetskontakt dygnet runt", EN: "Security contact at all hours"}, {SV: "Övriga kontakter", EN: "Other contacts"}}}
	for _, id := range hit.order {
		i, ok := recipients.at[id]
		if !ok {
			continue
		}
		if recipients.text(i, "security_contact_24h") == "" {
			unreachable = append(unreachable, recipients.ref(i))
		}
		contacts.row(recipients.ref(i), same(recipients.text(i, "security_contact_24h")), same(recipients.text(i, "contacts")))
	}
	r.Tables = append(r.Tables, contacts)
	r.count("no_contact", "Utan säkerhetskontakt dygnet runt", "Without a security contact at all hours", unreachable)
	if err := g.consequences(r, dependent, processings); err != nil {
		return err
	}
	if err := g.toTell(r, rec, dependent, processings); err != nil {
		return err
	}
	for _, ref := range unreachable {
		r.task(ref, "", 1, "Skaffa säkerhetskontakt dygnet runt", "Get a security contact at all hours")
	}
	return nil
}

// parents are the companies above one, nearest first.
func (t *table) parents(of register.ID) *found {
	up := newFound(of)
	for i := 0; i < len(up.order); i++ {
		if k, ok := t.at[up.order[i]]; ok {
			up.add(register.ID(t.text(k, "parent_company")))
		}
	}
	return newFound(up.order[1:]...)
}

// toTell says of each board what of its own is hit and whom to reach there, and
// where the draft to it is.
func (g *graph) toTell(r *Result, supplier *register.Record, objects, processings *found) error {
	ts, err := g.load(registers.Orgs, registers.RoleAssignments)
	if err != nil {
		return err
	}
	orgs, functions := ts[0], ts[1]
	hit, err := g.hitOf(processings, objects)
	if err != nil {
		return err
	}
	t := Table{Code: "boards", Label: lang.Text{SV: "Nämnder och bolag att informera", EN: "Boards and companies to tell"},
		Heads: []lang.Text{{SV: "Nämnd eller bolag", EN: "Board or company"}, {SV: "Berörda behandlingar", EN: "Processing concerned"}, {SV: "Berörda objekt", EN: "Objects concerned"}, {SV: "Vem ni når", EN: "Whom you reach"}}}
	at := "/api/v1/" + supplier.Register.Collection + "/" + url.PathEscape(supplier.Ref) + "/texts/supplier-hit?board="
	for _, ref := range r.Count("boards").Refs {
		reach := ""
		if i, ok := orgs.at[ref.ID]; ok {
			for _, f := range []string{"isam", "dpo"} {
				if k, ok := functions.at[register.ID(orgs.text(i, f))]; ok {
					if reach != "" {
						reach += ", "
					}
					reach += functions.keys[k].Title
				}
			}
			if c := orgs.text(i, "contact"); c != "" {
				reach += " (" + c + ")"
			}
		}
		h := hit[ref.ID]
		t.row(ref, number(len(h.processings)), number(len(h.objects)), same(reach))
		t.Rows[len(t.Rows)-1].Draft = at + url.QueryEscape(ref.Ref)
		r.task(ref, "", 0, "Informera nämnden eller bolaget", "Tell the board or company")
	}
	r.Tables = append(r.Tables, t)
	return nil
}

// agreed counts the agreements with who is hit, and says within how many hours
// somebody has to tell somebody: they us, and we those whom we work for.
func (g *graph) agreed(r *Result, hit, objects, processings *found) error {
	ts, err := g.load(registers.Agreements, registers.Recipients, registers.Orgs)
	if err != nil {
		return err
	}
	agreements, recipients, orgs := ts[0], ts[1], ts[2]
	theirs := agreements.where(func(i int) bool {
		return agreements.text(i, "status") == "in_force" && (hit.in[register.ID(agreements.text(i, "supplier"))] || hit.hits(agreements.links(i, "other_parties")))
	})
	ours := agreements.where(func(i int) bool {
		return agreements.text(i, "status") == "in_force" && !theirs.in[agreements.keys[i].ID] && slices.Contains([]string{"we_process", "we_deliver", "mutual"}, agreements.text(i, "direction")) &&
			(objects.hits(agreements.links(i, "objects")) || processings.hits(agreements.links(i, "processings")))
	})
	r.count("agreements", "Avtal i kraft", "Agreements in force", agreements.refs(theirs))
	r.count("owed", "Avtal där vi ska underrätta andra", "Agreements by which we tell others", agreements.refs(ours))
	rules, _, err := g.rules(r)
	if err != nil {
		return err
	}
	t := Table{Code: "notice", Label: lang.Text{SV: "Vem som ska underrätta vem, och inom hur lång tid", EN: "Who tells whom, and within how long"},
		Heads: []lang.Text{{SV: "Avtal", EN: "Agreement"}, {SV: "Vem som underrättar vem", EN: "Who tells whom"}, {SV: "Timmar", EN: "Hours"}}}
	silent := 0
	for _, set := range []struct {
		of  *found
		say lang.Text
	}{{theirs, lang.Text{SV: "%s underrättar oss", EN: "%s tells us"}}, {ours, lang.Text{SV: "Vi underrättar %s", EN: "We tell %s"}}} {
		for _, ref := range agreements.refs(set.of) {
			i := agreements.at[ref.ID]
			who := ""
			if k, ok := orgs.at[register.ID(agreements.text(i, "counter_org"))]; ok {
				who = orgs.keys[k].Title
			}
			if k, ok := recipients.at[register.ID(agreements.text(i, "supplier"))]; ok {
				who = recipients.keys[k].Title
			}
			hours := lang.Text{SV: "Inte avtalat", EN: "Not agreed"}
			if n, ok := agreements.number(i, "breach_notice_h"); ok {
				hours = same(strconv.FormatInt(n, 10))
			} else {
				silent++
			}
			t.row(ref, lang.Text{SV: set.say.With(lang.SV, who), EN: set.say.With(lang.EN, who)}, hours)
		}
	}
	if len(t.Rows) > 0 {
		r.Tables = append(r.Tables, t)
	}
	if silent > 0 {
		n, h := lang.Whole(int64(silent)), lang.Whole(int64(rules.Number(rulebook.AgreementBreachHours)))
		r.Notes = append(r.Notes, lang.Text{SV: n + " av avtalen säger inte inom hur lång tid en incident ska meddelas. Stadens regel är " + h + " timmar. Fråga själva; vänta inte på besked.",
			EN: n + " of the agreements do not say within how long an incident is told. The city's rule is " + h + " hours. Ask yourselves; do not wait to be told."})
	}
	return nil
}

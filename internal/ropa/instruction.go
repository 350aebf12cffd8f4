package ropa

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// InstructionText is the documented instruction to a processor, the annex of a
// data processing agreement (GDPR art. 28(3)(a), domain.md 9.1). id is the agreement.
func InstructionText(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	w := draft.New(ctx, d, c, l, lang.Text{"Instruktion till personuppgiftsbiträde", "Instruction to the processor"})
	a := w.Must(registers.Agreements, id)
	if w.Err() != nil {
		return w.End()
	}
	// Who instructs whom: mostly we engage a processor; where we are it, the other
	// side is the controller, and the instruction is theirs to us.
	own := w.Controller(a.Org)
	w.Headed(own, a)
	w.Done(a.Text("status") != "draft" && a.Text("instruction_on") != "", false)
	supplier := w.Get(registers.Recipients, a.Text("supplier"))
	other := w.Get(registers.Orgs, a.Text("counter_org"))
	controller, processor := own, other
	if supplier != nil {
		processor = supplier
	}
	if a.Text("direction") == "we_process" {
		controller, processor, supplier = processor, own, nil
	}
	named := func(rec *register.Record, what lang.Text) []document.Run {
		if rec == nil {
			return w.Gap(what)
		}
		return w.Value(rec, "title")
	}
	w.H(1, lang.Text{"Parter och avtal", "Parties and agreement"})
	w.Facts(lang.Text{"Parter och avtal", "Parties and agreement"},
		draft.Fact{Label: lang.Text{"Personuppgiftsansvarig", "Controller"}, Runs: named(controller, lang.Text{"Personuppgiftsansvarig", "Controller"}), From: controller},
		draft.Fact{Label: lang.Text{"Personuppgiftsbiträde", "Processor"}, Runs: named(processor, lang.Text{"Personuppgiftsbiträde", "Processor"}), From: processor},
		draft.Fact{Label: lang.Text{"Avtal", "Agreement"}, Runs: []document.Run{document.T(strings.TrimSpace(a.Ref + " " + a.Text("title")))}, From: a},
		draft.Fact{Label: lang.Text{"Objekt och tjänster", "Objects and services"}, Runs: w.Value(a, "objects"), From: a},
		draft.Fact{Label: lang.Text{"Version av instruktionen", "Version of the instruction"}, Runs: w.Value(a, "instruction_version"), From: a},
		draft.Fact{Label: lang.Text{"Instruktionens dag", "Day of the instruction"}, Runs: w.Value(a, "instruction_on"), From: a},
		draft.Fact{Label: lang.Text{"Gäller", "In force"}, Runs: append(append(w.Value(a, "valid_from"), document.T("–")), w.Optional(a, "valid_to")...), From: a})
	w.H(1, lang.Text{"Vad biträdet ska göra", "What the processor is to do"})
	links := covered(w, a)
	if len(links) == 0 {
		w.P(w.Gap(lang.Text{"Behandlingar som avtalet gäller", "Processing that the agreement covers"}))
	}
	var changed []string
	for _, x := range links {
		p := w.Get(registers.Processings, string(x.To))
		if p == nil {
			continue
		}
		w.H(2, lang.Text{p.Text("title"), p.Text("title")})
		w.Facts(lang.Text{"Behandlingen", "The processing"}, w.Fact(p, "purposes"), what(w, p), w.Fact(p, "data_subjects"), w.Fact(p, "data_categories"), special(w, p),
			draft.Fact{Label: lang.Text{"Lagring och radering", "Retention and deletion"}, Runs: retention(w, p, register.As[registers.Processing](p)), From: p}, encryption(w, p))
		w.Facts(lang.Text{"Överföringar utanför EES", "Transfers outside the EEA"}, abroadFacts(w, p)...)
		if on := p.Text("changed_on"); on > a.Text("instruction_on") && a.Text("instruction_on") != "" {
			changed = append(changed, p.Ref+" "+p.Text("title")+" ("+on+")")
		}
	}
	objects(w, a)
	w.H(1, lang.Text{"Villkor", "Terms"})
	if len(a.LinksOf("objects"))+len(links) > 0 {
		w.P(lang.Text{"Biträdet behandlar uppgifterna bara enligt den här instruktionen. Bara den som behöver uppgifterna för uppdraget får nå dem, och den har tystnadsplikt. Biträdet loggar åtkomst och ändringar, visar oss loggarna när vi ber om det och säger till om en instruktion strider mot lagen.",
			"The processor processes the data only by this instruction. Only those who need the data for the task may reach them, under a duty of confidentiality. The processor logs access and changes, shows us the logs on request and tells us if an instruction is unlawful."})
	}
	terms(w, a)
	subProcessors(w, a)
	w.H(1, lang.Text{"Kontakt", "Contacts"})
	contact := w.Gap(registers.Recipients.Must("security_contact_24h").Title)
	switch {
	case supplier != nil:
		contact = w.Value(supplier, "security_contact_24h")
	case processor != nil && processor.Register == registers.Orgs:
		contact = w.Reach(processor)
	}
	reach, officer := w.Gap(registers.Orgs.Must("contact").Title), w.Gap(registers.Orgs.Must("dpo").Title)
	if controller != nil && controller.Register == registers.Orgs {
		reach, officer = w.Reach(controller), w.Officer(controller)
	}
	w.Facts(lang.Text{"Kontakt", "Contacts"}, draft.Fact{Label: lang.Text{"Biträdets säkerhetskontakt dygnet runt", "Processor's security contact, all hours"}, Runs: contact, From: processor},
		draft.Fact{Label: lang.Text{"Den ansvariges kontakt", "The controller's contact"}, Runs: reach, From: controller}, draft.Fact{Label: lang.Text{"Den ansvariges dataskyddsombud", "The controller's data protection officer"}, Runs: officer, From: controller})
	w.H(1, lang.Text{"Ändrat sedan förra instruktionen", "Changed since the last instruction"})
	if a.Text("instruction_on") == "" {
		w.P(lang.Text{"Instruktionen har ingen dag än. Ändringar räknas från den.", "The instruction has no day yet. Changes are counted from it."}) // the gap itself stands above
	} else if len(changed) == 0 {
		w.P(lang.Text{"Ingen behandling har ändrats efter instruktionens dag.", "No processing has changed since the day of the instruction."})
	} else {
		w.List(false, anys(changed)...)
	}
	return w.End()
}

// covered are the processings that an agreement names; when it names objects
// alone, those in the objects that the two parties have together.
func covered(w *draft.Draft, a *register.Record) []register.Link {
	links := a.LinksOf("processings")
	objects := register.IDs(a.LinksOf("objects"))
	if len(links) > 0 || len(objects) == 0 {
		return links
	}
	for _, p := range w.All(registers.Processings, store.Query{Filter: query.And{draft.Holds("objects", objects...), query.Not{Of: draft.Where("status", "ended")}}}) {
		if covers(a, p) {
			links = append(links, register.Link{To: p.ID})
		}
	}
	return links
}

// covers tells whether an agreement is about a processing: by name; when it
// names objects alone, by what the two parties have in them together.
func covers(a, p *register.Record) bool {
	if named := register.IDs(a.LinksOf("processings")); len(named) > 0 {
		return slices.Contains(named, string(p.ID))
	}
	party := register.ID(a.Text("supplier"))
	if party == "" {
		party = register.ID(a.Text("counter_org"))
	}
	return shares(register.IDs(a.LinksOf("objects")), register.IDs(p.LinksOf("objects"))) && slices.ContainsFunc([]string{"controllers", "on_behalf_of", "processors"}, func(field string) bool {
		return slices.ContainsFunc(p.LinksOf(field), func(l register.Link) bool { return l.To == party })
	})
}

func anys(ss []string) []any {
	out := make([]any, len(ss))
	for i, s := range ss {
		out[i] = s
	}
	return out
}

func what(w *draft.Draft, p *register.Record) draft.Fact {
	if p.Text("processing_categories") == "" && p.Text("role") != "processor" {
		return draft.Fact{Label: lang.Text{"Slag av behandling", "Nature"}, Runs: []document.Run{document.T(w.Say(lang.Text{"Lagring, visning, ändring och radering i objekten ovan", "Storage, display, change and deletion in the objects above"}))}, From: p}
	}
	return w.Fact(p, "processing_categories")
}

func special(w *draft.Draft, p *register.Record) draft.Fact {
	f := draft.Fact{Label: p.Register.Must("special_categories").Title, Runs: w.Optional(p, "special_categories"), From: p}
	if f.Runs == nil {
		f.Runs = []document.Run{document.T(w.Say(lang.Text{"Inga angivna", "None stated"}))}
	}
	return f
}

func encryption(w *draft.Draft, p *register.Record) draft.Fact {
	f := draft.Fact{Label: lang.Text{"Kryptering", "Encryption"}, Runs: w.Value(p, "encryption_required"), From: p}
	if k := w.Optional(p, "encryption_status"); k != nil {
		f.Runs = append(append(f.Runs, document.T(": ")), k...)
	}
	return f
}

func abroadFacts(w *draft.Draft, p *register.Record) []draft.Fact {
	if g := grounds(w, p); len(g) > 0 {
		return g
	}
	if p.Text("third_country") == string(register.No) {
		return []draft.Fact{{Label: lang.Text{"Överföring", "Transfer"}, Runs: []document.Run{document.T(w.Say(lang.Text{"Inga. Uppgifterna får inte lämna EES.", "None. The data may not leave the EEA."}))}, From: p}}
	}
	return []draft.Fact{{Label: lang.Text{"Överföring", "Transfer"}, Runs: w.Gap(lang.Text{"Mottagare, land och grund", "Recipient, country and ground"}), From: p}}
}

// objects says what the class of each object asks of the processor, where the
// data lie and what is logged.
func objects(w *draft.Draft, a *register.Record) {
	links := a.LinksOf("objects")
	if len(links) == 0 {
		return
	}
	w.H(1, lang.Text{"Säkerhetskrav", "Security requirements"})
	for _, x := range links {
		o := w.Get(registers.Objects, string(x.To))
		if o == nil {
			continue
		}
		w.H(2, lang.Text{o.Text("title"), o.Text("title")})
		facts := []draft.Fact{class(w, o), {Label: lang.Text{"Uppgifterna får finnas i", "The data may be held in"}, Runs: places(w, o), From: o}}
		var logs []string
		for _, r := range w.All(registers.LogRequirements, question(draft.Where("object", string(o.ID)))) {
			if r.Text("status") != "ended" {
				w.Source(r)
				months, _ := r.Number("retention_months")
				logs = append(logs, r.Text("what")+w.Say(lang.Text{", sparas %d månader", ", kept %d months"}, months))
			}
		}
		f := draft.Fact{Label: lang.Text{"Loggning", "Logging"}, Runs: w.Gap(lang.Text{"Loggkrav", "Logging requirements"}), From: o}
		if len(logs) > 0 {
			f.Runs = []document.Run{document.T(strings.Join(logs, "; "))}
		}
		var demands []string
		for _, r := range w.All(registers.Requirements, question(draft.Where("object", string(o.ID)))) {
			if r.Text("wanted_in") == "service_agreement" || r.Text("agreement") == string(a.ID) {
				w.Source(r)
				demands = append(demands, r.Text("title"))
			}
		}
		facts = append(facts, f)
		if len(demands) > 0 {
			facts = append(facts, draft.Fact{Label: lang.Text{"Krav", "Requirements"}, Runs: []document.Run{document.T(strings.Join(demands, "; "))}, From: o})
		}
		w.Facts(lang.Text{"Krav för objektet", "Requirements for the object"}, facts...)
	}
}

func places(w *draft.Draft, o *register.Record) []document.Run {
	if r := w.Optional(o, "data_countries"); r != nil {
		return r
	}
	return w.Value(o, "hosting_country")
}

// class is the latest decided classification of an object.
func class(w *draft.Draft, o *register.Record) draft.Fact {
	label := lang.Text{"Klass", "Class"}
	var latest *register.Record
	for _, c := range w.All(registers.Classifications, question(draft.Where("object", string(o.ID)))) {
		if c.Text("status") == "decided" && (latest == nil || c.Text("decided_on") > latest.Text("decided_on")) {
			latest = c
		}
	}
	if latest == nil {
		return draft.Fact{Label: label, Runs: w.Gap(lang.Text{"Beslutad klassning", "Decided classification"}), From: o}
	}
	var levels []string
	for _, aspect := range []string{"k", "r", "t"} {
		n, ok := latest.Number(aspect)
		if !ok {
			return draft.Fact{Label: label, Runs: w.Gap(lang.Text{"Nivåer i klassningen", "Levels of the classification"}), From: latest}
		}
		levels = append(levels, strings.ToUpper(aspect)+"\u00a0"+strconv.FormatInt(n, 10))
	}
	return draft.Fact{Label: label, Runs: []document.Run{document.T(strings.Join(levels, " "))}, From: latest}
}

func terms(w *draft.Draft, a *register.Record) {
	notice := w.Value(a, "breach_notice_h")
	if n, ok := a.Number("breach_notice_h"); ok {
		notice = []document.Run{document.T(w.Say(lang.Text{"Inom %d timmar från att biträdet fått kännedom", "Within %d hours of the processor's awareness"}, n))}
	}
	facts := []draft.Fact{{Label: lang.Text{"Underrättelse om personuppgiftsincident", "Notice of a personal data breach"}, Runs: notice, From: a}}
	x := register.As[registers.Agreement](a)
	for _, col := range registers.Agreements.Must("checks").Columns {
		if col.Name != "point" {
			continue
		}
		for _, code := range []string{"rights", "art_32_36", "audit", "deletion"} {
			f := draft.Fact{Label: col.Choices.Label(code), From: a}
			i := slices.IndexFunc(x.Checks, func(c registers.AgreementCheck) bool { return c.Point == code })
			switch {
			case i >= 0 && x.Checks[i].Clause != "":
				f.Runs = []document.Run{document.T(w.Say(lang.Text{"Enligt avtalet, %s", "By the agreement, %s"}, x.Checks[i].Clause))}
			case i >= 0 && x.Checks[i].Answer == "yes":
				f.Runs = []document.Run{document.T(w.Say(lang.Text{"Enligt avtalet", "By the agreement"}))}
			default:
				f.Runs = w.Gap(f.Label)
			}
			facts = append(facts, f)
		}
	}
	w.Facts(lang.Text{"Underrättelse, hjälp, granskning och avslut", "Notice, assistance, audit and end"}, facts...)
}

func subProcessors(w *draft.Draft, a *register.Record) {
	w.H(1, lang.Text{"Godkända underbiträden", "Approved sub-processors"})
	w.P(w.Value(a, "sub_processors"), ".")
	var items []any
	seen := map[register.ID]bool{}
	for _, o := range a.LinksOf("objects") {
		rec := w.Get(registers.Objects, string(o.To))
		if rec == nil {
			continue
		}
		for _, s := range rec.LinksOf("sub_suppliers") {
			if r := w.Get(registers.Recipients, string(s.To)); r != nil && !seen[s.To] {
				seen[s.To] = true
				w.Source(r)
				items = append(items, r.Text("title")+" ("+strings.Join(w.Words(r, "country"), "")+")")
			}
		}
	}
	w.List(false, items...)
}

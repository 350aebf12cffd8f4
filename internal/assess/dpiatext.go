package assess

import (
	"cmp"
	"context"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/dpia"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// DPIAText is the report of an impact assessment (domain.md 9.12, GDPR 35.7).
func DPIAText(ctx context.Context, deps Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	w, rec, err := write(ctx, deps, c, "dpia", id, l)
	if err != nil {
		return document.Doc{}, err
	}
	s := rec.Text("status")
	w.head(lang.Text{SV: "Konsekvensbedömning avseende dataskydd", EN: "Data protection impact assessment"}, rec.Text("title"), s != "decided" && s != "superseded")
	base, err := w.r.get("dpia", rec.Text("reference"))
	if err != nil {
		return document.Doc{}, err
	}
	if base == nil {
		base = rec
	}
	if err := w.dpia(rec, base); err != nil {
		return document.Doc{}, err
	}
	return w.finish(), nil
}

func (w *writing) dpia(rec, base *register.Record) error {
	for _, step := range []func(rec, base *register.Record) error{w.dpiaOutcome, w.dpiaScreenings, w.dpiaParts, w.dpiaRisks, w.dpiaMeasures, w.dpiaAdvice, w.dpiaParticipants} {
		if err := step(rec, base); err != nil {
			return err
		}
	}
	return nil
}

var toldOfDPIA = []string{"Beslut", "Villkor", "Kvarvarande risk", "Beslutad", "Beslutad av", "Rådet följs", "Skäl", "dataskyddsombudets råd"}

// dpiaWhole refuses to decide an assessment whose report lacks facts (domain.md 9.12).
func (h *house) dpiaWhole(f command.Following) ([]fault.Problem, error) {
	if !f.Became("decided") {
		return nil, nil
	}
	return h.whole(f, map[string]any{"review_due": string(f.Today())}, toldOfDPIA, func(w *writing, rec *register.Record) error {
		base, err := w.r.get("dpia", rec.Text("reference"))
		if err != nil {
			return err
		}
		if base == nil {
			base = rec
		}
		return w.dpia(rec, base)
	})
}

func (w *writing) dpiaOutcome(rec, base *register.Record) error {
	decider, err := w.name("role_assignment", rec.Text("decided_by"))
	if err != nil {
		return err
	}
	controllers, err := w.names("org", rec.LinksOf("controllers"))
	if err != nil {
		return err
	}
	if controllers == "" { // nobody else is named: the office's own
		if controllers, err = w.name("org", string(rec.Org)); err != nil {
			return err
		}
	}
	processor, err := w.name("recipient", rec.Text("processor"))
	if err != nil {
		return err
	}
	left, _, err := w.r.residue(w.rules, rec)
	if err != nil {
		return err
	}
	w.heading("Beslut och kvarvarande risk", "Decision and residual risk")
	reference := ""
	if base != rec {
		reference = base.Ref + " " + base.Text("title") + ", " + w.say("beslutad ", "decided on ") + base.Text("decided_on")
	}
	dismissed := rec.Text("status") == "not_needed"
	w.facts([]fact{
		{label: w.say("Status", "Status"), value: w.word(rec, "status")},
		{label: w.say("Typ", "Kind"), value: w.word(rec, "kind")},
		{label: w.say("Bygger på referens", "Based on reference"), value: reference, optional: true},
		{label: w.say("Personuppgiftsansvariga", "Controllers"), value: controllers},
		{label: w.say("Personuppgiftsbiträde", "Processor"), value: processor, optional: true},
		{label: w.say("Beslut", "Decision"), value: w.word(rec, "decision"), optional: dismissed},
		{label: w.say("Villkor", "Conditions"), value: rec.Text("conditions"), optional: rec.Text("decision") != "go_with_conditions"},
		{label: w.say("Kvarvarande risk", "Residual risk"), value: w.word(rec, "residual"), optional: dismissed},
		{label: w.say("Riskerna visar", "The risks show"), value: w.band(w.rules.Risk(rulebook.Privacy), left.Band), optional: true},
		{label: w.say("Varför den inte behövs", "Why it is not needed"), value: rec.Text("not_needed_reason"), optional: !dismissed},
		{label: w.say("Beslutad", "Decided on"), value: rec.Text("decided_on"), optional: dismissed},
		{label: w.say("Beslutad av", "Decided by"), value: decider, optional: dismissed},
		{label: w.say("Nästa översyn", "Next review"), value: rec.Text("review_due"), optional: dismissed},
	})
	if rec.Text("decision") != "prior_consultation" && rec.Text("prior_consultation") != "yes" {
		return nil
	}
	clocks, err := w.r.find("clock", is("dpia", rec.ID)+" AND code = "+quote(consulted(w.rules).Code))
	if err != nil {
		return err
	}
	w.paragraph(w.say("Förhandssamråd enligt artikel 36: behandlingen får inte genomföras förrän myndigheten har svarat.", "Prior consultation under article 36: the processing must not go on before the authority has answered."))
	if on := rec.Text("prior_consultation_on"); on != "" || rec.Text("prior_consultation") == "yes" {
		w.facts([]fact{{label: w.say("Begärt", "Requested on"), value: on}})
	}
	for _, c := range clocks {
		due := c.Moment("due_at")
		s := w.word(c, "status")
		if !due.IsZero() {
			s += ", " + w.say("svar senast ", "answer due ") + lang.Clock(w.l, due.In(w.r.db.Zone))
		}
		w.paragraph(c.Ref + ": " + s + ".")
	}
	return nil
}

// dpiaScreenings prints each rule of the threshold with its answer.
func (w *writing) dpiaScreenings(rec, _ *register.Record) error {
	w.heading("Varför bedömningen görs", "Why the assessment is made")
	words := map[dpia.Answer]string{dpia.Yes: w.say("Ja", "Yes"), dpia.No: w.say("Nej", "No"), dpia.Unknown: w.say("Ej besvarad", "Not answered")}
	rules := w.rules.DPIA()
	for _, l := range rec.LinksOf("processings") {
		p, err := w.r.get("processing", string(l.To))
		if err != nil {
			return err
		}
		if p == nil {
			continue
		}
		s, err := w.r.screen(rules, p)
		if err != nil {
			return err
		}
		var rows [][]string
		noted := false
		for _, x := range s.Lines {
			kind := w.say("Kriterium", "Criterion")
			if x.Statutory {
				kind = w.say("Artikel 35.3", "Article 35(3)")
			}
			answer := words[x.Answer]
			if x.Preset != "" {
				answer = w.say("Ja, genom ", "Yes, by ") + p.Register.Must(x.Preset).Title.In(w.l)
			}
			rows = append(rows, []string{x.Name.In(w.l), kind, answer, x.Note})
			noted = noted || x.Note != ""
		}
		w.paragraph(p.Ref + " " + p.Text("title") + ". " + w.say("Uppgifterna är från ", "Facts as of ") + w.source(p) + ".")
		columns := []document.Column{w.col("Regel", "Rule", 5), w.col("Slag", "Kind", 1.6), w.col("Svar", "Answer", 1.6), w.col("Anmärkning", "Note", 2)}
		if !noted { // a column of nothing tells nothing
			columns = columns[:3]
			for i := range rows {
				rows[i] = rows[i][:3]
			}
		}
		w.table(columns, rows)
		if r := p.Text("screening_reason"); r != "" {
			w.paragraph(w.say("Skäl: ", "Reason: ") + r)
		}
	}
	return nil
}

// part gives an adopted assessment's own words, or the reference's.
func part(rec, base *register.Record, field string) string {
	if s := rec.Text(field); s != "" {
		return s
	}
	return base.Text(field)
}

func (w *writing) dpiaParts(rec, base *register.Record) error {
	w.heading("Beskrivning av behandlingen (artikel 35.7 a)", "Description of the processing (article 35(7)(a))")
	w.long(part(rec, base, "description"), w.say("beskrivning", "description"))
	for _, l := range rec.LinksOf("processings") {
		p, err := w.r.get("processing", string(l.To))
		if err != nil {
			return err
		}
		if p == nil {
			continue
		}
		processors, err := w.names("recipient", p.LinksOf("processors"))
		if err != nil {
			return err
		}
		words := func(field string) string { s, _ := p.Get(field).([]string); return strings.Join(s, ", ") }
		w.facts([]fact{
			{label: w.say("Behandling", "Processing activity"), value: p.Ref + " " + p.Text("title"), from: p},
			{label: w.say("Ändamål", "Purposes"), value: p.Text("purposes"), from: p},
			{label: w.say("Rättslig grund", "Legal basis"), value: w.word(p, "legal_basis"), from: p},
			{label: w.say("Registrerade", "Data subjects"), value: w.word(p, "data_subjects"), from: p},
			{label: w.say("Personuppgifter", "Personal data"), value: words("data_categories"), from: p},
			{label: w.say("Känsliga uppgifter", "Sensitive data"), value: w.word(p, "special_categories"), from: p, optional: true},
			{label: w.say("Biträden", "Processors"), value: processors, from: p, optional: true},
			{label: w.say("Tredjeland", "Third country"), value: w.word(p, "third_country"), from: p},
			{label: w.say("Lagringstid", "Retention"), value: p.Text("retention"), from: p},
		})
	}
	w.heading("Nödvändighet och proportionalitet (artikel 35.7 b)", "Necessity and proportionality (article 35(7)(b))")
	w.long(part(rec, base, "necessity_proportionality"), w.say("nödvändighet och proportionalitet", "necessity and proportionality"))
	return nil
}

func (w *writing) dpiaRisks(rec, base *register.Record) error {
	w.heading("Risker för de registrerade (artikel 35.7 c)", "Risks to the data subjects (article 35(7)(c))")
	_, risks, err := w.r.residue(w.rules, rec)
	if err == nil && len(risks) == 0 && base != rec {
		_, risks, err = w.r.residue(w.rules, base)
	}
	if err != nil {
		return err
	}
	if len(risks) == 0 {
		w.add(document.Paragraph{Runs: w.lacks(w.say("risker för de registrerade", "risks to the data subjects"))})
		return nil
	}
	w.paragraph(w.say("Konsekvensen bedöms för den enskilde.", "The consequence is judged for the individual."))
	w.worst(risks)
	w.riskTable(risks)
	for _, x := range risks {
		if err := w.riskDetail(x); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) dpiaMeasures(rec, base *register.Record) error {
	w.heading("Åtgärder (artikel 35.7 d)", "Measures (article 35(7)(d))")
	w.long(part(rec, base, "measures"), w.say("åtgärder", "measures"))
	w.heading("De registrerades synpunkter (artikel 35.9)", "Views of the data subjects (article 35(9))")
	w.long(part(rec, base, "views_of_subjects"), w.say("de registrerades synpunkter, eller varför de inte har hämtats in", "views of the data subjects, or why they were not sought"))
	return nil
}

// dpiaAdvice prints the officer's advice word for word.
func (w *writing) dpiaAdvice(rec, _ *register.Record) error {
	w.heading("Dataskyddsombudets råd", "Advice of the data protection officer")
	if rec.Text("status") == "not_needed" && rec.Text("dpo_advice") == "" {
		w.paragraph(w.say("Ombudet har inte tillfrågats, eftersom bedömningen inte behövs.", "The officer was not asked, since the assessment is not needed."))
		return nil
	}
	if rec.Text("dpo_advice") == "" {
		w.add(document.Paragraph{Runs: w.lacks(w.say("dataskyddsombudets råd", "the officer's advice"))})
		return nil
	}
	w.add(document.Paragraph{Style: document.Comment, By: w.say("Dataskyddsombudet, ", "Data protection officer, ") + rec.Text("dpo_advice_on"), Runs: []document.Run{document.T(rec.Text("dpo_advice"))}})
	reason := rec.Text("dpo_reason")
	w.facts([]fact{{label: w.say("Rådet följs", "Advice followed"), value: w.word(rec, "dpo_followed")}, {label: w.say("Skäl", "Reason"), value: reason, optional: rec.Text("dpo_followed") == "yes" || rec.Text("dpo_followed") == ""}})
	return nil
}

// dpiaParticipants is the table of what each controller says.
func (w *writing) dpiaParticipants(rec, _ *register.Record) error {
	if k := rec.Text("kind"); k != "reference" && k != "joint" {
		return nil
	}
	found, err := w.r.find("dpia_participant", is("dpia", rec.ID))
	if err != nil {
		return err
	}
	w.heading("De personuppgiftsansvarigas ställningstaganden", "Positions of the controllers")
	if len(found) == 0 {
		w.paragraph(w.say("Ingen personuppgiftsansvarig är inbjuden.", "No controller has been invited."))
		return nil
	}
	var rows [][]string
	for _, q := range found {
		party, err := w.name("org", q.Text("party"))
		if err != nil {
			return err
		}
		by, err := w.name("role_assignment", q.Text("decided_by"))
		if err != nil {
			return err
		}
		decided := strings.Trim(q.Text("decided_on")+", "+by, ", ")
		deviations := q.Text("deviations")
		if deviations == "" && q.Text("status") == "adopted" {
			deviations = w.say("Inga", "None")
		}
		rows = append(rows, []string{party, w.word(q, "status"), cmp.Or(deviations, "–"), cmp.Or(q.Text("dpo_advice"), "–"), cmp.Or(decided, "–")})
	}
	w.table([]document.Column{w.col("Personuppgiftsansvarig", "Controller", 3), w.col("Läge", "State", 2), w.col("Avvikelser", "Deviations", 3), w.col("Eget dataskyddsombuds råd", "Advice of its own officer", 3), w.col("Beslut", "Decision", 2.4)}, rows, 0)
	return nil
}

package respond

import (
	"context"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

func storeQuery(filter query.Checked) store.Query { return store.Query{Filter: filter} }

// ImyNotificationText is the notification of a personal data breach to the
// supervisory authority (GDPR art. 33(3), domain.md 9.3).
func ImyNotificationText(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	return notice(ctx, d, c, id, l, "imy", "first")
}

// ImySupplementText is a supplement to it (GDPR art. 33(4)).
func ImySupplementText(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	return notice(ctx, d, c, id, l, "imy", "supplement")
}

// CslEarlyWarningText is the first notice of a significant incident
// (cybersäkerhetslagen 2 ch. 5 §, domain.md 9.4).
func CslEarlyWarningText(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	return notice(ctx, d, c, id, l, "csirt", "early_warning")
}

// CslNotificationText is the incident notification (2 ch. 6 §).
func CslNotificationText(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	return notice(ctx, d, c, id, l, "csirt", "first")
}

// CslStatusReportText is the interim report (2 ch. 7 §).
func CslStatusReportText(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	return notice(ctx, d, c, id, l, "csirt", "interim")
}

// CslFinalReportText is the final report (2 ch. 8 §).
func CslFinalReportText(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	return notice(ctx, d, c, id, l, "csirt", "final")
}

func notice(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang, authority, stage string) (document.Doc, error) {
	f := newForm(ctx, d, c, id, l, stages[authority+"."+stage], stage)
	if f.Err() != nil {
		return f.End()
	}
	to := registers.Notifications.Must("authority").Choices.Label(authority)
	f.Styled(document.Lead, f.Say(lang.Text{"Till: ", "To: "}), to)
	f.deadline(authority + "." + stage)
	f.Styled(document.Note, lang.Text{"Kopiera fält för fält till mottagarens formulär. Skriv inga namn eller personnummer: texten blir allmän handling hos mottagaren. Spara kvittot i anmälan.",
		"Copy field by field into the receiver's form. Write no names or identity numbers: the text becomes an official document with the receiver. Keep the receipt in the notification."})
	facts := []draft.Fact{}
	for _, p := range f.parts(authority) {
		facts = append(facts, draft.Fact{Label: p.label, Runs: p.runs, From: p.from})
	}
	f.H(1, lang.Text{"Uppgifter i anmälan", "Content of the notification"})
	f.Facts(stages[authority+"."+stage], facts...)
	f.sentNotices(authority)
	if authority == "csirt" {
		f.H(1, lang.Text{"Om portalen ligger nere", "If the portal is down"})
		f.P(lang.Text{"Ring mottagaren och lämna uppgifterna ovan muntligt. Skicka dem därefter skriftligt på den väg som mottagaren anvisar. Skriv i incidentens logg vem du talade med och när, och lämna anmälan i portalen när den fungerar igen. Fristen räknas från kännedomen även när portalen ligger nere.",
			"Call the receiver and give the facts above by voice. Then send them in writing the way the receiver asks for. Write in the incident's log whom you spoke to and when, and notify in the portal when it works again. The time limit counts from awareness also while the portal is down."})
	}
	return f.End()
}

// deadline says when the notice must have gone, by the running clock it meets.
func (f form) deadline(meets string) {
	for _, c := range f.All(registers.Clocks, storeQuery(draft.Where("incident", string(f.inc.ID)))) {
		if c.Text("status") != "running" || metBy(c) != meets || c.Moment("due_at").IsZero() {
			continue
		}
		f.Source(c)
		f.P(document.B(f.Say(lang.Text{"Senast %s. ", "No later than %s. "}, f.Clock(c.Moment("due_at")))),
			f.Say(lang.Text{"Fristen enligt %s räknas från %s.", "The time limit of %s counts from %s."}, c.Text("law"), f.Clock(c.Moment("started_at"))))
	}
}

// SubjectInformationText tells the data subjects what has happened, in plain
// words (GDPR art. 34(2), domain.md 9.5).
func SubjectInformationText(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	f := newForm(ctx, d, c, id, l, lang.Text{"Information om en händelse med dina personuppgifter", "Information about an incident with your personal data"}, "")
	if f.Err() != nil {
		return f.End()
	}
	f.Done(!f.inc.Moment("subjects_informed_at").IsZero(), true)
	f.P(lang.Text{"Du får den här informationen för att uppgifter om dig kan ha drabbats av en händelse hos oss. ", "You receive this information because data about you may have been affected by an incident with us. "},
		f.Named(f.controller, lang.Text{"Personuppgiftsansvarig", "Controller"}), lang.Text{" ansvarar för uppgifterna.", " is responsible for the data."})
	f.H(1, lang.Text{"Vad har hänt?", "What has happened?"})
	f.P(f.Value(f.inc, "title"), ". ", lang.Text{"Vi upptäckte det ", "We found out "}, f.Value(f.inc, "detected_at"), ".")
	f.P(lang.Text{"Uppgifterna som kan ha drabbats: ", "Data that may have been affected: "}, f.Value(f.inc, "data_categories"), ".")
	f.H(1, lang.Text{"Vad kan det betyda för dig?", "What may it mean for you?"})
	f.P(f.Value(f.inc, "consequences"))
	f.H(1, lang.Text{"Vad gör vi?", "What do we do?"})
	f.P(f.Value(f.inc, "containment"))
	f.H(1, lang.Text{"Vad kan du göra?", "What can you do?"})
	if t := f.Optional(f.inc, "subjects_advice"); t != nil {
		f.P(t)
	} else {
		f.P(f.Gap(lang.Text{"Råd till den registrerade", "Advice to the data subject"}))
	}
	f.H(1, lang.Text{"Vem kan du fråga?", "Whom can you ask?"})
	f.P(lang.Text{"Vårt dataskyddsombud svarar på frågor: ", "Our data protection officer answers questions: "}, f.Officer(f.controller), ".")
	f.P(lang.Text{"Du kan också klaga hos Integritetsskyddsmyndigheten, imy.se.", "You can also complain to the Swedish Authority for Privacy Protection, imy.se."})
	return f.End()
}

// BoardInformationText tells another board or company of an incident that
// concerns it: what of its own, what is done and what it must decide
// (GDPR art. 33(2), domain.md 9.6). id is the record of whom is told.
func BoardInformationText(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	return boardInformation(ctx, d, c, id, l, -1)
}

// boardInformation makes it as the update of a number; below zero is as the
// record stands.
func boardInformation(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang, update int64) (document.Doc, error) {
	w := draft.New(ctx, d, c, l, lang.Text{"Information om incident som berör er", "Information on an incident that concerns you"})
	r := w.Must(registers.IncidentRecipients, id)
	if w.Err() != nil {
		return w.End()
	}
	inc := w.Must(registers.Incidents, r.Text("incident"))
	if w.Err() != nil {
		return w.End()
	}
	f := form{Draft: w, inc: inc, controller: w.Controller(inc.Org)}
	w.Headed(f.controller, inc)
	to := w.Get(registers.Orgs, r.Text("recipient_org"))
	n, _ := r.Number("update_no")
	if update >= 0 {
		n = update
	}
	if n > 0 {
		w.Doc.Subtitle = w.Say(lang.Text{"Uppdatering nr %d", "Update no. %d"}, n)
	}
	w.Styled(document.Lead, lang.Text{"Till: ", "To: "}, w.Named(to, lang.Text{"Mottagare", "Receiver"}))
	if mark := w.Optional(inc, "secrecy"); mark != nil && inc.Text("secrecy") != "none" {
		w.Styled(document.Note, lang.Text{"Sekretessmarkering: ", "Secrecy mark: "}, mark)
	}
	w.H(1, lang.Text{"Vad har hänt", "What has happened"})
	var mine []string
	for _, p := range inc.LinksOf("processings") {
		if rec := w.Get(registers.Processings, string(p.To)); rec != nil && theirs(w, rec, r.Text("recipient_org")) {
			mine = append(mine, rec.Ref+" "+rec.Text("title"))
		}
	}
	facts := []draft.Fact{fact(f.field("title")), fact(f.labelled(lang.Text{"Vad som drabbades", "What was harmed"}, "category")), fact(f.may("occurred_from")), fact(f.field("detected_at")),
		{Label: lang.Text{"Vår kännedom", "Our awareness"}, Runs: f.aware("gdpr"), From: inc}, {Label: lang.Text{"Era behandlingar som berörs", "Your processing concerned"}, Runs: own(w, mine), From: inc},
		fact(f.objects()), fact(f.may("data_categories")), fact(f.may("subject_categories")), fact(f.may("subjects_count"))}
	w.Facts(lang.Text{"Det vi vet nu", "What we know now"}, facts...)
	w.H(1, lang.Text{"Vad vi har gjort", "What we have done"})
	w.P(w.Value(inc, "containment"))
	w.H(1, lang.Text{"Vad ni ska besluta", "What you are to decide"})
	at := r.Moment("sent_at")
	if at.IsZero() {
		at = w.At()
	}
	if r.Text("role") == "controller" {
		w.P(w.Say(lang.Text{"Ni är personuppgiftsansvariga. Er frist för anmälan till Integritetsskyddsmyndigheten börjar när ni tar emot den här informationen, %s.", "You are the controller. Your time limit for notifying the authority begins when you receive this information, %s."}, w.Clock(at)))
		if end := draft.NoticeEnd(at); !end.IsZero() {
			w.P(document.B(w.Say(lang.Text{"Anmäl senast %s, eller besluta att inte anmäla och skriv varför.", "Notify no later than %s, or decide not to and write why."}, w.Clock(end))))
		}
		w.P(lang.Text{"Besluta också om de registrerade ska informeras. Beslutet är ert; vårt ersätter det inte.", "Decide also whether the data subjects are to be informed. The decision is yours; ours does not replace it."})
	} else {
		w.P(lang.Text{"Bedöm om er verksamhet påverkas och vad ni behöver göra.", "Judge whether your work is affected and what you need to do."})
	}
	w.P(lang.Text{"Ni har fått ett eget ärende i Genomlys. Öppna det och börja bedömningen, så är informationen kvitterad. Nya uppgifter kommer dit som numrerade uppdateringar.",
		"You have a case of your own in Genomlys. Open it and begin to judge it, and the information is acknowledged. New facts come there as numbered updates."})
	w.H(1, lang.Text{"Kontakt", "Contact"})
	w.P(w.Reach(f.controller))
	return w.End()
}

func fact(p part) draft.Fact { return draft.Fact{Label: p.label, Runs: p.runs, From: p.from} }

func own(w *draft.Draft, mine []string) []document.Run {
	if len(mine) == 0 {
		return []document.Run{document.T(w.Say(lang.Text{"Inga utpekade; se berörda system", "None named; see the systems affected"}))}
	}
	var out []document.Run
	for i, m := range mine {
		if i > 0 {
			out = append(out, document.T("; "))
		}
		out = append(out, document.T(m))
	}
	return out
}

// theirs tells whether an organisation answers for a processing.
func theirs(w *draft.Draft, p *register.Record, org string) bool {
	for _, field := range []string{"controllers", "on_behalf_of"} {
		for _, l := range p.LinksOf(field) {
			if c := w.Controller(l.To); c != nil && string(c.ID) == org {
				return true
			}
		}
	}
	c := w.Controller(p.Org)
	return c != nil && string(c.ID) == org
}

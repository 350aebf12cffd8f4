package respond

import (
	"context"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// AccessAnswerText is the answer to a request for access, processing by
// processing (GDPR art. 15, domain.md 9.8). Who asks is not in it: the name is
// put on the letter from where it is kept.
func AccessAnswerText(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	w := draft.New(ctx, d, c, l, lang.Text{"Registerutdrag", "Answer to a request for access"})
	r := w.Must(registers.SubjectRequests, id)
	if w.Err() != nil {
		return w.End()
	}
	controller := w.Controller(r.Org)
	w.Headed(controller, r)
	w.Done(r.Text("status") == "answered", true)
	w.P(lang.Text{"Din begäran kom in ", "Your request came in "}, w.Value(r, "received_on"), ". ", lang.Text{"Vi har gått igenom de behandlingar och system där uppgifter om dig kan finnas.", "We have searched the processing and systems where data about you may be held."})
	items, err := Search(ctx, d, c, id)
	if err != nil {
		return document.Doc{}, err
	}
	items, known := concerned(r, items)
	if r.Text("outcome") == "nothing_found" {
		w.P(lang.Text{"Vi behandlar inga personuppgifter om dig i dem.", "We process no personal data about you in them."})
	} else {
		w.P(lang.Text{"Vi behandlar personuppgifter om dig. Nedan står vilka, varför, hur länge och vem som har fått dem. Kopian av uppgifterna följer med som bilaga.",
			"We process personal data about you. Below is which, why, how long and who has received them. The copy of the data is annexed."})
		switch {
		case !known:
			w.P(w.Gap(lang.Text{"Vad den som frågar är för oss, eller de behandlingar där uppgifter fanns", "What the requester is to us, or the processing in which data were found"}))
		case len(items) == 0:
			w.P(w.Gap(lang.Text{"Behandlingar som begäran gäller", "Processing that the request concerns"}))
		default:
			w.P(lang.Text{"Där inget annat står kommer uppgifterna från dig själv, inga beslut fattas automatiskt och inga uppgifter förs över till länder utanför EES.",
				"Unless stated otherwise the data come from yourself, no decisions are made automatically and no data are transferred outside the EEA."})
		}
		for _, it := range items {
			w.Source(it.Processing)
			processingPart(w, it)
		}
	}
	outcome(w, r)
	w.H(1, lang.Text{"Dina rättigheter", "Your rights"})
	w.List(false,
		lang.Text{"Du kan begära rättelse av uppgifter som är fel och, i vissa fall, radering eller begränsning (artikel 16–18).", "You may ask for rectification of wrong data and, in some cases, for erasure or restriction (articles 16–18)."},
		lang.Text{"Du kan invända mot behandling som vilar på allmänt intresse eller myndighetsutövning (artikel 21).", "You may object to processing based on public interest or official authority (article 21)."},
		lang.Text{"Du kan klaga hos Integritetsskyddsmyndigheten, imy.se.", "You may complain to the Swedish Authority for Privacy Protection, imy.se."})
	w.H(1, lang.Text{"Kontakt", "Contact"})
	w.P(w.Named(controller, lang.Text{"Personuppgiftsansvarig", "Controller"}), ": ", w.Reach(controller), ". ", lang.Text{"Dataskyddsombud: ", "Data protection officer: "}, w.Officer(controller), ".")
	return w.End()
}

// concerned gives the processings that an answer is about: those in which data
// were found when the request names them, else those for this kind of person.
// Without either nothing is known of which data are the requester's.
func concerned(r *register.Record, items []SearchItem) (about []SearchItem, known bool) {
	named := len(r.LinksOf("processings")) > 0
	if !named && len(set(r, "subject_categories")) == 0 {
		return nil, false
	}
	for _, it := range items {
		if it.Named || !named {
			about = append(about, it)
		}
	}
	return about, true
}

// processingPart says what art. 15(1)(a)–(d) ask for, and (g), (h) and 15(2)
// where there is something to say of them.
func processingPart(w *draft.Draft, it SearchItem) {
	p := it.Processing
	w.H(1, lang.Text{p.Text("title"), p.Text("title")})
	facts := []draft.Fact{w.Fact(p, "purposes"), w.Fact(p, "data_categories"), recipients(w, p), w.Fact(p, "retention")}
	if p.Text("source_of_data") != "subject" {
		facts = append(facts, source(w, p))
	}
	if p.Text("automated_decision") != string(register.No) {
		facts = append(facts, decisions(w, p))
	}
	if p.Text("third_country") != string(register.No) {
		facts = append(facts, transfers(w, p))
	}
	w.Facts(lang.Text{"Om behandlingen", "About the processing"}, facts...)
}

// recipients names the actual recipients where they are known, else their kinds
// (art. 15(1)(c); Court of Justice C-154/21).
func recipients(w *draft.Draft, p *register.Record) draft.Fact {
	f := draft.Fact{Label: lang.Text{"Vem som har fått uppgifterna", "Who has received the data"}, From: p}
	names := append(w.Words(p, "processors"), w.Words(p, "recipients")...)
	switch {
	case len(names) > 0:
		f.Runs = []document.Run{document.T(join(names))}
	default:
		f.Runs = w.Value(p, "recipient_categories")
	}
	return f
}

func source(w *draft.Draft, p *register.Record) draft.Fact {
	f := w.Fact(p, "source_of_data")
	if o := w.Optional(p, "source_other"); o != nil {
		f.Runs = append(append(f.Runs, document.T(": ")), o...)
	}
	return f
}

func decisions(w *draft.Draft, p *register.Record) draft.Fact {
	f := w.Fact(p, "automated_decision")
	if p.Text("automated_decision") == string(register.Yes) {
		f.Runs = append(append(f.Runs, document.T(". ")), w.Value(p, "decision_logic")...)
	}
	return f
}

func transfers(w *draft.Draft, p *register.Record) draft.Fact {
	f := draft.Fact{Label: lang.Text{"Överföring utanför EES", "Transfer outside the EEA"}, From: p}
	var words []string
	for _, t := range w.All(registers.Transfers, storeQuery(draft.Where("processing", string(p.ID)))) {
		if t.Text("status") == "active" {
			w.Source(t)
			words = append(words, join(append(w.Words(t, "importer"), w.Words(t, "country")...))+" ("+join(w.Words(t, "mechanism"))+")")
		}
	}
	switch {
	case len(words) > 0:
		f.Runs = []document.Run{document.T(join(words))}
	case p.Text("third_country") == string(register.Yes):
		f.Runs = w.Gap(lang.Text{"Överföringens mottagare och grund", "Recipient and ground of the transfer"})
	default:
		f.Runs = w.Value(p, "third_country")
	}
	return f
}

// outcome says what is refused or masked, why, and how to appeal.
func outcome(w *draft.Draft, r *register.Record) {
	if m := w.Optional(r, "third_party_masking"); m != nil {
		w.H(1, lang.Text{"Uppgifter om andra", "Data on others"})
		w.P(lang.Text{"Uppgifter om andra personer är maskerade. Skäl: ", "Data on other persons are masked. Reason: "}, m)
	}
	if r.Text("outcome") != "refused" && r.Text("outcome") != "partly" {
		return
	}
	w.H(1, lang.Text{"Det vi inte lämnar ut", "What we do not release"})
	w.P(w.Value(r, "refusal_reason"))
	w.H(1, lang.Text{"Så överklagar du", "How to appeal"})
	w.P(lang.Text{"Du kan överklaga beslutet hos förvaltningsrätten. Skriv till oss inom tre veckor från den dag du fick beslutet. Tala om vilket beslut du menar, vad som ska ändras och varför. Vi skickar ditt överklagande vidare om vi inte ändrar beslutet.",
		"You may appeal to the administrative court. Write to us within three weeks of the day you received the decision. Say which decision you mean, what is to be changed and why. We pass your appeal on if we do not change the decision."})
}

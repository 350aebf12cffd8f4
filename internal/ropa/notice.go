package ropa

import (
	"context"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

// NoticeText is the information to the data subjects of a processing, short first
// and whole after (GDPR art. 13 and 14, domain.md 9.2).
func NoticeText(ctx context.Context, d draft.Deps, c access.Caller, id string, l lang.Lang) (document.Doc, error) {
	w := draft.New(ctx, d, c, l, lang.Text{"Så behandlar vi dina personuppgifter", "How we process your personal data"})
	rec := w.Must(registers.Processings, id)
	if w.Err() != nil {
		return w.End()
	}
	p := register.As[registers.Processing](rec)
	controller := w.Controller(rec.Org)
	if len(p.Controllers) > 0 {
		if o := w.Get(registers.Orgs, string(p.Controllers[0].To)); o != nil {
			controller = o
		}
	}
	w.Headed(controller, rec)
	w.Done(p.Status == "registered" && p.NoticeMet == register.Yes, true)
	w.Doc.Subtitle = rec.Text("title")
	who := w.Named(controller, lang.Text{"Personuppgiftsansvarig", "Controller"})
	purposes := w.Value(rec, "purposes")

	w.H(1, lang.Text{"Kort sagt", "In short"})
	w.P(who, lang.Text{" behandlar uppgifter om dig för att: ", " processes data about you in order to: "}, draft.Inside(purposes), ".")
	w.P(lang.Text{"Vi sparar dem så här: ", "We keep them as follows: "}, draft.Inside(retention(w, rec, p)), ".")
	w.P(lang.Text{"Du har rätt att få veta vilka uppgifter vi har, att få fel rättade och att klaga.", "You have the right to know which data we hold, to have errors corrected and to complain."})

	w.H(1, lang.Text{"Vem ansvarar?", "Who is responsible?"})
	w.P(who, ": ", w.Reach(controller), ".")
	if p.Role == "joint_controller" { // GDPR art. 26(2): those concerned are told of all
		var others []any
		for _, x := range p.Controllers {
			if o := w.Get(registers.Orgs, string(x.To)); o != nil && o.ID != controller.ID {
				others = append(others, o.Text("title"))
			}
		}
		if len(others) > 0 {
			w.P(lang.Text{"Ansvaret är gemensamt. Du kan vända dig till var och en av oss. Gemensamt ansvariga är också:", "The responsibility is joint. You may turn to each of us. Jointly responsible are also:"})
			w.List(false, others...)
		}
	}
	w.P(lang.Text{"Dataskyddsombud: ", "Data protection officer: "}, w.Officer(controller), ".")

	w.H(1, lang.Text{"Varför, och med vilken rätt?", "Why, and by what right?"})
	basis(w, rec, p)

	w.H(1, lang.Text{"Vilka uppgifter?", "Which data?"})
	w.P(w.Value(rec, "data_categories"), ".")
	if s := w.Optional(rec, "special_categories"); s != nil {
		w.P(lang.Text{"Bland dem finns känsliga uppgifter: ", "Among them are sensitive data: "}, s, ". ", lang.Text{"Stödet för det är ", "The ground for this is "}, draft.Inside(w.Value(rec, "art9_basis")), ".")
	}
	switch {
	case p.SourceOfData == "other" || p.SourceOfData == "both":
		w.P(lang.Text{"Uppgifterna kommer helt eller delvis från andra än dig: ", "The data come wholly or partly from others than you: "}, w.Value(rec, "source_other"), ". ",
			lang.Text{"Du får den här informationen senast en månad efter att vi fick dem (artikel 14).", "You receive this information within one month of our receiving them (article 14)."})
	case p.SourceOfData == "":
		w.P(w.Value(rec, "source_of_data"))
	default:
		w.P(lang.Text{"Uppgifterna kommer från dig.", "The data come from you."})
		if slices.Contains(p.LegalBasis, "contract") || slices.Contains(p.LegalBasis, "legal_obligation") {
			w.P(lang.Text{"Lagen eller avtalet kräver uppgifterna. Utan dem kan vi inte göra det du behöver.", "The law or the contract requires the data. Without them we cannot do what you need."})
		}
	}

	w.H(1, lang.Text{"Vem får uppgifterna?", "Who receives the data?"})
	receivers := append(w.Words(rec, "recipient_categories"), w.Words(rec, "processors")...)
	if len(receivers) == 0 {
		w.P(w.Value(rec, "recipient_categories"))
	} else {
		w.P(strings.Join(receivers, ", "), ".")
	}
	w.P(lang.Text{"Vi är en myndighet. Uppgifterna kan finnas i allmänna handlingar, som vi lämnar ut om någon begär det och ingen sekretess hindrar.", "We are a public authority. The data may be in official documents, which we release on request unless secrecy prevents it."})
	abroad(w, rec, p)

	w.H(1, lang.Text{"Hur länge?", "For how long?"})
	w.P(retention(w, rec, p), ".")

	w.H(1, lang.Text{"Automatiska beslut", "Automated decisions"})
	switch p.AutomatedDecision {
	case register.Yes:
		w.P(lang.Text{"Beslut fattas utan att en människa prövar dem: ", "Decisions are made without a human: "}, w.Value(rec, "decision_logic"), ". ", lang.Text{"Du kan begära att en människa prövar beslutet.", "You may ask for a human to review the decision."})
	case register.No:
		w.P(lang.Text{"Vi fattar inga beslut om dig helt automatiskt.", "We make no decisions about you by automated means alone."})
	default:
		w.P(w.Gap(rec.Register.Must("automated_decision").Title))
	}

	w.H(1, lang.Text{"Dina rättigheter", "Your rights"})
	w.List(false, rights(p)...)
	w.P(lang.Text{"Är du inte nöjd kan du klaga hos Integritetsskyddsmyndigheten, imy.se.", "If you are not satisfied you may complain to the Swedish Authority for Privacy Protection, imy.se."})
	return w.End()
}

func basis(w *draft.Draft, rec *register.Record, p *registers.Processing) {
	if p.Role != "processor" && slices.Contains(p.LegalBasis, "legitimate_interest") {
		w.Styled(document.Note, lang.Text{"Berättigat intresse gäller inte när en myndighet fullgör sina uppgifter (artikel 6.1 andra stycket). Kontrollera grunden.",
			"Legitimate interest does not apply to a public authority's tasks (article 6(1), second paragraph). Check the ground."})
	}
	w.P(lang.Text{"Rättslig grund: ", "Legal basis: "}, w.Value(rec, "legal_basis"), ".")
	task := slices.ContainsFunc(p.LegalBasis, func(b string) bool {
		return b == "legal_obligation" || b == "public_interest" || b == "official_authority"
	})
	if rule := w.Optional(rec, "national_rule"); rule != nil {
		w.P(lang.Text{"Uppgiften framgår av ", "The task follows from "}, rule, ".")
	} else if task {
		w.P(lang.Text{"Uppgiften framgår av ", "The task follows from "}, w.Gap(rec.Register.Must("national_rule").Title), ".")
	}
	if len(p.PurposeBases) > 0 {
		w.P(w.Value(rec, "purpose_bases"), ".")
	}
}

func retention(w *draft.Draft, rec *register.Record, p *registers.Processing) []document.Run {
	if p.Retention == "" && len(p.RetentionRules) > 0 {
		return w.Value(rec, "retention_rules")
	}
	return w.Value(rec, "retention")
}

// abroad says where outside the EEA data go, by which ground and where to get a copy.
func abroad(w *draft.Draft, rec *register.Record, p *registers.Processing) {
	if p.ThirdCountry == register.No {
		w.P(lang.Text{"Uppgifterna lämnar inte EES.", "The data do not leave the EEA."})
		return
	}
	g := grounds(w, rec)
	if len(g) == 0 {
		w.P(w.Gap(lang.Text{"Överföringens mottagare, land och grund", "Recipient, country and ground of the transfer"}))
		return
	}
	for _, f := range g {
		w.Source(f.From)
		w.P(lang.Text{"Uppgifter förs över till ett land utanför EES: ", "Data are transferred to a country outside the EEA: "}, f.Runs, ". ", lang.Text{"Du kan få en kopia av skyddsvillkoren av oss.", "You can get a copy of the safeguards from us."})
	}
}

// rights lists the rights that a processing gives by its basis (GDPR art. 15–22).
func rights(p *registers.Processing) []any {
	has := func(codes ...string) bool {
		return slices.ContainsFunc(p.LegalBasis, func(b string) bool { return slices.Contains(codes, b) })
	}
	out := []any{lang.Text{"få veta vilka uppgifter vi har om dig och få en kopia", "know which data we hold about you and get a copy"}, lang.Text{"få fel uppgifter rättade", "have wrong data corrected"},
		lang.Text{"i vissa fall få uppgifter raderade eller deras användning begränsad", "in some cases have data erased or their use restricted"}}
	if has("public_interest", "official_authority", "legitimate_interest") {
		out = append(out, lang.Text{"invända mot behandlingen", "object to the processing"})
	}
	if has("consent", "contract") {
		out = append(out, lang.Text{"få ut uppgifter du själv har lämnat i ett format som en dator kan läsa", "receive data you have given us in a machine-readable format"})
	}
	if has("consent") {
		out = append(out, lang.Text{"när som helst ta tillbaka ditt samtycke; det som redan är gjort påverkas inte", "withdraw your consent at any time; what has been done is not affected"})
	}
	return out
}

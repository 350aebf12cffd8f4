package registers

import (
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// Dpia is a data protection impact assessment (GDPR art. 35).
type Dpia struct {
	register.Common
	Status                   string
	Kind                     string
	Reference                register.ID
	Replaces                 register.ID
	Processings              []register.Link
	Objects                  []register.Link
	Controllers              []register.Link
	Processor                register.ID
	Screening                register.ID
	Description              string
	NecessityProportionality string
	Risks                    []register.Link
	Measures                 string
	ViewsOfSubjects          string
	StartedOn                register.Date
	DpoAdvice                string
	DpoAdviceOn              register.Date
	DpoFollowed              string
	DpoReason                string
	Residual                 string
	PriorConsultation        register.Fact
	PriorConsultationOn      register.Date
	Decision                 string
	Conditions               string
	DecidedOn                register.Date
	DecidedBy                register.ID
	NotNeededReason          string
}

// Dpias is the register of impact assessments (domain.md R13).
var Dpias = register.New("dpia", "Konsekvensbedömningar", "Impact assessments", func(x *Dpia, f *register.Fields) {
	f.Called("Konsekvensbedömning", "Impact assessment")
	f.About("Bedömningar av följder för enskilda innan personuppgifter behandlas med hög risk.", "Assessments of the effects on individuals before personal data are processed at high risk.")
	f.Numbered("KBD")
	f.Group("work")
	f.Of(&x.Title).Label("Titel", "Title").Also("Benämning", "Konsekvensbedömning")
	f.Of(&x.ExtId).Also("Konsekvensbedömnings-id")
	f.Of(&x.ReviewDue).Also("Nästa översyn")
	f.Choice(&x.Status, register.Choices{
		{"needed", "Behövs", "Needed"}, {"ongoing", "Pågår", "Ongoing"}, {"dpo_consulted", "Samrådd med dataskyddsombud", "DPO consulted"}, {"decided", "Beslutad", "Decided"},
		{"in_review", "Ses över", "In review"}, {"superseded", "Ersatt", "Superseded"}, {"not_needed", "Behövs inte", "Not needed"},
	}).Label("Status", "Status").Facet().InList(3).Steps(register.Steps{
		{"needed", "ongoing", "start"}, {"needed", "not_needed", "dismiss"}, {"ongoing", "not_needed", "dismiss"}, {"not_needed", "needed", "reopen"},
		{"ongoing", "dpo_consulted", "consult"}, {"dpo_consulted", "ongoing", "return"}, {"dpo_consulted", "decided", "decide"},
		{"decided", "in_review", "review"}, {"in_review", "dpo_consulted", "consult"}, {"in_review", "decided", "confirm"}, {"decided", "superseded", "supersede"}, {"in_review", "superseded", "supersede"},
	})
	f.Choice(&x.Kind, register.Choices{{"single", "Enskild", "Single"}, {"joint", "Gemensam", "Joint"}, {"reference", "Referens", "Reference"}, {"adopted", "Antagen referens", "Adopted reference"}}).
		Label("Typ", "Kind").Also("Slag").Required().Facet().InList(2)
	f.Self(&x.Reference).Label("Bygger på referens", "Based on reference").Back("Antagen av", "Adopted by")
	f.Self(&x.Replaces).Label("Ny version av", "New version of").Back("Ny version", "New version")
	f.Links(&x.Processings, Processings).Label("Behandlingar", "Processing activities").Also("Behandlings-id").Required().Back("Konsekvensbedömningar", "Impact assessments")
	f.Links(&x.Objects, Objects).Label("Objekt", "Objects").Also("Objekt-id").Back("Konsekvensbedömningar", "Impact assessments")
	// Whom it concerns. What each of them says of it is a record of its own, as
	// each controller answers for itself (GDPR 5.2).
	f.Links(&x.Controllers, Orgs).Label("Personuppgiftsansvariga som omfattas", "Controllers concerned").Also("Personuppgiftsansvarig").Back("Omfattas av konsekvensbedömningar", "Concerned by impact assessments")
	f.Ref(&x.Processor, Recipients).Label("Personuppgiftsbiträde", "Processor").Back("Biträde i konsekvensbedömningar", "Processor in impact assessments")
	f.Ref(&x.Screening, Processings).Label("Tröskelbedömning", "Screening").Back("Bedömd i", "Screened for").
		Help("Behandlingen vars tröskelbedömning ledde hit.", "The processing whose screening led here.")
	dpiaContent(x, f)
	dpiaOutcome(x, f)
	f.Check((*Dpia).check)
})

func dpiaContent(x *Dpia, f *register.Fields) {
	f.Long(&x.Description).Label("Beskrivning", "Description").Help("Vad som ska göras, med vilka uppgifter och varför (artikel 35.7 a).", "What is to be done, with which data and why (article 35.7 a).")
	f.Long(&x.NecessityProportionality).Label("Nödvändighet och proportionalitet", "Necessity and proportionality")
	f.Links(&x.Risks, Risks).Label("Risker", "Risks").Back("Konsekvensbedömningar", "Impact assessments")
	f.Long(&x.Measures).Label("Åtgärder", "Measures").MaySecret("OSL 18:8")
	f.Long(&x.ViewsOfSubjects).Label("De registrerades synpunkter", "Views of the data subjects").Help("Eller varför synpunkter inte har hämtats in (artikel 35.9).", "Or why they were not sought (article 35.9).")
	f.Date(&x.StartedOn).Label("Startad", "Started on").Also("Påbörjad").Sort()
	f.Long(&x.DpoAdvice).Label("Dataskyddsombudets råd", "Advice of the DPO").Help("Skrivs bara av dataskyddsombudet.", "Written by the data protection officer alone.")
	f.Date(&x.DpoAdviceOn).Label("Samråd med dataskyddsombud", "DPO consulted on").Also("Samråd").Sort().InList(4).RequiredIn("dpo_consulted")
	f.Choice(&x.DpoFollowed, register.Choices{{"yes", "Ja", "Yes"}, {"partly", "Delvis", "Partly"}, {"no", "Nej", "No"}}).Label("Rådet följt", "Advice followed")
	f.Long(&x.DpoReason).Label("Skäl att inte följa rådet", "Reason for not following the advice")
}

func dpiaOutcome(x *Dpia, f *register.Fields) {
	f.Choice(&x.Residual, register.Choices{{"low", "Låg", "Low"}, {"medium", "Medel", "Medium"}, {"high", "Hög", "High"}}).
		Label("Kvarvarande risk", "Residual risk").Facet().InList(6).RequiredIn("decided")
	f.Fact(&x.PriorConsultation).Label("Förhandssamråd", "Prior consultation").Help("Krävs när den kvarvarande risken är hög (artikel 36).", "Needed when the residual risk is high (article 36).")
	f.Date(&x.PriorConsultationOn).Label("Förhandssamråd begärt", "Prior consultation requested on").Sort()
	f.Choice(&x.Decision, register.Choices{{"go", "Får genomföras", "Go"}, {"go_with_conditions", "Får genomföras med villkor", "Go with conditions"}, {"no_go", "Får inte genomföras", "No go"}, {"prior_consultation", "Förhandssamråd först", "Prior consultation first"}}).
		Label("Beslut", "Decision").Facet()
	f.Long(&x.Conditions).Label("Villkor", "Conditions")
	f.Date(&x.DecidedOn).Label("Beslutad den", "Decided on").Also("Beslutad").Sort().InList(5).RequiredIn("decided")
	f.Ref(&x.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").Back("Beslutade konsekvensbedömningar", "Impact assessments decided")
	f.Long(&x.NotNeededReason).Label("Varför den inte behövs", "Why it is not needed").RequiredIn("not_needed")
}

func (x *Dpia) check(p *register.Problems) {
	if x.Kind == "adopted" && x.Reference == "" {
		p.At(&x.Reference, "needed-when-adopted")
	}
	if x.Status == "decided" {
		// GDPR art. 35.2; a public body always has an officer (37.1 a).
		if x.DpoAdviceOn.IsZero() {
			p.At(&x.DpoAdviceOn, "dpo-before-decision")
		}
		// GDPR art. 36.1: remaining high risk goes to the authority first.
		if x.Residual != "" && x.Residual == lawOf(x.DecidedOn).Risk(rulebook.Privacy).Consult && x.PriorConsultation != register.Yes && x.Decision != "prior_consultation" && x.Decision != "no_go" {
			p.At(&x.PriorConsultation, "high-risk-needs-consultation")
		}
	}
	if (x.DpoFollowed == "no" || x.DpoFollowed == "partly") && x.DpoReason == "" {
		p.At(&x.DpoReason, "reason-needed")
	}
	if backwards(x.StartedOn, x.DecidedOn) {
		p.At(&x.DecidedOn, "end-before-start")
	}
}

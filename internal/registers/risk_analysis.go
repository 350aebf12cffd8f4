package registers

import "genomlys/internal/register"

// RiskAnalysis is a session that looked for risks in something.
type RiskAnalysis struct {
	register.Common
	Status        string
	Scope         string
	Object        register.ID
	Processing    register.ID
	About         register.ID
	Kind          string
	HeldOn        register.Date
	Participants  string
	MethodVersion string
	Summary       string
	DecidedOn     register.Date
	DecidedBy     register.ID
	Previous      register.ID
	GapAnswer     string
	GapCovers     string
	GapReason     string
	GapRisk       register.ID
	GapCost       register.Int
	GapCostYearly register.Int
	GapBenefit    string
}

// RiskAnalyses is the register of risk analyses (domain.md R12).
var RiskAnalyses = register.New("risk_analysis", "Riskanalyser", "Risk analyses", func(x *RiskAnalysis, f *register.Fields) {
	f.Called("Riskanalys", "Risk analysis")
	f.About("Tillfällen då risker har sökts och bedömts, med deltagare och metod.", "Occasions when risks were sought and assessed, with participants and method.")
	f.Numbered("RAN")
	f.Group("work")
	f.Choice(&x.Status, register.Choices{{"draft", "Pågår", "Ongoing"}, {"decided", "Beslutad", "Decided"}, {"superseded", "Ersatt", "Superseded"}}).
		Label("Status", "Status").Facet().InList(5).Steps(register.Steps{{"draft", "decided", "decide"}, {"decided", "superseded", "supersede"}})
	f.Choice(&x.Scope, register.Choices{{"object", "Objekt", "Object"}, {"processing", "Behandling", "Processing"}, {"process", "Process", "Process"}, {"org", "Organisation", "Organisation"}}).
		Label("Omfattning", "Scope").Required().Facet()
	f.Ref(&x.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Part().InList(2).Back("Riskanalyser", "Risk analyses")
	f.Ref(&x.Processing, Processings).Label("Behandling", "Processing").Also("Behandlings-id").Part().Back("Riskanalyser", "Risk analyses")
	f.Any(&x.About).Label("Avser", "About").Help("Processen eller organisationen, när det inte är ett objekt eller en behandling.", "The process or organisation, when it is neither an object nor a processing.")
	f.Choice(&x.Kind, register.Choices{{"information", "Informationssäkerhet", "Information security"}, {"privacy", "Dataskydd", "Privacy"}, {"combined", "Båda", "Combined"}, {"change", "Förändring", "Change"}, {"procurement", "Upphandling", "Procurement"}}).
		Label("Slag", "Kind").Required().Facet().InList(3)
	f.Date(&x.HeldOn).Label("Genomförd", "Held on").Also("Datum").Sort().InList(4)
	f.Long(&x.Participants).Label("Deltagare", "Participants")
	f.Text(&x.MethodVersion).Label("Metodversion", "Method version").Also("Metod")
	f.Long(&x.Summary).Label("Sammanfattning", "Summary").MaySecret("OSL 18:8")
	f.Date(&x.DecidedOn).Label("Beslutad den", "Decided on").Sort().InList(6).RequiredIn("decided")
	f.Ref(&x.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").Back("Beslutade riskanalyser", "Risk analyses decided")
	f.Self(&x.Previous).Label("Bygger på analysen", "Carried over from").Back("Nästa analys", "Next analysis")
	gapAnswer(x, f)
	f.Check((*RiskAnalysis).check)
})

// gapAnswer is how a gap between an object's class and what others demand of it
// is met (domain.md 4.2).
func gapAnswer(x *RiskAnalysis, f *register.Fields) {
	f.Choice(&x.GapAnswer, register.Choices{
		{"raise", "Höj klassen", "Raise the class"}, {"compensate", "Behåll klassen, ställ krav på de beroende objekten", "Keep the class, put requirements on the dependants"},
		{"accept", "Behåll klassen, acceptera risken", "Keep the class, accept the risk"}, {"separate", "Skilj objekten åt", "Separate the objects"},
	}).Label("Svar på kravgap", "Answer to the demand gap").Facet()
	f.Text(&x.GapCovers).Label("Kravgap när svaret gavs", "Demand gap when answered").Max(40)
	f.Long(&x.GapReason).Label("Skäl till svaret", "Reason for the answer")
	f.Any(&x.GapRisk).Label("Accepterad risk", "Accepted risk")
	f.Money(&x.GapCost).Label("Vad det skulle kosta att höja", "What raising would cost")
	f.Money(&x.GapCostYearly).Label("Årlig kostnad för att höja", "Yearly cost of raising")
	f.Long(&x.GapBenefit).Label("Nyttan av att höja", "Benefit of raising")
}

func (x *RiskAnalysis) check(p *register.Problems) {
	if x.Scope == "object" && x.Object == "" {
		p.At(&x.Object, "scope-needs-record")
	}
	if x.Scope == "processing" && x.Processing == "" {
		p.At(&x.Processing, "scope-needs-record")
	}
	if backwards(x.HeldOn, x.DecidedOn) {
		p.At(&x.DecidedOn, "end-before-start")
	}
}

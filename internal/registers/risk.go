package registers

import (
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// Risk is something that may happen, how likely and how bad, and what is done
// about it. Likelihood and consequence are 1–4 (domain.md 4.3).
type Risk struct {
	register.Common
	Status          string
	Analysis        register.ID
	Object          register.ID
	Processing      register.ID
	Threat          string
	Vulnerability   string
	ConsequenceText string
	Aspect          []string
	Kind            string
	P, C            register.Int
	Value           register.Int
	P2, C2          register.Int
	Value2          register.Int
	P3, C3          register.Int
	Value3          register.Int
	Method          string
	Treatment       string
	TreatmentText   string
	CostBenefit     string
	Cost            register.Int
	CostYearly      register.Int
	ExpectedEffect  string
	Owner           register.ID
	RegisteredOn    register.Date
	AssessedOn      register.Date
	TreatedOn       register.Date
	AcceptedBy      register.ID
	AcceptedOn      register.Date
	AcceptedUntil   register.Date
	AcceptedReason  string
	SecondBy        register.ID
	Comment         string
	CommentBy       register.ID
	CarriedFrom     register.ID
	ClosedOn        register.Date
}

// Risks is the register of risks (domain.md R12).
var Risks = register.New("risk", "Risker", "Risks", func(x *Risk, f *register.Fields) {
	f.Called("Risk", "Risk")
	f.About("Det som kan hända, hur illa det vore och vad som görs åt det.", "What may happen, how bad it would be and what is done about it.")
	f.Numbered("RSK")
	f.Group("work")
	f.OrderBy("value desc")
	f.Of(&x.Title).Label("Risk", "Risk").Also("Benämning", "Rubrik").MaySecret("OSL 18:8")
	f.Of(&x.ExtId).Also("Risk-id")
	f.Choice(&x.Status, register.Choices{
		{"identified", "Identifierad", "Identified"}, {"assessed", "Bedömd", "Assessed"}, {"treated", "Behandlad", "Treated"}, {"accepted", "Accepterad", "Accepted"}, {"closed", "Stängd", "Closed"},
	}).Label("Status", "Status").Facet().InList(6).Steps(register.Steps{
		{"identified", "assessed", "assess"}, {"assessed", "treated", "treat"}, {"assessed", "accepted", "accept"}, {"treated", "accepted", "accept"},
		{"accepted", "assessed", "reassess"}, {"treated", "assessed", "reassess"}, {"closed", "assessed", "reopen"},
		{"identified", "closed", "close"}, {"assessed", "closed", "close"}, {"treated", "closed", "close"}, {"accepted", "closed", "close"},
	})
	f.Ref(&x.Analysis, RiskAnalyses).Label("Riskanalys", "Risk analysis").Back("Risker", "Risks")
	f.Ref(&x.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Part().InList(2).Back("Risker", "Risks")
	f.Ref(&x.Processing, Processings).Label("Behandling", "Processing").Also("Behandlings-id").Part().Back("Risker", "Risks")
	riskAssessment(x, f)
	riskTreatment(x, f)
	f.Derive((*Risk).derive)
	f.Check((*Risk).check)
})

func riskAssessment(x *Risk, f *register.Fields) {
	f.Long(&x.Threat).Label("Oönskad händelse", "Threat").Also("Hot", "Händelse").Required().MaySecret("OSL 18:8")
	f.Long(&x.Vulnerability).Label("Sårbarhet", "Vulnerability").MaySecret("OSL 18:8")
	f.Long(&x.ConsequenceText).Label("Konsekvens för verksamheten eller enskilda", "Consequence for operations or individuals").Also("Konsekvensbeskrivning").Required().MaySecret("OSL 18:8").
		Help("För integritetsrisker: följden för den enskilde.", "For privacy risks: the effect on the individual.")
	f.Choices(&x.Aspect, aspects).Label("Rör", "Aspects").Also("Aspekt")
	f.Choice(&x.Kind, register.Choices{{"information", "Informationssäkerhet", "Information security"}, {"privacy", "Integritetsrisk", "Privacy"}, {"continuity", "Kontinuitet", "Continuity"}, {"ai", "AI", "AI"}}).
		Label("Slag", "Kind").Facet().InList(3)
	degree := func(p *register.Int, sv, en string) *register.Field { return f.Int(p).Label(sv, en).Range(1, 4) }
	degree(&x.P, "Sannolikhet", "Likelihood").Help("1 mycket sällan, 2 sällan, 3 regelbundet, 4 ofta.", "1 very seldom, 2 seldom, 3 regularly, 4 often.")
	degree(&x.C, "Konsekvens", "Consequence").Help("1 försumbar, 2 måttlig, 3 betydande, 4 allvarlig.", "1 negligible, 2 moderate, 3 significant, 4 serious.")
	f.Int(&x.Value).Label("Riskvärde", "Risk value").Sort().Facet().InList(4).ByProduct()
	degree(&x.P2, "Sannolikhet med dagens åtgärder", "Likelihood with present measures")
	degree(&x.C2, "Konsekvens med dagens åtgärder", "Consequence with present measures")
	f.Int(&x.Value2).Label("Riskvärde med dagens åtgärder", "Risk value with present measures").Sort().ByProduct()
	degree(&x.P3, "Sannolikhet som mål", "Target likelihood")
	degree(&x.C3, "Konsekvens som mål", "Target consequence")
	f.Int(&x.Value3).Label("Riskvärde som mål", "Target risk value").Sort().ByProduct()
	// Not in domain.md: the method that an office's list names.
	f.Text(&x.Method).Label("Metod", "Method")
}

func riskTreatment(x *Risk, f *register.Fields) {
	f.Choice(&x.Treatment, register.Choices{{"reduce", "Reducera", "Reduce"}, {"avoid", "Undvika", "Avoid"}, {"share", "Dela", "Share"}, {"accept", "Acceptera", "Accept"}}).
		Label("Hantering", "Treatment").Also("Riskhantering").Facet().InList(5)
	f.Long(&x.TreatmentText).Label("Så hanteras den", "How it is treated").MaySecret("OSL 18:8")
	f.Long(&x.CostBenefit).Label("Kostnad och nytta", "Cost and benefit")
	f.Money(&x.Cost).Label("Kostnad en gång", "One-off cost").Range(0, 1_000_000_000_000)
	f.Money(&x.CostYearly).Label("Kostnad per år", "Yearly cost").Range(0, 1_000_000_000_000)
	f.Text(&x.ExpectedEffect).Label("Väntad verkan", "Expected effect")
	f.Ref(&x.Owner, RoleAssignments).Label("Riskägare", "Risk owner").Required().InList(7).Back("Äger risker", "Owns risks")
	f.Date(&x.RegisteredOn).Label("Registrerad", "Registered on").Also("Identifierad den").Sort()
	f.Date(&x.AssessedOn).Label("Bedömd den", "Assessed on").Sort()
	f.Date(&x.TreatedOn).Label("Behandlad den", "Treated on").Sort()
	f.Ref(&x.AcceptedBy, RoleAssignments).Label("Accepterad av", "Accepted by").RequiredIn("accepted").Back("Accepterade risker", "Risks accepted")
	f.Date(&x.AcceptedOn).Label("Accepterad den", "Accepted on").Sort().RequiredIn("accepted")
	f.Date(&x.AcceptedUntil).Label("Accepterad till", "Accepted until").Sort().RequiredIn("accepted").
		Help("Därefter bedöms risken på nytt; tolv månader är det vanliga.", "After that the risk is assessed again; twelve months is usual.")
	f.Long(&x.AcceptedReason).Label("Skäl till att risken accepteras", "Reason for accepting")
	// The second person of the four-eyes rule, and the coordinator's comment
	// where the band asks for one (domain.md 2).
	f.Ref(&x.SecondBy, RoleAssignments).Label("Bekräftad av", "Confirmed by").Back("Bekräftade risker", "Risks confirmed").
		Help("Den andra personen när risken är hög eller kritisk.", "The second person when the risk is high or critical.")
	f.Long(&x.Comment).Label("Samordnarens kommentar", "The coordinator's comment")
	f.Ref(&x.CommentBy, RoleAssignments).Label("Kommenterad av", "Commented by").Back("Kommenterade risker", "Risks commented on")
	f.Self(&x.CarriedFrom).Label("Förd vidare från", "Carried over from").Back("Förd vidare till", "Carried over to")
	f.Date(&x.ClosedOn).Label("Stängd den", "Closed on").Also("Stängd").Sort().RequiredIn("closed")
}

func (x *Risk) derive() {
	entitle(&x.Title, x.Threat)
	// An acceptance that names no end has the usual one (domain.md R12); what was
	// accepted elsewhere is taken as it stands.
	if x.Status == "accepted" && x.AcceptedUntil.IsZero() && !x.AcceptedOn.IsZero() && x.Source != "import" {
		if book, err := rulebook.Load(); err == nil {
			on := clock.Date(x.AcceptedOn)
			x.AcceptedUntil = register.Date(on.AddMonths(book.At(on).Number(rulebook.RiskAcceptanceMonths)))
		}
	}
	x.Value, x.Value2, x.Value3 = product(x.P, x.C), product(x.P2, x.C2), product(x.P3, x.C3)
}

// product is likelihood times consequence, missing when either is.
func product(p, c register.Int) register.Int {
	if !p.Set || !c.Set {
		return register.Int{}
	}
	return register.Whole(p.N * c.N)
}

func (x *Risk) check(p *register.Problems) {
	if x.Status != "" && x.Status != "identified" && x.Status != "closed" {
		for _, d := range []*register.Int{&x.P, &x.C} {
			if !d.Set {
				p.At(d, "needed-when-assessed")
			}
		}
	}
	if backwards(x.AcceptedOn, x.AcceptedUntil) {
		p.At(&x.AcceptedUntil, "end-before-start")
	}
	if backwards(x.RegisteredOn, x.ClosedOn) {
		p.At(&x.ClosedOn, "end-before-start")
	}
}

package registers

import "genomlys/internal/register"

// AdequacyDecision is a decision of the European Commission that a country, or
// part of it, protects personal data well enough (GDPR art. 45).
type AdequacyDecision struct {
	register.Common
	Status        string
	Country       string
	Scope         string
	CertifiedOnly register.Fact
	Reference     string
	Adopted       register.Date
	ValidTo       register.Date
	EndedOn       register.Date
	Proceedings   string
	Successor     register.ID
}

// AdequacyDecisions is the register of adequacy decisions (domain.md R07, 5.3).
var AdequacyDecisions = register.New("adequacy_decision", "Adekvansbeslut", "Adequacy decisions", func(x *AdequacyDecision, f *register.Fields) {
	f.Called("Adekvansbeslut", "Adequacy decision")
	f.About("De beslut som överföringar till tredjeland vilar på, så att det syns vad som berörs om ett faller.", "The decisions that third-country transfers rest on, so that what is affected shows if one falls.")
	f.Numbered("ADK")
	f.Group("settings")
	f.Choice(&x.Status, register.Choices{
		{"in_force", "Gäller", "In force"}, {"challenged", "Gäller, ifrågasatt i domstol", "In force, challenged in court"}, {"suspended", "Tillfälligt upphävt", "Suspended"},
		{"annulled", "Ogiltigförklarat", "Annulled"}, {"expired", "Löpt ut", "Expired"},
	}).Label("Status", "Status").Facet().InList(5).Steps(register.Steps{
		{"in_force", "challenged", "challenge"}, {"challenged", "in_force", "uphold"}, {"in_force", "suspended", "suspend"}, {"challenged", "suspended", "suspend"},
		{"suspended", "in_force", "uphold"}, {"*", "annulled", "annul"}, {"*", "expired", "expire"},
	})
	f.Choice(&x.Country, Countries).Label("Land", "Country").Facet().InList(2).Help("Tomt för en internationell organisation.", "Empty for an international organisation.")
	f.Long(&x.Scope).Label("Omfattning", "Scope").Help("Till exempel bara kommersiella organisationer.", "For example commercial organisations only.")
	f.Fact(&x.CertifiedOnly).Label("Bara certifierade mottagare", "Only certified recipients")
	f.Text(&x.Reference).Label("Beslutets beteckning", "Reference of the decision").Also("Beslut").Max(100).InList(3)
	f.Date(&x.Adopted).Label("Antaget", "Adopted").Sort().InList(4)
	f.Date(&x.ValidTo).Label("Gäller till", "Valid to").Sort().InList(6)
	f.Date(&x.EndedOn).Label("Upphörde", "Ended on").Sort()
	f.Long(&x.Proceedings).Label("Prövning i domstol", "Proceedings in court")
	f.Self(&x.Successor).Label("Ersätts av", "Succeeded by").Back("Ersätter", "Succeeds")
	f.Check((*AdequacyDecision).check)
})

func (x *AdequacyDecision) check(p *register.Problems) {
	if backwards(x.Adopted, x.ValidTo) {
		p.At(&x.ValidTo, "end-before-start")
	}
	if (x.Status == "annulled" || x.Status == "suspended") && x.EndedOn.IsZero() {
		p.At(&x.EndedOn, "needed-when-ended")
	}
	// EEA states are not third countries and have no such decision.
	if EEA[x.Country] {
		p.At(&x.Country, "not-a-third-country")
	}
}

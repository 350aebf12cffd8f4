package registers

import "genomlys/internal/register"

// Nonconformity is a requirement that is not met, with what is done about it
// (ISO/IEC 27001:2022 10.2, domain.md R30).
type Nonconformity struct {
	register.Common
	Status           string
	Audit            register.ID
	Origin           register.ID
	Text             string
	Severity         string
	RegisteredOn     register.Date
	RootCause        string
	Correction       string
	CorrectiveAction string
	EffectCheckedOn  register.Date
	EffectOk         register.Fact
	ClosedOn         register.Date
	Objects          []register.Link
	Actions          []register.Link
}

// Nonconformities is the register of nonconformities.
var Nonconformities = register.New("nonconformity", "Brister i ledningssystemet", "Nonconformities", func(c *Nonconformity, f *register.Fields) {
	f.Called("Brist i ledningssystemet", "Nonconformity")
	f.About("Krav som inte uppfylls, varför, vad som görs åt det och om det hjälpte.", "Requirements that are not met, why, what is done and whether it helped.")
	f.Numbered("BRI")
	f.Group("governance")
	f.Choice(&c.Status, nonconformityStates).Label("Status", "Status").Facet().InList(2).Steps(nonconformitySteps)
	f.Ref(&c.Audit, Audits).Label("Revision", "Audit").InList(3).Back("Brister", "Nonconformities")
	f.Any(&c.Origin).Label("Upphov", "Origin").Help("Den post bristen kom fram i, om inte en revision.", "The record in which it was found, if not an audit.")
	f.Long(&c.Text).Label("Beskrivning", "Description").Required()
	f.Choice(&c.Severity, nonconformitySeverities).Label("Allvarlighet", "Severity").Facet().InList(4)
	f.Date(&c.RegisteredOn).Label("Registrerad", "Registered on").Sort().InList(5)
	f.Long(&c.RootCause).Label("Grundorsak", "Root cause").RequiredIn("checked", "closed")
	f.Long(&c.Correction).Label("Rättelse", "Correction")
	f.Long(&c.CorrectiveAction).Label("Korrigerande åtgärd", "Corrective action").RequiredIn("checked", "closed")
	f.Date(&c.EffectCheckedOn).Label("Effekten kontrollerad", "Effect checked on").RequiredIn("checked", "closed")
	f.Fact(&c.EffectOk).Label("Åtgärden hjälpte", "The action helped")
	f.Date(&c.ClosedOn).Label("Avslutad", "Closed on").RequiredIn("closed").Sort().InList(6)
	f.Links(&c.Objects, Objects).Label("Objekt", "Objects").Back("Brister i ledningssystemet", "Nonconformities")
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Brister i ledningssystemet", "Nonconformities")
	f.Derive(func(c *Nonconformity) { entitle(&c.Title, c.Text) })
	f.Check((*Nonconformity).check)
})

var nonconformityStates = register.Choices{{"open", "Öppen", "Open"}, {"analysed", "Orsak utredd", "Analysed"}, {"ongoing", "Åtgärdas", "Ongoing"}, {"checked", "Effekt kontrollerad", "Effect checked"}, {"closed", "Avslutad", "Closed"}}

var nonconformitySteps = register.Steps{
	{"open", "analysed", "analyse"}, {"analysed", "ongoing", "start"}, {"open", "ongoing", "start"}, {"ongoing", "checked", "check"}, {"checked", "closed", "close"}, {"checked", "ongoing", "reopen"}, {"closed", "open", "reopen"},
}

var nonconformitySeverities = register.Choices{{"minor", "Mindre", "Minor"}, {"major", "Större", "Major"}}

func (c *Nonconformity) check(p *register.Problems) {
	if c.Status == "closed" && c.EffectOk == register.No {
		p.At(&c.EffectOk, "closed-without-effect")
	}
}

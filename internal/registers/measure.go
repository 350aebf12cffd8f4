package registers

import "genomlys/internal/register"

// Measure is how far a control is in place at an object.
type Measure struct {
	register.Common
	Status        string // domain.md: state
	Object        register.ID
	Control       register.ID
	Requirement   register.ID
	Owner         register.ID
	Description   string
	Evidence      string
	ImplementedOn register.Date
	ImplementedBy register.ID
	VerifiedOn    register.Date
	VerifiedBy    register.ID
	Method        string
	TestedOn      register.Date
	Effective     string
	NextTest      register.Date
	Reason        string
	GapRisk       register.ID
}

// Measures is the register of safeguards in place (domain.md R10 c).
var Measures = register.New("measure", "Skyddsåtgärder", "Measures", func(x *Measure, f *register.Fields) {
	f.Called("Skyddsåtgärd", "Measure")
	f.About("Vad som är infört på varje objekt, kontrollerat av någon annan än den som gjorde det.", "What is in place at each object, verified by somebody else than whoever did it.")
	f.Numbered("SKD")
	f.Group("work")
	f.Choice(&x.Status, register.Choices{
		{"not_assessed", "Ej bedömd", "Not assessed"}, {"planned", "Planerad", "Planned"}, {"partly", "Delvis införd", "Partly implemented"}, {"implemented", "Införd", "Implemented"},
		{"verified", "Kontrollerad", "Verified"}, {"not_applicable", "Ej tillämplig", "Not applicable"}, {"accepted_gap", "Accepterad brist", "Accepted gap"},
	}).Label("Status", "Status").Facet().InList(4).Steps(register.Steps{
		{"not_assessed", "planned", "plan"}, {"not_assessed", "implemented", "implement"}, {"planned", "partly", "begin"}, {"not_assessed", "partly", "begin"},
		{"planned", "implemented", "implement"}, {"partly", "implemented", "implement"}, {"implemented", "verified", "verify"}, {"verified", "implemented", "reopen"},
		{"not_assessed", "not_applicable", "exempt"}, {"planned", "not_applicable", "exempt"}, {"not_applicable", "not_assessed", "reopen"},
		{"not_assessed", "accepted_gap", "accept"}, {"planned", "accepted_gap", "accept"}, {"partly", "accepted_gap", "accept"}, {"accepted_gap", "planned", "plan"},
	})
	f.Ref(&x.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Required().Part().InList(2).Back("Skyddsåtgärder", "Measures")
	f.Ref(&x.Control, Controls).Label("Säkerhetsåtgärd", "Control").Required().InList(3).Back("Införda", "In place")
	f.Ref(&x.Requirement, Requirements).Label("Krav", "Requirement").Back("Skyddsåtgärder", "Measures")
	f.Ref(&x.Owner, RoleAssignments).Label("Åtgärdsägare", "Owner").Back("Äger skyddsåtgärder", "Owns measures")
	f.Of(&x.Title).MaySecret("OSL 18:8")
	f.Long(&x.Description).Label("Så är den införd", "How it is done").MaySecret("OSL 18:8")
	f.Long(&x.Evidence).Label("Underlag", "Evidence").RequiredIn("verified").MaySecret("OSL 18:8")
	f.Date(&x.ImplementedOn).Label("Införd den", "Implemented on").Sort().InList(5).AskedIn("implemented")
	f.Ref(&x.ImplementedBy, RoleAssignments).Label("Införd av", "Implemented by").Back("Har infört", "Implemented").AskedIn("implemented")
	f.Date(&x.VerifiedOn).Label("Kontrollerad den", "Verified on").Sort().InList(6).RequiredIn("verified")
	f.Ref(&x.VerifiedBy, RoleAssignments).Label("Kontrollerad av", "Verified by").RequiredIn("verified").Back("Har kontrollerat", "Verified")
	f.Choice(&x.Method, register.Choices{{"self", "Egen bedömning", "Self"}, {"test", "Prov", "Test"}, {"review", "Granskning", "Review"}, {"audit", "Revision", "Audit"}, {"supplier_report", "Leverantörens rapport", "Supplier report"}}).
		Label("Kontrollerad genom", "Method").AskedIn("verified")
	// Not in domain.md: the day by which tests within the year are counted (F10).
	f.Date(&x.TestedOn).Label("Senast provad", "Last tested on").Sort().AskedIn("verified")
	f.Choice(&x.Effective, register.Choices{{"yes", "Ja", "Yes"}, {"partly", "Delvis", "Partly"}, {"no", "Nej", "No"}, {"not_tested", "Ej provad", "Not tested"}}).Label("Verkningsfull", "Effective").Facet().AskedIn("verified")
	f.Date(&x.NextTest).Label("Nästa prov", "Next test").Sort()
	f.Text(&x.Reason).Label("Skäl", "Reason").RequiredIn("not_applicable", "accepted_gap")
	// Risks are declared later than what they are accepted for.
	f.Any(&x.GapRisk).Label("Risk som accepterats", "Accepted risk").RequiredIn("accepted_gap")
	f.Derive(func(x *Measure) { entitle(&x.Title, "Skyddsåtgärd", shorten(x.Description, 120)) })
	f.Check((*Measure).check)
})

func (x *Measure) check(p *register.Problems) {
	if x.Status == "verified" && x.VerifiedBy != "" && x.VerifiedBy == x.ImplementedBy {
		p.At(&x.VerifiedBy, "verifier-is-implementer")
	}
	if backwards(x.ImplementedOn, x.VerifiedOn) {
		p.At(&x.VerifiedOn, "end-before-start")
	}
}

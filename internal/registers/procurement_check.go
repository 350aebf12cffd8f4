package registers

import "genomlys/internal/register"

// ProcurementCheck is what was seen to before something was bought (domain.md R23).
type ProcurementCheck struct {
	register.Common
	Status             string
	Procurement        string
	Object             register.ID
	Supplier           register.ID
	ClassBefore        register.Fact
	RequirementsStated register.Fact
	Dpa                register.Fact
	DpiaScreened       register.Fact
	SecurityReview     register.Fact
	ExitPlan           register.Fact
	DecidedOn          register.Date
	DecidedBy          register.ID
}

// ProcurementChecks is the register of procurement checks.
var ProcurementChecks = register.New("procurement_check", "Upphandlingskontroller", "Procurement checks", func(c *ProcurementCheck, f *register.Fields) {
	f.Called("Upphandlingskontroll", "Procurement check")
	f.About("Om informationssäkerhet och dataskydd togs om hand innan något upphandlades.", "Whether information security and data protection were seen to before something was procured.")
	f.Numbered("UPH")
	f.Group("work")
	f.Choice(&c.Status, procurementStates).Label("Status", "Status").Facet().InList(2).Steps(procurementSteps)
	f.Text(&c.Procurement).Label("Upphandling", "Procurement").Required().Sort().InList(3)
	f.Ref(&c.Object, Objects).Label("Objekt", "Object").Part().InList(4).Back("Upphandlingskontroller", "Procurement checks")
	f.Ref(&c.Supplier, Recipients).Label("Leverantör", "Supplier").Back("Upphandlingskontroller", "Procurement checks")
	f.Fact(&c.ClassBefore).Label("Klassad före upphandling", "Classified before procurement").RequiredIn("decided").Facet().InList(5)
	f.Fact(&c.RequirementsStated).Label("Krav ställda", "Requirements stated").RequiredIn("decided").Facet().InList(6)
	f.Fact(&c.Dpa).Label("PuB-avtal", "Data processing agreement").RequiredIn("decided").InList(7)
	f.Fact(&c.DpiaScreened).Label("Behov av konsekvensbedömning prövat", "Need of DPIA screened").RequiredIn("decided")
	f.Fact(&c.SecurityReview).Label("Säkerheten granskad", "Security reviewed").RequiredIn("decided")
	f.Fact(&c.ExitPlan).Label("Avvecklingsplan", "Exit plan").RequiredIn("decided")
	f.Date(&c.DecidedOn).Label("Beslutad", "Decided on").RequiredIn("decided").Sort()
	f.Ref(&c.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").Back("Beslutade upphandlingskontroller", "Procurement checks decided")
	f.Derive(func(c *ProcurementCheck) { entitle(&c.Title, c.Procurement) })
})

var procurementStates = register.Choices{{"ongoing", "Pågår", "Ongoing"}, {"decided", "Beslutad", "Decided"}, {"cancelled", "Avbruten", "Cancelled"}}

var procurementSteps = register.Steps{{"ongoing", "decided", "decide"}, {"ongoing", "cancelled", "cancel"}, {"decided", "ongoing", "reopen"}}

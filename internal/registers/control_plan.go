package registers

import "genomlys/internal/register"

// ControlPlan is a board's internal control plan for a year (kommunallagen 6:6, domain.md R22).
type ControlPlan struct {
	register.Common
	Status    string
	Year      register.Int
	Edition   string
	AdoptedOn register.Date
	AdoptedBy register.ID
}

// ControlPlans is the register of internal control plans.
var ControlPlans = register.New("control_plan", "Internkontrollplaner", "Internal control plans", func(c *ControlPlan, f *register.Fields) {
	f.Called("Internkontrollplan", "Internal control plan")
	f.About("Vad nämnden har beslutat att kontrollera under året.", "What the board has decided to check during the year.")
	f.Numbered("IKL")
	f.Group("governance")
	f.Choice(&c.Status, controlPlanStates).Label("Status", "Status").Facet().InList(2).Steps(controlPlanSteps)
	f.Int(&c.Year).Label("År", "Year").Range(2000, 2100).Required().Facet().Sort().InList(3)
	f.Text(&c.Edition).Label("Version", "Version").Max(20)
	f.Date(&c.AdoptedOn).Label("Fastställd", "Adopted on").RequiredIn("adopted").Sort().InList(4)
	f.Ref(&c.AdoptedBy, RoleAssignments).Label("Fastställd av", "Adopted by").Back("Fastställda internkontrollplaner", "Internal control plans adopted")
	f.Derive(func(c *ControlPlan) {
		if c.Year.Set {
			entitle(&c.Title, "Internkontrollplan", yearText(c.Year))
		}
	})
})

var controlPlanStates = register.Choices{{"draft", "Utkast", "Draft"}, {"adopted", "Fastställd", "Adopted"}, {"closed", "Avslutad", "Closed"}}

var controlPlanSteps = register.Steps{{"draft", "adopted", "adopt"}, {"adopted", "closed", "close"}, {"adopted", "draft", "revise"}}

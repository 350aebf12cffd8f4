package registers

import "genomlys/internal/register"

// ImprovementDecision is a decision on improvement taken in a management review
// (ISO/IEC 27001:2022 9.3.3, domain.md R31).
type ImprovementDecision struct {
	register.Common
	Status    string
	Review    register.ID
	OrderNo   register.Int
	Text      string
	DecidedBy register.ID
	DecidedOn register.Date
	Resources string
	Due       register.Date
	DoneOn    register.Date
	Actions   []register.Link
}

// ImprovementDecisions is the register of decisions on improvement.
var ImprovementDecisions = register.New("improvement_decision", "Beslut om förbättringar", "Improvement decisions", func(c *ImprovementDecision, f *register.Fields) {
	f.Called("Beslut om förbättring", "Improvement decision")
	f.About("Vad ledningen har beslutat att förbättra, med vilka resurser.", "What the management decided to improve, with which resources.")
	f.Numbered("BES")
	f.Group("governance")
	f.OrderBy("order_no")
	f.Choice(&c.Status, improvementStates).Label("Status", "Status").Facet().InList(2).Steps(improvementSteps)
	f.Ref(&c.Review, ManagementReviews).Label("Ledningens genomgång", "Management review").Required().Part().Facet().InList(3).Back("Beslut om förbättringar", "Improvement decisions")
	f.Int(&c.OrderNo).Label("Beslutspunkt", "Point").Range(1, 999).Sort()
	f.Long(&c.Text).Label("Beslutet", "The decision").Required()
	f.Ref(&c.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").RequiredIn("decided", "done").InList(4).Back("Beslut om förbättringar", "Improvement decisions")
	f.Date(&c.DecidedOn).Label("Beslutad", "Decided on").RequiredIn("decided", "done").Sort().InList(5)
	f.Long(&c.Resources).Label("Resurser", "Resources")
	f.Date(&c.Due).Label("Klar senast", "Due").Sort().InList(6)
	f.Date(&c.DoneOn).Label("Klar", "Done on").RequiredIn("done")
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Beslut om förbättringar", "Improvement decisions")
	f.Derive(func(c *ImprovementDecision) { entitle(&c.Title, c.Text) })
})

var improvementStates = register.Choices{{"proposed", "Föreslaget", "Proposed"}, {"decided", "Beslutat", "Decided"}, {"done", "Genomfört", "Done"}, {"dropped", "Struket", "Dropped"}}

var improvementSteps = register.Steps{{"proposed", "decided", "decide"}, {"decided", "done", "finish"}, {"*", "dropped", "drop"}}

package registers

import "genomlys/internal/register"

// BudgetAssignment is an activity in the city's budget that touches information
// security (domain.md R28).
type BudgetAssignment struct {
	register.Common
	Status       string
	Year         register.Int
	GoalCode     string
	Text         string
	ConcernsOrg  register.ID
	Origin       string
	EffectOnIsec string
	Comment      string
	RegisteredOn register.Date
	Objects      []register.Link
	Documents    []register.Link
	Actions      []register.Link
}

// BudgetAssignments is the register of budget assignments.
var BudgetAssignments = register.New("budget_assignment", "Budgetuppdrag", "Budget assignments", func(c *BudgetAssignment, f *register.Fields) {
	f.Called("Budgetuppdrag", "Budget assignment")
	f.About("Aktiviteter i stadens budget som påverkar informationssäkerheten.", "Activities in the city's budget that affect information security.")
	f.Numbered("BUD")
	f.Group("governance")
	f.OrderBy("goal_code")
	f.Choice(&c.Status, budgetStates).Label("Status", "Status").Facet().InList(2).Steps(budgetSteps)
	f.Int(&c.Year).Label("Budgetår", "Budget year").Also("År").Range(2000, 2100).Required().Facet().Sort().InList(3)
	f.Text(&c.GoalCode).Label("Mål", "Goal").Max(20).Required().Facet().Sort().InList(4).Help("Nummer i stadens budget, till exempel 3.4.", "Number in the city's budget, such as 3.4.")
	f.Long(&c.Text).Label("Aktivitet", "Activity").Required()
	f.Ref(&c.ConcernsOrg, Orgs).Label("Berör", "Concerns").InList(5).Back("Budgetuppdrag", "Budget assignments")
	f.Choice(&c.Origin, budgetOrigins).Label("Upphov", "Origin").Facet()
	f.Choice(&c.EffectOnIsec, effects).Label("Påverkan på informationssäkerheten", "Effect on information security").Facet().InList(6)
	f.Long(&c.Comment).Label("Kommentar", "Comment")
	f.Date(&c.RegisteredOn).Label("Registrerad", "Registered on").Sort()
	f.Links(&c.Objects, Objects).Label("Objekt", "Objects").Back("Budgetuppdrag", "Budget assignments")
	f.Links(&c.Documents, SteeringDocuments).Label("Styrdokument", "Steering documents").Back("Budgetuppdrag", "Budget assignments")
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Budgetuppdrag", "Budget assignments")
	f.Derive(func(c *BudgetAssignment) { entitle(&c.Title, c.Text) })
})

var budgetStates = register.Choices{{"registered", "Registrerat", "Registered"}, {"ongoing", "Pågår", "Ongoing"}, {"done", "Klart", "Done"}, {"dropped", "Genomförs inte", "Dropped"}}

var budgetSteps = register.Steps{{"registered", "ongoing", "start"}, {"ongoing", "done", "finish"}, {"registered", "done", "finish"}, {"*", "dropped", "drop"}}

var budgetOrigins = register.Choices{{"proposal", "Förslag till budget", "Proposal"}, {"adopted", "Beslutad budget", "Adopted"}}

var effects = register.Choices{{"positive", "Positiv", "Positive"}, {"negative", "Negativ", "Negative"}, {"neutral", "Neutral", "Neutral"}, {"unclear", "Oklar", "Unclear"}}

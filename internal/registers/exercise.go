package registers

import "genomlys/internal/register"

// Exercise is one time a continuity plan was practised (domain.md R16).
type Exercise struct {
	register.Common
	Status       string
	Plan         register.ID
	Kind         string
	HeldOn       register.Date
	Participants string
	Result       string
	RtoMeasuredH register.Int
	Evaluated    register.Fact
	Experience   string
	ActionsN     register.Int
	Actions      []register.Link
}

// Exercises is the register of exercises.
var Exercises = register.New("exercise", "Övningar", "Exercises", func(c *Exercise, f *register.Fields) {
	f.Called("Övning", "Exercise")
	f.About("När kontinuitetsplaner har övats, hur det gick och vad det ledde till.", "When continuity plans were exercised, how it went and what it led to.")
	f.Numbered("OVN")
	f.Group("work")
	f.OrderBy("held_on desc")
	f.Of(&c.ExtId).Also("Övnings-id")
	f.Choice(&c.Status, exerciseStates).Label("Status", "Status").Facet().InList(2).Steps(exerciseSteps)
	f.Ref(&c.Plan, ContinuityPlans).Label("Kontinuitetsplan", "Continuity plan").Also("Plan-id").Required().Part().InList(3).Back("Övningar", "Exercises")
	f.Choice(&c.Kind, exerciseKinds).Label("Övningsform", "Kind of exercise").Required().Facet().InList(4)
	f.Date(&c.HeldOn).Label("Datum", "Held on").Also("Genomförd").RequiredIn("held", "evaluated").Sort().InList(5)
	f.Long(&c.Participants).Label("Deltagare", "Participants")
	f.Choice(&c.Result, exerciseResults).Label("Resultat", "Result").Facet().InList(6)
	f.Int(&c.RtoMeasuredH).Label("Uppmätt återställningstid", "Measured recovery time").In("h").Range(0, 87600)
	f.Fact(&c.Evaluated).Label("Utvärderad", "Evaluated").Facet().InList(7)
	f.Long(&c.Experience).Label("Erfarenheter", "Experience").MaySecret("OSL 18:13")
	f.Int(&c.ActionsN).Label("Antal åtgärder", "Number of actions").Range(0, 10000)
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Övningar", "Exercises")
	f.Derive(func(c *Exercise) { entitle(&c.Title, exerciseKinds.Label(c.Kind).SV, string(c.HeldOn)) })
})

var exerciseStates = register.Choices{
	{"planned", "Planerad", "Planned"}, {"held", "Genomförd", "Held"}, {"evaluated", "Utvärderad", "Evaluated"}, {"cancelled", "Inställd", "Cancelled"},
}

var exerciseSteps = register.Steps{{"planned", "held", "hold"}, {"held", "evaluated", "evaluate"}, {"planned", "cancelled", "cancel"}}

// exerciseKinds are domain.md's four and the technical ones that offices keep apart.
var exerciseKinds = register.Choices{
	{"walkthrough", "Genomgång", "Walk-through"}, {"tabletop", "Skrivbordsövning", "Tabletop exercise"}, {"functional", "Funktionstest", "Functional test"},
	{"full", "Fullskalig övning", "Full exercise"}, {"alarm", "Larmövning", "Alarm exercise"}, {"restore", "Återläsning", "Restore test"},
	{"fallback_run", "Reservrutin i drift", "Fallback in operation"},
}

var exerciseResults = register.Choices{
	{"met", "Godkänd", "Met"}, {"partly", "Godkänd med åtgärder", "Partly met"}, {"not", "Underkänd", "Not met"},
}

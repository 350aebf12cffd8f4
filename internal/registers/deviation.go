package registers

import (
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// Deviation is a failing that internal control found (domain.md R22).
type Deviation struct {
	register.Common
	Status       string
	Result       register.ID
	Level        string
	Text         string
	RegisteredOn register.Date
	DoneOn       register.Date
	Actions      []register.Link
}

// Deviations is the register of deviations in internal control.
var Deviations = register.New("deviation", "Avvikelser", "Deviations", func(c *Deviation, f *register.Fields) {
	f.Called("Avvikelse", "Deviation")
	f.About("Avvikelser som internkontrollen har funnit och vad som görs åt dem.", "Deviations that internal control found and what is done about them.")
	f.Numbered("AVV")
	f.Group("governance")
	f.Choice(&c.Status, deviationStates).Label("Status", "Status").Facet().InList(2).Steps(deviationSteps)
	f.Ref(&c.Result, ControlResults).Label("Kontrollresultat", "Control result").Required().Part().InList(3).Back("Avvikelser", "Deviations")
	f.Choice(&c.Level, deviationLevels).Label("Nivå", "Level").Required().Facet().InList(4)
	f.Long(&c.Text).Label("Beskrivning", "Description")
	f.Date(&c.RegisteredOn).Label("Registrerad", "Registered on").Sort().InList(5)
	f.Date(&c.DoneOn).Label("Åtgärdad", "Done on").RequiredIn("done").Sort().InList(6)
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Avvikelser", "Deviations")
	f.Derive(func(c *Deviation) { entitle(&c.Title, c.Text) })
	f.Check((*Deviation).check)
})

var deviationStates = register.Choices{{"open", "Öppen", "Open"}, {"ongoing", "Åtgärdas", "Ongoing"}, {"done", "Åtgärdad", "Done"}}

var deviationSteps = register.Steps{{"open", "ongoing", "start"}, {"open", "done", "finish"}, {"ongoing", "done", "finish"}, {"done", "ongoing", "reopen"}}

var deviationLevels = register.Choices{{"minor", "Mindre", "Minor"}, {"material", "Väsentlig", "Material"}}

// check: a material deviation needs an action before it is called done (domain.md 3.35).
func (c *Deviation) check(p *register.Problems) {
	if c.Status == "done" && lawOf("").Degrees(rulebook.DeviationLadder).Is(c.Level, rulebook.Grave) && len(c.Actions) == 0 {
		p.At(&c.Actions, "material-needs-action")
	}
}

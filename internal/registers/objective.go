package registers

import "genomlys/internal/register"

// Objective is an information security objective (ISO/IEC 27001:2022 6.2,
// domain.md R30). Target and value are whole numbers in the unit.
type Objective struct {
	register.Common
	Status    string
	Measure   string
	Figure    string
	Target    register.Int
	Value     register.Int
	ValueOn   register.Date
	Unit      string
	Direction string
	ValidFrom register.Date
	ValidTo   register.Date
	Actions   []register.Link
}

// Objectives is the register of objectives.
var Objectives = register.New("objective", "Mål", "Objectives", func(c *Objective, f *register.Fields) {
	f.Called("Mål", "Objective")
	f.About("Mätbara mål för informationssäkerheten och om de nås.", "Measurable objectives for information security and whether they are met.")
	f.Numbered("MAL")
	f.Group("governance")
	f.Choice(&c.Status, objectiveStates).Label("Status", "Status").Facet().InList(2).Steps(objectiveSteps)
	f.Long(&c.Measure).Label("Hur det mäts", "Measure").RequiredIn("decided")
	f.Text(&c.Figure).Label("Nyckeltal", "Figure").Max(40).InList(3).Help("Kod för ett nyckeltal i produkten, till exempel F05.", "Code of a figure in the product, such as F05.")
	f.Int(&c.Target).Label("Målvärde", "Target").InList(4)
	f.Int(&c.Value).Label("Utfall", "Value").InList(5).Help("Fylls i för hand när inget nyckeltal mäter målet.", "Typed when no figure measures the objective.")
	f.Date(&c.ValueOn).Label("Utfall den", "Value on")
	f.Text(&c.Unit).Label("Enhet", "Unit").Max(40)
	f.Choice(&c.Direction, directions).Label("Bra är", "Good is")
	f.Date(&c.ValidFrom).Label("Gäller från", "Valid from").Sort()
	f.Date(&c.ValidTo).Label("Gäller till", "Valid to").Sort().InList(6)
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Mål", "Objectives")
	f.Check((*Objective).check)
})

var objectiveStates = register.Choices{{"proposed", "Föreslaget", "Proposed"}, {"decided", "Beslutat", "Decided"}, {"met", "Uppnått", "Met"}, {"not_met", "Inte uppnått", "Not met"}, {"dropped", "Struket", "Dropped"}}

var objectiveSteps = register.Steps{{"proposed", "decided", "decide"}, {"decided", "met", "meet"}, {"decided", "not_met", "miss"}, {"*", "dropped", "drop"}}

var directions = register.Choices{{"up", "Högre", "Higher"}, {"down", "Lägre", "Lower"}}

func (c *Objective) check(p *register.Problems) {
	if backwards(c.ValidFrom, c.ValidTo) {
		p.At(&c.ValidTo, "end-before-start")
	}
	if c.Status == "decided" && c.Figure != "" && !c.Target.Set {
		p.At(&c.Target, "figure-needs-target")
	}
}

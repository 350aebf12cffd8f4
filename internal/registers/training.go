package registers

import "genomlys/internal/register"

// Training is a course that a person has taken (cybersäkerhetslagen's duty to
// train the management, AI Act art. 4, domain.md R34).
type Training struct {
	register.Common
	Status   string
	Person   register.ID
	Function string
	Course   string
	Kind     string
	Due      register.Date
	HeldOn   register.Date
	ValidTo  register.Date
}

// Trainings is the register of training.
var Trainings = register.New("training", "Utbildningar", "Training sessions", func(c *Training, f *register.Fields) {
	f.Called("Utbildning", "Training session")
	f.About("Vem som har utbildats i vad och när.", "Who was trained in what and when.")
	f.Numbered("UTB")
	f.Group("governance")
	f.Choice(&c.Status, trainingStates).Label("Status", "Status").Facet().InList(2).Steps(trainingSteps)
	f.Ref(&c.Person, Persons).Label("Person", "Person").Required().InList(3).Back("Utbildningar", "Training")
	f.Choice(&c.Function, functions).Label("Funktion", "Function").Facet()
	f.Text(&c.Course).Label("Kurs", "Course").Required().Sort().InList(4)
	f.Choice(&c.Kind, trainingKinds).Label("Slag", "Kind").Facet().InList(5)
	f.Date(&c.Due).Label("Ska göras senast", "Due").Sort()
	f.Date(&c.HeldOn).Label("Genomförd", "Taken on").RequiredIn("done").Sort().InList(6)
	f.Date(&c.ValidTo).Label("Gäller till", "Valid to").Sort()
	f.Derive(func(c *Training) { entitle(&c.Title, c.Course) })
	f.Check((*Training).check)
})

var trainingStates = register.Choices{{"planned", "Planerad", "Planned"}, {"done", "Genomförd", "Done"}, {"cancelled", "Inställd", "Cancelled"}}

var trainingSteps = register.Steps{{"planned", "done", "finish"}, {"planned", "cancelled", "cancel"}}

var trainingKinds = register.Choices{
	{"management", "Ledningens utbildning", "Management training"}, {"awareness", "Grundutbildning", "Awareness"}, {"role", "För funktionen", "For the function"},
	{"privacy", "Dataskydd", "Data protection"}, {"ai_literacy", "AI-kunnighet", "AI literacy"}, {"incident", "Incidenthantering", "Incident handling"},
}

func (c *Training) check(p *register.Problems) {
	if backwards(c.HeldOn, c.ValidTo) {
		p.At(&c.ValidTo, "end-before-start")
	}
}

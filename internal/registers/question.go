package registers

import "genomlys/internal/register"

// Question is one question of the yearly follow-up (domain.md R26). A question
// that has been asked is not reworded; a new version gets a new record.
type Question struct {
	register.Common
	Status          string
	Code            string
	Text            string
	HelpText        string
	Type            string
	Options         []string
	TemplateVersion string
	MapsTo          string
	Required        register.Fact
	Weight          register.Int
	Area            string
	OrderNo         register.Int
}

// Questions is the register of questions.
var Questions = register.New("question", "Frågor", "Questions", func(c *Question, f *register.Fields) {
	f.Called("Fråga", "Question")
	f.About("Frågorna i årsuppföljningen och vilket fält i registren ett svar fyller.", "The questions of the yearly follow-up and which field of the registers an answer fills.")
	f.Numbered("FRA")
	f.Group("settings")
	f.OrderBy("order_no")
	f.Choice(&c.Status, questionStates).Label("Status", "Status").Facet().InList(2).Steps(questionSteps)
	f.Text(&c.Code).Label("Kod", "Code").Also("Fråga", "Frågekod").Max(20).Required().Sort().InList(3)
	f.Long(&c.Text).Label("Frågans text", "Text of the question").Also("Text").Required()
	f.Long(&c.HelpText).Label("Stöd till den som svarar", "Help for the respondent")
	f.Choice(&c.Type, questionTypes).Label("Svarstyp", "Type of answer").Facet().InList(4)
	f.Words(&c.Options).Label("Svarsalternativ", "Options")
	f.Text(&c.TemplateVersion).Label("Frågeformulärets version", "Version of the questionnaire").Facet()
	f.Text(&c.MapsTo).Label("Fyller fältet", "Fills the field").Help("Register och fält, till exempel object.iot.", "Register and field, such as object.iot.")
	f.Fact(&c.Required).Label("Svar krävs", "Answer required")
	f.Int(&c.Weight).Label("Vikt", "Weight").Range(0, 100)
	f.Choice(&c.Area, followUpAreas).Label("Område", "Area").Facet().InList(5)
	f.Int(&c.OrderNo).Label("Ordning", "Order").Range(0, 10000).Sort().InList(6)
	f.Derive(func(c *Question) {
		entitle(&c.Title, c.Text)
		if c.Type == "" && len(c.Options) > 0 {
			c.Type = "choice"
		}
	})
	f.Check((*Question).check)
})

var questionStates = register.Choices{{"draft", "Utkast", "Draft"}, {"active", "Används", "In use"}, {"retired", "Används inte längre", "Retired"}}

var questionSteps = register.Steps{{"draft", "active", "activate"}, {"active", "retired", "retire"}}

var questionTypes = register.Choices{
	{"choice", "Val", "Choice"}, {"yes_no_unknown", "Ja, nej, vet ej", "Yes, no, not known"}, {"date", "Datum", "Date"}, {"number", "Tal", "Number"}, {"text", "Text", "Text"},
}

// followUpAreas are the headings under which the follow-up is analysed (domain.md 9.9, 2.3).
var followUpAreas = register.Choices{
	{"general", "Övrigt", "General"}, {"processings", "Registerförteckning", "Record of processing"}, {"classification", "Informationsklassning", "Classification"},
	{"measures", "Skyddsåtgärder", "Measures"}, {"risk", "Riskanalys", "Risk analysis"}, {"dpia", "Konsekvensbedömning", "DPIA"},
	{"continuity", "Kontinuitetsplaner", "Continuity plans"}, {"requirements", "Kravställning", "Requirements"}, {"access", "Behörighetshantering", "Access management"},
	{"ai", "AI", "AI"}, {"iot", "IoT", "IoT"}, {"incidents", "Incidenter", "Incidents"}, {"suppliers", "Leverantörer", "Suppliers"},
}

func (c *Question) check(p *register.Problems) {
	if c.Type == "choice" && len(c.Options) < 2 {
		p.At(&c.Options, "choice-needs-options")
	}
}

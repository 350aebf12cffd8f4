package registers

import (
	"time"

	"genomlys/internal/register"
)

// SituationFigure is one figure in a situational picture, as it stood.
type SituationFigure struct {
	Figure    string `json:"figure"`
	Value     string `json:"value,omitempty"`
	Threshold string `json:"threshold,omitempty"`
	State     string `json:"state,omitempty"`
}

// SituationReport is a situational picture, frozen or live (domain.md R33).
type SituationReport struct {
	register.Common
	Status   string
	Kind     string
	AsOf     time.Time
	Level    string
	Figures  []SituationFigure
	Question string
	KnownAt  register.Int
	Text     string
	SentTo   string
	SentAt   time.Time
	Replaces register.ID
	Mended   string
}

// SituationReports is the register of situational pictures.
var SituationReports = register.New("situation_report", "Lägesbilder", "Situation reports", func(c *SituationReport, f *register.Fields) {
	f.Called("Lägesbild", "Situation report")
	f.About("Hur läget är eller var, med siffror, gränsvärden och bedömning.", "How things stand or stood, with figures, thresholds and judgement.")
	f.Numbered("LAG")
	f.Group("work")
	f.OrderBy("as_of desc")
	f.Choice(&c.Status, situationStates).Label("Status", "Status").Facet().InList(2).Steps(situationSteps)
	f.Choice(&c.Kind, situationKinds).Label("Slag", "Kind").Required().Facet().InList(3)
	f.Time(&c.AsOf).Label("Tidpunkt", "As of").Required().Sort().InList(4)
	f.Choice(&c.Level, situationLevels).Label("Läge", "Level").Facet().InList(5)
	f.List(&c.Figures, register.Col("figure", register.Text, "Nyckeltal", "Figure"), register.Col("value", register.Text, "Värde", "Value"),
		register.Col("threshold", register.Text, "Gränsvärde", "Threshold"), register.Col("state", register.Choice, "Läge", "State", situationLevels...)).Label("Nyckeltal", "Figures")
	// A what-if is kept with how it was asked, so that its figures open to the
	// records they counted.
	f.Text(&c.Question).Label("Fråga som besvaras", "Question answered").Help("Skrivs när svaret på en fråga om vad som händer sparas.", "Written when the answer to a what-if is kept.")
	f.Int(&c.KnownAt).Label("Plats i liggaren", "Known at").Range(0, 1<<50)
	f.Long(&c.Text).Label("Bedömning", "Judgement").MaySecret("OSL 18:8")
	f.Text(&c.SentTo).Label("Skickad till", "Sent to")
	f.Time(&c.SentAt).Label("Skickad", "Sent at").RequiredIn("sent").Sort().InList(6)
	// One that was published stands; what was wrong in it is put right in a new one.
	f.Self(&c.Replaces).Label("Rättar", "Corrects").Back("Rättad i", "Corrected in")
	f.Long(&c.Mended).Label("Vad som rättas", "What is corrected")
	f.Derive(func(c *SituationReport) {
		if !c.AsOf.IsZero() {
			entitle(&c.Title, "Lägesbild", c.AsOf.Format("2006-01-02"))
		}
	})
	f.Check((*SituationReport).check)
})

var situationStates = register.Choices{{"draft", "Utkast", "Draft"}, {"published", "Fastställd", "Published"}, {"sent", "Skickad", "Sent"}, {"closed", "Avslutad", "Closed"}}

var situationSteps = register.Steps{{"draft", "published", "publish"}, {"published", "sent", "send"}, {"published", "closed", "close"}, {"sent", "closed", "close"}}

var situationKinds = register.Choices{{"static", "Fryst", "Static"}, {"live", "Löpande", "Live"}}

var situationLevels = register.Choices{{"normal", "Normalt", "Normal"}, {"raised", "Förhöjt", "Raised"}, {"serious", "Allvarligt", "Serious"}, {"critical", "Kritiskt", "Critical"}}

func (c *SituationReport) check(p *register.Problems) {
	if c.Replaces != "" && c.Mended == "" {
		p.At(&c.Mended, "correction-says-what")
	}
	for _, r := range c.Figures {
		if r.Figure == "" {
			p.At(&c.Figures, "row-incomplete", "figure")
			return
		}
	}
}

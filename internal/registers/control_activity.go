package registers

import "genomlys/internal/register"

// ControlActivity is one thing the internal control plan checks (domain.md R22).
type ControlActivity struct {
	register.Common
	Status    string
	Plan      register.ID
	Risk      register.ID
	How       string
	Frequency string
	Period    string
	Sample    string
}

// ControlActivities is the register of control activities. The common title
// is what is checked.
var ControlActivities = register.New("control_activity", "Kontrollaktiviteter", "Control activities", func(c *ControlActivity, f *register.Fields) {
	f.Called("Kontrollaktivitet", "Control activity")
	f.About("Vad internkontrollplanen kontrollerar, hur och hur ofta.", "What the internal control plan checks, how and how often.")
	f.Numbered("IKP")
	f.Group("governance")
	f.Of(&c.Title).Label("Kontrollaktivitet", "Control activity").Also("Vad kontrolleras")
	f.Of(&c.ExtId).Also("Kontroll-id")
	f.Of(&c.Responsible).InList(6)
	f.Choice(&c.Status, controlActivityStates).Label("Status", "Status").Facet().InList(2).Steps(controlActivitySteps)
	f.Ref(&c.Plan, ControlPlans).Label("Internkontrollplan", "Internal control plan").Required().Part().InList(3).Back("Kontrollaktiviteter", "Control activities")
	f.Ref(&c.Risk, VorRisks).Label("VOR-risk", "VOR risk").Also("VOR-id").InList(4).Back("Kontrollaktiviteter", "Control activities")
	f.Long(&c.How).Label("Hur kontrolleras det", "How it is checked").AskedIn("planned")
	f.Choice(&c.Frequency, controlFrequencies).Label("Hur ofta", "How often").Facet().AskedIn("planned")
	f.Choice(&c.Period, controlPeriods).Label("Period", "Period").Facet().InList(5)
	f.Text(&c.Sample).Label("Urval", "Sample")
})

var controlActivityStates = register.Choices{{"planned", "Planerad", "Planned"}, {"performed", "Genomförd", "Performed"}, {"cancelled", "Inställd", "Cancelled"}}

var controlActivitySteps = register.Steps{{"planned", "performed", "perform"}, {"planned", "cancelled", "cancel"}, {"performed", "planned", "reopen"}}

var controlFrequencies = register.Choices{{"month", "Varje månad", "Each month"}, {"tertial", "Varje tertial", "Each tertial"}, {"year", "Varje år", "Each year"}}

// controlPeriods are the parts of a year that internal control reports on.
var controlPeriods = register.Choices{
	{"t1", "Januari–april", "January–April"}, {"t2", "Maj–augusti", "May–August"}, {"t3", "September–december", "September–December"},
	{"jan_aug", "Januari–augusti", "January–August"}, {"year", "Helår", "The year"},
}

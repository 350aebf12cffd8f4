package registers

import "genomlys/internal/register"

// YearComment is the office's comment on a finding in one year.
type YearComment struct {
	Year   int    `json:"year"`
	On     string `json:"on,omitempty"`
	Text   string `json:"text"`
	Status string `json:"status,omitempty"`
}

// DpoFinding is an observation in a DPO report (domain.md R27). The officer
// writes the observation and recommendation, the office the response.
type DpoFinding struct {
	register.Common
	Status             string
	Report             register.ID
	Area               string
	AreaText           string
	Matter             string
	Observation        string
	Recommendation     string
	Severity           string
	Positive           register.Fact
	ReportedOn         register.Date
	ManagementResponse string
	RespondedOn        register.Date
	RespondedBy        register.ID
	Comment            string
	CommentedOn        register.Date
	CommentByYear      []YearComment
	CarriedFrom        register.ID
	DoneOn             register.Date
	Actions            []register.Link
}

// DpoFindings is the register of the DPO's findings.
var DpoFindings = register.New("dpo_finding", "Iakttagelser i GDPR årsrapport", "DPO findings", func(c *DpoFinding, f *register.Fields) {
	f.Called("Iakttagelse", "DPO finding")
	f.About("Vad dataskyddsombudet har iakttagit, och vad som har gjorts åt det år för år.", "What the data protection officer observed, and what was done about it year by year.")
	f.Numbered("DSO")
	f.Group("governance")
	f.Of(&c.ExtId).Also("Iakttagelse-id")
	f.Choice(&c.Status, dpoFindingStates).Label("Status", "Status").Facet().InList(2).Steps(dpoFindingSteps)
	f.Ref(&c.Report, DpoReports).Label("GDPR årsrapport", "DPO yearly report").Required().Part().Facet().InList(3).Back("Iakttagelser", "Findings")
	f.Choice(&c.Area, dpoAreas).Label("Avsnitt", "Area").Required().Facet().InList(4)
	// The report's own heading, where its division is finer than the review's.
	f.Text(&c.AreaText).Label("Område", "Heading in the report")
	f.Text(&c.Matter).Label("Fråga", "Matter").Max(60).Facet().Sort().
		Help("Samma ord i flera års rapporter knyter samman iakttagelser om samma sak.", "The same word in several years' reports ties together findings on the same matter.")
	f.Long(&c.Observation).Label("Iakttagelse", "Observation").Required()
	f.Long(&c.Recommendation).Label("Rekommendation", "Recommendation").AskedIn("new")
	f.Choice(&c.Severity, dpoSeverities).Label("Allvarlighet", "Severity").Facet().InList(5)
	f.Fact(&c.Positive).Label("Positiv iakttagelse", "Positive observation")
	f.Date(&c.ReportedOn).Label("Rapporterad", "Reported on").Sort()
	f.Long(&c.ManagementResponse).Label("Verksamhetens svar", "Management response")
	f.Date(&c.RespondedOn).Label("Svar beslutat", "Response decided on")
	f.Ref(&c.RespondedBy, RoleAssignments).Label("Svar beslutat av", "Response decided by").Back("Beslutade svar till dataskyddsombudet", "Responses to the officer decided")
	f.Long(&c.Comment).Label("Kommentar", "Comment").Help("Läget nu. Tidigare års kommentarer står i listan.", "The state now. Earlier years' comments stand in the list.")
	f.Date(&c.CommentedOn).Label("Kommentar daterad", "Commented on").Sort().InList(6)
	f.List(&c.CommentByYear, register.Col("year", register.Number, "År", "Year"), register.Col("on", register.Day, "Datum", "Date"),
		register.Col("text", register.Long, "Kommentar", "Comment"), register.Col("status", register.Choice, "Status", "Status", dpoFindingStates...)).Label("Kommentarer år för år", "Comments by year")
	f.Self(&c.CarriedFrom).Label("Förd över från", "Carried from").Back("Förd vidare till", "Carried to")
	f.Date(&c.DoneOn).Label("Åtgärdad", "Done on").RequiredIn("done").Sort()
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Iakttagelser i GDPR årsrapport", "DPO findings")
	f.Derive((*DpoFinding).fill)
	f.Check((*DpoFinding).check)
})

var dpoFindingStates = register.Choices{
	{"new", "Ny", "New"}, {"open", "Ej påbörjad", "Open"}, {"ongoing", "Pågår", "Ongoing"}, {"done", "Åtgärdad", "Done"}, {"repeated", "Upprepad", "Repeated"}, {"dropped", "Genomförs inte", "Dropped"},
}

var dpoFindingSteps = register.Steps{
	{"new", "open", "receive"}, {"open", "ongoing", "start"}, {"new", "ongoing", "start"}, {"new", "repeated", "repeat"}, {"repeated", "ongoing", "start"}, {"ongoing", "done", "finish"}, {"open", "done", "finish"},
	{"done", "repeated", "repeat"}, {"ongoing", "repeated", "repeat"}, {"open", "repeated", "repeat"}, {"*", "dropped", "drop"},
}

var dpoAreas = register.Choices{
	{"ropa", "Registerförteckning", "Record of processing"}, {"steering_documents", "Styrdokument avseende dataskydd", "Steering documents"},
	{"measures_and_incidents", "Skyddsåtgärder och personuppgiftsincidenter", "Measures and incidents"}, {"dpia", "Konsekvensbedömning", "DPIA"},
	{"subject_rights", "Individens rättigheter", "Data subjects' rights"}, {"transfers", "Tredjeland", "Third countries"},
	{"processors", "Personuppgiftsbiträden", "Processors"}, {"training", "Utbildning", "Training"}, {"other", "Övrigt", "Other"},
}

var dpoSeverities = register.Choices{{"info", "Upplysning", "Information"}, {"low", "Låg", "Low"}, {"medium", "Medel", "Medium"}, {"high", "Hög", "High"}}

// headingAreas tell under which heading of the review (domain.md 9.9, 2.2) the
// headings of the officer's own report belong.
var headingAreas = map[string]string{
	"Registerförteckning": "ropa", "Styrdokument": "steering_documents", "Skyddsåtgärder": "measures_and_incidents",
	"Personuppgiftsincidenter": "measures_and_incidents", "Informationsklassning": "measures_and_incidents",
	"Konsekvensbedömning": "dpia", "Registrerades rättigheter": "subject_rights", "Individens rättigheter": "subject_rights",
	"Tredjeland": "transfers", "Personuppgiftsbiträden": "processors", "Utbildning": "training",
}

func (c *DpoFinding) fill() {
	entitle(&c.Title, c.Observation)
	if c.Area == "" {
		c.Area = headingAreas[c.AreaText]
	}
}

func (c *DpoFinding) check(p *register.Problems) {
	if backwards(c.ReportedOn, c.DoneOn) {
		p.At(&c.DoneOn, "end-before-start")
	}
	for _, y := range c.CommentByYear {
		if y.Year < 2018 || y.Year > 2100 || y.Text == "" && y.Status == "" {
			p.At(&c.CommentByYear, "row-incomplete", "year", "text")
			return
		}
	}
}

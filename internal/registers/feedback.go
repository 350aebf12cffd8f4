package registers

import "genomlys/internal/register"

// Feedback is what an interested party has said of the work (ISO/IEC
// 27001:2022 9.3.2 e, domain.md R30).
type Feedback struct {
	register.Common
	Status    string
	FromWhom  string
	FromOrg   register.ID
	Kind      string
	DatedOn   register.Date
	Text      string
	Answer    string
	HandledOn register.Date
	Actions   []register.Link
}

// Feedbacks is the register of feedback.
var Feedbacks = register.New("feedback", "Synpunkter", "Feedback", func(c *Feedback, f *register.Fields) {
	f.Called("Synpunkt", "Feedback")
	f.About("Vad invånare, medarbetare, nämnder och andra har sagt om säkerhetsarbetet.", "What residents, employees, boards and others have said of the security work.")
	f.Numbered("SYN")
	f.Group("governance")
	f.OrderBy("dated_on desc")
	f.Choice(&c.Status, feedbackStates).Label("Status", "Status").Facet().InList(2).Steps(feedbackSteps)
	f.Text(&c.FromWhom).Label("Från", "From").InList(3).MaySecret("OSL 21 kap.").Help("Skriv funktion eller grupp hellre än personnamn.", "Write a function or group rather than a person's name.")
	f.Ref(&c.FromOrg, Orgs).Label("Från organisation", "From organisation").Back("Synpunkter lämnade", "Feedback given")
	f.Choice(&c.Kind, feedbackKinds).Label("Slag", "Kind").Required().Facet().InList(4)
	f.Date(&c.DatedOn).Label("Datum", "Date").Required().Sort().InList(5)
	f.Long(&c.Text).Label("Synpunkten", "What was said").Required()
	f.Long(&c.Answer).Label("Svar", "Answer")
	f.Date(&c.HandledOn).Label("Hanterad", "Handled on").RequiredIn("handled")
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Synpunkter", "Feedback")
	f.Derive(func(c *Feedback) { entitle(&c.Title, c.Text) })
})

var feedbackStates = register.Choices{{"new", "Ny", "New"}, {"handled", "Hanterad", "Handled"}, {"dropped", "Föranleder ingen åtgärd", "No action"}}

var feedbackSteps = register.Steps{{"new", "handled", "handle"}, {"new", "dropped", "drop"}, {"*", "new", "reopen"}}

var feedbackKinds = register.Choices{
	{"complaint", "Klagomål", "Complaint"}, {"suggestion", "Förslag", "Suggestion"}, {"praise", "Beröm", "Praise"}, {"question", "Fråga", "Question"}, {"survey", "Enkät", "Survey"},
}

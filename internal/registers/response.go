package registers

import "genomlys/internal/register"

// Answer is the answer to one question, by the question's code. Prefilled and
// Changed tell whether it came from the register and was altered, Confirmed
// whether whoever answers has said that it is right: "yes" or "no".
type Answer struct {
	Question  string `json:"question"`
	Value     string `json:"value,omitempty"`
	Comment   string `json:"comment,omitempty"`
	Prefilled string `json:"prefilled,omitempty"`
	Changed   string `json:"changed,omitempty"`
	Confirmed string `json:"confirmed,omitempty"`
}

// Response is what was answered for one object in one follow-up (domain.md R26).
type Response struct {
	register.Common
	Status     string
	Campaign   register.ID
	Object     register.ID
	Respondent register.ID
	Delegates  []register.Link
	IssuedOn   register.Date
	RemindedOn register.Date
	Reminders  register.Int
	AnsweredOn register.Date
	ReviewedOn register.Date
	ReturnText string
	Answers    []Answer
	Comment    string
	Declined   []string
	Approved   string
}

// Responses is the register of answers.
var Responses = register.New("response", "Svar i uppföljning", "Responses", func(c *Response, f *register.Fields) {
	f.Called("Svar", "Response")
	f.About("Vad objektägarna har svarat i årsuppföljningen, objekt för objekt.", "What the object owners answered in the follow-up, object by object.")
	f.Numbered("SVA")
	f.Group("work")
	f.Choice(&c.Status, responseStates).Label("Status", "Status").Facet().InList(2).Steps(responseSteps)
	f.Ref(&c.Campaign, Campaigns).Label("Årsuppföljning", "Follow-up").Also("Uppföljning").Required().Part().Facet().InList(3).Back("Svar", "Responses")
	f.Ref(&c.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Required().Part().InList(4).Back("Svar i uppföljning", "Responses")
	f.Ref(&c.Respondent, RoleAssignments).Label("Besvaras av", "Respondent").Also("Besvarad av").Facet().InList(5).Back("Svar i uppföljning", "Responses")
	f.Links(&c.Delegates, RoleAssignments).Label("Stöd från", "Delegates").Back("Stöder svar", "Supports responses")
	f.Date(&c.IssuedOn).Label("Utskickad", "Issued on").Sort()
	f.Date(&c.RemindedOn).Label("Påmind", "Reminded on").Sort()
	f.Int(&c.Reminders).Label("Antal påminnelser", "Number of reminders").Range(0, 1000)
	f.Date(&c.AnsweredOn).Label("Svarsdatum", "Answered on").Also("Besvarad").RequiredIn("sent", "reviewed").Sort().InList(6)
	f.Date(&c.ReviewedOn).Label("Granskat", "Reviewed on").RequiredIn("reviewed")
	f.Long(&c.ReturnText).Label("Varför svaret skickas tillbaka", "Why the answer is returned").RequiredIn("returned")
	f.List(&c.Answers, register.Col("question", register.Text, "Fråga", "Question"), register.Col("value", register.Long, "Svar", "Answer"),
		register.Col("comment", register.Long, "Kommentar", "Comment"), register.Col("prefilled", register.Choice, "Förifyllt", "Prefilled", yesOrNo...),
		register.Col("changed", register.Choice, "Ändrat", "Changed", yesOrNo...),
		register.Col("confirmed", register.Choice, "Bekräftat", "Confirmed", yesOrNo...)).Label("Svar", "Answers")
	f.Long(&c.Comment).Label("Kommentar", "Comment")
	f.Words(&c.Declined).Label("Svar som inte förs in", "Answers not taken in").Help("Koder för de frågor vars svar inte skrivs till registren.", "Codes of the questions whose answers are not written to the registers.")
	f.Text(&c.Approved).Label("Godkänd jämförelse", "Approved comparison").Max(64).
		Help("Kontrollsumma för den jämförelse med registren som samordnaren har sett.", "Checksum of the comparison with the registers that the coordinator has seen.")
	f.Derive(func(c *Response) { entitle(&c.Title, "Svar i uppföljning", string(c.IssuedOn)) })
	f.Check((*Response).check)
})

var responseStates = register.Choices{
	{"not_started", "Ej besvarad", "Not started"}, {"started", "Påbörjad", "Started"}, {"sent", "Besvarad", "Sent"}, {"reviewed", "Granskad", "Reviewed"}, {"returned", "Tillbakaskickad", "Returned"},
}

var responseSteps = register.Steps{
	{"not_started", "started", "start"}, {"not_started", "sent", "send"}, {"started", "sent", "send"}, {"returned", "sent", "send"},
	{"sent", "reviewed", "review"}, {"sent", "returned", "return"}, {"reviewed", "returned", "return"},
}

var yesOrNo = register.Choices{{"yes", "Ja", "Yes"}, {"no", "Nej", "No"}}

func (c *Response) check(p *register.Problems) {
	if backwards(c.IssuedOn, c.AnsweredOn) {
		p.At(&c.AnsweredOn, "end-before-start")
	}
	seen := map[string]bool{}
	for _, a := range c.Answers {
		if a.Question == "" {
			p.At(&c.Answers, "row-incomplete", "question")
			return
		}
		if seen[a.Question] {
			p.At(&c.Answers, "answered-twice", a.Question)
			return
		}
		seen[a.Question] = true
	}
}

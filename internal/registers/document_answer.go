package registers

import "genomlys/internal/register"

// DocumentAnswer is what one organisation answers when a steering document is
// on referral (remiss), and what became of it (domain.md R24).
type DocumentAnswer struct {
	register.Common
	Status     string
	Document   register.ID
	Party      register.ID
	AskedOn    register.Date
	Due        register.Date
	Stance     string
	Answer     string
	AnsweredOn register.Date
	AnsweredBy register.ID
	Handling   string
}

// DocumentAnswers is the register of answers to referrals.
var DocumentAnswers = register.New("document_answer", "Remissvar", "Referral answers", func(c *DocumentAnswer, f *register.Fields) {
	f.Called("Remissvar", "Referral answer")
	f.About("Vad de tillfrågade svarade när ett styrdokument var på remiss, och vad svaret ledde till.", "What those asked answered when a steering document was on referral, and what it led to.")
	f.Numbered("REM")
	f.Group("governance")
	f.Choice(&c.Status, answerStates).Label("Status", "Status").Facet().InList(2).Steps(answerSteps)
	f.Ref(&c.Document, SteeringDocuments).Label("Styrdokument", "Steering document").Required().Part().InList(3).Back("Remissvar", "Referral answers")
	f.Ref(&c.Party, Orgs).Label("Tillfrågad", "Asked").Required().InList(4).Back("Tillfrågad om styrdokument", "Asked about steering documents")
	f.Date(&c.AskedOn).Label("Frågan skickad", "Asked on").Sort()
	f.Date(&c.Due).Label("Svar senast", "Answer due").Sort().InList(5)
	f.Choice(&c.Stance, answerStances).Label("Inställning", "Stance").Facet().InList(6).RequiredIn("answered", "considered")
	f.Long(&c.Answer).Label("Svar", "Answer").AskedIn("answered")
	f.Date(&c.AnsweredOn).Label("Besvarat", "Answered on").Sort().RequiredIn("answered", "considered")
	f.Ref(&c.AnsweredBy, RoleAssignments).Label("Besvarat av", "Answered by").Back("Besvarade remisser", "Referrals answered")
	f.Long(&c.Handling).Label("Vad svaret ledde till", "What the answer led to").RequiredIn("considered")
	f.Derive(func(c *DocumentAnswer) { entitle(&c.Title, "Remissvar", string(c.AskedOn)) })
	f.Check((*DocumentAnswer).check)
})

var answerStates = register.Choices{
	{"asked", "Ej besvarat", "Not answered"}, {"answered", "Besvarat", "Answered"}, {"considered", "Omhändertaget", "Considered"}, {"silent", "Svarade inte", "Did not answer"},
}

var answerSteps = register.Steps{
	{"asked", "answered", "answer"}, {"answered", "considered", "consider"}, {"asked", "silent", "close"}, {"silent", "answered", "answer"},
}

var answerStances = register.Choices{
	{"supports", "Tillstyrker", "Supports"}, {"supports_with", "Tillstyrker med synpunkter", "Supports with comments"}, {"objects", "Avstyrker", "Objects"}, {"none", "Avstår", "Abstains"},
}

func (c *DocumentAnswer) check(p *register.Problems) {
	if backwards(c.AskedOn, c.AnsweredOn) {
		p.At(&c.AnsweredOn, "end-before-start")
	}
	// An answer that asks for something says what.
	if (c.Stance == "objects" || c.Stance == "supports_with") && c.Answer == "" {
		p.At(&c.Answer, "answer-needs-text")
	}
}

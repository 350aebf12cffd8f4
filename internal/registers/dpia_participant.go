package registers

import "genomlys/internal/register"

// DpiaParticipant is what one controller says of a shared impact assessment:
// it adopts it with its own deviations, advice and decision.
type DpiaParticipant struct {
	register.Common
	Status      string // domain.md: state
	Dpia        register.ID
	Party       register.ID
	InvitedOn   register.Date
	AnsweredOn  register.Date
	Comment     string
	Deviations  string
	DpoAdvice   string
	DpoAdviceOn register.Date
	DecidedOn   register.Date
	DecidedBy   register.ID
}

// DpiaParticipants is the register of controllers' answers (domain.md R13, C5).
var DpiaParticipants = register.New("dpia_participant", "Deltagare i konsekvensbedömningar", "Participants in impact assessments", func(x *DpiaParticipant, f *register.Fields) {
	f.Called("Deltagare", "Participant")
	f.About("Varje personuppgiftsansvarigs eget ställningstagande till en delad konsekvensbedömning.", "Each controller's own position on a shared impact assessment.")
	f.Numbered("KBA")
	f.Group("work")
	f.Of(&x.Title).InList(0)
	f.Choice(&x.Status, register.Choices{
		{"invited", "Inbjuden", "Invited"}, {"commented", "Har lämnat synpunkter", "Commented"}, {"adopted", "Antagen", "Adopted"}, {"deviates", "Antagen med avvikelser", "Adopted with deviations"}, {"declined", "Avböjd", "Declined"},
	}).Label("Status", "Status").Facet().InList(3).Steps(register.Steps{
		{"invited", "commented", "comment"}, {"invited", "adopted", "adopt"}, {"commented", "adopted", "adopt"}, {"invited", "deviates", "deviate"}, {"commented", "deviates", "deviate"},
		{"invited", "declined", "decline"}, {"commented", "declined", "decline"}, {"adopted", "invited", "reopen"}, {"deviates", "invited", "reopen"},
	})
	f.Ref(&x.Dpia, Dpias).Label("Konsekvensbedömning", "Impact assessment").Required().InList(1).Back("Deltagare", "Participants")
	f.Ref(&x.Party, Orgs).Label("Personuppgiftsansvarig", "Controller").Also("Organisation").Required().Facet().InList(2).Back("Deltar i konsekvensbedömningar", "Takes part in impact assessments")
	f.Date(&x.InvitedOn).Label("Inbjuden den", "Invited on").Sort()
	f.Date(&x.AnsweredOn).Label("Svarade den", "Answered on").Sort()
	f.Long(&x.Comment).Label("Synpunkter", "Comments")
	f.Long(&x.Deviations).Label("Avvikelser", "Deviations").RequiredIn("deviates")
	f.Long(&x.DpoAdvice).Label("Eget dataskyddsombuds råd", "Advice of its own DPO")
	f.Date(&x.DpoAdviceOn).Label("Samråd med dataskyddsombud", "DPO consulted on").Sort()
	f.Date(&x.DecidedOn).Label("Beslutad den", "Decided on").Sort().InList(4).RequiredIn("adopted", "deviates", "declined")
	f.Ref(&x.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").InList(5).Back("Beslut om delade konsekvensbedömningar", "Decisions on shared assessments")
	f.Derive(func(x *DpiaParticipant) { entitle(&x.Title, "Ställningstagande", string(x.DecidedOn)) })
	f.Check((*DpiaParticipant).check)
})

func (x *DpiaParticipant) check(p *register.Problems) {
	if backwards(x.InvitedOn, x.AnsweredOn) {
		p.At(&x.AnsweredOn, "end-before-start")
	}
}

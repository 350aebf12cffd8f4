package registers

import (
	"time"

	"genomlys/internal/register"
)

// IncidentRecipient is a board or company told of an incident, and what it
// decided for itself (GDPR art. 33(2), domain.md R14).
type IncidentRecipient struct {
	register.Common
	Status         string
	Incident       register.ID
	RecipientOrg   register.ID
	Role           string
	SentAt         time.Time
	Text           string
	UpdateNo       register.Int
	AcknowledgedAt time.Time
	AcknowledgedBy register.ID
	OwnDecision    string
	OwnReason      string
	OwnDecidedAt   time.Time
}

// IncidentRecipients is the register of those told of incidents.
var IncidentRecipients = register.New("incident_recipient", "Informerade om incidenter", "Informed of incidents", func(c *IncidentRecipient, f *register.Fields) {
	f.Called("Information till nämnd eller bolag", "Information to a board or company")
	f.About("Vilka nämnder och bolag som har fått veta om en incident, när de kvitterade och vad de själva beslutade.",
		"Which boards and companies were told of an incident, when they acknowledged and what they decided themselves.")
	f.Numbered("IIN")
	f.Group("work")
	f.OrderBy("sent_at desc")
	f.Choice(&c.Status, incidentRecipientStates).Label("Status", "Status").Facet().InList(2).Steps(incidentRecipientSteps)
	f.Ref(&c.Incident, Incidents).Label("Incident", "Incident").Also("Incident-id").Required().Part().InList(3).Back("Informerade nämnder och bolag", "Informed boards and companies")
	f.Ref(&c.RecipientOrg, Orgs).Label("Nämnd eller bolag", "Board or company").Also("Organisations-id").Required().InList(4).Back("Information om incidenter", "Information on incidents")
	f.Choice(&c.Role, incidentRecipientRoles).Label("Roll", "Role").Facet()
	f.Time(&c.SentAt).Label("Informerad", "Sent at").Sort().InList(5).RequiredIn("sent", "acknowledged", "decided")
	f.Long(&c.Text).Label("Informationens text", "Text of the information").MaySecret("OSL 18:8")
	f.Int(&c.UpdateNo).Label("Uppdatering nr", "Update no").Range(0, 999)
	f.Time(&c.AcknowledgedAt).Label("Kvitterad", "Acknowledged at").Sort().InList(6).
		Help("Mottagarens egen frist hos IMY börjar senast här.", "The receiver's own time limit towards IMY starts here at the latest.")
	f.Ref(&c.AcknowledgedBy, Persons).Label("Kvitterad av", "Acknowledged by").Back("Kvitterade incidenter", "Acknowledged incidents")
	f.Choice(&c.OwnDecision, ownDecisions).Label("Egen bedömning", "Own decision").Facet().InList(7)
	f.Long(&c.OwnReason).Label("Skäl till egen bedömning", "Reason for own decision")
	f.Time(&c.OwnDecidedAt).Label("Egen bedömning gjord", "Own decision made at")
	f.Derive(func(c *IncidentRecipient) {
		entitle(&c.Title, "Information om incident", incidentRecipientRoles.Label(c.Role).SV)
	})
	f.Check((*IncidentRecipient).check)
})

var incidentRecipientStates = register.Choices{
	{"planned", "Ska informeras", "To be informed"}, {"sent", "Informerad", "Informed"}, {"acknowledged", "Kvitterad", "Acknowledged"}, {"decided", "Egen bedömning gjord", "Own decision made"},
}

var incidentRecipientSteps = register.Steps{
	{"planned", "sent", "send"}, {"sent", "acknowledged", "acknowledge"}, {"acknowledged", "decided", "decide"},
}

var incidentRecipientRoles = register.Choices{
	{"controller", "Personuppgiftsansvarig", "Controller"}, {"affected", "Berörd", "Affected"}, {"informed", "För kännedom", "For information"},
}

var ownDecisions = register.Choices{
	{"notifies", "Anmäler själv till IMY", "Notifies IMY itself"}, {"does_not_notify", "Anmäler ej", "Does not notify"}, {"undecided", "Ej bedömd", "Undecided"},
}

func (c *IncidentRecipient) check(p *register.Problems) {
	if !c.SentAt.IsZero() && !c.AcknowledgedAt.IsZero() && c.AcknowledgedAt.Before(c.SentAt) {
		p.At(&c.AcknowledgedAt, "end-before-start")
	}
}

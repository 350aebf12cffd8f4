package registers

import (
	"strings"
	"time"

	"genomlys/internal/register"
)

// NotificationPart is one field of the authority's form as it was filled in.
type NotificationPart struct {
	Key  string `json:"key"`
	Text string `json:"text"`
}

// Notification is a notice to an authority or other receiver about an incident
// (GDPR art. 33, cybersäkerhetslagen 2 ch. 5–8 §§).
type Notification struct {
	register.Common
	Status      string
	Incident    register.ID
	Authority   string
	Stage       string
	Agreement   register.ID
	Language    string
	SentAt      time.Time
	RefNo       string
	Content     []NotificationPart
	ContentHash string
	Receipt     string
	ReceiptAt   time.Time
	DelayReason string
	PortalDown  register.Fact
	DecidedBy   register.ID
	DecidedOn   register.Date
}

// Notifications is the register of notices.
var Notifications = register.New("notification", "Anmälningar", "Notifications", func(c *Notification, f *register.Fields) {
	f.Called("Anmälan", "Notification")
	f.About("Vad som har anmälts om en incident, till vem, när och med vilken lydelse.", "What was notified of an incident, to whom, when and in which words.")
	f.Numbered("ANM")
	f.Group("work")
	f.OrderBy("sent_at desc")
	f.Choice(&c.Status, notificationStates).Label("Status", "Status").Facet().InList(2).Steps(notificationSteps)
	f.Ref(&c.Incident, Incidents).Label("Incident", "Incident").Required().Part().InList(3).Back("Anmälningar", "Notifications")
	f.Choice(&c.Authority, authorities).Label("Mottagare", "Receiver").Required().Facet().InList(4)
	f.Choice(&c.Stage, notificationStages).Label("Steg", "Stage").Required().Facet().InList(5)
	f.Ref(&c.Agreement, Agreements).Label("Avtal", "Agreement").Back("Underrättelser", "Notices").
		Help("Vid underrättelse till en kund: avtalet som den lämnas enligt. Utan avtal gäller den alla.", "For a notice to a customer: the agreement that it is given by. Without one it holds for all.")
	f.Choice(&c.Language, languages).Label("Språk", "Language")
	f.Time(&c.SentAt).Label("Skickad", "Sent at").Sort().InList(6).RequiredIn("sent", "received")
	f.Text(&c.RefNo).Label("Mottagarens ärendenummer", "Receiver's case number").Max(100)
	f.List(&c.Content, register.Col("key", register.Text, "Fält i formuläret", "Field of the form"), register.Col("text", register.Long, "Lydelse", "Words")).
		Label("Innehåll", "Content").MaySecret("OSL 18:8").
		Help("Skriv inga personuppgifter: anmälan blir allmän handling hos mottagaren.", "Write no personal data: the notification becomes an official document with the receiver.")
	f.Text(&c.ContentHash).Label("Innehållets kontrollsumma", "Hash of the content").ByProduct()
	f.Text(&c.Receipt).Label("Kvitto", "Receipt")
	f.Time(&c.ReceiptAt).Label("Kvitto mottaget", "Receipt received at")
	f.Long(&c.DelayReason).Label("Skäl till försening", "Reason for delay")
	f.Fact(&c.PortalDown).Label("Mottagarens portal låg nere", "The receiver's portal was down")
	f.Ref(&c.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").Back("Beslutade anmälningar", "Notifications decided")
	f.Date(&c.DecidedOn).Label("Beslutad", "Decided on")
	f.Derive(func(c *Notification) {
		entitle(&c.Title, notificationStages.Label(c.Stage).SV, authorities.Label(c.Authority).SV)
		var words strings.Builder
		for _, p := range c.Content {
			words.WriteString(p.Key + "\n" + p.Text + "\n\n")
		}
		c.ContentHash = digest(words.String())
	})
})

var notificationStates = register.Choices{
	{"draft", "Utkast", "Draft"}, {"sent", "Skickad", "Sent"}, {"received", "Mottagen", "Received"}, {"withdrawn", "Återtagen", "Withdrawn"},
}

var notificationSteps = register.Steps{
	{"draft", "sent", "send"}, {"sent", "received", "receipt"}, {"sent", "withdrawn", "withdraw"}, {"received", "withdrawn", "withdraw"},
}

var authorities = register.Choices{
	{"imy", "Integritetsskyddsmyndigheten", "Swedish Authority for Privacy Protection"}, {"csirt", "CSIRT-enheten (CERT-SE)", "CSIRT unit (CERT-SE)"},
	{"csl_supervisor", "Tillsynsmyndighet enligt cybersäkerhetslagen", "Supervisory authority under the Cybersecurity Act"},
	{"security_police", "Säkerhetspolisen", "Security Service"}, {"police", "Polismyndigheten", "Police"},
	{"health_inspectorate", "Inspektionen för vård och omsorg", "Health and Social Care Inspectorate"},
	{"work_environment", "Arbetsmiljöverket", "Work Environment Authority"}, {"ai_provider", "Leverantör av AI-system", "Provider of an AI system"},
	{"market_surveillance", "Marknadskontrollmyndighet", "Market surveillance authority"}, {"insurer", "Försäkringsbolag", "Insurer"},
	{"customer", "Avtalspart", "Contract party"}, {"other", "Annan", "Other"},
}

var notificationStages = register.Choices{
	{"early_warning", "Tidig varning", "Early warning"}, {"first", "Anmälan", "Notification"}, {"supplement", "Komplettering", "Supplement"},
	{"interim", "Lägesrapport", "Interim report"}, {"final", "Slutrapport", "Final report"}, {"withdrawal", "Återtagande", "Withdrawal"},
}

var languages = register.Choices{{"sv", "Svenska", "Swedish"}, {"en", "Engelska", "English"}}

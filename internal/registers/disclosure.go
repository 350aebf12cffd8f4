package registers

import "genomlys/internal/register"

// DisclosedRecord is a record that was looked at for a request, and what was
// blanked in it by which provision.
type DisclosedRecord struct {
	Record    string `json:"record"`
	Blanked   string `json:"blanked,omitempty"`
	Provision string `json:"provision,omitempty"`
}

// Disclosure is a request to be handed official documents (TF ch. 2, OSL, domain.md R34).
type Disclosure struct {
	register.Common
	Status      string
	Request     string
	ReceivedOn  register.Date
	Records     []DisclosedRecord
	BlankedN    register.Int
	DecidedBy   register.ID
	DecidedOn   register.Date
	DeliveredOn register.Date
	Outcome     string
	Reason      string
	AppealInfo  register.Fact
	LegalBasis  string
	Position    register.Int
	Digest      string
}

// Disclosures is the register of requests for official documents.
var Disclosures = register.New("disclosure", "Utlämnanden", "Disclosures", func(c *Disclosure, f *register.Fields) {
	f.Called("Utlämnande", "Disclosure")
	f.About("Begäranden om allmänna handlingar ur registren: vad som lämnades ut, maskades eller vägrades.", "Requests for official documents from the registers: what was handed out, masked or refused.")
	f.Numbered("UTL")
	f.Group("settings")
	f.OrderBy("received_on desc")
	f.Choice(&c.Status, disclosureStates).Label("Status", "Status").Facet().InList(2).Steps(disclosureSteps)
	f.Long(&c.Request).Label("Begäran", "Request").Required().Help("Fråga inte vem som begär eller varför (TF 2:18), om det inte behövs för sekretessprövningen.", "Do not ask who requests or why (TF 2:18), unless the secrecy test needs it.")
	f.Date(&c.ReceivedOn).Label("Inkom", "Received on").Required().Sort().InList(3)
	f.List(&c.Records, register.Col("record", register.Text, "Post", "Record"), register.Col("blanked", register.Text, "Maskade fält", "Blanked fields").OfFields("record"), register.Col("provision", register.Text, "Bestämmelse", "Provision")).
		Label("Prövade poster", "Records examined")
	f.Int(&c.BlankedN).Label("Antal maskade fält", "Number of blanked fields").Range(0, 1e9)
	f.Ref(&c.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").RequiredIn("decided", "delivered").InList(4).Back("Utlämnanden", "Disclosures")
	f.Date(&c.DecidedOn).Label("Beslutad", "Decided on").RequiredIn("decided", "delivered").Sort().InList(5)
	f.Date(&c.DeliveredOn).Label("Utlämnad", "Delivered on").RequiredIn("delivered").Sort()
	f.Choice(&c.Outcome, disclosureOutcomes).Label("Utfall", "Outcome").RequiredIn("decided", "delivered").Facet().InList(6)
	f.Long(&c.Reason).Label("Skäl", "Reason").AskedIn("decided")
	f.Fact(&c.AppealInfo).Label("Upplyst om överklagande", "Told how to appeal").AskedIn("decided")
	f.Text(&c.LegalBasis).Label("Lagrum", "Provisions").Max(300).RequiredIn("decided", "delivered").Help("Det beslutet vilar på, till exempel TF 2:15 eller OSL 18:8.", "What the decision rests on, for example TF 2:15 or OSL 18:8.")
	f.Int(&c.Position).Label("Prövad vid ändring nummer", "Examined at change number").Range(0, 1e15).Help("Det som lämnas ut är posterna som de såg ut då.", "What is handed out is the records as they were then.")
	f.Text(&c.Digest).Label("Kopians kontrollsumma", "Digest of the copy").Max(100).Help("Format, språk och SHA-256 för den utlämnade filen. Den kan framställas på nytt och jämföras.", "Format, language and SHA-256 of the file handed out. It can be made anew and compared.")
	f.Derive(func(c *Disclosure) { entitle(&c.Title, "Begäran om handling", string(c.ReceivedOn)) })
	f.Check((*Disclosure).check)
})

var disclosureStates = register.Choices{{"received", "Inkommen", "Received"}, {"assessed", "Prövas", "Assessed"}, {"decided", "Beslutad", "Decided"}, {"delivered", "Utlämnad", "Delivered"}, {"withdrawn", "Återtagen", "Withdrawn"}}

var disclosureSteps = register.Steps{
	{"received", "assessed", "assess"}, {"assessed", "decided", "decide"}, {"decided", "delivered", "deliver"}, {"received", "withdrawn", "withdraw"}, {"assessed", "withdrawn", "withdraw"},
}

var disclosureOutcomes = register.Choices{{"released", "Utlämnad", "Released"}, {"partly", "Delvis utlämnad", "Partly released"}, {"refused", "Avslag", "Refused"}, {"nothing_found", "Handling finns inte", "Nothing found"}}

// check: a refusal says why and how to appeal (OSL 6:3, förvaltningslagen 32 and 33 §§).
func (c *Disclosure) check(p *register.Problems) {
	if (c.Outcome == "refused" || c.Outcome == "partly") && c.Reason == "" {
		p.At(&c.Reason, "refusal-needs-reason")
	}
}

package registers

import "genomlys/internal/register"

// Recipient is somebody outside the controller who gets personal data or
// delivers a service; the name is the title.
type Recipient struct {
	register.Common
	Status              string
	OrgNo               string
	Country             string
	InEea               register.Fact
	ParentCompany       register.ID
	ParentCountry       string
	Kind                []string
	DpfCertified        register.Fact
	DpfCheckedOn        register.Date
	DpfCovers           []string
	Services            string
	Contacts            string
	SecurityContact_24h string
	Certificates        []Certificate
}

// Certificate is a certificate that a supplier holds.
type Certificate struct {
	Name    string `json:"name"`
	Number  string `json:"number,omitempty"`
	ValidTo string `json:"valid_to,omitempty"` // civil date
}

// Recipients is the register of recipients and suppliers (domain.md R06).
var Recipients = register.New("recipient", "Mottagare och leverantörer", "Recipients and suppliers", func(x *Recipient, f *register.Fields) {
	f.Called("Mottagare", "Recipient")
	f.About("Leverantörer, biträden och andra som tar emot uppgifter, så att beroenden och överföringar kan följas.", "Suppliers, processors and others who receive data, so that dependence and transfers can be followed.")
	f.Numbered("LEV")
	f.Group("register")
	f.Of(&x.Title).Label("Namn", "Name").Also("Leverantör", "Mottagare", "Företag")
	f.Of(&x.ExtId).Also("Leverantörs-id")
	f.Choice(&x.Status, register.Choices{{"active", "Anlitas", "Engaged"}, {"ended", "Anlitas inte längre", "No longer engaged"}}).
		Label("Status", "Status").Facet().InList(5).
		Steps(register.Steps{{"active", "ended", "end"}, {"ended", "active", "reopen"}})
	f.Text(&x.OrgNo).Label("Organisationsnummer", "Registration number").Also("Org.nr", "Orgnr").Max(20)
	f.Choice(&x.Country, Countries).Label("Land", "Country").Required().Facet().InList(2)
	// Not in domain.md: follows from the country, but a branch may answer elsewhere than its seat.
	f.Fact(&x.InEea).Label("Inom EU/EES", "Within the EU/EEA").Facet().InList(3)
	f.Self(&x.ParentCompany).Label("Moderbolag", "Parent company").Back("Dotterbolag", "Subsidiaries")
	f.Choice(&x.ParentCountry, Countries).Label("Moderbolagets land", "Parent company's country").
		Help("Lagen i moderbolagets land kan nå uppgifterna, var de än lagras.", "The law of the parent's country may reach the data wherever they are stored.")
	f.Choices(&x.Kind, register.Choices{
		{"processor", "Personuppgiftsbiträde", "Processor"}, {"sub_processor", "Underbiträde", "Sub-processor"}, {"controller", "Personuppgiftsansvarig", "Controller"},
		{"authority", "Myndighet", "Authority"}, {"internal_board", "Egen nämnd eller bolag", "Own board or company"}, {"public", "Allmänheten", "The public"},
		{"supplier", "Leverantör utan personuppgifter", "Supplier without personal data"},
	}).Label("Slag", "Kind").Also("Typ").InList(4)
	f.Fact(&x.DpfCertified).Label("Certifierad enligt Data Privacy Framework", "Certified under the Data Privacy Framework").Also("DPF").Facet().
		Help("Gäller bara mottagare i USA. Kontrolleras på den offentliga listan minst en gång om året.", "Only for recipients in the United States. Check the public list at least once a year.")
	f.Date(&x.DpfCheckedOn).Label("Certifieringen kontrollerad", "Certification checked on").Sort()
	f.Choices(&x.DpfCovers, register.Choices{{"hr", "Personaluppgifter", "HR data"}, {"non_hr", "Övriga uppgifter", "Non-HR data"}}).
		Label("Certifieringen omfattar", "Certification covers")
	f.Long(&x.Services).Label("Tjänster", "Services")
	f.Long(&x.Contacts).Label("Kontakter", "Contacts")
	f.Text(&x.SecurityContact_24h).Label("Säkerhetskontakt dygnet runt", "Security contact, all hours").MaySecret("OSL 18:8")
	f.List(&x.Certificates, register.Col("name", register.Text, "Certifikat", "Certificate"), register.Col("number", register.Text, "Nummer", "Number"),
		register.Col("valid_to", register.Day, "Gäller till", "Valid to")).Label("Certifikat", "Certificates").
		Help("Till exempel ISO/IEC 27001, med sista giltighetsdag.", "For example ISO/IEC 27001, with its last day.")
	f.Check((*Recipient).check)
})

func (x *Recipient) check(p *register.Problems) {
	for _, m := range certifying() {
		if x.DpfCertified == register.Yes && m.Country != "" && x.Country != m.Country {
			p.At(&x.DpfCertified, "dpf-only-us")
		}
	}
}

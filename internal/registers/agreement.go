package registers

import "genomlys/internal/register"

// Agreement is a contract or an arrangement on data or services.
type Agreement struct {
	register.Common
	Status             string
	Kind               string
	Direction          string
	Supplier           register.ID
	CounterOrg         register.ID
	OtherParties       []register.Link
	Objects            []register.Link
	Processings        []register.Link
	Owner              register.ID
	SignedOn           register.Date
	ValidFrom          register.Date
	ValidTo            register.Date
	NoticeMonths       register.Int
	Value              register.Int
	Instruction        register.Fact
	InstructionOn      register.Date
	InstructionVersion string
	Checks             []AgreementCheck
	SubProcessors      string
	BreachNoticeH      register.Int
	EndedReason        string
}

// AgreementCheck is one of the points that GDPR art. 28.3 asks for.
type AgreementCheck struct {
	Point  string `json:"point"`
	Answer string `json:"answer"`
	Clause string `json:"clause,omitempty"`
	Note   string `json:"note,omitempty"`
}

var agreementKinds = register.Choices{
	{"dpa", "PuB-avtal", "Data processing agreement"}, {"joint_controller", "Inbördes arrangemang (gemensamt ansvar)", "Joint controller arrangement"},
	{"service_agreement", "Systemtjänsteavtal", "System service agreement"}, {"supply", "Leveransavtal", "Supply agreement"},
	{"confidentiality", "Sekretessförbindelse", "Confidentiality agreement"}, {"info_sharing", "Avtal om informationsutbyte", "Information sharing agreement"},
}

// dpaPoints are the points of GDPR art. 28.3 with the breach notice of art. 33.2.
var dpaPoints = register.Choices{
	{"instruction", "Dokumenterad instruktion", "Documented instruction"}, {"confidentiality", "Tystnadsplikt", "Confidentiality"}, {"art_32", "Säkerhet (artikel 32)", "Security (article 32)"},
	{"sub_processors", "Underbiträden", "Sub-processors"}, {"rights", "Hjälp med rättigheter", "Assistance with rights"}, {"art_32_36", "Hjälp med artikel 32–36", "Assistance with articles 32–36"},
	{"deletion", "Radering eller återlämnande", "Deletion or return"}, {"audit", "Granskning", "Audit"}, {"unlawful_instruction", "Underrättelse om olaglig instruktion", "Notice of unlawful instruction"},
	{"breach_notice", "Underrättelse om incident", "Notice of breach"},
}

var checkAnswers = register.Choices{{"yes", "Ja", "Yes"}, {"partly", "Delvis", "Partly"}, {"no", "Nej", "No"}, {"na", "Ej tillämpligt", "Not applicable"}}

// Agreements is the register of agreements (domain.md R08).
var Agreements = register.New("agreement", "Avtal", "Agreements", func(x *Agreement, f *register.Fields) {
	f.Called("Avtal", "Agreement")
	f.About("Avtal med biträden och leverantörer, så att varje relation har villkor som håller.", "Agreements with processors and suppliers, so that each relation has terms that hold.")
	f.Numbered("AVT")
	f.Group("register")
	f.Of(&x.ExtId).Also("Avtals-id")
	f.Choice(&x.Status, register.Choices{
		{"draft", "Utkast", "Draft"}, {"sent", "Skickat", "Sent"}, {"signed", "Undertecknat", "Signed"}, {"in_force", "Gäller", "In force"},
		{"terminated", "Uppsagt", "Terminated"}, {"expired", "Upphört", "Expired"},
	}).Label("Status", "Status").Facet().InList(7).Steps(register.Steps{
		{"draft", "sent", "send"}, {"sent", "draft", "return"}, {"sent", "signed", "sign"}, {"draft", "signed", "sign"}, {"signed", "in_force", "start"},
		{"in_force", "terminated", "terminate"}, {"in_force", "expired", "expire"}, {"terminated", "expired", "expire"}, {"signed", "terminated", "terminate"},
	})
	f.Choice(&x.Kind, agreementKinds).Label("Avtalstyp", "Kind").Also("Typ av avtal", "Typ").Required().Facet().InList(2)
	// Not in domain.md: who processes for whom, as the offices' lists say.
	f.Choice(&x.Direction, register.Choices{
		{"we_engage", "Vi anlitar biträde", "We engage a processor"}, {"we_process", "Vi är biträde", "We are the processor"},
		{"we_order", "Vi beställer", "We order"}, {"we_deliver", "Vi levererar", "We deliver"}, {"mutual", "Ömsesidigt", "Mutual"},
	}).Label("Riktning", "Direction").Facet().InList(3)
	f.Ref(&x.Supplier, Recipients).Label("Motpart, leverantör", "Counterparty, supplier").Also("Motpart", "Leverantör", "Biträde").InList(4).Back("Avtal", "Agreements")
	f.Ref(&x.CounterOrg, Orgs).Label("Motpart, egen organisation", "Counterparty, own organisation").Also("Motpart, nämnd eller bolag").InList(5).Back("Avtal som motpart", "Agreements as counterparty")
	f.Links(&x.OtherParties, Recipients).Label("Övriga parter", "Other parties").Back("Part i avtal", "Party to agreements")
	f.Links(&x.Objects, Objects).Label("Objekt", "Objects").Also("Objekt-id", "System").Back("Avtal", "Agreements")
	f.Links(&x.Processings, Processings).Label("Behandlingar", "Processing activities").Back("Avtal", "Agreements")
	f.Ref(&x.Owner, RoleAssignments).Label("Avtalsägare", "Agreement owner").Back("Äger avtal", "Owns agreements")
	f.Date(&x.SignedOn).Label("Undertecknat den", "Signed on").Also("Avtalsdatum").Sort()
	f.Date(&x.ValidFrom).Label("Gäller från", "Valid from").Required().Sort().InList(6)
	f.Date(&x.ValidTo).Label("Gäller till", "Valid to").Sort()
	f.Int(&x.NoticeMonths).Label("Uppsägningstid", "Notice period").In("months").Range(0, 120)
	f.Money(&x.Value).Label("Avtalsvärde", "Value").MaySecret("OSL 31:16")
	f.Fact(&x.Instruction).Label("Instruktion finns", "Instruction given").Also("PuB-instruktion")
	f.Date(&x.InstructionOn).Label("Instruktion daterad", "Instruction dated").Sort()
	f.Text(&x.InstructionVersion).Label("Version av instruktionen", "Version of the instruction").Max(40).
		Help("Ändras en behandling efter denna version är instruktionen inaktuell.", "If a processing changes after this version, the instruction is out of date.")
	f.List(&x.Checks, register.Col("point", register.Choice, "Punkt", "Point", dpaPoints...), register.Col("answer", register.Choice, "Svar", "Answer", checkAnswers...),
		register.Col("clause", register.Text, "Klausul", "Clause"), register.Col("note", register.Text, "Anmärkning", "Note")).
		Label("Kontroll av PuB-avtal", "Checks of the processing agreement").Help("Punkterna i artikel 28.3.", "The points of article 28.3.")
	f.Choice(&x.SubProcessors, register.Choices{{"general", "Allmänt tillstånd", "General authorisation"}, {"specific", "Särskilt tillstånd", "Specific authorisation"}, {"none", "Inga underbiträden", "No sub-processors"}}).
		Label("Underbiträden", "Sub-processors")
	f.Int(&x.BreachNoticeH).Label("Underrättelse om incident inom", "Breach notice within").In("h").Range(0, 720)
	f.Text(&x.EndedReason).Label("Skäl till att avtalet upphörde", "Why it ended")
	f.Derive(func(x *Agreement) {
		entitle(&x.Title, agreementKinds.Label(x.Kind).SV, string(x.ValidFrom))
	})
	f.Check((*Agreement).check)
})

func (x *Agreement) check(p *register.Problems) {
	if x.Supplier == "" && x.CounterOrg == "" && len(x.OtherParties) == 0 {
		p.At(&x.Supplier, "agreement-needs-party")
	}
	if backwards(x.ValidFrom, x.ValidTo) {
		p.At(&x.ValidTo, "end-before-start")
	}
	seen := map[string]bool{}
	for _, c := range x.Checks {
		if seen[c.Point] {
			p.At(&x.Checks, "point-twice", c.Point)
		}
		seen[c.Point] = true
	}
}

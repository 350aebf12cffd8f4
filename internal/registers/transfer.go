package registers

import (
	"slices"

	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// certifying are the grounds by the latest rules that rest on the recipient's
// certification.
func certifying() []rulebook.Mechanism {
	book, err := rulebook.Load()
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(book.At("9999-12-31").Mechanisms()), func(m rulebook.Mechanism) bool { return !slices.Contains(m.Needs, "certification") })
}

// Transfer is that personal data of a processing reach a recipient outside the
// EEA, on one ground during a time (GDPR ch. V).
type Transfer struct {
	register.Common
	Status                string
	Processing            register.ID
	Object                register.ID
	Exporter              register.ID
	Importer              register.ID
	Country               string
	Means                 []string
	Mechanism             string
	Decision              register.ID
	SccModule             string
	Derogation            string
	DerogationReason      string
	TiaDoneOn             register.Date
	TiaResult             string
	TiaLeansOnDpf         register.Fact
	SupplementaryMeasures string
	FallbackMechanism     string
	ValidFrom             register.Date
	ValidTo               register.Date
}

var mechanisms = register.Choices{
	{"adequacy_45", "Adekvansbeslut land", "Adequacy decision for the country"}, {"dpf_45", "Adekvansbeslut Data Privacy Framework", "Adequacy decision, Data Privacy Framework"},
	{"scc_46", "Standardavtalsklausuler (SCC)", "Standard contractual clauses (SCC)"}, {"bcr_47", "Bindande företagsbestämmelser (BCR)", "Binding corporate rules (BCR)"},
	{"ad_hoc_46_3", "Särskilt godkända avtalsklausuler", "Ad hoc clauses"}, {"code_46", "Uppförandekod", "Code of conduct"}, {"certification_46", "Certifiering", "Certification"},
	{"public_body_46_2a", "Instrument mellan myndigheter", "Instrument between public bodies"}, {"derogation_49", "Undantag i särskilda situationer (artikel 49)", "Derogation (article 49)"},
	{"none", "Ingen grund", "No ground"}, {"unknown", "Ej känt", "Not known"},
}

// Transfers is the register of third-country transfers (domain.md R07).
var Transfers = register.New("transfer", "Tredjelandsöverföringar", "Third-country transfers", func(x *Transfer, f *register.Fields) {
	f.Called("Överföring", "Transfer")
	f.About("Varje överföring av personuppgifter till land utanför EES, med mottagare, grund och reserv.", "Each transfer of personal data outside the EEA, with recipient, ground and fallback.")
	f.Numbered("TLO")
	f.Group("register")
	f.Of(&x.ExtId).Also("Överförings-id")
	f.Choice(&x.Status, register.Choices{{"active", "Pågår", "Active"}, {"suspended", "Stoppad", "Suspended"}, {"ended", "Upphörd", "Ended"}}).
		Label("Status", "Status").Facet().InList(7).
		Steps(register.Steps{{"active", "suspended", "suspend"}, {"suspended", "active", "resume"}, {"active", "ended", "end"}, {"suspended", "ended", "end"}})
	f.Ref(&x.Processing, Processings).Label("Behandling", "Processing").Also("Behandlings-id").Required().Part().InList(2).Back("Överföringar", "Transfers")
	// Not in domain.md: the offices' lists name the object that carries the transfer.
	f.Ref(&x.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Back("Överföringar", "Transfers")
	// Empty means the record's own organisation, as in the offices' lists.
	f.Ref(&x.Exporter, Orgs).Label("Den som för över", "Exporter").Also("Exportör").Back("För över uppgifter", "Exports data")
	f.Ref(&x.Importer, Recipients).Label("Mottagare", "Importer").Also("Importör").Required().InList(3).Back("Tar emot överföringar", "Receives transfers")
	f.Choice(&x.Country, Countries).Label("Land", "Country").Also("Mottagarland").Required().Facet().InList(4)
	f.Choices(&x.Means, register.Choices{{"storage", "Lagring", "Storage"}, {"remote_access", "Fjärråtkomst", "Remote access"}, {"support", "Support", "Support"}, {"onward", "Vidareöverföring", "Onward transfer"}}).
		Label("Hur uppgifterna når dit", "Means")
	f.Choice(&x.Mechanism, mechanisms).Label("Överföringsgrund", "Ground").Also("Grund", "Mekanism").Required().Facet().InList(5)
	f.Ref(&x.Decision, AdequacyDecisions).Label("Adekvansbeslut", "Adequacy decision").Back("Överföringar som vilar på beslutet", "Transfers resting on it")
	f.Choice(&x.SccModule, register.Choices{
		{"1", "Modul 1, ansvarig till ansvarig", "Module 1, controller to controller"}, {"2", "Modul 2, ansvarig till biträde", "Module 2, controller to processor"},
		{"3", "Modul 3, biträde till biträde", "Module 3, processor to processor"}, {"4", "Modul 4, biträde till ansvarig", "Module 4, processor to controller"},
	}).Label("Modul i klausulerna", "Module of the clauses")
	f.Choice(&x.Derogation, register.Choices{
		{"a", "49.1 a, samtycke", "49.1 a, consent"}, {"b", "49.1 b, avtal med den registrerade", "49.1 b, contract with the data subject"}, {"c", "49.1 c, avtal i dennes intresse", "49.1 c, contract in their interest"},
		{"d", "49.1 d, viktigt allmänt intresse", "49.1 d, important public interest"}, {"e", "49.1 e, rättsliga anspråk", "49.1 e, legal claims"}, {"f", "49.1 f, grundläggande intressen", "49.1 f, vital interests"},
		{"g", "49.1 g, offentligt register", "49.1 g, public register"},
	}).Label("Vilket undantag", "Which derogation")
	f.Long(&x.DerogationReason).Label("Skäl till undantaget", "Reason for the derogation").Help("Undantag är till för enstaka fall.", "Derogations are for exceptional cases.")
	f.Date(&x.TiaDoneOn).Label("Bedömning av överföring gjord", "Transfer assessment done on").Also("TIA").Sort()
	f.Choice(&x.TiaResult, register.Choices{{"adequate", "Tillräckligt skydd", "Adequate"}, {"supplementary", "Kräver ytterligare åtgärder", "Needs supplementary measures"}, {"not_adequate", "Otillräckligt skydd", "Not adequate"}}).
		Label("Resultat av bedömningen", "Result of the assessment")
	// Not in domain.md R07: the what-if on the framework's fall flags these (domain.md 11, W1).
	f.Fact(&x.TiaLeansOnDpf).Label("Bedömningen stöder sig på Data Privacy Framework", "Assessment leans on the Data Privacy Framework")
	f.Long(&x.SupplementaryMeasures).Label("Ytterligare åtgärder", "Supplementary measures").MaySecret("OSL 18:8")
	f.Choice(&x.FallbackMechanism, register.Choices{
		{"scc_signed", "SCC tecknade", "SCC signed"}, {"scc_unsigned", "SCC förberedda, ej tecknade", "SCC prepared, not signed"}, {"bcr", "Bindande företagsbestämmelser", "Binding corporate rules"},
		{"move", "Flytt till leverantör inom EES", "Move to a supplier in the EEA"}, {"other", "Annan reserv", "Other"}, {"none", "Ingen reserv", "None"},
	}).Label("Reservgrund", "Fallback").Facet().Help("Vad överföringen kan vila på om grunden faller.", "What the transfer can rest on if its ground falls.")
	f.Date(&x.ValidFrom).Label("Gäller från", "Valid from").Sort().InList(6)
	f.Date(&x.ValidTo).Label("Gäller till", "Valid to").Sort()
	f.Derive(func(x *Transfer) {
		entitle(&x.Title, Countries.Label(x.Country).SV+":", mechanisms.Label(x.Mechanism).SV)
	})
	f.Check((*Transfer).check)
})

func (x *Transfer) check(p *register.Problems) {
	if backwards(x.ValidFrom, x.ValidTo) {
		p.At(&x.ValidTo, "end-before-start")
	}
	if EEA[x.Country] {
		p.At(&x.Country, "not-a-third-country")
	}
	// A ground that rests on certification covers recipients in one country alone
	// (the rule book tells which). That the recipient is certified, and a missing
	// assessment under other grounds, are findings.
	for _, m := range certifying() {
		if x.Mechanism == m.Code && x.Country != "" && m.Country != "" && x.Country != m.Country {
			p.At(&x.Mechanism, "dpf-only-us")
		}
	}
	if x.Mechanism == "derogation_49" && (x.Derogation == "" || x.DerogationReason == "") {
		p.At(&x.DerogationReason, "derogation-needs-reason")
	}
}

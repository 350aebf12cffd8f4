package registers

import (
	"slices"

	"genomlys/internal/register"
)

// Processing is a processing of personal data as the record of processing
// activities keeps it (GDPR art. 30.1 for controllers, 30.2 for processors).
type Processing struct {
	register.Common
	Status               string
	Role                 string
	Controllers          []register.Link
	OnBehalfOf           []register.Link
	Processors           []register.Link
	Recipients           []register.Link
	RecipientCategories  []string
	Objects              []register.Link
	InfoTypes            []register.Link
	Representative       string
	Purposes             string
	PurposeBases         []PurposeBasis
	ProcessingCategories string
	LegalBasis           []string
	NationalRule         string
	Art9Basis            []string
	Art10Basis           string
	IdentityNumberBasis  string
	DataSubjects         []string
	Vulnerable           register.Fact
	SubjectsCount        register.Int
	CountRange           string
	DataCategories       []string
	SpecialCategories    []string
	ThirdCountry         register.Fact
	Retention            string
	RetentionRules       []RetentionRule
	SecurityMeasures     string
	EncryptionRequired   register.Fact
	EncryptionBasis      string
	EncryptionDone       string
	EncryptionStatus     []string
	EncryptionCheckedOn  register.Date
	SourceOfData         string
	SourceOther          string
	AutomatedDecision    register.Fact
	DecisionLogic        string
	NoticeMet            register.Fact
	Notice               string
	Ai                   register.Fact
	Iot                  register.Fact
	DpiaNeed             string
	DpiaAssessedOn       register.Date
	DpiaScreening        []ScreeningAnswer
	ScreeningVersion     string
	ScreeningReason      string
	SourceSystem         string
	RegisteredOn         register.Date
	CompleteOn           register.Date
	ReviewedOn           register.Date
	ChangedOn            register.Date
	EndedOn              register.Date
	EndedRetention       string
}

// PurposeBasis is one purpose with its own legal basis.
type PurposeBasis struct {
	Purpose string `json:"purpose"`
	Basis   string `json:"basis,omitempty"` // as legal_basis
	Rule    string `json:"rule,omitempty"`  // national rule, skollagen 10:2
}

// RetentionRule says how long one category of data is kept.
type RetentionRule struct {
	Category string `json:"category"`
	Months   int64  `json:"months,omitempty"`
	Trigger  string `json:"trigger,omitempty"`
	Schedule string `json:"schedule,omitempty"` // line of the records schedule
}

// ScreeningAnswer is the answer to one of the nine criteria (WP248, domain.md 4.4).
type ScreeningAnswer struct {
	Criterion string `json:"criterion"`
	Answer    string `json:"answer"`
	Note      string `json:"note,omitempty"`
}

var processingRoles = register.Choices{
	{"controller", "Personuppgiftsansvarig (PuA)", "Controller"}, {"joint_controller", "Gemensamt personuppgiftsansvarig", "Joint controller"},
	{"processor", "Personuppgiftsbiträde (PuB)", "Processor"},
}

// legalBases splits art. 6.1 e as national law does: a task in the public
// interest and the exercise of authority rest on different rules
// (dataskyddslagen 2018:218, 2:2).
var legalBases = register.Choices{
	{"consent", "Samtycke", "Consent"}, {"contract", "Avtal", "Contract"},
	{"legal_obligation", "Rättslig förpliktelse", "Legal obligation"}, {"vital_interests", "Grundläggande intressen", "Vital interests"},
	{"public_interest", "Allmänt intresse", "Public interest"}, {"official_authority", "Myndighetsutövning", "Official authority"},
	{"legitimate_interest", "Berättigat intresse", "Legitimate interest"},
}

var art9Bases = register.Choices{
	{"a", "Artikel 9.2 a, samtycke", "Article 9.2 a, consent"}, {"b", "Artikel 9.2 b, arbetsrätt", "Article 9.2 b, employment law"},
	{"c", "Artikel 9.2 c, grundläggande intressen", "Article 9.2 c, vital interests"}, {"d", "Artikel 9.2 d, förening", "Article 9.2 d, association"},
	{"e", "Artikel 9.2 e, offentliggjorda", "Article 9.2 e, made public"}, {"f", "Artikel 9.2 f, rättsliga anspråk", "Article 9.2 f, legal claims"},
	{"g", "Artikel 9.2 g, viktigt allmänt intresse", "Article 9.2 g, substantial public interest"}, {"h", "Artikel 9.2 h, vård och omsorg", "Article 9.2 h, health and social care"},
	{"i", "Artikel 9.2 i, folkhälsa", "Article 9.2 i, public health"}, {"j", "Artikel 9.2 j, arkiv och statistik", "Article 9.2 j, archives and statistics"},
}

// subjectCategories are those of domain.md and those of the offices' own lists.
var subjectCategories = register.Choices{
	{"employees", "Anställda", "Employees"}, {"applicants", "Arbetssökande", "Job applicants"}, {"pupils", "Elever", "Pupils"}, {"patients", "Patienter", "Patients"},
	{"clients", "Klienter och brukare", "Clients"}, {"residents", "Invånare", "Residents"}, {"children", "Barn", "Children"}, {"relatives", "Anhöriga", "Relatives"},
	{"visitors", "Besökare", "Visitors"}, {"subscribers", "Prenumeranter", "Subscribers"}, {"suppliers", "Leverantörer", "Suppliers"}, {"tenderers", "Anbudsgivare", "Tenderers"},
	{"entrepreneurs", "Företagare", "Business owners"}, {"elected", "Förtroendevalda", "Elected representatives"}, {"other", "Övriga", "Others"},
}

var specialCategories = register.Choices{
	{"health", "Hälsa", "Health"}, {"union", "Facktillhörighet", "Trade union membership"}, {"political", "Politiska åsikter", "Political opinions"},
	{"religion", "Religiös eller filosofisk övertygelse", "Religious or philosophical beliefs"}, {"ethnic", "Ras eller etniskt ursprung", "Racial or ethnic origin"},
	{"sexual", "Sexualliv eller sexuell läggning", "Sex life or sexual orientation"}, {"genetic", "Genetiska uppgifter", "Genetic data"},
	{"biometric", "Biometriska uppgifter", "Biometric data"}, {"criminal", "Uppgifter om lagöverträdelser", "Criminal offences"},
	{"protected_identity", "Skyddade personuppgifter", "Protected identity"},
}

// Processings is the record of processing activities (domain.md R05).
var Processings = register.New("processing", "Personuppgiftsbehandlingar", "Processing activities", func(x *Processing, f *register.Fields) {
	f.Called("Personuppgiftsbehandling", "Processing activity")
	f.About("Registerförteckningen: vad som behandlas, varför, om vem och hur länge.", "The record of processing: what is processed, why, about whom and for how long.")
	f.Numbered("BEH")
	f.Group("register")
	f.Of(&x.Title).Label("Behandling", "Processing").Also("Benämning", "Personuppgiftsbehandling", "Namn på behandling")
	f.Of(&x.ExtId).Also("Behandlings-id")
	f.Choice(&x.Status, register.Choices{
		{"draft", "Utkast", "Draft"}, {"review", "Granskas", "In review"}, {"registered", "Registerförtecknad", "Registered"},
		{"changed", "Ändrad", "Changed"}, {"ended", "Upphörd", "Ended"},
	}).Label("Status", "Status").Facet().InList(7).Steps(register.Steps{
		{"draft", "review", "submit"}, {"review", "registered", "register"}, {"review", "draft", "return"}, {"registered", "changed", "change"},
		{"changed", "review", "submit"}, {"registered", "ended", "end"}, {"changed", "ended", "end"}, {"review", "ended", "end"}, {"draft", "ended", "end"},
	})
	processingParties(x, f)
	processingWhy(x, f)
	processingWhat(x, f)
	processingProtection(x, f)
	processingDpia(x, f)
	processingDates(x, f)
	f.Check((*Processing).check)
})

func processingParties(x *Processing, f *register.Fields) {
	f.Choice(&x.Role, processingRoles).Label("Ansvarsroll", "Role").Also("Roll", "PuA/PuB").Required().Facet().InList(2)
	f.Links(&x.Controllers, Orgs).Label("Personuppgiftsansvarig", "Controller").Also("PuA", "Personuppgiftsansvariga").InList(3).Back("Ansvarar för behandlingar", "Controller of processing").
		Help("Vid gemensamt ansvar anges alla.", "With joint responsibility, give them all.")
	f.Links(&x.OnBehalfOf, Orgs).Label("För vems räkning", "On behalf of").Back("Behandlingar för dess räkning", "Processing on its behalf").
		Help("Anges när rollen är biträde (artikel 30.2 a).", "Given when the role is processor (article 30.2 a).")
	f.Links(&x.Processors, Recipients).Label("Personuppgiftsbiträde", "Processor").Also("PuB", "Personuppgiftsbiträden").Back("Biträde i behandlingar", "Processor in processing")
	f.Links(&x.Recipients, Recipients).Label("Mottagare", "Recipients").Back("Mottagare av behandlingar", "Recipient of processing")
	f.Words(&x.RecipientCategories).Label("Kategorier av mottagare", "Categories of recipients").Also("Mottagarkategorier").RequiredIn("registered")
	f.Links(&x.Objects, Objects).Label("Objekt", "Objects").Also("Objekt-id", "System").InList(4).Back("Behandlingar", "Processing activities")
	f.Links(&x.InfoTypes, InfoTypes).Label("Informationstyper", "Information types").Back("Behandlingar", "Processing activities")
	f.Text(&x.Representative).Label("Företrädare", "Representative").Help("Bara för ansvariga utanför unionen (artikel 27).", "Only for controllers outside the Union (article 27).")
}

func processingWhy(x *Processing, f *register.Fields) {
	f.Long(&x.Purposes).Label("Ändamål", "Purposes").Also("Ändamål med behandlingen", "Syfte").RequiredIn("registered").
		Help("Ett ändamål per rad.", "One purpose to a line.")
	f.List(&x.PurposeBases, register.Col("purpose", register.Text, "Ändamål", "Purpose"), register.Col("basis", register.Choice, "Rättslig grund", "Legal basis", legalBases...),
		register.Col("rule", register.Text, "Nationell bestämmelse", "National rule")).Label("Grund för varje ändamål", "Basis of each purpose")
	f.Long(&x.ProcessingCategories).Label("Slag av behandling", "Categories of processing").
		Help("Vad biträdet gör för den ansvariges räkning (artikel 30.2 b).", "What the processor does on the controller's behalf (article 30.2 b).")
	f.Choices(&x.LegalBasis, legalBases).Label("Rättslig grund", "Legal basis").Also("Laglig grund", "Artikel 6").
		Help("Artikel 6.1: samtycke a, avtal b, rättslig förpliktelse c, grundläggande intressen d, allmänt intresse och myndighetsutövning e, berättigat intresse f.",
			"Article 6.1: consent a, contract b, legal obligation c, vital interests d, public interest and official authority e, legitimate interest f.")
	f.Text(&x.NationalRule).Label("Nationell bestämmelse", "National rule").Help("Till exempel skollagen 10 kap.", "For example the education act, chapter 10.")
	f.Choices(&x.Art9Basis, art9Bases).Label("Undantag artikel 9", "Article 9 exemption").Also("Artikel 9")
	f.Text(&x.Art10Basis).Label("Stöd för uppgifter om lagöverträdelser", "Basis for data on offences").Also("Artikel 10")
	f.Text(&x.IdentityNumberBasis).Label("Stöd för personnummer", "Basis for identity numbers").
		Help("Samtycke eller klart motiverat (dataskyddslagen 3:10).", "Consent or clearly justified (dataskyddslagen 3:10).")
	f.Choice(&x.SourceOfData, register.Choices{{"subject", "Den registrerade", "The data subject"}, {"other", "Annan källa", "Another source"}, {"both", "Båda", "Both"}}).
		Label("Varifrån uppgifterna kommer", "Source of the data")
	f.Text(&x.SourceOther).Label("Vilken annan källa", "Which other source")
	f.Fact(&x.AutomatedDecision).Label("Automatiserade beslut", "Automated decisions").Help("Beslut utan människa med rättslig eller liknande följd (artikel 22).", "Decisions without a human, with legal or similar effect (article 22).")
	f.Long(&x.DecisionLogic).Label("Logiken i besluten", "Logic of the decisions")
	f.Fact(&x.NoticeMet).Label("Informationsplikt uppfylld", "Duty to inform met").Also("Informationsplikt", "Registrerade informerade")
	f.Text(&x.Notice).Label("Informationstext", "Privacy notice").Help("Var texten till de registrerade finns.", "Where the text to the data subjects is found.")
}

func processingWhat(x *Processing, f *register.Fields) {
	f.Choices(&x.DataSubjects, subjectCategories).Label("Kategorier av registrerade", "Categories of data subjects").Also("Registrerade").RequiredIn("registered")
	f.Fact(&x.Vulnerable).Label("Sårbara personer", "Vulnerable persons").Help("Barn, elever, patienter, anställda och andra i beroendeställning.", "Children, pupils, patients, employees and others who depend on the controller.")
	f.Int(&x.SubjectsCount).Label("Antal registrerade", "Number of data subjects").Range(0, 100000000).Sort()
	f.Choice(&x.CountRange, register.Choices{{"few", "Enstaka", "Few"}, {"under_1000", "Under 1 000", "Under 1,000"}, {"under_10000", "Under 10 000", "Under 10,000"}, {"from_10000", "10 000 eller fler", "10,000 or more"}}).
		Label("Storleksordning", "Order of size")
	f.Words(&x.DataCategories).Label("Kategorier av personuppgifter", "Categories of personal data").Also("Personuppgifter", "Uppgifter").RequiredIn("registered")
	f.Choices(&x.SpecialCategories, specialCategories).Label("Känsliga uppgifter", "Sensitive data").Also("Känsliga personuppgifter", "Särskilda kategorier")
	// The explicit "none" of art. 30.1 e: transfers themselves are a register of their own.
	f.Fact(&x.ThirdCountry).Label("Tredjeland", "Third country").Also("Tredjelandsöverföring", "Överföring till tredjeland").Facet().RequiredIn("registered")
	f.Long(&x.Retention).Label("Lagringstid", "Retention").Also("Gallring", "Bevarandetid").RequiredIn("registered")
	f.List(&x.RetentionRules, register.Col("category", register.Text, "Uppgifter", "Data"), register.Col("months", register.Number, "Månader", "Months"),
		register.Col("trigger", register.Text, "Räknas från", "Counted from"), register.Col("schedule", register.Text, "Handlingstyp", "Records schedule line")).
		Label("Lagringstid per kategori", "Retention per category")
	f.Fact(&x.Ai).Label("AI", "AI")
	f.Fact(&x.Iot).Label("IoT", "IoT")
}

func processingProtection(x *Processing, f *register.Fields) {
	f.Long(&x.SecurityMeasures).Label("Säkerhetsåtgärder", "Security measures").Also("Tekniska och organisatoriska åtgärder").MaySecret("OSL 18:8").
		Help("Utöver åtgärderna på objekten.", "Besides the measures of the objects.")
	f.Fact(&x.EncryptionRequired).Label("Kryptering krävs", "Encryption required").Facet()
	f.Text(&x.EncryptionBasis).Label("Varför kryptering krävs", "Why encryption is required").Help("Till exempel tillsynsmyndighetens praxis.", "For example the supervisory authority's practice.")
	// Not in domain.md: the offices tell whether it is done, and when that was checked.
	f.Choice(&x.EncryptionDone, register.Choices{{"yes", "Ja", "Yes"}, {"partly", "Delvis", "Partly"}, {"no", "Nej", "No"}, {"unknown", "Ej känt", "Not known"}}).
		Label("Kryptering införd", "Encryption in place")
	f.Choices(&x.EncryptionStatus, register.Choices{
		{"in_transit", "Under överföring", "In transit"}, {"at_rest", "I vila", "At rest"}, {"end_to_end", "Hela vägen", "End to end"},
		{"field", "Per fält", "Per field"}, {"none", "Ingen", "None"}, {"unknown", "Ej känt", "Not known"},
	}).Label("Slag av kryptering", "Kinds of encryption").MaySecret("OSL 18:8")
	f.Date(&x.EncryptionCheckedOn).Label("Kryptering kontrollerad", "Encryption checked on").Sort()
}

func processingDpia(x *Processing, f *register.Fields) {
	f.Choice(&x.DpiaNeed, register.Choices{{"not_assessed", "Ej bedömd", "Not assessed"}, {"needed", "Krävs", "Needed"}, {"not_needed", "Krävs ej", "Not needed"}}).
		Label("Konsekvensbedömning", "Impact assessment").Also("Behov av konsekvensbedömning", "DPIA").Facet().InList(5)
	f.Date(&x.DpiaAssessedOn).Label("Behov bedömt", "Need assessed on").Sort()
	f.List(&x.DpiaScreening, register.Col("criterion", register.Choice, "Kriterium", "Criterion", dpiaCriteria...),
		register.Col("answer", register.Choice, "Svar", "Answer", register.Facts...), register.Col("note", register.Text, "Anmärkning", "Note")).
		Label("Tröskelbedömning", "Screening").Help("De nio kriterierna; två ja innebär att konsekvensbedömning krävs.", "The nine criteria; two yes mean that an assessment is needed.")
	f.Text(&x.ScreeningVersion).Label("Version av tröskelbedömningen", "Version of the screening").Max(40)
	f.Long(&x.ScreeningReason).Label("Skäl till bedömningen", "Reason for the outcome")
}

func processingDates(x *Processing, f *register.Fields) {
	f.Text(&x.SourceSystem).Label("Hämtad från verktyg", "Imported from tool").Help("Till exempel det verktyg som registerförteckningen fördes i tidigare.", "For example the tool where the record was kept before.")
	f.Date(&x.RegisteredOn).Label("Registrerad", "Registered on").Sort().InList(6)
	// Not in domain.md: the days that the office's record carries, by which figures count.
	f.Date(&x.CompleteOn).Label("Komplett sedan", "Complete since").Sort().
		Help("Den dag då vi angav att allt var ifyllt. Nyckeltalet räknar den. Registerförteckningen visar om något fält ändå är tomt.", "The day on which we stated that all was filled in. The key figure counts it. The record of processing shows whether a field is still empty.")
	f.Date(&x.ReviewedOn).Label("Senast granskad", "Last reviewed on").Sort()
	f.Date(&x.ChangedOn).Label("Senast ändrad", "Last changed on").Sort()
	f.Date(&x.EndedOn).Label("Upphörde", "Ended on").Sort()
	f.Long(&x.EndedRetention).Label("Uppgifterna efter upphörandet", "Data after the end").RequiredIn("ended").
		Help("Vad som bevaras, gallras eller flyttas, enligt vilket beslut.", "What is kept, disposed of or moved, by which decision.")
}

var dpiaCriteria = register.Choices{
	{"evaluation", "Utvärdering eller poängsättning", "Evaluation or scoring"}, {"automated_decision", "Automatiserat beslut med rättslig eller liknande följd", "Automated decision with legal or similar effect"},
	{"monitoring", "Systematisk övervakning", "Systematic monitoring"}, {"sensitive", "Känsliga eller mycket personliga uppgifter", "Sensitive or highly personal data"},
	{"large_scale", "Stor omfattning", "Large scale"}, {"matching", "Samkörning", "Matching or combining"}, {"vulnerable", "Personer i underläge", "Vulnerable persons"},
	{"innovative", "Ny teknik eller nya lösningar", "Innovative technology"}, {"hinders", "Hindrar rättighet eller tjänst", "Hinders a right or a service"},
	// The cases in which the law itself demands an assessment (GDPR 35.3).
	{"35_3_a", "Artikel 35.3 a: omfattande bedömning med rättslig följd", "Article 35(3)(a): extensive evaluation with legal effect"},
	{"35_3_b", "Artikel 35.3 b: känsliga uppgifter i stor omfattning", "Article 35(3)(b): special categories on a large scale"},
	{"35_3_c", "Artikel 35.3 c: övervakning av allmän plats i stor omfattning", "Article 35(3)(c): monitoring of a public place on a large scale"},
}

func (x *Processing) check(p *register.Problems) {
	// A controller's row rests on a legal basis before it is in the record (GDPR 5.2, 6.1).
	if x.Status == "registered" && x.Role != "processor" && len(x.LegalBasis) == 0 {
		p.At(&x.LegalBasis, "needed-for-controller")
	}
	if slices.Contains(x.EncryptionStatus, "none") && len(x.EncryptionStatus) > 1 {
		p.At(&x.EncryptionStatus, "none-excludes-others")
	}
	if backwards(x.RegisteredOn, x.EndedOn) {
		p.At(&x.EndedOn, "end-before-start")
	}
	seen := map[string]bool{}
	for _, a := range x.DpiaScreening {
		if seen[a.Criterion] {
			p.At(&x.DpiaScreening, "criterion-twice", a.Criterion)
		}
		seen[a.Criterion] = true
	}
}

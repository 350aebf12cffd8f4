package registers

import "genomlys/internal/register"

// DocumentUse is how far one organisation has got with a steering document.
type DocumentUse struct {
	Org   string `json:"org"`
	State string `json:"state"`
	On    string `json:"on,omitempty"`
}

// SteeringDocument is a rule or a support for the work, from programme to
// routine (domain.md R24). A new version is a new record that replaces the old.
type SteeringDocument struct {
	register.Common
	Status          string
	Kind            string
	Parent          register.ID
	Issuer          register.ID
	AdopterFunction string
	AdoptedBy       register.ID
	Edition         string
	AdoptedOn       register.Date
	ValidFrom       register.Date
	ValidTo         register.Date
	PublishedAt     string
	Audience        string
	Sections        []string
	Replaces        register.ID
	Objects         []register.Link
	Processes       []register.Link
	Implementation  []DocumentUse
	ChangeNote      string
	ReferredOn      register.Date
	ReferralDue     register.Date
	Body            string
}

// SteeringDocuments is the register of steering documents. When one is looked
// at next is the common review_due.
var SteeringDocuments = register.New("steering_document", "Styrdokument", "Steering documents", func(c *SteeringDocument, f *register.Fields) {
	f.Called("Styrdokument", "Steering document")
	f.About("Program, riktlinjer, anvisningar, rutiner och metodstöd: vem som har fastställt dem, när och var de finns.",
		"Programmes, guidelines, instructions, routines and methods: who adopted them, when, and where they are.")
	f.Numbered("STY")
	f.Group("governance")
	f.Of(&c.Title).Label("Titel", "Title")
	f.Of(&c.ExtId).Also("Dokument-id")
	f.Of(&c.ReviewDue).Also("Senast översyn", "Översyn senast").Sort().InList(7)
	f.Choice(&c.Status, steeringStates).Label("Status", "Status").Facet().InList(2).Steps(steeringSteps)
	f.Choice(&c.Kind, steeringKinds).Label("Dokumenttyp", "Kind of document").Required().Facet().InList(3)
	f.Self(&c.Parent).Label("Överordnat dokument", "Parent document").Back("Underordnade dokument", "Subordinate documents")
	f.Ref(&c.Issuer, Orgs).Label("Utfärdare", "Issuer").Back("Utfärdade styrdokument", "Steering documents issued")
	f.Choice(&c.AdopterFunction, adopters).Label("Fastställt av", "Adopted by").Required().Facet().InList(4)
	f.Ref(&c.AdoptedBy, RoleAssignments).Label("Fastställt av (innehavare)", "Adopted by (holder)").Back("Fastställda styrdokument", "Steering documents adopted")
	f.Text(&c.Edition).Label("Version", "Version").Max(20).InList(5)
	f.Date(&c.AdoptedOn).Label("Fastställt", "Adopted on").Also("Fastställd").RequiredIn("adopted", "published").Sort().InList(6)
	f.Date(&c.ValidFrom).Label("Gäller från", "Valid from").RequiredIn("adopted", "published").Sort()
	f.Date(&c.ValidTo).Label("Gäller till", "Valid to").Also("Upphörde")
	f.Text(&c.PublishedAt).Label("Publicerat på", "Published at").Help("Adress eller plats där alla som ska följa dokumentet hittar det.", "Address or place where all who follow the document find it.")
	f.Text(&c.Audience).Label("Gäller för", "Audience")
	f.Choices(&c.Sections, documentSections).Label("Avsnitt om", "Sections on")
	f.Self(&c.Replaces).Label("Ersätter", "Replaces").Back("Ersatt av", "Replaced by")
	f.Links(&c.Objects, Objects).Label("Objekt som följer det", "Objects that follow it").Back("Styrdokument som följs", "Steering documents followed").
		Help("Ersätts dokumentet visas de bland det som ska uppdateras.", "When the document is replaced they are listed among what must be updated.")
	f.Links(&c.Processes, VorProcesses).Label("Processer som följer det", "Processes that follow it").Back("Styrdokument som följs", "Steering documents followed")
	f.List(&c.Implementation, register.Col("org", register.Text, "Organisation", "Organisation"),
		register.Col("state", register.Choice, "Läge", "State", documentUses...), register.Col("on", register.Day, "Datum", "Date")).Label("Införande", "Implementation")
	f.Long(&c.ChangeNote).Label("Vad som har ändrats", "What has changed").Also("Anmärkning", "Ändring")
	f.Date(&c.ReferredOn).Label("Skickat på remiss", "Sent on referral").Sort()
	f.Date(&c.ReferralDue).Label("Remissvar senast", "Answers due").RequiredIn("referral").Sort()
	f.Long(&c.Body).Label("Text", "Body").Max(100_000).Markdown().Help("Skriv i Markdown: rubriker med #, listor med - och fetstil med **.", "Write in Markdown: headings with #, lists with - and bold with **.")
	f.Derive((*SteeringDocument).fill)
	f.Check((*SteeringDocument).check)
})

var steeringStates = register.Choices{
	{"draft", "Utkast", "Draft"}, {"referral", "På remiss", "On referral"}, {"adopted", "Fastställt", "Adopted"}, {"published", "Gäller", "Published"}, {"revoked", "Upphört", "Revoked"},
}

var steeringSteps = register.Steps{
	{"draft", "referral", "refer"}, {"referral", "adopted", "adopt"}, {"draft", "adopted", "adopt"}, {"referral", "draft", "return"},
	{"adopted", "published", "publish"}, {"published", "revoked", "revoke"}, {"adopted", "revoked", "revoke"},
}

// steeringKinds has "method" besides domain.md's: a method that is decided, as
// against support for following one.
var steeringKinds = register.Choices{
	{"policy", "Policy", "Policy"}, {"programme", "Program", "Programme"}, {"guideline", "Riktlinje", "Guideline"},
	{"application_instruction", "Anvisning", "Application instruction"}, {"local_instruction", "Lokal anvisning", "Local instruction"},
	{"routine", "Rutin", "Routine"}, {"method", "Metod", "Method"}, {"method_support", "Metodstöd", "Method support"}, {"template", "Mall", "Template"},
	{"plan_instruction", "Anvisning för verksamhetsplan", "Instruction for the business plan"}, {"strategy", "Strategi", "Strategy"},
}

// adopters are who may adopt a document, also those that hold no function in
// the product.
var adopters = register.Choices{
	{"council", "Kommunfullmäktige", "City council"}, {"board", "Nämnd eller styrelse", "Board"}, {"city_manager", "Stadsdirektören", "City manager"},
	{"head", "Förvaltningschefen", "Head of office"}, {"isam", "Informationssäkerhetssamordnaren", "Information security coordinator"},
	{"dpo", "Dataskyddsombudet", "Data protection officer"}, {"archivist", "Stadsarkivarien", "City archivist"}, {"chief_legal", "Chefsjuristen", "Chief legal officer"},
	{"central_isec", "Central informationssäkerhetsfunktion", "Central information security function"}, {"other", "Annan", "Other"},
}

var documentSections = register.Choices{
	{"privacy", "Dataskydd", "Data protection"}, {"roles", "Ansvar och roller", "Responsibilities and roles"}, {"incidents", "Incidenter", "Incidents"},
	{"classification", "Klassning", "Classification"}, {"risk", "Riskanalys", "Risk analysis"}, {"encryption", "Kryptering", "Encryption"},
	{"access", "Behörigheter", "Access"}, {"continuity", "Kontinuitet", "Continuity"}, {"suppliers", "Leverantörer", "Suppliers"}, {"subject_rights", "Registrerades rättigheter", "Data subjects' rights"},
}

var documentUses = register.Choices{{"read", "Läst", "Read"}, {"partly", "Delvis infört", "Partly implemented"}, {"implemented", "Infört", "Implemented"}}

func (c *SteeringDocument) fill() {
	if c.ValidFrom.IsZero() {
		c.ValidFrom = c.AdoptedOn
	}
}

func (c *SteeringDocument) check(p *register.Problems) {
	if backwards(c.ReferredOn, c.ReferralDue) {
		p.At(&c.ReferralDue, "end-before-start")
	}
	if backwards(c.ValidFrom, c.ValidTo) {
		p.At(&c.ValidTo, "end-before-start")
	}
	for _, u := range c.Implementation {
		if u.Org == "" || u.State == "" {
			p.At(&c.Implementation, "row-incomplete", "org", "state")
			return
		}
	}
}

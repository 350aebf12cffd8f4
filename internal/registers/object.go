package registers

import "genomlys/internal/register"

// Object is a system, service or other managed thing: what is followed up.
type Object struct {
	register.Common
	Status             string // domain.md: lifecycle
	Kind               string
	StoresBusinessData register.Fact
	Ai                 register.Fact
	Iot                register.Fact
	Cloud              register.Fact
	InternetFacing     register.Fact
	Ot                 register.Fact
	PersonalData       register.Fact
	SecrecyData        register.Fact
	MedicalDevice      register.Fact
	TrustService       register.Fact
	Reach              string
	Description        string
	Area               string
	OperationForm      string
	Owner              register.ID
	Manager            register.ID
	ManagerIt          register.ID
	Supplier           register.ID
	SubSuppliers       []register.Link
	HostingCountry     string
	DataCountries      []string
	DependsOn          []register.Link
	InfoTypes          []register.Link
	RtoH, RpoH, MtdH   register.Int
	AccessibilityScope string
	UsersApprox        register.Int
	RegisteredOn       register.Date
	ChangedOn          register.Date
	GoLive             register.Date
	ContractEnd        register.Date
	RetiredOn          register.Date
	RetirementData     string
	RetirementNote     string
}

var lifecycle = register.Choices{
	{"planned", "Planerad", "Planned"}, {"procurement", "Upphandling", "Procurement"}, {"introduction", "Införande", "Introduction"},
	{"operation", "I drift", "In operation"}, {"phasing_out", "Under avveckling", "Phasing out"}, {"retired", "Avvecklad", "Retired"},
}

// Objects is the register of objects (domain.md R03).
var Objects = register.New("object", "Objekt", "Objects", func(x *Object, f *register.Fields) {
	f.Called("Objekt", "Object")
	f.About("System, tjänster och annat som förvaltas, så att vart och ett kan klassas, skyddas och följas upp.", "Systems, services and other managed things, so that each can be classified, protected and followed up.")
	f.Numbered("OBJ")
	f.Group("register")
	f.Of(&x.Title).Label("Objektnamn", "Object name").Also("Benämning", "Namn", "Objekt", "System", "Systemnamn")
	f.Of(&x.ExtId).Also("Objekt-id", "System-id")
	objectKind(x, f)
	objectPeople(x, f)
	objectTies(x, f)
	objectTraits(x, f)
	objectDates(x, f)
	f.Check((*Object).check)
})

func objectKind(x *Object, f *register.Fields) {
	f.Choice(&x.Status, lifecycle).Label("Status", "Status").Also("Livscykel", "Lifecycle").Facet().InList(5).Steps(register.Steps{
		{"planned", "procurement", "procure"}, {"planned", "introduction", "introduce"}, {"procurement", "introduction", "introduce"},
		{"planned", "operation", "operate"}, {"procurement", "operation", "operate"}, {"introduction", "operation", "operate"}, {"phasing_out", "operation", "operate"},
		{"operation", "phasing_out", "phase_out"}, {"operation", "retired", "retire"}, {"phasing_out", "retired", "retire"},
		{"planned", "retired", "retire"}, {"procurement", "retired", "retire"}, {"introduction", "retired", "retire"},
	})
	f.Choice(&x.Kind, register.Choices{
		{"business_system", "Verksamhetssystem", "Business system"}, {"shared_it", "Gemensam it", "Shared IT"}, {"infrastructure", "Infrastruktur", "Infrastructure"},
		{"service", "Tjänst", "Service"}, {"manual", "Manuellt register", "Manual register"}, {"other", "Annat", "Other"},
	}).Label("Typ", "Kind").Also("Objekttyp", "Karaktär", "Systemtyp").Required().Facet().InList(3)
	// Apart from the kind: shared IT may store business data too (domain.md A1).
	f.Fact(&x.StoresBusinessData).Label("Lagrar verksamhetsdata", "Stores business data").Facet().
		Help("Oberoende av typen: även gemensam it kan lagra verksamhetsdata.", "Independent of the kind: shared IT too may store business data.")
	f.Choice(&x.Reach, register.Choices{{"local", "Lokalt", "Local"}, {"several", "Flera organisationer", "Several organisations"}, {"city_wide", "Stadsövergripande", "City-wide"}}).
		Label("Räckvidd", "Reach").Also("Stadsövergripande").Required().Facet().InList(4)
	f.Long(&x.Description).Label("Beskrivning", "Description").Also("Syfte")
	// Not in domain.md: the offices group their objects by area and list them so.
	f.Text(&x.Area).Label("Område", "Area").Also("Verksamhetsområde", "Förvaltningsområde").Facet().Sort().InList(6)
	// Not in domain.md: the columns of the offices' lists.
	f.Choice(&x.OperationForm, register.Choices{
		{"own", "Egen drift", "Own operation"}, {"service_agreement", "Systemtjänsteavtal", "System service agreement"},
		{"cloud_eea", "Molntjänst inom EU/EES", "Cloud service within the EU/EEA"}, {"cloud_other", "Molntjänst utanför EU/EES", "Cloud service outside the EU/EEA"},
		{"other", "Annan driftform", "Other form"},
	}).Label("Driftform", "Form of operation").Also("Drift")
}

func objectPeople(x *Object, f *register.Fields) {
	// An object without owner is a finding that the review counts, so a missing
	// owner does not stop an import; forms ask for it.
	f.Ref(&x.Owner, RoleAssignments).Label("Objektägare", "Object owner").Also("Systemägare", "Ägare").InList(2).Back("Äger objekt", "Owns objects")
	f.Ref(&x.Manager, RoleAssignments).Label("Objektledare", "Object manager").Also("Systemförvaltare", "Förvaltningsledare").Back("Leder objekt", "Manages objects")
	f.Ref(&x.ManagerIt, RoleAssignments).Label("Objektledare it", "Object manager, IT").Also("Teknisk förvaltare").Back("Leder objekt på it-sidan", "Manages objects on the IT side")
}

func objectTies(x *Object, f *register.Fields) {
	f.Ref(&x.Supplier, Recipients).Label("Leverantör", "Supplier").Also("Systemleverantör").InList(7).Back("Levererar objekt", "Supplies objects")
	f.Links(&x.SubSuppliers, Recipients).Label("Underleverantörer", "Sub-suppliers").Back("Underleverantör till", "Sub-supplier of")
	f.Choice(&x.HostingCountry, Countries).Label("Driftland", "Hosting country")
	f.Choices(&x.DataCountries, Countries).Label("Uppgifterna finns i", "Data located in")
	f.SelfLinks(&x.DependsOn).Label("Beroende av", "Depends on").Also("Beroenden").Back("Andra beror på detta", "Others depend on it").
		Kinds(register.Choices{
			{"runs_on", "Körs på", "Runs on"}, {"identity", "Inloggning genom", "Identity from"}, {"integration", "Integrerat med", "Integrated with"}, {"data", "Uppgifter från", "Data from"},
		}).Help("Vad objektet behöver för att fungera. Kraven följer beroendet.", "What the object needs in order to work. Requirements follow the dependency.")
	f.Links(&x.InfoTypes, InfoTypes).Label("Informationstyper", "Information types").Also("Information").Back("Finns i objekt", "Held in objects").
		Kinds(register.Choices{{"stored", "Lagras", "Stored"}, {"displayed", "Visas", "Displayed"}, {"transits", "Passerar", "Transits"}})
}

func objectTraits(x *Object, f *register.Fields) {
	f.Fact(&x.Ai).Label("AI", "AI").Also("Artificiell intelligens").
		Help("Ja öppnar AI-profilen. Vet ej visas som ej bedömt.", "Yes opens the AI profile. Not known is shown as not assessed.")
	f.Fact(&x.Iot).Label("IoT", "IoT").Also("Sakernas internet").
		Help("Ja öppnar profilen för uppkopplade saker.", "Yes opens the profile for connected things.")
	f.Fact(&x.Cloud).Label("Molntjänst", "Cloud service").Also("Moln")
	f.Fact(&x.InternetFacing).Label("Nås från internet", "Internet facing").MaySecret("OSL 18:8")
	f.Fact(&x.Ot).Label("Styrsystem (OT)", "Operational technology (OT)").Also("OT")
	f.Fact(&x.PersonalData).Label("Personuppgifter", "Personal data").Also("Innehåller personuppgifter")
	f.Fact(&x.SecrecyData).Label("Sekretessbelagda uppgifter", "Secret data").Also("Sekretess")
	f.Fact(&x.MedicalDevice).Label("Medicinteknisk produkt", "Medical device")
	// Not among domain.md's traits: a time limit of the cybersecurity act hangs on it.
	f.Fact(&x.TrustService).Label("Betrodd tjänst", "Trust service").Also("Betrodd tjänst enligt eIDAS").
		Help("Underskrifter, stämplar, tidsstämplar eller certifikat enligt eIDAS som ni tillhandahåller. Incidentanmälan enligt cybersäkerhetslagen har då en kortare frist.",
			"Signatures, seals, time stamps or certificates under eIDAS that you provide. The incident notification under the Cybersecurity Act then has a shorter time limit.")
	f.Choice(&x.AccessibilityScope, register.Choices{{"in_scope", "Omfattas", "In scope"}, {"partly", "Delvis", "Partly"}, {"out", "Omfattas inte", "Out of scope"}, {"unknown", "Ej bedömt", "Not assessed"}}).
		Label("Digital tillgänglighet", "Digital accessibility").Also("DOS-lagen")
	f.Int(&x.RtoH).Label("Återställs inom", "Recovery time").Also("RTO", "Återställningstid").In("h").Range(0, 100000)
	f.Int(&x.RpoH).Label("Längsta dataförlust", "Recovery point").Also("RPO", "Återställningspunkt").In("h").Range(0, 100000)
	f.Int(&x.MtdH).Label("Längsta tolererade avbrott", "Longest tolerable interruption").Also("Längsta tolererade avbrott (timmar)", "MTD", "Maximalt avbrott").In("h").Range(0, 100000).Sort()
	f.Int(&x.UsersApprox).Label("Antal användare, ungefär", "Users, about").Also("Antal användare").Range(0, 100000000)
}

func objectDates(x *Object, f *register.Fields) {
	// Not in domain.md: the day the object was entered and last changed in the
	// office's own list, which imports carry.
	f.Date(&x.RegisteredOn).Label("Registrerad", "Registered on").Sort()
	f.Date(&x.ChangedOn).Label("Senast ändrad", "Last changed on").Sort()
	f.Date(&x.GoLive).Label("I drift från", "In operation from").Also("Driftsatt", "Driftstart").Sort()
	f.Date(&x.ContractEnd).Label("Avtalet löper ut", "Contract ends").Also("Avtalsslut").Sort()
	f.Date(&x.RetiredOn).Label("Avvecklad den", "Retired on").Also("Avvecklad", "Avvecklingsdatum").Sort()
	f.Choice(&x.RetirementData, register.Choices{
		{"exported", "Uppgifterna flyttade", "Data moved"}, {"archived", "Uppgifterna arkiverade", "Data archived"}, {"disposed", "Uppgifterna gallrade", "Data disposed of"},
	}).Label("Uppgifterna vid avveckling", "Data on retirement")
	f.Long(&x.RetirementNote).Label("Beslut vid avveckling", "Decision on retirement")
}

func (x *Object) check(p *register.Problems) {
	if x.RtoH.Set && x.MtdH.Set && x.RtoH.N > x.MtdH.N {
		p.At(&x.RtoH, "rto-over-mtd")
	}
	if backwards(x.GoLive, x.RetiredOn) {
		p.At(&x.RetiredOn, "end-before-start")
	}
	if x.Status == "retired" && x.RetiredOn.IsZero() {
		p.At(&x.RetiredOn, "needed-when-retired")
	}
}

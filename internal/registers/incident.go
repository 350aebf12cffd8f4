package registers

import (
	"time"

	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// Incident is one event that harmed or could harm information (domain.md R14).
// Several legal tracks run side by side on it; each has its own moment of awareness.
type Incident struct {
	register.Common
	Status             string
	Kind               string
	OccurredFrom       time.Time
	OccurredTo         time.Time
	DetectedAt         time.Time
	RegisteredAt       time.Time
	ReportedBy         string
	Channel            string
	Category           []string
	Cause              string
	Severity           string
	Lead               register.ID
	Objects            []register.Link
	Processings        []register.Link
	InfoTypes          []register.Link
	Suppliers          []register.Link
	Tracks             []string
	AwareAt            time.Time
	AwareGdprAt        time.Time
	AwareCslAt         time.Time
	SubjectsCount      register.Int
	SubjectsCountKind  string
	RecordsCount       register.Int
	SubjectCategories  []string
	DataCategories     []string
	RiskToIndividuals  string
	SignificantCsl     string
	SignificantRules   []string
	InterimRequestedAt time.Time
	InterimWithinH     register.Int
	SeriousAi          string
	SuspectedUnlawful  register.Fact
	CrossBorder        register.Fact
	Indicators         string
	NotifyDecision     string
	NotifyReason       string
	NotifyDecidedBy    register.ID
	NotifyDecidedOn    register.Date
	GdprNotifiedAt     time.Time
	GdprDelayReason    string
	CslWarnedAt        time.Time
	SubjectsDecision   string
	SubjectsException  string
	SubjectsInformedAt time.Time
	SubjectsChannel    string
	SubjectsText       string
	SubjectsAdvice     string
	Consequences       string
	Containment        string
	RootCause          string
	Lessons            string
	NotIncidentReason  string
	ContainedAt        time.Time
	RecoveredAt        time.Time
	ClosedAt           time.Time
	ClosedBy           register.ID
	Actions            []register.Link
	Origin             register.ID
}

// Incidents is the register of incidents.
var Incidents = register.New("incident", "Incidenter", "Incidents", func(c *Incident, f *register.Fields) {
	f.Called("Incident", "Incident")
	f.About("Händelser som har skadat eller kunde ha skadat information, med de frister som lagarna sätter.",
		"Events that harmed or could have harmed information, with the time limits the laws set.")
	f.Numbered("INC")
	f.Group("work")
	f.OrderBy("detected_at desc")
	f.Of(&c.Title).Label("Rubrik", "Heading")
	f.Of(&c.ExtId).Also("Incident-id")
	f.Choice(&c.Status, incidentStates).Label("Status", "Status").Facet().InList(2).Steps(incidentSteps)
	f.Choice(&c.Kind, incidentKinds).Label("Typ", "Type").Also("Incidenttyp").Facet().InList(3)
	f.Time(&c.OccurredFrom).Label("Inträffade", "Occurred from").Also("Inträffade från", "Inträffad")
	f.Time(&c.OccurredTo).Label("Inträffade till", "Occurred to")
	f.Time(&c.DetectedAt).Label("Upptäcktes", "Detected at").Also("Upptäckt").Required().Sort().InList(4)
	// Registered apart from detected: the office's own delay is a figure of its own.
	f.Time(&c.RegisteredAt).Label("Registrerades", "Registered at").Also("Registrerad").Sort()
	f.Text(&c.ReportedBy).Label("Rapporterad av", "Reported by").MaySecret("OSL 18:8")
	f.Choice(&c.Channel, incidentChannels).Label("Rapporterad genom", "Reported through")
	f.Choices(&c.Category, incidentCategories).Label("Vad som drabbades", "What was harmed")
	f.Choice(&c.Cause, incidentCauses).Label("Orsak", "Cause").Facet()
	f.Choice(&c.Severity, incidentSeverities).Label("Allvarlighet", "Severity").Also("Allvarlighetsgrad").Facet().InList(5).Sort()
	f.Ref(&c.Lead, RoleAssignments).Label("Incidentledare", "Incident lead").Back("Leder incidenter", "Leads incidents")
	f.Links(&c.Objects, Objects).Label("Objekt", "Objects").Also("Objekt-id").Back("Incidenter", "Incidents")
	f.Links(&c.Processings, Processings).Label("Behandlingar", "Processing activities").Also("Behandlings-id").Back("Incidenter", "Incidents")
	f.Links(&c.InfoTypes, InfoTypes).Label("Informationsmängder", "Information types").Back("Incidenter", "Incidents")
	f.Links(&c.Suppliers, Recipients).Label("Leverantörer", "Suppliers").Back("Incidenter", "Incidents")
	f.Choices(&c.Tracks, incidentTracks).Label("Spår", "Tracks").InList(6).
		Help("En incident kan följa flera lagar samtidigt; varje spår har sin egen frist.", "One incident may fall under several laws at once; each track has its own time limit.")
	f.Time(&c.AwareAt).Label("Kännedom", "Aware at").
		Help("När verksamheten fick kännedom. Frister räknas härifrån om inget spår säger annat.", "When the organisation became aware. Time limits count from here unless a track says otherwise.")
	f.Time(&c.AwareGdprAt).Label("Kännedom, personuppgifter", "Aware, personal data").
		Help("När personuppgiftsansvarig med rimlig säkerhet visste att personuppgifter drabbats (artikel 33.1).", "When the controller knew with reasonable certainty that personal data were affected (article 33(1)).")
	f.Time(&c.AwareCslAt).Label("Kännedom, cybersäkerhetslagen", "Aware, Cybersecurity Act")
	f.Int(&c.SubjectsCount).Label("Antal registrerade", "Number of data subjects").Range(0, 1e9)
	f.Choice(&c.SubjectsCountKind, countKinds).Label("Antalet är", "The number is")
	f.Int(&c.RecordsCount).Label("Antal personuppgiftsposter", "Number of personal data records").Range(0, 1e9)
	f.Choices(&c.SubjectCategories, subjectCategories).Label("Kategorier av registrerade", "Categories of data subjects")
	f.Words(&c.DataCategories).Label("Kategorier av personuppgifter", "Categories of personal data")
	f.Choice(&c.RiskToIndividuals, individualRisks).Label("Risk för enskilda", "Risk to individuals").Also("Bedömd risk")
	f.Choice(&c.SignificantCsl, significances).Label("Betydande enligt cybersäkerhetslagen", "Significant under the Cybersecurity Act")
	f.Words(&c.SignificantRules).Label("Regler som slår till", "Rules that apply").
		Help("Koder för de kriterier i föreskriften som är uppfyllda.", "Codes of the criteria in the regulation that are met.")
	f.Time(&c.InterimRequestedAt).Label("Lägesrapport begärd", "Interim report asked for").
		Help("När CSIRT-enheten eller tillsynsmyndigheten begärde den (cybersäkerhetslagen 2 kap. 7 §).", "When the CSIRT unit or the supervisory authority asked for it (Cybersecurity Act 2:7).")
	f.Int(&c.InterimWithinH).Label("Svarstid i begäran", "Time the request gives").In("h").Range(1, 720)
	f.Choice(&c.SeriousAi, seriousAi).Label("Allvarlig incident i AI med hög risk", "Serious incident in high-risk AI").
		Help("Avgör vem som ska underrättas och hur snart (AI-förordningen artikel 26.5 och 73).", "Decides who is to be told and how soon (AI Act articles 26(5) and 73).")
	// What the first notice within a day must say (cybersäkerhetslagen 2 ch. 5 §).
	f.Fact(&c.SuspectedUnlawful).Label("Misstänks vara olaglig eller fientlig handling", "Suspected unlawful or malicious act")
	f.Fact(&c.CrossBorder).Label("Kan påverka andra länder", "May affect other countries")
	f.Long(&c.Indicators).Label("Tekniska spår av angreppet", "Indicators of compromise").MaySecret("OSL 18:8")
	f.Choice(&c.NotifyDecision, notifyDecisions).Label("Beslut om anmälan", "Decision on notification")
	f.Long(&c.NotifyReason).Label("Skäl till beslutet", "Reason for the decision").MaySecret("OSL 18:8")
	f.Ref(&c.NotifyDecidedBy, RoleAssignments).Label("Beslut om anmälan av", "Decided on notification by").Back("Beslut om anmälan", "Decisions on notification")
	f.Date(&c.NotifyDecidedOn).Label("Beslut om anmälan den", "Decided on notification on")
	// The first notice of each track stands here, so that the incident alone
	// tells whether it was in time; every notice with its content is a notification.
	f.Time(&c.GdprNotifiedAt).Label("Anmäld till IMY", "Notified to IMY")
	f.Long(&c.GdprDelayReason).Label("Skäl till försening", "Reason for delay").
		Help("Krävs när anmälan lämnas senare än 72 timmar (artikel 33.1).", "Needed when the notification is later than 72 hours (article 33(1)).")
	f.Time(&c.CslWarnedAt).Label("Tidig varning lämnad", "Early warning given")
	f.Choice(&c.SubjectsDecision, subjectsDecisions).Label("Ska registrerade informeras", "Are data subjects to be informed")
	f.Choice(&c.SubjectsException, subjectsExceptions).Label("Undantag enligt artikel 34.3", "Exception under article 34(3)")
	f.Time(&c.SubjectsInformedAt).Label("Registrerade informerade", "Data subjects informed")
	f.Text(&c.SubjectsChannel).Label("Registrerade informerade genom", "Data subjects informed through")
	f.Long(&c.SubjectsText).Label("Information till registrerade", "Information to data subjects")
	f.Long(&c.SubjectsAdvice).Label("Vad de registrerade kan göra", "What the data subjects can do")
	f.Long(&c.Consequences).Label("Konsekvenser", "Consequences").MaySecret("OSL 18:8")
	f.Long(&c.Containment).Label("Begränsande åtgärder", "Containment").MaySecret("OSL 18:8")
	f.Long(&c.RootCause).Label("Grundorsak", "Root cause").MaySecret("OSL 18:8")
	f.Long(&c.Lessons).Label("Lärdomar", "Lessons learned").MaySecret("OSL 18:8")
	f.Long(&c.NotIncidentReason).Label("Skäl till att det inte är en incident", "Reason why it is not an incident").RequiredIn("not_incident")
	f.Time(&c.ContainedAt).Label("Begränsad", "Contained at")
	f.Time(&c.RecoveredAt).Label("Återställd", "Recovered at")
	f.Time(&c.ClosedAt).Label("Avslutad", "Closed at").RequiredIn("closed").Sort()
	f.Ref(&c.ClosedBy, RoleAssignments).Label("Avslutad av", "Closed by").Back("Avslutade incidenter", "Closed incidents")
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Incidenter", "Incidents")
	// A board's own case of what another board told of; what was told is declared later.
	f.Any(&c.Origin).Label("Kommer från", "Comes from").Help("Informationen från den nämnd eller det bolag där incidenten inträffade.", "The information from the board or company where the incident occurred.")
	f.Check((*Incident).check)
})

var incidentStates = register.Choices{
	{"reported", "Rapporterad", "Reported"}, {"triage", "Bedöms", "Triage"}, {"active", "Pågår", "Active"},
	{"contained", "Begränsad", "Contained"}, {"recovered", "Återställd", "Recovered"}, {"analysis", "Analyseras", "Analysis"},
	{"closed", "Avslutad", "Closed"}, {"not_incident", "Inte en incident", "Not an incident"},
}

var incidentSteps = register.Steps{
	{"reported", "triage", "triage"}, {"triage", "active", "activate"}, {"triage", "not_incident", "dismiss"},
	{"active", "contained", "contain"}, {"contained", "recovered", "recover"}, {"recovered", "analysis", "analyse"},
	{"contained", "analysis", "analyse"}, {"active", "analysis", "analyse"}, {"analysis", "closed", "close"},
	{"closed", "analysis", "reopen"}, {"not_incident", "triage", "reopen"}, {"contained", "active", "reactivate"}, {"recovered", "active", "reactivate"},
}

// incidentKinds are the types offices count by; category and cause say what
// was harmed and why.
var incidentKinds = register.Choices{
	{"misdirected", "Felriktat utskick", "Misdirected message"}, {"wrong_permission", "Felaktig behörighet", "Wrong permission"},
	{"unauthorised_access", "Obehörig åtkomst", "Unauthorised access"}, {"phishing", "Nätfiske", "Phishing"},
	{"malware", "Skadlig kod", "Malware"}, {"overload", "Överbelastning", "Denial of service"}, {"lost_device", "Förlorad enhet", "Lost device"},
	{"left_print", "Utskrift kvarglömd", "Left print-out"}, {"change_error", "Fel efter ändring", "Fault after a change"},
	{"outage", "Avbrott i tjänst", "Service outage"}, {"other", "Annan", "Other"},
}

var incidentChannels = register.Choices{
	{"form", "Formulär", "Form"}, {"phone", "Telefon", "Telephone"}, {"email", "E-post", "E-mail"}, {"monitoring", "Övervakning", "Monitoring"},
	{"supplier", "Leverantör", "Supplier"}, {"board", "Annan nämnd eller bolag", "Another board or company"}, {"authority", "Myndighet", "Authority"}, {"other", "Annat", "Other"},
}

var incidentCategories = register.Choices{
	{"confidentiality", "Konfidentialitet", "Confidentiality"}, {"integrity", "Riktighet", "Integrity"}, {"availability", "Tillgänglighet", "Availability"},
}

var incidentCauses = register.Choices{
	{"human_error", "Misstag", "Human error"}, {"technical_fault", "Tekniskt fel", "Technical fault"}, {"attack", "Angrepp", "Attack"},
	{"supplier", "Leverantör", "Supplier"}, {"natural", "Naturhändelse", "Natural event"}, {"unknown", "Okänd", "Unknown"},
}

var incidentSeverities = register.Choices{
	{"1", "Låg", "Low"}, {"2", "Medel", "Medium"}, {"3", "Hög", "High"}, {"4", "Kritisk", "Critical"},
}

var incidentTracks = register.Choices{
	{"infosec", "Informationssäkerhet", "Information security"}, {"gdpr", "Personuppgifter", "Personal data"},
	{"csl", "Cybersäkerhetslagen", "Cybersecurity Act"},
	{"security_protection_pointer", "Säkerhetsskydd (hanteras i annan ordning)", "Protective security (handled elsewhere)"},
	{"ai", "AI-förordningen", "AI Act"},
	{"contract", "Avtal", "Contract"}, {"insurance", "Försäkring", "Insurance"}, {"police", "Polisanmälan", "Police"},
	{"patient_safety", "Patientsäkerhet", "Patient safety"}, {"work_environment", "Arbetsmiljö", "Work environment"},
}

var countKinds = register.Choices{{"known", "Känt", "Known"}, {"approx", "Ungefärligt", "Approximate"}, {"unknown", "Okänt", "Not known"}}

var individualRisks = register.Choices{
	{"unlikely", "Risk osannolik", "Risk unlikely"}, {"risk", "Risk sannolik", "Risk"}, {"high", "Hög risk", "High risk"},
}

var significances = register.Choices{{"yes", "Ja", "Yes"}, {"no", "Nej", "No"}, {"unclear", "Oklart", "Unclear"}}

// seriousAi are the degrees that the AI Act gives times of their own (art. 73.2–73.4).
var seriousAi = register.Choices{
	{"no", "Nej", "No"}, {"serious", "Ja, allvarlig", "Yes, serious"},
	{"widespread", "Ja, samhällsviktig verksamhet eller utbredd överträdelse", "Yes, critical infrastructure or widespread infringement"},
	{"death", "Ja, dödsfall", "Yes, a death"},
}

var notifyDecisions = register.Choices{{"notify", "Anmäl", "Notify"}, {"do_not_notify", "Anmäl inte", "Do not notify"}}

var subjectsDecisions = register.Choices{{"yes", "Ja", "Yes"}, {"no", "Nej", "No"}, {"later", "Avvakta", "Wait"}}

var subjectsExceptions = register.Choices{
	{"34_3_a", "Uppgifterna var skyddade, till exempel krypterade (a)", "The data were protected, such as encrypted (a)"},
	{"34_3_b", "Hög risk är avvärjd (b)", "High risk has been averted (b)"},
	{"34_3_c", "Oproportionell ansträngning, information till allmänheten i stället (c)", "Disproportionate effort, public communication instead (c)"},
}

// check: not notifying is a decision with a reason (GDPR art. 33(5)), as is not
// telling the data subjects (art. 34(3)).
func (c *Incident) check(p *register.Problems) {
	if !c.OccurredFrom.IsZero() && !c.OccurredTo.IsZero() && c.OccurredTo.Before(c.OccurredFrom) {
		p.At(&c.OccurredTo, "end-before-start")
	}
	if !c.OccurredFrom.IsZero() && !c.DetectedAt.IsZero() && c.DetectedAt.Before(c.OccurredFrom) {
		p.At(&c.DetectedAt, "detected-before-occurred")
	}
	if !c.ClosedAt.IsZero() && !c.DetectedAt.IsZero() && c.ClosedAt.Before(c.DetectedAt) {
		p.At(&c.ClosedAt, "end-before-start")
	}
	if c.NotifyDecision == "do_not_notify" && c.NotifyReason == "" {
		p.At(&c.NotifyReason, "not-notified-needs-reason")
	}
	if c.SubjectsException != "" && c.SubjectsDecision != "no" {
		p.At(&c.SubjectsException, "exception-only-with-no")
	}
	if c.SubjectsDecision == "no" && lawOf("").Degrees(rulebook.IndividualRiskLadder).Is(c.RiskToIndividuals, rulebook.SubjectsTold) && c.SubjectsException == "" {
		p.At(&c.SubjectsException, "not-informed-needs-exception")
	}
}

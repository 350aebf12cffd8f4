package registers

import "genomlys/internal/register"

// LogRequirement is what an object must log and how long it is kept (domain.md R17).
type LogRequirement struct {
	register.Common
	Status               string
	Object               register.ID
	EventClass           string
	What                 string
	Purpose              string
	LegalBasis           string
	ContainsPersonalData register.Fact
	Processing           register.ID
	RetentionMonths      register.Int
	RetentionMaxMonths   register.Int
	RetentionReason      string
	RecordsSchedule      string
	StoragePlace         string
	AccessWho            string
	ReviewFrequency      string
	IntegrityProtection  string
	TimeSync             register.Fact
	DecidedOn            register.Date
	Implemented          string
	VerifiedOn           register.Date
	Agreement            register.ID
	Requirement          register.ID
}

// LogRequirements is the register of logging requirements.
var LogRequirements = register.New("log_requirement", "Loggkrav", "Logging requirements", func(c *LogRequirement, f *register.Fields) {
	f.Called("Loggkrav", "Logging requirement")
	f.About("Vad varje objekt ska logga och hur länge loggarna sparas, med stöd i lag eller hanteringsanvisning.",
		"What each object must log and how long logs are kept, by law or records schedule.")
	f.Numbered("LOG")
	f.Group("work")
	f.Of(&c.ExtId).Also("Krav-id")
	f.Choice(&c.Status, logRequirementStates).Label("Status", "Status").Facet().InList(2).Steps(logRequirementSteps)
	f.Ref(&c.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Required().Part().InList(3).Back("Loggkrav", "Logging requirements")
	f.Choice(&c.EventClass, logEventClasses).Label("Slag av händelse", "Class of event").RequiredIn("active", "verified").Facet()
	f.Text(&c.What).Label("Vad ska loggas", "What is logged").Required().InList(4)
	f.Long(&c.Purpose).Label("Ändamål", "Purpose")
	f.Text(&c.LegalBasis).Label("Grund", "Legal basis").Also("Rättslig grund").InList(6)
	f.Fact(&c.ContainsPersonalData).Label("Innehåller personuppgifter", "Contains personal data")
	f.Ref(&c.Processing, Processings).Label("Behandling", "Processing activity").Back("Loggkrav", "Logging requirements")
	f.Int(&c.RetentionMonths).Label("Loggar sparas", "Logs are kept").Also("Loggar sparas (månader)").In("months").Range(0, 1200).RequiredIn("accepted", "active", "verified").InList(5)
	f.Int(&c.RetentionMaxMonths).Label("Loggar sparas högst", "Logs are kept at most").In("months").Range(0, 1200)
	f.Long(&c.RetentionReason).Label("Skäl till tiden", "Reason for the time")
	f.Text(&c.RecordsSchedule).Label("Rad i hanteringsanvisning", "Line in the records schedule")
	f.Text(&c.StoragePlace).Label("Lagringsplats", "Storage place").MaySecret("OSL 18:8")
	f.Text(&c.AccessWho).Label("Vilka når loggen", "Who reads the log")
	f.Text(&c.ReviewFrequency).Label("Hur ofta loggen granskas", "How often the log is reviewed")
	f.Text(&c.IntegrityProtection).Label("Skydd mot ändring", "Protection against change").MaySecret("OSL 18:8")
	f.Fact(&c.TimeSync).Label("Tiden är synkroniserad", "Time is synchronised")
	f.Date(&c.DecidedOn).Label("Beslutad", "Decided on").Sort()
	f.Choice(&c.Implemented, degrees).Label("Infört", "Implemented").Facet().InList(7)
	f.Date(&c.VerifiedOn).Label("Verifierat", "Verified on").RequiredIn("verified")
	f.Ref(&c.Agreement, Agreements).Label("Systemtjänsteavtal", "Service agreement").Back("Loggkrav", "Logging requirements")
	f.Ref(&c.Requirement, Requirements).Label("Krav", "Requirement").Back("Loggkrav", "Logging requirements")
	f.Derive(func(c *LogRequirement) { entitle(&c.Title, c.What) })
	f.Check((*LogRequirement).check)
})

var logRequirementStates = register.Choices{
	{"not_stated", "Under beredning", "Not stated"}, {"stated", "Ställt", "Stated"}, {"accepted", "Beslutad", "Accepted"},
	{"active", "I drift", "Active"}, {"verified", "Verifierad", "Verified"}, {"ended", "Upphörd", "Ended"},
}

var logRequirementSteps = register.Steps{
	{"not_stated", "stated", "state"}, {"stated", "accepted", "accept"}, {"not_stated", "accepted", "accept"}, {"accepted", "active", "activate"},
	{"active", "verified", "verify"}, {"verified", "active", "reopen"}, {"*", "ended", "end"},
}

var logEventClasses = register.Choices{
	{"authentication", "Inloggning", "Authentication"}, {"access_read", "Läsning", "Reading"}, {"change", "Ändring", "Change"},
	{"privilege", "Behörighetsändring", "Change of rights"}, {"admin", "Administration", "Administration"}, {"system", "System", "System"},
	{"security_alert", "Säkerhetslarm", "Security alert"}, {"transfer", "Export och överföring", "Export and transfer"}, {"query_reason", "Skäl till sökning", "Reason for search"},
}

// degrees say how far something is done.
var degrees = register.Choices{{"no", "Nej", "No"}, {"partly", "Delvis", "Partly"}, {"yes", "Ja", "Yes"}}

func (c *LogRequirement) check(p *register.Problems) {
	if c.RetentionMonths.Set && c.RetentionMaxMonths.Set && c.RetentionMaxMonths.N < c.RetentionMonths.N {
		p.At(&c.RetentionMaxMonths, "max-under-min")
	}
}

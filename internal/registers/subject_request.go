package registers

import (
	"genomlys/internal/method/clock"
	"genomlys/internal/method/rights"
	"genomlys/internal/register"
)

// SubjectRequest is a person's use of a right under GDPR art. 12–22
// (domain.md R25). Who the person is stands elsewhere, so that it can be
// disposed of early; here is only where to find it.
type SubjectRequest struct {
	register.Common
	Status               string
	Article              string
	ReceivedOn           register.Date
	Channel              string
	Identity             string
	RequesterKeptAt      string
	RequesterDisposedOn  register.Date
	Scope                string
	SubjectCategories    []string
	Processings          []register.Link
	DueOn                register.Date
	Extended             register.Fact
	ExtendedOn           register.Date
	ExtendedTo           register.Date
	ExtensionReason      string
	ToldOn               register.Date
	AnsweredOn           register.Date
	Outcome              string
	RefusalReason        string
	AppealInfo           register.Fact
	Answer               string
	AnswerSnapshot       string
	ThirdPartyMasking    string
	RecipientsInformedOn register.Date
	DecidedBy            register.ID
}

// SubjectRequests is the register of data subjects' requests.
var SubjectRequests = register.New("subject_request", "Begäranden från registrerade", "Data subject requests", func(c *SubjectRequest, f *register.Fields) {
	f.Called("Begäran från registrerad", "Data subject request")
	f.About("När någon vill veta, rätta, radera eller invända, och om svaret kom i tid.", "When somebody wants to know, rectify, erase or object, and whether the answer came in time.")
	f.Numbered("RAT")
	f.Group("work")
	f.OrderBy("received_on desc")
	f.Of(&c.ExtId).Also("Begäran-id")
	f.Choice(&c.Status, subjectRequestStates).Label("Status", "Status").Facet().InList(2).Steps(subjectRequestSteps)
	f.Choice(&c.Article, subjectRights).Label("Rättighet", "Right").Also("Artikel", "Article").Required().Facet().InList(3)
	f.Date(&c.ReceivedOn).Label("Inkom", "Received on").Also("Inkommen", "Mottagen").Required().Sort().InList(4).
		Help("Den dag begäran först kom till verksamheten, oavsett väg. Månaden räknas härifrån (artikel 12.3).",
			"The day the request first reached the organisation, by any way. The month counts from here (article 12(3)).")
	f.Choice(&c.Channel, requestChannels).Label("Kanal", "Channel").Facet().AskedIn("received")
	f.Choice(&c.Identity, identityStates).Label("Identitet", "Identity").AskedIn("received")
	f.Text(&c.RequesterKeptAt).Label("Uppgift om den som frågar finns i", "Data on the requester is kept in").MaySecret("OSL 21 kap.").
		Help("Skriv diarienummer eller ärende, inte namn eller personnummer.", "Write a diary number or case, not a name or identity number.")
	f.Date(&c.RequesterDisposedOn).Label("Uppgift om den som frågar gallrad", "Data on the requester disposed of on").
		Help("Uppgiften gallras där den finns så snart svaret är lämnat; skriv här när det är gjort.", "The data are disposed of where they are kept as soon as the answer is given; write here when it is done.")
	f.Long(&c.Scope).Label("Vad begäran gäller", "What the request is about").MaySecret("OSL 21 kap.").AskedIn("received")
	f.Choices(&c.SubjectCategories, subjectCategories).Label("Vad den som frågar är för oss", "What the requester is to us").
		Help("Avgör vilka behandlingar och system som ska gås igenom.", "Decides which processing and systems are searched.")
	f.Links(&c.Processings, Processings).Label("Behandlingar", "Processing activities").Back("Begäranden från registrerade", "Data subject requests").
		Help("De där uppgifter om den som frågar fanns. När de är angivna tar svaret upp dem och inga andra.", "Those in which data on the requester were found. When they are given the answer takes them up and no others.")
	f.Date(&c.DueOn).Label("Svar senast", "Answer due").Sort().InList(5)
	f.Fact(&c.Extended).Label("Förlängd", "Extended")
	f.Date(&c.ExtendedOn).Label("Förlängning beslutad", "Extension decided on")
	f.Date(&c.ExtendedTo).Label("Förlängd till", "Extended to")
	f.Long(&c.ExtensionReason).Label("Skäl till förlängning", "Reason for extension")
	f.Date(&c.ToldOn).Label("Förlängning meddelad", "Told of extension on")
	f.Date(&c.AnsweredOn).Label("Besvarad", "Answered on").RequiredIn("answered").Sort().InList(6)
	f.Choice(&c.Outcome, requestOutcomes).Label("Utfall", "Outcome").RequiredIn("answered").Facet().InList(7)
	f.Long(&c.RefusalReason).Label("Skäl till avslag", "Reason for refusal")
	f.Fact(&c.AppealInfo).Label("Upplyst om överklagande", "Told how to appeal")
	f.Long(&c.Answer).Label("Svaret", "The answer").Max(200000).MaySecret("OSL 21 kap.").AskedIn("answered")
	f.Text(&c.AnswerSnapshot).Label("Svarets kontrollsumma", "Hash of the answer").ByProduct()
	f.Long(&c.ThirdPartyMasking).Label("Maskade uppgifter om andra", "Masked data on others").AskedIn("answered")
	f.Date(&c.RecipientsInformedOn).Label("Mottagare underrättade", "Recipients told on").
		Help("Efter rättelse, radering eller begränsning ska mottagare underrättas (artikel 19).", "After rectification, erasure or restriction recipients are told (article 19).")
	f.Ref(&c.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").Back("Beslutade begäranden", "Requests decided")
	f.Derive((*SubjectRequest).fill)
	f.Check((*SubjectRequest).check)
})

var subjectRequestStates = register.Choices{
	{"received", "Inkommen", "Received"}, {"ongoing", "Pågår", "Ongoing"}, {"answered", "Besvarad", "Answered"}, {"withdrawn", "Återtagen", "Withdrawn"},
}

var subjectRequestSteps = register.Steps{
	{"received", "ongoing", "start"}, {"received", "answered", "answer"}, {"ongoing", "answered", "answer"},
	{"received", "withdrawn", "withdraw"}, {"ongoing", "withdrawn", "withdraw"}, {"answered", "ongoing", "reopen"},
}

var subjectRights = register.Choices{
	{"15", "Tillgång", "Access"}, {"16", "Rättelse", "Rectification"}, {"17", "Radering", "Erasure"}, {"18", "Begränsning", "Restriction"},
	{"20", "Dataportabilitet", "Portability"}, {"21", "Invändning", "Objection"}, {"22", "Automatiserat beslut", "Automated decision"},
	{"7.3", "Återkallat samtycke", "Withdrawn consent"},
}

var requestChannels = register.Choices{
	{"e_service", "E-tjänst", "E-service"}, {"email", "E-post", "E-mail"}, {"letter", "Brev", "Letter"}, {"visit", "Besök", "Visit"}, {"phone", "Telefon", "Telephone"}, {"other", "Annan", "Other"},
}

var identityStates = register.Choices{{"asked", "Efterfrågad", "Asked for"}, {"verified", "Kontrollerad", "Verified"}, {"not_needed", "Behövs inte", "Not needed"}}

var requestOutcomes = register.Choices{
	{"granted", "Tillgodosedd", "Granted"}, {"partly", "Delvis tillgodosedd", "Partly granted"}, {"refused", "Avslag", "Refused"},
	{"withdrawn", "Återtagen", "Withdrawn"}, {"nothing_found", "Inga uppgifter fanns", "Nothing found"},
}

func (c *SubjectRequest) fill() {
	entitle(&c.Title, subjectRights.Label(c.Article).SV, string(c.ReceivedOn))
	if c.Extended == "" && !c.ExtendedOn.IsZero() {
		c.Extended = register.Yes
	}
	c.AnswerSnapshot = digest(c.Answer)
	def, ok := lawOf(c.ReceivedOn).Started("request_received", "") // GDPR art. 12(3)
	if !ok {
		return
	}
	j := rights.Judge(rights.Request{Received: clock.Date(c.ReceivedOn), Extended: clock.Date(c.ToldOn)}, def.Def(), max(clock.Date(c.ReceivedOn), clock.Date(c.ToldOn)))
	if c.DueOn.IsZero() {
		c.DueOn = register.Date(j.First)
	}
	if c.Extended == register.Yes && c.ExtendedTo.IsZero() && j.Due != j.First {
		c.ExtendedTo = register.Date(j.Due)
	}
}

func (c *SubjectRequest) check(p *register.Problems) {
	if !c.AnsweredOn.IsZero() && c.AnsweredOn < c.ReceivedOn {
		p.At(&c.AnsweredOn, "end-before-start")
	}
	if backwards(c.ReceivedOn, c.RequesterDisposedOn) {
		p.At(&c.RequesterDisposedOn, "end-before-start")
	}
	if !c.ExtendedTo.IsZero() && !c.DueOn.IsZero() && c.ExtendedTo < c.DueOn {
		p.At(&c.ExtendedTo, "extended-before-due")
	}
}

package registers

import "genomlys/internal/register"

// ReviewSection is one edited section: its place in the outline, how far it
// has got, and the text in each language.
type ReviewSection struct {
	Key    string `json:"key"`
	State  string `json:"state"`
	TextSV string `json:"text_sv,omitempty"`
	TextEN string `json:"text_en,omitempty"`
	By     string `json:"by,omitempty"`
}

// ReviewInput is how an input of ISO/IEC 27001:2022 9.3.2 is dealt with.
type ReviewInput struct {
	Input  string `json:"input"`
	State  string `json:"state"`
	Reason string `json:"reason,omitempty"`
}

// FrozenFile is a document kept when the review was decided, found by its hash.
type FrozenFile struct {
	Name string `json:"name"`
	Hash string `json:"hash"`
	Size int64  `json:"size"`
}

// ManagementReview is the yearly review by the head (ISO/IEC 27001:2022 9.3,
// domain.md R32). AsOf and KnownAt fix what its figures saw.
type ManagementReview struct {
	register.Common
	Status           string
	Year             register.Int
	AsOf             register.Date
	CompareAsOf      register.Date
	KnownAt          register.Int
	TemplateVersion  string
	Language         string
	Sections         []ReviewSection
	Inputs           []ReviewInput
	Participants     string
	Reporter         register.ID
	ObtainedBy       register.ID
	DpoContribution  string
	Proposals        string
	MeetingOn        register.Date
	DecidedOn        register.Date
	DecidedBy        register.ID
	Minutes          string
	AnnexTo          string
	AnnexedOn        register.Date
	Replaces         register.ID
	CorrectionReason string
	Hash             string
	Frozen           []FrozenFile
}

// ManagementReviews is the register of management reviews.
var ManagementReviews = register.New("management_review", "Ledningens genomgångar", "Management reviews", func(c *ManagementReview, f *register.Fields) {
	f.Called("Ledningens genomgång", "Management review")
	f.About("Den årliga rapporten till chefen om informationssäkerheten, med beslut och prioriteringar.", "The yearly report to the head on information security, with decisions and priorities.")
	f.Numbered("LGG")
	f.Group("governance")
	f.OrderBy("year desc")
	f.Choice(&c.Status, reviewStates).Label("Status", "Status").Facet().InList(2).Steps(reviewSteps)
	f.Int(&c.Year).Label("År", "Year").Range(2000, 2100).Required().Facet().Sort().InList(3)
	f.Date(&c.AsOf).Label("Per den", "As of").Required().Sort().InList(4).Help("Den dag siffrorna visar.", "The day the figures show.")
	f.Date(&c.CompareAsOf).Label("Jämförs med", "Compared with")
	f.Int(&c.KnownAt).Label("Plats i liggaren", "Known at").ByProduct()
	f.Text(&c.TemplateVersion).Label("Mallens version", "Version of the template").Max(40)
	f.Choice(&c.Language, languages).Label("Språk", "Language")
	f.List(&c.Sections, register.Col("key", register.Text, "Avsnitt", "Section"), register.Col("state", register.Choice, "Läge", "State", sectionStates...),
		register.Col("text_sv", register.Long, "Text på svenska", "Text in Swedish"), register.Col("text_en", register.Long, "Text på engelska", "Text in English"), register.Col("by", register.Text, "Av", "By")).
		Label("Avsnitt", "Sections")
	f.List(&c.Inputs, register.Col("input", register.Choice, "Underlag", "Input", reviewInputs...), register.Col("state", register.Choice, "Läge", "State", inputStates...), register.Col("reason", register.Long, "Skäl", "Reason")).
		Label("Underlag enligt 9.3.2", "Inputs of 9.3.2")
	f.Long(&c.Participants).Label("Deltagare", "Participants")
	f.Ref(&c.Reporter, RoleAssignments).Label("Rapporterar", "Reporter").RequiredIn("sent_to_head", "meeting_held", "decided", "annexed", "archived").InList(5).Back("Rapporterade genomgångar", "Reviews reported")
	f.Ref(&c.ObtainedBy, RoleAssignments).Label("Inhämtas av", "Obtained by").RequiredIn("meeting_held", "decided", "annexed", "archived").Back("Inhämtade genomgångar", "Reviews obtained")
	f.Long(&c.DpoContribution).Label("Dataskyddsombudets bidrag", "The DPO's contribution").Help("Skrivs av dataskyddsombudet.", "Written by the data protection officer.")
	f.Long(&c.Proposals).Label("Förslag till beslut", "Proposed decision")
	f.Date(&c.MeetingOn).Label("Möte hållet", "Meeting held on").RequiredIn("meeting_held", "decided", "annexed", "archived")
	f.Date(&c.DecidedOn).Label("Beslutad", "Decided on").RequiredIn("decided", "annexed", "archived").Sort().InList(6)
	f.Ref(&c.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").RequiredIn("decided", "annexed", "archived").Back("Beslutade genomgångar", "Reviews decided")
	f.Long(&c.Minutes).Label("Protokoll", "Minutes")
	f.Text(&c.AnnexTo).Label("Bilaga till", "Annex to").RequiredIn("annexed").Help("Verksamhetsplan som genomgången biläggs.", "Business plan to which the review is annexed.")
	f.Date(&c.AnnexedOn).Label("Bilagd", "Annexed on").RequiredIn("annexed")
	f.Self(&c.Replaces).Label("Rättar", "Corrects").Back("Rättad av", "Corrected by")
	f.Long(&c.CorrectionReason).Label("Skäl till rättelsen", "Reason for the correction")
	f.Text(&c.Hash).Label("Kontrollsumma", "Hash").Max(128).ByProduct()
	f.List(&c.Frozen, register.Col("name", register.Text, "Fil", "File"), register.Col("hash", register.Text, "Kontrollsumma", "Hash"), register.Col("size", register.Number, "Storlek", "Size")).
		Label("Frysta filer", "Frozen files").ByProduct()
	f.Derive(func(c *ManagementReview) { entitle(&c.Title, "Ledningens genomgång", yearText(c.Year)) })
	f.Check((*ManagementReview).check)
})

var reviewStates = register.Choices{
	{"preparing", "Förbereds", "Preparing"}, {"draft", "Utkast", "Draft"}, {"sent_to_head", "Skickad till chefen", "Sent to the head"},
	{"meeting_held", "Möte hållet", "Meeting held"}, {"decided", "Beslutad", "Decided"}, {"annexed", "Bilagd verksamhetsplanen", "Annexed"}, {"archived", "Arkiverad", "Archived"},
}

var reviewSteps = register.Steps{
	{"preparing", "draft", "draft"}, {"draft", "sent_to_head", "send"}, {"sent_to_head", "draft", "return"}, {"sent_to_head", "meeting_held", "hold"},
	{"meeting_held", "draft", "return"}, {"meeting_held", "decided", "decide"}, {"decided", "annexed", "annex"}, {"annexed", "archived", "archive"},
}

var sectionStates = register.Choices{{"generated", "Framställt", "Generated"}, {"edited", "Bearbetat", "Edited"}, {"commented", "Kommenterat", "Commented"}, {"ready", "Klart", "Ready"}}

// reviewInputs are the inputs of ISO/IEC 27001:2022 9.3.2, in own words.
var reviewInputs = register.Choices{
	{"a", "a Åtgärder från tidigare genomgångar", "a Actions from earlier reviews"}, {"b", "b Externa och interna förändringar", "b External and internal changes"},
	{"c", "c Intressenters behov", "c Needs of interested parties"}, {"d1", "d1 Avvikelser och korrigerande åtgärder", "d1 Nonconformities and corrective actions"},
	{"d2", "d2 Övervakning och mätning", "d2 Monitoring and measurement"}, {"d3", "d3 Revisionsresultat", "d3 Audit results"},
	{"d4", "d4 Uppfyllelse av mål", "d4 Fulfilment of objectives"}, {"e", "e Synpunkter från intressenter", "e Feedback from interested parties"},
	{"f", "f Riskbedömning och riskbehandling", "f Risk assessment and treatment"}, {"g", "g Möjligheter till förbättring", "g Opportunities for improvement"},
}

var inputStates = register.Choices{{"covered", "Täckt", "Covered"}, {"nothing_to_report", "Inget att rapportera", "Nothing to report"}, {"missing", "Saknas", "Missing"}}

// check: the head decides, and may not have reported to himself (domain.md 2);
// a decided review lacks none of the inputs of 9.3.2.
func (c *ManagementReview) check(p *register.Problems) {
	if c.Reporter != "" && c.Reporter == c.ObtainedBy {
		p.At(&c.ObtainedBy, "reporter-is-receiver")
	}
	if c.Reporter != "" && c.Reporter == c.DecidedBy {
		p.At(&c.DecidedBy, "reporter-is-receiver")
	}
	if backwards(c.CompareAsOf, c.AsOf) {
		p.At(&c.CompareAsOf, "compared-with-later")
	}
	if c.Replaces != "" && c.CorrectionReason == "" {
		p.At(&c.CorrectionReason, "correction-needs-reason")
	}
	decided := c.Status == "decided" || c.Status == "annexed" || c.Status == "archived"
	for _, in := range c.Inputs {
		if in.State == "nothing_to_report" && in.Reason == "" {
			p.At(&c.Inputs, "nothing-needs-reason", in.Input)
			return
		}
		if decided && in.State == "missing" {
			p.At(&c.Inputs, "input-missing", in.Input)
			return
		}
	}
}

package registers

import "genomlys/internal/register"

// Issue is a change outside or inside that the ISMS must heed (ISO/IEC
// 27001:2022 9.3.2 b and c, 4.1 and 4.2, domain.md R29).
type Issue struct {
	register.Common
	Status          string
	Kind            string
	Publisher       string
	DatedOn         register.Date
	Text            string
	Affects         []string
	Consequence     []string
	ConsequenceText string
	HandledOn       register.Date
	Documents       []register.Link
	Actions         []register.Link
}

// Issues is the register of issues.
var Issues = register.New("issue", "Omvärld och förändringar", "Issues", func(c *Issue, f *register.Fields) {
	f.Called("Förändring", "Issue")
	f.About("Lagar, domar, hot och förändringar i omvärlden och hos oss som påverkar arbetet.", "Laws, rulings, threats and changes outside and inside that affect the work.")
	f.Numbered("OMV")
	f.Group("governance")
	f.OrderBy("dated_on desc")
	f.Choice(&c.Status, issueStates).Label("Status", "Status").Facet().InList(2).Steps(issueSteps)
	f.Choice(&c.Kind, issueKinds).Label("Slag", "Kind").Required().Facet().InList(3)
	f.Text(&c.Publisher).Label("Utgivare", "Published by").InList(5).Help("Domstol, myndighet eller annan, med målnummer eller beteckning.", "Court, authority or other, with case number or name.")
	f.Date(&c.DatedOn).Label("Datum", "Date").Sort().InList(4)
	f.Long(&c.Text).Label("Beskrivning", "Description")
	f.Choices(&c.Affects, affectedRegisters).Label("Påverkar", "Affects")
	f.Choices(&c.Consequence, issueConsequences).Label("Följd", "Consequence").InList(6)
	f.Long(&c.ConsequenceText).Label("Vad det betyder för oss", "What it means for us")
	f.Date(&c.HandledOn).Label("Hanterad", "Handled on").RequiredIn("handled").Sort()
	f.Links(&c.Documents, SteeringDocuments).Label("Styrdokument", "Steering documents").Back("Förändringar", "Issues")
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Förändringar", "Issues")
})

var issueStates = register.Choices{{"new", "Ny", "New"}, {"assessed", "Bedömd", "Assessed"}, {"handled", "Hanterad", "Handled"}, {"dropped", "Berör oss inte", "Not relevant"}}

var issueSteps = register.Steps{{"new", "assessed", "assess"}, {"assessed", "handled", "handle"}, {"new", "dropped", "drop"}, {"assessed", "dropped", "drop"}, {"handled", "assessed", "reopen"}}

// issueKinds hold climate apart: ISO/IEC 27001 Amd 1:2024 asks whether it is relevant.
var issueKinds = register.Choices{
	{"law", "Lag eller föreskrift", "Law"}, {"ruling", "Dom eller beslut", "Ruling"}, {"guidance", "Vägledning", "Guidance"}, {"threat", "Hot", "Threat"},
	{"technology", "Teknik", "Technology"}, {"organisation", "Organisation", "Organisation"}, {"stakeholder_need", "Behov hos intressent", "Need of an interested party"}, {"climate", "Klimat", "Climate"},
}

var affectedRegisters = register.Choices{
	{"processings", "Behandlingar", "Processing activities"}, {"transfers", "Överföringar", "Transfers"}, {"agreements", "Avtal", "Agreements"}, {"classifications", "Klassningar", "Classifications"},
	{"measures", "Skyddsåtgärder", "Measures"}, {"risks", "Risker", "Risks"}, {"dpias", "Konsekvensbedömningar", "DPIAs"}, {"incidents", "Incidenter", "Incidents"},
	{"continuity_plans", "Kontinuitetsplaner", "Continuity plans"}, {"subject_requests", "Registrerades rättigheter", "Data subjects' rights"},
	{"steering_documents", "Styrdokument", "Steering documents"}, {"ai_profiles", "AI", "AI"}, {"iot_profiles", "IoT", "IoT"}, {"objects", "Objekt", "Objects"},
}

var issueConsequences = register.Choices{
	{"update_method_support", "Uppdatera metodstöd", "Update method support"}, {"update_steering_document", "Uppdatera styrdokument", "Update steering document"},
	{"review_transfers", "Gå igenom överföringar", "Review transfers"}, {"review_processings", "Gå igenom behandlingar", "Review processing activities"},
	{"review_agreements", "Gå igenom avtal", "Review agreements"}, {"review_classifications", "Gå igenom klassningar", "Review classifications"},
	{"new_measure", "Ny skyddsåtgärd", "New measure"}, {"training", "Utbildning", "Training"}, {"none", "Ingen", "None"},
}

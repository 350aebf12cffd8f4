package registers

import "genomlys/internal/register"

// VorRisk is an undesired event in a process, assessed for a year (domain.md
// R22). The scale is five by five; what a value asks for is in the rule book.
type VorRisk struct {
	register.Common
	Status          string
	Process         register.ID
	WorkingMethod   string
	Cause           string
	ConsequenceText string
	P               register.Int
	C               register.Int
	Value           register.Int
	Handling        string
	Reason          string
	InControlPlan   register.Fact
	Situation       string
	AssessedOn      register.Date
	RegisteredOn    register.Date
	Actions         []register.Link
}

// VorRisks is the register of risks in VOR. The common title is the event.
var VorRisks = register.New("vor_risk", "VOR-risker", "VOR risks", func(c *VorRisk, f *register.Fields) {
	f.Called("VOR-risk", "VOR risk")
	f.About("Oönskade händelser i verksamhetens processer, hur stora riskerna är och hur de tas om hand.", "Undesired events in the processes, how large the risks are and how they are handled.")
	f.Numbered("VOR")
	f.Group("governance")
	f.Of(&c.Title).Label("Oönskad händelse", "Undesired event").Also("Händelse")
	f.Of(&c.ExtId).Also("VOR-id")
	f.Choice(&c.Status, vorRiskStates).Label("Status", "Status").Facet().InList(2).Steps(vorRiskSteps)
	f.Ref(&c.Process, VorProcesses).Label("Process", "Process").Required().Part().InList(3).Back("Risker", "Risks")
	f.Choice(&c.WorkingMethod, workingMethods).Label("Arbetssätt", "Working method").Facet().InList(4)
	f.Long(&c.Cause).Label("Orsak", "Cause")
	f.Long(&c.ConsequenceText).Label("Beskrivning av konsekvens", "Description of consequence")
	f.Int(&c.P).Label("Sannolikhet", "Likelihood").Range(1, 5).RequiredIn("assessed", "handled").AskedIn("identified")
	f.Int(&c.C).Label("Konsekvens", "Consequence").Range(1, 5).RequiredIn("assessed", "handled").AskedIn("identified")
	f.Int(&c.Value).Label("Riskvärde", "Risk value").ByProduct().Sort().InList(5)
	f.Choice(&c.Handling, vorHandlings).Label("Hantering", "Handling").Facet().InList(6).AskedIn("handled")
	f.Long(&c.Reason).Label("Motivering", "Reason")
	f.Fact(&c.InControlPlan).Label("Till internkontrollplan", "To the internal control plan").Facet()
	f.Choice(&c.Situation, vorSituations).Label("Läge", "State of the method").Facet().InList(7).AskedIn("assessed")
	f.Date(&c.AssessedOn).Label("Läge bedömt", "Method assessed on").Sort().AskedIn("assessed")
	f.Date(&c.RegisteredOn).Label("Registrerad", "Registered on").Sort()
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("VOR-risker", "VOR risks")
	f.Derive((*VorRisk).fill)
	f.Check((*VorRisk).check)
})

var vorRiskStates = register.Choices{{"identified", "Identifierad", "Identified"}, {"assessed", "Bedömd", "Assessed"}, {"handled", "Hanterad", "Handled"}, {"closed", "Avslutad", "Closed"}}

var vorRiskSteps = register.Steps{{"identified", "assessed", "assess"}, {"assessed", "handled", "handle"}, {"handled", "assessed", "reopen"}, {"*", "closed", "close"}}

var vorHandlings = register.Choices{
	{"accept", "Accepteras", "Accept"}, {"control", "Kontroll", "Control"}, {"action", "Åtgärd", "Action"}, {"continuous", "Löpande arbete", "Continuous work"},
}

var vorSituations = register.Choices{{"not_assessed", "Ej bedömt", "Not assessed"}, {"not_in_place", "Inte infört", "Not in place"}, {"partly", "Delvis", "Partly"}, {"in_place", "Infört", "In place"}}

func (c *VorRisk) fill() {
	c.Value = register.Int{}
	if c.P.Set && c.C.Set {
		c.Value = register.Whole(c.P.N * c.C.N)
	}
}

func (c *VorRisk) check(p *register.Problems) {
	if c.Handling == "accept" && c.Reason == "" {
		p.At(&c.Reason, "acceptance-needs-reason")
	}
}

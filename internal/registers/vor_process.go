package registers

import "genomlys/internal/register"

// VorProcess is a process in the year's materiality and risk assessment (domain.md R22).
type VorProcess struct {
	register.Common
	Status      string
	Year        register.Int
	Mandatory   register.Fact
	Description string
}

// VorProcesses is the register of processes in VOR.
var VorProcesses = register.New("vor_process", "VOR-processer", "VOR processes", func(c *VorProcess, f *register.Fields) {
	f.Called("VOR-process", "VOR process")
	f.About("Processer i årets väsentlighets- och riskanalys, även de som staden har gjort obligatoriska.",
		"Processes in the year's materiality and risk assessment, with those the city has made mandatory.")
	f.Numbered("VOP")
	f.Group("governance")
	f.Of(&c.Title).Label("Process", "Process")
	f.Choice(&c.Status, vorProcessStates).Label("Status", "Status").Facet().InList(2).Steps(vorProcessSteps)
	f.Int(&c.Year).Label("År", "Year").Range(2000, 2100).Required().Facet().Sort().InList(3)
	f.Fact(&c.Mandatory).Label("Obligatorisk", "Mandatory").Facet().InList(4)
	f.Long(&c.Description).Label("Beskrivning", "Description")
})

var vorProcessStates = register.Choices{{"open", "Bedöms", "Open"}, {"decided", "Beslutad", "Decided"}, {"closed", "Avslutad", "Closed"}}

var vorProcessSteps = register.Steps{{"open", "decided", "decide"}, {"decided", "open", "reopen"}, {"decided", "closed", "close"}}

// workingMethods are the five that the process Systematiskt
// informationssäkerhetsarbete must assess each year.
var workingMethods = register.Choices{
	{"access_management", "Behörighetshantering", "Access management"}, {"local_instruction", "Implementering av lokal anvisning", "Implementing the local instruction"},
	{"incident_management", "Incidenthantering", "Incident management"}, {"classification", "Informationsklassning", "Information classification"},
	{"procurement", "Informationssäkerhet inom upphandlingsförfarandet", "Information security in procurement"},
}

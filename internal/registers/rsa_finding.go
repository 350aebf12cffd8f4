package registers

import "genomlys/internal/register"

// RsaFinding is a need found in a risk and vulnerability analysis (domain.md R21).
type RsaFinding struct {
	register.Common
	Status           string
	Cycle            register.ID
	Scenario         string
	CriticalActivity string
	Dependency       string
	Objects          []register.Link
	Risk             register.ID
	RiskText         string
	P                register.Int
	C                register.Int
	CapabilityGap    string
	Measure          string
	Critical         register.Fact
	RegisteredOn     register.Date
	DoneOn           register.Date
	Actions          []register.Link
	ContinuityPlans  []register.Link
}

// RsaFindings is the register of needs from RSA; secret by OSL 18:13 unless
// somebody says otherwise.
var RsaFindings = register.New("rsa_finding", "RSA-behov", "RSA findings", func(c *RsaFinding, f *register.Fields) {
	f.Called("RSA-behov", "RSA finding")
	f.About("Sårbarheter och åtgärdsbehov som risk- och sårbarhetsanalysen har visat.", "Vulnerabilities and needs shown by the risk and vulnerability analysis.")
	f.Numbered("RSA")
	f.Group("governance")
	f.Of(&c.ExtId).Also("RSA-id")
	f.Of(&c.Title).MaySecret("OSL 18:13") // it is made of what is marked
	f.Choice(&c.Status, rsaFindingStates).Label("Status", "Status").Facet().InList(2).Steps(rsaFindingSteps)
	f.Ref(&c.Cycle, RsaCycles).Label("Cykel", "Cycle").Required().Part().InList(3).Back("Behov", "Findings")
	f.Text(&c.Scenario).Label("Scenario", "Scenario").InList(4).MaySecret("OSL 18:13")
	f.Text(&c.CriticalActivity).Label("Samhällsviktig verksamhet", "Critical activity").MaySecret("OSL 18:13")
	f.Text(&c.Dependency).Label("Kritiskt beroende", "Critical dependency").MaySecret("OSL 18:13")
	f.Links(&c.Objects, Objects).Label("Objekt", "Objects").Also("Objekt-id").InList(5).Back("RSA-behov", "RSA findings")
	f.Ref(&c.Risk, Risks).Label("Risk", "Risk").Back("RSA-behov", "RSA findings")
	f.Long(&c.RiskText).Label("Riskbeskrivning", "Description of the risk").MaySecret("OSL 18:13")
	f.Int(&c.P).Label("Sannolikhet", "Likelihood").Range(1, 5)
	f.Int(&c.C).Label("Konsekvens", "Consequence").Range(1, 5)
	f.Long(&c.CapabilityGap).Label("Brist i förmåga", "Capability gap").MaySecret("OSL 18:13")
	f.Long(&c.Measure).Label("Åtgärdsbehov", "Need of measure").MaySecret("OSL 18:13").AskedIn("identified")
	f.Fact(&c.Critical).Label("Kontinuitetsplan krävs", "Continuity plan is needed").Facet().AskedIn("identified")
	f.Date(&c.RegisteredOn).Label("Registrerad", "Registered on").Sort()
	f.Date(&c.DoneOn).Label("Klar", "Done on").RequiredIn("done").Sort().InList(6)
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("RSA-behov", "RSA findings")
	f.Links(&c.ContinuityPlans, ContinuityPlans).Label("Kontinuitetsplaner", "Continuity plans").Back("RSA-behov", "RSA findings")
	f.Derive((*RsaFinding).fill)
	f.Check((*RsaFinding).check)
})

var rsaFindingStates = register.Choices{
	{"identified", "Identifierat", "Identified"}, {"ongoing", "Pågår", "Ongoing"}, {"done", "Klar", "Done"}, {"dropped", "Genomförs inte", "Dropped"},
}

var rsaFindingSteps = register.Steps{
	{"identified", "ongoing", "start"}, {"identified", "done", "finish"}, {"ongoing", "done", "finish"}, {"identified", "dropped", "drop"}, {"ongoing", "dropped", "drop"}, {"done", "ongoing", "reopen"},
}

func (c *RsaFinding) fill() {
	entitle(&c.Title, c.Measure)
	entitle(&c.Title, c.Scenario)
	if c.Secrecy == "" {
		c.Secrecy = "osl_18_13"
	}
}

func (c *RsaFinding) check(p *register.Problems) {
	if backwards(c.RegisteredOn, c.DoneOn) {
		p.At(&c.DoneOn, "end-before-start")
	}
}

package registers

import "genomlys/internal/register"

// AuditFinding is one thing an audit found.
type AuditFinding struct {
	Title string `json:"title"`
	Level string `json:"level"`
	State string `json:"state"`
}

// Audit is an examination by somebody who did not do the work (ISO/IEC
// 27001:2022 9.2, domain.md R30).
type Audit struct {
	register.Common
	Status     string
	Kind       string
	Auditor    string
	HeldOn     register.Date
	ReportedOn register.Date
	Scope      string
	Findings   []AuditFinding
	Objects    []register.Link
	Actions    []register.Link
}

// Audits is the register of audits.
var Audits = register.New("audit", "Revisioner", "Audits", func(c *Audit, f *register.Fields) {
	f.Called("Revision", "Audit")
	f.About("Interna och externa revisioner, granskningar och tillsyn.", "Internal and external audits, examinations and supervision.")
	f.Numbered("REV")
	f.Group("governance")
	f.OrderBy("held_on desc")
	f.Choice(&c.Status, auditStates).Label("Status", "Status").Facet().InList(2).Steps(auditSteps)
	f.Choice(&c.Kind, auditKinds).Label("Slag", "Kind").Required().Facet().InList(3)
	f.Text(&c.Auditor).Label("Granskare", "Auditor").InList(4)
	f.Date(&c.HeldOn).Label("Datum", "Date").RequiredIn("reported", "closed").Sort().InList(5)
	f.Date(&c.ReportedOn).Label("Rapporterad", "Reported on").RequiredIn("reported", "closed").Sort()
	f.Long(&c.Scope).Label("Omfattning", "Scope")
	f.List(&c.Findings, register.Col("title", register.Long, "Iakttagelse", "Finding"), register.Col("level", register.Choice, "Nivå", "Level", auditLevels...), register.Col("state", register.Choice, "Läge", "State", auditFindingStates...)).
		Label("Iakttagelser", "Findings").MaySecret("OSL 18:8")
	f.Links(&c.Objects, Objects).Label("Objekt", "Objects").Back("Revisioner", "Audits")
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Revisioner", "Audits")
	f.Check((*Audit).check)
})

var auditStates = register.Choices{{"planned", "Planerad", "Planned"}, {"ongoing", "Pågår", "Ongoing"}, {"reported", "Rapporterad", "Reported"}, {"closed", "Avslutad", "Closed"}}

var auditSteps = register.Steps{{"planned", "ongoing", "start"}, {"ongoing", "reported", "report"}, {"planned", "reported", "report"}, {"reported", "closed", "close"}}

var auditKinds = register.Choices{
	{"internal", "Intern revision", "Internal audit"}, {"external", "Extern revision", "External audit"}, {"elected_auditors", "Förtroendevalda revisorer", "Elected auditors"}, {"supervisory", "Tillsyn", "Supervision"},
}

var auditLevels = register.Choices{{"major", "Större avvikelse", "Major nonconformity"}, {"minor", "Mindre avvikelse", "Minor nonconformity"}, {"observation", "Observation", "Observation"}, {"good", "God praxis", "Good practice"}}

var auditFindingStates = register.Choices{{"open", "Öppen", "Open"}, {"ongoing", "Åtgärdas", "Ongoing"}, {"closed", "Avslutad", "Closed"}}

func (c *Audit) check(p *register.Problems) {
	if backwards(c.HeldOn, c.ReportedOn) {
		p.At(&c.ReportedOn, "end-before-start")
	}
	for _, v := range c.Findings {
		if v.Title == "" || v.Level == "" || v.State == "" {
			p.At(&c.Findings, "row-incomplete", "title", "level", "state")
			return
		}
	}
}

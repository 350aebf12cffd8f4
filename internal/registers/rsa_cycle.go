package registers

import "genomlys/internal/register"

// RsaCycle is one round of risk and vulnerability analysis (act 2006:544, domain.md R21).
type RsaCycle struct {
	register.Common
	Status             string
	Period             string
	ValidFrom          register.Date
	ValidTo            register.Date
	StartedOn          register.Date
	ReportedOn         register.Date
	DecidedOn          register.Date
	DecidedBy          register.ID
	InstructionVersion string
	Instruction        register.ID
}

// RsaCycles is the register of rounds. A new round may be planned ahead.
var RsaCycles = register.New("rsa_cycle", "RSA-cykler", "RSA cycles", func(c *RsaCycle, f *register.Fields) {
	f.Called("RSA-cykel", "RSA cycle")
	f.About("Stadens omgångar av risk- och sårbarhetsanalys.", "The city's rounds of risk and vulnerability analysis.")
	f.Numbered("RSC")
	f.Group("governance")
	f.Choice(&c.Status, rsaCycleStates).Label("Status", "Status").Facet().InList(2).Steps(rsaCycleSteps)
	f.Text(&c.Period).Label("Period", "Period").Also("Cykel").Max(40).Required().Facet().Sort().InList(3).Help("Till exempel 2022–2023.", "Such as 2022–2023.")
	f.Date(&c.ValidFrom).Label("Gäller från", "Valid from")
	f.Date(&c.ValidTo).Label("Gäller till", "Valid to")
	f.Date(&c.StartedOn).Label("Påbörjad", "Started on").Sort().InList(4)
	f.Date(&c.ReportedOn).Label("Rapporterad", "Reported on")
	f.Date(&c.DecidedOn).Label("Beslutad", "Decided on").RequiredIn("adopted", "follow_up").Sort().InList(5)
	f.Ref(&c.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").Back("Beslutade RSA-cykler", "RSA cycles decided")
	f.Text(&c.InstructionVersion).Label("Instruktionens version", "Version of the instruction")
	f.Ref(&c.Instruction, SteeringDocuments).Label("Instruktion", "Instruction").Back("RSA-cykler", "RSA cycles")
	f.Derive(func(c *RsaCycle) { entitle(&c.Title, "RSA", c.Period) })
	f.Check((*RsaCycle).check)
})

var rsaCycleStates = register.Choices{
	{"planned", "Planerad", "Planned"}, {"ongoing", "Pågår", "Ongoing"}, {"reported", "Rapporterad", "Reported"}, {"adopted", "Beslutad", "Adopted"}, {"follow_up", "Följs upp", "Follow-up"},
}

var rsaCycleSteps = register.Steps{{"planned", "ongoing", "start"}, {"ongoing", "reported", "report"}, {"reported", "adopted", "adopt"}, {"adopted", "follow_up", "follow_up"}}

func (c *RsaCycle) check(p *register.Problems) {
	if backwards(c.ValidFrom, c.ValidTo) {
		p.At(&c.ValidTo, "end-before-start")
	}
}

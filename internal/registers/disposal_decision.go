package registers

import "genomlys/internal/register"

// DisposalDecision is a decision to erase records for good (arkivlagen
// 1990:782, domain.md 5.4 and R34). What is erased leaves a tombstone.
type DisposalDecision struct {
	register.Common
	Status       string
	RegisterName string
	Query        string
	Count        register.Int
	LegalRef     string
	Reason       string
	ProposedOn   register.Date
	DecidedBy    register.ID
	SecondBy     register.ID
	DecidedOn    register.Date
	ExecutedOn   register.Date
}

// DisposalDecisions is the register of disposal decisions.
var DisposalDecisions = register.New("disposal_decision", "Gallringsbeslut", "Disposal decisions", func(c *DisposalDecision, f *register.Fields) {
	f.Called("Gallringsbeslut", "Disposal decision")
	f.About("Vad som har beslutats att gallras, med vilket stöd, och när det gjordes.", "What was decided to be disposed of, on which authority, and when it was done.")
	f.Numbered("GAL")
	f.Group("settings")
	f.Choice(&c.Status, disposalStates).Label("Status", "Status").Facet().InList(2).Steps(disposalSteps)
	f.Text(&c.RegisterName).Label("Register", "Register").Max(60).Required().Facet().InList(3)
	f.Text(&c.Query).Label("Urval", "Query").Max(2000).Required()
	f.Int(&c.Count).Label("Antal poster", "Number of records").Range(0, 1e9).RequiredIn("decided", "executed").InList(4)
	f.Text(&c.LegalRef).Label("Stöd för gallring", "Authority").Required().Help("Gallringsbeslut, föreskrift eller rad i hanteringsanvisningen.", "Disposal order, regulation or line in the records schedule.")
	f.Long(&c.Reason).Label("Motivering", "Reason")
	f.Date(&c.ProposedOn).Label("Föreslaget", "Proposed on")
	f.Ref(&c.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").RequiredIn("decided", "executed").InList(5).Back("Gallringsbeslut", "Disposal decisions")
	f.Ref(&c.SecondBy, RoleAssignments).Label("Bekräftad av", "Confirmed by").RequiredIn("decided", "executed").Back("Bekräftade gallringsbeslut", "Disposal decisions confirmed")
	f.Date(&c.DecidedOn).Label("Beslutad", "Decided on").RequiredIn("decided", "executed").Sort().InList(6)
	f.Date(&c.ExecutedOn).Label("Genomförd", "Executed on").RequiredIn("executed").Sort()
	f.Derive(func(c *DisposalDecision) { entitle(&c.Title, "Gallring", c.RegisterName) })
	f.Check((*DisposalDecision).check)
})

var disposalStates = register.Choices{{"proposed", "Föreslagen", "Proposed"}, {"decided", "Beslutad", "Decided"}, {"executed", "Genomförd", "Executed"}, {"rejected", "Avslagen", "Rejected"}}

var disposalSteps = register.Steps{{"proposed", "decided", "decide"}, {"proposed", "rejected", "reject"}, {"decided", "executed", "execute"}}

// check: two persons stand behind what cannot be undone.
func (c *DisposalDecision) check(p *register.Problems) {
	if c.DecidedBy != "" && c.DecidedBy == c.SecondBy {
		p.At(&c.SecondBy, "second-is-first")
	}
	if backwards(c.DecidedOn, c.ExecutedOn) {
		p.At(&c.ExecutedOn, "end-before-start")
	}
}

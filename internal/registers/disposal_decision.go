package registers

import "genomlys/internal/register"

// DisposedRecord is a record that a disposal takes, and afterwards its
// tombstone: no contents, only which it was and when it was kept.
type DisposedRecord struct {
	ID    string `json:"id"`
	Ref   string `json:"ref"`
	First string `json:"first"` // day of its first version
	Last  string `json:"last"`  // day of its last
}

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
	RecordsN     register.Int
	Records      []DisposedRecord
	Decision     string
	Ranges       string
	Root         string
}

// DisposalDecisions is the register of disposal decisions.
var DisposalDecisions = register.New("disposal_decision", "Gallringsbeslut", "Disposal decisions", func(c *DisposalDecision, f *register.Fields) {
	f.Called("Gallringsbeslut", "Disposal decision")
	f.About("Vad som har beslutats att gallras, med vilket stöd, och när det gjordes.", "What was decided to be disposed of, on which authority, and when it was done.")
	f.Numbered("GAL")
	f.Group("settings")
	f.Choice(&c.Status, disposalStates).Label("Status", "Status").Facet().InList(2).Steps(disposalSteps)
	f.Choice(&c.RegisterName, nil).Label("Register", "Register").Required().Facet().InList(3)
	f.Text(&c.Query).Label("Urval", "Query").Max(2000).Required()
	// The four fields that the ledger asks of the entry by which its contents are
	// erased (docs/ledger-format.md 6) are named as there: count, decision, ranges, root.
	f.Int(&c.Count).Label("Antal ändringar i liggaren", "Number of changes in the ledger").Range(0, 1e9).RequiredIn("executed")
	f.Text(&c.LegalRef).Label("Stöd för gallring", "Authority").Required().Help("Gallringsbeslut, föreskrift eller rad i hanteringsanvisningen.", "Disposal order, regulation or line in the records schedule.")
	f.Long(&c.Reason).Label("Motivering", "Reason")
	f.Date(&c.ProposedOn).Label("Föreslaget", "Proposed on")
	f.Ref(&c.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").RequiredIn("decided", "executed").InList(5).Back("Gallringsbeslut", "Disposal decisions")
	f.Ref(&c.SecondBy, RoleAssignments).Label("Bekräftad av", "Confirmed by").RequiredIn("decided", "executed").Back("Bekräftade gallringsbeslut", "Disposal decisions confirmed")
	f.Date(&c.DecidedOn).Label("Beslutad", "Decided on").RequiredIn("decided", "executed").Sort().InList(6)
	f.Date(&c.ExecutedOn).Label("Genomförd", "Executed on").RequiredIn("executed").Sort()
	f.Int(&c.RecordsN).Label("Antal poster", "Number of records").Range(0, 1e9).RequiredIn("decided", "executed").InList(4)
	f.List(&c.Records, register.Col("id", register.Text, "Id", "Id"), register.Col("ref", register.Text, "Post", "Record"),
		register.Col("first", register.Day, "Första version", "First version"), register.Col("last", register.Day, "Sista version", "Last version")).
		Label("Poster som beslutet tar", "Records that the decision takes").Help("Räknas fram av urvalet när förslaget görs, och är sedan det som beslutas.", "Made by the query when the proposal is made; that is then what is decided.")
	f.Text(&c.Decision).Label("Beslutets beteckning", "Name of the decision")
	f.Long(&c.Ranges).Label("Gallrade ändringar", "Changes erased").Max(200000).Help("Nummer i liggaren.", "Numbers in the ledger.")
	f.Text(&c.Root).Label("Kontrollsumma", "Digest").Help("Roten över de gallrade ändringarnas åtaganden.", "The root over the commitments of the changes erased.")
	f.Derive(func(c *DisposalDecision) { entitle(&c.Title, "Gallring", c.RegisterName) })
	f.Check((*DisposalDecision).check)
})

// named are all registers as choices.
func named(c *register.Catalogue) (out register.Choices) {
	for _, r := range c.All {
		out = append(out, register.Option{Code: r.Name, SV: r.Title.SV, EN: r.Title.EN})
	}
	return out
}

var disposalStates = register.Choices{{"proposed", "Föreslagen", "Proposed"}, {"decided", "Beslutad", "Decided"}, {"executed", "Genomförd", "Executed"}, {"rejected", "Avslagen", "Rejected"}}

var disposalSteps = register.Steps{{"proposed", "decided", "decide"}, {"proposed", "rejected", "reject"}, {"decided", "rejected", "reject"}, {"decided", "executed", "dispose"}}

// check: two persons stand behind what cannot be undone.
func (c *DisposalDecision) check(p *register.Problems) {
	if c.DecidedBy != "" && c.DecidedBy == c.SecondBy {
		p.At(&c.SecondBy, "second-is-first")
	}
	if backwards(c.DecidedOn, c.ExecutedOn) {
		p.At(&c.ExecutedOn, "end-before-start")
	}
}

package registers

import "genomlys/internal/register"

// ActionPlan gathers the actions that follow from one cause.
type ActionPlan struct {
	register.Common
	Status      string
	OriginKind  string
	Origin      register.ID
	Object      register.ID
	Description string
	DecidedOn   register.Date
	DecidedBy   register.ID
	ClosedOn    register.Date
}

// origins are the causes of plans and actions (domain.md R11, and continual
// work such as the risk and vulnerability analysis that offices list too).
var origins = register.Choices{
	{"classification", "Klassning", "Classification"}, {"risk_analysis", "Riskanalys", "Risk analysis"}, {"risk", "Risk", "Risk"}, {"dpia", "Konsekvensbedömning", "Impact assessment"},
	{"incident", "Incident", "Incident"}, {"review", "Ledningens genomgång", "Management review"}, {"vuln_review", "Sårbarhetsgranskning", "Vulnerability review"},
	{"exercise", "Övning", "Exercise"}, {"dpo_finding", "Dataskyddsombudets iakttagelse", "DPO finding"}, {"deviation", "Avvikelse", "Deviation"}, {"audit", "Revision", "Audit"},
	{"rsa", "RSA", "Risk and vulnerability analysis"}, {"decision", "Beslut", "Decision"}, {"other", "Annat", "Other"},
}

// ActionPlans is the register of action plans (domain.md R11).
var ActionPlans = register.New("action_plan", "Handlingsplaner", "Action plans", func(x *ActionPlan, f *register.Fields) {
	f.Called("Handlingsplan", "Action plan")
	f.About("Beslutade planer för det som en klassning, risk, incident eller granskning visade.", "Decided plans for what a classification, risk, incident or review showed.")
	f.Numbered("HPL")
	f.Group("work")
	// The heading Källa in offices' lists is the cause, not how the row came here.
	f.Of(&x.Source).Label("Inkom genom", "Entered through")
	f.Choice(&x.Status, register.Choices{{"draft", "Utkast", "Draft"}, {"decided", "Beslutad", "Decided"}, {"closed", "Avslutad", "Closed"}}).
		Label("Status", "Status").Facet().InList(5).Steps(register.Steps{{"draft", "decided", "decide"}, {"decided", "closed", "close"}, {"closed", "decided", "reopen"}})
	f.Choice(&x.OriginKind, origins).Label("Anledning", "Cause").Also("Källa", "Ursprung").Required().Facet().InList(2)
	f.Any(&x.Origin).Label("Kommer från", "Comes from").Also("Käll-id").Help("Posten som planen följer av.", "The record that the plan follows from.")
	f.Ref(&x.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Part().InList(3).Back("Handlingsplaner", "Action plans").
		Help("Tomt när planen gäller hela organisationen.", "Empty when the plan is for the whole organisation.")
	f.Long(&x.Description).Label("Beskrivning", "Description")
	f.Date(&x.DecidedOn).Label("Beslutad den", "Decided on").Sort().InList(4).RequiredIn("decided")
	f.Ref(&x.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").Back("Beslutade planer", "Plans decided").AskedIn("decided")
	f.Date(&x.ClosedOn).Label("Avslutad den", "Closed on").Sort().RequiredIn("closed")
	f.Check((*ActionPlan).check)
})

func (x *ActionPlan) check(p *register.Problems) {
	if backwards(x.DecidedOn, x.ClosedOn) {
		p.At(&x.ClosedOn, "end-before-start")
	}
}

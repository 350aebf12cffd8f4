package registers

import "genomlys/internal/register"

// ContinuityPlan is how the work goes on when objects do not (domain.md R16).
type ContinuityPlan struct {
	register.Common
	Status           string
	Scope            string
	Objects          []register.Link
	Processings      []register.Link
	Critical         register.Fact
	MtdH             register.Int
	RtoH             register.Int
	RpoH             register.Int
	Fallback         string
	ManualRoutine    string
	ContactsOffline  string
	Edition          string
	AdoptedOn        register.Date
	AdoptedBy        register.ID
	ValidTo          register.Date
	QualityCurrent   register.Fact
	QualityComplete  register.Fact
	QualityKnown     register.Fact
	QualityTested    register.Fact
	Quality          string
	QualityFirstOn   register.Date
	QualityCheckedOn register.Date
}

// ContinuityPlans is the register of continuity plans. When a plan is looked
// at next is the common review_due.
var ContinuityPlans = register.New("continuity_plan", "Kontinuitetsplaner", "Continuity plans", func(c *ContinuityPlan, f *register.Fields) {
	f.Called("Kontinuitetsplan", "Continuity plan")
	f.About("Hur verksamheten fortsätter när ett system eller en tjänst inte fungerar.", "How the work goes on when a system or service does not.")
	f.Numbered("KPL")
	f.Group("work")
	f.Of(&c.Title).Also("Plan")
	f.Of(&c.ExtId).Also("Plan-id")
	f.Of(&c.ReviewDue).Also("Nästa översyn")
	f.Choice(&c.Status, continuityStates).Label("Status", "Status").Facet().InList(2).Steps(continuitySteps)
	f.Long(&c.Scope).Label("Omfattning", "Scope")
	f.Links(&c.Objects, Objects).Label("Objekt", "Objects").Also("Objekt-id").InList(3).Part().Back("Kontinuitetsplaner", "Continuity plans")
	f.Links(&c.Processings, Processings).Label("Behandlingar", "Processing activities").Back("Kontinuitetsplaner", "Continuity plans")
	f.Fact(&c.Critical).Label("Kritisk verksamhet", "Critical operation").Facet()
	f.Int(&c.MtdH).Label("Längsta tolererade avbrott", "Maximum tolerable downtime").Also("Längsta tolererade avbrott (timmar)", "MTD").In("h").Range(0, 87600)
	f.Int(&c.RtoH).Label("Återställningstid", "Recovery time objective").Also("RTO").In("h").Range(0, 87600)
	f.Int(&c.RpoH).Label("Största dataförlust", "Recovery point objective").Also("RPO").In("h").Range(0, 87600)
	f.Text(&c.Fallback).Label("Reservlösning", "Fallback").InList(4)
	f.Long(&c.ManualRoutine).Label("Manuell rutin", "Manual routine").MaySecret("OSL 18:13")
	f.Long(&c.ContactsOffline).Label("Kontakter utan it-stöd", "Contacts without IT").MaySecret("OSL 18:13")
	f.Text(&c.Edition).Label("Version", "Version").Max(20)
	f.Date(&c.AdoptedOn).Label("Fastställd", "Adopted on").Also("Beslutad").RequiredIn("adopted").Sort().InList(5)
	f.Ref(&c.AdoptedBy, RoleAssignments).Label("Fastställd av", "Adopted by").Back("Fastställda kontinuitetsplaner", "Continuity plans adopted")
	f.Date(&c.ValidTo).Label("Gäller till", "Valid to").Also("Upphörd", "Upphörde").RequiredIn("ended")
	f.Fact(&c.QualityCurrent).Label("Planen är aktuell", "The plan is current")
	f.Fact(&c.QualityComplete).Label("Planen är fullständig", "The plan is complete")
	f.Fact(&c.QualityKnown).Label("Planen är känd", "The plan is known")
	f.Fact(&c.QualityTested).Label("Planen är prövad", "The plan is tested")
	f.Choice(&c.Quality, planQualities).Label("Kvalitet", "Quality").Facet().InList(6)
	f.Date(&c.QualityFirstOn).Label("Kvalitet först bedömd", "Quality first judged on")
	f.Date(&c.QualityCheckedOn).Label("Kvalitet senast bedömd", "Quality last judged on")
	f.Check((*ContinuityPlan).check)
})

// continuityStates adds "ended" to domain.md's: a plan may end without a successor.
var continuityStates = register.Choices{
	{"needed", "Behövs", "Needed"}, {"draft", "Utkast", "Draft"}, {"adopted", "Gäller", "Adopted"}, {"review", "Ses över", "In review"},
	{"superseded", "Ersatt", "Superseded"}, {"ended", "Upphörd", "Ended"},
}

var continuitySteps = register.Steps{
	{"needed", "draft", "draft"}, {"draft", "adopted", "adopt"}, {"adopted", "review", "review"}, {"review", "adopted", "adopt"},
	{"adopted", "superseded", "supersede"}, {"review", "superseded", "supersede"}, {"adopted", "ended", "end"}, {"review", "ended", "end"}, {"needed", "ended", "end"}, {"draft", "ended", "end"},
}

var planQualities = register.Choices{
	{"not_evaluated", "Ej utvärderad", "Not evaluated"}, {"incomplete", "Behöver kompletteras", "Needs more"}, {"good", "God", "Good"},
}

func (c *ContinuityPlan) check(p *register.Problems) {
	if len(c.Objects) == 0 && len(c.Processings) == 0 && c.Scope == "" {
		p.At(&c.Objects, "plan-needs-scope")
	}
	if c.RtoH.Set && c.MtdH.Set && c.RtoH.N > c.MtdH.N {
		p.At(&c.RtoH, "rto-over-mtd")
	}
	if !c.ValidTo.IsZero() && c.ValidTo < c.AdoptedOn {
		p.At(&c.ValidTo, "end-before-start")
	}
	if c.Quality != "" && c.Quality != "not_evaluated" && c.QualityFirstOn.IsZero() {
		p.At(&c.QualityFirstOn, "quality-needs-date")
	}
}

package registers

import "genomlys/internal/register"

// AccessRoutine is how access to an object is granted and taken away (domain.md R18).
type AccessRoutine struct {
	register.Common
	Status            string
	Object            register.ID
	Way               string
	Uniform           register.Fact
	Authorises        register.ID
	Model             string
	DrivenBy          string
	Mfa               string
	PrivilegedCount   register.Int
	JoinerMoverLeaver string
	SharedAccounts    register.Fact
	FrequencyMonths   register.Int
	DecidedOn         register.Date
}

// AccessRoutines is the register of access routines.
var AccessRoutines = register.New("access_routine", "Behörighetsrutiner", "Access routines", func(c *AccessRoutine, f *register.Fields) {
	f.Called("Behörighetsrutin", "Access routine")
	f.About("Hur behörigheter till ett objekt ges, ändras och tas bort.", "How access to an object is granted, changed and removed.")
	f.Numbered("BHR")
	f.Group("work")
	f.Choice(&c.Status, accessRoutineStates).Label("Status", "Status").Facet().InList(2).Steps(accessRoutineSteps)
	f.Ref(&c.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Required().Part().InList(3).Back("Behörighetsrutiner", "Access routines")
	f.Text(&c.Way).Label("Arbetssätt", "Way of working").Facet().InList(4).
		Help("På vilken väg behörigheter ges och tas bort, till exempel Central behörighetsbeställning.", "By which order access is handled, such as a central ordering service.")
	f.Fact(&c.Uniform).Label("Enhetlig rutin", "Uniform routine").
		Help("Följer organisationens gemensamma rutin.", "Follows the organisation's common routine.")
	f.Ref(&c.Authorises, RoleAssignments).Label("Beslutar om behörighet", "Authorises").Back("Beslutar om behörighet till", "Authorises access to")
	f.Choice(&c.Model, accessModels).Label("Modell", "Model").Facet().InList(5)
	f.Choice(&c.DrivenBy, accessDrivers).Label("Styrs av", "Driven by").Facet().InList(6)
	f.Choice(&c.Mfa, mfaUses).Label("Flerfaktorsautentisering", "Multi-factor authentication").Facet()
	f.Int(&c.PrivilegedCount).Label("Konton med hög behörighet", "Privileged accounts").Range(0, 1e9)
	f.Choice(&c.JoinerMoverLeaver, joinerWays).Label("Vid anställning, byte och avslut", "On joining, moving and leaving")
	f.Fact(&c.SharedAccounts).Label("Delade konton", "Shared accounts")
	f.Int(&c.FrequencyMonths).Label("Granskas varje", "Reviewed every").In("months").Range(1, 120).InList(7)
	f.Date(&c.DecidedOn).Label("Beslutad", "Decided on").RequiredIn("decided")
	f.Derive(func(c *AccessRoutine) { entitle(&c.Title, "Behörighetsrutin", c.Way) })
})

var accessRoutineStates = register.Choices{{"draft", "Utkast", "Draft"}, {"decided", "Beslutad", "Decided"}, {"ended", "Upphörd", "Ended"}}

var accessRoutineSteps = register.Steps{{"draft", "decided", "decide"}, {"decided", "draft", "revise"}, {"*", "ended", "end"}}

var accessModels = register.Choices{{"role", "Roll", "Role"}, {"individual", "Individuell", "Individual"}, {"group", "Grupp", "Group"}, {"attribute", "Attribut", "Attribute"}}

var accessDrivers = register.Choices{{"controller", "Personuppgiftsansvarig", "Controller"}, {"processor", "Personuppgiftsbiträde", "Processor"}, {"mixed", "Båda", "Both"}}

var mfaUses = register.Choices{{"all", "Alla", "All"}, {"privileged", "Hög behörighet", "Privileged"}, {"none", "Ingen", "None"}}

var joinerWays = register.Choices{{"automatic", "Automatiskt", "Automatic"}, {"manual", "Manuellt", "Manual"}, {"none", "Saknas", "None"}}

package registers

import "genomlys/internal/register"

// RoleAssignment is a function held by somebody in the owning organisation.
// It is what other registers name as owner or decider: rights and decisions
// follow the function held, not the person (domain.md 2, C9).
type RoleAssignment struct {
	register.Common
	Status        string
	Person        register.ID
	Function      string
	Object        register.ID
	Unit          string
	Email         string
	SubstituteFor register.ID
	ValidFrom     register.Date
	ValidTo       register.Date
}

var functions = register.Choices{
	{"object_owner", "Objektägare", "Object owner"}, {"object_manager", "Objektledare", "Object manager"},
	{"object_manager_it", "Objektledare it", "Object manager, IT"}, {"information_owner", "Informationsägare", "Information owner"},
	{"isam", "Informationssäkerhetssamordnare", "Information security coordinator"}, {"dpo", "Dataskyddsombud", "Data protection officer"},
	{"privacy_contact", "Dataskyddskontakt", "Privacy contact"}, {"head", "Förvaltningschef eller bolagschef", "Head of office or company"},
	{"city_manager", "Stadsdirektör", "City manager"}, {"board", "Nämnd eller styrelse", "Board"},
	{"central_isec", "Central informationssäkerhetsfunktion", "Central information security function"},
	{"internal_control_coordinator", "Internkontrollsamordnare", "Internal control coordinator"},
	{"continuity_coordinator", "Kontinuitetssamordnare", "Continuity coordinator"}, {"incident_lead", "Incidentledare", "Incident lead"},
	{"soc", "Säkerhetsövervakning", "Security operations"}, {"procurement_lead", "Upphandlingsansvarig", "Procurement lead"},
	{"archivist", "Arkivarie", "Archivist"}, {"registrar", "Registrator", "Registrar"}, {"auditor", "Revisor", "Auditor"},
	{"elected_auditor", "Förtroendevald revisor", "Elected auditor"}, {"respondent", "Svarande", "Respondent"},
	{"supplier_contact", "Leverantörskontakt", "Supplier contact"}, {"system_admin", "Systemadministratör", "System administrator"},
	{"other", "Annan funktion", "Other function"},
}

// RoleAssignments is the register of functions (domain.md R02).
var RoleAssignments = register.New("role_assignment", "Funktioner", "Functions", func(x *RoleAssignment, f *register.Fields) {
	f.Called("Funktion", "Function")
	f.About("Vem som innehar vilken funktion och när; en funktion utan person är en vakans.", "Who holds which function and when; a function without a person is a vacancy.")
	f.Numbered("FUN")
	f.Group("settings")
	f.Of(&x.Title).Label("Funktion", "Name of the function").Also("Roll", "Befattning").
		Help("Som den kallas i verksamheten, till exempel Objektägare lön och personal.", "As it is called in the work, for example Object owner payroll.")
	f.Choice(&x.Status, register.Choices{{"active", "Gäller", "In force"}, {"ended", "Upphörd", "Ended"}}).
		Label("Status", "Status").Facet().InList(6).
		Steps(register.Steps{{"active", "ended", "end"}, {"ended", "active", "reopen"}})
	// Not required: a function that nobody holds is a vacancy, which the review counts.
	f.Ref(&x.Person, Persons).Label("Person", "Person").Also("Innehavare", "Namn").InList(3).Back("Funktioner", "Functions").MaySecret("OSL 21:3")
	f.Choice(&x.Function, functions).Label("Slag av funktion", "Kind of function").Required().Facet().InList(2).
		Help("Slaget ger rättigheterna i produkten.", "The kind gives the rights in the product.")
	// Objects are declared later and refer here, so the target cannot be named.
	f.Any(&x.Object).Label("Gäller bara objektet", "Only for the object").
		Help("Lämna tomt om funktionen gäller hela organisationen.", "Leave empty if the function covers the whole organisation.")
	f.Text(&x.Unit).Label("Enhet", "Unit").Also("Avdelning").Facet().Sort().InList(4)
	f.Text(&x.Email).Label("E-post", "E-mail").Also("E-postadress", "Funktionsbrevlåda").Max(254).InList(5).
		Help("Funktionens egen brevlåda, om den har en.", "The function's own mailbox, if it has one.")
	f.Self(&x.SubstituteFor).Label("Ersättare för", "Substitute for").Back("Ersättare", "Substitutes")
	f.Date(&x.ValidFrom).Label("Från", "From").Also("Gäller från").Sort()
	f.Date(&x.ValidTo).Label("Till", "To").Also("Gäller till").Sort()
	f.Check((*RoleAssignment).check)
})

func (x *RoleAssignment) check(p *register.Problems) {
	if backwards(x.ValidFrom, x.ValidTo) {
		p.At(&x.ValidTo, "end-before-start")
	}
	if !mailbox(x.Email) {
		p.At(&x.Email, "not-an-address")
	}
}

// backwards tells whether a period ends before it starts.
func backwards(from, to register.Date) bool {
	return !from.IsZero() && !to.IsZero() && to < from
}

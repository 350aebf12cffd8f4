package registers

import "genomlys/internal/register"

// AccessAccount is one account in a round of access review, as the system's own
// list told of it, with what was decided about it (domain.md R18).
type AccessAccount struct {
	register.Common
	Status       string
	Review       register.ID
	Object       register.ID
	Account      string
	Holder       string
	Mail         string
	Person       register.ID
	HolderState  string
	Roles        []string
	RolesBefore  []string
	Privileged   register.Fact
	LastLogin    register.Date
	SinceLast    string
	Remarks      []string
	Decision     string
	NewRoles     []string
	Reason       string
	DecidedOn    register.Date
	DecidedBy    register.ID
	CarriedOutOn register.Date
	CarriedOutBy register.ID
	VerifiedOn   register.Date
	VerifiedBy   register.ID
	Evidence     string
}

// AccessAccounts is the register of accounts in access reviews, a row each.
var AccessAccounts = register.New("access_account", "Granskade konton", "Accounts reviewed", func(c *AccessAccount, f *register.Fields) {
	f.Called("Granskat konto", "Account reviewed")
	f.About("Kontona i en behörighetsgranskning och vad som beslutades om vart och ett.", "The accounts of an access review and what was decided about each.")
	f.Numbered("BHK")
	f.Group("work")
	f.OrderBy("account")
	f.Choice(&c.Status, accessAccountStates).Label("Status", "Status").Facet().InList(2).Steps(accessAccountSteps)
	f.Ref(&c.Review, AccessReviews).Label("Behörighetsgranskning", "Access review").Also("Granskning").Required().Facet().Back("Konton", "Accounts")
	f.Ref(&c.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Required().Part().Back("Granskade konton", "Accounts reviewed")
	f.Text(&c.Account).Label("Konto", "Account").Also("Användarnamn", "Användar-id", "Användare", "Konto-id", "Username", "User", "Login").Required().Max(200).Sort()
	f.Text(&c.Holder).Label("Innehavare", "Holder").Also("Namn", "Name").Max(200).MaySecret("OSL 21:3")
	f.Text(&c.Mail).Label("E-post", "E-mail").Also("E-postadress", "Mejl").Max(254).MaySecret("OSL 21:3")
	f.Ref(&c.Person, Persons).Label("Person", "Person").InList(3).Back("Granskade konton", "Accounts reviewed").MaySecret("OSL 21:3")
	f.Choice(&c.HolderState, holderStates).Label("Innehavarens läge", "State of the holder").Facet()
	f.Words(&c.Roles).Label("Roller", "Roles").Also("Behörigheter", "Grupper", "Permissions", "Groups").InList(4).MaySecret("OSL 18:8")
	f.Words(&c.RolesBefore).Label("Roller vid förra granskningen", "Roles at the last review").MaySecret("OSL 18:8")
	f.Fact(&c.Privileged).Label("Hög behörighet", "Privileged").Also("Administratör", "Administrator")
	f.Date(&c.LastLogin).Label("Senaste inloggning", "Last login").Also("Senast inloggad").Sort().InList(5)
	f.Choice(&c.SinceLast, accountChanges).Label("Sedan förra granskningen", "Since the last review").Facet().InList(6)
	f.Choices(&c.Remarks, accountRemarks).Label("Att se på", "To look at").InList(7)
	f.Choice(&c.Decision, accountDecisions).Label("Beslut", "Decision").Facet().ByProduct()
	f.Words(&c.NewRoles).Label("Roller efter ändringen", "Roles after the change").RequiredIn("to_change").MaySecret("OSL 18:8")
	f.Long(&c.Reason).Label("Skäl eller fråga", "Reason or question").RequiredIn("asked").MaySecret("OSL 18:8")
	f.Date(&c.DecidedOn).Label("Beslutad den", "Decided on")
	f.Ref(&c.DecidedBy, RoleAssignments).Label("Beslutad av", "Decided by").Back("Beslutade konton", "Accounts decided on")
	f.Date(&c.CarriedOutOn).Label("Genomförd den", "Carried out on").RequiredIn("done")
	f.Ref(&c.CarriedOutBy, RoleAssignments).Label("Genomförd av", "Carried out by").Back("Ändrade konton", "Accounts changed")
	f.Date(&c.VerifiedOn).Label("Kontrollerad den", "Verified on").RequiredIn("verified")
	f.Ref(&c.VerifiedBy, RoleAssignments).Label("Kontrollerad av", "Verified by").RequiredIn("verified").Back("Kontrollerade konton", "Accounts verified")
	f.Text(&c.Evidence).Label("Så kontrollerades det", "How it was verified").RequiredIn("verified")
	f.Derive((*AccessAccount).fill)
	f.Check((*AccessAccount).check)
})

var accessAccountStates = register.Choices{
	{"open", "Att besluta", "To decide"}, {"asked", "Fråga ställd", "Asked"}, {"kept", "Behålls", "Kept"}, {"to_change", "Ska ändras", "To be changed"},
	{"to_remove", "Ska tas bort", "To be removed"}, {"done", "Genomfört", "Carried out"}, {"verified", "Kontrollerat", "Verified"},
}

// A decision may be taken back while the round goes on; what was carried out
// and turns out not to be goes back to be done. What a later list shows to be
// done is verified even if nobody said so.
var accessAccountSteps = register.Steps{
	{"open", "kept", "keep"}, {"open", "to_change", "change"}, {"open", "to_remove", "remove"}, {"open", "asked", "ask"},
	{"asked", "kept", "keep"}, {"asked", "to_change", "change"}, {"asked", "to_remove", "remove"},
	{"kept", "open", "reconsider"}, {"to_change", "open", "reconsider"}, {"to_remove", "open", "reconsider"},
	{"to_change", "done", "carry_out"}, {"to_remove", "done", "carry_out"}, {"done", "verified", "verify"},
	{"to_change", "verified", "verify"}, {"to_remove", "verified", "verify"},
	{"done", "to_remove", "still_there"}, {"done", "to_change", "not_changed"},
}

var holderStates = register.Choices{{"active", "Anställd eller verksam", "Active"}, {"left", "Har slutat", "Has left"}, {"none", "Ingen känd person", "No known person"}}

var accountChanges = register.Choices{{"new", "Ny", "New"}, {"changed", "Ändrade roller", "Roles changed"}, {"same", "Oförändrad", "Unchanged"}}

var accountRemarks = register.Choices{
	{"no_person", "Ingen känd person", "No known person"}, {"left", "Personen har slutat", "The person has left"}, {"dormant", "Inte använt länge", "Not used for long"},
	{"not_removed", "Skulle ha tagits bort", "Was to be removed"}, {"privileged", "Hög behörighet", "Privileged"}, {"new", "Nytt sedan sist", "New since last"}, {"roles_changed", "Ändrade roller sedan sist", "Roles changed since last"},
}

var accountDecisions = register.Choices{{"keep", "Behåll", "Keep"}, {"change", "Ändra", "Change"}, {"remove", "Ta bort", "Remove"}, {"ask", "Fråga", "Ask"}}

var decisionOf = map[string]string{"open": "", "asked": "ask", "kept": "keep", "to_change": "change", "to_remove": "remove"}

// fill says the decision that the state tells; what is carried out keeps the
// decision it carries out. The holder is not in the name, which everybody sees.
func (c *AccessAccount) fill() {
	entitle(&c.Title, c.Account)
	if d, ok := decisionOf[c.Status]; ok {
		c.Decision = d
	}
}

func (c *AccessAccount) check(p *register.Problems) {
	if !mailbox(c.Mail) {
		p.At(&c.Mail, "not-an-address")
	}
	if backwards(c.DecidedOn, c.CarriedOutOn) {
		p.At(&c.CarriedOutOn, "end-before-start")
	}
	if backwards(c.CarriedOutOn, c.VerifiedOn) {
		p.At(&c.VerifiedOn, "end-before-start")
	}
}

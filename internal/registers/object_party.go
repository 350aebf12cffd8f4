package registers

import "genomlys/internal/register"

// ObjectParty is what an organisation is to an object during a time: an
// organisation may be both controller and processor of the same object.
type ObjectParty struct {
	register.Common
	Status    string
	Object    register.ID
	Party     register.ID
	Role      string
	ValidFrom register.Date
	ValidTo   register.Date
}

var partyRoles = register.Choices{
	{"controller", "Personuppgiftsansvarig (PuA)", "Controller"}, {"joint_controller", "Gemensamt personuppgiftsansvarig", "Joint controller"},
	{"processor", "Personuppgiftsbiträde (PuB)", "Processor"}, {"user", "Använder", "User"},
}

// ObjectParties is the register of who is what to an object (domain.md R03, C5).
var ObjectParties = register.New("object_party", "Parter till objekt", "Parties of objects", func(x *ObjectParty, f *register.Fields) {
	f.Called("Part", "Party")
	f.About("Vilka organisationer som ansvarar för, är biträde i eller använder ett objekt, och när.", "Which organisations are controllers, processors or users of an object, and when.")
	f.Numbered("PRT")
	f.Group("register")
	f.Of(&x.Title).InList(0)
	f.Choice(&x.Status, register.Choices{{"active", "Gäller", "In force"}, {"ended", "Upphörd", "Ended"}}).
		Label("Status", "Status").Facet().InList(6).Steps(register.Steps{{"active", "ended", "end"}, {"ended", "active", "reopen"}})
	f.Ref(&x.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Required().Part().InList(1).Back("Parter", "Parties")
	f.Ref(&x.Party, Orgs).Label("Organisation", "Organisation").Also("Part", "Används av").Required().Facet().InList(2).Back("Roller i objekt", "Roles in objects")
	f.Choice(&x.Role, partyRoles).Label("Roll", "Role").Also("Ansvarsroll").Required().Facet().InList(3)
	f.Date(&x.ValidFrom).Label("Gäller från", "Valid from").Sort().InList(4)
	f.Date(&x.ValidTo).Label("Gäller till", "Valid to").Sort().InList(5)
	f.Derive(func(x *ObjectParty) {
		if x.Title == "" {
			x.Title = partyRoles.Label(x.Role).SV
		}
	})
	f.Check((*ObjectParty).check)
})

func (x *ObjectParty) check(p *register.Problems) {
	if backwards(x.ValidFrom, x.ValidTo) {
		p.At(&x.ValidTo, "end-before-start")
	}
}

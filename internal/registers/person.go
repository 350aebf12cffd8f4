package registers

import (
	"strings"

	"genomlys/internal/register"
)

// Person is a human being who holds functions; the name is the title.
type Person struct {
	register.Common
	Status            string
	Email             string
	Phone             string
	ProtectedIdentity register.Fact
}

// Persons is the register of people (domain.md R02).
var Persons = register.New("person", "Personer", "People", func(x *Person, f *register.Fields) {
	f.Called("Person", "Person")
	f.About("Människor som innehar funktioner; byts någon ut står funktionen kvar.", "People who hold functions; when somebody leaves, the function remains.")
	f.Numbered("PER")
	f.Group("settings")
	f.Of(&x.Title).Label("Namn", "Name").Also("Person", "För- och efternamn").MaySecret("OSL 21:3")
	f.Of(&x.ExtId).Help("Identiteten hos inloggningstjänsten.", "The identity at the identity provider.")
	f.Choice(&x.Status, register.Choices{{"active", "Aktiv", "Active"}, {"left", "Slutat", "Left"}}).
		Label("Status", "Status").Facet().InList(4).
		Steps(register.Steps{{"active", "left", "leave"}, {"left", "active", "return"}})
	f.Text(&x.Email).Label("E-post", "E-mail").Also("E-postadress", "Mejl").Required().Max(254).Sort().InList(2).MaySecret("OSL 21:3")
	f.Text(&x.Phone).Label("Telefon", "Telephone").Also("Telefonnummer", "Mobil").Max(40).InList(3).MaySecret("OSL 21:3")
	f.Fact(&x.ProtectedIdentity).Label("Skyddade personuppgifter", "Protected identity").
		Help("Ja döljer personens kontaktuppgifter för andra än dem som måste ha dem.", "Yes hides the person's contact details from all but those who need them.")
	f.Check((*Person).check)
})

func (x *Person) check(p *register.Problems) {
	if !mailbox(x.Email) {
		p.At(&x.Email, "not-an-address")
	}
}

// mailbox tells whether a text can be an e-mail address; an empty one can.
func mailbox(s string) bool {
	if s == "" {
		return true
	}
	name, host, ok := strings.Cut(s, "@")
	return ok && name != "" && host != "" && !strings.ContainsAny(s, " ,;<>") && !strings.Contains(host, "@")
}

package registers

import "genomlys/internal/register"

// Requirement is that an object needs a control, why, and how far the supplier
// has taken it on.
type Requirement struct {
	register.Common
	Status        string
	Object        register.ID
	Control       register.ID
	Because       string
	Origin        register.ID
	Basis         string
	Level         register.Int
	Applicable    register.Fact
	NotApplicable string
	WantedIn      string
	Agreement     register.ID
	Logging       register.Fact
	StatedOn      register.Date
	Detail        string
}

// Requirements is the register of requirements on objects (domain.md R10 b, R08).
var Requirements = register.New("requirement", "Krav", "Requirements", func(x *Requirement, f *register.Fields) {
	f.Called("Krav", "Requirement")
	f.About("Vad varje objekt ska ha, varför, och om leverantören har tagit på sig det.", "What each object is to have, why, and whether the supplier has taken it on.")
	f.Numbered("KRV")
	f.Group("work")
	// The states of a requirement in a service agreement (domain.md R08).
	f.Choice(&x.Status, register.Choices{
		{"not_stated", "Ej ställt", "Not stated"}, {"stated", "Ställt", "Stated"}, {"accepted", "Godtaget", "Accepted"}, {"contracted", "Avtalat", "Contracted"},
		{"delivered", "Levererat", "Delivered"}, {"verified", "Kontrollerat", "Verified"}, {"rejected", "Avvisat", "Rejected"},
	}).Label("Status", "Status").Facet().InList(6).Steps(register.Steps{
		{"not_stated", "stated", "state"}, {"stated", "accepted", "accept"}, {"stated", "rejected", "reject"}, {"accepted", "contracted", "contract"}, {"stated", "contracted", "contract"},
		{"contracted", "delivered", "deliver"}, {"delivered", "verified", "verify"}, {"rejected", "stated", "state"}, {"delivered", "contracted", "return"},
	})
	f.Ref(&x.Object, Objects).Label("Objekt", "Object").Also("Objekt-id").Required().Part().InList(2).Back("Krav", "Requirements")
	f.Ref(&x.Control, Controls).Label("Säkerhetsåtgärd", "Control").Required().InList(3).Back("Krav", "Requirements")
	f.Choice(&x.Because, register.Choices{{"class", "Klassning", "Classification"}, {"risk", "Risk", "Risk"}, {"dpia", "Konsekvensbedömning", "Impact assessment"}, {"law", "Lag", "Law"}, {"agreement", "Avtal", "Agreement"}, {"norm", "Norm", "Norm"}}).
		Label("Följer av", "Because of").Required().Facet().InList(4)
	f.Any(&x.Origin).Label("Kommer från", "Comes from").Help("Klassningen, risken eller bedömningen som kravet följer av.", "The classification, risk or assessment that it follows.")
	f.Text(&x.Basis).Label("Lagrum", "Legal basis").Help("Till exempel dataskyddsförordningen artikel 25.", "For example GDPR article 25.")
	f.Level(&x.Level).Label("Nivå", "Level").InList(5)
	f.Fact(&x.Applicable).Label("Tillämpligt", "Applicable")
	f.Text(&x.NotApplicable).Label("Skäl till att det inte är tillämpligt", "Why it is not applicable")
	f.Choice(&x.WantedIn, register.Choices{{"service_agreement", "Systemtjänsteavtal", "Service agreement"}, {"own_work", "Eget arbete", "Own work"}}).Label("Ställs i", "Wanted in").Facet()
	f.Ref(&x.Agreement, Agreements).Label("Avtal", "Agreement").InList(7).Back("Krav", "Requirements")
	// Not in domain.md: requirements on logging are counted for themselves (F19).
	f.Fact(&x.Logging).Label("Gäller loggning", "On logging")
	f.Date(&x.StatedOn).Label("Ställt den", "Stated on").Sort()
	f.Long(&x.Detail).Label("Kravet i ord", "The requirement in words").MaySecret("OSL 18:8")
	f.Derive(func(x *Requirement) { entitle(&x.Title, "Krav", x.Basis) })
	f.Check((*Requirement).check)
})

func (x *Requirement) check(p *register.Problems) {
	if x.Applicable == register.No && x.NotApplicable == "" {
		p.At(&x.NotApplicable, "reason-needed")
	}
	stopped(p, lawOf("").Classify(), &x.Level)
}

package registers

import "genomlys/internal/register"

// Control is a safeguard of a catalogue, which requirements ask for.
type Control struct {
	register.Common
	Status                         string
	Catalogue                      string
	CatalogueVersion               string
	Code                           string
	Theme                          string
	Description                    string
	Aspects                        []string
	LevelK, LevelR, LevelT, LevelS register.Int
	Kind                           string
	VerifyHow                      string
	CostOnce                       register.Int
	CostYearly                     register.Int
	ValidFrom                      register.Date
	ValidTo                        register.Date
	ReplacedBy                     register.ID
}

// Controls is the catalogue of controls (domain.md R10 a, 10).
var Controls = register.New("control", "Säkerhetsåtgärder", "Controls", func(x *Control, f *register.Fields) {
	f.Called("Säkerhetsåtgärd", "Control")
	f.About("Katalogen över åtgärder att kräva, från standarden och stadens egna.", "The catalogue of measures to require, from the standard and the city's own.")
	f.Numbered("SKA")
	f.Group("settings")
	f.OrderBy("code")
	f.Choice(&x.Status, register.Choices{{"in_use", "Används", "In use"}, {"replaced", "Ersatt", "Replaced"}}).
		Label("Status", "Status").Facet().InList(6).Steps(register.Steps{{"in_use", "replaced", "replace"}, {"replaced", "in_use", "reopen"}})
	f.Choice(&x.Catalogue, register.Choices{{"iso27001_2022", "ISO/IEC 27001:2022 bilaga A", "ISO/IEC 27001:2022 Annex A"}, {"city", "Stadens egen", "The city's own"}, {"klassa", "KLASSA", "KLASSA"}, {"other", "Annan", "Other"}}).
		Label("Katalog", "Catalogue").Required().Facet().InList(3)
	f.Text(&x.CatalogueVersion).Label("Katalogens version", "Version of the catalogue").Max(40)
	f.Text(&x.Code).Label("Beteckning", "Code").Also("Nummer", "Kod").Required().Max(40).Sort().InList(2)
	f.Choice(&x.Theme, register.Choices{
		{"organisational", "Organisatoriska", "Organisational"}, {"people", "Personrelaterade", "People"}, {"physical", "Fysiska", "Physical"}, {"technological", "Tekniska", "Technological"},
	}).Label("Tema", "Theme").Facet().InList(4)
	f.Long(&x.Description).Label("Beskrivning", "Description")
	f.Choices(&x.Aspects, aspects).Label("Skyddar", "Protects").InList(5)
	level := func(p *register.Int, sv, en string) {
		f.Level(p).Label(sv, en)
	}
	level(&x.LevelK, "Krävs från konfidentialitet", "Required from confidentiality")
	level(&x.LevelR, "Krävs från riktighet", "Required from integrity")
	level(&x.LevelT, "Krävs från tillgänglighet", "Required from availability")
	level(&x.LevelS, "Krävs från spårbarhet", "Required from traceability")
	f.Choice(&x.Kind, register.Choices{{"technical", "Teknisk", "Technical"}, {"organisational", "Organisatorisk", "Organisational"}}).Label("Slag", "Kind").Facet()
	f.Long(&x.VerifyHow).Label("Så kontrolleras den", "How to verify")
	// Not in domain.md R10: the sums of the what-if on raised levels (domain.md 4.2).
	f.Money(&x.CostOnce).Label("Kostnad en gång", "One-off cost")
	f.Money(&x.CostYearly).Label("Kostnad per år", "Yearly cost")
	f.Date(&x.ValidFrom).Label("Gäller från", "Valid from").Sort()
	f.Date(&x.ValidTo).Label("Gäller till", "Valid to").Sort()
	f.Self(&x.ReplacedBy).Label("Ersätts av", "Replaced by").Back("Ersätter", "Replaces")
	f.Check((*Control).check)
})

func (x *Control) check(p *register.Problems) {
	if backwards(x.ValidFrom, x.ValidTo) {
		p.At(&x.ValidTo, "end-before-start")
	}
}

package registers

import (
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/register"
)

// OwnField is a field that an organisation adds to a register, for its own
// records and those of the organisations below it.
type OwnField struct {
	register.Common
	Status       string
	RegisterName string
	Name         string
	TitleEn      string
	Kind         string
	Options      []OwnOption
	Help         string
	HelpEn       string
	ValidFrom    register.Date
	ValidTo      register.Date
}

// OwnOption is an allowed value of an own field.
type OwnOption struct {
	Code string `json:"code"`
	SV   string `json:"sv"`
	EN   string `json:"en,omitempty"`
}

// OwnFields is the register of fields that organisations have added.
var OwnFields = register.New("own_field", "Egna fält", "Own fields", func(c *OwnField, f *register.Fields) {
	f.Called("Eget fält", "Own field")
	f.About("Fält som organisationen lägger till i ett register, för sig själv och de organisationer som står under den.", "Fields that the organisation adds to a register, for itself and the organisations below it.")
	f.Numbered("FLT")
	f.Group("settings")
	f.Of(&c.Title).Label("Etikett", "Label").Help("Så heter fältet på sidor och i filer.", "What the field is called on pages and in files.")
	f.Text(&c.TitleEn).Label("Etikett på engelska", "Label in English").Max(200).
		Help("Utelämnas den visas den svenska.", "Without it the Swedish one is shown.")
	f.Choice(&c.Status, ownFieldStates).Label("Status", "Status").Facet().InList(2).Steps(ownFieldSteps)
	f.Choice(&c.RegisterName, nil).Label("Register", "Register").Required().Facet().InList(3).
		Help("Kan inte ändras efteråt.", "Cannot be changed afterwards.")
	f.Choice(&c.Kind, ownFieldKinds).Label("Slag", "Kind").Required().Facet().InList(4).
		Help("Kan inte ändras efteråt.", "Cannot be changed afterwards.")
	f.Text(&c.Name).Label("Kortnamn", "Short name").Max(40).Sort().InList(5).
		Help("Små bokstäver a–z, siffror och understreck, som cost_centre. Används i filter och API som local.cost_centre. Utelämnas det görs det av etiketten. Kan inte ändras efteråt.",
			"Small letters a–z, digits and underscores, as cost_centre. Used in filters and the API as local.cost_centre. Without it, it is made of the label. Cannot be changed afterwards.")
	f.List(&c.Options, register.Col("code", register.Text, "Kod", "Code"), register.Col("sv", register.Text, "Svenska", "Swedish"), register.Col("en", register.Text, "Engelska", "English")).
		Label("Val", "Options").Help("För slaget Ett av flera val.", "For the kind One of several choices.")
	f.Text(&c.Help).Label("Hjälptext", "Help").Max(300)
	f.Text(&c.HelpEn).Label("Hjälptext på engelska", "Help in English").Max(300)
	f.Date(&c.ValidFrom).Label("Används från", "In use from").InList(6)
	f.Date(&c.ValidTo).Label("Används till", "In use to").InList(7).
		Help("Därefter visas fältet inte i nya formulär. Det som fyllts i finns kvar.", "After that the field is not shown in new forms. What was filled in remains.")
	f.Derive((*OwnField).named)
	f.Check((*OwnField).check)
})

var ownFieldStates = register.Choices{{"active", "Används", "In use"}, {"ended", "Avslutat", "Ended"}}

var ownFieldSteps = register.Steps{{"active", "ended", "end"}, {"ended", "active", "restore"}}

var ownFieldKinds = register.Choices{{"text", "Text på en rad", "Text on one line"}, {"long", "Längre text", "Longer text"}, {"number", "Heltal", "Whole number"}, {"date", "Datum", "Date"},
	{"choice", "Ett av flera val", "One of several choices"}, {"fact", "Ja, nej eller vet ej", "Yes, no or not known"}, {"person", "Person eller funktion", "Person or function"}}

const maxOwnOptions = 100

// without are the registers that take no own fields: they hold declarations,
// settings and remarks, not what the office keeps about something.
var without = []string{"own_field", "saved_view", "setting", "comment", "attachment"}

// ownFieldRegisters gives the registers in which own fields are had.
func ownFieldRegisters(c *register.Catalogue) register.Choices {
	var out register.Choices
	for _, r := range c.All {
		if !slices.Contains(without, r.Name) {
			out = append(out, register.Option{Code: r.Name, SV: r.Title.SV, EN: r.Title.EN})
		}
	}
	return out
}

// named makes the short name of the label where none is given.
func (c *OwnField) named() {
	if c.Name != "" {
		return
	}
	plain := strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", "ü", "u").Replace(strings.ToLower(c.Title))
	words := strings.FieldsFunc(plain, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	name := strings.TrimLeft(strings.Join(words, "_"), "0123456789_")
	c.Name = strings.TrimRight(name[:min(len(name), 40)], "_")
}

func (c *OwnField) check(p *register.Problems) {
	if !register.ValidOwnKey(c.Name) {
		p.At(&c.Name, "own-name")
	}
	if c.ValidFrom != "" && c.ValidTo != "" && c.ValidTo < c.ValidFrom {
		p.At(&c.ValidTo, "end-before-start")
	}
	if c.Kind == "choice" && len(c.Options) == 0 {
		p.At(&c.Options, "own-options-needed")
	}
	if len(c.Options) > maxOwnOptions {
		p.At(&c.Options, "own-many-options", strconv.Itoa(maxOwnOptions))
	}
	seen := map[string]bool{}
	for _, o := range c.Options {
		if seen[o.Code] || !register.ValidOwnKey(o.Code) {
			p.At(&c.Options, "own-option")
			return
		}
		seen[o.Code] = true
	}
}

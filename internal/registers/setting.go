package registers

import (
	"encoding/json"

	"genomlys/internal/register"
)

// Setting is a rule of the office's own in the place of a shipped one from a
// day on: the rule book says which may be had (rulebook.Changeable).
type Setting struct {
	register.Common
	Status     string
	Code       string
	Value      string
	ValidFrom  register.Date
	Reason     string
	ProposedBy register.ID
	AdoptedBy  register.ID
	AdoptedOn  register.Date
}

// Settings is the register of the office's own rules (domain.md C10).
var Settings = register.New("setting", "Egna regler", "Own rules", func(c *Setting, f *register.Fields) {
	f.Called("Egen regel", "Own rule")
	f.About("Skalor, gränser, mål och datum som skiljer sig från dem som följer med, från vilken dag och varför.", "Scales, thresholds, targets and dates that differ from those shipped, from which day and why.")
	f.Numbered("REG")
	f.Group("settings")
	f.Choice(&c.Status, settingStates).Label("Status", "Status").Facet().InList(4).Steps(settingSteps)
	f.Text(&c.Code).Label("Regel", "Rule").Max(100).Required().Facet().Sort().InList(2).
		Help("Kod som threshold.class_current_months; sidan om regler och tider visar alla.", "A code such as threshold.class_current_months; the page of rules and times shows all.")
	f.Long(&c.Value).Label("Värde", "Value").Required().
		Help("Det som skiljer sig, som JSON: {\"values\":[24]}.", "What differs, as JSON: {\"values\":[24]}.")
	f.Date(&c.ValidFrom).Label("Gäller från", "Valid from").Required().Sort().InList(3)
	f.Long(&c.Reason).Label("Skäl", "Reason").Required()
	f.Ref(&c.ProposedBy, Persons).Label("Föreslagen av", "Proposed by").InList(5).Back("Föreslagna regler", "Rules proposed")
	f.Ref(&c.AdoptedBy, Persons).Label("Antagen av", "Adopted by").InList(6).Back("Antagna regler", "Rules adopted")
	f.Date(&c.AdoptedOn).Label("Antagen", "Adopted on")
	f.Check((*Setting).check)
})

// HeadingCode is the code of the office's own words for a heading in the outline
// of its reviews.
func HeadingCode(section string) string { return HeadingCodes + section }

// HeadingCodes begins them.
const HeadingCodes = "heading."

var settingStates = register.Choices{{"proposed", "Föreslagen", "Proposed"}, {"adopted", "Antagen", "Adopted"}, {"withdrawn", "Återtagen", "Withdrawn"}}

var settingSteps = register.Steps{{"proposed", "adopted", "adopt"}, {"proposed", "withdrawn", "withdraw"}}

func (c *Setting) check(p *register.Problems) {
	if c.Value == "" {
		return // told already
	}
	var v map[string]json.RawMessage
	if err := json.Unmarshal([]byte(c.Value), &v); err != nil || len(v) == 0 {
		p.At(&c.Value, "not-json-object")
	}
}

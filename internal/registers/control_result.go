package registers

import (
	"genomlys/internal/register"
)

// ControlResult is what a control activity showed in a period (domain.md R22).
type ControlResult struct {
	register.Common
	Status         string
	Activity       register.ID
	Year           register.Int
	Period         string
	PeriodFrom     register.Date
	PeriodTo       register.Date
	PerformedOn    register.Date
	TestedN        register.Int
	DeviationsN    register.Int
	Text           string
	DeviationLevel string
	ConfirmedBy    register.ID
	ConfirmedOn    register.Date
	Actions        []register.Link
}

// ControlResults is the register of results of internal control.
var ControlResults = register.New("control_result", "Kontrollresultat", "Control results", func(c *ControlResult, f *register.Fields) {
	f.Called("Kontrollresultat", "Control result")
	f.About("Vad kontrollerna visade i varje period.", "What the controls showed in each period.")
	f.Numbered("IKU")
	f.Group("governance")
	f.OrderBy("performed_on desc")
	f.Choice(&c.Status, controlResultStates).Label("Status", "Status").Facet().InList(2).Steps(controlResultSteps)
	f.Ref(&c.Activity, ControlActivities).Label("Kontrollaktivitet", "Control activity").Also("Kontroll-id").Required().Part().InList(3).Back("Resultat", "Results")
	f.Int(&c.Year).Label("År", "Year").Range(2000, 2100)
	f.Choice(&c.Period, controlPeriods).Label("Period", "Period").Facet()
	f.Date(&c.PeriodFrom).Label("Period från", "Period from").Required().Sort().InList(4).
		Help("Fylls i av år och period när den lämnas tom.", "Filled in from year and period when left empty.")
	f.Date(&c.PeriodTo).Label("Period till", "Period to").Required().Sort().InList(5)
	f.Date(&c.PerformedOn).Label("Genomförd", "Performed on").RequiredIn("performed", "confirmed").Sort().InList(6)
	f.Int(&c.TestedN).Label("Antal kontrollerade", "Number tested").Range(0, 1e9).AskedIn("performed")
	f.Int(&c.DeviationsN).Label("Antal avvikelser", "Number of deviations").Range(0, 1e9).AskedIn("performed")
	f.Long(&c.Text).Label("Resultat", "Result").AskedIn("performed")
	f.Choice(&c.DeviationLevel, controlDeviationLevels).Label("Avvikelse", "Deviation").RequiredIn("performed", "confirmed").Facet().InList(7)
	f.Ref(&c.ConfirmedBy, RoleAssignments).Label("Nivån bekräftad av", "Level confirmed by").RequiredIn("confirmed").Back("Bekräftade kontrollresultat", "Control results confirmed")
	f.Date(&c.ConfirmedOn).Label("Nivån bekräftad", "Level confirmed on").RequiredIn("confirmed")
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Kontrollresultat", "Control results")
	f.Derive((*ControlResult).fill)
	f.Check((*ControlResult).check)
})

var controlResultStates = register.Choices{{"planned", "Planerad", "Planned"}, {"performed", "Genomförd", "Performed"}, {"confirmed", "Bekräftad", "Confirmed"}}

var controlResultSteps = register.Steps{{"planned", "performed", "perform"}, {"performed", "confirmed", "confirm"}, {"confirmed", "performed", "reopen"}}

var controlDeviationLevels = register.Choices{{"none", "Ingen", "None"}, {"minor", "Mindre", "Minor"}, {"material", "Väsentlig", "Material"}}

// periodDays are the first and last days of each period.
var periodDays = map[string][2]string{
	"t1": {"-01-01", "-04-30"}, "t2": {"-05-01", "-08-31"}, "t3": {"-09-01", "-12-31"}, "jan_aug": {"-01-01", "-08-31"}, "year": {"-01-01", "-12-31"},
}

func (c *ControlResult) fill() {
	if days, ok := periodDays[c.Period]; ok && c.Year.Set {
		if c.PeriodFrom.IsZero() {
			c.PeriodFrom = register.Date(yearText(c.Year) + days[0])
		}
		if c.PeriodTo.IsZero() {
			c.PeriodTo = register.Date(yearText(c.Year) + days[1])
		}
	}
	entitle(&c.Title, "Kontroll", string(c.PeriodFrom)+"–"+string(c.PeriodTo))
}

func (c *ControlResult) check(p *register.Problems) {
	if backwards(c.PeriodFrom, c.PeriodTo) {
		p.At(&c.PeriodTo, "end-before-start")
	}
	if c.TestedN.Set && c.DeviationsN.Set && c.DeviationsN.N > c.TestedN.N {
		p.At(&c.DeviationsN, "part-over-whole")
	}
}

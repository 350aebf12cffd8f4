package registers

import (
	"regexp"
	"strconv"

	"genomlys/internal/register"
)

// AreaAnalysis is what the coordinator makes of the answers in one area.
type AreaAnalysis struct {
	Area string `json:"area"`
	Text string `json:"text"`
	By   string `json:"by,omitempty"`
}

// Campaign is one yearly follow-up with every object owner (domain.md R26).
type Campaign struct {
	register.Common
	Status          string
	Year            register.Int
	TemplateVersion string
	Opens           register.Date
	Closes          register.Date
	Reminders       []string
	Questions       []register.Link
	PopulationQuery string
	Population      []register.Link
	Analysis        []AreaAnalysis
	AnalysedOn      register.Date
}

// Campaigns is the register of follow-ups.
var Campaigns = register.New("campaign", "Årsuppföljningar", "Follow-ups", func(c *Campaign, f *register.Fields) {
	f.Called("Årsuppföljning", "Follow-up")
	f.About("Årets frågor till objektägarna: vilka som fick dem, när, och vad svaren visar.", "The year's questions to the object owners: who got them, when, and what the answers show.")
	f.Numbered("UPF")
	f.Group("work")
	f.Of(&c.Title).Also("Uppföljning")
	f.Choice(&c.Status, campaignStates).Label("Status", "Status").Facet().InList(2).Steps(campaignSteps)
	f.Int(&c.Year).Label("År", "Year").Range(2000, 2100).Required().Facet().Sort().InList(3)
	f.Text(&c.TemplateVersion).Label("Frågeformulärets version", "Version of the questionnaire")
	f.Date(&c.Opens).Label("Öppnar", "Opens").RequiredIn("open").Sort().InList(4)
	f.Date(&c.Closes).Label("Stänger", "Closes").RequiredIn("open").Sort().InList(5)
	f.Words(&c.Reminders).Label("Påminnelser efter dagar", "Reminders after days").Help("Antal dagar efter öppning, till exempel 14; 30; 40.", "Days after opening, such as 14; 30; 40.")
	f.Links(&c.Questions, Questions).Label("Frågor", "Questions").Back("Årsuppföljningar", "Follow-ups")
	f.Text(&c.PopulationQuery).Label("Urval av objekt", "Selection of objects").Max(2000).
		Help("En sökning i objektregistret; listan fryses när uppföljningen öppnas.", "A query in the register of objects; the list is frozen when the follow-up opens.")
	f.Links(&c.Population, Objects).Label("Objekt i uppföljningen", "Objects in the follow-up").Back("Årsuppföljningar", "Follow-ups")
	f.List(&c.Analysis, register.Col("area", register.Choice, "Område", "Area", followUpAreas...), register.Col("text", register.Long, "Analys", "Analysis"), register.Col("by", register.Text, "Av", "By")).
		Label("Analys", "Analysis")
	f.Date(&c.AnalysedOn).Label("Analyserad", "Analysed on").RequiredIn("analysed")
	f.Derive((*Campaign).fill)
	f.Check((*Campaign).check)
})

var campaignStates = register.Choices{{"draft", "Utkast", "Draft"}, {"open", "Öppen", "Open"}, {"closed", "Stängd", "Closed"}, {"analysed", "Analyserad", "Analysed"}}

var campaignSteps = register.Steps{{"draft", "open", "open"}, {"open", "closed", "close"}, {"closed", "open", "reopen"}, {"closed", "analysed", "analyse"}, {"analysed", "closed", "reopen_analysis"}}

var yearInName = regexp.MustCompile(`\b20[0-9]{2}\b`)

// fill reads the year out of a name such as "Årsuppföljning 2023", since
// offices' files name the follow-up only so.
func (c *Campaign) fill() {
	if y := yearInName.FindString(c.Title); y != "" && !c.Year.Set {
		n, _ := strconv.ParseInt(y, 10, 64)
		c.Year = register.Whole(n)
	}
	entitle(&c.Title, "Årsuppföljning", yearText(c.Year))
}

func (c *Campaign) check(p *register.Problems) {
	if backwards(c.Opens, c.Closes) {
		p.At(&c.Closes, "end-before-start")
	}
	for _, r := range c.Reminders {
		if n, err := strconv.Atoi(r); err != nil || n < 1 || n > 366 {
			p.At(&c.Reminders, "not-a-day-count", "1", "366")
			return
		}
	}
}

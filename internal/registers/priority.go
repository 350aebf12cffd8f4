package registers

import (
	"regexp"
	"strconv"

	"genomlys/internal/register"
)

// Priority is an activity in the three-year plan of a management review
// (domain.md R31). Two activities with the same year and order are two parts
// of one point in the document.
type Priority struct {
	register.Common
	Status           string
	Review           register.ID
	Plan             string
	Year             register.Int
	Point            string
	Order            register.Int
	Heading          string
	Text             string
	MeasurableTarget string
	LinkedQuery      string
	Figures          []string
	Due              register.Date
	StartedOn        register.Date
	DoneOn           register.Date
	RegisteredOn     register.Date
	Carried          register.ID
	Comment          string
	Actions          []register.Link
}

// Priorities is the register of prioritised activities. The owner is the
// common responsible.
var Priorities = register.New("priority", "Prioriteringar", "Priorities", func(c *Priority, f *register.Fields) {
	f.Called("Prioritering", "Priority")
	f.About("Vad som ska göras under de kommande tre åren, i vilken ordning och hur det mäts.", "What is to be done in the coming three years, in which order and how it is measured.")
	f.Numbered("PRI")
	f.Group("governance")
	f.OrderBy("year")
	f.Of(&c.Responsible).Label("Ägare", "Owner").InList(5)
	f.Choice(&c.Status, priorityStates).Label("Status", "Status").Facet().InList(2).Steps(prioritySteps)
	f.Ref(&c.Review, ManagementReviews).Label("Ledningens genomgång", "Management review").Part().Back("Prioriteringar", "Priorities")
	f.Text(&c.Plan).Label("Plan", "Plan").Facet().Help("Till exempel PLAN 2024–2026.", "Such as PLAN 2024–2026.")
	f.Int(&c.Year).Label("År", "Year").Range(2000, 2100).Required().Facet().Sort().InList(3)
	f.Text(&c.Point).Label("Punkt", "Point").Max(20).Sort().InList(4).Help("Till exempel 2025.1a; ger ordningen när den lämnas tom.", "Such as 2025.1a; gives the order when that is left empty.")
	f.Int(&c.Order).Label("Ordning", "Order").Range(1, 999).Required().Sort()
	f.Text(&c.Heading).Label("Rubrik", "Heading")
	f.Long(&c.Text).Label("Vad som ska göras", "What is to be done").Also("Åtgärd", "Prioritering").Required()
	f.Long(&c.MeasurableTarget).Label("Mätbart mål", "Measurable target")
	f.Text(&c.LinkedQuery).Label("Kopplad sökning", "Linked query").Max(2000)
	f.Words(&c.Figures).Label("Nyckeltal", "Figures").Help("Koder för nyckeltal som visar hur det går, till exempel F03.", "Codes of figures that show how it goes, such as F03.")
	f.Date(&c.Due).Label("Klar senast", "Due").Sort().InList(6)
	f.Date(&c.StartedOn).Label("Påbörjad", "Started on").Sort()
	f.Date(&c.DoneOn).Label("Klar", "Done on").RequiredIn("done").Sort()
	f.Date(&c.RegisteredOn).Label("Registrerad", "Registered on").Sort()
	f.Self(&c.Carried).Label("Förd över från", "Carried from").Back("Förd vidare till", "Carried to")
	f.Long(&c.Comment).Label("Kommentar", "Comment")
	f.Links(&c.Actions, Actions).Label("Åtgärder", "Actions").Back("Prioriteringar", "Priorities")
	f.Derive((*Priority).fill)
	f.Check((*Priority).check)
})

var priorityStates = register.Choices{{"planned", "Ej startad", "Planned"}, {"ongoing", "Pågår", "Ongoing"}, {"done", "Klar", "Done"}, {"moved", "Flyttad", "Moved"}, {"dropped", "Struken", "Dropped"}}

var prioritySteps = register.Steps{
	{"planned", "ongoing", "start"}, {"ongoing", "done", "finish"}, {"planned", "done", "finish"}, {"planned", "moved", "move"}, {"ongoing", "moved", "move"},
	{"planned", "dropped", "drop"}, {"ongoing", "dropped", "drop"}, {"done", "ongoing", "reopen"},
}

// pointOrder finds the number in a point such as 2025.1a or 2024.O1.
var pointOrder = regexp.MustCompile(`\.\pL*([0-9]{1,3})\pL*$`)

func (c *Priority) fill() {
	entitle(&c.Title, c.Text)
	if m := pointOrder.FindStringSubmatch(c.Point); m != nil && !c.Order.Set {
		if n, err := strconv.ParseInt(m[1], 10, 64); err == nil && n > 0 {
			c.Order = register.Whole(n)
		}
	}
}

func (c *Priority) check(p *register.Problems) {
	if backwards(c.StartedOn, c.DoneOn) {
		p.At(&c.DoneOn, "end-before-start")
	}
}

package registers

import (
	"time"

	"genomlys/internal/register"
)

// LogEntry is one line in an incident's log; lines are added, never changed.
type LogEntry struct {
	register.Common
	Status   string
	Incident register.ID
	At       time.Time
	Who      register.ID
	WhoText  string
	What     string
	Corrects register.ID
}

// LogEntries is the register of lines in incidents' logs.
var LogEntries = register.New("log_entry", "Händelselogg", "Event log", func(c *LogEntry, f *register.Fields) {
	f.Called("Loggrad", "Log line")
	f.About("Vad som gjordes under en incident, i tidsföljd. En rad ändras inte; en rättelse är en ny rad.",
		"What was done during an incident, in order of time. A line is not changed; a correction is a new line.")
	f.Numbered("HND")
	f.Group("work")
	f.OrderBy("at desc")
	f.Choice(&c.Status, logEntryStates).Label("Status", "Status").Facet().InList(5)
	f.Ref(&c.Incident, Incidents).Label("Incident", "Incident").Required().Part().InList(4).Back("Händelselogg", "Event log")
	f.Time(&c.At).Label("Tid", "Time").Required().Sort().InList(2)
	f.Ref(&c.Who, Persons).Label("Vem", "Who").InList(3).Back("Loggrader", "Log lines")
	f.Of(&c.Title).MaySecret("OSL 18:8")
	f.Text(&c.WhoText).Label("Vem, om inte i registret", "Who, if not in the register").MaySecret("OSL 18:8")
	f.Long(&c.What).Label("Vad", "What").Required().MaySecret("OSL 18:8")
	f.Self(&c.Corrects).Label("Rättar", "Corrects").Back("Rättad av", "Corrected by").
		Help("Den rad som den här raden rättar.", "The line that this line corrects.")
	f.Derive(func(c *LogEntry) { entitle(&c.Title, c.What) })
})

// logEntryStates has no way out: a line stays as it was written.
var logEntryStates = register.Choices{{"recorded", "Förd", "Recorded"}}

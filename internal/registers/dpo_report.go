package registers

import (
	"time"

	"genomlys/internal/register"
)

// DpoReport is the data protection officer's yearly report (GDPR art. 39(1)(b), domain.md R27).
type DpoReport struct {
	register.Common
	Status      string
	Year        register.Int
	Author      register.ID
	SubmittedOn register.Date
	SubmittedAt time.Time
	ReceivedOn  register.Date
	ReceivedBy  register.ID
	PresentedTo string
	PresentedOn register.Date
	Summary     string
}

// The officer hands the report over and the management receives it: nobody else
// decides about it, and what it said when handed over can be read for ever
// (SubmittedAt; GDPR art. 38(3)).

// DpoReports is the register of the DPO's reports.
var DpoReports = register.New("dpo_report", "GDPR årsrapporter", "DPO yearly reports", func(c *DpoReport, f *register.Fields) {
	f.Called("GDPR årsrapport", "DPO yearly report")
	f.About("Dataskyddsombudets årliga rapporter till nämnden.", "The data protection officer's yearly reports to the board.")
	f.Numbered("DSR")
	f.Group("governance")
	f.Choice(&c.Status, dpoReportStates).Label("Status", "Status").Facet().InList(2).Steps(dpoReportSteps)
	f.Int(&c.Year).Label("År", "Year").Also("GDPR årsrapport").Range(2018, 2100).Required().Facet().Sort().InList(3).
		Help("Året rapporten handlar om.", "The year the report is about.")
	f.Ref(&c.Author, RoleAssignments).Label("Dataskyddsombud", "Data protection officer").InList(4).Back("GDPR årsrapporter", "DPO yearly reports")
	f.Date(&c.SubmittedOn).Label("Överlämnad", "Handed over on").Sort()
	f.Time(&c.SubmittedAt).Label("Överlämnad klockan", "Handed over at")
	f.Date(&c.ReceivedOn).Label("Mottagen", "Received on").Sort().InList(5)
	f.Ref(&c.ReceivedBy, RoleAssignments).Label("Mottagen av", "Received by").Back("Mottagna GDPR årsrapporter", "DPO yearly reports received")
	f.Text(&c.PresentedTo).Label("Framlagd för", "Presented to").AskedIn("presented")
	f.Date(&c.PresentedOn).Label("Framlagd", "Presented on").AskedIn("presented")
	f.Long(&c.Summary).Label("Sammanfattning", "Summary")
	f.Derive(func(c *DpoReport) { entitle(&c.Title, "GDPR årsrapport", yearText(c.Year)) })
})

var dpoReportStates = register.Choices{{"draft", "Utkast", "Draft"}, {"submitted", "Överlämnad", "Handed over"}, {"received", "Mottagen", "Received"}, {"presented", "Framlagd", "Presented"}}

var dpoReportSteps = register.Steps{
	{"draft", "submitted", "submit"}, {"submitted", "draft", "withdraw"}, {"submitted", "received", "receive"}, {"received", "presented", "present"},
}

package registers

import "genomlys/internal/register"

// DpoReport is the data protection officer's yearly report (GDPR art. 39(1)(b), domain.md R27).
type DpoReport struct {
	register.Common
	Status      string
	Year        register.Int
	Author      register.ID
	ReceivedOn  register.Date
	PresentedTo string
	PresentedOn register.Date
	Summary     string
}

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
	f.Date(&c.ReceivedOn).Label("Mottagen", "Received on").Sort().InList(5)
	f.Text(&c.PresentedTo).Label("Framlagd för", "Presented to")
	f.Date(&c.PresentedOn).Label("Framlagd", "Presented on")
	f.Long(&c.Summary).Label("Sammanfattning", "Summary")
	f.Derive(func(c *DpoReport) { entitle(&c.Title, "GDPR årsrapport", yearText(c.Year)) })
})

var dpoReportStates = register.Choices{{"draft", "Utkast", "Draft"}, {"received", "Mottagen", "Received"}, {"presented", "Framlagd", "Presented"}}

var dpoReportSteps = register.Steps{{"draft", "received", "receive"}, {"received", "presented", "present"}}

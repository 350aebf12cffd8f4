package registers

import (
	"strings"
	"time"

	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// Clock is a running legal time limit on one matter (domain.md 5.1, 5.2).
type Clock struct {
	register.Common
	Status            string
	Code              string
	Law               string
	Incident          register.ID
	IncidentRecipient register.ID
	SubjectRequest    register.ID
	Dpia              register.ID
	Matter            register.ID
	Receiver          string
	Agreement         register.ID
	AgreedH           register.Int
	StartedAt         time.Time
	StrictAt          time.Time
	DueAt             time.Time
	DefinitionFrom    register.Date
	Extended          register.Fact
	ExtensionReason   string
	ExtensionToldAt   time.Time
	MetAt             time.Time
	LateReason        string
	WaivedReason      string
	WaivedBy          register.ID
	VoidReason        string
	Replaces          register.ID
	Blocking          register.Fact
}

// Clocks is the register of running and ended time limits.
var Clocks = register.New("clock", "Frister", "Clocks", func(c *Clock, f *register.Fields) {
	f.Called("Frist", "Clock")
	f.About("Lagstadgade frister som löper eller har löpt: när de började, när de går ut och om de hölls.",
		"Legal time limits that run or have run: when they started, when they end and whether they were met.")
	f.Numbered("FRI")
	f.Group("work")
	f.OrderBy("due_at")
	f.Choice(&c.Status, clockPhases).Label("Status", "Status").Facet().InList(2).Steps(clockSteps)
	f.Text(&c.Code).Label("Kod", "Code").Max(20).Required().Facet().InList(3).
		Help("Fristens kod i regelboken, till exempel GDPR33.", "The code of the time limit in the rule book, such as GDPR33.")
	f.Text(&c.Law).Label("Lagrum", "Provision").InList(4)
	f.Ref(&c.Incident, Incidents).Label("Incident", "Incident").Part().Back("Frister", "Clocks")
	// A board's own time limit starts when it was told (GDPR art. 33(1), 33(2)).
	f.Ref(&c.IncidentRecipient, IncidentRecipients).Label("Information till nämnd eller bolag", "Information to a board or company").Part().Back("Frister", "Clocks")
	f.Ref(&c.SubjectRequest, SubjectRequests).Label("Begäran från registrerad", "Data subject request").Part().Back("Frister", "Clocks")
	f.Ref(&c.Dpia, Dpias).Label("Konsekvensbedömning", "DPIA").Part().Back("Frister", "Clocks")
	f.Any(&c.Matter).Label("Annat ärende", "Other matter")
	f.Text(&c.Receiver).Label("Till", "To")
	f.Ref(&c.Agreement, Agreements).Label("Avtal som ger tiden", "Agreement that sets the time").Back("Frister", "Clocks")
	f.Int(&c.AgreedH).Label("Avtalad tid", "Agreed time").In("h").Range(1, 720).
		Help("Räknas bara för frister vars längd står i ett avtal.", "Counts only for time limits whose length stands in an agreement.")
	f.Time(&c.StartedAt).Label("Började", "Started at").Required().Sort().InList(5)
	f.Time(&c.StrictAt).Label("Strikt slut", "Strict end").ByProduct()
	f.Time(&c.DueAt).Label("Går ut", "Due at").ByProduct().Sort().InList(6)
	f.Date(&c.DefinitionFrom).Label("Regeln gäller från", "Rule valid from").ByProduct()
	f.Fact(&c.Extended).Label("Förlängd", "Extended")
	f.Long(&c.ExtensionReason).Label("Skäl till förlängning", "Reason for extension")
	f.Time(&c.ExtensionToldAt).Label("Förlängning meddelad", "Told of extension at")
	f.Time(&c.MetAt).Label("Uppfylld", "Met at").RequiredIn("met", "met_late").Sort().InList(7)
	f.Long(&c.LateReason).Label("Skäl till försening", "Reason for delay")
	f.Long(&c.WaivedReason).Label("Skäl till att fristen inte gäller", "Reason why the duty does not apply").RequiredIn("waived")
	f.Ref(&c.WaivedBy, RoleAssignments).Label("Beslutad av", "Decided by").RequiredIn("waived").Back("Beslutade frister", "Clocks decided")
	f.Long(&c.VoidReason).Label("Skäl till rättad start", "Reason for corrected start").RequiredIn("void")
	f.Self(&c.Replaces).Label("Ersätter", "Replaces").Back("Ersatt av", "Replaced by").
		Help("Vid rättad start: den frist som räknades från fel tid, som står kvar.", "When the start is corrected: the clock that counted from the wrong time, which is kept.")
	f.Fact(&c.Blocking).Label("Hindrar behandlingen", "Blocks the processing")
	f.Derive((*Clock).count)
	f.Check((*Clock).check)
})

var clockPhases = register.Choices{
	{"running", "Löper", "Running"}, {"met", "Hållen", "Met"}, {"met_late", "Uppfylld för sent", "Met late"}, {"waived", "Gäller inte", "Waived"}, {"void", "Fel start", "Void"},
}

var clockSteps = register.Steps{
	{"running", "met", "meet"}, {"running", "met_late", "meet_late"}, {"running", "waived", "waive"}, {"*", "void", "void"},
}

// count makes what follows from the start: the ends, counted by the rule that
// held that day (domain.md 5.2). A code that the rule book lacks is counted by nobody.
func (c *Clock) count() {
	c.StrictAt, c.DueAt, c.DefinitionFrom = time.Time{}, time.Time{}, ""
	name := c.Code
	if book, err := rulebook.Load(); err == nil {
		if def, ok := book.At(clock.DateOf(c.StartedAt)).Clock(c.Code); ok {
			name = def.Title.SV
			d := clock.Count(c.StartedAt, def.DefOf(int(c.AgreedH.N)), c.Extended == register.Yes)
			c.StrictAt, c.DueAt, c.DefinitionFrom = d.Strict, d.Due, register.Date(def.ValidFrom)
			if c.Law == "" {
				c.Law = strings.TrimSpace(def.Law + " " + def.Provision)
			}
			if c.Receiver == "" {
				c.Receiver = def.Recipient.SV
			}
			if c.Blocking == "" && def.Blocking {
				c.Blocking = register.Yes
			}
		}
	}
	entitle(&c.Title, name, c.Law)
}

// asked tells whether who asks for it says how long a clock runs, so that no
// agreement does.
func asked(c *Clock) bool {
	book, err := rulebook.Load()
	if err != nil {
		return false
	}
	def, ok := book.At(clock.DateOf(c.StartedAt)).Clock(c.Code)
	return ok && def.Agreed == "asked"
}

// check: a clock runs on exactly one matter.
func (c *Clock) check(p *register.Problems) {
	n := 0
	for _, id := range []register.ID{c.Incident, c.IncidentRecipient, c.SubjectRequest, c.Dpia, c.Matter} {
		if id != "" {
			n++
		}
	}
	if n != 1 {
		p.At(&c.Matter, "one-matter")
	}
	if c.AgreedH.Set && c.Agreement == "" && !asked(c) {
		p.At(&c.Agreement, "agreed-by-which")
	}
	if !c.MetAt.IsZero() && c.MetAt.Before(c.StartedAt) {
		p.At(&c.MetAt, "end-before-start")
	}
}

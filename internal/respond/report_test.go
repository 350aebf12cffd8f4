package respond_test

import (
	"context"
	"strings"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/fault"
	"genomlys/internal/registers"
	"genomlys/internal/respond"
	"genomlys/internal/store/storetest"
)

// TestReport: anybody reports in their own words; it becomes an incident with
// its words in the log, once however often it is sent; those who must know get
// a letter each that does not say what happened.
func TestReport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		ctx := context.Background()
		send := func(r respond.Report) (respond.Receipt, error) {
			r.To = o.org["it-office"]
			return respond.TakeReport(ctx, o.s, o.db, respond.Post{Set: true, Base: "https://lis.example"}, r, o.now)
		}
		rep := respond.Report{Nonce: "n1", Name: "Åke Ek", Reach: "070-123 45 67", What: "Jag mejlade lönelistan till fel person. Det var 214 namn.", Noticed: local("2026-10-23 07:30"),
			Ongoing: "no", PersonalData: "yes", Where: "E-post", Harmed: []string{"confidentiality"}, FileName: "brev.txt", File: []byte("Hej")}
		got, err := send(rep)
		if err != nil {
			t.Fatal(err)
		}
		again, err := send(rep)
		if err != nil || again != got {
			t.Errorf("sent twice: %v and %v, %v", got, again, err)
		}
		inc := o.all(registers.Incidents, "status", "reported")
		if len(inc) != 1 || inc[0].Ref != got.Ref || inc[0].Text("title") != "Jag mejlade lönelistan till fel person" || inc[0].Text("channel") != "form" || inc[0].Text("reported_by") != "Åke Ek, 070-123 45 67" || inc[0].Org != o.org["it-office"] {
			t.Fatalf("%d incidents, first %+v", len(inc), inc[0])
		}
		log := o.all(registers.LogEntries, "incident", string(inc[0].ID))
		if len(log) != 1 || !strings.Contains(log[0].Text("what"), "214 namn") || !strings.Contains(log[0].Text("what"), "Uppgifter om personer kan ha drabbats: Ja") {
			t.Errorf("log: %d lines", len(log))
		}
		if len(o.all(registers.Attachments, "about", string(inc[0].ID))) != 1 {
			t.Error("the file is not kept")
		}
		mails, err := o.db.Mails(ctx, "", 50)
		if err != nil || len(mails) != 3 { // lead, isam and the privacy contact of the office, none of the other boards
			t.Fatalf("%d letters %v", len(mails), err)
		}
		for _, m := range mails {
			if !strings.Contains(m.Subject, got.Ref) || !strings.Contains(m.Body, "https://lis.example/incidents/"+got.Ref) || strings.Contains(m.Body, "lönelistan") || strings.Contains(m.Body, "Åke") {
				t.Errorf("letter: %s\n%s", m.Subject, m.Body)
			}
		}
		rep.Nonce, rep.PersonalData = "n2", "no"
		if _, err := send(rep); err != nil {
			t.Fatal(err)
		}
		if mails, _ = o.db.Mails(ctx, "", 50); len(mails) != 5 {
			t.Errorf("%d letters when no personal data are affected, want two more", len(mails))
		}
		// What is wrong stores nothing.
		for _, bad := range []respond.Report{{Nonce: "a", Noticed: local("2026-10-23 07:30")}, {Nonce: "b", What: "Något", Noticed: "i går"}, {Nonce: "c", What: "Något", Noticed: local("2026-10-23 07:30"), FileName: "a.html", File: []byte("<script>")},
			{Nonce: "d", What: "Något", Noticed: local("2026-10-23 07:30"), Harmed: []string{"all"}}, {Nonce: "e", What: strings.Repeat("a", 10_001), Noticed: local("2026-10-23 07:30")}} {
			if _, err := send(bad); !fault.Is(err, fault.Invalid) {
				t.Errorf("%s: %v", bad.Nonce, err)
			}
		}
		if n := len(o.all(registers.Incidents, "status", "reported")); n != 2 {
			t.Errorf("%d incidents after what was refused", n)
		}
		// Signed in, the register knows who it was.
		got, err = send(respond.Report{Nonce: "f", By: o.person["school-isam"], Name: "Person school-isam", What: "Något hände", Noticed: local("2026-10-23 07:30")})
		if err != nil {
			t.Fatal(err)
		}
		inc = o.all(registers.Incidents, "ref", got.Ref)
		if log = o.all(registers.LogEntries, "incident", string(inc[0].ID)); log[0].Text("who") != string(o.person["school-isam"]) {
			t.Error("the log does not say who")
		}
		names, err := respond.Receivers(ctx, o.db, o.org["it-office"], o.now, "sv")
		if err != nil || strings.Join(names, ", ") != "Incidentledare, Informationssäkerhetssamordnare, Dataskyddskontakt" {
			t.Errorf("received by %v %v", names, err)
		}
		places, err := respond.Places(ctx, o.db, o.now)
		if err != nil || len(places) != 3 {
			t.Errorf("%d places %v", len(places), err)
		}
	})
}

// TestReporterMakesAndReadsNothing: the caller of a report makes three kinds of
// record in one place, and sees none.
func TestReporterMakesAndReadsNothing(t *testing.T) {
	c := access.Linked(access.Limit{Key: "x", In: "here", Make: map[string][]string{"incident": {"title"}}})
	for _, reg := range registers.Catalogue().All {
		if s := c.Read(reg); !s.Empty() {
			t.Errorf("reads %s", reg.Name)
		}
		if s := c.Write(reg); !s.Empty() {
			t.Errorf("changes %s", reg.Name)
		}
		if may := c.Create(reg, "here", "") == nil; may != (reg.Name == "incident") {
			t.Errorf("%s: makes %v", reg.Name, may)
		}
		if c.Create(reg, "there", "") == nil {
			t.Errorf("%s: makes elsewhere", reg.Name)
		}
	}
	if c.Writes(registers.Incidents, "title", "here") != nil || c.Writes(registers.Incidents, "severity", "here") == nil || c.Writes(registers.Clocks, "title", "here") == nil {
		t.Error("writes other fields")
	}
}

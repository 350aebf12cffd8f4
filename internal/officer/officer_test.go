package officer_test

import (
	"strings"
	"testing"
	"time"

	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/officer"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store/storetest"
)

func TestOnlyTheOfficerWritesTheFinding(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := open(t, p)
		f := o.finding("DSO-014")
		for _, via := range []string{"web", "api", "cli", "import"} {
			o.refused("may-not-write-field", o.isam(), via, "update", f, map[string]any{"observation": "Allt är bra."})
			o.refused("may-not-write-field", o.head(), via, "update", f, map[string]any{"recommendation": "Ingen."})
			o.refused("may-not-write-field", o.isam(), via, "update", f, map[string]any{"title": "Allt är bra."})
		}
		o.refused("may-not-write-field", o.dpo(), "web", "update", f, map[string]any{"management_response": "Vi gör det."})
		o.refused("may-not-write-field", o.isam(), "web", "update", f, map[string]any{"management_response": "Vi gör det.", "responded_on": "2024-03-01"})
		o.refused("made-by-step", o.head(), "web", "update", f, map[string]any{"responded_by": string(o.head().Held[0].Assignment)})
		if _, codes := o.try(o.isam(), "web", "create", registers.DpoFindings, "", f.Org, map[string]any{"report": f.Text("report"), "area": "other", "observation": "Påhittad"}); len(codes) != 1 || codes[0] != "may-not-write-field" {
			t.Errorf("the coordinator makes a finding: %v", codes)
		}
		if _, codes := o.try(o.isam(), "web", "create", registers.DpoReports, "", f.Org, map[string]any{"year": 2024}); len(codes) != 1 || codes[0] != "may-not-write-field" {
			t.Errorf("the coordinator makes a report: %v", codes)
		}
		o.refused("repeated-by-officer", o.isam(), "web", "repeat", f, nil)
		// The officer may, and nobody else takes that back.
		got, codes := o.try(o.dpo(), "web", "update", f.Register, string(f.ID), "", map[string]any{"recommendation": "Förteckna AI och IoT före den 30 september."})
		if codes != nil {
			t.Fatal(codes)
		}
		o.now = o.now.Add(time.Second)
		_, err := o.d.Commands.Undo(ctx, o.isam(), command.Options{Via: "web", Now: o.now}, got.Set)
		if codes := o.codes(err); len(codes) != 1 || codes[0] != "may-not-write-field" {
			t.Errorf("the coordinator undoes what the officer wrote: %v", codes)
		}
		// The organisation answers; who decided the answer is filled in.
		o.do(o.isam(), "update", f, map[string]any{"management_response": "Vi förtecknar alla under våren."})
		o.refused("response-needed", o.head(), "web", "update", o.finding("DSO-013"), map[string]any{"responded_on": "2024-03-01"})
		o.refused("not-in-future", o.head(), "web", "update", f, map[string]any{"responded_on": "2030-01-01"})
		f = o.do(o.head(), "update", f, map[string]any{"responded_on": "2024-03-01"})
		if f.Text("responded_by") == "" {
			t.Error("who decided the answer is not told")
		}
		o.refused("response-decided", o.isam(), "web", "update", f, map[string]any{"management_response": "Vi väntar."})
	})
}

func TestTheYearOfAReport(t *testing.T) {
	p := storetest.SQLite(t)
	o := open(t, p)
	last := o.report(2022)
	if _, codes := o.try(o.dpo(), "web", "create", registers.DpoReports, "", last.Org, map[string]any{"year": 2022}); len(codes) != 1 || codes[0] != "report-for-year" {
		t.Errorf("two reports for a year: %v", codes)
	}
	r := o.make(o.dpo(), registers.DpoReports, last.Org, map[string]any{"year": 2023})
	o.refused("summary-needed", o.dpo(), "web", "submit", r, nil)
	o.refused("findings-needed", o.dpo(), "web", "submit", r, map[string]any{"summary": "x"})
	o.refused("may-not-decide", o.isam(), "web", "submit", r, nil)

	// Three of the last report's ten were done and one is now; six are found again.
	o.refused("done-needs-comment", o.isam(), "web", "finish", o.finding("DSO-013"), map[string]any{"done_on": "2024-03-03", "comment": nil})
	done := o.do(o.isam(), "finish", o.finding("DSO-013"), map[string]any{"done_on": "2024-03-03", "comment": "Processen är beslutad."})
	if x := register.As[registers.DpoFinding](done); len(x.CommentByYear) == 0 || x.CommentByYear[len(x.CommentByYear)-1].Status != "done" || x.CommentByYear[len(x.CommentByYear)-1].Year != 2024 {
		t.Errorf("the year's row is %+v", x.CommentByYear)
	}
	_, err := officer.CarryOver(ctx, o.d.Commands, o.deps(), o.isam(), command.Options{Via: "web", Now: o.tick()}, string(r.ID), nil)
	if codes := o.codes(err); codes == nil {
		t.Error("the coordinator carried findings over")
	}
	if _, err := officer.CarryOver(ctx, o.d.Commands, o.deps(), o.dpo(), command.Options{Via: "web", Now: o.tick()}, string(r.ID), nil); err != nil {
		t.Fatal(err)
	}
	_, err = officer.CarryOver(ctx, o.d.Commands, o.deps(), o.dpo(), command.Options{Via: "web", Now: o.tick()}, string(r.ID), nil)
	if codes := o.codes(err); len(codes) != 1 || codes[0] != "nothing-to-carry" {
		t.Errorf("carried twice: %v", codes)
	}
	if s := o.finding("DSO-014").Text("status"); s != "repeated" {
		t.Errorf("what is found again is %s", s)
	}
	mine := o.all(registers.DpoFindings, func(f *register.Record) bool { return f.Text("report") == string(r.ID) })
	if len(mine) != 6 {
		t.Fatalf("%d findings carried, want 6", len(mine))
	}
	o.refused("recommendations-needed", o.dpo(), "web", "submit", r, map[string]any{"summary": "Året i korthet."})
	for _, f := range mine {
		o.do(o.dpo(), "update", f, map[string]any{"recommendation": "Gör det i år.", "severity": "high"})
	}
	o.make(o.dpo(), registers.DpoFindings, last.Org, map[string]any{"report": string(r.ID), "area": "training", "observation": "Alla nyanställda utbildas.", "positive": "yes", "reported_on": "2024-03-04"})

	rv := o.all(registers.ManagementReviews, func(x *register.Record) bool { return x.Text("status") == "preparing" || x.Text("status") == "draft" })
	r = o.do(o.dpo(), "submit", r, map[string]any{"summary": "Sex iakttagelser upprepas."})
	if r.Text("submitted_on") != "2024-03-04" || r.Text("author") == "" {
		t.Errorf("handed over %q by %q", r.Text("submitted_on"), r.Text("author"))
	}
	for _, x := range rv {
		if n, _ := x.Number("year"); n != 2025 && o.get(x.Register, string(x.ID)).Text("dpo_contribution") != x.Text("dpo_contribution") {
			t.Error("a review of another year was written in")
		}
	}
	o.refused("handed-over-stays", o.dpo(), "web", "update", mine[0], map[string]any{"observation": "Annat"})
	o.refused("handed-over-stays", o.dpo(), "web", "update", r, map[string]any{"summary": "Annat"})
	o.refused("may-not-decide", o.dpo(), "web", "receive", r, nil)
	o.refused("may-not-write-field", o.head(), "web", "receive", r, map[string]any{"summary": "Allt är bra."})
	r = o.do(o.head(), "receive", r, nil)
	if r.Text("received_on") != "2024-03-04" || r.Text("received_by") == "" {
		t.Errorf("received %q by %q", r.Text("received_on"), r.Text("received_by"))
	}
	o.refused("may-not-decide", o.head(), "web", "present", r, nil)

	// What was handed over is told as it was, whatever is answered later.
	text := func() string {
		doc, err := officer.ReportText(ctx, o.deps(), o.dpo(), string(r.ID), lang.SV, o.now, time.Time{})
		if gaps := draft.Gaps(doc); err == nil && len(gaps) > 0 {
			t.Errorf("the report lacks %v", gaps)
		}
		return o.words("dpo-report", doc, err)
	}
	before := text()
	for _, want := range []string{"Sex iakttagelser upprepas.", "Iakttagelser i rapporten: 7. Nya: 1. Upprepade från tidigare år: 6.", "Av de 10 i rapporten för 2022 är 4 avslutade", "Processen är beslutad.", "Upprepad: 2 rapporter sedan 2022", "DSO-004 Alla behandlingar", "F07a"} {
		if !strings.Contains(before, want) {
			t.Errorf("the report does not say %q:\n%s", want, before)
		}
	}
	o.do(o.isam(), "update", mine[0], map[string]any{"management_response": "Görs i maj."})
	if text() != before {
		t.Error("the report that was handed over has changed")
	}
	answer, err := officer.AnswerText(ctx, o.deps(), o.isam(), string(r.ID), lang.SV, o.now, time.Time{})
	if s := o.words("dpo-response", answer, err); !strings.Contains(s, "Görs i maj.") || len(draft.Gaps(answer)) != 1 {
		t.Errorf("the response says %s and lacks %v", s, draft.Gaps(answer))
	}

	// From finding to action, by the organisation and not by the officer.
	owner := o.all(registers.RoleAssignments, func(x *register.Record) bool { return x.Text("function") == "isam" && x.Org == last.Org })[0]
	task := officer.Task{Owner: string(owner.ID), Due: "2024-09-30"}
	_, err = officer.Act(ctx, o.d.Commands, o.deps(), o.dpo(), command.Options{Via: "web", Now: o.tick()}, string(mine[0].ID), 0, task)
	if codes := o.codes(err); codes == nil {
		t.Error("the officer decided what the organisation is to do")
	}
	if _, err := officer.Act(ctx, o.d.Commands, o.deps(), o.isam(), command.Options{Via: "web", Now: o.tick()}, string(mine[0].ID), 0, task); err != nil {
		t.Fatal(err)
	}
	f := o.finding(mine[0].Ref)
	if f.Text("status") != "ongoing" || len(f.LinksOf("actions")) != 1 {
		t.Fatalf("the finding is %s with %d actions", f.Text("status"), len(f.LinksOf("actions")))
	}
	if a := o.get(registers.Actions, string(f.LinksOf("actions")[0].To)); a.Text("origin") != string(f.ID) || a.Text("title") != "Gör det i år." {
		t.Errorf("the action is %q from %q", a.Text("title"), a.Text("origin"))
	}
}

func (o *office) tick() time.Time { o.now = o.now.Add(time.Second); return o.now }

func TestWhatTheReviewReads(t *testing.T) {
	o := open(t, storetest.SQLite(t))
	org := o.report(2022).Org
	v, err := officer.Section(ctx, o.deps(), o.isam(), org, 2024, lang.SV, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, a := range v.Areas {
		n += len(a.Findings)
	}
	// The example's report for 2022 has DSO-005 to DSO-014.
	if n != 10 || v.Report == "" || v.Areas[0].Area != "ropa" || v.Areas[0].Findings[0].Comment != "143 av 150 behandlingar är kompletta" {
		t.Errorf("the section is %+v", v)
	}
}

package respond_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/document"
	"genomlys/internal/document/docx"
	"genomlys/internal/document/html"
	"genomlys/internal/document/pdf"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/registers"
	"genomlys/internal/respond"
	"genomlys/internal/store/storetest"
)

// Issue 4 item 14: a right is used; the month runs, an extension is told in
// time, what to search follows from who asks, and the answer stays.
func TestItem14RightsRequests(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		o := newOffice(t, p)
		ctx := context.Background()
		id := o.make(o.caller("school-isam"), registers.SubjectRequests, o.org["school-office"], map[string]any{"article": "15", "received_on": "2026-03-05", "subject_categories": []any{"pupils"}})
		r := o.get(registers.SubjectRequests, id)
		c := o.clock("subject_request", id, "GDPR12")
		// domain.md 5.2: over Easter the strict day is Sunday, the law's the Tuesday.
		if r.Text("due_on") != "2026-04-05" || c.Moment("due_at").In(o.db.Zone).Format(time.DateOnly) != "2026-04-07" {
			t.Errorf("due %s, law %v", r.Text("due_on"), c.Moment("due_at"))
		}
		o.refused("identity-kept-apart", "school-isam", "update", registers.SubjectRequests, id, map[string]any{"scope": "Allt om 811218-9876"})
		o.refused("reason-needed", "school-isam", "update", registers.SubjectRequests, id, map[string]any{"extended": "yes", "told_on": "2026-03-30"})
		o.refused("extension-must-be-told", "school-isam", "update", registers.SubjectRequests, id, map[string]any{"extended": "yes", "extension_reason": "Många system"})
		o.refused("extension-told-too-late", "school-isam", "update", registers.SubjectRequests, id, map[string]any{"extended": "yes", "extension_reason": "Många system", "told_on": "2026-04-10"})
		o.do("school-isam", "update", registers.SubjectRequests, id, map[string]any{"extended": "yes", "extended_on": "2026-03-30", "extension_reason": "Många system", "told_on": "2026-03-30"})
		if r, c := o.get(registers.SubjectRequests, id), o.clock("subject_request", id, "GDPR12"); r.Text("extended_to") != "2026-06-05" || c.Moment("due_at").In(o.db.Zone).Format(time.DateOnly) != "2026-06-05" {
			t.Errorf("extended to %s, clock %v", r.Text("extended_to"), c.Moment("due_at"))
		}

		journal := o.make(o.caller("system"), registers.Objects, o.org["school-office"], map[string]any{"title": "Journalen", "kind": "business_system", "reach": "local"})
		// The school's own processing of pupils, not the other board's of clients.
		d := o.deps()
		o.make(o.caller("system"), registers.Processings, o.org["school-office"], map[string]any{"title": "Elevhälsa", "role": "controller", "data_subjects": []any{"pupils"}, "objects": []any{string(journal)}})
		o.make(o.caller("system"), registers.Processings, o.org["school-office"], map[string]any{"title": "Lön", "role": "controller", "data_subjects": []any{"employees"}})
		items, err := respond.Search(ctx, d, o.caller("school-isam"), string(id))
		if err != nil || len(items) != 1 || items[0].Processing.Text("title") != "Elevhälsa" || len(items[0].Objects) != 1 {
			t.Fatalf("to search: %v, %v", items, err)
		}
		// Nor what the office does on behalf of others, unless the request names it.
		behalf := o.make(o.caller("system"), registers.Processings, o.org["school-office"], map[string]any{"title": "Drift åt andra", "role": "processor", "data_subjects": []any{"pupils"}})
		if items, err := respond.Search(ctx, d, o.caller("school-isam"), string(id)); err != nil || len(items) != 1 {
			t.Fatalf("to search with a processor's: %v, %v", items, err)
		}
		answered := func() (document.Doc, string) {
			t.Helper()
			doc, err := respond.AccessAnswerText(ctx, d, o.caller("school-isam"), string(id), lang.SV)
			if err != nil {
				t.Fatal(err)
			}
			return doc, draft.Plain(doc)
		}
		doc, plain := answered()
		if !strings.Contains(plain, "Elevhälsa") || strings.Contains(plain, "Drift åt andra") || strings.Contains(plain, "Lön") || strings.Contains(plain, "Journalen") {
			t.Errorf("an answer to a pupil:\n%s", plain)
		}
		// Art. 15(1)(g), (h) and (2) are taken up where there is something to say.
		if !strings.Contains(plain, "saknas: Källa") && !strings.Contains(plain, "Varifrån") {
			t.Errorf("an unknown source is not asked for:\n%s", plain)
		}
		o.do("system", "update", registers.Processings, items[0].Processing.ID, map[string]any{"source_of_data": "subject", "automated_decision": "no", "third_country": "no"})
		if _, said := answered(); strings.Contains(said, "Överföring utanför EES") || !strings.Contains(said, "Där inget annat står") {
			t.Errorf("what the answer need not say:\n%s", said)
		}
		// What was found is named, and then the answer is about that.
		o.do("school-isam", "update", registers.SubjectRequests, id, map[string]any{"processings": []any{string(behalf)}})
		if _, said := answered(); strings.Contains(said, "Elevhälsa") || !strings.Contains(said, "Drift åt andra") {
			t.Errorf("the answer is not about what was named:\n%s", said)
		}
		o.do("school-isam", "update", registers.SubjectRequests, id, map[string]any{"processings": nil, "subject_categories": nil})
		if _, said := answered(); strings.Contains(said, "Elevhälsa") || !strings.Contains(said, "Vad den som frågar är för oss") {
			t.Errorf("an answer to nobody known:\n%s", said)
		}
		o.do("school-isam", "update", registers.SubjectRequests, id, map[string]any{"subject_categories": []any{"pupils"}})
		if gaps := draft.Gaps(doc); len(gaps) == 0 {
			t.Error("an incomplete processing gives no gaps")
		}
		show(t, "access-answer", doc)
		answer := map[string]any{"answered_on": "2026-05-20", "outcome": "partly", "answer": "[saknas: Lagringstid]"}
		for _, code := range []string{"identity-needed", "reason-needed", "appeal-info-needed", "text-has-gaps"} {
			o.refused(code, "school-isam", "answer", registers.SubjectRequests, id, answer)
		}
		for k, v := range map[string]any{"identity": "verified", "refusal_reason": "OSL 23:1", "appeal_info": "yes", "answer": "Här är uppgifterna."} {
			answer[k] = v
		}
		o.do("school-isam", "answer", registers.SubjectRequests, id, answer)
		if o.get(registers.SubjectRequests, id).Text("answer_snapshot") == "" || o.clock("subject_request", id, "GDPR12").Text("status") != "met" {
			t.Error("no snapshot, or the clock is not met")
		}
		o.refused("sent-stays", "school-isam", "update", registers.SubjectRequests, id, map[string]any{"answer": "Annat"})

		// Rectification: recipients are told (art. 19).
		fix := o.make(o.caller("school-isam"), registers.SubjectRequests, o.org["school-office"], map[string]any{"article": "16", "received_on": "2026-05-01", "identity": "not_needed"})
		o.do("school-isam", "answer", registers.SubjectRequests, fix, map[string]any{"answered_on": "2026-06-15", "outcome": "granted", "answer": "Rättat."})
		if c := o.clock("subject_request", fix, "GDPR12"); c.Text("status") != "met_late" {
			t.Errorf("late answer: %s", c.Text("status"))
		}
		o.do("school-isam", "update", registers.SubjectRequests, fix, map[string]any{"recipients_informed_on": "2026-06-16"})
		if c := o.clock("subject_request", fix, "GDPR19"); c.Text("status") != "met" {
			t.Errorf("recipients: %s", c.Text("status"))
		}

		// A ruling on access asks for new method support.
		old := o.make(o.caller("school-isam"), registers.SteeringDocuments, o.org["school-office"], map[string]any{"title": "Metodstöd registerutdrag", "kind": "method_support", "adopter_function": "head"})
		is := o.make(o.caller("school-isam"), registers.Issues, o.org["school-office"], map[string]any{"title": "EU-domstolen om tillgång", "kind": "ruling", "dated_on": "2026-01-12", "affects": []any{"subject_requests"},
			"consequence": []any{"update_method_support"}, "documents": []any{string(old)}})
		if s, err := respond.MethodSupport(ctx, d, o.caller("school-isam")); err != nil || len(s) != 1 || len(s[0].Documents) != 1 {
			t.Fatalf("stale support: %v, %v", s, err)
		}
		o.do("school-isam", "assess", registers.Issues, is, nil)
		o.refused("support-older-than-issue", "school-isam", "handle", registers.Issues, is, map[string]any{"handled_on": "2026-10-23"})
		o.do("school-manager", "adopt", registers.SteeringDocuments, old, map[string]any{"adopted_on": "2026-02-01", "valid_from": "2026-02-01"})
		o.do("school-isam", "handle", registers.Issues, is, map[string]any{"handled_on": "2026-10-23"})
		if s, _ := respond.MethodSupport(ctx, d, o.caller("school-isam")); len(s) != 0 {
			t.Errorf("still stale: %v", s)
		}
	})
}

func TestIdentityNumbers(t *testing.T) {
	for text, want := range map[string]bool{
		"811218-9876": true, "Anna 198112189876 ringde": true, "19811218-9876": true, "811278-9873": true,
		"811218-9875": false, "Dnr 2026-1234": false, "INC-0001 2026-10-23": false, "070-123 45 67": false, "IMY-2026-123456": false, "": false,
	} {
		if got := respond.HasIdentityNumber(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// Every text is made in both languages; what is missing says so.
func TestTexts(t *testing.T) {
	o := newOffice(t, storetest.SQLite(t))
	ctx := context.Background()
	id := o.incident(map[string]any{"aware_at": local("2026-10-23 16:05")})
	o.do("lead", "activate", registers.Incidents, id, map[string]any{"tracks": []any{"gdpr", "csl"}})
	r := o.all(registers.IncidentRecipients, "incident", string(id))[0]
	type maker func(context.Context, draft.Deps, access.Caller, string, lang.Lang) (document.Doc, error)
	for name, c := range map[string]struct {
		text maker
		id   string
		want string // said in Swedish
	}{
		"imy": {respond.ImyNotificationText, string(id), "Organisationsnummer"}, "supplement": {respond.ImySupplementText, string(id), "Komplettering"},
		"csl24": {respond.CslEarlyWarningText, string(id), "portalen ligger nere"}, "csl72": {respond.CslNotificationText, string(id), "Första bedömning"},
		"cslm": {respond.CslStatusReportText, string(id), "Begränsande"}, "cslf": {respond.CslFinalReportText, string(id), "Grundorsak"},
		"34": {respond.SubjectInformationText, string(id), "Vad kan du göra?"}, "board": {respond.BoardInformationText, string(r.ID), "Anmäl senast 2026-10-2"},
		"picture": {respond.SituationText, string(o.org["it-office"]), "Läget är"},
	} {
		for _, l := range []lang.Lang{lang.SV, lang.EN} {
			doc, err := c.text(ctx, o.deps(), o.caller("lead"), c.id, l)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			plain := draft.Plain(doc)
			if l == lang.SV && name != "picture" && !strings.Contains(plain, c.want) {
				t.Errorf("%s does not say %q:\n%s", name, c.want, plain)
			}
			if name == "34" && !draft.HasGap(plain) {
				t.Error("advice to the data subject is missing, yet no gap")
			}
			show(t, name+"-"+string(l), doc)
		}
	}
	if _, err := respond.ImyNotificationText(ctx, o.deps(), o.caller("care-isam"), string(id), lang.SV); !fault.Is(err, fault.Unknown) {
		t.Errorf("another board reads the text: %v", err)
	}
}

// show writes a text in every form, which refuses one that is not accessible.
// With GENOMLYS_TEXTS set the pages are kept there to be looked at.
func show(t *testing.T, name string, doc document.Doc) {
	t.Helper()
	var b, w, h bytes.Buffer
	if _, err := pdf.Write(&b, doc, pdf.Options{}); err != nil {
		t.Errorf("%s as PDF: %v", name, err)
	}
	if err := docx.Write(&w, doc, nil); err != nil {
		t.Errorf("%s as DOCX: %v", name, err)
	}
	if err := html.Write(&h, doc); err != nil {
		t.Errorf("%s as HTML: %v", name, err)
	}
	if dir := os.Getenv("GENOMLYS_TEXTS"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

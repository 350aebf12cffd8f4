package builder_test

import (
	"encoding/json"
	"fmt"
	"html"
	"strings"
	"testing"

	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
)

const (
	at  = "/management-reviews/LGG-0002"
	sec = at + "/bygg?del=2.3"
)

// sections are the texts that a review keeps.
func (o *office) sections(year string) map[string]registers.ReviewSection {
	o.t.Helper()
	raw, _ := o.review(year).Get("sections").(json.RawMessage)
	var list []registers.ReviewSection
	if err := json.Unmarshal(raw, &list); err != nil {
		o.t.Fatal(err)
	}
	out := map[string]registers.ReviewSection{}
	for _, x := range list {
		out[x.Key] = x
	}
	return out
}

// TestWritten: the coordinator writes in a section without script, puts a
// figure into the text, and the report says it.
func TestWritten(t *testing.T) {
	o := open(t)
	isam := o.isam()
	w := o.get(isam, sec, "2.3", "Text och siffror från registren per 2023-11-15", `class="trace" href="/figures/F03?`, "Underlag enligt 9.3.2", "Att skriva")
	lacks(t, w, "Lämna texten")
	f := filled(t, w, at+"/bygg")
	if f.Get("t.2.3") == "" || f.Get("t.2.3.local") != "" {
		t.Fatalf("the places hold %v", f)
	}
	f.Set("t.2.3.local", "Klassade hos oss:")
	f.Set("siffra", "2.3.local")
	w = o.do(isam, "POST", at+"/bygg", f)
	has(t, w, 303)
	to := w.Header().Get("Location")
	if want := at + "/infoga?del=2.3&plats=2.3.local&sprak=sv"; to != want {
		t.Fatalf("the button leads to %s, want %s", to, want)
	}
	has(t, o.get(isam, to+"&q=finnsinte"), 200, "0 siffror", "Ingen siffra stämmer")
	w = o.get(isam, to+"&q=F03", `value="F03"`, `value="F03.percent"`)
	f = filled(t, w, at+"/infoga")
	f.Set("figur", "F99")
	has(t, o.do(isam, "POST", at+"/infoga", f), 404)
	f.Set("figur", "F03.percent")
	w = o.do(isam, "POST", at+"/infoga", f)
	has(t, w, 303)
	if got := o.sections("2024")["2.3.local"]; got.TextSV != "Klassade hos oss: {F03.percent}" || got.State != "edited" {
		t.Errorf("kept as %+v", got)
	}
	o.get(isam, at, `Klassade hos oss: <a class="trace" href="/figures/F03?`)
	has(t, o.get(isam, at+"/siffror?q=F03"), 200, `role="listbox"`, `data-value="{F03.percent}"`)

	// Ready, and open again.
	f = filled(t, o.get(isam, sec), at+"/bygg")
	f.Set("lage", "ready")
	has(t, o.do(isam, "POST", at+"/bygg", f), 303)
	o.get(isam, sec, "Öppna avsnittet igen")
	if o.sections("2024")["2.3"].State != "ready" {
		t.Error("the section is not ready")
	}
	f = filled(t, o.get(isam, at+"/bygg?del=2.3&sprak=en"), at+"/bygg")
	if f.Get("t.2.3.local") != "" {
		t.Errorf("the Swedish text stands as English: %q", f.Get("t.2.3.local"))
	}
}

// TestTwoWrite: two who write in different places do not disturb each other;
// what both wrote in one place is shown side by side, and nothing is lost.
func TestTwoWrite(t *testing.T) {
	o := open(t)
	isam := o.isam()
	mine, theirs := filled(t, o.get(isam, sec), at+"/bygg"), filled(t, o.get(isam, sec), at+"/bygg")
	theirs.Set("t.2.3.local", "Deras tillägg.")
	theirs.Set("t.2.3.ai", "Deras om AI.")
	has(t, o.do(isam, "POST", at+"/bygg", theirs), 303)
	mine.Set("t.2.3.iot", "Mitt om IoT.")
	has(t, o.do(isam, "POST", at+"/bygg", mine, "X-Requested-By", "autosave"), 200, `"version":`, `"at":`)
	got := o.sections("2024")
	if got["2.3.local"].TextSV != "Deras tillägg." || got["2.3.iot"].TextSV != "Mitt om IoT." || got["2.3.ai"].TextSV != "Deras om AI." {
		t.Fatalf("something was overwritten: %+v", got)
	}
	mine.Set("t.2.3.local", "Mitt tillägg.")
	has(t, o.do(isam, "POST", at+"/bygg", mine, "X-Requested-By", "autosave"), 409)
	w := o.do(isam, "POST", at+"/bygg", mine)
	has(t, w, 409, "<title>Fel: ", "Deras tillägg.", "Mitt tillägg.", "Någon annan har ändrat")
	f := filled(t, w, at+"/bygg")
	if f.Has("t.2.3.ai") {
		t.Error("a text that only the other changed would be put back")
	}
	f.Set("_take.2.3.local", "mine")
	has(t, o.do(isam, "POST", at+"/bygg", f), 303)
	got = o.sections("2024")
	if got["2.3.local"].TextSV != "Mitt tillägg." || got["2.3.ai"].TextSV != "Deras om AI." {
		t.Errorf("after choosing: %+v", got)
	}
	mine.Set("_version", "")
	has(t, o.do(isam, "POST", at+"/bygg", mine), 428)
}

// TestOfficersWords: the officer alone writes the officer's text, and nothing
// else; the coordinator asks for it, and is answered.
func TestOfficersWords(t *testing.T) {
	o := open(t)
	isam, officer := o.isam(), o.officer()
	here := at + "/bygg?del=2.2"
	w := o.get(isam, here, "Be dataskyddsombudet om text", "Skrivs av ombudet")
	f := filled(t, w, at+"/bygg")
	if f.Has("t.dpo") {
		t.Error("the coordinator is asked for the officer's words")
	}
	f.Set("t.dpo", "Allt är bra.")
	has(t, o.do(isam, "POST", at+"/bygg", f), 422, "Dataskyddsombudets text skrivs bara av dataskyddsombudet")

	has(t, o.do(isam, "POST", at+"/ombud", map[string][]string{"due": {"när som helst"}}), 422, "Klar senast")
	has(t, o.do(isam, "POST", at+"/ombud", map[string][]string{"due": {"2024-03-20"}, "description": {"Helst kort."}}), 303)
	o.get(isam, here, "Ombudet är tillfrågat. Svar senast 2024-03-20")
	has(t, o.do(isam, "POST", at+"/ombud", map[string][]string{"due": {"2024-03-21"}}), 422, "redan tillfrågat")
	tasks := o.find("action", `origin_kind = review AND status = decided AND due = 2024-03-20`)
	if len(tasks) != 1 || tasks[0].Text("description") != "Helst kort." {
		t.Fatalf("%d tasks", len(tasks))
	}

	w = o.get(officer, here, "Lämna texten")
	f = filled(t, w, at+"/bygg")
	if f.Has("t.2.2.incidents") || !f.Has("t.dpo") {
		t.Errorf("the officer writes in %v", f)
	}
	f.Set("t.dpo", "Förteckningen är bättre, krypteringen inte.")
	f.Set("lamna", "ja")
	has(t, o.do(officer, "POST", at+"/bygg", f), 303)
	got := o.sections("2024")["dpo"]
	if got.TextSV != "Förteckningen är bättre, krypteringen inte." || got.State != "ready" {
		t.Errorf("the officer's words are %+v", got)
	}
	if x := o.find("action", "ref = "+tasks[0].Ref); len(x) != 1 || x[0].Text("status") != "done" {
		t.Errorf("the task is %v", x[0].Text("status"))
	}
	o.get(isam, here, "Förteckningen är bättre, krypteringen inte.", "Be dataskyddsombudet om text")

	f.Set("t.2.2.incidents", "Inga incidenter.")
	f.Del("lamna")
	f.Set("_version", fmt.Sprint(o.review("2024").Version))
	has(t, o.do(officer, "POST", at+"/bygg", f), 422, "Dataskyddsombudet skriver sin egen text")
	has(t, o.do(officer, "POST", at+"/dagar", map[string][]string{"as_of": {"2023-12-01"}, "_version": {f.Get("_version")}, "del": {"2.2"}}), 403)
	has(t, o.do(officer, "POST", at+"/skicka", map[string][]string{}), 403)
}

// TestDecidedWithoutAMouse: the review is sent, read and decided by forms and
// links alone; the coordinator cannot decide, and an incomplete review is not sent.
func TestDecidedWithoutAMouse(t *testing.T) {
	o := open(t)
	isam, head := o.isam(), o.head()
	o.get(isam, at+"/beslut", "inte skickad för beslut")

	// Without proposed decisions it is not sent, and the page leads to where one is made.
	for _, x := range o.find("improvement_decision", "status = proposed") {
		f := filled(t, o.get(isam, "/steg/improvement-decisions/"+x.Ref+"/drop"), "/steg/improvement-decisions/"+x.Ref+"/drop")
		has(t, o.do(isam, "POST", "/steg/improvement-decisions/"+x.Ref+"/drop", f), 303)
	}
	w := o.get(isam, at+"/skicka", "2 saker saknas", `href="`+at+`/punkt/improvement-decisions/ny"`, `href="`+at+`/bygg?del=decision"`)
	has(t, o.do(isam, "POST", at+"/skicka", filled(t, w, at+"/skicka")), 422, "<title>Fel: ", "Genomgången är inte skickad", "Lägg till minst en beslutspunkt")
	if got := o.review("2024").Text("status"); got != "draft" {
		t.Fatalf("the review is %s", got)
	}
	w = o.get(isam, at+"/punkt/improvement-decisions/ny")
	f := filled(t, w, at+"/punkt/improvement-decisions/ny")
	has(t, o.do(isam, "POST", at+"/punkt/improvement-decisions/ny", f), 422, `href="#f-text"`)
	f.Set("text", "Genomgången godkänns.")
	f.Set("due", "2024-06-30")
	has(t, o.do(isam, "POST", at+"/punkt/improvement-decisions/ny", f), 303)
	o.get(isam, at+"/bygg?del=decision", "Genomgången godkänns.")
	o.bind(isam)
	w = o.get(isam, at+"/skicka", "Allt som krävs finns")
	has(t, o.do(isam, "POST", at+"/skicka", filled(t, w, at+"/skicka")), 303)

	// Whoever reports does not decide.
	w = o.get(isam, at+"/beslut", "Genomgången väntar på beslut")
	lacks(t, w, "Besluta genomgången")
	v := fmt.Sprint(o.review("2024").Version)
	form := map[string][]string{"_version": {v}, "meeting_on": {"2024-03-04"}, "decided_on": {"2024-03-04"}, "diary_no": {"SLK 2024/1"}}
	has(t, o.do(isam, "POST", at+"/beslut", form), 403)
	if got := o.review("2024").Text("status"); got != "sent_to_head" {
		t.Fatalf("the review is %s", got)
	}

	// The head gives it back with words, and gets it again.
	o.get(head, at+"/beslut", "Besluta genomgången", `class="trace" href="/figures/`)
	has(t, o.do(head, "POST", at+"/retur", map[string][]string{"comment": {" "}}), 422, "Skriv vad som behöver ändras")
	has(t, o.do(head, "POST", at+"/retur", map[string][]string{"comment": {"Förklara klassningen."}}), 303)
	o.get(isam, at+"/bygg", "Förklara klassningen.", "Skicka för beslut")
	has(t, o.do(isam, "POST", at+"/skicka", filled(t, o.get(isam, at+"/skicka"), at+"/skicka")), 303)

	w = o.get(head, at+"/beslut", "Möte hållet")
	_, link, _ := strings.Cut(w.Body.String(), `class="trace" href="`)
	link, _, _ = strings.Cut(link, `"`)
	o.get(head, html.UnescapeString(link), "per 2023-11-15")
	f = filled(t, w, at+"/beslut")
	f.Set("decided_on", "snart")
	has(t, o.do(head, "POST", at+"/beslut", f), 422, `value="snart"`, `href="#f-decided_on"`)
	f.Set("decided_on", "idag")
	f.Set("diary_no", "SLK 2024/12")
	w = o.do(head, "POST", at+"/beslut", f)
	has(t, w, 303)
	rec := o.review("2024")
	size, _ := rec.Number("known_at")
	w = o.get(head, at+"/beslut", "Beslutad 2024-03-04", "Låsta filer", rec.Text("hash"), "SLK 2024/12", "genomlys-verify", lang.ProofRoot.SV)
	if size == 0 || !strings.Contains(w.Body.String(), "sv/ledningens-genomgang-2024.pdf") {
		t.Errorf("the proof is not whole: position %d", size)
	}
	for _, x := range registersOf(rec) {
		has(t, w, 200, x.Hash)
	}

	// Locked: nothing is offered, and nothing is taken.
	w = o.get(isam, at+"/bygg")
	lacks(t, w, "Skicka för beslut", "Spara texten")
	f = map[string][]string{"_version": {fmt.Sprint(rec.Version)}, "del": {"2.3"}, "t.2.3.local": {"Efterklokt."}}
	has(t, o.do(isam, "POST", at+"/bygg", f), 422, "låst")

	// The head corrects a text with a reason; the version before is kept.
	has(t, o.do(isam, "GET", at+"/ratta", nil), 403)
	w = o.get(head, at+"/ratta", "Siffror och beslut ändras inte", "Skäl till rättelsen", `name="t.2.3"`)
	lacks(t, w, `name="t.dpo"`)
	f = filled(t, w, at+"/ratta")
	has(t, o.do(head, "POST", at+"/ratta", f), 422, `href="#f-correction_reason"`)
	f.Set("correction_reason", "Fel ord i avsnitt 4.")
	has(t, o.do(head, "POST", at+"/ratta", f), 422, "Inget är ändrat")
	f.Set("t.4", "Det rättade ordet.")
	has(t, o.do(head, "POST", at+"/ratta", f), 303)
	o.get(head, at, "Det rättade ordet.")
	o.get(isam, at+"/beslut", "Fel ord i avsnitt 4.", fmt.Sprintf("/document?format=pdf&version=%d", rec.Version), o.review("2024").Text("hash"))

	// Next year's review shows what this one said.
	f = filled(t, o.get(isam, "/ny/management-reviews"), "/ny/management-reviews")
	w = o.do(isam, "POST", "/ny/management-reviews", f)
	has(t, w, 303)
	o.get(isam, w.Header().Get("Location"), "Så stod det i genomgången inför 2024")
}

// bind gives every point of the plan a figure, so that it can be followed up.
func (o *office) bind(isam string) {
	o.t.Helper()
	for _, x := range o.find("priority", `plan = "PLAN 2024–2026"`) {
		if own, _ := x.Get("figures").([]string); len(own) > 0 || len(x.LinksOf("actions")) > 0 || x.Text("linked_query") != "" {
			continue
		}
		where := at + "/punkt/priorities/" + x.Ref
		f := filled(o.t, o.get(isam, where), where)
		f.Set("figures", "F03")
		has(o.t, o.do(isam, "POST", where, f), 303)
	}
}

func registersOf(rec *register.Record) []registers.FrozenFile {
	return register.As[registers.ManagementReview](rec).Frozen
}

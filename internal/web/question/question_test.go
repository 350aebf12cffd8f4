package question_test

import (
	"regexp"
	"strings"
	"testing"

	"genomlys/internal/web/webtest"
	"genomlys/internal/whatif"
)

// TestEveryReportHasAPage: each report is reached from the list, and answers or
// says what it needs to know.
func TestEveryReportHasAPage(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	h.Object("Lönesystemet")
	list := h.Do(s, "GET", "/rapporter", nil)
	webtest.Has(t, list, 200, "<h1>Rapporter</h1>")
	answered := 0
	for _, rep := range h.App.Rooms.Reports {
		if rep.Name == "what-if" {
			continue
		}
		if !strings.Contains(list.Body.String(), `href="/rapporter/`+rep.Name+`"`) {
			t.Errorf("%s is not on the list", rep.Name)
		}
		w := h.Do(s, "GET", "/rapporter/"+rep.Name, nil)
		if w.Code != 200 && w.Code != 422 {
			t.Errorf("%s: %d", rep.Name, w.Code)
		}
		webtest.Has(t, w, w.Code, rep.Title.SV)
		for _, p := range rep.Params {
			if !strings.Contains(w.Body.String(), `name="`+p.Name+`"`) {
				t.Errorf("%s does not ask for %s", rep.Name, p.Name)
			}
		}
		if regexp.MustCompile(`href="/api/v1/reports/` + rep.Name + `\?[^"]*format=`).MatchString(w.Body.String()) {
			answered++
		}
	}
	if answered == 0 {
		t.Error("no report answers at once")
	}
	webtest.Has(t, h.Do(s, "GET", "/rapporter/finns-inte", nil), 404)
}

// TestWhatIfs asks every question; what a supplier's fall hits is opened, drawn
// from and kept with a plan.
func TestWhatIfs(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	supplier := h.Make("recipient", h.Near, map[string]any{"title": "Molnbolaget AB", "country": "US"})
	obj := h.Make("object", h.Near, map[string]any{"title": "Lönesystemet", "kind": "business_system", "reach": "local", "status": "operation", "supplier": string(supplier)})
	list := h.Do(s, "GET", "/vad-hander-om", nil)
	for _, k := range whatif.Kinds() {
		webtest.Has(t, list, 200, k.About.SV, "/vad-hander-om/"+strings.ToLower(k.ID))
		w := h.Do(s, "GET", "/vad-hander-om/"+strings.ToLower(k.ID), nil)
		webtest.Has(t, w, 200, k.Title.SV)
		for _, name := range k.Takes {
			if !strings.Contains(w.Body.String(), `name="`+name+`"`) {
				t.Errorf("%s does not ask for %s", k.ID, name)
			}
		}
	}
	w := h.Do(s, "GET", "/vad-hander-om/w2?subject=Molnbolaget", nil)
	webtest.Has(t, w, 200, "Om en leverantör drabbas: Molnbolaget AB", `href="/objects/`+h.Get("object", string(obj)).Ref, "/gor/situation-reports/keep_what_if?", "format=pdf", `id="berors"`)
	// The worklist says how high the need of protection is; what is not assessed is said to be missing.
	worklist := func() string {
		_, after, _ := strings.Cut(h.Do(s, "GET", "/vad-hander-om/w2?subject=Molnbolaget", nil).Body.String(), `id="arbete"`)
		work, _, _ := strings.Cut(after, "</section>")
		return work
	}
	if got := worklist(); !strings.Contains(got, "Skyddsnivå") || !strings.Contains(got, "Saknas") {
		t.Errorf("no level is missing in %.600s", got)
	}
	h.Make("classification", h.Near, map[string]any{"object": string(obj), "status": "decided", "decided_on": "2024-01-10", "k": 3, "r": 2, "t": 1})
	if got := worklist(); !strings.Contains(got, `aria-label="Konfidentialitet 3, Riktighet 2, Tillgänglighet 1"`) {
		t.Errorf("the level is not in %.600s", got)
	}
	webtest.Has(t, h.Do(s, "GET", "/vad-hander-om/w2?subject=finnsinte", nil), 422, "<title>Fel: ", "#f-subject")
	webtest.Has(t, h.Do(s, "GET", "/vad-hander-om/w99", nil), 404)
	// A raise may be of any one aspect; a kept answer leads to the plan made of it.
	holder := h.Make("info_type", h.Near, map[string]any{"title": "Löneuppgifter", "description": "Löner", "owner": string(h.Make("role_assignment", h.Near, map[string]any{"title": "Ägare", "function": "other"}))})
	webtest.Has(t, h.Do(s, "GET", "/vad-hander-om/w7?subject="+h.Get("info_type", string(holder)).Ref, nil), 422, "Ange minst en nivå, för vilken aspekt som helst")
	kept := h.Make("situation_report", h.Near, map[string]any{"title": "Om en leverantör drabbas", "kind": "static", "as_of": "2024-01-01T00:00:00Z", "question": "W2?subject=Molnbolaget"})
	made := h.Make("action_plan", h.Near, map[string]any{"title": "Om en leverantör drabbas", "origin_kind": "decision", "origin": string(kept)})
	webtest.Has(t, h.Do(s, "GET", "/situation-reports/"+h.Get("situation_report", string(kept)).Ref, nil), 200, `href="/action-plans/`+h.Get("action_plan", string(made)).Ref)
}

// TestAnswersOpenTheirRecords: a record that an answer names by number is a door
// to it; one that is not there is a number.
func TestAnswersOpenTheirRecords(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	cycle := h.Make("rsa_cycle", h.Near, map[string]any{"title": "RSA 2024", "period": "2024–2025"})
	h.Make("rsa_finding", h.Near, map[string]any{"title": "Prova reservkraft, se RSA-9999", "cycle": string(cycle), "secrecy": "none"})
	webtest.Has(t, h.Do(s, "GET", "/rapporter/rsa", nil), 200, `<a href="/rsa-findings/RSA-0001">RSA-0001</a> Prova reservkraft, se RSA-9999`)
	webtest.Has(t, h.Do(s, "GET", "/rapporter/rsa?as_of=2099-01-01", nil), 200, `<a href="/rsa-findings/RSA-0001?per=2099-01-01">`)
	// Whole sentences stand after each other, with no comma after a full stop.
	h.Make("object", h.Near, map[string]any{"title": "Assistenten", "kind": "service", "reach": "local", "ai": "yes"})
	webtest.Has(t, h.Do(s, "GET", "/rapporter/ai-and-iot", nil), 200, "inte bedömt. AI-profil saknas.")
}

// TestReportRefusesInWords: what a report is not told is said at its control.
func TestReportRefusesInWords(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	webtest.Has(t, h.Do(s, "GET", "/rapporter/rsa?as_of=2023-13-45", nil), 422, `href="#f-as_of"`, "Per dag: Skriv datumet som år, månad, dag")
	webtest.Has(t, h.Do(s, "GET", "/rapporter/control-year?year=abc", nil), 422, `href="#f-year"`)
	webtest.Has(t, h.Do(s, "GET", "/rapporter", nil), 200, "Frågan behöver svar på: GDPR årsrapport")
}

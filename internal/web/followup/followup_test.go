package followup_test

import (
	"net/url"
	"strings"
	"testing"
)

// answered sends in the answer about an object with the answers given, by a link.
func (h *house) answered(link string, given map[string]string) {
	h.t.Helper()
	for _, n := range []string{"1", "2", "3", "4", "5"} {
		w := h.see(link + "/fraga/" + n)
		has(h.t, h.say(link+"/fraga/"+n, "_version", hidden(h.t, w, "_version"), "svar", given["F"+n]), 303)
	}
	has(h.t, h.say(link+"/kontroll"), 303, "/tack")
}

// TestFollowed walks a follow-up as its coordinator: who has answered, what the
// answers would change, approved, sent back and analysed.
func TestFollowed(t *testing.T) {
	h := newHouse(t, false)
	at := "/campaigns/" + h.campaign.Ref + "/uppfoljning"
	isam := func(method, path string, form url.Values) func(int, ...string) {
		return func(status int, texts ...string) {
			t.Helper()
			has(t, h.ask(method, at+path, h.isamSession, form), status, texts...)
		}
	}
	has(t, h.ask("GET", "/campaigns/"+h.campaign.Ref, h.isamSession, nil), 200, at)
	isam("GET", "", nil)(200, "Svar per område", "Kultur", "0 av 2", "Den här installationen skickar ingen e-post", "Stäng uppföljningen", "2 objekt")
	isam("GET", "/objekt", nil)(200, "Rekryteringsportalen", "Biblioteket", "Ej besvarad", "Skapa länkar")
	isam("GET", "/lankar/"+string(h.owner), nil)(200, "Länkar till Olle Objektsson")
	isam("POST", "/lankar/"+string(h.owner), url.Values{})(200, "https://lis.example/svar/", "Rekryteringsportalen (OBJ-0001)", "Kopiera länkarna nu")
	links := h.links()
	h.answered(links[h.object], map[string]string{"F1": "Ja", "F2": "yes", "F3": "2029-12-31", "F5": "Ny leverantör"})
	h.answered(links[h.other], map[string]string{"F1": "Vet inte", "F2": "no"})
	isam("GET", "", nil)(200, "2 (100", "2 av 2")
	isam("GET", "/objekt?lage=sent", nil)(200, "Biblioteket", at+"/svar/")
	isam("GET", "/objekt?lage=kvar", nil)(200, "Inga objekt stämmer med urvalet")
	isam("GET", "/svar", nil)(200, "1 svar ändrar registren", "2 fält ändras", "1 svar ändrar ingenting", "1 vet inte", "Godkänn de valda")

	// What changes nothing is approved together; what changes the registers is
	// not approved with it, and it is told why.
	mine, other := h.response(h.object), h.response(h.other)
	isam("GET", "/svar?lika="+other.Ref+"&andrar=finns-inte", nil)(200, "Rekryteringsportalen", "Biblioteket")
	isam("POST", "/svar", url.Values{"svar": {string(mine.ID)}})(200, "1 svar kunde inte godkännas", "Svaret ändrar registren")
	isam("POST", "/svar", url.Values{"alla": {"ja"}})(200, "1 svar godkänt")
	if got := h.response(h.other).Text("status"); got != "reviewed" {
		t.Error(got)
	}
	if h.get("object", string(h.object)).Text("iot") != "no" {
		t.Error("a change was approved without being seen")
	}

	// One response: old and new, field by field; one of them not taken in.
	w := h.ask("GET", at+"/svar/"+mine.Ref, h.isamSession, nil)
	has(t, w, 200, "Svar om Rekryteringsportalen", "Ändras i registren", "2027-01-31", "2029-12-31", "Ny leverantör", "Godkänn och för in", "Inskickat 2026-05-04 av Olle Objektsson")
	version, sum := hidden(t, w, "_version"), hidden(t, w, "approved")
	isam("POST", "/svar/"+mine.Ref, url.Values{"_version": {version}, "gor": {"return"}})(422, "<title>Fel: ", "Skriv vad som behöver bli tydligare")
	isam("POST", "/svar/"+mine.Ref, url.Values{"_version": {version}, "approved": {"annat"}, "gor": {"review"}, "fraga": {"F2", "F3"}, "ta": {"F2"}})(422, "Se jämförelsen och godkänn den")
	isam("POST", "/svar/"+mine.Ref, url.Values{"_version": {"1"}, "approved": {sum}, "gor": {"review"}, "fraga": {"F2", "F3"}, "ta": {"F2"}})(409)
	isam("POST", "/svar/"+mine.Ref, url.Values{"_version": {version}, "approved": {sum}, "gor": {"review"}, "fraga": {"F2", "F3"}, "ta": {"F2"}})(303, "godkand="+mine.Ref)
	if o := h.get("object", string(h.object)); o.Text("iot") != "yes" || o.Text("source") != "campaign" || o.Text("contract_end") != "2027-01-31" {
		t.Errorf("iot %s, source %s, contract end %s", o.Text("iot"), o.Text("source"), o.Text("contract_end"))
	}
	has(t, h.see(links[h.object]), 200, "Vi har gått igenom svaren")

	// Sent back, answered anew.
	mine = h.response(h.object)
	isam("GET", "/svar/"+mine.Ref, nil)(200)
	isam("GET", "/analys", nil)(200, "2 svar av 2 objekt", `role="img"`, "Är objektet IoT?: Ja 1, Nej 1", "Din analys av området")
	isam("POST", "/analys", url.Values{"analys.iot": {"Ett objekt är IoT."}, "analys.measures": {""}})(303)
	isam("GET", "/analys?sparad=ja", nil)(200, "Ett objekt är IoT.", "Analysen är sparad.")
	w = h.ask("GET", at+"/fil/csv", h.isamSession, nil)
	has(t, w, 200, "Rekryteringsportalen", "Ny leverantör", "Vet inte", "Granskad")
	isam("GET", "/fil/pdf", nil)(404)
}

// TestFollowedByOthers: who may read the follow-up sees it and changes nothing;
// who may not sees no such page.
func TestFollowedByOthers(t *testing.T) {
	h := newHouse(t, false)
	_, dpo := h.someone("Doris Dataskydd", "dpo", h.near)
	at := "/campaigns/" + h.campaign.Ref + "/uppfoljning"
	mine := h.response(h.object)
	for _, path := range []string{"", "/objekt", "/svar", "/svar/" + mine.Ref, "/analys", "/fil/csv", "/skicka/lankar", "/lankar/" + string(h.owner)} {
		for who, session := range map[string]string{"far": h.farSession, "owner": h.ownerSession} {
			if w := h.ask("GET", at+path, session, nil); w.Code != 404 {
				t.Errorf("%s as %s: %d", path, who, w.Code)
			}
		}
		if w := h.ask("GET", at+path, "", nil); w.Code != 401 {
			t.Errorf("%s as nobody: %d", path, w.Code)
		}
	}
	w := h.ask("GET", at+"/objekt", dpo, nil)
	has(t, w, 200, "Rekryteringsportalen")
	lacks(t, w, "Skapa länkar", "Återkalla länkar")
	for path, form := range map[string]url.Values{"/objekt": {"aterkalla": {string(mine.ID)}}, "/lankar/" + string(h.owner): {}, "/skicka/lankar": {}, "/skicka/paminnelse": {},
		"/svar/" + mine.Ref: {"_version": {"1"}, "gor": {"review"}}, "/analys": {"analys.iot": {"x"}}} {
		if w := h.ask("POST", at+path, dpo, form); w.Code != 403 && w.Code != 409 {
			t.Errorf("POST %s: %d %.300s", path, w.Code, w.Body.String())
		}
		if w := h.ask("POST", at+path, h.farSession, form); w.Code != 404 {
			t.Errorf("POST %s from afar: %d", path, w.Code)
		}
	}
	// A response of another follow-up is not found under this one.
	last := ""
	for _, ref := range []string{"SVA-0001", "SVA-0002", "SVA-0003"} {
		if r := h.get("response", ref); r.Text("campaign") != string(h.campaign.ID) {
			last = ref
		}
	}
	if w := h.ask("GET", at+"/svar/"+last, h.isamSession, nil); last == "" || w.Code != 404 {
		t.Error(last, w.Code)
	}
	if strings.Contains(h.ask("GET", at, dpo, nil).Body.String(), "Stäng uppföljningen") {
		t.Error("the officer is offered to close it")
	}
}

package edit_test

import (
	"encoding/json"
	"html"
	"strings"
	"testing"

	"genomlys/internal/room"
	"genomlys/internal/web/webtest"
)

// TestActsHaveForms draws the form of every act that is on no record, and does
// one on a record from the form that its parameters make.
func TestActsHaveForms(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	free := 0
	for _, a := range h.App.Rooms.Acts {
		reg := h.App.Reg(a.Register)
		if !a.Free {
			webtest.Has(t, h.Do(s, "GET", "/gor/"+reg.Collection+"/"+a.Name, nil), 404)
			continue
		}
		free++
		w := h.Do(s, "GET", "/gor/"+reg.Collection+"/"+a.Name, nil)
		webtest.Has(t, w, 200, "<h1>"+a.Title.SV+"</h1>", `method="post"`)
		needed := false
		for _, p := range a.Params {
			if !strings.Contains(w.Body.String(), `name="`+p.Name+`"`) {
				t.Errorf("%s %s does not ask for %s", a.Register, a.Name, p.Name)
			}
			needed = needed || p.Needed && p.Kind != room.File
		}
		if needed {
			w = h.Do(s, "POST", "/gor/"+reg.Collection+"/"+a.Name, webtest.Filled(t, w))
			webtest.Has(t, w, 422, "<title>Fel: ")
		}
	}
	if free == 0 || len(h.App.Rooms.Texts) == 0 {
		t.Errorf("%d free acts, %d texts", free, len(h.App.Rooms.Texts))
	}
}

// TestTextsAreLinked: the texts that a room makes out of a record are reached
// from its page, and can be fetched there.
func TestTextsAreLinked(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	obj := h.Object("Lönesystemet")
	h.Make("classification", h.Near, map[string]any{"title": "Klassning", "kind": "object", "object": string(obj), "k": 1, "r": 1, "t": 1})
	body := h.Do(s, "GET", "/classifications/KLA-0001", nil).Body.String()
	const from = `href="/api/v1/classifications/KLA-0001/texts/`
	i := strings.Index(body, from)
	if i < 0 {
		t.Fatal("no text is linked")
	}
	href, _, _ := strings.Cut(body[i+len(`href="`):], `"`)
	w := h.Do(s, "GET", html.UnescapeString(href), nil)
	if w.Code != 200 || !strings.HasPrefix(w.Body.String(), "%PDF-") {
		t.Errorf("%s: %d", href, w.Code)
	}
}

// TestActsAreReached: what makes something in a register without being on a
// record is offered in the register's list; it takes records by their names and
// days as people write them, asks when two bear the name, and names in words
// what is missing.
func TestActsAreReached(t *testing.T) {
	h := newHouse(t)
	h.Object("Lönesystemet")
	s, reader := h.SignIn("isam", h.Near), h.SignIn("auditor", h.Near)
	webtest.Has(t, h.Do(s, "GET", "/continuity-plans", nil), 200, `href="/gor/continuity-plans/open_needed"`, ">Öppna planer som behövs</a>")
	webtest.Lacks(t, h.Do(reader, "GET", "/continuity-plans", nil), "/gor/")
	webtest.Lacks(t, h.Do(s, "GET", "/situation-reports", nil), "keep_what_if")

	owner := h.Make("person", h.Near, map[string]any{"title": "Olle Ek", "email": "olle@example.se"})
	h.Make("role_assignment", h.Near, map[string]any{"title": "Objektägare lön", "function": "object_owner", "person": string(owner), "status": "active"})
	cycle := h.Make("rsa_cycle", h.Near, map[string]any{"title": "RSA 2024", "period": "2024"})
	h.Make("rsa_finding", h.Near, map[string]any{"title": "Prova reservkraft", "cycle": string(cycle), "status": "identified"})
	at := "/gor/rsa-findings/RSA-0001/add_action"
	f := webtest.Filled(t, h.Do(s, "GET", at, nil))
	f.Set("title", "Beställ prov")
	f.Set("due", "idag")
	webtest.Has(t, h.Do(s, "POST", at, f), 422, `href="#f-owner"`, "Fyll i Ansvarig.")
	f.Set("owner", "Objektägare lön")
	webtest.Has(t, h.Do(s, "POST", at, f), 303)
	if got := h.Get("action", "ATG-0001"); got.Text("owner") == "" || got.Text("due") == "" {
		t.Errorf("the action: owner %q, due %q", got.Text("owner"), got.Text("due"))
	}
	h.Make("role_assignment", h.Near, map[string]any{"title": "Objektägare lön", "function": "object_owner", "person": string(owner), "status": "active"})
	f = webtest.Filled(t, h.Do(s, "GET", at, nil))
	f.Set("title", "Beställ mer")
	f.Set("due", "idag")
	f.Set("owner", "Objektägare lön")
	webtest.Has(t, h.Do(s, "POST", at, f), 422, "Flera poster heter")
}

// TestStepTellsAllAtOnce: what the rules ask for is asked for with the days, and
// who decides is filled in with the caller's own function.
func TestStepTellsAllAtOnce(t *testing.T) {
	h := newHouse(t)
	obj := h.Object("Lönesystemet")
	h.Make("continuity_plan", h.Near, map[string]any{"title": "Reservrutin", "objects": []any{string(obj)}, "status": "draft", "mtd_h": 8, "rto_h": 4, "rpo_h": 4,
		"manual_routine": "Blanketter", "contacts_offline": "Jouren"})
	head := h.SignIn("head", h.Near)
	w := h.Do(head, "GET", "/steg/continuity-plans/KPL-0001/adopt", nil)
	webtest.Has(t, w, 200, `name="adopted_on"`, `name="adopted_by"`)
	webtest.Lacks(t, w, "Fastställd av (frivilligt)")
	f := webtest.Filled(t, w)
	if !strings.HasSuffix(f.Get("adopted_by"), "FUN-0001") {
		t.Errorf("adopted by %q", f.Get("adopted_by"))
	}
	if f.Get("adopted_on") == "" {
		t.Error("the day on which the step is taken is not filled in")
	}
	webtest.Has(t, h.Do(head, "POST", "/steg/continuity-plans/KPL-0001/adopt", f), 303)
	if got := h.Get("continuity_plan", "KPL-0001"); got.Text("status") != "adopted" {
		t.Errorf("the plan is %s", got.Text("status"))
	}
}

// TestOneSeesOneself: what one has done oneself stands under one's name, also
// for those who may not read who is who; another is not said to be nobody.
func TestOneSeesOneself(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("procurement_lead", h.Near)
	f := webtest.Filled(t, h.Do(s, "GET", "/ny/procurement-checks", nil))
	f.Set("title", "Nytt lönesystem")
	f.Set("procurement", "Nytt lönesystem")
	webtest.Has(t, h.Do(s, "POST", "/ny/procurement-checks", f), 303)
	webtest.Has(t, h.Do(s, "GET", "/procurement-checks/UPH-0001", nil), 200, "Anna procurement_lead lade in posten")
	h.Make("procurement_check", h.Near, map[string]any{"title": "Nytt passersystem", "procurement": "Nytt passersystem"})
	webtest.Lacks(t, h.Do(s, "GET", "/procurement-checks/UPH-0002", nil), "utan konto")
}

// TestAnothersWordsAreNotAskedFor: what only the officer writes is no field of
// the head's form; that it is missing is told, with who gives it.
func TestAnothersWordsAreNotAskedFor(t *testing.T) {
	h := newHouse(t)
	processing := h.Make("processing", h.Near, map[string]any{"title": "E-tjänster", "role": "controller"})
	dpia := h.Make("dpia", h.Near, map[string]any{"title": "E-tjänster", "kind": "reference", "processings": []any{string(processing)}})
	h.Make("dpia_participant", h.Near, map[string]any{"dpia": string(dpia), "party": string(h.Near), "invited_on": "2024-02-01"})
	head := h.SignIn("head", h.Near)
	w := h.Do(head, "GET", "/steg/dpia-participants/KBA-0001/adopt", nil)
	webtest.Has(t, w, 200, `name="decided_on"`, "dataskyddsombud")
	webtest.Lacks(t, w, `name="dpo_advice"`)
	// Words that the step itself asks for do not hide that somebody must decide;
	// who looks holds one such function, which is filled in.
	webtest.Has(t, h.Do(head, "GET", "/steg/dpia-participants/KBA-0001/deviate", nil), 200, `name="deviations"`, `name="decided_by" value="Funktion head`)
}

// TestAnothersFieldsAreNotOffered: the form by which a record is changed has what
// its reader writes, not what is another's to say; what is sent all the same is
// refused with who says it.
func TestAnothersFieldsAreNotOffered(t *testing.T) {
	h := newHouse(t)
	report := h.Make("dpo_report", h.Near, map[string]any{"title": "GDPR årsrapport 2025", "year": 2025})
	h.Make("dpo_finding", h.Near, map[string]any{"title": "Gallring", "report": string(report), "area": "ropa", "observation": "Uppgifter raderas inte."})
	isam := h.SignIn("isam", h.Near)
	at := "/andra/dpo-findings/DSO-0001"
	w := h.Do(isam, "GET", at, nil)
	webtest.Has(t, w, 200, `name="management_response"`)
	webtest.Lacks(t, w, `name="observation"`, `name="recommendation"`)
	f := webtest.Filled(t, w)
	f.Set("observation", "Allt är bra.")
	webtest.Has(t, h.Do(isam, "POST", at, f), 403, "dataskyddsombud")
	dpo := h.SignIn("dpo", h.Near)
	w = h.Do(dpo, "GET", at, nil)
	webtest.Has(t, w, 200, `name="observation"`)
	webtest.Lacks(t, w, `name="management_response"`)
	webtest.Lacks(t, h.Do(dpo, "GET", "/ny/dpo-findings?report="+h.Get("dpo_report", string(report)).Ref, nil), `name="management_response"`)
}

// TestWantedFieldsAreAsked: what belongs to the matter stands first where a
// record is made, and is asked for by the step it belongs to, without being needed.
func TestWantedFieldsAreAsked(t *testing.T) {
	h := newHouse(t)
	obj := h.Object("E-handel")
	isam := h.SignIn("isam", h.Near)
	first, _, _ := strings.Cut(h.Do(isam, "GET", "/ny/vuln-reviews", nil).Body.String(), "<details")
	if !strings.Contains(first, `name="findings.title"`) || strings.Contains(first, `name="diary_no"`) {
		t.Error("what was found is not asked for first")
	}
	h.Make("vuln_review", h.Near, map[string]any{"title": "Test", "object": string(obj), "performed_on": "2024-02-01"})
	w := h.Do(isam, "GET", "/steg/vuln-reviews/SBG-0001/perform", nil)
	webtest.Has(t, w, 200, `name="findings.title"`, `Brister <span class="optional">`)
	f := webtest.Filled(t, w)
	f["findings.title"], f["findings.severity"], f["findings.cvss"] = []string{"Öppen port"}, []string{""}, []string{"9,8"}
	webtest.Has(t, h.Do(isam, "POST", "/steg/vuln-reviews/SBG-0001/perform", f), 422, "Varje rad behöver: Brist, Allvarlighet.")
	f["findings.severity"] = []string{"critical"}
	webtest.Has(t, h.Do(isam, "POST", "/steg/vuln-reviews/SBG-0001/perform", f), 303)
	if got := string(h.Get("vuln_review", "SBG-0001").Get("findings").(json.RawMessage)); !strings.Contains(got, `"cvss":"9.8"`) || !strings.Contains(got, `"state":"open"`) || !strings.Contains(got, `"due":"`) {
		t.Errorf("found %s", got)
	}
}

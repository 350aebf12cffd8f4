package edit_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web/webtest"
)

// TestEveryRegisterHasForms draws the form of every register, and of every
// step that is declared in one.
func TestEveryRegisterHasForms(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	for _, reg := range h.App.DB.Catalogue.All {
		if reg.Name == "disposal_decision" {
			continue // chosen in words and seen before it is proposed: TestPropose in web/disposal
		}
		w := h.Do(s, "GET", "/ny/"+reg.Collection, nil)
		title := "Lägg till " + lang.Inside(reg.Singular.SV)
		if reg.Name == "management_review" {
			title = "Ny genomgång" // begun by its own page, of a year and its days
		}
		webtest.Has(t, w, 200, "<h1>"+title+"</h1>", `method="post"`)
		for _, a := range reg.Actions() {
			if !lang.HasStep(reg.Name, a) {
				t.Errorf("%s: the step %s has no words", reg.Name, a)
			}
		}
		for _, f := range reg.Fields {
			if f.Derived && strings.Contains(w.Body.String(), `name="`+f.Name+`"`) {
				t.Errorf("%s asks for %s, which the product makes", reg.Name, f.Name)
			}
		}
	}
}

// TestCreateWithoutScript makes a record as a browser without script does: what
// was typed is kept when something is wrong, a related record is found on a page
// of candidates, and dates are taken as people write them.
func TestCreateWithoutScript(t *testing.T) {
	h := newHouse(t)
	h.Object("Lönesystemet")
	h.Object("Lönearkivet")
	s := h.SignIn("isam", h.Near)
	w := h.Do(s, "GET", "/ny/objects", nil)
	f := webtest.Filled(t, w)
	f.Set("title", "Nytt system")
	f.Set("contract_end", "i övermorgon")
	f.Set("mtd_h", "fyra")
	w = h.Do(s, "POST", "/ny/objects", f)
	webtest.Has(t, w, 422, "<title>Fel: Lägg till objekt", `value="Nytt system"`, `value="i övermorgon"`, `href="#f-contract_end"`, `href="#f-kind"`, `aria-invalid="true"`, `id="f-mtd_h-err"`, "Fyll i Typ", "autofocus")
	// The summary follows the page.
	last := -1
	for _, id := range []string{"kind", "mtd_h", "contract_end"} {
		at := strings.Index(w.Body.String(), `href="#f-`+id+`"`)
		if at < 0 || at < last {
			t.Errorf("the summary names %s at %d, after what came at %d", id, at, last)
		}
		last = at
	}
	f = webtest.Filled(t, w)
	f.Set("kind", "business_system")
	f.Set("reach", "local")
	f.Set("contract_end", "31/12 2025")
	f.Set("go_live", "idag")
	f.Set("mtd_h", "2 dygn")
	w = h.Do(s, "POST", "/ny/objects", f)
	webtest.Has(t, w, 303)
	at := w.Header().Get("Location")
	webtest.Has(t, h.Do(s, "GET", at, nil), 200, "Nytt system", "2025-12-31", "2024-03-01")
	ref := at[strings.LastIndex(at, "/")+1:]
	if n, _ := h.Get("object", ref).Number("mtd_h"); n != 48 {
		t.Errorf("two days are %d hours", n)
	}

	// The classification of the new object, from its page: filled in beforehand.
	w = h.Do(s, "GET", "/ny/classifications?object="+ref, nil)
	webtest.Has(t, w, 200, `value="Nytt system, `+ref+`"`)
	f = webtest.Filled(t, w)
	f.Set("title", "Klassning 2024")
	f.Set("object", "Löne")
	f.Set("_pick", "object")
	w = h.Do(s, "POST", "/ny/classifications", f)
	webtest.Has(t, w, 200, "Lönesystemet", "Lönearkivet", `value="Klassning 2024"`, "2 träffar")
	f = webtest.Filled(t, w)
	f.Set("_took", "object=OBJ-0002")
	w = h.Do(s, "POST", "/ny/classifications", f)
	webtest.Has(t, w, 200, `value="Lönearkivet, OBJ-0002"`, `value="Klassning 2024"`)
	f = webtest.Filled(t, w)
	f.Set("kind", "object")
	webtest.Has(t, h.Do(s, "POST", "/ny/classifications", f), 303)
	if got := h.Get("classification", "KLA-0001"); got.Text("object") != string(h.Get("object", "OBJ-0002").ID) || got.Org != h.Near {
		t.Errorf("the classification hangs on %q in %q", got.Text("object"), got.Org)
	}
	// A name that one record alone bears is enough; one that two bear is not.
	h.Object("Lönesystemet")
	f.Set("object", "Lönesystemet")
	webtest.Has(t, h.Do(s, "POST", "/ny/classifications", f), 422, "Flera poster heter", `value="Lönesystemet"`)
	f.Set("object", "Lönearkivet")
	webtest.Has(t, h.Do(s, "POST", "/ny/classifications", f), 303)
}

// TestChangeAndConflict: two people change the same record. What they both
// changed is shown side by side; what only one changed is kept.
func TestChangeAndConflict(t *testing.T) {
	h := newHouse(t)
	h.Object("Lönesystemet")
	s := h.SignIn("isam", h.Near)
	at := "/andra/objects/OBJ-0001?grupp=uppgifter"
	mine, theirs := webtest.Filled(t, h.Do(s, "GET", at, nil)), webtest.Filled(t, h.Do(s, "GET", at, nil))
	theirs.Set("title", "Lönesystemet Alfa")
	theirs.Set("users_approx", "1 200")
	webtest.Has(t, h.Do(s, "POST", at, theirs), 303)
	mine.Set("title", "Lönesystemet Beta")
	mine.Set("area", "Personal")
	w := h.Do(s, "POST", at, mine)
	webtest.Has(t, w, 409, "Lönesystemet Alfa", "Lönesystemet Beta", "Någon annan har ändrat")
	if got := h.Get("object", "OBJ-0001").Text("title"); got != "Lönesystemet Alfa" {
		t.Fatalf("the name was overwritten: %q", got)
	}
	f := webtest.Filled(t, w)
	if f.Get("_take.title") != "theirs" {
		t.Errorf("what is saved is not what stays: %v", f)
	}
	webtest.Has(t, h.Do(s, "POST", at, f), 303)
	got := h.Get("object", "OBJ-0001")
	if n, _ := got.Number("users_approx"); got.Text("title") != "Lönesystemet Alfa" || got.Text("area") != "Personal" || n != 1200 {
		t.Errorf("after choosing theirs: %q %q %d", got.Text("title"), got.Text("area"), n)
	}
	f = webtest.Filled(t, w)
	f.Set("_take.title", "mine")
	f.Set("_version", "")
	webtest.Has(t, h.Do(s, "POST", at, f), 428)
	mine.Set("title", "Lönesystemet Gamma")
	w = h.Do(s, "POST", at, mine)
	webtest.Has(t, w, 409)
	f = webtest.Filled(t, w)
	f.Set("_take.title", "mine")
	webtest.Has(t, h.Do(s, "POST", at, f), 303)
	got = h.Get("object", "OBJ-0001")
	if n, _ := got.Number("users_approx"); got.Text("title") != "Lönesystemet Gamma" || n != 1200 {
		t.Errorf("after choosing mine: %q %d", got.Text("title"), n)
	}
}

// TestSavesItself: the island saves as one types and is told of wrongs and
// conflicts without anything being lost.
func TestSavesItself(t *testing.T) {
	h := newHouse(t)
	h.Object("Lönesystemet")
	s := h.SignIn("isam", h.Near)
	at := "/andra/objects/OBJ-0001?grupp=uppgifter"
	f := webtest.Filled(t, h.Do(s, "GET", at, nil))
	stale := webtest.Filled(t, h.Do(s, "GET", at, nil))
	f.Set("area", "Personal")
	w := h.Do(s, "POST", at, f, "X-Requested-By", "autosave")
	webtest.Has(t, w, 200, `"at":"10.`)
	var a struct{ Version string }
	if err := json.Unmarshal(w.Body.Bytes(), &a); err != nil || a.Version == "" || h.Get("object", "OBJ-0001").Text("area") != "Personal" {
		t.Fatalf("saved %s %v", w.Body, err)
	}
	f.Set("_version", a.Version)
	f.Set("mtd_h", "fyra")
	webtest.Has(t, h.Do(s, "POST", at, f, "X-Requested-By", "autosave"), 422, "f-mtd_h")
	stale.Set("area", "Ekonomi")
	webtest.Has(t, h.Do(s, "POST", at, stale, "X-Requested-By", "autosave"), 409)
	if got := h.Get("object", "OBJ-0001").Text("area"); got != "Personal" {
		t.Errorf("the area is %q", got)
	}
}

// TestSteps: a change of state asks for what it needs and is refused at the
// field that is missing; who may not decide is not offered the step, and is
// told who can when asking for it all the same.
func TestSteps(t *testing.T) {
	h := newHouse(t)
	h.Object("Lönesystemet")
	s := h.SignIn("isam", h.Near)
	webtest.Has(t, h.Do(s, "GET", "/objects/OBJ-0001", nil), 200, `href="/steg/objects/OBJ-0001/retire"`, ">Avveckla</a>")
	w := h.Do(s, "GET", "/steg/objects/OBJ-0001/retire", nil)
	webtest.Has(t, w, 200, "<h1>Avveckla: Lönesystemet</h1>", `name="retired_on"`, "I drift")
	f := webtest.Filled(t, w)
	w = h.Do(s, "POST", "/steg/objects/OBJ-0001/retire", f)
	webtest.Has(t, w, 422, "<title>Fel: Avveckla", `href="#f-retired_on"`)
	f.Set("retired_on", "2024-02-29")
	f.Set("_reason", "Beslut 2024-17")
	webtest.Has(t, h.Do(s, "POST", "/steg/objects/OBJ-0001/retire", f), 303)
	if got := h.Get("object", "OBJ-0001"); got.Text("status") != "retired" || got.Text("retired_on") != "2024-02-29" {
		t.Errorf("the object is %q", got.Text("status"))
	}
	webtest.Has(t, h.Do(s, "GET", "/steg/objects/OBJ-0001/retire", nil), 422)
	webtest.Has(t, h.Do(s, "GET", "/steg/objects/OBJ-0001/nonsense", nil), 404)

	obj := h.Object("Ekonomisystemet")
	h.Make("classification", h.Near, map[string]any{"title": "Klassning", "kind": "object", "object": string(obj), "k": 1, "r": 1, "t": 1, "status": "proposed"})
	webtest.Lacks(t, h.Do(s, "GET", "/classifications/KLA-0001", nil), "/decide")
	w = h.Do(s, "GET", "/steg/classifications/KLA-0001/decide", nil)
	webtest.Has(t, w, 200, "förbehållet", "Det fattas av: objektägare")
	webtest.Has(t, h.Do(s, "POST", "/steg/classifications/KLA-0001/decide", webtest.Filled(t, w)), 403, "Det fattas av: objektägare")
}

// TestRightsToChange: who may only read is offered nothing and refused all.
func TestRightsToChange(t *testing.T) {
	h := newHouse(t)
	h.Object("Lönesystemet")
	board, far := h.SignIn("board", h.Near), h.SignIn("isam", h.Far)
	w := h.Do(board, "GET", "/objects/OBJ-0001", nil)
	webtest.Has(t, w, 200, "Lönesystemet")
	webtest.Lacks(t, w, "/andra/", "/steg/", "/ny/")
	for _, p := range []string{"/andra/objects/OBJ-0001", "/steg/objects/OBJ-0001/retire", "/ny/objects"} {
		webtest.Has(t, h.Do(board, "GET", p, nil), 403)
		webtest.Has(t, h.Do(board, "POST", p, url.Values{"_version": {"1"}}), 403)
	}
	for _, p := range []string{"/andra/objects/OBJ-0001", "/steg/objects/OBJ-0001/retire"} {
		webtest.Has(t, h.Do(far, "GET", p, nil), 404)
		webtest.Has(t, h.Do(far, "POST", p, url.Values{"_version": {"1"}}), 404)
	}
	// All of a record on one form has a menu to its parts.
	all := h.Do(h.SignIn("isam", h.Near), "GET", "/andra/objects/OBJ-0001", nil)
	webtest.Has(t, all, 200, `href="#del-roller"`, `id="del-roller"`)
	// Nor may one put a record with somebody else.
	f := webtest.Filled(t, h.Do(far, "GET", "/ny/objects", nil))
	f.Set("title", "Insmugglat")
	f.Set("kind", "service")
	f.Set("reach", "local")
	f.Set("_org", string(h.Near))
	webtest.Has(t, h.Do(far, "POST", "/ny/objects", f), 403, `value="Insmugglat"`)
	webtest.Has(t, h.Do(far, "GET", "/val/objects?q=L%C3%B6ne", nil), 200, "Ingen träff")
}

// TestHeldFields: what stands as it was decided is not offered to be changed,
// and what was typed before the decision is refused, not lost unseen.
func TestHeldFields(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	f := webtest.Filled(t, h.Do(s, "GET", "/ny/situation-reports", nil))
	f.Set("kind", "static")
	f.Set("as_of", "2024-03-01 08.00")
	f.Set("text", "Lugnt.")
	webtest.Has(t, h.Do(s, "POST", "/ny/situation-reports", f), 303)
	const page, at = "/situation-reports/LAG-0001", "/andra/situation-reports/LAG-0001"
	webtest.Has(t, h.Do(s, "GET", page, nil), 200, at+"?grupp=beskrivning", at+"?grupp=om")
	typed := webtest.Filled(t, h.Do(s, "GET", at, nil))
	typed.Set("text", "Allvarligt.")
	webtest.Has(t, h.Do(s, "POST", "/steg"+page+"/publish", webtest.Filled(t, h.Do(s, "GET", "/steg"+page+"/publish", nil))), 303)
	webtest.Has(t, h.Do(s, "GET", page, nil), 200, at+"?grupp=om", "/gor"+page+"/correct")
	w := h.Do(s, "GET", at+"?grupp=beskrivning", nil)
	webtest.Has(t, w, 200, `name="notes"`)
	webtest.Lacks(t, w, `name="text"`, `name="figures`)
	all := h.Do(s, "GET", at, nil)
	webtest.Has(t, all, 200, `name="notes"`)
	webtest.Lacks(t, all, `name="text"`, `name="level"`)
	webtest.Has(t, h.Do(s, "POST", at, typed), 422, "Rätta den i en ny version", "Allvarligt.")
	if got := h.Get("situation_report", "LAG-0001").Text("text"); got != "Lugnt." {
		t.Errorf("the picture says %q", got)
	}
	now := webtest.Filled(t, all)
	now.Set("notes", "Visad i ledningsgruppen")
	webtest.Has(t, h.Do(s, "POST", at, now), 303)
}

// TestRowsAndLinks: small tables and several references are edited as rows.
func TestRowsAndLinks(t *testing.T) {
	h := newHouse(t)
	h.Object("Lönesystemet")
	h.Object("Servern")
	h.Object("Katalogen")
	s := h.SignIn("isam", h.Near)
	at := "/andra/objects/OBJ-0001?grupp=roller"
	w := h.Do(s, "GET", at, nil)
	f := webtest.Filled(t, w)
	f["depends_on"] = []string{"Servern", "OBJ-0003"}
	f["depends_on.kind"] = []string{"runs_on", "identity"}
	webtest.Has(t, h.Do(s, "POST", at, f), 303)
	links := h.Get("object", "OBJ-0001").LinksOf("depends_on")
	if len(links) != 2 || links[0].Kind != "runs_on" || links[1].Kind != "identity" {
		t.Fatalf("links %v", links)
	}
	f = webtest.Filled(t, h.Do(s, "GET", at, nil))
	if f["depends_on"][0] != "Servern, OBJ-0002" {
		t.Errorf("the form says %q", f["depends_on"])
	}
	before := h.Get("object", "OBJ-0001").Version
	webtest.Has(t, h.Do(s, "POST", at, f), 303)
	if h.Get("object", "OBJ-0001").Version != before {
		t.Error("a form sent as it stands made a version")
	}
	f.Add("_row", "depends_on")
	if got := webtest.Filled(t, h.Do(s, "POST", at, f)); len(got["depends_on"]) < len(f["depends_on"])+2 {
		t.Errorf("rows %d, were %d", len(got["depends_on"]), len(f["depends_on"]))
	}
}

// TestHits: what a combobox is given tells namesakes apart and ends with a way
// to make a new one.
func TestHits(t *testing.T) {
	h := newHouse(t)
	for _, u := range []string{"Löneenheten", "Juridiska avdelningen"} {
		h.Make("role_assignment", h.Near, map[string]any{"title": "Karin Ekström", "function": "object_owner", "unit": u})
	}
	s := h.SignIn("isam", h.Near)
	w := h.Do(s, "GET", "/val/role-assignments?q=Karin+E", nil)
	webtest.Has(t, w, 200, `role="option"`, "FUN-0001", "FUN-0002", `data-value="Karin Ekström, FUN-0001"`, `data-href="/ny/role-assignments"`)
	webtest.Lacks(t, w, "<main")
}

// Nobody knows since when a record was true: its history says so, and no day.
func TestHistoryOfUnknownDay(t *testing.T) {
	h := newHouse(t)
	zone := h.App.DB.Zone
	_, err := h.App.Commands.Do(t.Context(), access.System(), command.Options{Via: "import", Now: h.Now}, command.Change{Op: "create", Register: h.App.Reg("object"), Org: h.Near, Effective: register.Epoch.Time(zone),
		Fields: map[string]any{"title": "Ur en gammal lista", "kind": "service", "reach": "local"}})
	if err != nil {
		t.Fatal(err)
	}
	s := h.SignIn("isam", h.Near)
	w := h.Do(s, "GET", "/objects/OBJ-0001", nil)
	webtest.Has(t, w, 200, "Före registrets början")
	if strings.Contains(w.Body.String(), "1900-01-01") {
		t.Error("the page says 1900-01-01")
	}
}

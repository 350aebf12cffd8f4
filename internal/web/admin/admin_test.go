package admin_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/register"
	"genomlys/internal/rulebook"
)

// TestTree: the tree as it is and as it was on a day, with what the reader may
// change, and a change that holds from a day.
func TestTree(t *testing.T) {
	h := newHouse(t)
	h.make("org", "", map[string]any{"title": "Juridik", "kind": "unit", "parent": string(h.near)})
	h.now = h.now.Add(60 * 24 * time.Hour)
	admin := h.signIn("Admin", "system_admin", h.city)
	isam := h.signIn("Isa", "isam", h.near)
	has(t, h.do(admin, "GET", "/installningar", nil), 200, `href="/installningar/organisation"`, `href="/installningar/personer"`)
	has(t, h.do(admin, "GET", "/installningar/organisation", nil), 200, "Juridik", "4 enheter", "/gor/orgs/ORG-0004/move", "/ny/orgs?parent=ORG-0004")
	has(t, h.do(isam, "GET", "/installningar/organisation", nil), 200, "/gor/orgs/ORG-0002/rename")
	lacks(t, h.do(isam, "GET", "/installningar/organisation", nil), "/gor/orgs/ORG-0003/rename")
	// A name is one line; reasons are several.
	w := h.do(isam, "GET", "/gor/orgs/ORG-0002/rename", nil)
	has(t, w, 200, `<input class="in" id="f-name" name="name"`, `<textarea class="in" id="f-reason"`)
	w = h.do(admin, "GET", "/gor/orgs/ORG-0004/move", nil)
	has(t, w, 200, "Ny överordnad")
	form := hidden(t, w, "/gor/orgs/ORG-0004/move")
	form.Set("parent", "Miljöförvaltningen, ORG-0003")
	form.Set("day", "2024-04-15")
	has(t, h.do(admin, "POST", "/gor/orgs/ORG-0004/move", form), 303)
	if got := h.get("org", "ORG-0004").Text("parent"); got != string(h.far) {
		t.Errorf("the unit stands under %s", got)
	}
	w = h.do(admin, "GET", "/installningar/organisation?per=2024-04-14", nil)
	has(t, w, 200, "Organisationen den 2024-04-14", "mot=2024-04-14")
	lacks(t, w, "/gor/orgs/")
	before, after := mainOf(w), mainOf(h.do(admin, "GET", "/installningar/organisation", nil))
	if strings.Index(before, "Juridik") < strings.Index(before, "Stadsledningskontoret") || strings.Index(after, "Juridik") < strings.Index(after, "Miljöförvaltningen") {
		t.Error("the unit is drawn in the wrong place")
	}
	has(t, h.do(admin, "GET", "/installningar/organisation?per=i+g%C3%A5r", nil), 422)
}

// TestStaff: who holds what, what nobody holds, and what may be done about it.
func TestStaff(t *testing.T) {
	h := newHouse(t)
	admin := h.signIn("Admin", "system_admin", h.city)
	isam := h.signIn("Isa", "isam", h.near)
	left := h.make("person", h.near, map[string]any{"title": "Lars", "email": "lars@near.example", "status": "left"})
	h.make("role_assignment", h.near, map[string]any{"title": "Objektägare lön", "function": "object_owner", "person": string(left)})
	h.make("role_assignment", h.near, map[string]any{"title": "Arkivarie SLK", "function": "archivist"})
	h.make("role_assignment", h.far, map[string]any{"title": "Arkivarie Miljö", "function": "archivist"})
	w := h.do(isam, "GET", "/installningar/personer", nil)
	has(t, w, 200, "Utan innehavare", "Arkivarie SLK", "Innehavaren har slutat", "/gor/role-assignments/give?org=ORG-0002", "/lamna-over/PER-0002")
	lacks(t, w, "Arkivarie Miljö", "/gor/role-assignments/FUN-0004/fill") // the archivist is not the coordinator's to name
	has(t, h.do(admin, "GET", "/installningar/personer?org=ORG-0001", nil), 200, "Arkivarie Miljö", "/gor/role-assignments/FUN-0004/fill")
	has(t, h.do(admin, "GET", "/installningar/personer?org=ORG-0999", nil), 422)
	// Nobody gives himself a function, from a page either.
	give := url.Values{"function": {"dpo"}, "org": {"ORG-0002"}, "person": {"PER-0001"}}
	has(t, h.do(admin, "POST", "/gor/role-assignments/give", give), 403)
	give.Set("person", "PER-0003")
	has(t, h.do(isam, "POST", "/gor/role-assignments/give", give), 403)
}

// TestHandOver: seen before it is done, done in one step, taken back in one.
func TestHandOver(t *testing.T) {
	h := newHouse(t)
	admin := h.signIn("Admin", "system_admin", h.city)
	anna := h.signIn("Anna", "object_owner", h.near)
	isam := h.signIn("Isa", "isam", h.near)
	owner := h.get("role_assignment", "FUN-0002")
	h.make("role_assignment", h.near, map[string]any{"title": "Chef SLK", "function": "head", "person": owner.Text("person")})
	h.make("object", h.near, map[string]any{"title": "Lön", "kind": "business_system", "reach": "local", "status": "operation", "owner": string(owner.ID)})
	h.make("person", h.near, map[string]any{"title": "Bo", "email": "bo@near.example"})

	has(t, h.do(anna, "GET", "/lamna-over/PER-0002", nil), 403)
	w := h.do(isam, "GET", "/lamna-over/PER-0002", nil)
	has(t, w, 200, "Lämna över ansvar från Anna", "1 objekt (objektägare)", "Du får inte dela ut den här funktionen")
	form := url.Values{"receiver": {"Bo, PER-0004"}, "stays": {"no"}}
	has(t, h.do(isam, "POST", "/lamna-over/PER-0002", form), 422, "<title>Fel: ", "Chef SLK (FUN-0004)", "Systemadministratör")
	form.Set("receiver", "Ingen alls")
	has(t, h.do(admin, "POST", "/lamna-over/PER-0002", form), 422, `href="#f-receiver"`)
	form.Set("receiver", "PER-0001")
	has(t, h.do(admin, "POST", "/lamna-over/PER-0002", form), 422, "Du kan inte ge dig själv")
	form.Set("receiver", "Bo, PER-0004")
	form.Set("vakant-FUN-0004", "1")
	w = h.do(admin, "POST", "/lamna-over/PER-0002", form)
	has(t, w, 200, "Inget är gjort ännu", "Anna markeras som slutat", "Utan innehavare")
	if h.get("person", "PER-0002").Text("status") != "active" {
		t.Fatal("looking at what would be done did it")
	}
	w = h.do(admin, "POST", "/lamna-over/PER-0002", hidden(t, w, "/lamna-over/PER-0002"))
	has(t, w, 200, "2 funktioner överlämnade")
	if got := h.get("role_assignment", "FUN-0002").Text("person"); got != string(h.get("person", "PER-0004").ID) {
		t.Errorf("the function is held by %s", got)
	}
	if h.get("role_assignment", "FUN-0004").Text("person") != "" {
		t.Error("what was to be vacant is held")
	}
	has(t, h.do(anna, "GET", "/", nil), 401) // every session has ended
	undo := hidden(t, w, "/angra")
	has(t, h.do(admin, "POST", "/angra", undo), 200)
	if h.get("person", "PER-0002").Text("status") != "active" || h.get("role_assignment", "FUN-0002").Text("person") != string(h.get("person", "PER-0002").ID) {
		t.Error("undoing does not take it back")
	}
}

// TestRules: what is shipped and what holds here, an own rule proposed from a
// page and adopted, and the law's left alone.
func TestRules(t *testing.T) {
	h := newHouse(t)
	t.Cleanup(func() {
		if book, err := rulebook.Load(); err == nil {
			book.Overlay(nil) // the program's one book, as other tests know it
		}
	})
	isam, head := h.signIn("Isa", "isam", h.near), h.signIn("Hedda", "head", h.near)
	w := h.do(isam, "GET", "/installningar/regler", nil)
	has(t, w, 200, "36 månader", "Ges av lag, föreskrift eller avtal", "/installningar/regler/clock.GDPR34", "/installningar/regler/classification.classification")
	lacks(t, w, "/installningar/regler/clock.GDPR33\"")
	lacks(t, h.do(head, "GET", "/installningar/regler", nil), "/installningar/regler/clock.GDPR34")
	has(t, h.do(isam, "GET", "/installningar/regler/clock.GDPR33", nil), 404)
	const at = "/installningar/regler/threshold.class_current_months"
	has(t, h.do(isam, "GET", at, nil), 200, `value="36"`, "Följer med: 36 månader.")
	form := url.Values{"values": {"fler"}, "valid_from": {"2024-04-01"}, "reason": {"Beslut i ledningsgruppen"}}
	has(t, h.do(isam, "POST", at, form), 422, `href="#f-values"`)
	form.Set("values", "24")
	form.Set("valid_from", "2024-02-01")
	has(t, h.do(isam, "POST", at, form), 422, "en dag som har varit")
	form.Set("valid_from", "2024-03-01")
	has(t, h.do(head, "POST", at, form), 403)
	has(t, h.do(isam, "POST", at, form), 303)
	w = h.do(isam, "GET", "/installningar/regler", nil)
	has(t, w, 200, "Föreslagen, gäller från 2024-03-01")
	lacks(t, w, "24 månader</b>")
	step := h.do(isam, "GET", "/steg/settings/REG-0001/adopt", nil)
	has(t, step, 200)
	has(t, h.do(isam, "POST", "/steg/settings/REG-0001/adopt", hidden(t, step, "/steg/settings/REG-0001/adopt")), 303)
	has(t, h.do(isam, "GET", "/installningar/regler", nil), 200, "<b>24 månader</b>", "Antagen, gäller från 2024-03-01")
	// Names of levels, in both languages.
	const levels = "/installningar/regler/classification.classification"
	w = h.do(isam, "GET", levels, nil)
	has(t, w, 200, `name="levels-0-sv"`, "En annan person än du antar regeln")
}

// TestColours: an organisation's colour is refused with what was measured, and
// adopted it is served as a style sheet that pages name.
func TestColours(t *testing.T) {
	h := newHouse(t)
	isam, far := h.signIn("Isa", "isam", h.near), h.signIn("Frida", "isam", h.far)
	const at = "/installningar/regler/office.colours"
	has(t, h.do(isam, "GET", "/installningar/regler", nil), 200, "produktens färg", at)
	has(t, h.do(isam, "GET", at, nil), 200, `name="light"`, "Stadsledningskontoret")
	form := url.Values{"for_org": {h.ref("org", h.near)}, "light": {"#ffcc00"}, "dark": {""}, "valid_from": {"2024-03-01"}, "reason": {"Grafisk profil"}}
	has(t, h.do(isam, "POST", at, form), 422, `href="#f-light"`, "#ffcc00 syns för dåligt som text på sidan: kontrasten är 1,", "minst 4,50:1")
	form.Set("light", "#1d4e86")
	form.Set("for_org", h.ref("org", h.far))
	has(t, h.do(isam, "POST", at, form), 403)
	form.Set("for_org", "ORG-9999")
	has(t, h.do(isam, "POST", at, form), 422, `href="#f-for_org"`)
	form.Set("for_org", h.ref("org", h.near))
	has(t, h.do(isam, "POST", at, form), 303)
	lacks(t, h.do(isam, "GET", "/", nil), "/farg/")
	step := h.do(isam, "GET", "/steg/settings/REG-0001/adopt", nil)
	has(t, h.do(isam, "POST", "/steg/settings/REG-0001/adopt", hidden(t, step, "/steg/settings/REG-0001/adopt")), 303)
	m := regexp.MustCompile(`<link rel="stylesheet" href="(/farg/1d4e86-[0-9a-f]{6}\.css)">`).FindStringSubmatch(h.do(isam, "GET", "/", nil).Body.String())
	if m == nil {
		t.Fatal("the page does not name the colours")
	}
	w := h.do("", "GET", m[1], nil)
	has(t, w, 200, "--accent:light-dark(#1d4e86,")
	if ct := w.Header().Get("Content-Type"); ct != "text/css; charset=utf-8" {
		t.Errorf("served as %s", ct)
	}
	lacks(t, h.do(far, "GET", "/", nil), "/farg/")
	has(t, h.do("", "GET", "/in", nil), 200, m[1]) // the only colours are the installation's
	for _, name := range []string{"ffcc00-ffcc00.css", "1d4e86.css", "x", "1d4e86-97c4f6"} {
		has(t, h.do("", "GET", "/farg/"+name, nil), 404)
	}
}

// TestLanguageAndDensity: what the organisation has chosen holds for who has not.
func TestLanguageAndDensity(t *testing.T) {
	h := newHouse(t)
	isam := h.signIn("Isa", "isam", h.near)
	for i, x := range []struct{ code, name, value string }{{"office.language", "language", "en"}, {"office.density", "density", "dense"}} {
		form := url.Values{"for_org": {h.ref("org", h.near)}, x.name: {x.value}, "valid_from": {"2024-03-01"}, "reason": {"Beslut"}}
		has(t, h.do(isam, "POST", "/installningar/regler/"+x.code, form), 303)
		at := fmt.Sprintf("/steg/settings/REG-%04d/adopt", i+1)
		has(t, h.do(isam, "POST", at, hidden(t, h.do(isam, "GET", at, nil), at)), 303)
	}
	has(t, h.do(isam, "GET", "/orgs", nil), 200, "Organisations", `class="tbl sticky dense"`, "rader=normal")
	lacks(t, h.do(isam, "GET", "/orgs?rader=normal", nil), `class="tbl sticky dense"`)
	own := func(cookies ...*http.Cookie) *httptest.ResponseRecorder {
		r := httptest.NewRequest("GET", "/orgs", nil)
		r.AddCookie(&http.Cookie{Name: door.CookieName(false), Value: isam})
		for _, c := range cookies {
			r.AddCookie(c)
		}
		w := httptest.NewRecorder()
		h.mux.ServeHTTP(w, r)
		return w
	}
	w := own(&http.Cookie{Name: "rows", Value: "normal"}, &http.Cookie{Name: "lang", Value: "sv"})
	has(t, w, 200, "Organisationer", "rader=tat")
	lacks(t, w, `class="tbl sticky dense"`)
}

// TestTemplates: texts and headings are seen, and a passage of the office's own
// stands last in the text from its day.
func TestTemplates(t *testing.T) {
	h := newHouse(t)
	isam := h.signIn("Isa", "isam", h.near)
	const at = "/installningar/regler/text.org.statement-of-applicability"
	has(t, h.do(isam, "GET", "/installningar/mallar", nil), 200, at, "Ledningssystem för informationssäkerhet")
	has(t, h.do(isam, "GET", "/installningar/kataloger", nil), 200, "Skyddsåtgärder efter nivå", "Behörighetshantering", ", från 20")
	form := url.Values{"for_org": {h.ref("org", h.near)}, "sv": {"Frågor om förklaringen besvaras av kontoret."}, "en": {""}, "valid_from": {"2024-03-01"}, "reason": {"Beslut"}}
	form.Set("visa", "1")
	has(t, h.do(isam, "POST", at, form), 200, "Så blir det", "Från oss", "besvaras av kontoret", "Inget är sparat")
	form.Del("visa")
	has(t, h.do(isam, "POST", at, form), 303)
	const adopt = "/steg/settings/REG-0001/adopt"
	text := func(org register.ID) string {
		w := h.do(isam, "GET", "/api/v1/orgs/"+h.ref("org", org)+"/texts/statement-of-applicability?format=html", nil)
		has(t, w, 200)
		return w.Body.String()
	}
	if strings.Contains(text(h.near), "besvaras av kontoret") {
		t.Error("what is only proposed stands in the text")
	}
	has(t, h.do(isam, "POST", adopt, hidden(t, h.do(isam, "GET", adopt, nil), adopt)), 303)
	if got := text(h.near); !strings.Contains(got, "besvaras av kontoret") || !strings.Contains(got, "REG-0001") {
		t.Error("the passage or its source is missing")
	}
	has(t, h.do(isam, "GET", "/installningar/mallar", nil), 200, "besvaras av kontoret")
	has(t, h.do(isam, "GET", "/installningar/regler/text.org.poem", nil), 404)
}

// TestFields: own fields stand under their register, with how many records
// have them and what may be done; another office's are only read.
func TestFields(t *testing.T) {
	h := newHouse(t)
	isam, far := h.signIn("Isa", "isam", h.near), h.signIn("Frida", "isam", h.far)
	has(t, h.do(isam, "GET", "/installningar/falt", nil), 200, "Inga egna fält än", "/ny/own-fields")
	h.make("own_field", h.near, map[string]any{"title": "Kostnadsställe", "register_name": "object", "kind": "text", "valid_from": "2024-01-01"})
	h.make("object", h.near, map[string]any{"title": "Lön", "kind": "business_system", "reach": "local", "status": "operation", "local.kostnadsstalle": "11700"})
	h.make("object", h.near, map[string]any{"title": "Schema", "kind": "business_system", "reach": "local", "status": "operation"})
	w := h.do(isam, "GET", "/installningar/falt", nil)
	has(t, w, 200, "Kostnadsställe", "local.kostnadsstalle", "Text på en rad", "2024-01-01–", `">1</a>`, "/andra/own-fields/FLT-0001", "/steg/own-fields/FLT-0001/end")
	lacks(t, h.do(far, "GET", "/installningar/falt", nil), "/steg/own-fields/FLT-0001/end")
	const end = "/steg/own-fields/FLT-0001/end"
	has(t, h.do(isam, "POST", end, hidden(t, h.do(isam, "GET", end, nil), end)), 303)
	has(t, h.do(isam, "GET", "/installningar/falt", nil), 200, "Avslutat", "/steg/own-fields/FLT-0001/restore")
}

// TestManyPeople: a long list of people is shown a page at a time, and one is
// found by any of the words on the row.
func TestManyPeople(t *testing.T) {
	h := newHouse(t)
	isam := h.signIn("Isa", "isam", h.near)
	for i := range 30 {
		h.make("person", h.near, map[string]any{"title": fmt.Sprintf("Person %02d", i), "email": fmt.Sprintf("p%02d@near.example", i)})
	}
	at := "/installningar/personer"
	first := h.do(isam, "GET", at, nil)
	has(t, first, 200, "Person 00", "1–25 av ", `rel="next"`)
	lacks(t, first, "Person 29")
	next := regexp.MustCompile(`href="([^"]*)" rel="next"`).FindStringSubmatch(first.Body.String())
	if next == nil {
		t.Fatal("nothing leads on")
	}
	second := h.do(isam, "GET", strings.ReplaceAll(strings.TrimSuffix(next[1], "#manniskor"), "&amp;", "&"), nil)
	has(t, second, 200, "Person 29", `rel="prev"`)
	lacks(t, second, "Person 00")
	found := h.do(isam, "GET", at+"?sok=P17%40near", nil)
	has(t, found, 200, "Person 17", "Inget här stämmer med")
	lacks(t, found, "Person 16", `rel="next"`)
}

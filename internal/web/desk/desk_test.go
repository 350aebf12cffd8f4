package desk_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"genomlys/internal/store"
	"genomlys/internal/web/webtest"
)

// TestManyRecords: chosen rows are changed together, each is told of, and one
// press takes it all back within ten minutes.
func TestManyRecords(t *testing.T) {
	h := newHouse(t)
	for i := range 5 {
		h.Object(fmt.Sprintf("System %d", i))
	}
	isam := h.SignIn("isam", h.Near)
	webtest.Has(t, h.Do(isam, "GET", "/andra-flera/objects", nil), 200, "Ingen rad är vald")
	webtest.Has(t, h.Do(isam, "GET", "/andra-flera/objects?x=OBJ-0001&x=OBJ-0002", nil), 200, "Vad ska ändras?", `value="tags"`)
	w := h.Do(isam, "GET", "/andra-flera/objects?x=OBJ-0001&x=OBJ-0002&x=OBJ-0003&falt=review_due&rader=tat", nil)
	webtest.Has(t, w, 200, "på 3 poster", "Ändra på 3 poster", `name="rader" value="tat"`)
	form := webtest.Filled(t, w)
	form.Set("review_due", "31/31")
	webtest.Has(t, h.Do(isam, "POST", "/andra-flera/objects", form), 422, "<title>Fel: ", `aria-invalid="true"`)
	// Somebody changes one of them after the form was shown.
	webtest.Has(t, h.change(isam, "OBJ-0002", "tags", "brådskande"), 303)
	form.Set("review_due", "2025-06-30")
	w = h.Do(isam, "POST", "/andra-flera/objects", form)
	webtest.Has(t, w, 200, "ändrad på 2 poster", "1 post gick inte att ändra", "/objects/OBJ-0002", `data-refresh="lista"`)
	if got := h.Get("object", "OBJ-0001").Text("review_due"); got != "2025-06-30" {
		t.Errorf("OBJ-0001 says %q", got)
	}
	if got := h.Get("object", "OBJ-0002").Text("review_due"); got != "" {
		t.Errorf("what somebody else had changed was overwritten: %q", got)
	}
	undo := webtest.Filled(t, w)
	if undo.Get("set") == "" || undo.Get("till") != "/objects?rader=tat" {
		t.Errorf("the form to undo: %v", undo)
	}
	webtest.Has(t, h.Do(isam, "POST", "/angra", undo), 200, "ångrad på 2 poster")
	if got := h.Get("object", "OBJ-0001").Text("review_due"); got != "" {
		t.Errorf("after undoing OBJ-0001 says %q", got)
	}
	// A value set again, and left for too long.
	w = h.Do(isam, "POST", "/andra-flera/objects", url.Values{"x": {"OBJ-0004"}, "falt": {"review_due"}, "review_due": {"2025-06-30"}, "sett": {fmt.Sprint(h.position())}})
	undo = webtest.Filled(t, w)
	h.Now = h.Now.Add(11 * time.Minute)
	webtest.Has(t, h.Do(isam, "POST", "/angra", undo), 409, "mer än tio minuter", "/andring/"+undo.Get("set"))
	webtest.Has(t, h.Do(isam, "POST", "/angra", url.Values{"set": {"not-a-set"}}), 409)
	// It has a page of its own, from which it is taken back whenever nobody has
	// changed the record since; who sees nothing of it is not told of it.
	at := "/andring/" + undo.Get("set")
	webtest.Has(t, h.Do(isam, "GET", "/objects/OBJ-0004", nil), 200, `href="`+at+`?post=`+string(h.Get("object", "OBJ-0004").ID)+`"`)
	webtest.Has(t, h.Do(isam, "GET", at, nil), 200, "/objects/OBJ-0004", "Ändrad", "Ses över senast", at+"/angra")
	far := h.SignIn("privacy_contact", h.Far)
	webtest.Has(t, h.Do(far, "GET", at, nil), 404)
	webtest.Has(t, h.Do(far, "POST", at+"/angra", nil), 404)
	auditor := h.SignIn("auditor", h.Near)
	webtest.Lacks(t, h.Do(auditor, "GET", at, nil), at+"/angra")
	webtest.Has(t, h.Do(auditor, "POST", at+"/angra", nil), 409, "inte ångrad")
	webtest.Has(t, h.Do(isam, "POST", at+"/angra", nil), 200, "ångrad på 1 post")
	if got := h.Get("object", "OBJ-0004").Text("review_due"); got != "" {
		t.Errorf("after taking it back OBJ-0004 says %q", got)
	}
	webtest.Has(t, h.Do(isam, "POST", at+"/angra", nil), 409, "inte ångrad", at)
	webtest.Has(t, h.Do(isam, "GET", "/andring/nothing", nil), 404)
}

// TestAllOfTheSelection: all that the list chooses is changed, not more.
func TestAllOfTheSelection(t *testing.T) {
	h := newHouse(t)
	for i := range 120 {
		h.Object(fmt.Sprintf("System %03d", i))
	}
	h.Object("Annat")
	isam := h.SignIn("isam", h.Near)
	webtest.Has(t, h.Do(isam, "GET", "/objects?filter=System", nil), 200, "Välj alla 120 i urvalet")
	w := h.Do(isam, "GET", "/andra-flera/objects?filter=System&alla=1&x=OBJ-0001&falt=review_due", nil)
	webtest.Has(t, w, 200, "på 120 poster")
	form := webtest.Filled(t, w)
	if len(form["x"]) > 0 {
		t.Errorf("the form names %d rows beside all", len(form["x"]))
	}
	form.Set("review_due", "2026-01-01")
	webtest.Has(t, h.Do(isam, "POST", "/andra-flera/objects", form), 200, "ändrad på 120 poster")
	if got := h.Get("object", "OBJ-0121").Text("review_due"); got != "" {
		t.Error("a record outside the selection was changed")
	}
}

// TestRightsOfMany: who may not write sees no way to, and is refused row by row.
func TestRightsOfMany(t *testing.T) {
	h := newHouse(t)
	h.Object("Vårt")
	board := h.SignIn("board", h.Near)
	webtest.Lacks(t, h.Do(board, "GET", "/objects", nil), `name="x"`, "/ny/objects", "Ändra i tabellen")
	w := h.Do(board, "POST", "/andra-flera/objects", url.Values{"x": {"OBJ-0001"}, "falt": {"review_due"}, "review_due": {"2026-01-01"}})
	webtest.Has(t, w, 200, "1 post gick inte att ändra")
	if h.Get("object", "OBJ-0001").Text("review_due") != "" {
		t.Error("a board changed an object")
	}
	far := h.SignIn("isam", h.Far)
	webtest.Has(t, h.Do(far, "GET", "/andra-flera/objects?x=OBJ-0001&falt=review_due", nil), 200, "Ingen rad är vald")
	webtest.Has(t, h.Do(far, "GET", "/andra-falt/objects/OBJ-0001/review_due", nil), 404)
}

// TestCell: one value is changed from the version it was read at.
func TestCell(t *testing.T) {
	h := newHouse(t)
	h.Object("Lönesystem")
	isam := h.SignIn("isam", h.Near)
	webtest.Has(t, h.Do(isam, "GET", "/objects?lage=andra", nil), 200, `href="/andra-falt/objects/OBJ-0001/status"`)
	webtest.Lacks(t, h.Do(isam, "GET", "/objects?lage=andra&per=2024-02-01", nil), "/andra-falt/")
	webtest.Has(t, h.Do(isam, "GET", "/andra-falt/objects/OBJ-0001/notes", nil), 404)
	first := h.Do(isam, "GET", "/andra-falt/objects/OBJ-0001/review_due?till=/objects?rader=tat", nil)
	webtest.Has(t, first, 200, "Lönesystem", "Avbryt")
	form := webtest.Filled(t, first)
	webtest.Has(t, h.change(isam, "OBJ-0001", "review_due", "2024-09-09"), 303)
	form.Set("review_due", "2025-01-02")
	w := h.Do(isam, "POST", "/andra-falt/objects/OBJ-0001/review_due", form)
	webtest.Has(t, w, 409, "Nu står det: 2024-09-09", "2025-01-02")
	again := webtest.Filled(t, w)
	webtest.Has(t, h.Do(isam, "POST", "/andra-falt/objects/OBJ-0001/review_due", again), 303)
	if got := h.Get("object", "OBJ-0001").Text("review_due"); got != "2025-01-02" {
		t.Errorf("says %q", got)
	}
	delete(again, "version")
	webtest.Has(t, h.Do(isam, "POST", "/andra-falt/objects/OBJ-0001/review_due", again), 400)
	form = webtest.Filled(t, h.Do(isam, "GET", "/andra-falt/objects/OBJ-0001/review_due", nil))
	form.Set("till", "https://elsewhere.example/")
	if to := h.Do(isam, "POST", "/andra-falt/objects/OBJ-0001/review_due", form).Header().Get("Location"); to != "/objects" {
		t.Errorf("leads on to %s", to)
	}
	form.Set("review_due", "igår kväll")
	form.Set("version", fmt.Sprint(h.Get("object", "OBJ-0001").Version))
	webtest.Has(t, h.Do(isam, "POST", "/andra-falt/objects/OBJ-0001/review_due", form), 422, `aria-invalid="true"`)
}

// TestViews: a list is saved under a name, opens as it was, tells when it is
// shown otherwise, is shared or not, and is its owner's alone to change.
func TestViews(t *testing.T) {
	h := newHouse(t)
	h.Object("Lönesystem")
	h.Object("Arkiv")
	isam, dpo := h.SignIn("isam", h.Near), h.SignIn("dpo", h.Near)
	list := h.Do(isam, "GET", "/objects?filter=L%C3%B6n&ordning=title+desc&rader=tat", nil)
	webtest.Has(t, list, 200, "Spara som vy")
	w := h.Do(isam, "POST", "/spara-vy/objects", url.Values{"filter": {"Lön"}, "ordning": {"title desc"}, "rader": {"tat"}, "kol": {"status", "owner"}, "namn": {"Löner"}})
	webtest.Has(t, w, 303)
	at := w.Header().Get("Location")
	if at != "/objects?vy=VYS-0001" {
		t.Fatalf("leads to %s", at)
	}
	w = h.Do(isam, "GET", at, nil)
	webtest.Has(t, w, 200, "Löner", `aria-current="true"`, "Lönesystem", "1\u00a0objekt av 2", `class="tbl sticky dense"`)
	webtest.Lacks(t, w, "Ändrad<", "/objects/OBJ-0002")
	webtest.Has(t, h.Do(isam, "GET", at+"&fri=1", nil), 200, "Ändrad", "Återställ", "Spara som ny", "/objects/OBJ-0002")
	webtest.Has(t, h.Do(isam, "POST", "/spara-vy/objects", url.Values{"vy": {"VYS-0001"}, "fri": {"1"}, "filter": {"Arkiv"}, "in": {"VYS-0001"}}), 303)
	webtest.Has(t, h.Do(isam, "GET", at, nil), 200, "/objects/OBJ-0002")
	webtest.Lacks(t, h.Do(dpo, "GET", "/objects", nil), "Löner")
	webtest.Has(t, h.Do(isam, "POST", "/spara-vy/objects", url.Values{"filter": {"Lön"}, "namn": {"Delade löner"}, "delad": {"yes"}}), 303)
	webtest.Has(t, h.Do(dpo, "GET", "/objects", nil), 200, "Delade löner")
	webtest.Has(t, h.Do(dpo, "POST", "/spara-vy/objects", url.Values{"bort": {"VYS-0002"}}), 403)
	webtest.Has(t, h.Do(isam, "POST", "/andra-falt/saved-views/VYS-0002/shared", url.Values{"shared": {"no"}, "version": {fmt.Sprint(h.Get("saved_view", "VYS-0002").Version)}}), 303)
	webtest.Has(t, h.Do(dpo, "POST", "/andra-falt/saved-views/VYS-0002/shared", url.Values{"shared": {"yes"}, "version": {fmt.Sprint(h.Get("saved_view", "VYS-0002").Version)}}), 422, "bara av sin ägare")
	webtest.Has(t, h.Do(isam, "POST", "/spara-vy/objects", url.Values{"filter": {"Lön"}, "namn": {""}}), 422, `href="#f-title"`)
	webtest.Has(t, h.Do(isam, "POST", "/spara-vy/objects", url.Values{"bort": {"VYS-0001"}}), 303)
	webtest.Lacks(t, h.Do(isam, "GET", "/objects", nil), "VYS-0001")
}

// TestDifferences names what is new, gone and changed, and what each said.
func TestDifferences(t *testing.T) {
	h := newHouse(t)
	h.Object("Gammalt")
	h.Now = h.Now.AddDate(0, 1, 0)
	for i := range 60 {
		h.Object(fmt.Sprintf("Nytt %02d", i))
	}
	isam := h.SignIn("isam", h.Near)
	webtest.Has(t, h.change(isam, "OBJ-0001", "review_due", "2025-01-02"), 303)
	w := h.Do(isam, "GET", "/objects?mot=2024-03-15", nil)
	webtest.Has(t, w, 200, "Skillnad mellan 2024-03-15 och 2024-04-01", "60 nya", "0 borta", "1 ändrad", "Visa alla 60", "2025-01-02")
	if n := strings.Count(w.Body.String(), "Nytt 0"); n < 10 {
		t.Errorf("%d of the new are named", n)
	}
	webtest.Has(t, h.Do(isam, "GET", "/objects?mot=2024-03-15&del=nya&fran=50", nil), 200, "60 nya", "Alla skillnader")
	webtest.Lacks(t, h.Do(isam, "GET", "/objects?mot=2024-03-15&del=nya", nil), "1 ändrad")
}

// TestSearch holds what the search must find (issue: stem, prefix, å ä ö,
// numbers), on its page and in the palette alike.
func TestSearch(t *testing.T) {
	h := newHouse(t)
	h.Make("object", h.Near, map[string]any{"title": "Sjukfrånvaro och rehabilitering", "kind": "business_system", "reach": "local", "status": "operation"})
	h.Make("object", h.Near, map[string]any{"title": "Överförmyndarnämndens ärendesystem", "kind": "business_system", "reach": "local", "status": "operation"})
	h.Make("object", h.Near, map[string]any{"title": "Arkiv", "kind": "business_system", "reach": "local", "status": "operation", "diary_no": "KS 2023/01234"})
	isam := h.SignIn("isam", h.Near)
	for q, want := range map[string]string{
		"rehab": "/objects/OBJ-0001", "rehabiliteringar": "/objects/OBJ-0001", "SJUKFRÅNVARO": "/objects/OBJ-0001", "sjukfra\u030anvaro": "/objects/OBJ-0001",
		"överförmyndar": "/objects/OBJ-0002", "ärendesystemet": "/objects/OBJ-0002", "OBJ-0002": "/objects/OBJ-0002", "obj-0001": "/objects/OBJ-0001",
		"KS 2023/01234": "/objects/OBJ-0003", "2023/01234": "/objects/OBJ-0003", "ks 2023": "/objects/OBJ-0003",
	} {
		for _, at := range []string{"/sok?q=", "/kommando?q="} {
			w := h.Do(isam, "GET", at+url.QueryEscape(q), nil)
			if !regexp.MustCompile(`"` + want + `"`).MatchString(w.Body.String()) {
				t.Errorf("%s%s does not find %s", at, q, want)
			}
		}
	}
	far := h.SignIn("isam", h.Far)
	webtest.Lacks(t, h.Do(far, "GET", "/kommando?q=rehab", nil), "OBJ-0001")
	w := h.Do(isam, "GET", "/kommando?q=objekt", nil, "X-Requested-By", "swap")
	webtest.Has(t, w, 200, `role="option"`, `data-href="/objects"`, `data-href="/ny/objects"`, "Gå till", "Skapa")
	webtest.Lacks(t, w, "<html")
	webtest.Has(t, h.Do(isam, "GET", "/kommando", nil), 200, "<html", `href="/objects"`, `href="/ny/objects"`)
	webtest.Lacks(t, h.Do(h.SignIn("board", h.Near), "GET", "/kommando?q=objekt", nil), "/ny/objects")
}

// TestBudgets holds the pages of lists to the reads they may cost: none for
// each row, none for each chosen record.
func TestBudgets(t *testing.T) {
	h := newHouse(t)
	for i := range 110 {
		h.Object(fmt.Sprintf("Överförmyndarnämndens ärendehanteringssystem %d", i))
	}
	isam := h.SignIn("isam", h.Near)
	webtest.Has(t, h.Do(isam, "POST", "/spara-vy/objects", url.Values{"filter": {"status = operation"}, "namn": {"I drift"}}), 303)
	for path, most := range map[string]int{"/objects": 40, "/objects?vy=VYS-0001&antal=100&lage=andra": 40, "/objects?mot=2024-02-01": 45, "/andra-flera/objects?alla=1&falt=owner": 30,
		"/andra-flera/objects?alla=1": 30, "/andra-falt/objects/OBJ-0001/owner": 30, "/kommando?q=ärende": 30} {
		ctx, tally := store.WithTally(context.Background())
		r := httptest.NewRequest("GET", strings.ReplaceAll(path, "ä", "%C3%A4"), nil).WithContext(ctx)
		r.Header.Set("Cookie", "genomlys="+isam)
		w := httptest.NewRecorder()
		h.Mux.ServeHTTP(w, r)
		if w.Code != 200 || tally.Reads() == 0 || tally.Reads() > most {
			t.Errorf("%s: status %d, %d reads, may be %d", path, w.Code, tally.Reads(), most)
		}
		t.Logf("%s: %d reads", path, tally.Reads())
	}
}

// change sets one value as the form of a cell does.
func (h *house) change(session, ref, field, value string) *httptest.ResponseRecorder {
	h.T.Helper()
	return h.Do(session, "POST", "/andra-falt/objects/"+ref+"/"+field, url.Values{field: {value}, "version": {fmt.Sprint(h.Get("object", ref).Version)}})
}

func (h *house) position() int64 {
	h.T.Helper()
	n, err := h.App.DB.Position(context.Background())
	if err != nil {
		h.T.Fatal(err)
	}
	return n
}

// TestColumnsFromOtherRegisters: the list of objects says what other registers
// know of each, and the columns are chosen as any other.
func TestColumnsFromOtherRegisters(t *testing.T) {
	h := newHouse(t)
	isam := h.SignIn("isam", h.Near)
	pay, desk := h.Object("Lönesystemet"), h.Object("Bokningen")
	h.Make("classification", h.Near, map[string]any{"object": string(pay), "status": "decided", "decided_on": "2024-01-10", "k": 2, "r": 2, "t": 3})
	follow := h.Make("campaign", h.Near, map[string]any{"title": "Uppföljning 2023", "year": 2023, "status": "open", "opens": "2023-09-01", "closes": "2023-10-31"})
	h.Make("response", h.Near, map[string]any{"campaign": string(follow), "object": string(pay), "status": "sent", "answered_on": "2023-10-02"})
	importer := h.Make("recipient", h.Near, map[string]any{"title": "Molnbolaget Inc.", "country": "US"})
	p := h.Make("processing", h.Near, map[string]any{"title": "Löner", "role": "controller", "objects": []string{string(desk)}})
	h.Make("transfer", h.Near, map[string]any{"processing": string(p), "importer": string(importer), "country": "US", "mechanism": "scc_46", "status": "active"})
	row := func(path, name string) string {
		t.Helper()
		body := h.Do(isam, "GET", path, nil).Body.String()
		at := strings.Index(body, ">"+name+"</a>")
		if at < 0 {
			t.Fatalf("%s is not in %s", name, path)
		}
		row, _, _ := strings.Cut(body[at:], "</tr>")
		return row
	}
	webtest.Has(t, h.Do(isam, "GET", "/objects", nil), 200, "Uppföljning 2023", "Kontinuitet", "Tredjeland")
	says := func(path, name string, has, lacks []string) {
		t.Helper()
		got := row(path, name)
		for _, s := range has {
			if !strings.Contains(got, s) {
				t.Errorf("%s of %s does not say %q: %s", path, name, s, got)
			}
		}
		for _, s := range lacks {
			if strings.Contains(got, s) {
				t.Errorf("%s of %s says %q", path, name, s)
			}
		}
	}
	says("/objects", "Lönesystemet", []string{"Tillgänglighet 3", "2024-01-10", "Klar", "Saknas", "Nej"}, []string{"USA"})
	says("/objects", "Bokningen", []string{"Ingår inte", "USA (SCC)"}, []string{"Klar", "Nej"})
	says("/objects?kol=owner&kol=third_country", "Bokningen", []string{"USA"}, []string{"Ingår inte"})
	// What is kept of a row falls when what it was made of changes.
	h.Make("continuity_plan", h.Near, map[string]any{"title": "Lön för hand", "status": "adopted", "adopted_on": "2024-01-20", "objects": []string{string(pay)}})
	says("/objects", "Lönesystemet", []string{"Finns"}, []string{"Saknas"})
	// A file of the list holds what the list shows, of the view's rows and no others.
	file := func(query string) string {
		t.Helper()
		w := h.Do(isam, "GET", "/export/objects.csv"+query, nil)
		if w.Code != 200 {
			t.Fatalf("the file of %s answers %d", query, w.Code)
		}
		return strings.TrimPrefix(w.Body.String(), "\ufeff")
	}
	if got, want := file("?kol=third_country&kol=status&kol=follow_up&kol=protection_level&kol=classified_on"), "Nummer;Objektnamn;Tredjeland;Status;Uppföljning 2023;Skyddsnivå;Klassad"; !strings.HasPrefix(got, want) ||
		!strings.Contains(got, "Bokningen;USA (SCC);I drift;Ingår inte;;") || !strings.Contains(got, `Lönesystemet;Nej;I drift;Klar;"K 2, R 2, T 3";2024-01-10`) {
		t.Errorf("the file of chosen columns:\n%s", got)
	}
	if head, _, _ := strings.Cut(file(""), "\n"); !strings.Contains(head, "Längsta tolererade avbrott") || !strings.HasSuffix(strings.TrimSpace(head), ";Skyddsnivå;Klassad;Uppföljning 2023;Kontinuitet;Tredjeland") {
		t.Errorf("the head of the file of all: %s", head)
	}
	webtest.Has(t, h.Do(isam, "POST", "/spara-vy/objects", url.Values{"filter": {"Bokningen"}, "kol": {"third_country"}, "namn": {"Bokningar"}}), 303)
	if got, want := strings.ReplaceAll(file("?vy=VYS-0001"), "\r", ""), "Nummer;Objektnamn;Tredjeland\nOBJ-0002;Bokningen;USA (SCC)\n"; got != want {
		t.Errorf("the file of a saved view is %q, want %q", got, want)
	}
}

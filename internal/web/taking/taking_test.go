package taking_test

import (
	"bytes"
	"context"
	"html"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"genomlys/internal/fault"
	"genomlys/internal/store"
	"genomlys/internal/web/webtest"
)

// send posts a file as a browser does.
func (h *house) send(session, name, content string, fields map[string]string) *httptest.ResponseRecorder {
	h.T.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for k, v := range fields {
		if err := m.WriteField(k, v); err != nil {
			h.T.Fatal(err)
		}
	}
	f, err := m.CreateFormFile("file", name)
	if err != nil {
		h.T.Fatal(err)
	}
	if _, err := f.Write([]byte(content)); err != nil {
		h.T.Fatal(err)
	}
	m.Close()
	r := httptest.NewRequest("POST", "/ta-in", &b)
	r.Header.Set("Accept-Language", "sv")
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.AddCookie(webtest.Cookie(session))
	w := httptest.NewRecorder()
	h.Now = h.Now.Add(time.Second)
	h.Mux.ServeHTTP(w, r)
	return w
}

// settled asks for a page until it no longer says that work goes on.
func (h *house) settled(session, path string) *httptest.ResponseRecorder {
	h.T.Helper()
	for {
		w := h.Do(session, "GET", path, nil)
		if w.Code == http.StatusSeeOther {
			path = w.Header().Get("Location")
			continue
		}
		if !strings.Contains(w.Body.String(), `data-island="await"`) {
			return w
		}
	}
}

// posted sends a form and follows to where it leads.
func (h *house) posted(session, path string, form url.Values) *httptest.ResponseRecorder {
	h.T.Helper()
	w := h.Do(session, "POST", path, form)
	if w.Code == http.StatusSeeOther {
		return h.settled(session, w.Header().Get("Location"))
	}
	if strings.Contains(w.Body.String(), `data-island="await"`) {
		return h.settled(session, strings.TrimSuffix(path, "/ta"))
	}
	return w
}

const dirty = "\uFEFFSystemlista från förvaltningen;;;\n;;;\nBenämning;Typ;Räckvidd;Qwertz\n" +
	"Lönesystemet;Verksamhetssystem;Lokalt;I drift\n" +
	"Diariet;Verksamhetssystem;Lokalt;I drift\n" +
	"Enkäten;Banan;Lokalt;I drift\n" +
	";;;\n"

var reColumn = regexp.MustCompile(`name="kolumn" value="([^"]*)"[^>]*> *<input type="hidden" name="var" value="([^"]*)"`)

// mapping is the form of columns as it stands, with some corrected.
func mapping(t *testing.T, w *httptest.ResponseRecorder, corrected map[string]string) url.Values {
	t.Helper()
	out := url.Values{}
	for _, m := range reColumn.FindAllStringSubmatch(w.Body.String(), -1) {
		c := html.UnescapeString(m[1])
		to := m[2]
		if v, ok := corrected[c]; ok {
			to = v
		}
		out["kolumn"], out["var"], out["falt"] = append(out["kolumn"], c), append(out["var"], m[2]), append(out["falt"], to)
	}
	if len(out["kolumn"]) == 0 {
		t.Fatalf("no columns are shown\n%.3000s", webtest.Main(w))
	}
	return out
}

// TestDirtyFile takes a file with a title above, a heading nobody knows and a
// row that cannot be taken: understood, corrected, refused whole, taken in part,
// undone.
func TestDirtyFile(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	webtest.Has(t, h.Do(s, "GET", "/ta-in?till=objects", nil), 200, "Läs in en fil", `<option value="object" selected>`, `enctype="multipart/form-data"`)
	w := h.send(s, "system.csv", dirty, map[string]string{"register": "object"})
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d\n%.2000s", w.Code, webtest.Main(w))
	}
	at := w.Header().Get("Location")
	w = h.settled(s, at)
	webtest.Has(t, w, 200, "Så lästes system.csv", "semikolon", "<dd>", "Rubrikrad", "Läses inte")
	// The column that was not understood is said to be the lifecycle state.
	w = h.posted(s, at+"/kolumner", mapping(t, w, map[string]string{"Qwertz": "status", "Benämning": "title", "Typ": "kind", "Räckvidd": "reach"}))
	webtest.Has(t, w, 200, "Ditt val", "Banan", "1 rad avvisas", "Läs in resten (2) och lämna 1 utanför", "Avvisade")
	webtest.Has(t, h.Do(s, "GET", at+"?visa=nya", nil), 200, "Lönesystemet", "Diariet")
	if n := h.Count("object"); n != 0 {
		t.Fatalf("%d objects were written by looking", n)
	}
	// Whole, it is refused and nothing is written.
	w = h.posted(s, at+"/ta", url.Values{})
	webtest.Has(t, w, 422, "Inget togs in", "Banan")
	if n := h.Count("object"); n != 0 {
		t.Fatalf("%d objects of a refused file", n)
	}
	w = h.posted(s, at+"/ta", url.Values{"delvis": {"ja"}})
	webtest.Has(t, w, 200, "2 rader är inlästa", "Ångra inläsningen")
	if n := h.Count("object"); n != 2 {
		t.Fatalf("%d objects, want 2", n)
	}
	webtest.Has(t, h.Do(s, "GET", at, nil), 303)
	w = h.posted(s, at+"/angra", url.Values{})
	webtest.Has(t, w, 200, "Inläsningen är ångrad")
	webtest.Lacks(t, w, "Ångra inläsningen<")
	if n := h.Count("object"); n != 0 {
		t.Fatalf("%d objects after undoing", n)
	}
}

// TestOldAndNew shows what would change before it does, and takes a whole file.
func TestOldAndNew(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	h.Object("Lönesystemet")
	h.Object("Diariet")
	file := "Nummer;Benämning\nOBJ-0001;Lönesystemet Plus\nOBJ-0002;Diariet\n"
	at := h.send(s, "rättat.csv", file, map[string]string{"register": "object"}).Header().Get("Location")
	w := h.settled(s, at)
	webtest.Has(t, w, 200, "Ändrade", "Lönesystemet Plus", `<del class="old">`, "Läs in 1 rad", "/objects/OBJ-0001")
	webtest.Has(t, h.Do(s, "GET", at+"?visa=oforandrade", nil), 200, "/objects/OBJ-0002")
	w = h.posted(s, at+"/ta", url.Values{})
	webtest.Has(t, w, 200, "1 rad är inläst")
	if got := h.Get("object", "OBJ-0001").Text("title"); got != "Lönesystemet Plus" {
		t.Errorf("the object is called %s", got)
	}
	// The same file again has nothing to do.
	at = h.send(s, "rättat.csv", file, map[string]string{"register": "object"}).Header().Get("Location")
	webtest.Has(t, h.settled(s, at), 200, "Registret har redan allt")
}

// TestUploadIsOnesOwn: a file is unknown to every other session, also of the
// same person, when its time is out and when it has been cancelled; what the
// database keeps does not hold its words.
func TestUploadIsOnesOwn(t *testing.T) {
	h := newHouse(t)
	mine, others := h.SignIn("isam", h.Near), h.SignIn("isam", h.Far)
	at := h.send(mine, "system.csv", dirty, map[string]string{"register": "object"}).Header().Get("Location")
	for _, p := range []string{at, at + "/kvitto", "/ta-in/ABCDEFGHIJKLMNOPQRSTUVWXYZ"} {
		if w := h.Do(others, "GET", p, nil); w.Code != 404 {
			t.Errorf("%s: %d for somebody else", p, w.Code)
		}
	}
	for _, p := range []string{"/kolumner", "/ta", "/angra", "/avbryt"} {
		if w := h.Do(others, "POST", at+p, url.Values{"delvis": {"ja"}}); w.Code != 404 {
			t.Errorf("%s: %d for somebody else", p, w.Code)
		}
	}
	if w := h.Do("", "GET", at, nil); w.Code != 401 {
		t.Errorf("%d without a session", w.Code)
	}
	u, err := h.App.DB.Upload(context.Background(), strings.TrimPrefix(at, "/ta-in/"), store.Digest(mine), h.Now)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(u.Data, []byte("Lönesystemet")) || bytes.Contains(u.State, []byte("system.csv")) {
		t.Error("what is kept can be read without the session")
	}
	webtest.Has(t, h.Do(mine, "POST", at+"/avbryt", url.Values{}), 303)
	webtest.Has(t, h.Do(mine, "GET", at, nil), 404)
	at = h.send(mine, "system.csv", dirty, map[string]string{"register": "object"}).Header().Get("Location")
	if _, err := h.App.DB.Upload(context.Background(), strings.TrimPrefix(at, "/ta-in/"), store.Digest(mine), h.Now.Add(3*time.Hour)); !fault.Is(err, fault.Unknown) {
		t.Errorf("after its time: %v", err)
	}
}

// TestRefusals: what cannot be read is told at its place, with what to do.
func TestRefusals(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	webtest.Has(t, h.send(s, "tom.csv", "", map[string]string{"register": "object"}), 422, "<title>Fel: ", "Välj en fil", "#f-file")
	webtest.Has(t, h.send(s, "x.csv", "a;b\n1;2\n", nil), 422, "Välj ett register", "#f-register")
	webtest.Has(t, h.send(s, "x.csv", "a;b\n1;2\n", map[string]string{"register": "object", "effective": "i våras"}), 422, "#f-effective")
	webtest.Has(t, h.send(s, "x.csv", strings.Repeat("x", 22<<20), map[string]string{"register": "object"}), 413, "större än 20")
	at := h.send(s, "okänd.csv", "qwerty;zxcvb\n1;2\n", map[string]string{"register": "object"}).Header().Get("Location")
	webtest.Has(t, h.settled(s, at), 422, "<title>Fel: ", `role="alert"`)
	at = h.send(s, "x.csv", dirty, map[string]string{"register": "object"}).Header().Get("Location")
	w := h.settled(s, at)
	webtest.Has(t, h.posted(s, at+"/kolumner", mapping(t, w, map[string]string{"Typ": "title", "Qwertz": "title"})), 422, "<title>Fel: ")
	webtest.Has(t, h.Do(s, "POST", at+"/kolumner", url.Values{"kolumn": {"a"}, "var": {}, "falt": {"b"}}), 400)
	// Who may make nothing has no file to send.
	reader := h.SignIn("auditor", h.Near)
	webtest.Has(t, h.Do(reader, "GET", "/ta-in", nil), 403)
	webtest.Has(t, h.send(reader, "x.csv", dirty, map[string]string{"register": "object"}), 403)
}

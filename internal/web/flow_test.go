package web_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"genomlys/internal/register"
	"genomlys/internal/store"
)

func (h *house) link(person register.ID, secret string) {
	h.t.Helper()
	err := h.db.PutSession(context.Background(), secret, store.Session{Kind: "link", Person: string(person), Made: h.now, Expires: h.now.Add(time.Hour)})
	if err != nil {
		h.t.Fatal(err)
	}
}

func has(t *testing.T, w *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("status %d, want %d", w.Code, status)
	}
	for _, s := range texts {
		if !strings.Contains(w.Body.String(), s) {
			t.Errorf("the page does not say %q", s)
		}
	}
}

// TestLinkIsUsedOnceAndNotByLooking holds V6 of the controls: a program that
// examines links in mail does not use them up, and a link works once.
func TestLinkIsUsedOnceAndNotByLooking(t *testing.T) {
	h := newHouse(t)
	h.fill()
	h.signIn("isam", "near", "session", "", time.Hour)
	p, err := h.access.ByEmail(context.Background(), "isam-near-session@near.example", h.now)
	if err != nil {
		t.Fatal(err)
	}
	h.link(p.Person, "secret-link")
	for range 3 {
		has(t, h.do(ask{path: "/in/secret-link"}), 200, "Logga in nu")
	}
	w := h.do(ask{method: "POST", path: "/in/secret-link", form: url.Values{}})
	has(t, w, 303)
	cookie := w.Result().Cookies()[0]
	if !cookie.HttpOnly || cookie.Path != "/" || cookie.SameSite == 0 || cookie.MaxAge != 12*3600 {
		t.Errorf("cookie %+v", cookie)
	}
	has(t, h.do(ask{method: "POST", path: "/in/secret-link", form: url.Values{}}), 404, "Be om en ny länk")
	has(t, h.do(ask{path: "/", session: cookie.Value}), 200, "Lägesbild", "Anna isam", "Nästa milstolpe")
	has(t, h.do(ask{method: "POST", path: "/ut", session: cookie.Value, form: url.Values{}}), 303)
	has(t, h.do(ask{path: "/", session: cookie.Value}), 401, "Logga in")
	cross := h.do(ask{method: "POST", path: "/installningar", form: url.Values{"lang": {"en"}}, header: map[string]string{"Sec-Fetch-Site": "cross-site"}})
	has(t, cross, 403)
}

func TestFirstAdministrator(t *testing.T) {
	h := newHouse(t)
	h.link("", "first")
	has(t, h.do(ask{path: "/in/first"}), 200, "Kom igång", `name="email"`)
	has(t, h.do(ask{method: "POST", path: "/in/first", form: url.Values{"name": {"Anna"}, "email": {"fel"}, "org": {""}}}), 422, "<title>Fel: ", "Skriv organisationens namn")
	has(t, h.do(ask{method: "POST", path: "/in/first", form: url.Values{"name": {"Anna"}, "email": {"fel"}, "org": {"Staden"}}}), 422, `aria-invalid="true"`)
	w := h.do(ask{method: "POST", path: "/in/first", form: url.Values{"name": {"Anna Åberg"}, "email": {"anna@exempel.se"}, "org": {"Stadsledningskontoret"}}})
	has(t, w, 303)
	has(t, h.do(ask{path: "/", session: w.Result().Cookies()[0].Value}), 200, "Anna Åberg", "Stadsledningskontoret", "Systemadministratör")
	// Somebody is there now: another link of the same kind is worth nothing.
	h.link("", "second")
	has(t, h.do(ask{path: "/in/second"}), 404)
	has(t, h.do(ask{method: "POST", path: "/in/second", form: url.Values{"name": {"X"}, "email": {"x@exempel.se"}, "org": {"Y"}}}), 404)
}

// TestMarkedFieldsAreNotShown: who may not see marked fields sees neither the
// name of a protected person nor any version of it, in any list.
func TestMarkedFieldsAreNotShown(t *testing.T) {
	h := newHouse(t)
	h.fill()
	board := h.signIn("board", "near", "session", "", time.Hour)
	for _, p := range []string{"/persons", "/persons/PER-0001", "/persons?mot=2023-01-01", "/sok?q=PER-0001", "/export/persons.csv", "/persons?filter=Skyddad"} {
		w := h.do(ask{path: p, session: board})
		if w.Code != 200 {
			t.Errorf("%s: %d", p, w.Code)
		}
		if strings.Contains(w.Body.String(), "Skyddad Person") || strings.Contains(w.Body.String(), "skyddad@near") {
			t.Errorf("%s shows what is marked secret", p)
		}
	}
	has(t, h.do(ask{path: "/persons/PER-0001", session: board}), 200, "■", "OSL 21 kap.")
	isam := h.signIn("isam", "near", "session", "", time.Hour)
	has(t, h.do(ask{path: "/persons/PER-0001", session: isam}), 200, "Skyddad Person")
}

func TestFiltersDatesAndOrder(t *testing.T) {
	h := newHouse(t)
	h.fill()
	s := h.signIn("isam", "near", "session", "", time.Hour)
	has(t, h.do(ask{path: "/objects?filter=ingen+s%C3%A5dan", session: s}), 200, "Inga objekt stämmer med filtren", "Rensa alla")
	has(t, h.do(ask{path: "/objects?filter=status+%3D+broken", session: s}), 422, "<title>Fel: ", "operation", `role="alert"`)
	has(t, h.do(ask{path: "/objects?filter=nosuch+%3D+1", session: s}), 422)
	has(t, h.do(ask{path: "/objects?per=2024-13-01", session: s}), 422, "Skriv datumet som år, månad, dag")
	has(t, h.do(ask{path: "/objects?per=20240101", session: s}), 200, "Du ser läget per 2024-01-01")
	has(t, h.do(ask{path: "/objects?mot=2024-01-01", session: s}), 200, "1 ny")
	has(t, h.do(ask{path: "/objects?v=status:operation", session: s}), 200, "Ta bort filtret Status: I drift")
	has(t, h.do(ask{path: "/objects?ordning=title+desc", session: s}), 200, `aria-sort="descending"`)
	has(t, h.do(ask{path: "/objects?ordning=notes", session: s}), 422)
	// The address of a page that somebody else's list has begins the list anew.
	if w := h.do(ask{path: "/objects?ordning=title+desc&sida=eyJzIjoxfQ", session: s}); w.Code != 303 || w.Header().Get("Location") != "/objects?ordning=title+desc" {
		t.Errorf("a page of another list answers %d, leads to %s", w.Code, w.Header().Get("Location"))
	}
	has(t, h.do(ask{path: "/dpias", session: s}), 200, "ännu")
	has(t, h.do(ask{path: "/objects/OBJ-0001?per=2023-01-01", session: s}), 200, "Posten fanns inte i registret 2023-01-01.", "som den lades in")
	has(t, h.do(ask{path: "/objects/OBJ-9999?per=2023-01-01", session: s}), 404)
	has(t, h.do(ask{path: "/objects/OBJ-0001?per=x", session: s}), 422)
}

// A figure says in words how it is counted, with organisations by name; the
// query itself is there to copy.
func TestFigureInWords(t *testing.T) {
	h := newHouse(t)
	h.fill()
	s := h.signIn("isam", "near", "session", "", time.Hour)
	has(t, h.do(ask{path: "/figures/F02?per=2024-01-31", session: s}), 200,
		"<li>Avvecklad den saknas eller Avvecklad den efter 2024-01-31</li>", "<li>Typ är Verksamhetssystem eller Lagrar verksamhetsdata är Ja</li>", "Visa som fråga", "retired_on &gt; asof")
	has(t, h.do(ask{path: "/figures/F07?per=2024-01-31", session: s}), 200, "<li>Organisation är Stadsledningskontoret</li>")
	for _, id := range h.web.Figures.Book().IDs() {
		for _, q := range []string{"", "&mot=2023-01-31"} {
			if w := h.do(ask{path: "/figures/" + id + "?per=2024-01-31" + q, session: s}); w.Code != 200 {
				t.Errorf("%s answers %d\n%s", id, w.Code, h.log.String())
			}
		}
	}
}

// TestBudgets holds each page to the reads and the bytes it may cost, with a
// full page of rows (design.md 14.5: 30 kB compressed): the first time, and again
// while nothing has changed.
func TestBudgets(t *testing.T) {
	h := newHouse(t)
	h.fill()
	for range 60 {
		h.make("object", h.org["near"], map[string]any{"title": "Överförmyndarnämndens ärendehanteringssystem för ställföreträdare", "kind": "business_system", "reach": "local", "status": "operation"})
	}
	s := h.signIn("isam", "near", "session", "", time.Hour)
	for _, c := range []struct {
		path         string
		reads, again int
	}{{"/", 75, 3}, {"/objects", 26, 4}, {"/objects/OBJ-0001", 45, 42}, {"/figures/F01", 16, 16}, {"/sok?q=system", 8, 5}, {"/meny", 6, 4}, {"/management-reviews", 16, 5}} {
		var w *httptest.ResponseRecorder
		for _, most := range []int{c.reads, c.again} {
			ctx, tally := store.WithTally(context.Background())
			r := httptest.NewRequest("GET", c.path, nil).WithContext(ctx)
			r.Header.Set("Cookie", "genomlys="+s)
			w = httptest.NewRecorder()
			h.mux.ServeHTTP(w, r)
			if w.Code != 200 || tally.Reads() == 0 || tally.Reads() > most {
				t.Errorf("%s: status %d, %d reads, may be %d", c.path, w.Code, tally.Reads(), most)
			}
			t.Logf("%s: %d reads", c.path, tally.Reads())
		}
		var z bytes.Buffer
		g := gzip.NewWriter(&z)
		g.Write(w.Body.Bytes())
		g.Close()
		if z.Len() > 30<<10 {
			t.Errorf("%s: %d bytes compressed", c.path, z.Len())
		}
		t.Logf("%s: %d bytes compressed", c.path, z.Len())
	}
}

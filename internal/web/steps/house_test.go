package steps_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"genomlys/internal/register"
	"genomlys/internal/web/webtest"
)

// house is the near office with those who work in it.
type house struct {
	*webtest.House
	held map[string]register.ID // functions, by name
}

func newHouse(t testing.TB) *house {
	return &house{webtest.New(t), map[string]register.ID{}}
}

// signIn makes a person who holds a function for years and gives their session.
func (h *house) signIn(function string) string {
	h.T.Helper()
	p := h.Make("person", h.Near, map[string]any{"title": "Anna " + function, "email": function + "@near.example"})
	h.held[function] = h.Make("role_assignment", h.Near, map[string]any{"title": "Funktion " + function, "function": function, "person": string(p), "valid_from": "2020-01-01", "status": "active"})
	return h.Session("secret-"+function, p)
}

// send fills in what stands on a page, with some answers changed, and sends it
// as a browser without script does.
func (h *house) send(session, path string, answers ...string) *httptest.ResponseRecorder {
	h.T.Helper()
	page := h.Do(session, "GET", path, nil)
	if page.Code != http.StatusOK {
		h.T.Fatalf("GET %s: %d\n%.1500s", path, page.Code, webtest.Main(page))
	}
	form := webtest.Filled(h.T, page)
	for i := 0; i+1 < len(answers); i += 2 {
		form.Set(answers[i], answers[i+1])
	}
	return h.Do(session, "POST", path, form)
}

// took tells that something was taken, and gives where it led.
func took(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	if w.Code != http.StatusSeeOther {
		t.Fatalf("status %d, want 303\n%.2500s", w.Code, webtest.Main(w))
	}
	return w.Header().Get("Location")
}

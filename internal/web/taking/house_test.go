package taking_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/app"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// house is a whole installation with two offices.
type house struct {
	t    *testing.T
	app  *app.House
	mux  http.Handler
	now  time.Time
	near register.ID
	far  register.ID
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC)}
	a, err := app.Open(context.Background(), filepath.Join(t.TempDir(), "taking.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	a.Now = func() time.Time { return h.now }
	h.app = a
	if h.mux, err = a.Handler(app.Serving{Log: slog.New(slog.NewTextHandler(t.Output(), nil))}); err != nil {
		t.Fatal(err)
	}
	city := h.make("org", "", map[string]any{"title": "Staden", "kind": "city"})
	h.near = h.make("org", "", map[string]any{"title": "Stadsledningskontoret", "kind": "office", "own_unit": "yes", "parent": string(city)})
	h.far = h.make("org", "", map[string]any{"title": "Miljöförvaltningen", "kind": "office", "parent": string(city)})
	return h
}

func (h *house) make(reg string, org register.ID, fields map[string]any) register.ID {
	h.t.Helper()
	h.now = h.now.Add(time.Second)
	rc, err := h.app.Commands.Do(context.Background(), access.System(), command.Options{Via: "import", Now: h.now}, command.Change{Op: "create", Register: h.app.Reg(reg), Org: org, Fields: fields})
	if err != nil {
		h.t.Fatalf("make %s: %v", reg, err)
	}
	return rc.Items[0].New.ID
}

func (h *house) object(title string) register.ID {
	h.t.Helper()
	return h.make("object", h.near, map[string]any{"title": title, "kind": "business_system", "reach": "local", "status": "operation"})
}

func (h *house) get(reg, ref string) *register.Record {
	h.t.Helper()
	r := h.app.Reg(reg)
	rec, err := h.app.DB.Get(context.Background(), access.System().Read(r), r, ref, time.Time{}, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	return rec
}

// signIn makes a person who holds a function and gives their session.
func (h *house) signIn(function string, org register.ID) string {
	h.t.Helper()
	p := h.make("person", org, map[string]any{"title": "Anna " + function, "email": function + string(org)[20:] + "@near.example"})
	h.make("role_assignment", org, map[string]any{"title": "Funktion " + function, "function": function, "person": string(p)})
	secret := function + string(org)
	err := h.app.DB.PutSession(context.Background(), secret, store.Session{Kind: "session", Person: string(p), Made: h.now, Expires: h.now.Add(12 * time.Hour)})
	if err != nil {
		h.t.Fatal(err)
	}
	return secret
}

func (h *house) do(session, method, path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	h.now = h.now.Add(time.Second)
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	r.Header.Set("Accept-Language", "sv")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if session != "" {
		r.AddCookie(&http.Cookie{Name: door.CookieName(false), Value: session})
	}
	w := httptest.NewRecorder()
	h.mux.ServeHTTP(w, r)
	return w
}

func has(t *testing.T, w *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("status %d, want %d\n%.2000s", w.Code, status, mainOf(w))
	}
	for _, s := range texts {
		if !strings.Contains(w.Body.String(), s) {
			t.Errorf("the page does not say %q\n%.3000s", s, mainOf(w))
		}
	}
}

func lacks(t *testing.T, w *httptest.ResponseRecorder, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if strings.Contains(w.Body.String(), s) {
			t.Errorf("the page says %q", s)
		}
	}
}

func mainOf(w *httptest.ResponseRecorder) string {
	_, after, _ := strings.Cut(w.Body.String(), "<main")
	return after
}

func unescape(s string) string {
	return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

package admin_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
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
	t               *testing.T
	app             *app.House
	mux             http.Handler
	now             time.Time
	city, near, far register.ID
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC)}
	a, err := app.Open(context.Background(), filepath.Join(t.TempDir(), "admin.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	a.Now = func() time.Time { return h.now }
	h.app = a
	if h.mux, err = a.Handler(app.Serving{Log: slog.New(slog.NewTextHandler(t.Output(), nil))}); err != nil {
		t.Fatal(err)
	}
	h.city = h.make("org", "", map[string]any{"title": "Staden", "kind": "city"})
	h.near = h.make("org", "", map[string]any{"title": "Stadsledningskontoret", "kind": "office", "own_unit": "yes", "parent": string(h.city)})
	h.far = h.make("org", "", map[string]any{"title": "Miljöförvaltningen", "kind": "office", "parent": string(h.city)})
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

func (h *house) get(reg, ref string) *register.Record {
	h.t.Helper()
	r := h.app.Reg(reg)
	rec, err := h.app.DB.Get(context.Background(), access.System().Read(r), r, ref, time.Time{}, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	return rec
}

func (h *house) ref(reg string, id register.ID) string { return h.get(reg, string(id)).Ref }

// signIn makes a person who holds a function and gives their session.
func (h *house) signIn(name, function string, org register.ID) string {
	h.t.Helper()
	p := h.make("person", org, map[string]any{"title": name, "email": strings.ToLower(name) + "@near.example"})
	h.make("role_assignment", org, map[string]any{"title": "Funktion " + function, "function": function, "person": string(p)})
	secret := name + function + string(org)
	err := h.app.DB.PutSession(context.Background(), secret, store.Session{Kind: "session", Person: string(p), Made: h.now, Expires: h.now.Add(12 * time.Hour)})
	if err != nil {
		h.t.Fatal(err)
	}
	return secret
}

func (h *house) do(session, method, path string, form url.Values) *httptest.ResponseRecorder {
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

var hiddenInput = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)"`)

// hidden are the hidden fields of the form that leads to an address.
func hidden(t *testing.T, w *httptest.ResponseRecorder, action string) url.Values {
	t.Helper()
	_, body, ok := strings.Cut(w.Body.String(), `action="`+action+`"`)
	if !ok {
		t.Fatalf("no form leads to %s\n%.2000s", action, mainOf(w))
	}
	body, _, _ = strings.Cut(body, "</form>")
	out := url.Values{}
	for _, m := range hiddenInput.FindAllStringSubmatch(body, -1) {
		out.Add(m[1], strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(m[2]))
	}
	return out
}

// Package webtest is a whole installation with two offices for the tests of the
// areas of the web, asked as a browser without script asks.
package webtest

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

// House is an installation with two offices under one city. Its clock moves a
// second with each change and question.
type House struct {
	T               testing.TB
	App             *app.House
	Mux             http.Handler
	Now             time.Time
	City, Near, Far register.ID
}

// New makes an installation that is gone when the test ends.
func New(t testing.TB) *House {
	t.Helper()
	h := &House{T: t, Now: time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC)}
	a, err := app.Open(context.Background(), filepath.Join(t.TempDir(), "house.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { a.Close() })
	a.Now = func() time.Time { return h.Now }
	h.App = a
	if h.Mux, err = a.Handler(app.Serving{Log: slog.New(slog.NewTextHandler(t.Output(), nil))}); err != nil {
		t.Fatal(err)
	}
	h.City = h.Make("org", "", map[string]any{"title": "Staden", "kind": "city"})
	h.Near = h.Make("org", "", map[string]any{"title": "Stadsledningskontoret", "kind": "office", "own_unit": "yes", "parent": string(h.City)})
	h.Far = h.Make("org", "", map[string]any{"title": "Miljöförvaltningen", "kind": "office", "parent": string(h.City)})
	return h
}

// Make brings a record in as an import does, without rules and consequences.
func (h *House) Make(reg string, org register.ID, fields map[string]any) register.ID {
	h.T.Helper()
	h.Now = h.Now.Add(time.Second)
	rc, err := h.App.Commands.Do(context.Background(), access.System(), command.Options{Via: "import", Now: h.Now}, command.Change{Op: "create", Register: h.App.Reg(reg), Org: org, Fields: fields})
	if err != nil {
		h.T.Fatalf("make %s: %v", reg, err)
	}
	return rc.Items[0].New.ID
}

// Object makes an object of the near office.
func (h *House) Object(title string) register.ID {
	h.T.Helper()
	return h.Make("object", h.Near, map[string]any{"title": title, "kind": "business_system", "reach": "local", "status": "operation"})
}

// Get gives a record as it stands now.
func (h *House) Get(reg, ref string) *register.Record {
	h.T.Helper()
	r := h.App.Reg(reg)
	rec, err := h.App.DB.Get(context.Background(), access.System().Read(r), r, ref, time.Time{}, 0)
	if err != nil {
		h.T.Fatal(err)
	}
	return rec
}

// Count is how many records a register holds.
func (h *House) Count(reg string) int {
	h.T.Helper()
	r := h.App.Reg(reg)
	_, n, err := h.App.DB.Count(context.Background(), access.System().Read(r), store.Query{Register: r}, nil)
	if err != nil {
		h.T.Fatal(err)
	}
	return n
}

// SignIn makes a person who holds a function and gives their session.
func (h *House) SignIn(function string, org register.ID) string {
	h.T.Helper()
	p := h.Make("person", org, map[string]any{"title": "Anna " + function, "email": function + string(org)[20:] + "@near.example"})
	h.Make("role_assignment", org, map[string]any{"title": "Funktion " + function, "function": function, "person": string(p)})
	return h.Session(function+string(org), p)
}

// Session begins a working day of a person, who is known by the secret.
func (h *House) Session(secret string, person register.ID) string {
	h.T.Helper()
	err := h.App.DB.PutSession(context.Background(), secret, store.Session{Kind: "session", Person: string(person), Made: h.Now, Expires: h.Now.Add(12 * time.Hour)})
	if err != nil {
		h.T.Fatal(err)
	}
	return secret
}

// Do asks in Swedish, with a form when there is one; headers are names and
// values in turn.
func (h *House) Do(session, method, path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	h.T.Helper()
	h.Now = h.Now.Add(time.Second)
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
		r.AddCookie(Cookie(session))
	}
	w := httptest.NewRecorder()
	h.Mux.ServeHTTP(w, r)
	return w
}

// Cookie carries a session.
func Cookie(session string) *http.Cookie {
	return &http.Cookie{Name: door.CookieName(false), Value: session}
}

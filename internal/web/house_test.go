package web_test

import (
	"bytes"
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
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/figure"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/store"
	"genomlys/internal/web"
)

// house is an installation with two offices that see nothing of each other.
type house struct {
	t        testing.TB
	db       *store.DB
	access   *access.Access
	commands *command.Service
	web      *web.Web
	mux      http.Handler
	now      time.Time
	org      map[string]register.ID // city, near, far
	log      bytes.Buffer
}

func newHouse(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC), org: map[string]register.ID{}}
	db, err := store.OpenDB(context.Background(), filepath.Join(t.TempDir(), "web.db"), registers.Catalogue(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	h.db, h.access, h.commands = db, access.New(db), command.New(db)
	engine, err := figure.New(db)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return h.now }
	reviews := review.Deps{DB: db, Access: h.access, Commands: h.commands, Figures: engine, Now: clock}
	if h.web, err = web.New(web.Deps{DB: db, Access: h.access, Commands: h.commands, Figures: engine, Reviews: reviews}); err != nil {
		t.Fatal(err)
	}
	d := door.Deps{DB: db, Access: h.access, Now: clock, Log: slog.New(slog.NewTextHandler(&h.log, nil)), Fail: func(w http.ResponseWriter, r *door.Request, err error) {
		if door.Status(err) >= 500 {
			t.Errorf("%s %s: %v", r.Method, r.URL, err)
		}
		h.web.Fail(w, r, err)
	}}
	h.mux = door.Mux(d, h.web.Routes(), nil)
	return h
}

// fill makes the two offices under one city, with an object, a person and a
// management review each.
func (h *house) fill() {
	h.org["city"] = h.make("org", "", map[string]any{"title": "Staden", "kind": "city"})
	for _, o := range []struct{ name, title, own string }{{"near", "Stadsledningskontoret", "yes"}, {"far", "Miljöförvaltningen", "no"}} {
		h.org[o.name] = h.make("org", "", map[string]any{"title": o.title, "kind": "office", "own_unit": o.own, "parent": string(h.org["city"]), "short": strings.ToUpper(o.name)})
	}
	for _, o := range []string{"near", "far"} {
		owner := h.make("role_assignment", h.org[o], map[string]any{"title": "Objektägare lön", "function": "object_owner"})
		obj := h.make("object", h.org[o], map[string]any{"title": "Lönesystem " + o, "kind": "business_system", "reach": "local", "status": "operation", "owner": string(owner)})
		h.make("classification", h.org[o], map[string]any{"title": "Klassning", "kind": "object", "object": string(obj)})
		h.make("management_review", h.org[o], map[string]any{"title": "Ledningens genomgång 2024", "year": 2024, "as_of": "2024-02-01", "compare_as_of": "2023-02-01", "status": "draft"})
		h.make("person", h.org[o], map[string]any{"title": "Skyddad Person", "email": "skyddad@" + o + ".example", "secrecy": "osl_21"})
	}
}

func (h *house) reg(name string) *register.Register {
	r, ok := h.db.Catalogue.Get(name)
	if !ok {
		h.t.Fatalf("no register %s", name)
	}
	return r
}

func (h *house) make(reg string, org register.ID, fields map[string]any) register.ID {
	h.t.Helper()
	if org == "" && reg != "org" {
		h.t.Fatal("whose?")
	}
	h.now = h.now.Add(time.Second)
	rc, err := h.commands.Do(context.Background(), access.System(), command.Options{Via: "import", Now: h.now}, command.Change{Op: "create", Register: h.reg(reg), Org: org, Fields: fields})
	if err != nil {
		h.t.Fatalf("make %s: %v", reg, err)
	}
	return rc.Items[0].New.ID
}

// signIn makes a person who holds a function in an organisation and gives the
// secret of their session, or of a token.
func (h *house) signIn(function, org string, kind, scope string, life time.Duration) string {
	h.t.Helper()
	key := function + "-" + org + "-" + kind + scope
	p := h.make("person", h.org[org], map[string]any{"title": "Anna " + function, "email": key + "@" + org + ".example"})
	h.make("role_assignment", h.org[org], map[string]any{"title": "Funktion", "function": function, "person": string(p)})
	err := h.db.PutSession(context.Background(), key, store.Session{Kind: kind, Person: string(p), Scope: scope, Made: h.now, Expires: h.now.Add(life)})
	if err != nil {
		h.t.Fatal(err)
	}
	return key
}

type ask struct {
	method, path string
	session      string
	token        string
	form         url.Values
	header       map[string]string
}

func (h *house) do(a ask) *httptest.ResponseRecorder {
	h.t.Helper()
	var body io.Reader
	if a.form != nil {
		body = strings.NewReader(a.form.Encode())
	}
	if a.method == "" {
		a.method = "GET"
	}
	r := httptest.NewRequest(a.method, a.path, body)
	r.Header.Set("Accept-Language", "sv")
	if a.form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if a.session != "" {
		r.AddCookie(&http.Cookie{Name: door.CookieName(false), Value: a.session})
	}
	if a.token != "" {
		r.Header.Set("Authorization", "Bearer "+a.token)
	}
	for k, v := range a.header {
		r.Header.Set(k, v)
	}
	w := httptest.NewRecorder()
	h.mux.ServeHTTP(w, r)
	return w
}

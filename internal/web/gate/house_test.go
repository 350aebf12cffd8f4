package gate

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"fmt"
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
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/signin"
	"genomlys/internal/store"
	"genomlys/internal/web"
)

var ctx = context.Background()

// house is an installation with a gate; its clock is turned by the tests.
type house struct {
	t    *testing.T
	db   *store.DB
	do   *command.Service
	gate *Gate
	mux  http.Handler
	now  time.Time
	org  register.ID
	far  register.ID
}

func newHouse(t *testing.T, mail bool) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	var err error
	if h.db, err = store.OpenDB(ctx, filepath.Join(t.TempDir(), "gate.db"), registers.Catalogue(), store.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.db.Close() })
	acc := access.New(h.db)
	h.do = command.New(h.db)
	w, err := web.New(web.Deps{DB: h.db, Access: acc, Commands: h.do, Passkeys: true})
	if err != nil {
		t.Fatal(err)
	}
	if h.gate, err = New(Deps{Web: w, Rules: signin.Standard, Base: "https://lis.example", Key: signin.SealKey(), Mail: mail}); err != nil {
		t.Fatal(err)
	}
	d := door.Deps{DB: h.db, Access: acc, Now: func() time.Time { return h.now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Idle: signin.Standard.Idle, Fresh: signin.Standard.Fresh,
		Fail: func(rw http.ResponseWriter, r *door.Request, err error) {
			if door.Status(err) >= 500 {
				t.Errorf("%s %s: %v", r.Method, r.URL, err)
			}
			w.Fail(rw, r, err)
		}}
	h.mux = door.Mux(d, append(w.Routes(), h.gate.Routes()...), nil)
	city := h.add("org", "", map[string]any{"title": "Lindhamns stad", "kind": "city"})
	h.org = h.add("org", "", map[string]any{"title": "Kulturförvaltningen", "kind": "office", "parent": string(city)})
	h.far = h.add("org", "", map[string]any{"title": "Miljöförvaltningen", "kind": "office", "parent": string(city)})
	return h
}

func (h *house) add(reg string, org register.ID, fields map[string]any) register.ID {
	h.t.Helper()
	r, _ := h.db.Catalogue.Get(reg)
	rc, err := h.do.Do(ctx, access.System(), command.Options{Via: "cli", Now: h.now}, command.Change{Op: "create", Register: r, Org: org, Fields: fields})
	if err != nil {
		h.t.Fatal(err)
	}
	return rc.Items[0].New.ID
}

// person makes somebody who holds a function, without any way in.
func (h *house) person(email, function string, org register.ID) register.ID {
	h.t.Helper()
	p := h.add("person", h.org, map[string]any{"title": "Anna Åberg", "email": email})
	h.add("role_assignment", org, map[string]any{"title": "F", "function": function, "person": string(p)})
	return p
}

// browser keeps cookies.
type browser struct {
	h       *house
	cookies map[string]string
	from    string
}

func (h *house) browser() *browser {
	return &browser{h: h, cookies: map[string]string{}, from: "192.0.2.1:1000"}
}

func (b *browser) ask(method, path string, form url.Values) *httptest.ResponseRecorder {
	b.h.t.Helper()
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	r.RemoteAddr = b.from
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for k, v := range b.cookies {
		r.AddCookie(&http.Cookie{Name: k, Value: v})
	}
	w := httptest.NewRecorder()
	b.h.mux.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
			b.h.t.Errorf("cookie %+v", c)
		}
		if b.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	return w
}

func (b *browser) get(path string) *httptest.ResponseRecorder { return b.ask("GET", path, nil) }

func (b *browser) post(path string, pairs ...string) *httptest.ResponseRecorder {
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.ask("POST", path, form)
}

func (b *browser) session() string { return b.cookies[door.CookieName(false)] }

func want(t *testing.T, w *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %.600s", w.Code, status, w.Body.String())
	}
	for _, s := range texts {
		if !strings.Contains(w.Body.String()+w.Header().Get("Location"), s) {
			t.Errorf("the answer lacks %q", s)
		}
	}
}

var (
	seedIn  = regexp.MustCompile(`<code class="copyable">([A-Z2-7 ]{39})</code>`)
	tokenIn = regexp.MustCompile(`name="token" value="([a-z2-7]+)"`)
	codesIn = regexp.MustCompile(`<code class="copyable">([a-z2-7-]{29})</code>`)
)

const phrase = "krokus vid ån i tidig mars"

// keyring is what a person comes in with.
type keyring struct {
	email, password string
	seed            []byte
	codes           []string
}

// code is the code of now, worked out apart from the product; the clock goes on
// so that each is new.
func (h *house) code(a *keyring) string {
	h.now = h.now.Add(31 * time.Second)
	mac := hmac.New(sha1.New, a.seed)
	_ = binary.Write(mac, binary.BigEndian, uint64(h.now.Unix()/30))
	sum := mac.Sum(nil)
	at := sum[19] & 15
	return fmt.Sprintf("%06d", (binary.BigEndian.Uint32(sum[at:])&0x7fffffff)%1_000_000)
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// link makes a one-time link of a kind.
func (h *house) link(kind string, id register.ID) string { return linkPaths[kind] + h.secret(kind, id) }

// secret makes a one-time secret of a kind.
func (h *house) secret(kind string, id register.ID) string {
	h.t.Helper()
	s := signin.Secret()
	if err := h.db.PutSession(ctx, s, store.Session{Kind: kind, Person: string(id), Made: h.now, Expires: h.now.Add(time.Hour)}); err != nil {
		h.t.Fatal(err)
	}
	return s
}

// settle takes an invitation: password, app, recovery codes; the browser is in.
func (h *house) settle(b *browser, id register.ID, email string) *keyring {
	h.t.Helper()
	want(h.t, b.post(h.link("invite", id), "password", phrase), 303, "/in/ny-kod")
	return h.setUp(b, &keyring{email: email, password: phrase})
}

func (h *house) setUp(b *browser, a *keyring) *keyring {
	h.t.Helper()
	page := b.get("/in/ny-kod")
	want(h.t, page, 200, "<svg")
	a.seed = decodeSeed(h.t, seedIn.FindStringSubmatch(page.Body.String())[1])
	token := tokenIn.FindStringSubmatch(page.Body.String())[1]
	want(h.t, b.post("/in/ny-kod", "token", token, "code", "000000"), 422, "<title>Fel: ")
	done := b.post("/in/ny-kod", "token", token, "code", h.code(a))
	want(h.t, done, 200)
	for _, m := range codesIn.FindAllStringSubmatch(done.Body.String(), -1) {
		a.codes = append(a.codes, m[1])
	}
	if len(a.codes) != 10 || b.session() == "" {
		h.t.Fatalf("%d recovery codes, session %q", len(a.codes), b.session())
	}
	return a
}

// signIn comes in by password and code.
func (h *house) signIn(b *browser, a *keyring) {
	h.t.Helper()
	want(h.t, b.post("/in", "email", a.email, "password", a.password), 303, "/in/kod")
	want(h.t, b.post("/in/kod", "code", h.code(a)), 303)
}

// actions are what the ledger says was done with a person's ways in.
func (h *house) actions(id register.ID) (out []string) {
	h.t.Helper()
	for _, e := range h.entries() {
		if e.Register == store.Account && e.ID == string(id) {
			out = append(out, e.Action)
		}
	}
	return out
}

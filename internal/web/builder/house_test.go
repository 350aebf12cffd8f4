package builder_test

import (
	"context"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/app"
	"genomlys/internal/door"
	"genomlys/internal/example"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// made is the example office with its review as a draft, made once; each test
// works on a copy of its own.
var made string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "builder")
	if err != nil {
		panic(err)
	}
	made = filepath.Join(dir, "office.db")
	a, err := app.Open(context.Background(), made, nil)
	if err != nil {
		panic(err)
	}
	a.Now = func() time.Time { return began }
	if _, err := example.Load(context.Background(), a.Reviews(), nil); err != nil {
		panic(err)
	}
	a.Close()
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

var began = time.Date(2024, 3, 4, 8, 0, 0, 0, time.UTC)

// office is the example office with its pages.
type office struct {
	t   *testing.T
	app *app.House
	mux http.Handler
	now time.Time
}

func open(t *testing.T) *office {
	t.Helper()
	path := filepath.Join(t.TempDir(), "office.db")
	data, err := os.ReadFile(made)
	if err == nil {
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, now: began}
	if o.app, err = app.Open(context.Background(), path, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.app.Close() })
	o.app.Now = func() time.Time { return o.now }
	if o.mux, err = o.app.Handler(app.Serving{Log: slog.New(slog.NewTextHandler(t.Output(), nil))}); err != nil {
		t.Fatal(err)
	}
	return o
}

// signIn gives a session of somebody in the example.
func (o *office) signIn(email string) string {
	o.t.Helper()
	c, err := o.app.Access.ByEmail(context.Background(), email, o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	secret := "secret of " + email + o.now.String() // a day later there is another session
	if err := o.app.DB.PutSession(context.Background(), secret, store.Session{Kind: "session", Person: string(c.Person), Made: o.now, Expires: o.now.Add(12 * time.Hour)}); err != nil {
		o.t.Fatal(err)
	}
	return secret
}

func (o *office) isam() string    { o.t.Helper(); return o.signIn(example.Coordinator) }
func (o *office) head() string    { o.t.Helper(); return o.signIn(example.Head) }
func (o *office) officer() string { o.t.Helper(); return o.signIn(example.Officer) }

func (o *office) do(session, method, path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	o.t.Helper()
	o.now = o.now.Add(time.Second)
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
	r.AddCookie(&http.Cookie{Name: door.CookieName(false), Value: session})
	w := httptest.NewRecorder()
	o.mux.ServeHTTP(w, r)
	return w
}

// get reads a page that is there.
func (o *office) get(session, path string, texts ...string) *httptest.ResponseRecorder {
	o.t.Helper()
	w := o.do(session, "GET", path, nil)
	has(o.t, w, 200, texts...)
	return w
}

func (o *office) find(reg, filter string) []*register.Record {
	o.t.Helper()
	r := o.app.Reg(reg)
	var out []*register.Record
	node, err := query.Parse(filter)
	if err != nil {
		o.t.Fatal(err)
	}
	checked, err := query.Check(node, register.Schema(r), query.Params{Now: o.now, Zone: o.app.DB.Zone})
	if err != nil {
		o.t.Fatal(err)
	}
	err = o.app.DB.Each(context.Background(), access.System().Read(r), store.Query{Register: r, Filter: checked}, func(x *register.Record) error {
		out = append(out, x)
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return out
}

func (o *office) review(year string) *register.Record {
	o.t.Helper()
	found := o.find("management_review", "year = "+year)
	if len(found) != 1 {
		o.t.Fatalf("%d reviews for %s", len(found), year)
	}
	return found[0]
}

func has(t *testing.T, w *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("status %d, want %d\n%.2500s", w.Code, status, mainOf(w))
	}
	body := strings.ReplaceAll(html.UnescapeString(w.Body.String()), "\u00ad", "") // places where a word may break say nothing
	for _, s := range texts {
		if !strings.Contains(body, s) {
			t.Errorf("the page does not say %q\n%.3000s", s, mainOf(w))
		}
	}
}

func lacks(t *testing.T, w *httptest.ResponseRecorder, texts ...string) {
	t.Helper()
	body := html.UnescapeString(w.Body.String())
	for _, s := range texts {
		if strings.Contains(body, s) {
			t.Errorf("the page says %q", s)
		}
	}
}

func mainOf(w *httptest.ResponseRecorder) string {
	_, after, found := strings.Cut(w.Body.String(), "<main")
	if !found {
		return w.Body.String()
	}
	return after
}

var (
	tagOf  = regexp.MustCompile(`<(input|textarea|select|option)\b([^>]*)>([^<]*)`)
	attrOf = regexp.MustCompile(`([a-z-]+)(?:="([^"]*)")?`)
)

// filled is what a browser would post of the form with an address, but for its
// buttons.
func filled(t *testing.T, w *httptest.ResponseRecorder, action string) url.Values {
	t.Helper()
	_, rest, ok := strings.Cut(w.Body.String(), `action="`+action+`"`)
	if !ok {
		t.Fatalf("no form is sent to %s\n%.3000s", action, mainOf(w))
	}
	rest, _, _ = strings.Cut(rest, "</form>")
	out, in := url.Values{}, ""
	for _, m := range tagOf.FindAllStringSubmatch(rest, -1) {
		a := map[string]string{}
		for _, x := range attrOf.FindAllStringSubmatch(m[2], -1) {
			a[x[1]] = html.UnescapeString(x[2])
		}
		_, checked := a["checked"]
		_, selected := a["selected"]
		switch {
		case m[1] == "select":
			in = a["name"]
		case m[1] == "option" && selected:
			out.Set(in, a["value"])
		case m[1] == "textarea":
			out.Add(a["name"], html.UnescapeString(m[3]))
		case m[1] == "input" && a["name"] != "" && (a["type"] != "radio" && a["type"] != "checkbox" || checked):
			out.Add(a["name"], a["value"])
		}
	}
	return out
}

package app

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// samples are what stands in the places of the patterns, by name. A place that
// is not here fails the test: give it a value that exists where one can.
var samples = map[string]string{
	"collection": "objects", "register": "object", "ref": "OBJ-0001", "id": "OBJ-0001", "file": "objects.csv", "secret": "nothing", "name": "nothing",
	"action": "retire", "act": "nothing", "field": "title", "code": "duty_ahead_days", "kind": "outage", "n": "1", "del": "bedom", "point": "NYT-0001",
	"set": "nothing", "respondent": "FUN-0001", "response": "SVA-0001", "format": "csv",
}

// collections that stand in a pattern and are not samples' own; the records of
// the near office and of the far one are numbered 1 and 2.
var numbered = map[string]string{
	"/management-reviews/": "LGG", "/dpo-reports/": "GAR", "/incidents/": "INC", "/campaigns/": "UPP", "/classifications/": "KLA", "/dpias/": "KON", "/risk-analyses/": "RAN",
	"/agreements/": "AVT", "/access-reviews/": "BHG", "/besvara/": "SVA", "/plan/": "PRI", "/dpo-findings/": "DSO", "/lamna-over/": "PER", "/bjud-in/": "PER",
}

var place = regexp.MustCompile(`\{([a-z]+)\}`)

// address fills a pattern; other is put where a record of an office is named.
func address(t *testing.T, rt door.Route, other string) (path string, named bool) {
	t.Helper()
	if rt.Pattern == "/{$}" {
		return "/", false
	}
	return place.ReplaceAllStringFunc(rt.Pattern, func(p string) string {
		name := p[1 : len(p)-1]
		v, ok := samples[name]
		if !ok {
			t.Errorf("%s %s: add a value for %s to samples", rt.Method, rt.Pattern, p)
			return "x"
		}
		if name == "ref" || name == "id" && strings.HasPrefix(rt.Pattern, "/api/v1/{register}") {
			named = true
			for prefix, letters := range numbered {
				if strings.HasPrefix(rt.Pattern, prefix) {
					v = letters + "-0001"
				}
			}
			if other != "" {
				v = v[:4] + other
			}
		}
		if name == "id" && strings.Contains(rt.Pattern, "figures") {
			v = "F01"
		}
		return v
	}), named
}

// site is an installation with two offices that see nothing of each other.
type site struct {
	t   *testing.T
	h   *House
	mux http.Handler
	now time.Time
}

func newSite(t *testing.T) (*site, []door.Route) {
	t.Helper()
	h, err := Open(context.Background(), filepath.Join(t.TempDir(), "a.db"), nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	s := &site{t: t, h: h, now: time.Date(2026, 5, 20, 9, 0, 0, 0, time.UTC)}
	h.Now = func() time.Time { return s.now }
	serving := Serving{Log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	routes, _, err := h.routes(serving)
	if err != nil {
		t.Fatal(err)
	}
	if s.mux, err = h.Handler(serving); err != nil {
		t.Fatal(err)
	}
	return s, routes
}

func (s *site) make(reg string, org register.ID, fields map[string]any) register.ID {
	s.t.Helper()
	s.now = s.now.Add(time.Second)
	rc, err := s.h.Commands.Do(context.Background(), access.System(), command.Options{Via: "import", Now: s.now}, command.Change{Op: "create", Register: s.h.Reg(reg), Org: org, Fields: fields})
	if err != nil {
		s.t.Fatalf("make %s: %v", reg, err)
	}
	return rc.Items[0].New.ID
}

// comer makes a person with a function and a way in.
func (s *site) comer(org register.ID, function, kind, scope string) string {
	p := s.make("person", org, map[string]any{"title": "Anna", "email": fmt.Sprintf("%s-%s%s-%d@x.example", function, kind, scope, s.now.Unix())})
	s.make("role_assignment", org, map[string]any{"title": "Funktion", "function": function, "person": string(p)})
	key := fmt.Sprint(function, kind, scope, s.now.UnixNano())
	if err := s.h.DB.PutSession(context.Background(), key, store.Session{Kind: kind, Person: string(p), Scope: scope, Made: s.now, Expires: s.now.Add(time.Hour)}); err != nil {
		s.t.Fatal(err)
	}
	return key
}

func (s *site) ask(method, path, session, token, from string) *httptest.ResponseRecorder {
	var body io.Reader
	if method != "GET" {
		body = strings.NewReader("")
	}
	r := httptest.NewRequest(method, path, body)
	r.Header.Set("Accept-Language", "sv")
	switch {
	case strings.HasPrefix(path, "/api/") && method != "GET":
		r.Body = io.NopCloser(strings.NewReader("{}"))
		r.Header.Set("Content-Type", "application/json")
	case method != "GET":
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if session != "" {
		r.AddCookie(&http.Cookie{Name: door.CookieName(false), Value: session})
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if from != "" {
		r.Header.Set("Sec-Fetch-Site", from)
	}
	w := httptest.NewRecorder()
	s.mux.ServeHTTP(w, r)
	return w
}

var (
	inline  = regexp.MustCompile(`(?i)<style|<script(?:>|\s+[^>]*>\s*\S)|\sstyle=|\son[a-z]+=|javascript:`)
	scripts = regexp.MustCompile(`(?s)<script[^>]*src="[^"]*"[^>]*></script>`)
	ids     = regexp.MustCompile(`[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{26}|[0-9a-f]{8}-[0-9a-f-]{27}|[A-Z]{3}-\d{4}`)
)

// policy holds what every answer carries, and that no page runs or styles
// anything of its own (security.md V3.4).
func policy(t *testing.T, what string, w *httptest.ResponseRecorder) {
	t.Helper()
	for k, v := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
		if w.Header().Get(k) != v {
			t.Errorf("%s: %s is %q", what, k, w.Header().Get(k))
		}
	}
	if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("%s: the policy is %q", what, csp)
	}
	if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
		if m := inline.FindString(scripts.ReplaceAllString(w.Body.String(), "")); m != "" {
			t.Errorf("%s: the page holds %q", what, m)
		}
	}
}

// TestEveryRoute goes through the whole table: who is let in, who is not, and
// that what one may not see looks like what does not exist.
func TestEveryRoute(t *testing.T) {
	s, routes := newSite(t)
	city := s.make("org", "", map[string]any{"title": "Staden", "kind": "city"})
	near := s.make("org", "", map[string]any{"title": "Stadsledningskontoret", "kind": "office", "own_unit": "yes", "parent": string(city)})
	far := s.make("org", "", map[string]any{"title": "Miljöförvaltningen", "kind": "office", "own_unit": "no", "parent": string(city)})
	for _, org := range []register.ID{near, far} {
		owner := s.make("role_assignment", org, map[string]any{"title": "Objektägare", "function": "object_owner"})
		obj := s.make("object", org, map[string]any{"title": "Lönesystem", "kind": "business_system", "reach": "local", "status": "operation", "owner": string(owner)})
		s.make("classification", org, map[string]any{"title": "Klassning", "kind": "object", "object": string(obj)})
		s.make("management_review", org, map[string]any{"title": "Genomgång", "year": 2026, "as_of": "2026-04-30", "status": "draft"})
		c := s.make("campaign", org, map[string]any{"title": "Uppföljning", "year": 2026, "status": "open", "opens": "2026-05-01", "closes": "2026-06-15"})
		s.make("response", org, map[string]any{"campaign": string(c), "object": string(obj), "respondent": string(owner)})
		s.make("incident", org, map[string]any{"title": "Fel mottagare", "kind": "misdirected", "detected_at": "2026-05-01T08:00:00Z"})
	}
	readOnly := s.comer(near, "isam", "token", "read")
	stranger := s.comer(far, "isam", "session", "")
	own := s.comer(near, "isam", "session", "")
	for _, rt := range routes {
		path, named := address(t, rt, "")
		what := rt.Method + " " + path
		if w := s.ask(rt.Method, path, "", "", ""); rt.Need != door.Anyone && w.Code != http.StatusUnauthorized {
			t.Errorf("%s: nobody gets %d", what, w.Code)
		} else {
			policy(t, what+" as nobody", w)
		}
		if rt.Need == door.Writer {
			if w := s.ask(rt.Method, path, "", readOnly, ""); w.Code != http.StatusForbidden {
				t.Errorf("%s: a token for reading gets %d", what, w.Code)
			}
		}
		if rt.Method != "GET" {
			w := s.ask(rt.Method, path, own, "", "cross-site")
			if w.Code != http.StatusForbidden {
				t.Errorf("%s: another site gets %d", what, w.Code)
			}
			policy(t, what+" from another site", w)
		}
		if rt.Method == "GET" {
			w := s.ask(rt.Method, path, own, "", "")
			if w.Code >= 500 {
				t.Errorf("%s: the office's own gets %d", what, w.Code)
			}
			policy(t, what, w)
		}
		if named && rt.Need != door.Anyone {
			none, _ := address(t, rt, "9999")
			a, b := s.ask(rt.Method, path, stranger, "", ""), s.ask(rt.Method, none, stranger, "", "")
			if a.Code < 400 || a.Code >= 500 || a.Code != b.Code {
				t.Errorf("%s: of another office %d, unknown %d", what, a.Code, b.Code)
			}
			if x, y := ids.ReplaceAllString(a.Body.String(), ""), ids.ReplaceAllString(b.Body.String(), ""); x != y {
				t.Errorf("%s: what one may not see does not look like what does not exist", what)
			}
		}
	}
}

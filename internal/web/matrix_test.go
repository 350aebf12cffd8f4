package web_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/door"
)

// caller is who asks in the matrix.
type caller struct {
	name, function, org string
	session, token      string
}

// sample puts values in a route's pattern: of the near office.
func sample(pattern string) string {
	if pattern == "/{$}" {
		return "/"
	}
	return strings.NewReplacer("{collection}", "objects", "{id}", "F01", "{file}", "objects.csv", "{secret}", "nothing", "{name}", "nothing.css").Replace(pattern)
}

// sees tells, from the table of rights alone, whether a function held in an
// organisation reaches records of the near office.
func sees(c caller, register string) bool {
	if c.org == "far" {
		return false
	}
	for _, r := range access.Rules {
		if r.Function == c.function && !r.PerObject && (slices.Contains(r.Read, "*") || slices.Contains(r.Read, register)) {
			return true
		}
	}
	return slices.Contains(access.Public, register)
}

// want is the status that the rule of a route gives a caller.
func want(rt door.Route, c caller) int {
	in := c.session != "" || c.token != ""
	if rt.Need != door.Anyone && (!in || c.name == "expired") {
		return http.StatusUnauthorized
	}
	if rt.Need == door.Writer && c.name == "read token" {
		return http.StatusForbidden
	}
	seen := func(register string) int {
		if sees(c, register) {
			return http.StatusOK
		}
		return http.StatusNotFound
	}
	switch rt.Method + " " + rt.Pattern {
	case "GET /{collection}/{ref}":
		return seen("object")
	case "GET /management-reviews/{ref}", "GET /management-reviews/{ref}/document":
		return seen("management_review")
	case "GET /in/{secret}", "POST /in/{secret}", "GET /asset/{name}", "GET /farg/{name}":
		return http.StatusNotFound
	case "POST /ut":
		if c.token != "" {
			return http.StatusForbidden
		}
		return http.StatusSeeOther
	case "POST /installningar":
		return http.StatusSeeOther
	}
	return http.StatusOK
}

func TestEveryRouteForEveryCaller(t *testing.T) {
	h := newHouse(t)
	h.fill()
	callers := []caller{{name: "anonymous"}, {name: "expired", function: "isam", org: "near", session: h.signIn("isam", "near", "session", "x", -time.Hour)},
		{name: "read token", function: "isam", org: "near", token: h.signIn("isam", "near", "token", "read", time.Hour)}}
	for _, r := range access.Rules {
		for _, org := range []string{"near", "far"} {
			callers = append(callers, caller{name: r.Function + " " + org, function: r.Function, org: org})
		}
	}
	for _, rt := range h.web.Routes() {
		for _, c := range callers {
			if c.session == "" && c.token == "" && c.function != "" {
				c.session = h.signIn(c.function, c.org, "session", fmt.Sprint(h.now.UnixNano()), time.Hour)
			}
			path := strings.Replace(sample(rt.Pattern), "{ref}", map[bool]string{true: "LGG-0001", false: "OBJ-0001"}[strings.HasPrefix(rt.Pattern, "/management")], 1)
			a := ask{method: rt.Method, path: path, session: c.session, token: c.token}
			if strings.HasSuffix(path, "/document") {
				a.path += "?format=json"
			}
			if rt.Pattern == "/installningar" && rt.Method == "POST" {
				a.form = map[string][]string{"lang": {"sv"}, "theme": {""}}
			}
			w := h.do(a)
			if w.Code >= 500 || w.Code != want(rt, c) {
				t.Errorf("%s %s as %s: %d, want %d\n%.300s", rt.Method, path, c.name, w.Code, want(rt, c), h.log.String())
			}
			headers(t, rt.Method+" "+path, w)
		}
	}
}

func headers(t *testing.T, what string, w *httptest.ResponseRecorder) {
	t.Helper()
	for k, v := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin"} {
		if w.Header().Get(k) != v {
			t.Errorf("%s: %s is %q", what, k, w.Header().Get(k))
		}
	}
	csp := w.Header().Get("Content-Security-Policy")
	if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") {
		t.Errorf("%s: content security policy is %q", what, csp)
	}
	if w.Header().Get("Cache-Control") == "" {
		t.Errorf("%s: nothing is said of caching", what)
	}
}

// TestUnknownAndForbiddenLookAlike holds T1 of the threats: the answer does not
// tell whether a record exists.
func TestUnknownAndForbiddenLookAlike(t *testing.T) {
	h := newHouse(t)
	h.fill()
	s := h.signIn("isam", "near", "session", "", time.Hour)
	strip := func(w *httptest.ResponseRecorder) string {
		b := w.Body.String()
		if i := strings.Index(b, "Fel-id: "); i >= 0 {
			b = b[:i] + b[i+len("Fel-id: ")+26:]
		}
		return b
	}
	foreign, none := h.do(ask{path: "/objects/OBJ-0002", session: s}), h.do(ask{path: "/objects/OBJ-9999", session: s})
	if foreign.Code != 404 || none.Code != 404 || strip(foreign) != strip(none) {
		t.Errorf("foreign %d, none %d, alike %v", foreign.Code, none.Code, strip(foreign) == strip(none))
	}
	if w := h.do(ask{path: "/objects/OBJ-0001", session: s}); w.Code != 200 {
		t.Errorf("the near object: %d", w.Code)
	}
}

// TestInvisibleRowsLeaveNoTrace holds T4: two installations that differ only in
// rows that the caller may not see give the same lists, counts and facets.
func TestInvisibleRowsLeaveNoTrace(t *testing.T) {
	h := newHouse(t)
	h.fill()
	s := h.signIn("isam", "near", "session", "", time.Hour)
	paths := []string{"/objects", "/objects?filter=system", "/classifications?per=2024-03-01&mot=2024-02-01", "/sok?q=lon", "/", "/management-reviews", "/export/objects.csv"}
	before := map[string]string{}
	for _, p := range paths {
		before[p] = h.do(ask{path: p, session: s}).Body.String()
	}
	now := h.now
	h.make("object", h.org["far"], map[string]any{"title": "Lön hemligt system", "kind": "business_system", "reach": "local", "status": "operation"})
	h.now = now
	for _, p := range paths {
		if got := h.do(ask{path: p, session: s}).Body.String(); got != before[p] {
			t.Errorf("%s shows that another office has one more record", p)
		}
	}
}

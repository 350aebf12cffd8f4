package asset

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// TestScripts holds design.md 14.5 (40 kB of script in all), that each island
// is named by the ground, and that no script does what the policy forbids.
func TestScripts(t *testing.T) {
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	ground := string(s.served[strings.TrimPrefix(s.JS, Prefix)].plain)
	total, compressed := 0, 0
	forbidden := regexp.MustCompile(`\.innerHTML|\.outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|\.style\b|setAttribute\('style'|https?://`)
	for name, f := range s.served {
		if !strings.HasSuffix(name, ".js") {
			continue
		}
		total += len(f.plain)
		compressed += len(f.gzip)
		if f.kind != "text/javascript; charset=utf-8" || f.gzip == nil && len(f.plain) > 512 { // a few bytes gain nothing
			t.Errorf("%s is served as %q, compressed to %d", name, f.kind, len(f.gzip))
		}
		if m := forbidden.Find(f.plain); m != nil {
			t.Errorf("%s does %q", name, m)
		}
		if strings.Count(string(f.plain), "createPolicy(") > 0 && Prefix+name != s.JS {
			t.Errorf("%s makes a policy of its own", name)
		}
		if Prefix+name != s.JS && !strings.Contains(ground, Prefix+name) {
			t.Errorf("%s is not known to the ground", name)
		}
	}
	if compressed > 40<<10 || total == 0 {
		t.Errorf("all script is %d bytes, %d compressed; 40 kB may be sent", total, compressed)
	}
	t.Logf("%d bytes of script, %d compressed", total, compressed)
}

func TestServedForAYear(t *testing.T) {
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, at := range []string{s.CSS, s.JS} {
		r := httptest.NewRequest("GET", at, nil)
		r.Header.Set("Accept-Encoding", "gzip, br")
		w := httptest.NewRecorder()
		if !s.Serve(w, r, strings.TrimPrefix(at, Prefix)) || w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %v", at, w.Header())
		}
	}
	if s.Serve(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil), "genomlys.js") {
		t.Error("a name without its hash is served")
	}
}

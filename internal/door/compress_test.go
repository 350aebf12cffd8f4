package door_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"genomlys/internal/door"
)

// TestCompression: what another site may have caused is not compressed, so
// that its length tells nothing (BREACH); nor is what shows a secret.
func TestCompression(t *testing.T) {
	long := strings.Repeat("Registret över objekt. ", 200)
	mux := door.Mux(door.Deps{Now: func() time.Time { return time.Time{} }, Fail: func(w http.ResponseWriter, _ *door.Request, err error) { t.Error(err) }}, []door.Route{
		{Method: "GET", Pattern: "/page", Handle: func(w http.ResponseWriter, r *door.Request) error {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, err := w.Write([]byte(long))
			return err
		}},
		{Method: "GET", Pattern: "/secret", Handle: func(w http.ResponseWriter, r *door.Request) error {
			door.Plain(w)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, err := w.Write([]byte(long))
			return err
		}},
	}, nil)
	for _, c := range []struct {
		path, site, cookie string
		small              bool
	}{
		{"/page", "same-origin", "x=1", true}, {"/page", "none", "x=1", true}, {"/page", "", "", true},
		{"/page", "cross-site", "x=1", false}, {"/page", "same-site", "x=1", false}, {"/page", "cross-site", "", false}, {"/page", "", "x=1", false},
		{"/secret", "same-origin", "x=1", false},
	} {
		r := httptest.NewRequest("GET", c.path, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		if c.site != "" {
			r.Header.Set("Sec-Fetch-Site", c.site)
		}
		if c.cookie != "" {
			r.Header.Set("Cookie", c.cookie)
		}
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		if small := w.Header().Get("Content-Encoding") == "gzip"; small != c.small || w.Code != 200 {
			t.Errorf("%+v: status %d, compressed %v, %d bytes", c, w.Code, small, w.Body.Len())
		}
		if !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Sec-Fetch-Site") {
			t.Errorf("%+v: Vary %q", c, w.Header().Values("Vary"))
		}
	}
}

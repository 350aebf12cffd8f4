package webtest

import (
	"html"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// Has holds that a page answers with a status and says some texts, as written
// or as shown.
func Has(t testing.TB, w *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	if w.Code != status {
		t.Errorf("status %d, want %d\n%.2000s", w.Code, status, Main(w))
	}
	for _, s := range texts {
		if !says(w, s) {
			t.Errorf("the page does not say %q\n%.4000s", s, Main(w))
		}
	}
}

// Lacks holds that a page does not say some texts.
func Lacks(t testing.TB, w *httptest.ResponseRecorder, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if says(w, s) {
			t.Errorf("the page says %q", s)
		}
	}
}

func says(w *httptest.ResponseRecorder, s string) bool {
	body := strings.ReplaceAll(w.Body.String(), "\u00ad", "") // places where a word may break say nothing
	return strings.Contains(body, s) || strings.Contains(html.UnescapeString(body), s)
}

// Main is the page from its main part on.
func Main(w *httptest.ResponseRecorder) string {
	_, after, _ := strings.Cut(w.Body.String(), "<main")
	return after
}

// Attr gives an attribute of a tag, "" when it has none.
func Attr(tag, name string) string {
	m := regexp.MustCompile(` ` + name + `="([^"]*)"`).FindStringSubmatch(tag)
	if m == nil {
		return ""
	}
	return html.UnescapeString(m[1])
}

var (
	input  = regexp.MustCompile(`<input[^>]*>`)
	choice = regexp.MustCompile(`(?s)<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>`)
	picked = regexp.MustCompile(`<option value="([^"]*)"[^>]* selected`)
	area   = regexp.MustCompile(`(?s)<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>`)
)

// Filled gives what a browser without script would send of the form that is
// posted on a page, as it stands.
func Filled(t testing.TB, w *httptest.ResponseRecorder) url.Values {
	t.Helper()
	_, body, ok := strings.Cut(w.Body.String(), `method="post"`)
	if !ok {
		t.Fatalf("the page has no form\n%.2000s", Main(w))
	}
	body, _, _ = strings.Cut(body, "</form>")
	out := url.Values{}
	for _, tag := range input.FindAllString(body, -1) {
		kind := Attr(tag, "type")
		if (kind == "radio" || kind == "checkbox") && !strings.Contains(tag, " checked") {
			continue
		}
		if n := Attr(tag, "name"); n != "" {
			out.Add(n, Attr(tag, "value"))
		}
	}
	for _, m := range choice.FindAllStringSubmatch(body, -1) {
		v := ""
		if p := picked.FindStringSubmatch(m[2]); p != nil {
			v = html.UnescapeString(p[1])
		}
		out.Add(m[1], v)
	}
	for _, m := range area.FindAllStringSubmatch(body, -1) {
		out.Add(m[1], html.UnescapeString(m[2]))
	}
	return out
}

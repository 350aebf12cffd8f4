package disposal_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"genomlys/internal/web/webtest"
)

// TestPropose: an archivist chooses register and conditions in words, sees what
// goes, and proposes; another decides on the proposal's own page, in a function
// of theirs, and the one who proposed is not offered to.
func TestPropose(t *testing.T) {
	h := webtest.New(t)
	for _, tag := range []string{"gallras", "gallras", "bevaras"} {
		h.Make("issue", h.Near, map[string]any{"title": "Hot mot oss", "kind": "threat", "tags": []string{tag}})
	}
	first, isam := h.SignIn("archivist", h.Near), h.SignIn("isam", h.Near)
	other := h.Make("person", h.Near, map[string]any{"title": "Bo Arkivarie", "email": "bo@near.example"})
	h.Make("role_assignment", h.Near, map[string]any{"title": "Arkivarie", "function": "archivist", "person": string(other)})
	second := h.Session("second", other)
	const at = "/ny/disposal-decisions"
	page := h.Do(first, "GET", at, nil)
	webtest.Has(t, page, http.StatusOK, "Det som reglerna säger kan gallras", "Begäranden gallras efter två år", `<option value="issue">Omvärld och förändringar`)
	webtest.Lacks(t, page, `<option value="org"`, "Stöd för gallring")
	webtest.Has(t, h.Do(first, "GET", at+"?register=issue", nil), http.StatusOK, "Med status", "Senast ändrad", `value="dated_on"`)
	webtest.Has(t, h.Do(first, "GET", at+"?register=issue&visa=1&fore=igår+nån+gång", nil), http.StatusOK, `href="#f-fore"`)
	webtest.Has(t, h.Do(first, "GET", at+"?register=issue&visa=1&tagg=finns", nil), http.StatusOK, "Inga poster svarar mot villkoren")
	seen := h.Do(first, "GET", at+"?register=issue&visa=1&status=new&tagg=gallras&dag=since&fore=2199-01-01", nil)
	webtest.Has(t, seen, http.StatusOK, "Status är Ny och Senast ändrad före 2199-01-01 och Etiketter innehåller gallras.", "2 poster med 2 ändringar", "Inget står i vägen")
	form := webtest.Filled(t, seen)
	webtest.Has(t, h.Do(first, "POST", at, form), http.StatusUnprocessableEntity, `href="#f-legal_ref"`)
	form.Set("legal_ref", "Gallringsbeslut 2026:4")
	w := h.Do(first, "POST", at, form)
	webtest.Has(t, w, http.StatusSeeOther)
	gal := w.Header().Get("Location")
	own := h.Do(first, "GET", gal, nil)
	webtest.Has(t, own, http.StatusOK, "Gallring: Omvärld och förändringar", "Etiketter innehåller gallras", "Väntar på att en annan arkivarie")
	webtest.Lacks(t, own, gal+"/besluta", "tags:")
	theirs := h.Do(second, "GET", gal, nil)
	webtest.Has(t, theirs, http.StatusOK, "Det här är ditt att besluta", `action="`+gal+`/besluta"`)
	_, version, _ := strings.Cut(theirs.Body.String(), `name="version" value="`)
	version, _, _ = strings.Cut(version, `"`)
	read := url.Values{"version": {version}}
	webtest.Has(t, h.Do(isam, "POST", gal+"/besluta", read), http.StatusSeeOther)
	if st := h.Get("disposal_decision", "GAL-0001").Text("status"); st != "proposed" {
		t.Errorf("the coordinator brought it to %s", st)
	}
	w = h.Do(second, "POST", gal+"/besluta", read)
	if to := w.Header().Get("Location"); w.Code != http.StatusSeeOther || to != gal {
		t.Errorf("deciding led to %d %s", w.Code, to)
	}
	if rec := h.Get("disposal_decision", "GAL-0001"); rec.Text("status") != "decided" || rec.Text("decided_by") == "" || rec.Text("decided_by") == rec.Text("second_by") {
		t.Errorf("decided: %s by %s and %s", rec.Text("status"), rec.Text("decided_by"), rec.Text("second_by"))
	}
	webtest.Has(t, h.Do(second, "GET", gal, nil), http.StatusOK, "Genomför gallringen", `href="/gor`+gal+`/erase"`)
	// One button does it, not the bare step beside it, which is always refused.
	webtest.Lacks(t, h.Do(second, "GET", "/disposal-decisions/GAL-0001", nil), `href="/steg/disposal-decisions/GAL-0001/dispose"`)
	webtest.Has(t, h.Do(h.SignIn("auditor", h.Near), "GET", at, nil), http.StatusForbidden)
}

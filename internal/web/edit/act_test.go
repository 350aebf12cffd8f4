package edit_test

import (
	"html"
	"strings"
	"testing"

	"genomlys/internal/room"
	"genomlys/internal/web/webtest"
)

// TestActsHaveForms draws the form of every act that is on no record, and does
// one on a record from the form that its parameters make.
func TestActsHaveForms(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	free := 0
	for _, a := range h.App.Rooms.Acts {
		reg := h.App.Reg(a.Register)
		if !a.Free {
			webtest.Has(t, h.Do(s, "GET", "/gor/"+reg.Collection+"/"+a.Name, nil), 404)
			continue
		}
		free++
		w := h.Do(s, "GET", "/gor/"+reg.Collection+"/"+a.Name, nil)
		webtest.Has(t, w, 200, "<h1>"+a.Title.SV+"</h1>", `method="post"`)
		needed := false
		for _, p := range a.Params {
			if !strings.Contains(w.Body.String(), `name="`+p.Name+`"`) {
				t.Errorf("%s %s does not ask for %s", a.Register, a.Name, p.Name)
			}
			needed = needed || p.Needed && p.Kind != room.File
		}
		if needed {
			w = h.Do(s, "POST", "/gor/"+reg.Collection+"/"+a.Name, webtest.Filled(t, w))
			webtest.Has(t, w, 422, "<title>Fel: ")
		}
	}
	if free == 0 || len(h.App.Rooms.Texts) == 0 {
		t.Errorf("%d free acts, %d texts", free, len(h.App.Rooms.Texts))
	}
}

// TestTextsAreLinked: the texts that a room makes out of a record are reached
// from its page, and can be fetched there.
func TestTextsAreLinked(t *testing.T) {
	h := newHouse(t)
	s := h.SignIn("isam", h.Near)
	obj := h.Object("Lönesystemet")
	h.Make("classification", h.Near, map[string]any{"title": "Klassning", "kind": "object", "object": string(obj), "k": 1, "r": 1, "t": 1})
	body := h.Do(s, "GET", "/classifications/KLA-0001", nil).Body.String()
	const from = `href="/api/v1/classifications/KLA-0001/texts/`
	i := strings.Index(body, from)
	if i < 0 {
		t.Fatal("no text is linked")
	}
	href, _, _ := strings.Cut(body[i+len(`href="`):], `"`)
	w := h.Do(s, "GET", html.UnescapeString(href), nil)
	if w.Code != 200 || !strings.HasPrefix(w.Body.String(), "%PDF-") {
		t.Errorf("%s: %d", href, w.Code)
	}
}

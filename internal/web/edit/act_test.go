package edit_test

import (
	"strings"
	"testing"

	"genomlys/internal/room"
)

// TestActsHaveForms draws the form of every act that is on no record, and does
// one on a record from the form that its parameters make.
func TestActsHaveForms(t *testing.T) {
	h := newHouse(t)
	s := h.signIn("isam", h.near)
	free := 0
	for _, a := range h.app.Rooms.Acts {
		reg := h.app.Reg(a.Register)
		if !a.Free {
			has(t, h.do(s, "GET", "/gor/"+reg.Collection+"/"+a.Name, nil), 404)
			continue
		}
		free++
		w := h.do(s, "GET", "/gor/"+reg.Collection+"/"+a.Name, nil)
		has(t, w, 200, "<h1>"+a.Title.SV+"</h1>", `method="post"`)
		needed := false
		for _, p := range a.Params {
			if !strings.Contains(w.Body.String(), `name="`+p.Name+`"`) {
				t.Errorf("%s %s does not ask for %s", a.Register, a.Name, p.Name)
			}
			needed = needed || p.Needed && p.Kind != room.File
		}
		if needed {
			w = h.do(s, "POST", "/gor/"+reg.Collection+"/"+a.Name, filled(t, w))
			has(t, w, 422, "<title>Fel: ")
		}
	}
	if free == 0 || len(h.app.Rooms.Texts) == 0 {
		t.Errorf("%d free acts, %d texts", free, len(h.app.Rooms.Texts))
	}
}

// TestTextsAreLinked: the texts that a room makes out of a record are reached
// from its page, and can be fetched there.
func TestTextsAreLinked(t *testing.T) {
	h := newHouse(t)
	s := h.signIn("isam", h.near)
	obj := h.object("Lönesystemet")
	h.make("classification", h.near, map[string]any{"title": "Klassning", "kind": "object", "object": string(obj), "k": 1, "r": 1, "t": 1})
	body := h.do(s, "GET", "/classifications/KLA-0001", nil).Body.String()
	const from = `href="/api/v1/classifications/KLA-0001/texts/`
	i := strings.Index(body, from)
	if i < 0 {
		t.Fatal("no text is linked")
	}
	href, _, _ := strings.Cut(body[i+len(`href="`):], `"`)
	w := h.do(s, "GET", unescape(href), nil)
	if w.Code != 200 || !strings.HasPrefix(w.Body.String(), "%PDF-") {
		t.Errorf("%s: %d", href, w.Code)
	}
}

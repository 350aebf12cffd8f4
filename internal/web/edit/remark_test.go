package edit_test

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"genomlys/internal/remark"
	"genomlys/internal/web/webtest"
)

func (h *house) upload(session, path, name string, data []byte) *httptest.ResponseRecorder {
	h.T.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	part, err := m.CreateFormFile("file", name)
	if err != nil {
		h.T.Fatal(err)
	}
	part.Write(data)
	m.Close()
	r := httptest.NewRequest("POST", path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Accept-Language", "sv")
	r.AddCookie(webtest.Cookie(session))
	w := httptest.NewRecorder()
	h.Mux.ServeHTTP(w, r)
	return w
}

// TestComments: whoever may read a record may say something of it, in their own
// name, and nobody else sees that it was said.
func TestComments(t *testing.T) {
	h := newHouse(t)
	h.Object("Lönesystemet")
	board, far := h.SignIn("board", h.Near), h.SignIn("isam", h.Far)
	webtest.Has(t, h.Do(board, "POST", "/kommentar/objects/OBJ-0001", url.Values{"text": {"Varför <b>saknas</b> klassning?"}}), 303)
	webtest.Has(t, h.Do(board, "GET", "/objects/OBJ-0001", nil), 200, "Varför &lt;b&gt;saknas", "Anna board")
	webtest.Has(t, h.Do(board, "POST", "/kommentar/objects/OBJ-0001", url.Values{"text": {" "}}), 422, `id="f-text-err"`)
	webtest.Has(t, h.Do(far, "POST", "/kommentar/objects/OBJ-0001", url.Values{"text": {"Insyn?"}}), 404)
	if c := h.Get("comment", "KOM-0001"); c.Org != h.Near || c.Text("author") == "" {
		t.Errorf("the comment stands in %q by %q", c.Org, c.Text("author"))
	}
	// What another has said stays as it is.
	isam := h.SignIn("isam", h.Near)
	f := webtest.Filled(t, h.Do(isam, "GET", "/andra/comments/KOM-0001?grupp=beskrivning", nil))
	f.Set("text", "Det sade jag aldrig.")
	webtest.Has(t, h.Do(isam, "POST", "/andra/comments/KOM-0001?grupp=beskrivning", f), 422, "skrivet av någon annan")
}

// TestAttachments: files are known by what they hold, served inert, and only to
// those who may read the record.
func TestAttachments(t *testing.T) {
	h := newHouse(t)
	h.Object("Lönesystemet")
	isam, board, far := h.SignIn("isam", h.Near), h.SignIn("board", h.Near), h.SignIn("isam", h.Far)
	pdf := []byte("%PDF-1.7\nprotokoll")
	webtest.Has(t, h.upload(isam, "/bilaga/objects/OBJ-0001", "Protokoll åäö.pdf", pdf), 303)
	webtest.Has(t, h.Do(isam, "GET", "/objects/OBJ-0001", nil), 200, "Protokoll åäö.pdf", h.Get("attachment", "BIL-0001").Text("hash"))
	w := h.Do(board, "GET", "/bilaga/BIL-0001", nil)
	webtest.Has(t, w, 200)
	if !bytes.Equal(w.Body.Bytes(), pdf) || w.Header().Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(w.Header().Get("Content-Disposition"), "attachment;") ||
		!strings.HasPrefix(w.Header().Get("Content-Security-Policy"), "sandbox") || w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("served as %v", w.Header())
	}
	webtest.Has(t, h.Do(far, "GET", "/bilaga/BIL-0001", nil), 404)
	webtest.Has(t, h.upload(board, "/bilaga/objects/OBJ-0001", "b.pdf", pdf), 403)
	for name, data := range map[string][]byte{"sida.html": []byte("<script>"), "bild.svg": []byte("<svg/>"), "fel.pdf": []byte("MZ\x90"), "bok.xlsx": []byte("PK\x03\x04nonsense"), "tom.txt": {}, "bin.txt": {0, 1, 2}} {
		webtest.Has(t, h.upload(isam, "/bilaga/objects/OBJ-0001", name, data), 422, `id="f-file-err"`)
	}
	webtest.Has(t, h.upload(isam, "/bilaga/objects/OBJ-0001", "stor.txt", bytes.Repeat([]byte("a"), remark.MaxFile+1)), 422, "högst 10 MB")
	webtest.Has(t, h.upload(isam, "/bilaga/objects/OBJ-0001", "enorm.txt", bytes.Repeat([]byte("a"), 2*remark.MaxFile)), 413, "Det du skickade är för stort")
}

package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/app"
	"genomlys/internal/command"
)

// world is an installation with a city of two offices, served.
type world struct {
	t      *testing.T
	house  *app.House
	srv    *httptest.Server
	tokens map[string]string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	ctx := context.Background()
	h, err := app.Open(ctx, t.TempDir()+"/office.db", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.Close() })
	w := &world{t: t, house: h, tokens: map[string]string{}}
	var orgs []string
	for i, o := range []map[string]any{{"title": "Lindhamns stad", "kind": "city", "short": "LS"}, {"title": "Stadsledningskontoret", "kind": "office", "short": "SLK"}, {"title": "Skolförvaltningen", "kind": "office", "short": "SKF"}} {
		if i > 0 {
			o["parent"] = orgs[0]
		}
		r, err := h.Commands.Do(ctx, access.System(), command.Options{Via: "cli", Now: time.Now()}, command.Change{Op: "create", Register: h.Reg("org"), Fields: o})
		if err != nil {
			t.Fatal(err)
		}
		orgs = append(orgs, r.Items[0].New.Ref)
	}
	for _, u := range [][3]string{{"isam@slk.example", "isam", "SLK"}, {"isam@skf.example", "isam", "SKF"}, {"revisor@ls.example", "auditor", "LS"}, {"admin@ls.example", "system_admin", "LS"}} {
		if _, _, err := h.NewUser(ctx, access.System(), "cli", u[0], u[0], u[1], u[2], ""); err != nil {
			t.Fatal(err)
		}
		for _, scope := range []string{"write", "read"} {
			tok, err := h.Token(ctx, u[0], scope, "test", time.Now().Add(time.Hour))
			if err != nil {
				t.Fatal(err)
			}
			w.tokens[u[0]+" "+scope] = tok
		}
	}
	handler, err := h.Handler(app.Serving{Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	if err != nil {
		t.Fatal(err)
	}
	w.srv = httptest.NewServer(handler)
	t.Cleanup(w.srv.Close)
	return w
}

type answer struct {
	Status int
	Header http.Header
	Body   map[string]any
	Raw    string
}

func (w *world) call(who, method, path, body string, headers ...string) answer {
	w.t.Helper()
	req, err := http.NewRequest(method, w.srv.URL+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if who != "" {
		if !strings.Contains(who, " ") {
			who += " write"
		}
		req.Header.Set("Authorization", "Bearer "+w.tokens[who])
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	a := answer{Status: res.StatusCode, Header: res.Header, Raw: string(raw)}
	_ = json.Unmarshal(raw, &a.Body)
	return a
}

const slk, skf = "isam@slk.example", "isam@skf.example"

func (w *world) object(title string) (id, ref, etag string) {
	w.t.Helper()
	a := w.call(slk, "POST", "/api/v1/objects", `{"title":"`+title+`","kind":"business_system","reach":"local"}`)
	if a.Status != 201 {
		w.t.Fatalf("create: %d %s", a.Status, a.Raw)
	}
	return a.Body["id"].(string), a.Body["ref"].(string), a.Header.Get("ETag")
}

func TestRecordThroughItsLife(t *testing.T) {
	w := newWorld(t)
	id, ref, etag := w.object("Ärendehantering")
	if ref != "OBJ-0001" {
		t.Errorf("ref %s", ref)
	}
	if a := w.call(slk, "GET", "/api/v1/objects/"+ref, ""); a.Status != 200 || a.Body["id"] != id || a.Header.Get("ETag") != etag {
		t.Errorf("get by number: %d %s", a.Status, a.Raw)
	}
	if a := w.call(slk, "PATCH", "/api/v1/objects/"+ref, `{"rto_h":24}`); a.Status != 428 {
		t.Errorf("patch without If-Match: %d", a.Status)
	}
	a := w.call(slk, "PATCH", "/api/v1/objects/"+ref, `{"rto_h":24,"notes":"Tjänst åt medborgare"}`, "If-Match", etag)
	if a.Status != 200 || a.Body["rto_h"] != 24.0 {
		t.Fatalf("patch: %d %s", a.Status, a.Raw)
	}
	if b := w.call(slk, "PATCH", "/api/v1/objects/"+ref, `{"rto_h":25}`, "If-Match", etag); b.Status != 412 {
		t.Errorf("patch of a version that is past: %d %s", b.Status, b.Raw)
	}
	hist := w.call(slk, "GET", "/api/v1/objects/"+ref+"/history", "")
	items, _ := hist.Body["items"].([]any)
	if len(items) != 2 {
		t.Fatalf("history: %s", hist.Raw)
	}
	first := items[0].(map[string]any)
	if first["action"] != "update" || !strings.Contains(hist.Raw, `"field":"rto_h","new":24,"old":null`) {
		t.Errorf("newest first, with old and new: %s", hist.Raw)
	}
	if a := w.call(slk, "GET", `/api/v1/objects?filter=title:%22%C3%A4rende%22&order_by=title&total=true&fields=title`, ""); a.Status != 200 || a.Body["total"] != 1.0 {
		t.Errorf("list: %d %s", a.Status, a.Raw)
	}
	if a := w.call(slk, "GET", `/api/v1/objects:count?group_by=kind`, ""); a.Status != 200 || !strings.Contains(a.Raw, `{"count":1,"value":"business_system"}`) {
		t.Errorf("count: %d %s", a.Status, a.Raw)
	}
	if a := w.call(slk, "GET", "/api/v1/ledger/entries", ""); a.Status != 200 || !strings.Contains(a.Raw, `"digest"`) || !strings.Contains(a.Raw, `"header"`) {
		t.Errorf("ledger shows one's own and digests of others': %d", a.Status)
	}
	if a := w.call(slk, "GET", "/api/v1/ledger/proof?seq=0", ""); a.Status != 200 || a.Body["root"] == nil {
		t.Errorf("proof: %d %s", a.Status, a.Raw)
	}
}

// TestRefusals holds the contract's statuses: never a 5xx for bad input, never
// half a change, never a number used up.
func TestRefusals(t *testing.T) {
	w := newWorld(t)
	_, ref, etag := w.object("Lön")
	before, err := w.house.DB.Position(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	big := strings.Repeat("a", 9<<20)
	ok := `"kind":"business_system","reach":"local"`
	for _, c := range []struct {
		name, who, method, path, body string
		status                        int
		says                          string
		headers                       []string
	}{
		{"no token", "", "GET", "/api/v1/objects", "", 401, "", nil},
		{"wrong token", "nobody", "GET", "/api/v1/objects", "", 401, "", nil},
		{"unknown register", slk, "GET", "/api/v1/rockets", "", 404, "no-such-register", nil},
		{"unknown record", slk, "GET", "/api/v1/objects/OBJ-9999", "", 404, "no-such-record", nil},
		{"another office's record", skf, "GET", "/api/v1/objects/" + ref, "", 404, "no-such-record", nil},
		{"change another office's record", skf, "PATCH", "/api/v1/objects/" + ref, `{"title":"Min"}`, 404, "", []string{"If-Match", etag}},
		{"bytes that are no text", slk, "POST", "/api/v1/objects", "{\"title\":\"a\xff\"," + ok + `}`, 400, "not-json", nil},
		{"half a character", slk, "POST", "/api/v1/objects", `{"title":"a\ud83d b",` + ok + `}`, 400, "not-json", nil},
		{"the other half", slk, "POST", "/api/v1/objects", `{"title":"a\ude00",` + ok + `}`, 400, "not-json", nil},
		{"a whole pair", slk, "POST", "/api/v1/objects", `{"title":"a\\ud83d \ud83d\ude00"}`, 422, `"field":"kind"`, nil},
		{"question that cannot be read", slk, "GET", "/api/v1/objects?filter=title=a;b", "", 400, "query-unreadable", nil},
		{"parameter of a call that takes none", slk, "GET", "/api/v1/ledger/checkpoint?foo=1", "", 400, `"no-parameters"`, nil},
		{"update of none", slk, "POST", "/api/v1/objects:batch", `{"changes":[{"op":"update","version":1,"fields":{}}]}`, 422, `"field":"id"`, nil},
		{"version that is none", slk, "PATCH", "/api/v1/objects/" + ref, `{"title":"Ny"}`, 400, `"if-match-unreadable"`, []string{"If-Match", `W/"x"`}},
		{"a list of versions", slk, "PATCH", "/api/v1/objects/" + ref, `{"title":"Ny"}`, 400, `"field":"If-Match"`, []string{"If-Match", etag + `, "2"`}},
		{"change with a token that reads", slk + " read", "PATCH", "/api/v1/objects/" + ref, `{"title":"Ny"}`, 403, "read-only-token", []string{"If-Match", etag}},
		{"create where one has no function", "revisor@ls.example", "POST", "/api/v1/objects", `{"title":"X",` + ok + `}`, 403, "may-not-create", nil},
		{"administrator reads no domain record", "admin@ls.example", "GET", "/api/v1/objects/" + ref, "", 404, "", nil},
		{"empty name", slk, "POST", "/api/v1/objects", `{"title":"  ",` + ok + `}`, 422, `"field":"title"`, nil},
		{"no name", slk, "POST", "/api/v1/objects", `{` + ok + `}`, 422, `"code":"required"`, nil},
		{"RTO −5", slk, "POST", "/api/v1/objects", `{"title":"X",` + ok + `,"rto_h":-5}`, 422, `"out-of-range"`, nil},
		{"RTO as text", slk, "POST", "/api/v1/objects", `{"title":"X",` + ok + `,"rto_h":"snart"}`, 422, `"not-a-number"`, nil},
		{"RTO beyond 64 bits", slk, "POST", "/api/v1/objects", `{"title":"X",` + ok + `,"rto_h":1e300}`, 422, `"not-a-number"`, nil},
		{"unknown kind", slk, "POST", "/api/v1/objects", `{"title":"X","kind":"rocket","reach":"local"}`, 422, `"allowed":["business_system"`, nil},
		{"date that does not exist", slk, "POST", "/api/v1/objects", `{"title":"X",` + ok + `,"go_live":"2023-02-30"}`, 422, `"not-a-date"`, nil},
		{"unknown field", slk, "POST", "/api/v1/objects", `{"title":"X",` + ok + `,"is_admin":true}`, 422, `"unknown-field"`, nil},
		{"field of the house", slk, "POST", "/api/v1/objects", `{"title":"X",` + ok + `,"source":"import"}`, 422, `"made-by-product"`, nil},
		{"identity given", slk, "POST", "/api/v1/objects", `{"id":"x","title":"X",` + ok + `}`, 422, `"unknown-field"`, nil},
		{"NUL", slk, "POST", "/api/v1/objects", `{"title":"a\u0000b",` + ok + `}`, 422, `"control-character"`, nil},
		{"reference to nothing", slk, "POST", "/api/v1/objects", `{"title":"X",` + ok + `,"depends_on":["OBJ-4711"]}`, 422, `"no-such-record"`, nil},
		{"reference to another office's record", skf, "POST", "/api/v1/objects", `{"title":"X",` + ok + `,"depends_on":["` + ref + `"]}`, 422, `"no-such-record"`, nil},
		{"9 MB", slk, "POST", "/api/v1/objects", `{"title":"` + big + `",` + ok + `}`, 413, "", nil},
		{"not JSON", slk, "POST", "/api/v1/objects", `{"title":`, 400, "not-json", nil},
		{"two values", slk, "POST", "/api/v1/objects", `{} {}`, 400, "not-json", nil},
		{"member twice", slk, "POST", "/api/v1/objects", `{"title":"a","title":"b"}`, 400, "given-twice", nil},
		{"too deep", slk, "POST", "/api/v1/objects", strings.Repeat("[", 5000) + strings.Repeat("]", 5000), 400, "", nil},
		{"form", slk, "POST", "/api/v1/objects", `title=X`, 415, "", []string{"Content-Type", "application/x-www-form-urlencoded"}},
		{"unknown parameter", slk, "GET", "/api/v1/objects?filtre=x", "", 400, "unknown-parameter", nil},
		{"unknown field in filter", slk, "GET", "/api/v1/objects?filter=shoe_size%3D3", "", 422, "", nil},
		{"filter that cannot be read", slk, "GET", "/api/v1/objects?filter=%28%28", "", 422, "", nil},
		{"SQL in order", slk, "GET", "/api/v1/objects?order_by=title%3BDROP", "", 422, "", nil},
		{"page of 501", slk, "GET", "/api/v1/objects?page_size=501", "", 422, "out-of-range", nil},
		{"page token made up", slk, "GET", "/api/v1/objects?page_token=AAAA", "", 400, "page-token", nil},
		{"as of no date", slk, "GET", "/api/v1/objects?as_of=igår", "", 422, "not-a-date", nil},
		{"step that is not", slk, "POST", "/api/v1/objects/" + ref + ":explode", "", 422, "no-such-step", nil},
		{"method not allowed", slk, "DELETE", "/api/v1/objects/" + ref, "", 405, "", nil},
		{"batch of none", slk, "POST", "/api/v1/objects:batch", `{"changes":[]}`, 422, "out-of-range", nil},
		{"batch with one wrong", slk, "POST", "/api/v1/objects:batch", `{"changes":[{"op":"create","fields":{"title":"A",` + ok + `}},{"op":"create","fields":{"title":"",` + ok + `}}]}`, 422, `"index":1`, nil},
		{"update in a batch without version", slk, "POST", "/api/v1/objects:batch", `{"changes":[{"op":"update","id":"` + ref + `","fields":{"title":"A"}}]}`, 428, "", nil},
	} {
		a := w.call(c.who, c.method, c.path, c.body, c.headers...)
		if a.Status != c.status || !strings.Contains(a.Raw, c.says) {
			t.Errorf("%s: %d, want %d with %s: %.300s", c.name, a.Status, c.status, c.says, a.Raw)
		}
		if ct := a.Header.Get("Content-Type"); ct != "application/problem+json" {
			t.Errorf("%s: content type %s", c.name, ct)
		}
		if a.Body["request_id"] == nil {
			t.Errorf("%s: no request id: %s", c.name, a.Raw)
		}
		for _, leak := range []string{"r_object", "SELECT", "sqlite", "/internal/", ".go:"} {
			if strings.Contains(a.Raw, leak) {
				t.Errorf("%s tells %q: %s", c.name, leak, a.Raw)
			}
		}
	}
	after, err := w.house.DB.Position(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if after != before {
		t.Errorf("refused calls left %d entries behind", after-before)
	}
	if _, ref, _ := w.object("Nästa"); ref != "OBJ-0002" {
		t.Errorf("next number %s, want OBJ-0002", ref)
	}
}

func TestIdempotencyKey(t *testing.T) {
	w := newWorld(t)
	body := `{"title":"En gång","kind":"service","reach":"local"}`
	a := w.call(slk, "POST", "/api/v1/objects", body, "Idempotency-Key", "k1")
	b := w.call(slk, "POST", "/api/v1/objects", body, "Idempotency-Key", "k1")
	if a.Status != 201 || b.Status != 201 || a.Raw != b.Raw || a.Header.Get("ETag") != b.Header.Get("ETag") || a.Header.Get("Location") != b.Header.Get("Location") {
		t.Errorf("the same call twice: %d %d\n%s\n%s", a.Status, b.Status, a.Raw, b.Raw)
	}
	if c := w.call(slk, "POST", "/api/v1/objects", strings.Replace(body, "En", "Två", 1), "Idempotency-Key", "k1"); c.Status != 409 {
		t.Errorf("the key for another call: %d %s", c.Status, c.Raw)
	}
	if l := w.call(slk, "GET", "/api/v1/objects?total=true", ""); l.Body["total"] != 1.0 {
		t.Errorf("made more than once: %s", l.Raw)
	}
}

func TestBatchIsOneChangeSet(t *testing.T) {
	w := newWorld(t)
	var changes []string
	for range 1000 {
		changes = append(changes, `{"op":"create","fields":{"title":"Objekt","kind":"service","reach":"local"}}`)
	}
	a := w.call(slk, "POST", "/api/v1/objects:batch", `{"changes":[`+strings.Join(changes, ",")+`]}`)
	items, _ := a.Body["items"].([]any)
	if a.Status != 200 || len(items) != 1000 || a.Body["change_set"] == "" {
		t.Fatalf("%d, %d items: %.200s", a.Status, len(items), a.Raw)
	}
	if _, err := w.house.Commands.Undo(context.Background(), access.System(), command.Options{Via: "cli", Now: time.Now()}, a.Body["change_set"].(string)); err != nil {
		t.Fatal(err)
	}
	if l := w.call(slk, "GET", "/api/v1/objects?total=true", ""); l.Body["total"] != 0.0 {
		t.Errorf("undone, but %s", l.Raw[:80])
	}
}

func TestPagesBothWaysEndWhereTheyBegan(t *testing.T) {
	w := newWorld(t)
	for _, n := range []string{"Örn", "Älg", "Åsna", "Zebra", "apa", "Vessla", "Wapiti"} {
		w.object(n)
	}
	var got []string
	next := ""
	for {
		a := w.call(slk, "GET", "/api/v1/objects?page_size=2&order_by=title&page_token="+next, "")
		if a.Status != 200 {
			t.Fatalf("%d %s", a.Status, a.Raw)
		}
		for _, it := range a.Body["items"].([]any) {
			got = append(got, it.(map[string]any)["title"].(string))
		}
		if next, _ = a.Body["next_page_token"].(string); next == "" {
			break
		}
	}
	if s := strings.Join(got, " "); s != "apa Vessla Wapiti Zebra Åsna Älg Örn" {
		t.Errorf("order %s", s)
	}
}

func TestDescriptionHoldsEveryRegister(t *testing.T) {
	w := newWorld(t)
	a := w.call("", "GET", "/api/openapi.json", "")
	if a.Status != 200 || a.Body["openapi"] != "3.1.0" {
		t.Fatal(a.Status)
	}
	paths := a.Body["paths"].(map[string]any)
	for _, r := range w.house.DB.Catalogue.All {
		if paths["/api/v1/"+r.Collection] == nil {
			t.Errorf("%s is not described", r.Collection)
		}
	}
	// Every reference inside the description leads somewhere.
	schemas := a.Body["components"].(map[string]any)["schemas"].(map[string]any)
	for _, part := range strings.Split(a.Raw, `"#/components/schemas/`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		if schemas[name] == nil {
			t.Errorf("reference to %s leads nowhere", name)
		}
	}
	// Its form is what OpenAPI 3.1 asks for: generators stop at less.
	ids := map[string]bool{}
	for path, item := range paths {
		for method, v := range item.(map[string]any) {
			op := v.(map[string]any)
			id, _ := op["operationId"].(string)
			if id == "" || ids[id] {
				t.Errorf("%s %s: operationId %q is missing or had already", method, path, id)
			}
			ids[id] = true
			if responses, _ := op["responses"].(map[string]any); len(responses) == 0 {
				t.Errorf("%s %s: no responses", method, path)
			}
			params, isList := op["parameters"].([]any)
			if _, has := op["parameters"]; has && !isList {
				t.Errorf("%s %s: parameters are %v", method, path, op["parameters"])
			}
			in := 0
			for _, p := range params {
				if p := p.(map[string]any); p["in"] == "path" {
					in++
					if !strings.Contains(path, "{"+p["name"].(string)+"}") || p["required"] != true {
						t.Errorf("%s %s: %v", method, path, p)
					}
				}
			}
			if in != strings.Count(path, "{") {
				t.Errorf("%s %s: %d of its path's parameters are described", method, path, in)
			}
		}
	}
	for _, path := range []string{"/api/v1/figures", "/api/v1/figures/{id}", "/api/v1/figures/{id}/records", "/api/v1/management-reviews/{id}/document", "/api/v1/what-if/{kind}",
		"/api/v1/ledger/checkpoint", "/api/v1/ledger/entries", "/api/v1/ledger/proof", "/healthz", "/readyz"} {
		if paths[path] == nil {
			t.Errorf("%s is not described", path)
		}
	}
	if !bytes.Contains([]byte(a.Raw), []byte(`"x-title-sv":"Benämning"`)) {
		t.Error("no Swedish titles")
	}
}

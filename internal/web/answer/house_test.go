package answer_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/campaign"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/web"
	"genomlys/internal/web/answer"
	"genomlys/internal/web/followup"
)

var ctx = context.Background()

func init() { lang.Say(campaign.Messages) }

// house is an office that holds a follow-up with the owner of two objects, and
// another office beside it.
type house struct {
	t             *testing.T
	db            *store.DB
	access        *access.Access
	do            *command.Service
	mux           http.Handler
	now           time.Time
	near, far     register.ID
	object, other register.ID
	owner, isam   register.ID // functions
	campaign      *register.Record
	isamSession   string
	ownerSession  string
	farSession    string
	questions     map[string]register.ID
}

func newHouse(t *testing.T, mails bool) *house {
	t.Helper()
	h := &house{t: t, now: time.Date(2026, 5, 4, 8, 0, 0, 0, time.UTC), questions: map[string]register.ID{}}
	var err error
	if h.db, err = store.OpenDB(ctx, filepath.Join(t.TempDir(), "answer.db"), registers.Catalogue(), store.Options{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { h.db.Close() })
	h.access, h.do = access.New(h.db), command.New(h.db)
	if err := campaign.Install(h.do, h.db); err != nil {
		t.Fatal(err)
	}
	engine, err := figure.New(h.db)
	if err != nil {
		t.Fatal(err)
	}
	w, err := web.New(web.Deps{DB: h.db, Access: h.access, Commands: h.do, Figures: engine})
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return h.now }
	a := answer.New(answer.Deps{Web: w, Base: "https://lis.example", Mail: mails, Now: clock})
	x := followup.New(followup.Deps{Web: w, Base: "https://lis.example", Mail: mails, Now: clock})
	d := door.Deps{DB: h.db, Access: h.access, Now: clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Fail: func(rw http.ResponseWriter, r *door.Request, err error) {
		if door.Status(err) >= 500 {
			t.Errorf("%s %s: %v", r.Method, r.URL, err)
		}
		w.Fail(rw, r, err)
	}}
	h.mux = door.Mux(d, append(append(w.Routes(), a.Routes()...), x.Routes()...), nil)
	h.fill()
	return h
}

func (h *house) reg(name string) *register.Register {
	r, ok := h.db.Catalogue.Get(name)
	if !ok {
		h.t.Fatal("no register", name)
	}
	return r
}

func (h *house) as(c access.Caller, via, op, reg, id string, org register.ID, fields map[string]any) *register.Record {
	h.t.Helper()
	h.now = h.now.Add(time.Second)
	rc, err := h.do.Do(ctx, c, command.Options{Via: via, Now: h.now}, command.Change{Op: op, Register: h.reg(reg), ID: id, Org: org, Fields: fields})
	if err != nil {
		h.t.Fatalf("%s %s: %v", op, reg, err)
	}
	return rc.Items[0].New
}

func (h *house) make(reg string, org register.ID, fields map[string]any) register.ID {
	h.t.Helper()
	return h.as(access.System(), "import", "create", reg, "", org, fields).ID
}

func (h *house) get(reg, id string) *register.Record {
	h.t.Helper()
	r := h.reg(reg)
	rec, err := h.db.Get(ctx, access.System().Read(r), r, id, time.Time{}, 0)
	if err != nil {
		h.t.Fatal(err)
	}
	return rec
}

// someone is a person who holds a function, signed in.
func (h *house) someone(name, function string, org register.ID) (held register.ID, session string) {
	h.t.Helper()
	p := h.make("person", org, map[string]any{"title": name, "email": strings.ToLower(strings.Fields(name)[0]) + "@near.example"})
	held = h.make("role_assignment", org, map[string]any{"title": name + ", " + function, "function": function, "person": string(p)})
	session = "s-" + string(held)
	if err := h.db.PutSession(ctx, session, store.Session{Kind: "session", Person: string(p), Made: h.now, Expires: h.now.Add(90 * 24 * time.Hour)}); err != nil {
		h.t.Fatal(err)
	}
	return held, session
}

func (h *house) caller(session string) access.Caller {
	h.t.Helper()
	s, err := h.db.GetSession(ctx, "session", session, h.now)
	if err != nil {
		h.t.Fatal(err)
	}
	c, err := h.access.Person(ctx, register.ID(s.Person), h.now)
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// fill makes the office, its questions, last year's answers, and opens this
// year's follow-up.
func (h *house) fill() {
	city := h.make("org", "", map[string]any{"title": "Staden", "kind": "city"})
	h.near = h.make("org", "", map[string]any{"title": "Kulturförvaltningen", "kind": "office", "own_unit": "yes", "parent": string(city)})
	h.far = h.make("org", "", map[string]any{"title": "Miljöförvaltningen", "kind": "office", "parent": string(city)})
	h.isam, h.isamSession = h.someone("Astrid Samordnare", "isam", h.near)
	h.as(access.System(), "import", "update", "org", string(h.near), "", map[string]any{"isam": string(h.isam)})
	h.owner, h.ownerSession = h.someone("Olle Objektsson", "object_owner", h.near)
	_, h.farSession = h.someone("Frida Fjärran", "isam", h.far)
	object := func(org register.ID, title string, more map[string]any) register.ID {
		f := map[string]any{"title": title, "kind": "business_system", "reach": "local", "status": "operation", "area": "Kultur"}
		for k, v := range more {
			f[k] = v
		}
		return h.make("object", org, f)
	}
	h.object = object(h.near, "Rekryteringsportalen", map[string]any{"owner": string(h.owner), "iot": "no", "contract_end": "2027-01-31"})
	h.other = object(h.near, "Biblioteket", map[string]any{"owner": string(h.owner), "iot": "no"})
	object(h.far, "Luftmätaren", map[string]any{"owner": string(h.owner)})
	var links []any
	for i, q := range []map[string]any{
		{"code": "F1", "text": "Är åtgärderna från klassningen införda?", "type": "choice", "options": []any{"Ja", "Delvis", "Nej", "Vet inte"}, "area": "measures", "required": "yes", "help_text": "Införd betyder att den används."},
		{"code": "F2", "text": "Är objektet IoT?", "type": "yes_no_unknown", "maps_to": "object.iot", "area": "iot", "required": "yes"},
		{"code": "F3", "text": "När slutar avtalet?", "type": "date", "maps_to": "object.contract_end", "area": "suppliers"},
		{"code": "F4", "text": "Hur många har behörighet?", "type": "number", "area": "access"},
		{"code": "F5", "text": "Vad behöver vi göra?", "type": "text", "area": "general"},
	} {
		q["title"], q["order_no"], q["template_version"], q["status"] = q["code"], i+1, "2026", "active"
		id := h.make("question", h.near, q)
		h.questions[q["code"].(string)] = id
		links = append(links, string(id))
	}
	last := h.make("campaign", h.near, map[string]any{"title": "Årsuppföljning 2025", "year": 2025, "status": "analysed", "opens": "2025-05-01", "closes": "2025-06-15", "analysed_on": "2025-07-01", "template_version": "2025"})
	h.make("response", h.near, map[string]any{"campaign": string(last), "object": string(h.object), "status": "reviewed", "issued_on": "2025-05-01", "answered_on": "2025-06-01", "reviewed_on": "2025-06-20",
		"answers": []any{map[string]any{"question": "F1", "value": "Delvis"}}})
	isam := h.caller(h.isamSession)
	c := h.as(isam, "web", "create", "campaign", "", h.near, map[string]any{"title": "Årsuppföljning 2026", "year": 2026, "opens": "2026-05-01", "closes": "2026-06-15", "template_version": "2026",
		"questions": links, "population_query": "status = operation"})
	h.as(isam, "web", "open", "campaign", string(c.ID), "", nil)
	h.campaign = h.get("campaign", string(c.ID))
}

// response is the answer about an object in this year's follow-up.
func (h *house) response(object register.ID) *register.Record {
	h.t.Helper()
	var found *register.Record
	r := h.reg("response")
	err := h.db.Each(ctx, access.System().Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		if rec.Text("object") == string(object) && rec.Text("campaign") == string(h.campaign.ID) {
			found = rec
		}
		return nil
	})
	if err != nil || found == nil {
		h.t.Fatal("no response", err)
	}
	return found
}

func (h *house) answerTo(object register.ID, code string) registers.Answer {
	h.t.Helper()
	for _, a := range register.As[registers.Response](h.response(object)).Answers {
		if a.Question == code {
			return a
		}
	}
	return registers.Answer{}
}

// links are made by the coordinator for the owner, and handed over: the path by
// object.
func (h *house) links() map[register.ID]string {
	h.t.Helper()
	n := 0
	made, err := campaign.MakeLinks(ctx, campaign.Deps{DB: h.db, Now: func() time.Time { return h.now }}, h.caller(h.isamSession), h.get("campaign", string(h.campaign.ID)), h.owner, func() string {
		n++
		return "hemlig" + h.now.Format("150405") + string(rune('a'+n))
	})
	if err != nil {
		h.t.Fatal(err)
	}
	out := map[register.ID]string{}
	for _, m := range made {
		out[m.Object.ID] = m.Path
	}
	return out
}

func (h *house) ask(method, path, session string, form url.Values, header ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	h.now = h.now.Add(time.Second)
	var body io.Reader
	if form != nil {
		body = strings.NewReader(form.Encode())
	}
	r := httptest.NewRequest(method, path, body)
	r.Header.Set("Accept-Language", "sv")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if session != "" {
		r.AddCookie(&http.Cookie{Name: door.CookieName(false), Value: session})
	}
	w := httptest.NewRecorder()
	h.mux.ServeHTTP(w, r)
	return w
}

func (h *house) see(path string) *httptest.ResponseRecorder {
	h.t.Helper()
	return h.ask("GET", path, "", nil)
}

func (h *house) say(path string, pairs ...string) *httptest.ResponseRecorder {
	h.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return h.ask("POST", path, "", form)
}

func has(t *testing.T, w *httptest.ResponseRecorder, status int, texts ...string) {
	t.Helper()
	_, main, _ := strings.Cut(w.Body.String(), "<main")
	if w.Code != status {
		t.Fatalf("status %d, want %d\n%.2500s", w.Code, status, main)
	}
	body := strings.ReplaceAll(w.Body.String(), "\u00ad", "") // places where a word may break say nothing
	for _, s := range texts {
		if !strings.Contains(body+w.Header().Get("Location"), s) {
			t.Errorf("the page does not say %q\n%.4000s", s, main)
		}
	}
}

func lacks(t *testing.T, w *httptest.ResponseRecorder, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if strings.Contains(w.Body.String(), s) {
			t.Errorf("the page says %q", s)
		}
	}
}

// hidden gives the value of a hidden field.
func hidden(t *testing.T, w *httptest.ResponseRecorder, name string) string {
	t.Helper()
	_, rest, ok := strings.Cut(w.Body.String(), `name="`+name+`" value="`)
	if !ok {
		t.Fatalf("no hidden field %s", name)
	}
	v, _, _ := strings.Cut(rest, `"`)
	return v
}

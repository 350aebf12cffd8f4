package incident_test

import (
	"bytes"
	"context"
	"log/slog"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/app"
	"genomlys/internal/command"
	"genomlys/internal/mail"
	"genomlys/internal/register"
	"genomlys/internal/web/webtest"
)

// multi posts a form with a file as a browser does.
func (h *house) multi(session, path, from string, form url.Values, name string, data []byte) *httptest.ResponseRecorder {
	h.T.Helper()
	h.Now = h.Now.Add(time.Second)
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	for k, vs := range form {
		for _, v := range vs {
			m.WriteField(k, v)
		}
	}
	if name != "" {
		part, err := m.CreateFormFile("file", name)
		if err != nil {
			h.T.Fatal(err)
		}
		part.Write(data)
	}
	m.Close()
	r := httptest.NewRequest("POST", path, &b)
	r.Header.Set("Content-Type", m.FormDataContentType())
	r.Header.Set("Accept-Language", "sv")
	r.RemoteAddr = from + ":1"
	if session != "" {
		r.AddCookie(webtest.Cookie(session))
	}
	w := httptest.NewRecorder()
	h.Mux.ServeHTTP(w, r)
	return w
}

func (h *house) mails() int {
	h.T.Helper()
	all, err := h.App.DB.Mails(context.Background(), "", 100)
	if err != nil {
		h.T.Fatal(err)
	}
	return len(all)
}

// TestGuestReports: somebody who is not signed in reports without script, gets a
// number and who has it, and can read nothing back.
func TestGuestReports(t *testing.T) {
	h := newHouse(t)
	var err error
	if h.Mux, err = h.App.Handler(app.Serving{Log: slog.New(slog.NewTextHandler(t.Output(), nil)), Entry: app.Entry{Base: "https://lis.example", Mail: &mail.Server{}}}); err != nil {
		t.Fatal(err)
	}
	isam := h.SignIn("isam", h.Near)
	w := h.Do("", "GET", "/rapportera", nil)
	webtest.Has(t, w, 200, "<h1>Rapportera incident</h1>", "Rapporten går till Stadsledningskontoret: informationssäkerhetssamordnare.", `enctype="multipart/form-data"`)
	webtest.Lacks(t, w, "Anna isam")
	f := webtest.Filled(t, w)
	f.Set("detected_at", "i går")
	w = h.multi("", "/rapportera", "192.0.2.1", f, "sida.html", []byte("<script>"))
	webtest.Has(t, w, 422, "<title>Fel: Rapportera incident", `href="#f-what"`, `href="#f-detected_at"`, `value="i går"`)
	f = webtest.Filled(t, w)
	f.Set("what", "Jag tappade en mapp på bussen. Den var röd.")
	f.Set("detected_at", "2024-02-29 17:30")
	f.Set("personal", "unknown")
	f.Set("category", "confidentiality")
	webtest.Has(t, h.multi("", "/rapportera", "192.0.2.1", f, "sida.html", []byte("<script>")), 422, `href="#f-file"`, "Den var röd.")
	if h.mails() != 0 {
		t.Error("letters of what was refused")
	}
	w = h.multi("", "/rapportera", "192.0.2.1", f, "bild.png", []byte("\x89PNG\r\n\x1a\n"))
	webtest.Has(t, w, 303)
	if w.Header().Get("Location") != "/rapportera/kvitto" {
		t.Errorf("leads to %q", w.Header().Get("Location"))
	}
	inc := h.Get("incident", "INC-0001")
	if inc.Text("title") != "Jag tappade en mapp på bussen" || inc.Text("status") != "reported" || inc.Org != h.Near || h.mails() != 1 {
		t.Errorf("%q, %d letters", inc.Text("title"), h.mails())
	}
	// The same form sent once more is the same report.
	webtest.Has(t, h.multi("", "/rapportera", "192.0.2.1", f, "bild.png", []byte("\x89PNG\r\n\x1a\n")), 303)
	if n := h.Count("incident"); n != 1 {
		t.Errorf("%d incidents", n)
	}
	var kept string
	for _, c := range w.Result().Cookies() {
		if c.Name == "report-receipt" {
			kept = c.Value
			if !c.HttpOnly {
				t.Error("script reads the receipt")
			}
		}
	}
	w = h.Do("", "GET", "/rapportera/kvitto", nil, "Cookie", "report-receipt="+kept)
	webtest.Has(t, w, 200, "INC-0001", "Stadsledningskontoret: informationssäkerhetssamordnare")
	webtest.Lacks(t, w, "mapp", "/incidents/")
	// A number that is made up shows what it says and nothing else; one that is no number nothing.
	webtest.Has(t, h.Do("", "GET", "/rapportera/kvitto", nil, "Cookie", "report-receipt=x<b>."+string(h.Near)), 303)
	webtest.Has(t, h.Do("", "GET", "/rapportera/kvitto", nil), 303)
	for _, path := range []string{"/incidents/INC-0001", "/incidents/INC-0001/arbete", "/klockor", "/lagesbild/incidenter", "/log-entries/HND-0001", "/bilaga/BIL-0001", "/api/v1/incidents/INC-0001"} {
		webtest.Has(t, h.Do("", "GET", path, nil, "Cookie", "report-receipt="+kept), 401)
	}
	// Those who must know see it, in words and with the file.
	webtest.Has(t, h.Do(isam, "GET", "/incidents/INC-0001/arbete", nil), 200, "Den var röd.", "Uppgifter om personer kan ha drabbats: Vet ej")
	webtest.Has(t, h.Do(isam, "GET", "/incidents/INC-0001", nil), 200, "bild.png", `href="/incidents/INC-0001/arbete"`)
}

// TestReportsAreHeldBack: many reports from one place must wait; from another
// they come in, and what was typed is kept.
func TestReportsAreHeldBack(t *testing.T) {
	h := newHouse(t)
	h.SignIn("isam", h.Near)
	f := webtest.Filled(t, h.Do("", "GET", "/rapportera", nil))
	last := 0
	for n := range 12 {
		f.Set("what", "Rapport "+strings.Repeat("x", n+1))
		w := h.multi("", "/rapportera", "192.0.2.9", f, "", nil)
		if last = w.Code; last == 429 {
			webtest.Has(t, w, 429, "Vänta", f.Get("what"))
			if n < 9 || w.Header().Get("Retry-After") == "" {
				t.Errorf("held back after %d, Retry-After %q", n, w.Header().Get("Retry-After"))
			}
			break
		}
	}
	if last != 429 {
		t.Errorf("the last answer was %d", last)
	}
	webtest.Has(t, h.multi("", "/rapportera", "192.0.2.10", f, "", nil), 303)
}

// TestSignedInReports: anybody signed in reports, also who may change nothing,
// and is known in the log; the ones who see it are led to it.
func TestSignedInReports(t *testing.T) {
	h := newHouse(t)
	h.SignIn("isam", h.Far)
	isam, owner := h.SignIn("isam", h.Near), h.SignIn("board", h.Near)
	w := h.Do(owner, "GET", "/rapportera", nil)
	webtest.Has(t, w, 200, "Du rapporterar som Anna board.", `name="place"`, "Miljöförvaltningen")
	f := webtest.Filled(t, w)
	f.Set("what", "Fel mottagare")
	w = h.multi(owner, "/rapportera", "192.0.2.1", f, "", nil)
	webtest.Has(t, w, 303)
	if inc := h.Get("incident", "INC-0001"); inc.Org != h.Near || inc.Text("reported_by") != "Anna board" {
		t.Errorf("in %s by %q", inc.Org, inc.Text("reported_by"))
	}
	webtest.Has(t, h.Do(owner, "GET", "/rapportera/kvitto", nil, "Cookie", w.Result().Cookies()[0].Name+"="+w.Result().Cookies()[0].Value), 200, `href="/incidents/INC-0001/arbete"`)
	webtest.Has(t, h.Do(isam, "GET", "/incidents/INC-0001/arbete", nil), 200, "Anna board", "Fel mottagare")
	f = webtest.Filled(t, h.Do("", "GET", "/rapportera", nil))
	f.Set("what", "Vart ska detta?")
	webtest.Has(t, h.multi("", "/rapportera", "192.0.2.1", f, "", nil), 422, `href="#f-place"`)
}

func (h *house) as(session string) access.Caller {
	h.T.Helper()
	s, err := h.App.DB.GetSession(context.Background(), "session", session, h.Now)
	if err != nil {
		h.T.Fatal(err)
	}
	c, err := h.App.Access.Person(context.Background(), register.ID(s.Person), h.Now)
	if err != nil {
		h.T.Fatal(err)
	}
	return c
}

func (h *house) change(session, op, reg string, id register.ID, fields map[string]any) register.ID {
	h.T.Helper()
	h.Now = h.Now.Add(time.Second)
	ch := command.Change{Op: op, Register: h.App.Reg(reg), ID: string(id), Fields: fields}
	if op == "create" {
		ch.ID, ch.Org = "", h.Near
	}
	rc, err := h.App.Commands.Do(context.Background(), h.as(session), command.Options{Via: "web", Now: h.Now}, ch)
	if err != nil {
		h.T.Fatal(err)
	}
	return rc.Items[0].New.ID
}

// TestWork walks an incident from its pages alone, without script: tracks and
// awareness start the clocks, the decision is the controller's, boards are told
// at once and answer in cases of their own.
func TestWork(t *testing.T) {
	h := newHouse(t)
	isam, lead, head, board := h.SignIn("isam", h.Near), h.SignIn("incident_lead", h.Near), h.SignIn("head", h.Near), h.SignIn("board", h.Near)
	far := h.SignIn("isam", h.Far)
	object := h.Object("Lönesystemet")
	other := h.Make("org", "", map[string]any{"title": "Miljönämnden", "kind": "board", "is_controller": "yes", "parent": h.Get("org", string(h.Near)).Text("parent")})
	h.Make("object_party", h.Near, map[string]any{"object": string(object), "party": string(other), "role": "controller"})
	h.Make("processing", h.Near, map[string]any{"title": "Lön", "role": "controller", "objects": []any{string(object)}})
	id := h.change(lead, "create", "incident", "", map[string]any{"title": "Felriktat utskick", "detected_at": h.Now, "objects": []any{string(object)}})
	h.change(lead, "triage", "incident", id, nil)
	const at = "/incidents/INC-0001/arbete"
	webtest.Has(t, h.Do(lead, "GET", at, nil), 200, "Inga frister löper.", `href="/steg/incidents/INC-0001/activate"`)

	w := h.Do(lead, "GET", at+"/spar", nil)
	webtest.Has(t, w, 200, "<h1>Spår och kännedom</h1>")
	f := webtest.Filled(t, w)
	f["tracks"] = []string{"infosec", "gdpr"}
	f.Set("aware_gdpr_at", h.Now.In(h.App.DB.Zone).Format("2006-01-02 15:04"))
	stale := webtest.Filled(t, w)
	webtest.Has(t, h.Do(lead, "POST", at+"/spar", f), 303)
	stale["tracks"] = []string{"csl"}
	webtest.Has(t, h.Do(lead, "POST", at+"/spar", stale), 409, "Någon har ändrat")
	h.change(lead, "activate", "incident", id, nil)
	w = h.Do(lead, "GET", at, nil)
	webtest.Has(t, w, 200, `role="timer"`, "Anmälan av personuppgiftsincident, 72 timmar", "71\u00a0tim", `data-island="clock"`, "Underlag: ", "Miljönämnden", "Ska informeras", "0 av 1 kvitterat")

	// Not to notify is decided by the controller's decision maker, with a reason.
	w = h.Do(lead, "GET", at+"/beslut", nil)
	f = webtest.Filled(t, w)
	f.Set("risk_to_individuals", "unlikely")
	f.Set("notify_decision", "do_not_notify")
	f.Set("notify_reason", "Filen var krypterad.")
	webtest.Has(t, h.Do(lead, "POST", at+"/beslut", f), 403, "förvaltningschef")
	f.Set("notify_reason", "")
	webtest.Has(t, h.Do(head, "POST", at+"/beslut", f), 422, `href="#f-notify_reason"`)
	f.Set("notify_reason", "Filen var krypterad.")
	webtest.Has(t, h.Do(head, "POST", at+"/beslut", f), 303)
	webtest.Has(t, h.Do(lead, "GET", at, nil), 200, "Gäller inte", "Filen var krypterad.")

	// What lacks facts is not sent, from the page or past it.
	w = h.Do(lead, "GET", at+"/informera", nil)
	webtest.Has(t, w, 200, "Fyll i det som saknas", "Begränsande åtgärder")
	webtest.Lacks(t, w, ">Skicka informationen<")
	webtest.Has(t, h.Do(lead, "POST", at+"/informera", url.Values{}), 422)
	for name, v := range map[string]string{"contact": "reg@stad.example"} {
		h.change(isam, "update", "org", h.Near, map[string]any{name: v})
	}
	w = h.Do(lead, "GET", at+"/bedomning", nil)
	f = webtest.Filled(t, w)
	f.Set("category", "confidentiality")
	f.Set("containment", "Utskicket är stoppat.")
	webtest.Has(t, h.Do(lead, "POST", at+"/bedomning", f), 303)
	w = h.Do(lead, "GET", at+"/informera", nil)
	webtest.Has(t, w, 200, "Utskicket är stoppat.", "Skicka informationen")
	webtest.Lacks(t, w, "Källor, med dag", " | ")
	w = h.Do(lead, "POST", at+"/informera", webtest.Filled(t, w))
	webtest.Has(t, w, 303)
	webtest.Has(t, h.Do(lead, "GET", w.Header().Get("Location"), nil), 200, "Information skickad till 1 mottagare", "Ej kvitterad, ")
	own := h.Get("incident", "INC-0002")
	if own.Org != other || own.Text("origin") == "" {
		t.Errorf("the board's own case stands in %s", own.Org)
	}
	for range 9 { // three hours at work: who does nothing is signed out
		h.Now = h.Now.Add(20 * time.Minute)
		for _, who := range []string{lead, board, far} {
			h.Do(who, "GET", "/hjalp", nil)
		}
	}
	webtest.Has(t, h.Do(lead, "GET", at, nil), 200, "Ej kvitterad, ring", `class="clock crit"`)
	theirs := h.SignIn("isam", other)
	webtest.Has(t, h.Do(theirs, "GET", "/incidents/INC-0002/arbete", nil), 200, "egen bedömning av en incident", "Börja bedömningen", "Anmälan av personuppgiftsincident, 72 timmar", "Information mottagen")
	webtest.Lacks(t, h.Do(theirs, "GET", "/incidents/INC-0002/arbete", nil), "Biträdet underrättar") // what was received is not told on
	h.change(theirs, "triage", "incident", own.ID, nil)
	webtest.Has(t, h.Do(theirs, "GET", "/incidents/INC-0002/arbete", nil), 200, "Informationen är kvitterad.")
	webtest.Has(t, h.Do(lead, "GET", at, nil), 200, "1 av 1 kvitterat", "Alla har kvitterat.")
	w = h.Do(lead, "GET", at+"/informera?alla=ja", nil)
	webtest.Has(t, w, 200, "Uppdatering nr 1")
	webtest.Has(t, h.Do(lead, "POST", at+"/informera", webtest.Filled(t, w)), 303)
	webtest.Has(t, h.Do(theirs, "GET", "/incidents/INC-0002/arbete", nil), 200, "Uppdatering nr 1 mottagen")

	// The log takes lines from those who work on it.
	webtest.Has(t, h.Do(lead, "POST", at+"/handelse", url.Values{"what": {" "}}), 422, `id="f-what-err"`)
	w = h.Do(lead, "POST", at+"/handelse", url.Values{"what": {"Ringde <b>leverantören</b>"}})
	webtest.Has(t, w, 303)
	to, _, _ := strings.Cut(w.Header().Get("Location"), "#")
	webtest.Has(t, h.Do(lead, "GET", to, nil), 200, "Händelsen är antecknad", "Ringde &lt;b&gt;leverantören", "Anna incident_lead")

	// Who may only read is offered nothing; who sees nothing finds nothing.
	w = h.Do(board, "GET", at, nil)
	webtest.Has(t, w, 200, "Felriktat utskick")
	webtest.Lacks(t, w, "/arbete/spar", "/steg/", "/handelse", "/informera")
	for _, p := range []string{"/spar", "/informera", "/nonsens"} {
		if c := h.Do(board, "GET", at+p, nil).Code; c != 403 && c != 404 {
			t.Errorf("%s: %d", p, c)
		}
		if c := h.Do(far, "GET", at+p, nil).Code; c != 404 {
			t.Errorf("far %s: %d", p, c)
		}
		if c := h.Do(far, "POST", at+p, url.Values{"_version": {"1"}}).Code; c != 404 {
			t.Errorf("far posts %s: %d", p, c)
		}
	}
	webtest.Has(t, h.Do(far, "GET", at, nil), 404)
	webtest.Has(t, h.Do(board, "POST", at+"/handelse", url.Values{"what": {"x"}}), 403)
	webtest.Has(t, h.Do(far, "POST", at+"/handelse", url.Values{"what": {"x"}}), 404)
}

// TestClocks: all that runs, least time left first, each with one act; others'
// are neither shown nor counted.
func TestClocks(t *testing.T) {
	h := newHouse(t)
	isam, far := h.SignIn("isam", h.Near), h.SignIn("isam", h.Far)
	webtest.Has(t, h.Do(isam, "GET", "/klockor", nil), 200, "Inga frister löper nu.")
	object := h.Object("Lönesystemet")
	id := h.change(isam, "create", "incident", "", map[string]any{"title": "Intrånget", "detected_at": h.Now})
	h.Make("clock", h.Near, map[string]any{"code": "GDPR33", "incident": string(id), "started_at": h.Now.Add(-71 * time.Hour)})
	h.Make("clock", h.Near, map[string]any{"code": "GDPR33", "incident": string(id), "started_at": h.Now.Add(-80 * time.Hour)})
	h.change(isam, "create", "subject_request", "", map[string]any{"article": "15", "received_on": "2024-02-28"})
	h.Make("vuln_review", h.Near, map[string]any{"title": "Granskning", "object": string(object), "status": "performed", "performed_on": "2024-02-01",
		"findings": []any{map[string]any{"title": "Öppen port", "severity": "high", "state": "open", "due": "2024-03-05"}}})
	w := h.Do(isam, "GET", "/klockor", nil)
	webtest.Has(t, w, 200, "8\u00a0tim 0\u00a0min för sent", "Anmälan av personuppgiftsincident, 72 timmar", "Öppen port", "Svar på registrerads begäran, 1 månad", ">Besluta om anmälan", ">Svara", ">Åtgärda")
	body := webtest.Main(w)
	order := []string{"för sent", "59\u00a0min kvar", "Öppen port", "Svar på registrerads"}
	for n := range order[1:] {
		if strings.Index(body, order[n]) > strings.Index(body, order[n+1]) {
			t.Errorf("%q stands after %q", order[n], order[n+1])
		}
	}
	for visa, n := range map[string]int{"sena": 1, "akuta": 1, "incidenter": 2, "begaranden": 1, "sarbarheter": 1, "ovriga": 0} {
		if got := strings.Count(webtest.Main(h.Do(isam, "GET", "/klockor?visa="+visa, nil)), "data-clock"); got != n {
			t.Errorf("%s: %d clocks, want %d", visa, got, n)
		}
	}
	w = h.Do(far, "GET", "/klockor", nil)
	webtest.Has(t, w, 200, "Inga frister löper nu.")
	webtest.Lacks(t, w, "Intrånget")
}

// TestPicture: the situation as it is, and as it was before anything happened.
func TestPicture(t *testing.T) {
	h := newHouse(t)
	h.Now = h.Now.AddDate(0, 0, 10)
	isam, far := h.SignIn("isam", h.Near), h.SignIn("isam", h.Far)
	webtest.Has(t, h.Do(isam, "GET", "/lagesbild/incidenter", nil), 200, "Läget är normalt.")
	h.change(isam, "create", "incident", "", map[string]any{"title": "Intrånget", "detected_at": h.Now, "severity": "4"})
	webtest.Has(t, h.Do(isam, "GET", "/lagesbild/incidenter", nil), 200, "Läget är kritiskt.", `href="/incidents/INC-0001/arbete"`, "/gor/situation-reports/freeze")
	w := h.Do(isam, "GET", "/lagesbild/incidenter?per=2024-03-05", nil)
	webtest.Has(t, w, 200, "Läget är normalt.", "som det var")
	webtest.Lacks(t, w, "Intrånget", "freeze")
	webtest.Has(t, h.Do(isam, "GET", "/lagesbild/incidenter?per=nonsens", nil), 422, `href="#per"`)
	w = h.Do(far, "GET", "/lagesbild/incidenter", nil)
	webtest.Has(t, w, 200, "Läget är normalt.")
	webtest.Lacks(t, w, "Intrånget")
}

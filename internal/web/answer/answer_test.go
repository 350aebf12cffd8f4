package answer_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/campaign"
	"genomlys/internal/command"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// TestAnsweredWithoutScript walks the whole questionnaire by forms alone.
func TestAnsweredWithoutScript(t *testing.T) {
	h := newHouse(t, false)
	link := h.links()[h.object]
	w := h.see(link)
	has(t, w, 200, "<h1>Frågor om Rekryteringsportalen</h1>", "Årsuppföljning 2026", "Kulturförvaltningen", "3 svar är redan ifyllda", "Delvis", "Årsuppföljning 2025, 2025-06-01", "Oförändrat, till de 2 frågor som återstår", "2026-06-15", "Astrid Samordnare, isam")
	lacks(t, w, "<nav class=\"side\"", "Biblioteket", "Luftmätaren", "href=\"/\"")
	if c := w.Header().Get("Set-Cookie"); c != "" {
		t.Error("looking sets", c)
	}

	w = h.see(link + "/fraga/1")
	has(t, w, 200, `<h1 class="mb-s" id="fraga">Är åtgärderna från klassningen införda?</h1>`, "Fråga 1 av 5", "Förra svaret: Delvis (Årsuppföljning 2025, 2025-06-01).", "Införd betyder", `value="Delvis" checked`, "Vet inte", "Du kan gå vidare. Vi ser", "0 av 5 frågor besvarade", "Be en kollega svara")
	if n := strings.Count(w.Body.String(), "Vet inte</b>"); n != 1 {
		t.Errorf("Vet inte stands %d times", n)
	}
	has(t, h.say(link+"/fraga/1", "_version", hidden(t, w, "_version")), 422, "<title>Fel: ", "Välj ett svar. Vet du inte, välj Vet inte.")
	has(t, h.say(link+"/fraga/1", "_version", hidden(t, w, "_version"), "svar", "Kanske"), 422, "Svaret går inte att ge")
	has(t, h.say(link+"/fraga/1", "_version", hidden(t, w, "_version"), "svar", "Ja", "tillagg", "Klart i mars"), 303, link+"/fraga/2")
	if a := h.answerTo(h.object, "F1"); a.Value != "Ja" || a.Changed != "yes" || a.Comment != "Klart i mars" {
		t.Errorf("%+v", a)
	}
	w = h.see(link + "/fraga/2")
	has(t, w, 200, "Enligt registret: Nej (OBJ-0001,", `value="no" checked`, "1 av 5 frågor besvarade")
	has(t, h.say(link+"/fraga/2", "_version", hidden(t, w, "_version"), "svar", "yes"), 303, link+"/fraga/3")
	w = h.see(link + "/fraga/3")
	has(t, w, 200, `value="2027-01-31"`)
	has(t, h.say(link+"/fraga/3", "_version", hidden(t, w, "_version"), "svar", "i vår"), 422, "Skriv datumet som år, månad, dag")
	has(t, h.say(link+"/fraga/3", "_version", hidden(t, w, "_version"), "svar", "20281231"), 303, link+"/fraga/4")
	w = h.see(link + "/fraga/4")
	has(t, h.say(link+"/fraga/4", "_version", hidden(t, w, "_version"), "svar", "ett par"), 422, "Skriv ett helt tal")
	has(t, h.say(link+"/fraga/4", "_version", hidden(t, w, "_version"), "svar", "", "okant", "unknown"), 303, link+"/fraga/5")

	// Stopped, and taken up by the same link where one was.
	has(t, h.see(link), 200, "Du har svarat på 4 av 5 frågor", `href="`+link+`/fraga/5"`, "Fortsätt svara")
	w = h.see(link + "/fraga/5")
	has(t, w, 200, "Till dina svar", "Cirka 1 minut kvar.")
	has(t, h.say(link+"/fraga/5", "_version", hidden(t, w, "_version"), "svar", ""), 303, link+"/kontroll")
	w = h.see(link + "/kontroll")
	has(t, w, 200, "Läs dina svar innan du skickar", "2028-12-31", "Klart i mars", "Vet inte", "Inget svar", link+"/fraga/3?till=kontroll")
	w = h.see(link + "/fraga/3?till=kontroll")
	has(t, h.say(link+"/fraga/3", "_version", hidden(t, w, "_version"), "svar", "2029-12-31", "till", "kontroll"), 303, link+"/kontroll")
	has(t, h.say(link+"/kontroll"), 303, link+"/tack")
	has(t, h.see(link+"/tack"), 200, "Tack, svaren är inskickade", "2029-12-31")
	if r := h.response(h.object); r.Text("status") != "sent" || r.Text("answered_on") != "2026-05-04" {
		t.Errorf("%s %s", r.Text("status"), r.Text("answered_on"))
	}
	// What is sent in stands.
	has(t, h.see(link), 200, "Tack, svaren är inskickade")
	has(t, h.say(link+"/fraga/1", "_version", "x", "svar", "Nej"), 303, "/tack")
	if a := h.answerTo(h.object, "F1"); a.Value != "Ja" {
		t.Error("a sent answer was changed")
	}
	// The object is as it was until somebody approves.
	if o := h.get("object", string(h.object)); o.Text("iot") != "no" {
		t.Error("an answer that nobody has approved changed the register")
	}
	// Sent back, it opens again by the same link.
	h.as(h.caller(h.isamSession), "web", "return", "response", string(h.response(h.object).ID), "", map[string]any{"return_text": "Vilka åtgärder återstår?"})
	has(t, h.see(link), 200, "Vi behöver veta mer.", "Vilka åtgärder återstår?")
	has(t, h.say(link+"/kontroll"), 303, "/tack")
}

// TestUnchangedInOneAct: where all is filled in, one press sends it in.
func TestUnchangedInOneAct(t *testing.T) {
	h := newHouse(t, false)
	link := h.links()[h.object]
	has(t, h.say(link+"/oforandrat"), 303, link+"/fraga/4")
	for _, code := range []string{"F1", "F2", "F3"} {
		if a := h.answerTo(h.object, code); a.Confirmed != "yes" || a.Changed == "yes" {
			t.Errorf("%+v", a)
		}
	}
	for _, n := range []string{"4", "5"} {
		w := h.see(link + "/fraga/" + n)
		has(t, h.say(link+"/fraga/"+n, "_version", hidden(t, w, "_version"), "svar", "7"), 303)
	}
	has(t, h.say(link+"/kontroll"), 303, "/tack")
	h.as(h.caller(h.isamSession), "web", "return", "response", string(h.response(h.object).ID), "", map[string]any{"return_text": "En gång till"})
	// The next follow-up's answers are all known: one press.
	rec := h.response(h.object)
	var rows []any
	for _, code := range []string{"F1", "F2", "F3", "F4", "F5"} {
		rows = append(rows, map[string]any{"question": code, "value": h.answerTo(h.object, code).Value, "prefilled": "yes", "changed": "no"})
	}
	h.as(access.System(), "import", "update", "response", string(rec.ID), "", map[string]any{"answers": rows})
	w := h.see(link)
	has(t, w, 200, "Oförändrat, skicka in", "Gå igenom frågorna", "5 svar är redan ifyllda")
	has(t, h.say(link+"/oforandrat"), 303, "/tack")
	if r := h.response(h.object); r.Text("status") != "sent" {
		t.Error(r.Text("status"))
	}
}

// TestLinkLetsInToNothingElse reads every record of every register as the holder
// of a link: what is not asked about is not there.
func TestLinkLetsInToNothingElse(t *testing.T) {
	h := newHouse(t, false)
	links := h.links()
	mine := h.response(h.object)
	s, err := h.db.GetSession(ctx, campaign.LinkKind, strings.TrimPrefix(links[h.object], campaign.LinkPath), h.now)
	if err != nil {
		t.Fatal(err)
	}
	v, err := campaign.Come(ctx, campaign.Deps{DB: h.db, Now: func() time.Time { return h.now }}, s)
	if err != nil {
		t.Fatal(err)
	}
	allowed := map[register.ID]bool{mine.ID: true, h.object: true, h.campaign.ID: true, h.near: true, h.owner: true, h.isam: true}
	for _, id := range h.questions {
		allowed[id] = true
	}
	seen, refused := 0, 0
	for _, reg := range h.db.Catalogue.All {
		err := h.db.Each(ctx, access.System().Read(reg), store.Query{Register: reg}, func(rec *register.Record) error {
			_, err := h.db.Get(ctx, v.Caller.Read(reg), reg, string(rec.ID), time.Time{}, 0)
			last := rec.Text("title") == "Årsuppföljning 2025" || reg.Name == "response" && rec.Text("object") == string(h.object)
			want := allowed[rec.ID] || last
			if (err == nil) != want {
				t.Errorf("%s %s %q: read %v, want %v", reg.Name, rec.Ref, rec.Text("title"), err == nil, want)
			}
			if err == nil {
				seen++
			} else if refused++; !fault.Is(err, fault.Unknown) {
				t.Errorf("%s %s: %v", reg.Name, rec.Ref, err)
			}
			_, err = h.do.Do(ctx, v.Caller, command.Options{Via: "web", Now: h.now, Dry: true}, command.Change{Op: "update", Register: reg, ID: string(rec.ID), Fields: map[string]any{"title": "Ändrat"}})
			if err == nil {
				t.Errorf("%s %s: a link changes its name", reg.Name, rec.Ref)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		// What is counted and listed is no more than what is read.
		p, err := h.db.Find(ctx, v.Caller.Read(reg), store.Query{Register: reg, Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, rec := range p.Records {
			if !allowed[rec.ID] && rec.Text("title") != "Årsuppföljning 2025" && rec.Text("object") != string(h.object) {
				t.Errorf("lists %s %s", reg.Name, rec.Ref)
			}
		}
	}
	if seen < 10 || refused < 8 {
		t.Errorf("%d seen, %d refused: the matrix is too small to tell", seen, refused)
	}
	// The secret opens no other door, and another object's pages are not here.
	secret := strings.TrimPrefix(links[h.object], campaign.LinkPath)
	for _, path := range []string{"/", "/objects/OBJ-0001", "/besvara/" + mine.Ref, "/campaigns/" + h.campaign.Ref + "/uppfoljning"} {
		if w := h.ask("GET", path, secret, nil); w.Code != 401 {
			t.Errorf("%s with the secret as a session: %d", path, w.Code)
		}
		if w := h.ask("GET", path, "", nil, "Authorization", "Bearer "+secret); w.Code != 401 {
			t.Errorf("%s with the secret as a token: %d", path, w.Code)
		}
	}
	for _, path := range []string{"/svar/fel", "/svar/fel/fraga/1", "/svar/" + string(mine.ID), links[h.object] + "/fraga/6", links[h.object] + "/fraga/0", links[h.object] + "/fraga/x", "/in/" + secret} {
		if w := h.see(path); w.Code != 404 {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	// Signed in, one answers for one's own objects and no others.
	has(t, h.ask("GET", "/besvara/"+mine.Ref, h.ownerSession, nil), 200, "Frågor om Rekryteringsportalen")
	has(t, h.ask("GET", "/besvara/"+mine.Ref, h.farSession, nil), 404)
	has(t, h.ask("POST", "/besvara/"+mine.Ref+"/oforandrat", h.farSession, url.Values{}), 404)
}

// TestLinkEndsWithTheRound: closed, over, revoked or of somebody who has left,
// the link leads nowhere, alike.
func TestLinkEndsWithTheRound(t *testing.T) {
	for name, end := range map[string]func(h *house){
		"closed": func(h *house) {
			h.as(h.caller(h.isamSession), "web", "close", "campaign", string(h.campaign.ID), "", nil)
		},
		"over": func(h *house) { h.now = time.Date(2026, 6, 15, 22, 0, 1, 0, time.UTC) },
		"revoked": func(h *house) {
			w := h.ask("POST", "/campaigns/"+h.campaign.Ref+"/uppfoljning/objekt", h.isamSession, url.Values{"aterkalla": {string(h.response(h.object).ID)}})
			has(h.t, w, 200, "återkallade")
		},
		"another answers": func(h *house) {
			h.as(h.caller(h.isamSession), "web", "update", "response", string(h.response(h.object).ID), "", map[string]any{"respondent": string(h.isam)})
		},
		"shortened": func(h *house) {
			h.as(h.caller(h.isamSession), "web", "update", "campaign", string(h.campaign.ID), "", map[string]any{"closes": "2026-05-20"})
			h.now = time.Date(2026, 5, 20, 22, 0, 1, 0, time.UTC)
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, false)
			link := h.links()[h.object]
			for range 3 {
				has(t, h.see(link), 200)
			}
			end(h)
			for _, path := range []string{"", "/fraga/1", "/kontroll", "/tack", "/kollega"} {
				has(t, h.see(link+path), 404, "Länken gäller inte", "Be informationssäkerhetssamordnaren om en ny länk")
			}
			has(t, h.say(link+"/oforandrat"), 404)
			has(t, h.say(link+"/fraga/1", "svar", "Nej"), 404)
			if r := h.response(h.object); r.Text("status") != "not_started" {
				t.Error(r.Text("status"))
			}
		})
	}
	t.Run("prolonged", func(t *testing.T) {
		h := newHouse(t, false)
		link := h.links()[h.object]
		h.as(h.caller(h.isamSession), "web", "update", "campaign", string(h.campaign.ID), "", map[string]any{"closes": "2026-06-30"})
		h.now = time.Date(2026, 6, 20, 8, 0, 0, 0, time.UTC)
		has(t, h.see(link), 200, "2026-06-30")
	})
}

// TestColleague: a colleague answers for the same object by a link of their own,
// and does not send in.
func TestColleague(t *testing.T) {
	h := newHouse(t, false)
	link := h.links()[h.object]
	has(t, h.see(link+"/kollega"), 200, "Be en kollega svara", "Skapa länk till kollegan")
	has(t, h.say(link+"/kollega", "address", "inte en adress"), 422, "<title>Fel: ")
	has(t, h.say(link+"/kollega", "address", "vem@utanfor.example"), 422, "Ingen hos oss har en adress hos utanfor.example")
	w := h.say(link+"/kollega", "address", "kim@near.example")
	has(t, w, 200, "Lämna länken till kim@near.example", "https://lis.example/svar/", "Kollegor med länk")
	_, rest, _ := strings.Cut(w.Body.String(), "https://lis.example/svar/")
	secret, _, _ := strings.Cut(rest, `"`)
	theirs := "/svar/" + secret
	has(t, h.see(theirs), 200, "En kollega ber dig om hjälp", "Rekryteringsportalen")
	lacks(t, h.see(theirs+"/fraga/1"), "Be en kollega svara")
	w = h.see(theirs + "/fraga/4")
	has(t, h.say(theirs+"/fraga/4", "_version", hidden(t, w, "_version"), "svar", "12"), 303, theirs+"/fraga/5")
	has(t, h.see(theirs+"/kontroll"), 200, "Klar, lämna över till min kollega")
	has(t, h.say(theirs+"/kontroll"), 303, theirs+"/tack")
	has(t, h.see(theirs+"/tack"), 200, "Tack, dina svar är sparade")
	if r := h.response(h.object); r.Text("status") != "started" {
		t.Error("a colleague sent it in:", r.Text("status"))
	}
	// No way round: the caller of the link is refused by the command itself.
	s, err := h.db.GetSession(ctx, campaign.LinkKind, secret, h.now)
	if err != nil {
		t.Fatal(err)
	}
	v, err := campaign.Come(ctx, campaign.Deps{DB: h.db, Now: func() time.Time { return h.now }}, s)
	if err != nil || !v.Help {
		t.Fatal(v, err)
	}
	_, err = h.do.Do(ctx, v.Caller, command.Options{Via: "web", Now: h.now}, campaign.Unchanged(h.response(h.object), "2026-05-04"))
	if !fault.Is(err, fault.Denied) {
		t.Error("a colleague may send in:", err)
	}
	has(t, h.say(theirs+"/kollega", "address", "mer@near.example"), 303, theirs)
	has(t, h.see(link+"/fraga/4"), 200, `value="12"`)
	// Taken back, it is gone.
	w = h.see(link + "/kollega")
	has(t, h.say(link+"/kollega", "aterkalla", hidden(t, w, "aterkalla")), 200, "återkallad")
	has(t, h.see(theirs), 404)
	has(t, h.see(link), 200)
	for range 8 {
		w = h.say(link+"/kollega", "address", "kim@near.example")
	}
	has(t, w, 422, "Återkalla en länk")
}

// TestBothAnswerAtOnce: nobody overwrites what somebody else has answered
// without having seen it, and answers to different questions both stand.
func TestBothAnswerAtOnce(t *testing.T) {
	h := newHouse(t, false)
	link := h.links()[h.object]
	first, second := h.see(link+"/fraga/4"), h.see(link+"/fraga/4")
	other := h.see(link + "/fraga/5")
	has(t, h.say(link+"/fraga/4", "_version", hidden(t, first, "_version"), "svar", "3"), 303)
	w := h.say(link+"/fraga/4", "_version", hidden(t, second, "_version"), "svar", "4")
	has(t, w, 409, "Någon annan har svarat på frågan under tiden", "Svaret som finns: 3", `value="4"`)
	has(t, h.say(link+"/fraga/5", "_version", hidden(t, other, "_version"), "svar", "Byt leverantör"), 303)
	has(t, h.say(link+"/fraga/4", "_version", hidden(t, w, "_version"), "svar", "4"), 303)
	if a, b := h.answerTo(h.object, "F4"), h.answerTo(h.object, "F5"); a.Value != "4" || b.Value != "Byt leverantör" {
		t.Error(a, b)
	}
	// As one types, the same is saved and told without a page.
	w = h.see(link + "/fraga/5")
	saved := h.ask("POST", link+"/fraga/5", "", url.Values{"_version": {hidden(t, w, "_version")}, "svar": {"Byt snart"}}, "X-Requested-By", "autosave")
	if saved.Code != 200 || !strings.Contains(saved.Body.String(), `"version":"`) || h.answerTo(h.object, "F5").Value != "Byt snart" {
		t.Error(saved.Code, saved.Body.String())
	}
	if again := h.ask("POST", link+"/fraga/5", "", url.Values{"_version": {"old"}, "svar": {"x"}}, "X-Requested-By", "autosave"); again.Code != 409 {
		t.Error(again.Code)
	}
}

// TestLetters: where mail is set, links go by letter to whoever answers, once a
// day, and end with the follow-up.
func TestLetters(t *testing.T) {
	h := newHouse(t, true)
	at := "/campaigns/" + h.campaign.Ref + "/uppfoljning"
	has(t, h.ask("GET", at+"/skicka/lankar", h.isamSession, nil), 200, "Skicka 1 mejl", "2 objekt", "Rekryteringsportalen (OBJ-0001)", "[länk]")
	has(t, h.ask("GET", at+"/skicka/lankar", h.farSession, nil), 404)
	has(t, h.ask("POST", at+"/skicka/lankar", h.isamSession, url.Values{}), 200, "1 mejl står i kö")
	has(t, h.ask("POST", at+"/skicka/lankar", h.isamSession, url.Values{}), 422, "har redan gått i dag")
	mails, err := h.db.Mails(ctx, "", 10)
	if err != nil || len(mails) != 1 || mails[0].Kind != campaign.Opening || mails[0].Person == "" || !strings.Contains(mails[0].Body, "{link2}") || !strings.Contains(mails[0].Link, campaign.LinkKind) {
		t.Fatal(mails, err)
	}
	has(t, h.ask("POST", at+"/skicka/paminnelse", h.isamSession, url.Values{}), 200, "1 mejl står i kö")
	if r := h.response(h.object); r.Text("reminded_on") != "2026-05-04" {
		t.Error(r.Text("reminded_on"))
	}
	has(t, h.ask("GET", at+"/skicka/paminnelse", h.isamSession, nil), 200, "Ingen att skriva till nu")
	// The day's own reminders are sent too.
	h.now = time.Date(2026, 5, 16, 8, 0, 0, 0, time.UTC)
	d := campaign.Deps{DB: h.db, Now: func() time.Time { return h.now }, Mail: true}
	h.now = time.Date(2026, 6, 1, 8, 0, 0, 0, time.UTC)
	if _, err := campaign.Remind(ctx, h.do, d, command.Options{Via: "system", Now: h.now}); err != nil {
		t.Fatal(err)
	}
	mails, err = h.db.Mails(ctx, "", 10)
	if n := slices.IndexFunc(mails, func(m store.Mail) bool { return m.Kind == campaign.Opening }); err != nil || len(mails) != 3 || n != 2 {
		t.Error(len(mails), n, err)
	}
	// A colleague's and a returned answer's letters too.
	if _, err := campaign.Ask(ctx, d, h.visit(), "kim@near.example", "sv", nil); err != nil {
		t.Fatal(err)
	}
	mails, _ = h.db.Mails(ctx, "", 10)
	if !slices.ContainsFunc(mails, func(m store.Mail) bool { return m.Kind == campaign.Asking && m.Address == "kim@near.example" }) {
		t.Error("no letter to the colleague")
	}
}

// visit is the owner's, as the one who is signed in.
func (h *house) visit() campaign.Visit {
	h.t.Helper()
	v, err := campaign.Enter(ctx, campaign.Deps{DB: h.db, Now: func() time.Time { return h.now }}, h.caller(h.ownerSession), h.response(h.object))
	if err != nil {
		h.t.Fatal(err)
	}
	return v
}

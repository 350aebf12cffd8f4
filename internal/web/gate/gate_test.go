package gate

import (
	"encoding/base32"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/ledger"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

func decodeSeed(t *testing.T, s string) []byte {
	t.Helper()
	b, err := base32.StdEncoding.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func (h *house) entries() (out []ledger.Entry) {
	h.t.Helper()
	err := h.db.Entries(ctx, 0, "", func(e store.Entry) error {
		p, err := ledger.ParseHeader(e.Header)
		out = append(out, p)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// TestInvitation: looking does not use the link up, choosing does; nothing
// secret is in the database or the ledger, and the ledger verifies.
func TestInvitation(t *testing.T) {
	h := newHouse(t, false)
	id := h.person("anna@lindhamn.se", "isam", h.org)
	b, link := h.browser(), h.link("invite", id)
	for range 3 {
		want(t, b.get(link), 200, "Välkommen, Anna")
	}
	want(t, b.post(link, "password", "kort"), 422, "minst 15 tecken", "<title>Fel: ")
	want(t, b.post(link, "password", "Anna Åberg Lindhamn"), 422, "lätt att gissa")
	want(t, b.post(link, "password", phrase), 303, "/in/ny-kod")
	if b.session() != "" {
		t.Error("in without a second factor")
	}
	want(t, b.get("/"), 401)
	want(t, b.get(link), 404)
	want(t, b.post(link, "password", phrase), 404)
	a := h.setUp(b, &keyring{email: "anna@lindhamn.se", password: phrase})
	want(t, b.get("/meny"), 200, "Anna Åberg")
	want(t, b.get("/in/ny-kod"), 303, "/in")
	fs, err := h.db.Factors(ctx, string(id))
	if err != nil || len(fs) != 1 || strings.Contains(fs[0].Data, string(a.seed)) {
		t.Errorf("%+v %v", fs, err)
	}
	if got := h.actions(id); !slices.Equal(got, []string{"use-invite", "add-factor"}) {
		t.Errorf("the ledger says %v", got)
	}
	if _, err := h.db.Verify(ctx, nil, nil); err != nil {
		t.Error(err)
	}
}

// TestWrongPasswords: the answer is the same for the known and the unknown, and
// tries are held back by account and address together; others come in.
func TestWrongPasswords(t *testing.T) {
	h := newHouse(t, false)
	id := h.person("anna@lindhamn.se", "isam", h.org)
	a := h.settle(h.browser(), id, "anna@lindhamn.se")
	known, unknown := h.browser(), h.browser()
	known.from, unknown.from = "192.0.2.2:1", "192.0.2.3:1"
	for i := range 7 {
		x := known.post("/in", "email", a.email, "password", "fel lösenord, fel")
		y := unknown.post("/in", "email", "ingen@lindhamn.se", "password", "fel lösenord, fel")
		if x.Code != y.Code || strings.ReplaceAll(x.Body.String(), a.email, "X") != strings.ReplaceAll(y.Body.String(), "ingen@lindhamn.se", "X") {
			t.Errorf("try %d tells the known from the unknown: %d and %d", i, x.Code, y.Code)
		}
		if status := map[bool]int{true: 422, false: 429}[i < 5]; x.Code != status || (x.Header().Get("Retry-After") != "") != (status == 429) {
			t.Errorf("try %d: %d, Retry-After %q", i, x.Code, x.Header().Get("Retry-After"))
		}
	}
	// The right password is held back too, but not from elsewhere.
	want(t, known.post("/in", "email", a.email, "password", a.password), 429)
	other := h.browser()
	other.from = "198.51.100.7:1"
	h.signIn(other, a)
	h.now = h.now.Add(20 * time.Second)
	want(t, known.post("/in", "email", a.email, "password", a.password), 303, "/in/kod")
	want(t, known.post("/in", "email", "", "password", ""), 422, "Skriv din e-postadress", "Skriv ditt lösenord")
}

// TestBurstIsInTheLedger: many failures on an account are told, from wherever.
func TestBurstIsInTheLedger(t *testing.T) {
	h := newHouse(t, false)
	id := h.person("anna@lindhamn.se", "isam", h.org)
	for i := range 10 {
		b := h.browser()
		b.from = "192.0.2." + itoa(i) + ":1"
		want(t, b.post("/in", "email", "ANNA@lindhamn.se", "password", "x"), 422)
	}
	if got := h.actions(id); !slices.Equal(got, []string{"attempts"}) {
		t.Errorf("the ledger says %v", got)
	}
}

// TestCodes: a code is used once, also by fifty at once; recovery codes too.
func TestCodes(t *testing.T) {
	h := newHouse(t, false)
	id := h.person("anna@lindhamn.se", "isam", h.org)
	a := h.settle(h.browser(), id, "anna@lindhamn.se")
	one, two := h.browser(), h.browser()
	for _, b := range []*browser{one, two} {
		want(t, b.post("/in", "email", a.email, "password", a.password), 303)
	}
	code := h.code(a)
	want(t, one.post("/in/kod", "code", code), 303)
	want(t, one.get("/meny"), 200)
	// Signing in ends what was halfway, so the second begins anew.
	want(t, two.post("/in/kod", "code", code), 303, "/in")
	want(t, two.post("/in", "email", a.email, "password", a.password), 303)
	want(t, two.post("/in/kod", "code", code), 422, "redan använd")
	if two.session() != "" {
		t.Error("a replayed code let somebody in")
	}
	want(t, two.post("/in/kod", "code", strings.ToUpper(a.codes[3])), 303)
	three := h.browser()
	want(t, three.post("/in", "email", a.email, "password", a.password), 303)
	want(t, three.post("/in/kod", "code", a.codes[3]), 422)
	guess := three.post("/in/kod", "code", "123456")
	for range 5 {
		guess = three.post("/in/kod", "code", "123456")
	}
	if w := guess; w.Code != 429 || w.Header().Get("Retry-After") == "" {
		t.Errorf("guessing codes: %d", w.Code)
	}
}

func TestOneCodeForFifty(t *testing.T) {
	h := newHouse(t, false)
	id := h.person("anna@lindhamn.se", "isam", h.org)
	a := h.settle(h.browser(), id, "anna@lindhamn.se")
	code := h.code(a)
	bs := make([]*browser, 4) // as many as the tries before one must wait
	for i := range bs {
		bs[i] = h.browser()
		want(t, bs[i].post("/in", "email", a.email, "password", a.password), 303)
	}
	var wg sync.WaitGroup
	for _, b := range bs {
		wg.Go(func() { b.post("/in/kod", "code", code) })
	}
	wg.Wait()
	in := 0
	for _, b := range bs {
		if b.session() != "" {
			in++
		}
	}
	if in != 1 {
		t.Errorf("%d came in by one code", in)
	}
}

// TestSessions: the secret is new at each sign-in, one that was planted is worth
// nothing, idle and absolute limits hold, and one sees and ends one's own.
func TestSessions(t *testing.T) {
	h := newHouse(t, false)
	id := h.person("anna@lindhamn.se", "isam", h.org)
	a := h.settle(h.browser(), id, "anna@lindhamn.se")
	b := h.browser()
	b.cookies[door.CookieName(false)] = "planted"
	h.signIn(b, a)
	first := b.session()
	if first == "planted" || len(first) < 50 {
		t.Errorf("session %q", first)
	}
	other := h.browser()
	h.signIn(other, a)
	page := b.get("/installningar/inloggning")
	want(t, page, 200, "här och nu", "App för koder", "10 reservkoder kvar")
	if strings.Contains(page.Body.String(), first) {
		t.Error("the page shows the secret")
	}
	want(t, b.post("/installningar/inloggning/avsluta", "session", store.Digest(other.session())), 303)
	want(t, other.get("/meny"), 401)
	want(t, b.get("/meny"), 200)
	h.signIn(other, a)
	want(t, b.post("/installningar/inloggning/avsluta"), 303)
	want(t, other.get("/meny"), 401)
	for range 5 {
		h.now = h.now.Add(29 * time.Minute)
		want(t, b.get("/meny"), 200)
	}
	h.now = h.now.Add(31 * time.Minute)
	want(t, b.get("/meny"), 401)
	h.signIn(b, a)
	for range 24 {
		h.now = h.now.Add(29 * time.Minute)
		b.get("/meny")
	}
	h.now = h.now.Add(29 * time.Minute)
	want(t, b.get("/meny"), 401, `name="to" value="/meny"`)
}

// TestDisabled: who has left is out at once, and comes in no more by any way.
func TestDisabled(t *testing.T) {
	h := newHouse(t, false)
	id := h.person("anna@lindhamn.se", "isam", h.org)
	b := h.browser()
	a := h.settle(b, id, "anna@lindhamn.se")
	reset := h.link("reset", id)
	reg, _ := h.db.Catalogue.Get("person")
	if _, err := h.do.Do(ctx, access.System(), command.Options{Via: "cli", Now: h.now}, command.Change{Op: "leave", Register: reg, ID: string(id), Fields: map[string]any{}}); err != nil {
		t.Fatal(err)
	}
	want(t, b.get("/meny"), 401)
	want(t, b.get(reset), 404)
	want(t, b.post(reset, "password", phrase), 404)
	want(t, h.browser().post("/in", "email", a.email, "password", a.password), 422)
}

// TestFresh: sensitive acts ask for a fresh sign-in and lead back.
func TestFresh(t *testing.T) {
	h := newHouse(t, false)
	id := h.person("anna@lindhamn.se", "isam", h.org)
	b := h.browser()
	a := h.settle(b, id, "anna@lindhamn.se")
	const at = "/installningar/inloggning/losenord"
	want(t, b.get(at), 200)
	h.now = h.now.Add(16 * time.Minute)
	want(t, b.get(at), 303, "/in/igen?till=%2Finstallningar%2Finloggning%2Flosenord")
	want(t, b.post(at, "old", phrase, "password", "ödlan simmar baklänges"), 303, "/in/igen")
	want(t, b.get("/in/igen?till=/installningar/inloggning/losenord"), 200, "Bekräfta att det är du")
	want(t, b.post("/in/igen", "password", "fel", "to", at), 422)
	before := b.session()
	want(t, b.post("/in/igen", "password", a.password, "to", at), 303, "/in/kod")
	want(t, b.post("/in/kod", "code", h.code(a)), 303, at)
	if b.session() == before {
		t.Error("the session is the same after signing in again")
	}
	other := h.browser()
	h.signIn(other, a)
	want(t, b.post(at, "old", "fel", "password", "ödlan simmar baklänges"), 422)
	want(t, b.post(at, "old", phrase, "password", "ödlan simmar baklänges"), 303)
	want(t, b.get("/installningar/inloggning?klart=losenord"), 200, "Lösenordet är bytt")
	want(t, other.get("/meny"), 401)
	want(t, h.browser().post("/in", "email", a.email, "password", phrase), 422)
	if got := h.actions(id); !slices.Contains(got, "set-password") {
		t.Errorf("the ledger says %v", got)
	}
}

// TestReset: by mail, alike for all addresses; the code is still asked for, and
// all sessions end.
func TestReset(t *testing.T) {
	h := newHouse(t, true)
	id := h.person("anna@lindhamn.se", "isam", h.org)
	b := h.browser()
	a := h.settle(b, id, "anna@lindhamn.se")
	x, y := h.browser().post("/in/glomt", "email", a.email), h.browser().post("/in/glomt", "email", "ingen@lindhamn.se")
	want(t, x, 200, "Om adressen finns hos oss")
	if x.Body.String() != y.Body.String() {
		t.Error("the answer tells who is known")
	}
	var resets int
	mails, err := h.db.Mails(ctx, "", 10)
	for _, m := range mails {
		if m.Kind == "reset" {
			resets++
		}
	}
	if err != nil || resets != 1 {
		t.Errorf("%d resets: %+v %v", resets, mails, err)
	}
	link := h.link("reset", id)
	c := h.browser()
	want(t, c.post(link, "password", "ödlan simmar baklänges"), 303, "/in/kod")
	want(t, b.get("/meny"), 401)
	want(t, c.get("/meny"), 401)
	want(t, c.post("/in/kod", "code", h.code(a)), 303)
	want(t, c.get("/meny"), 200)
	for range 4 {
		x = c.post("/in/glomt", "email", a.email)
	}
	want(t, x, 429)
	want(t, newHouse(t, false).browser().post("/in/glomt", "email", a.email), 404)
}

// TestWhoLetsIn: an administrator lets in only those whose every function lies
// within their own part of the tree, and the link is shown where no mail is set.
func TestWhoLetsIn(t *testing.T) {
	h := newHouse(t, false)
	admin, near, far := h.person("adm@lindhamn.se", "system_admin", h.org), h.person("nara@lindhamn.se", "isam", h.org), h.person("langt@lindhamn.se", "isam", h.far)
	b := h.browser()
	h.settle(b, admin, "adm@lindhamn.se")
	want(t, b.get("/persons/PER-0002"), 200, `href="/bjud-in/PER-0002"`)
	if w := b.get("/persons/PER-0003"); strings.Contains(w.Body.String(), "/bjud-in/") {
		t.Error("letting in is offered beyond the administrator's part")
	}
	want(t, b.get("/bjud-in/PER-0003"), 403)
	want(t, b.post("/bjud-in/PER-0003", "act", "invite"), 403)
	shown := b.post("/bjud-in/PER-0002", "act", "invite")
	want(t, shown, 200, "https://lis.example/valkommen/")
	at := strings.Index(shown.Body.String(), "/valkommen/")
	link := shown.Body.String()[at : at+len("/valkommen/")+52]
	c := h.browser()
	want(t, c.post(link, "password", phrase), 303)
	h.setUp(c, &keyring{})
	want(t, c.get("/bjud-in/PER-0001"), 403)
	want(t, c.get("/installningar/utskick"), 403)
	want(t, b.get("/installningar/utskick"), 200, "Ingen e-postserver är inställd")
	want(t, b.post("/bjud-in/PER-0002", "act", "anew"), 200, "/valkommen/")
	want(t, c.get("/meny"), 401)
	if got := h.actions(near); !slices.Equal(got, []string{"invite", "use-invite", "add-factor", "anew"}) {
		t.Errorf("the ledger says %v", got)
	}
	want(t, b.post("/bjud-in/PER-0002", "act", "rule"), 422)
	if got := h.actions(far); len(got) != 0 {
		t.Errorf("the ledger says %v", got)
	}
}

// TestFactors: one adds a second app and removes the first, never the last.
func TestFactors(t *testing.T) {
	h := newHouse(t, false)
	id := h.person("anna@lindhamn.se", "isam", h.org)
	b := h.browser()
	h.settle(b, id, "anna@lindhamn.se")
	fs, err := h.db.Factors(ctx, string(id))
	if err != nil {
		t.Fatal(err)
	}
	at := "/installningar/inloggning/ta-bort/" + fs[0].ID
	want(t, b.get(at), 200, "den enda du har")
	want(t, b.post(at), 403)
	page := b.get("/installningar/inloggning/kod")
	second := &keyring{seed: decodeSeed(t, seedIn.FindStringSubmatch(page.Body.String())[1])}
	token := tokenIn.FindStringSubmatch(page.Body.String())[1]
	want(t, h.browser().post("/in/ny-kod", "token", token, "code", h.code(second)), 303, "/in")
	want(t, b.post("/installningar/inloggning/kod", "token", token, "code", h.code(second)), 303, "klart=kod")
	want(t, b.post(at), 303)
	if fs, err = h.db.Factors(ctx, string(id)); err != nil || len(fs) != 1 || strings.HasSuffix(at, fs[0].ID) {
		t.Errorf("%+v %v", fs, err)
	}
	want(t, b.post("/installningar/inloggning/reservkoder"), 200, "Spara koderna")
}

// TestWaysIn holds the list of ways to a session (ASVS 6.3.4): a new one must
// be put here, and is then thought of.
func TestWaysIn(t *testing.T) {
	h := newHouse(t, false)
	var open []string
	for _, r := range h.gate.Routes() {
		if r.Method == "POST" && r.Need == door.Anyone {
			open = append(open, r.Pattern)
		}
	}
	slices.Sort(open)
	listed := []string{"/aterstall/{secret}", "/in", "/in/glomt", "/in/kod", "/in/ny-kod", "/in/nyckel", "/in/nyckel/borja", "/valkommen/{secret}", "/valkommen/{secret}/nyckel", "/valkommen/{secret}/nyckel/borja"}
	if !slices.Equal(open, listed) {
		t.Errorf("open to anybody: %v", open)
	}
	for _, p := range []string{"/in/nyckel", "/valkommen/x/nyckel"} {
		b := h.browser()
		if w := b.post(p); w.Code < 400 || b.session() != "" {
			t.Errorf("%s without a challenge: %d", p, w.Code)
		}
	}
	for _, to := range []string{"//evil.example", "/\\evil.example", "https://evil.example", "/in", "/in/../in/x", "javascript:alert(1)", "", "/%0d%0aX:1\r\n"} {
		w := h.browser().get("/in?till=" + strings.NewReplacer("\r", "%0d", "\n", "%0a", "\\", "%5c").Replace(to))
		want(t, w, 200, `name="to" value="/"`)
	}
}

// TestNewDevice: whoever signs in from a browser that has not been used before
// is told by mail, once for each browser and person; a way in that was set up
// just now has its own mail. The cookie lets nobody in.
func TestNewDevice(t *testing.T) {
	h := newHouse(t, true)
	told := func(id register.ID) (n int) {
		t.Helper()
		mails, err := h.db.Mails(ctx, "", 100)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range mails {
			if m.Person == string(id) && strings.HasPrefix(m.Subject, "Ny inloggning till ") {
				n++
				if !strings.Contains(m.Body, "Du loggade in från en enhet som du inte har använt förut: okänd webbläsare. Det skedde") {
					t.Errorf("the mail says %s", m.Body)
				}
			}
		}
		return n
	}
	anna, bo := h.person("anna@lindhamn.se", "isam", h.org), h.person("bo@lindhamn.se", "isam", h.org)
	first, second := h.browser(), h.browser()
	a := h.settle(first, anna, "anna@lindhamn.se")
	b := h.settle(h.browser(), bo, "bo@lindhamn.se")
	h.signIn(first, a)
	if n := told(anna); n != 0 {
		t.Errorf("%d mails of the browser where the way in was set up", n)
	}
	h.signIn(second, a)
	h.signIn(second, a)
	if n := told(anna); n != 1 {
		t.Errorf("%d mails of another browser", n)
	}
	h.signIn(second, b)
	if n := told(bo); n != 1 {
		t.Errorf("%d mails to another person in a browser that is known for the first", n)
	}
	h.signIn(first, b)
	h.signIn(second, a)
	if n := told(anna); n != 1 {
		t.Errorf("%d mails, once another person has used the browser", n)
	}
	want(t, second.post("/in/"+h.secret("link", anna)), 303)
	if n := told(anna); n != 1 {
		t.Errorf("%d mails after a link in a known browser", n)
	}
	third := h.browser()
	want(t, third.post("/in/"+h.secret("link", anna)), 303)
	if n := told(anna); n != 2 {
		t.Errorf("%d mails after a link in a new browser", n)
	}
	lone := h.browser()
	lone.cookies[door.CookieName(false)+"-device"] = third.cookies[door.CookieName(false)+"-device"]
	want(t, lone.get("/meny"), 401)
	lone.cookies[door.CookieName(false)] = lone.cookies[door.CookieName(false)+"-device"]
	want(t, lone.get("/meny"), 401)
	if l, err := h.db.Sessions(ctx, string(anna)); err != nil || strings.Contains(third.get("/installningar/inloggning").Body.String(), store.Digest(third.cookies[door.CookieName(false)+"-device"]+" "+string(anna))) {
		t.Errorf("a device stands among the sessions: %+v %v", l, err)
	}
	h.now = h.now.Add(401 * 24 * time.Hour)
	h.signIn(second, a)
	if n := told(anna); n != 3 {
		t.Errorf("%d mails when a browser has been forgotten", n)
	}
}

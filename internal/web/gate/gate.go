// Package gate is where people come in: passwords with a second factor,
// passkeys, invitations, resets, one's own sessions, and the outbox.
package gate

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/netip"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/signin"
	"genomlys/internal/store"
	"genomlys/internal/web"
	"genomlys/internal/web/page"

	"github.com/go-webauthn/webauthn/webauthn"
)

// Deps are what the gate needs of the house.
type Deps struct {
	Web     *web.Web
	Rules   signin.Rules
	Base    string         // address that people reach the installation at, https://lis.stad.example
	Key     []byte         // seals the seeds of one-time codes
	Mail    bool           // a mail server is set: links are sent, not shown
	Proxies []netip.Prefix // whose word on the caller's address is believed
}

// Gate answers for how one comes in.
type Gate struct {
	Deps
	*web.Web
	hasher *signin.Hasher
	keys   *webauthn.WebAuthn // nil = no passkeys
}

// mostHashes bounds how many passwords are worked on at once (19 MiB each).
const mostHashes = 4

// hashWait is how long one waits for one's turn.
const hashWait = 5 * time.Second

// New makes the gate.
func New(d Deps) (*Gate, error) {
	g := &Gate{Deps: d, Web: d.Web, hasher: signin.NewHasher(mostHashes)}
	if d.Web.Passkeys {
		var err error
		if g.keys, err = relyingParty(d.Base); err != nil {
			return nil, err
		}
	}
	d.Web.Offer("person", g.offer)
	d.Web.OnLet(func(rw http.ResponseWriter, r *door.Request, id register.ID) error { return g.device(rw, r, id, false) })
	return g, nil
}

// Routes is the gate's part of the table. Every way to a session is among them:
// POST /in/kod, /in/ny-kod, /in/nyckel and /valkommen/{secret}/nyckel, besides
// the one-time link of the machine's own administrator (POST /in/{secret}).
func (g *Gate) Routes() []door.Route {
	anyone := func(method, pattern string, h func(http.ResponseWriter, *door.Request) error) door.Route {
		return door.Route{Method: method, Pattern: pattern, Need: door.Anyone, Action: "sign in", Handle: h}
	}
	own := func(method, pattern string, fresh bool, h func(http.ResponseWriter, *door.Request) error) door.Route {
		return door.Route{Method: method, Pattern: pattern, Need: door.SignedIn, Action: "own ways in", Fresh: fresh, Handle: person(h)}
	}
	admin := func(method, pattern string, fresh bool, h func(http.ResponseWriter, *door.Request) error) door.Route {
		return door.Route{Method: method, Pattern: pattern, Need: door.SignedIn, Action: "let others in", Fresh: fresh, Handle: person(h)}
	}
	const mine = "/installningar/inloggning"
	return []door.Route{
		anyone("POST", "/in", g.signIn),
		anyone("GET", "/in/kod", g.askCode),
		anyone("POST", "/in/kod", g.takeCode),
		anyone("GET", "/in/ny-kod", g.askFirst),
		anyone("POST", "/in/ny-kod", g.takeFirst),
		anyone("POST", "/in/nyckel/borja", g.beginKey),
		anyone("POST", "/in/nyckel", g.endKey),
		anyone("GET", "/in/glomt", g.askReset),
		anyone("POST", "/in/glomt", g.takeReset),
		anyone("GET", "/valkommen/{secret}", g.welcome("invite")),
		anyone("POST", "/valkommen/{secret}", g.choose("invite")),
		anyone("POST", "/valkommen/{secret}/nyckel/borja", g.beginFirstKey),
		anyone("POST", "/valkommen/{secret}/nyckel", g.endFirstKey),
		anyone("GET", "/aterstall/{secret}", g.welcome("reset")),
		anyone("POST", "/aterstall/{secret}", g.choose("reset")),
		own("GET", "/in/igen", false, g.askAgain),
		own("POST", "/in/igen", false, g.takeAgain),
		own("GET", mine, false, g.account),
		own("GET", mine+"/losenord", true, g.askPassword),
		own("POST", mine+"/losenord", true, g.takePassword),
		own("GET", mine+"/kod", true, g.askGenerator),
		own("POST", mine+"/kod", true, g.takeGenerator),
		own("GET", mine+"/nyckel", true, g.askKey),
		own("POST", mine+"/nyckel/borja", true, g.beginOwnKey),
		own("POST", mine+"/nyckel", true, g.endOwnKey),
		own("GET", mine+"/ta-bort/{id}", true, g.askRemove),
		own("POST", mine+"/ta-bort/{id}", true, g.takeRemove),
		own("POST", mine+"/reservkoder", true, g.newRecovery),
		own("GET", mine+"/reservkoder", true, g.askRecovery),
		own("POST", mine+"/avsluta", false, g.endSessions),
		admin("GET", "/bjud-in/{ref}", true, g.askInvite),
		admin("POST", "/bjud-in/{ref}", true, g.takeInvite),
		admin("GET", "/installningar/utskick", false, g.outbox),
		admin("POST", "/installningar/utskick", false, g.resend),
	}
}

// person keeps tokens out: what is done with ways in is done by people.
func person(h func(http.ResponseWriter, *door.Request) error) func(http.ResponseWriter, *door.Request) error {
	return func(rw http.ResponseWriter, r *door.Request) error {
		if r.ByToken {
			return fault.New(fault.Denied, "people-only")
		}
		return h(rw, r)
	}
}

// org is the organisation that a person belongs to, whose ledger is told.
func (g *Gate) org(ctx context.Context, id register.ID) (register.ID, error) {
	reg := g.Register("person")
	rec, err := g.DB.Get(ctx, access.System().Read(reg), reg, string(id), time.Time{}, 0)
	if err != nil {
		return "", err
	}
	return rec.Org, nil
}

// change writes to the machine room, and what is noted to the ledger, in the
// name of whoever acts.
func (g *Gate) change(r *door.Request, who access.Caller, fn func(*store.Tx) error) error {
	_, err := g.DB.Write(r.Context(), r.Now, store.Act{Actor: who.Actor(), Via: "web", Set: string(register.NewID(r.Now))}, fn)
	return err
}

// as is a person as the ledger names them.
func as(id register.ID) access.Caller { return access.Caller{Person: id} }

// client is the caller's address, "" when it is a proxy's that nobody vouches for.
func (g *Gate) client(r *door.Request) string { return door.Client(r.Request, g.Secure, g.Proxies) }

// try counts a try under some names, the first being the one whose bursts the
// ledger is told of, and tells how long one must wait instead.
func (g *Gate) try(r *door.Request, about register.ID, limits ...store.Limit) (time.Duration, error) {
	var org register.ID
	var err error
	if about != "" {
		if org, err = g.org(r.Context(), about); err != nil {
			return 0, err
		}
	}
	var wait time.Duration
	err = g.change(r, access.System(), func(tx *store.Tx) error {
		w, n, err := tx.Try(limits...)
		wait = w
		if err != nil || w > 0 || about == "" || n == 0 || n%signin.PerAccount.Burst != 0 {
			return err
		}
		return tx.Note(org, about, "attempts")
	})
	return wait, err
}

func limit(name string, h signin.Holding) store.Limit {
	return store.Limit{Name: store.Digest(name), Window: h.Window, Wait: h.Wait}
}

// cookie keeps the secret of a step on the way in.
func (g *Gate) cookie(rw http.ResponseWriter, name, value string, life time.Duration) {
	age := int(life / time.Second)
	if value == "" {
		age = -1
	}
	http.SetCookie(rw, &http.Cookie{Name: g.cookieName(name), Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: g.Secure, SameSite: http.SameSiteLaxMode})
}

func (g *Gate) cookieName(name string) string { return door.CookieName(g.Secure) + "-" + name }

func (g *Gate) step(r *door.Request, name string) string {
	c, err := r.Cookie(g.cookieName(name))
	if err != nil {
		return ""
	}
	return c.Value
}

// answer writes JSON for the island of passkeys.
func answer(rw http.ResponseWriter, v any) error {
	rw.Header().Set("Content-Type", "application/json; charset=utf-8")
	if err := json.NewEncoder(rw).Encode(v); err != nil {
		return fmt.Errorf("write the answer: %w", err)
	}
	return nil
}

func wrongs(field string, texts ...string) (out []page.Wrong) {
	for _, t := range texts {
		out = append(out, page.Wrong{Field: field, Text: t})
	}
	return out
}

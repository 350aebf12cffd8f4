package gate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/signin"
	"genomlys/internal/store"
	"genomlys/internal/web"
	"genomlys/internal/web/page"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Named tells whether passkeys can be bound to an address: browsers bind them
// to a name, over TLS or on the machine itself, and never to a number.
func Named(base string) bool {
	u, err := url.Parse(base)
	if err != nil || u.Hostname() == "" {
		return false
	}
	if _, err := netip.ParseAddr(u.Hostname()); err == nil {
		return false
	}
	return u.Scheme == "https" || u.Hostname() == "localhost"
}

// relyingParty asks for keys that the device keeps and unlocks by its own
// means, so that a passkey is two factors; whose make it is, is not asked.
func relyingParty(base string) (*webauthn.WebAuthn, error) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, fmt.Errorf("read the base address: %w", err)
	}
	required := true
	w, err := webauthn.New(&webauthn.Config{
		RPID: u.Hostname(), RPDisplayName: page.Product(), RPOrigins: []string{u.Scheme + "://" + u.Host},
		AttestationPreference:  protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: &required, UserVerification: protocol.VerificationRequired},
	})
	if err != nil {
		return nil, fmt.Errorf("set passkeys up: %w", err)
	}
	return w, nil
}

// holder is a person as passkeys see them.
type holder struct {
	caller  access.Caller
	factors []store.Factor
	creds   []webauthn.Credential
}

func (h *holder) WebAuthnID() []byte                         { return handle(h.caller.Person) }
func (h *holder) WebAuthnName() string                       { return h.caller.Email }
func (h *holder) WebAuthnDisplayName() string                { return h.caller.Name }
func (h *holder) WebAuthnCredentials() []webauthn.Credential { return h.creds }

// of finds the factor that a passkey is kept as.
func (h *holder) of(id []byte) (store.Factor, bool) {
	n := 0
	for _, f := range h.factors {
		if f.Kind != "passkey" {
			continue
		}
		if string(h.creds[n].ID) == string(id) {
			return f, true
		}
		n++
	}
	return store.Factor{}, false
}

func (g *Gate) holder(r *door.Request, c access.Caller) (*holder, error) {
	h := &holder{caller: c}
	var err error
	if h.factors, err = g.DB.Factors(r.Context(), string(c.Person)); err != nil {
		return nil, err
	}
	for _, f := range h.factors {
		if f.Kind != "passkey" {
			continue
		}
		var cred webauthn.Credential
		if err := json.Unmarshal([]byte(f.Data), &cred); err != nil {
			return nil, fmt.Errorf("read a kept passkey: %w", err)
		}
		h.creds = append(h.creds, cred)
	}
	return h, nil
}

// challenge keeps what a passkey is asked, for the browser that asked alone.
func (g *Gate) challenge(rw http.ResponseWriter, r *door.Request, id register.ID, s *webauthn.SessionData) error {
	b, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("keep a challenge: %w", err)
	}
	secret := signin.Secret()
	err = g.DB.PutSession(r.Context(), secret, store.Session{Kind: "challenge", Person: string(id), Made: r.Now, Expires: r.Now.Add(g.Rules.Half), About: string(b)})
	if err != nil {
		return err
	}
	g.cookie(rw, "nyckel", secret, g.Rules.Half)
	return nil
}

// asked uses the challenge up: an answer is taken once.
func (g *Gate) asked(rw http.ResponseWriter, r *door.Request) (store.Session, webauthn.SessionData, error) {
	var data webauthn.SessionData
	s, err := g.DB.TakeSession(r.Context(), "challenge", g.step(r, "nyckel"), r.Now)
	if err != nil {
		return s, data, err
	}
	g.cookie(rw, "nyckel", "", 0)
	if err := json.Unmarshal([]byte(s.About), &data); err != nil {
		return s, data, fmt.Errorf("read a challenge: %w", err)
	}
	return s, data, nil
}

const maxKeyAnswer = 64 << 10

func keyAnswer(r *door.Request) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r.Body, maxKeyAnswer))
	if err != nil {
		return nil, fault.Wrap(fault.Malformed, "not-json", err)
	}
	return b, nil
}

var errKey = fault.New(fault.Denied, "passkey-refused")

func (g *Gate) needKeys() error {
	if g.keys == nil {
		return fault.New(fault.Unknown, "no-such-page")
	}
	return nil
}

func (g *Gate) beginKey(rw http.ResponseWriter, r *door.Request) error {
	if err := g.needKeys(); err != nil {
		return err
	}
	ask, data, err := g.keys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return fmt.Errorf("ask for a passkey: %w", err)
	}
	if err := g.challenge(rw, r, "", data); err != nil {
		return err
	}
	return answer(rw, ask)
}

func (g *Gate) endKey(rw http.ResponseWriter, r *door.Request) error {
	if err := g.needKeys(); err != nil {
		return err
	}
	_, data, err := g.asked(rw, r)
	if fault.Is(err, fault.Unknown) {
		return errKey
	}
	if err != nil {
		return err
	}
	b, err := keyAnswer(r)
	if err != nil {
		return err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(b)
	if err != nil {
		return errKey
	}
	var broken error
	user, cred, err := g.keys.ValidatePasskeyLogin(func(_, userHandle []byte) (webauthn.User, error) {
		c, err := g.Access.Person(r.Context(), register.ID(userHandle), r.Now)
		var h *holder
		if err == nil {
			h, err = g.holder(r, c)
		}
		if err != nil && !fault.Is(err, fault.Unknown) {
			broken = err
		}
		return h, err
	}, data, parsed)
	if broken != nil {
		return broken
	}
	if err != nil || cred.Authenticator.CloneWarning {
		return errKey
	}
	h, ok := user.(*holder)
	if !ok {
		return errKey
	}
	f, ok := h.of(cred.ID)
	if !ok {
		return errKey
	}
	kept, err := json.Marshal(cred)
	if err != nil {
		return fmt.Errorf("keep a passkey: %w", err)
	}
	if r.Caller.Person != "" && r.Caller.Person != h.caller.Person && r.URL.Query().Get("igen") == "1" {
		return errKey // asked once more, it must be the same person
	}
	if err := g.change(r, h.caller, func(tx *store.Tx) error { return tx.UsePasskey(f.ID, string(kept)) }); err != nil {
		return err
	}
	if err := g.begin(rw, r, h.caller.Person, false); err != nil {
		return err
	}
	return answer(rw, map[string]string{"to": web.LocalPath(r.URL.Query().Get("to"))})
}

// beginNew asks a device to make a passkey for a person.
func (g *Gate) beginNew(rw http.ResponseWriter, r *door.Request, c access.Caller) error {
	if err := g.needKeys(); err != nil {
		return err
	}
	h, err := g.holder(r, c)
	if err != nil {
		return err
	}
	ask, data, err := g.keys.BeginRegistration(h, webauthn.WithExclusions(webauthn.Credentials(h.creds).CredentialDescriptors()))
	if err != nil {
		return fmt.Errorf("ask for a new passkey: %w", err)
	}
	if err := g.challenge(rw, r, c.Person, data); err != nil {
		return err
	}
	return answer(rw, ask)
}

// made checks the passkey that a device has made.
func (g *Gate) made(rw http.ResponseWriter, r *door.Request, c access.Caller) (store.Factor, error) {
	var f store.Factor
	s, data, err := g.asked(rw, r)
	if fault.Is(err, fault.Unknown) || err == nil && s.Person != string(c.Person) {
		return f, errKey
	}
	if err != nil {
		return f, err
	}
	b, err := keyAnswer(r)
	if err != nil {
		return f, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(b)
	if err != nil || parsed.Response.AttestationObject.Format != "none" {
		return f, errKey // statements on the make are neither asked for nor read
	}
	h, err := g.holder(r, c)
	if err != nil {
		return f, err
	}
	cred, err := g.keys.CreateCredential(h, data, parsed)
	if err != nil {
		return f, errKey
	}
	kept, err := json.Marshal(cred)
	if err != nil {
		return f, fmt.Errorf("keep a passkey: %w", err)
	}
	return store.Factor{ID: string(register.NewID(r.Now)), Person: string(c.Person), Kind: "passkey", Name: web.Device(r.UserAgent()), Data: string(kept)}, nil
}

func (g *Gate) askKey(rw http.ResponseWriter, r *door.Request) error {
	if err := g.needKeys(); err != nil {
		return err
	}
	f, err := g.Frame(r, lang.GateNewKey.In(r.Lang))
	if err != nil {
		return err
	}
	return g.Show(rw, r.Context(), http.StatusOK, showNewKey(f))
}

func (g *Gate) beginOwnKey(rw http.ResponseWriter, r *door.Request) error {
	return g.beginNew(rw, r, r.Caller)
}

func (g *Gate) endOwnKey(rw http.ResponseWriter, r *door.Request) error {
	if err := g.needKeys(); err != nil {
		return err
	}
	f, err := g.made(rw, r, r.Caller)
	if err != nil {
		return err
	}
	org, err := g.org(r.Context(), r.Caller.Person)
	if err != nil {
		return err
	}
	err = g.change(r, r.Caller, func(tx *store.Tx) error {
		_, err := tx.EndKind(f.Person, "session", r.Session.Hash)
		return errors.Join(err, tx.AddFactor(f), tx.Note(org, r.Caller.Person, "add-factor", "passkey"), g.tell(tx, r, r.Caller.Person, lang.GateMailAdded))
	})
	if err != nil {
		return err
	}
	return answer(rw, map[string]string{"to": "/installningar/inloggning?klart=nyckel"})
}

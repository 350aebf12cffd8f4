package gate

import (
	"net/http"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/signin"
	"genomlys/internal/store"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// seedFor draws a seed that waits to be confirmed by its first code.
func (g *Gate) seedFor(r *door.Request, c access.Caller) (generatorPage, error) {
	seed, token := signin.NewSeed(), signin.Secret()
	sealed, err := signin.Seal(g.Key, seed, string(c.Person))
	if err != nil {
		return generatorPage{}, err
	}
	err = g.DB.PutSession(r.Context(), token, store.Session{Kind: "seed", Person: string(c.Person), Made: r.Now, Expires: r.Now.Add(g.Rules.Half), About: sealed})
	if err != nil {
		return generatorPage{}, err
	}
	return g.generator(seed, token, c)
}

func (g *Gate) generator(seed []byte, token string, c access.Caller) (generatorPage, error) {
	picture, err := picture(signin.SeedAddress(seed, page.Product(), c.Email))
	return generatorPage{Token: token, Seed: signin.SeedText(seed), Picture: picture}, err
}

// waiting is the seed that a form speaks of.
func (g *Gate) waiting(r *door.Request, c access.Caller) ([]byte, string, error) {
	token := r.PostForm.Get("token")
	s, err := g.DB.GetSession(r.Context(), "seed", token, r.Now)
	if err != nil {
		return nil, "", err
	}
	if s.Person != string(c.Person) {
		return nil, "", fault.New(fault.Unknown, "no-session")
	}
	seed, err := signin.Unseal(g.Key, s.About, s.Person)
	return seed, token, err
}

// enrol adds a code generator when the first code of it is right. New recovery
// codes come with the first of a person's factors.
func (g *Gate) enrol(r *door.Request, c access.Caller, seed []byte, token string) (ok bool, codes []string, err error) {
	step, ok := signin.Match(seed, r.PostForm.Get("code"), r.Now, 0)
	if !ok {
		return false, nil, nil
	}
	org, err := g.org(r.Context(), c.Person)
	if err != nil {
		return false, nil, err
	}
	sealed, err := signin.Seal(g.Key, seed, string(c.Person))
	if err != nil {
		return false, nil, err
	}
	left, err := g.DB.RecoveryLeft(r.Context(), string(c.Person))
	if err != nil {
		return false, nil, err
	}
	if left == 0 {
		codes = signin.RecoveryCodes()
	}
	err = g.change(r, c, func(tx *store.Tx) error {
		if _, err := tx.TakeSession("seed", token); err != nil {
			return err
		}
		if err := tx.AddFactor(store.Factor{ID: string(register.NewID(r.Now)), Person: string(c.Person), Kind: "totp", Name: lang.GateGenerator.In(r.Lang), Last: step, Data: sealed}); err != nil {
			return err
		}
		if err := keepRecovery(tx, c.Person, codes); err != nil {
			return err
		}
		if _, err := tx.EndKind(string(c.Person), "session", r.Session.Hash); err != nil {
			return err
		}
		if err := tx.Note(org, c.Person, "add-factor", "totp"); err != nil {
			return err
		}
		return g.tell(tx, r, c.Person, lang.GateMailAdded)
	})
	return err == nil, codes, err
}

func keepRecovery(tx *store.Tx, id register.ID, codes []string) error {
	if codes == nil {
		return nil
	}
	plain := make([]string, len(codes))
	for i, c := range codes {
		plain[i], _ = signin.Recovery(c)
	}
	return tx.SetRecovery(string(id), plain)
}

func (g *Gate) askFirst(rw http.ResponseWriter, r *door.Request) error {
	_, c, err := g.halfway(r, "enrol")
	if fault.Is(err, fault.Unknown) {
		return g.See(rw, r, "/in")
	}
	if err != nil {
		return err
	}
	p, err := g.seedFor(r, c)
	if err != nil {
		return err
	}
	return g.showGenerator(rw, r, http.StatusOK, "/in/ny-kod", p)
}

func (g *Gate) showGenerator(rw http.ResponseWriter, r *door.Request, status int, action string, p generatorPage) error {
	title := lang.GateNewGenerator.In(r.Lang)
	if len(p.Wrong) > 0 {
		title = lang.WrongTitle.With(r.Lang, title)
	}
	f, err := g.frame(r, title)
	if err != nil {
		return err
	}
	p.Action = action
	return g.Show(rw, r.Context(), status, showGenerator(f, p))
}

// frame is a guest's while one is not wholly in.
func (g *Gate) frame(r *door.Request, title string) (page.Frame, error) {
	if strings.HasPrefix(r.URL.Path, "/installningar") || strings.HasPrefix(r.URL.Path, "/bjud-in") {
		return g.Frame(r, title)
	}
	return g.Guest(r, title), nil
}

func (g *Gate) takeFirst(rw http.ResponseWriter, r *door.Request) error {
	if err := g.Form(r); err != nil {
		return err
	}
	s, c, err := g.halfway(r, "enrol")
	if fault.Is(err, fault.Unknown) {
		return g.See(rw, r, "/in")
	}
	if err != nil {
		return err
	}
	seed, token, err := g.waiting(r, c)
	if fault.Is(err, fault.Unknown) {
		return g.See(rw, r, "/in/ny-kod")
	}
	if err != nil {
		return err
	}
	ok, codes, err := g.enrol(r, c, seed, token)
	if err != nil {
		return err
	}
	if !ok {
		p, err := g.generator(seed, token, c)
		if err != nil {
			return err
		}
		p.Wrong = wrongs("code", lang.GateFirstWrong.In(r.Lang))
		return g.showGenerator(rw, r, http.StatusUnprocessableEntity, "/in/ny-kod", p)
	}
	if err := g.begin(rw, r, c.Person, true); err != nil {
		return err
	}
	return g.showRecovery(rw, r, codes, web.LocalPath(s.About))
}

func (g *Gate) showRecovery(rw http.ResponseWriter, r *door.Request, codes []string, to string) error {
	if codes == nil {
		return g.See(rw, r, to)
	}
	f, err := g.frame(r, lang.GateRecovery.In(r.Lang))
	if err != nil {
		return err
	}
	return g.Show(rw, r.Context(), http.StatusOK, showRecovery(f, recoveryPage{Codes: codes, To: to}))
}

func (g *Gate) askGenerator(rw http.ResponseWriter, r *door.Request) error {
	p, err := g.seedFor(r, r.Caller)
	if err != nil {
		return err
	}
	return g.showGenerator(rw, r, http.StatusOK, "/installningar/inloggning/kod", p)
}

func (g *Gate) takeGenerator(rw http.ResponseWriter, r *door.Request) error {
	if err := g.Form(r); err != nil {
		return err
	}
	seed, token, err := g.waiting(r, r.Caller)
	if fault.Is(err, fault.Unknown) {
		return g.See(rw, r, "/installningar/inloggning/kod")
	}
	if err != nil {
		return err
	}
	ok, codes, err := g.enrol(r, r.Caller, seed, token)
	if err != nil {
		return err
	}
	if !ok {
		p, err := g.generator(seed, token, r.Caller)
		if err != nil {
			return err
		}
		p.Wrong = wrongs("code", lang.GateFirstWrong.In(r.Lang))
		return g.showGenerator(rw, r, http.StatusUnprocessableEntity, "/installningar/inloggning/kod", p)
	}
	return g.showRecovery(rw, r, codes, "/installningar/inloggning?klart=kod")
}

// handle is a person's handle for passkeys: their identity, which says nothing.
func handle(id register.ID) []byte { return []byte(id) }

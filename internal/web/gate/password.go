package gate

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

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

// signIn takes address and password. Whether the address is known shows neither
// in the text nor in the time.
func (g *Gate) signIn(rw http.ResponseWriter, r *door.Request) error {
	if err := g.Form(r); err != nil {
		return err
	}
	s := page.SignIn{Email: strings.TrimSpace(r.PostForm.Get("email")), To: web.LocalPath(r.PostForm.Get("to"))}
	password := r.PostForm.Get("password")
	if s.Email == "" {
		s.Wrong = append(s.Wrong, wrongs("email", lang.GateNeedEmail.In(r.Lang))...)
	}
	if password == "" {
		s.Wrong = append(s.Wrong, wrongs("password", lang.GateNeedPassword.In(r.Lang))...)
	}
	if len(s.Wrong) > 0 {
		return g.Show(rw, r.Context(), http.StatusUnprocessableEntity, g.SignInPage(r, s))
	}
	c, err := g.Access.ByEmail(r.Context(), s.Email, r.Now)
	if err != nil && !fault.Is(err, fault.Unknown) {
		return err
	}
	wait, ok, err := g.right(r, c.Person, s.Email, password)
	switch {
	case err != nil:
		return err
	case wait > 0:
		s.Wait = held(rw, r, wait)
		return g.Show(rw, r.Context(), http.StatusTooManyRequests, g.SignInPage(r, s))
	case !ok:
		s.Wrong = wrongs("email", lang.GateNotRight.In(r.Lang))
		return g.Show(rw, r.Context(), http.StatusUnprocessableEntity, g.SignInPage(r, s))
	}
	return g.second(rw, r, c, s.To)
}

// held tells how long to wait.
func held(rw http.ResponseWriter, r *door.Request, wait time.Duration) string {
	n := int(wait/time.Second) + 1
	rw.Header().Set("Retry-After", strconv.Itoa(n))
	if n > 90 {
		return lang.GateWaitMinutes.Of(r.Lang, (n+59)/60)
	}
	return lang.GateWaitSeconds.Of(r.Lang, n)
}

// right tells whether a password is a person's, and counts the try.
func (g *Gate) right(r *door.Request, id register.ID, email, password string) (time.Duration, bool, error) {
	email = strings.ToLower(email)
	client := g.client(r)
	account, pair := limit("account "+email, signin.PerAccount), limit("pair "+email+" "+client, signin.PerPair)
	limits := []store.Limit{account, pair}
	if client != "" {
		limits = append(limits, limit("address "+client, signin.PerAddress))
	}
	wait, err := g.try(r, id, limits...)
	if err != nil || wait > 0 {
		return wait, false, err
	}
	kept, _, err := g.DB.Password(r.Context(), string(id))
	if err != nil {
		return 0, false, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), hashWait)
	defer cancel()
	ok, err := g.hasher.Verify(ctx, kept, password)
	if err != nil || !ok {
		return 0, false, err
	}
	return 0, true, g.change(r, as(id), func(tx *store.Tx) error { return tx.Succeeded(account.Name, pair.Name) })
}

// second leads on from the password: to the code, to setting one up, or in.
func (g *Gate) second(rw http.ResponseWriter, r *door.Request, c access.Caller, to string) error {
	factors, err := g.DB.Factors(r.Context(), string(c.Person))
	if err != nil {
		return err
	}
	var functions []string
	for _, h := range c.Held {
		functions = append(functions, h.Function)
	}
	scope, next := "code", "/in/kod"
	if len(factors) == 0 {
		if !signin.NeedsSecond(functions) {
			return g.in(rw, r, c.Person, to)
		}
		scope, next = "enrol", "/in/ny-kod"
	}
	if err := g.half(rw, r, c.Person, scope, to); err != nil {
		return err
	}
	return g.See(rw, r, next)
}

// half lets somebody halfway in: as far as to the code.
func (g *Gate) half(rw http.ResponseWriter, r *door.Request, id register.ID, scope, to string) error {
	secret := signin.Secret()
	err := g.DB.PutSession(r.Context(), secret, store.Session{Kind: "half", Person: string(id), Scope: scope, Made: r.Now, Expires: r.Now.Add(g.Rules.Half), About: to})
	if err != nil {
		return err
	}
	g.cookie(rw, "half", secret, g.Rules.Half)
	return nil
}

// halfway is who has come so far as to the code, and where they were going.
func (g *Gate) halfway(r *door.Request, scope string) (store.Session, access.Caller, error) {
	s, err := g.DB.GetSession(r.Context(), "half", g.step(r, "half"), r.Now)
	if err != nil {
		return s, access.Caller{}, err
	}
	if s.Scope != scope {
		return s, access.Caller{}, fault.New(fault.Unknown, "no-session")
	}
	c, err := g.Access.Person(r.Context(), register.ID(s.Person), r.Now)
	return s, c, err
}

// in lets somebody in; what was halfway is over.
func (g *Gate) in(rw http.ResponseWriter, r *door.Request, id register.ID, to string) error {
	if err := g.begin(rw, r, id, false); err != nil {
		return err
	}
	return g.See(rw, r, web.LocalPath(to))
}

// begin makes the session. Told are those who set up a way in just now.
func (g *Gate) begin(rw http.ResponseWriter, r *door.Request, id register.ID, told bool) error {
	if err := g.change(r, as(id), func(tx *store.Tx) error {
		_, err := tx.EndKind(string(id), "half", "")
		return err
	}); err != nil {
		return err
	}
	g.cookie(rw, "half", "", 0)
	if err := g.device(rw, r, id, told); err != nil {
		return err
	}
	return g.Begin(rw, r, id)
}

func (g *Gate) askCode(rw http.ResponseWriter, r *door.Request) error {
	s, _, err := g.halfway(r, "code")
	if fault.Is(err, fault.Unknown) {
		return g.See(rw, r, "/in")
	}
	if err != nil {
		return err
	}
	return g.showCode(rw, r, http.StatusOK, codePage{To: s.About})
}

func (g *Gate) showCode(rw http.ResponseWriter, r *door.Request, status int, p codePage) error {
	p.Passkeys = g.Passkeys
	title := lang.GateCodeTitle.In(r.Lang)
	if len(p.Wrong) > 0 {
		title = lang.WrongTitle.With(r.Lang, title)
	}
	return g.Show(rw, r.Context(), status, showCode(g.Guest(r, title), p))
}

func (g *Gate) takeCode(rw http.ResponseWriter, r *door.Request) error {
	if err := g.Form(r); err != nil {
		return err
	}
	s, c, err := g.halfway(r, "code")
	if fault.Is(err, fault.Unknown) {
		return g.See(rw, r, "/in")
	}
	if err != nil {
		return err
	}
	wait, ok, err := g.codeRight(r, c.Person, r.PostForm.Get("code"))
	switch {
	case err != nil:
		return err
	case wait > 0:
		return g.showCode(rw, r, http.StatusTooManyRequests, codePage{To: s.About, Wait: held(rw, r, wait)})
	case !ok:
		return g.showCode(rw, r, http.StatusUnprocessableEntity, codePage{To: s.About, Wrong: wrongs("code", lang.GateCodeWrong.In(r.Lang))})
	}
	return g.in(rw, r, c.Person, s.About)
}

var errCode = errors.New("not a code")

// codeRight uses up a one-time code or a recovery code of a person.
func (g *Gate) codeRight(r *door.Request, id register.ID, given string) (time.Duration, bool, error) {
	held := limit("code "+string(id), signin.PerCode)
	wait, err := g.try(r, id, held)
	if err != nil || wait > 0 {
		return wait, false, err
	}
	factors, err := g.DB.Factors(r.Context(), string(id))
	if err != nil {
		return 0, false, err
	}
	org, err := g.org(r.Context(), id)
	if err != nil {
		return 0, false, err
	}
	err = g.change(r, as(id), func(tx *store.Tx) error {
		if recovery, ok := signin.Recovery(given); ok {
			used, err := tx.UseRecovery(string(id), recovery)
			if err != nil || !used {
				return errors.Join(err, errCode)
			}
			return errors.Join(tx.Succeeded(held.Name), tx.Note(org, id, "use-recovery-code"), g.tell(tx, r, id, lang.GateMailRecovery))
		}
		for _, f := range factors {
			if f.Kind != "totp" {
				continue
			}
			seed, err := signin.Unseal(g.Key, f.Data, f.Person)
			if err != nil {
				return err
			}
			step, ok := signin.Match(seed, given, r.Now, f.Last)
			if !ok {
				continue
			}
			used, err := tx.UseCode(f.ID, step)
			if err != nil {
				return err
			}
			if used {
				return tx.Succeeded(held.Name)
			}
		}
		return errCode
	})
	if errors.Is(err, errCode) {
		return 0, false, nil
	}
	return 0, err == nil, err
}

// askAgain asks somebody who is signed in to show once more who they are.
func (g *Gate) askAgain(rw http.ResponseWriter, r *door.Request) error {
	return g.Show(rw, r.Context(), http.StatusOK, g.SignInPage(r, page.SignIn{Again: true, Email: r.Caller.Email, To: web.LocalPath(r.URL.Query().Get("till"))}))
}

func (g *Gate) takeAgain(rw http.ResponseWriter, r *door.Request) error {
	if err := g.Form(r); err != nil {
		return err
	}
	s := page.SignIn{Again: true, Email: r.Caller.Email, To: web.LocalPath(r.PostForm.Get("to"))}
	wait, ok, err := g.right(r, r.Caller.Person, r.Caller.Email, r.PostForm.Get("password"))
	switch {
	case err != nil:
		return err
	case wait > 0:
		s.Wait = held(rw, r, wait)
		return g.Show(rw, r.Context(), http.StatusTooManyRequests, g.SignInPage(r, s))
	case !ok:
		s.Wrong = wrongs("password", lang.GatePasswordNot.In(r.Lang))
		return g.Show(rw, r.Context(), http.StatusUnprocessableEntity, g.SignInPage(r, s))
	}
	return g.second(rw, r, r.Caller, s.To)
}

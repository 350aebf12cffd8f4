package web

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

// sessionLife is how long one is signed in: over a working day, so that nobody
// is thrown out while writing (WCAG 2.2.1).
const sessionLife = 20 * time.Hour

func (w *Web) signIn(rw http.ResponseWriter, r *door.Request) error {
	return w.Show(rw, r.Context(), http.StatusOK, page.SignInPage(w.Guest(r, lang.SignIn.In(r.Lang))))
}

// link finds the one-time link of the address without using it up. The link of
// the first administrator is none when somebody is there already.
func (w *Web) link(r *door.Request) (store.Session, error) {
	s, err := w.DB.GetSession(r.Context(), "link", r.PathValue("secret"), r.Now)
	if err != nil || s.Person != "" {
		return s, err
	}
	people, ok := w.DB.Catalogue.Get("person")
	if !ok {
		return s, fault.New(fault.Unknown, "no-such-register", "person")
	}
	p, err := w.DB.Find(r.Context(), access.System().Read(people), store.Query{Register: people, Limit: 1})
	if err == nil && len(p.Records) > 0 {
		err = fault.New(fault.Unknown, "no-session")
	}
	return s, err
}

// unusable tells that a link cannot be used, alike for all reasons.
func (w *Web) unusable(rw http.ResponseWriter, r *door.Request) error {
	f := w.Guest(r, lang.LinkUsed.In(r.Lang))
	return w.Show(rw, r.Context(), http.StatusNotFound, page.OopsPage(f, page.Oops{Title: f.Title, Text: lang.LinkUsedMore.In(r.Lang), ID: r.ID}))
}

// confirm shows the button that uses the link up: programs that follow links in
// mail to examine them press no buttons.
func (w *Web) confirm(rw http.ResponseWriter, r *door.Request) error {
	s, err := w.link(r)
	if fault.Is(err, fault.Unknown) {
		return w.unusable(rw, r)
	}
	if err != nil {
		return err
	}
	if s.Person == "" {
		return w.Show(rw, r.Context(), http.StatusOK, page.FirstPage(w.Guest(r, lang.FirstStart.In(r.Lang)), page.First{}))
	}
	return w.Show(rw, r.Context(), http.StatusOK, page.ConfirmPage(w.Guest(r, lang.SignIn.In(r.Lang))))
}

func (w *Web) enter(rw http.ResponseWriter, r *door.Request) error {
	s, err := w.link(r)
	if fault.Is(err, fault.Unknown) {
		return w.unusable(rw, r)
	}
	if err != nil {
		return err
	}
	if s.Person == "" {
		return w.first(rw, r)
	}
	if _, err := w.Access.Person(r.Context(), register.ID(s.Person), r.Now); err != nil {
		if fault.Is(err, fault.Unknown) {
			return w.unusable(rw, r)
		}
		return err
	}
	if _, err = w.DB.TakeSession(r.Context(), "link", r.PathValue("secret"), r.Now); err != nil {
		if fault.Is(err, fault.Unknown) {
			return w.unusable(rw, r)
		}
		return err
	}
	return w.let(rw, r, register.ID(s.Person))
}

// let signs a person in and leads to Lägesbild.
func (w *Web) let(rw http.ResponseWriter, r *door.Request, person register.ID) error {
	b := make([]byte, 32)
	if _, err := rand.Read(b); err != nil {
		panic(err) // without randomness nothing can be kept secret
	}
	secret := base64.RawURLEncoding.EncodeToString(b)
	err := w.DB.PutSession(r.Context(), secret, store.Session{Kind: "session", Person: string(person), Made: r.Now, Expires: r.Now.Add(sessionLife), About: lang.SessionHere.In(r.Lang)})
	if err != nil {
		return err
	}
	w.cookie(rw, secret, int(sessionLife/time.Second))
	http.Redirect(rw, r.Request, "/", http.StatusSeeOther)
	return nil
}

func (w *Web) cookie(rw http.ResponseWriter, value string, age int) {
	http.SetCookie(rw, &http.Cookie{Name: door.CookieName(w.Secure), Value: value, Path: "/", MaxAge: age, HttpOnly: true, Secure: w.Secure, SameSite: http.SameSiteLaxMode})
}

// leave signs out: this session alone ends.
func (w *Web) leave(rw http.ResponseWriter, r *door.Request) error {
	if r.ByToken {
		return fault.New(fault.Denied, "read-only-token")
	}
	if err := w.DB.EndSession(r.Context(), string(r.Caller.Person), r.Session.Hash); err != nil {
		return err
	}
	w.cookie(rw, "", -1)
	http.Redirect(rw, r.Request, "/in", http.StatusSeeOther)
	return nil
}

// first makes the first organisation and its administrator, and signs in.
func (w *Web) first(rw http.ResponseWriter, r *door.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Malformed, "not-a-form")
	}
	x := page.First{Name: strings.TrimSpace(r.PostForm.Get("name")), Email: strings.TrimSpace(r.PostForm.Get("email")), Org: strings.TrimSpace(r.PostForm.Get("org"))}
	for _, need := range []struct {
		id, value string
		text      lang.Text
	}{{"name", x.Name, lang.WriteName}, {"email", x.Email, lang.AddressLetter}, {"org", x.Org, lang.WriteOrg}} {
		if need.value == "" {
			x.Wrong = append(x.Wrong, page.Wrong{Field: need.id, Text: need.text.In(r.Lang)})
		}
	}
	person, changes, err := w.firstChanges(r, x)
	if err != nil {
		return err
	}
	if len(x.Wrong) == 0 {
		// All is tried before the link is used up, so that a mistake in the
		// form does not cost the link.
		err = w.make(r.Context(), r.Now, true, changes)
		if x.Wrong = firstWrong(r.Lang, err); err != nil && len(x.Wrong) == 0 {
			return err
		}
	}
	if len(x.Wrong) > 0 {
		f := w.Guest(r, lang.WrongTitle.With(r.Lang, lang.FirstStart.In(r.Lang)))
		return w.Show(rw, r.Context(), http.StatusUnprocessableEntity, page.FirstPage(f, x))
	}
	if _, err := w.DB.TakeSession(r.Context(), "link", r.PathValue("secret"), r.Now); err != nil {
		if fault.Is(err, fault.Unknown) {
			return w.unusable(rw, r)
		}
		return err
	}
	if err := w.make(r.Context(), r.Now, false, changes); err != nil {
		return err
	}
	return w.let(rw, r, person)
}

func (w *Web) firstChanges(r *door.Request, x page.First) (register.ID, []command.Change, error) {
	var regs [3]*register.Register
	for i, n := range []string{"org", "person", "role_assignment"} {
		reg, ok := w.DB.Catalogue.Get(n)
		if !ok {
			return "", nil, fault.New(fault.Unknown, "no-such-register", n)
		}
		regs[i] = reg
	}
	org, person := register.NewID(r.Now), register.NewID(r.Now)
	title := regs[2].Must("function").Choices.Label("system_admin").In(r.Lang)
	return person, []command.Change{
		{Op: "create", Register: regs[0], NewID: org, Fields: map[string]any{"title": x.Org, "kind": "office", "own_unit": "yes"}},
		{Op: "create", Register: regs[1], NewID: person, Org: org, Fields: map[string]any{"title": x.Name, "email": x.Email}},
		{Op: "create", Register: regs[2], Org: org, Fields: map[string]any{"title": title, "function": "system_admin", "person": string(person)}},
	}, nil
}

func (w *Web) make(ctx context.Context, now time.Time, dry bool, changes []command.Change) error {
	_, err := w.Commands.Do(ctx, access.System(), command.Options{Via: "web", Reason: "first-administrator", Now: now, Dry: dry}, changes...)
	return err
}

// firstWrong puts what the command refused at the control it came from.
func firstWrong(l lang.Lang, err error) []page.Wrong {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		return nil
	}
	var out []page.Wrong
	for _, p := range f.Problems {
		id := "org"
		switch {
		case p.Field == "email":
			id = "email"
		case p.Index == 1:
			id = "name"
		}
		out = append(out, page.Wrong{Field: id, Text: lang.Problem(l, p, "")})
	}
	return out
}

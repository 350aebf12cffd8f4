package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/signin"
	"genomlys/internal/store"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

func (w *Web) signIn(rw http.ResponseWriter, r *door.Request) error {
	return w.Show(rw, r.Context(), http.StatusOK, w.SignInPage(r, page.SignIn{To: LocalPath(r.URL.Query().Get("till"))}))
}

// SignInPage is the page by which one comes in, as it stands.
func (w *Web) SignInPage(r *door.Request, s page.SignIn) templ.Component {
	s.Passkeys = w.Passkeys
	title := lang.SignIn.In(r.Lang)
	if len(s.Wrong) > 0 {
		title = lang.WrongTitle.With(r.Lang, title)
	}
	f := w.Guest(r, title)
	f.Fonts = f.Fonts[:1] // the page uses one face, so that it comes fast the first time
	return page.SignInPage(f, s)
}

// LocalPath gives an address within the installation that one was on the way
// to, else the first page: nothing that a browser could read as another host.
func LocalPath(s string) string {
	u, err := url.Parse(s)
	if err != nil || len(s) > 2000 || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsAny(s, "\\\x00\r\n\t") || u.Host != "" || u.Scheme != "" || strings.HasPrefix(path.Clean(u.Path), "/in") && (path.Clean(u.Path) == "/in" || strings.HasPrefix(path.Clean(u.Path), "/in/")) {
		return "/"
	}
	return s
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
	return w.Let(rw, r, register.ID(s.Person), "/")
}

// Let signs a person in and leads to an address. The session is a new one
// whatever there was before: a secret that somebody planted is worth nothing.
func (w *Web) Let(rw http.ResponseWriter, r *door.Request, person register.ID, to string) error {
	if w.onLet != nil {
		if err := w.onLet(rw, r, person); err != nil {
			return err
		}
	}
	if err := w.Begin(rw, r, person); err != nil {
		return err
	}
	return w.See(rw, r, to)
}

// OnLet is done before somebody who has a one-time link is let in.
func (w *Web) OnLet(do func(http.ResponseWriter, *door.Request, register.ID) error) { w.onLet = do }

// Begin makes the session and its cookie.
func (w *Web) Begin(rw http.ResponseWriter, r *door.Request, person register.ID) error {
	if r.Session.Kind == "session" {
		if err := w.DB.EndSession(r.Context(), r.Session.Person, r.Session.Hash); err != nil {
			return err
		}
	}
	secret := signin.Secret()
	err := w.DB.PutSession(r.Context(), secret, store.Session{Kind: "session", Person: string(person), Made: r.Now, Expires: r.Now.Add(w.Life), About: Device(r.UserAgent())})
	if err != nil {
		return err
	}
	w.cookie(rw, secret, int(w.Life/time.Second))
	return nil
}

// Device names browser and system in two words, for the list of one's sessions.
func Device(agent string) string {
	first := func(pairs ...string) string {
		for i := 0; i < len(pairs); i += 2 {
			if strings.Contains(agent, pairs[i]) {
				return pairs[i+1]
			}
		}
		return ""
	}
	browser := first("Edg/", "Edge", "Firefox/", "Firefox", "Chrome/", "Chrome", "Safari/", "Safari")
	system := first("Windows", "Windows", "Android", "Android", "iPhone", "iPhone", "iPad", "iPad", "Mac OS X", "macOS", "Linux", "Linux")
	return strings.TrimSpace(browser + " " + system)
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
	if w.Secure {
		rw.Header().Set("Clear-Site-Data", `"cache", "storage"`) // what was written must not stay on the machine (ASVS 14.3.1)
	}
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
	return w.Let(rw, r, person, "/")
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

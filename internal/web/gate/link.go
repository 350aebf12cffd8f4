package gate

import (
	"errors"
	"net/http"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/mail"
	"genomlys/internal/register"
	"genomlys/internal/signin"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

// linkPaths are where the one-time links of each kind lead.
var linkPaths = map[string]string{"invite": "/valkommen/", "reset": "/aterstall/"}

// linked is whom a one-time link is for, without using it up: programs that
// examine links in mail fetch them.
func (g *Gate) linked(r *door.Request, kind string) (access.Caller, error) {
	s, err := g.DB.GetSession(r.Context(), kind, r.PathValue("secret"), r.Now)
	if err != nil {
		return access.Caller{}, err
	}
	return g.Access.Person(r.Context(), register.ID(s.Person), r.Now)
}

// unusable tells that a link cannot be used, alike for all reasons.
func (g *Gate) unusable(rw http.ResponseWriter, r *door.Request) error {
	f := g.Guest(r, lang.LinkUsed.In(r.Lang))
	return g.Show(rw, r.Context(), http.StatusNotFound, page.OopsPage(f, page.Oops{Title: f.Title, Text: lang.LinkUsedMore.In(r.Lang), ID: r.ID}))
}

func (g *Gate) welcome(kind string) func(http.ResponseWriter, *door.Request) error {
	return func(rw http.ResponseWriter, r *door.Request) error {
		c, err := g.linked(r, kind)
		if fault.Is(err, fault.Unknown) {
			return g.unusable(rw, r)
		}
		if err != nil {
			return err
		}
		return g.showChoose(rw, r, http.StatusOK, choosePage{Kind: kind, Email: c.Email, Name: c.Name})
	}
}

func (g *Gate) showChoose(rw http.ResponseWriter, r *door.Request, status int, p choosePage) error {
	p.Passkeys = g.Passkeys && p.Kind == "invite"
	p.Action = linkPaths[p.Kind] + r.PathValue("secret")
	title := lang.GateWelcome.In(r.Lang)
	if p.Kind == "reset" {
		title = lang.GateNewPassword.In(r.Lang)
	}
	if len(p.Wrong) > 0 {
		title = lang.WrongTitle.With(r.Lang, title)
	}
	return g.Show(rw, r.Context(), status, showChoose(g.Guest(r, title), p))
}

// choose takes the password that somebody with a link has chosen. The second
// factor is not passed by: it is asked for, or set up, next.
func (g *Gate) choose(kind string) func(http.ResponseWriter, *door.Request) error {
	return func(rw http.ResponseWriter, r *door.Request) error {
		if err := g.Form(r); err != nil {
			return err
		}
		c, err := g.linked(r, kind)
		if fault.Is(err, fault.Unknown) {
			return g.unusable(rw, r)
		}
		if err != nil {
			return err
		}
		password := r.PostForm.Get("password")
		if p, err := g.refused(r, c, password); err != nil || p != nil {
			if err != nil {
				return err
			}
			return g.showChoose(rw, r, http.StatusUnprocessableEntity, choosePage{Kind: kind, Email: c.Email, Name: c.Name, Wrong: p})
		}
		hash, err := g.hasher.Hash(r.Context(), password)
		if err != nil {
			return err
		}
		org, err := g.org(r.Context(), c.Person)
		if err != nil {
			return err
		}
		err = g.change(r, as(c.Person), func(tx *store.Tx) error {
			if _, err := tx.TakeSession(kind, r.PathValue("secret")); err != nil {
				return err
			}
			return errors.Join(tx.SetPassword(string(c.Person), hash), tx.EndPerson(string(c.Person)), tx.Note(org, c.Person, "use-"+kind, "password"), g.tell(tx, r, c.Person, lang.GateMailPassword))
		})
		if fault.Is(err, fault.Unknown) {
			return g.unusable(rw, r)
		}
		if err != nil {
			return err
		}
		return g.second(rw, r, c, "/")
	}
}

// refused tells what is wrong with a password somebody wants.
func (g *Gate) refused(r *door.Request, c access.Caller, password string) ([]page.Wrong, error) {
	about := []string{c.Name, c.Email, page.Product()}
	reg := g.Register("org")
	err := g.DB.Each(r.Context(), access.System().Read(reg), store.Query{Register: reg, Limit: 200}, func(rec *register.Record) error {
		about = append(about, rec.Text("title"), rec.Text("short"))
		return nil
	})
	if err != nil {
		return nil, err
	}
	if p := signin.Check(password, about...); p != nil {
		return wrongs("password", lang.Problem(r.Lang, *p, "")), nil
	}
	return nil, nil
}

// beginFirstKey and endFirstKey let an invited person choose a passkey instead
// of a password.
func (g *Gate) beginFirstKey(rw http.ResponseWriter, r *door.Request) error {
	c, err := g.linked(r, "invite")
	if err != nil {
		return err
	}
	return g.beginNew(rw, r, c)
}

func (g *Gate) endFirstKey(rw http.ResponseWriter, r *door.Request) error {
	if err := g.needKeys(); err != nil {
		return err
	}
	c, err := g.linked(r, "invite")
	if err != nil {
		return err
	}
	f, err := g.made(rw, r, c)
	if err != nil {
		return err
	}
	org, err := g.org(r.Context(), c.Person)
	if err != nil {
		return err
	}
	err = g.change(r, as(c.Person), func(tx *store.Tx) error {
		if _, err := tx.TakeSession("invite", r.PathValue("secret")); err != nil {
			return err
		}
		return errors.Join(tx.EndPerson(string(c.Person)), tx.AddFactor(f), tx.Note(org, c.Person, "use-invite", "passkey"), g.tell(tx, r, c.Person, lang.GateMailAdded))
	})
	if err != nil {
		return err
	}
	if err := g.begin(rw, r, c.Person, true); err != nil {
		return err
	}
	return answer(rw, map[string]string{"to": "/"})
}

func (g *Gate) askReset(rw http.ResponseWriter, r *door.Request) error {
	return g.Show(rw, r.Context(), http.StatusOK, showReset(g.Guest(r, lang.GateForgotTitle.In(r.Lang)), resetPage{Mail: g.Mail}))
}

// takeReset sends a link to whoever has the address; the answer is the same
// when nobody has it.
func (g *Gate) takeReset(rw http.ResponseWriter, r *door.Request) error {
	if !g.Mail {
		return fault.New(fault.Unknown, "no-such-page")
	}
	if err := g.Form(r); err != nil {
		return err
	}
	email := strings.ToLower(strings.TrimSpace(r.PostForm.Get("email")))
	f := g.Guest(r, lang.GateForgotTitle.In(r.Lang))
	if mail.Address(email) != nil {
		f.Title = lang.WrongTitle.With(r.Lang, f.Title)
		return g.Show(rw, r.Context(), http.StatusUnprocessableEntity, showReset(f, resetPage{Mail: true, Email: email, Wrong: wrongs("email", lang.AddressLetter.In(r.Lang))}))
	}
	c, err := g.Access.ByEmail(r.Context(), email, r.Now)
	if err != nil && !fault.Is(err, fault.Unknown) {
		return err
	}
	limits := []store.Limit{limit("reset "+email, signin.PerLink)}
	if at := g.client(r); at != "" {
		limits = append(limits, limit("reset from "+at, signin.PerAddress))
	}
	wait, err := g.try(r, "", limits...)
	if err != nil {
		return err
	}
	if wait > 0 {
		return g.Show(rw, r.Context(), http.StatusTooManyRequests, showReset(f, resetPage{Mail: true, Email: email, Wait: held(rw, r, wait)}))
	}
	if c.Person != "" {
		org, err := g.org(r.Context(), c.Person)
		if err != nil {
			return err
		}
		err = g.change(r, access.System(), func(tx *store.Tx) error {
			_, err := tx.EndKind(string(c.Person), "reset", "")
			return errors.Join(err, tx.Note(org, c.Person, "ask-reset"), mail.Put(tx, g.letter(r, c.Person, "reset")))
		})
		if err != nil {
			return err
		}
	}
	return g.Show(rw, r.Context(), http.StatusOK, showReset(f, resetPage{Mail: true, Done: true}))
}

// letter is the message with a one-time link of a kind.
func (g *Gate) letter(r *door.Request, id register.ID, kind string) mail.Message {
	subject, body, life := lang.GateInviteSubject, lang.GateInviteBody, g.Rules.Invite
	if kind == "reset" {
		subject, body, life = lang.GateResetSubject, lang.GateResetBody, g.Rules.Reset
	}
	return mail.Message{Kind: kind, Person: id, Lang: r.Lang, Subject: subject.With(r.Lang, page.Product()), Body: body.With(r.Lang, page.Product(), mail.Place), Now: r.Now,
		Link: &mail.Link{Kind: kind, Person: id, Path: linkPaths[kind], Life: life}}
}

// tell writes to somebody that a way in of theirs has changed, where mail is set.
func (g *Gate) tell(tx *store.Tx, r *door.Request, id register.ID, what lang.Text) error {
	if !g.Mail {
		return nil
	}
	return mail.Put(tx, mail.Message{Kind: "notice", Person: id, Lang: r.Lang, Subject: lang.GateNoticeSubject.With(r.Lang, page.Product()),
		Body: lang.GateNoticeBody.With(r.Lang, what.In(r.Lang), lang.Clock(r.Lang, r.Now.In(g.DB.Zone))), Now: r.Now})
}

package gate

import (
	"errors"
	"net/http"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/mail"
	"genomlys/internal/register"
	"genomlys/internal/signin"
	"genomlys/internal/store"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// mayLet tells whether the caller may let a person in: an administrator whose
// part of the tree holds the person and every function that the person has.
// Otherwise a link would give away more than its maker has (granting rule).
func (g *Gate) mayLet(r *door.Request, rec *register.Record) bool {
	if rec.Text("status") != "active" || rec.Text("email") == "" || !r.Caller.Holds("system_admin", rec.Org) {
		return false
	}
	c, err := g.Access.Person(r.Context(), rec.ID, r.Now)
	if err != nil {
		return false
	}
	for _, h := range c.Held {
		if !r.Caller.Holds("system_admin", h.Org) {
			return false
		}
	}
	return true
}

// offer puts letting in on a person's record.
func (g *Gate) offer(r *door.Request, rec *register.Record) []page.Link {
	if r.ByToken || !g.mayLet(r, rec) {
		return nil
	}
	return []page.Link{{Text: lang.GateInvite.In(r.Lang), Href: "/bjud-in/" + rec.Ref}}
}

func (g *Gate) invited(r *door.Request) (*register.Record, error) {
	rec, err := g.One(r, g.Register("person"), r.PathValue("ref"))
	if err != nil {
		return nil, err
	}
	if !g.mayLet(r, rec) {
		return nil, &fault.Error{Kind: fault.Denied, Code: "may-not-let-in", Args: []string{rec.Ref}}
	}
	return rec, nil
}

func (g *Gate) askInvite(rw http.ResponseWriter, r *door.Request) error {
	rec, err := g.invited(r)
	if err != nil {
		return err
	}
	return g.showInvite(rw, r, rec, invitePage{})
}

func (g *Gate) showInvite(rw http.ResponseWriter, r *door.Request, rec *register.Record, p invitePage) error {
	f, err := g.Frame(r, lang.GateInviteTitle.With(r.Lang, rec.Text("title")))
	if err != nil {
		return err
	}
	kept, _, err := g.DB.Password(r.Context(), string(rec.ID))
	if err != nil {
		return err
	}
	factors, err := g.DB.Factors(r.Context(), string(rec.ID))
	if err != nil {
		return err
	}
	p.Has, p.Mail, p.Email, p.Ref = kept != "" || len(factors) > 0, g.Mail, rec.Text("email"), rec.Ref
	p.Person = page.Link{Text: rec.Text("title"), Href: web.Address(rec)}
	return g.Show(rw, r.Context(), http.StatusOK, showInvite(f, p))
}

// takeInvite makes an invitation, a reset, or lets somebody begin anew who has
// lost what they come in with; or ends all their sessions.
func (g *Gate) takeInvite(rw http.ResponseWriter, r *door.Request) error {
	if err := g.Form(r); err != nil {
		return err
	}
	rec, err := g.invited(r)
	if err != nil {
		return err
	}
	act := r.PostForm.Get("act")
	kind := map[string]string{"invite": "invite", "reset": "reset", "anew": "invite", "end": ""}[act]
	if _, known := linkPaths[kind]; !known && act != "end" {
		return door.Problem("act", "not-allowed", act, "invite", "reset", "anew", "end")
	}
	secret := ""
	err = g.change(r, r.Caller, func(tx *store.Tx) error {
		id := string(rec.ID)
		if err := tx.Note(rec.Org, rec.ID, act); err != nil {
			return err
		}
		if act == "end" {
			return tx.EndPerson(id)
		}
		if act == "anew" {
			_, err := tx.RemoveFactor(id, "")
			if err = errors.Join(err, tx.SetRecovery(id, nil), tx.SetPassword(id, ""), tx.EndPerson(id)); err != nil {
				return err
			}
		}
		if _, err := tx.EndKind(id, kind, ""); err != nil {
			return err
		}
		if g.Mail {
			return mail.Put(tx, g.letter(r, rec.ID, kind))
		}
		secret = signin.Secret()
		life := g.Rules.Invite
		if kind == "reset" {
			life = g.Rules.Reset
		}
		return tx.PutSession(secret, store.Session{Kind: kind, Person: id, Made: r.Now, Expires: r.Now.Add(life)})
	})
	if err != nil {
		return err
	}
	p := invitePage{Told: lang.GateLinkSent.With(r.Lang, rec.Text("email"))}
	switch {
	case act == "end":
		p.Told = lang.GateAllEnded.In(r.Lang)
	case secret != "":
		p.Told, p.Link = lang.GateLinkShown.In(r.Lang), g.Base+linkPaths[kind]+secret
	}
	return g.showInvite(rw, r, rec, p)
}

// administrates tells whether the caller keeps the installation.
func administrates(c access.Caller) error {
	for _, h := range c.Held {
		if h.Function == "system_admin" {
			return nil
		}
	}
	return &fault.Error{Kind: fault.Denied, Code: "may-not-decide", Args: []string{"outbox", "read", "system_admin"}}
}

const mailsShown = 200

// outbox shows what is queued, sent and given up. Texts are not shown.
func (g *Gate) outbox(rw http.ResponseWriter, r *door.Request) error {
	if err := administrates(r.Caller); err != nil {
		return err
	}
	f, err := g.Frame(r, lang.GateOutbox.In(r.Lang))
	if err != nil {
		return err
	}
	p := outboxPage{Mail: g.Mail, State: r.URL.Query().Get("lage"), Told: ""}
	if r.URL.Query().Get("klart") == "igen" {
		p.Told = lang.GateQueuedAgain.In(r.Lang)
	}
	if p.State != "" && p.State != store.MailQueued && p.State != store.MailSent && p.State != store.MailFailed {
		return door.Problem("lage", "not-allowed", p.State, store.MailQueued, store.MailSent, store.MailFailed)
	}
	n, err := g.DB.CountMails(r.Context())
	if err != nil {
		return err
	}
	p.Counts = []page.Link{{Text: lang.GateAllMail.With(r.Lang, lang.Whole(int64(n[store.MailQueued]+n[store.MailSent]+n[store.MailFailed]))), Href: "/installningar/utskick"},
		{Text: lang.GateQueuedN.With(r.Lang, lang.Whole(int64(n[store.MailQueued]))), Href: "/installningar/utskick?lage=" + store.MailQueued, Note: store.MailQueued},
		{Text: lang.GateSentN.With(r.Lang, lang.Whole(int64(n[store.MailSent]))), Href: "/installningar/utskick?lage=" + store.MailSent, Note: store.MailSent},
		{Text: lang.GateFailedN.With(r.Lang, lang.Whole(int64(n[store.MailFailed]))), Href: "/installningar/utskick?lage=" + store.MailFailed, Note: store.MailFailed}}
	mails, err := g.DB.Mails(r.Context(), p.State, mailsShown)
	if err != nil {
		return err
	}
	ids := map[register.ID]bool{}
	for _, m := range mails {
		if m.Person != "" {
			ids[register.ID(m.Person)] = true
		}
	}
	// Only whom the caller may read is named.
	people, err := g.ByID(r, g.Register("person"), ids, zero)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, rec := range people {
		names[string(rec.ID)] = rec.Text("title")
	}
	for _, m := range mails {
		row := g.mailRow(r, m)
		if m.Person != "" {
			row.Person = names[m.Person]
		}
		p.Rows = append(p.Rows, row)
	}
	return g.Show(rw, r.Context(), http.StatusOK, showOutbox(f, p))
}

func (g *Gate) resend(rw http.ResponseWriter, r *door.Request) error {
	if err := administrates(r.Caller); err != nil {
		return err
	}
	if err := g.Form(r); err != nil {
		return err
	}
	ok, err := g.DB.MailAgain(r.Context(), r.PostForm.Get("id"), r.Now)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Unknown, "no-such-page")
	}
	return g.See(rw, r, "/installningar/utskick?klart=igen")
}

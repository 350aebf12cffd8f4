package gate

import (
	"errors"
	"net/http"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/signin"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

const minePath = "/installningar/inloggning"

// done is what the page tells of what has just been done.
var done = map[string]lang.Text{"losenord": lang.GateDonePassword, "kod": lang.GateDoneAdded, "nyckel": lang.GateDoneAdded, "borttagen": lang.GateDoneRemoved, "avslutad": lang.GateDoneEnded}

// account shows how one comes in and where one is signed in.
func (g *Gate) account(rw http.ResponseWriter, r *door.Request) error {
	f, err := g.Frame(r, lang.GateMine.In(r.Lang))
	if err != nil {
		return err
	}
	id := string(r.Caller.Person)
	p := accountPage{Passkeys: g.Passkeys}
	if t, ok := done[r.URL.Query().Get("klart")]; ok {
		p.Told = t.In(r.Lang)
		f.Status = p.Told
	}
	kept, made, err := g.DB.Password(r.Context(), id)
	if err != nil {
		return err
	}
	if kept != "" {
		p.Password = lang.GatePasswordSince.With(r.Lang, g.day(made))
	}
	factors, err := g.DB.Factors(r.Context(), id)
	if err != nil {
		return err
	}
	for _, x := range factors {
		p.Factors = append(p.Factors, g.row(r, x))
	}
	if p.Recovery, err = g.DB.RecoveryLeft(r.Context(), id); err != nil {
		return err
	}
	all, err := g.DB.Sessions(r.Context(), id)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.Kind != "session" && s.Kind != "token" || !s.Expires.After(r.Now) {
			continue
		}
		row := sessionRow{Hash: s.Hash, Name: s.About, Here: s.Hash == r.Session.Hash, Made: lang.Clock(r.Lang, s.Made.In(g.DB.Zone)), Seen: lang.Clock(r.Lang, s.Seen.In(g.DB.Zone)), Ends: lang.Clock(r.Lang, s.Expires.In(g.DB.Zone))}
		if s.Kind == "token" {
			row.Name = lang.GateToken.With(r.Lang, s.About)
		}
		if row.Name == "" {
			row.Name = lang.GateSomeBrowser.In(r.Lang)
		}
		p.Sessions = append(p.Sessions, row)
	}
	return g.Show(rw, r.Context(), http.StatusOK, showAccount(f, p))
}

func (g *Gate) day(t time.Time) string { return string(register.DateOf(t.In(g.DB.Zone))) }

func (g *Gate) row(r *door.Request, x store.Factor) factorRow {
	row := factorRow{ID: x.ID, Name: lang.GateGenerator.In(r.Lang), Made: g.day(x.Made), Used: lang.GateNever.In(r.Lang)}
	if x.Kind == "passkey" {
		row.Name = lang.GateKeyOn.With(r.Lang, x.Name)
	}
	if !x.Used.IsZero() {
		row.Used = g.day(x.Used)
	}
	return row
}

// endSessions ends one of one's sessions or tokens, or all but this one.
func (g *Gate) endSessions(rw http.ResponseWriter, r *door.Request) error {
	if err := g.Form(r); err != nil {
		return err
	}
	org, err := g.org(r.Context(), r.Caller.Person)
	if err != nil {
		return err
	}
	id, one := string(r.Caller.Person), r.PostForm.Get("session")
	err = g.change(r, r.Caller, func(tx *store.Tx) error {
		if one != "" {
			return errors.Join(tx.EndOne(id, one), tx.Note(org, r.Caller.Person, "end-session"))
		}
		_, err := tx.EndKind(id, "session", r.Session.Hash)
		return errors.Join(err, tx.Note(org, r.Caller.Person, "end-sessions"))
	})
	if err != nil {
		return err
	}
	return g.See(rw, r, minePath+"?klart=avslutad")
}

func (g *Gate) askPassword(rw http.ResponseWriter, r *door.Request) error {
	kept, _, err := g.DB.Password(r.Context(), string(r.Caller.Person))
	if err != nil {
		return err
	}
	return g.showPassword(rw, r, http.StatusOK, passwordPage{Had: kept != "", Email: r.Caller.Email})
}

func (g *Gate) showPassword(rw http.ResponseWriter, r *door.Request, status int, p passwordPage) error {
	title := lang.GateChangePassword.In(r.Lang)
	if len(p.Wrong) > 0 {
		title = lang.WrongTitle.With(r.Lang, title)
	}
	f, err := g.Frame(r, title)
	if err != nil {
		return err
	}
	return g.Show(rw, r.Context(), status, showPassword(f, p))
}

// takePassword changes the password of somebody who knows the old one; all
// other sessions end.
func (g *Gate) takePassword(rw http.ResponseWriter, r *door.Request) error {
	if err := g.Form(r); err != nil {
		return err
	}
	c := r.Caller
	kept, _, err := g.DB.Password(r.Context(), string(c.Person))
	if err != nil {
		return err
	}
	p := passwordPage{Had: kept != "", Email: c.Email}
	if p.Had {
		wait, ok, err := g.right(r, c.Person, c.Email, r.PostForm.Get("old"))
		if err != nil {
			return err
		}
		if wait > 0 {
			p.Wrong = wrongs("old", held(rw, r, wait))
			return g.showPassword(rw, r, http.StatusTooManyRequests, p)
		}
		if !ok {
			p.Wrong = wrongs("old", lang.GatePasswordNot.In(r.Lang))
		}
	}
	password := r.PostForm.Get("password")
	wrong, err := g.refused(r, c, password)
	if err != nil {
		return err
	}
	if p.Wrong = append(p.Wrong, wrong...); len(p.Wrong) > 0 {
		return g.showPassword(rw, r, http.StatusUnprocessableEntity, p)
	}
	hash, err := g.hasher.Hash(r.Context(), password)
	if err != nil {
		return err
	}
	org, err := g.org(r.Context(), c.Person)
	if err != nil {
		return err
	}
	err = g.change(r, c, func(tx *store.Tx) error {
		_, err := tx.EndKind(string(c.Person), "session", r.Session.Hash)
		return errors.Join(err, tx.SetPassword(string(c.Person), hash), tx.Note(org, c.Person, "set-password", "password"), g.tell(tx, r, c.Person, lang.GateMailPassword))
	})
	if err != nil {
		return err
	}
	if err := g.Begin(rw, r, c.Person); err != nil {
		return err
	}
	return g.See(rw, r, minePath+"?klart=losenord")
}

// own finds one of one's factors.
func (g *Gate) own(r *door.Request) (store.Factor, []store.Factor, error) {
	all, err := g.DB.Factors(r.Context(), string(r.Caller.Person))
	if err != nil {
		return store.Factor{}, nil, err
	}
	for _, f := range all {
		if f.ID == r.PathValue("id") {
			return f, all, nil
		}
	}
	return store.Factor{}, nil, fault.New(fault.Unknown, "no-such-page")
}

func (g *Gate) askRemove(rw http.ResponseWriter, r *door.Request) error {
	x, all, err := g.own(r)
	if err != nil {
		return err
	}
	f, err := g.Frame(r, lang.GateRemoveTitle.In(r.Lang))
	if err != nil {
		return err
	}
	return g.Show(rw, r.Context(), http.StatusOK, showRemove(f, removePage{Row: g.row(r, x), Last: len(all) == 1}))
}

// takeRemove takes a factor away; the last one stays until there is another,
// since everybody must have one.
func (g *Gate) takeRemove(rw http.ResponseWriter, r *door.Request) error {
	x, all, err := g.own(r)
	if err != nil {
		return err
	}
	if len(all) == 1 {
		return fault.New(fault.Denied, "last-factor")
	}
	org, err := g.org(r.Context(), r.Caller.Person)
	if err != nil {
		return err
	}
	err = g.change(r, r.Caller, func(tx *store.Tx) error {
		if _, err := tx.RemoveFactor(x.Person, x.ID); err != nil {
			return err
		}
		_, err := tx.EndKind(x.Person, "session", r.Session.Hash)
		return errors.Join(err, tx.Note(org, r.Caller.Person, "remove-factor", x.Kind), g.tell(tx, r, r.Caller.Person, lang.GateMailRemoved))
	})
	if err != nil {
		return err
	}
	return g.See(rw, r, minePath+"?klart=borttagen")
}

func (g *Gate) askRecovery(rw http.ResponseWriter, r *door.Request) error {
	f, err := g.Frame(r, lang.GateRecovery.In(r.Lang))
	if err != nil {
		return err
	}
	return g.Show(rw, r.Context(), http.StatusOK, showRecovery(f, recoveryPage{Ask: true}))
}

func (g *Gate) newRecovery(rw http.ResponseWriter, r *door.Request) error {
	org, err := g.org(r.Context(), r.Caller.Person)
	if err != nil {
		return err
	}
	codes := signin.RecoveryCodes()
	err = g.change(r, r.Caller, func(tx *store.Tx) error {
		return errors.Join(keepRecovery(tx, r.Caller.Person, codes), tx.Note(org, r.Caller.Person, "set-recovery-codes"))
	})
	if err != nil {
		return err
	}
	return g.showRecovery(rw, r, codes, minePath)
}

// mailRow is how a message stands in the outbox's list.
func (g *Gate) mailRow(r *door.Request, m store.Mail) mailRow {
	row := mailRow{ID: m.ID, Subject: m.Subject, Person: m.Address, Made: lang.Clock(r.Lang, m.Made.In(g.DB.Zone)), State: page.Status{Tone: "info", Icon: "clock", Word: lang.GateQueued.In(r.Lang)}}
	switch m.State {
	case store.MailSent:
		row.State = page.Status{Tone: "ok", Icon: "ok", Word: lang.GateSent.With(r.Lang, lang.Clock(r.Lang, m.Sent.In(g.DB.Zone)))}
	case store.MailFailed:
		row.State, row.Again = page.Status{Tone: "crit", Icon: "act", Word: lang.GateFailed.In(r.Lang)}, true
	}
	if m.Error != "" {
		row.Why = lang.Problem(r.Lang, fault.Problem{Code: m.Error}, "")
	}
	if m.State == store.MailQueued && m.Tries > 0 {
		row.Why += " " + lang.GateNextTry.With(r.Lang, lang.Clock(r.Lang, m.Due.In(g.DB.Zone)))
	}
	return row
}

var zero time.Time

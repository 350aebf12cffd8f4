package gate

import (
	"net/http"
	"time"

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

// deviceLife is how long a browser is remembered after one signed in there;
// browsers keep a cookie no longer than 400 days.
const deviceLife = 400 * 24 * time.Hour

// deviceCookie lets nobody in: it only tells a browser that has been used from
// one that has not.
const deviceCookie = "device"

// device remembers the browser that somebody signs in from, and tells the
// person by mail when it has not been used for that before (OWASP ASVS 6.3).
// Told are those who set up a way in just now: they have another mail of that.
func (g *Gate) device(rw http.ResponseWriter, r *door.Request, id register.ID, told bool) error {
	secret := g.step(r, deviceCookie)
	if secret == "" {
		secret = signin.Secret()
	}
	// Several persons may use one browser: each has a row of their own under the one cookie.
	own := secret + " " + string(id)
	seen, err := g.DB.GetSession(r.Context(), "device", own, r.Now)
	if err != nil && !fault.Is(err, fault.Unknown) {
		return err
	}
	known := err == nil && seen.Person == string(id)
	name := web.Device(r.UserAgent())
	err = g.change(r, as(id), func(tx *store.Tx) error {
		if err := tx.EndLink("device", store.Digest(own)); err != nil {
			return err
		}
		if err := tx.PutSession(own, store.Session{Kind: "device", Person: string(id), Made: r.Now, Expires: r.Now.Add(deviceLife), About: name}); err != nil {
			return err
		}
		if known || told || !g.Mail {
			return nil
		}
		if name == "" {
			name = lang.GateDeviceUnknown.In(r.Lang)
		}
		return mail.Put(tx, mail.Message{Kind: "notice", Person: id, Lang: r.Lang, Subject: lang.GateDeviceSubject.With(r.Lang, page.Product()),
			Body: lang.GateNoticeBody.With(r.Lang, lang.GateMailDevice.With(r.Lang, name), lang.Clock(r.Lang, r.Now.In(g.DB.Zone))), Now: r.Now})
	})
	if err != nil {
		return err
	}
	g.cookie(rw, deviceCookie, secret, deviceLife)
	return nil
}

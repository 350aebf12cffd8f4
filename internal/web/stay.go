package web

import (
	"net/http"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/web/page"
)

// staying is how long the caller's session lasts; a token has none.
func (w *Web) staying(r *door.Request) *page.Session {
	if r.ByToken || r.Session.Made.IsZero() {
		return nil
	}
	left := r.Session.Expires.Sub(r.Now)
	idle := min(w.Idle, left)
	return &page.Session{Idle: int(w.Idle / time.Second), Left: int(left / time.Second), Until: lang.Clock(r.Lang, r.Now.Add(idle).In(w.DB.Zone))}
}

// stay is what Continue asks for: the request itself counts as use.
func (w *Web) stay(rw http.ResponseWriter, r *door.Request) error {
	f, err := w.Frame(r, lang.SessionOn.In(r.Lang))
	if err != nil {
		return err
	}
	until := ""
	if f.Session != nil {
		until = f.Session.Until
	}
	return w.Show(rw, r.Context(), http.StatusOK, page.StayPage(f, until))
}

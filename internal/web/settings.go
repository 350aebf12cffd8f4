package web

import (
	"net/http"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/web/page"
)

func (w *Web) settings(rw http.ResponseWriter, r *door.Request) error {
	f, err := w.Frame(r, lang.Settings.In(r.Lang))
	if err != nil {
		return err
	}
	p := page.Preferences{Keys: keysOn(r), Rows: rowsChosen(r), Saved: r.URL.Query().Get("sparat") == "1", SignedIn: f.User != ""}
	for _, links := range w.settingLinks {
		if f.User != "" {
			p.Office = append(p.Office, links(r)...)
		}
	}
	return w.Show(rw, r.Context(), http.StatusOK, page.SettingsPage(f, p))
}

// saveSettings keeps language and appearance in cookies of the browser, so that
// they hold before signing in too.
func (w *Web) saveSettings(rw http.ResponseWriter, r *door.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Malformed, "not-a-form")
	}
	const year = 365 * 24 * 3600
	set := func(name, value string, allowed ...string) error {
		for _, a := range allowed {
			if value == a {
				http.SetCookie(rw, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: year, HttpOnly: true, Secure: w.Secure, SameSite: http.SameSiteLaxMode})
				return nil
			}
		}
		return door.Problem(name, "not-allowed", value, allowed...)
	}
	if err := set("lang", r.PostForm.Get("lang"), "sv", "en"); err != nil {
		return err
	}
	if err := set("theme", r.PostForm.Get("theme"), "", "light", "dark"); err != nil {
		return err
	}
	if err := set("rows", r.PostForm.Get("rows"), "", rowsNormal, rowsDense); err != nil {
		return err
	}
	if err := set("keys", r.PostForm.Get("keys"), "", "off"); err != nil {
		return err
	}
	http.Redirect(rw, r.Request, "/installningar?sparat=1", http.StatusSeeOther)
	return nil
}

// keysOn tells whether keys of one letter do something in lists: whoever speaks
// to the computer may turn them off (WCAG 2.1.4).
func keysOn(r *door.Request) bool {
	c, err := r.Cookie("keys")
	return err != nil || c.Value != "off"
}

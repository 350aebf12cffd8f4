package web

import (
	"net/http"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/settings"
)

// colourSheet is where an organisation's colours are served, as a style sheet
// of ours: pages may hold no style.
const colourSheet = "/farg/"

// coloured is the address of the style sheet of colours, empty for the
// product's own.
func coloured(c settings.Colours) string {
	if c.Light == "" {
		return ""
	}
	return colourSheet + c.Name() + ".css"
}

// colours serves the style sheet that an address names whole: it says the same
// for ever, whoever asks, and only of colours that can be read.
func (w *Web) colours(rw http.ResponseWriter, r *door.Request) error {
	name, ok := strings.CutSuffix(r.PathValue("name"), ".css")
	c, passes := settings.Named(name)
	if !ok || !passes {
		return fault.New(fault.Unknown, "no-such-page")
	}
	rw.Header().Set("Content-Type", "text/css; charset=utf-8")
	rw.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	_, _ = rw.Write([]byte(c.Style())) // a client that has gone needs no answer
	return nil
}

// look is how things look for whoever asks and has not chosen for themselves.
func (w *Web) look(r *door.Request) (settings.Look, error) {
	if r.Caller.Person == "" {
		return w.Looks.Everybody(r.Context(), r.Now)
	}
	return w.Looks.Of(r.Context(), r.Caller, r.Now)
}

// The densities of a register's rows, as addresses and the browser's cookie say them.
const (
	rowsDense  = "tat"
	rowsNormal = "normal"
)

// rowsChosen is the density that the reader has chosen for all registers, if any.
func rowsChosen(r *door.Request) string {
	if c, err := r.Cookie("rows"); err == nil && (c.Value == rowsDense || c.Value == rowsNormal) {
		return c.Value
	}
	return ""
}

// dense tells whether registers are drawn in dense rows where the address does
// not say: as the reader has chosen, else as the organisation has.
func (w *Web) dense(r *door.Request) (bool, error) {
	if c := rowsChosen(r); c != "" {
		return c == rowsDense, nil
	}
	l, err := w.look(r)
	return l.Dense, err
}

package web

import (
	"net/http"

	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/register"
	"genomlys/internal/web/page"
)

// Offer gives what can be done with a record beside looking at it, as links; a
// part of the web hangs its own pages on the pages of a register by it.
type Offer func(r *door.Request, rec *register.Record) []page.Link

// Offer adds actions to the pages of a register's records.
func (w *Web) Offer(registerName string, o Offer) {
	w.offers[registerName] = append(w.offers[registerName], o)
}

// ListOffer gives what can be done in a register, on no record of it, by
// somebody who may write there.
type ListOffer func(r *door.Request, reg *register.Register) []page.Link

// ListOffer adds actions to the lists of all registers.
func (w *Web) ListOffer(o ListOffer) { w.listOffers = append(w.listOffers, o) }

// offered are the actions on a record for whoever asks.
func (w *Web) offered(r *door.Request, rec *register.Record) []page.Link {
	var out []page.Link
	for _, o := range w.offers[rec.Register.Name] {
		out = append(out, o(r, rec)...)
	}
	return out
}

// Extra adds to the page of a record as it is now: what can be done with its
// panels, and panels of its own.
type Extra func(r *door.Request, rec *register.Record, p *page.Record) error

// Extra adds to the pages of all records.
func (w *Web) Extra(x Extra) { w.extras = append(w.extras, x) }

// Register finds a register by its name; a name that the catalogue lacks is a
// mistake in the program.
func (w *Web) Register(name string) *register.Register {
	reg, ok := w.DB.Catalogue.Get(name)
	if !ok {
		panic("no register " + name)
	}
	return reg
}

// One reads the record that an address names, as it is now, within the
// caller's scope.
func (w *Web) One(r *door.Request, reg *register.Register, ref string) (*register.Record, error) {
	return w.DB.Get(r.Context(), r.Caller.Read(reg), reg, ref, noTime, 0)
}

// Do makes changes as the caller, on the one path that all changes take.
func (w *Web) Do(r *door.Request, o command.Options, changes ...command.Change) (command.Receipt, error) {
	o.Via, o.Now = "web", r.Now
	return w.Commands.Do(r.Context(), r.Caller, o, changes...)
}

// Form reads the posted form of a request.
func (w *Web) Form(r *door.Request) error {
	if err := r.ParseForm(); err != nil {
		return fault.New(fault.Malformed, "not-a-form")
	}
	return nil
}

// See leads on to another page after something has been done.
func (w *Web) See(rw http.ResponseWriter, r *door.Request, address string) error {
	http.Redirect(rw, r.Request, address, http.StatusSeeOther)
	return nil
}

// Setting gives links to pages of settings that whoever asks may read.
type Setting func(r *door.Request) []page.Link

// Setting adds links to the page of settings.
func (w *Web) Setting(s Setting) { w.settingLinks = append(w.settingLinks, s) }

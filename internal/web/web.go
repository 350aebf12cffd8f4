// Package web is the door for people: it draws pages of what the caller may
// see, and turns the few forms of signing in into commands. It decides nothing.
package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/register"
	"genomlys/internal/review"
	"genomlys/internal/settings"
	"genomlys/internal/signin"
	"genomlys/internal/store"
	"genomlys/internal/web/asset"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// Deps are what the pages need of the house.
type Deps struct {
	DB       *store.DB
	Access   *access.Access
	Commands *command.Service
	Figures  *figure.Engine
	Looks    *settings.Looks
	Reviews  review.Deps
	Secure   bool          // served over TLS: cookies carry the __Host- prefix
	Life     time.Duration // of a session from signing in; 0 = the standard
	Idle     time.Duration // after which an unused session ends; 0 = the standard
	Passkeys bool          // the installation has a name that passkeys can be bound to
}

// Web answers with pages.
type Web struct {
	Deps
	assets *asset.Set
	offers map[string][]Offer // by register
	extras []Extra

	listOffers []ListOffer

	settingLinks []Setting

	memory memory
	onLet  func(http.ResponseWriter, *door.Request, register.ID) error
}

// New makes the pages of a house.
func New(d Deps) (*Web, error) {
	a, err := asset.Load()
	if err != nil {
		return nil, fmt.Errorf("load assets: %w", err)
	}
	if d.Looks == nil {
		d.Looks = settings.NewLooks(d.DB, d.Access)
	}
	if d.Life == 0 {
		d.Life = signin.Standard.Absolute
	}
	if d.Idle == 0 {
		d.Idle = signin.Standard.Idle
	}
	w := &Web{Deps: d, assets: a, offers: map[string][]Offer{}}
	w.memory.parts.Most, w.memory.counts.Most, w.memory.own.Most = 256, 256, 256
	return w, nil
}

var noTime time.Time

// Routes is the pages' part of the table.
func (w *Web) Routes() []door.Route {
	return []door.Route{
		{Method: "GET", Pattern: "/{$}", Need: door.SignedIn, Action: "read", Handle: w.home},
		{Method: "GET", Pattern: "/arshjul", Need: door.SignedIn, Action: "read", Handle: w.wheel},
		{Method: "GET", Pattern: "/fortsatt", Need: door.SignedIn, Action: "own settings", Handle: w.stay},
		{Method: "GET", Pattern: "/uppgifter", Need: door.SignedIn, Action: "read", Handle: w.tasks},
		{Method: "GET", Pattern: "/{collection}", Need: door.SignedIn, Action: "read", Handle: w.list},
		{Method: "GET", Pattern: "/{collection}/{ref}", Need: door.SignedIn, Action: "read", Handle: w.record},
		{Method: "GET", Pattern: "/management-reviews/{ref}", Need: door.SignedIn, Action: "read", Handle: w.review},
		{Method: "GET", Pattern: "/management-reviews/{ref}/document", Need: door.SignedIn, Action: "read", Handle: w.document},
		{Method: "GET", Pattern: "/figures/{id}", Need: door.SignedIn, Action: "read", Handle: w.figure},
		{Method: "GET", Pattern: "/export/{file}", Need: door.SignedIn, Action: "export", Handle: w.export},
		{Method: "GET", Pattern: "/sok", Need: door.SignedIn, Action: "read", Handle: w.search},
		{Method: "GET", Pattern: "/meny", Need: door.SignedIn, Action: "read", Handle: w.menu},
		{Method: "GET", Pattern: "/in", Need: door.Anyone, Action: "sign in", Handle: w.signIn},
		{Method: "GET", Pattern: "/in/{secret}", Need: door.Anyone, Action: "sign in", Handle: w.confirm},
		{Method: "POST", Pattern: "/in/{secret}", Need: door.Anyone, Action: "sign in", Handle: w.enter},
		{Method: "POST", Pattern: "/ut", Need: door.SignedIn, Action: "sign out", Handle: w.leave},
		{Method: "GET", Pattern: "/installningar", Need: door.Anyone, Action: "own settings", Handle: w.settings},
		{Method: "POST", Pattern: "/installningar", Need: door.Anyone, Action: "own settings", Handle: w.saveSettings},
		{Method: "GET", Pattern: "/tillganglighet", Need: door.Anyone, Action: "help", Handle: w.accessibility},
		{Method: "GET", Pattern: "/farg/{name}", Need: door.Anyone, Action: "asset", Handle: w.colours},
		{Method: "GET", Pattern: asset.Prefix + "{name}", Need: door.Anyone, Action: "asset", Handle: w.asset},
	}
}

func (w *Web) asset(rw http.ResponseWriter, r *door.Request) error {
	if !w.assets.Serve(rw, r.Request, r.PathValue("name")) {
		return fault.New(fault.Unknown, "no-such-page")
	}
	return nil
}

// Show writes a page that has been drawn whole, so that an error while drawing
// never leaves half a page.
func (w *Web) Show(rw http.ResponseWriter, ctx context.Context, status int, c templ.Component) error {
	var b bytes.Buffer
	if err := c.Render(ctx, &b); err != nil {
		return fmt.Errorf("draw the page: %w", err)
	}
	rw.Header().Set("Content-Type", "text/html; charset=utf-8")
	rw.WriteHeader(status)
	_, _ = rw.Write(b.Bytes()) // a client that has gone needs no answer
	return nil
}

// Reg finds the register of an address.
func (w *Web) Reg(collection string) (*register.Register, error) {
	for _, r := range w.DB.Catalogue.All {
		if r.Collection == collection {
			return r, nil
		}
	}
	return nil, fault.New(fault.Unknown, "no-such-page")
}

func Address(rec *register.Record) string {
	return "/" + rec.Register.Collection + "/" + rec.Ref
}

// AddressOf is a path with parameters, empty ones left out.
func AddressOf(base string, ps []page.Pair) string {
	q := url.Values{}
	for _, p := range ps {
		if p.Value != "" {
			q.Add(p.Name, p.Value)
		}
	}
	if len(q) == 0 {
		return base
	}
	return base + "?" + q.Encode()
}

// Package incident is the pages of incidents: reporting by anybody, the work on
// one with its clocks, all clocks that run, and the situational picture.
package incident

import (
	"net/netip"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/remark"
	"genomlys/internal/respond"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// Deps are what the pages need of the house.
type Deps struct {
	Web     *web.Web
	Base    string         // address that people reach the installation at
	Mail    bool           // a mail server is set
	Proxies []netip.Prefix // whose word on the caller's address is believed
}

// Incident is this part of the web.
type Incident struct {
	*web.Web
	post    respond.Post
	proxies []netip.Prefix
}

// New makes it, and hangs the work on the pages of incidents.
func New(d Deps) *Incident {
	i := &Incident{d.Web, respond.Post{Set: d.Mail, Base: d.Base}, d.Proxies}
	d.Web.Offer("incident", func(r *door.Request, rec *register.Record) []page.Link {
		return []page.Link{{Text: lang.IncWork.In(r.Lang), Href: work(rec)}}
	})
	return i
}

// Routes are its rows in the route table.
func (i *Incident) Routes() []door.Route {
	const one = "/incidents/{ref}/arbete"
	return []door.Route{
		{Method: "GET", Pattern: "/rapportera", Need: door.Anyone, Action: "report", Handle: i.ask},
		{Method: "POST", Pattern: "/rapportera", Need: door.Anyone, Action: "report", Handle: i.take, Limit: remark.MaxFile + 1<<20},
		{Method: "GET", Pattern: "/rapportera/kvitto", Need: door.Anyone, Action: "report", Handle: i.thank},
		{Method: "GET", Pattern: one, Need: door.SignedIn, Action: "read", Handle: i.work},
		{Method: "GET", Pattern: one + "/{del}", Need: door.SignedIn, Action: "update", Handle: i.part},
		{Method: "POST", Pattern: one + "/{del}", Need: door.Writer, Action: "update", Handle: i.savePart},
		{Method: "GET", Pattern: one + "/informera", Need: door.SignedIn, Action: "step", Handle: i.askTell},
		{Method: "POST", Pattern: one + "/informera", Need: door.Writer, Action: "step", Handle: i.tell},
		{Method: "POST", Pattern: one + "/handelse", Need: door.Writer, Action: "create", Handle: i.note},
		{Method: "GET", Pattern: "/klockor", Need: door.SignedIn, Action: "read", Handle: i.clocks},
		{Method: "GET", Pattern: "/lagesbild/incidenter", Need: door.SignedIn, Action: "read", Handle: i.picture},
	}
}

// work is the address of the work on an incident.
func work(rec *register.Record) string { return web.Address(rec) + "/arbete" }

func (i *Incident) deps(r *door.Request) draft.Deps { return draft.Deps{DB: i.DB, Now: r.Now} }

// found is the incident of an address.
func (i *Incident) found(r *door.Request) (*register.Record, error) {
	return i.One(r, i.Register("incident"), r.PathValue("ref"))
}

// writable tells whether the caller may change a record.
func (i *Incident) writable(r *door.Request, rec *register.Record) (bool, error) {
	_, err := i.DB.Get(r.Context(), r.Caller.Write(rec.Register), rec.Register, string(rec.ID), time.Time{}, 0)
	if fault.Is(err, fault.Unknown) {
		return false, nil
	}
	return err == nil, err
}

// mine is the incident of an address, if the caller may change it.
func (i *Incident) mine(r *door.Request) (*register.Record, error) {
	rec, err := i.found(r)
	if err != nil {
		return nil, err
	}
	ok, err := i.writable(r, rec)
	if err == nil && !ok {
		err = access.MayNotChange(rec.Register.Name)
	}
	return rec, err
}

// at says an instant as people say it.
func (i *Incident) at(l lang.Lang, t time.Time) string { return lang.Clock(l, t.In(i.DB.Zone)) }

// parse reads a posted form, with a file or without.
func (i *Incident) parse(r *door.Request) error {
	const inMemory = 1 << 20
	if ct := r.Header.Get("Content-Type"); len(ct) < 10 || ct[:10] != "multipart/" {
		return i.Form(r)
	}
	return r.ParseMultipartForm(inMemory)
}

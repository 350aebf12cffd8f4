// Package answer is the pages on which a follow-up is answered: by a link in a
// mail, for one object, one question a page. It decides nothing; room campaign
// says what may be seen and done.
package answer

import (
	"errors"
	"net/http"
	"time"

	"genomlys/internal/campaign"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// Deps are what the pages need of the house.
type Deps struct {
	Web  *web.Web
	Base string // address that links begin with
	Mail bool   // a mail server is set: links are sent, not shown
	Now  func() time.Time
}

// Answer is the part of the web that takes answers.
type Answer struct {
	*web.Web
	deps Deps
}

// New makes it, and offers those who may answer to do so from the record's page.
func New(d Deps) *Answer {
	a := &Answer{d.Web, d}
	d.Web.Offer("response", a.offer)
	return a
}

func (a *Answer) room() campaign.Deps {
	return campaign.Deps{DB: a.DB, Now: a.deps.Now, Mail: a.deps.Mail}
}

// signedIn is where those who are signed in answer, by the response's number.
const signedIn = "/besvara/"

// Routes are its rows in the route table: the same pages by a link and for who
// is signed in. A link is not used up by looking at it.
func (a *Answer) Routes() []door.Route {
	var out []door.Route
	for _, p := range []struct {
		method, path string
		h            handler
	}{
		{"GET", "", a.start},
		{"POST", "/oforandrat", a.unchanged},
		{"GET", "/fraga/{n}", a.question},
		{"POST", "/fraga/{n}", a.say},
		{"GET", "/kollega", a.colleague},
		{"POST", "/kollega", a.ask},
		{"GET", "/kontroll", a.check},
		{"POST", "/kontroll", a.send},
		{"GET", "/tack", a.thanks},
	} {
		need := door.SignedIn
		if p.method == "POST" {
			need = door.Writer
		}
		out = append(out, door.Route{Method: p.method, Pattern: campaign.LinkPath + "{secret}" + p.path, Need: door.Anyone, Action: "answer", Handle: a.byLink(p.h)},
			door.Route{Method: p.method, Pattern: signedIn + "{ref}" + p.path, Need: need, Action: "answer", Handle: a.bySession(p.h)})
	}
	return out
}

// visit is a request to a page of an answer.
type visit struct {
	campaign.Visit
	base  string
	link  bool
	paper campaign.Paper
}

type handler func(rw http.ResponseWriter, r *door.Request, v *visit) error

// byLink lets in whoever has the link to one response, and to no more.
func (a *Answer) byLink(h handler) func(http.ResponseWriter, *door.Request) error {
	return func(rw http.ResponseWriter, r *door.Request) error {
		door.Plain(rw) // every page of it leads on by the secret
		s, err := a.DB.GetSession(r.Context(), campaign.LinkKind, r.PathValue("secret"), r.Now)
		var came campaign.Visit
		if err == nil {
			came, err = campaign.Come(r.Context(), a.room(), s)
		}
		if fault.Is(err, fault.Unknown) {
			return a.unusable(rw, r)
		}
		if err != nil {
			return err
		}
		if r.Now.Sub(s.Seen) >= time.Minute {
			if err := a.DB.Seen(r.Context(), s.Hash, r.Now); err != nil {
				return err
			}
		}
		return a.visited(rw, r, &visit{Visit: came, base: campaign.LinkPath + r.PathValue("secret"), link: true}, h)
	}
}

// bySession lets in whoever is signed in and may change the response.
func (a *Answer) bySession(h handler) func(http.ResponseWriter, *door.Request) error {
	return func(rw http.ResponseWriter, r *door.Request) error {
		rec, err := a.One(r, a.Register("response"), r.PathValue("ref"))
		if err != nil {
			return err
		}
		came, err := campaign.Enter(r.Context(), a.room(), r.Caller, rec)
		if err != nil {
			return err
		}
		return a.visited(rw, r, &visit{Visit: came, base: signedIn + rec.Ref}, h)
	}
}

func (a *Answer) visited(rw http.ResponseWriter, r *door.Request, v *visit, h handler) error {
	if err := a.read(r, v); err != nil {
		return err
	}
	return h(rw, r, v)
}

func (a *Answer) read(r *door.Request, v *visit) (err error) {
	v.paper, err = campaign.Read(r.Context(), a.room(), v.Caller, string(v.Response))
	return err
}

// unusable tells that a link cannot be used, alike for all reasons.
func (a *Answer) unusable(rw http.ResponseWriter, r *door.Request) error {
	f := a.Guest(r, lang.AnswerLinkEnds.In(r.Lang))
	return a.Show(rw, r.Context(), http.StatusNotFound, page.OopsPage(f, page.Oops{Title: f.Title, Text: lang.AnswerLinkEndsMore.In(r.Lang), ID: r.ID}))
}

// do makes a change as whoever answers. Answers that others have given meanwhile
// are kept: the change is made anew from what stands then.
func (a *Answer) do(r *door.Request, v *visit, change func(campaign.Paper) command.Change) error {
	for range 3 {
		_, err := a.Commands.Do(r.Context(), v.Caller, command.Options{Via: "web", Now: a.deps.Now()}, change(v.paper))
		if !fault.Is(err, fault.Stale) {
			return err
		}
		if err := a.read(r, v); err != nil {
			return err
		}
	}
	return fault.New(fault.Busy, "database-busy")
}

// wrong says what was refused; nothing where the error is no refusal.
func wrong(l lang.Lang, err error, field string) (out []page.Wrong) {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		return nil
	}
	for _, p := range f.Problems {
		out = append(out, page.Wrong{Field: field, Text: lang.Problem(l, p, "")})
	}
	return out
}

// offer is the way to answering from a response's own page.
func (a *Answer) offer(r *door.Request, rec *register.Record) []page.Link {
	if r.Caller.ReadOnly || rec.Text("status") == "sent" || rec.Text("status") == "reviewed" {
		return nil
	}
	if _, err := campaign.Enter(r.Context(), a.room(), r.Caller, rec); err != nil {
		return nil
	}
	return []page.Link{{Text: lang.AnswerOffer.In(r.Lang), Href: signedIn + rec.Ref}}
}

// today is the civil day.
func (a *Answer) today() register.Date { return register.DateOf(a.deps.Now().In(a.DB.Zone)) }

// helpers are the colleagues who have a link.
func (a *Answer) helpers(r *door.Request, v *visit) ([]store.Session, error) {
	return campaign.Helpers(r.Context(), a.room(), v.paper.Campaign.ID, v.Response)
}

// Package followup is the coordinator's pages of a follow-up: who is asked and
// how far they are, letters and links, answers to approve, and the analysis. It
// decides nothing; room campaign does.
package followup

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"genomlys/internal/campaign"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// Deps are what the pages need of the house.
type Deps struct {
	Web  *web.Web
	Base string // address that links begin with
	Mail bool   // a mail server is set
	Now  func() time.Time
}

// Followup is the part of the web that follows a round of questions.
type Followup struct {
	*web.Web
	deps Deps
}

// New makes it, and leads there from the record of a follow-up and its answers.
func New(d Deps) *Followup {
	x := &Followup{d.Web, d}
	d.Web.Offer("campaign", func(r *door.Request, rec *register.Record) []page.Link {
		return []page.Link{{Text: lang.FollowTitle.In(r.Lang), Href: base(rec)}}
	})
	return x
}

func base(rec *register.Record) string { return web.Address(rec) + "/uppfoljning" }

func (x *Followup) room() campaign.Deps {
	return campaign.Deps{DB: x.DB, Now: x.deps.Now, Mail: x.deps.Mail}
}

// Routes are its rows in the route table.
func (x *Followup) Routes() []door.Route {
	const at = "/campaigns/{ref}/uppfoljning"
	read := func(path string, h func(http.ResponseWriter, *door.Request) error) door.Route {
		return door.Route{Method: "GET", Pattern: at + path, Need: door.SignedIn, Action: "read", Handle: h}
	}
	write := func(path, action string, h func(http.ResponseWriter, *door.Request) error) door.Route {
		return door.Route{Method: "POST", Pattern: at + path, Need: door.Writer, Action: action, Handle: h}
	}
	return []door.Route{
		read("", x.overview),
		read("/objekt", x.population),
		write("/objekt", "revoke links", x.revoke),
		read("/skicka/{kind}", x.letters),
		write("/skicka/{kind}", "send letters", x.send),
		read("/lankar/{respondent}", x.askLinks),
		write("/lankar/{respondent}", "make links", x.makeLinks),
		read("/svar", x.waiting),
		write("/svar", "review", x.approveMany),
		read("/svar/{response}", x.review),
		write("/svar/{response}", "review", x.decide),
		read("/analys", x.analysis),
		write("/analys", "analyse", x.saveAnalysis),
		read("/fil/{format}", x.file),
	}
}

// one finds the follow-up of an address.
func (x *Followup) one(r *door.Request) (*register.Record, error) {
	return x.One(r, registers.Campaigns, r.PathValue("ref"))
}

// may tells whether the reader coordinates the follow-up.
func may(r *door.Request, rec *register.Record) bool {
	return r.Caller.Holds("isam", rec.Org) && !r.Caller.ReadOnly
}

// frameOf is the head of a page: title, state, and the parts of the follow-up.
func (x *Followup) frameOf(r *door.Request, rec *register.Record, here string) (page.Frame, frame, error) {
	l, b := r.Lang, base(rec)
	title := rec.Text("title")
	f, err := x.Frame(r, lang.FollowTitle.In(l)+": "+title)
	if err != nil {
		return f, frame{}, err
	}
	out := frame{Title: title, Base: b, May: may(r, rec), Crumbs: []page.Crumb{{Text: registers.Campaigns.Title.In(l), Href: "/campaigns"}, {Text: rec.Ref, Href: web.Address(rec)}, {Text: lang.FollowTitle.In(l)}}}
	day := func(name string) string {
		if d := rec.Text(name); d != "" {
			return d
		}
		return "–"
	}
	state := registers.Campaigns.Status().Choices.Label(rec.Text("status")).In(l)
	out.Sub = lang.FollowSub.With(l, state, day("opens"), day("closes"))
	if rec.Text("closes") == "" {
		out.Sub = lang.FollowNoEnd.With(l, state, day("opens"))
		if out.May && rec.Text("status") == "open" {
			out.Lacks = page.Link{Text: lang.FollowSetEnd.In(l), Href: "/andra" + web.Address(rec) + "?grupp=" + web.GroupDates}
		}
	}
	waits, err := x.Count(r, registers.Responses, `campaign = "`+string(rec.ID)+`" AND status = sent`)
	if err != nil {
		return f, out, err
	}
	for _, t := range []struct {
		path  string
		title lang.Text
		n     int
	}{{"", lang.FollowOverview, 0}, {"/objekt", lang.FollowObjects, len(rec.LinksOf("population"))}, {"/svar", lang.FollowReview, waits}, {"/analys", lang.FollowAnalysis, 0}} {
		one := tab{Link: page.Link{Text: t.title.In(l), Href: b + t.path}, Current: here == t.path}
		if t.path == "/objekt" || t.path == "/svar" {
			one.Count = lang.Whole(int64(t.n))
		}
		out.Tabs = append(out.Tabs, one)
	}
	return f, out, nil
}

// wrong says what was refused, at a control where it is about one; nothing
// where the error is no refusal.
func wrong(l lang.Lang, err error, at map[string]string) (out []page.Wrong, status int) {
	var f *fault.Error
	if !errors.As(err, &f) {
		return nil, 0
	}
	switch f.Kind {
	case fault.Invalid:
		for _, p := range f.Problems {
			out = append(out, page.Wrong{Field: at[p.Field], Text: lang.Problem(l, p, p.Field)})
		}
		return out, http.StatusUnprocessableEntity
	case fault.Stale:
		return []page.Wrong{{Text: lang.EditStepStale.In(l)}}, http.StatusConflict
	case fault.Denied:
		if s := lang.Fault(l, f); s != "" {
			return []page.Wrong{{Text: s}}, http.StatusForbidden
		}
	}
	return nil, 0
}

// share says a part of a whole in whole per cent.
func share(part, whole int) (string, int) {
	if whole == 0 {
		return "–", 0
	}
	p := (part*100 + whole/2) / whole
	return strconv.Itoa(p) + "\u00a0%", p
}

// Package builder is the pages on which the management review is written,
// sent, read by the head and decided, with the plan, the officer's report and
// the city's view that belong to it.
package builder

import (
	"net/http"
	"strconv"
	"time"

	"genomlys/internal/cityreview"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/officer"
	"genomlys/internal/plan"
	"genomlys/internal/register"
	"genomlys/internal/room"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// Builder is the part of the web where reviews are made.
type Builder struct {
	*web.Web
	rooms *room.Set
}

// New makes it, and hangs what it offers on the pages of records.
func New(w *web.Web, rooms *room.Set) *Builder {
	b := &Builder{w, rooms}
	w.Offer("management_review", b.offers)
	w.Offer("dpo_report", func(r *door.Request, rec *register.Record) []page.Link {
		return []page.Link{{Text: lang.BuilderOfficerRead.In(r.Lang), Href: web.Address(rec) + "/lasning"}}
	})
	return b
}

// Routes are its rows in the route table.
func (b *Builder) Routes() []door.Route {
	get := func(pattern, action string, h func(http.ResponseWriter, *door.Request) error) door.Route {
		return door.Route{Method: "GET", Pattern: pattern, Need: door.SignedIn, Action: action, Handle: h}
	}
	post := func(pattern, action string, h func(http.ResponseWriter, *door.Request) error) door.Route {
		return door.Route{Method: "POST", Pattern: pattern, Need: door.Writer, Action: action, Handle: func(rw http.ResponseWriter, r *door.Request) error {
			if err := b.Form(r); err != nil {
				return err
			}
			return h(rw, r)
		}}
	}
	const at = "/management-reviews/{ref}"
	return []door.Route{
		get("/ny/management-reviews", "create", b.start), post("/ny/management-reviews", "create", b.create),
		get(at+"/bygg", "read", b.write), post(at+"/bygg", "update", b.save),
		post(at+"/dagar", "update", b.days), post(at+"/synpunkt", "comment", b.say),
		get(at+"/siffror", "read", b.figureList), get(at+"/infoga", "read", b.figures), post(at+"/infoga", "update", b.insert),
		get(at+"/ombud", "act", b.askOfficer), post(at+"/ombud", "act", b.sendAsk),
		get(at+"/underlag", "read", b.inputs), post(at+"/underlag", "update", b.saveInputs),
		get(at+"/punkt/{collection}/{point}", "update", b.point), post(at+"/punkt/{collection}/{point}", "update", b.savePoint),
		get(at+"/skicka", "step", b.sending), post(at+"/skicka", "step", b.send),
		get(at+"/ratta", "step", b.correcting), post(at+"/ratta", "step", b.correct),
		get(at+"/beslut", "read", b.verdict), post(at+"/beslut", "step", b.decide), post(at+"/retur", "step", b.giveBack),
		get("/plan", "read", b.plan), get("/plan/{ref}/flytta", "update", b.moving), post("/plan/{ref}/flytta", "update", b.move), post("/plan/{ref}/for-over", "act", b.carry),
		get("/dpo-reports/{ref}/lasning", "read", b.officer), get("/dpo-findings/{ref}/skriv", "update", b.finding), post("/dpo-findings/{ref}/skriv", "update", b.saveFinding),
		get("/koncern", "read", b.city), get("/koncern/{file}", "export", b.cityFile),
	}
}

func (b *Builder) planDeps() plan.Deps       { return plan.Deps{DB: b.DB, Now: b.Reviews.Now} }
func (b *Builder) officerDeps() officer.Deps { return officer.Deps{DB: b.DB, Figures: b.Figures} }
func (b *Builder) cityDeps() cityreview.Deps {
	return cityreview.Deps{DB: b.DB, Figures: b.Figures, Reviews: b.Reviews}
}

const (
	versionName = "_version"
	partName    = "del"
	languageOf  = "sprak"
)

// offers leads from a review's pages to where it is worked on and decided.
func (b *Builder) offers(r *door.Request, rec *register.Record) []page.Link {
	at := web.Address(rec)
	switch rec.Text("status") {
	case "preparing", "draft":
		return []page.Link{{Text: lang.BuilderWrite.In(r.Lang), Href: at + "/bygg"}}
	case "sent_to_head", "meeting_held":
		return []page.Link{{Text: lang.BuilderReadAndDecide.In(r.Lang), Href: at + "/beslut"}}
	}
	return []page.Link{{Text: lang.BuilderProof.In(r.Lang), Href: at + "/beslut"}}
}

// record is the review of an address, as the caller sees it.
func (b *Builder) record(r *door.Request) (*register.Record, error) {
	return b.One(r, b.Register("management_review"), r.PathValue("ref"))
}

// rights are what a caller may do with a review as it stands.
type rights struct {
	Write   bool // the organisation's texts
	Officer bool // the officer's
	Decide  bool
	Correct bool
}

// rights tells what the pages offer; that nobody does more is the command's.
func (b *Builder) rights(r *door.Request, rec *register.Record) (rights, error) {
	var x rights
	if r.Caller.ReadOnly {
		return x, nil
	}
	status := rec.Text("status")
	_, err := b.DB.Get(r.Context(), r.Caller.Write(rec.Register), rec.Register, string(rec.ID), time.Time{}, 0)
	if fault.Is(err, fault.Unknown) {
		return x, nil
	}
	if err != nil {
		return x, err
	}
	open := status == "preparing" || status == "draft"
	x.Write = open && r.Caller.Writes(rec.Register, "as_of", rec.Org) == nil
	x.Officer = open && r.Caller.Holds("dpo", rec.Org)
	heads := r.Caller.Decide(rec.Register, "decide", rec.Org) == nil
	x.Decide = (status == "sent_to_head" || status == "meeting_held") && heads
	x.Correct = rec.Text("hash") != "" && heads
	return x, nil
}

// crumbs is the path to one of a review's pages.
func (b *Builder) crumbs(r *door.Request, rec *register.Record, here string) []page.Crumb {
	return []page.Crumb{{Text: rec.Register.Title.In(r.Lang), Href: "/" + rec.Register.Collection}, {Text: rec.Ref, Href: web.Address(rec)}, {Text: here}}
}

// asking is a form on a page of its own.
type asking struct {
	Title, About string
	Crumbs       []page.Crumb
	Action       string
	Kept         []page.Pair
	Wrong        []page.Wrong
	Notices      []notice
	Controls     []page.Control
	Buttons      []page.Button
}

// notice tells something that concerns a whole page.
type notice struct {
	Tone, Icon, Bold, Rest string
	More                   page.Link
}

func (b *Builder) ask(rw http.ResponseWriter, r *door.Request, status int, p asking) error {
	f, err := b.Frame(r, form.Title(r.Lang, p.Title, p.Wrong))
	if err != nil {
		return err
	}
	return b.Show(rw, r.Context(), status, askPage(f, p))
}

// refused gives what a room or a command refused, or the error itself. What has
// no control on the page is told at the top.
func (b *Builder) refused(r *door.Request, reg *register.Register, err error, ids ...string) ([]page.Wrong, int, error) {
	wrong, status := form.Wrong(r.Lang, reg, err)
	if wrong == nil {
		return nil, 0, err
	}
	for i := range wrong {
		known := false
		for _, id := range ids {
			known = known || wrong[i].Field == id
		}
		if !known {
			wrong[i].Field = ""
		}
	}
	return wrong, status, nil
}

// seen is the version of a record that a form was made from.
func seen(r *door.Request) (int64, error) {
	v, err := strconv.ParseInt(r.PostForm.Get(versionName), 10, 64)
	if err != nil || v < 1 {
		return 0, fault.New(fault.Required, "version-needed")
	}
	return v, nil
}

func version(rec *register.Record) page.Pair {
	return page.Pair{Name: versionName, Value: strconv.FormatInt(rec.Version, 10)}
}

func pair(name, value string) page.Pair { return page.Pair{Name: name, Value: value} }

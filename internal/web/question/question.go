// Package question is the pages on which questions are put to the rooms of
// work: every report with a form and its answer, and the what-ifs.
package question

import (
	"bytes"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"genomlys/internal/document/html"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/room"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// Questions is the part of the web that asks.
type Questions struct {
	*web.Web
	rooms *room.Set
}

// New makes it.
func New(w *web.Web, rooms *room.Set) *Questions {
	x := &Questions{w, rooms}
	w.Offer("situation_report", x.kept)
	return x
}

// Routes are its rows in the route table.
func (x *Questions) Routes() []door.Route {
	return []door.Route{
		{Method: "GET", Pattern: "/rapporter", Need: door.SignedIn, Action: "read", Handle: x.reports},
		{Method: "GET", Pattern: "/rapporter/{name}", Need: door.SignedIn, Action: "read", Handle: x.report},
		{Method: "GET", Pattern: "/vad-hander-om", Need: door.SignedIn, Action: "read", Handle: x.whatIfs},
		{Method: "GET", Pattern: "/vad-hander-om/{id}", Need: door.SignedIn, Action: "read", Handle: x.whatIf},
	}
}

// listed is the list of questions.
type listed struct {
	Title, About string
	Links        []page.Link // Note says more
	Also         page.Link
}

// asked is a question with its form, and its answer when it has one.
type asked struct {
	Title, Sub, Address string
	Crumbs              []page.Crumb
	Wrong               []page.Wrong
	Controls            []page.Control
	Kept                []page.Pair
	Files               []page.Link
	Body                string // the answer as HTML of ours
	Tables              []page.Table
	Facts               []page.Fact
	Empty               bool
	Answered            bool
	More                string
}

func (x *Questions) reports(rw http.ResponseWriter, r *door.Request) error {
	l := listed{Title: lang.QuestionReports.In(r.Lang), About: lang.QuestionReportsAbout.In(r.Lang),
		Also: page.Link{Text: lang.WhatIfTitle.In(r.Lang), Href: "/vad-hander-om"}}
	for _, rep := range x.rooms.Reports {
		if rep.Name == whatIfReport {
			continue
		}
		var needs []string
		for _, p := range rep.Params {
			if p.Needed {
				needs = append(needs, lang.Inside(p.Title.In(r.Lang)))
			}
		}
		k := page.Link{Text: rep.Title.In(r.Lang), Href: "/rapporter/" + rep.Name}
		if len(needs) > 0 {
			k.Note = lang.QuestionNeeds.In(r.Lang) + " " + strings.Join(needs, ", ")
		}
		l.Links = append(l.Links, k)
	}
	slices.SortFunc(l.Links, byText)
	f, err := x.Frame(r, l.Title)
	if err != nil {
		return err
	}
	return x.Show(rw, r.Context(), http.StatusOK, listPage(f, l))
}

// report shows a report's form, and its answer as soon as it has what it needs.
func (x *Questions) report(rw http.ResponseWriter, r *door.Request) error {
	rep, err := x.rooms.Report(r.PathValue("name"))
	if err != nil {
		return fault.New(fault.Unknown, "no-such-page")
	}
	title := rep.Title.In(r.Lang)
	a := asked{Title: title, Address: "/rapporter/" + rep.Name, Crumbs: []page.Crumb{{Text: lang.QuestionReports.In(r.Lang), Href: "/rapporter"}, {Text: title}}}
	call, ready, err := x.call(r, rep.Params)
	status := http.StatusOK
	if ready || err != nil {
		if err == nil {
			err = x.answer(r, rep, call, &a)
		}
		if err != nil {
			if a.Wrong = refused(r.Lang, rep.Params, err); a.Wrong == nil {
				return err
			}
			status = http.StatusUnprocessableEntity
		}
	}
	x.controls(r, rep.Params, &a)
	a.Files = files(rep, call, a)
	f, err := x.Frame(r, form.Title(r.Lang, title, a.Wrong))
	if err != nil {
		return err
	}
	return x.Show(rw, r.Context(), status, askPage(f, a))
}

// call reads what the address says; it is ready when all that is needed is said.
// What the address leaves unclear is a refusal.
func (x *Questions) call(r *door.Request, params []room.Param) (room.Call, bool, error) {
	c := room.Call{Caller: r.Caller, Lang: r.Lang, Now: r.Now, Via: "web"}
	given, unclear, err := form.Given(x.Web, r, params, r.URL.Query())
	if err == nil && len(unclear) > 0 {
		err = &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: unclear}
	}
	if c.Params = given; given == nil {
		c.Params = map[string]string{}
	}
	ready := true
	for _, p := range params {
		ready = ready && (!p.Needed || c.Params[p.Name] != "")
	}
	return c, ready, err
}

func (x *Questions) controls(r *door.Request, params []room.Param, a *asked) {
	for _, p := range params {
		a.Controls = append(a.Controls, form.Param(x.Web, r.Lang, p, r.URL.Query(), a.Wrong))
	}
}

// answer fills in the answer in the form the report has.
func (x *Questions) answer(r *door.Request, rep room.Report, c room.Call, a *asked) error {
	if rep.Text != nil {
		doc, err := x.rooms.ReadReport(r.Context(), c, rep)
		if err != nil {
			return err
		}
		if doc, err = x.opened(r, doc, c.Params["as_of"]); err != nil {
			return err
		}
		var b bytes.Buffer
		if err := html.Body(&b, doc); err != nil {
			return err
		}
		a.Answered, a.Body, a.Sub, a.Empty = true, b.String(), doc.Subtitle, len(doc.Blocks) == 0
		return nil
	}
	v, err := x.rooms.Ask(r.Context(), c, rep)
	if err != nil {
		return err
	}
	a.Answered = true
	return x.generic(r.Lang, v, a)
}

// files are the formats in which the answer can be fetched.
func files(rep room.Report, c room.Call, a asked) []page.Link {
	if !a.Answered {
		return nil
	}
	var out []page.Link
	q := url.Values{}
	for k, v := range c.Params {
		q.Set(k, v)
	}
	for _, f := range rep.Formats() {
		name, ok := formats[f]
		if !ok {
			continue
		}
		q.Set("format", f)
		out = append(out, page.Link{Text: name, Href: "/api/v1/reports/" + rep.Name + "?" + q.Encode()})
	}
	return out
}

var formats = map[string]string{"pdf": "PDF", "docx": "Word", "xlsx": "Excel", "csv": "CSV", "json": "JSON", "zip": "ZIP"}

// refused says what a report refused at its own controls; nil when it is no
// refusal of what was asked.
func refused(l lang.Lang, params []room.Param, err error) []page.Wrong {
	if fault.Is(err, fault.Denied) {
		return nil
	}
	wrong, _ := form.Wrong(l, nil, err, form.ParamFields(params)...)
	return wrong
}

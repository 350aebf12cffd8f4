package web

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web/page"
)

func personActor(id register.ID) string { return access.Caller{Person: id}.Actor() }

// Fail shows an error as a page. What one may not see and what does not exist
// look the same.
func (w *Web) Fail(rw http.ResponseWriter, r *door.Request, err error) {
	status := door.Status(err)
	if status == http.StatusUnauthorized {
		s := page.SignIn{To: "/"}
		if r.Method == http.MethodGet {
			s.To = LocalPath(r.URL.RequestURI())
		}
		_ = w.Show(rw, r.Context(), status, w.SignInPage(r, s))
		return
	}
	if errors.Is(err, door.ErrAgain) {
		to := "/"
		if r.Method == http.MethodGet {
			to = r.URL.RequestURI()
		}
		_ = w.See(rw, r, AddressOf("/in/igen", []page.Pair{{Name: "till", Value: to}}))
		return
	}
	o := page.Oops{ID: r.ID}
	title, text := lang.Broken, lang.BrokenMore
	switch status {
	case http.StatusNotFound:
		title, text = lang.NotFound, lang.NotFoundMore
	case http.StatusForbidden:
		title, text = lang.Forbidden, lang.ForbiddenMore
	case http.StatusServiceUnavailable, http.StatusInsufficientStorage:
		title, text = lang.BusyTitle, lang.BusyMore
		rw.Header().Set("Retry-After", strconv.Itoa(5))
	case http.StatusRequestEntityTooLarge:
		title, text = lang.TooLargeTitle, lang.TooLargeMore
	case http.StatusInternalServerError:
	default:
		title, text = lang.BadRequest, lang.BadRequestMore
	}
	o.Title, o.Text = title.In(r.Lang), text.In(r.Lang)
	var f *fault.Error
	if status == http.StatusUnprocessableEntity && errors.As(err, &f) && len(f.Problems) > 0 {
		o.Text = lang.Problem(r.Lang, f.Problems[0], f.Problems[0].Field)
	}
	frame, ferr := w.Frame(r, o.Title)
	if ferr != nil {
		frame = w.Guest(r, o.Title) // the error must be told also when the frame cannot be read
	}
	if err := w.Show(rw, r.Context(), status, page.OopsPage(frame, o)); err != nil {
		http.Error(rw, o.Title, status)
	}
}

func (w *Web) search(rw http.ResponseWriter, r *door.Request) error {
	f, err := w.Frame(r, lang.Search.In(r.Lang))
	if err != nil {
		return err
	}
	res := page.Results{Query: r.URL.Query().Get("q")}
	if rs := []rune(res.Query); len(rs) > 200 {
		res.Query = string(rs[:200])
	}
	f.Search = res.Query
	if res.Query == "" {
		f.Status = lang.SearchAsk.In(r.Lang)
		return w.Show(rw, r.Context(), http.StatusOK, page.SearchPage(f, res))
	}
	res.Asked = true
	var total int
	if res.Groups, total, err = w.Hits(r, res.Query, 10); err != nil {
		return err
	}
	f.Status = lang.FoundHits.Of(r.Lang, total)
	return w.Show(rw, r.Context(), http.StatusOK, page.SearchPage(f, res))
}

// Hits are what a text finds, a group for each register with at most some hits:
// the one search of the page, the palette and everything else.
func (w *Web) Hits(r *door.Request, text string, perRegister int) ([]page.ResultGroup, int, error) {
	hits, err := w.DB.Search(r.Context(), r.Caller.Read, text, perRegister)
	if err != nil {
		return nil, 0, err
	}
	var out []page.ResultGroup
	total := 0
	for i := 0; i < len(hits); {
		reg := hits[i].Register
		g := page.ResultGroup{ID: "r-" + reg.Collection, Title: reg.Title.In(r.Lang)}
		sh := w.Shower(r, time.Time{})
		first := i
		for ; i < len(hits) && hits[i].Register == reg; i++ {
			if hits[i].Title == "" { // it has none, or it may not be shown
				sh.NeedID(reg, hits[i].ID)
			}
		}
		if err := sh.Look(); err != nil {
			return nil, 0, err
		}
		for _, h := range hits[first:i] {
			l, hidden := page.Link{Text: h.Title, Href: "/" + reg.Collection + "/" + h.Ref, Note: h.Ref}, ""
			if h.Title == "" {
				rec, ok := sh.found[h.ID]
				if !ok {
					continue
				}
				l, hidden = sh.Named(rec)
			}
			g.Hits = append(g.Hits, page.RelationLink{Link: l, Hidden: hidden})
		}
		total += len(g.Hits)
		if len(g.Hits) == perRegister && plain(text) {
			g.More = page.Link{Text: lang.MoreHits.In(r.Lang), Href: Filtered(reg, text)}
		}
		out = append(out, g)
	}
	return out, total, nil
}

// Pages are those that are neither a register nor a record's own, as the menu
// and the palette lead to them.
func (w *Web) Pages(r *door.Request) []page.Link {
	var out []page.Link
	for _, x := range []struct {
		name lang.Text
		at   string
	}{
		{lang.Tasks, "/uppgifter"}, {lang.IncClocks, "/klockor"}, {lang.YearWheel, "/arshjul"}, {lang.BuilderPlan, "/plan"}, {lang.BuilderCity, cityView},
		{lang.IncPicture, "/lagesbild/incidenter"}, {lang.QuestionReports, "/rapporter"}, {lang.WhatIfTitle, "/vad-hander-om"}, {lang.TakingTitle, "/ta-in"},
	} {
		if x.at == cityView && !w.seesBodies(r) {
			continue
		}
		out = append(out, page.Link{Text: x.name.In(r.Lang), Href: x.at})
	}
	return out
}

// seesBodies tells whether the city's view has a board or company to show.
func (w *Web) seesBodies(r *door.Request) bool {
	reg, ok := w.DB.Catalogue.Get("management_review")
	return ok && r.Caller.SeesBody(reg)
}

func (w *Web) menu(rw http.ResponseWriter, r *door.Request) error {
	f, err := w.Frame(r, lang.Menu.In(r.Lang))
	if err != nil {
		return err
	}
	groups := []page.NavGroup{{Items: []page.NavItem{{Link: page.Link{Text: lang.Overview.In(r.Lang), Href: "/"}}}}}
	for _, l := range w.Pages(r) {
		groups[0].Items = append(groups[0].Items, page.NavItem{Link: l})
	}
	for _, g := range []struct {
		code  string
		title lang.Text
	}{{"register", lang.NavRegister}, {"work", lang.NavWork}, {"governance", lang.NavGovernance}, {"settings", lang.NavSettings}} {
		group := page.NavGroup{Title: g.title.In(r.Lang)}
		for _, reg := range w.DB.Catalogue.All {
			if reg.Group == g.code && readable(r.Caller, reg) {
				group.Items = append(group.Items, page.NavItem{Link: page.Link{Text: reg.Title.In(r.Lang), Href: "/" + reg.Collection}})
			}
		}
		if len(group.Items) > 0 {
			groups = append(groups, group)
		}
	}
	return w.Show(rw, r.Context(), http.StatusOK, page.MenuPage(f, groups))
}

func (w *Web) accessibility(rw http.ResponseWriter, r *door.Request) error {
	f, err := w.Frame(r, lang.Accessibility.In(r.Lang))
	if err != nil {
		return err
	}
	return w.Show(rw, r.Context(), http.StatusOK, page.AccessibilityPage(f))
}

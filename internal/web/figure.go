package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/said"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

const shownKeys = 100

// figure opens a number: the records that it counts, as of its day.
func (w *Web) figure(rw http.ResponseWriter, r *door.Request) error {
	q := r.URL.Query()
	today := r.Now.In(w.DB.Zone)
	asOf, ok := readDate(q.Get("per"), today)
	against, ok2 := readDate(q.Get("mot"), today)
	if asOf == "" {
		asOf = register.DateOf(today)
	}
	p := page.Figure{AsOf: string(asOf), Against: string(against)}
	org, err := w.figureOrg(r, q.Get("org"))
	if err != nil {
		return err
	}
	if !ok || !ok2 {
		p.Wrong = &page.Wrong{Field: "per", Text: lang.WriteDate.In(r.Lang)}
		p.AsOf, p.Against = q.Get("per"), q.Get("mot")
		asOf, against = register.DateOf(today), ""
	}
	var known int64
	if k := q.Get("vid"); k != "" {
		if known, err = strconv.ParseInt(k, 10, 64); err != nil || known < 1 {
			return fault.New(fault.Malformed, "not-a-number")
		}
		p.KnownAt = lang.Whole(known)
	}
	set, err := w.Figures.Compute(r.Context(), r.Caller, figure.Request{Org: org.ID, AsOf: asOf, Compare: against, KnownAt: known, IDs: []string{r.PathValue("id")}})
	if err != nil {
		return err
	}
	if len(set.Figures) == 0 {
		return fault.New(fault.Unknown, "no-such-figure")
	}
	x := set.Figures[0]
	reg, err := w.Reg(x.Register)
	if err != nil {
		return err
	}
	for _, n := range []string{"org", "vid"} {
		if q.Get(n) != "" {
			p.Keep = append(p.Keep, page.Pair{Name: n, Value: q.Get(n)})
		}
	}
	w.figureFacts(r, &p, x, reg, org)
	switch x.Seen {
	case figure.None:
		var hidden []string
		for _, t := range x.Hidden {
			hidden = append(hidden, lang.Inside(t.In(r.Lang)))
		}
		p.Bold, p.Notice, p.Withheld = lang.FigureWithheld.In(r.Lang), lang.FigureWhy.With(r.Lang, strings.Join(hidden, ", ")), true
	case figure.Partly:
		p.Bold = lang.FigurePartly.In(r.Lang)
	}
	if err := w.figureSays(r, &p, x, asOf); err != nil {
		return err
	}
	if !p.Withheld {
		if err := w.figureCharts(r, &p, x, org, asOf, known); err != nil {
			return err
		}
		if err := w.figureRecords(r, &p, x, reg, asOf, against); err != nil {
			return err
		}
	}
	title := p.Title
	status := http.StatusOK
	if p.Wrong != nil {
		status, title = http.StatusUnprocessableEntity, lang.WrongTitle.With(r.Lang, title)
	}
	f, err := w.Frame(r, title)
	if err != nil {
		return err
	}
	return w.Show(rw, r.Context(), status, page.FigurePage(f, p))
}

// figureOrg is the organisation asked about, or the installation's own.
func (w *Web) figureOrg(r *door.Request, ref string) (*register.Record, error) {
	if ref == "" {
		org, err := w.Own(r)
		if err == nil && org == nil {
			err = fault.New(fault.Unknown, "no-such-record")
		}
		return org, err
	}
	reg, _ := w.DB.Catalogue.Get("org")
	p, err := w.Find(r, reg, door.Ask{Filter: "ref = " + strconv.Quote(ref) + " OR short = " + strconv.Quote(ref), Limit: 1})
	if err == nil && len(p.Records) == 0 {
		err = fault.New(fault.Unknown, "no-such-record")
	}
	return first(p.Records), err
}

func (w *Web) figureFacts(r *door.Request, p *page.Figure, x figure.Figure, reg *register.Register, org *register.Record) {
	p.ID, p.Title, p.Shown = x.ID, x.Label.In(r.Lang), x.Shown.In(r.Lang)
	p.Sub = lang.FigureSub.With(r.Lang, org.Text("title"), p.AsOf)
	if whole, ok := w.Figures.Book().At(x.OfID, register.Date(p.AsOf)); ok {
		ps := append([]page.Pair{{Name: "per", Value: r.URL.Query().Get("per")}}, p.Keep...)
		p.Part = page.Link{Text: whole.Label.In(r.Lang), Href: AddressOf("/figures/"+whole.ID, ps)}
	}
	p.Percent = -1
	if x.Percent != nil {
		p.Percent = *x.Percent
	}
	p.Filter = x.Filter
	p.Register = page.Link{Text: reg.Title.In(r.Lang), Href: "/" + reg.Collection}
	p.Version = strconv.Itoa(x.Version)
	if c := x.Compare; c != nil {
		p.Change = lang.NewDefinition.In(r.Lang)
		if !c.NewDefinition {
			p.Change = lang.ChangeFrom.With(r.Lang, lang.Whole(int64(c.Value)), lang.Signed(int64(c.Change.Count)))
			if c.Change.HasPoints {
				p.Change += " " + lang.ChangePoints.With(r.Lang, lang.Signed(int64(c.Change.Points)))
			}
		}
	}
	for _, g := range x.Groups {
		label := g.Label.In(r.Lang)
		p.Groups = append(p.Groups, page.FigureGroup{Name: label, Count: lang.Whole(int64(g.Count))})
	}
}

// figureSays puts the definition into words. Organisations are called by name,
// those that the caller sees.
func (w *Web) figureSays(r *door.Request, p *page.Figure, x figure.Figure, asOf register.Date) error {
	if x.Filter == "" {
		return nil
	}
	reg, err := w.Reg(x.Asked)
	if err != nil {
		return err
	}
	orgs, err := w.Reg("orgs")
	if err != nil {
		return err
	}
	p.Says, err = said.Conditions(r.Context(), w.DB, reg, x.Filter, asOf, r.Now, r.Lang, func(ids map[register.ID]bool) (map[string]string, error) {
		found, err := w.knownByID(r, orgs, ids)
		titles := map[string]string{}
		for _, o := range found {
			titles[string(o.ID)] = o.Text("title")
		}
		return titles, err
	})
	return err
}

func (w *Web) figureRecords(r *door.Request, p *page.Figure, x figure.Figure, reg *register.Register, asOf, against register.Date) error {
	in := map[register.ID]bool{}
	for _, k := range x.Records {
		in[k.ID] = true
	}
	var rest []store.Key
	for _, k := range x.OfRecords {
		if !in[k.ID] {
			rest = append(rest, k)
		}
	}
	parts := []struct {
		code string
		name lang.Text
		keys []store.Key
	}{{"", lang.FigureCounted, x.Records}, {"ovriga", lang.FigureNotCounted, rest}, {"helhet", lang.FigureWhole, x.OfRecords}}
	if x.OfID == "" {
		parts = parts[:1]
	}
	if c := x.Compare; c != nil && !c.NewDefinition {
		fresh, gone := differ(c.Records, x.Records)
		parts = append(parts, []struct {
			code string
			name lang.Text
			keys []store.Key
		}{{"nya", lang.FigureNew, fresh}, {"borta", lang.FigureGone, gone}}...)
	}
	chosen := r.URL.Query().Get("visa")
	if !slices.ContainsFunc(parts, func(x struct {
		code string
		name lang.Text
		keys []store.Key
	}) bool {
		return x.code == chosen
	}) {
		chosen = ""
	}
	n, _ := strconv.Atoi(r.URL.Query().Get("sida"))
	n = max(n, 1)
	keep := append([]page.Pair{}, p.Keep...)
	if g := r.URL.Query().Get("per"); g != "" {
		keep = append(keep, page.Pair{Name: "per", Value: g})
	}
	if against != "" {
		keep = append(keep, page.Pair{Name: "mot", Value: p.Against})
	}
	base := "/figures/" + x.ID
	for _, part := range parts {
		p.Views = append(p.Views, page.FigureView{Link: page.Link{Text: part.name.In(r.Lang), Href: AddressOf(base, append(keep, page.Pair{Name: "visa", Value: part.code}))},
			Count: lang.Whole(int64(len(part.keys))), Current: part.code == chosen})
		if part.code != chosen {
			continue
		}
		from := min((n-1)*shownKeys, len(part.keys))
		to := min(from+shownKeys, len(part.keys))
		at := w.DB.EndOfDay(asOf)
		if part.code == "borta" {
			at = w.DB.EndOfDay(against)
		}
		links, err := w.keyLinks(r, reg, part.keys[from:to], at)
		if err != nil {
			return err
		}
		for i := range links {
			links[i].Href += "?per=" + at.In(w.DB.Zone).Format("2006-01-02")
		}
		p.Records = links
		p.Count = lang.SoMany.Of(r.Lang, len(part.keys))
		page := func(i int) string {
			return AddressOf(base, append(keep, pagePair("visa", part.code), pagePair("sida", strconv.Itoa(i))))
		}
		if from > 0 {
			p.Prev = page(n - 1)
		}
		if to < len(part.keys) {
			p.Next = page(n + 1)
		}
	}
	return nil
}

func pagePair(name, value string) page.Pair { return page.Pair{Name: name, Value: value} }

// differ gives what is in the second list alone, and in the first alone.
func differ(was, is []store.Key) (fresh, gone []store.Key) {
	old, now := map[register.ID]bool{}, map[register.ID]bool{}
	for _, k := range was {
		old[k.ID] = true
	}
	for _, k := range is {
		now[k.ID] = true
		if !old[k.ID] {
			fresh = append(fresh, k)
		}
	}
	for _, k := range was {
		if !now[k.ID] {
			gone = append(gone, k)
		}
	}
	return fresh, gone
}

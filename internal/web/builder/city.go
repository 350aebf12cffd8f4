package builder

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/cityreview"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/room"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// group is the city's view: boards and companies against figures.
type group struct {
	Title, Sub string
	Empty      bool // the caller reaches no board or company
	Day        page.Control
	DayWrong   []page.Wrong
	Year       string
	Views      []page.FigureView
	Columns    []page.Link // all figures, or the chosen ones
	Legend     []legend
	Heads      []heatHead
	Rows       []heatRow
	Total      heatRow
	Note       string
	Missing    []page.Link
	HandedIn   string
	Files      []page.Link // the city's review
	Figures    []page.Link // the figures of the page
	Region     string
}

type legend struct{ Class, Mark, Text string }

type heatHead struct{ Title, Name string }

// heatRow is a board with its figures, each of which opens.
type heatRow struct {
	page.Link
	Cells  []heatCell
	Review page.Link
	State  *page.Status
}

// heatCell is a figure of a board: value, tint, mark, and what they say.
type heatCell struct{ Shown, Href, Class, Mark, Says string }

// city shows the figures of every board and company that the caller reaches.
func (b *Builder) city(rw http.ResponseWriter, r *door.Request) error {
	q := r.URL.Query()
	day, wrong := register.Date(q.Get("per")), false
	if day == "" {
		day = register.DateOf(r.Now.In(b.DB.Zone))
	} else if !register.ValidDate(string(day)) {
		day, wrong = register.DateOf(r.Now.In(b.DB.Zone)), true
	}
	h, err := cityreview.Live(r.Context(), b.cityDeps(), r.Caller, day, r.Lang)
	if err != nil {
		return err
	}
	year, err := strconv.Atoi(q.Get("ar"))
	if err != nil || year < 2000 || year > 2100 {
		year = day.Time(b.DB.Zone).Year() + 1
	}
	decided, err := cityreview.Decided(r.Context(), b.cityDeps(), r.Caller, year, day, r.Lang)
	if err != nil {
		return err
	}
	p := group{Title: lang.BuilderCity.In(r.Lang), Year: strconv.Itoa(year), Note: h.Note, Empty: len(h.Rows) == 0}
	p.Sub = lang.BuilderCitySub.With(r.Lang, len(h.Rows), string(day))
	p.Day = page.Control{ID: "per", Name: "per", Label: lang.BuilderAsOf.In(r.Lang), Kind: page.DayControl, Value: string(day)}
	status := http.StatusOK
	if wrong {
		p.Day.Value, p.Day.Wrong = q.Get("per"), []string{lang.WriteDate.In(r.Lang)}
		p.DayWrong, status = []page.Wrong{{Field: "per", Text: lang.WriteDate.In(r.Lang)}}, http.StatusUnprocessableEntity
	}
	kinds, err := b.orgKinds(r, h)
	if err != nil {
		return err
	}
	b.heat(r, &p, h, decided, kinds, day, q.Get("typ"), q.Get("visa") == "alla")
	b.cityLinks(r, &p, h, decided, kinds, day)
	title := p.Title
	if wrong {
		title = lang.WrongTitle.With(r.Lang, title)
	}
	f, err := b.Frame(r, title)
	if err != nil {
		return err
	}
	f.Wide = true
	return b.Show(rw, r.Context(), status, cityPage(f, p))
}

// orgKinds tells boards from companies.
func (b *Builder) orgKinds(r *door.Request, h cityreview.Heat) (map[string]*register.Record, error) {
	ids := map[register.ID]bool{}
	for _, x := range h.Rows {
		ids[register.ID(x.ID)] = true
	}
	out := map[string]*register.Record{}
	if len(ids) == 0 {
		return out, nil
	}
	recs, err := b.ByID(r, registers.Orgs, ids, time.Time{})
	for _, x := range recs {
		out[string(x.ID)] = x
	}
	return out, err
}

// cityFigures are shown first, under names that fit over a column; each has its
// full label where all figures are asked for.
var cityFigures = []struct {
	id   string
	name lang.Text
}{{"F01", lang.CityObjects}, {"F03", lang.CityClassified}, {"F14a", lang.CityAnswers}, {"F18", lang.CityContinuity}, {"F07a", lang.CityProcessings}, {"F15h", lang.CityAgreements}, {"F19", lang.CityLogging}, {"F11", lang.CityIncidents}}

// columns are the figures shown, by place, and what stands over them.
func columns(l lang.Lang, h cityreview.Heat, all bool) (places []int, heads []heatHead) {
	if all {
		for i, f := range h.Figures {
			places, heads = append(places, i), append(heads, heatHead{Title: f.ID, Name: f.Label})
		}
		return places, heads
	}
	for _, x := range cityFigures {
		if i := slices.IndexFunc(h.Figures, func(f cityreview.HeatHead) bool { return f.ID == x.id }); i >= 0 {
			places, heads = append(places, i), append(heads, heatHead{Title: x.id, Name: x.name.In(l)})
		}
	}
	return places, heads
}

func (b *Builder) heat(r *door.Request, p *group, h cityreview.Heat, decided cityreview.Review, orgs map[string]*register.Record, day register.Date, kind string, all bool) {
	cols, heads := columns(r.Lang, h, all)
	p.Heads = heads
	boards := map[string]cityreview.Board{}
	for _, x := range decided.Boards {
		boards[x.ID] = x
	}
	for _, x := range h.Rows {
		o := orgs[x.ID]
		if kind != "" && (o == nil || o.Text("kind") != kind) {
			continue
		}
		row := heatRow{Link: page.Link{Text: x.Title}}
		short := x.Short
		if o != nil {
			row.Href, short = web.Address(o), o.Ref
		}
		for _, i := range cols {
			row.Cells = append(row.Cells, cell(r.Lang, h, x.Cells[i], short, day))
		}
		bd := boards[x.ID]
		row.State = handedIn(r.Lang, bd.State)
		if bd.Review != "" {
			row.Review = page.Link{Text: bd.Review, Href: "/management-reviews/" + bd.Review}
		}
		p.Rows = append(p.Rows, row)
	}
	p.Total = heatRow{Link: page.Link{Text: lang.BuilderCityTotal.In(r.Lang)}}
	for _, i := range cols {
		p.Total.Cells = append(p.Total.Cells, cell(r.Lang, h, h.Total[i], "", day))
	}
	n := len(h.Steps)
	if n >= 2 {
		low, high := h.Steps[n/2-1], h.Steps[n/2]
		p.Legend = []legend{{"h2", "▽", lang.BuilderBetween.With(r.Lang, low, high-1)}, {"h3", "▼", lang.BuilderUnder.With(r.Lang, low)}}
	}
	p.Region = lang.BuilderCityRegion.With(r.Lang, len(p.Rows))
}

// cell tints the lower steps in two: the kit has no more, and they print.
func cell(l lang.Lang, h cityreview.Heat, c cityreview.Cell, org string, day register.Date) heatCell {
	out := heatCell{Shown: c.Shown}
	if c.Share != nil {
		out.Shown = lang.ThePercent.With(l, *c.Share)
		out.Says = c.Shown
	} else if c.Of != nil {
		out.Shown = "–" // a share of nothing: no 0, which would read as all missing
	}
	if org != "" && c.Value != nil {
		out.Href = web.AddressOf("/figures/"+c.Figure, []page.Pair{pair("org", org), pair("per", string(day))})
	}
	if c.Step == nil {
		return out
	}
	switch mid := len(h.Steps) / 2; {
	case *c.Step < mid:
		out.Class, out.Mark = "h3", "▼"
	case *c.Step == mid:
		out.Class, out.Mark = "h2", "▽"
	}
	return out
}

func handedIn(l lang.Lang, state string) *page.Status {
	switch state {
	case "decided":
		return &page.Status{Tone: "ok", Icon: "ok", Word: lang.BuilderHanded.In(l)}
	case "late":
		return &page.Status{Tone: "warn", Icon: "watch", Word: lang.BuilderHandedLate.In(l)}
	case "under_way":
		return &page.Status{Tone: "warn", Icon: "clock", Word: lang.BuilderHandedDraft.In(l)}
	}
	return &page.Status{Tone: "crit", Icon: "act", Word: lang.BuilderHandedNot.In(l)}
}

func (b *Builder) cityLinks(r *door.Request, p *group, h cityreview.Heat, decided cityreview.Review, orgs map[string]*register.Record, day register.Date) {
	q := r.URL.Query()
	here := func(typ, show string) string {
		return web.AddressOf("/koncern", []page.Pair{pair("per", q.Get("per")), pair("ar", q.Get("ar")), pair("typ", typ), pair("visa", show)})
	}
	count := func(kind string) string {
		n := 0
		for _, o := range orgs {
			if kind == "" || o.Text("kind") == kind {
				n++
			}
		}
		return lang.Whole(int64(n))
	}
	for _, v := range []struct {
		kind string
		name lang.Text
	}{{"", lang.BuilderCityAll}, {"board", lang.BuilderCityBoards}, {"company", lang.BuilderCityCompanies}} {
		p.Views = append(p.Views, page.FigureView{Link: page.Link{Text: v.name.In(r.Lang), Href: here(v.kind, q.Get("visa"))}, Count: count(v.kind), Current: q.Get("typ") == v.kind})
	}
	show, name := "alla", lang.BuilderCityMore
	if q.Get("visa") == "alla" {
		show, name = "", lang.BuilderCityFewer
	}
	p.Columns = []page.Link{{Text: name.In(r.Lang), Href: here(q.Get("typ"), show)}}
	for _, x := range decided.Boards {
		if x.State != "decided" {
			l := page.Link{Text: x.Title, Note: handedIn(r.Lang, x.State).Word}
			if x.Review != "" {
				l.Href = "/management-reviews/" + x.Review
			}
			p.Missing = append(p.Missing, l)
		}
	}
	p.HandedIn = lang.BuilderHandedIn.With(r.Lang, decided.HandedIn, len(decided.Boards), p.Year, string(day))
	files := func(x cityPaper) (out []page.Link) {
		for _, format := range x.formats {
			out = append(out, page.Link{Text: x.text.In(r.Lang) + " (" + strings.ToUpper(format) + ")", Href: web.AddressOf("/koncern/"+x.name+"."+format, []page.Pair{pair("ar", p.Year), pair("per", string(day))})})
		}
		return out
	}
	p.Figures, p.Files = files(cityPapers[0]), files(cityPapers[1])
}

// cityPapers are the city's reports as files: its review, made of the boards'
// decided ones, and the figures that the page shows.
var cityPapers = []cityPaper{
	{"siffror", "city-figures", lang.BuilderCityFigures, []string{"docx", "pdf", "xlsx"}, map[string]string{"per": "as_of"}},
	{"stadens-genomgang", "city-review", lang.BuilderCityWrite, []string{"docx", "pdf"}, map[string]string{"ar": "year", "per": "by"}},
}

type cityPaper struct {
	name, report string
	text         lang.Text
	formats      []string          // those that the page offers
	params       map[string]string // of the report, by that of the page
}

// cityFile gives one of the city's reports as a file.
func (b *Builder) cityFile(rw http.ResponseWriter, r *door.Request) error {
	name, format, _ := strings.Cut(r.PathValue("file"), ".")
	i := slices.IndexFunc(cityPapers, func(x cityPaper) bool { return x.name == name })
	if i < 0 {
		return fault.New(fault.Unknown, "no-such-page")
	}
	rep, err := b.rooms.Report(cityPapers[i].report)
	if err != nil {
		return err
	}
	if !slices.Contains(rep.Formats(), format) {
		return fault.New(fault.Unknown, "no-such-page")
	}
	params := map[string]string{}
	for ours, theirs := range cityPapers[i].params {
		params[theirs] = r.URL.Query().Get(ours)
	}
	data, err := b.rooms.WriteReport(r.Context(), room.Call{Caller: r.Caller, Lang: r.Lang, Now: r.Now, Via: "web", Params: params}, rep, format)
	if err != nil {
		return err
	}
	rw.Header().Set("Content-Type", room.Media[format])
	rw.Header().Set("Content-Disposition", `attachment; filename="`+name+"."+format+`"`)
	_, _ = rw.Write(data) // a client that has gone needs no answer
	return nil
}

// swatch is the class that shows a tint beside the table.
func swatch(class string) string { return "lg" + class[1:] }

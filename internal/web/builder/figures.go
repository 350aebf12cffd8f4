package builder

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/review"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// picking is the page on which a figure is found and put into a text.
type picking struct {
	Title, Sub string
	Crumbs     []page.Crumb
	Here       string
	Kept       []page.Pair
	Query      string
	Hits       []picked
	Back       string
}

// picked is a figure with the ways in which it can be said.
type picked struct {
	page.Link
	ID, Then string
	Ways     []way
}

// way is one way to say a figure: the place in the text, and what it says now.
type way struct{ Place, Says, Kind string }

const mostFigures = 40

// found are the figures that a search finds, by code or by words of their name.
func found(rv review.Review, q string) []picked {
	words := strings.Fields(strings.ToLower(q))
	var out []picked
	for _, id := range slices.SortedFunc(maps.Keys(rv.Figures), byCode) {
		f := rv.Figures[id]
		text := strings.ToLower(id + " " + f.Key + " " + f.Label)
		if slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }) {
			continue
		}
		p := picked{Link: page.Link{Text: f.Label, Href: web.ReviewFigure(rv, id)}, ID: id, Then: f.CompareShown}
		p.Ways = ways(id, f)
		if len(p.Ways) > 0 {
			out = append(out, p)
		}
		if len(out) == mostFigures {
			break
		}
	}
	return out
}

// byCode orders F2 before F10, and F10 before F10a.
func byCode(a, b string) int {
	num := func(s string) int {
		n := 0
		for _, c := range s {
			if c >= '0' && c <= '9' {
				n = n*10 + int(c-'0')
			}
		}
		return n
	}
	if x, y := num(a), num(b); x != y {
		return x - y
	}
	return strings.Compare(a, b)
}

func ways(id string, f review.Figure) []way {
	var out []way
	switch {
	case f.Text != "":
		return []way{{id, f.Text, "value"}}
	case f.Value == nil:
		return nil
	case f.Unit == "percent" || f.Unit == "hours":
		out = append(out, way{id, f.Shown, "value"})
	default:
		out = append(out, way{id, lang.Whole(int64(*f.Value)), "value"})
	}
	if f.Percent != nil {
		out = append(out, way{id + ".percent", lang.ThePercent.With(lang.SV, *f.Percent), "percent"}, way{id + ".shown", f.Shown, "shown"})
	}
	if f.Compare != nil {
		out = append(out, way{id + ".compare", lang.Whole(int64(*f.Compare)), "compare"})
	}
	return out
}

// figureList is the list that the combobox asks for as one types.
func (b *Builder) figureList(rw http.ResponseWriter, r *door.Request) error {
	rv, err := b.built(r)
	if err != nil {
		return err
	}
	var hits []form.Hit
	for _, p := range found(rv, r.URL.Query().Get("q")) {
		for _, w := range p.Ways {
			hits = append(hits, form.Hit{Name: "{" + w.Place + "}", Title: w.Says + " – " + p.Text, Note: w.Place})
		}
		if len(hits) > 20 {
			break
		}
	}
	return b.Show(rw, r.Context(), http.StatusOK, form.HitList(b.Guest(r, ""), hits, page.Link{}))
}

func (b *Builder) built(r *door.Request) (review.Review, error) {
	rec, err := b.record(r)
	if err != nil {
		return review.Review{}, err
	}
	return review.Open(r.Context(), b.Reviews, r.Caller, string(rec.ID), r.Lang)
}

// figures is the page on which a figure is chosen without script.
func (b *Builder) figures(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	q := r.URL.Query()
	place, err := b.placeOf(rec, q.Get(partName), q.Get("plats"), r)
	if err != nil {
		return err
	}
	rv, err := review.Open(r.Context(), b.Reviews, r.Caller, string(rec.ID), r.Lang)
	if err != nil {
		return err
	}
	at := web.Address(rec)
	keep := []page.Pair{pair(partName, q.Get(partName)), pair("plats", q.Get("plats")), pair(languageOf, q.Get(languageOf))}
	p := picking{Title: lang.BuilderInsert.In(r.Lang), Sub: lang.BuilderInsertSub.With(r.Lang, place.By), Crumbs: b.crumbs(r, rec, lang.BuilderInsert.In(r.Lang)), Here: at + "/infoga", Kept: keep, Query: q.Get("q"),
		Hits: found(rv, q.Get("q")), Back: web.AddressOf(at+"/bygg", keep[:1])}
	f, err := b.Frame(r, p.Title)
	if err != nil {
		return err
	}
	return b.Show(rw, r.Context(), http.StatusOK, pickPage(f, p))
}

func (b *Builder) placeOf(rec *register.Record, section, key string, r *door.Request) (review.Place, error) {
	all, err := review.Places(rec, r.Lang)
	if err != nil {
		return review.Place{}, err
	}
	for _, p := range all[section] {
		if p.Key == key {
			return p, nil
		}
	}
	return review.Place{}, fault.New(fault.Unknown, "no-such-page")
}

// insert puts a figure last in a text.
func (b *Builder) insert(rw http.ResponseWriter, r *door.Request) error {
	rec, err := b.record(r)
	if err != nil {
		return err
	}
	form := r.PostForm
	place, err := b.placeOf(rec, form.Get(partName), form.Get("plats"), r)
	if err != nil {
		return err
	}
	rv, err := review.Open(r.Context(), b.Reviews, r.Caller, string(rec.ID), r.Lang)
	if err != nil {
		return err
	}
	chosen := form.Get("figur")
	id, _, _ := strings.Cut(chosen, ".")
	if !slices.ContainsFunc(ways(id, rv.Figures[id]), func(w way) bool { return w.Place == chosen }) {
		return fault.New(fault.Unknown, "no-such-figure")
	}
	l := textLang(r, rec)
	text := strings.TrimSpace(place.In(l) + " {" + chosen + "}")
	_, clashes, err := review.Write(r.Context(), b.Reviews, r.Caller, string(rec.ID), review.Writing{Section: form.Get(partName), Texts: map[string]string{place.Key: text}, Lang: l, Seen: rec.Version, Via: "web"})
	if err == nil && len(clashes) > 0 {
		err = fault.New(fault.Stale, "changed-meanwhile")
	}
	if err != nil {
		return err
	}
	return b.See(rw, r, web.AddressOf(web.Address(rec)+"/bygg", []page.Pair{pair(partName, form.Get(partName)), pair(languageOf, string(l))})+"#"+placeID(place.Key))
}

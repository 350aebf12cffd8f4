package desk

import (
	"net/http"
	"slices"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web/page"
)

const (
	fewCommands     = 6 // of each kind that the palette names
	hitsOfARegister = 5
)

// palette answers what is typed in the palette, as a page of its own too: where
// to go, what to make, and the records that the search finds.
func (d *Desk) palette(rw http.ResponseWriter, r *door.Request) error {
	q := strings.TrimSpace(r.URL.Query().Get("q"))
	if rs := []rune(q); len(rs) > 200 {
		q = string(rs[:200])
	}
	x := found{Query: q}
	x.add(lang.DeskGoTo.In(r.Lang), d.places(r, q))
	x.add(lang.DeskMake.In(r.Lang), d.makes(r, q))
	if q != "" {
		groups, _, err := d.Hits(r, q, hitsOfARegister)
		if err != nil {
			return err
		}
		slices.SortStableFunc(groups, func(a, b page.ResultGroup) int { return d.rank(a) - d.rank(b) })
		for _, g := range groups {
			var links []page.Link
			for _, h := range g.Hits {
				links = append(links, h.Link)
			}
			x.Groups = append(x.Groups, foundGroup{Title: g.Title, Links: links})
			x.Total += len(links)
		}
	}
	f := page.Frame{Lang: r.Lang}
	if r.Header.Get("X-Requested-By") == "" {
		var err error
		if f, err = d.Frame(r, lang.DeskPalette.In(r.Lang)); err != nil {
			return err
		}
		f.Status = lang.FoundHits.Of(r.Lang, x.Total)
		return d.Show(rw, r.Context(), http.StatusOK, palettePage(f, x))
	}
	return d.Show(rw, r.Context(), http.StatusOK, paletteHits(f, x))
}

func (x *found) add(title string, links []page.Link) {
	links = links[:min(len(links), fewCommands)]
	if len(links) > 0 {
		x.Groups = append(x.Groups, foundGroup{Title: title, Links: links})
		x.Total += len(links)
	}
}

// rank puts objects first and persons next, then what is kept, what is worked
// on, what governs and what is set up.
func (d *Desk) rank(g page.ResultGroup) int {
	collection := strings.TrimPrefix(g.ID, "r-")
	reg, err := d.Reg(collection)
	if err != nil {
		return len(order)
	}
	for i, o := range order {
		if o == reg.Name || o == reg.Group {
			return i
		}
	}
	return len(order)
}

var order = []string{"object", "person", "register", "work", "governance", "settings"}

// places are the pages that a text may mean.
func (d *Desk) places(r *door.Request, q string) []page.Link {
	out := []page.Link{}
	put := func(text, href string) {
		if begins(text, q) {
			out = append(out, page.Link{Text: text, Href: href})
		}
	}
	put(lang.Overview.In(r.Lang), "/")
	for _, reg := range d.DB.Catalogue.All {
		if scope := r.Caller.Read(reg); (q != "" || reg.Group == "register") && !scope.Empty() {
			put(reg.Title.In(r.Lang), "/"+reg.Collection)
		}
	}
	for _, l := range d.Pages(r) {
		put(l.Text, l.Href)
	}
	put(lang.Settings.In(r.Lang), "/installningar")
	put(lang.Help.In(r.Lang), "/hjalp")
	put(lang.AllRegisters.In(r.Lang), "/meny")
	return out
}

// makes are the kinds of record that the caller may make.
func (d *Desk) makes(r *door.Request, q string) []page.Link {
	var out []page.Link
	for _, reg := range d.DB.Catalogue.All {
		if q == "" && reg.Group != "register" && reg.Group != "work" || !mayWrite(r, reg) {
			continue
		}
		if text := lang.EditCreate.With(r.Lang, lang.Inside(reg.Singular.In(r.Lang))); begins(text, q) {
			out = append(out, page.Link{Text: text, Href: "/ny/" + reg.Collection})
		}
	}
	return out
}

func mayWrite(r *door.Request, reg *register.Register) bool {
	s := r.Caller.Write(reg)
	return s.All || len(s.Orgs) > 0 || len(s.Objects) > 0
}

// begins tells whether each word of what was typed begins a word of the text.
func begins(text, q string) bool {
	words := strings.FieldsFunc(strings.ToLower(text), func(c rune) bool { return strings.ContainsRune(" :,-–()", c) })
	for _, w := range strings.Fields(strings.ToLower(q)) {
		hit := false
		for _, x := range words {
			hit = hit || strings.HasPrefix(x, w)
		}
		if !hit {
			return false
		}
	}
	return true
}

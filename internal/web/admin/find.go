package admin

import (
	"slices"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// perPage is how many rows each list of people and functions shows at a time.
const perPage = 25

// words are what a row is found by, in small letters.
func words(of ...string) string { return strings.ToLower(strings.Join(of, "\n")) }

// shown is what a value says on the page.
func shown(v page.Value) string {
	out := slices.Clone(v.Texts)
	for _, l := range v.Links {
		out = append(out, l.Text)
	}
	return strings.Join(out, " ")
}

// part leaves of the page's lists what is looked for, and of that one page each.
// Ended functions are looked through too, but stand folded.
func (p *staffPage) part(r *door.Request) {
	q := r.URL.Query()
	p.Find = strings.TrimSpace(q.Get("sok"))
	asked := strings.Fields(strings.ToLower(p.Find))
	misses := func(word string) bool {
		return slices.ContainsFunc(asked, func(s string) bool { return !strings.Contains(word, s) })
	}
	for _, list := range []*[]post{&p.Vacant, &p.Held, &p.Ended} {
		*list = slices.DeleteFunc(*list, func(x post) bool { return misses(x.word) })
	}
	p.People = slices.DeleteFunc(p.People, func(x somebody) bool { return misses(x.word) })
	at := func(list, from string) string {
		ps := []page.Pair{{Name: "org", Value: p.Chosen}, {Name: "sok", Value: p.Find}}
		for _, name := range []string{"utan", "innehas", "person"} {
			if v := q.Get(name); name == list {
				ps = append(ps, page.Pair{Name: name, Value: from})
			} else if v != "" {
				ps = append(ps, page.Pair{Name: name, Value: v})
			}
		}
		return web.AddressOf(r.URL.Path, ps)
	}
	p.All = web.AddressOf(r.URL.Path, []page.Pair{{Name: "org", Value: p.Chosen}})
	ref := func(x post) string { return x.Name.Note }
	p.Vacant, p.VacantAt = page.Part(r.Lang, p.Vacant, q.Get("utan"), perPage, ref, func(s string) string { return at("utan", s) + "#vakanser" })
	p.Held, p.HeldAt = page.Part(r.Lang, p.Held, q.Get("innehas"), perPage, ref, func(s string) string { return at("innehas", s) + "#funktioner" })
	p.People, p.ManyAt = page.Part(r.Lang, p.People, q.Get("person"), perPage, func(x somebody) string { return x.Name.Note }, func(s string) string { return at("person", s) + "#manniskor" })
}

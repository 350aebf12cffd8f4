package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"

	"pgregory.net/rapid"
)

func drawFilter(t *rapid.T, w *world, r *register.Register, depth int) string {
	if depth > 0 {
		sub := func(r *register.Register) string { return drawFilter(t, w, r, depth-1) }
		rels := map[string]*register.Register{}
		for _, rel := range r.Relations() {
			rels[rel.Name] = rel.To
		}
		names := []string{}
		for _, rel := range r.Relations() {
			names = append(names, rel.Name)
		}
		switch rapid.IntRange(0, 5).Draw(t, "shape") {
		case 0:
			return "(" + sub(r) + " AND " + sub(r) + ")"
		case 1:
			return "(" + sub(r) + " OR " + sub(r) + ")"
		case 2:
			return "NOT (" + sub(r) + ")"
		case 3:
			n := rapid.SampledFrom(names).Draw(t, "relation")
			return rapid.SampledFrom([]string{"has", "lacks"}).Draw(t, "has") + "(" + n + ", " + sub(rels[n]) + ")"
		case 4:
			return rapid.SampledFrom([]string{"has", "lacks"}).Draw(t, "has") + "(" + rapid.SampledFrom(names).Draw(t, "relation") + ")"
		}
	}
	f := rapid.SampledFrom(r.Fields).Draw(t, "field")
	op := rapid.SampledFrom([]string{"=", "!=", "<", "<=", ">", ">="}).Draw(t, "operator")
	eq := rapid.SampledFrom([]string{"=", "!="}).Draw(t, "operator")
	quoted := func(s string) string { return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"` }
	number := func(target *register.Register) string {
		if target == nil {
			target = storetest.Objects
		}
		var refs []string
		for _, v := range w.oracle.versions {
			if v.rec.Register == target {
				refs = append(refs, v.rec.Ref, string(v.rec.ID))
			}
		}
		return rapid.SampledFrom(append(refs, "OBJ-9999")).Draw(t, "record")
	}
	switch rapid.IntRange(0, 9).Draw(t, "special") {
	case 0:
		return f.Name + eq + "null"
	case 1:
		return "org" + eq + number(storetest.Orgs)
	case 2:
		return "id" + eq + number(r)
	case 3:
		return "ref" + op + quoted(number(r))
	case 4:
		return "since" + op + rapid.SampledFrom([]string{"2023-03-05", "2023-04-01", "2023-05-20"}).Draw(t, "day")
	}
	switch f.Kind {
	case register.Choice, register.FactOf:
		return f.Name + eq + rapid.SampledFrom(f.Choices.Codes()).Draw(t, "choice")
	case register.Set:
		if f.Choices == nil {
			return f.Name + ":" + quoted(rapid.SampledFrom([]string{"Abc", "abc", "Ärende", "bc"}).Draw(t, "word"))
		}
		return f.Name + ":" + rapid.SampledFrom(f.Choices.Codes()).Draw(t, "choice")
	case register.Number:
		return f.Name + op + fmt.Sprint(rapid.IntRange(-3, 3).Draw(t, "number"))
	case register.Money:
		return f.Name + op + fmt.Sprint(rapid.IntRange(0, 4).Draw(t, "money")*1_000_000_007)
	case register.Level:
		return f.Name + op + fmt.Sprint(rapid.IntRange(0, 4).Draw(t, "level"))
	case register.Day, register.Moment:
		return f.Name + op + rapid.SampledFrom([]string{"2022-03-05", "2022-07-20", "2023-03-20"}).Draw(t, "day")
	case register.Ref:
		return f.Name + eq + number(f.Target)
	case register.Links:
		return f.Name + ":" + number(f.Target)
	case register.List:
		return f.Name + "!=null"
	}
	s := rapid.SampledFrom([]string{"ä", "Å", "eko", "%", "_", `\`, ";", "10", "'", "σ", "É", "日", "Zebra", "ärende 2"}).Draw(t, "text")
	if rapid.Bool().Draw(t, "contains") {
		return f.Name + ":" + quoted(s)
	}
	return f.Name + op + quoted(s)
}

func checked(t rapid.TB, r *register.Register, text string) query.Checked {
	t.Helper()
	n, err := query.Parse(text)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	zone, _ := time.LoadLocation("Europe/Stockholm")
	c, err := query.Check(n, register.Schema(r), query.Params{Now: began, Zone: zone, AsOf: query.Civil{Year: 2023, Month: 3, Day: 1}})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return c
}

func drawScope(t *rapid.T, w *world) store.Scope {
	ids := func(name string, from []register.ID) []register.ID {
		var out []register.ID
		for i, id := range from {
			if rapid.IntRange(0, 3).Draw(t, fmt.Sprintf("%s %d", name, i)) == 0 {
				out = append(out, id)
			}
		}
		return out
	}
	drawn := func() store.Scope {
		s := store.Scope{Orgs: ids("org", w.orgs), Parties: ids("party", w.orgs), Secret: map[register.ID]bool{}, Public: map[string]bool{}}
		for i, rec := range w.open[storetest.Objects] {
			if i < 6 && rapid.IntRange(0, 5).Draw(t, "object") == 0 {
				s.Objects = append(s.Objects, rec.ID)
			}
		}
		for _, o := range ids("secret", w.orgs) {
			s.Secret[o] = true
		}
		s.Public["org"] = rapid.Bool().Draw(t, "public")
		s.Whole = rapid.Bool().Draw(t, "whole")
		return s
	}
	switch rapid.IntRange(0, 3).Draw(t, "scope") {
	case 0:
		return allSeen
	case 1:
		s := drawn()
		per := map[string]store.Scope{"object": s, "risk": drawn(), "org": drawn(), "object_party": drawn()}
		s.Others = func(name string) store.Scope { return per[name] }
		per["object"] = s
		return s
	}
	return drawn()
}

func drawOrder(t *rapid.T, r *register.Register) []query.Order {
	var names []string
	for _, f := range r.Fields {
		if f.Sortable {
			names = append(names, f.Name)
		}
	}
	var keys []string
	for _, n := range rapid.SliceOfNDistinct(rapid.SampledFrom(append(names, "ref")), 0, 3, rapid.ID).Draw(t, "order") {
		keys = append(keys, n+rapid.SampledFrom([]string{"", " desc"}).Draw(t, "direction"))
	}
	o, err := query.ParseOrder(strings.Join(keys, ", "), register.Schema(r))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func drawMoment(t *rapid.T, w *world) moment {
	m := moment{}
	if rapid.Bool().Draw(t, "as of") {
		m.asOf = rapid.SampledFrom(w.moment).Draw(t, "time").asOf
	}
	if rapid.IntRange(0, 2).Draw(t, "known") == 0 {
		m.known = rapid.SampledFrom(w.moment).Draw(t, "position").known
	}
	return m
}

func same(t rapid.TB, what string, got, want []*register.Record) {
	t.Helper()
	lines := func(recs []*register.Record) (out []string) {
		for _, r := range recs {
			out = append(out, fmt.Sprintf("%s v%d %v %s", r.Ref, r.Version, r.Masked, r.Canonical()))
		}
		return append(out, "no more")
	}
	g, w := lines(got), lines(want)
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			t.Fatalf("%s: record %d of %d and %d\ngot  %s\nwant %s", what, i, len(got), len(want), g[i], w[i])
		}
	}
}

// Every question is answered as by a walk through all versions: filter, order,
// pages forth and back, counts and groups, now and at any time, as known then.
func TestQuestionsAgainstOracle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 7)
		w.populate(260)
		rapid.Check(t, func(t *rapid.T) {
			r := rapid.SampledFrom([]*register.Register{storetest.Objects, storetest.Objects, storetest.Risks, storetest.Orgs}).Draw(t, "register")
			text := drawFilter(t, w, r, 2)
			scope, order, m := drawScope(t, w), drawOrder(t, r), drawMoment(t, w)
			var filter query.Checked
			if rapid.IntRange(0, 9).Draw(t, "filtered") > 0 {
				filter = checked(t, r, text)
			}
			sorted := order
			if len(sorted) == 0 {
				sorted, _ = query.ParseOrder(r.Order, register.Schema(r))
			}
			want := w.oracle.find(scope, r, filter, sorted, m)
			q := store.Query{Register: r, Filter: filter, Order: order, AsOf: m.asOf, KnownAt: m.known, Limit: rapid.SampledFrom([]int{1, 3, 7, 500}).Draw(t, "page size")}
			got, pages := forth(t, w.db, scope, q)
			same(t, text, got, want)
			if len(pages) > 1 {
				same(t, text+" backwards", back(t, w.db, scope, q, pages[len(pages)-1]), want)
			}
			by := rapid.SampledFrom(r.Fields).Filter(func(f *register.Field) bool { return f.Kind != register.List && f.Kind != register.Moment }).Draw(t, "group")
			groups, total, err := w.db.Count(ctx, scope, q, by)
			if err != nil {
				t.Fatal(err)
			}
			counts := map[string]int{}
			for _, g := range groups {
				counts[g.Value] = g.Count
			}
			if total != len(want) || fmt.Sprint(counts) != fmt.Sprint(count(want, by)) {
				t.Fatalf("%s by %s: got %d %v, want %d %v", text, by.Name, total, counts, len(want), count(want, by))
			}
			keys, err := w.db.Keys(ctx, scope, q)
			if err != nil || len(keys) != len(want) {
				t.Fatalf("%s: %d keys, want %d (%v)", text, len(keys), len(want), err)
			}
			titles := map[register.ID]string{}
			for _, rec := range want {
				titles[rec.ID] = rec.Text("title")
			}
			for _, k := range keys {
				if title, ok := titles[k.ID]; !ok || title != k.Title {
					t.Fatalf("%s: key %v, want title %q", text, k, title)
				}
			}
			surveyed(t, w, scope, q, by, want)
		})
	})
}

// surveyed asks the same in a survey, as what narrows the question and as one
// of its filters.
func surveyed(t rapid.TB, w *world, scope store.Scope, q store.Query, by *register.Field, want []*register.Record) {
	t.Helper()
	ask := store.Ask{Register: q.Register, Fields: []*register.Field{by}, Filters: []query.Checked{q.Filter}}
	found, err := w.db.Survey(ctx, scope, q, []store.Ask{ask, {Register: q.Register, Filter: q.Filter, Fields: ask.Fields}})
	if err != nil {
		t.Fatal(err)
	}
	told := map[register.ID]string{}
	for _, rec := range want {
		told[rec.ID] = fmt.Sprintf("%s %d %s %#v", rec.Ref, rec.Version, rec.Text("title"), rec.Get(by.Name))
	}
	for i, m := range found {
		n := 0
		for _, at := range m.Rows() {
			if i == 0 && !m.Holds(at, 0) {
				continue
			}
			n++
			k := m.Key(at)
			if got := fmt.Sprintf("%s %d %s %#v", k.Ref, k.Version, k.Title, m.Value(at, 0)); got != told[k.ID] {
				t.Fatalf("surveyed as %s, want %s", got, told[k.ID])
			}
		}
		if n != len(want) {
			t.Fatalf("%d are surveyed, want %d", n, len(want))
		}
	}
}

// forth reads all pages, and gives the token of each page but the first.
func forth(t rapid.TB, db *store.DB, scope store.Scope, q store.Query) (all []*register.Record, tokens []string) {
	t.Helper()
	for {
		page, err := db.Find(ctx, scope, q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, page.Records...)
		tokens = append(tokens, page.Next)
		if page.Next == "" {
			return all, tokens[:len(tokens)-1]
		}
		q.Page = page.Next
		if len(tokens) > 1000 {
			t.Fatal("pages without end")
		}
	}
}

// back reads from the page of a token to the first page.
func back(t rapid.TB, db *store.DB, scope store.Scope, q store.Query, token string) (all []*register.Record) {
	t.Helper()
	for q.Page = token; q.Page != ""; {
		page, err := db.Find(ctx, scope, q)
		if err != nil {
			t.Fatal(err)
		}
		all = append(append([]*register.Record{}, page.Records...), all...)
		q.Page = page.Prev
	}
	return all
}

package store_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// visible is a scope of one organisation without secrecy, with one shared object.
func visible(w *world, org register.ID) store.Scope {
	return store.Scope{Orgs: []register.ID{org}, Parties: []register.ID{org}}
}

// Get, History and Search give what the naive rule gives, and unknown otherwise.
func TestSingleRecordsAgainstOracle(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 11)
		w.populate(160)
		for i, org := range w.orgs {
			scope := visible(w, org)
			if i == 0 {
				scope.Secret = map[register.ID]bool{org: true}
			}
			seen := map[register.ID]bool{}
			for _, r := range storetest.Catalogue().All {
				for _, v := range w.oracle.versions {
					if v.rec.Register != r || v.until != store.Open || seen[v.rec.ID] {
						continue
					}
					seen[v.rec.ID] = true
					can := w.oracle.sees(scope, v.rec, moment{})
					for _, name := range []string{string(v.rec.ID), v.rec.Ref} {
						rec, err := w.db.Get(ctx, scope, r, name, w.now.AddDate(1, 0, 0).Add(-1), 0)
						if !can {
							if !fault.Is(err, fault.Unknown) {
								t.Fatalf("%s: got %v, %v", v.rec.Ref, rec, err)
							}
							continue
						}
						if err != nil {
							t.Fatal(err)
						}
						same(t, "get "+name, []*register.Record{rec}, []*register.Record{w.oracle.shown(scope, v.rec)})
					}
					h, err := w.db.History(ctx, scope, r, v.rec.ID)
					if !can {
						if !fault.Is(err, fault.Unknown) {
							t.Fatalf("history of %s: %v", v.rec.Ref, err)
						}
						continue
					}
					var got, want []*register.Record
					for _, x := range h {
						got = append(got, x.Record)
						if x.Entry.ID != string(v.rec.ID) || x.Entry.Seq != x.Record.Version-1 {
							t.Fatalf("%s: version %d beside entry %d", v.rec.Ref, x.Record.Version, x.Entry.Seq)
						}
					}
					for _, x := range w.oracle.versions {
						if x.rec.ID == v.rec.ID {
							want = append(want, w.oracle.shown(scope, x.rec))
						}
					}
					same(t, "history of "+v.rec.Ref, got, want)
				}
			}
		}
	})
}

func TestSearch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 1)
		w.populate(0)
		add := func(org register.ID, title, ext, secrecy string) *register.Record {
			return w.create(storetest.Objects, org, func(rec *register.Record) {
				rec.Set("title", title)
				if ext != "" {
					rec.Set("ext_id", ext)
				}
				if secrecy != "" {
					rec.Set("secrecy", secrecy)
				}
			})
		}
		a := add(w.orgs[0], "Lönehanteringssystemet", "SYS/2023-17", "")
		add(w.orgs[1], "Lönesystem för bolag", "", "")
		c := add(w.orgs[0], "Ärendehantering", "", "osl_18_8")
		search := func(org register.ID, text string) string {
			hits, err := w.db.Search(ctx, func(r *register.Register) store.Scope { return visible(w, org) }, text, 10)
			if err != nil {
				t.Fatal(err)
			}
			s := ""
			for _, h := range hits {
				s += h.Ref + " "
			}
			return s
		}
		for _, c := range []struct {
			org        register.ID
			text, want string
		}{
			{w.orgs[0], "löne", "OBJ-0001 "}, {w.orgs[0], "LÖNEHANTERINGSSYSTEMETS", "OBJ-0001 "}, {w.orgs[1], "löne", "OBJ-0002 "}, {w.orgs[2], "löne", ""},
			{w.orgs[0], "sys/2023-17", "OBJ-0001 "}, {w.orgs[0], "obj-0001", "OBJ-0001 "}, {w.orgs[0], "ärende", "OBJ-0003 "}, {w.orgs[0], "arende", ""},
			{w.orgs[0], "löne ärende", ""}, {w.orgs[0], "", ""}, {w.orgs[0], "%", ""}, {w.orgs[0], "\x00", ""}, {w.orgs[0], "' OR 1=1 --", ""},
		} {
			if got := search(c.org, c.text); got != c.want {
				t.Errorf("%q: got %q, want %q", c.text, got, c.want)
			}
		}
		w.update(a, now(w), func(rec *register.Record) { rec.Set("title", "Tidredovisning") })
		if got := search(w.orgs[0], "löne") + search(w.orgs[0], "tid"); got != "OBJ-0001 " {
			t.Errorf("after a new name: %q", got)
		}
		w.end(c)
		if got := search(w.orgs[0], "ärende"); got != "" {
			t.Errorf("after it was taken back: %q", got)
		}
	})
}

// answers asks much of what can be asked and gives it as one text.
func answers(t *testing.T, w *world, scope store.Scope) string {
	t.Helper()
	var out []any
	for _, r := range storetest.Catalogue().All {
		for _, text := range []string{"", `title:"e"`, "has(risks)", "has(above, kind=a)", "lacks(near)", "object=OBJ-0003", "above=OBJ-0001", "hush:\"e\"", "hush_level>=2", `notes:"e"`} {
			q := store.Query{Register: r, Limit: 3}
			if text != "" {
				n, _ := query.Parse(text)
				c, err := query.Check(n, register.Schema(r), query.Params{Now: began})
				if err != nil {
					continue // another register's question
				}
				q.Filter = c
			}
			for _, order := range []string{"", "ref desc", "hush", "hush_level desc, title"} {
				o, err := query.ParseOrder(order, register.Schema(r))
				if err != nil {
					continue
				}
				q.Order, q.AsOf = o, now(w)
				page, err := w.db.Find(ctx, scope, q)
				out = append(out, fmt.Sprint(page.Next == ""), err)
				for _, rec := range page.Records {
					out = append(out, string(rec.Canonical()), rec.Version, rec.Masked)
					h, err := w.db.History(ctx, scope, r, rec.ID)
					out = append(out, len(h), err)
				}
			}
			for _, f := range r.Fields {
				if f.Kind != register.List {
					g, n, err := w.db.Count(ctx, scope, q, f)
					out = append(out, g, n, err)
				}
			}
			keys, err := w.db.Keys(ctx, scope, q)
			out = append(out, keys, err)
			err = w.db.Values(ctx, scope, q, r.Fields, func(k store.Key, v []any) error { out = append(out, k, v); return nil })
			out = append(out, err)
		}
	}
	hits, err := w.db.Search(ctx, func(*register.Register) store.Scope { return scope }, "ärende", 5)
	for _, h := range hits {
		out = append(out, h.Key)
	}
	b, err2 := json.Marshal(append(out, err))
	if err2 != nil {
		t.Fatal(err2)
	}
	return string(b)
}

// What a caller does not see never changes an answer: rows of others appear,
// change and refer, hidden values change, and every answer stays the same byte
// for byte (security.md S2, T4).
func TestInvisibleRowsChangeNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 5)
		w.populate(60)
		mine := w.orgs[1]
		scope := store.Scope{Orgs: []register.ID{mine}, Parties: []register.ID{mine}}
		held := w.create(storetest.Objects, mine, func(rec *register.Record) {
			w.fill(rec)
			rec.Set("secrecy", "osl_18_8")
			rec.Set("hush", "Zebra")
			rec.Set("hush_level", int64(4))
		})
		before := answers(t, w, scope)
		// Foreign rows of every kind, that refer to what the caller sees.
		foreign := w.orgs[2]
		for range 12 {
			o := w.create(storetest.Objects, foreign, func(rec *register.Record) {
				w.fill(rec)
				rec.Set("above", string(held.ID))
				rec.Set("near", []register.Link{{To: held.ID, Kind: "a"}})
			})
			w.create(storetest.Risks, foreign, func(rec *register.Record) {
				w.fill(rec)
				rec.Set("object", string(o.ID))
				rec.Set("covers", []register.Link{{To: held.ID}})
			})
			w.update(o, now(w), w.fill)
		}
		if got := answers(t, w, scope); got != before {
			t.Fatal("foreign rows changed an answer: " + difference(before, got))
		}
		// A hidden value changes: only the version number may tell that something did.
		p.SQL(`UPDATE r_object SET hush = 'Aa', hush_k = $1, hush_level = 0, notes = 'annat' WHERE id = $2 AND "until" = $3`, []byte{1, 2, 3}, string(held.ID), store.Open)
		if got := answers(t, w, scope); got != before {
			t.Fatal("a hidden value changed an answer: " + difference(before, got))
		}
		// A reference planted by SQL to a foreign record leads nowhere.
		theirs := w.open[storetest.Objects][0]
		for _, o := range w.open[storetest.Objects] {
			if o.Org == foreign {
				theirs = o
			}
		}
		p.SQL(`UPDATE r_object SET above = $1 WHERE id = $2 AND "until" = $3`, string(theirs.ID), string(held.ID), store.Open)
		for _, text := range []string{"has(above)", "above.kind=a OR above.kind=b OR above.kind=c OR above.kind=null", "above=" + theirs.Ref} {
			page, err := w.db.Find(ctx, scope, store.Query{Register: storetest.Objects, Filter: checked(t, storetest.Objects, "id="+held.Ref+" AND ("+text+")")})
			if err != nil || len(page.Records) > 0 && text != "above.kind=a OR above.kind=b OR above.kind=c OR above.kind=null" {
				t.Errorf("%s found %v (%v)", text, page.Records, err)
			}
		}
		if _, err := w.db.Get(ctx, scope, storetest.Objects, string(theirs.ID), now(w), 0); !fault.Is(err, fault.Unknown) {
			t.Errorf("a foreign record was got: %v", err)
		}
	})
}

func difference(a, b string) string {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("\n…%s\n…%s", a[max(0, i-200):min(len(a), i+200)], b[max(0, i-200):min(len(b), i+200)])
		}
	}
	return "length"
}

// A secrecy mark hides its fields from whoever lacks the right, in every
// version, also those from before the mark.
func TestMarkHidesEarlierVersions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 2)
		w.populate(0)
		org := w.orgs[0]
		rec := w.create(storetest.Objects, org, func(r *register.Record) {
			r.Set("title", "Larm")
			r.Set("hush", "koden är 1177")
			r.Set("notes", "öppet")
		})
		before := w.moment[len(w.moment)-1]
		w.update(rec, now(w), func(r *register.Record) { r.Set("secrecy", "osl_18_8") })
		plain := store.Scope{Orgs: []register.ID{org}}
		cleared := store.Scope{Orgs: []register.ID{org}, Secret: map[register.ID]bool{org: true}}
		for _, m := range []moment{{}, {asOf: before.asOf}, {known: before.known}, before} {
			for _, c := range []struct {
				scope store.Scope
				want  string
			}{{plain, ""}, {cleared, "koden är 1177"}} {
				got, err := w.db.Get(ctx, c.scope, storetest.Objects, rec.Ref, m.asOf, m.known)
				if err != nil || got.Text("hush") != c.want || (len(got.Masked) == 0) != (c.want != "") {
					t.Errorf("%+v: %q %v %v", m, got.Text("hush"), got.Masked, err)
				}
				n := 0
				err = w.db.Each(ctx, c.scope, store.Query{Register: storetest.Objects, AsOf: m.asOf, KnownAt: m.known, Filter: checked(t, storetest.Objects, `hush:"1177"`)}, func(*register.Record) error { n++; return nil })
				if err != nil || (n == 1) != (c.want != "") {
					t.Errorf("%+v: asking for the value finds %d (%v)", m, n, err)
				}
			}
		}
		h, err := w.db.History(ctx, plain, storetest.Objects, rec.ID)
		if err != nil || len(h) != 2 || h[0].Record.Text("hush") != "" || h[1].Record.Text("hush") != "" {
			t.Errorf("history shows %v (%v)", h, err)
		}
	})
}

// The zero scope and scopes of nothing see nothing.
func TestNothing(t *testing.T) {
	w := newWorld(t, storetest.SQLite(t), 2)
	w.populate(20)
	for _, s := range []store.Scope{{}, {Orgs: []register.ID{"0000000000000000000000none"}}, {Public: map[string]bool{"org": false}}, {Secret: map[register.ID]bool{"*": true}}} {
		for _, r := range storetest.Catalogue().All {
			page, err := w.db.Find(ctx, s, store.Query{Register: r})
			_, n, err2 := w.db.Count(ctx, s, store.Query{Register: r}, nil)
			if len(page.Records) > 0 || n > 0 || err != nil || err2 != nil {
				t.Errorf("%v sees %d, counts %d (%v, %v)", s, len(page.Records), n, err, err2)
			}
		}
	}
}

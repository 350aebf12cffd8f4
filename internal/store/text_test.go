package store_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"genomlys/internal/fault"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"

	"pgregory.net/rapid"
)

// Svenska Akademiens ordlista, 13th edition and later: w has its place of its
// own after v; å, ä and ö come last in that order; case and accents decide only
// between what is else alike; numbers stand by their value.
func TestSwedishOrder(t *testing.T) {
	want := []string{"2", "9", "10", "100", "abc", "Abc", "ABD", "e", "é", "f", "o", "Ordlista 2", "Ordlista 10", "v", "va", "vaz", "vö", "w", "wa", "x", "y", "ü", "z", "Zebra", "å", "Å", "ångström", "ä", "æ", "Ärende", "ö", "Ø", "Östra"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortStableFunc(got, func(a, b string) int { return bytes.Compare(store.SortKey(a), store.SortKey(b)) })
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestSortKeyIsBounded(t *testing.T) {
	for _, s := range []string{strings.Repeat("ö", 20000), strings.Repeat("日本", 300), strings.Repeat("👩‍👩‍👧", 100), strings.Repeat("9", 500)} {
		if n := len(store.SortKey(s)); n > 500 {
			t.Errorf("%.8s…: %d bytes", s, n)
		}
	}
	if len(store.SortKey("")) != 0 {
		t.Error("nothing has a key")
	}
}

// Both engines fold letter case as the query language says, letter by letter.
func TestFold(t *testing.T) {
	p := storetest.Postgres(t)
	var differ []string
	for start := rune(1); start < 0x1F000; start += 4096 {
		var b strings.Builder
		for r := start; r < start+4096; r++ {
			if unicode.IsLetter(r) && unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Armenian, unicode.Georgian) {
				b.WriteRune(r)
				b.WriteString("1 ")
			}
		}
		var got string
		p.One(&got, `SELECT `+store.PostgresFold("$1::text"), b.String())
		g, w := strings.Fields(got), strings.Fields(query.Fold(b.String()))
		for i := range w {
			if i < len(g) && g[i] != w[i] {
				differ = append(differ, g[i]+"≠"+w[i])
			}
		}
	}
	if len(differ) > 0 {
		t.Errorf("%d letters fold otherwise: %q", len(differ), differ)
	}
}

// A value of each kind comes back as it went in, the abusive ones too.
func TestValuesComeBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 1)
		w.populate(0)
		texts := rapid.OneOf(rapid.SampledFrom([]string{"'; DROP TABLE r_object; --", `\`, "%_", "👩‍👩‍👧", "ﷺ", "a\u0301", "\u202egnp", strings.Repeat("ö", 500), "$1", "NULL", "<script>", "=cmd()", "ͤ", ";", ";;a;"}),
			rapid.StringN(1, 60, -1))
		rapid.Check(t, func(t *rapid.T) {
			rec := storetest.Objects.NewRecord(register.NewID(w.now), w.orgs[0])
			given := map[string]any{}
			for _, f := range storetest.Objects.Fields {
				if f.Derived || f.Name == "above" || f.Name == "responsible" || rapid.IntRange(0, 2).Draw(t, f.Name) == 0 {
					continue
				}
				switch f.Kind {
				case register.Text, register.Long:
					given[f.Name] = texts.Draw(t, f.Name)
				case register.Choice, register.FactOf:
					given[f.Name] = rapid.SampledFrom(f.Choices.Codes()).Draw(t, f.Name)
				case register.Set:
					if f.Choices == nil {
						given[f.Name] = []string{texts.Draw(t, f.Name)}
					} else {
						given[f.Name] = rapid.SliceOfNDistinct(rapid.SampledFrom(f.Choices.Codes()), 1, 3, rapid.ID).Draw(t, f.Name)
					}
				case register.Level:
					given[f.Name] = rapid.Int64Range(0, 4).Draw(t, f.Name)
				case register.Number, register.Money:
					given[f.Name] = rapid.Int64().Draw(t, f.Name)
				case register.Day:
					given[f.Name] = rapid.SampledFrom([]string{"1900-01-01", "2024-02-29", "2200-12-31"}).Draw(t, f.Name)
				case register.Moment:
					given[f.Name] = rapid.SampledFrom([]string{"1900-01-01T00:00:00Z", "2026-03-29T01:30:00.123456Z", "2199-12-31T23:59:59Z"}).Draw(t, f.Name)
				case register.Links:
					given[f.Name] = []any{map[string]any{"to": string(rec.ID), "kind": "b"}}
				case register.List:
					given[f.Name] = []any{map[string]any{"what": texts.Draw(t, f.Name), "n": float64(3)}}
				}
			}
			values, ps := storetest.Objects.Decode(given)
			for _, problem := range ps { // what the declaration refuses never gets here
				delete(values, problem.Field)
			}
			for name, v := range values {
				rec.Set(name, v)
			}
			if _, err := w.db.Write(ctx, w.now, act, func(tx *store.Tx) (err error) {
				if rec.Ref, err = tx.Number(storetest.Objects, ""); err != nil {
					return err
				}
				return tx.Put(rec, nil, "create", time.Time{})
			}); err != nil {
				t.Fatalf("%v: %v", given, err)
			}
			got, err := w.db.Get(ctx, allSeen, storetest.Objects, rec.Ref, time.Time{}, 0)
			if err != nil {
				t.Fatal(err)
			}
			for i, f := range storetest.Objects.Fields {
				if !register.Same(got.Values[i], rec.Values[i]) {
					t.Fatalf("%s went in as %#v and came back as %#v", f.Name, rec.Values[i], got.Values[i])
				}
			}
		})
		verify(t, w.db)
	})
}

// Whatever text is asked for, the answer is an answer or says what is wrong:
// never an error of the database.
func TestAbusiveQuestions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 1)
		w.populate(20)
		rapid.Check(t, func(t *rapid.T) {
			s := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\x00", "\xff", "'", `"`, "OBJ-0001\x00", strings.Repeat("9", 300), "0000000000000000000000none"})).Draw(t, "text")
			if _, err := w.db.Get(ctx, allSeen, storetest.Objects, s, time.Time{}, 0); err != nil && !fault.Is(err, fault.Unknown) {
				t.Errorf("get %q: %v", s, err)
			}
			if _, err := w.db.Search(ctx, func(*register.Register) store.Scope { return allSeen }, s, 5); err != nil {
				t.Errorf("search %q: %v", s, err)
			}
			n, err := query.Parse(`title:"` + s + `" OR above="` + s + `" OR near:"` + s + `"`)
			if err != nil {
				return
			}
			c, err := query.Check(n, register.Schema(storetest.Objects), query.Params{Now: began})
			if err != nil {
				return
			}
			if _, err := w.db.Find(ctx, allSeen, store.Query{Register: storetest.Objects, Filter: c}); err != nil {
				t.Errorf("find %q: %v", s, err)
			}
		})
	})
}

// A page token is the caller's to change: it gives a page or is refused.
func TestForgedTokens(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 1)
		w.populate(40)
		for _, order := range []string{"title", "cost desc, title", "ref", "status, bought", "seen desc"} {
			o, _ := query.ParseOrder(order, register.Schema(storetest.Objects))
			q := store.Query{Register: storetest.Objects, Order: o, Limit: 2}
			page, err := w.db.Find(ctx, allSeen, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, change := range []func(k []any) []any{
				func(k []any) []any { return k[1:] },
				func(k []any) []any { k[0] = nil; return k },
				func(k []any) []any { k[0] = 7.5; return k },
				func(k []any) []any { k[0] = "\x00"; return k },
				func(k []any) []any { k[0] = []any{1}; return k },
				func(k []any) []any { k[0] = map[string]any{}; return k },
				func(k []any) []any { k[len(k)-1] = 12; return k },
				func(k []any) []any { return append(k, k...) },
			} {
				if _, err := w.db.Find(ctx, allSeen, store.Query{Register: q.Register, Order: o, Limit: 2, Page: forge(t, page.Next, change)}); err != nil && !fault.Is(err, fault.Malformed) {
					t.Errorf("%s: %v", order, err)
				}
			}
			for _, token := range []string{"x", "####", "e30", page.Next[1:], page.Next + "A"} {
				if _, err := w.db.Find(ctx, allSeen, store.Query{Register: q.Register, Order: o, Limit: 2, Page: token}); !fault.Is(err, fault.Malformed) {
					t.Errorf("%s: token %q: %v", order, token, err)
				}
			}
			other := store.Scope{Orgs: w.orgs[:1]}
			if _, err := w.db.Find(ctx, other, store.Query{Register: q.Register, Order: o, Limit: 2, Page: page.Next}); !fault.Is(err, fault.Malformed) {
				t.Errorf("another's token: %v", err)
			}
		}
	})
}

func forge(t *testing.T, token string, change func([]any) []any) string {
	t.Helper()
	var ks map[string]any
	if err := json.Unmarshal(unbase(t, token), &ks); err != nil {
		t.Fatal(err)
	}
	ks["k"] = change(ks["k"].([]any))
	b, err := json.Marshal(ks)
	if err != nil {
		t.Fatal(err)
	}
	return base(b)
}

// Pages stay whole while rows come: nothing that was there is shown twice or left out.
func TestPagesWhileRowsCome(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 9)
		w.populate(0)
		put := func(i int) {
			w.create(storetest.Objects, w.orgs[0], func(r *register.Record) { r.Set("title", fmt.Sprintf("%s %d", titles[i%len(titles)], i)) })
		}
		for i := range 60 {
			put(i)
		}
		there := map[register.ID]bool{}
		for _, rec := range w.open[storetest.Objects] {
			there[rec.ID] = true
		}
		var mu sync.Mutex
		var wg sync.WaitGroup
		wg.Go(func() {
			for i := range 40 {
				mu.Lock()
				put(1000 + i)
				mu.Unlock()
			}
		})
		seen := map[register.ID]int{}
		q := store.Query{Register: storetest.Objects, Limit: 3}
		for {
			page, err := w.db.Find(ctx, allSeen, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, rec := range page.Records {
				seen[rec.ID]++
			}
			if q.Page = page.Next; q.Page == "" {
				break
			}
		}
		wg.Wait()
		for id := range there {
			if seen[id] != 1 {
				t.Errorf("%s was shown %d times", id, seen[id])
			}
		}
		for id, n := range seen {
			if n > 1 {
				t.Errorf("%s was shown %d times", id, n)
			}
		}
	})
}

func unbase(t *testing.T, token string) []byte {
	t.Helper()
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func base(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

// Kept statements are bounded, whatever is asked and at whatever time.
func TestKeptStatementsAreBounded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, p storetest.Place) {
		w := newWorld(t, p, 1)
		w.populate(10)
		var wg sync.WaitGroup
		for n := range 4 {
			wg.Go(func() {
				for i := range 200 {
					m := began.Add(time.Duration(n*1000+i) * time.Minute)
					if _, err := w.db.Find(ctx, allSeen, store.Query{Register: storetest.Objects, AsOf: m}); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		if n := w.db.Kept(); n > 400 {
			t.Errorf("%d statements are kept", n)
		}
	})
}

package figure_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/example"
	"genomlys/internal/figure"
	"genomlys/internal/intake"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

// expected is testdata/seed-figures.json: what an independent count of the
// example data's files gives.
type expected struct {
	Figures []struct {
		ID       string
		Expected map[register.Date]json.RawMessage
	}
	Moments []struct {
		ID       string
		At       string
		Expected any
	}
}

func read(t testing.TB, name string, to any) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err == nil {
		err = json.Unmarshal(b, to)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// office is a database with some of the example's exports taken in.
type office struct {
	db     *store.DB
	engine *figure.Engine
	org    map[string]register.ID // by short name
	names  map[register.ID]string // record → what the files call it
}

func open(t testing.TB, dsn string) *store.DB {
	t.Helper()
	db, err := store.OpenDB(context.Background(), dsn, registers.Catalogue(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func take(t testing.TB, db *store.DB, years ...string) *office {
	t.Helper()
	ctx := context.Background()
	profile, err := intake.Shipped("office", db.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range example.Exports {
		if !slices.Contains(years, e.Year) {
			continue
		}
		for _, p := range []*intake.Profile{profile, requests(t, db)} {
			if p == nil {
				continue
			}
			_, err := intake.ImportDir(ctx, intake.Deps{DB: db, Commands: command.New(db)},
				intake.Request{Caller: access.System(), Dir: e.Dir(), Profile: p, Effective: e.Dated, Now: time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC)})
			if err != nil {
				t.Fatalf("take in %s by %s: %v", e.Year, p.Name, err)
			}
		}
	}
	engine, err := figure.New(db)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{db: db, engine: engine, org: map[string]register.ID{}, names: map[register.ID]string{}}
	o.each(t, "org", func(rec *register.Record) { o.org[rec.Text("short")], o.names[rec.ID] = rec.ID, rec.Text("ext_id") })
	o.each(t, "object", func(rec *register.Record) { o.names[rec.ID] = rec.Ref })
	o.each(t, "role_assignment", func(rec *register.Record) { o.names[rec.ID] = rec.Text("title") })
	o.each(t, "incident", func(rec *register.Record) { o.names[rec.ID] = rec.Ref })
	// A response is called by its object, a notice by its incident and organisation.
	o.each(t, "response", func(rec *register.Record) { o.names[rec.ID] = o.names[register.ID(rec.Text("object"))] })
	o.each(t, "incident_recipient", func(rec *register.Record) {
		o.names[rec.ID] = o.names[register.ID(rec.Text("incident"))] + "/" + o.names[register.ID(rec.Text("recipient_org"))]
	})
	return o
}

// requests reads the file that the office's profile leaves out, until it no
// longer does.
func requests(t testing.TB, db *store.DB) *intake.Profile {
	t.Helper()
	shipped, err := intake.Shipped("office", db.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range shipped.Files {
		if f.File == "subject_requests.csv" {
			return nil
		}
	}
	b, err := os.ReadFile("testdata/requests-profile.json")
	if err != nil {
		t.Fatal(err)
	}
	p, err := intake.ParseProfile(b, db.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (o *office) each(t testing.TB, name string, fn func(*register.Record)) {
	t.Helper()
	reg, ok := o.db.Catalogue.Get(name)
	if !ok {
		t.Fatalf("no register %s", name)
	}
	if err := o.db.Each(context.Background(), access.System().Read(reg), store.Query{Register: reg}, func(rec *register.Record) error { fn(rec); return nil }); err != nil {
		t.Fatal(err)
	}
}

func (o *office) set(t testing.TB, asOf register.Date, ids ...string) figure.Set {
	t.Helper()
	s, err := o.engine.Compute(context.Background(), access.System(), figure.Request{Org: o.org["SLK"], AsOf: asOf, IDs: ids})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// call gives records the names that the files have for them.
func (o *office) call(keys []store.Key) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		if out[i] = o.names[k.ID]; out[i] == "" {
			out[i] = k.Ref
		}
	}
	slices.Sort(out)
	return out
}

// hold compares every figure of a date with what is expected, and every record.
func (o *office) hold(t *testing.T, at register.Date) {
	t.Helper()
	var want expected
	var records map[string]map[register.Date][]string
	read(t, "seed-figures.json", &want)
	read(t, "seed-figures-records.json", &records)
	set := o.set(t, at)
	n := 0
	for _, w := range want.Figures {
		raw, ok := w.Expected[at]
		if !ok {
			continue
		}
		n++
		f, ok := set.Get(w.ID)
		if !ok {
			t.Errorf("%s: no such figure", w.ID)
			continue
		}
		if got, wanted := said(f, raw), compact(raw); got != wanted {
			t.Errorf("%s %s = %s, want %s", f.ID, w.ID, got, wanted)
		}
		if list, ok := records[w.ID][at]; ok {
			got := o.call(f.Records)
			if f.ID == "F20a" { // ways of working are no records: they are the groups
				got = nil
				for _, g := range f.Groups {
					got = append(got, g.Value)
				}
			}
			slices.Sort(list)
			slices.Sort(got)
			if !slices.Equal(got, list) {
				t.Errorf("%s %s: records too many %v, too few %v", f.ID, w.ID, less(got, list), less(list, got))
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d figures are expected at %s", n, at)
	}
}

// said gives a figure's value in the form it is expected in.
func said(f figure.Figure, like json.RawMessage) string {
	switch like[0] {
	case '{':
		m := map[string]int{}
		for _, g := range f.Groups {
			if g.Count > 0 {
				m[g.Label.SV] = g.Count
			}
		}
		b, _ := json.Marshal(m)
		return string(b)
	case '"', 'n':
		if f.Date == "" {
			return "null"
		}
		return strconv.Quote(string(f.Date))
	}
	return strconv.Itoa(f.Value)
}

func compact(raw json.RawMessage) string {
	var m map[string]int
	if json.Unmarshal(raw, &m) == nil && m != nil {
		b, _ := json.Marshal(m)
		return string(b)
	}
	return strings.TrimSpace(string(raw))
}

func less(a, b []string) []string {
	var out []string
	for _, x := range a {
		if !slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

func TestEachExportAlone(t *testing.T) {
	for _, c := range []struct {
		year  string
		dates []register.Date
	}{
		{"2022", []register.Date{"2022-11-15"}},
		{"2023", []register.Date{"2022-11-15", "2023-11-15"}},
		{"2024", []register.Date{"2022-11-15", "2023-11-15"}},
	} {
		t.Run(c.year, func(t *testing.T) {
			o := take(t, open(t, t.TempDir()+"/a.db"), c.year)
			for _, d := range c.dates {
				t.Run(string(d), func(t *testing.T) { o.hold(t, d) })
			}
		})
	}
}

func TestExportsOnTopOfEachOther(t *testing.T) {
	db := open(t, t.TempDir()+"/a.db")
	take(t, db, "2022").hold(t, "2022-11-15")
	o := take(t, db, "2023")
	o.hold(t, "2022-11-15")
	o.hold(t, "2023-11-15")
	before := o.said(t, "2023-11-15")
	o = take(t, db, "2024")
	o.hold(t, "2022-11-15")
	o.hold(t, "2023-11-15")
	for id, now := range o.said(t, "2023-11-15") {
		if now != before[id] {
			t.Errorf("taking in 2024 moved %s as of 2023-11-15: %s, was %s", id, now, before[id])
		}
	}
}

// said is every figure with its whole, groups and records, as one text.
func (o *office) said(t testing.TB, d register.Date) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, f := range o.set(t, d).Figures {
		of := 0
		if f.Of != nil {
			of = *f.Of
		}
		out[f.ID] = fmt.Sprint(f.Value, f.Date, of, f.Shown, o.call(f.Records))
		for _, g := range f.Groups {
			out[f.ID] += fmt.Sprint(" ", g.Value, g.Count)
		}
	}
	return out
}

func TestExampleOnPostgres(t *testing.T) {
	p := storetest.Postgres(t)
	o := take(t, p.Open(registers.Catalogue()), "2022", "2023")
	o.hold(t, "2022-11-15")
	o.hold(t, "2023-11-15")
}

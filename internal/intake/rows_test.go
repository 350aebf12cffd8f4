package intake_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/example"
	"genomlys/internal/fault"
	"genomlys/internal/intake"
	"genomlys/internal/intake/sheet"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

func rows(t testing.TB, d intake.Deps, text string, change func(*intake.Request)) (intake.Report, error) {
	t.Helper()
	req := intake.Request{Caller: access.System(), Register: registers.Objects, Org: "SLK", Now: today, File: intake.File{Name: "objekt.csv", Reader: strings.NewReader(text), Size: int64(len(text))}}
	if change != nil {
		change(&req)
	}
	return intake.Import(context.Background(), d, req)
}

// small is a house with the organisations and functions of the example office.
func small(t testing.TB) intake.Deps {
	t.Helper()
	d := house(t)
	dir := fstest.MapFS{}
	for _, name := range []string{"organisation.csv", "roles.csv", "suppliers.csv"} {
		b, err := fs.ReadFile(example.Exports[0].Dir(), name)
		if err != nil {
			t.Fatal(err)
		}
		dir[name] = &fstest.MapFile{Data: b}
	}
	if _, err := intake.ImportDir(context.Background(), d, intake.Request{Caller: access.System(), Dir: dir, Profile: office(t, d), Now: today}); err != nil {
		t.Fatal(err)
	}
	return d
}

func position(t testing.TB, d intake.Deps) int64 {
	t.Helper()
	n, err := d.DB.Position(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return n
}

const dirty = `Objektförteckning;;;;;
;;;;;
Objektnamn;Typ;Räckvidd;Objektägare;I drift från;Beroende av
Alfa;Verksamhetssystem;Lokalt;Objektägare ekonomi;2020-01-15;
Beta;Verksamhetsystem;Lokalt;Objektägare ekonomi;2020-01-15;Alfa
Gamma;Verksamhetssystem;Lokalt;Objektägare finns inte;30 feb 2023;
;;;;;
;Verksamhetssystem;Lokalt;;;
Delta;Verksamhetssystem;;;;
Epsilon;Verksamhetssystem;Lokalt;;2020-10;Beta
Objektnamn;Typ;Räckvidd;Objektägare;I drift från;Beroende av
Alfa;Verksamhetssystem;Lokalt;Objektägare ekonomi;2020-01-15;
Alfa;Infrastruktur;Lokalt;Objektägare ekonomi;2020-01-15;
Summa;9;;;;
`

type told5 struct {
	row                  int
	column, value, field string
	code                 string
	severity             intake.Severity
}

func TestDirtyFileIsRefusedWhole(t *testing.T) {
	d := small(t)
	before := position(t, d)
	for _, dry := range []bool{true, false} {
		r, err := rows(t, d, dirty, func(q *intake.Request) { q.DryRun = dry })
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Code != "import-refused" {
			t.Fatalf("error %v", err)
		}
		var got []told5
		for _, p := range r.Problems {
			got = append(got, told5{p.Row, p.Column, p.Value, p.Field, p.Code, p.Severity})
			if p.Message == "" {
				t.Errorf("no message: %+v", p)
			}
		}
		want := []told5{
			{5, "Typ", "Verksamhetsystem", "kind", "not_allowed", intake.Refused},
			{6, "Objektägare", "Objektägare finns inte", "owner", "no_such_record", intake.Refused},
			{6, "I drift från", "30 feb 2023", "go_live", "not_a_date", intake.Refused},
			{7, "", "", "", "empty_row", intake.Skipped},
			{8, "Objektnamn", "", "title", "key_missing", intake.Refused},
			{9, "Räckvidd", "", "reach", "required", intake.Refused},
			{10, "I drift från", "2020-10", "go_live", "date_without_day", intake.Note},
			{11, "", "", "", "repeated_heading", intake.Skipped},
			{12, "Objektnamn", "Alfa", "title", "duplicate_merged", intake.Note},
			{13, "Objektnamn", "Alfa", "title", "duplicate_differs", intake.Refused},
			{14, "", "", "", "total", intake.Skipped},
		}
		if !reflect.DeepEqual(got, want) {
			for i := range max(len(got), len(want)) {
				if i >= len(got) || i >= len(want) || got[i] != want[i] {
					t.Errorf("problem %d: got %+v, want %+v", i, at(got, i), at(want, i))
				}
			}
		}
		if r.HeaderRow != 3 || r.Separator != ";" || r.Rows.Read != 8 || r.Rows.Refused != 5 || r.Rows.Skipped != 3 || r.Receipt != nil || r.DryRun != dry {
			t.Errorf("report %+v", r)
		}
	}
	if after := position(t, d); after != before {
		t.Errorf("the ledger grew from %d to %d", before, after)
	}
	if r, err := rows(t, d, "Objektnamn;Typ;Räckvidd\nZeta;Verksamhetssystem;Lokalt\n", nil); err != nil || r.Rows.New != 1 {
		t.Fatalf("%+v %v", r, err)
	}
	rec, err := d.DB.Get(context.Background(), access.System().Read(registers.Objects), registers.Objects, "OBJ-0001", today.AddDate(1, 0, 0), 0)
	if err != nil || rec.Text("title") != "Zeta" {
		t.Errorf("a refused file used a number up: %v", err)
	}
}

func at[T any](list []T, i int) any {
	if i < len(list) {
		return list[i]
	}
	return "none"
}

// What refers to a refused row is refused too; the rest is taken.
func TestPartial(t *testing.T) {
	d := small(t)
	r, err := rows(t, d, dirty, func(q *intake.Request) { q.Partial = true })
	if err != nil {
		t.Fatal(err)
	}
	if r.Rows.New != 1 || r.Rows.Unchanged != 1 || r.Rows.Refused != 6 || r.Receipt == nil {
		t.Errorf("%+v", r)
	}
	found := false
	for _, p := range r.Problems {
		found = found || p.Row == 10 && p.Code == "refers_to_refused" && p.Column == "Beroende av"
	}
	if !found {
		t.Errorf("row 10 refers to a refused row: %+v", r.Problems)
	}
	page, err := d.DB.Find(context.Background(), access.System().Read(registers.Objects), store.Query{Register: registers.Objects})
	if err != nil || len(page.Records) != 1 || page.Records[0].Text("title") != "Alfa" {
		t.Errorf("%v %v", page.Records, err)
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	d := small(t)
	before := position(t, d)
	const text = "Objekt-id;Objektnamn;Typ;Räckvidd;AI;Kostnadsställe\nOBJ-0117;Alfa;Verksamhetssystem;Lokalt;Ja;12\n"
	dry := func(q *intake.Request) { q.DryRun = true }
	r, err := rows(t, d, text, dry)
	if err != nil || r.Rows.New != 1 || !r.DryRun || r.Receipt != nil || position(t, d) != before {
		t.Fatalf("%+v %v", r, err)
	}
	var how []string
	for _, c := range r.Columns {
		how = append(how, c.From+"="+c.To+" "+c.How)
	}
	if want := []string{"Objekt-id=ext_id synonym", "Objektnamn=title label", "Typ=kind label", "Räckvidd=reach label", "AI=ai label", "Kostnadsställe= ignored"}; !reflect.DeepEqual(how, want) {
		t.Errorf("columns %q", how)
	}
	if r, err = rows(t, d, text, nil); err != nil || r.Receipt == nil || r.Receipt.Position != position(t, d) {
		t.Fatalf("%+v %v", r, err)
	}
	rec, err := d.DB.Get(context.Background(), access.System().Read(registers.Objects), registers.Objects, "OBJ-0117", today.AddDate(1, 0, 0), 0)
	if err != nil || rec.Text("title") != "Alfa" {
		t.Fatalf("the source's own number is not kept: %v", err)
	}
	r, err = rows(t, d, strings.Replace(text, ";Ja;", ";Nej;", 1), dry)
	want := []intake.Changed{{Row: 2, Register: "object", Ref: "OBJ-0117", Fields: []intake.FieldChange{{Field: "ai", Old: "Ja", New: "Nej"}}}}
	if err != nil || r.Rows.Changed != 1 || !reflect.DeepEqual(r.Changes, want) {
		t.Errorf("%+v %v", r, err)
	}
}

func TestRequestsThatCannotBe(t *testing.T) {
	d := small(t)
	const text = "Objektnamn;Typ;Räckvidd\nAlfa;Verksamhetssystem;Lokalt\n"
	for _, c := range []struct {
		name, text, code string
		kind             fault.Kind
		change           func(*intake.Request)
	}{
		{"no known column", "Foo;Bar\n1;2\n", "no-known-column", fault.Malformed, nil},
		{"column that is not there", text, "unknown-column", fault.Malformed, func(q *intake.Request) { q.Map = map[string]string{"Namn": "title"} }},
		{"field that is not there", text, "unknown-field", fault.Malformed, func(q *intake.Request) { q.Map = map[string]string{"Objektnamn": "titel"} }},
		{"no register", text, "register-needed", fault.Malformed, func(q *intake.Request) { q.Register = nil }},
		{"date that is none", text, "not-a-date", fault.Malformed, func(q *intake.Request) { q.Effective = "2023-02-30" }},
		{"owner that is not there", text, "no-such-owner", fault.Malformed, func(q *intake.Request) { q.Org = "XYZ" }},
		{"too many rows", text, "too-many-rows", fault.TooLarge, func(q *intake.Request) {
			q.Limits = sheet.DefaultLimits()
			q.Limits.Rows = 1
		}},
		{"caller without rights", text, "may-not-create", fault.Denied, func(q *intake.Request) {
			q.Caller = access.Caller{Held: []access.Held{{Function: "auditor", Org: org(t, d, "SLK"), Reach: []register.ID{org(t, d, "SLK")}}}}
		}},
	} {
		before := position(t, d)
		_, err := rows(t, d, c.text, c.change)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind != c.kind || f.Code != c.code {
			t.Errorf("%s: %v", c.name, err)
		}
		if position(t, d) != before {
			t.Errorf("%s: something was written", c.name)
		}
	}
}

func org(t testing.TB, d intake.Deps, short string) register.ID {
	t.Helper()
	var id register.ID
	err := d.DB.Each(context.Background(), access.System().Read(registers.Orgs), store.Query{Register: registers.Orgs}, func(rec *register.Record) error {
		if rec.Text("short") == short {
			id = rec.ID
		}
		return nil
	})
	if err != nil || id == "" {
		t.Fatalf("organisation %s: %v", short, err)
	}
	return id
}

// One file may be read by its rule in a profile, alone and later; the office
// that the installation is run for owns what does not say its owner.
func TestOneFileByProfile(t *testing.T) {
	d := small(t)
	p := office(t, d)
	p.Org = ""
	const head = "Objekt-id,Objektnamn,Gemensam it,Karaktär,Ansvarsroll,Stadsövergripande,Används av,Status,I drift från\n"
	one := func(text string, on register.Date) intake.Report {
		t.Helper()
		r, err := rows(t, d, head+text, func(q *intake.Request) { q.Profile, q.Org, q.Effective = p, "", on })
		told(t, intake.DirReport{Files: []intake.Report{r}})
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	one("OBJ-7,Alfa,Nej,Verksamhetssystem,PuA,Nej,ORG-03; ORG-04,I drift,2020-01-01\n", "2022-11-15")
	rec := get(t, d, registers.Objects, "OBJ-7", time.Time{})
	if rec.Org != org(t, d, "SLK") || rec.Text("kind") != "business_system" || rec.Text("reach") != "several" || !rec.Since.Equal(register.Date("2020-01-01").Time(d.DB.Zone)) {
		t.Errorf("%+v", rec)
	}
	// A board that no longer uses it, and a role that is no longer held, end.
	r := one("OBJ-7,Alfa,Nej,Verksamhetssystem,PuB,Nej,ORG-04,I drift,2020-01-01\n", "2023-11-15")
	if r.Rows.Changed != 1 {
		t.Errorf("%+v", r.Rows)
	}
	got := map[string]string{}
	each(t, d, registers.ObjectParties, time.Time{}, func(rec *register.Record) {
		party := get(t, d, registers.Orgs, rec.Text("party"), time.Time{}).Text("short")
		got[party+" "+rec.Text("role")] = rec.Text("status") + " " + rec.Text("valid_to")
	})
	want := map[string]string{"KS controller": "ended 2023-11-15", "KS processor": "active ", "UBN user": "ended 2023-11-15", "SON user": "active "}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("parties %v; want %v", got, want)
	}
	if r = one("OBJ-7,Alfa,Nej,Verksamhetssystem,PuB,Nej,ORG-04,I drift,2020-01-01\n", "2024-02-29"); r.Rows.Unchanged != 1 || r.Receipt != nil {
		t.Errorf("once more: %+v", r)
	}
}

func TestProfilesThatCannotBe(t *testing.T) {
	d := house(t)
	for text, where := range map[string]string{
		`{"files":[{"file":"a.csv"}]}`:                                                                                               "parts or changes",
		`{"files":[{"file":"a.csv","parts":[{"register":"systems","fields":{}}]}]}`:                                                  "no register systems",
		`{"files":[{"file":"a.csv","parts":[{"register":"object","fields":{"title":"Namn"}}]}]}`:                                     "key field ext_id",
		`{"files":[{"file":"a.csv","parts":[{"register":"object","key":["title"],"fields":{"title":"Namn","color":"Färg"}}]}]}`:      "no field color",
		`{"files":[{"file":"a.csv","parts":[{"register":"risk","key":["title"],"fields":{"title":"Namn","value":"Värde"}}]}]}`:       "no field value",
		`{"files":[{"file":"a.csv","parts":[{"register":"object","key":["title"],"fields":{"title":{"part":"other"}}}]}]}`:           "not made before",
		`{"files":[{"file":"a.csv","parts":[{"register":"object","key":["title"],"fields":{"title":{"from":"Namn","only":"("}}}]}]}`: "missing closing",
		`{"files":[{"file":"a.csv","parts":[{"register":"object","key":["title"],"fields":{"title":{"form":"Namn"}}}]}]}`:            "unknown field",
		`{"name":"x","filer":[]}`: "unknown field",
	} {
		_, err := intake.ParseProfile([]byte(text), d.DB.Catalogue)
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != "bad-profile" || !strings.Contains(err.Error(), where) {
			t.Errorf("%s: %v; want %q", text, err, where)
		}
	}
	if _, err := intake.Shipped("draftit-not-yet", d.DB.Catalogue); !fault.Is(err, fault.Unknown) {
		t.Errorf("a profile that is not there: %v", err)
	}
}

// A whole import is one change set, and is undone as one.
func TestImportIsUndoneAsOne(t *testing.T) {
	d := small(t)
	r, err := rows(t, d, "Objektnamn;Typ;Räckvidd;Beroende av\nAlfa;Verksamhetssystem;Lokalt;Beta\nBeta;Infrastruktur;Lokalt;\n", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Commands.Undo(context.Background(), access.System(), command.Options{Via: "cli", Now: today}, r.Receipt.ChangeSet); err != nil {
		t.Fatal(err)
	}
	_, n, err := d.DB.Count(context.Background(), access.System().Read(registers.Objects), store.Query{Register: registers.Objects}, nil)
	if err != nil || n != 0 {
		t.Errorf("%d objects are left: %v", n, err)
	}
}

func TestProgressReachesTheEnd(t *testing.T) {
	d := small(t)
	last := map[string]string{}
	r, err := rows(t, d, many(250), func(q *intake.Request) {
		q.Progress = func(stage string, done, total int) { last[stage] = fmt.Sprintf("%d/%d", done, total) }
	})
	if want := map[string]string{"identify": "250/250", "check": "250/250", "write": "250/250"}; err != nil || !reflect.DeepEqual(last, want) {
		told(t, intake.DirReport{Files: []intake.Report{r}})
		t.Errorf("%v %v", last, err)
	}
}

func many(n int) string {
	var b strings.Builder
	b.WriteString("Objekt-id;Objektnamn;Beskrivning;Typ;Räckvidd;AI;IoT;Objektägare;Objektledare;Leverantör;Driftform;Längsta tolererade avbrott (timmar);Beroende av;Status;Registrerad;I drift från\n")
	for i := 1; i <= n; i++ {
		fmt.Fprintf(&b, "OBJ-%05d;System nummer %d;Används i verksamheten för ärenden av slag %d;Verksamhetssystem;Lokalt;Nej;Vet ej;Objektägare ekonomi;Objektledare ekonomi;LEV-%02d;Egen drift;24;%s;I drift;2019-02-25;2008-02-01\n",
			i, i, i%17, i%36+1, dependency(i))
	}
	return b.String()
}

func dependency(i int) string {
	if i < 3 {
		return ""
	}
	return fmt.Sprintf(`"OBJ-%05d; OBJ-%05d"`, i/2, i/3)
}

// 10 000 rows checked and in the ledger are to take 10 s at most.
func BenchmarkImport10000(b *testing.B) {
	text := many(10000)
	for b.Loop() {
		b.StopTimer()
		d := small(b)
		b.StartTimer()
		if r, err := rows(b, d, text, nil); err != nil || r.Rows.New != 10000 {
			b.Fatalf("%+v %v", r.Rows, err)
		}
	}
}

// Every column of every file lands in a field, or the profile says why not.
func TestOfficeProfileReadsEveryColumn(t *testing.T) {
	d := house(t)
	p := office(t, d)
	files := 0
	for _, e := range example.Exports {
		list, err := fs.Glob(e.Dir(), "*.csv")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range list {
			files++
			b, err := fs.ReadFile(e.Dir(), name)
			if err != nil {
				t.Fatal(err)
			}
			var rule *intake.FileRule
			for i := range p.Files {
				if p.Files[i].File == path.Base(name) {
					rule = &p.Files[i]
				}
			}
			if rule == nil {
				t.Errorf("%s: the profile has no rule", name)
				continue
			}
			head, _, _ := strings.Cut(string(b), "\n")
			read := rule.Read()
			for _, c := range strings.Split(head, ",") {
				if !read[c] && rule.Derived[c] == "" {
					t.Errorf("%s: column %s lands nowhere", name, c)
				}
				if read[c] && rule.Derived[c] != "" {
					t.Errorf("%s: column %s is both read and derived", name, c)
				}
				delete(read, c)
			}
			for c := range read {
				if c != "" && c != "each" {
					t.Errorf("%s: the profile reads a column %s that is not there", name, c)
				}
			}
		}
	}
	if files < 80 {
		t.Errorf("only %d files", files)
	}
}

// TestLevelsInOneColumn: offices keep a class in one cell, as letters with
// numbers, as numbers alone or in words; what it does not say of stays.
func TestLevelsInOneColumn(t *testing.T) {
	d := small(t)
	take := func(text string) (intake.Report, error) {
		text = "Informationstyp;Beskrivning;Informationsägare;" + text
		return rows(t, d, text, func(r *intake.Request) { r.Register, r.File.Name = registers.InfoTypes, "typer.csv" })
	}
	rep, err := take("KRT\nElevdata;Uppgifter;Stadsdirektör;K3 R2 T2\nRitningar;Uppgifter;Stadsdirektör;3-2-1\nBilder;Uppgifter;Stadsdirektör;allvarlig/betydande/måttlig\nLoggar;Uppgifter;Stadsdirektör;K1 R2 T2 S3\nUtkast;Uppgifter;Stadsdirektör;\n")
	if err != nil || rep.Rows.New != 5 || rep.Rows.Refused != 0 {
		t.Fatalf("%+v, %v", rep, err)
	}
	r := registers.InfoTypes
	got := map[string]string{}
	read := func() {
		t.Helper()
		err := d.DB.Each(context.Background(), access.System().Read(r), store.Query{Register: r}, func(rec *register.Record) error {
			level := func(name string) string {
				if n, ok := rec.Number(name); ok {
					return fmt.Sprint(n)
				}
				return "-"
			}
			got[rec.Text("title")] = level("k") + level("r") + level("t") + level("s")
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	read()
	if want := map[string]string{"Elevdata": "322-", "Ritningar": "321-", "Bilder": "321-", "Loggar": "1223", "Utkast": "----"}; !reflect.DeepEqual(got, want) {
		t.Errorf("levels %v, want %v", got, want)
	}
	if _, err := take("Klass\nLoggar;Uppgifter;Stadsdirektör;2-2-2\n"); err != nil {
		t.Fatal(err)
	}
	if read(); got["Loggar"] != "2223" {
		t.Errorf("a level that the file does not name: %s", got["Loggar"])
	}
	if _, err := rows(t, d, "Ägande organisation\nSLK\n", func(r *intake.Request) { r.Register = registers.InfoTypes }); !fault.Is(err, fault.Malformed) {
		t.Errorf("a file whose rows cannot be told apart: %v", err)
	}
	rep, err = take("KRT\nElevdata;Uppgifter;Stadsdirektör;K3 R2 T9\n")
	if !fault.Is(err, fault.Invalid) && rep.Rows.Refused != 1 || len(rep.Problems) != 1 || rep.Problems[0].Column != "KRT" || rep.Problems[0].Value != "K3 R2 T9" {
		t.Errorf("a level out of range: %+v, %v", rep, err)
	}
}

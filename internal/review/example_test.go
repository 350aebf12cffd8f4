package review_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/example"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/store"
)

// now is when the tests enter things: after the review's day.
var now = time.Date(2024, 3, 4, 8, 0, 0, 0, time.UTC)

var ctx = context.Background()

func open(t testing.TB, path string) review.Deps {
	t.Helper()
	db, err := store.OpenDB(ctx, path, registers.Catalogue(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	engine, err := figure.New(db)
	if err != nil {
		t.Fatal(err)
	}
	return review.Deps{DB: db, Access: access.New(db), Commands: command.New(db), Figures: engine, Now: func() time.Time { return now }}
}

// The office is loaded once; each test works on a copy of its own.
var loaded struct {
	sync.Once
	file []byte
	id   register.ID
}

func office(t testing.TB) (review.Deps, register.ID) {
	t.Helper()
	loaded.Do(func() {
		dir := t.TempDir()
		d := open(t, filepath.Join(dir, "a.db"))
		id, err := example.Load(ctx, d, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := d.DB.Backup(ctx, filepath.Join(dir, "copy.db")); err != nil {
			t.Fatal(err)
		}
		if loaded.file, err = os.ReadFile(filepath.Join(dir, "copy.db")); err != nil {
			t.Fatal(err)
		}
		loaded.id = id
	})
	if loaded.file == nil {
		t.Fatal("the example office could not be loaded")
	}
	path := filepath.Join(t.TempDir(), "a.db")
	if err := os.WriteFile(path, loaded.file, 0o600); err != nil {
		t.Fatal(err)
	}
	return open(t, path), loaded.id
}

func person(t testing.TB, d review.Deps, email string) access.Caller {
	t.Helper()
	c, err := d.Access.ByEmail(ctx, email, now)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func build(t testing.TB, d review.Deps, c access.Caller, req review.Request) review.Review {
	t.Helper()
	rv, err := review.Build(ctx, d, c, req)
	if err != nil {
		t.Fatal(err)
	}
	return rv
}

func TestExampleOffice(t *testing.T) {
	d, id := office(t)
	isam := person(t, d, example.Coordinator)
	for _, l := range []lang.Lang{lang.SV, lang.EN} {
		rv := build(t, d, isam, review.Request{ID: id, Lang: l})
		for _, p := range review.Check(rv) {
			t.Errorf("%s: %s %s %s", l, p.Field, p.Code, p.Value)
		}
		covered := map[string]bool{}
		for _, s := range rv.Sections {
			for _, b := range s.Blocks {
				for _, c := range b.Covers {
					covered[c] = true
				}
			}
		}
		if len(covered) != 102 {
			t.Errorf("%s: the review carries %d statements, not 102", l, len(covered))
		}
		files, err := review.Files(rv, review.Options{})
		if err != nil {
			t.Fatal(err)
		}
		again, err := review.Files(build(t, d, isam, review.Request{ID: id, Lang: l}), review.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for f, b := range files {
			if !bytes.Equal(b, again[f]) {
				t.Errorf("%s: the %s differs when made again from the same data", l, f)
			}
			if dir := os.Getenv("REVIEW_OUT"); dir != "" { // for looking at the pages
				if err := os.WriteFile(filepath.Join(dir, string(l)+"."+f), b, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
		linked, err := review.Files(rv, review.Options{HrefBase: "https://lis.example"})
		if err != nil {
			t.Fatal(err)
		}
		for _, href := range []string{"https://lis.example/figures/F03?mot=2022-11-15&amp;org=SLK&amp;per=2023-11-15", "https://lis.example/steering-documents/STY-05"} {
			if !bytes.Contains(linked["html"], []byte(href)) {
				t.Errorf("%s: %s does not open", l, href)
			}
		}
		for _, word := range []string{"{", "}", "[[", "]]", "saknas:", "missing:"} {
			for _, s := range rv.Sections {
				for _, b := range s.Blocks {
					if strings.Contains(b.Text, word) {
						t.Errorf("%s: section %s says %q", l, s.Key, b.Text)
					}
				}
			}
		}
	}
}

func TestShapeOfTheContract(t *testing.T) {
	d, id := office(t)
	data, err := review.JSON(build(t, d, person(t, d, example.Coordinator), review.Request{ID: id}))
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"org", "year", "as_of", "compare_as_of", "state", "title", "language", "sections", "figures", "inputs_9_3_2", "priorities", "decisions", "ledger"} {
		if _, ok := got[k]; !ok {
			t.Errorf("%s is missing", k)
		}
	}
	if got["org"] != "SLK" || got["year"] != 2024.0 || got["state"] != "draft" || got["as_of"] != "2023-11-15" || got["compare_as_of"] != "2022-11-15" {
		t.Errorf("head: %v %v %v %v %v", got["org"], got["year"], got["state"], got["as_of"], got["compare_as_of"])
	}
	f := got["figures"].(map[string]any)["F01"].(map[string]any)
	if f["value"] != 240.0 || f["of"] != nil || f["shown"] != "240" || f["compare"] != 231.0 || f["unit"] != "objects" || f["register"] != "objects" {
		t.Errorf("F01: %v %v %v %v %v %v", f["value"], f["of"], f["shown"], f["compare"], f["unit"], f["register"])
	}
	if n := len(f["records"].([]any)); n != 240 {
		t.Errorf("F01 opens %d records", n)
	}
	if n := len(got["priorities"].([]any)); n != 10 {
		t.Errorf("%d priorities", n)
	}
	l := got["ledger"].(map[string]any)
	if l["size"].(float64) < 1000 || len(l["root"].(string)) < 40 {
		t.Errorf("ledger %v", l)
	}
}

// TestFactsThatLack takes away what the texts speak of.
func TestFactsThatLack(t *testing.T) {
	d, id := office(t)
	isam := person(t, d, example.Coordinator)
	day := d.DB.EndOfDay("2023-11-15")
	change := func(reg, ref string, fields map[string]any) {
		t.Helper()
		r, _ := d.DB.Catalogue.Get(reg)
		if _, err := d.Commands.Do(ctx, access.System(), command.Options{Via: "import", Now: now}, command.Change{Op: "update", Register: r, ID: ref, Fields: fields, Effective: day}); err != nil {
			t.Fatal(err)
		}
	}
	change("steering_document", "STY-05", map[string]any{"published_at": "", "kind": "local_instruction"})
	change("steering_document", "STY-08", map[string]any{"kind": "template"})
	change("management_review", string(id), map[string]any{"sections": nil, "dpo_contribution": ""})
	rv := build(t, d, isam, review.Request{ID: id})
	all := strings.Join(rv.Missing, "\n")
	for _, want := range []string{"Publicerat på", "metoden för riskanalys", "Informationssäkerhetssamordnaren", "Dataskyddsombudet"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not told to be missing: %s", want, all)
		}
	}
	text := ""
	for _, s := range rv.Sections {
		for _, b := range s.Blocks {
			text += b.Text + "\n"
		}
	}
	if !strings.Contains(text, "[saknas: Publicerat på (den lokala anvisningen)]") {
		t.Error("what is missing is not printed in its place")
	}
	codes := map[string]int{}
	for _, p := range review.Check(rv) {
		codes[p.Code]++
	}
	if codes["fact-missing"] != len(rv.Missing) || len(rv.Missing) == 0 {
		t.Errorf("%v for %d missing facts", codes, len(rv.Missing))
	}
	if _, err := review.Step(ctx, d, isam, string(id), "send", nil, time.Time{}, "web"); !fault.Is(err, fault.Invalid) {
		t.Errorf("sent to the head with facts missing: %v", err)
	}
}

// TestOnlyTheCallersScope: who sees nothing of the office gets no figures of it.
func TestOnlyTheCallersScope(t *testing.T) {
	d, id := office(t)
	stranger := access.Caller{Name: "Utan funktion"}
	if _, err := review.Build(ctx, d, stranger, review.Request{ID: id}); !fault.Is(err, fault.Unknown) {
		t.Errorf("a stranger gets the review: %v", err)
	}
	if _, err := review.Open(ctx, d, stranger, string(id), lang.SV); !fault.Is(err, fault.Unknown) {
		t.Errorf("a stranger opens the review: %v", err)
	}
}

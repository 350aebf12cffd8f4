package whatif_test

import (
	"context"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/draft"
	"genomlys/internal/example"
	"genomlys/internal/intake"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/ropa"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
	"genomlys/internal/whatif"
)

// The example office: what each question counts is what its list gives, also by
// another way of asking.
func TestItem6ExampleOffice(t *testing.T) {
	ctx := context.Background()
	db := storetest.SQLite(t).Open(registers.Catalogue())
	s := command.New(db)
	now := time.Date(2024, 3, 1, 9, 0, 0, 0, time.UTC)
	profile, err := intake.Shipped("office", db.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range example.Exports {
		if _, err := intake.ImportDir(ctx, intake.Deps{DB: db, Commands: s}, intake.Request{Caller: access.System(), Dir: e.Dir(), Profile: profile, Effective: e.Dated, Now: now}); err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Minute)
	}
	d := draft.Deps{DB: db, Now: now}
	c := access.System()
	keys := func(r *register.Register, text string) int {
		t.Helper()
		n, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		f, err := query.Check(n, register.Schema(r), query.Params{Now: now, Zone: db.Zone, AsOf: query.Civil{Year: 2024, Month: 3, Day: 1}})
		if err != nil {
			t.Fatal(err)
		}
		k, err := db.Keys(ctx, c.Read(r), store.Query{Register: r, Filter: f})
		if err != nil {
			t.Fatal(err)
		}
		return len(k)
	}
	w1, err := whatif.Ask(ctx, d, c, whatif.Question{ID: "W1"})
	if err != nil {
		t.Fatal(err)
	}
	want := keys(registers.Transfers, `status = active AND mechanism = dpf_45 AND (valid_to = null OR valid_to >= 2024-03-01)`)
	if got := len(w1.Count("transfers").Refs); got != want || got == 0 {
		t.Errorf("W1 counts %d transfers, the list has %d", got, want)
	}
	for _, sp := range w1.Splits {
		n := 0
		for _, p := range sp.Parts {
			n += len(p.Refs)
		}
		if n != want {
			t.Errorf("%s: the parts hold %d of %d", sp.Label.SV, n, want)
		}
	}
	t.Log(counts(w1))
	w3, err := whatif.Ask(ctx, d, c, whatif.Question{ID: "W3"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(w3.Count("ai").Refs), keys(registers.Objects, `ai = yes AND status != retired`); got != want || got == 0 {
		t.Errorf("W3 counts %d AI objects, the list has %d", got, want)
	}
	t.Log(counts(w3))
	show(t, "w3-sv", w3)
	show(t, "w1-sv", w1)
	importer := ""
	for _, r := range w1.Count("recipients").Refs {
		importer = string(r.ID)
	}
	w2, err := whatif.Ask(ctx, d, c, whatif.Question{ID: "W2", Subject: importer})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(counts(w2))
	for _, l := range []lang.Lang{lang.SV, lang.EN} {
		if _, err := whatif.SupplierLetterText(ctx, d, c, importer, l); err != nil {
			t.Error(err)
		}
		for _, b := range w2.Count("boards").Refs {
			doc, err := whatif.SupplierHitText(ctx, d, c, w2, string(b.ID), l)
			if err != nil {
				t.Error(err)
			}
			if len(draft.Gaps(doc)) == 0 {
				t.Error("what has happened is for a person to write, yet there is no gap")
			}
		}
	}
	// The record's chain: each stage's done and gaps are all processings.
	chain, err := ropa.LookAt(ctx, d, c)
	if err != nil {
		t.Fatal(err)
	}
	known := keys(registers.Processings, `status != ended`)
	for _, st := range chain.Stages {
		if len(st.Done)+len(st.Gaps) != known {
			t.Errorf("%s: %d done, %d gaps, %d known", st.Code, len(st.Done), len(st.Gaps), known)
		}
		t.Log(st.Code, len(st.Done), len(st.Gaps))
	}
	for name, ask := range map[string]func(context.Context, draft.Deps, access.Caller) ([]ropa.Finding, error){"transfers": ropa.Transfers, "agreements": ropa.Agreements, "logging": ropa.Logging} {
		fs, err := ask(ctx, d, c)
		if err != nil {
			t.Fatal(err)
		}
		by := map[string]int{}
		for _, f := range fs {
			if _, ok := ropa.Messages[f.Code]; !ok || f.Record == nil {
				t.Errorf("%s: %+v has no words or no record", name, f)
			}
			by[f.Code]++
		}
		t.Log(name, by)
	}
}

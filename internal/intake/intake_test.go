package intake_test

import (
	"context"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/example"
	"genomlys/internal/intake"
	"genomlys/internal/registers"
	"genomlys/internal/store"
)

// house is a fresh database with the one command path.
func house(t testing.TB) intake.Deps {
	t.Helper()
	db, err := store.OpenDB(context.Background(), t.TempDir()+"/a.db", registers.Catalogue(), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return intake.Deps{DB: db, Commands: command.New(db)}
}

func office(t testing.TB, d intake.Deps) *intake.Profile {
	t.Helper()
	p, err := intake.Shipped("office", d.DB.Catalogue)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var today = time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC)

func take(t testing.TB, d intake.Deps, e example.Export) intake.DirReport {
	t.Helper()
	r, err := intake.ImportDir(context.Background(), d, intake.Request{Caller: access.System(), Dir: e.Dir(), Profile: office(t, d), Effective: e.Dated, Now: today})
	if err != nil {
		told(t, r)
		t.Fatal(err)
	}
	return r
}

func told(t testing.TB, r intake.DirReport) {
	t.Helper()
	n := 0
	for _, f := range r.Files {
		for _, p := range f.Problems {
			if n++; n < 60 {
				t.Logf("%s %d %s %q: %s %s %s: %s", f.File, p.Row, p.Column, p.Value, p.Severity, p.Field, p.Code, p.Message)
			}
		}
	}
}

func TestExampleData(t *testing.T) {
	d := house(t)
	for _, e := range example.Exports {
		at := time.Now()
		r := take(t, d, e)
		told(t, r)
		t.Logf("%s %v %v", e.Year, time.Since(at), r.Records)
	}
}

package review_test

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
	_ "time/tzdata"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/example"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/store"
)

// now is when the tests enter things: after the review's day.
var now = time.Date(2024, 3, 4, 8, 0, 0, 0, time.UTC)

func house(t testing.TB) review.Deps {
	t.Helper()
	db, err := store.OpenDB(context.Background(), filepath.Join(t.TempDir(), "a.db"), registers.Catalogue(), store.Options{})
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

func office(t testing.TB) (review.Deps, register.ID) {
	t.Helper()
	d := house(t)
	id, err := example.Load(context.Background(), d, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d, id
}

func person(t testing.TB, d review.Deps, email string) access.Caller {
	t.Helper()
	c, err := d.Access.ByEmail(context.Background(), email, now)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestExampleOffice(t *testing.T) {
	d, id := office(t)
	isam := person(t, d, example.Coordinator)
	for _, l := range []lang.Lang{lang.SV, lang.EN} {
		at := time.Now()
		rv, err := review.Build(context.Background(), d, isam, review.Request{ID: id, Lang: l})
		if err != nil {
			t.Fatal(err)
		}
		t.Log(l, "built in", time.Since(at))
		for _, p := range review.Check(rv) {
			t.Errorf("%s: %s %s %s", l, p.Field, p.Code, p.Value)
		}
		at = time.Now()
		files, err := review.Files(rv, review.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Log("files in", time.Since(at))
		if dir := os.Getenv("REVIEW_OUT"); dir != "" {
			for f, b := range files {
				if err := os.WriteFile(filepath.Join(dir, string(l)+"."+f), b, 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

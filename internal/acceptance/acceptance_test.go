package acceptance

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/figure"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/store"
)

func house(t *testing.T) review.Deps {
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
	now := time.Date(2024, 3, 4, 8, 0, 0, 0, time.UTC)
	return review.Deps{DB: db, Access: access.New(db), Commands: command.New(db), Figures: engine, Now: func() time.Time { return now }}
}

func TestEveryStatement(t *testing.T) {
	var out strings.Builder
	err := Run(context.Background(), house(t), &out)
	t.Log("\n" + out.String())
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "102 of 102") || !strings.Contains(out.String(), "live F01 240 → 190") {
		t.Error("the outcome is not told")
	}
}

// TestRowsCanFail spoils the review in one way at a time: every row must be
// refused for each thing that it says it holds.
func TestRowsCanFail(t *testing.T) {
	table, err := rows()
	if err != nil {
		t.Fatal(err)
	}
	good, err := prepare(context.Background(), house(t), nil)
	if err != nil {
		t.Fatal(err)
	}
	copied := func() *world {
		w := *good
		data, err := json.Marshal(good.rv)
		if err != nil {
			t.Fatal(err)
		}
		w.rv = review.Review{}
		if err := json.Unmarshal(data, &w.rv); err != nil {
			t.Fatal(err)
		}
		return &w
	}
	blocks := func(w *world, fn func(*review.Block)) {
		for i := range w.rv.Sections {
			for j := range w.rv.Sections[i].Blocks {
				fn(&w.rv.Sections[i].Blocks[j])
			}
		}
	}
	all := func(row) bool { return true }
	for _, c := range []struct {
		name  string
		spoil func(*world)
		meant func(row) bool
	}{
		{"nothing carries the statement", func(w *world) { blocks(w, func(b *review.Block) { b.Covers = nil }) }, all},
		{"the page says nothing", func(w *world) { w.web = "" }, all},
		{"the PDF says nothing", func(w *world) { w.paper = "" }, all},
		{"figures count one more", func(w *world) {
			for id, f := range w.rv.Figures {
				if f.Value != nil {
					n := *f.Value + 1
					f.Value = &n
					w.rv.Figures[id] = f
				}
			}
		}, func(r row) bool { return len(r.Figures) > 0 }},
		{"figures open one record less", func(w *world) {
			for id, f := range w.rv.Figures {
				if len(f.Records) > 0 && f.Unit != "percent" && f.Unit != "hours" && f.Unit != "ways" {
					f.Records = f.Records[1:]
					w.rv.Figures[id] = f
				}
			}
		}, func(r row) bool { _, ok := r.Figures["F01"]; return ok }},
		{"figures are not tied to the text", func(w *world) { blocks(w, func(b *review.Block) { b.Figures = nil }) }, func(r row) bool { return len(r.Figures) > 0 }},
		{"lists open nothing", func(w *world) {
			blocks(w, func(b *review.Block) {
				for i := range b.Sources {
					b.Sources[i].Records = nil
				}
			})
		}, func(r row) bool {
			for _, o := range r.Opens {
				if o.AtLeast > 0 || o.Records != nil && *o.Records > 0 {
					return true
				}
			}
			return false
		}},
		{"there is no plan", func(w *world) { w.rv.Priorities = nil }, func(r row) bool { return len(r.Priority) > 0 || len(r.Plan) > 0 }},
		{"there are no analyses", func(w *world) {
			blocks(w, func(b *review.Block) {
				if b.Kind == "comment" {
					b.Text = ""
				}
			})
		}, func(r row) bool { return r.Comment != "" }},
		{"there is no decision", func(w *world) { w.rv.Decisions = nil }, func(r row) bool { return r.Decisions > 0 }},
		{"an input is missing", func(w *world) { w.rv.Inputs["d4"] = "missing" }, func(r row) bool { return r.Inputs }},
	} {
		w := copied()
		c.spoil(w)
		n := 0
		for _, r := range table {
			if !c.meant(r) {
				continue
			}
			n++
			if _, err := w.check(r); err == nil {
				t.Errorf("%s: %s is let through", c.name, r.ID)
			}
		}
		if n == 0 {
			t.Errorf("%s: no row is meant", c.name)
		}
	}
}

package intake_test

import (
	"bytes"
	"context"
	"testing"

	"genomlys/internal/access"
	"genomlys/internal/example"
	"genomlys/internal/intake"
	"genomlys/internal/lang"
	"genomlys/internal/store"
)

// What goes out comes in again without a change, from every register, in both
// formats and both languages, as the list shows it and whole (contract.md 5).
func TestRoundTrip(t *testing.T) {
	d := house(t)
	for _, e := range example.Exports {
		take(t, d, e)
	}
	ctx := context.Background()
	size, err := d.DB.Position(ctx)
	if err != nil {
		t.Fatal(err)
	}
	withRows := 0
	for _, r := range d.DB.Catalogue.All {
		_, total, err := d.DB.Count(ctx, access.System().Read(r), store.Query{Register: r}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if total == 0 {
			continue
		}
		withRows++
		for _, format := range []string{"csv", "xlsx"} {
			for _, c := range []struct {
				l       lang.Lang
				columns []string
			}{{lang.SV, []string{"*"}}, {lang.EN, []string{"*"}}, {lang.SV, nil}} {
				l := c.l
				var b bytes.Buffer
				if err := intake.Write(ctx, d, &b, format, intake.Outgoing{Caller: access.System(), Register: r, Columns: c.columns, Lang: l, Now: today}); err != nil {
					t.Fatalf("%s: %v", r.Name, err)
				}
				rep, err := intake.Import(ctx, d, intake.Request{Caller: access.System(), Register: r, Org: "SLK", Now: today,
					File: intake.File{Name: r.Collection + "." + format, Reader: bytes.NewReader(b.Bytes()), Size: int64(b.Len())}})
				told(t, intake.DirReport{Files: []intake.Report{rep}})
				if err != nil {
					t.Errorf("%s %s %s: %v", r.Name, format, l, err)
					continue
				}
				if rep.Rows.Read != total || rep.Rows.Unchanged != total || rep.Receipt != nil {
					t.Errorf("%s %s %s %v: %+v of %d; changes %.600v", r.Name, format, l, c.columns, rep.Rows, total, rep.Changes)
				}
			}
		}
	}
	if withRows < 30 {
		t.Errorf("only %d registers have rows", withRows)
	}
	after, err := d.DB.Position(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if after != size {
		t.Errorf("the ledger grew from %d to %d", size, after)
	}
}

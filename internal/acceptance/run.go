package acceptance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/example"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/review"
)

// Run loads the example office into an empty installation, decides its review,
// holds every row against it and writes a line per row; then it changes records
// and opens the review again. The error tells how many rows did not hold.
func Run(ctx context.Context, d review.Deps, out io.Writer) error {
	table, err := rows()
	if err != nil {
		return err
	}
	w, err := prepare(ctx, d, func(what string) { fmt.Fprintln(out, "loading", what) })
	if err != nil {
		return err
	}
	good := 0
	for _, r := range table {
		opened, err := w.check(r)
		if err == nil {
			err = w.related(ctx, d, w.head, r)
		}
		if err == nil && r.Decided {
			err = decided(w.rec, w.rv, w.frozen)
		}
		where := strings.TrimSpace(r.Section + " " + r.Heading)
		if err != nil {
			fmt.Fprintf(out, "%-6s FAILED  %s: %v\n", r.ID, where, err)
			continue
		}
		good++
		fmt.Fprintf(out, "%-6s ok  %-3s  %s  %s\n", r.ID, r.Kind, where, strings.Join(opened, ", "))
	}
	fmt.Fprintf(out, "%d of %d\n", good, len(table))
	if good != len(table) {
		return fmt.Errorf("%d of %d statements do not hold", len(table)-good, len(table))
	}
	return regenerate(ctx, d, w.head, w.rec, w.rv, w.frozen, out)
}

// prepare loads the office, decides its review and reads its files.
func prepare(ctx context.Context, d review.Deps, tell func(string)) (*world, error) {
	id, err := example.Load(ctx, d, tell)
	if err != nil {
		return nil, err
	}
	rec, err := example.Decide(ctx, d, id)
	if err != nil {
		return nil, err
	}
	head, err := d.Access.ByEmail(ctx, example.Head, d.Now())
	if err != nil {
		return nil, err
	}
	files, err := frozen(ctx, d, head, rec)
	if err != nil {
		return nil, err
	}
	rv, err := review.Open(ctx, d, head, string(rec.ID), lang.SV)
	if err != nil {
		return nil, err
	}
	w, err := newWorld(rv, files["sv html"], files["sv pdf"])
	if err != nil {
		return nil, err
	}
	w.rec, w.head, w.frozen = rec, head, files
	return w, nil
}

// related holds that a record of a list links to others: the budget activity
// about LISA to its object.
func (w *world) related(ctx context.Context, d review.Deps, c access.Caller, r row) error {
	if len(r.Linked) != 3 {
		return nil
	}
	name, word, field := r.Linked[0], r.Linked[1], r.Linked[2]
	_, blocks, err := w.section(r.Section)
	if err != nil {
		return err
	}
	for _, b := range blocks {
		for _, s := range b.Sources {
			if s.Name != name {
				continue
			}
			reg := byCollection(d, s.Register)
			for _, ref := range s.Records {
				rec, err := d.DB.Get(ctx, c.Read(reg), reg, ref, d.DB.EndOfDay(w.rv.AsOf), w.rv.Ledger.Size)
				if err != nil {
					return err
				}
				if strings.Contains(rec.Text("text"), word) && len(rec.LinksOf(field)) > 0 {
					return nil
				}
			}
		}
	}
	return fmt.Errorf("no record of %s with %q links to %s", name, word, field)
}

func byCollection(d review.Deps, name string) *register.Register {
	for _, r := range d.DB.Catalogue.All {
		if r.Collection == name {
			return r
		}
	}
	return nil
}

// frozen gives every file of the decided review, by language and format.
func frozen(ctx context.Context, d review.Deps, c access.Caller, rec *register.Record) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, l := range []lang.Lang{lang.SV, lang.EN} {
		for _, f := range review.Formats {
			b, err := review.OpenFile(ctx, d, c, string(rec.ID), l, f, 0)
			if err != nil {
				return nil, fmt.Errorf("open the decided review as %s in %s: %w", f, l, err)
			}
			out[string(l)+" "+f] = b
		}
	}
	return out, nil
}

// decided holds S-102: decided, registered, annexed, kept in accessible forms.
func decided(rec *register.Record, rv review.Review, files map[string][]byte) error {
	switch {
	case rv.State != "decided" || rec.Text("status") != "decided":
		return fmt.Errorf("the review is %s", rec.Text("status"))
	case len(rec.Text("hash")) != 64:
		return errors.New("the record has no hash")
	case rec.Text("diary_no") == "" || rec.Text("annex_to") == "":
		return errors.New("the record has no diary number or business plan")
	case rv.Ledger.Size == 0 || rv.Ledger.Root == "":
		return errors.New("the review does not tell where in the ledger it stands")
	case !bytes.Contains(files["sv pdf"], []byte("pdfuaid")):
		return errors.New("the PDF does not claim PDF/UA")
	case !bytes.Contains(files["sv pdf"], []byte("/MarkInfo")) && !bytes.Contains(files["sv pdf"], []byte("pdfaid")):
		return errors.New("the PDF is not tagged")
	case !bytes.HasPrefix(files["sv docx"], []byte("PK")):
		return errors.New("there is no Word file")
	}
	return nil
}

// regenerate changes fifty records that the review counted, as if they had been
// different on its day, and opens the review again.
func regenerate(ctx context.Context, d review.Deps, head access.Caller, rec *register.Record, rv review.Review, before map[string][]byte, out io.Writer) error {
	objects := byCollection(d, "objects")
	var changes []command.Change
	for _, ref := range rv.Figures["F01"].Records[:50] {
		changes = append(changes, command.Change{Op: "update", Register: objects, ID: ref, Effective: d.DB.EndOfDay(rv.AsOf),
			Fields: map[string]any{"status": "retired", "retired_on": string(rv.AsOf), "retirement_data": "disposed"}})
	}
	if _, err := d.Commands.Do(ctx, access.System(), command.Options{Via: "import", Now: d.Now()}, changes...); err != nil {
		return fmt.Errorf("change fifty records: %w", err)
	}
	after, err := frozen(ctx, d, head, rec)
	if err != nil {
		return err
	}
	for name, b := range before {
		if !bytes.Equal(b, after[name]) {
			return fmt.Errorf("the decided review's %s has changed", name)
		}
	}
	// Read anew at the review's position the registers say the same; read as they
	// are known now they do not.
	again, err := review.Build(ctx, d, head, review.Request{Org: rec.Org, Year: rv.Year, AsOf: rv.AsOf, Compare: rv.CompareAsOf, KnownAt: rv.Ledger.Size})
	if err != nil {
		return err
	}
	for id, f := range rv.Figures {
		g := again.Figures[id]
		if !reflect.DeepEqual(f.Value, g.Value) || !reflect.DeepEqual(f.Records, g.Records) && len(f.Records)+len(g.Records) > 0 {
			return fmt.Errorf("figure %s, read again at ledger position %d, is another than was decided", id, rv.Ledger.Size)
		}
	}
	live, err := review.Build(ctx, d, head, review.Request{Org: rec.Org, Year: rv.Year, AsOf: rv.AsOf, Compare: rv.CompareAsOf})
	if err != nil {
		return err
	}
	was, is := *rv.Figures["F01"].Value, *live.Figures["F01"].Value
	if is != was-len(changes) {
		return fmt.Errorf("the live figure F01 is %d, not %d", is, was-len(changes))
	}
	fmt.Fprintf(out, "%d records changed: %d files and %d figures of the decided review unchanged, live F01 %d → %d\n", len(changes), len(before), len(rv.Figures), was, is)
	return nil
}

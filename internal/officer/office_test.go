package officer_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/document/pdf"
	"genomlys/internal/example"
	"genomlys/internal/fault"
	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/officer"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/store"
	"genomlys/internal/store/storetest"
)

var ctx = context.Background()

// office is the example office with the rules of the officer's reports.
type office struct {
	t   *testing.T
	d   review.Deps
	now time.Time
}

func open(t *testing.T, p storetest.Place) *office {
	t.Helper()
	db := p.Open(registers.Catalogue())
	engine, err := figure.New(db)
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, now: time.Date(2024, 3, 4, 8, 0, 0, 0, time.UTC)}
	o.d = review.Deps{DB: db, Access: access.New(db), Commands: command.New(db), Figures: engine, Now: func() time.Time { return o.now }}
	officer.Install(o.d.Commands, db)
	if _, err = example.Load(ctx, o.d, nil); err != nil {
		t.Fatal(err)
	}
	return o
}

func (o *office) deps() officer.Deps { return officer.Deps{DB: o.d.DB, Figures: o.d.Figures} }

func (o *office) who(mail string) access.Caller {
	o.t.Helper()
	c, err := o.d.Access.ByEmail(ctx, mail, o.now)
	if err != nil {
		o.t.Fatal(err)
	}
	return c
}

func (o *office) dpo() access.Caller  { return o.who(example.Officer) }
func (o *office) isam() access.Caller { return o.who(example.Coordinator) }
func (o *office) head() access.Caller { return o.who(example.Head) }

func (o *office) all(r *register.Register, keep func(*register.Record) bool) (out []*register.Record) {
	o.t.Helper()
	err := o.d.DB.Each(ctx, access.System().Read(r), store.Query{Register: r}, func(rec *register.Record) error {
		if keep(rec) {
			out = append(out, rec)
		}
		return nil
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return out
}

func (o *office) get(r *register.Register, id string) *register.Record {
	o.t.Helper()
	rec, err := o.d.DB.Get(ctx, access.System().Read(r), r, id, time.Time{}, 0)
	if err != nil {
		o.t.Fatal(err)
	}
	return rec
}

func (o *office) finding(ref string) *register.Record { return o.get(registers.DpoFindings, ref) }

func (o *office) report(year int64) *register.Record {
	o.t.Helper()
	found := o.all(registers.DpoReports, func(r *register.Record) bool { n, _ := r.Number("year"); return n == year })
	if len(found) != 1 {
		o.t.Fatalf("%d reports for %d", len(found), year)
	}
	return found[0]
}

// try makes a change and gives what was refused: codes, with the field after a
// colon where there is one.
func (o *office) try(c access.Caller, via, op string, r *register.Register, id string, org register.ID, fields map[string]any) (command.Receipt, []string) {
	o.t.Helper()
	o.now = o.now.Add(time.Second)
	got, err := o.d.Commands.Do(ctx, c, command.Options{Via: via, Now: o.now}, command.Change{Op: op, Register: r, ID: id, Org: org, Fields: fields})
	return got, o.codes(err)
}

func (o *office) codes(err error) (out []string) {
	o.t.Helper()
	var e *fault.Error
	if err != nil && !errors.As(err, &e) {
		o.t.Fatal(err)
	}
	if e == nil {
		return nil
	}
	for _, p := range e.Problems {
		out = append(out, p.Code)
	}
	if len(out) == 0 {
		out = []string{e.Code}
	}
	return out
}

func (o *office) do(c access.Caller, op string, rec *register.Record, fields map[string]any) *register.Record {
	o.t.Helper()
	if _, codes := o.try(c, "web", op, rec.Register, string(rec.ID), "", fields); codes != nil {
		o.t.Fatalf("%s %s: %v", op, rec.Ref, codes)
	}
	return o.get(rec.Register, string(rec.ID))
}

func (o *office) make(c access.Caller, r *register.Register, org register.ID, fields map[string]any) *register.Record {
	o.t.Helper()
	got, codes := o.try(c, "web", "create", r, "", org, fields)
	if codes != nil {
		o.t.Fatalf("create %s: %v", r.Name, codes)
	}
	return got.Items[0].New
}

func (o *office) refused(code string, c access.Caller, via, op string, rec *register.Record, fields map[string]any) {
	o.t.Helper()
	if _, codes := o.try(c, via, op, rec.Register, string(rec.ID), "", fields); !slices.Contains(codes, code) {
		o.t.Errorf("%s %s by %s: %v, want %s", op, rec.Ref, c.Email, codes, code)
	}
}

// words gives a document's text, and keeps its pages where KEEP says.
func (o *office) words(name string, doc document.Doc, err error) string {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := pdf.Write(&out, doc, pdf.Options{}); err != nil {
		o.t.Fatal(err)
	}
	if dir := os.Getenv("KEEP"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, name+".pdf"), out.Bytes(), 0o600); err != nil {
			o.t.Fatal(err)
		}
	}
	var b strings.Builder
	line := func(rs []document.Run) {
		for _, r := range rs {
			b.WriteString(r.Text)
		}
		b.WriteString("\n")
	}
	for _, x := range doc.Blocks {
		switch x := x.(type) {
		case document.Heading:
			b.WriteString(x.Text + "\n")
		case document.Paragraph:
			line(x.Runs)
		case document.Table:
			for row := range x.Rows {
				for _, c := range row {
					for _, r := range c {
						b.WriteString(r.Text)
					}
					b.WriteString("|")
				}
				b.WriteString("\n")
			}
		case document.Figure:
			b.WriteString(x.Alt + "\n")
		}
	}
	return b.String()
}

var _ = lang.SV

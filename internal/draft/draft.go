package draft

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/document"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
)

// Deps is what a text is made from.
type Deps struct {
	DB      *store.DB
	Now     time.Time
	AsOf    time.Time // records as they stood; zero = Now
	KnownAt int64     // ledger position; 0 = all that is known

	// Tx and New are there when a rule asks what a text would lack: the change's
	// transaction, and the version that is about to be written.
	Tx  *store.Tx
	New *register.Record
}

func (d Deps) get(ctx context.Context, c access.Caller, r *register.Register, id string) (*register.Record, error) {
	switch {
	case d.New != nil && d.New.Register == r && id == string(d.New.ID):
		return d.New, nil
	case d.Tx != nil:
		return d.Tx.Get(c.Read(r), r, id)
	}
	return d.DB.Get(ctx, c.Read(r), r, id, d.AsOf, d.KnownAt)
}

func (d Deps) each(ctx context.Context, c access.Caller, q store.Query, fn func(*register.Record) error) error {
	if d.Tx == nil {
		return d.DB.Each(ctx, c.Read(q.Register), q, fn)
	}
	for q.Limit = 500; ; {
		p, err := d.Tx.Find(c.Read(q.Register), q)
		if err != nil {
			return err
		}
		for _, rec := range p.Records {
			if d.New != nil && rec.ID == d.New.ID {
				rec = d.New
			}
			if err := fn(rec); err != nil {
				return err
			}
		}
		if q.Page = p.Next; q.Page == "" {
			return nil
		}
	}
}

// Lacks tells what a text would lack if a change were made: what stops sending
// or deciding it (domain.md 9). It is judged on all that there is, whoever asks.
func Lacks(f command.Following, db *store.DB, make func(context.Context, Deps, access.Caller, string, lang.Lang) (document.Doc, error)) ([]string, error) {
	doc, err := make(f.Ctx, Deps{DB: db, Now: f.Now, Tx: f.Tx, New: f.New}, access.System(), string(f.New.ID), lang.SV)
	return Gaps(doc), err
}

// Draft is a text being made. The first error of a read is kept and given by End.
type Draft struct {
	Doc  document.Doc
	Lang lang.Lang

	ctx     context.Context
	deps    Deps
	caller  access.Caller
	got     map[register.ID]*register.Record
	sources []*register.Record
	heads   int
	tables  int
	on      string // the day that the text tells of, when somebody said
	done    bool   // it has been sent or decided
	outward bool   // it is read by somebody outside
	err     error
}

// New begins a text. What the caller may not see is not in it.
func New(ctx context.Context, d Deps, c access.Caller, l lang.Lang, title lang.Text) *Draft {
	return &Draft{ctx: ctx, deps: d, caller: c, Lang: l, got: map[register.ID]*register.Record{},
		Doc: document.Doc{Lang: string(l), Title: title.In(l), Name: title.In(l), Draft: true, Created: d.Now,
			Date: string(register.DateOf(d.Now.In(d.DB.Zone)))}}
}

// Must gives a record that the text is about; without it there is no text.
func (d *Draft) Must(r *register.Register, id string) *register.Record {
	rec, err := d.deps.get(d.ctx, d.caller, r, id)
	if err != nil {
		d.fail(err)
		return r.NewRecord("", "")
	}
	d.got[rec.ID] = rec
	d.Source(rec)
	return rec
}

// Get gives a record that is referred to, nil when there is none to see.
func (d *Draft) Get(r *register.Register, id string) *register.Record {
	if id == "" {
		return nil
	}
	if rec, ok := d.got[register.ID(id)]; ok {
		return rec
	}
	rec, err := d.deps.get(d.ctx, d.caller, r, id)
	if err != nil {
		if !fault.Is(err, fault.Unknown) {
			d.fail(err)
		}
		rec = nil
	}
	d.got[register.ID(id)] = rec
	return rec
}

// All gives the records of the caller's that answer a filter, in the register's order.
func (d *Draft) All(r *register.Register, q store.Query) []*register.Record {
	q.Register, q.AsOf, q.KnownAt = r, d.deps.AsOf, d.deps.KnownAt
	var out []*register.Record
	err := d.deps.each(d.ctx, d.caller, q, func(rec *register.Record) error {
		d.got[rec.ID] = rec
		out = append(out, rec)
		return nil
	})
	d.fail(err)
	return out
}

// Source notes that the text carries values from a record.
func (d *Draft) Source(rec *register.Record) {
	if rec != nil && !slices.ContainsFunc(d.sources, func(s *register.Record) bool { return s.ID == rec.ID && s.Since.Equal(rec.Since) }) {
		d.sources = append(d.sources, rec)
	}
}

func (d *Draft) fail(err error) {
	if d.err == nil && err != nil {
		d.err = err
	}
}

// Err is the first error of a read.
func (d *Draft) Err() error { return d.err }

// Say gives a text in the draft's language with its places filled.
func (d *Draft) Say(t lang.Text, args ...any) string {
	if len(args) == 0 {
		return t.In(d.Lang)
	}
	return t.With(d.Lang, args...)
}

// H adds a heading.
func (d *Draft) H(level int, t lang.Text) {
	d.heads++
	d.Doc.Blocks = append(d.Doc.Blocks, document.Heading{Level: level, Text: t.In(d.Lang), ID: "h" + strconv.Itoa(d.heads)})
}

// P adds a paragraph of strings, runs and lists of runs.
func (d *Draft) P(parts ...any) { d.Styled(document.Body, parts...) }

// Styled adds a paragraph of a style.
func (d *Draft) Styled(s document.Style, parts ...any) {
	d.Doc.Blocks = append(d.Doc.Blocks, document.Paragraph{Style: s, Runs: d.runs(parts)})
}

func (d *Draft) runs(parts []any) []document.Run {
	var out []document.Run
	for _, p := range parts {
		switch x := p.(type) {
		case string:
			out = append(out, document.T(x))
		case lang.Text:
			out = append(out, document.T(x.In(d.Lang)))
		case document.Run:
			out = append(out, x)
		case []document.Run:
			out = append(out, x...)
		default:
			panic(fmt.Sprintf("draft: a paragraph holds a %T", p))
		}
	}
	for i := 1; i < len(out); i++ { // a value may end with its own full stop
		if strings.HasSuffix(out[i-1].Text, ".") {
			out[i].Text = strings.TrimPrefix(out[i].Text, ".")
		}
	}
	return out
}

// List adds a list with an item for each part.
func (d *Draft) List(ordered bool, items ...any) {
	l := document.List{Ordered: ordered}
	for _, it := range items {
		l.Items = append(l.Items, d.runs([]any{it}))
	}
	if len(items) > 0 {
		d.Doc.Blocks = append(d.Doc.Blocks, l)
	}
}

// Table adds a table; the first cell of a row is its head. A table of nothing is
// said to be so: a head without rows looks like a page that was cut.
func (d *Draft) Table(caption lang.Text, columns []document.Column, rows [][]document.Cell) {
	if len(rows) == 0 {
		d.P(d.Say(lang.Text{"%s: inget att visa.", "%s: nothing to show."}, caption.In(d.Lang)))
		return
	}
	d.tables++
	d.Doc.Blocks = append(d.Doc.Blocks, document.Table{Label: d.Say(lang.Text{"Tabell %d.", "Table %d."}, d.tables), Caption: caption.In(d.Lang),
		Sub: d.Say(lang.Text{"Per %s.", "As of %s."}, d.day()), Columns: columns, RowHeads: true, Rows: document.Rows(rows)})
}

// On says which day the text tells of, where it is neither that of its records
// nor the day of writing: a decision's.
func (d *Draft) On(day string) { d.on = day }

func (d *Draft) day() string {
	if d.on != "" {
		return d.on
	}
	at := d.deps.AsOf
	if at.IsZero() {
		at = d.deps.Now
	}
	return string(register.DateOf(at.In(d.deps.DB.Zone)))
}

// At is the instant that the text tells of.
func (d *Draft) At() time.Time {
	if d.deps.AsOf.IsZero() {
		return d.deps.Now
	}
	return d.deps.AsOf
}

// Fact is one row of carried values: a label with what it says, and where from.
type Fact struct {
	Label lang.Text
	Runs  []document.Run
	From  *register.Record
}

// Facts adds a table of carried values with the source and date of each.
func (d *Draft) Facts(caption lang.Text, facts ...Fact) {
	var rows [][]document.Cell
	for _, f := range facts {
		rows = append(rows, []document.Cell{document.C(f.Label.In(d.Lang)), f.Runs, document.C(d.from(f.From))})
	}
	d.Table(caption, []document.Column{{Title: d.Say(lang.Text{"Uppgift", "Item"}), Weight: 2}, {Title: d.Say(lang.Text{"Innehåll", "Content"}), Weight: 4},
		{Title: d.Say(sourceHead), Weight: 1.6}}, rows)
}

func (d *Draft) from(rec *register.Record) string {
	if rec == nil {
		return "–"
	}
	d.Source(rec)
	return rec.Ref + ", " + d.since(rec)
}

// since is the day a record's version took effect, where somebody knows it.
func (d *Draft) since(rec *register.Record) string {
	if day := register.DateOf(rec.Since.In(d.deps.DB.Zone)); day > register.Epoch {
		return string(day)
	}
	return d.Say(lang.Text{"okänd dag", "day unknown"})
}

// Done says that what the text is about has been sent or decided: if it lacks
// nothing, it is a draft no more. One that is read outside then does without
// where each fact was taken from, which is for whoever makes it.
func (d *Draft) Done(done, outward bool) { d.done, d.outward = done, outward }

// End adds the list of what is missing and the sources, and gives the text. A
// foot that the maker has not set tells the day of the facts.
func (d *Draft) End() (document.Doc, error) {
	if d.err != nil {
		return document.Doc{}, d.err
	}
	if d.Doc.FooterLeft == "" {
		d.Doc.FooterLeft = d.Say(lang.Text{"Uppgifter per %s.", "Facts as of %s."}, d.day())
	}
	gaps := Gaps(d.Doc)
	if d.done && len(gaps) == 0 {
		if d.Doc.Draft = false; d.outward {
			d.Doc.Blocks = outside(d.Doc.Blocks)
			return d.Doc, nil
		}
	}
	if len(gaps) > 0 {
		d.H(1, missingHead)
		items := make([]any, len(gaps))
		for i, g := range gaps {
			items[i] = g
		}
		d.List(false, items...)
	}
	if len(d.sources) > 0 {
		parts := make([]string, len(d.sources))
		for i, rec := range d.sources {
			parts[i] = fmt.Sprintf("%s %s (%s)", rec.Ref, rec.Text("title"), d.since(rec))
		}
		d.Styled(document.Small, d.Say(lang.Text{"Källor, med dag då versionen började gälla: ", "Sources, with the day each version took effect: "}), strings.Join(parts, "; ")+".")
	}
	return d.Doc, nil
}

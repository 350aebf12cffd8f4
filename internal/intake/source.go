package intake

import (
	"context"
	"io"
	"strings"

	"genomlys/internal/intake/match"
	"genomlys/internal/intake/sheet"
	"genomlys/internal/lang"
)

// File is a file to read.
type File struct {
	Name   string
	Reader io.ReaderAt
	Size   int64
}

// table is a file read: its headings matched and its rows as texts.
type table struct {
	rule    *FileRule
	report  *Report
	heading map[string]int // column of the rule → place
	unit    []string       // stated in the heading of each place
	rows    []*row
}

// row is one row that is a record.
type row struct {
	table   *table
	number  int
	cells   []sheet.Cell
	each    string            // the entry in hand of the column that a part is made for
	replace map[string]string // values of another time
	refused bool
	parts   map[string]*made // by the part's name
	all     []*made
}

// text gives what stands in a column of the rule, empty when the file lacks it.
func (r *row) text(column string) string {
	if column == "each" {
		return r.each
	}
	if v, ok := r.replace[column]; ok {
		return v
	}
	i, ok := r.table.heading[column]
	if !ok {
		return ""
	}
	if i >= len(r.cells) {
		return ""
	}
	return r.cells[i].Text
}

func (r *row) has(column string) bool {
	if column == "each" {
		return true
	}
	_, ok := r.table.heading[column]
	return ok
}

// shown is what the report shows of a cell.
func (r *row) shown(column string) string {
	s := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(r.text(column), "\uFFFD")), " "))
	if len(s) > 100 {
		return string(s[:99]) + "…"
	}
	return string(s)
}

// headings is how a file's columns are to be matched.
type headings struct {
	candidates []match.Candidate
	mapped     map[string]string
	made       map[string]bool          // fields that the product makes: recognised, never read
	target     func(name string) string // what the report says the column becomes
}

// labels are what a column can be mapped to, in words.
func (h headings) labels(l lang.Lang) []FieldName {
	var out []FieldName
	for _, c := range h.candidates {
		if h.made[c.Name] {
			continue
		}
		f := FieldName{c.Name, c.Labels[0]}
		if l == lang.EN && len(c.Labels) > 1 {
			f.Label = c.Labels[1]
		}
		out = append(out, f)
	}
	return out
}

// read reads a file's table. The rule is made from the matched columns when
// the caller has none.
func (p *plan) read(ctx context.Context, f File, sheetKey string, limits sheet.Limits, h headings) (*table, error) {
	book, err := sheet.Open(ctx, f.Reader, f.Size, f.Name, limits)
	if err != nil {
		return nil, err
	}
	s, err := book.Sheet(sheetKey)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, c := range h.candidates {
		for _, l := range append(append([]string{c.Name}, c.Labels...), c.Synonyms...) {
			known[match.Fold(l)] = true
		}
	}
	for l := range h.mapped {
		known[match.Fold(l)] = true
	}
	head, err := book.Header(ctx, s, func(label string) bool { return known[match.Fold(label)] })
	if err != nil {
		return nil, err
	}
	t := &table{report: &Report{File: f.Name, Sheet: s.Name, HeaderRow: head.Row, Encoding: book.Encoding, DryRun: p.req.DryRun}, heading: map[string]int{}}
	for _, x := range book.Sheets() {
		t.report.Sheets = append(t.report.Sheets, x.Name)
	}
	t.report.Labels = h.labels(p.req.Lang)
	if book.Separator != 0 {
		t.report.Separator = string(book.Separator)
	}
	matched, err := match.Match(head.Labels, h.candidates, h.mapped)
	if err != nil {
		return nil, mapFault(err)
	}
	t.unit = make([]string, len(matched))
	for i, m := range matched {
		t.unit[i] = m.Unit
		to := ""
		if h.made[m.To] {
			m = match.Matched{From: m.From, How: match.Ignored}
		}
		if m.To != "" {
			t.heading[m.To] = i
			to = h.target(m.To)
		}
		if m.From == "" {
			continue
		}
		t.report.Columns = append(t.report.Columns, Column{From: m.From, To: to, How: string(m.How), Field: m.To, place: i})
		if m.Hint.Code != "" {
			p.tell(t.report, Problem{Column: m.From, Field: m.To, Severity: Note}, "column-"+m.Hint.Code, m.Hint.Names...)
		}
	}
	for _, name := range book.Hidden {
		p.tell(t.report, Problem{Value: name, Severity: Note}, "hidden-sheet", name)
	}
	return t, p.readRows(ctx, t, book, s, head)
}

func (p *plan) readRows(ctx context.Context, t *table, book *sheet.Book, s sheet.Sheet, head sheet.Header) error {
	last := head.Row
	for r, err := range book.Read(ctx, s) {
		if err != nil {
			return err
		}
		reason := head.Skip(r)
		if reason == sheet.AboveTable {
			continue
		}
		if gap := r.Number - last - 1; gap > 0 {
			t.report.Rows.Skipped += gap
			for n := last + 1; n < r.Number && n <= last+20; n++ {
				p.tell(t.report, Problem{Row: n, Severity: Skipped}, "empty-row")
			}
		}
		last = r.Number
		if reason != "" {
			t.report.Rows.Skipped++
			p.tell(t.report, Problem{Row: r.Number, Severity: Skipped}, string(reason))
			continue
		}
		t.report.Rows.Read++
		t.rows = append(t.rows, &row{table: t, number: r.Number, cells: r.Cells, parts: map[string]*made{}})
	}
	return nil
}

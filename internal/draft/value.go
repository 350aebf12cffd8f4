package draft

import (
	"encoding/json"
	"slices"
	"strings"
	"time"
	"unicode"

	"genomlys/internal/document"
	"genomlys/internal/lang"
	"genomlys/internal/register"
)

var (
	missing = lang.Text{"saknas", "missing"}
	masked  = lang.Text{"[maskerat]", "[masked]"}
)

// Gap is the mark of a missing fact, as Gaps finds it.
func (d *Draft) Gap(what lang.Text) []document.Run {
	return []document.Run{{Text: "[" + missing.In(d.Lang) + ": " + what.In(d.Lang) + "]", Italic: true}}
}

// Gaps lists what a text says is missing, each once. A text with gaps is not
// sent or decided.
func Gaps(doc document.Doc) []string {
	var out []string
	look := func(runs []document.Run) {
		for _, r := range runs {
			for _, l := range []lang.Lang{lang.SV, lang.EN} {
				if what, ok := strings.CutPrefix(r.Text, "["+missing.In(l)+": "); ok && r.Italic {
					if what = strings.TrimSuffix(what, "]"); !slices.Contains(out, what) {
						out = append(out, what)
					}
				}
			}
		}
	}
	for _, b := range doc.Blocks {
		switch x := b.(type) {
		case document.Paragraph:
			look(x.Runs)
		case document.List:
			for _, it := range x.Items {
				look(it)
			}
		case document.Table:
			for row := range x.Rows {
				for _, c := range row {
					look(c)
				}
			}
		}
	}
	return out
}

// HasGap tells whether a text that was kept as plain words still says that
// something is missing.
func HasGap(text string) bool {
	return strings.Contains(text, "["+missing.SV+": ") || strings.Contains(text, "["+missing.EN+": ")
}

// Plain gives a text's words alone, a block to a line: what is kept when it is sent.
func Plain(doc document.Doc) string {
	return words(doc, func(cells []string) string { return strings.Join(cells, " | ") })
}

// Headings of what a text says of itself, for whoever makes it.
var (
	missingHead = lang.Text{"Saknas innan texten kan skickas eller beslutas", "Missing before the text can be sent or decided"}
	sourceHead  = lang.Text{"Källa", "Source"}
)

// Letter gives the words as somebody outside gets them: each fact on a line,
// without where it was taken from and what is missing.
func Letter(doc document.Doc) string {
	doc.Blocks = outside(doc.Blocks)
	if doc.Subtitle != "" {
		doc.Title += "\n" + doc.Subtitle
	}
	return words(doc, func(cells []string) string { return strings.Join(cells, ": ") })
}

// outside leaves out where each fact was taken from, and what is missing.
func outside(blocks []document.Block) (kept []document.Block) {
	for _, x := range blocks {
		if h, ok := x.(document.Heading); ok && (h.Text == missingHead.SV || h.Text == missingHead.EN) {
			break
		}
		if p, ok := x.(document.Paragraph); ok && p.Style == document.Small {
			continue // the sources
		}
		if t, ok := x.(document.Table); ok && len(t.Columns) == 3 && (t.Columns[2].Title == sourceHead.SV || t.Columns[2].Title == sourceHead.EN) {
			rows := t.Rows
			t.Columns = t.Columns[:2]
			t.Rows = func(yield func([]document.Cell) bool) {
				rows(func(row []document.Cell) bool { return yield(row[:min(2, len(row))]) })
			}
			x = t
		}
		kept = append(kept, x)
	}
	return kept
}

// GapsIn lists what kept words say is missing, each once.
func GapsIn(text string) []string {
	var out []string
	for _, l := range []lang.Lang{lang.SV, lang.EN} {
		mark := "[" + missing.In(l) + ": "
		for rest := text; ; {
			_, after, ok := strings.Cut(rest, mark)
			if !ok {
				break
			}
			what, more, _ := strings.Cut(after, "]")
			if !slices.Contains(out, what) {
				out = append(out, what)
			}
			rest = more
		}
	}
	return out
}

func words(doc document.Doc, row func([]string) string) string {
	var b strings.Builder
	b.WriteString(doc.Title + "\n")
	for _, x := range doc.Blocks {
		switch x := x.(type) {
		case document.Heading:
			b.WriteString("\n" + x.Text + "\n")
		case document.Paragraph:
			b.WriteString(document.Words(x.Runs) + "\n")
		case document.List:
			for _, it := range x.Items {
				b.WriteString("- " + document.Words(it) + "\n")
			}
		case document.Table:
			for r := range x.Rows {
				cells := make([]string, len(r))
				for i, c := range r {
					cells[i] = document.Words(c)
				}
				b.WriteString(row(cells) + "\n")
			}
		}
	}
	return strings.TrimSpace(b.String()) + "\n"
}

// Value gives a field's value in words; a missing one is a gap.
func (d *Draft) Value(rec *register.Record, field string) []document.Run {
	if r := d.Optional(rec, field); r != nil {
		return r
	}
	return d.Gap(rec.Register.Must(field).Title)
}

// Inside gives words as they stand within a sentence: without a capital of
// their own, unless the first word is an abbreviation.
func Inside(runs []document.Run) []document.Run {
	if len(runs) == 0 || runs[0].Italic {
		return runs
	}
	r := []rune(runs[0].Text)
	if len(r) < 2 || unicode.IsUpper(r[1]) {
		return runs
	}
	out := slices.Clone(runs)
	out[0].Text = string(unicode.ToLower(r[0])) + string(r[1:])
	return out
}

// Optional gives a field's value in words, nil when there is none.
func (d *Draft) Optional(rec *register.Record, field string) []document.Run {
	if rec == nil {
		return nil
	}
	if slices.Contains(rec.Masked, field) {
		return []document.Run{{Text: masked.In(d.Lang), Italic: true}}
	}
	if s := strings.Join(d.Words(rec, field), ", "); s != "" {
		d.Source(rec)
		return []document.Run{document.T(s)}
	}
	return nil
}

// Fact is a row of Facts out of a field, with its own label.
func (d *Draft) Fact(rec *register.Record, field string) Fact {
	return Fact{rec.Register.Must(field).Title, d.Value(rec, field), rec}
}

// Words gives the parts of a field's value in words, with what it refers to by name.
func (d *Draft) Words(rec *register.Record, field string) []string {
	f := rec.Register.Must(field)
	switch x := rec.Values[f.Index()].(type) {
	case nil:
		return nil
	case []register.Link:
		var out []string
		for _, l := range x {
			if s := d.name(f.Target, string(l.To)); s != "" {
				out = append(out, s)
			}
		}
		return out
	case json.RawMessage:
		return d.rows(f, x)
	case []string:
		out := make([]string, len(x))
		for i, s := range x {
			out[i] = d.word(f, s)
		}
		return out
	case string:
		if f.Kind == register.Ref {
			if s := d.name(f.Target, x); s != "" {
				return []string{s}
			}
			return nil
		}
		return []string{d.word(f, x)}
	case int64:
		if f.Kind == register.Money {
			return []string{lang.Kronor(d.Lang, x)}
		}
		return []string{lang.Whole(x)}
	case time.Time:
		return []string{d.Clock(x)}
	}
	return f.Words(rec.Values[f.Index()])
}

// Clock gives an instant as the office's clock shows it.
func (d *Draft) Clock(t time.Time) string { return lang.Clock(d.Lang, t.In(d.deps.DB.Zone)) }

func (d *Draft) word(f *register.Field, code string) string {
	if len(f.Choices) > 0 && f.Choices.Has(code) {
		return f.Choices.Label(code).In(d.Lang)
	}
	return code
}

func (d *Draft) name(r *register.Register, id string) string {
	if r == nil {
		return ""
	}
	rec := d.Get(r, id)
	if rec == nil {
		return ""
	}
	return rec.Text("title")
}

// rows gives the rows of a small table inside a record, its columns joined.
func (d *Draft) rows(f *register.Field, raw json.RawMessage) []string {
	var rows []map[string]any
	if json.Unmarshal(raw, &rows) != nil {
		return nil
	}
	var out []string
	for _, row := range rows {
		var parts []string
		for _, c := range f.Columns {
			switch v := row[c.Name].(type) {
			case string:
				if v != "" {
					parts = append(parts, d.word(c, v))
				}
			case float64:
				if v != 0 {
					parts = append(parts, lang.Whole(int64(v))+" "+strings.ToLower(c.Title.In(d.Lang)))
				}
			}
		}
		if len(parts) > 0 {
			out = append(out, strings.Join(parts, ": "))
		}
	}
	return out
}

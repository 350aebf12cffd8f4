package room

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"genomlys/internal/document"
	"genomlys/internal/document/csv"
	"genomlys/internal/document/docx"
	"genomlys/internal/document/html"
	"genomlys/internal/document/jsondoc"
	"genomlys/internal/document/pdf"
	"genomlys/internal/document/sheet"
	"genomlys/internal/document/xlsx"
	"genomlys/internal/fault"
)

// The formats of documents, and of tables.
var (
	pages  = []string{"pdf", "docx", "html", "json"}
	tables = []string{"xlsx", "csv"}
)

// Media are the media types of the formats.
var Media = map[string]string{
	"pdf":  "application/pdf",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"html": "text/html; charset=utf-8",
	"json": "application/json; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"csv":  "text/csv; charset=utf-8",
	"zip":  "application/zip",
}

// Formats are those a text is given out in.
func (t Text) Formats() []string { return formats(true, t.Sheet != nil) }

// Formats are those a report is given out in; json is its answer.
func (r Report) Formats() []string {
	out := formats(r.Text != nil, r.Sheet != nil)
	if r.Text == nil {
		out = append([]string{"json"}, out...)
	}
	if r.Archive != nil {
		out = append(out, "zip")
	}
	return out
}

func formats(text, table bool) (out []string) {
	if text {
		out = append(out, pages...)
	}
	if table {
		out = append(out, tables...)
	}
	return out
}

func known(format string, of []string) error {
	if slices.Contains(of, format) {
		return nil
	}
	return &fault.Error{Kind: fault.Invalid, Code: "invalid", Problems: []fault.Problem{{Field: "format", Code: "not-allowed", Value: format, Allowed: of}}}
}

// WriteText gives a text out of a record as a file.
func (s *Set) WriteText(ctx context.Context, c Call, t Text, id, format string) ([]byte, error) {
	if err := known(format, t.Formats()); err != nil {
		return nil, err
	}
	c, err := s.forText(ctx, c, t, id)
	if err != nil {
		return nil, err
	}
	if slices.Contains(tables, format) {
		return table(ctx, c, t.Sheet, format)
	}
	doc, err := t.Make(ctx, c)
	if err != nil {
		return nil, err
	}
	return Write(doc, format)
}

// WriteReport gives a report as a file.
func (s *Set) WriteReport(ctx context.Context, c Call, r Report, format string) ([]byte, error) {
	if err := known(format, r.Formats()); err != nil {
		return nil, err
	}
	c, err := s.check(ctx, c, r.Params)
	if err != nil {
		return nil, err
	}
	switch {
	case format == "zip":
		return r.Archive(ctx, c)
	case format == "json":
		v, err := r.Answer(ctx, c)
		if err != nil {
			return nil, err
		}
		b, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("write the answer to %s: %w", r.Name, err)
		}
		return append(b, '\n'), nil
	case slices.Contains(tables, format):
		return table(ctx, c, r.Sheet, format)
	}
	doc, err := r.Text(ctx, c)
	if err != nil {
		return nil, err
	}
	return Write(doc, format)
}

func table(ctx context.Context, c Call, make func(context.Context, Call) (sheet.Sheet, error), format string) ([]byte, error) {
	s, err := make(ctx, c)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	write := xlsx.Write
	if format == "csv" {
		write = csv.Write
	}
	if err := write(&b, s); err != nil {
		return nil, fmt.Errorf("write a table as %s: %w", format, err)
	}
	return b.Bytes(), nil
}

// Write gives a document as a file. The Word file has the page numbers of the
// paper, so that their tables of contents agree.
func Write(doc document.Doc, format string) ([]byte, error) {
	var b bytes.Buffer
	var err error
	switch format {
	case "html":
		err = html.Write(&b, doc)
	case "json":
		err = jsondoc.Write(&b, doc)
	case "pdf", "docx":
		var lay pdf.Layout
		lay, err = pdf.Write(&b, doc, pdf.Options{})
		if err == nil && format == "docx" {
			b.Reset()
			err = docx.Write(&b, doc, docx.Pages(lay.Headings))
		}
	default:
		return nil, known(format, pages)
	}
	if err != nil {
		return nil, fmt.Errorf("write %s as %s: %w", doc.Name, format, err)
	}
	return b.Bytes(), nil
}

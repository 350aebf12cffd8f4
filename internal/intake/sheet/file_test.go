package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
)

// part is one part of a workbook made for a test.
type part struct {
	name string
	text string
	fill func(w io.Writer) // instead of text, for large ones
	raw  bool              // stored, not compressed
}

const (
	typesXML = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`
	rootXML  = `<Relationships><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	relsXML  = `<Relationships>` +
		`<Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="x/worksheet" Target="/xl/worksheets/sheet2.xml"/>` +
		`<Relationship Id="rId3" Type="x/sharedStrings" Target="sharedStrings.xml"/>` +
		`<Relationship Id="rId4" Type="x/styles" Target="styles.xml"/></Relationships>`
	bookXML = `<workbook xmlns:r="r"><sheets><sheet name="System" sheetId="1" r:id="rId1"/></sheets></workbook>`
)

// book makes the parts of a workbook; those given replace the usual ones.
func book(parts ...part) []part {
	all := []part{
		{name: "[Content_Types].xml", text: typesXML}, {name: "_rels/.rels", text: rootXML},
		{name: "xl/workbook.xml", text: bookXML}, {name: "xl/_rels/workbook.xml.rels", text: relsXML},
	}
	for _, p := range parts {
		replaced := false
		for i := range all {
			if all[i].name == p.name {
				all[i], replaced = p, true
			}
		}
		if !replaced {
			all = append(all, p)
		}
	}
	return all
}

func pack(w io.Writer, parts []part) error {
	z := zip.NewWriter(w)
	for _, p := range parts {
		h := &zip.FileHeader{Name: p.name, Method: zip.Deflate}
		if p.raw {
			h.Method = zip.Store
		}
		f, err := z.CreateHeader(h)
		if err != nil {
			return err
		}
		if p.fill != nil {
			p.fill(f)
		} else if _, err := io.WriteString(f, p.text); err != nil {
			return err
		}
	}
	return z.Close()
}

func xlsx(t testing.TB, parts ...part) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := pack(&b, book(parts...)); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func sheet1(rows string) part {
	return part{name: "xl/worksheets/sheet1.xml", text: `<?xml version="1.0" encoding="UTF-8"?><worksheet><sheetData>` + rows + `</sheetData></worksheet>`}
}

func open(data []byte, name string, limits Limits) (*Book, error) {
	return Open(context.Background(), bytes.NewReader(data), int64(len(data)), name, limits)
}

// readAll gives every row of the first sheet as "number: a|b|c", with what a
// cell is where it is no text.
func readAll(data []byte, name string, limits Limits) (*Book, []string, error) {
	b, err := open(data, name, limits)
	if err != nil {
		return nil, nil, err
	}
	var out []string
	for r, err := range b.Read(context.Background(), b.Sheets()[0]) {
		if err != nil {
			return b, out, err
		}
		out = append(out, show(r))
	}
	return b, out, nil
}

func show(r Row) string {
	texts := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		texts[i] = c.Text
		if c.Kind != Text {
			texts[i] += [...]string{"", "#n", "#d", "#b", "#e"}[c.Kind]
		}
		if c.Merged {
			texts[i] += "~"
		}
	}
	return fmt.Sprintf("%d: %s", r.Number, strings.Join(texts, "|"))
}

func refusal(err error) Refusal {
	var r *Refusal
	if errors.As(err, &r) {
		return *r
	}
	return Refusal{}
}

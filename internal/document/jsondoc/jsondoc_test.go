package jsondoc

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"genomlys/internal/document"
	"genomlys/internal/document/sample"
)

type file struct {
	Format, Language, Title, Created string
	Draft                            bool
	Attachments                      []attachment
	Blocks                           []struct {
		Type, Style, By, Text, Number, ID, Label, Caption, Alt string
		Level, Depth                                           int
		Ordered                                                bool
		Runs                                                   []run
		Items                                                  [][]run
		Columns                                                []column
		Rows                                                   [][][]run
		Drawing                                                drawing
		Lines                                                  []signature
	}
}

func read(t *testing.T, doc document.Doc) (file, []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, doc); err != nil {
		t.Fatal(err)
	}
	var f file
	if err := json.Unmarshal(b.Bytes(), &f); err != nil {
		t.Fatal(err)
	}
	return f, b.Bytes()
}

func TestEveryBlockIsThereInOrder(t *testing.T) {
	doc := sample.Doc(100)
	f, one := read(t, doc)
	if _, two := read(t, sample.Doc(100)); !bytes.Equal(one, two) {
		t.Error("two runs differ")
	}
	if f.Format != Format || f.Language != "sv-SE" || f.Title != doc.Title || f.Created != "2023-11-24T09:30:00Z" || !f.Draft {
		t.Errorf("head %+v", f)
	}
	if a := f.Attachments; len(a) != 1 || a[0].Size != 11 || a[0].SHA256 != "22c2df3b21347dab899a4952ff2f3490d87d0b8d06a4a6fa4e64692de5a897fa" {
		t.Errorf("attachments %+v", a)
	}
	if len(f.Blocks) != len(doc.Blocks) {
		t.Fatalf("%d blocks, want %d", len(f.Blocks), len(doc.Blocks))
	}
	for i, b := range doc.Blocks {
		got := f.Blocks[i]
		ok := false
		switch b := b.(type) {
		case document.Heading:
			ok = got.Type == "heading" && got.Text == b.Text && got.Level == b.Level && got.Number == b.Number && got.ID == b.ID
		case document.Paragraph:
			ok = got.Type == "paragraph" && got.By == b.By && got.Style == styleNames[b.Style] && len(got.Runs) == len(b.Runs) && got.Runs[0].Text == b.Runs[0].Text
		case document.List:
			ok = got.Type == "list" && got.Ordered == b.Ordered && len(got.Items) == len(b.Items)
		case document.Table:
			n := 0
			ok = true
			for row := range b.Rows {
				ok = ok && n < len(got.Rows) && len(got.Rows[n]) == len(row) && got.Rows[n][0][0].Text == row[0][0].Text
				n++
			}
			ok = ok && got.Type == "table" && got.Caption == b.Caption && len(got.Rows) == n && len(got.Columns) == len(b.Columns) && got.Columns[0].Align == "left"
		case document.Figure:
			ok = got.Type == "figure" && got.Alt == b.Alt && len(got.Drawing.Marks) == len(b.Drawing.Marks) && got.Drawing.Width == b.Drawing.Width
		case document.Contents:
			ok = got.Type == "contents" && got.Depth == b.Depth
		case document.PageBreak:
			ok = got.Type == "page_break"
		case document.Signatures:
			ok = got.Type == "signatures" && len(got.Lines) == 2 && got.Lines[1].What == "Föredragande"
		}
		if !ok {
			t.Errorf("block %d (%T) came back as %.300v", i+1, b, got)
		}
	}
	if r := f.Blocks[1].Runs[1]; r.Figure != "F03" || r.Records != "/siffror/F03?per=2023-10-31&mot=2022" {
		t.Errorf("trace %+v", r)
	}
	if !bytes.Contains(one, []byte(`{"text":"83 %","figure":"F04"}`)) {
		t.Error("empty fields are written, or the run looks otherwise")
	}
}

func TestWrongRowsAndEmptyDocument(t *testing.T) {
	doc := document.Doc{Blocks: []document.Block{document.Table{Caption: "Objekt", Columns: []document.Column{{Title: "a"}}, Rows: document.Rows([][]document.Cell{{document.C("1")}, {}})}}}
	if err := Write(io.Discard, doc); err == nil || !strings.Contains(err.Error(), `"Objekt", row 2`) {
		t.Errorf("got %v", err)
	}
	if f, _ := read(t, document.Doc{}); f.Format != Format || len(f.Blocks) != 0 {
		t.Errorf("empty document %+v", f)
	}
}

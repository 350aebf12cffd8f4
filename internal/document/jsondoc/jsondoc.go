// Package jsondoc writes a document as JSON: the same blocks in the same order
// as the other writers show, for looking into a document and for attaching its
// content where a machine shall read it.
//
// The file is one object:
//
//	format        "genomlys-document/1"; a change that breaks readers raises the number
//	language      "sv-SE", "en-GB"
//	title, subtitle, organisation, unit, name, diary_no, date, footer_left, footer_right
//	              texts of the frame; left out when empty
//	draft         true before the decision
//	created       RFC 3339, UTC
//	attachments   list of {name, mime, description, relationship, size, sha256}; never the data
//	blocks        list of objects, each with a type:
//
//	heading       level (1 is under the title), number, text, id
//	paragraph     style: body, lead, note, small or comment; by (of a comment); runs
//	list          ordered; items: list of runs
//	table         label, caption, sub, row_heads; columns: list of {title, align: left or right};
//	              rows: list of rows, each a list of cells, each a list of runs
//	figure        label, caption, sub, alt; drawing: {width, height, marks}, in points
//	contents      title, depth
//	page_break
//	signatures    lines: list of {who, what}
//
// A run is {text, bold, italic, lang, link, figure, records}: figure is the
// definition a number comes from (F03) and records the place that shows its
// records. Fields that are empty or false are left out, except a run's text.
// A mark is {kind: box, line or text; x, y, w, h; tone; hatched, text, size,
// bold, anchor: middle or end}.
package jsondoc

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
)

// Format is the value of the field format.
const Format = "genomlys-document/1"

// Write writes doc to w, one block to a line and one table row to a line. The
// same document gives the same bytes; rows are written as they come. Bytes
// that are not UTF-8 become U+FFFD; no other text is changed.
func Write(w io.Writer, doc document.Doc) error {
	out := bufio.NewWriterSize(w, 1<<16)
	head, err := encode(newHead(doc))
	if err != nil {
		return err
	}
	// The head is an object that the blocks are put into, so that rows need
	// not be gathered first.
	_, _ = out.Write(bytes.TrimSuffix(head, []byte("}")))
	_, _ = out.WriteString(`,"blocks":[`)
	for i, b := range doc.Blocks {
		if i > 0 {
			_ = out.WriteByte(',')
		}
		_ = out.WriteByte('\n')
		if err := writeBlock(out, b); err != nil {
			return fmt.Errorf("json: block %d: %w", i+1, err)
		}
	}
	_, _ = out.WriteString("\n]}\n")
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write json: %w", err)
	}
	return nil
}

type head struct {
	Format       string       `json:"format"`
	Language     string       `json:"language"`
	Title        string       `json:"title"`
	Subtitle     string       `json:"subtitle,omitempty"`
	Organisation string       `json:"organisation,omitempty"`
	Unit         string       `json:"unit,omitempty"`
	Name         string       `json:"name,omitempty"`
	DiaryNo      string       `json:"diary_no,omitempty"`
	Date         string       `json:"date,omitempty"`
	Draft        bool         `json:"draft"`
	FooterLeft   string       `json:"footer_left,omitempty"`
	FooterRight  string       `json:"footer_right,omitempty"`
	Created      string       `json:"created,omitempty"`
	Attachments  []attachment `json:"attachments,omitempty"`
}

type attachment struct {
	Name         string `json:"name"`
	Mime         string `json:"mime"`
	Description  string `json:"description,omitempty"`
	Relationship string `json:"relationship,omitempty"`
	Size         int    `json:"size"`
	SHA256       string `json:"sha256"`
}

func newHead(doc document.Doc) head {
	h := head{
		Format: Format, Language: ooxml.Locale(doc.Lang), Title: doc.Title, Subtitle: doc.Subtitle,
		Organisation: doc.Organisation, Unit: doc.Unit, Name: doc.Name, DiaryNo: doc.DiaryNo, Date: doc.Date,
		Draft: doc.Draft, FooterLeft: doc.FooterLeft, FooterRight: doc.FooterRight,
	}
	if !doc.Created.IsZero() {
		h.Created = doc.Created.UTC().Format(time.RFC3339)
	}
	for _, a := range doc.Attachments {
		sum := sha256.Sum256(a.Data)
		h.Attachments = append(h.Attachments, attachment{a.Name, a.Mime, a.Description, a.Relationship, len(a.Data), hex.EncodeToString(sum[:])})
	}
	return h
}

// encode is JSON on one line, with "<" and "&" as they are: the file is never
// put inside a web page.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

package review

import (
	"bytes"
	"encoding/json"
	"fmt"

	"genomlys/internal/document"
	"genomlys/internal/document/docx"
	"genomlys/internal/document/html"
	"genomlys/internal/document/pdf"
)

// Formats are the files a review is given out as.
var Formats = []string{"pdf", "docx", "html", "json"}

// JSON gives the review as contract.md section 4 has it.
func JSON(rv Review) ([]byte, error) {
	b, err := json.MarshalIndent(rv, "", " ")
	if err != nil {
		return nil, fmt.Errorf("write the review as JSON: %w", err)
	}
	return append(b, '\n'), nil
}

// Files gives the review as pdf, docx, html and json, by format. The JSON is
// carried inside the PDF. The same review gives the same bytes.
func Files(rv Review, opt Options) (map[string][]byte, error) {
	data, err := JSON(rv)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{"json": data}
	doc := Document(rv, opt)
	var page bytes.Buffer
	if err := html.Write(&page, doc); err != nil {
		return nil, fmt.Errorf("write the review as HTML: %w", err)
	}
	out["html"] = page.Bytes()
	doc.Attachments = []document.Attachment{{Name: FileName(rv, "json"), Mime: "application/json", Description: rv.Title, Relationship: "Data", Data: data}}
	var paper bytes.Buffer
	lay, err := pdf.Write(&paper, doc, pdf.Options{})
	if err != nil {
		return nil, fmt.Errorf("write the review as PDF: %w", err)
	}
	out["pdf"] = paper.Bytes()
	var word bytes.Buffer
	if err := docx.Write(&word, doc, docx.Pages(lay.Headings)); err != nil {
		return nil, fmt.Errorf("write the review as DOCX: %w", err)
	}
	out["docx"] = word.Bytes()
	return out, nil
}

// FileName is what a review's file is called: ledningens-genomgang-2024.pdf.
func FileName(rv Review, format string) string {
	name := "ledningens-genomgang"
	if rv.Language == "en" {
		name = "management-review"
	}
	return fmt.Sprintf("%s-%d.%s", name, rv.Year, format)
}

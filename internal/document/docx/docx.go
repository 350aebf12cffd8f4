// Package docx writes a document as a Word file (ECMA-376, transitional) with
// named styles, real lists, header rows and text alternatives, so that an
// office can go on working in it. Attachments are not carried: Word files have
// no place for them that a reader can check.
package docx

import (
	"bufio"
	"fmt"
	"io"

	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
	"genomlys/internal/lang"
)

// Pages gives the page of each heading, by heading ID, as a layout pass found
// it. The table of contents shows these numbers until Word counts anew; a
// heading that is not here shows none, since a wrong page is worse.
type Pages map[string]int

// Write writes doc to w. Rows of tables are written as they come. The same
// document and pages give the same bytes. Text that XML cannot hold (control
// characters) is left out.
func Write(w io.Writer, doc document.Doc, pages Pages) error {
	b := newBody(doc, pages)
	p := ooxml.New(w, doc.Created)
	if err := p.Put("[Content_Types].xml", contentTypes); err != nil {
		return err
	}
	if err := p.Put("_rels/.rels", packageRelations); err != nil {
		return err
	}
	if err := p.Put("docProps/core.xml", ooxml.Core(properties(doc))); err != nil {
		return err
	}
	if err := p.Put("docProps/app.xml", ooxml.App()); err != nil {
		return err
	}
	part, err := p.Part("word/document.xml")
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(part, 1<<16)
	if err := b.write(out); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write word/document.xml: %w", err)
	}
	locale := ooxml.Locale(doc.Lang)
	for _, f := range []struct{ name, content string }{
		{"word/styles.xml", styles(locale)},
		{"word/numbering.xml", numbering(b.orderedLists)},
		{"word/settings.xml", settings(locale)},
		{"word/fontTable.xml", fontTable},
		{"word/header1.xml", header(doc)},
		{"word/footer1.xml", footer(doc)},
		{"word/_rels/document.xml.rels", b.relations()},
	} {
		if err := p.Put(f.name, f.content); err != nil {
			return err
		}
	}
	if err := b.writeMedia(p); err != nil {
		return err
	}
	return p.Close()
}

func properties(doc document.Doc) ooxml.Properties {
	status := lang.Text{"Beslutad", "Decided"}
	if doc.Draft {
		status = draftWord
	}
	return ooxml.Properties{
		Title: doc.Title, Subject: doc.Name, Creator: doc.Organisation,
		Identifier: doc.DiaryNo, Language: ooxml.Locale(doc.Lang),
		Status: status.In(lang.Parse(doc.Lang)), Created: doc.Created,
	}
}

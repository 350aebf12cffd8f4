package docx

import (
	"fmt"
	"strings"

	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
	"genomlys/internal/lang"
)

var draftWord = lang.Text{"UTKAST", "DRAFT"}

// section ends the body with the page's size, margins, header and footer.
func (b *body) section() {
	b.rawf(`<w:sectPr><w:headerReference w:type="default" r:id="header"/><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="%d" w:h="%d"/><w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/></w:sectPr>`,
		pageWidth, pageHeight, bodyTop, margin, margin, margin, headerTop, footerBottom)
}

// header has three cells: who, what, and the page as "n (total)" with the word
// for a draft under it. A table, so that long names wrap within their part.
func header(doc document.Doc) string {
	// 170 mm: the rest, 4 mm, 46 mm, 4 mm, 22 mm, with the gaps as cell margins.
	widths := [3]int{fullWidth - 2835 - 1474, 2835, 1474}
	var s strings.Builder
	s.WriteString(ooxml.Declaration + `<w:hdr ` + namespaces + `>`)
	fmt.Fprintf(&s, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`, fullWidth)
	for _, w := range widths {
		fmt.Fprintf(&s, `<w:gridCol w:w="%d"/>`, w)
	}
	s.WriteString(`</w:tblGrid><w:tr>`)
	cell := func(i int, paragraphs ...string) {
		gap := cellGap * 2
		if i == len(widths)-1 {
			gap = 0
		}
		fmt.Fprintf(&s, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/><w:tcMar><w:right w:w="%d" w:type="dxa"/></w:tcMar></w:tcPr>`, widths[i], gap)
		written := false
		for _, p := range paragraphs {
			if p != "" {
				s.WriteString(p)
				written = true
			}
		}
		if !written {
			s.WriteString(`<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p>`)
		}
		s.WriteString(`</w:tc>`)
	}
	cell(0, headerLine(document.B(doc.Organisation)), headerLine(document.T(doc.Unit)))
	cell(1, headerLine(document.B(doc.Name)), headerLine(document.T(diary(doc.DiaryNo))), headerLine(document.T(doc.Date)))
	mark := `<w:p><w:pPr><w:pStyle w:val="Header"/><w:jc w:val="right"/></w:pPr>` + field("PAGE", "1") + textRun(document.T(" ("), "") + field("NUMPAGES", "1") + textRun(document.T(")"), "") + `</w:p>`
	draft := ""
	if doc.Draft {
		draft = `<w:p><w:pPr><w:pStyle w:val="Header"/><w:jc w:val="right"/></w:pPr>` + textRun(document.B(draftWord.In(lang.Parse(doc.Lang))), "") + `</w:p>`
	}
	cell(2, mark, draft)
	s.WriteString(`</w:tr></w:tbl><w:p><w:pPr><w:pStyle w:val="Tabellslut"/></w:pPr></w:p></w:hdr>`)
	return s.String()
}

func headerLine(r document.Run) string {
	if silent([]document.Run{r}) {
		return ""
	}
	return `<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>` + textRun(r, "") + `</w:p>`
}

// diary puts the city's "Dnr" before a number that comes without it.
func diary(number string) string {
	if number == "" || strings.HasPrefix(strings.ToLower(number), "dnr") {
		return number
	}
	return "Dnr " + number
}

func footer(doc document.Doc) string {
	return ooxml.Declaration + `<w:ftr ` + namespaces + `><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>` +
		textRun(document.T(doc.FooterLeft), "") + `<w:r><w:tab/></w:r>` + textRun(document.T(doc.FooterRight), "") + `</w:p></w:ftr>`
}

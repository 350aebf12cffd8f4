package docx

import (
	"fmt"
	"strings"

	"genomlys/internal/document/ooxml"
)

// Measures of the page in twips (1/20 point), from the design's A4 report:
// margins 18/20/20/20 mm, text column 30 mm in.
const (
	pageWidth, pageHeight = 11906, 16838
	margin                = 1134 // 20 mm
	headerTop             = 1021 // 18 mm
	bodyTop               = 2480 // the header's three lines and 13 mm of air
	footerBottom          = 624  // 11 mm
	fullWidth             = pageWidth - 2*margin
	indent                = 1701 // 30 mm
	textWidth             = fullWidth - indent
	hanging               = 340 // 6 mm: room for "10."
	cellGap               = 113 // 2 mm
)

// Colours of the report on paper; all of them also read in black and white.
const (
	ink      = "1B2220"
	muted    = "48524E"
	hairline = "B9B5AA"
	accent   = "0B5B5A"
)

const (
	serif = `<w:rFonts w:ascii="Source Serif 4" w:hAnsi="Source Serif 4" w:eastAsia="Source Serif 4" w:cs="Georgia"/>`
	sans  = `<w:rFonts w:ascii="Source Sans 3" w:hAnsi="Source Sans 3" w:eastAsia="Source Sans 3" w:cs="Segoe UI"/>`
)

// style is a paragraph style. Word knows its own styles by their English name
// and shows them in the user's language; alias gives the Swedish name also
// where Word is not Swedish.
type style struct {
	id, name, alias, based, next string
	paragraph, run               string
}

// Sizes are half-points, line and space twips: 10.5/15 is sz 21, line 300.
var paragraphStyles = []style{
	{"BodyText", "Body Text", "Brödtext", "Normal", "", spacing(0, 125, 300) + indented(indent), ""},
	{"Title", "Title", "Rubrik", "Normal", "Subtitle", `<w:keepNext/>` + spacing(0, 142, 540) + indented(indent), `<w:b/><w:spacing w:val="-5"/><w:sz w:val="46"/>`},
	{"Subtitle", "Subtitle", "Underrubrik", "Normal", "BodyText", spacing(0, 397, 340) + indented(indent), tint(muted) + `<w:sz w:val="24"/>`},
	{"Heading1", "heading 1", "Rubrik 1", "Normal", "BodyText", heading(454, 142, 360, 0), sans + `<w:b/><w:sz w:val="28"/>`},
	{"Heading2", "heading 2", "Rubrik 2", "Normal", "BodyText", heading(340, 85, 300, 1), sans + `<w:b/><w:sz w:val="22"/>`},
	{"Heading3", "heading 3", "Rubrik 3", "Normal", "BodyText", heading(255, 57, 280, 2), sans + `<w:b/><w:sz w:val="20"/>`},
	{"Heading4", "heading 4", "Rubrik 4", "Normal", "BodyText", heading(227, 57, 280, 3), sans + `<w:b/>` + tint(muted) + `<w:sz w:val="20"/>`},
	{"Heading5", "heading 5", "Rubrik 5", "Normal", "BodyText", heading(227, 57, 280, 4), sans + `<w:i/><w:sz w:val="20"/>`},
	{"Heading6", "heading 6", "Rubrik 6", "Normal", "BodyText", heading(227, 57, 280, 5), sans + `<w:i/>` + tint(muted) + `<w:sz w:val="20"/>`},
	{"TOCHeading", "TOC Heading", "Innehållsrubrik", "Normal", "BodyText", `<w:keepNext/>` + spacing(454, 142, 360) + indented(indent), sans + `<w:b/><w:sz w:val="28"/>`},
	{"ListBullet", "List Bullet", "Punktlista", "BodyText", "", fmt.Sprintf(`<w:numPr><w:numId w:val="%d"/></w:numPr>`, bulletList) + spacing(0, 68, 300) + hung(), ""},
	{"ListNumber", "List Number", "Numrerad lista", "BodyText", "", spacing(0, 68, 300) + hung(), ""},
	{"Caption", "caption", "Beskrivning", "Normal", "BodyText", `<w:keepNext/><w:keepLines/>` + spacing(340, 91, 240) + indented(indent), sans + `<w:b/><w:sz w:val="18"/>`},
	{"Header", "header", "Sidhuvud", "Normal", "", spacing(0, 0, 240), sans + `<w:sz w:val="17"/>`},
	{"Footer", "footer", "Sidfot", "Normal", "", border("top", 4, 4, hairline) + fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:pos="%d"/></w:tabs>`, fullWidth) + spacing(0, 0, 200), sans + tint(muted) + `<w:sz w:val="15"/>`},
	{"Ingress", "Ingress", "", "Normal", "BodyText", spacing(0, 200, 340) + indented(indent), tint(muted) + `<w:sz w:val="24"/>`},
	{"Ruta", "Ruta", "", "BodyText", "BodyText", frame(hairline) + `<w:shd w:val="clear" w:color="auto" w:fill="F6F5F1"/>` + spacing(120, 180, 270) + fmt.Sprintf(`<w:ind w:left="%d" w:right="120"/>`, indent+120), sans + `<w:sz w:val="19"/>`},
	{"Finstil", "Finstil", "", "Normal", "BodyText", spacing(60, 100, 240) + indented(indent), sans + tint(muted) + `<w:sz w:val="17"/>`},
	{"Kommentar", "Kommentar", "", "BodyText", "BodyText", border("left", 12, 8, accent) + spacing(0, 125, 300) + indented(indent+200), ""},
	{"KommentarAv", "Kommentar av", "", "Kommentar", "Kommentar", `<w:keepNext/>` + spacing(120, 20, 240), sans + `<w:b/>` + `<w:sz w:val="18"/>`},
	{"Figur", "Figur", "", "Normal", "BodyText", `<w:keepLines/>` + spacing(0, 160, 240) + indented(indent), ""},
	{"Tabelltext", "Tabelltext", "", "Normal", "", spacing(71, 71, 250), sans + `<w:sz w:val="18"/>`},
	{"Tabelltal", "Tabelltal", "", "Tabelltext", "", `<w:jc w:val="right"/>`, ""},
	{"Tabellhuvud", "Tabellhuvud", "", "Tabelltext", "", `<w:keepNext/>` + spacing(57, 57, 250), `<w:b/>`},
	{"Tabellhuvudtal", "Tabellhuvud tal", "", "Tabellhuvud", "", `<w:jc w:val="right"/>`, ""},
	{"Tabellradhuvud", "Tabellradhuvud", "", "Tabelltext", "", "", `<w:b/>`},
	{"Tabellslut", "Tabellslut", "", "Normal", "BodyText", `<w:spacing w:before="0" w:after="0" w:line="160" w:lineRule="exact"/>`, `<w:sz w:val="8"/>`},
	{"Underskriftsrum", "Underskriftsrum", "", "Normal", "", `<w:keepNext/><w:spacing w:before="510" w:after="0" w:line="160" w:lineRule="exact"/>`, `<w:sz w:val="8"/>`},
	{"Underskrift", "Underskrift", "", "Normal", "", `<w:keepLines/>` + spacing(85, 0, 240), sans + `<w:sz w:val="18"/>`},
}

func spacing(before, after, line int) string {
	return fmt.Sprintf(`<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="atLeast"/>`, before, after, line)
}

func indented(left int) string { return fmt.Sprintf(`<w:ind w:left="%d"/>`, left) }

func hung() string {
	return fmt.Sprintf(`<w:ind w:left="%d" w:hanging="%d"/>`, indent+hanging, hanging)
}

func heading(before, after, line, outline int) string {
	return `<w:keepNext/><w:keepLines/>` + spacing(before, after, line) + indented(indent) + fmt.Sprintf(`<w:outlineLvl w:val="%d"/>`, outline)
}

func tint(c string) string { return `<w:color w:val="` + c + `"/>` }

// border is a rule on one side: size in eighths of a point, space in points.
func border(side string, size, space int, c string) string {
	return fmt.Sprintf(`<w:pBdr><w:%s w:val="single" w:sz="%d" w:space="%d" w:color="%s"/></w:pBdr>`, side, size, space, c)
}

func frame(c string) string {
	var s strings.Builder
	s.WriteString(`<w:pBdr>`)
	for _, side := range []string{"top", "left", "bottom", "right"} {
		fmt.Fprintf(&s, `<w:%s w:val="single" w:sz="4" w:space="6" w:color="%s"/>`, side, c)
	}
	s.WriteString(`</w:pBdr>`)
	return s.String()
}

func styles(locale string) string {
	var s strings.Builder
	s.WriteString(ooxml.Declaration + `<w:styles ` + namespaces + `><w:docDefaults><w:rPrDefault><w:rPr>` + serif + tint(ink) + `<w:sz w:val="21"/><w:szCs w:val="21"/>` + langElement("w:lang", locale) +
		`</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>` + spacing(0, 0, 300) + `</w:pPr></w:pPrDefault></w:docDefaults>`)
	s.WriteString(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	s.WriteString(`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>`)
	s.WriteString(`<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>`)
	for _, p := range paragraphStyles {
		writeStyle(&s, p)
	}
	for i := 1; i <= 6; i++ {
		left := indent + (i-1)*284
		writeStyle(&s, style{
			id: fmt.Sprintf("TOC%d", i), name: fmt.Sprintf("toc %d", i), alias: fmt.Sprintf("Innehåll %d", i), based: "Normal",
			paragraph: fmt.Sprintf(`<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="%d"/></w:tabs>`, fullWidth) + spacing(0, 40, 280) + fmt.Sprintf(`<w:ind w:left="%d"/>`, left),
			run:       sans + `<w:sz w:val="20"/>`,
		})
	}
	s.WriteString(`<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:aliases w:val="Hyperlänk"/><w:basedOn w:val="DefaultParagraphFont"/><w:rPr>` + tint(accent) + `<w:u w:val="single"/></w:rPr></w:style>`)
	s.WriteString(`<w:style w:type="character" w:customStyle="1" w:styleId="Underlag"><w:name w:val="Siffra med underlag"/><w:basedOn w:val="DefaultParagraphFont"/></w:style>`)
	s.WriteString(`<w:style w:type="character" w:customStyle="1" w:styleId="Beskrivningstext"><w:name w:val="Beskrivningstext"/><w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:b w:val="0"/>` + tint(muted) + `</w:rPr></w:style>`)
	s.WriteString(tableStyles)
	s.WriteString(`</w:styles>`)
	return s.String()
}

func writeStyle(s *strings.Builder, p style) {
	custom := ""
	if p.alias == "" {
		custom = ` w:customStyle="1"`
	}
	fmt.Fprintf(s, `<w:style w:type="paragraph"%s w:styleId="%s"><w:name w:val="%s"/>`, custom, p.id, p.name)
	if p.alias != "" {
		fmt.Fprintf(s, `<w:aliases w:val="%s"/>`, p.alias)
	}
	fmt.Fprintf(s, `<w:basedOn w:val="%s"/>`, p.based)
	if p.next != "" {
		fmt.Fprintf(s, `<w:next w:val="%s"/>`, p.next)
	}
	s.WriteString(`<w:qFormat/>`)
	if p.paragraph != "" {
		s.WriteString(`<w:pPr>` + p.paragraph + `</w:pPr>`)
	}
	if p.run != "" {
		s.WriteString(`<w:rPr>` + p.run + `</w:rPr>`)
	}
	s.WriteString(`</w:style>`)
}

// The table has a rule of 1.25 pt under its head and 0.5 pt under each row.
var tableStyles = `<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
	`<w:style w:type="table" w:customStyle="1" w:styleId="Tabell"><w:name w:val="Tabell"/><w:basedOn w:val="TableNormal"/><w:qFormat/><w:tblPr><w:tblBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="` + hairline + `"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="` + hairline + `"/></w:tblBorders>` +
	fmt.Sprintf(`<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tblCellMar>`, cellGap) + `</w:tblPr>` +
	`<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="10" w:space="0" w:color="` + ink + `"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>` +
	`<w:tblStylePr w:type="firstCol"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>`

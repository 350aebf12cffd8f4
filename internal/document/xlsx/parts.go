package xlsx

import (
	"fmt"
	"strings"
	"unicode/utf16"

	"genomlys/internal/document/ooxml"
	"genomlys/internal/document/sheet"
	"genomlys/internal/lang"
)

// Places in the list cellXfs of styles.xml.
const (
	stylePlain = iota
	styleHead
	styleText
	styleInt
	styleDecimal
	styleDate
	styleTime
	styleBold
)

var styleOf = map[sheet.Kind]int{
	sheet.Text: styleText, sheet.Int: styleInt, sheet.Decimal: styleDecimal, sheet.Date: styleDate, sheet.Time: styleTime,
}

// Format 49 is text, 1 whole numbers; 164 and up are our own.
const styles = ooxml.Declaration + `<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
	`<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\-mm\-dd"/><numFmt numFmtId="165" formatCode="yyyy\-mm\-dd\ hh:mm"/></numFmts>` +
	`<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font><font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>` +
	`<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFEFEDE7"/><bgColor indexed="64"/></patternFill></fill></fills>` +
	`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left/><right/><top/><bottom style="thin"><color rgb="FF1B2220"/></bottom><diagonal/></border></borders>` +
	`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
	`<cellXfs count="8">` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="49" fontId="1" fillId="2" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"/></xf>` +
	`<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>` +
	`<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>` +
	`<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>` +
	`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`

const (
	officeType       = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	relationsOpen    = ooxml.Declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	packageRelations = relationsOpen +
		`<Relationship Id="rId1" Type="` + officeType + `officeDocument" Target="xl/workbook.xml"/>` +
		`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
		`<Relationship Id="rId3" Type="` + officeType + `extended-properties" Target="docProps/app.xml"/></Relationships>`
)

func contentTypes(tabs int) string {
	const main = "application/vnd.openxmlformats-officedocument.spreadsheetml."
	var b strings.Builder
	b.WriteString(ooxml.Declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`)
	b.WriteString(`<Override PartName="/xl/workbook.xml" ContentType="` + main + `sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="` + main + `styles+xml"/>`)
	for i := range tabs {
		fmt.Fprintf(&b, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, i+1, main)
	}
	b.WriteString(`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/></Types>`)
	return b.String()
}

func workbookRelations(tabs int) string {
	var b strings.Builder
	b.WriteString(relationsOpen)
	for i := range tabs {
		fmt.Fprintf(&b, `<Relationship Id="sheet%d" Type="%sworksheet" Target="worksheets/sheet%d.xml"/>`, i+1, officeType, i+1)
	}
	b.WriteString(`<Relationship Id="styles" Type="` + officeType + `styles" Target="styles.xml"/></Relationships>`)
	return b.String()
}

func workbook(names []string, columns, rows int) string {
	var b strings.Builder
	b.WriteString(ooxml.Declaration + `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><bookViews><workbookView activeTab="0"/></bookViews><sheets>`)
	for i, n := range names {
		fmt.Fprintf(&b, `<sheet name="%s" sheetId="%d" r:id="sheet%d"/>`, ooxml.Attr(n), i+1, i+1)
	}
	tab := "'" + strings.ReplaceAll(names[0], "'", "''") + "'!"
	// Excel finds the filter and the rows to repeat on paper by these names.
	fmt.Fprintf(&b, `</sheets><definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">%s</definedName><definedName name="_xlnm.Print_Titles" localSheetId="0">%s</definedName></definedNames></workbook>`,
		ooxml.Text(fmt.Sprintf("%s$A$1:$%s$%d", tab, columnName(columns-1), rows)), ooxml.Text(tab+"$1:$1"))
	return b.String()
}

var aboutTab = lang.Text{"Om uppgifterna", "About the data"}

func tabNames(s sheet.Sheet) []string {
	l := lang.Parse(s.Meta.Lang)
	names := []string{tabName(s.Name, lang.Text{"Uppgifter", "Data"}.In(l))}
	if len(s.Meta.About) > 0 {
		about := aboutTab.In(l)
		if strings.EqualFold(names[0], about) {
			about += " 2"
		}
		names = append(names, about)
	}
	return names
}

// tabName makes a name that Excel takes: 1 to 31 characters, none of \/?*[]:,
// no apostrophe at either end, and not "History", which it keeps for itself.
func tabName(name, otherwise string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`\/?*[]:`, r) || r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, ooxml.Clean(name))
	runes := []rune(strings.Trim(name, "' "))
	for len(utf16.Encode(runes)) > 31 {
		runes = runes[:len(runes)-1]
	}
	name = strings.Trim(string(runes), "' ")
	if name == "" || strings.EqualFold(name, "history") {
		return otherwise
	}
	return name
}

// Package xlsx writes a sheet as an Excel file (ECMA-376, SpreadsheetML):
// typed cells, never a formula, a bold header row that stays in view, filters,
// and rows written as they come.
package xlsx

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"genomlys/internal/document/ooxml"
	"genomlys/internal/document/sheet"
)

// The bounds of the format; past them Excel calls the file broken.
const (
	maxRows    = 1_048_576
	maxColumns = 16_384
	maxText    = 32_767 // UTF-16 units in a cell
)

// Write writes s to w. The same sheet gives the same bytes. Texts lose the
// control characters that XML cannot hold. A sheet past the format's bounds is
// an error that says where. Meta.About, when given, becomes a second tab.
func Write(w io.Writer, s sheet.Sheet) error {
	if len(s.Columns) == 0 || len(s.Columns) > maxColumns {
		return fmt.Errorf("sheet %q has %d columns: give it 1 to %d", s.Name, len(s.Columns), maxColumns)
	}
	names := tabNames(s)
	p := ooxml.New(w, s.Meta.Created)
	for _, f := range []struct{ name, content string }{
		{"[Content_Types].xml", contentTypes(len(names))},
		{"_rels/.rels", packageRelations},
		{"docProps/core.xml", ooxml.Core(ooxml.Properties{
			Title: s.Meta.Title, Creator: s.Meta.Creator, Language: ooxml.Locale(s.Meta.Lang), Created: s.Meta.Created,
		})},
		{"docProps/app.xml", ooxml.App()},
		{"xl/_rels/workbook.xml.rels", workbookRelations(len(names))},
		{"xl/styles.xml", styles},
	} {
		if err := p.Put(f.name, f.content); err != nil {
			return err
		}
	}
	rows, err := writeData(p, s)
	if err != nil {
		return err
	}
	if len(names) > 1 {
		if err := writeAbout(p, s); err != nil {
			return err
		}
	}
	// The workbook names the range of the filter, so it comes after the rows.
	if err := p.Put("xl/workbook.xml", workbook(names, len(s.Columns), rows)); err != nil {
		return err
	}
	return p.Close()
}

const sheetOpen = ooxml.Declaration + `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`

// writeData writes the first tab and gives its number of rows, header included.
func writeData(p *ooxml.Package, s sheet.Sheet) (int, error) {
	part, err := p.Part("xl/worksheets/sheet1.xml")
	if err != nil {
		return 0, err
	}
	out := bufio.NewWriterSize(part, 1<<16)
	put := func(text string) { _, _ = out.WriteString(text) }
	put(sheetOpen + `<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>`)
	for i, c := range s.Columns {
		put(fmt.Sprintf(`<col min="%d" max="%d" width="%s" style="%d" customWidth="1"/>`, i+1, i+1, number(width(c)), styleOf[c.Kind]))
	}
	put(`</cols><sheetData><row r="1">`)
	for i, c := range s.Columns {
		cell, err := textCell(i, 1, styleHead, c.Title)
		if err != nil {
			return 0, fmt.Errorf("sheet %q, title of column %d: %w", s.Name, i+1, err)
		}
		put(cell)
	}
	put(`</row>`)
	row := 1
	if s.Rows != nil {
		for values, err := range s.Rows {
			if err != nil {
				return 0, fmt.Errorf("sheet %q, row %d: %w", s.Name, row, err)
			}
			cells, err := s.Cells(row, values)
			if err != nil {
				return 0, err
			}
			if row++; row > maxRows {
				return 0, fmt.Errorf("sheet %q has more than %d rows, which Excel cannot open: narrow the selection or export CSV", s.Name, maxRows-1)
			}
			put(`<row r="` + strconv.Itoa(row) + `">`)
			for i, c := range cells {
				text, err := cell(i, row, c)
				if err != nil {
					return 0, fmt.Errorf("sheet %q, row %d, column %q: %w", s.Name, row-1, s.Columns[i].Title, err)
				}
				put(text)
			}
			put(`</row>`)
		}
	}
	put(`</sheetData><autoFilter ref="A1:` + columnName(len(s.Columns)-1) + strconv.Itoa(row) + `"/><pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P (&amp;N)</oddFooter></headerFooter></worksheet>`)
	if err := out.Flush(); err != nil {
		return 0, fmt.Errorf("write sheet: %w", err)
	}
	return row, nil
}

// writeAbout writes the second tab: where the data comes from.
func writeAbout(p *ooxml.Package, s sheet.Sheet) error {
	var b strings.Builder
	b.WriteString(sheetOpen + `<sheetViews><sheetView workbookViewId="0"/></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="1" width="24" customWidth="1"/><col min="2" max="2" width="80" customWidth="1"/></cols><sheetData>`)
	for i, line := range s.Meta.About {
		name, err := textCell(0, i+1, styleBold, line[0])
		if err != nil {
			return fmt.Errorf("about the data, line %d: %w", i+1, err)
		}
		value, err := textCell(1, i+1, styleText, line[1])
		if err != nil {
			return fmt.Errorf("about the data, line %d: %w", i+1, err)
		}
		fmt.Fprintf(&b, `<row r="%d">%s%s</row>`, i+1, name, value)
	}
	b.WriteString(`</sheetData></worksheet>`)
	return p.Put("xl/worksheets/sheet2.xml", b.String())
}

func cell(column, row int, c sheet.Cell) (string, error) {
	if c.Absent {
		return "", nil
	}
	switch c.Kind {
	case sheet.Int, sheet.Decimal:
		return numberCell(column, row, styleOf[c.Kind], c.Text), nil
	case sheet.Date, sheet.Time:
		return numberCell(column, row, styleOf[c.Kind], number(serial(c.Kind, c.Time))), nil
	}
	return textCell(column, row, styleText, c.Text)
}

func numberCell(column, row, style int, digits string) string {
	return `<c r="` + columnName(column) + strconv.Itoa(row) + `" s="` + strconv.Itoa(style) + `"><v>` + digits + `</v></c>`
}

// textCell is an inline string: Excel never reads a formula in it. The style's
// format is text too, so that editing the cell does not make it one.
func textCell(column, row, style int, text string) (string, error) {
	text = ooxml.Clean(text)
	if n := len(utf16.Encode([]rune(text))); n > maxText {
		return "", fmt.Errorf("a text of %d characters does not fit: a cell in Excel holds %d; export CSV or JSON instead", n, maxText)
	}
	return `<c r="` + columnName(column) + strconv.Itoa(row) + `" s="` + strconv.Itoa(style) + `" t="inlineStr"><is><t xml:space="preserve">` + ooxml.Text(unescaped(text)) + `</t></is></c>`, nil
}

// unescaped keeps a text such as "_x0041_" what it is: spreadsheets read that
// as the character "A" unless its underscore is written as "_x005F_"
// (ECMA-376 part 1, 22.9.2.19 ST_Xstring).
func unescaped(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if len(s)-i >= 7 && s[i] == '_' && s[i+1] == 'x' && s[i+6] == '_' && isHex(s[i+2:i+6]) {
			b.WriteString("_x005F_")
			continue
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

func isHex(s string) bool {
	for i := range len(s) {
		c := s[i] | 0x20
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// serial counts days from the turn of 1899, with the clock as a fraction, both
// as they read in the time's own place.
func serial(k sheet.Kind, t time.Time) float64 {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	days := math.Round(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24)
	if k == sheet.Date {
		return days
	}
	return days + float64(t.Hour()*3600+t.Minute()*60+t.Second())/86400
}

func number(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// columnName is A for 0, Z for 25, AA for 26.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

// width is a column's width in characters, never narrower than its title and
// the filter's arrow, within reason.
func width(c sheet.Column) float64 {
	w := c.Width
	if w <= 0 {
		w = map[sheet.Kind]float64{sheet.Text: 28, sheet.Int: 10, sheet.Decimal: 12, sheet.Date: 12, sheet.Time: 17}[c.Kind]
		w = max(w, min(40, float64(len([]rune(c.Title))+4)))
	}
	return min(w, 255)
}

package sheet

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"genomlys/internal/fault"
)

var styles = part{name: "xl/styles.xml", text: `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-41D]d\ mmm\ yyyy;@"/><numFmt numFmtId="165" formatCode="0.00&quot; dygn&quot;"/>` +
	`<numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
	`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="166"/></cellXfs></styleSheet>`}

func TestCells(t *testing.T) {
	shared := part{name: "xl/sharedStrings.xml", text: `<sst><si><t>Lön &amp; personal</t></si><si><r><t xml:space="preserve">två </t></r><r><t>delar</t></r><rPh><t>läsning</t></rPh></si>` +
		`<si><t>rad_x000D_ och _x005F_</t></si><si><t/></si></sst>`}
	data := xlsx(t, shared, styles, sheet1(
		`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c></row>`+
			`<row r="3"><c r="A3"><v>0.30000000000000004</v></c><c r="B3"><v>1E3</v></c><c r="C3" t="b"><v>1</v></c><c r="D3" t="e"><v>#N/A</v></c></row>`+
			`<row r="4"><c s="1"><v>45230</v></c><c s="2"><v>45230</v></c><c s="3"><v>45230</v></c><c s="4"><v>45236.341666666667</v></c><c s="5"><v>0.341666666666667</v></c><c s="6"><v>2</v></c><c s="1"><v>60</v></c><c s="1"><v>1</v></c></row>`+
			`<row r="5"><c t="inlineStr"><is><t>inom</t></is></c><c t="str"><f>A1</f><v>räknad</v></c><c><f>SUM(A1:A2)</f></c><c t="d"><v>2023-10-31T00:00:00</v></c><c t="n"><v>x</v></c></row>`+
			`<row r="6"><c r="A6" t="s"><v>3</v></c><c r="B6" s="1"/></row>`+
			`<row r="900"><c r="B900"><v>-7</v></c></row>`))
	b, got, err := readAll(data, "x.xlsx", DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"1: Lön & personal||två delar|rad\r och _",
		"3: 0.3#n|1000#n|true#b|#N/A#e",
		"4: 2023-10-31#d|2023-10-31#d|45230#n|2023-11-06 08:12:00#d|08:12:00#d|48:00#n|1900-02-29#d|1900-01-01#d",
		"5: inom|räknad|=SUM(A1:A2)#e|2023-10-31#d|x",
		"900: |-7#n",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("rows\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if b.Format != "xlsx" || b.Separator != 0 {
		t.Errorf("book %+v", b)
	}
}

func TestDate1904(t *testing.T) {
	data := xlsx(t, styles, part{name: "xl/workbook.xml", text: strings.Replace(bookXML, "<sheets>", `<workbookPr date1904="1"/><sheets>`, 1)},
		sheet1(`<row><c s="1"><v>43768</v></c><c s="1"><v>0</v></c></row>`))
	if _, got, err := readAll(data, "", DefaultLimits()); err != nil || !reflect.DeepEqual(got, []string{"1: 2023-10-31#d|1904-01-01#d"}) {
		t.Errorf("%q, %v", got, err)
	}
}

func TestNumberFormats(t *testing.T) {
	for code, want := range map[string]format{
		"General": plain, "0.00": plain, "#,##0\\ \"kr\"": plain, "0%": plain, "@": plain, "yyyy-mm-dd": dateOnly, "d/m\\ yyyy": dateOnly,
		"[$-41D]mmmm\\ yyyy;@": dateOnly, "mmm": dateOnly, "hh:mm": timeOnly, "mm:ss.0": timeOnly, "h\\ \"tim\"\\ mm\\ \"min\"": timeOnly,
		"yyyy\\-mm\\-dd\\ hh:mm": dateTime, "[hh]:mm": elapsed, "[m]": elapsed, "\"dag\" 0": plain, "[Red]0;[Blue]d": plain, "0.00E+00": plain,
		"_-* #,##0_-": plain, "[>=100]0": plain, "\"": plain, "[": plain, "\\": plain, "": plain,
	} {
		if got := formatCode(code); got != want {
			t.Errorf("format %q is %d; want %d", code, got, want)
		}
	}
}

func TestSheets(t *testing.T) {
	data := xlsx(t, sheet1(`<row><c><v>1</v></c></row>`),
		part{name: "xl/worksheets/sheet2.xml", text: `<x:worksheet xmlns:x="m"><x:sheetData><x:row r="2"><x:c r="A2"><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`},
		part{name: "xl/workbook.xml", text: `<workbook xmlns:r="r"><sheets><sheet name="Listor" state="hidden" r:id="rId1"/><sheet name="System 2023" r:id="rId2"/><sheet name="Diagram" r:id="rId4"/></sheets></workbook>`})
	b, got, err := readAll(data, "", DefaultLimits())
	if err != nil || !reflect.DeepEqual(got, []string{"2: 2#n"}) {
		t.Fatalf("%q, %v", got, err)
	}
	if len(b.Sheets()) != 1 || b.Sheets()[0].Number != 1 || !reflect.DeepEqual(b.Hidden, []string{"Listor"}) {
		t.Errorf("sheets %+v, hidden %q", b.Sheets(), b.Hidden)
	}
	for key, want := range map[string]string{"": "System 2023", "1": "System 2023", "system 2023": "System 2023", "Listor": "Listor"} {
		if s, err := b.Sheet(key); err != nil || s.Name != want {
			t.Errorf("Sheet(%q) = %+v, %v", key, s, err)
		}
	}
	if _, err := b.Sheet("2"); refusal(err).Code != NoSuchSheet || refusal(err).Detail != "System 2023" || fault.KindOf(err) != fault.Unknown {
		t.Errorf("Sheet(2): %v", err)
	}
}

func TestMerged(t *testing.T) {
	data := xlsx(t, part{name: "xl/worksheets/sheet1.xml", text: `<worksheet><sheetData>` +
		`<row r="1"><c r="A1" t="str"><v>Objekt</v></c><c r="B1" t="str"><v>Klass</v></c><c r="C1" s="1"/></row>` +
		`<row r="2"><c r="B2" t="str"><v>K</v></c><c r="C2" t="str"><v>R</v></c></row>` +
		`<row r="3"><c r="A3" t="str"><v>Lön</v></c><c r="B3"><v>1</v></c></row><row r="4"/><row r="5"><c r="A5" t="str"><v>HR</v></c></row>` +
		`</sheetData><mergeCells count="3"><mergeCell ref="B1:C1"/><mergeCell ref="A1:A2"/><mergeCell ref="A3:A4"/><mergeCell ref="A5:XFD5"/></mergeCells></worksheet>`})
	limits := DefaultLimits()
	limits.Columns = 4
	_, got, err := readAll(data, "", limits)
	want := []string{"1: Objekt|Klass|Klass~", "2: Objekt~|K|R", "3: Lön|1#n", "5: HR|HR~|HR~|HR~"}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

// TestSplitEndTag has the end of the rows lie across the reader's buffer at
// every place.
func TestSplitEndTag(t *testing.T) {
	for shift := range 20 {
		head, row, tail := `<worksheet><sheetData>`, `<row><c t="str"><v>`, `</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`
		n := 64<<10 - len(head) - len(row) - len(`</v></c></row>`) - shift
		data := xlsx(t, part{name: "xl/worksheets/sheet1.xml", text: head + row + strings.Repeat("x", n) + tail})
		b, err := open(data, "", DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		for r, err := range b.Read(context.Background(), b.Sheets()[0]) {
			if err != nil || len(r.Cells) != 2 || !r.Cells[1].Merged {
				t.Errorf("shift %d: %d cells, %v", shift, len(r.Cells), err)
			}
		}
	}
}

func TestXLSXRefused(t *testing.T) {
	row := func(s string) []byte { return xlsx(t, sheet1(s)) }
	small := DefaultLimits()
	small.Rows, small.Columns, small.Cell, small.Entries = 3, 4, 10, 6
	good := row(`<row><c><v>1</v></c></row>`)
	for name, c := range map[string]struct {
		data   []byte
		code   Code
		row    int
		column int
		kind   fault.Kind
	}{
		"rows":          {row(strings.Repeat(`<row><c><v>1</v></c></row>`, 4)), TooManyRows, 4, 0, fault.TooLarge},
		"columns":       {row(`<row r="7"><c r="E7"><v>1</v></c></row>`), TooManyColumns, 7, 5, fault.TooLarge},
		"column index":  {row(`<row r="7"><c r="XFD7"><v>1</v></c></row>`), TooManyColumns, 7, 16384, fault.TooLarge},
		"no column":     {row(`<row><c r="ZZZZ1"><v>1</v></c></row>`), BrokenRow, 1, 1, fault.Malformed},
		"row index":     {row(`<row r="1048577"><c><v>1</v></c></row>`), BrokenRow, 1048577, 0, fault.Malformed},
		"row backwards": {row(`<row r="5"><c><v>1</v></c></row><row r="4"><c><v>1</v></c></row>`), BrokenRow, 6, 0, fault.Malformed},
		"cell backward": {row(`<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>`), BrokenRow, 1, 3, fault.Malformed},
		"cell":          {row(`<row><c/><c t="str"><v>` + strings.Repeat("x", 11) + `</v></c></row>`), CellTooLong, 1, 2, fault.TooLarge},
		"cell in parts": {row(`<row><c t="str"><v>` + strings.Repeat("xx<!-- -->", 6) + `</v></c></row>`), CellTooLong, 1, 1, fault.TooLarge},
		"no string":     {row(`<row><c t="s"><v>7</v></c></row>`), StringNotFound, 1, 1, fault.Malformed},
		"cut":           {xlsx(t, part{name: "xl/worksheets/sheet1.xml", text: `<worksheet><sheetData><row><c><v>1</v></c></row>`}), BrokenFile, 1, 0, fault.Malformed},
		"not xml":       {row(`<row><c a=1></row>`), BrokenFile, 1, 0, fault.Malformed},
		"entity":        {xlsx(t, part{name: "xl/worksheets/sheet1.xml", text: `<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>`}), XMLEntity, 0, 0, fault.Malformed},
		"no cell":       {row(`<row><f>0</c></row>`), BrokenFile, 1, 0, fault.Malformed},
		"no row":        {row(`<c><v>1</v></c>`), BrokenFile, 0, 0, fault.Malformed},
		"row in row":    {row(`<row><row><c/></row>`), BrokenFile, 1, 0, fault.Malformed},
		"unknown name":  {row(`<row><c t="str"><v>&a;</v></c></row>`), BrokenFile, 1, 0, fault.Malformed},
		"external book": {xlsx(t, part{name: "_rels/.rels", text: strings.Replace(rootXML, "Id=", `TargetMode="External" Id=`, 1)}), NotAWorkbook, 0, 0, fault.Malformed},
		"entries":       {xlsx(t, sheet1(""), part{name: "a"}, part{name: "b"}), TooManyEntries, 0, 0, fault.TooLarge},
		"half a file":   {good[:len(good)/2], BrokenFile, 0, 0, fault.Malformed},
		"old":           {[]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and more"), OldWorkbook, 0, 0, fault.Malformed},
		"empty":         {nil, EmptyFile, 0, 0, fault.Malformed},
		"hidden only":   {xlsx(t, sheet1(""), part{name: "xl/workbook.xml", text: strings.Replace(bookXML, "sheetId", `state="veryHidden" sheetId`, 1)}), EmptyFile, 0, 0, fault.Malformed},
	} {
		_, _, err := readAll(c.data, "x.xlsx", small)
		r := refusal(err)
		if r.Code != c.code || r.Row != c.row || r.Column != c.column {
			t.Errorf("%s: %v; want %s row %d column %d", name, err, c.code, c.row, c.column)
		}
		if fault.KindOf(err) != c.kind {
			t.Errorf("%s: kind %d; want %d", name, fault.KindOf(err), c.kind)
		}
	}
	var other strings.Builder
	if err := pack(&other, []part{{name: "word/document.xml"}}); err != nil {
		t.Fatal(err)
	}
	if _, _, err := readAll([]byte(other.String()), "x.docx", small); refusal(err).Code != NotAWorkbook {
		t.Errorf("docx: %v", err)
	}
	small.Input = 100
	if _, _, err := readAll(good, "", small); refusal(err).Code != FileTooLarge || refusal(err).Found != int64(len(good)) {
		t.Errorf("size: %v", err)
	}
}

func TestStopsWhenTold(t *testing.T) {
	data := xlsx(t, sheet1(strings.Repeat(`<row><c><v>1</v></c></row>`, 5000)))
	b, err := open(data, "", DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	for _, err = range b.Read(ctx, b.Sheets()[0]) {
		if n++; n == 10 {
			cancel()
		}
	}
	if !errors.Is(err, context.Canceled) || n > 2000 {
		t.Errorf("after %d rows: %v", n, err)
	}
	for range b.Read(context.Background(), b.Sheets()[0]) {
		break // leaves no reader behind and does not panic
	}
	b.limits.Time = 1
	for _, err = range b.Read(context.Background(), b.Sheets()[0]) {
	}
	if r := refusal(err); r.Code != TooSlow || r.Found < r.Limit || r.Sheet != "System" {
		t.Errorf("time: %v", err)
	}
}

func TestColumnName(t *testing.T) {
	for n, want := range map[int]string{1: "A", 26: "Z", 27: "AA", 28: "AB", 702: "ZZ", 703: "AAA", 16384: "XFD"} {
		if got := ColumnName(n); got != want {
			t.Errorf("column %d is %s; want %s", n, got, want)
		}
		if got, ok := columnOf(want + "12"); !ok || got != n-1 {
			t.Errorf("column %s is %d, %v", want, got, ok)
		}
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add(xlsx(f, styles, sheet1(`<row r="1"><c r="A1" s="1"><v>45230</v></c></row>`)))
	f.Add(xlsx(f, sheet1(`<row><c t="inlineStr"><is><t>a</t></is></c></row><!-- x --><![CDATA[y]]>`)))
	f.Add(xlsx(f, part{name: "xl/sharedStrings.xml", text: `<sst><si><t>_x0041_</t></si></sst>`}, sheet1(`<row><c t="s"><v>0</v></c></row>`)))
	limits := DefaultLimits()
	limits.Rows, limits.Unpacked = 100, 1<<20
	f.Fuzz(func(t *testing.T, data []byte) { checkRows(t, data, limits) })
}

// FuzzSheetXML puts the bytes where they are read, past the zip's checksum.
func FuzzSheetXML(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" s="1"><v>45230</v></c></row>`)
	f.Add(`<row r="3"><c r="B3" t="str"><v>x</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B9"/></mergeCells>`)
	f.Add(`<row><c t="e"><f>1</f></c></row><!-- - -- --><?a ?><![CDATA[]]]]>`)
	limits := DefaultLimits()
	limits.Rows = 100
	f.Fuzz(func(t *testing.T, rows string) { checkRows(t, xlsx(t, styles, sheet1(rows)), limits) })
}

// checkRows holds what every reading must: rows in order and within the
// caps, or a refusal.
func checkRows(t *testing.T, data []byte, limits Limits) {
	b, err := open(data, "f", limits)
	if err != nil {
		if refusal(err).Code == "" {
			t.Fatalf("%v is no refusal", err)
		}
		return
	}
	last, n := 0, 0
	for r, err := range b.Read(context.Background(), b.Sheets()[0]) {
		if err != nil {
			if refusal(err).Code == "" {
				t.Fatalf("%v is no refusal", err)
			}
			return
		}
		n++
		if r.Number <= last || n > limits.Rows || len(r.Cells) > limits.Columns || r.Empty() {
			t.Fatalf("row %d after %d: %v", r.Number, last, r)
		}
		last = r.Number
	}
}

package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"genomlys/internal/document/ooxml"
	"genomlys/internal/document/sheet"
)

var dirty = []string{
	`=1+1`, `=cmd|' /C calc'!A0`, `+46`, `-5`, `@SUM(A1)`, "\t=1", `＝1+1`, ` =1`, `'=1`,
	`]]>`, `<script>alert(1)</script>`, `a & b`, "styr\x00\x01\x0btecken", "rad 1\r\nrad 2", "_x0041_", "_x005F_x0041_",
	"  blanka  ", strings.Repeat("å", 32_767), "😀", "TRUE", "2023-11-15", "007",
}

func example() sheet.Sheet {
	at := time.Date(2023, 11, 15, 13, 45, 0, 0, time.UTC)
	var rows [][]any
	for _, d := range dirty {
		rows = append(rows, []any{d, -5, 12.25, "2023-11-15", at})
	}
	rows = append(rows, []any{nil, nil, nil, nil, nil}, []any{"sist", "ca 40", "okänt", "2023", ""})
	return sheet.Sheet{
		Name: "System/objekt: 'alla' i hela stadens register",
		Columns: []sheet.Column{
			{Title: "=Namn"}, {Title: "Antal", Kind: sheet.Int}, {Title: "Andel", Kind: sheet.Decimal},
			{Title: "Klassad", Kind: sheet.Date}, {Title: "Ändrad", Kind: sheet.Time, Width: 22},
		},
		Rows: each(rows),
		Meta: sheet.Meta{Title: "Objekt", Creator: "Stadsledningskontoret", Lang: "sv", Created: at, About: [][2]string{{"Per", "2023-11-15"}, {"Urval", "=saknar:klassning"}}},
	}
}

func each(rows [][]any) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		for _, r := range rows {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func write(t *testing.T, s sheet.Sheet) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadBackByAnotherReader(t *testing.T) {
	s := example()
	f, err := excelize.OpenReader(bytes.NewReader(write(t, s)))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); len(got) != 2 || got[0] != "System objekt  'alla' i hela st" || got[1] != "Om uppgifterna" {
		t.Fatalf("tabs %q", got)
	}
	tab := f.GetSheetList()[0]
	rows, err := f.GetRows(tab, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[0], "|"); got != "=Namn|Antal|Andel|Klassad|Ändrad" {
		t.Errorf("header %s", got)
	}
	for i, d := range dirty {
		r := rows[i+1]
		if want := ooxml.Clean(d); r[0] != want {
			t.Errorf("%.40q came back as %.40q", want, r[0])
		}
		if got := strings.Join(r[1:4], "|"); got != "-5|12.25|45245" {
			t.Errorf("%.40q: %s", d, got)
		}
	}
	if got := strings.Join(rows[len(dirty)+2], "|"); got != "sist|ca 40|okänt|2023" {
		t.Errorf("last row %q", got)
	}
	shown, err := f.GetRows(tab)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(shown[1][3:5], "|"); got != "2023-11-15|2023-11-15 13:45" {
		t.Errorf("dates are shown as %s", got)
	}
	for row := range rows {
		for column := range 5 {
			name, _ := excelize.CoordinatesToCellName(column+1, row+1)
			if formula, err := f.GetCellFormula(tab, name); err != nil || formula != "" {
				t.Errorf("%s holds the formula %q (%v)", name, formula, err)
			}
		}
	}
	panes, err := f.GetPanes(tab)
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("header row not frozen: %+v, %v", panes, err)
	}
	if w, _ := f.GetColWidth(tab, "E"); w != 22 {
		t.Errorf("width of column E is %v", w)
	}
	id, _ := f.GetCellStyle(tab, "A1")
	if style, err := f.GetStyle(id); err != nil || style.Font == nil || !style.Font.Bold {
		t.Errorf("header is not bold: %+v, %v", style, err)
	}
	about, err := f.GetRows("Om uppgifterna")
	if err != nil || len(about) != 2 || about[1][1] != "=saknar:klassning" {
		t.Errorf("about the data: %q, %v", about, err)
	}
}

func TestPartsAreWellFormedAndStable(t *testing.T) {
	one, two := write(t, example()), write(t, example())
	if !bytes.Equal(one, two) {
		t.Error("two runs differ")
	}
	parts := map[string]string{}
	z, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(content)
		for d := xml.NewDecoder(bytes.NewReader(content)); ; {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if e, ok := token.(xml.StartElement); ok && e.Name.Local == "f" {
				t.Errorf("%s has a formula", f.Name)
			}
		}
	}
	if z.File[0].Name != "[Content_Types].xml" {
		t.Errorf("the first part is %s", z.File[0].Name)
	}
	for name := range parts {
		if strings.HasSuffix(name, ".rels") || name == "[Content_Types].xml" {
			continue
		}
		if !strings.Contains(parts["[Content_Types].xml"], `PartName="/`+name+`"`) {
			t.Errorf("%s has no content type", name)
		}
	}
	if !strings.Contains(parts["xl/worksheets/sheet1.xml"], `<autoFilter ref="A1:E25"/>`) {
		t.Error("no filter over all rows")
	}
}

func TestBoundsAreErrorsThatSayWhere(t *testing.T) {
	s := example()
	s.Rows = each([][]any{{"kort", 1, 1, "", ""}, {strings.Repeat("😀", 16_384), 1, 1, "", ""}})
	if err := Write(io.Discard, s); err == nil || !strings.Contains(err.Error(), `row 2, column "=Namn"`) {
		t.Errorf("long text: %v", err)
	}
	broken := errors.New("läsfel")
	s.Rows = func(yield func([]any, error) bool) { yield(nil, broken) }
	if err := Write(io.Discard, s); !errors.Is(err, broken) {
		t.Errorf("broken rows: %v", err)
	}
	s.Columns = nil
	if err := Write(io.Discard, s); err == nil {
		t.Error("a sheet without columns was written")
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct {
		column int
		want   string
	}{{0, "A"}, {25, "Z"}, {26, "AA"}, {701, "ZZ"}, {702, "AAA"}, {16_383, "XFD"}} {
		if got := columnName(c.column); got != c.want {
			t.Errorf("column %d is %s, want %s", c.column, got, c.want)
		}
	}
	for _, c := range []struct{ in, want string }{
		{"Objekt", "Objekt"}, {"", "x"}, {"'[]'", "x"}, {"History", "x"}, {strings.Repeat("😀", 20), strings.Repeat("😀", 15)},
	} {
		if got := tabName(c.in, "x"); got != c.want {
			t.Errorf("tabName(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestDaysAreThoseOfTheClock(t *testing.T) {
	stockholm := time.FixedZone("CEST", 7200)
	for _, c := range []struct {
		at   time.Time
		kind sheet.Kind
		want float64
	}{
		{time.Date(1900, 3, 1, 0, 0, 0, 0, time.UTC), sheet.Date, 61},
		{time.Date(2024, 2, 29, 0, 30, 0, 0, stockholm), sheet.Date, 45351},
		{time.Date(2024, 2, 29, 12, 0, 0, 0, stockholm), sheet.Time, 45351.5},
	} {
		if got := serial(c.kind, c.at); got != c.want {
			t.Errorf("serial(%v) = %v, want %v", c.at, got, c.want)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	s := example()
	s.Rows = func(yield func([]any, error) bool) {
		for i := range 10_000 {
			if !yield([]any{"Verksamhetssystem för ärendehantering", i, 0.5, "2023-11-15", s.Meta.Created}, nil) {
				return
			}
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, s); err != nil {
			b.Fatal(err)
		}
	}
}

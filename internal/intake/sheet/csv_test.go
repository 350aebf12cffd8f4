package sheet

import (
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestCSV(t *testing.T) {
	encode := func(s string) string {
		out, err := charmap.Windows1252.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	utf16 := func(s string, e unicode.Endianness, b unicode.BOMPolicy) string {
		out, err := unicode.UTF16(e, b).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	plain := "Objekt;Ägare\nLön;Åsa\n"
	rows := []string{"1: Objekt|Ägare", "2: Lön|Åsa"}
	for name, c := range map[string]struct {
		text      string
		encoding  string
		separator rune
		want      []string
	}{
		"utf-8":         {plain, "utf-8", ';', rows},
		"utf-8 mark":    {"\uFEFF" + plain, "utf-8", ';', rows},
		"windows":       {encode(plain), "windows-1252", ';', rows},
		"windows dash":  {encode("a;– €\n"), "windows-1252", ';', []string{"1: a|– €"}},
		"utf-16le mark": {utf16(plain, unicode.LittleEndian, unicode.UseBOM), "utf-16le", ';', rows},
		"utf-16be mark": {utf16(plain, unicode.BigEndian, unicode.UseBOM), "utf-16be", ';', rows},
		"utf-16le":      {utf16(plain, unicode.LittleEndian, unicode.IgnoreBOM), "utf-16le", ';', rows},
		"utf-16be":      {utf16(plain, unicode.BigEndian, unicode.IgnoreBOM), "utf-16be", ';', rows},
		"crlf":          {strings.ReplaceAll(plain, "\n", "\r\n"), "utf-8", ';', rows},
		"cr":            {strings.ReplaceAll(plain, "\n", "\r"), "utf-8", ';', rows},
		"no last break": {strings.TrimSuffix(plain, "\n"), "utf-8", ';', rows},
		"tab":           {"a\tb; c\n1\t2\n", "utf-8", '\t', []string{"1: a|b; c", "2: 1|2"}},
		"bar":           {"a|b\n1|2\n", "utf-8", '|', []string{"1: a|b", "2: 1|2"}},
		"comma":         {"id,namn,delar\n1,x,A; B\n2,y,A; B; C\n3,z,\n", "utf-8", ',', []string{"1: id|namn|delar", "2: 1|x|A; B", "3: 2|y|A; B; C", "4: 3|z"}},
		"decimals":      {"a;b;c\n1,5;2,5;3\n1,5;2,5;4,5\n", "utf-8", ';', []string{"1: a|b|c", "2: 1,5|2,5|3", "3: 1,5|2,5|4,5"}},
		"prose":         {"id;text\n1;ett, två, tre\n2;ett, två, tre\n3;ett, två, tre\n", "utf-8", ';', []string{"1: id|text", "2: 1|ett, två, tre", "3: 2|ett, två, tre", "4: 3|ett, två, tre"}},
		"sep line":      {"sep=|\na;b|c\n", "utf-8", '|', []string{"2: a;b|c"}},
		"one column":    {"namn\nLön\n", "utf-8", ';', []string{"1: namn", "2: Lön"}},
		"titles":        {"Systemförteckning\n\n;;\nObjekt;Ägare;K\nLön;Åsa;3\nHR;Åsa;2\n", "utf-8", ';', []string{"1: Systemförteckning", "4: Objekt|Ägare|K", "5: Lön|Åsa|3", "6: HR|Åsa|2"}},
		"quotes":        {"a;b\n\"x;y\";\"säg \"\"hej\"\"\"\n\"två\nrader\";z\nq;r\n", "utf-8", ';', []string{"1: a|b", "2: x;y|säg \"hej\"", "3: två\nrader|z", "4: q|r"}},
		"loose quotes":  {"a;b\n5\" disk;\"x\"y\n", "utf-8", ';', []string{"1: a|b", "2: 5\" disk|xy"}},
		"ragged":        {"a;b;c\n1\n1;2;3;4\n", "utf-8", ';', []string{"1: a|b|c", "2: 1", "3: 1|2|3|4"}},
	} {
		b, got, err := readAll([]byte(c.text), "dir/System 2023.csv", DefaultLimits())
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if b.Encoding != c.encoding || b.Separator != c.separator || b.Sheets()[0].Name != "System 2023" || b.Format != "csv" {
			t.Errorf("%s: %s %q %q", name, b.Encoding, b.Separator, b.Sheets()[0].Name)
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q; want %q", name, got, c.want)
		}
	}
}

// TestLongUTF8 has letters of two bytes lie across the checker's buffer.
func TestLongUTF8(t *testing.T) {
	for shift := range 3 {
		text := strings.Repeat("x", shift) + strings.Repeat("å", 40_000) + ";b\n"
		limits := DefaultLimits()
		limits.Cell = 1 << 20
		if b, _, err := readAll([]byte(text), "", limits); err != nil || b.Encoding != "utf-8" {
			t.Errorf("shift %d: %v, %v", shift, b, err)
		}
		if b, _, err := readAll([]byte(text+"\xE5"), "", limits); err != nil || b.Encoding != "windows-1252" {
			t.Errorf("shift %d, cut letter: %v", shift, err)
		}
	}
}

func TestCSVRefused(t *testing.T) {
	limits := DefaultLimits()
	limits.Rows, limits.Columns, limits.Cell = 3, 4, 10
	for name, c := range map[string]struct {
		text        string
		code        Code
		row, column int
	}{
		"nul":      {"a;b\n1;x\x00y\n", NULByte, 2, 2},
		"quote":    {"a;b\n1;2\n3;\"x\n4;5\n", UnclosedQuote, 3, 2},
		"rows":     {"1\n2\n\n3\n4\n", TooManyRows, 5, 0},
		"columns":  {"a;b;c;d\n1;2;3;4;5\n", TooManyColumns, 2, 5},
		"cell":     {"a;b\n1;" + strings.Repeat("x", 11) + "\n", CellTooLong, 2, 2},
		"encoding": {"\uFEFFa;\xE5\n", BadEncoding, 0, 0},
	} {
		_, _, err := readAll([]byte(c.text), "x.csv", limits)
		if r := refusal(err); r.Code != c.code || r.Row != c.row || r.Column != c.column {
			t.Errorf("%s: %v; want %s row %d column %d", name, err, c.code, c.row, c.column)
		}
	}
	if _, got, err := readAll([]byte("a;b\n1;2;;;;;;;;\n"), "", limits); err != nil || len(got) != 2 {
		t.Errorf("empty cells beyond the cap: %q, %v", got, err)
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{"a;b\n1;2\n", "\uFEFFa,\"b\n\"\"c\"\r\n", "\xFF\xFEa\x00;\x00", "sep=|\na|b", "\"", "\x00", "\xE5;\xE4\n", "\r\r\n;"} {
		f.Add([]byte(s))
	}
	limits := DefaultLimits()
	limits.Rows, limits.Columns = 100, 20
	f.Fuzz(func(t *testing.T, data []byte) { checkRows(t, data, limits) })
}

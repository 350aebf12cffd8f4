package csv

import (
	"bytes"
	stdcsv "encoding/csv"
	"errors"
	"iter"
	"strings"
	"testing"
	"time"

	"genomlys/internal/document/sheet"
)

// The texts of threat T9, and texts that only look like them.
var texts = []struct {
	text  string
	inert bool // whether it must get an apostrophe
}{
	{`=1+1`, true},
	{`=cmd|' /C calc'!A0`, true},
	{`+46 8 508 29 000`, true},
	{`-5`, true},
	{`@SUM(A1:A9)`, true},
	{"\t=1+1", true},
	{"\r=1+1", true},
	{"\tvanlig text", true},
	{"\x00=1+1", true},
	{`＝1+1`, true},
	{`＠SUM(1)`, true},
	{`   =HYPERLINK("http://x.example";"klicka")`, true},
	{"\u00a0\u3000=1+1", true},
	{"\u200b\ufeff=1+1", true},
	{"\n=1+1", true},
	{`'=1+1`, true},
	{`'''=1+1`, true},
	{"'\t-1", true},
	{`'citat'`, false},
	{`'`, false},
	{``, false},
	{`   `, false},
	{`a=b`, false},
	{`1-2`, false},
	{`–5`, false}, // an en dash is not a minus to a spreadsheet
	{`Åsa; "Öberg"`, false},
	{"två\nrader", false},
	{" = med blank före", true},
	{`"=1+1"`, false},
	{"å =1", false},
}

func TestInertAndBack(t *testing.T) {
	for _, c := range texts {
		cell := Inert(c.text)
		if (cell != c.text) != c.inert {
			t.Errorf("Inert(%q) = %q", c.text, cell)
		}
		if active(cell) {
			t.Errorf("Inert(%q) = %q is still active", c.text, cell)
		}
		if got := Plain(cell); got != c.text {
			t.Errorf("Plain(Inert(%q)) = %q", c.text, got)
		}
	}
}

func FuzzInertAndBack(f *testing.F) {
	for _, c := range texts {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, s string) {
		cell := Inert(s)
		if active(cell) {
			t.Errorf("Inert(%q) = %q is still active", s, cell)
		}
		if got := Plain(cell); got != s {
			t.Errorf("Plain(Inert(%q)) = %q", s, got)
		}
	})
}

func TestFileRoundTrip(t *testing.T) {
	var rows [][]any
	for _, c := range texts {
		rows = append(rows, []any{c.text, -5, "-12.5", "2023-11-15", time.Date(2023, 11, 15, 13, 45, 0, 0, time.UTC)})
	}
	s := sheet.Sheet{Name: "Objekt", Rows: each(rows), Columns: []sheet.Column{
		{Title: "=Namn"}, {Title: "Antal", Kind: sheet.Int}, {Title: "Andel", Kind: sheet.Decimal},
		{Title: "Klassad", Kind: sheet.Date}, {Title: "Ändrad", Kind: sheet.Time},
	}}
	var b bytes.Buffer
	if err := Write(&b, s); err != nil {
		t.Fatal(err)
	}
	body, ok := strings.CutPrefix(b.String(), "\uFEFF")
	if !ok {
		t.Error("no byte order mark")
	}
	if !strings.HasPrefix(body, "'=Namn;Antal;Andel;Klassad;Ändrad\r\n") {
		t.Errorf("first line: %.60q", body)
	}
	r := stdcsv.NewReader(strings.NewReader(body))
	r.Comma = ';'
	got, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(got) != len(texts)+1 {
		t.Fatalf("%d lines, want %d", len(got), len(texts)+1)
	}
	for i, c := range texts {
		line := got[i+1]
		if Plain(line[0]) != c.text {
			t.Errorf("%q came back as %q", c.text, Plain(line[0]))
		}
		if rest := strings.Join(line[1:], "|"); rest != "-5|-12,5|2023-11-15|2023-11-15 13:45:00" {
			t.Errorf("%q: the other cells are %s", c.text, rest)
		}
	}
}

func TestTextInANumberColumnIsInert(t *testing.T) {
	s := sheet.Sheet{Columns: []sheet.Column{{Title: "Antal", Kind: sheet.Int}}, Rows: each([][]any{{"=1+1"}, {"-"}, {nil}, {-7}})}
	var b bytes.Buffer
	if err := Write(&b, s); err != nil {
		t.Fatal(err)
	}
	if got, want := b.String(), "\uFEFFAntal\r\n'=1+1\r\n'-\r\n\"\"\r\n-7\r\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestErrorsOfTheRowsComeBack(t *testing.T) {
	broken := errors.New("läsfel")
	s := sheet.Sheet{Name: "Objekt", Columns: []sheet.Column{{Title: "Namn"}}, Rows: func(yield func([]any, error) bool) {
		_ = yield([]any{"a"}, nil) && yield(nil, broken)
	}}
	if err := Write(&bytes.Buffer{}, s); !errors.Is(err, broken) || !strings.Contains(err.Error(), "row 2") {
		t.Errorf("got %v", err)
	}
	if err := Write(&bytes.Buffer{}, sheet.Sheet{}); err == nil {
		t.Error("a sheet without columns was written")
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

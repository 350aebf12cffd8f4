package ooxml

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"testing"
	"time"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Äldreförvaltningen", "Äldreförvaltningen"},
		{"a\x00b\x01c\x1fd\x7fe", "abcde"},
		{"rad 1\r\nrad 2\rrad 3", "rad 1\nrad 2\nrad 3"},
		{"tab\tkvar", "tab\tkvar"},
		{"\uFFFE\uFFFFx", "x"},
		{"\xffå\xc3", "\uFFFDå\uFFFD"},
		{"😀", "😀"},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("Clean(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestTextAndAttrSurviveParsing(t *testing.T) {
	for _, s := range []string{`]]>`, `<script>alert("x")</script>`, `a & b`, `"citat" 'enkel'`, "två\nrader\toch tab", "\x00\x0b😀"} {
		var v struct {
			A string `xml:"a,attr"`
			T string `xml:",chardata"`
		}
		if err := xml.Unmarshal([]byte(`<v a="`+Attr(s)+`">`+Text(s)+`</v>`), &v); err != nil {
			t.Fatalf("%q: %v", s, err)
		}
		if v.A != Clean(s) || v.T != Clean(s) {
			t.Errorf("%q came back as %q and %q", s, v.A, v.T)
		}
	}
}

func TestLocale(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"sv", "sv-SE"}, {"EN", "en-GB"}, {"fi", "fi"}, {"de-AT", "de-AT"},
		{"", ""}, {"x", ""}, {`sv" onload="`, ""}, {"sv_SE", ""},
	} {
		if got := Locale(c.in); got != c.want {
			t.Errorf("Locale(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestPackageIsDatedAndStable(t *testing.T) {
	at := time.Date(2023, 11, 24, 12, 30, 1, 999, time.FixedZone("CET", 3600))
	write := func() []byte {
		var b bytes.Buffer
		p := New(&b, at)
		if err := p.Put("a.xml", "<a/>"); err != nil {
			t.Fatal(err)
		}
		if err := p.Put("b.xml", Core(Properties{Title: "Å & Ö", Created: at})); err != nil {
			t.Fatal(err)
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	one := write()
	if !bytes.Equal(one, write()) {
		t.Fatal("two runs differ")
	}
	z, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
	if err != nil {
		t.Fatal(err)
	}
	if got := z.File[0].Modified.UTC().Format(time.RFC3339); got != "2023-11-24T11:30:01Z" {
		t.Errorf("part is dated %s", got)
	}
	f, err := z.Open("b.xml")
	if err != nil {
		t.Fatal(err)
	}
	core, _ := io.ReadAll(f)
	var v struct {
		Title   string `xml:"title"`
		Created string `xml:"created"`
	}
	if err := xml.Unmarshal(core, &v); err != nil || v.Title != "Å & Ö" || v.Created != "2023-11-24T11:30:01Z" {
		t.Errorf("core properties: %+v, %v", v, err)
	}
}

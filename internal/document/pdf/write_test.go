package pdf

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"genomlys/internal/document"
)

func write(t *testing.T, doc document.Doc, opt Options) ([]byte, Layout) {
	t.Helper()
	var b bytes.Buffer
	lay, err := Write(&b, doc, opt)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), lay
}

// conforms writes and checks a document; it gives the read file.
func conforms(t *testing.T, doc document.Doc, opt Options) (*pfile, Layout) {
	t.Helper()
	b, lay := write(t, doc, opt)
	f, err := readPDF(b)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range check(f, opt.Archive) {
		t.Error(p)
	}
	return f, lay
}

func TestConforms(t *testing.T) {
	minimal := document.Doc{Lang: "en", Title: "Policy", Created: created}
	escapes := report(3)
	escapes.Title, escapes.Organisation = `R & D <"plan"> (utkast\)`, "Å & Ö"
	escapes.Name, escapes.Unit = strings.Repeat("Långt namn på dokumentet ", 6), strings.Repeat("enhet ", 60)
	escapes.FooterLeft = strings.Repeat("Siffror per dagens datum. ", 12)
	jumps := document.Doc{Lang: "sv", Title: "T", Created: created, Blocks: []document.Block{
		document.Heading{Level: 4, Text: "Fyra"}, document.Heading{Level: 1, Text: "Ett"}, document.Heading{Level: 3, Text: "Tre"}, document.Heading{Level: 5, Text: "Fem"}}}
	odd := document.Doc{Lang: "sv", Title: "Tecken", Created: created, Blocks: []document.Block{
		document.P("→ ✓ \u2212 日本 \U0001f600 \x07 a\u030a \ufeff\u200bslut \xff"),
		document.P(strings.Repeat("ord", 400)), document.P(""), document.P("a\n\nb  c\u00ad"),
		document.Table{Columns: []document.Column{{Title: ""}, {Title: "B"}}},
		document.Table{Label: "Tom.", Columns: []document.Column{{Title: "A"}}, Rows: document.Rows([][]document.Cell{{nil}, {document.C("")}})},
		document.List{}, document.Signatures{}, document.PageBreak{}, document.PageBreak{},
		document.Paragraph{Runs: []document.Run{{Text: "skript", Link: "javascript:alert(1)"}, {Text: "fil", Link: "file:///etc/passwd"}}},
	}}
	for name, doc := range map[string]document.Doc{"report": report(240), "minimal": minimal, "escapes": escapes, "jumps": jumps, "odd": odd} {
		for _, opt := range []Options{{}, {Archive: true}} {
			t.Run(name+map[bool]string{true: "/archive"}[opt.Archive], func(t *testing.T) {
				f, _ := conforms(t, doc, opt)
				for _, o := range f.objs {
					if d, ok := o.(pdict); ok && d["Subtype"] == pname("Link") && name == "odd" {
						t.Error("a script or file address became a link")
					}
				}
			})
		}
	}
}

func TestHoldsEverything(t *testing.T) {
	doc := report(60)
	f, lay := conforms(t, doc, Options{})
	c := &checker{pfile: f, fonts: map[pname]*pfont{}, scans: map[int]*scan{}, root: f.dict(f.trailer["Root"])}
	c.readPages()
	if len(c.pages) != lay.Pages {
		t.Errorf("the layout tells %d pages, the file has %d", lay.Pages, len(c.pages))
	}
	tagged := func(page int) string {
		s := c.scans[c.pages[page]]
		var b strings.Builder
		for _, k := range slices.Sorted(maps.Keys(s.mcids)) {
			b.WriteString(s.mcids[k])
		}
		return b.String()
	}
	for _, blk := range doc.Blocks {
		if h, ok := blk.(document.Heading); ok && !strings.Contains(tagged(lay.Headings[h.ID]-1), h.Text) {
			t.Errorf("heading %q is not on page %d", h.Text, lay.Headings[h.ID])
		}
	}
	var all strings.Builder
	for i := range c.pages {
		all.WriteString(tagged(i))
		head := c.scans[c.pages[i]].artifact
		for _, want := range []string{"UTKAST", "Stadsledningskontoret", "Dnr KS 2023/0000", "2023-11-24", "Siffror per 2023-10-31."} {
			if !strings.Contains(head, want) {
				t.Errorf("page %d lacks %q in header or footer", i+1, want)
			}
		}
	}
	for _, want := range []string{"biträde för 240 system, varav 117 är", "att krav på loggning", "Informationssäkerhetssamordnare SLK", "Så läses siffrorna. Ett objekt", "nr 60", "Figur 2. Objekt efter år", "verksamhets\u00adsystemens"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("the text lacks %q", want)
		}
	}
	// The annex spans pages: its head is text once, then an artifact.
	if n := strings.Count(all.String(), "Förvaltning"); n < 1 || strings.Count(all.String(), "K/R/T") != 1 {
		t.Error("the table head is tagged more than once")
	}
	last := c.scans[c.pages[len(c.pages)-1]]
	if !strings.Contains(last.artifact, "K/R/T") {
		t.Error("the table head is not repeated on the last page")
	}
}

func TestSameBytes(t *testing.T) {
	a, _ := write(t, report(50), Options{})
	b, _ := write(t, report(50), Options{})
	if !bytes.Equal(a, b) {
		t.Error("two runs gave different bytes")
	}
	later := report(50)
	later.Created = later.Created.AddDate(0, 0, 1)
	if c, _ := write(t, later, Options{}); bytes.Equal(a, c) {
		t.Error("Created does not reach the file")
	}
}

func TestRefuses(t *testing.T) {
	rows := [][]document.Cell{{document.C("a"), document.C("b")}}
	flaky := 0
	cases := map[string]struct {
		change func(*document.Doc)
		want   string
	}{
		"no title": {func(d *document.Doc) { d.Title = " " }, "title"},
		"no time":  {func(d *document.Doc) { d.Created = document.Doc{}.Created }, "Created"},
		"language": {func(d *document.Doc) { d.Lang = "de" }, "sv or en"},
		"same ID":  {func(d *document.Doc) { d.Blocks = append(d.Blocks, document.Heading{Level: 1, Text: "x", ID: "laget"}) }, `"laget"`},
		"no alt":   {func(d *document.Doc) { d.Blocks = append(d.Blocks, document.Figure{Label: "Figur 9."}) }, "Figur 9."},
		"cells": {func(d *document.Doc) {
			d.Blocks = append(d.Blocks, document.Table{Label: "T7", Columns: []document.Column{{}}, Rows: document.Rows(rows)})
		}, `"T7", row 1 has 2 cells`},
		"level":          {func(d *document.Doc) { d.Blocks = append(d.Blocks, document.Heading{Level: 7, Text: "x"}) }, "level 7"},
		"media type":     {func(d *document.Doc) { d.Attachments[0].Mime = "json" }, "json"},
		"relationship":   {func(d *document.Doc) { d.Attachments[0].Relationship = "Friend" }, "Friend"},
		"same file name": {func(d *document.Doc) { d.Attachments[1].Name = d.Attachments[0].Name }, "underlag.json"},
		"rows that grow": {func(d *document.Doc) {
			d.Blocks = append(d.Blocks, document.Table{Columns: []document.Column{{Title: "A"}}, Rows: func(yield func([]document.Cell) bool) {
				flaky += 50
				for range flaky {
					if !yield([]document.Cell{document.C("x")}) {
						return
					}
				}
			}})
		}, "different rows"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			doc := report(1)
			c.change(&doc)
			var b bytes.Buffer
			if _, err := Write(&b, doc, Options{}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want it to name %q", err, c.want)
			}
		})
	}
}

// tool runs an outside program or skips the test.
func tool(t *testing.T, name string, args ...string) (out, errs string) {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s is not installed; install poppler-utils and qpdf to run this test", name)
	}
	var o, e bytes.Buffer
	cmd := exec.Command(path, args...)
	cmd.Stdout, cmd.Stderr = &o, &e
	if err := cmd.Run(); err != nil {
		t.Errorf("%s: %v\n%s%s", name, err, o.String(), e.String())
	}
	return o.String(), e.String()
}

func TestOutsideReaders(t *testing.T) {
	b, _ := write(t, report(60), Options{})
	file := filepath.Join(t.TempDir(), "report.pdf")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("pdftoppm", func(t *testing.T) {
		if _, e := tool(t, "pdftoppm", "-r", "20", "-png", file, filepath.Join(t.TempDir(), "p")); e != "" {
			t.Errorf("poppler complains: %s", e)
		}
	})
	t.Run("qpdf", func(t *testing.T) {
		out, e := tool(t, "qpdf", "--check", file)
		if e != "" || !strings.Contains(out, "No syntax or stream encoding errors") {
			t.Errorf("qpdf: %s%s", out, e)
		}
	})
	t.Run("pdfinfo", func(t *testing.T) {
		out, e := tool(t, "pdfinfo", "-struct", file)
		for _, want := range []string{"TOC", "THead", "Figure", "Link", "Caption", "TH", "Span"} {
			if !strings.Contains(out, want) {
				t.Errorf("poppler does not find %q in the structure", want)
			}
		}
		if e != "" {
			t.Error(e)
		}
	})
	t.Run("pdffonts", func(t *testing.T) {
		out, _ := tool(t, "pdffonts", file)
		for _, l := range strings.Split(strings.TrimSpace(out), "\n")[2:] {
			if !strings.Contains(l, "yes yes yes") { // embedded, subset, Unicode
				t.Error(l)
			}
		}
	})
}

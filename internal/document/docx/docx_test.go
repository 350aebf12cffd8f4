package docx

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"

	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
	"genomlys/internal/document/sample"
)

func TestPackage(t *testing.T) {
	parts, one := read(t, sample.Doc(30), nil)
	_, two := read(t, sample.Doc(30), nil)
	if !bytes.Equal(one, two) {
		t.Error("two runs differ")
	}
	types := parse(t, parts["[Content_Types].xml"])
	known := map[string]bool{}
	for _, o := range types.all("Override") {
		known[o.attr("PartName")] = true
		if parts[strings.TrimPrefix(o.attr("PartName"), "/")] == "" {
			t.Errorf("%s has a content type but is not there", o.attr("PartName"))
		}
	}
	for name, content := range parts {
		if strings.HasSuffix(name, ".png") {
			continue
		}
		parse(t, content)
		if strings.HasSuffix(name, ".xml") && name != "[Content_Types].xml" && !known["/"+name] {
			t.Errorf("%s has no content type", name)
		}
	}
	targets := map[string]string{}
	for _, r := range parse(t, parts["word/_rels/document.xml.rels"]).all("Relationship") {
		targets[r.attr("Id")] = r.attr("Target")
		if r.attr("TargetMode") != "External" && parts["word/"+r.attr("Target")] == "" {
			t.Errorf("relation to %s, which is not there", r.attr("Target"))
		}
	}
	body := parse(t, parts["word/document.xml"])
	for _, e := range append(append(body.all("hyperlink"), body.all("blip")...), append(body.all("svgBlip"), append(body.all("headerReference"), body.all("footerReference")...)...)...) {
		for _, a := range e.Attrs {
			if strings.HasSuffix(a.Name.Space, "/relationships") && targets[a.Value] == "" {
				t.Errorf("%s points at %s, which is not there", e.XMLName.Local, a.Value)
			}
		}
	}
	if strings.Contains(parts["word/settings.xml"], "updateFields") {
		t.Error("Word would ask a question at opening")
	}
	core := parts["docProps/core.xml"]
	for _, want := range []string{"<dc:title>Ledningens genomgång inför 2024</dc:title>", "<dc:language>sv-SE</dc:language>", "<dc:creator>Stadsledningskontoret</dc:creator>", "<cp:contentStatus>UTKAST</cp:contentStatus>", ">2023-11-24T09:30:00Z<"} {
		if !strings.Contains(core, want) {
			t.Errorf("core properties lack %s", want)
		}
	}
}

func TestEveryStyleUsedIsDeclaredAndNamed(t *testing.T) {
	parts, _ := read(t, sample.Doc(3), nil)
	declared, names := map[string]bool{}, map[string]string{}
	for _, s := range parse(t, parts["word/styles.xml"]).all("style") {
		id := s.attr("styleId")
		if declared[id] {
			t.Errorf("style %s is declared twice", id)
		}
		declared[id] = true
		names[id] = s.all("name")[0].attr("val")
		if a := s.all("aliases"); len(a) > 0 {
			names[id] += "," + a[0].attr("val")
		}
		if b := s.all("basedOn"); len(b) > 0 && !declared[b[0].attr("val")] {
			t.Errorf("style %s is based on %s, which does not stand before it", id, b[0].attr("val"))
		}
	}
	for id, want := range map[string]string{
		"Heading1": "heading 1,Rubrik 1", "Heading2": "heading 2,Rubrik 2", "BodyText": "Body Text,Brödtext", "Tabell": "Tabell",
		"Title": "Title,Rubrik", "Caption": "caption,Beskrivning", "ListBullet": "List Bullet,Punktlista", "TOC1": "toc 1,Innehåll 1",
	} {
		if names[id] != want {
			t.Errorf("style %s is called %q, want %q", id, names[id], want)
		}
	}
	for _, name := range []string{"word/document.xml", "word/header1.xml", "word/footer1.xml"} {
		part := parse(t, parts[name])
		for _, kind := range []string{"pStyle", "rStyle", "tblStyle"} {
			for _, s := range part.all(kind) {
				if !declared[s.attr("val")] {
					t.Errorf("%s uses the style %s, which is not declared", name, s.attr("val"))
				}
			}
		}
		for _, p := range part.all("p") {
			if p.style() == "" {
				t.Errorf("%s: a paragraph without style: %q", name, p.text())
			}
		}
	}
	if got := parse(t, parts["word/styles.xml"]).all("docDefaults")[0].all("lang")[0].attr("val"); got != "sv-SE" {
		t.Errorf("language %s", got)
	}
}

// The schema (ECMA-376 part 1, annex A) fixes the order of properties, and Word
// calls a file broken that has another.
var schemaOrder = map[string]string{
	"pPr":      "pStyle keepNext keepLines pageBreakBefore numPr pBdr shd tabs spacing ind jc outlineLvl",
	"rPr":      "rStyle rFonts b i color spacing sz szCs u lang",
	"tblPr":    "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
	"tcPr":     "tcW tcBorders tcMar vAlign",
	"style":    "name aliases basedOn next uiPriority semiHidden qFormat pPr rPr tblPr tcPr tblStylePr",
	"sectPr":   "headerReference footerReference pgSz pgMar",
	"lvl":      "start numFmt lvlText lvlJc pPr",
	"inline":   "extent docPr cNvGraphicFramePr graphic",
	"settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
}

func TestPropertiesStandInTheSchemasOrder(t *testing.T) {
	doc := sample.Doc(3)
	doc.Blocks = append(doc.Blocks, document.PageBreak{}, document.Table{Columns: []document.Column{{Title: "a"}}}, document.PageBreak{}, document.Signatures{Lines: []document.Signature{{Who: "en"}}})
	parts, _ := read(t, doc, nil)
	for _, name := range []string{"document", "styles", "numbering", "settings", "header1", "footer1"} {
		root := parse(t, parts["word/"+name+".xml"])
		for kind, order := range schemaOrder {
			elements := root.all(kind)
			if root.XMLName.Local == kind {
				elements = append(elements, root)
			}
			for _, e := range elements {
				last := -1
				for _, c := range e.Nodes {
					at := slices.Index(strings.Fields(order), c.XMLName.Local)
					if at < 0 || at < last || at == last && c.XMLName.Local != "tblStylePr" {
						t.Fatalf("%s: <%s> out of order in <%s>", name, c.XMLName.Local, kind)
					}
					last = at
				}
			}
		}
	}
}

func TestOrderOfParagraphs(t *testing.T) {
	parts, _ := read(t, sample.Doc(3), nil)
	var got []string
	for _, p := range parse(t, parts["word/document.xml"]).all("p") {
		switch s := p.style(); {
		case strings.HasPrefix(s, "Heading"), s == "Title", s == "Subtitle", s == "Caption", s == "Ingress", s == "Ruta", s == "Finstil", strings.HasPrefix(s, "Kommentar"), strings.HasPrefix(s, "List"):
			got = append(got, s+" "+strings.SplitN(p.text(), " ", 2)[0])
		}
	}
	want := `Title Ledningens
Subtitle Stadsledningskontorets
Heading1 Sammanfattning
Heading2 Läget
Heading1 Förslag
ListNumber att
ListNumber att
Heading1 2.3
Ingress Av
Caption Figur
Heading3 Fem
Caption Tabell
Finstil Källa:
Ruta En
KommentarAv Informationssäkerhetssamordnare
Kommentar Ett
Heading2 Kontinuitetsplaner
ListBullet 64
ListBullet 28
ListNumber En
Heading1 9
Caption Bilaga`
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
}

func TestHeaderAndFooter(t *testing.T) {
	doc := sample.Doc(1)
	parts, _ := read(t, doc, nil)
	head := parse(t, parts["word/header1.xml"])
	var lines []string
	for _, p := range head.all("p") {
		lines = append(lines, p.text())
	}
	if got := strings.Join(lines, "|"); got != "Stadsledningskontoret|Enheten för informationssäkerhet|Ledningens genomgång 2024|Dnr KS 2023/0000|2023-11-24|1 (1)|UTKAST|" {
		t.Errorf("header %s", got)
	}
	fields := head.all("instrText")
	if len(fields) != 2 || strings.TrimSpace(fields[0].Text) != "PAGE" || strings.TrimSpace(fields[1].Text) != "NUMPAGES" {
		t.Errorf("fields %+v", fields)
	}
	if got := parse(t, parts["word/footer1.xml"]).text(); !strings.HasPrefix(got, "Siffror per 2023-10-31.") || !strings.HasSuffix(got, "\tPostadress, telefon, webbplats") {
		t.Errorf("footer %q", got)
	}

	doc.Draft, doc.Lang, doc.DiaryNo = false, "en", "Dnr KS 2023/1"
	parts, _ = read(t, doc, nil)
	if s := parts["word/header1.xml"]; strings.Contains(s, "UTKAST") || strings.Contains(s, "DRAFT") || strings.Contains(s, "Dnr Dnr") {
		t.Error("a decided document is marked as a draft, or its number is doubled")
	}
	if !strings.Contains(parts["word/styles.xml"], `<w:lang w:val="en-GB"/>`) {
		t.Error("not in English")
	}
}

func TestDirtyTextAndLinks(t *testing.T) {
	parts, _ := read(t, sample.Doc(1), nil)
	body := parse(t, parts["word/document.xml"])
	if !strings.Contains(body.text(), ooxml.Clean(sample.Dirty)+"\nny rad\toch tab") {
		t.Error("dirty text is changed more than it must")
	}
	if !strings.Contains(body.text(), sample.LongWord) {
		t.Error("the long word is broken")
	}
	relations := parse(t, parts["word/_rels/document.xml.rels"])
	var outside []string
	for _, r := range relations.all("Relationship") {
		if r.attr("TargetMode") == "External" {
			outside = append(outside, r.attr("Target"))
		}
	}
	if strings.Join(outside, " ") != "https://www.imy.se/?a=1&b=2" {
		t.Errorf("links to %q", outside)
	}
	languages := map[string]bool{}
	for _, l := range body.all("lang") {
		languages[l.attr("val")] = true
	}
	if len(languages) != 1 || !languages["en-GB"] {
		t.Errorf("languages in the text: %v", languages)
	}
	for _, p := range body.all("p") {
		if strings.HasPrefix(p.text(), "2.3 ") && p.style() == "Heading1" && len(p.all("pageBreakBefore")) != 1 {
			t.Error("no page break before 2.3")
		}
	}
}

func TestBreaksAndHyphensAreElements(t *testing.T) {
	got := textRun(document.Run{Text: "a\r\nb\tinfor\u00ADmation\u2011s", Bold: true, Italic: true, Lang: "en"}, "")
	want := `<w:r><w:rPr><w:b/><w:i/><w:lang w:val="en-GB"/></w:rPr><w:t xml:space="preserve">a</w:t><w:br/><w:t xml:space="preserve">b</w:t><w:tab/><w:t xml:space="preserve">infor</w:t><w:softHyphen/><w:t xml:space="preserve">mation</w:t><w:noBreakHyphen/><w:t xml:space="preserve">s</w:t></w:r>`
	if got != want {
		t.Errorf("got %s", got)
	}
}

func TestLinksOutOfTheFile(t *testing.T) {
	for link, want := range map[string]bool{
		"https://www.imy.se/": true, "mailto:a@b.se": true, "tel:+468": true, "": false, "/siffror/F03": false,
		"javascript:alert(1)": false, "file:///c:/x": false, "\\\\host\\share": false, "//host/x": false, "https:": false,
	} {
		if outside(link) != want {
			t.Errorf("outside(%q) = %v", link, !want)
		}
	}
}

func TestWrongRowsAreErrors(t *testing.T) {
	doc := sample.Doc(0)
	doc.Blocks = []document.Block{document.Table{Caption: "Objekt", Columns: []document.Column{{Title: "a"}, {Title: "b"}}, Rows: document.Rows([][]document.Cell{{document.C("1"), document.C("2")}, {document.C("1")}})}}
	if err := Write(io.Discard, doc, nil); err == nil || !strings.Contains(err.Error(), `"Objekt", row 2`) {
		t.Errorf("got %v", err)
	}
}

func BenchmarkWrite(b *testing.B) {
	doc := sample.Doc(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, doc, nil); err != nil {
			b.Fatal(err)
		}
	}
}

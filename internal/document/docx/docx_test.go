package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"image/png"
	"io"
	"slices"
	"strings"
	"testing"

	"genomlys/internal/chart"
	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
	"genomlys/internal/document/sample"
)

// read writes doc and gives its parts back, each checked to be well formed.
func read(t *testing.T, doc document.Doc, pages Pages) (parts map[string]string, file []byte) {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, doc, pages); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	parts = map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if !f.Modified.Equal(doc.Created) {
			t.Errorf("%s is dated %s", f.Name, f.Modified)
		}
		parts[f.Name] = string(content)
	}
	return parts, b.Bytes()
}

// node is an XML element with its children, enough to ask questions.
type node struct {
	XMLName xml.Name
	Attrs   []xml.Attr `xml:",any,attr"`
	Nodes   []node     `xml:",any"`
	Text    string     `xml:",chardata"`
}

func parse(t *testing.T, part string) node {
	t.Helper()
	var n node
	if err := xml.Unmarshal([]byte(part), &n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (n node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all gives the elements of a name at any depth, in order.
func (n node) all(name string) (out []node) {
	for _, c := range n.Nodes {
		if c.XMLName.Local == name {
			out = append(out, c)
		}
		out = append(out, c.all(name)...)
	}
	return out
}

func (n node) text() string {
	var s strings.Builder
	for _, c := range n.Nodes {
		switch c.XMLName.Local {
		case "t":
			s.WriteString(c.Text)
		case "br":
			s.WriteByte('\n')
		case "tab":
			s.WriteByte('\t')
		default:
			s.WriteString(c.text())
		}
	}
	return s.String()
}

// style is the paragraph style of a paragraph.
func (n node) style() string {
	if s := n.all("pStyle"); len(s) > 0 {
		return s[0].attr("val")
	}
	return ""
}

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

func TestContentsHasLinksAndKnownPages(t *testing.T) {
	parts, _ := read(t, sample.Doc(3), Pages{"sammanfattning": 1, "beslut": 2, "kontinuitet": 12})
	body := parse(t, parts["word/document.xml"])
	bookmarks := map[string]bool{}
	for _, b := range body.all("bookmarkStart") {
		bookmarks[b.attr("name")] = true
	}
	control := body.all("sdt")[0]
	if !strings.Contains(control.all("instrText")[0].Text, `TOC \o "1-2" \h`) {
		t.Errorf("field %q", control.all("instrText")[0].Text)
	}
	var got []string
	for _, p := range control.all("p") {
		if s := p.style(); s == "TOC1" || s == "TOC2" {
			got = append(got, s+" "+p.text())
			if a := p.all("hyperlink")[0].attr("anchor"); !bookmarks[a] {
				t.Errorf("%s points at %s, which is not there", p.text(), a)
			}
		}
	}
	want := []string{"TOC1 Sammanfattning\t1", "TOC2 Läget i korthet\t", "TOC1 Förslag till beslut\t2", "TOC1 2.3 Informationssäkerhetssamordnarens uppföljning\t", "TOC2 Kontinuitetsplaner\t12"}
	if len(got) != 6 || strings.Join(got[:5], "|") != strings.Join(want, "|") {
		t.Errorf("got %q, want %q and the dirty heading", got, want)
	}
	begin, end := 0, 0
	for _, f := range body.all("fldChar") {
		switch f.attr("fldCharType") {
		case "begin":
			begin++
		case "end":
			end++
		}
		if end > begin {
			t.Fatal("a field ends before it begins")
		}
	}
	if begin != end || begin != 7 {
		t.Errorf("%d fields begin and %d end", begin, end)
	}
}

func TestTables(t *testing.T) {
	parts, _ := read(t, sample.Doc(200), nil)
	body := parse(t, parts["word/document.xml"])
	tables := body.all("tbl")
	if len(tables) != 4 {
		t.Fatalf("%d tables, want three and one of signatures", len(tables))
	}
	for i, want := range map[int]struct {
		caption string
		rows    int
		heads   string
		width   string
	}{
		0: {"", 5, "1", "7937"},
		2: {"Tabell 4. Bedömning av arbetssätten", 4, "1", "7937"},
		3: {"Bilaga 1. Samtliga objekt " + ooxml.Clean(sample.Dirty), 201, "0", "9638"},
	} {
		table := tables[i]
		rows := table.all("tr")
		if len(rows) != want.rows {
			t.Errorf("table %d has %d rows, want %d", i, len(rows), want.rows)
		}
		caption := ""
		if c := table.all("tblCaption"); len(c) > 0 {
			caption = c[0].attr("val")
		}
		if caption != want.caption {
			t.Errorf("table %d is called %q, want %q", i, caption, want.caption)
		}
		if got := table.all("tblLook")[0].attr("firstColumn"); got != want.heads {
			t.Errorf("table %d: row heads %s", i, got)
		}
		if got := table.all("tblW")[0].attr("w"); got != want.width {
			t.Errorf("table %d is %s wide", i, got)
		}
		for n, r := range rows {
			if (len(r.all("tblHeader")) == 1) != (n == 0) {
				t.Errorf("table %d, row %d: header row is wrong", i, n)
			}
			if len(r.all("cantSplit")) != 1 {
				t.Errorf("table %d, row %d may split", i, n)
			}
		}
	}
	cells := tables[0].all("tr")[1].all("p")
	if cells[0].style() != "Tabellradhuvud" || cells[1].style() != "Tabelltal" {
		t.Errorf("row head %s, number %s", cells[0].style(), cells[1].style())
	}
	if got := tables[2].all("tr")[2].all("tc")[2].text(); got != "Rutinen har använts och fyller sin funktion.\nInga avvikelser." {
		t.Errorf("cell %q", got)
	}
	if last := body.all("body")[0].Nodes; last[len(last)-2].XMLName.Local != "p" {
		t.Error("the file ends in a table, which Word does not open")
	}
}

func TestListsStartAnew(t *testing.T) {
	parts, _ := read(t, sample.Doc(1), nil)
	numbers := parse(t, parts["word/numbering.xml"])
	declared := map[string]bool{}
	for _, n := range numbers.all("num") {
		declared[n.attr("numId")] = len(n.all("startOverride")) == 1
	}
	var used []string
	for _, p := range parse(t, parts["word/document.xml"]).all("p") {
		if p.style() == "ListNumber" {
			used = append(used, p.all("numId")[0].attr("val"))
		}
	}
	if strings.Join(used, " ") != "2 2 3" {
		t.Errorf("lists %v", used)
	}
	for _, id := range used {
		if !declared[id] {
			t.Errorf("list %s does not start anew", id)
		}
	}
}

func TestFigureHasPictureInTwoFormsAndAlt(t *testing.T) {
	doc := sample.Doc(1)
	parts, _ := read(t, doc, nil)
	picture, err := png.Decode(strings.NewReader(parts["word/media/figure1.png"]))
	if err != nil {
		t.Fatal(err)
	}
	d := sample.Bars()
	size := picture.Bounds().Size()
	if size.X < int(d.Width*dotsPerPoint) || size.X > int(d.Width*dotsPerPoint*1.1) {
		t.Errorf("the picture is %d dots wide", size.X)
	}
	dark := 0
	for y := range size.Y {
		for x := range size.X {
			r, _, _, _ := picture.At(x, y).RGBA()
			if r < 0x8000 {
				dark++
				if x == 0 || x == size.X-1 {
					t.Fatalf("something is cut off at the side of the picture (%d, %d)", x, y)
				}
			}
		}
	}
	bars := 0.0
	for _, m := range d.Marks {
		if m.Kind == chart.Box && !m.Hatched {
			bars += m.W * m.H * dotsPerPoint * dotsPerPoint
		}
	}
	// The texts, the axis and the hatching are dark too.
	if share := float64(dark) / bars; share < 1 || share > 1.3 {
		t.Errorf("the dark part of the picture is %.2f of the bars' area", share)
	}
	svg := parse(t, parts["word/media/figure1.svg"])
	if len(svg.all("rect")) < 4 || len(svg.all("text")) < 10 {
		t.Errorf("the vector picture has %d bars and %d texts", len(svg.all("rect")), len(svg.all("text")))
	}
	alt := "Antal objekt efter år för senaste klassning: äldre eller saknas 40, 2020 14, 2021 22, 2022 142, 2023 22 <och> \"inga\" andra"
	properties := parse(t, parts["word/document.xml"]).all("docPr")[0]
	if properties.attr("descr") != alt || properties.attr("name") != "Figur 2" {
		t.Errorf("%q: %q", properties.attr("name"), properties.attr("descr"))
	}

	doc.Blocks = []document.Block{document.Figure{Caption: "Utan ord", Drawing: d}}
	if err := Write(io.Discard, doc, nil); err == nil || !strings.Contains(err.Error(), "Utan ord") {
		t.Errorf("a figure without text alternative: %v", err)
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

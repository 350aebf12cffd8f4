package docx

import (
	"image/png"
	"io"
	"strings"
	"testing"

	"genomlys/internal/chart"
	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
	"genomlys/internal/document/sample"
)

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

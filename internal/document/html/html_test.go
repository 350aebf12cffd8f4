package html

import (
	"bytes"
	"io"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
	"genomlys/internal/document/sample"
)

func write(t *testing.T, doc document.Doc) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, doc); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func parse(t *testing.T, doc document.Doc) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(write(t, doc)))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func all(n *html.Node, tag string) (out []*html.Node) {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.Data == tag {
			out = append(out, d)
		}
	}
	return out
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func words(n *html.Node) string {
	var s strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			s.WriteString(d.Data)
		}
		if d.Type == html.ElementNode && d.Data == "br" {
			s.WriteByte('\n')
		}
	}
	return s.String()
}

func TestSameBytesAndNothingFetched(t *testing.T) {
	one := write(t, sample.Doc(20))
	if one != write(t, sample.Doc(20)) {
		t.Error("two runs differ")
	}
	if len(one) > 300<<10 {
		t.Errorf("the page is %d kB", len(one)>>10)
	}
	root := parse(t, sample.Doc(2))
	for _, tag := range []string{"script", "link", "iframe", "img", "object", "embed", "base", "form"} {
		if n := len(all(root, tag)); n != 0 {
			t.Errorf("%d <%s>", n, tag)
		}
	}
	if policy := attr(all(root, "meta")[1], "content"); !strings.Contains(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
		t.Errorf("policy %s", policy)
	}
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s>", n.Data, a.Key)
			}
		}
	}
	for _, m := range regexp.MustCompile(`url\((.{5})|@import`).FindAllString(one, -1) {
		if m != "url(data:" {
			t.Errorf("the style fetches: %s", m)
		}
	}
}

func TestHeadingsFormATree(t *testing.T) {
	root := parse(t, sample.Doc(2))
	if got := attr(all(root, "html")[0], "lang"); got != "sv-SE" {
		t.Errorf("language %s", got)
	}
	var got []string
	last := 0
	ids := map[string]bool{}
	for n := range all(root, "main")[0].Descendants() {
		if n.Type != html.ElementNode || len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			continue
		}
		level := int(n.Data[1] - '0')
		if level > last+1 {
			t.Errorf("%s %q follows h%d", n.Data, words(n), last)
		}
		last = level
		got = append(got, n.Data)
		if id := attr(n, "id"); level > 1 && (id == "" || ids[id]) {
			t.Errorf("%q has the id %q", words(n), id)
		} else {
			ids[id] = true
		}
	}
	if s := strings.Join(got, " "); s != "h1 h2 h3 h2 h2 h3 h3 h2" {
		t.Errorf("headings %s", s)
	}
	for _, a := range all(root, "a") {
		if id, ok := strings.CutPrefix(attr(a, "href"), "#"); ok && !ids[id] {
			t.Errorf("%q leads to #%s, which is not there", words(a), id)
		}
	}
	nav := all(root, "nav")[0]
	if attr(nav, "aria-label") != "Innehåll" || len(all(nav, "a")) != 7 || len(all(nav, "ol")) != 3 {
		t.Errorf("contents %q: %d links in %d lists", attr(nav, "aria-label"), len(all(nav, "a")), len(all(nav, "ol")))
	}
	for _, tag := range []string{"header", "main", "footer", "h1"} {
		if n := len(all(root, tag)); n != 1 {
			t.Errorf("%d <%s>", n, tag)
		}
	}
	if got := words(all(root, "header")[0]); got != "StadsledningskontoretEnheten för informationssäkerhetLedningens genomgång 2024Dnr KS 2023/00002023-11-24UTKAST" {
		t.Errorf("head %q", got)
	}
}

func TestTablesFiguresAndTraces(t *testing.T) {
	root := parse(t, sample.Doc(150))
	tables := all(root, "table")
	if len(tables) != 3 {
		t.Fatalf("%d tables", len(tables))
	}
	if got := words(all(tables[1], "caption")[0]); got != "Tabell 4. Bedömning av arbetssätten Per 2023-10-31." {
		t.Errorf("caption %q", got)
	}
	columns, rows := 0, 0
	for _, th := range all(tables[1], "th") {
		switch attr(th, "scope") {
		case "col":
			columns++
		case "row":
			rows++
		}
	}
	if columns != 3 || rows != 3 || len(all(tables[1], "td")) != 6 {
		t.Errorf("%d column heads, %d row heads", columns, rows)
	}
	if n := len(all(tables[2], "tr")); n != 151 {
		t.Errorf("%d rows in the appendix", n)
	}
	if box := tables[2].Parent; attr(box, "tabindex") != "0" || !strings.HasPrefix(attr(box, "aria-label"), "Bilaga 1. Samtliga objekt") {
		t.Error("the wide table cannot be scrolled by keyboard")
	}
	svg := all(root, "svg")[0]
	if attr(svg, "role") != "img" || !strings.HasSuffix(attr(svg, "aria-label"), `2023 22 <och> "inga" andra`) {
		t.Errorf("figure: %q", attr(svg, "aria-label"))
	}
	var traces []string
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && attr(n, "class") == "trace" {
			traces = append(traces, n.Data+" "+attr(n, "data-figure")+" "+attr(n, "href")+" "+words(n))
		}
	}
	want := "a F03 /siffror/F03?per=2023-10-31&mot=2022 200|span F04  83 %|span \"><script>  spår"
	if got := strings.Join(traces, "|"); got != want {
		t.Errorf("traces %s, want %s", got, want)
	}
	if got := attr(all(root, "h2")[2], "class"); got != "break" {
		t.Errorf("no page break before 2.3: %q", got)
	}
	if len(all(all(root, "main")[0], "ul")) != 2 { // one list and the signatures
		t.Error("lists are missing")
	}
}

func TestDirtyTextStaysText(t *testing.T) {
	root := parse(t, sample.Doc(1))
	if s := words(all(root, "main")[0]); !strings.Contains(s, ooxml.Clean(sample.Dirty)+"\nny rad\toch tab") || !strings.Contains(s, sample.LongWord) {
		t.Error("text is changed")
	}
	if s := write(t, sample.Doc(1)); strings.ContainsAny(s, "\x00\x01\x0b\x1f") {
		t.Error("control characters are left")
	}
	for _, a := range all(root, "a") {
		href := strings.ToLower(attr(a, "href"))
		if !strings.HasPrefix(href, "#") && !strings.HasPrefix(href, "https://") && !strings.HasPrefix(href, "/") {
			t.Errorf("link to %q", href)
		}
	}
	if n := len(all(root, "span")); n == 0 {
		t.Error("no language is marked")
	}
}

func TestSafe(t *testing.T) {
	for link, want := range map[string]bool{
		"https://www.imy.se/": true, "/siffror/F03": true, "siffror?per=1": true, "mailto:a@b.se": true, "tel:+468": true,
		"": false, "javascript:alert(1)": false, "JavaScript:alert(1)": false, "java\nscript:alert(1)": false, "data:text/html,x": false,
		"//evil.example/": false, "/\\evil.example": false, "https:": false, "vbscript:x": false, "\x01javascript:x": false, "file:///etc/passwd": false,
	} {
		if safe(link) != want {
			t.Errorf("safe(%q) = %v", link, !want)
		}
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	doc := sample.Doc(0)
	doc.Blocks = []document.Block{document.Figure{Caption: "Utan ord", Drawing: sample.Bars()}}
	if err := Write(io.Discard, doc); err == nil || !strings.Contains(err.Error(), "Utan ord") {
		t.Errorf("a figure without text alternative: %v", err)
	}
	doc.Blocks = []document.Block{document.Table{Caption: "Objekt", Columns: []document.Column{{Title: "a"}}, Rows: document.Rows([][]document.Cell{{}})}}
	if err := Write(io.Discard, doc); err == nil || !strings.Contains(err.Error(), `"Objekt", row 1`) {
		t.Errorf("a short row: %v", err)
	}
}

package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"genomlys/internal/document"
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

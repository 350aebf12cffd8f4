package pdf

import (
	"crypto/md5"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"genomlys/internal/document"
)

const producer = "Genomlys"

// about is what the file says of itself, in Info and XMP alike.
type about struct {
	title, author, subject string
	lang                   string
	created                time.Time
	part                   int // of ISO 19005
	seed                   string
}

func describe(doc *document.Doc, opt Options) about {
	strip := func(s string) string { return withoutSoft(clean(s)) }
	a := about{title: strip(doc.Title), author: strip(doc.Organisation), subject: strip(doc.Subtitle),
		lang: vocabulary[doc.Lang].tag, created: doc.Created.UTC().Truncate(time.Second), part: 3}
	if opt.Archive {
		a.part = 2
	}
	a.seed = strings.Join([]string{a.title, a.author, a.subject, doc.Name, doc.DiaryNo, doc.Date, a.pdfDate(), fmt.Sprint(a.part)}, "\x00")
	return a
}

func (a about) pdfDate() string { return a.created.Format("D:20060102150405") + "+00'00'" }

// fileID identifies the file by what it is and when it was made, so that the
// same document gives the same bytes.
func (a about) fileID() string { return fmt.Sprintf("%X", md5.Sum([]byte(a.seed))) }

func (a about) info() string {
	s := "<</Title " + textString(a.title)
	if a.author != "" {
		s += "/Author " + textString(a.author)
	}
	if a.subject != "" {
		s += "/Subject " + textString(a.subject)
	}
	return fmt.Sprintf("%s/Creator(%s)/Producer(%s)/CreationDate(%s)/ModDate(%s)>>", s, producer, producer, a.pdfDate(), a.pdfDate())
}

// xmp is the same as XML, with the claims of conformance. The extension schema
// explains the PDF/UA property, which PDF/A does not know (ISO 19005-2, 6.6.2.3).
func (a about) xmp() []byte {
	esc := func(s string) string {
		var b strings.Builder
		xml.EscapeText(&b, []byte(s)) // a strings.Builder does not fail
		return b.String()
	}
	date := a.created.Format("2006-01-02T15:04:05Z")
	var b strings.Builder
	b.WriteString(`<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<dc:format>application/pdf</dc:format>
`)
	fmt.Fprintf(&b, "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:title>\n", esc(a.title))
	if a.author != "" {
		fmt.Fprintf(&b, "<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>\n", esc(a.author))
	}
	if a.subject != "" {
		fmt.Fprintf(&b, "<dc:description><rdf:Alt><rdf:li xml:lang=\"x-default\">%s</rdf:li></rdf:Alt></dc:description>\n", esc(a.subject))
	}
	fmt.Fprintf(&b, "<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>\n", a.lang)
	fmt.Fprintf(&b, "<xmp:CreateDate>%s</xmp:CreateDate><xmp:ModifyDate>%s</xmp:ModifyDate><xmp:CreatorTool>%s</xmp:CreatorTool><pdf:Producer>%s</pdf:Producer>\n", date, date, producer, producer)
	fmt.Fprintf(&b, "<pdfaid:part>%d</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>\n", a.part)
	b.WriteString(`</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of ISO 14289</pdfaProperty:description></rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`)
	return []byte(b.String())
}

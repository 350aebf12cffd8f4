package ooxml

import (
	"strings"
	"time"
)

// Properties are the core properties that Office shows about a file.
type Properties struct {
	Title, Subject, Creator, Identifier, Language, Status string
	Created                                               time.Time
}

// Core gives the part docProps/core.xml.
func Core(p Properties) string {
	var b strings.Builder
	b.WriteString(Declaration + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	put := func(tag, s string) {
		if s != "" {
			b.WriteString("<" + tag + ">" + Text(s) + "</" + tag + ">")
		}
	}
	put("dc:title", p.Title)
	put("dc:subject", p.Subject)
	put("dc:creator", p.Creator)
	put("dc:identifier", p.Identifier)
	put("dc:language", p.Language)
	put("cp:contentStatus", p.Status)
	if !p.Created.IsZero() {
		at := p.Created.UTC().Format("2006-01-02T15:04:05Z")
		b.WriteString(`<dcterms:created xsi:type="dcterms:W3CDTF">` + at + `</dcterms:created>`)
		b.WriteString(`<dcterms:modified xsi:type="dcterms:W3CDTF">` + at + `</dcterms:modified>`)
	}
	b.WriteString(`</cp:coreProperties>`)
	return b.String()
}

// App gives the part docProps/app.xml.
func App() string {
	return Declaration + `<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Genomlys</Application></Properties>`
}

// Locale gives the full tag that Office and screen readers want for a
// language: "sv" is "sv-SE", "en" is "en-GB". What is not a language tag
// (BCP 47: letters, digits and hyphens) gives the empty string.
func Locale(tag string) string {
	switch strings.ToLower(tag) {
	case "sv":
		return "sv-SE"
	case "en":
		return "en-GB"
	}
	if len(tag) < 2 || len(tag) > 35 {
		return ""
	}
	for i := 0; i < len(tag); i++ {
		c := tag[i] | 0x20
		if (c < 'a' || c > 'z') && (tag[i] < '0' || tag[i] > '9') && tag[i] != '-' {
			return ""
		}
	}
	return tag
}

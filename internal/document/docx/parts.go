package docx

import (
	"fmt"
	"strings"

	"genomlys/internal/document/ooxml"
)

const namespaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"`

const wordMain = "application/vnd.openxmlformats-officedocument.wordprocessingml."

const contentTypes = ooxml.Declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Default Extension="png" ContentType="image/png"/>` +
	`<Default Extension="svg" ContentType="image/svg+xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + wordMain + `document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + wordMain + `styles+xml"/>` +
	`<Override PartName="/word/numbering.xml" ContentType="` + wordMain + `numbering+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="` + wordMain + `settings+xml"/>` +
	`<Override PartName="/word/fontTable.xml" ContentType="` + wordMain + `fontTable+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="` + wordMain + `header+xml"/>` +
	`<Override PartName="/word/footer1.xml" ContentType="` + wordMain + `footer+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>` +
	`</Types>`

const (
	relationsOpen = ooxml.Declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	officeType    = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
)

const packageRelations = relationsOpen +
	`<Relationship Id="rId1" Type="` + officeType + `officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`<Relationship Id="rId3" Type="` + officeType + `extended-properties" Target="docProps/app.xml"/>` +
	`</Relationships>`

// relations lists what document.xml points at; call it when the body is
// written, since links turn up on the way.
func (b *body) relations() string {
	var s strings.Builder
	s.WriteString(relationsOpen)
	for _, name := range []string{"styles", "numbering", "settings", "fontTable"} {
		fmt.Fprintf(&s, `<Relationship Id="%s" Type="%s%s" Target="%s.xml"/>`, name, officeType, name, name)
	}
	for _, name := range []string{"header", "footer"} {
		fmt.Fprintf(&s, `<Relationship Id="%s" Type="%s%s" Target="%s1.xml"/>`, name, officeType, name, name)
	}
	for i := range b.figures {
		fmt.Fprintf(&s, `<Relationship Id="png%d" Type="%simage" Target="media/figure%d.png"/>`, i+1, officeType, i+1)
		fmt.Fprintf(&s, `<Relationship Id="svg%d" Type="%simage" Target="media/figure%d.svg"/>`, i+1, officeType, i+1)
	}
	for i, address := range b.links {
		fmt.Fprintf(&s, `<Relationship Id="link%d" Type="%shyperlink" Target="%s" TargetMode="External"/>`, i+1, officeType, ooxml.Attr(address))
	}
	s.WriteString(`</Relationships>`)
	return s.String()
}

// settings says nothing of updateFields: it makes Word ask a question when the
// file is opened. Compatibility mode 15 is that of today's Word.
func settings(locale string) string {
	return ooxml.Declaration + `<w:settings ` + namespaces + `><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:characterSpacingControl w:val="doNotCompress"/>` +
		`<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>` +
		langElement("w:themeFontLang", locale) + `<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>`
}

// fontTable names what Word takes where the report's fonts are not installed.
const fontTable = ooxml.Declaration + `<w:fonts ` + namespaces + `>` +
	`<w:font w:name="Source Serif 4"><w:altName w:val="Georgia"/><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>` +
	`<w:font w:name="Source Sans 3"><w:altName w:val="Segoe UI"/><w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>` +
	`</w:fonts>`

// bulletList and the numbers after it are w:num ids: every ordered list has
// one of its own, otherwise the second list would go on counting.
const bulletList = 1

func numbering(orderedLists int) string {
	var s strings.Builder
	level := func(id int, format, text string) {
		fmt.Fprintf(&s, `<w:abstractNum w:abstractNumId="%d"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="%s"/><w:lvlText w:val="%s"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="%d" w:hanging="%d"/></w:pPr></w:lvl></w:abstractNum>`,
			id, format, text, indent+hanging, hanging)
	}
	s.WriteString(ooxml.Declaration + `<w:numbering ` + namespaces + `>`)
	level(0, "bullet", "•")
	level(1, "decimal", "%1.")
	fmt.Fprintf(&s, `<w:num w:numId="%d"><w:abstractNumId w:val="0"/></w:num>`, bulletList)
	for i := range orderedLists {
		fmt.Fprintf(&s, `<w:num w:numId="%d"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>`, bulletList+1+i)
	}
	s.WriteString(`</w:numbering>`)
	return s.String()
}

// langElement is a language element, or nothing when the language is unknown.
func langElement(tag, locale string) string {
	if locale == "" {
		return ""
	}
	return `<` + tag + ` w:val="` + locale + `"/>`
}

package docx

import (
	"fmt"
	"net/url"
	"strings"

	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
)

func (b *body) runs(runs []document.Run) {
	for _, r := range runs {
		b.run(r)
	}
}

// run writes a run. A link to nowhere, or with a scheme that could do
// something else than open a page or a letter, becomes plain text.
func (b *body) run(r document.Run) {
	link, look := r.Link, ""
	if r.Trace != nil {
		look = `<w:rStyle w:val="Underlag"/>`
		if link == "" {
			link = r.Trace.Href
		}
	}
	open := ""
	if id, ok := strings.CutPrefix(link, "#"); ok {
		if name := b.bookmarks[id]; name != "" {
			open = `<w:hyperlink w:anchor="` + name + `" w:history="1">`
		}
	} else if outside(link) {
		open = fmt.Sprintf(`<w:hyperlink r:id="link%d" w:history="1">`, b.linkID(link))
	}
	if open == "" {
		b.raw(textRun(r, look))
		return
	}
	b.raw(open + textRun(r, `<w:rStyle w:val="Hyperlink"/>`) + `</w:hyperlink>`)
}

// outside tells whether a link goes to an address that means the same wherever
// the file is opened; paths into the server do not.
func outside(link string) bool {
	u, err := url.Parse(link)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Host != ""
	case "mailto", "tel":
		return u.Opaque != ""
	}
	return false
}

func (b *body) linkID(address string) int {
	id, ok := b.linkIDs[address]
	if !ok {
		b.links = append(b.links, address)
		id = len(b.links)
		b.linkIDs[address] = id
	}
	return id
}

// textRun is a run with its properties in the schema's order. Line breaks,
// tabs and the two special hyphens are elements in Word, not characters.
func textRun(r document.Run, look string) string {
	var s strings.Builder
	s.WriteString(`<w:r>`)
	properties := look
	if r.Bold {
		properties += `<w:b/>`
	}
	if r.Italic {
		properties += `<w:i/>`
	}
	properties += langElement("w:lang", ooxml.Locale(r.Lang))
	if properties != "" {
		s.WriteString(`<w:rPr>` + properties + `</w:rPr>`)
	}
	text := ooxml.Clean(r.Text)
	for text != "" {
		i := strings.IndexAny(text, "\n\t\u00AD\u2011")
		plain := text
		if i >= 0 {
			plain = text[:i]
		}
		if plain != "" {
			s.WriteString(`<w:t xml:space="preserve">` + ooxml.Text(plain) + `</w:t>`)
		}
		if i < 0 {
			break
		}
		switch {
		case text[i] == '\n':
			s.WriteString(`<w:br/>`)
			text = text[i+1:]
		case text[i] == '\t':
			s.WriteString(`<w:tab/>`)
			text = text[i+1:]
		case strings.HasPrefix(text[i:], "\u00AD"):
			s.WriteString(`<w:softHyphen/>`)
			text = text[i+len("\u00AD"):]
		default:
			s.WriteString(`<w:noBreakHyphen/>`)
			text = text[i+len("\u2011"):]
		}
	}
	s.WriteString(`</w:r>`)
	return s.String()
}

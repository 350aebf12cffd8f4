package html

import (
	"net/url"
	"strings"

	"genomlys/internal/document"
	"genomlys/internal/document/ooxml"
)

func (p *page) runs(runs []document.Run) {
	for _, r := range runs {
		p.run(r)
	}
}

func (p *page) run(r document.Run) {
	open, end := p.link(r)
	if l := ooxml.Locale(r.Lang); l != "" {
		open, end = open+`<span lang="`+l+`">`, `</span>`+end
	}
	if r.Bold {
		open, end = open+`<b>`, `</b>`+end
	}
	if r.Italic {
		open, end = open+`<i>`, `</i>`+end
	}
	p.raw(open + strings.ReplaceAll(text(r.Text), "\n", "<br>") + end)
}

// link gives what stands around a run that leads somewhere. A trace keeps its
// figure also where there is no server to show the records.
func (p *page) link(r document.Run) (open, end string) {
	if r.Trace != nil {
		figure := ` class="trace" data-figure="` + text(r.Trace.Figure) + `"`
		if safe(r.Trace.Href) {
			return `<a` + figure + ` href="` + text(r.Trace.Href) + `">`, `</a>`
		}
		return `<span` + figure + `>`, `</span>`
	}
	if id, ok := strings.CutPrefix(r.Link, "#"); ok {
		if a := p.anchors[id]; a != "" {
			return `<a href="#` + a + `">`, `</a>`
		}
		return "", ""
	}
	if safe(r.Link) {
		return `<a href="` + text(r.Link) + `">`, `</a>`
	}
	return "", ""
}

// safe lets through paths on the same server, web, mail and telephone
// addresses. All else ("javascript:", "data:", a path that is another host)
// could do something the reader did not ask for.
func safe(link string) bool {
	if link == "" || ooxml.Clean(link) != link || strings.ContainsAny(link, "\\\n\t") {
		return false
	}
	u, err := url.Parse(link)
	if err != nil {
		return false
	}
	switch u.Scheme {
	case "http", "https":
		return u.Host != ""
	case "mailto", "tel":
		return u.Opaque != ""
	case "":
		return u.Host == "" && !strings.HasPrefix(link, "//")
	}
	return false
}

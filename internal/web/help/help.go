// Package help is the product's own manual: a short text for each role, in both
// languages, found by searching, with pictures of the example office.
package help

import (
	"bytes"
	"embed"
	"fmt"
	"html"
	"io/fs"
	"net/http"
	"regexp"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/web"
	"genomlys/internal/web/page"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/parser"
)

//go:embed text/*.md picture
var files embed.FS

// order is the manuals as the list shows them, by the name of their address.
var order = []string{"isam", "agare", "dataskyddsombud", "chef", "centralt", "revisor", "system"}

// functions lead each reader to their own manual.
var functions = map[string]string{
	"isam": "isam", "object_owner": "agare", "object_manager": "agare", "object_manager_it": "agare", "information_owner": "agare", "respondent": "agare",
	"dpo": "dataskyddsombud", "privacy_contact": "dataskyddsombud", "head": "chef", "city_manager": "chef", "board": "chef",
	"central_isec": "centralt", "auditor": "revisor", "elected_auditor": "revisor", "system_admin": "system",
}

// section is a part of a manual under one heading.
type section struct {
	title, anchor string
	text          string // without marks, in lower case: what a search looks in
}

// manual is one role's text in one language.
type manual struct {
	name, title, lead string
	html              string
	sections          []section
}

// Help answers with the manual's pages.
type Help struct {
	*web.Web
	texts map[lang.Lang][]manual
}

// New reads the manual; a text that is missing is a mistake in the program.
func New(w *web.Web) *Help {
	h := &Help{Web: w, texts: map[lang.Lang][]manual{}}
	for _, l := range []lang.Lang{lang.SV, lang.EN} {
		for _, name := range order {
			m, err := read(name, l)
			if err != nil {
				panic(err)
			}
			h.texts[l] = append(h.texts[l], m)
		}
	}
	return h
}

// Routes is the manual's part of the table.
func (h *Help) Routes() []door.Route {
	return []door.Route{
		{Method: "GET", Pattern: "/hjalp", Need: door.Anyone, Action: "help", Handle: h.index},
		{Method: "GET", Pattern: "/hjalp/{name}", Need: door.Anyone, Action: "help", Handle: h.one},
		{Method: "GET", Pattern: "/hjalp/bild/{name}", Need: door.Anyone, Action: "help", Handle: h.picture},
	}
}

var (
	heading = regexp.MustCompile(`(?s)<h2 id="([^"]*)">(.*?)</h2>`)
	tags    = regexp.MustCompile(`<[^>]*>`)
	first   = regexp.MustCompile(`(?s)<p>(.*?)</p>`)
)

func bare(s string) string {
	return strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(s, " ")))
}

// read draws a text once, when the program starts. The texts are the house's
// own and goldmark leaves raw HTML out, so what is drawn holds no script.
func read(name string, l lang.Lang) (manual, error) {
	src, err := files.ReadFile("text/" + name + "." + string(l) + ".md")
	if err != nil {
		return manual{}, fmt.Errorf("read the manual: %w", err)
	}
	title, rest, ok := strings.Cut(strings.TrimPrefix(string(src), "# "), "\n")
	if !ok {
		return manual{}, fmt.Errorf("the manual %s has no title", name)
	}
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithParserOptions(parser.WithAutoHeadingID())).Convert([]byte(rest), &b); err != nil {
		return manual{}, fmt.Errorf("draw the manual %s: %w", name, err)
	}
	m := manual{name: name, title: title, html: b.String()}
	if p := first.FindStringSubmatch(m.html); p != nil {
		m.lead = strings.TrimSpace(html.UnescapeString(tags.ReplaceAllString(p[1], ""))) // one sentence: what parts words are its own spaces
	}
	at := heading.FindAllStringSubmatchIndex(m.html, -1)
	start := len(m.html)
	if len(at) > 0 {
		start = at[0][0]
	}
	m.sections = append(m.sections, section{title: title, text: strings.ToLower(title + " " + bare(m.html[:start]))})
	for i, x := range at {
		end := len(m.html)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		t := bare(m.html[x[4]:x[5]])
		m.sections = append(m.sections, section{t, m.html[x[2]:x[3]], strings.ToLower(title + " " + bare(m.html[x[0]:end]))})
	}
	return m, nil
}

// index lists the manuals, the reader's own first, and what a search finds.
func (h *Help) index(rw http.ResponseWriter, r *door.Request) error {
	f, err := h.Frame(r, lang.Help.In(r.Lang))
	if err != nil {
		return err
	}
	v := view{Query: strings.TrimSpace(r.URL.Query().Get("q"))}
	if rs := []rune(v.Query); len(rs) > 200 {
		v.Query = string(rs[:200])
	}
	own := ""
	for _, held := range r.Caller.Held {
		if own == "" {
			own = functions[held.Function]
		}
	}
	words := strings.Fields(strings.ToLower(v.Query))
	for _, m := range h.texts[r.Lang] {
		l := page.Link{Text: m.title, Href: "/hjalp/" + m.name, Note: m.lead}
		if m.name == own {
			v.Own = l
		} else {
			v.Manuals = append(v.Manuals, l)
		}
		for _, s := range m.sections {
			if len(words) > 0 && holds(s.text, words) {
				to := page.Link{Text: s.title, Href: l.Href, Note: m.title}
				if s.anchor != "" {
					to.Href += "#" + s.anchor
				}
				v.Hits = append(v.Hits, to)
			}
		}
	}
	if v.Query != "" {
		f.Status = lang.FoundHits.Of(r.Lang, len(v.Hits))
	}
	return h.Show(rw, r.Context(), http.StatusOK, indexPage(f, v))
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func (h *Help) one(rw http.ResponseWriter, r *door.Request) error {
	for _, m := range h.texts[r.Lang] {
		if m.name == r.PathValue("name") {
			f, err := h.Frame(r, m.title)
			if err != nil {
				return err
			}
			var contents []page.Link
			for _, s := range m.sections[1:] {
				contents = append(contents, page.Link{Text: s.title, Href: "#" + s.anchor})
			}
			return h.Show(rw, r.Context(), http.StatusOK, manualPage(f, m, contents))
		}
	}
	return fault.New(fault.Unknown, "no-such-page")
}

// picture answers with a picture of the manual: of the example office, so that
// anybody may see it and the browser may keep it for the day.
func (h *Help) picture(rw http.ResponseWriter, r *door.Request) error {
	name := r.PathValue("name")
	if !fs.ValidPath(name) || strings.ContainsAny(name, "/.") {
		return fault.New(fault.Unknown, "no-such-page")
	}
	b, err := files.ReadFile("picture/" + name + ".webp")
	if err != nil {
		return fault.New(fault.Unknown, "no-such-page")
	}
	rw.Header().Set("Content-Type", "image/webp")
	rw.Header().Set("Cache-Control", "private, max-age=86400")
	_, _ = rw.Write(b) // a client that has gone needs no answer
	return nil
}

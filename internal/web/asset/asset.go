// Package asset holds styles, scripts, fonts and marks, embedded, under names
// that carry their hash, so that a browser keeps them for a year.
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
)

//go:embed css/*.css js/*.js fonts/*.woff2 mark.svg
var files embed.FS

// Set is the assets by the name they are served under.
type Set struct {
	CSS    string   // address of the one style sheet
	JS     string   // address of the one script that a page names; it fetches the islands
	Mark   string   // address of the mark
	Fonts  []string // addresses of the fonts every page needs, to be preloaded
	served map[string]file
}

type file struct {
	kind  string
	plain []byte
	gzip  []byte // nil where it would not be smaller
}

// Prefix is where the assets are served.
const Prefix = "/asset/"

var kinds = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2", ".svg": "image/svg+xml"}

// Load names, joins and compresses the assets. The style sheets are joined in
// their order, so that a page needs one request for its style.
func Load() (*Set, error) {
	s := &Set{served: map[string]file{}}
	fonts, err := fs.Glob(files, "fonts/*.woff2")
	if err != nil {
		return nil, fmt.Errorf("list fonts: %w", err)
	}
	var names []string // pairs for the replacer: as written, as served
	for _, f := range fonts {
		at, err := s.add(f, nil)
		if err != nil {
			return nil, err
		}
		names = append(names, "../"+f, at)
		if strings.HasSuffix(f, "-latin-wght-normal.woff2") {
			s.Fonts = append(s.Fonts, at)
		}
	}
	var css bytes.Buffer
	for _, f := range []string{"css/tokens.css", "css/app.css", "css/product.css", "css/desk.css", "css/chart.css", "css/taking.css"} {
		b, err := files.ReadFile(f)
		if err != nil {
			return nil, fmt.Errorf("read a style sheet: %w", err)
		}
		css.WriteString(strings.ReplaceAll(string(b), `@import url("tokens.css");`, ""))
	}
	css.WriteString(meters())
	if s.CSS, err = s.add("css/genomlys.css", []byte(strings.NewReplacer(names...).Replace(brief(css.String())))); err != nil {
		return nil, err
	}
	if s.JS, err = s.scripts(); err != nil {
		return nil, err
	}
	s.Mark, err = s.add("mark.svg", nil)
	return s, err
}

// scripts adds each island under its hashed name and puts their addresses
// before the ground, which fetches an island where a page has it.
func (s *Set) scripts() (string, error) {
	const ground = "js/genomlys.js"
	names, err := fs.Glob(files, "js/*.js")
	if err != nil {
		return "", fmt.Errorf("list scripts: %w", err)
	}
	islands := map[string]string{}
	for _, f := range names {
		if f == ground {
			continue
		}
		b, err := files.ReadFile(f)
		if err != nil {
			return "", fmt.Errorf("read %s: %w", f, err)
		}
		if islands[strings.TrimSuffix(path.Base(f), ".js")], err = s.add(f, briefScript(b)); err != nil {
			return "", err
		}
	}
	list, err := json.Marshal(islands)
	if err != nil {
		return "", fmt.Errorf("list islands: %w", err)
	}
	b, err := files.ReadFile(ground)
	if err != nil {
		return "", fmt.Errorf("read %s: %w", ground, err)
	}
	return s.add(ground, append([]byte("const islands = "+string(list)+"\n"), briefScript(b)...))
}

// meters gives a class for each per cent of a meter and its goal: the content
// security policy allows no style in the page itself.
func meters() string {
	var b strings.Builder
	b.WriteString("@layer utilities {\n")
	for i := 0; i <= 100; i++ {
		fmt.Fprintf(&b, ".meter .w%d{width:%d%%}.meter .g%d{left:%d%%}\n", i, i, i, min(i, 99))
	}
	b.WriteString("}\n")
	return b.String()
}

var (
	styleComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	blank        = regexp.MustCompile(`\s+`)
	lineComment  = regexp.MustCompile(`(?m)^\s*(//|/\*\*|\*).*$`)
	indent       = regexp.MustCompile(`(?m)^\s+`)
)

// brief leaves comments and indents out of a style sheet: they are for whoever
// reads the source.
func brief(css string) string {
	return blank.ReplaceAllString(styleComment.ReplaceAllString(css, ""), " ")
}

// briefScript does the same with a script, line by line: our scripts have no
// comment inside a line that matters, and no text of several lines.
func briefScript(js []byte) []byte {
	return indent.ReplaceAll(lineComment.ReplaceAll(js, nil), nil)
}

func (s *Set) add(name string, b []byte) (string, error) {
	if b == nil {
		var err error
		if b, err = files.ReadFile(name); err != nil {
			return "", fmt.Errorf("read %s: %w", name, err)
		}
	}
	ext := path.Ext(name)
	sum := sha256.Sum256(b)
	served := strings.TrimSuffix(path.Base(name), ext) + "." + hex.EncodeToString(sum[:6]) + ext
	f := file{kind: kinds[ext], plain: b}
	var z bytes.Buffer
	w, err := gzip.NewWriterLevel(&z, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(b)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return "", fmt.Errorf("compress %s: %w", name, err)
	}
	if z.Len() < len(b)*9/10 {
		f.gzip = z.Bytes()
	}
	s.served[served] = f
	return Prefix + served, nil
}

// Serve answers with an asset; false tells that there is none of that name.
func (s *Set) Serve(w http.ResponseWriter, r *http.Request, name string) bool {
	f, ok := s.served[name]
	if !ok {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Add("Vary", "Accept-Encoding")
	b := f.plain
	if f.gzip != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		b = f.gzip
	}
	_, _ = w.Write(b) // a client that has gone needs no answer
	return true
}

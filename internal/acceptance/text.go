package acceptance

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
)

// squeeze drops spaces of every kind, since files break lines where they must.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '\u00ad' || r == '\u200b' || r == '\u2060' {
			return -1
		}
		return r
	}, s)
}

var (
	hidden = regexp.MustCompile(`(?s)<(style|script|head|svg)\b.*?</(style|script|head|svg)>`)
	tag    = regexp.MustCompile(`(?s)<[^>]*>`)
)

// htmlText is the text a reader of the page sees.
func htmlText(page []byte) string {
	return html.UnescapeString(tag.ReplaceAllString(hidden.ReplaceAllString(string(page), ""), " "))
}

// page is the text of one page of a PDF, without running heads.
type page string

var (
	object   = regexp.MustCompile(`(?m)^(\d+) 0 obj\b`)
	fontOf   = regexp.MustCompile(`/(F\d+) (\d+) 0 R`)
	unicoded = regexp.MustCompile(`/ToUnicode (\d+) 0 R`)
	contents = regexp.MustCompile(`/Type/Page/Parent.*?/Contents (\d+) 0 R`)
	pair     = regexp.MustCompile(`<([0-9A-Fa-f]{4})><([0-9A-Fa-f]+)>`)
	operator = regexp.MustCompile(`/Artifact|BDC|BMC|EMC|/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]*)>\s*Tj`)
)

// pdfText reads the pages' text out of a PDF file: streams are unpacked, codes
// become characters by each font's own table, and what is marked as no part of
// the text is left out.
func pdfText(file []byte) ([]page, error) {
	objs := map[int][]byte{}
	streams := map[int][]byte{}
	marks := object.FindAllSubmatchIndex(file, -1)
	for _, m := range marks {
		id, _ := strconv.Atoi(string(file[m[2]:m[3]]))
		body := file[m[1]:]
		dict, rest, ok := bytes.Cut(body, []byte("stream\n"))
		end := bytes.Index(body, []byte("endobj"))
		if !ok || end >= 0 && end < len(dict) {
			if end >= 0 {
				objs[id] = body[:end]
			}
			continue
		}
		objs[id] = dict
		if !bytes.Contains(dict, []byte("/FlateDecode")) {
			continue
		}
		z, err := zlib.NewReader(bytes.NewReader(rest))
		if err != nil {
			continue // an image or a file of another kind
		}
		data, err := io.ReadAll(z)
		if err != nil {
			return nil, fmt.Errorf("unpack object %d: %w", id, err)
		}
		streams[id] = data
		if bytes.Contains(dict, []byte("/Type/ObjStm")) {
			if err := unpack(dict, data, objs); err != nil {
				return nil, fmt.Errorf("object stream %d: %w", id, err)
			}
		}
	}
	fonts := map[string]map[uint16]string{}
	for _, o := range objs {
		for _, m := range fontOf.FindAllSubmatch(o, -1) {
			id, _ := strconv.Atoi(string(m[2]))
			if u := unicoded.FindSubmatch(objs[id]); u != nil {
				n, _ := strconv.Atoi(string(u[1]))
				fonts[string(m[1])] = codes(streams[n])
			}
		}
	}
	if len(fonts) == 0 {
		return nil, fmt.Errorf("the file has no fonts with a table of characters")
	}
	return read(objs, streams, fonts)
}

func unpack(dict, data []byte, objs map[int][]byte) error {
	n, err := entry(dict, "/N ")
	if err != nil {
		return err
	}
	first, err := entry(dict, "/First ")
	if err != nil {
		return err
	}
	f := bytes.Fields(data[:first])
	for i := 0; i < n; i++ {
		id, _ := strconv.Atoi(string(f[2*i]))
		from, _ := strconv.Atoi(string(f[2*i+1]))
		to := len(data) - first
		if i+1 < n {
			to, _ = strconv.Atoi(string(f[2*i+3]))
		}
		objs[id] = data[first+from : first+to]
	}
	return nil
}

func entry(dict []byte, name string) (int, error) {
	i := bytes.Index(dict, []byte(name))
	if i < 0 {
		return 0, fmt.Errorf("no %s", name)
	}
	s := dict[i+len(name):]
	j := 0
	for j < len(s) && s[j] >= '0' && s[j] <= '9' {
		j++
	}
	return strconv.Atoi(string(s[:j]))
}

// codes reads a font's table from codes to characters.
func codes(cmap []byte) map[uint16]string {
	out := map[uint16]string{}
	for _, m := range pair.FindAllSubmatch(cmap, -1) {
		c, _ := strconv.ParseUint(string(m[1]), 16, 16)
		raw, err := hex.DecodeString(string(m[2]))
		if err != nil {
			continue
		}
		var u []uint16
		for i := 0; i+1 < len(raw); i += 2 {
			u = append(u, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		out[uint16(c)] = string(utf16.Decode(u))
	}
	return out
}

func read(objs, streams map[int][]byte, fonts map[string]map[uint16]string) ([]page, error) {
	var order []int
	for id, o := range objs {
		if contents.Match(o) {
			order = append(order, id)
		}
	}
	order, err := pageOrder(objs, order)
	if err != nil {
		return nil, err
	}
	var out []page
	for _, id := range order {
		m := contents.FindSubmatch(objs[id])
		n, _ := strconv.Atoi(string(m[1]))
		out = append(out, page(show(streams[n], fonts)))
	}
	return out, nil
}

var kids = regexp.MustCompile(`(?s)/Type/Pages.*?/Kids\s*\[(.*?)\]`)

// pageOrder puts pages in the order of the page tree.
func pageOrder(objs map[int][]byte, pages []int) ([]int, error) {
	is := map[int]bool{}
	for _, p := range pages {
		is[p] = true
	}
	var walk func(list []byte, depth int) []int
	walk = func(list []byte, depth int) []int {
		var out []int
		for _, f := range strings.Split(string(list), "R") {
			w := strings.Fields(f)
			if len(w) != 2 || depth > 20 {
				continue
			}
			id, _ := strconv.Atoi(w[0])
			if is[id] {
				out = append(out, id)
			} else if m := kids.FindSubmatch(objs[id]); m != nil {
				out = append(out, walk(m[1], depth+1)...)
			}
		}
		return out
	}
	var best []int
	for _, o := range objs {
		if m := kids.FindSubmatch(o); m != nil {
			if got := walk(m[1], 0); len(got) > len(best) {
				best = got
			}
		}
	}
	if len(best) != len(pages) || len(best) == 0 {
		return nil, fmt.Errorf("the page tree holds %d of %d pages", len(best), len(pages))
	}
	return best, nil
}

// show says the text of a content stream.
func show(content []byte, fonts map[string]map[uint16]string) string {
	var b strings.Builder
	var font map[uint16]string
	depth, skip, pending := 0, 0, false
	for _, m := range operator.FindAllSubmatch(content, -1) {
		switch op := string(m[0]); {
		case op == "/Artifact":
			pending = true
		case op == "BDC" || op == "BMC":
			depth++
			if pending && skip == 0 {
				skip = depth
			}
			pending = false
		case op == "EMC":
			if skip == depth {
				skip = 0
			}
			depth--
		case len(m[1]) > 0:
			font = fonts[string(m[1])]
		case skip == 0:
			for i := 0; i+4 <= len(m[2]); i += 4 {
				c, _ := strconv.ParseUint(string(m[2][i:i+4]), 16, 16)
				b.WriteString(font[uint16(c)])
			}
			b.WriteByte(' ')
		}
	}
	return b.String()
}

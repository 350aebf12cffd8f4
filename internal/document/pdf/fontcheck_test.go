package pdf

import (
	"math"
	"regexp"
	"strings"
	"unicode"
)

var (
	subsetTag = regexp.MustCompile(`^[A-Z]{6}\+`)
	bfchar    = regexp.MustCompile(`^<([0-9A-F]{4})><([0-9A-F]+)>\n$`)
)

// font reads an embedded font and compares its dictionaries with the font
// program itself.
func (c *checker) font(n pname, d pdict) *pfont {
	p := &pfont{unicode: map[uint16]string{}}
	base, _ := d["BaseFont"].(pname)
	if !subsetTag.MatchString(string(base)) {
		c.bad("font", "%s: %q is not marked as a subset", n, base)
	}
	desc := c.array(d["DescendantFonts"])
	if d["Subtype"] != pname("Type0") || d["Encoding"] != pname("Identity-H") || len(desc) != 1 {
		c.bad("font", "%s is no composite font", n)
		return p
	}
	cid := c.dict(desc[0])
	fd := c.dict(cid["FontDescriptor"])
	file, ok := c.get(fd["FontFile2"]).(pstream)
	if !ok {
		c.bad("font", "%s is not embedded", n)
		return p
	}
	if cid["CIDToGIDMap"] != pname("Identity") || cid["BaseFont"] != base || fd["FontName"] != base {
		c.bad("font", "%s: names or map differ", n)
	}
	tables := map[string][]byte{}
	for i := range u16(file.data, 4) {
		o := 12 + 16*i
		t := file.data[u32(file.data, o+8) : u32(file.data, o+8)+u32(file.data, o+12)]
		tables[string(file.data[o:o+4])] = t
		if sum := u32(file.data, o+4); string(file.data[o:o+4]) != "head" && uint32(sum) != checksum(t) {
			c.bad("font", "%s: checksum of %s", n, file.data[o:o+4])
		}
	}
	p.glyphs = u16(tables["maxp"], 4)
	unitsPerEm := u16(tables["head"], 18)
	if u16(tables["hhea"], 34) != p.glyphs || len(tables["hmtx"]) != 4*p.glyphs || len(tables["loca"]) != 4*(p.glyphs+1) {
		c.bad("font", "%s: tables disagree on the number of glyphs", n)
		return p
	}
	for g := range p.glyphs {
		if from, to := u32(tables["loca"], 4*g), u32(tables["loca"], 4*g+4); from > to || to > len(tables["glyf"]) {
			c.bad("font", "%s: glyph %d lies outside the table", n, g)
		}
	}
	w := c.array(cid["W"])
	if len(w) != 2 || w[0] != 0.0 {
		c.bad("font", "%s: no widths", n)
		return p
	}
	for _, v := range c.array(w[1]) {
		p.widths = append(p.widths, v.(float64))
	}
	for g := range p.glyphs {
		real := float64(u16(tables["hmtx"], 4*g)) * 1000 / float64(unitsPerEm)
		if g >= len(p.widths) || math.Abs(p.widths[g]-real) > 1 {
			c.bad("font", "%s: width of glyph %d differs from the font program", n, g)
		}
	}
	cmap, ok := c.get(d["ToUnicode"]).(pstream)
	if !ok {
		c.bad("font", "%s has no ToUnicode", n)
		return p
	}
	for line := range strings.Lines(string(cmap.data)) {
		m := bfchar.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		code, _ := (&lexer{b: []byte("<" + m[1] + ">")}).next()
		text, _ := (&lexer{b: []byte("<" + m[2] + ">")}).next()
		u := utf16Text(text.([]byte))
		if strings.ContainsAny(u, "\x00\ufeff\ufffe") || u == "" {
			c.bad("font", "%s: code %s has a forbidden Unicode value", n, m[1])
		}
		for _, r := range u {
			if unicode.In(r, unicode.Co) {
				c.bad("font", "%s: code %s is for private use", n, m[1])
			}
		}
		p.unicode[uint16(u16(code.([]byte), 0))] = u
	}
	return p
}

package pdf

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// The fonts are the same faces as on the web, static TrueType of Source Sans 3
// (release 3.52.0) and Source Serif 4 (4.5.1), SIL OFL 1.1, shipped unmodified
// since the name "Source" is reserved. Subsets inside a document are allowed.
// They lie compressed, so that the program is a megabyte smaller, and are
// unpacked by the first document that is written.
var (
	//go:embed fonts/SourceSans3-Regular.ttf.zst
	sansTTF []byte
	//go:embed fonts/SourceSans3-Semibold.ttf.zst
	sansBoldTTF []byte
	//go:embed fonts/SourceSans3-It.ttf.zst
	sansItalicTTF []byte
	//go:embed fonts/SourceSerif4-Regular.ttf.zst
	serifTTF []byte
	//go:embed fonts/SourceSerif4-Semibold.ttf.zst
	serifBoldTTF []byte
	//go:embed fonts/SourceSerif4-It.ttf.zst
	serifItalicTTF []byte
)

// faces are the parsed fonts, indexed by faceID. They are read once and shared.
type faces [faceCount]*face

var loadFaces = sync.OnceValues(func() (*faces, error) {
	var fs faces
	for i, f := range []struct {
		name string
		data []byte
	}{
		sans:        {"SourceSans3-Regular", sansTTF},
		sansBold:    {"SourceSans3-Semibold", sansBoldTTF},
		sansItalic:  {"SourceSans3-It", sansItalicTTF},
		serif:       {"SourceSerif4-Regular", serifTTF},
		serifBold:   {"SourceSerif4-Semibold", serifBoldTTF},
		serifItalic: {"SourceSerif4-It", serifItalicTTF},
	} {
		data, err := unpack(f.data)
		if err != nil {
			return nil, fmt.Errorf("font %s: %w", f.name, err)
		}
		p, err := parseFace(f.name, data)
		if err != nil {
			return nil, fmt.Errorf("font %s: %w", f.name, err)
		}
		fs[i] = p
	}
	return &fs, nil
})

func unpack(z []byte) ([]byte, error) {
	r, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1))
	if err != nil {
		return nil, err
	}
	defer r.Close()
	return r.DecodeAll(z, nil)
}

// quick is the size of the direct table from character to glyph: Latin, Greek,
// Cyrillic, punctuation, arrows and mathematical signs.
const quick = 0x2300

// face is one TrueType font. It is never changed after parsing.
type face struct {
	name            string
	tables          map[string][]byte
	unitsPerEm      int
	ascent, descent int
	capHeight       int
	bbox            [4]int
	italicAngle     int
	fixedAdvances   int // entries in hmtx that carry an advance
	longLoca        bool
	near            [quick]uint16
	far             map[rune]uint16
	nearAdvance     [quick]float32 // of the character, in thousandths of the size
}

func u16(b []byte, o int) int { return int(binary.BigEndian.Uint16(b[o:])) }
func i16(b []byte, o int) int { return int(int16(binary.BigEndian.Uint16(b[o:]))) }
func u32(b []byte, o int) int { return int(binary.BigEndian.Uint32(b[o:])) }

func parseFace(name string, d []byte) (*face, error) {
	if len(d) < 12 || u32(d, 0) != 0x00010000 {
		return nil, fmt.Errorf("not a TrueType font")
	}
	f := &face{name: name, tables: map[string][]byte{}, far: map[rune]uint16{}}
	for i := range u16(d, 4) {
		o := 12 + 16*i
		if o+16 > len(d) || u32(d, o+8)+u32(d, o+12) > len(d) {
			return nil, fmt.Errorf("table directory points outside the file")
		}
		f.tables[string(d[o:o+4])] = d[u32(d, o+8) : u32(d, o+8)+u32(d, o+12)]
	}
	for t, size := range map[string]int{"head": 54, "hhea": 36, "maxp": 6, "hmtx": 4, "loca": 4, "glyf": 1, "cmap": 4, "OS/2": 90, "post": 8} {
		if len(f.tables[t]) < size {
			return nil, fmt.Errorf("table %q is missing or too short", t)
		}
	}
	head, hhea := f.tables["head"], f.tables["hhea"]
	f.unitsPerEm = u16(head, 18)
	for i := range f.bbox {
		f.bbox[i] = i16(head, 36+2*i)
	}
	f.longLoca = u16(head, 50) == 1
	f.ascent, f.descent = i16(hhea, 4), i16(hhea, 6)
	f.fixedAdvances = u16(hhea, 34)
	f.capHeight = i16(f.tables["OS/2"], 88)
	f.italicAngle = i16(f.tables["post"], 4)
	f.readCmap()
	if f.glyph(' ') == 0 || f.glyph('?') == 0 {
		return nil, fmt.Errorf("the character map lacks space or ?")
	}
	for r := range rune(quick) {
		f.nearAdvance[r] = float32(f.scale(f.advance(f.glyph(r))))
	}
	return f, nil
}

// readCmap reads the formats 4 and 12 of the character map.
func (f *face) readCmap() {
	c := f.tables["cmap"]
	for i := range u16(c, 2) {
		s := c[u32(c, 4+8*i+4):]
		switch u16(s, 0) {
		case 4:
			n := u16(s, 6) / 2
			for k := range n {
				end, start := u16(s, 14+2*k), u16(s, 16+2*n+2*k)
				delta, ro := u16(s, 16+4*n+2*k), u16(s, 16+6*n+2*k)
				for ch := start; ch <= end && ch < 0xffff; ch++ {
					g := 0
					if ro == 0 {
						g = (ch + delta) & 0xffff
					} else if p := 16 + 6*n + 2*k + ro + 2*(ch-start); p+2 <= len(s) {
						if g = u16(s, p); g != 0 {
							g = (g + delta) & 0xffff
						}
					}
					f.setGlyph(rune(ch), g)
				}
			}
		case 12:
			for k := range u32(s, 12) {
				from, to, g := u32(s, 16+12*k), u32(s, 20+12*k), u32(s, 24+12*k)
				for ch := from; ch <= to; ch++ {
					f.setGlyph(rune(ch), g+ch-from)
				}
			}
		}
	}
}

func (f *face) setGlyph(r rune, g int) {
	switch {
	case g == 0:
	case r < quick:
		f.near[r] = uint16(g)
	default:
		f.far[r] = uint16(g)
	}
}

// lookup gives the glyph of a character, 0 when the font lacks it.
func (f *face) lookup(r rune) uint16 {
	if r < quick {
		return f.near[r]
	}
	return f.far[r]
}

// glyph gives the glyph to draw for a character. Special spaces and hyphens
// are drawn as the plain ones; what the font lacks is drawn as a question
// mark, since PDF/A (6.2.11.8) forbids the glyph for "undefined".
func (f *face) glyph(r rune) uint16 {
	if g := f.lookup(r); g != 0 {
		return g
	}
	switch r {
	case 0xa0, 0x2007, 0x202f, 0x2009:
		return f.lookup(' ')
	case 0xad, 0x2010, 0x2011:
		return f.lookup('-')
	case 0x2212:
		return f.lookup('–')
	}
	return f.lookup('?')
}

// covers tells whether the font can draw the character as it should look.
func (f *face) covers(r rune) bool {
	return f.glyph(r) != f.lookup('?') || r == '?'
}

// advance gives a glyph's width in font units.
func (f *face) advance(g uint16) int {
	return u16(f.tables["hmtx"], 4*min(int(g), f.fixedAdvances-1))
}

// scale turns font units into thousandths of the size.
func (f *face) scale(v int) float64 { return float64(v) * 1000 / float64(f.unitsPerEm) }

// width gives the length of a text in points.
func (f *face) width(s string, size float64) float64 {
	var w float64
	for _, r := range s {
		if r < quick {
			w += float64(f.nearAdvance[r])
		} else {
			w += f.scale(f.advance(f.glyph(r)))
		}
	}
	return w * size / 1000
}

// baseline gives how far below the top of a line its baseline lies.
func (f *face) baseline(size, lead float64) float64 {
	asc, desc := f.scale(f.ascent)/1000*size, f.scale(f.descent)/1000*size
	return (lead-(asc-desc))/2 + asc
}

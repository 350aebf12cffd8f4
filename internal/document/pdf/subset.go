package pdf

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
)

// subset collects what a document uses of one face. Each character gets its
// own code, even where two share a glyph (space and no-break space), so that
// the way back to Unicode is exact.
type subset struct {
	face  *face
	codes map[rune]uint16
	near  [0x250]uint16 // codes of common characters, 0 when unused
	runes []rune        // by code; 0 for .notdef
	order []uint16      // by code: the glyph in the face
}

func newSubset(f *face) *subset {
	return &subset{face: f, codes: map[rune]uint16{}, runes: []rune{0}, order: []uint16{0}}
}

func (s *subset) used() bool { return len(s.order) > 1 }

func (s *subset) code(r rune) uint16 {
	if r < rune(len(s.near)) && s.near[r] != 0 {
		return s.near[r]
	}
	if c, ok := s.codes[r]; ok {
		return c
	}
	c := uint16(len(s.order))
	s.order = append(s.order, s.face.glyph(r))
	s.runes = append(s.runes, r)
	s.codes[r] = c
	if r < rune(len(s.near)) {
		s.near[r] = c
	}
	return c
}

const hexDigits = "0123456789ABCDEF"

// encode appends the text as a hexadecimal string of two-byte codes.
func (s *subset) encode(b []byte, text string) []byte {
	b = append(b, '<')
	for _, r := range text {
		c := s.code(r)
		b = append(b, hexDigits[c>>12], hexDigits[c>>8&15], hexDigits[c>>4&15], hexDigits[c&15])
	}
	return append(b, '>')
}

func (f *face) outline(g uint16) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	if f.longLoca {
		return glyf[u32(loca, 4*int(g)):u32(loca, 4*int(g)+4)]
	}
	return glyf[2*u16(loca, 2*int(g)) : 2*u16(loca, 2*int(g)+2)]
}

// file makes a TrueType file with only the used glyphs, numbered by code.
// Glyphs that composites point to are added at the end; widths gives the
// advance of every glyph in the file, in thousandths.
func (s *subset) file() (data []byte, widths []float64) {
	f := s.face
	order := slices.Clone(s.order)
	parts := map[uint16]uint16{} // glyph of a composite -> number in the subset
	part := func(g uint16) uint16 {
		n, ok := parts[g]
		if !ok {
			n = uint16(len(order))
			order = append(order, g)
			parts[g] = n
		}
		return n
	}
	var glyf, loca, hmtx bytes.Buffer
	for i := 0; i < len(order); i++ { // order grows
		g := slices.Clone(f.outline(order[i]))
		if len(g) > 0 && i16(g, 0) < 0 {
			renumber(g, part)
		}
		be32(&loca, uint32(glyf.Len()))
		glyf.Write(g)
		pad4(&glyf)
	}
	be32(&loca, uint32(glyf.Len()))
	for _, g := range order {
		adv := f.advance(g)
		widths = append(widths, f.scale(adv))
		o := 4*int(g) + 2
		if int(g) >= f.fixedAdvances {
			o = 4*f.fixedAdvances + 2*(int(g)-f.fixedAdvances)
		}
		be16(&hmtx, uint16(adv))
		be16(&hmtx, uint16(i16(f.tables["hmtx"], o)))
	}
	head, hhea, maxp := slices.Clone(f.tables["head"]), slices.Clone(f.tables["hhea"]), slices.Clone(f.tables["maxp"])
	binary.BigEndian.PutUint32(head[8:], 0)
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(order)))
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(order)))
	tables := map[string][]byte{"head": head, "hhea": hhea, "maxp": maxp, "loca": loca.Bytes(), "glyf": glyf.Bytes(), "hmtx": hmtx.Bytes()}
	for _, n := range []string{"cvt ", "fpgm", "prep"} {
		if t := f.tables[n]; t != nil {
			tables[n] = t
		}
	}
	return assemble(tables), widths
}

// renumber replaces the glyph numbers inside a composite glyph.
func renumber(g []byte, part func(uint16) uint16) {
	for o := 10; ; {
		flags := u16(g, o)
		binary.BigEndian.PutUint16(g[o+2:], part(uint16(u16(g, o+2))))
		o += 6
		if flags&1 != 0 { // arguments are words
			o += 2
		}
		switch {
		case flags&8 != 0: // one scale
			o += 2
		case flags&0x40 != 0: // two scales
			o += 4
		case flags&0x80 != 0: // a matrix
			o += 8
		}
		if flags&0x20 == 0 { // no more parts
			return
		}
	}
}

// assemble puts tables together to a TrueType file.
func assemble(tables map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(tables))
	log2 := 0
	for 1<<(log2+1) <= len(names) {
		log2++
	}
	var out bytes.Buffer
	be32(&out, 0x00010000)
	for _, v := range []int{len(names), 16 << log2, log2, 16*len(names) - 16<<log2} {
		be16(&out, uint16(v))
	}
	offset := 12 + 16*len(names)
	for _, n := range names {
		out.WriteString(n)
		be32(&out, checksum(tables[n]))
		be32(&out, uint32(offset))
		be32(&out, uint32(len(tables[n])))
		offset += (len(tables[n]) + 3) &^ 3
	}
	for _, n := range names {
		out.Write(tables[n])
		pad4(&out)
	}
	return out.Bytes()
}

func checksum(b []byte) (sum uint32) {
	for i := 0; i < len(b); i += 4 {
		var w [4]byte
		copy(w[:], b[i:])
		sum += binary.BigEndian.Uint32(w[:])
	}
	return sum
}

func be16(b *bytes.Buffer, v uint16) { b.Write([]byte{byte(v >> 8), byte(v)}) }
func be32(b *bytes.Buffer, v uint32) {
	b.Write([]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)})
}
func pad4(b *bytes.Buffer) {
	for b.Len()%4 != 0 {
		b.WriteByte(0)
	}
}

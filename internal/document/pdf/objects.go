package pdf

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
)

// objects writes PDF objects as they are finished. Those without a stream are
// collected into compressed object streams (ISO 32000-1, 7.5.7).
type objects struct {
	w       *bufio.Writer
	err     error
	offset  int64
	xref    []xrefEntry
	pending bytes.Buffer
	ids     []int // of pending objects
	starts  []int // of pending objects
	zip     *zlib.Writer
	zipped  bytes.Buffer
}

type xrefEntry struct {
	kind  byte
	value uint32 // offset, or the object stream
	index uint16
}

// objectsPerStream bounds what is kept in memory.
const objectsPerStream = 200

func newObjects(w io.Writer) *objects {
	p := &objects{w: bufio.NewWriterSize(w, 1<<16), xref: []xrefEntry{{0, 0, 65535}}}
	p.zip, _ = zlib.NewWriterLevel(&p.zipped, 6) // 6 is a valid level
	p.raw("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	return p
}

func (p *objects) raw(s string) {
	n, err := p.w.WriteString(s)
	p.offset += int64(n)
	if p.err == nil {
		p.err = err
	}
}

// reserve gives a number to an object that is written later.
func (p *objects) reserve() int {
	p.xref = append(p.xref, xrefEntry{})
	return len(p.xref) - 1
}

// put writes an object without a stream.
func (p *objects) put(id int, body string) {
	p.ids = append(p.ids, id)
	p.starts = append(p.starts, p.pending.Len())
	p.pending.WriteString(body)
	p.pending.WriteByte('\n')
	if len(p.ids) == objectsPerStream {
		p.flush()
	}
}

// add is put with a number of its own.
func (p *objects) add(body string) int {
	id := p.reserve()
	p.put(id, body)
	return id
}

func (p *objects) flush() {
	if len(p.ids) == 0 {
		return
	}
	var b bytes.Buffer
	for i, id := range p.ids {
		fmt.Fprintf(&b, "%d %d ", id, p.starts[i])
	}
	dict := fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(p.ids), b.Len())
	b.Write(p.pending.Bytes())
	s := p.stream(dict, b.Bytes(), true)
	for i, id := range p.ids {
		p.xref[id] = xrefEntry{2, uint32(s), uint16(i)}
	}
	p.ids, p.starts = p.ids[:0], p.starts[:0]
	p.pending.Reset()
}

// stream writes a stream object and gives its number.
func (p *objects) stream(dict string, data []byte, deflate bool) int {
	id := p.reserve()
	p.streamAt(id, dict, data, deflate)
	return id
}

func (p *objects) streamAt(id int, dict string, data []byte, deflate bool) {
	if deflate {
		p.zipped.Reset()
		p.zip.Reset(&p.zipped)
		p.zip.Write(data) // writing to a bytes.Buffer does not fail
		p.zip.Close()
		data = p.zipped.Bytes()
		dict += "/Filter/FlateDecode"
	}
	p.xref[id] = xrefEntry{1, uint32(p.offset), 0}
	p.raw(fmt.Sprintf("%d 0 obj\n<<%s/Length %d>>\nstream\n", id, dict, len(data)))
	n, err := p.w.Write(data)
	p.offset += int64(n)
	if p.err == nil {
		p.err = err
	}
	p.raw("\nendstream\nendobj\n")
}

// finish writes the cross-reference stream and the end of the file.
func (p *objects) finish(root, info int, fileID string) error {
	p.flush()
	id := p.reserve()
	start := p.offset
	p.xref[id] = xrefEntry{1, uint32(start), 0}
	var b bytes.Buffer
	for _, x := range p.xref {
		b.WriteByte(x.kind)
		be32(&b, x.value)
		be16(&b, x.index)
	}
	p.streamAt(id, fmt.Sprintf("/Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]",
		len(p.xref), root, info, fileID, fileID), b.Bytes(), true)
	p.raw(fmt.Sprintf("startxref\n%d\n%%%%EOF\n", start))
	if err := p.w.Flush(); p.err == nil {
		p.err = err
	}
	if p.err == nil && p.offset > math.MaxUint32 {
		p.err = fmt.Errorf("the file is larger than 4 GiB")
	}
	if p.err != nil {
		return fmt.Errorf("writing the file: %w", p.err)
	}
	return nil
}

// textString writes a text for a dictionary: plain where ASCII suffices,
// otherwise UTF-16 (ISO 32000-1, 7.9.2.2).
func textString(s string) string {
	plain := true
	for _, r := range s {
		if r < 32 || r > 126 {
			plain = false
			break
		}
	}
	if plain {
		return "(" + strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s) + ")"
	}
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}

// appendNum appends a number with at most two decimals.
func appendNum(b []byte, f float64) []byte {
	v := int64(math.Round(f * 100))
	if v < 0 {
		b = append(b, '-')
		v = -v
	}
	b = strconv.AppendInt(b, v/100, 10)
	if d := v % 100; d != 0 {
		b = append(b, '.', byte('0'+d/10))
		if d%10 != 0 {
			b = append(b, byte('0'+d%10))
		}
	}
	return b
}

// nums writes numbers with a space after each.
func nums(fs ...float64) string {
	var b []byte
	for i, f := range fs {
		if i > 0 {
			b = append(b, ' ')
		}
		b = appendNum(b, f)
	}
	return string(b)
}

func ref(id int) string { return strconv.Itoa(id) + " 0 R" }

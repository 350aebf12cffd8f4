package pdf

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"strconv"
)

// The reader below is a small PDF reader for the tests: it knows cross
// reference streams, object streams and Flate, and nothing of the writer.

type (
	pname   string
	pref    int
	pdict   map[pname]any
	pop     string // an operator in a content stream
	pstream struct {
		dict pdict
		data []byte // decoded
	}
)

type lexer struct {
	b []byte
	i int
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == 0 || c == '\f'
}
func isDelim(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

func (l *lexer) skip() {
	for l.i < len(l.b) && isSpace(l.b[l.i]) {
		l.i++
	}
}

type endMark string

// next reads one object; io.EOF at the end.
func (l *lexer) next() (any, error) {
	l.skip()
	if l.i >= len(l.b) {
		return nil, io.EOF
	}
	switch c := l.b[l.i]; {
	case c == '/':
		l.i++
		var n []byte
		for l.i < len(l.b) && !isSpace(l.b[l.i]) && !isDelim(l.b[l.i]) {
			if l.b[l.i] == '#' && l.i+2 < len(l.b) {
				v, err := strconv.ParseUint(string(l.b[l.i+1:l.i+3]), 16, 8)
				if err != nil {
					return nil, err
				}
				n = append(n, byte(v))
				l.i += 3
				continue
			}
			n = append(n, l.b[l.i])
			l.i++
		}
		return pname(n), nil
	case c == '(':
		return l.literal()
	case c == '<' && l.i+1 < len(l.b) && l.b[l.i+1] == '<':
		l.i += 2
		d := pdict{}
		for {
			k, err := l.object()
			if err != nil {
				return nil, err
			}
			if k == endMark(">>") {
				return d, nil
			}
			n, ok := k.(pname)
			if !ok {
				return nil, fmt.Errorf("dictionary key %v is no name", k)
			}
			if _, twice := d[n]; twice {
				return nil, fmt.Errorf("key %s stands twice", n)
			}
			v, err := l.object()
			if err != nil {
				return nil, err
			}
			d[n] = v
		}
	case c == '<':
		end := bytes.IndexByte(l.b[l.i:], '>')
		if end < 0 {
			return nil, fmt.Errorf("open hexadecimal string")
		}
		h := l.b[l.i+1 : l.i+end]
		l.i += end + 1
		out := make([]byte, len(h)/2)
		for k := range out {
			v, err := strconv.ParseUint(string(h[2*k:2*k+2]), 16, 8)
			if err != nil {
				return nil, err
			}
			out[k] = byte(v)
		}
		return out, nil
	case c == '>' && l.i+1 < len(l.b) && l.b[l.i+1] == '>':
		l.i += 2
		return endMark(">>"), nil
	case c == '[':
		l.i++
		arr := []any{}
		for {
			v, err := l.object()
			if err != nil {
				return nil, err
			}
			if v == endMark("]") {
				return arr, nil
			}
			arr = append(arr, v)
		}
	case c == ']':
		l.i++
		return endMark("]"), nil
	}
	start := l.i
	for l.i < len(l.b) && !isSpace(l.b[l.i]) && !isDelim(l.b[l.i]) {
		l.i++
	}
	s := string(l.b[start:l.i])
	if s == "" {
		return nil, fmt.Errorf("unexpected %q", l.b[l.i])
	}
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return f, nil
	}
	switch s {
	case "true":
		return true, nil
	case "false":
		return false, nil
	case "null":
		return nil, nil
	}
	return pop(s), nil
}

// object is next, with "n 0 R" made a reference.
func (l *lexer) object() (any, error) {
	v, err := l.next()
	if f, ok := v.(float64); ok && err == nil {
		at := l.i
		if g, err := l.next(); err == nil && g == 0.0 {
			if r, err := l.next(); err == nil && r == pop("R") {
				return pref(f), nil
			}
		}
		l.i = at
	}
	return v, err
}

func (l *lexer) literal() (any, error) {
	var out []byte
	depth := 0
	for ; l.i < len(l.b); l.i++ {
		switch c := l.b[l.i]; c {
		case '\\':
			l.i++
			out = append(out, l.b[l.i])
		case '(':
			if depth++; depth > 1 {
				out = append(out, c)
			}
		case ')':
			if depth--; depth == 0 {
				l.i++
				return out, nil
			}
			out = append(out, c)
		default:
			out = append(out, c)
		}
	}
	return nil, fmt.Errorf("open string")
}

// pfile is a file read into memory, so that tests can also damage it.
type pfile struct {
	objs    map[int]any
	trailer pdict
	version string
}

func readPDF(b []byte) (*pfile, error) {
	f := &pfile{objs: map[int]any{}, version: string(b[:8])}
	at := bytes.LastIndex(b, []byte("startxref\n"))
	if at < 0 {
		return nil, fmt.Errorf("no startxref")
	}
	l := &lexer{b: b, i: at + len("startxref\n")}
	v, err := l.next()
	if err != nil {
		return nil, err
	}
	start, ok := v.(float64)
	if !ok || !bytes.HasSuffix(b, []byte("%%EOF\n")) {
		return nil, fmt.Errorf("bad end of file")
	}
	_, x, err := indirect(b, int(start))
	if err != nil {
		return nil, fmt.Errorf("cross reference: %w", err)
	}
	xs, ok := x.(pstream)
	if !ok || xs.dict["Type"] != pname("XRef") || fmt.Sprint(xs.dict["W"]) != "[1 4 2]" || len(xs.data)%7 != 0 {
		return nil, fmt.Errorf("cross reference stream is damaged")
	}
	f.trailer = xs.dict
	if float64(len(xs.data)/7) != xs.dict["Size"] {
		return nil, fmt.Errorf("Size differs from the entries")
	}
	parsed := map[int]map[int]any{}
	for i := range len(xs.data) / 7 {
		e := xs.data[7*i:]
		value, index := u32(e, 1), u16(e, 5)
		switch e[0] {
		case 0:
			if i != 0 {
				return nil, fmt.Errorf("object %d was never written", i)
			}
		case 1:
			id, o, err := indirect(b, value)
			if err != nil {
				return nil, fmt.Errorf("object %d: %w", i, err)
			}
			if id != i {
				return nil, fmt.Errorf("object %d is number %d in the file", i, id)
			}
			f.objs[i] = o
		case 2:
			if parsed[value] == nil {
				if parsed[value], err = objectStream(f.objs[value], b, xs.data, value); err != nil {
					return nil, fmt.Errorf("object stream %d: %w", value, err)
				}
			}
			o, ok := parsed[value][i]
			if !ok {
				return nil, fmt.Errorf("object %d is not in stream %d (%d)", i, value, index)
			}
			f.objs[i] = o
		}
	}
	return f, nil
}

func indirect(b []byte, at int) (int, any, error) {
	l := &lexer{b: b, i: at}
	id, err := l.next()
	if err != nil {
		return 0, nil, err
	}
	gen, _ := l.next()
	kw, _ := l.next()
	n, ok := id.(float64)
	if !ok || gen != 0.0 || kw != pop("obj") {
		return 0, nil, fmt.Errorf("no object at %d", at)
	}
	v, err := l.object()
	if err != nil {
		return 0, nil, err
	}
	d, ok := v.(pdict)
	l.skip()
	if !ok || !bytes.HasPrefix(l.b[l.i:], []byte("stream\n")) {
		return int(n), v, nil
	}
	length, _ := d["Length"].(float64)
	data := b[l.i+7 : l.i+7+int(length)]
	if !bytes.HasPrefix(b[l.i+7+int(length):], []byte("\nendstream\nendobj")) {
		return 0, nil, fmt.Errorf("Length of stream %v is wrong", n)
	}
	if d["Filter"] == pname("FlateDecode") {
		z, err := zlib.NewReader(bytes.NewReader(data))
		if err != nil {
			return 0, nil, err
		}
		if data, err = io.ReadAll(z); err != nil {
			return 0, nil, err
		}
	}
	return int(n), pstream{d, data}, nil
}

func objectStream(o any, b, xref []byte, id int) (map[int]any, error) {
	if o == nil {
		var err error
		if _, o, err = indirect(b, u32(xref, 7*id+1)); err != nil {
			return nil, err
		}
	}
	s, ok := o.(pstream)
	if !ok || s.dict["Type"] != pname("ObjStm") {
		return nil, fmt.Errorf("is none")
	}
	out := map[int]any{}
	head := &lexer{b: s.data}
	for range int(s.dict["N"].(float64)) {
		id, _ := head.next()
		at, _ := head.next()
		v, err := (&lexer{b: s.data, i: int(s.dict["First"].(float64) + at.(float64))}).object()
		if err != nil {
			return nil, err
		}
		out[int(id.(float64))] = v
	}
	return out, nil
}

// get follows references.
func (f *pfile) get(v any) any {
	for {
		r, ok := v.(pref)
		if !ok {
			return v
		}
		v = f.objs[int(r)]
	}
}

func (f *pfile) dict(v any) pdict {
	switch d := f.get(v).(type) {
	case pdict:
		return d
	case pstream:
		return d.dict
	}
	return nil
}

func (f *pfile) array(v any) []any { a, _ := f.get(v).([]any); return a }

// text decodes a text string.
func (f *pfile) text(v any) string {
	b, _ := f.get(v).([]byte)
	if len(b) < 2 || b[0] != 0xfe || b[1] != 0xff {
		return string(b)
	}
	return utf16Text(b[2:])
}

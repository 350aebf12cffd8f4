package pdf

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"genomlys/internal/document"
)

// piece is a stretch of a line in one face that comes from one run.
type piece struct {
	text  string
	face  faceID
	run   int
	width float64
}

// line is one line of text. Its width leaves out the space that ends it.
type line struct {
	pieces []piece
	width  float64
}

// atom is what the line breaker moves about.
type atom struct {
	kind  atomKind
	face  faceID
	run   int
	text  string
	width float64
}

type atomKind uint8

const (
	word    atomKind = iota // text without a place to break
	space                   // may be replaced by a line break
	shy                     // soft hyphen: shown only at the end of a line
	joint                   // a place to break that shows nothing, as after a hyphen
	newline                 // must break
)

// softHyphen stays a soft hyphen in the text behind the page, so that readers
// and search put the word together again (ISO 32000-1, 14.8.2.2.3).
const softHyphen = "\u00ad"

// atoms cuts runs at the places where lines may break. Text that the style's
// face lacks is set in the sans face if that has it.
func (e *engine) atoms(runs []document.Run, st textStyle) []atom {
	var out []atom
	spaced := true // leading and repeated spaces vanish
	for i, r := range runs {
		text := strings.ToValidUTF8(r.Text, "\ufffd")
		if !norm.NFC.IsNormalString(text) {
			text = norm.NFC.String(text)
		}
		f := st.face(r.Bold, r.Italic)
		start, cur := 0, f
		flush := func(end int) {
			if end > start {
				s := clean(text[start:end])
				if s != "" {
					out = append(out, atom{word, cur, i, s, e.faces[cur].width(s, st.size)})
					spaced = false
				}
			}
		}
		for p, c := range text {
			n := utf8.RuneLen(c)
			switch c {
			case ' ', '\t', '\r':
				flush(p)
				start = p + n
				if !spaced {
					out = append(out, atom{space, f, i, " ", e.faces[f].width(" ", st.size)})
					spaced = true
				}
			case '\n', '\u2028', '\u2029':
				flush(p)
				start = p + n
				out = append(out, atom{kind: newline, face: f, run: i})
				spaced = true
			case '\u00ad':
				flush(p)
				start = p + n
				if afterWord(out) {
					out = append(out, atom{shy, f, i, softHyphen, e.faces[f].width(softHyphen, st.size)})
				}
			case '\u200b':
				flush(p)
				start = p + n
				if afterWord(out) {
					out = append(out, atom{kind: joint, face: f, run: i})
				}
			case '-', '–', '/':
				flush(p + n)
				start = p + n
				// Break after a sign only between words: not in "-4", "2024–2026" or "K/R/T".
				if p > 1 && p+n+1 < len(text) && letter(text[p-1]) && letter(text[p-2]) && letter(text[p+n]) && letter(text[p+n+1]) {
					out = append(out, atom{kind: joint, face: f, run: i})
				}
			default:
				want := f
				if !e.faces[f].covers(c) && e.faces[sans].covers(c) {
					want = sans
				}
				if want != cur {
					flush(p)
					start, cur = p, want
				}
			}
		}
		flush(len(text))
	}
	return out
}

// afterWord tells whether a place to break may stand here: not beside a space
// or another such place, or a line could hold nothing but a hyphen.
func afterWord(as []atom) bool { return len(as) > 0 && as[len(as)-1].kind == word }

// letter tells whether a byte is part of a letter, as good as bytes allow.
func letter(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}

// clean drops control characters, byte order marks and what else has no shape.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0xe000 && r <= 0xf8ff || r >= 0xf0000 {
			return utf8.RuneError // private use says nothing to a reader (ISO 19005-2, 6.2.11.7.3)
		}
		if r < 32 || r >= 0x7f && r < 0xa0 || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r >= 0x2060 && r <= 0x206f || r == 0xfeff || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, s)
}

// wrap breaks runs into lines of at most width. There is always one line.
func (e *engine) wrap(runs []document.Run, st textStyle, width float64) []line {
	if l, ok := e.oneLine(runs, st, width); ok {
		return []line{l}
	}
	const slack = 0.01 // so that a column as wide as its text holds it
	width += slack
	as := e.atoms(runs, st)
	var out []line
	start, last, w := 0, -1, 0.0
	for i := 0; i < len(as); {
		a := as[i]
		switch a.kind {
		case newline:
			out = append(out, makeLine(as[start:i], nil))
			i++
			start, last, w = i, -1, 0
			continue
		case space:
			last = i
		case shy:
			if w+a.width <= width {
				last = i
			}
			i++
			continue // takes no room unless the line ends here
		case joint:
			last = i
		case word:
			if w+a.width > width {
				if last >= 0 {
					out = append(out, makeLine(as[start:last], &as[last]))
					i = last + 1
				} else {
					head, tail := e.split(a, st.size, width-w, i == start)
					l := append([]atom(nil), as[start:i]...)
					out = append(out, makeLine(append(l, head), nil))
					if as[i] = tail; tail.text == "" {
						i++
					}
				}
				start, last, w = i, -1, 0
				continue
			}
		}
		w += a.width
		i++
	}
	return append(out, makeLine(as[start:], nil))
}

// split cuts a word that is longer than a line into what fits in room and the
// rest. With force at least one character goes into head.
func (e *engine) split(a atom, size, room float64, force bool) (head, tail atom) {
	f, cut, w := e.faces[a.face], 0, 0.0
	for p, r := range a.text {
		w += f.width(string(r), size)
		if w > room && (p > 0 || !force) {
			break
		}
		cut = p + utf8.RuneLen(r)
	}
	head, tail = a, a
	head.text, tail.text = a.text[:cut], a.text[cut:]
	head.width, tail.width = f.width(head.text, size), f.width(tail.text, size)
	return head, tail
}

// oneLine is the common case of a table: a short text that needs no breaking.
func (e *engine) oneLine(runs []document.Run, st textStyle, width float64) (line, bool) {
	if len(runs) == 0 {
		return line{}, true
	}
	if len(runs) > 1 {
		return line{}, false
	}
	r := runs[0]
	f := st.face(r.Bold, r.Italic)
	prev := ' '
	for _, c := range r.Text {
		if c < ' ' || c >= 0x7f && c < 0xa0 || c == 0xad || c >= 0x300 && (c < 0x2010 || c > 0x2027) || c == ' ' && prev == ' ' || c == utf8.RuneError || !e.faces[f].covers(c) {
			return line{}, false
		}
		prev = c
	}
	w := e.faces[f].width(r.Text, st.size)
	if w > width || prev == ' ' {
		return line{}, false
	}
	return line{[]piece{{r.Text, f, 0, w}}, w}, true
}

// makeLine joins atoms to pieces. at is the atom where the line was broken.
func makeLine(as []atom, at *atom) line {
	var l line
	var text strings.Builder
	var cur piece
	flush := func() {
		if text.Len() > 0 {
			cur.text = text.String()
			l.pieces = append(l.pieces, cur)
			l.width += cur.width
			text.Reset()
		}
	}
	add := func(a atom) {
		if text.Len() > 0 && (cur.face != a.face || cur.run != a.run) {
			flush()
		}
		if text.Len() == 0 {
			cur = piece{face: a.face, run: a.run}
		}
		text.WriteString(a.text)
		cur.width += a.width
	}
	for n := len(as); n > 0 && as[n-1].kind != word; n-- {
		as = as[:n-1]
	}
	for _, a := range as {
		if a.kind == word || a.kind == space {
			add(a)
		}
	}
	if at != nil && at.kind == shy {
		add(*at)
	}
	flush()
	if at != nil && at.kind == space && len(l.pieces) > 0 {
		// The space stays in the text, or readers would join the words.
		l.pieces[len(l.pieces)-1].text += " "
	}
	return l
}

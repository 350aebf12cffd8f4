package query

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner reads tokens from a text; the parser asks for what may come next, as
// a word means different things as a name and as a value.
type scanner struct {
	text string
	pos  int
}

func (s *scanner) space() {
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return
		}
	}
}

func (s *scanner) end() bool { return s.pos >= len(s.text) }

// peek gives the next byte, or 0 at the end (the text holds no NUL).
func (s *scanner) peek() byte {
	if s.end() {
		return 0
	}
	return s.text[s.pos]
}

// wordRune gives the length of the letter, digit or _ at i; 0 if it is none.
func (s *scanner) wordRune(i int) int {
	if i >= len(s.text) {
		return 0
	}
	c := s.text[i]
	if c < utf8.RuneSelf {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' {
			return 1
		}
		return 0
	}
	r, n := utf8.DecodeRuneInString(s.text[i:])
	if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
		return n
	}
	return 0
}

// run reads letters, digits and _, joined by single bytes of joiners.
func (s *scanner) run(from int, joiners string) int {
	i := from
	for {
		n := s.wordRune(i)
		if n == 0 && i > from && i < len(s.text) && strings.IndexByte(joiners, s.text[i]) >= 0 {
			if m := s.wordRune(i + 1); m > 0 {
				n = 1 + m
			}
		}
		if n == 0 {
			return i
		}
		i += n
	}
}

const (
	nameJoiners  = "-"
	valueJoiners = "-.+/:@%#&"
)

func digit(c byte) bool { return c >= '0' && c <= '9' }

// nameEnd gives where a bare name ends; a name does not start with a digit.
func (s *scanner) nameEnd() int {
	if s.end() || digit(s.text[s.pos]) {
		return s.pos
	}
	return s.run(s.pos, nameJoiners)
}

// wordEnd gives where a bare value ends; it may start with a sign before a digit.
func (s *scanner) wordEnd() int {
	if s.end() {
		return s.pos
	}
	if c := s.text[s.pos]; c == '-' || c == '+' {
		if s.pos+1 < len(s.text) && digit(s.text[s.pos+1]) {
			return s.run(s.pos+1, valueJoiners)
		}
		return s.pos
	}
	return s.run(s.pos, valueJoiners)
}

// quoted reads a text in quotation marks of either kind.
func (s *scanner) quoted() (string, *Error) {
	start, mark := s.pos, s.text[s.pos]
	s.pos++
	from := s.pos
	for s.pos < len(s.text) {
		switch s.text[s.pos] {
		case mark:
			out := s.text[from:s.pos]
			s.pos++
			return out, nil
		case '\\':
			return s.escaped(start, from, mark)
		}
		s.pos++
	}
	return "", &Error{Code: CodeNotClosed, Pos: start, Value: short(s.text[start:])}
}

func (s *scanner) escaped(start, from int, mark byte) (string, *Error) {
	var b strings.Builder
	b.WriteString(s.text[from:s.pos])
	for s.pos < len(s.text) {
		c := s.text[s.pos]
		if c == mark {
			s.pos++
			return b.String(), nil
		}
		if c == '\\' {
			s.pos++
			switch s.peek() {
			case '"', '\'', '\\':
				c = s.text[s.pos]
			case 'n':
				c = '\n'
			case 't':
				c = '\t'
			case 0:
				continue
			default:
				_, n := utf8.DecodeRuneInString(s.text[s.pos:])
				return "", &Error{Code: CodeSyntax, Pos: s.pos - 1, Value: s.text[s.pos-1 : s.pos+n],
					Allowed: []string{`\"`, `\'`, `\\`, `\n`, `\t`}}
			}
		}
		b.WriteByte(c)
		s.pos++
	}
	return "", &Error{Code: CodeNotClosed, Pos: start, Value: short(s.text[start:])}
}

// word is a word of the language in either tongue.
type word uint8

const (
	noWord word = iota
	wordAnd
	wordOr
	wordNot
	wordHas
	wordLacks
)

func wordOf(s string) word {
	if len(s) < 2 || len(s) > 6 {
		return noWord
	}
	switch s[0] | 0x20 {
	case 'a':
		if strings.EqualFold(s, "AND") {
			return wordAnd
		}
	case 'o':
		if strings.EqualFold(s, "OR") {
			return wordOr
		}
		if strings.EqualFold(s, "OCH") {
			return wordAnd
		}
	case 'e':
		if strings.EqualFold(s, "ELLER") {
			return wordOr
		}
	case 'n':
		if strings.EqualFold(s, "NOT") {
			return wordNot
		}
	case 'i':
		if strings.EqualFold(s, "ICKE") {
			return wordNot
		}
	case 'h':
		if strings.EqualFold(s, "has") || strings.EqualFold(s, "har") {
			return wordHas
		}
	case 'l':
		if strings.EqualFold(s, "lacks") {
			return wordLacks
		}
	case 's':
		if strings.EqualFold(s, "saknar") {
			return wordLacks
		}
	}
	return noWord
}

// reserved tells whether a bare word joins terms and so is neither name nor value.
func (w word) reserved() bool { return w == wordAnd || w == wordOr || w == wordNot }

// classify gives the meaning of a bare word as value.
func classify(s string) valueKind {
	if len(s) == 4 && strings.EqualFold(s, "null") {
		return isNull
	}
	if _, ok := parseRelative(s); ok {
		return isRelative
	}
	return isText
}

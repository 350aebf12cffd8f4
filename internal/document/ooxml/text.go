package ooxml

import (
	"strings"
	"unicode/utf8"
)

// Clean drops what XML 1.0 (section 2.2, Char) cannot hold: control
// characters, U+FFFE and U+FFFF. Bytes that are not UTF-8 become U+FFFD,
// and every line break becomes "\n".
func Clean(s string) string {
	if !dirty(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch {
		case r == '\r':
			b.WriteByte('\n')
		case allowed(r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

func dirty(s string) bool {
	for _, r := range s {
		if r == '\r' || r == utf8.RuneError || !allowed(r) {
			return true
		}
	}
	return false
}

func allowed(r rune) bool {
	switch {
	case r == '\t' || r == '\n':
		return true
	case r < 0x20:
		return false
	case r >= 0x7F && r <= 0x9F && r != 0x85:
		// Allowed by XML 1.0 but discouraged, and never meant by a person.
		return false
	}
	return r != 0xFFFE && r != 0xFFFF
}

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

// Text cleans and escapes s for element content; ">" too, for "]]>".
func Text(s string) string { return entities.Replace(Clean(s)) }

var attrEntities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;")

// Attr cleans and escapes s for an attribute in double quotes.
func Attr(s string) string { return attrEntities.Replace(Clean(s)) }

package csv

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Inert makes a text that a spreadsheet could take for a formula harmless by
// an apostrophe before it (OWASP, CSV injection): when the first character
// that is not blank is = + - @, its full-width form, or when the text starts
// with TAB, CR, LF or NUL. A text that already has apostrophes before such a
// start gets one more, so that Plain always gives back the same text.
func Inert(text string) string {
	if active(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// Plain undoes Inert; a cell that was never made inert is left as it is.
func Plain(cell string) string {
	if strings.HasPrefix(cell, "'") && active(strings.TrimLeft(cell, "'")) {
		return cell[1:]
	}
	return cell
}

func active(s string) bool {
	if s != "" && strings.IndexByte("\t\r\n\x00", s[0]) >= 0 {
		return true
	}
	s = strings.TrimLeftFunc(s, blank)
	r, _ := utf8.DecodeRuneInString(s)
	switch r {
	case '=', '+', '-', '@', '＝', '＋', '－', '＠':
		return s != ""
	}
	return false
}

// blank is what a spreadsheet may strip or not show at the start of a cell:
// spaces of every kind, control characters, and marks without width.
func blank(r rune) bool {
	return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

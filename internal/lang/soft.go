package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// joints are first parts of the long compounds of this field, after which a word
// may break.
var joints = []string{
	"behandlings", "behörighets", "dataskydds", "informations", "integritetsskydds", "konsekvens", "kontinuitets", "leverantörs",
	"organisations", "personuppgifts", "referenskonsekvens", "register", "registrerings", "stadslednings", "sårbarhets", "säkerhets",
	"tillgänglighets", "tillämplighets", "underleverantörs", "uppföljnings", "upphandlings", "utvecklings",
	"verksamhets", "virtualiserings", "överförings",
}

// Soft puts soft hyphens into long compounds, for narrow places: browsers do not
// all know where a Swedish word breaks.
func Soft(s string) string {
	if len(s) < 13 {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		at := 0
		for _, j := range joints {
			if len(s) > len(j) && strings.EqualFold(s[:len(j)], j) {
				if letters(s[len(j):]) >= 4 { // an ending is no part: registers
					at = max(at, len(j))
				}
			}
		}
		if at > 0 {
			b.WriteString(s[:at] + "\u00ad")
			s = s[at:]
			continue
		}
		_, n := utf8.DecodeRuneInString(s)
		b.WriteString(s[:n])
		s = s[n:]
	}
	return b.String()
}

// letters counts the letters that a text begins with.
func letters(s string) (n int) {
	for _, r := range s {
		if !unicode.IsLetter(r) {
			break
		}
		n++
	}
	return n
}

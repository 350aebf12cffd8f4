package registers

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"unicode/utf8"

	"genomlys/internal/register"
)

// entitle gives a record a title out of what else it holds, for registers whose
// rows have no name of their own in an office's files. A given title stays.
func entitle(title *string, parts ...string) {
	if *title != "" {
		return
	}
	var said []string
	for _, p := range parts {
		if p = strings.Join(strings.Fields(p), " "); p != "" {
			said = append(said, p)
		}
	}
	*title = shorten(strings.Join(said, " "), 200)
}

// shorten cuts a text at a word so that it is at most n characters.
func shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)[:n-1]
	for i := len(r) - 1; i > n/2; i-- {
		if r[i] == ' ' {
			r = r[:i]
			break
		}
	}
	return string(r) + "…"
}

// digest is the checksum of a text that is kept as it was sent; empty for none.
func digest(s string) string {
	if s == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

// yearText says a year, or nothing when it is missing.
func yearText(y register.Int) string {
	if !y.Set {
		return ""
	}
	return strconv.FormatInt(y.N, 10)
}

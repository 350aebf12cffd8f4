package value

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"genomlys/internal/document/csv"

	"golang.org/x/text/unicode/norm"
)

// Blank tells whether a cell says nothing: no text, or only dashes.
func Blank(s string) bool {
	return strings.Trim(clean(s), "-–—") == ""
}

// Text reads one line of at most limit characters: trimmed, composed, with
// ordinary spaces. Line breaks become spaces.
func Text(s string, limit int) (string, Note, error) {
	t, err := Long(s, limit)
	if err != nil || !strings.ContainsAny(t, "\n\t") {
		return t, AsWritten, err
	}
	return strings.Join(strings.FieldsFunc(t, func(c rune) bool { return c == '\n' || c == '\t' || c == ' ' }), " "), LinesJoined, nil
}

// Long reads a text of several lines of at most limit characters. Control
// characters, and those that turn the direction of writing and so can make a
// text read otherwise than it is, are refused.
func Long(s string, limit int) (string, error) {
	if !utf8.ValidString(s) {
		return "", refuse("bad-encoding", s)
	}
	t := Bare(s)
	t = strings.ReplaceAll(strings.ReplaceAll(t, "\r\n", "\n"), "\r", "\n")
	for _, c := range t {
		if c != '\n' && c != '\t' && unicode.IsControl(c) || turnsDirection(c) {
			return "", refuse("control-character", s, "U+"+strings.ToUpper(strconv.FormatInt(int64(c)+0x10000, 16)[1:]))
		}
	}
	t = strings.TrimSpace(norm.NFC.String(strings.Map(ordinary, t)))
	if n := utf8.RuneCountInString(t); limit > 0 && n > limit {
		return "", refuse("too-long", s, strconv.Itoa(limit), strconv.Itoa(n))
	}
	return t, nil
}

// Bare takes off the apostrophe that an export sets before a text that a
// spreadsheet program would take for a formula (security.md T9).
func Bare(s string) string { return csv.Plain(s) }

// List splits a cell into its entries, at semicolons and line breaks, each
// once and in order.
func List(s string) ([]string, Note) {
	var out []string
	var note Note
	seen := map[string]bool{}
	for _, p := range strings.FieldsFunc(s, func(c rune) bool { return c == ';' || c == '\n' || c == '\r' || c == '；' }) {
		p = clean(p)
		if p == "" {
			continue
		}
		if seen[p] {
			note = Duplicates
			continue
		}
		seen[p] = true
		out = append(out, p)
	}
	return out, note
}

// Person reads who a cell names: "Anna Ek <anna.ek@slk.example>",
// "anna.ek@slk.example", a name or a function. The mail address is in lower
// case; either may be empty, not both.
func Person(s string) (name, mail string, err error) {
	t := strings.TrimPrefix(clean(s), "mailto:")
	if t == "" {
		return "", "", refuse("empty", s)
	}
	at := strings.LastIndexByte(t, '@')
	if at < 0 {
		return t, "", nil
	}
	stop := func(c rune) bool { return unicode.IsSpace(c) || strings.ContainsRune("<>()[],;\"", c) }
	start := strings.LastIndexFunc(t[:at], stop) + 1
	if start > 0 {
		_, size := utf8.DecodeRuneInString(t[start-1:])
		if size > 1 {
			start += size - 1
		}
	}
	end := at + 1 + max(0, strings.IndexFunc(t[at+1:]+" ", stop))
	mail = strings.ToLower(strings.TrimRight(t[start:end], "."))
	user, domain, _ := strings.Cut(mail, "@")
	if user == "" || strings.Contains(domain, "@") || !strings.Contains(strings.Trim(domain, "."), ".") || len(mail) > 254 {
		return "", "", refuse("not-a-mail", s, "namn@kommun.example")
	}
	name = strings.Trim(t[:start]+t[min(end, len(t)):], " <>()[],;\"")
	return name, mail, nil
}

// clean is the text of a cell that is not free text: one line, ordinary
// spaces and minus signs untouched, nothing hidden.
func clean(s string) string {
	s = norm.NFC.String(strings.Map(ordinary, Bare(s)))
	return strings.Join(strings.Fields(s), " ")
}

// ordinary makes every kind of space a space and drops what does not show.
func ordinary(c rune) rune {
	switch {
	case hidden(c):
		return -1
	case c != '\n' && c != '\t' && c != '\r' && unicode.IsSpace(c):
		return ' '
	}
	return c
}

// hidden tells whether a character takes no room: soft hyphen, zero-width
// space and joiners, byte order mark, direction marks.
func hidden(c rune) bool {
	return c == 0x00AD || c == 0x200B || c == 0x2060 || c == 0xFEFF || turnsDirection(c)
}

func turnsDirection(c rune) bool {
	return c == 0x200E || c == 0x200F || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069
}

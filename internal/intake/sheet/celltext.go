package sheet

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// textOf gathers the text of a rich or plain string: every <t> that is not
// part of a phonetic reading.
type textOf struct {
	b        []byte
	in       bool
	phonetic bool
}

func (t *textOf) reset() { t.b, t.in, t.phonetic = t.b[:0], false, false }

func (t *textOf) take(tok xml.Token, limit int) error {
	switch e := tok.(type) {
	case xml.StartElement:
		switch e.Name.Local {
		case "rPh":
			t.phonetic = true
		case "t":
			t.in = !t.phonetic
		}
	case xml.EndElement:
		switch e.Name.Local {
		case "rPh":
			t.phonetic = false
		case "t":
			t.in = false
		}
	case xml.CharData:
		if !t.in {
			return nil
		}
		if len(t.b)+len(e) > limit {
			return &Refusal{Code: CellTooLong, Limit: int64(limit), Found: int64(len(t.b) + len(e))}
		}
		t.b = append(t.b, e...)
	}
	return nil
}

func (t *textOf) String() string { return unescape(string(t.b)) }

// unescape turns _x000D_ into the character it stands for (ST_Xstring,
// ECMA-376 part 1, 22.9.2.19).
func unescape(s string) string {
	if !strings.Contains(s, "_x") {
		return s
	}
	var b strings.Builder
	for {
		i := strings.Index(s, "_x")
		if i < 0 || len(s) < i+7 {
			b.WriteString(s)
			return b.String()
		}
		n, err := strconv.ParseUint(s[i+2:i+6], 16, 16)
		if err != nil || s[i+6] != '_' || n >= 0xD800 && n < 0xE000 {
			b.WriteString(s[:i+2])
			s = s[i+2:]
			continue
		}
		b.WriteString(s[:i])
		b.WriteRune(rune(n))
		s = s[i+7:]
	}
}

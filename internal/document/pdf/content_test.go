package pdf

import (
	"encoding/binary"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
)

func utf16Text(b []byte) string {
	var u []uint16
	for i := 0; i+1 < len(b); i += 2 {
		u = append(u, binary.BigEndian.Uint16(b[i:]))
	}
	return string(utf16.Decode(u))
}

// pfont is a font as a reader sees it.
type pfont struct {
	unicode map[uint16]string
	widths  []float64
	glyphs  int
}

// scan is what a page's content stream holds.
type scan struct {
	mcids    map[int]string // MCID -> text
	tags     map[int]string // MCID -> tag of its marked content
	problems []string
	artifact string
}

// operands of the operators that the writer may use; all others are problems,
// which rules out transparency, images, device CMYK and inline tricks.
var operators = map[pop]int{
	"BT": 0, "ET": 0, "Tf": 2, "Td": 2, "Tj": 1, "rg": 3, "RG": 3, "w": 1, "m": 2, "l": 2, "re": 4,
	"f": 0, "S": 0, "q": 0, "Q": 0, "J": 1, "d": 2, "BDC": 2, "BMC": 1, "EMC": 0,
}

// scanContent walks a content stream and finds what lies outside marked
// content, what is not balanced, and which text each MCID holds.
func scanContent(data []byte, fonts map[pname]*pfont) *scan {
	s := &scan{mcids: map[int]string{}, tags: map[int]string{}}
	bad := func(format string, args ...any) { s.problems = append(s.problems, fmt.Sprintf(format, args...)) }
	l := &lexer{b: data}
	var args []any
	var font *pfont
	inText, depth, marked, mcid := false, 0, false, -1
	for {
		v, err := l.next()
		if err == io.EOF {
			break
		}
		if err != nil {
			bad("content: %v", err)
			break
		}
		o, ok := v.(pop)
		if !ok {
			args = append(args, v)
			continue
		}
		if n, known := operators[o]; !known {
			bad("operator %s is not allowed", o)
		} else if n != len(args) {
			bad("operator %s has %d operands", o, len(args))
			args = nil
			continue
		}
		switch o {
		case "BT", "ET":
			if inText == (o == "BT") {
				bad("%s out of place", o)
			}
			inText = o == "BT"
		case "q":
			depth++
		case "Q":
			if depth--; depth < 0 {
				bad("Q without q")
			}
		case "BMC":
			if marked || args[0] != pname("Artifact") {
				bad("BMC %v inside other content or without properties", args[0])
			}
			marked, mcid = true, -1
		case "BDC":
			if marked {
				bad("marked content inside marked content")
			}
			d, _ := args[1].(pdict)
			tag, _ := args[0].(pname)
			n, has := d["MCID"].(float64)
			marked, mcid = true, -1
			if tag == "Artifact" {
				if has {
					bad("an artifact has an MCID")
				}
				break
			}
			if !has {
				bad("%s without MCID", tag)
				break
			}
			mcid = int(n)
			if _, twice := s.mcids[mcid]; twice {
				bad("MCID %d stands twice", mcid)
			}
			s.mcids[mcid], s.tags[mcid] = "", string(tag)
		case "EMC":
			if !marked {
				bad("EMC without begin")
			}
			marked = false
		case "f", "S":
			if !marked {
				bad("a drawn path is neither artifact nor tagged")
			}
		case "Tf":
			if font = fonts[args[0].(pname)]; font == nil {
				bad("font %v is not in the resources", args[0])
			}
		case "Tj":
			if !marked {
				bad("text is neither artifact nor tagged")
			}
			b, _ := args[0].([]byte)
			if font == nil || !inText || len(b)%2 != 0 {
				bad("text without font or outside BT")
				break
			}
			var text strings.Builder
			for i := 0; i < len(b); i += 2 {
				c := binary.BigEndian.Uint16(b[i:])
				u, ok := font.unicode[c]
				if !ok || c == 0 {
					bad("glyph %d has no Unicode value", c)
				}
				if int(c) >= font.glyphs || int(c) >= len(font.widths) {
					bad("glyph %d is not in the font", c)
				}
				text.WriteString(u)
			}
			if mcid >= 0 {
				s.mcids[mcid] += text.String()
			} else {
				s.artifact += text.String() + "\n"
			}
		}
		args = args[:0]
	}
	if marked || inText || depth != 0 {
		bad("the content stream ends inside marked content, text or q")
	}
	return s
}

package sheet

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// detect finds the encoding of a text file: by its byte order mark; else, a
// file with many NUL bytes is UTF-16; else what is valid UTF-8 is UTF-8 and
// all other files are Windows-1252, which Excel in Sweden writes.
func detect(w *watch, r io.ReaderAt, size int64) (name string, enc encoding.Encoding, skip int64, err error) {
	head := make([]byte, min(size, 64<<10))
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), head); err != nil {
		return "", nil, 0, err
	}
	utf16 := func(e unicode.Endianness) encoding.Encoding { return unicode.UTF16(e, unicode.IgnoreBOM) }
	switch {
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		skip = 3
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return "utf-16le", utf16(unicode.LittleEndian), 2, nil
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return "utf-16be", utf16(unicode.BigEndian), 2, nil
	default:
		var even, odd int
		for i, c := range head {
			if c == 0 && i%2 == 0 {
				even++
			} else if c == 0 {
				odd++
			}
		}
		// Latin text in UTF-16 has a NUL in nearly every second byte, all on
		// one side; a stray NUL is a broken file and is refused with its row.
		if half := len(head) / 2; half > 1 {
			switch {
			case odd*10 >= half*7 && even*10 < half:
				return "utf-16le", utf16(unicode.LittleEndian), 0, nil
			case even*10 >= half*7 && odd*10 < half:
				return "utf-16be", utf16(unicode.BigEndian), 0, nil
			}
		}
	}
	valid, err := validUTF8(w, io.NewSectionReader(r, skip, size-skip))
	switch {
	case err != nil:
		return "", nil, 0, err
	case valid:
		return "utf-8", encoding.Nop, skip, nil
	case skip > 0:
		return "", nil, 0, &Refusal{Code: BadEncoding, Detail: "utf-8"}
	}
	return "windows-1252", charmap.Windows1252, 0, nil
}

func validUTF8(w *watch, r io.Reader) (bool, error) {
	buf := make([]byte, 64<<10)
	kept := 0
	for {
		if err := w.check(); err != nil {
			return false, err
		}
		n, err := r.Read(buf[kept:])
		p := buf[:kept+n]
		for len(p) > 0 {
			c, size := utf8.DecodeRune(p)
			if c == utf8.RuneError && size == 1 {
				if utf8.FullRune(p) {
					return false, nil
				}
				break // a character cut by the buffer
			}
			p = p[size:]
		}
		kept = copy(buf, p)
		switch {
		case errors.Is(err, io.EOF):
			return kept == 0, nil
		case err != nil:
			return false, err
		}
	}
}

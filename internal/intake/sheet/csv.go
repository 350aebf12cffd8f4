package sheet

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
)

// csvFile is an opened CSV file.
type csvFile struct {
	r         io.ReaderAt
	size      int64
	skip      int64
	enc       encoding.Encoding
	separator rune
	sepLine   bool // the first row is Excel's "sep=;"
}

func (b *Book) openCSV(w *watch, r io.ReaderAt, size int64, name string) error {
	encName, enc, skip, err := detect(w, r, size)
	if err != nil {
		return err
	}
	f := &csvFile{r: r, size: size, skip: skip, enc: enc}
	if err := f.findSeparator(); err != nil {
		return err
	}
	b.Format, b.Encoding, b.Separator, b.text = "csv", encName, f.separator, f
	b.sheets = []Sheet{{Name: name, Number: 1}}
	return nil
}

func (f *csvFile) open() *bufio.Reader {
	return bufio.NewReaderSize(f.enc.NewDecoder().Reader(io.NewSectionReader(f.r, f.skip, f.size-f.skip)), 64<<10)
}

// read streams the rows. A row is a record: one with line breaks inside
// quotes counts as one, as it does in a spreadsheet program.
func (f *csvFile) read(w *watch, limits Limits, emit emitFunc) error {
	p := &csvParser{in: f.open(), separator: f.separator, limit: limits.Cell, columns: limits.Columns}
	for {
		if err := w.tick(); err != nil {
			return err
		}
		fields, err := p.record()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if p.row == 1 && f.sepLine {
			continue
		}
		r := Row{Number: p.row, Cells: make([]Cell, len(fields))}
		for i, s := range fields {
			r.Cells[i] = Cell{Text: s}
		}
		if more, err := emit(r); err != nil || !more {
			return err
		}
	}
}

// csvParser reads records as RFC 4180 has them and as people make them: a
// quote inside an unquoted field, or text after a closing quote, is text.
type csvParser struct {
	in        *bufio.Reader
	separator rune
	limit     int
	columns   int
	row       int // of the latest record, from 1
	field     []byte
	size      int
}

// record gives the fields of the next record, nil for an empty line.
func (p *csvParser) record() ([]string, error) {
	p.row++
	p.size = 0
	var fields []string
	for first := true; ; first = false {
		end, err := p.readField()
		if errors.Is(err, io.EOF) {
			if first && len(p.field) == 0 {
				return nil, io.EOF
			}
			return append(fields, string(p.field)), nil
		}
		if err != nil {
			return nil, at(err, "", p.row, len(fields)+1)
		}
		if first && end && len(p.field) == 0 {
			return nil, nil
		}
		// Empty fields beyond the cap cost nothing and say nothing.
		if len(p.field) > 0 || len(fields) < p.columns {
			if len(fields) > p.columns {
				return nil, &Refusal{Code: TooManyColumns, Row: p.row, Limit: int64(p.columns), Found: int64(len(fields) + 1)}
			}
			fields = append(fields, string(p.field))
		}
		if end {
			return fields, nil
		}
	}
}

// readField reads one field into p.field and tells whether it ends its
// record. io.EOF comes with the last field.
func (p *csvParser) readField() (end bool, err error) {
	p.field = p.field[:0]
	quoted, started := false, false
	for {
		c, _, err := p.in.ReadRune()
		if errors.Is(err, io.EOF) && quoted {
			return false, &Refusal{Code: UnclosedQuote, Detail: beginning(p.field)}
		}
		if err != nil {
			return true, err
		}
		switch {
		case c == 0:
			return false, &Refusal{Code: NULByte}
		case quoted && c == '"':
			next, _, err := p.in.ReadRune()
			if err == nil && next == '"' {
				break
			}
			quoted = false
			if err == nil {
				if err := p.in.UnreadRune(); err != nil {
					return false, err
				}
			}
			continue
		case quoted:
		case c == '"' && !started:
			quoted, started = true, true
			continue
		case c == p.separator:
			return false, nil
		case c == '\r':
			if next, _, err := p.in.ReadRune(); err == nil && next != '\n' {
				if err := p.in.UnreadRune(); err != nil { // a line of old Macintosh
					return false, err
				}
			}
			return true, nil
		case c == '\n':
			return true, nil
		}
		started = started || c != ' '
		p.field = utf8.AppendRune(p.field, c)
		p.size++
		switch {
		case len(p.field) > p.limit:
			return false, &Refusal{Code: CellTooLong, Limit: int64(p.limit), Found: int64(len(p.field)), Detail: beginning(p.field)}
		case p.size > maxRowText:
			return false, &Refusal{Code: RowTooLong, Limit: maxRowText, Found: int64(p.size)}
		}
	}
}

func beginning(b []byte) string {
	s := strings.ToValidUTF8(string(b[:min(len(b), 40)]), "")
	return strings.TrimSpace(s)
}

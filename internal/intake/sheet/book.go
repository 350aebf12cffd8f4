package sheet

import (
	"bytes"
	"context"
	"errors"
	"io"
	"iter"
	"path"
	"strconv"
	"strings"
)

// Kind is what a cell holds.
type Kind int

// What a cell holds.
const (
	Text   Kind = iota
	Number      // Text has it with a decimal point
	Date        // Text is "2023-10-31", "2023-10-31 08:12:00" or "08:12:00"; Number the serial
	Bool        // Text is "true" or "false"
	Error       // Text is the error value, or the formula that has no saved value
)

// Cell is one cell. Text is always filled, whatever the kind.
type Cell struct {
	Text   string
	Kind   Kind
	Number float64 // for Number and Date
	Merged bool    // repeats the first cell of the merged area it lies in
}

// Row is one row with content. Rows without any are not given: a gap in
// Number is one or more empty rows.
type Row struct {
	Number int    // the file's own, the first is 1
	Cells  []Cell // from the first column; short rows are short
}

// Cell gives the cell of a column counted from 0, empty beyond the row's end.
func (r Row) Cell(i int) Cell {
	if i < 0 || i >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[i]
}

// Empty tells whether a row has nothing of its own: no text, or only what is
// repeated from a merged area.
func (r Row) Empty() bool {
	for _, c := range r.Cells {
		if !c.Merged && strings.TrimSpace(c.Text) != "" {
			return false
		}
	}
	return true
}

// Sheet is one visible sheet of a book.
type Sheet struct {
	Name   string // of a CSV file, the file's name without its ending
	Number int    // among the visible ones, from 1
	part   string
}

// Book is an opened file. It may be read any number of times, by one reader
// at a time.
type Book struct {
	Format    string   // "csv" or "xlsx"
	Encoding  string   // "utf-8", "utf-16le", "utf-16be" or "windows-1252"
	Separator rune     // of CSV, else 0
	Hidden    []string // names of sheets that are hidden and therefore left out
	limits    Limits
	sheets    []Sheet
	hidden    []Sheet
	text      *csvFile
	work      *workbook
}

// Open recognises a file of size bytes by its content, not its name, and
// reads what is needed to read its sheets. Errors are *Refusal, the
// context's own, or r's.
func Open(ctx context.Context, r io.ReaderAt, size int64, name string, limits Limits) (*Book, error) {
	if size > limits.Input {
		return nil, &Refusal{Code: FileTooLarge, Limit: limits.Input, Found: size}
	}
	if size == 0 {
		return nil, &Refusal{Code: EmptyFile}
	}
	var head [8]byte
	n, err := r.ReadAt(head[:], 0)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	b := &Book{limits: limits}
	w := newWatch(ctx, limits.Time)
	switch {
	case bytes.HasPrefix(head[:n], []byte("PK\x03\x04")), bytes.HasPrefix(head[:n], []byte("PK\x05\x06")):
		err = b.openXLSX(w, r, size)
	case bytes.HasPrefix(head[:n], []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		// The same container holds .xls and XLSX with a password.
		err = &Refusal{Code: OldWorkbook}
	default:
		err = b.openCSV(w, r, size, strings.TrimSuffix(path.Base(name), path.Ext(name)))
	}
	if err != nil {
		return nil, err
	}
	return b, nil
}

// Sheets gives the visible sheets in the file's order.
func (b *Book) Sheets() []Sheet { return b.sheets }

// Sheet finds a sheet by name, in any case, or by its number among the
// visible ones; an empty key is the first. A hidden sheet is found only by
// its name.
func (b *Book) Sheet(key string) (Sheet, error) {
	key = strings.TrimSpace(key)
	if key == "" {
		return b.sheets[0], nil
	}
	for _, list := range [][]Sheet{b.sheets, b.hidden} {
		for _, s := range list {
			if strings.EqualFold(s.Name, key) {
				return s, nil
			}
		}
	}
	if n, err := strconv.Atoi(key); err == nil && n >= 1 && n <= len(b.sheets) {
		return b.sheets[n-1], nil
	}
	names := make([]string, len(b.sheets))
	for i, s := range b.sheets {
		names[i] = s.Name
	}
	return Sheet{}, &Refusal{Code: NoSuchSheet, Sheet: key, Detail: strings.Join(names, ", ")}
}

// Read streams the rows of a sheet that have content. After an error no more
// rows come.
func (b *Book) Read(ctx context.Context, s Sheet) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		w := newWatch(ctx, b.limits.Time)
		rows, number := 0, 0
		emit := func(r Row) (bool, error) {
			r.Cells = trimBlank(r.Cells)
			if r.Empty() {
				return true, nil
			}
			if rows++; rows > b.limits.Rows {
				return false, &Refusal{Code: TooManyRows, Row: r.Number, Limit: int64(b.limits.Rows), Found: int64(rows)}
			}
			number = r.Number
			if len(r.Cells) > b.limits.Columns {
				return false, &Refusal{Code: TooManyColumns, Column: len(r.Cells), Limit: int64(b.limits.Columns), Found: int64(len(r.Cells))}
			}
			w.pause()
			more := yield(r, nil)
			w.resume()
			return more, nil
		}
		var err error
		if b.text != nil {
			err = b.text.read(w, b.limits, emit)
		} else {
			err = b.work.read(w, b.limits, s, emit)
		}
		if err != nil {
			yield(Row{}, at(err, s.Name, number, 0))
		}
	}
}

// emitFunc takes a row and tells whether more are wanted.
type emitFunc func(Row) (bool, error)

func trimBlank(cells []Cell) []Cell {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1].Text) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

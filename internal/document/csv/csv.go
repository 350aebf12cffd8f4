// Package csv writes a sheet as a text file that Excel in Swedish opens with a
// double click: UTF-8 with byte order mark, semicolons, CRLF, decimal comma,
// dates as 2006-01-02. No cell in it can become a formula.
package csv

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"genomlys/internal/document/sheet"
)

const byteOrderMark = "\uFEFF"

// Write writes the header row and the rows as they come. Numbers and dates
// stand as they are ("-5" in a column of numbers is a number); texts, also
// texts in such columns, go through Inert. An absent value is an empty cell.
func Write(w io.Writer, s sheet.Sheet) error {
	if len(s.Columns) == 0 {
		return fmt.Errorf("sheet %q has no columns: give it at least one", s.Name)
	}
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.WriteString(byteOrderMark)
	for i, c := range s.Columns {
		separate(out, i)
		field(out, Inert(c.Title))
	}
	_, _ = out.WriteString("\r\n")
	if s.Rows != nil {
		n := 0
		for row, err := range s.Rows {
			n++
			if err != nil {
				return fmt.Errorf("sheet %q, row %d: %w", s.Name, n, err)
			}
			cells, err := s.Cells(n, row)
			if err != nil {
				return err
			}
			for i, c := range cells {
				separate(out, i)
				field(out, text(c))
			}
			if len(cells) == 1 && cells[0].Absent {
				// Readers skip a line with nothing on it, and the row with it.
				_, _ = out.WriteString(`""`)
			}
			if _, err := out.WriteString("\r\n"); err != nil {
				return fmt.Errorf("write csv: %w", err)
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write csv: %w", err)
	}
	return nil
}

// text is the cell as it stands in the file.
func text(c sheet.Cell) string {
	switch {
	case c.Absent:
		return ""
	case c.Kind == sheet.Int:
		return c.Text
	case c.Kind == sheet.Decimal:
		return strings.Replace(c.Text, ".", ",", 1)
	case c.Kind == sheet.Date:
		return c.Time.Format("2006-01-02")
	case c.Kind == sheet.Time:
		return c.Time.Format("2006-01-02 15:04:05")
	}
	return Inert(c.Text)
}

func separate(out *bufio.Writer, i int) {
	if i > 0 {
		_ = out.WriteByte(';')
	}
}

// field quotes as RFC 4180 says, and also where a reader might trim blanks.
func field(out *bufio.Writer, s string) {
	if !strings.ContainsAny(s, ";,\"\r\n\t") && strings.TrimSpace(s) == s {
		_, _ = out.WriteString(s)
		return
	}
	_ = out.WriteByte('"')
	_, _ = out.WriteString(strings.ReplaceAll(s, `"`, `""`))
	_ = out.WriteByte('"')
}

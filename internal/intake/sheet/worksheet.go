package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// read streams the rows of a sheet. The merged areas stand after the rows in
// the file and are therefore read first, once.
func (wb *workbook) read(w *watch, limits Limits, s Sheet, emit emitFunc) error {
	areas, known := wb.merges[s.part]
	if !known {
		var err error
		if areas, err = readMerges(w, wb.parts, s.part, limits.Columns); err != nil {
			return err
		}
		wb.merges[s.part] = areas
	}
	rc, err := wb.parts.open(s.part)
	if err != nil {
		return err
	}
	defer rc.Close()
	r := &rowReader{wb: wb, t: newTokens(rc, w), limits: limits, merged: merger{areas: areas}, column: -1}
	return r.run(emit)
}

// rowReader walks the rows of one sheet.
type rowReader struct {
	wb     *workbook
	t      *tokens
	limits Limits
	merged merger
	row    Row
	size   int // bytes of text in the row
	column int // of the open cell, from 0
	kind   string
	style  int
	text   textOf // <t> in <is>
	value  []byte // <v>
	form   []byte // the beginning of <f>
	inside string // "v", "f" or ""
	inRow  bool
	inCell bool
}

func (r *rowReader) run(emit emitFunc) error {
	in := false // sheetData
	for {
		tok, err := r.t.next()
		if errors.Is(err, io.EOF) {
			if in {
				return &Refusal{Code: BrokenFile, Row: r.row.Number, Detail: "sheetData not closed"}
			}
			return nil
		}
		if err != nil {
			return at(err, "", r.row.Number, 0)
		}
		if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "sheetData" {
			in = true
			continue
		}
		if !in {
			continue
		}
		if e, ok := tok.(xml.EndElement); ok && e.Name.Local == "sheetData" {
			return nil
		}
		more, err := r.take(tok, emit)
		if err != nil {
			return at(err, "", r.row.Number, r.column+1)
		}
		if !more {
			return nil
		}
	}
}

// nest keeps to rows in the sheet and cells in the rows: raw tokens come
// whether or not they match.
func (r *rowReader) nest(tok xml.Token) error {
	ok := true
	switch e := tok.(type) {
	case xml.StartElement:
		switch e.Name.Local {
		case "row":
			ok = !r.inRow
			r.inRow = true
		case "c":
			ok = r.inRow && !r.inCell
			r.inCell = true
		}
	case xml.EndElement:
		switch e.Name.Local {
		case "row":
			ok = r.inRow && !r.inCell
			r.inRow = false
		case "c":
			ok = r.inCell
			r.inCell = false
		}
	}
	if !ok {
		return &Refusal{Code: BrokenFile, Detail: "rows and cells do not match"}
	}
	return nil
}

func (r *rowReader) take(tok xml.Token, emit emitFunc) (bool, error) {
	if err := r.nest(tok); err != nil {
		return false, err
	}
	if err := r.text.take(tok, r.limits.Cell); err != nil {
		return false, err
	}
	switch e := tok.(type) {
	case xml.StartElement:
		switch e.Name.Local {
		case "row":
			return true, r.openRow(e)
		case "c":
			return true, r.openCell(e)
		case "v", "f":
			r.inside = e.Name.Local
		}
	case xml.CharData:
		switch r.inside {
		case "v":
			if len(r.value)+len(e) > r.limits.Cell {
				return false, &Refusal{Code: CellTooLong, Limit: int64(r.limits.Cell), Found: int64(len(r.value) + len(e))}
			}
			r.value = append(r.value, e...)
		case "f":
			r.form = append(r.form, e[:min(len(e), 200-min(200, len(r.form)))]...)
		}
	case xml.EndElement:
		switch e.Name.Local {
		case "v", "f":
			r.inside = ""
		case "c":
			return true, r.closeCell()
		case "row":
			if err := r.merged.fill(&r.row, r.limits.Columns); err != nil {
				return false, err
			}
			r.column = -1
			return emit(r.row)
		}
	}
	return true, nil
}

func (r *rowReader) openRow(e xml.StartElement) error {
	number := r.row.Number + 1
	if v := attribute(e, "r"); v != "" {
		n, err := strconv.Atoi(v)
		if err != nil || n < number {
			return &Refusal{Code: BrokenRow, Row: number, Detail: v}
		}
		number = n
	}
	if number > maxRowNumber {
		return &Refusal{Code: BrokenRow, Row: number, Limit: maxRowNumber, Found: int64(number)}
	}
	r.row = Row{Number: number}
	r.size, r.column = 0, -1
	return nil
}

func (r *rowReader) openCell(e xml.StartElement) error {
	column := r.column + 1
	r.kind, r.style = "n", 0
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "r":
			c, ok := columnOf(a.Value)
			if !ok || c < column {
				return &Refusal{Code: BrokenRow, Column: column + 1, Detail: a.Value}
			}
			column = c
		case "t":
			r.kind = a.Value
		case "s":
			r.style, _ = strconv.Atoi(a.Value)
		}
	}
	if column >= maxColumn {
		return &Refusal{Code: TooManyColumns, Limit: maxColumn, Found: int64(column + 1)}
	}
	r.column = column
	r.text.reset()
	r.value, r.form, r.inside = r.value[:0], r.form[:0], ""
	return nil
}

func (r *rowReader) closeCell() error {
	c, err := r.cell()
	if err != nil || c.Text == "" {
		return err
	}
	if r.column >= r.limits.Columns {
		if strings.TrimSpace(c.Text) == "" {
			return nil
		}
		return &Refusal{Code: TooManyColumns, Limit: int64(r.limits.Columns), Found: int64(r.column + 1)}
	}
	if r.size += len(c.Text); r.kind != "s" && r.size > maxRowText {
		return &Refusal{Code: RowTooLong, Limit: maxRowText, Found: int64(r.size)}
	}
	for len(r.row.Cells) <= r.column {
		r.row.Cells = append(r.row.Cells, Cell{})
	}
	r.row.Cells[r.column] = c
	return nil
}

// cell reads what the open cell holds (ST_CellType, ECMA-376 part 1,
// 18.18.11). Of a formula the saved value is taken; nothing is computed.
func (r *rowReader) cell() (Cell, error) {
	v := string(r.value)
	if r.kind == "inlineStr" {
		return Cell{Text: r.text.String()}, nil
	}
	if strings.TrimSpace(v) == "" && r.kind != "str" {
		if len(r.form) > 0 {
			return Cell{Text: "=" + strings.ToValidUTF8(string(r.form), ""), Kind: Error}, nil
		}
		return Cell{}, nil
	}
	switch r.kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(v))
		text, ok := r.wb.shared.at(i)
		if err != nil || !ok {
			return Cell{}, &Refusal{Code: StringNotFound, Detail: v}
		}
		return Cell{Text: text}, nil
	case "str":
		return Cell{Text: unescape(v)}, nil
	case "b":
		if b := strings.TrimSpace(v); b == "1" || strings.EqualFold(b, "true") {
			return Cell{Text: "true", Kind: Bool}, nil
		}
		return Cell{Text: "false", Kind: Bool}, nil
	case "e":
		return Cell{Text: v, Kind: Error}, nil
	case "d":
		return Cell{Text: strings.TrimSuffix(strings.Replace(v, "T", " ", 1), " 00:00:00"), Kind: Date}, nil
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(v), 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		return Cell{Text: v}, nil
	}
	f := plain
	if r.style >= 0 && r.style < len(r.wb.formats) {
		f = r.wb.formats[r.style]
	}
	return f.cell(n, r.wb.base), nil
}

// columnOf reads the column, from 0, of a reference such as "AB12".
func columnOf(ref string) (int, bool) {
	n, i := 0, 0
	for ; i < len(ref) && ref[i]|0x20 >= 'a' && ref[i]|0x20 <= 'z'; i++ {
		if n = n*26 + int(ref[i]|0x20-'a') + 1; n > maxColumn {
			return 0, false
		}
	}
	return n - 1, n > 0
}

// merger repeats the first cell of each merged area over the area.
type merger struct {
	areas []area // by first row
	next  int
	open  []openArea
}

type openArea struct {
	area
	cell  Cell
	found bool
}

func (m *merger) fill(r *Row, columns int) error {
	for m.next < len(m.areas) && m.areas[m.next].top <= r.Number {
		m.open = append(m.open, openArea{area: m.areas[m.next]})
		m.next++
	}
	m.open = slices.DeleteFunc(m.open, func(o openArea) bool { return o.bottom < r.Number })
	if len(m.open) > columns {
		// Areas that do not overlap cannot be more than the columns.
		return &Refusal{Code: TooManyMerges, Limit: int64(columns), Found: int64(len(m.open))}
	}
	for i := range m.open {
		o := &m.open[i]
		if r.Number == o.top {
			o.cell = r.Cell(o.left)
			o.found = strings.TrimSpace(o.cell.Text) != ""
			o.cell.Merged = true
		}
		if !o.found {
			continue
		}
		for c := o.left; c <= o.right; c++ {
			if r.Number == o.top && c == o.left || strings.TrimSpace(r.Cell(c).Text) != "" {
				continue
			}
			for len(r.Cells) <= c {
				r.Cells = append(r.Cells, Cell{})
			}
			r.Cells[c] = o.cell
		}
	}
	return nil
}

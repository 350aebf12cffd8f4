package intake

import (
	"context"

	"genomlys/internal/document"
	"genomlys/internal/document/sheet"
	"genomlys/internal/lang"
)

// Listing is a register's list as a document: what the list page shows, with
// the day it shows it as of (empty = now), for paper and archive.
func Listing(ctx context.Context, d Deps, out Outgoing, asOf string) (document.Doc, error) {
	s, err := Table(ctx, d, out)
	if err != nil {
		return document.Doc{}, err
	}
	if asOf == "" {
		asOf = out.Now.In(d.DB.Zone).Format("2006-01-02")
	}
	title := out.Register.Title.In(out.Lang)
	cols := make([]document.Column, len(s.Columns))
	for i, c := range s.Columns {
		cols[i] = document.Column{Title: c.Title}
		if c.Kind == sheet.Int || c.Kind == sheet.Decimal {
			cols[i].Align = document.Right
		}
	}
	// Read before the document is begun: what fails must not end in a document
	// that looks whole, and the writer passes over the rows twice.
	var rows [][]document.Cell
	for row, err := range s.Rows {
		if err != nil {
			return document.Doc{}, err
		}
		values, err := s.Cells(len(rows)+1, row)
		if err != nil {
			return document.Doc{}, err
		}
		cells := make([]document.Cell, len(values))
		for i, v := range values {
			cells[i] = document.C(v.Text)
			if v.Kind == sheet.Date && !v.Absent {
				cells[i] = document.C(v.Time.Format("2006-01-02"))
			}
			if v.Kind == sheet.Time && !v.Absent {
				cells[i] = document.C(v.Time.In(d.DB.Zone).Format("2006-01-02 15:04"))
			}
		}
		rows = append(rows, cells)
	}
	as := lang.Text{SV: "Per ", EN: "As of "}.In(out.Lang) + asOf + "."
	return document.Doc{Lang: string(out.Lang), Title: title, Organisation: "Genomlys", Name: title, Date: asOf, Created: out.Now, FooterLeft: as,
		Blocks: []document.Block{document.Table{Caption: title, Sub: as, Columns: cols, RowHeads: true, Rows: document.Rows(rows)}}}, nil
}

package cityreview

import (
	"context"

	"genomlys/internal/document"
	"genomlys/internal/document/sheet"
	"genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/room"
)

// FiguresText is the figures of every board as a text: what they are together,
// where the goals are reached, and each board by itself (domain.md 9.15).
func FiguresText(ctx context.Context, d Deps, call room.Call, h Heat, on register.Date) (document.Doc, error) {
	w := draft.New(ctx, draft.Deps{DB: d.DB, Now: call.Now, AsOf: d.DB.EndOfDay(on)}, call.Caller, call.Lang, lang.Text{SV: "Siffror per nämnd och bolag", EN: "Figures by board and company"})
	w.Doc.Draft = false
	w.Doc.FooterLeft = w.Say(lang.Text{SV: "Per %s", EN: "As of %s"}, string(on))
	w.Styled(document.Lead, w.Say(lang.Text{SV: "%d nämnder och bolag, per %s. Siffrorna är räknade ur registren som de var den dagen.", EN: "%d boards and companies, as of %s. The figures are counted from the registers as they were that day."}, len(h.Rows), string(on)))
	if len(h.Rows) == 0 {
		return w.End()
	}
	h.write(w, func(HeatBoard) bool { return true })
	return w.End()
}

// write puts the table of figures in a text: the city's own and where the goals
// are reached, then those of some of the boards.
func (h Heat) write(w *draft.Draft, which func(HeatBoard) bool) {
	l := w.Lang
	w.H(1, lang.Text{SV: "Siffror för staden", EN: "Figures of the city"})
	var rows [][]document.Cell
	for i, f := range h.Figures {
		reached, below, known := 0, 0, 0
		for _, b := range h.Rows {
			switch b.Cells[i].Mark {
			case "reached":
				reached++
			case "below":
				below++
			}
			if b.Cells[i].Value != nil {
				known++
			}
		}
		goal := "–"
		if f.Goal != nil {
			goal = w.Say(lang.Text{SV: "%d når, %d når inte", EN: "%d reach, %d do not"}, reached, below)
		}
		rows = append(rows, []document.Cell{document.C(f.ID + " " + f.Label), document.C(h.Total[i].Shown), document.C(lang.Whole(int64(known))), document.C(goal)})
	}
	w.Table(lang.Text{SV: "Tillsammans", EN: "Together"}, columns(l, "Siffra", "Figure", "Staden", "The city", "Från antal", "From number", "Målet", "The goal"), rows)
	if h.Note != "" {
		w.Styled(document.Small, h.Note)
	}
	w.H(1, lang.Text{SV: "Per nämnd och bolag", EN: "By board and company"})
	w.P(lang.Text{SV: "Siffrornas namn står i tabellen för staden. * Målet nås inte. – Uppgift saknas.", EN: "The names of the figures stand in the table of the city. * The goal is not reached. – Not known."})
	for first := 0; first < len(h.Figures); first += perTable {
		heads := h.Figures[first:min(first+perTable, len(h.Figures))]
		cols := columns(l, "Nämnd eller bolag", "Board or company")
		for _, f := range heads {
			cols = append(cols, document.Column{Title: f.ID})
		}
		rows = nil
		for _, b := range h.Rows {
			if !which(b) {
				continue
			}
			row := []document.Cell{document.C(b.Short)}
			for _, cell := range b.Cells[first : first+len(heads)] {
				row = append(row, document.C(cell.Shown+map[string]string{"below": " *"}[cell.Mark]))
			}
			rows = append(rows, row)
		}
		w.Table(lang.Text{SV: heads[0].ID + " till " + heads[len(heads)-1].ID, EN: heads[0].ID + " to " + heads[len(heads)-1].ID}, cols, rows)
	}
}

// perTable is how many figures a page has room for beside each other.
const perTable = 6

// sheet is a row for each figure and a column for each board, as they are shown.
func (h Heat) sheet(c room.Call, on register.Date) sheet.Sheet {
	l := c.Lang
	title := lang.Text{SV: "Siffror per nämnd", EN: "Figures by board"}.In(l)
	out := sheet.Sheet{Name: title, Meta: sheet.Meta{Title: title, Lang: string(l), Created: c.Now, About: [][2]string{{lang.Text{SV: "Per", EN: "As of"}.In(l), string(on)}}},
		Columns: []sheet.Column{{Title: lang.Text{SV: "Siffra", EN: "Figure"}.In(l)}, {Title: lang.Text{SV: "Benämning", EN: "Name"}.In(l), Width: 40}, {Title: lang.Text{SV: "Staden", EN: "The city"}.In(l)}}}
	for _, b := range h.Rows {
		out.Columns = append(out.Columns, sheet.Column{Title: b.Short})
	}
	out.Rows = func(yield func([]any, error) bool) {
		for i, f := range h.Figures {
			row := []any{f.ID, f.Label, h.Total[i].Shown}
			for _, b := range h.Rows {
				row = append(row, b.Cells[i].Shown)
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return out
}

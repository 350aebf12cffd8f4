package whatif

import (
	"genomlys/internal/document/sheet"
	"genomlys/internal/lang"
	"genomlys/internal/room"
)

// worksheet is the worklist as rows to sort and share out.
func worksheet(c room.Call, r Result) sheet.Sheet {
	title := r.Title.In(c.Lang)
	about := [][2]string{{lang.Text{SV: "Per", EN: "As of"}.In(c.Lang), lang.Clock(c.Lang, r.AsOf)}, {lang.Text{SV: "Poster i liggaren", EN: "Entries in the ledger"}.In(c.Lang), lang.Whole(r.KnownAt)}}
	if r.Subject.Title != "" {
		about = append(about, [2]string{lang.Text{SV: "Gäller", EN: "Concerns"}.In(c.Lang), r.Subject.Ref + " " + r.Subject.Title})
	}
	for _, n := range r.Notes {
		about = append(about, [2]string{lang.Text{SV: "Obs", EN: "Note"}.In(c.Lang), n.In(c.Lang)})
	}
	out := sheet.Sheet{Name: lang.Text{SV: "Att göra", EN: "To do"}.In(c.Lang), Meta: sheet.Meta{Title: title, Lang: string(c.Lang), Created: c.Now, About: about}}
	for _, h := range []struct {
		title lang.Text
		width float64
	}{{lang.Text{SV: "Nr", EN: "No."}, 6}, {lang.Text{SV: "Nummer", EN: "Number"}, 12}, {lang.Text{SV: "Post", EN: "Record"}, 40}, {lang.Text{SV: "Vad", EN: "What"}, 50},
		{lang.Text{SV: "Ansvarig", EN: "Responsible"}, 32}, {lang.Text{SV: "Organisation", EN: "Organisation"}, 28}} {
		out.Columns = append(out.Columns, sheet.Column{Title: h.title.In(c.Lang), Width: h.width})
	}
	out.Rows = func(yield func([]any, error) bool) {
		for i, t := range r.Work {
			if !yield([]any{lang.Whole(int64(i + 1)), t.Ref.Ref, t.Ref.Title, t.What.In(c.Lang), t.OwnerTitle, t.Board}, nil) {
				return
			}
		}
	}
	return out
}

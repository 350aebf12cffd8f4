package api

import (
	"net/http"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/review"
)

var mediaTypes = map[string]string{
	"pdf":  "application/pdf",
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"html": "text/html; charset=utf-8",
	"json": "application/json; charset=utf-8",
}

// document answers with a management review as a file: of a decided one the
// very bytes that were frozen.
func (a *API) document(w http.ResponseWriter, r *door.Request) error {
	q := r.URL.Query()
	if err := only(q, "format", "lang"); err != nil {
		return err
	}
	format := q.Get("format")
	if format == "" {
		format = "json"
	}
	media, ok := mediaTypes[format]
	if !ok {
		return door.Problem("format", "not-allowed", format, "pdf", "docx", "html", "json")
	}
	l := lang.SV
	switch q.Get("lang") {
	case "", "sv":
	case "en":
		l = lang.EN
	default:
		return door.Problem("lang", "not-allowed", q.Get("lang"), "sv", "en")
	}
	d := review.Deps{DB: a.DB, Access: a.Access, Commands: a.Commands, Figures: a.Figures, Now: r.At}
	data, err := review.OpenFile(r.Context(), d, r.Caller, r.PathValue("id"), l, format)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", media)
	if format != "json" {
		w.Header().Set("Content-Disposition", `attachment; filename="review.`+format+`"`)
	}
	if _, err := w.Write(data); err != nil {
		return http.ErrAbortHandler
	}
	return nil
}

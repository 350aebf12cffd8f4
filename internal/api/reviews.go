package api

import (
	"net/http"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
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
	data, err := review.OpenFile(r.Context(), a.Reviews, r.Caller, r.PathValue("id"), l, format)
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

// decide decides a review: it is frozen with figures, texts and files.
func (a *API) decide(w http.ResponseWriter, r *door.Request, id string, fields map[string]any) error {
	in := review.DecideRequest{Via: "api"}
	for k, v := range fields {
		s, ok := v.(string)
		switch {
		case !ok:
			return door.Problem(k, "not-a-text", "")
		case k == "decided_on":
			in.Date = register.Date(s)
		case k == "diary_no":
			in.DiaryNo = s
		case k == "minutes":
			in.Minutes = s
		default:
			return door.Problem(k, "unknown-field", s, "decided_on", "diary_no", "minutes")
		}
	}
	rec, err := review.Decide(r.Context(), a.Reviews, r.Caller, id, in)
	if err != nil {
		return err
	}
	w.Header().Set("ETag", etag(rec.Version))
	return write(w, http.StatusOK, Body(rec, nil))
}

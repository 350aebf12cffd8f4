package api

import (
	"fmt"
	"net/http"
	"strconv"

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
	if err := only(q, "format", "lang", "version"); err != nil {
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
	version := int64(0)
	if v := q.Get("version"); v != "" {
		n, err := strconv.ParseInt(v, 10, 64)
		if err != nil || n < 1 {
			return door.Problem("version", "not-a-number", v)
		}
		version = n
	}
	data, err := review.OpenFile(r.Context(), a.Reviews, r.Caller, r.PathValue("id"), l, format, version)
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

const correctAction = "correct"

// correct makes a corrected version of a decided review: texts by the keys of
// their places, and the fields that a correction may change.
func (a *API) correct(w http.ResponseWriter, r *door.Request, id string, version int64, fields map[string]any) error {
	in := review.Correction{Fields: map[string]any{}, Texts: map[string]string{}, Lang: lang.SV, Version: version, Via: "api"}
	for k, v := range fields {
		switch k {
		case "correction_reason":
			s, ok := v.(string)
			if !ok {
				return door.Problem(k, "not-a-text", "")
			}
			in.Reason = s
		case "language":
			s, _ := v.(string)
			if s != string(lang.SV) && s != string(lang.EN) {
				return door.Problem(k, "not-allowed", fmt.Sprint(v), string(lang.SV), string(lang.EN))
			}
			in.Lang = lang.Lang(s)
		case "texts":
			texts, ok := v.(map[string]any)
			if !ok {
				return door.Problem(k, "not-a-group", "")
			}
			for place, t := range texts {
				s, ok := t.(string)
				if !ok {
					return door.Problem("texts."+place, "not-a-text", "")
				}
				in.Texts[place] = s
			}
		default:
			in.Fields[k] = v
		}
	}
	rec, err := review.Correct(r.Context(), a.Reviews, r.Caller, id, in)
	if err != nil {
		return err
	}
	w.Header().Set("ETag", etag(rec.Version))
	return write(w, http.StatusOK, Body(rec, nil))
}

// describeCorrection is what the API's description says of it.
func describeCorrection(paths, problem m) {
	props := m{"correction_reason": str(), "language": m{"type": "string", "enum": []string{"sv", "en"}, "description": "of the texts"},
		"texts": m{"type": "object", "additionalProperties": str(), "description": "texts by the keys of their places; those not named stay"}}
	for _, f := range review.Correctable {
		props[f] = str()
	}
	paths["/api/v1/management-reviews/{id}:"+correctAction] = m{"post": m{"operationId": "correct_management_review", "summary": "Correct a decided review: a new version with a reason, over the same figures", "tags": []string{"management-reviews"},
		"parameters":  []any{m{"name": "id", "in": "path", "required": true, "schema": str(), "description": "id or ref"}, header("If-Match", false)},
		"requestBody": m{"required": true, "content": m{"application/json": m{"schema": m{"type": "object", "required": []string{"correction_reason"}, "properties": props}}}},
		"responses":   m{"200": m{"description": "The corrected review", "content": m{"application/json": m{"schema": ref("management_review")}}}, "default": problem}}}
}

package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
)

// Fail answers an error as problem+json (RFC 9457).
func Fail(w http.ResponseWriter, r *door.Request, err error) {
	status := door.Status(err)
	var f *fault.Error
	if !errors.As(err, &f) {
		f = fault.New(fault.Internal, "internal")
		if status == http.StatusRequestEntityTooLarge {
			f = fault.New(fault.TooLarge, "body-too-large")
		}
	}
	type problem struct {
		Index   *int     `json:"index,omitempty"`
		Field   string   `json:"field"`
		Code    string   `json:"code"`
		Message string   `json:"message"`
		Allowed []string `json:"allowed,omitempty"`
	}
	var ps []problem
	for _, p := range f.Problems {
		i := p.Index
		ps = append(ps, problem{Index: &i, Field: p.Field, Code: p.Code, Message: lang.Problem(r.Lang, p, p.Field), Allowed: p.Allowed})
	}
	out := map[string]any{"type": "about:blank", "title": http.StatusText(status), "status": status,
		"detail": lang.Problem(r.Lang, fault.Problem{Code: f.Code, Value: strings.Join(f.Args, " "), Allowed: f.Args}, ""), "code": f.Code, "request_id": r.ID}
	if ps != nil {
		out["errors"] = ps
	}
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	if status == http.StatusServiceUnavailable || status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "5")
	}
	b, _ := json.Marshal(out)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	w.Write(append(b, '\n'))
}

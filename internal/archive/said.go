package archive

import (
	"context"
	"time"

	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/said"
)

// Words is a text in both languages, as answers of the API have it.
type Words struct {
	SV string `json:"sv"`
	EN string `json:"en"`
}

// In gives the text in a language.
func (w Words) In(l lang.Lang) string { return lang.Text(w).In(l) }

// Chosen tells in words what a proposal to dispose chooses, as of the day it was
// made; a query that can no longer be read is given as it stands.
func (d Deps) Chosen(ctx context.Context, rec *register.Record, now time.Time) (lang.Text, error) {
	text := rec.Text("query")
	as := lang.Text{SV: text, EN: text}
	r, ok := registerOf(d.DB.Catalogue, rec.Text("register_name"))
	if !ok {
		return as, nil
	}
	day := register.Date(rec.Text("proposed_on"))
	if day.IsZero() {
		day = register.DateOf(now.In(d.DB.Zone))
	}
	says, err := said.Query(ctx, d.DB, r, text, day, now)
	if _, unread := err.(*query.Error); unread {
		return as, nil
	}
	return says, err
}

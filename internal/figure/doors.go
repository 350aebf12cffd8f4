package figure

import (
	"context"

	"genomlys/internal/document/sheet"
	"genomlys/internal/lang"
	"genomlys/internal/method/coverage"
	"genomlys/internal/register"
	"genomlys/internal/room"
)

// Doors are the reports that are told object by object rather than as a figure.
func (e *Engine) Doors() room.Set {
	return room.Set{Reports: []room.Report{{
		Name: "nine-checks", Title: lang.Text{SV: "Nio kontroller per objekt", EN: "Nine checks of each object"},
		Params: []room.Param{room.Org(true), room.AsOf()},
		Answer: func(ctx context.Context, c room.Call) (any, error) {
			s, err := e.standings(ctx, c)
			if err != nil {
				return nil, err
			}
			return s.wire(c.Lang), nil
		},
		Sheet: func(ctx context.Context, c room.Call) (sheet.Sheet, error) {
			s, err := e.standings(ctx, c)
			return s.sheet(c), err
		},
	}}}
}

func (e *Engine) standings(ctx context.Context, c room.Call) (Standings, error) {
	day := register.Date(c.Params["as_of"])
	if day == "" {
		day = c.Today()
	}
	return e.Checks(ctx, c.Caller, register.ID(c.Params["org"]), "", day)
}

func (s Standings) wire(l lang.Lang) any {
	type check struct {
		Check  string          `json:"check"`
		Answer coverage.Answer `json:"answer"`
		Why    string          `json:"why"`
	}
	type object struct {
		ID      register.ID `json:"id"`
		Ref     string      `json:"ref"`
		Title   string      `json:"title"`
		Yes     int         `json:"yes"`
		Of      int         `json:"of"`
		Missing []string    `json:"missing"`
		Checks  []check     `json:"checks"`
	}
	type name struct {
		Code  string `json:"code"`
		Title string `json:"title"`
		When  string `json:"when"`
	}
	names, objects := []name{}, []object{}
	for _, c := range s.Checks {
		names = append(names, name{c.Code, c.Title.In(l), c.When.In(l)})
	}
	for _, o := range s.Objects {
		x := object{ID: o.Object.ID, Ref: o.Object.Ref, Title: o.Object.Title, Yes: o.Tally.Part, Of: o.Tally.Whole, Missing: append([]string{}, o.Tally.Missing...)}
		for _, c := range o.Checks {
			x.Checks = append(x.Checks, check{c.Check, c.Answer, c.Why})
		}
		objects = append(objects, x)
	}
	return map[string]any{"as_of": s.AsOf, "checks": names, "yes": s.Sum.Part, "of": s.Sum.Whole, "items": objects, "total": len(objects)}
}

// sheet is a row for each object and a column for each check.
func (s Standings) sheet(c room.Call) sheet.Sheet {
	l := c.Lang
	title := lang.Text{SV: "Nio kontroller", EN: "Nine checks"}.In(l)
	out := sheet.Sheet{Name: title, Meta: sheet.Meta{Title: title, Lang: string(l), Created: c.Now, About: [][2]string{{lang.Text{SV: "Per", EN: "As of"}.In(l), string(s.AsOf)}}},
		Columns: []sheet.Column{{Title: lang.Text{SV: "Nummer", EN: "Number"}.In(l)}, {Title: lang.Text{SV: "Objekt", EN: "Object"}.In(l)},
			{Title: lang.Text{SV: "Uppfyllda", EN: "Met"}.In(l), Kind: sheet.Int}, {Title: lang.Text{SV: "Av", EN: "Of"}.In(l), Kind: sheet.Int}}}
	for _, k := range s.Checks {
		out.Columns = append(out.Columns, sheet.Column{Title: k.Title.In(l)})
	}
	out.Rows = func(yield func([]any, error) bool) {
		for _, o := range s.Objects {
			row := []any{o.Object.Ref, o.Object.Title, o.Tally.Part, o.Tally.Whole}
			for _, k := range o.Checks {
				row = append(row, register.Facts.Label(string(k.Answer)).In(l))
			}
			if !yield(row, nil) {
				return
			}
		}
	}
	return out
}

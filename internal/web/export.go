package web

import (
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"genomlys/internal/document/csv"
	"genomlys/internal/document/sheet"
	"genomlys/internal/document/xlsx"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

func queryEscape(s string) string { return url.QueryEscape(s) }

// export writes what a list shows, all pages of it, to a file. Columns carry
// the labels by which an import finds them again.
func (w *Web) export(rw http.ResponseWriter, r *door.Request) error {
	file := r.PathValue("file")
	ext := path.Ext(file)
	reg, err := w.reg(strings.TrimSuffix(file, ext))
	if err != nil {
		return err
	}
	if ext != ".csv" && ext != ".xlsx" {
		return fault.New(fault.Unknown, "no-such-page")
	}
	s := readState(reg, r.URL.Query())
	asOf, _, wrong := w.days(r, s)
	if wrong != nil {
		return door.Problem("per", "not-a-date", s.asOf, "2023-03-14")
	}
	hidden := false
	if hide := door.Hide(r.Caller.Read(reg)); hide != nil {
		hidden = hide(reg, reg.Must("title"))
	}
	q, scope, err := door.Ask{Filter: s.condition(hidden), OrderBy: s.order, AsOf: string(asOf)}.Query(r.Context(), w.DB, r.Caller, reg, r.Now)
	if err != nil {
		return err
	}
	at := r.Now.In(w.DB.Zone)
	sh := sheet.Sheet{Name: reg.Title.In(r.Lang), Columns: []sheet.Column{{Title: lang.Reference.In(r.Lang)}, {Title: lang.Owner.In(r.Lang)}},
		Meta: sheet.Meta{Title: reg.Title.In(r.Lang), Creator: page.Product(), Lang: string(r.Lang), Created: at}}
	for _, f := range reg.Fields {
		sh.Columns = append(sh.Columns, sheet.Column{Title: f.Title.In(r.Lang), Kind: cellKind(f)})
	}
	sh.Rows = w.exported(r, q, scope)
	name := reg.Collection + "-" + at.Format("2006-01-02")
	if asOf != "" {
		name = reg.Collection + "-" + string(asOf)
	}
	rw.Header().Set("Content-Disposition", `attachment; filename="`+name+ext+`"`)
	if ext == ".csv" {
		rw.Header().Set("Content-Type", "text/csv; charset=utf-8")
		err = csv.Write(rw, sh)
	} else {
		rw.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
		err = xlsx.Write(rw, sh)
	}
	if err != nil {
		// Part of the file has gone out: the connection is cut, so that nobody
		// takes half a file for the whole.
		panic(http.ErrAbortHandler)
	}
	return nil
}

func cellKind(f *register.Field) sheet.Kind {
	switch f.Kind {
	case register.Number, register.Level:
		return sheet.Int
	case register.Money:
		return sheet.Decimal
	case register.Day:
		return sheet.Date
	case register.Moment:
		return sheet.Time
	}
	return sheet.Text
}

// exported gives the rows a page at a time, so that memory does not follow the
// number of records.
func (w *Web) exported(r *door.Request, q store.Query, scope store.Scope) iter.Seq2[[]any, error] {
	return func(yield func([]any, error) bool) {
		q.Limit, q.Page = 500, ""
		org, _ := w.DB.Catalogue.Get("org")
		for {
			p, err := w.DB.Find(r.Context(), scope, q)
			if err != nil {
				yield(nil, err)
				return
			}
			sh := w.shower(r, q.AsOf)
			for _, rec := range p.Records {
				sh.needAll(rec, q.Register.Fields)
				sh.needID(org, rec.Org)
			}
			if err := sh.look(); err != nil {
				yield(nil, err)
				return
			}
			for _, rec := range p.Records {
				row := []any{rec.Ref, sh.refName(rec.Org)}
				for _, f := range q.Register.Fields {
					row = append(row, sh.cell(rec, f))
				}
				if !yield(row, nil) {
					return
				}
			}
			if p.Next == "" {
				return
			}
			q.Page = p.Next
		}
	}
}

// refName is the human number of a record referred to: names are not unique.
func (s *shower) refName(id register.ID) string {
	if rec, ok := s.found[id]; ok {
		return rec.Ref
	}
	return ""
}

// cell is a value as a file holds it.
func (s *shower) cell(rec *register.Record, f *register.Field) any {
	switch x := rec.Values[f.Index()].(type) {
	case nil:
		return nil
	case string:
		if f.Kind == register.Ref {
			return s.refName(register.ID(x))
		}
		if f.Choices != nil {
			return f.Choices.Label(x).In(s.r.Lang)
		}
		return x
	case int64:
		if f.Kind == register.Money {
			return fmt.Sprintf("%d.%02d", x/100, x%100)
		}
		return x
	case time.Time:
		return x.In(s.w.DB.Zone)
	case []string:
		words := make([]string, len(x))
		for i, t := range x {
			words[i] = t
			if f.Choices != nil {
				words[i] = f.Choices.Label(t).In(s.r.Lang)
			}
		}
		return strings.Join(words, "; ")
	case []register.Link:
		refs := make([]string, 0, len(x))
		for _, l := range x {
			if n := s.refName(l.To); n != "" {
				refs = append(refs, n)
			}
		}
		return strings.Join(refs, "; ")
	}
	return strings.Join(f.Words(rec.Values[f.Index()]), "; ")
}

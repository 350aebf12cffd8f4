package web

import (
	"net/http"
	"net/url"
	"path"
	"strings"

	"genomlys/internal/document/csv"
	"genomlys/internal/document/xlsx"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/intake"
)

func queryEscape(s string) string { return url.QueryEscape(s) }

// export writes what a list shows, all pages of it, to a file. Columns carry
// the labels by which an import finds them again.
func (w *Web) export(rw http.ResponseWriter, r *door.Request) error {
	file := r.PathValue("file")
	ext := path.Ext(file)
	reg, err := w.Reg(strings.TrimSuffix(file, ext))
	if err != nil {
		return err
	}
	if ext != ".csv" && ext != ".xlsx" {
		return fault.New(fault.Unknown, "no-such-page")
	}
	s := readState(reg, r.URL.Query(), false)
	asOf, _, wrong := w.days(r, s)
	if wrong != nil {
		return door.Problem("per", "not-a-date", s.asOf, "2023-03-14")
	}
	q, _, err := door.Ask{Filter: s.condition(), OrderBy: s.order, AsOf: string(asOf)}.Query(r.Context(), w.DB, r.Caller, reg, r.Now)
	if err != nil {
		return err
	}
	at := r.Now.In(w.DB.Zone)
	columns := []string{"*"}
	if s.own, err = w.ownShown(r, reg); err != nil {
		return err
	}
	if len(s.cols) > 0 {
		columns = []string{"ref", "title"}
		for _, c := range s.cols {
			if named(reg, s.own, c) != nil {
				columns = append(columns, c)
			}
		}
	}
	sh, err := intake.Table(r.Context(), intake.Deps{DB: w.DB, Commands: w.Commands}, intake.Outgoing{Caller: r.Caller, Register: reg, Filter: q.Filter, Order: q.Order, AsOf: q.AsOf, Columns: columns, Lang: r.Lang, Now: at})
	if err != nil {
		return err
	}
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

package web

import (
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/document/csv"
	"genomlys/internal/document/sheet"
	"genomlys/internal/document/xlsx"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/intake"
	"genomlys/internal/register"
	"genomlys/internal/web/page"
)

func queryEscape(s string) string { return url.QueryEscape(s) }

// export writes what a list shows, all pages of it, to a file. Columns carry
// the labels by which an import finds them again; where the reader has not chosen
// columns there are all fields, and what the list shows beside them.
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
	s, err := w.stateOf(r, reg, r.URL.Query())
	if err != nil {
		return err
	}
	asOf, _, wrong := w.days(r, s)
	if wrong != nil {
		return door.Problem("per", "not-a-date", s.asOf, "2023-03-14")
	}
	q, _, err := door.Ask{Filter: s.condition(), OrderBy: s.order, AsOf: string(asOf)}.Query(r.Context(), w.DB, r.Caller, reg, r.Now)
	q.Backdated = s.later
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
			if named(reg, slices.Concat(around(reg), s.own), c) != nil && c != "title" {
				columns = append(columns, c)
			}
		}
	} else {
		for _, f := range s.columns() {
			if slices.Contains(around(reg), f) {
				columns = append(columns, f.Name)
			}
		}
	}
	beside, err := w.exportBeside(r, q.AsOf, around(reg))
	if err != nil {
		return err
	}
	sh, err := intake.Table(r.Context(), intake.Deps{DB: w.DB, Commands: w.Commands}, intake.Outgoing{Caller: r.Caller, Register: reg, Filter: q.Filter, Order: q.Order, AsOf: q.AsOf, Columns: columns, Beside: beside, Lang: r.Lang, Now: at})
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

// exportBeside gives a file the columns that no field holds, as the list says them.
func (w *Web) exportBeside(r *door.Request, asOf time.Time, fields []*register.Field) (intake.Beside, error) {
	if len(fields) == 0 {
		return intake.Beside{}, nil
	}
	_, year, err := w.followUp(r, asOf)
	if err != nil {
		return intake.Beside{}, err
	}
	out := intake.Beside{Columns: map[string]sheet.Column{}}
	by := map[string]*register.Field{}
	for _, f := range fields {
		by[f.Name] = f
		out.Columns[f.Name] = sheet.Column{Title: besideTitle(r.Lang, f, year)}
	}
	sh := w.Shower(r, asOf)
	out.Read = func(recs []*register.Record) (func(*register.Record, string) any, error) {
		b, err := w.besides(r, sh, fields, recs, asOf)
		return func(rec *register.Record, name string) any { return inFile(b.cell(by[name], rec)) }, err
	}
	return out, nil
}

// inFile is a value of a list in a cell of a file.
func inFile(v page.Value) string {
	var said []string
	if v.Status != nil {
		said = append(said, v.Status.Word)
	}
	if len(v.Levels) > 0 {
		var ls []string
		for _, l := range v.Levels {
			if l.N >= 0 {
				ls = append(ls, l.Letter+" "+strconv.Itoa(l.N))
			}
		}
		said = append(said, strings.Join(ls, ", "))
	}
	return strings.Join(append(said, v.Texts...), "; ")
}

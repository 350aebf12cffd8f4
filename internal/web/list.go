package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/store"
	"genomlys/internal/web/page"
)

func (w *Web) list(rw http.ResponseWriter, r *door.Request) error {
	reg, err := w.Reg(r.PathValue("collection"))
	if err != nil {
		return err
	}
	views, err := w.views(r, reg)
	if err != nil {
		return err
	}
	usual, err := w.dense(r)
	if err != nil {
		return err
	}
	s := readState(reg, r.URL.Query(), usual)
	if s.owns, err = w.OwnFields(r, reg); err != nil {
		return err
	}
	s.own, s.today = eachOnce(s.owns), w.DB.Civil(r.Now)
	s.choose(views, r.URL.Query())
	f, err := w.Frame(r, reg.Title.In(r.Lang))
	if err != nil {
		return err
	}
	f.Wide = true
	base := "/" + reg.Collection
	l := page.List{Later: s.later, Title: reg.Title.In(r.Lang), About: reg.About.In(r.Lang), Filter: s.filter, AsOf: s.asOf, Against: s.against, Dense: s.dense, Size: s.size, Collection: reg.Collection}
	w.around(r, s, base, &l)
	if err := w.tabs(r, s, base, views, &l); err != nil {
		return err
	}

	asOf, against, wrong := w.days(r, s)
	var q store.Query
	var scope store.Scope
	if wrong == nil {
		q, scope, err = door.Ask{Filter: s.condition(), OrderBy: s.order, AsOf: string(asOf), Limit: s.size, Page: s.page}.Query(r.Context(), w.DB, r.Caller, reg, r.Now)
		q.Backdated = s.later
		if wrong = asWrong(r.Lang, reg, err); err != nil && wrong == nil {
			return err
		}
	}
	if wrong != nil {
		l.Wrong = wrong
		f.Title = lang.WrongTitle.With(r.Lang, f.Title)
		return w.Show(rw, r.Context(), http.StatusUnprocessableEntity, page.ListPage(f, l))
	}
	if asOf != "" {
		l.AsOfDate = string(asOf)
		l.Now = s.with(func(x *state) { x.asOf, x.against = "", "" }).href(base)
	}
	err = w.rows(r, s, base, q, scope, &l)
	if s.page != "" && ofAnotherList(err) {
		return w.See(rw, r, s.with(func(x *state) { x.page = "" }).href(base))
	}
	if err != nil {
		return err
	}
	if against != "" {
		if l.Changes, err = w.changes(r, s, base, q, scope, asOf, against); err != nil {
			return err
		}
	}
	if err := w.facets(r, s, base, q, scope, &l); err != nil {
		return err
	}
	f.Status = l.Count
	return w.Show(rw, r.Context(), http.StatusOK, page.ListPage(f, l))
}

// ofAnotherList tells that a page was asked for that this list has not: its
// address was sent by somebody who sees other records, or is old. The list then
// begins anew.
func ofAnotherList(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && strings.HasPrefix(f.Code, "page-token")
}

// days reads the two dates of the address.
func (w *Web) days(r *door.Request, s state) (asOf, against register.Date, wrong *page.Wrong) {
	today := r.Now.In(w.DB.Zone)
	asOf, ok := readDate(s.asOf, today)
	if !ok {
		return "", "", &page.Wrong{Field: "per", Text: lang.WriteDate.In(r.Lang)}
	}
	if against, ok = readDate(s.against, today); !ok {
		return "", "", &page.Wrong{Field: "mot", Text: lang.WriteDate.In(r.Lang)}
	}
	return asOf, against, nil
}

// asWrong says an error of what was asked in words; others are not its matter.
func asWrong(l lang.Lang, reg *register.Register, err error) *page.Wrong {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid || len(f.Problems) == 0 {
		return nil
	}
	p := f.Problems[0]
	field := "filter"
	label := lang.FilterName.In(l)
	if p.Field == "order_by" {
		field, label = "filter", lang.Columns.In(l)
	}
	text := lang.Problem(l, p, label)
	if len(p.Allowed) > 0 && strings.Contains(text, strings.Join(p.Allowed, ", ")) {
		p.Allowed = nil // said already
	}
	return &page.Wrong{Field: field, Text: text, Allowed: p.Allowed}
}

// counted says how many records of a register, by the register's own word.
func counted(l lang.Lang, reg *register.Register, n int) string {
	noun := reg.Title
	if n == 1 {
		noun = reg.Singular
	}
	return lang.Counted.With(l, lang.Whole(int64(n)), lang.Inside(noun.In(l)))
}

// barred says who may read a register, and who gives the functions that may.
func (w *Web) barred(r *door.Request, reg *register.Register) string {
	labels := w.Register("role_assignment").Must("function").Choices
	var who, by []string
	for _, f := range access.Readers(reg.Name) {
		who = append(who, strings.ToLower(labels.Label(f).In(r.Lang)))
		for _, g := range access.Granters(f) {
			if name := strings.ToLower(labels.Label(g).In(r.Lang)); !slices.Contains(by, name) {
				by = append(by, name)
			}
		}
	}
	return lang.ListBarred.With(r.Lang, strings.Join(who, ", "), strings.Join(by, ", "))
}

package web

import (
	"net/url"
	"slices"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/query"
	"genomlys/internal/register"
	"genomlys/internal/web/page"
)

// view is a saved view (domain.md R34) as the state of a list.
type view struct {
	ref    string
	title  string
	own    bool
	shared bool
	filter string
	order  string
	cols   []string
	dense  bool
}

func (v *view) number() string {
	if v == nil {
		return ""
	}
	return v.ref
}

// most views that a list names; the rest are found in their register.
const mostViews = 8

// views are the caller's own and the shared views of a register, in order of
// name. Others' own views are nobody else's matter.
func (w *Web) views(r *door.Request, reg *register.Register) ([]*view, error) {
	return kept(w, r, &w.memory.views, reg.Name, func(r *door.Request) ([]*view, error) { return w.readViews(r, reg) })
}

func (w *Web) readViews(r *door.Request, reg *register.Register) ([]*view, error) {
	views := w.Register("saved_view")
	if !readable(r.Caller, views) {
		return nil, nil
	}
	found, err := w.Find(r, views, door.Ask{Filter: `register_name = ` + query.Quote(reg.Name) + ` AND status != ended AND (shared = yes OR owner = ` + query.Quote(string(r.Caller.Person)) + `)`, OrderBy: "title", Limit: 50})
	if err != nil {
		return nil, err
	}
	var out []*view
	for _, rec := range found.Records {
		v := &view{ref: rec.Ref, title: rec.Text("title"), own: rec.Text("owner") == string(r.Caller.Person), shared: rec.Text("shared") == string(register.Yes),
			filter: rec.Text("query"), order: rec.Text("sorted_by"), dense: rec.Text("dense") == string(register.Yes)}
		if cols, ok := rec.Get("columns").([]string); ok {
			for _, c := range cols {
				_, own := register.OwnKey(c)
				if named(reg, around(reg), c) != nil || own {
					v.cols = append(v.cols, c)
				}
			}
		}
		out = append(out, v)
	}
	return out, nil
}

// stateOf is the state of an address: that of the saved view it names, unless
// the address says all by itself.
func (w *Web) stateOf(r *door.Request, reg *register.Register, q url.Values) (state, error) {
	usual, err := w.dense(r)
	if err != nil {
		return state{}, err
	}
	s := readState(reg, q, usual)
	if q.Get("vy") == "" {
		return s, nil
	}
	all, err := w.views(r, reg)
	if err != nil {
		return s, err
	}
	s.choose(all, q)
	return s, nil
}

func (s *state) choose(all []*view, q url.Values) {
	for _, v := range all {
		if v.ref != q.Get("vy") {
			continue
		}
		s.view = v
		if q.Get("fri") == "" {
			s.filter, s.values, s.order, s.cols, s.dense = v.filter, nil, v.order, v.cols, v.dense
		}
	}
}

// changed tells whether the list shows something else than its view says.
func (s state) changed() bool {
	v := s.view
	return v != nil && (s.condition() != v.filter || s.order != v.order || s.dense != v.dense || !slices.Equal(s.cols, v.cols))
}

// tabs fills in the saved views, with how many records each holds.
func (w *Web) tabs(r *door.Request, s state, base string, all []*view, l *page.List) error {
	plainList := state{reg: s.reg, size: s.size, dense: s.usual, usual: s.usual}
	n, err := w.Count(r, s.reg, "")
	if err != nil {
		return err
	}
	l.Views = append(l.Views, page.ViewLink{Link: page.Link{Text: lang.DeskAll.In(r.Lang), Href: plainList.href(base)}, Count: lang.Whole(int64(n)), Current: s.view == nil && !s.filtered()})
	for i, v := range all {
		if i >= mostViews && v != s.view {
			continue
		}
		tab := page.ViewLink{Link: page.Link{Text: v.title}, Current: v == s.view}
		at := state{reg: s.reg, size: s.size, view: v, filter: v.filter, order: v.order, cols: v.cols, dense: v.dense, usual: s.usual}
		tab.Href = at.href(base)
		if n, err := w.Count(r, s.reg, v.filter); err == nil {
			tab.Count = lang.Whole(int64(n))
		} else if asWrong(r.Lang, s.reg, err) == nil {
			return err // a view whose words are no longer known says so when it is opened
		}
		l.Views = append(l.Views, tab)
	}
	if v := s.view; v != nil {
		l.View, l.ViewRef, l.ViewChanged, l.ViewShared = v.title, v.ref, s.changed(), v.shared
		l.ViewOwn = v.own
		back := s.with(func(x *state) { x.filter, x.values, x.order, x.cols, x.dense = v.filter, nil, v.order, v.cols, v.dense })
		l.ViewReset = back.href(base)
	}
	l.MaySave = !r.Caller.Write(w.Register("saved_view")).Empty() && s.asOf == "" && (s.view == nil && s.worthSaving() || l.ViewChanged)
	l.State = s.pairs("sida")
	return nil
}

func (s state) filtered() bool { return s.filter != "" || len(s.values) > 0 }

func (s state) worthSaving() bool {
	return s.filtered() || s.order != "" || len(s.cols) > 0 || s.dense != s.usual
}

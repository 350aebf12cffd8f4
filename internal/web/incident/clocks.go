package incident

import (
	"net/http"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/respond"
	"genomlys/internal/web/page"
)

// running is the page of all clocks.
type running struct {
	Sub    string
	Views  []viewLink
	Clocks []clockView
	More   string // how many of how many are shown, when not all are
	Empty  bool   // there are none at all
}

type viewLink struct {
	page.Link
	Count   string
	Current bool
}

// kinds are the selections of the page, in the order they are shown.
var kinds = []struct {
	code  string
	title lang.Text
	is    func(respond.Limit) bool
}{
	{"", lang.IncAll, func(respond.Limit) bool { return true }},
	{"sena", lang.IncKindLate, func(x respond.Limit) bool { return x.Standing == respond.Late }},
	{"akuta", lang.IncKindAcute, func(x respond.Limit) bool { return x.Standing == respond.Acute }},
	{"incidenter", lang.IncKindIncident, on("incident", "incident_recipient")},
	{"begaranden", lang.IncKindRequest, on("subject_request")},
	{"sarbarheter", lang.IncKindFlaw, func(x respond.Limit) bool { return x.N > 0 }},
	{"ovriga", lang.IncKindOther, on("dpia", "matter")},
}

func on(fields ...string) func(respond.Limit) bool {
	return func(x respond.Limit) bool {
		if x.N > 0 {
			return false
		}
		for _, f := range fields {
			if x.Record.Text(f) != "" {
				return true
			}
		}
		return false
	}
}

const mostClocks = 200

// clocks shows every time limit that runs in what the caller sees.
func (i *Incident) clocks(rw http.ResponseWriter, r *door.Request) error {
	all, err := respond.Limits(r.Context(), i.deps(r), r.Caller)
	if err != nil {
		return err
	}
	x := running{Sub: lang.IncClocksSub.With(r.Lang, i.at(r.Lang, r.Now)), Empty: len(all) == 0}
	chosen := r.URL.Query().Get("visa")
	var shown []respond.Limit
	for _, k := range kinds {
		n := 0
		for _, lim := range all {
			if k.is(lim) {
				n++
				if k.code == chosen {
					shown = append(shown, lim)
				}
			}
		}
		v := viewLink{Link: page.Link{Text: k.title.In(r.Lang), Href: "/klockor"}, Count: lang.Whole(int64(n)), Current: k.code == chosen}
		if k.code != "" {
			v.Href += "?visa=" + k.code
		}
		if n > 0 || k.code == "" || v.Current {
			x.Views = append(x.Views, v)
		}
	}
	if len(shown) > mostClocks {
		x.More = lang.IncShown.With(r.Lang, lang.Whole(mostClocks), lang.Whole(int64(len(shown))))
		shown = shown[:mostClocks]
	}
	for _, lim := range shown {
		x.Clocks = append(x.Clocks, i.view(r, lim, mayWork(r, lim)))
	}
	f, err := i.Frame(r, lang.IncClocks.In(r.Lang))
	if err != nil {
		return err
	}
	return i.Show(rw, r.Context(), http.StatusOK, clocksPage(f, x))
}

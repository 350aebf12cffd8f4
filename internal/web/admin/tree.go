package admin

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// unit is a place in the tree as it is drawn.
type unit struct {
	Name  page.Link
	Kind  string
	Short string
	State *page.Status // told when it is not active
	Into  []page.Link  // what succeeded it
	Do    []page.Link
	Under []unit
}

type treePage struct {
	Crumbs  []page.Crumb
	AsOf    string
	Said    string // which day is shown
	Compare string
	Count   int
	New     string
	Units   []unit
}

// tree shows the organisation as it is, or was on a day.
func (a *Admin) tree(rw http.ResponseWriter, r *door.Request) error {
	p := treePage{Crumbs: crumbs(r.Lang, lang.AdminTree.In(r.Lang)), AsOf: r.URL.Query().Get("per")}
	var asOf time.Time
	if p.AsOf != "" {
		if !register.ValidDate(p.AsOf) {
			return door.Problem("per", "not-a-date", p.AsOf, "2023-03-14")
		}
		asOf = a.DB.EndOfDay(register.Date(p.AsOf))
		p.Said = lang.AdminTreeAsOf.With(r.Lang, p.AsOf)
		p.Compare = "/orgs?" + url.Values{"per": {string(a.today(r))}, "mot": {p.AsOf}}.Encode()
	}
	recs, err := a.each(r, registers.Orgs, nil, asOf)
	if err != nil {
		return err
	}
	p.Count = len(recs)
	var may func(register.ID) bool
	if p.AsOf == "" && !r.Caller.ReadOnly {
		may = writes(r, registers.Orgs)
		if form.MayCreate(r.Caller, registers.Orgs) {
			p.New = "/ny/orgs"
		}
	}
	p.Units = drawn(r, recs, may)
	return a.show(rw, r, lang.AdminTree.In(r.Lang), http.StatusOK, func(f page.Frame) templ.Component { return showTree(f, p) })
}

// drawn puts records in their places. One whose parent is not among them stands
// at the top; a loop in the tree is broken where it began.
func drawn(r *door.Request, recs []*register.Record, may func(register.ID) bool) []unit {
	by := map[register.ID]*register.Record{}
	for _, rec := range recs {
		by[rec.ID] = rec
	}
	under := map[register.ID][]*register.Record{}
	for _, rec := range recs {
		p := register.ID(rec.Text("parent"))
		if by[p] == nil {
			p = ""
		}
		under[p] = append(under[p], rec)
	}
	seen := map[register.ID]bool{}
	var draw func(of register.ID) []unit
	draw = func(of register.ID) []unit {
		var out []unit
		here := under[of]
		slices.SortStableFunc(here, func(x, y *register.Record) int { // what has ended stands last
			return strings.Compare(x.Text("status"), y.Text("status"))
		})
		for _, rec := range here {
			if seen[rec.ID] {
				continue
			}
			seen[rec.ID] = true
			u := unit{Name: page.Link{Text: rec.Text("title"), Href: web.Address(rec), Note: rec.Ref}, Short: rec.Text("short"), Kind: registers.Orgs.Must("kind").Choices.Label(rec.Text("kind")).In(r.Lang)}
			if s := rec.Text("status"); s != "active" {
				u.State = page.StatusOf(s, registers.Orgs.Status().Choices.Label(s).In(r.Lang))
			} else if may != nil && may(rec.ID) {
				at := "/gor" + web.Address(rec) + "/"
				u.Do = []page.Link{{Text: lang.AdminRename.In(r.Lang), Href: at + "rename"}, {Text: lang.AdminMove.In(r.Lang), Href: at + "move"}, {Text: lang.AdminMerge.In(r.Lang), Href: at + "merge"},
					{Text: lang.AdminAddUnder.In(r.Lang), Href: "/ny/orgs?" + url.Values{"parent": {rec.Ref}}.Encode()},
					{Text: lang.AdminStaffHere.In(r.Lang), Href: "/installningar/personer?" + url.Values{"org": {rec.Ref}}.Encode()}}
			}
			for _, l := range rec.LinksOf("successors") {
				if to := by[l.To]; to != nil {
					u.Into = append(u.Into, page.Link{Text: to.Text("title"), Href: web.Address(to)})
				}
			}
			u.Under = draw(rec.ID)
			out = append(out, u)
		}
		return out
	}
	top := draw("")
	for _, rec := range recs { // what a loop hides from the top
		if !seen[rec.ID] {
			under[""] = []*register.Record{rec}
			top = append(top, draw("")...)
		}
	}
	return top
}

package builder

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/review"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// start asks for which year, and on which days, a review is to be made.
func (b *Builder) start(rw http.ResponseWriter, r *door.Request) error {
	today := r.Now.In(b.DB.Zone)
	year := today.Year() + 1
	v := map[string]string{"org": "", "year": strconv.Itoa(year), "as_of": string(register.DateOf(today)), "compare_as_of": string(register.DateOf(today).YearBefore())}
	own, err := b.Own(r)
	if err != nil {
		return err
	}
	if own != nil {
		v["org"] = form.Name(own)
	}
	return b.showStart(rw, r, v, nil, http.StatusOK)
}

func (b *Builder) showStart(rw http.ResponseWriter, r *door.Request, v map[string]string, wrong []page.Wrong, status int) error {
	reg := b.Register("management_review")
	p := asking{Title: lang.BuilderStart.In(r.Lang), About: lang.BuilderStartAbout.In(r.Lang), Crumbs: []page.Crumb{{Text: reg.Title.In(r.Lang), Href: "/" + reg.Collection}, {Text: lang.BuilderStart.In(r.Lang)}},
		Action: "/ny/management-reviews", Wrong: wrong}
	add := func(name string, label, hint lang.Text, kind page.ControlKind) {
		c := page.Control{ID: form.ID(name), Name: name, Label: label.In(r.Lang), Hint: hint.In(r.Lang), Kind: kind, Value: v[name], Wrong: form.Errors(form.ID(name), wrong), Optional: name == "compare_as_of"}
		if kind == page.RefControl {
			c.Ask.List = "/val/orgs"
		}
		p.Controls = append(p.Controls, c)
	}
	add("org", lang.Owner, lang.BuilderStartOrg, page.RefControl)
	add("year", reg.Must("year").Title, lang.BuilderStartYear, page.NumberControl)
	add("as_of", reg.Must("as_of").Title, lang.BuilderStartAsOf, page.DayControl)
	add("compare_as_of", reg.Must("compare_as_of").Title, lang.BuilderStartCompare, page.DayControl)
	p.Buttons = []page.Button{{Text: lang.BuilderStartDo.In(r.Lang), Primary: true}, {Text: lang.EditCancel.In(r.Lang), Href: "/" + reg.Collection, Quiet: true}}
	return b.ask(rw, r, status, p)
}

// create makes the review, whose texts are then there to be worked on.
func (b *Builder) create(rw http.ResponseWriter, r *door.Request) error {
	reg, typed := b.Register("management_review"), r.PostForm
	v := map[string]string{}
	for _, n := range []string{"org", "year", "as_of", "compare_as_of"} {
		v[n] = typed.Get(n)
	}
	values, ps, err := form.Read(b.Web, r, form.Fields(reg, "year", "as_of", "compare_as_of"), typed)
	if err != nil {
		return err
	}
	for _, n := range []string{"year", "as_of"} {
		if strings.TrimSpace(v[n]) == "" {
			ps = append(ps, fault.Problem{Field: n, Code: "required"})
		}
	}
	org, err := b.One(r, b.Register("org"), form.Number(v["org"]))
	if fault.Is(err, fault.Unknown) {
		ps = append(ps, fault.Problem{Field: "org", Code: "no-such-record", Value: v["org"]})
	} else if err != nil {
		return err
	}
	wrong := form.Problems(r.Lang, reg, ps)
	if len(wrong) > 0 {
		return b.showStart(rw, r, v, wrong, http.StatusUnprocessableEntity)
	}
	year, _ := values["year"].(int64)
	asOf, _ := values["as_of"].(string)
	compare, _ := values["compare_as_of"].(string)
	rec, err := review.Create(r.Context(), b.Reviews, r.Caller, review.Draft{Org: org.ID, Year: int(year), AsOf: register.Date(asOf), Compare: register.Date(compare), Via: "web"})
	if err == nil {
		rec, err = review.Step(r.Context(), b.Reviews, r.Caller, string(rec.ID), "draft", nil, time.Time{}, "web")
	}
	if err != nil {
		wrong, status, err := b.refused(r, reg, err, form.ID("org"), form.ID("year"), form.ID("as_of"), form.ID("compare_as_of"))
		if err != nil {
			return err
		}
		return b.showStart(rw, r, v, wrong, status)
	}
	return b.See(rw, r, web.Address(rec)+"/bygg")
}

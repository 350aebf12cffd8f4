package incident

import (
	"net/http"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/draft"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/respond"
	"genomlys/internal/rulebook"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// pictured is the situational picture as it is shown.
type pictured struct {
	Sub    string
	Level  *page.Status
	Said   string
	Day    page.Control
	Wrong  []page.Wrong
	AsOf   bool
	Sights []sightView
	Keep   page.Link
}

type sightView struct {
	Name  string
	Count string
	Limit string
	Level *page.Status
	Links []page.Link
	More  page.Link
}

// levelTones are the tones of what follows from a level.
var levelTones = map[rulebook.Mark][2]string{rulebook.Calm: {"ok", "ok"}, rulebook.Watch: {"warn", "watch"}, rulebook.Act: {"crit", "act"}}

const shownRecords = 6

// picture shows the situation now, or as it was at the end of a day.
func (i *Incident) picture(rw http.ResponseWriter, r *door.Request) error {
	l := r.Lang
	given := strings.TrimSpace(r.URL.Query().Get("per"))
	x := pictured{Day: page.Control{ID: "per", Name: "per", Label: lang.IncPictureDay.In(l), Kind: page.DayControl, Value: given}}
	d := i.deps(r)
	status := http.StatusOK
	if given != "" {
		day, ok := form.Day(given, r.Now.In(i.DB.Zone))
		if !ok {
			x.Wrong = []page.Wrong{{Field: "per", Text: lang.Problem(l, fault.Problem{Code: "not-a-date", Value: given}, x.Day.Label)}}
			x.Day.Wrong, status = []string{x.Wrong[0].Text}, http.StatusUnprocessableEntity
		} else {
			x.AsOf, d.AsOf, x.Day.Value = true, i.DB.EndOfDay(day), string(day)
		}
	}
	p, err := respond.LookAt(r.Context(), d, r.Caller)
	if err != nil {
		return err
	}
	i.drawPicture(r, d, p, &x)
	f, err := i.Frame(r, form.Title(l, lang.IncPicture.In(l), x.Wrong))
	if err != nil {
		return err
	}
	return i.Show(rw, r.Context(), status, picturePage(f, x))
}

func (i *Incident) drawPicture(r *door.Request, d draft.Deps, p respond.Picture, x *pictured) {
	l := r.Lang
	word := func(lv string) *page.Status {
		var t [2]string
		for _, m := range p.Levels.Step(lv).Marks {
			if tone, ok := levelTones[m]; ok {
				t = tone
			}
		}
		return &page.Status{Tone: t[0], Icon: t[1], Word: registers.SituationReports.Must("level").Choices.Label(lv).In(l)}
	}
	x.Level = word(p.Level)
	x.Said = lang.IncPictureLevel.With(l, strings.ToLower(x.Level.Word))
	x.Sub = lang.IncPictureSub.With(l, i.at(l, p.At))
	per := ""
	if x.AsOf {
		x.Sub = lang.IncPictureWas.With(l, i.at(l, p.At))
		per = "?per=" + string(register.DateOf(d.AsOf.In(i.DB.Zone)))
	}
	for _, s := range p.Sights {
		v := sightView{Name: s.Label.In(l), Count: lang.Whole(int64(s.Count)), Limit: s.Limit.In(l)}
		if s.Level != p.Levels.Least() || !s.Limit.IsZero() {
			v.Level = word(s.Level)
		}
		for n, rec := range s.Records {
			if n == shownRecords {
				v.More = page.Link{Text: lang.AndMore.With(l, lang.Whole(int64(len(s.Records)-n))), Href: "/" + rec.Register.Collection + per}
				if rec.Register.Name == "clock" && !x.AsOf {
					v.More.Href = "/klockor"
				}
				break
			}
			to := page.Link{Text: named(rec), Href: web.Address(rec) + per}
			if !x.AsOf && rec.Register.Name == "incident" {
				to.Href = work(rec)
			}
			v.Links = append(v.Links, to)
		}
		x.Sights = append(x.Sights, v)
	}
	if form.MayCreate(r.Caller, i.Register("situation_report")) && !x.AsOf {
		x.Keep = page.Link{Text: lang.IncPictureKeep.In(l), Href: "/gor/situation-reports/freeze"}
	}
}

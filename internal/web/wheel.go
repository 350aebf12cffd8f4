package web

import (
	"net/http"
	"strings"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/duty"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/web/page"
)

// mostHolders are named of those who hold a turn; the rest are counted.
const mostHolders = 4

// turns are what the year has on a day for the organisation where the caller
// works; nothing where nobody does.
func (w *Web) turns(r *door.Request, day register.Date) ([]duty.Turn, error) {
	org, err := w.Own(r)
	if err != nil || org == nil {
		return nil, err
	}
	return duty.OnDay(r.Context(), duty.Deps{DB: w.DB, Now: func() time.Time { return r.Now }}, r.Caller, org.ID, day)
}

// milestones are the near days of the yearly wheel.
func (w *Web) milestones(r *door.Request) ([]page.Coming, error) {
	today := register.DateOf(r.Now.In(w.DB.Zone))
	turns, err := w.turns(r, today)
	if err != nil {
		return nil, err
	}
	var out []page.Coming
	for _, t := range turns {
		if t.Milestone && t.To >= today {
			out = append(out, page.Coming{Day: string(t.To), Link: page.Link{Text: strings.TrimSuffix(t.Text.In(r.Lang), "."), Href: "/arshjul"}})
		}
	}
	return out, nil
}

// wheel is the page of the year: what is due in the month of a day, and whose
// it is.
func (w *Web) wheel(rw http.ResponseWriter, r *door.Request) error {
	f, err := w.Frame(r, lang.YearWheel.In(r.Lang))
	if err != nil {
		return err
	}
	day := register.Date(r.URL.Query().Get("per"))
	if day == "" {
		day = register.DateOf(r.Now.In(w.DB.Zone))
	}
	if !register.ValidDate(string(day)) {
		return door.Problem("per", "not-a-date", string(day), "2023-03-14")
	}
	turns, err := w.turns(r, day)
	if err != nil {
		return err
	}
	functions := w.Register("role_assignment").Must("function").Choices
	own := map[string]bool{}
	for _, t := range duty.For(turns, r.Caller) {
		own[t.Code] = true
	}
	p := page.Wheel{Sub: lang.WheelSub.With(r.Lang, string(day))}
	for _, t := range turns {
		x := page.Turn{From: string(t.From), To: string(t.To), Text: t.Text.In(r.Lang), Mine: own[t.Code]}
		if t.Milestone {
			x.From = ""
		}
		for _, h := range t.Holders {
			x.Who = append(x.Who, h.Title)
		}
		if more := len(x.Who) - mostHolders; more > 0 {
			x.Who = append(x.Who[:mostHolders], lang.WheelMore.With(r.Lang, lang.Whole(int64(more))))
		}
		for _, v := range t.Vacant {
			x.Vacant = append(x.Vacant, functions.Label(v).In(r.Lang))
		}
		p.Turns = append(p.Turns, x)
	}
	at := day.Time(w.DB.Zone)
	first := time.Date(at.Year(), at.Month(), 15, 12, 0, 0, 0, w.DB.Zone)
	for n, t := range map[int]*page.Link{-1: &p.Before, 1: &p.After} {
		d := string(register.DateOf(first.AddDate(0, n, 0)))
		*t = page.Link{Text: d[:7], Href: "/arshjul?per=" + d}
	}
	return w.Show(rw, r.Context(), http.StatusOK, page.WheelPage(f, p))
}

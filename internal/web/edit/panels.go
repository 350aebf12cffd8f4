package edit

import (
	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/method/coverage"
	"genomlys/internal/register"
	"genomlys/internal/web"
	"genomlys/internal/web/page"
)

// check is one of the nine checks of an object as it is shown.
type check struct {
	Title string
	State *page.Status
	Why   string
}

// checks adds the nine checks of an object (domain.md 4.6): so many of those
// that apply, with what is missing, never a grade.
func (e *Edit) checks(r *door.Request, rec *register.Record, p *page.Record) error {
	today := register.DateOf(r.Now.In(e.DB.Zone))
	all, err := e.Figures.Checks(r.Context(), r.Caller, rec.Org, rec.ID, today)
	if err != nil || len(all.Objects) != 1 {
		return err
	}
	one := all.Objects[0]
	var shown []check
	for i, c := range one.Checks {
		x := check{State: answered(r.Lang, c.Answer), Why: lang.CheckReason(c.Why).In(r.Lang)}
		if i < len(all.Checks) {
			x.Title = all.Checks[i].Title.In(r.Lang)
		}
		shown = append(shown, x)
	}
	p.Panels = append(p.Panels, page.Panel{ID: "kontroller", Title: lang.EditChecks.In(r.Lang),
		Count: lang.SoManyOf.With(r.Lang, lang.Whole(int64(one.Tally.Part)), lang.Whole(int64(one.Tally.Whole))), Body: checkList(shown)})
	return nil
}

func answered(l lang.Lang, a coverage.Answer) *page.Status {
	switch a {
	case coverage.Yes:
		return &page.Status{Tone: "ok", Icon: "ok", Word: lang.EditCheckYes.In(l)}
	case coverage.No:
		return &page.Status{Tone: "crit", Icon: "act", Word: lang.Missing.In(l)}
	case coverage.NotApplicable:
		return &page.Status{Icon: "dashed", Word: lang.EditCheckNone.In(l)}
	}
	return &page.Status{Tone: "warn", Icon: "watch", Word: lang.NotAssessed.In(l)}
}

// made is a text that can be made out of a record.
type made struct {
	Title string
	Files []page.Link
}

// texts adds the texts that the rooms of work make out of the record.
func (e *Edit) texts(r *door.Request, rec *register.Record, p *page.Record) {
	var shown []made
	for _, t := range e.rooms.TextsOf(rec.Register.Name, rec) {
		needs := false
		for _, x := range t.Params {
			needs = needs || x.Needed
		}
		if needs {
			continue // it must be asked for with what it needs, not from a link
		}
		m := made{Title: t.Title.In(r.Lang)}
		for _, format := range []string{"pdf", "docx"} {
			m.Files = append(m.Files, page.Link{Text: map[string]string{"pdf": "PDF", "docx": "Word"}[format],
				Href: "/api/v1" + web.Address(rec) + "/texts/" + t.Name + "?format=" + format})
		}
		shown = append(shown, m)
	}
	if len(shown) > 0 {
		p.SidePanels = append(p.SidePanels, page.Panel{ID: "texter", Title: lang.EditTexts.In(r.Lang), Body: textList(shown)})
	}
}

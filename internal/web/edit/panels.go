package edit

import (
	"slices"
	"strings"

	"genomlys/internal/door"
	texts "genomlys/internal/draft"
	"genomlys/internal/lang"
	"genomlys/internal/method/coverage"
	"genomlys/internal/register"
	"genomlys/internal/ropa"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// check is one of the nine checks of an object as it is shown.
type check struct {
	Title string
	State *page.Status
	Why   string
	Do    string // address where what is missing is mended
}

// checks adds the nine checks of an object (domain.md 4.6): so many of those
// that apply, with what is missing and, for who may, where it is mended; never a
// grade.
func (e *Edit) checks(r *door.Request, rec *register.Record, may bool, p *page.Record) error {
	today := register.DateOf(r.Now.In(e.DB.Zone))
	all, err := e.Figures.Checks(r.Context(), r.Caller, rec.Org, rec.ID, today)
	if err != nil || len(all.Objects) != 1 {
		return err
	}
	one := all.Objects[0]
	var shown []check
	for i, c := range one.Checks {
		x := check{State: answered(r.Lang, c.Answer, c.Why), Why: lang.CheckReason(c.Why).In(r.Lang)}
		if c.Answer == coverage.No && may && !r.Caller.ReadOnly {
			x.Do = mended(c.Why, rec, p)
		}
		if i < len(all.Checks) {
			x.Title = all.Checks[i].Title.In(r.Lang)
		}
		shown = append(shown, x)
	}
	p.Panels = append(p.Panels, page.Panel{ID: "kontroller", Title: lang.EditChecks.In(r.Lang),
		Count: lang.SoManyOf.With(r.Lang, lang.Whole(int64(one.Tally.Part)), lang.Whole(int64(one.Tally.Whole))), Body: checkList(shown)})
	return nil
}

// stale are reasons where what is asked for exists, and has grown old.
var stale = []string{"class_not_current", "actions_overdue", "risk_analysis_old", "review_overdue", "plan_exercised_long_ago"}

// mended is where something that a check misses is put right: in the work that
// the page offers, among what can be added, or among what is there.
func mended(why string, rec *register.Record, p *page.Record) string {
	relation := map[string]string{"processing_missing": "processings", "plan_missing": "action-plans", "routine_missing": "access-routines", "actions_overdue": "actions", "risk_analysis_missing": "risk-analyses", "risk_analysis_old": "risk-analyses",
		"agreement_missing": "agreements", "requirements_missing": "agreements", "logging_missing": "agreements", "review_missing": "access-reviews", "review_overdue": "access-reviews",
		"plan_not_adopted": "continuity-plans", "plan_never_exercised": "continuity-plans", "plan_exercised_long_ago": "continuity-plans"}[why]
	switch {
	case why == "owner_missing":
		return address(rec, web.GroupRoles)
	case strings.HasPrefix(why, "class_") && p.Lead:
		return p.Actions[0].Href
	case relation == "":
		return ""
	}
	for _, x := range p.Relations {
		if strings.HasPrefix(x.All.Href, "/"+relation+"?") {
			return "#" + x.ID
		}
	}
	for _, a := range p.Add {
		if strings.HasPrefix(a.Href, "/ny/"+relation+"?") {
			return a.Href
		}
	}
	return ""
}

// lacking adds what a processing's record lacks, a field to a line with the
// article that asks for it; for who may, each leads to where it is filled in.
func (e *Edit) lacking(r *door.Request, rec *register.Record, may bool, p *page.Record) error {
	if rec.Text("status") == "ended" {
		return nil
	}
	all, err := ropa.MissingOf(r.Context(), texts.Deps{DB: e.DB, Now: r.Now}, r.Caller, rec)
	if err != nil || len(all) == 0 {
		return err
	}
	var shown []check
	for _, m := range all {
		x := check{Title: rec.Register.Must(m.Field).Title.In(r.Lang), Why: lang.EditArticle.With(r.Lang, m.Article), State: &page.Status{Tone: "warn", Icon: "act", Word: lang.Missing.In(r.Lang)}}
		if may && !r.Caller.ReadOnly {
			x.Do = "/andra" + web.Address(rec) + "#" + form.ID(m.Field)
		}
		shown = append(shown, x)
	}
	p.Panels = append(p.Panels, page.Panel{ID: "saknas", Title: lang.EditRecordLacks.In(r.Lang), Count: lang.Whole(int64(len(all))), Body: checkList(shown)})
	return nil
}

func answered(l lang.Lang, a coverage.Answer, why string) *page.Status {
	switch a {
	case coverage.Yes:
		return &page.Status{Tone: "ok", Icon: "ok", Word: lang.EditCheckYes.In(l)}
	case coverage.No:
		if slices.Contains(stale, why) {
			return &page.Status{Tone: "warn", Icon: "watch", Word: lang.EditCheckOld.In(l)}
		}
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
		for _, format := range []string{"pdf", "docx", "xlsx"} {
			if !slices.Contains(t.Formats(), format) {
				continue
			}
			m.Files = append(m.Files, page.Link{Text: map[string]string{"pdf": "PDF", "docx": "Word", "xlsx": "Excel"}[format],
				Href: "/api/v1" + web.Address(rec) + "/texts/" + t.Name + "?format=" + format})
		}
		shown = append(shown, m)
	}
	if len(shown) > 0 {
		p.SidePanels = append(p.SidePanels, page.Panel{ID: "texter", Title: lang.EditTexts.In(r.Lang), Body: textList(shown)})
	}
}

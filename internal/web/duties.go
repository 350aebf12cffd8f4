package web

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"genomlys/internal/door"
	"genomlys/internal/duty"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/web/page"
)

const shownDuties = 7

// duties shows what needs the caller, by deadline, the first of it; the rest is
// on its own page.
func (w *Web) duties(r *door.Request, h *page.Home) error {
	mine, others, n, err := w.needs(r, true)
	if err != nil {
		return err
	}
	all := append(mine, others...)
	sortDuties(all)
	for _, d := range all[:min(len(all), shownDuties)] {
		h.Work = append(h.Work, d.Duty)
	}
	if n > min(len(all), shownDuties) {
		h.All = page.Link{Text: lang.AllDuties.With(r.Lang, lang.Whole(int64(n))), Href: "/uppgifter"}
	}
	return nil
}

// tasks is the page of all that needs the caller: what is the caller's own, and
// what others answer for in the caller's organisation.
func (w *Web) tasks(rw http.ResponseWriter, r *door.Request) error {
	f, err := w.Frame(r, lang.Tasks.In(r.Lang))
	if err != nil {
		return err
	}
	mine, others, _, err := w.needs(r, false)
	if err != nil {
		return err
	}
	var p page.Tasks
	for _, d := range mine {
		p.Mine = append(p.Mine, d.Duty)
	}
	for _, d := range others {
		p.Others = append(p.Others, d.Duty)
	}
	if len(mine) == 0 {
		var h page.Home
		if err := w.coming(r, &h); err != nil {
			return err
		}
		p.Nothing = h.Nothing
	}
	return w.Show(rw, r.Context(), http.StatusOK, page.TasksPage(f, p))
}

// line is a duty with the place that it has among the others.
type line struct {
	page.Duty
	due time.Time
	nth int
}

func sortDuties(all []line) {
	slices.SortStableFunc(all, func(a, b line) int { return cmp.Or(a.due.Compare(b.due), cmp.Compare(a.nth, b.nth)) })
}

// needs puts what the house says needs the caller in words. Which it is, and
// in which order, is decided in one place for pages, API and command line.
func (w *Web) needs(r *door.Request, gathered bool) (mine, others []line, n int, err error) {
	items, err := kept(w, r, &w.memory.needs, "", func(r *door.Request) ([]duty.Item, error) {
		return duty.Needs(r.Context(), duty.Deps{DB: w.DB, Now: func() time.Time { return r.Now }}, r.Caller)
	})
	if err != nil {
		return nil, nil, 0, err
	}
	n = len(items)
	if gathered {
		items = duty.Gather(items)
	}
	sh := w.Shower(r, time.Time{})
	for _, it := range items {
		sh.NeedID(registers.RoleAssignments, it.Owner)
		switch it.Kind {
		case duty.Clock:
			sh.NeedID(nil, it.Of)
		case duty.Agreement:
			sh.NeedID(registers.Recipients, it.Of)
		}
	}
	if err := sh.Look(); err != nil {
		return nil, nil, 0, err
	}
	for i, it := range items {
		l := line{w.said(r, sh, it), it.Due, i}
		if it.Mine {
			mine = append(mine, l)
		} else {
			others = append(others, l)
		}
	}
	return mine, others, n, nil
}

// due says how long is left to an instant, in words and tone.
func due(r *door.Request, at time.Time, byDay bool) page.Duty {
	left := at.Sub(r.Now)
	d := page.Duty{Icon: "calendar", Left: lang.Span(r.Lang, left)}
	switch {
	case left < 0:
		d.Tone, d.Icon, d.Left = "crit", "act", lang.Late.With(r.Lang, lang.Span(r.Lang, left))
	case !byDay && left < acute(r.Now):
		d.Tone, d.Icon = "crit", "timer"
	case !byDay:
		d.Tone, d.Icon = "warn", "timer"
	case left < 24*time.Hour:
		d.Tone, d.Icon, d.Left = "warn", "calendar-clock", lang.DueToday.In(r.Lang)
	case left < 10*24*time.Hour:
		d.Tone, d.Icon = "warn", "calendar-clock"
	}
	return d
}

// acute is how little may be left of a time limit before it is shown as such.
func acute(now time.Time) time.Duration {
	book, err := rulebook.Load()
	if err != nil {
		return 0 // a house without its rules does not open
	}
	return time.Duration(book.At(clock.DateOf(now)).Number(rulebook.ClockRedHours)) * time.Hour
}

// said puts one thing in words: how long is left, what it is, why, and the one
// thing to press.
func (w *Web) said(r *door.Request, sh *Shower, it duty.Item) page.Duty {
	d := due(r, it.Due, it.ByDay)
	day := string(register.DateOf(it.Due.In(w.DB.Zone)))
	n := len(it.Records)
	address := func() string { return "/" + it.Source.Collection + "/" + it.Records[0].Ref }
	named := it.Records[0].Title
	if named == "" {
		named = it.Records[0].Ref
	}
	d.Link, d.Verb = page.Link{Text: named, Href: address()}, lang.Open.In(r.Lang)
	late := it.Due.Before(r.Now)
	until := func(before lang.Text) {
		d.Until = before.With(r.Lang, day)
		if late {
			d.Until = lang.DutyLate.With(r.Lang, day)
		}
	}
	// among is the list of the records of a line that is about several.
	among := func(name lang.Plural, why lang.Text) {
		if n > 1 {
			d.Link = page.Link{Text: name.Of(r.Lang, n), Href: Filtered(it.Source, it.Query())}
			d.Why = lang.DutyFirst.With(r.Lang, day, named)
			return
		}
		d.Why = why.In(r.Lang)
	}
	switch it.Kind {
	case duty.Clock:
		d.Until = lang.DutyUntil.With(r.Lang, lang.Clock(r.Lang, it.Due.In(w.DB.Zone)))
		d.Why = lang.DutyClock.With(r.Lang, it.Law)
		if title := it.Named.In(r.Lang); title != "" {
			d.Link.Text = title
		}
		if it.Of != "" {
			if of := sh.Refer(it.Of); of.Href != "" {
				d.Why, d.Link.Href = of.Text+". "+d.Why, of.Href
			}
		}
	case duty.Action, duty.Coming:
		until(lang.DutyBy)
		d.Why = lang.DutyAction.In(r.Lang)
		if it.Kind == duty.Coming {
			d.Why = lang.DutyComing.In(r.Lang)
		}
		if n > 1 {
			late := lang.SeveralLate
			switch {
			case it.Several:
				late = lang.OthersLate
			case it.Mine:
				late = lang.MineLate
			}
			d.Link = page.Link{Text: late.Of(r.Lang, n), Href: Filtered(it.Source, it.Query())}
			d.Why = lang.SeveralLateWhy.With(r.Lang, day, named)
		}
	case duty.Agreement:
		supplier := it.Records[0].Ref
		if of := sh.Refer(it.Of); of.Href != "" {
			supplier = of.Text
		}
		until(lang.DutyAgreementOn)
		named = lang.AgreementWith.With(r.Lang, named, supplier) // the day it was signed tells nobody which it is
		d.Link.Text, d.Why = lang.DutyAgreement.With(r.Lang, named), lang.DutyAgreeWhy.In(r.Lang)
		if it.Notice {
			d.Until, d.Link.Text, d.Why = lang.DutyNoticeOn.With(r.Lang, day), lang.DutyNotice.With(r.Lang, named), lang.DutyNoticeWhy.In(r.Lang)
		}
	case duty.Campaign:
		until(lang.DutyCampaignOn)
		said := lang.DutyCampaign.Other
		if n == 1 {
			said = lang.DutyCampaign.One
		}
		d.Link, d.Why = page.Link{Text: said.With(r.Lang, lang.Whole(int64(n)), it.Title), Href: Filtered(it.Source, it.Query())}, lang.DutyCampaignWhy.In(r.Lang)
		if it.Mine {
			d.Why, d.Verb = lang.DutyCampaignMine.In(r.Lang), lang.DutyAnswer.In(r.Lang)
		}
	case duty.Approval:
		until(lang.DutyCampaignOn)
		d.Link, d.Why = page.Link{Text: lang.DutyApproval.Of(r.Lang, n), Href: Filtered(it.Source, it.Query())}, lang.DutyApprovalWhy.With(r.Lang, it.Title)
		d.Verb = lang.DutyApprove.In(r.Lang)
	case duty.Review:
		until(lang.DutyReviewOn)
		d.Link.Text, d.Why = lang.DutyReview.Of(r.Lang, it.Months), lang.DutyReviewWhy.With(r.Lang, named)
	case duty.Decision:
		d.Tone, d.Icon, d.Left, d.Until = "", "watch", lang.DutyWaits.In(r.Lang), ""
		if it.Since != "" {
			d.Until = lang.DutySince.With(r.Lang, string(it.Since))
		}
		d.Link.Text, d.Why, d.Verb = lang.DutyDecision.With(r.Lang, named), lang.DutyStep.With(r.Lang, lang.StepName(it.Source.Name, it.Step).In(r.Lang)), lang.DutyDecide.In(r.Lang)
		if it.Of != "" && it.Title != "" { // a position is told by what it is on
			d.Link.Text = lang.DutyDecision.With(r.Lang, it.Title)
		}
		switch it.Step {
		case "advise":
			d.Why, d.Verb = lang.DutyAdvise.In(r.Lang), lang.DutyWrite.In(r.Lang)
		case "comment":
			d.Verb = lang.DutyWrite.In(r.Lang)
		case "adopt":
			d.Why = lang.DutyAdopt.In(r.Lang)
		case "contribute":
			d.Link.Text, d.Why, d.Verb = lang.DutyContribute.With(r.Lang, named), lang.DutyContributeWhy.In(r.Lang), lang.DutyWrite.In(r.Lang)
		}
	case duty.Reading:
		until(lang.DutyReadOn)
		d.Link.Text, d.Why, d.Verb = lang.DutyRead.With(r.Lang, it.Title), lang.DutyReadWhy.In(r.Lang), lang.DutyReadIt.In(r.Lang)
	case duty.Acceptance:
		until(lang.DutyUntil)
		among(lang.DutyAcceptances, lang.DutyAcceptanceWhy)
	case duty.Round:
		until(lang.DutyBy)
		among(lang.DutyRounds, lang.DutyRoundWhy)
	case duty.Plan:
		until(lang.DutyUntil)
		among(lang.DutyPlans, lang.DutyPlanWhy)
	case duty.Exercise:
		until(lang.DutyOn)
		among(lang.DutyExercises, lang.DutyExerciseWhy)
	}
	if it.Owner != "" && !it.Mine {
		if who := sh.Refer(it.Owner); who.Href != "" {
			d.Why = lang.DutyOf.With(r.Lang, d.Why, who.Text)
		}
	}
	return d
}

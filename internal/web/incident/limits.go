package incident

import (
	"net/url"
	"strconv"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/respond"
	"genomlys/internal/rulebook"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// clockView is a time limit as it is shown.
type clockView struct {
	ID     string
	Title  string
	Value  string // time left, or how it ended
	Tone   string // warn, crit, ok or empty (design.md 5)
	Icon   string
	Meter  int // per cent of the time that has gone; below zero = no meter
	Ticks  bool
	Start  string // seconds, for the island
	Due    string
	Now    string
	Red    string       // seconds before the end, when the tone changes
	End    *page.Status // how it ended
	Text   string       // absolute end, and what remains
	About  page.Link    // what it runs on
	Act    page.Link
	Record string // address of the clock itself
}

// view shows a time limit. may tells that the caller may do something about it.
func (i *Incident) view(r *door.Request, x respond.Limit, may bool) clockView {
	l := r.Lang
	v := clockView{ID: "frist-" + x.Record.Ref, Title: titleOf(l, x), Record: web.Address(x.Record), Meter: -1, Icon: "timer", Now: seconds(r.Now.Unix()), Red: seconds(int64(i.red(r) * 3600))}
	switch x.Standing {
	case respond.Running, respond.Acute, respond.Late:
		v.Ticks, v.Start, v.Due, v.Meter = true, seconds(x.Start.Unix()), seconds(x.Due.Unix()), x.Gone
		v.Tone, v.Value = "warn", lang.IncLeft.With(l, lang.Span(l, x.Left))
		if x.Standing != respond.Running {
			v.Tone = "crit"
		}
		if x.Standing == respond.Late {
			v.Value, v.Icon = lang.IncLate.With(l, lang.Span(l, x.Left)), "act"
		}
		v.Text = lang.IncNoLater.With(l, i.at(l, x.Due))
		if x.Rule.Target {
			v.Text += " " + lang.IncTarget.In(l)
		}
	case respond.Endless:
		v.Value, v.Tone, v.Icon = lang.IncNoEnd.In(l), "warn", "clock"
		v.Text = lang.IncSince.With(l, i.at(l, x.Start))
	case respond.Done, respond.DoneLate:
		met := x.Record.Moment("met_at")
		v.Value, v.Tone, v.Icon, v.Meter = lang.IncGiven.In(l), "ok", "ok", 100
		v.End = &page.Status{Tone: "ok", Icon: "ok", Word: lang.IncInTime.In(l)}
		if x.Standing == respond.DoneLate {
			v.End, v.Tone, v.Meter = &page.Status{Tone: "crit", Icon: "act", Word: lang.IncNotInTime.In(l)}, "", -1
		}
		v.Text = lang.IncAfter.With(l, i.at(l, met), lang.Span(l, met.Sub(x.Start)))
	case respond.Waived:
		v.Value, v.Text, v.Icon = lang.IncWaived.In(l), x.Record.Text("waived_reason"), "dashed"
	case respond.Void:
		v.Value, v.Text, v.Icon = lang.IncVoid.In(l), x.Record.Text("void_reason"), "dashed"
	}
	if x.Matter != nil {
		v.About = page.Link{Text: named(x.Matter), Href: web.Address(x.Matter)}
		if x.Matter.Register.Name == "incident" {
			v.About.Href = work(x.Matter)
		}
	}
	v.Act = actOf(l, x, may)
	if v.Act.Href == "" {
		v.Act = page.Link{Text: lang.IncDoOpen.In(l), Href: v.About.Href}
		if v.Act.Href == "" {
			v.Act.Href = v.Record
		}
	}
	return v
}

func seconds(n int64) string { return strconv.FormatInt(n, 10) }

// red is how many hours before its end a clock is acute.
func (i *Incident) red(r *door.Request) int {
	book, err := rulebook.Load()
	if err != nil {
		return 0
	}
	return book.At(clock.DateOf(r.Now)).Number(rulebook.ClockRedHours)
}

func named(rec *register.Record) string {
	if t := rec.Text("title"); t != "" {
		return t
	}
	return rec.Ref
}

// titleOf names a time limit with its length.
func titleOf(l lang.Lang, x respond.Limit) string {
	if x.N > 0 {
		return lang.IncFlaws.Other.With(l, lang.Whole(int64(x.N)), x.Flaw)
	}
	title := x.Rule.Title.In(l)
	if title == "" {
		return named(x.Record)
	}
	n := x.Rule.Length
	switch x.Rule.Counting {
	case clock.Strict:
		return title + ", " + lang.IncLenHours.Of(l, n)
	case clock.EUWeeks:
		return title + ", " + lang.IncLenWeeks.Of(l, n)
	case clock.EUMonths, clock.SwedishMonths:
		return title + ", " + lang.IncLenMonths.Of(l, n)
	case clock.EUDays, clock.WorkingDays:
		return title + ", " + lang.DaysCount.Of(l, n)
	}
	return title
}

// actOf is the one thing to do about a time limit, for those who may.
func actOf(l lang.Lang, x respond.Limit, may bool) page.Link {
	if !may || x.Matter == nil {
		return page.Link{}
	}
	at := web.Address(x.Matter)
	authority, stage, _ := strings.Cut(x.Rule.MetBy, ".")
	q := url.Values{"authority": {authority}, "stage": {stage}}
	switch x.Next {
	case respond.ToDecide:
		return page.Link{Text: lang.IncDoDecide.In(l), Href: at + "/arbete/beslut"}
	case respond.ToDraft:
		return page.Link{Text: lang.IncDoDraft.In(l), Href: "/gor" + at + "/draft_notice?" + q.Encode()}
	case respond.ToSend:
		return page.Link{Text: lang.IncDoSend.In(l), Href: web.Address(x.Notice)}
	case respond.ToWrite:
		q.Set("incident", x.Matter.Ref)
		return page.Link{Text: lang.IncDoWrite.In(l), Href: "/ny/notifications?" + q.Encode()}
	case respond.ToTell:
		return page.Link{Text: lang.IncDoTell.In(l), Href: at + "/arbete/informera"}
	case respond.ToInform:
		return page.Link{Text: lang.IncDoInform.In(l), Href: at + "/arbete/registrerade"}
	case respond.ToAnswer:
		return page.Link{Text: lang.IncDoAnswer.In(l), Href: at}
	case respond.ToFix:
		return page.Link{Text: lang.IncDoFix.In(l), Href: at}
	}
	return page.Link{}
}

// mayWork tells whether there is anywhere that the caller may change what a
// time limit runs on; the page that the act leads to asks anew.
func mayWork(r *door.Request, x respond.Limit) bool {
	return x.Matter != nil && !r.Caller.ReadOnly && form.MayCreate(r.Caller, x.Matter.Register)
}

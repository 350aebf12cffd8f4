package admin

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"genomlys/internal/access"
	"genomlys/internal/command"
	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/settings"
	"genomlys/internal/web"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// ruleRow is a rule as it was shipped, and as it is here.
type ruleRow struct {
	Code    string
	Title   string
	Shipped string
	Source  string
	Local   string // what holds here today, when it is another
	Ours    []page.Link
	Change  string // where another is proposed; empty when it cannot be
	Why     string // it cannot
}

type ruleGroup struct {
	ID, Title, About string
	First            string // head of the second column, when it is not the page's
	Rows             []ruleRow
	Slots            []slot
}

type rulesPage struct {
	Crumbs       []page.Crumb
	Title, About string
	Told         string
	Proposed     page.Link // the rule that was just proposed: it is adopted on its own page
	Groups       []ruleGroup
	All, AllText string
	Name, First  string // heads of the two first columns
	Bare         bool   // nothing of these is the office's own
}

// rules shows every rule that an office may have its own of, and the law's
// clocks, which it may not.
func (a *Admin) rules(rw http.ResponseWriter, r *door.Request) error {
	book, err := rulebook.Load()
	if err != nil {
		return err
	}
	own, err := a.each(r, registers.Settings, nil, noTime)
	if err != nil {
		return err
	}
	may := !r.Caller.ReadOnly && form.MayCreate(r.Caller, registers.Settings)
	day := clock.Date(a.today(r))
	was, now := book.Shipped(day), book.At(day)
	row := func(code, title, shipped, source, here string) ruleRow {
		x := ruleRow{Code: code, Title: title, Shipped: shipped, Source: source}
		if here != shipped {
			x.Local = here
		}
		x.Ours = a.ours(r, own, code)
		if may {
			x.Change = "/installningar/regler/" + url.PathEscape(code)
		}
		return x
	}
	l := r.Lang
	p := rulesPage{Crumbs: crumbs(l, lang.AdminRules.In(l)), Title: lang.AdminRules.In(l), About: lang.AdminRulesWhy.In(l), All: "/" + registers.Settings.Collection, AllText: lang.AdminOwnRules.In(l), Name: lang.AdminRule.In(l), First: lang.AdminShipped.In(l)}
	p.propose(r)
	g := ruleGroup{ID: "granser", Title: lang.AdminThresholds.In(l), About: lang.AdminThresholdsWhy.In(l)}
	for _, t := range was.Thresholds() {
		g.Rows = append(g.Rows, row("threshold."+string(t.Code), t.Title.In(l), amounts(l, t.Values, t.Unit), t.Source.In(l), amounts(l, now.Numbers(t.Code), t.Unit)))
	}
	p.Groups = append(p.Groups, g)
	g = ruleGroup{ID: "klockor", Title: lang.AdminClocks.In(l), About: lang.AdminClocksWhy.In(l)}
	for _, c := range was.Clocks() {
		here, _ := now.Clock(c.Code)
		x := row("clock."+c.Code, c.Title.In(l), length(l, c), c.Source.In(l), length(l, here))
		if !c.Target {
			x.Change, x.Why = "", lang.AdminByLaw.In(l) // which one, the source beside says
		}
		g.Rows = append(g.Rows, x)
	}
	p.Groups = append(p.Groups, g, a.scales(l, was, now, row))
	g = ruleGroup{ID: "arshjul", Title: lang.AdminWheel.In(l)}
	for _, w := range was.Wheel() {
		here := w
		for _, n := range now.Wheel() {
			if n.Code == w.Code {
				here = n
			}
		}
		g.Rows = append(g.Rows, row("wheel."+w.Code, w.Text.In(l), days(w), w.Source.In(l), days(here)))
	}
	p.Groups = append(p.Groups, g)
	if g, err = a.offices(r, row); err != nil {
		return err
	}
	p.Groups = append(p.Groups, g)
	return a.show(rw, r, lang.AdminRules.In(l), http.StatusOK, func(f page.Frame) templ.Component { return showRules(f, p) })
}

// ours are the office's own rules of a code, with their state and their day.
func (a *Admin) ours(r *door.Request, own []*register.Record, code string) (out []page.Link) {
	for _, s := range own {
		if s.Text("code") == code && s.Text("status") != "withdrawn" {
			st := registers.Settings.Status().Choices.Label(s.Text("status")).In(r.Lang)
			out = append(out, page.Link{Text: lang.AdminRuleFrom.With(r.Lang, st, s.Text("valid_from")), Href: web.Address(s), Note: s.Ref})
		}
	}
	return out
}

func (a *Admin) scales(l lang.Lang, was, now rulebook.Rules, row func(code, title, shipped, source, here string) ruleRow) ruleGroup {
	g := ruleGroup{ID: "skalor", Title: lang.AdminScales.In(l), About: lang.AdminScalesWhy.In(l)}
	c := was.Classification()
	g.Rows = append(g.Rows, row("classification.classification", lang.AdminLevels.In(l), grades(l, c), c.Source.In(l), grades(l, now.Classification())))
	for _, k := range []rulebook.RiskKind{rulebook.Information, rulebook.Privacy, rulebook.VOR} {
		s := was.Risk(k)
		g.Rows = append(g.Rows, row("risk."+string(k), riskNames[k].In(l), steps(l, s), s.Source.In(l), steps(l, now.Risk(k))))
	}
	d := was.DPIA()
	g.Rows = append(g.Rows, row("dpia.dpia", lang.AdminDPIA.In(l), lang.AdminCriteria.With(l, d.Enough, d.ReasonFrom), d.Source.In(l), lang.AdminCriteria.With(l, now.DPIA().Enough, now.DPIA().ReasonFrom)))
	return g
}

var riskNames = map[rulebook.RiskKind]lang.Text{rulebook.Information: lang.AdminRiskInformation, rulebook.Privacy: lang.AdminRiskPrivacy, rulebook.VOR: lang.AdminRiskVOR}

var (
	periods   = map[string]lang.Plural{"hour": lang.AdminHours, "day": lang.AdminDays, "month": lang.AdminMonths}
	unitNames = map[string]lang.Text{"level": lang.AdminLevel, "count": lang.AdminCount, "year": lang.AdminYear, "month_day": lang.AdminMonthDay}
)

// amounts says a threshold: one number with its unit, or several.
func amounts(l lang.Lang, ns []int, unit string) string {
	var out []string
	for _, n := range ns {
		out = append(out, strconv.Itoa(n))
	}
	if p, ok := periods[unit]; ok {
		return strings.Join(append(out[:len(out)-1], p.Of(l, ns[len(ns)-1])), ", ")
	}
	sep := ", "
	if unit == "month_day" {
		sep = "-"
	}
	return unitNames[unit].With(l, strings.Join(out, sep))
}

func length(l lang.Lang, c rulebook.Clock) string {
	of := lang.AdminHours
	switch {
	case c.Length == 0:
		return lang.AdminNoLength.In(l)
	case strings.Contains(string(c.Counting), "month"):
		of = lang.AdminMonths
	case strings.Contains(string(c.Counting), "week"):
		of = lang.AdminWeeks
	case strings.Contains(string(c.Counting), "day"):
		of = lang.AdminDays
	}
	return of.Of(l, c.Length)
}

func days(w rulebook.WheelEntry) string {
	if w.From == w.To {
		return w.From
	}
	return w.From + "–" + w.To
}

func grades(l lang.Lang, c rulebook.Classification) string {
	var out []string
	for _, g := range c.Grades {
		out = append(out, fmt.Sprintf("%d %s", g.Level, g.Name.In(l)))
	}
	return strings.Join(out, ", ")
}

func steps(l lang.Lang, s rulebook.RiskScale) string {
	said := func(ss []rulebook.Step) string {
		var out []string
		for _, x := range ss {
			out = append(out, fmt.Sprintf("%d %s", x.Step, x.Name.In(l)))
		}
		return strings.Join(out, ", ")
	}
	return lang.AdminRiskSteps.With(l, said(s.Likelihood), said(s.Consequence))
}

type rulePage struct {
	Crumbs  []page.Crumb
	Title   string
	Shipped string
	Source  string
	Action  string
	Two     bool
	Back    string
	Wrong   []page.Wrong
	Fields  []page.Control
	Buttons []page.Button
	Trial   *trial
	Slots   []slot // of a heading
}

// rule shows the form by which an own rule is proposed.
func (a *Admin) rule(rw http.ResponseWriter, r *door.Request) error {
	e, err := a.editor(r)
	if err != nil {
		return err
	}
	typed := url.Values{"valid_from": {string(a.today(r))}, orgField: {r.URL.Query().Get("org")}}
	for _, c := range e.fields {
		typed.Set(c.Name, c.Value)
	}
	return a.showRule(rw, r, e, typed, nil, nil, http.StatusOK)
}

// proposedRef is the number of a rule as an address carries it.
var proposedRef = regexp.MustCompile(`^[A-Z]{3}-[0-9]{1,9}$`)

// propose tells what was just proposed, and leads to where it is adopted.
func (p *rulesPage) propose(r *door.Request) {
	ref := r.URL.Query().Get("klart")
	if ref == "" {
		return
	}
	p.Told = lang.AdminRuleProposed.In(r.Lang)
	if proposedRef.MatchString(ref) {
		p.Proposed = page.Link{Text: lang.AdminRuleOpen.In(r.Lang), Href: "/" + registers.Settings.Collection + "/" + ref}
	}
}

func (a *Admin) propose(rw http.ResponseWriter, r *door.Request) error {
	e, err := a.editor(r)
	if err != nil {
		return err
	}
	if err := a.Form(r); err != nil {
		return err
	}
	typed := r.PostForm
	value, err := e.value(typed)
	var own register.ID
	var rc command.Receipt
	if err == nil && e.perOrg {
		own, err = a.chosenFor(r, typed.Get(orgField))
	} else if err == nil {
		own, err = a.whole(r)
	}
	if err == nil && e.try != nil && typed.Get(tryField) != "" {
		var t *trial
		if t, err = e.try(own, typed); err == nil {
			return a.showRule(rw, r, e, typed, nil, t, http.StatusOK)
		}
	}
	if err == nil {
		rc, err = settings.Propose(r.Context(), settings.Deps{DB: a.DB, Commands: a.Commands}, r.Caller, command.Options{Via: "web", Now: r.Now}, own, settings.Proposal{Code: e.code, Value: value,
			From: register.Date(strings.TrimSpace(typed.Get("valid_from"))), Reason: typed.Get("reason"), DiaryNo: strings.TrimSpace(typed.Get("diary_no"))})
	}
	if err != nil {
		wrong, status := e.wrong(r.Lang, err)
		if len(wrong) == 0 {
			return err
		}
		for i, w := range wrong {
			if w.Field == form.ID("value") || w.Field == form.ID("code") {
				wrong[i].Field = e.fields[0].ID
			}
		}
		return a.showRule(rw, r, e, typed, wrong, nil, status)
	}
	ref := "1"
	if len(rc.Items) > 0 && rc.Items[0].New != nil {
		ref = rc.Items[0].New.Ref
	}
	return a.See(rw, r, e.back+"?klart="+ref)
}

// whole is the organisation for which a rule is made: the topmost where the
// caller makes them.
func (a *Admin) whole(r *door.Request) (register.ID, error) {
	may := writes(r, registers.Settings)
	own, err := a.Own(r)
	if err != nil || own == nil {
		return "", err
	}
	above, err := a.Access.Above(r.Context(), own.ID)
	if err != nil {
		return "", err
	}
	for _, id := range slices.Backward(above) {
		if may(id) {
			return id, nil
		}
	}
	return "", access.MayNotCreate(registers.Settings.Name)
}

func (a *Admin) showRule(rw http.ResponseWriter, r *door.Request, e editor, typed url.Values, wrong []page.Wrong, t *trial, status int) error {
	p := rulePage{Trial: t, Title: e.title.In(r.Lang), Shipped: e.shipped, Source: e.source, Action: "/installningar/regler/" + url.PathEscape(e.code), Two: e.two, Back: e.back, Wrong: wrong,
		Crumbs: []page.Crumb{{Text: lang.Settings.In(r.Lang), Href: "/installningar"}, {Text: e.from().In(r.Lang), Href: e.back}, {Text: e.title.In(r.Lang)}}}
	if e.perOrg {
		c, err := a.forWhom(r)
		if err != nil {
			return err
		}
		if v := typed.Get(orgField); v != "" {
			c.Value = v
		}
		c.Wrong = form.Errors(c.ID, wrong)
		p.Fields = append(p.Fields, c)
	}
	for _, c := range e.fields {
		c.Value, c.Wrong = typed.Get(c.Name), form.Errors(c.ID, wrong)
		p.Fields = append(p.Fields, c)
	}
	p.Slots = e.slots
	p.Buttons = []page.Button{{Text: lang.AdminPropose.In(r.Lang), Primary: true}}
	if e.try != nil {
		p.Buttons = append(p.Buttons, page.Button{Text: lang.AdminTry.In(r.Lang), Name: tryField, Value: "1"})
	}
	p.Buttons = append(p.Buttons, page.Button{Text: lang.EditCancel.In(r.Lang), Href: e.back, Quiet: true})
	p.Fields = append(p.Fields, form.Controls(r, form.Fields(registers.Settings, "valid_from", "reason", "diary_no"), typed, wrong)...)
	return a.show(rw, r, form.Title(r.Lang, p.Title, wrong), status, func(f page.Frame) templ.Component { return showRule(f, p) })
}

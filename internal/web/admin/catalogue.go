package admin

import (
	"net/http"
	"net/url"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/rulebook"
	"genomlys/internal/settings"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"

	"github.com/a-h/templ"
)

// templates shows the texts that are generated, each with the passage that the
// organisation has of its own, and the outline that reviews begin with.
func (a *Admin) templates(rw http.ResponseWriter, r *door.Request) error {
	l := r.Lang
	own, err := a.each(r, registers.Settings, nil, noTime)
	if err != nil {
		return err
	}
	may := !r.Caller.ReadOnly && form.MayCreate(r.Caller, registers.Settings)
	p := rulesPage{Crumbs: crumbs(l, lang.AdminTemplates.In(l)), Title: lang.AdminTemplates.In(l), About: lang.AdminTemplatesWhy.In(l), All: "/" + registers.Settings.Collection, AllText: lang.AdminOwnRules.In(l), Name: lang.AdminTemplate.In(l), First: lang.AdminFromRegister.In(l)}
	p.propose(r)
	g := ruleGroup{ID: "texter", Title: lang.AdminTexts.In(l), About: lang.AdminTextsWhy.In(l)}
	for _, reg := range a.DB.Catalogue.All {
		for _, t := range a.rooms.TextsOf(reg.Name, nil) {
			code := settings.TextCode(t.Register, t.Name)
			b, err := a.Looks.Passage(r.Context(), r.Caller, code, r.Now)
			if err != nil {
				return err
			}
			x := ruleRow{Code: code, Title: t.Title.In(l), Shipped: reg.Title.In(l), Local: b.In(l), Ours: a.ours(r, own, code)}
			if may {
				x.Change = "/installningar/regler/" + url.PathEscape(code)
			}
			g.Rows = append(g.Rows, x)
		}
	}
	version, headings, err := review.Outline(l)
	if err != nil {
		return err
	}
	o := ruleGroup{ID: "disposition", Title: lang.AdminOutline.In(l), About: lang.AdminOutlineWhy.With(l, version), First: lang.AdminContent.In(l)}
	filled, err := a.filledIn(r)
	if err != nil {
		return err
	}
	o.Slots = slots(l)
	for _, h := range headings {
		code := registers.HeadingCode(h.Key)
		b, err := a.Looks.Passage(r.Context(), r.Caller, code, r.Now)
		if err != nil {
			return err
		}
		x := ruleRow{Code: code, Title: strings.TrimSpace(h.Number + " " + spelled(l, h.Heading)), Shipped: lang.AdminParts.Of(l, h.Parts), Local: spelled(l, b.In(l)), Ours: a.ours(r, own, code)}
		if now := filled[h.Key]; now != "" && strings.Contains(h.Heading+b.In(l), "{") {
			x.Source = lang.AdminBecomes.With(l, r.Now.Year()+1, now)
		}
		if may {
			x.Change = "/installningar/regler/" + url.PathEscape(code)
		}
		o.Rows = append(o.Rows, x)
	}
	p.Groups = []ruleGroup{g, o}
	return a.show(rw, r, p.Title, http.StatusOK, func(f page.Frame) templ.Component { return showRules(f, p) })
}

// catalogues shows what the rule book has that no office changes: controls,
// measures, duties, mechanisms of transfer, retention; since when, from where.
func (a *Admin) catalogues(rw http.ResponseWriter, r *door.Request) error {
	book, err := rulebook.Load()
	if err != nil {
		return err
	}
	l, now := r.Lang, book.At(clock.Date(a.today(r)))
	p := rulesPage{Crumbs: crumbs(l, lang.AdminCatalogues.In(l)), Title: lang.AdminCatalogues.In(l), About: lang.AdminCataloguesWhy.In(l), All: "/questions", AllText: lang.AdminQuestions.In(l), Name: lang.AdminEntry.In(l), First: lang.AdminDetail.In(l), Bare: true}
	add := func(id string, title lang.Text, rows []ruleRow) {
		p.Groups = append(p.Groups, ruleGroup{ID: id, Title: title.In(l), Rows: rows})
	}
	row := func(m rulebook.Meta, title, detail string) ruleRow {
		return ruleRow{Title: title, Shipped: detail, Source: lang.AdminSince.With(l, m.Source.In(l), m.ValidFrom)}
	}
	var rows []ruleRow
	for _, c := range now.Controls() {
		rows = append(rows, row(c.Meta, c.Code+" "+c.Title.In(l), ""))
	}
	add("kontroller", lang.AdminControls, rows)
	rows = nil
	for _, m := range now.Measures() {
		rows = append(rows, row(m.Meta, m.Text.In(l), lang.AdminMeasureFrom.With(l, m.AreaName.In(l), m.Level, strings.Join(m.Controls, ", "))))
	}
	add("atgarder", lang.AdminMeasures, rows)
	rows = nil
	for _, d := range now.Duties() {
		rows = append(rows, row(d.Meta, d.Text.In(l), strings.TrimSpace(d.Law+" "+d.Provision)))
	}
	add("krav", lang.AdminDutiesByLaw, rows)
	rows = nil
	for _, x := range now.Mechanisms() {
		rows = append(rows, row(x.Meta, x.Title.In(l), x.Article))
	}
	add("overforing", lang.AdminMechanisms, rows)
	rows = nil
	for _, x := range now.Retentions() {
		rows = append(rows, row(x.Meta, x.Text.In(l), strings.Join(a.titles(l, x.Registers), ", ")))
	}
	add("gallring", lang.AdminRetention, rows)
	rows = nil
	methods := registers.VorRisks.Must("working_method").Choices
	for _, code := range methods.Codes() {
		rows = append(rows, ruleRow{Title: methods.Label(code).In(l)})
	}
	add("arbetssatt", lang.AdminMethods, rows)
	return a.show(rw, r, p.Title, http.StatusOK, func(f page.Frame) templ.Component { return showRules(f, p) })
}

// titles names registers; a name that is none stands as it is.
func (a *Admin) titles(l lang.Lang, names []string) (out []string) {
	for _, n := range names {
		if reg, ok := a.DB.Catalogue.Get(n); ok {
			n = reg.Title.In(l)
		}
		out = append(out, n)
	}
	return out
}

package admin

import (
	"net/url"
	"slices"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/review"
	"genomlys/internal/room"
	"genomlys/internal/settings"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// orgField names the organisation that a setting of its own is for.
const orgField = "for_org"

// officeCodes are what an organisation sets for itself, in the order shown.
var officeCodes = []struct {
	code  string
	title lang.Text
}{{settings.ColoursCode, lang.AdminColours}, {settings.LanguageCode, lang.AdminLanguage}, {settings.DensityCode, lang.RowsTitle}}

// offices are what the caller's organisation has set for itself.
func (a *Admin) offices(r *door.Request, row func(code, title, shipped, source, here string) ruleRow) (ruleGroup, error) {
	l := r.Lang
	g := ruleGroup{ID: "utseende", Title: lang.AdminOffice.In(l), About: lang.AdminOfficeWhy.In(l)}
	look, err := a.Looks.Of(r.Context(), r.Caller, r.Now)
	if err != nil {
		return g, err
	}
	for _, c := range officeCodes {
		was, here := a.officeValues(l, c.code, settings.Look{}), a.officeValues(l, c.code, look)
		g.Rows = append(g.Rows, row(c.code, c.title.In(l), was, lang.AdminOfficeSource.In(l), here))
	}
	return g, nil
}

// officeValues says what a look has for a code.
func (a *Admin) officeValues(l lang.Lang, code string, look settings.Look) string {
	switch code {
	case settings.ColoursCode:
		if look.Colours.Light == "" {
			return lang.AdminColoursShipped.In(l)
		}
		x := look.Colours.Ratios()
		return lang.AdminColoursAre.With(l, look.Colours.Light, x[0][0], x[0][1], look.Colours.Dark, x[1][0], x[1][1])
	case settings.LanguageCode:
		switch look.Language {
		case "sv":
			return lang.Swedish.In(l)
		case "en":
			return lang.English.In(l)
		}
		return lang.AdminLanguageBrowser.In(l)
	}
	if look.Dense {
		return lang.RowsDense.In(l)
	}
	return lang.RowsNormal.In(l)
}

// officeEditor asks for what an organisation sets for itself: colours,
// language, density, or the passage of its own in a text.
func (a *Admin) officeEditor(r *door.Request, code string) (editor, bool, error) {
	l := r.Lang
	e := editor{code: code, perOrg: true, source: lang.AdminOfficeSource.In(l)}
	look, err := a.Looks.Of(r.Context(), r.Caller, r.Now)
	if err != nil {
		return e, false, err
	}
	e.shipped = a.officeValues(l, code, settings.Look{})
	switch code {
	case settings.ColoursCode:
		e.title = lang.AdminColours
		e.texts([]string{"light", "dark"}, []string{lang.AdminColourLight.In(l), lang.AdminColourDark.In(l)}, []string{look.Colours.Light, look.Colours.Dark}, lang.AdminColourHint.In(l))
		e.fields[1].Hint, e.fields[1].Optional = lang.AdminColourDarkHint.In(l), true
		e.value = func(v url.Values) (string, error) {
			c := settings.Colours{Light: v.Get("light"), Dark: v.Get("dark")}.Completed()
			if ps := c.Problems(); len(ps) > 0 {
				return "", fault.Problems(ps)
			}
			return written(c)
		}
		return e, true, nil
	case settings.LanguageCode:
		e.title = lang.AdminLanguage
		e.choice("language", lang.AdminLanguage.In(l), look.Language, page.Option{Value: "sv", Label: lang.Swedish.In(l)}, page.Option{Value: "en", Label: lang.English.In(l)})
		return e, true, nil
	case settings.DensityCode:
		e.title = lang.RowsTitle
		here := "normal"
		if look.Dense {
			here = "dense"
		}
		e.choice("density", lang.RowsTitle.In(l), here, page.Option{Value: "normal", Label: lang.RowsNormal.In(l)}, page.Option{Value: "dense", Label: lang.RowsDense.In(l)})
		return e, true, nil
	}
	if key, ok := strings.CutPrefix(code, registers.HeadingCodes); ok {
		return a.headingEditor(r, e, key)
	}
	t, ok := a.text(code)
	if !ok {
		return e, false, nil
	}
	e.title, e.shipped, e.back = lang.Text{SV: lang.AdminPassageIn.With(lang.SV, t.Title.SV), EN: lang.AdminPassageIn.With(lang.EN, t.Title.EN)}, lang.AdminPassageNone.In(l), "/installningar/mallar"
	here, err := a.Looks.Passage(r.Context(), r.Caller, code, r.Now)
	if err != nil {
		return e, false, err
	}
	e.texts([]string{"sv", "en"}, []string{lang.Swedish.In(l), lang.English.In(l)}, []string{here.SV, here.EN}, lang.AdminPassageHint.In(l))
	for i := range e.fields {
		e.fields[i].Kind, e.fields[i].Optional = page.LongControl, true
	}
	e.try = func(org register.ID, typed url.Values) (*trial, error) {
		return a.tryPassage(r, t, org, settings.Block{SV: strings.TrimSpace(typed.Get("sv")), EN: strings.TrimSpace(typed.Get("en"))})
	}
	return e, true, nil
}

// headingEditor asks for the office's own words for a heading of its reviews.
func (a *Admin) headingEditor(r *door.Request, e editor, key string) (editor, bool, error) {
	l := r.Lang
	_, headings, err := review.Outline(l)
	if err != nil {
		return e, false, err
	}
	i := slices.IndexFunc(headings, func(h review.Outlined) bool { return h.Key == key })
	if i < 0 {
		return e, false, nil
	}
	here, err := a.Looks.Passage(r.Context(), r.Caller, e.code, r.Now)
	if err != nil {
		return e, false, err
	}
	name := strings.TrimSpace(headings[i].Number + " " + spelled(l, headings[i].Heading))
	e.slots = slots(l)
	e.title, e.shipped, e.source, e.back = lang.Text{SV: lang.AdminHeadingOf.With(lang.SV, name), EN: lang.AdminHeadingOf.With(lang.EN, name)}, headings[i].Heading, lang.AdminOutlineSource.In(l), "/installningar/mallar"
	e.texts([]string{"sv", "en"}, []string{lang.Swedish.In(l), lang.English.In(l)}, []string{here.SV, here.EN}, lang.AdminHeadingHint.In(l))
	e.fields[0].Optional, e.fields[1].Optional = true, true
	e.fields[1].Hint = lang.AdminHeadingEnglish.In(l)
	e.try = func(org register.ID, typed url.Values) (*trial, error) { return a.tryHeading(r, key, org, typed) }
	return e, true, nil
}

// choice asks for one of a few.
func (e *editor) choice(name, label, value string, options ...page.Option) {
	e.fields = append(e.fields, page.Control{ID: form.ID(name), Name: name, Label: label, Kind: page.ChoiceControl, Value: value, Options: options, Cards: true})
	e.value = func(v url.Values) (string, error) { return written(map[string]any{name: v.Get(name)}) }
}

// text finds the text of a setting's code.
func (a *Admin) text(code string) (room.Text, bool) {
	for _, t := range a.rooms.Texts {
		if settings.TextCode(t.Register, t.Name) == code {
			return t, true
		}
	}
	return room.Text{}, false
}

// forWhom asks which organisation a setting is for, among those whose settings
// the caller may write.
func (a *Admin) forWhom(r *door.Request) (page.Control, error) {
	c := page.Control{ID: form.ID(orgField), Name: orgField, Label: lang.AdminForWhom.In(r.Lang), Hint: lang.AdminForWhomHint.In(r.Lang), Kind: page.ChoiceControl}
	orgs, err := a.each(r, registers.Orgs, nil, noTime)
	if err != nil {
		return c, err
	}
	own, err := a.Own(r)
	if err != nil {
		return c, err
	}
	may := writes(r, registers.Settings)
	for _, o := range orgs {
		if may(o.ID) && o.Text("status") == "active" {
			c.Options = append(c.Options, page.Option{Value: o.Ref, Label: o.Text("title")})
			if own != nil && own.ID == o.ID || c.Value == "" {
				c.Value = o.Ref
			}
		}
	}
	return c, nil
}

// chosenFor is the organisation that a posted setting is for.
func (a *Admin) chosenFor(r *door.Request, ref string) (register.ID, error) {
	org, err := a.One(r, registers.Orgs, strings.TrimSpace(ref))
	if fault.Is(err, fault.Unknown) {
		return "", fault.Problems([]fault.Problem{{Field: orgField, Code: "no-such-record", Value: ref}})
	}
	if err != nil {
		return "", err
	}
	return org.ID, nil
}

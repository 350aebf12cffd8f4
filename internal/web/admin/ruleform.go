package admin

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"genomlys/internal/door"
	"genomlys/internal/fault"
	"genomlys/internal/lang"
	"genomlys/internal/method/clock"
	"genomlys/internal/register"
	"genomlys/internal/registers"
	"genomlys/internal/rulebook"
	"genomlys/internal/web/form"
	"genomlys/internal/web/page"
)

// editor asks for one rule's own value and writes it as the rule book reads it.
type editor struct {
	code    string
	title   lang.Text
	shipped string
	slots   []slot
	source  string
	two     bool // two persons adopt it
	perOrg  bool // each organisation has its own
	back    string
	fields  []page.Control
	value   func(url.Values) (string, error)
	// try shows how it comes out for an organisation; nil where that needs no showing.
	try func(org register.ID, typed url.Values) (*trial, error)
}

// editor finds the rule of the address.
func (a *Admin) editor(r *door.Request) (editor, error) {
	e, ok, err := a.officeEditor(r, r.PathValue("code"))
	if err == nil && !ok {
		e, err = a.bookEditor(r)
	}
	if err == nil && e.back == "" {
		e.back = "/installningar/regler"
	}
	return e, err
}

// from is the page that the editor was opened from.
func (e editor) from() lang.Text {
	if e.back == "/installningar/mallar" {
		return lang.AdminTemplates
	}
	return lang.AdminRules
}

// bookEditor asks for a rule in the place of a shipped one.
func (a *Admin) bookEditor(r *door.Request) (editor, error) {
	book, err := rulebook.Load()
	if err != nil {
		return editor{}, err
	}
	l, code := r.Lang, r.PathValue("code")
	day := clock.Date(a.today(r))
	was, now := book.Shipped(day), book.At(day)
	kind, name, _ := strings.Cut(code, ".")
	e := editor{code: code}
	switch kind {
	case "threshold":
		for _, t := range was.Thresholds() {
			if string(t.Code) == name {
				e.title, e.shipped, e.source = t.Title, amounts(l, t.Values, t.Unit), t.Source.In(l)
				e.numbers("values", lang.AdminValue.In(l), now.Numbers(t.Code)...)
				return e, nil
			}
		}
	case "clock":
		if c, ok := was.Clock(name); ok && c.Target {
			here, _ := now.Clock(name)
			e.title, e.shipped, e.source, e.two = c.Title, length(l, c), c.Source.In(l), true
			e.number("length", lang.AdminValue.In(l), here.Length)
			return e, nil
		}
	case "wheel":
		for _, w := range now.Wheel() {
			if w.Code == name {
				e.title, e.shipped, e.source = w.Text, days(w), w.Source.In(l)
				e.texts([]string{"from_day", "to_day"}, []string{lang.AdminFirstDay.In(l), lang.AdminLastDay.In(l)}, []string{w.From, w.To}, lang.AdminMonthDayHint.In(l))
				return e, nil
			}
		}
	case "dpia":
		d := was.DPIA()
		e.title, e.shipped, e.source, e.two = lang.AdminDPIA, lang.AdminCriteria.With(l, d.Enough, d.ReasonFrom), d.Source.In(l), true
		e.number("enough", lang.AdminEnough.In(l), now.DPIA().Enough)
		e.number("reason_from", lang.AdminReasonFrom.In(l), now.DPIA().ReasonFrom)
		return e, nil
	case "classification":
		c := now.Classification()
		e.title, e.shipped, e.source, e.two = lang.AdminLevels, grades(l, was.Classification()), c.Source.In(l), true
		c.Grades = append([]rulebook.Grade(nil), c.Grades...) // the book does not change
		var names []*lang.Text
		for i := range c.Grades {
			names = append(names, &c.Grades[i].Name)
		}
		e.names("levels", names, func(i int) string { return strconv.Itoa(int(c.Grades[i].Level)) }, func() any { return map[string]any{"levels": c.Grades} })
		return e, nil
	case "risk":
		s := now.Risk(rulebook.RiskKind(name))
		if s.Code == "" {
			break
		}
		e.title, e.shipped, e.source, e.two = riskNames[s.Code], steps(l, was.Risk(s.Code)), s.Source.In(l), true
		s.Likelihood, s.Consequence = append([]rulebook.Step(nil), s.Likelihood...), append([]rulebook.Step(nil), s.Consequence...)
		var names []*lang.Text
		for _, ss := range [][]rulebook.Step{s.Likelihood, s.Consequence} {
			for i := range ss {
				names = append(names, &ss[i].Name)
			}
		}
		n := len(s.Likelihood)
		e.names("steps", names, func(i int) string {
			if i < n {
				return lang.AdminLikelihood.With(l, i+1)
			}
			return lang.AdminConsequence.With(l, i-n+1)
		}, func() any { return map[string]any{"likelihood": s.Likelihood, "consequence": s.Consequence} })
		return e, nil
	}
	return e, fault.New(fault.Unknown, "no-such-page")
}

// wrong says what is wrong; what the form asks and the register does not have
// leads to its own field.
func (e editor) wrong(l lang.Lang, err error) ([]page.Wrong, int) {
	var f *fault.Error
	if !errors.As(err, &f) || f.Kind != fault.Invalid {
		return form.Wrong(l, registers.Settings, err)
	}
	labels := map[string]string{orgField: lang.AdminForWhom.In(l)}
	for _, c := range e.fields {
		labels[c.Name] = c.Label
	}
	var out []page.Wrong
	for _, p := range f.Problems {
		if label, ok := labels[p.Field]; ok {
			out = append(out, page.Wrong{Field: form.ID(p.Field), Text: lang.Problem(l, p, label)})
		} else {
			out = append(out, form.Problems(l, registers.Settings, []fault.Problem{p})...)
		}
	}
	return out, http.StatusUnprocessableEntity
}

// wrongValue refuses what was typed in one of the fields.
func wrongValue(code, value string) error {
	return fault.Problems([]fault.Problem{{Field: "value", Code: code, Value: value}})
}

// numbers asks for a short list of numbers.
func (e *editor) numbers(name, label string, ns ...int) {
	var out []string
	for _, n := range ns {
		out = append(out, strconv.Itoa(n))
	}
	e.fields = append(e.fields, page.Control{ID: form.ID(name), Name: name, Label: label, Kind: page.TextControl, Value: strings.Join(out, ", ")})
	e.value = func(v url.Values) (string, error) {
		var got []int
		for _, part := range strings.FieldsFunc(v.Get(name), func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
			n, err := strconv.Atoi(part)
			if err != nil {
				return "", wrongValue("not-a-number", part)
			}
			got = append(got, n)
		}
		return written(map[string]any{name: got})
	}
}

// number asks for one number more.
func (e *editor) number(name, label string, n int) {
	e.fields = append(e.fields, page.Control{ID: form.ID(name), Name: name, Label: label, Kind: page.NumberControl, Value: strconv.Itoa(n)})
	e.value = func(v url.Values) (string, error) {
		got := map[string]any{}
		for _, f := range e.fields {
			n, err := strconv.Atoi(strings.TrimSpace(v.Get(f.Name)))
			if err != nil {
				return "", wrongValue("not-a-number", v.Get(f.Name))
			}
			got[f.Name] = n
		}
		return written(got)
	}
}

// texts asks for several short texts.
func (e *editor) texts(names, labels, values []string, hint string) {
	for i, n := range names {
		e.fields = append(e.fields, page.Control{ID: form.ID(n), Name: n, Label: labels[i], Hint: hint, Kind: page.TextControl, Value: values[i]})
	}
	e.value = func(v url.Values) (string, error) {
		got := map[string]any{}
		for _, n := range names {
			got[n] = strings.TrimSpace(v.Get(n))
		}
		return written(got)
	}
}

// names asks for what steps are called, in both languages, and writes what
// holds them.
func (e *editor) names(name string, texts []*lang.Text, label func(int) string, whole func() any) {
	for i, t := range texts {
		for _, x := range []struct{ code, value string }{{"sv", t.SV}, {"en", t.EN}} {
			n := fmt.Sprintf("%s-%d-%s", name, i, x.code)
			e.fields = append(e.fields, page.Control{ID: form.ID(n), Name: n, Label: label(i) + " (" + x.code + ")", Kind: page.TextControl, Value: x.value})
		}
	}
	e.value = func(v url.Values) (string, error) {
		for i, t := range texts {
			t.SV, t.EN = strings.TrimSpace(v.Get(fmt.Sprintf("%s-%d-sv", name, i))), strings.TrimSpace(v.Get(fmt.Sprintf("%s-%d-en", name, i)))
		}
		return written(whole())
	}
}

func written(v any) (string, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("write a rule: %w", err)
	}
	return string(b), nil
}

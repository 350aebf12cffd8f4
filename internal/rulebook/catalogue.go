package rulebook

import (
	"errors"
	"fmt"
	"slices"

	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
)

// Control is one of the controls of ISO/IEC 27001 Annex A under our own short
// name; the standard's text is licensed and not reproduced.
type Control struct {
	Meta
	Code  string    `json:"code"`
	Theme string    `json:"theme"` // organisational, people, physical, technological
	Title lang.Text `json:"title"`
}

func (c Control) key() string { return c.Code }

func (c Control) check() error {
	themes := map[byte]string{'5': "organisational", '6': "people", '7': "physical", '8': "technological"}
	if c.Code == "" || themes[c.Code[0]] != c.Theme {
		return fmt.Errorf("theme %q does not fit the code", c.Theme)
	}
	return said("title", c.Title)
}

// Controls lists the catalogue of the day, in the standard's order.
func (r Rules) Controls() []Control { return on(r.book.controls, r.day) }

// Control gives a control of the day.
func (r Rules) Control(code string) (Control, bool) { return one(r.book.controls, code, r.day) }

// Measure is what a level typically asks for in an area. Levels are cumulative.
type Measure struct {
	Meta
	Code     string            `json:"code"`
	Area     string            `json:"area"`
	AreaName lang.Text         `json:"area_name"`
	Controls []string          `json:"controls"`
	Aspects  []classify.Aspect `json:"aspects"`
	Level    classify.Level    `json:"level"`
	Text     lang.Text         `json:"text"`
}

func (m Measure) key() string { return m.Code }

func (m Measure) check() error {
	if m.Area == "" || len(m.Controls) == 0 || len(m.Aspects) == 0 || m.Level < 1 {
		return errors.New("want area, controls, aspects and a level from 1")
	}
	return errors.Join(said("area", m.AreaName), said("text", m.Text))
}

// Measures lists the measures of the day.
func (r Rules) Measures() []Measure { return on(r.book.measures, r.house()) }

// Requirements gives the measures of the day as the method needs them, without
// costs: an office states its own.
func (r Rules) Requirements() []classify.Requirement {
	var out []classify.Requirement
	for _, m := range r.Measures() {
		out = append(out, classify.Requirement{ID: m.Code, Aspects: m.Aspects, Min: m.Level})
	}
	return out
}

func (b *content) checkMeasures() error {
	var errs []error
	for _, m := range b.measures {
		for _, c := range m.Controls {
			if !slices.ContainsFunc(b.controls, func(x Control) bool { return x.Code == c }) {
				errs = append(errs, fmt.Errorf("rule book: measure %s names control %s, which the catalogue lacks", m.Code, c))
			}
		}
	}
	return errors.Join(errs...)
}

package rulebook

import (
	"errors"
	"fmt"
	"slices"

	"genomlys/internal/lang"
	"genomlys/internal/method/classify"
	"genomlys/internal/method/dpia"
	"genomlys/internal/method/risk"
)

// Grade is a level of the classification scale in words.
type Grade struct {
	Level classify.Level `json:"level"`
	Name  lang.Text      `json:"name"`
	Ask   lang.Text      `json:"ask"` // "what happens if …"
	Note  lang.Text      `json:"note"`
}

// AspectName is an aspect in words, with the question of what its loss means.
type AspectName struct {
	Aspect classify.Aspect `json:"aspect"`
	Name   lang.Text       `json:"name"`
	Ask    lang.Text       `json:"ask"`
}

// Area is where a consequence may fall, with what each level means there.
type Area struct {
	Code  string      `json:"code"`
	Name  lang.Text   `json:"name"`
	Harms []lang.Text `json:"harms"` // by level, from 0
}

// Named is a code in words.
type Named struct {
	Code string    `json:"code"`
	Name lang.Text `json:"name"`
}

// Classification is the scale of a day: what the method needs, and the words.
type Classification struct {
	Meta
	Version string         `json:"version"`
	Grades  []Grade        `json:"levels"`
	Aspects []AspectName   `json:"aspects"`
	Areas   []Area         `json:"areas"`
	Top     classify.Level `json:"top"`
	// Traceability switches the fourth aspect on.
	Traceability bool `json:"traceability"`
}

type classification struct {
	Classification
	Code     string            `json:"code"`
	Transits []classify.Aspect `json:"transits"`
	Minima   []struct {
		Fact   string          `json:"fact"`
		AtMost *int            `json:"at_most"`
		Aspect classify.Aspect `json:"aspect"`
		Level  classify.Level  `json:"level"`
		Limit  Limit           `json:"limit"` // the threshold that gives the level
	} `json:"minima"`
	Stale          []string                                  `json:"stale"`
	Demands        map[classify.Dependency][]classify.Aspect `json:"demands"`
	WhenDataPasses map[classify.Dependency][]classify.Aspect `json:"when_data_passes"`
}

func (c classification) key() string { return c.Code }

func (c classification) check() error {
	if len(c.Grades) != int(c.Top)+1 {
		return fmt.Errorf("%d levels: want 0 to %d", len(c.Grades), c.Top)
	}
	var errs []error
	for i, g := range c.Grades {
		if int(g.Level) != i {
			errs = append(errs, fmt.Errorf("level %d stands in place %d", g.Level, i))
		}
		errs = append(errs, said("level", g.Name), said("question", g.Ask))
	}
	for _, x := range c.Minima {
		if x.Limit != "" && !slices.Contains(limits, x.Limit) {
			errs = append(errs, fmt.Errorf("minimum of %s: unknown threshold %q", x.Fact, x.Limit))
		}
	}
	for _, a := range c.Aspects {
		errs = append(errs, said("aspect", a.Name), said("question of the aspect", a.Ask))
	}
	for _, a := range c.Areas {
		errs = append(errs, said("area", a.Name))
		if len(a.Harms) != len(c.Grades) {
			errs = append(errs, fmt.Errorf("area %s says what %d levels mean, of %d", a.Code, len(a.Harms), len(c.Grades)))
		}
		for _, h := range a.Harms {
			errs = append(errs, said("what a level means", h))
		}
	}
	return errors.Join(errs...)
}

// Classification gives the scale of the day.
func (r Rules) Classification() Classification {
	c, _ := one(r.book.classes, "classification", r.house())
	return c.Classification
}

// Classify gives the method of classification of the day.
func (r Rules) Classify() classify.Method {
	c, _ := one(r.book.classes, "classification", r.house())
	m := classify.Method{
		Version: c.Version, Top: c.Top, Traceability: c.Traceability, Transits: c.Transits,
		Refuse:         classify.Level(r.Number(ClassRefuseLevel)),
		FourEyes:       classify.Level(r.Number(ClassFourEyesLevel)),
		MaxRaise:       classify.Level(r.Number(ClassMaxRaise)),
		CurrentMonths:  r.Number(ClassCurrentMonths),
		Stale:          c.Stale,
		Demands:        c.Demands,
		WhenDataPasses: c.WhenDataPasses,
	}
	for _, x := range c.Minima {
		if x.Limit != "" {
			x.Level = classify.Level(r.Number(x.Limit))
		}
		m.Minima = append(m.Minima, classify.Minimum{Fact: x.Fact, AtMost: x.AtMost, Aspect: x.Aspect, Level: x.Level})
	}
	return m
}

// RiskKind names a risk scale.
type RiskKind string

// The risk scales.
const (
	Information RiskKind = "information"
	Privacy     RiskKind = "privacy" // consequence to the individual
	VOR         RiskKind = "vor"     // väsentlighets- och riskanalys
)

// Step is a step of likelihood or consequence in words.
type Step struct {
	Step int       `json:"step"`
	Name lang.Text `json:"name"`
}

// RiskBand is a band in words with what follows from it.
type RiskBand struct {
	Code       string           `json:"code"`
	Name       lang.Text        `json:"name"`
	From       int              `json:"from"`
	To         int              `json:"to"`
	AcceptedBy string           `json:"accepted_by"`
	Comment    string           `json:"comment"`
	FourEyes   bool             `json:"four_eyes"`
	Handling   []risk.Treatment `json:"handling"`
	Residual   string           `json:"residual"`
}

// RiskScale is a risk matrix in words; Scale gives what the method needs.
type RiskScale struct {
	Meta
	Code        RiskKind   `json:"code"`
	Version     string     `json:"version"`
	Likelihood  []Step     `json:"likelihood"`
	Consequence []Step     `json:"consequence"`
	Bands       []RiskBand `json:"bands"`
	AlwaysList  int        `json:"always_list"`
	Consult     string     `json:"consult"`
}

func (s RiskScale) key() string { return string(s.Code) }

func (s RiskScale) check() error {
	errs := []error{s.Scale().Check()}
	for _, steps := range [][]Step{s.Likelihood, s.Consequence} {
		for i, x := range steps {
			if x.Step != i+1 {
				errs = append(errs, fmt.Errorf("step %d stands in place %d", x.Step, i+1))
			}
			errs = append(errs, said("step", x.Name))
		}
	}
	for _, b := range s.Bands {
		errs = append(errs, said("band", b.Name))
	}
	return errors.Join(errs...)
}

// Scale is what the method needs.
func (s RiskScale) Scale() risk.Scale {
	out := risk.Scale{Version: s.Version, P: len(s.Likelihood), C: len(s.Consequence), AlwaysList: s.AlwaysList, Consult: s.Consult}
	for _, b := range s.Bands {
		out.Bands = append(out.Bands, risk.Band{Code: b.Code, From: b.From, To: b.To, AcceptedBy: b.AcceptedBy, Comment: b.Comment,
			FourEyes: b.FourEyes, Handling: b.Handling, Residual: b.Residual})
	}
	return out
}

// Risk gives a risk scale of the day.
func (r Rules) Risk(k RiskKind) RiskScale {
	s, _ := one(r.book.risks, string(k), r.house())
	return s
}

// DPIARules is the threshold of impact assessments in words.
type DPIARules struct {
	Meta
	Code         string  `json:"code"`
	Version      string  `json:"version"`
	Criteria     []Named `json:"criteria"`
	Statutory    []Named `json:"statutory"`
	Enough       int     `json:"enough"`
	ReasonFrom   int     `json:"reason_from"`
	UnknownAsYes bool    `json:"unknown_as_yes"`
	// Deciders are the functions that may decide, by what remains of the risks.
	Deciders map[string][]string `json:"deciders"`
	Presets  []struct {
		Trait     string `json:"trait"`
		Criterion string `json:"criterion"`
	} `json:"presets"`
}

func (d DPIARules) key() string { return d.Code }

func (d DPIARules) check() error {
	errs := []error{d.Rules().Check()}
	for _, c := range append(append([]Named(nil), d.Criteria...), d.Statutory...) {
		errs = append(errs, said("criterion "+c.Code, c.Name))
	}
	return errors.Join(errs...)
}

// Rules is what the method needs.
func (d DPIARules) Rules() dpia.Rules {
	out := dpia.Rules{Version: d.Version, Enough: d.Enough, ReasonFrom: d.ReasonFrom, UnknownAsYes: d.UnknownAsYes}
	for _, c := range d.Criteria {
		out.Criteria = append(out.Criteria, c.Code)
	}
	for _, c := range d.Statutory {
		out.Statutory = append(out.Statutory, c.Code)
	}
	for _, p := range d.Presets {
		out.Presets = append(out.Presets, dpia.Preset{Trait: p.Trait, Criterion: p.Criterion})
	}
	return out
}

// DPIA gives the threshold of impact assessments of the day.
func (r Rules) DPIA() DPIARules {
	d, _ := one(r.book.dpia, "dpia", r.house())
	return d
}

// checkMethods makes every method that has held, for what the files say together.
func (b *content) checkMethods() error {
	var errs []error
	for _, t := range b.thresholds {
		errs = append(errs, b.at(t.ValidFrom).Classify().Check())
	}
	for _, c := range b.classes {
		errs = append(errs, b.at(c.ValidFrom).Classify().Check())
	}
	return errors.Join(errs...)
}

package risk

import (
	"fmt"
	"slices"
)

// Treatment is how a risk is met. Which treatments a band allows is data.
type Treatment string

// Band is a range of values with what follows from falling in it.
type Band struct {
	Code     string // low, medium, high, critical …
	From, To int    // values, both included
	// AcceptedBy is the function that may accept a risk here; "" when nobody may.
	AcceptedBy string
	// Comment is the function that must have commented before acceptance.
	Comment string
	// FourEyes: acceptance needs a second person.
	FourEyes bool
	// Handling lists the treatments allowed; empty when the scale does not say.
	Handling []Treatment
	// Residual is what a privacy risk of the band leaves in a DPIA: low, medium or high.
	Residual string
}

// Scale is one dated version of a risk matrix.
type Scale struct {
	Version string
	P, C    int // likelihood and consequence run from 1 to these
	// Bands stand lowest first and hold every value that can occur (7 cannot, on 4×4).
	Bands []Band
	// AlwaysList is the consequence from which a risk is listed whatever its
	// likelihood; 0 when there is none.
	AlwaysList int
	// Consult is the residual at which the supervisory authority must be asked
	// before the processing starts (GDPR, prior consultation); "" when not used.
	Consult string
}

// Check tells what is wrong with the scale's data, or nil.
func (s Scale) Check() error {
	if s.P < 2 || s.C < 2 || len(s.Bands) == 0 {
		return fmt.Errorf("risk scale %s: want at least two steps each way and a band", s.Version)
	}
	last := 0
	for _, b := range s.Bands {
		if b.Code == "" || b.From <= last || b.To < b.From {
			return fmt.Errorf("risk scale %s: band %q is %d–%d: want it above %d", s.Version, b.Code, b.From, b.To, last)
		}
		last = b.To
	}
	if last != s.P*s.C {
		return fmt.Errorf("risk scale %s: the bands end at %d: want %d", s.Version, last, s.P*s.C)
	}
	for p := 1; p <= s.P; p++ {
		for c := 1; c <= s.C; c++ {
			if _, err := s.Assess(p, c); err != nil {
				return err
			}
		}
	}
	return nil
}

// Reasons of an assessment.
const (
	InBand       = "in_band"
	AlwaysListed = "listed_for_consequence"
)

// Reason is one step of an explanation, free of language.
type Reason struct {
	Code   string
	P, C   int
	Value  int
	Band   string
	AtMost int // the band's upper end
}

// Assessment is a risk's place on a scale.
type Assessment struct {
	Value   int
	Band    Band
	Listed  bool // to be listed whatever the value, for its consequence
	Reasons []Reason
}

// Assess places likelihood p and consequence c, both counted from 1.
func (s Scale) Assess(p, c int) (Assessment, error) {
	if p < 1 || p > s.P || c < 1 || c > s.C {
		return Assessment{}, fmt.Errorf("risk %d×%d: likelihood runs 1–%d and consequence 1–%d", p, c, s.P, s.C)
	}
	a := Assessment{Value: p * c}
	i := slices.IndexFunc(s.Bands, func(b Band) bool { return b.From <= a.Value && a.Value <= b.To })
	if i < 0 {
		return Assessment{}, fmt.Errorf("risk %d×%d: scale %s has no band for %d", p, c, s.Version, a.Value)
	}
	a.Band = s.Bands[i]
	a.Reasons = append(a.Reasons, Reason{Code: InBand, P: p, C: c, Value: a.Value, Band: a.Band.Code, AtMost: a.Band.To})
	if s.AlwaysList > 0 && c >= s.AlwaysList {
		a.Listed = true
		a.Reasons = append(a.Reasons, Reason{Code: AlwaysListed, P: p, C: c, Value: a.Value, Band: a.Band.Code, AtMost: a.Band.To})
	}
	return a, nil
}

// Allows tells whether a treatment is enough for a risk of the band. A band that
// names none allows all.
func (b Band) Allows(t Treatment) bool {
	return len(b.Handling) == 0 || slices.Contains(b.Handling, t)
}

// SuggestConsequence is the consequence that the level of a lost aspect speaks
// for: one more than the level, for levels begin at 0 and consequences at 1. An
// aspect without a level (negative) suggests nothing and gives 0.
func (s Scale) SuggestConsequence(level int) int {
	if level < 0 {
		return 0
	}
	return min(s.C, max(1, level+1))
}

// Reduction is how much lower the value becomes from (p, c) to (p2, c2);
// negative when it rises.
func (s Scale) Reduction(p, c, p2, c2 int) (int, error) {
	before, err := s.Assess(p, c)
	if err != nil {
		return 0, fmt.Errorf("before measures: %w", err)
	}
	after, err := s.Assess(p2, c2)
	if err != nil {
		return 0, fmt.Errorf("after measures: %w", err)
	}
	return before.Value - after.Value, nil
}

package rulebook

import (
	"errors"
	"fmt"
	"slices"
)

// Ladder names a ladder of degrees. Only those declared here exist.
type Ladder string

// The ladders. Their steps, order and sources stand in the data.
const (
	VulnerabilityLadder  Ladder = "vulnerability"   // how severe a flaw is
	SituationLadder      Ladder = "situation"       // how serious the situation is
	ResidualLadder       Ladder = "residual"        // what a DPIA leaves
	IndividualRiskLadder Ladder = "individual_risk" // of a breach, to those concerned
	DeviationLadder      Ladder = "deviation"       // what an internal control shows
)

var ladders = []Ladder{VulnerabilityLadder, SituationLadder, ResidualLadder, IndividualRiskLadder, DeviationLadder}

// Mark is what follows from standing on a step.
type Mark string

// The marks.
const (
	Grave        Mark = "grave"         // counted among what matters most, and acted on
	Nothing      Mark = "nothing"       // nothing is wrong
	NoNotice     Mark = "no_notice"     // the authority need not be told (GDPR art. 33(1))
	SubjectsTold Mark = "subjects_told" // the data subjects are told (GDPR art. 34(1))
	Calm         Mark = "calm"          // all is as usual
	Watch        Mark = "watch"         // keep an eye on it
	Act          Mark = "act"           // do something about it
)

var marks = []Mark{Grave, Nothing, NoNotice, SubjectsTold, Calm, Watch, Act}

// Degree is a step of a ladder.
type Degree struct {
	Code  string `json:"code"`
	Limit Limit  `json:"limit"` // the threshold that goes with the step; may be empty
	Marks []Mark `json:"marks"`
	// By lists what takes a situation to the step.
	By []string `json:"by"`
}

// Degrees are the steps of a ladder that holds for a time, least first.
type Degrees struct {
	Meta
	Code  Ladder   `json:"code"`
	Steps []Degree `json:"steps"`
}

func (d Degrees) key() string { return string(d.Code) }

func (d Degrees) check() error {
	if len(d.Steps) < 2 {
		return errors.New("want at least two steps")
	}
	seen := map[string]bool{}
	for _, s := range d.Steps {
		if s.Code == "" || seen[s.Code] {
			return fmt.Errorf("step %q: want each step once, with a code", s.Code)
		}
		seen[s.Code] = true
		if s.Limit != "" && !slices.Contains(limits, s.Limit) {
			return fmt.Errorf("step %s: unknown threshold %q", s.Code, s.Limit)
		}
		for _, m := range s.Marks {
			if !slices.Contains(marks, m) {
				return fmt.Errorf("step %s: unknown mark %q", s.Code, m)
			}
		}
	}
	return nil
}

// Degrees gives a ladder of the day.
func (r Rules) Degrees(l Ladder) Degrees {
	d, _ := one(r.book.degrees, string(l), r.house())
	return d
}

// Codes lists the steps, least first.
func (d Degrees) Codes() []string {
	out := make([]string, len(d.Steps))
	for i, s := range d.Steps {
		out[i] = s.Code
	}
	return out
}

// Rank is how many steps are below a step; -1 when the ladder does not have it.
func (d Degrees) Rank(code string) int {
	return slices.IndexFunc(d.Steps, func(s Degree) bool { return s.Code == code })
}

// Higher is the higher of two steps. What the ladder lacks is below all.
func (d Degrees) Higher(a, b string) string {
	if d.Rank(b) > d.Rank(a) {
		return b
	}
	return a
}

// Least is the lowest step.
func (d Degrees) Least() string { return d.Steps[0].Code }

// Step is a step by its code; the zero value when the ladder does not have it.
func (d Degrees) Step(code string) Degree {
	if i := d.Rank(code); i >= 0 {
		return d.Steps[i]
	}
	return Degree{}
}

// Is tells whether a step has a mark.
func (d Degrees) Is(code string, m Mark) bool { return slices.Contains(d.Step(code).Marks, m) }

// Marked lists the steps with a mark, least first.
func (d Degrees) Marked(m Mark) []string {
	var out []string
	for _, s := range d.Steps {
		if slices.Contains(s.Marks, m) {
			out = append(out, s.Code)
		}
	}
	return out
}

// To is the step that something takes a situation to; the lowest when nothing says.
func (d Degrees) To(what string) string {
	for _, s := range slices.Backward(d.Steps) {
		if slices.Contains(s.By, what) {
			return s.Code
		}
	}
	return d.Least()
}

package classify

import "fmt"

// Dependency is how one object leans on another.
type Dependency string

// The kinds of dependency.
const (
	RunsOn      Dependency = "runs_on"
	Identity    Dependency = "identity"
	Integration Dependency = "integration"
	Data        Dependency = "data"
)

// Minimum is a level that a fact suggests, never forces.
type Minimum struct {
	Fact   string // a yes/no fact, or a number when AtMost is set
	AtMost *int   // the number must be at most this
	Aspect Aspect
	Level  Level
}

// Method is one dated version of the way of classifying.
type Method struct {
	Version string
	Top     Level // the scale's highest level; the lowest is 0
	Refuse  Level // from here on: not handled here, stop
	// FourEyes is the level from which a second person must decide.
	FourEyes Level
	// Traceability switches the fourth aspect on.
	Traceability bool
	// Transits lists the aspects that information merely passing through counts for.
	Transits []Aspect
	// MaxRaise is how much aggregation may raise an aspect.
	MaxRaise Level
	// CurrentMonths is how long a decided classification stays current.
	CurrentMonths int
	// Stale lists the causes of review after which a decision is not current.
	Stale  []string
	Minima []Minimum
	// Demands tells which aspects follow which dependency.
	Demands map[Dependency][]Aspect
	// WhenDataPasses adds aspects for a dependency through which data passes.
	WhenDataPasses map[Dependency][]Aspect
}

// Check tells what is wrong with the method's data, or nil.
func (m Method) Check() error {
	if m.Top < 1 || m.Refuse < 1 || m.Refuse > m.Top+1 || m.FourEyes < 0 || m.MaxRaise < 0 || m.CurrentMonths < 1 {
		return fmt.Errorf("classification method %s: levels out of range: top %d, refuse %d, four eyes %d, raise %d, current %d months",
			m.Version, m.Top, m.Refuse, m.FourEyes, m.MaxRaise, m.CurrentMonths)
	}
	for _, x := range m.Minima {
		if x.Fact == "" || x.Level < 0 || x.Level > m.Top {
			return fmt.Errorf("classification method %s: minimum %+v: want a fact and a level of the scale", m.Version, x)
		}
	}
	for d := range m.Demands {
		switch d {
		case RunsOn, Identity, Integration, Data:
		default:
			return fmt.Errorf("classification method %s: unknown dependency %q", m.Version, d)
		}
	}
	return nil
}

// used lists the aspects the method works with.
func (m Method) used() []Aspect {
	if m.Traceability {
		return Aspects()
	}
	return []Aspect{K, R, T}
}

// Reason is one step of an explanation, free of language. Which fields are set
// depends on the code.
type Reason struct {
	Code   string
	Aspect Aspect
	Level  Level  // the level it led to
	From   Level  // the level it started from
	Ref    string // information type, norm, consequence area, fact or object
	Text   string // what a person wrote
}

// Problem is a rule that is broken: it stops a decision.
type Problem struct {
	Code   string
	Aspect Aspect
	Ref    string
}

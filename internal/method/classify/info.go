package classify

// Consequence is one answer to "what happens if …": the harm in an area
// (operations, individuals, finances, others) when an aspect is lost.
type Consequence struct {
	Area   string
	Aspect Aspect
	Level  Level
}

// Reasons and problems of levels.
const (
	FromConsequence = "from_consequence"         // the area with the highest harm decided
	NotAnswered     = "not_answered"             // an aspect has no answer: not known is not 0
	OutOfScale      = "level_out_of_scale"       // a level the scale does not have
	StopLevel       = "level_not_handled_here"   // protective security or a separate analysis
	FourEyesNeeded  = "second_person_must_agree" // the level asks for two persons
)

// InfoType gives the class of an information type: per aspect the highest
// consequence answered in any area. Reasons name the areas that decided.
func InfoType(m Method, answers []Consequence) (Vector, []Reason, []Problem) {
	v := None()
	var problems []Problem
	for _, c := range answers {
		if c.Aspect < 0 || c.Aspect >= aspects || c.Level < 0 || c.Level > m.Top {
			problems = append(problems, Problem{Code: OutOfScale, Aspect: c.Aspect, Ref: c.Area})
			continue
		}
		if c.Aspect == S && !m.Traceability {
			continue
		}
		v[c.Aspect] = max(v[c.Aspect], c.Level)
	}
	var reasons []Reason
	for _, a := range m.used() {
		if v[a] == Unset {
			problems = append(problems, Problem{Code: NotAnswered, Aspect: a})
			continue
		}
		for _, c := range answers {
			if c.Aspect == a && c.Level == v[a] {
				reasons = append(reasons, Reason{Code: FromConsequence, Aspect: a, Level: v[a], Ref: c.Area})
			}
		}
	}
	return v, reasons, append(problems, Limits(m, v)...)
}

// Limits tells which aspects stand at the level where work must stop.
func Limits(m Method, v Vector) []Problem {
	var ps []Problem
	for _, a := range m.used() {
		if v[a] >= m.Refuse {
			ps = append(ps, Problem{Code: StopLevel, Aspect: a})
		}
	}
	return ps
}

// SecondPerson tells whether the class needs a second person's decision.
func SecondPerson(m Method, v Vector) bool {
	for _, a := range m.used() {
		if v[a] >= m.FourEyes {
			return true
		}
	}
	return false
}

// Facts are what is known of an object or an information type.
type Facts struct {
	Yes     map[string]bool // only facts answered yes; unknown and no are left out
	Numbers map[string]int  // for instance mtd_h, in hours
}

// SuggestedBy is the reason of a suggested minimum; Ref is the fact.
const SuggestedBy = "suggested_by_fact"

// Suggest gives the lowest levels that the facts speak for. It is shown, not
// forced: aspects without a suggestion stay Unset.
func Suggest(m Method, f Facts) (Vector, []Reason) {
	v := None()
	hits := make([]bool, len(m.Minima))
	for i, x := range m.Minima {
		if x.AtMost != nil {
			n, known := f.Numbers[x.Fact]
			hits[i] = known && n <= *x.AtMost
		} else {
			hits[i] = f.Yes[x.Fact]
		}
		if hits[i] {
			v[x.Aspect] = max(v[x.Aspect], x.Level)
		}
	}
	var reasons []Reason
	for i, x := range m.Minima {
		if hits[i] && x.Level == v[x.Aspect] {
			reasons = append(reasons, Reason{Code: SuggestedBy, Aspect: x.Aspect, Level: x.Level, Ref: x.Fact})
		}
	}
	return v, reasons
}

package classify

// Handling is what an object does with an information type.
type Handling string

// The ways an object handles information.
const (
	Stored    Handling = "stored"
	Displayed Handling = "displayed"
	Transits  Handling = "transits"
)

// Use is one information type in an object, with the type's class (None when it
// has none).
type Use struct {
	InfoType string
	Handling Handling
	Class    Vector
}

// Reasons and problems of objects.
const (
	FromInfoType    = "from_info_type"         // Ref decided the aspect
	InfoTypeNoClass = "info_type_unclassified" // Ref is used but has no class
	Raised          = "raised"
	Lowered         = "lowered"
	Clamped         = "clamped" // the sum fell outside the scale
	FromNorm        = "from_norm"

	ReasonMissing   = "reason_missing"
	ApprovalMissing = "approval_missing" // lowering needs the coordinator's approval
	RaiseTooHigh    = "raise_too_high"
	NothingToAdjust = "no_level_to_adjust"
)

// Object gives the class an object gets from its information: per aspect the
// highest of what it stores or shows; what passes through counts only for some
// aspects. An information type without class is reported, never counted as 0.
func Object(m Method, uses []Use) (Vector, []Reason) {
	v := None()
	for _, u := range uses {
		for _, a := range m.used() {
			if m.counts(u.Handling, a) {
				v[a] = max(v[a], u.Class[a])
			}
		}
	}
	var reasons []Reason
	for _, u := range uses {
		if !u.Class.Known() {
			reasons = append(reasons, Reason{Code: InfoTypeNoClass, Level: Unset, Ref: u.InfoType})
			continue
		}
		for _, a := range m.used() {
			if v[a] != Unset && u.Class[a] == v[a] && m.counts(u.Handling, a) {
				reasons = append(reasons, Reason{Code: FromInfoType, Aspect: a, Level: v[a], Ref: u.InfoType})
			}
		}
	}
	return v, reasons
}

func (m Method) counts(h Handling, a Aspect) bool {
	switch h {
	case Stored, Displayed:
		return true
	case Transits:
		for _, t := range m.Transits {
			if t == a {
				return true
			}
		}
	}
	return false
}

// Adjustment moves one aspect: up because many records together are worth more,
// or down because the whole is less exposed than its parts.
type Adjustment struct {
	Aspect   Aspect
	By       Level // positive raises, negative lowers
	Reason   string
	Approved bool // by the information security coordinator
}

// Adjust applies raises and lowerings to a derived class and keeps the result in
// the scale. Problems must be empty before the class is decided.
func Adjust(m Method, v Vector, moves []Adjustment) (Vector, []Reason, []Problem) {
	var reasons []Reason
	var problems []Problem
	sum := [aspects]int{}
	raised := Vector{}
	for _, x := range moves {
		if x.By == 0 || x.Aspect < 0 || x.Aspect >= aspects {
			continue
		}
		if v[x.Aspect] == Unset {
			problems = append(problems, Problem{Code: NothingToAdjust, Aspect: x.Aspect})
			continue
		}
		if x.Reason == "" {
			problems = append(problems, Problem{Code: ReasonMissing, Aspect: x.Aspect})
		}
		code := Raised
		if x.By < 0 {
			code = Lowered
			if !x.Approved {
				problems = append(problems, Problem{Code: ApprovalMissing, Aspect: x.Aspect})
			}
		} else if raised[x.Aspect] += x.By; raised[x.Aspect] > m.MaxRaise {
			problems = append(problems, Problem{Code: RaiseTooHigh, Aspect: x.Aspect})
		}
		sum[x.Aspect] += int(x.By)
		reasons = append(reasons, Reason{Code: code, Aspect: x.Aspect, From: v[x.Aspect], Level: m.within(v[x.Aspect], sum[x.Aspect]), Text: x.Reason})
	}
	for _, a := range m.used() {
		if v[a] == Unset || sum[a] == 0 {
			continue
		}
		if to := m.within(v[a], sum[a]); int(to) != int(v[a])+sum[a] {
			reasons = append(reasons, Reason{Code: Clamped, Aspect: a, From: v[a], Level: to})
		}
		v[a] = m.within(v[a], sum[a])
	}
	return v, reasons, append(problems, Limits(m, v)...)
}

func (m Method) within(l Level, by int) Level {
	return Level(min(max(int(l)+by, 0), int(m.Top)))
}

// Deviation is an aspect in which a local class differs from the norm's.
type Deviation struct {
	Aspect Aspect
	Norm   Level
	Local  Level
}

// Deviations lists where a local class differs from the norm it applies.
func Deviations(norm, local Vector) []Deviation {
	var ds []Deviation
	for a := range norm {
		if norm[a] != local[a] {
			ds = append(ds, Deviation{Aspect: Aspect(a), Norm: norm[a], Local: local[a]})
		}
	}
	return ds
}

// ApplyNorm starts from a norm-setting class. Going up is free; going down needs
// a reason and the coordinator's approval, like any lowering.
func ApplyNorm(m Method, norm, local Vector, moves []Adjustment) ([]Reason, []Problem) {
	var reasons []Reason
	var problems []Problem
	for _, a := range m.used() {
		reasons = append(reasons, Reason{Code: FromNorm, Aspect: a, From: norm[a], Level: local[a]})
		if local[a] >= norm[a] {
			continue
		}
		reason, approved := "", false
		for _, x := range moves {
			if x.Aspect == a && x.By < 0 {
				reason, approved = x.Reason, x.Approved
			}
		}
		if reason == "" {
			problems = append(problems, Problem{Code: ReasonMissing, Aspect: a})
		}
		if !approved {
			problems = append(problems, Problem{Code: ApprovalMissing, Aspect: a})
		}
	}
	return reasons, append(problems, Limits(m, local)...)
}

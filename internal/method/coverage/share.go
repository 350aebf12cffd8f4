package coverage

import "math/big"

// Share is a part of a whole, both counted.
type Share struct{ Part, Whole int }

// Percent is the share in whole per cent, half up, but never 100 while anything
// is left and never 0 while anything is done; ok is false when there is no whole.
func (s Share) Percent() (percent int, ok bool) {
	if s.Whole <= 0 {
		return 0, false
	}
	p := int((2*100*int64(s.Part) + int64(s.Whole)) / (2 * int64(s.Whole)))
	switch {
	case s.Part < s.Whole && p >= 100:
		p = 99
	case s.Part > 0 && p <= 0:
		p = 1
	}
	return p, true
}

// CountFirst tells whether the share should be said as "n of m" before any per
// cent, because the whole is smaller than the given limit.
func (s Share) CountFirst(limit int) bool { return s.Whole < limit }

// Coverage is a share with the ids behind it.
type Coverage struct {
	Share
	Have, Lack []string // in the order of need
}

// Of tells which of the needed are had. Each id counts once; what is had without
// being needed does not count.
func Of(have, need []string) Coverage {
	var c Coverage
	has := make(map[string]bool, len(have))
	for _, id := range have {
		has[id] = true
	}
	seen := make(map[string]bool, len(need))
	for _, id := range need {
		if seen[id] {
			continue
		}
		seen[id] = true
		if has[id] {
			c.Have = append(c.Have, id)
		} else {
			c.Lack = append(c.Lack, id)
		}
	}
	c.Share = Share{Part: len(c.Have), Whole: len(c.Have) + len(c.Lack)}
	return c
}

// Presentation is how exactly a count is said. The exact count stays in the trace.
type Presentation string

// The presentations.
const (
	Exact   Presentation = "exact"
	Ten     Presentation = "ten"
	Hundred Presentation = "hundred"
)

// Round gives a count (zero or more) as presented, half up; an unknown presentation is Exact.
// About tells whether the shown number stands for a range ("cirka").
func (p Presentation) Round(n int) (shown int, about bool) {
	step := 1
	switch p {
	case Ten:
		step = 10
	case Hundred:
		step = 100
	}
	if step == 1 {
		return n, false
	}
	return (n + step/2) / step * step, true
}

// Change is how a figure moved between two dates.
type Change struct {
	Count int // now less then
	// Points is percentage points from the exact shares, rounded to whole, halves
	// away from zero so that up and down are treated alike. HasPoints is false
	// when either share has no whole.
	Points    int
	HasPoints bool
	// Tenths is the same in tenths of a point, for small movements.
	Tenths int
}

// Compare gives the change of a share. It is computed from exact values: the
// difference of two rounded per cents could be off by one.
func Compare(then, now Share) Change {
	c := Change{Count: now.Part - then.Part}
	if then.Whole <= 0 || now.Whole <= 0 {
		return c
	}
	diff := new(big.Rat).Sub(big.NewRat(int64(now.Part), int64(now.Whole)), big.NewRat(int64(then.Part), int64(then.Whole)))
	c.Points, c.Tenths, c.HasPoints = nearest(diff, 100), nearest(diff, 1000), true
	return c
}

// nearest is r × scale rounded to a whole number, halves away from zero.
func nearest(r *big.Rat, scale int64) int {
	x := new(big.Rat).Mul(r, big.NewRat(scale, 1))
	sign := x.Sign()
	x.Abs(x).Add(x, big.NewRat(1, 2))
	n := new(big.Int).Quo(x.Num(), x.Denom())
	return sign * int(n.Int64())
}

package risk

import (
	"cmp"
	"math/big"
	"slices"
)

// Proposal is a measure with what it is expected to give and cost.
type Proposal struct {
	ID        string
	Reduction int // of the risk value
	// Objects is how many objects it serves, the object itself included.
	Objects int
	// Once and Yearly are the costs in öre, nil when nobody has stated them.
	Once, Yearly *int64
}

// Ranked is a proposal with its benefit per cost.
type Ranked struct {
	Proposal
	Benefit int64 // reduction × objects
	// Cost is one-off plus one year, in öre; Priced is false when neither is stated.
	Cost   int64
	Priced bool
}

// Rank sorts proposals by benefit per cost, best first. It is a sorting aid, not
// a judgement: what costs nothing stands first by benefit, what has no stated
// cost last, for unknown is neither cheap nor dear.
func Rank(ps []Proposal) []Ranked {
	out := make([]Ranked, 0, len(ps))
	for _, p := range ps {
		r := Ranked{Proposal: p, Benefit: int64(p.Reduction) * int64(p.Objects), Priced: p.Once != nil || p.Yearly != nil}
		if p.Once != nil {
			r.Cost += *p.Once
		}
		if p.Yearly != nil {
			r.Cost += *p.Yearly
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Ranked) int {
		return cmp.Or(class(a)-class(b), perCost(b, a), cmp.Compare(b.Benefit, a.Benefit), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// class parts what can be compared: free gains, priced, unpriced.
func class(r Ranked) int {
	switch {
	case !r.Priced:
		return 2
	case r.Cost <= 0 && r.Benefit > 0:
		return 0
	}
	return 1
}

// perCost compares benefit per cost exactly; large sums would overflow 64 bits.
func perCost(a, b Ranked) int {
	if class(a) != 1 || class(b) != 1 {
		return 0
	}
	return ratio(a).Cmp(ratio(b))
}

func ratio(r Ranked) *big.Rat { return big.NewRat(r.Benefit, max(r.Cost, 1)) }

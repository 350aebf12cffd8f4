package rounds

// Fate is what became of something between two reviews.
type Fate string

// The fates.
const (
	New     Fate = "new"
	Same    Fate = "same" // of flaws: it is left
	Changed Fate = "changed"
	Gone    Fate = "gone"
)

// Pair is one thing as it was and as it is; nil where it is not.
type Pair[T any] struct {
	Fate        Fate
	Before, Now *T
}

// Compare pairs what stands in two lists under the same key: what is now in its
// order, then what is gone in the order it had. Of several under one key the
// first counts.
func Compare[T any](before, now []T, key func(T) string, same func(a, b T) bool) []Pair[T] {
	was, seen := map[string]*T{}, map[string]bool{}
	for i := range before {
		if k := key(before[i]); was[k] == nil {
			was[k] = &before[i]
		}
	}
	var out []Pair[T]
	for i := range now {
		k := key(now[i])
		if seen[k] {
			continue
		}
		seen[k] = true
		p := Pair[T]{New, was[k], &now[i]}
		switch {
		case p.Before != nil && same(*p.Before, *p.Now):
			p.Fate = Same
		case p.Before != nil:
			p.Fate = Changed
		}
		out = append(out, p)
	}
	for i := range before {
		if k := key(before[i]); !seen[k] {
			seen[k] = true
			out = append(out, Pair[T]{Gone, &before[i], nil})
		}
	}
	return out
}

package classify

import (
	"fmt"
	"strings"
)

// Level is a level of protection. Unset means that nobody has judged it, which
// is not the same as 0.
type Level int8

// Unset is the level of an aspect that has not been judged.
const Unset Level = -1

// Aspect is what is protected.
type Aspect int

// The aspects, in the order they are shown: konfidentialitet, riktighet,
// tillgänglighet, spårbarhet.
const (
	K Aspect = iota
	R
	T
	S
	aspects // how many there are
)

// Aspects lists all aspects in order.
func Aspects() []Aspect { return []Aspect{K, R, T, S} }

// String is the letter of the aspect, the same in both languages.
func (a Aspect) String() string {
	if a < 0 || a >= aspects {
		return "?"
	}
	return "KRTS"[a : a+1]
}

// MarshalText and UnmarshalText write an aspect as its small letter.
func (a Aspect) MarshalText() ([]byte, error) { return []byte(strings.ToLower(a.String())), nil }

// UnmarshalText reads k, r, t or s.
func (a *Aspect) UnmarshalText(b []byte) error {
	i := strings.Index("krts", string(b))
	if len(b) != 1 || i < 0 {
		return fmt.Errorf("aspect %q: want k, r, t or s", b)
	}
	*a = Aspect(i)
	return nil
}

// Vector holds a level per aspect, indexed by Aspect. Vectors compare with ==.
type Vector [aspects]Level

// None is the vector in which nothing is judged.
func None() Vector { return Vector{Unset, Unset, Unset, Unset} }

// KRT is a vector without traceability, as the default method uses it.
func KRT(k, r, t Level) Vector { return Vector{k, r, t, Unset} }

// Known tells whether any aspect is judged.
func (v Vector) Known() bool { return v != None() }

// Max is the single number for sorting and tables: the highest of K, R and T
// (never an average); Unset when none is judged.
func (v Vector) Max() Level { return max(v[K], v[R], v[T]) }

// String is "K 2 R 3 T 2", with "–" for an aspect not judged; S is left out
// when it is not judged, for most offices do not use it.
func (v Vector) String() string {
	var b strings.Builder
	for _, a := range Aspects() {
		switch {
		case v[a] == Unset && a == S:
			continue
		case a > 0:
			b.WriteByte(' ')
		}
		if v[a] == Unset {
			fmt.Fprintf(&b, "%s –", a)
		} else {
			fmt.Fprintf(&b, "%s %d", a, v[a])
		}
	}
	return b.String()
}

// Join is the higher level per aspect.
func Join(v, w Vector) Vector {
	for a := range v {
		v[a] = max(v[a], w[a])
	}
	return v
}

// ParseVector reads what String writes, and the short form "2 3 2" or "232".
func ParseVector(s string) (Vector, error) {
	v := None()
	at := K
	for _, r := range strings.ToUpper(s) {
		switch {
		case r == ' ' || r == '/' || r == ',':
		case strings.ContainsRune("KRTS", r):
			at = Aspect(strings.IndexRune("KRTS", r))
		case at < aspects && (r == '–' || r == '-'):
			at++
		case at < aspects && r >= '0' && r <= '9':
			v[at] = Level(r - '0')
			at++
		default:
			return None(), fmt.Errorf("class %q: want levels for K, R and T, as K 2 R 3 T 2", s)
		}
	}
	return v, nil
}

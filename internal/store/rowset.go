package store

import "math/bits"

// set is a set of rows, a digit for each; what is beyond its end is not in it.
// A set that is shared is never altered.
type set []uint64

func (s set) has(row int) bool { return row>>6 < len(s) && s[row>>6]>>(row&63)&1 == 1 }

func (s *set) add(row int) {
	for row>>6 >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[row>>6] |= 1 << (row & 63)
}

// move lets a row stand in the place of another: whether it is in the set is
// told of that place, and of its own no more.
func (s *set) move(row, to int) {
	in := s.has(row)
	if row>>6 < len(*s) {
		(*s)[row>>6] &^= 1 << (row & 63)
	}
	switch {
	case row == to:
	case in:
		s.add(to)
	case to>>6 < len(*s):
		(*s)[to>>6] &^= 1 << (to & 63)
	}
}

// rows gives the members in order.
func (s set) rows() []int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	out := make([]int, 0, n)
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			out = append(out, i<<6+bits.TrailingZeros64(w))
		}
	}
	return out
}

// all is the set of the first n rows.
func all(n int) set {
	out := make(set, (n+63)/64)
	for i := range out {
		out[i] = ^uint64(0)
	}
	if n%64 > 0 {
		out[len(out)-1] = 1<<(n%64) - 1
	}
	return out
}

func and(a, b set) set {
	out := make(set, min(len(a), len(b)))
	for i := range out {
		out[i] = a[i] & b[i]
	}
	return out
}

func or(a, b set) set {
	if len(a) < len(b) {
		a, b = b, a
	}
	out := make(set, len(a))
	copy(out, a)
	for i, w := range b {
		out[i] |= w
	}
	return out
}

// except is what is in a and not in b.
func except(a, b set) set {
	out := make(set, len(a))
	copy(out, a)
	for i := range min(len(a), len(b)) {
		out[i] &^= b[i]
	}
	return out
}

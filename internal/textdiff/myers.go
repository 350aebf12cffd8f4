package textdiff

import "strings"

// step is one token that stays, goes or comes.
type step struct {
	kind  Kind
	token string
}

// script gives a shortest way from one list of tokens to another.
func script(a, b []string) []step {
	d := differ{out: make([]step, 0, max(len(a), len(b)))}
	// Numbers compare faster than words.
	number := map[string]int{}
	code := func(ts []string) []int {
		out := make([]int, len(ts))
		for i, t := range ts {
			n, ok := number[t]
			if !ok {
				n = len(number)
				number[t] = n
			}
			out[i] = n
		}
		return out
	}
	d.a, d.b, d.words, d.others = code(a), code(b), a, b
	size := 2*(len(a)+len(b)) + 4
	d.fwd, d.back = make([]int, size), make([]int, size)
	d.between(0, len(a), 0, len(b))
	return d.out
}

// differ finds the way by halves: the middle of a shortest way first, then each
// half, so that memory grows with the texts and not with their product
// (Myers 1986, section 4b).
type differ struct {
	a, b          []int
	words, others []string
	fwd, back     []int
	out           []step
}

func (d *differ) put(k Kind, tokens []string) {
	for _, t := range tokens {
		// Steps own their words: a text is not kept alive by one of them.
		d.out = append(d.out, step{k, strings.Clone(t)})
	}
}

// between adds the steps from a[a0:a1] to b[b0:b1].
func (d *differ) between(a0, a1, b0, b1 int) {
	head := 0
	for a0+head < a1 && b0+head < b1 && d.a[a0+head] == d.b[b0+head] {
		head++
	}
	d.put(Same, d.words[a0:a0+head])
	a0, b0 = a0+head, b0+head
	tail := 0
	for a1-tail > a0 && b1-tail > b0 && d.a[a1-tail-1] == d.b[b1-tail-1] {
		tail++
	}
	a1, b1 = a1-tail, b1-tail
	switch {
	case a0 == a1:
		d.put(Added, d.others[b0:b1])
	case b0 == b1:
		d.put(Removed, d.words[a0:a1])
	default:
		x, y := d.middle(a0, a1, b0, b1)
		d.between(a0, x, b0, y)
		d.between(x, a1, y, b1)
	}
	d.put(Same, d.words[a1:a1+tail])
}

// middle gives a point that some shortest way passes, neither end of it. Both
// ends walk towards each other along the diagonals; where they meet is on one.
func (d *differ) middle(a0, a1, b0, b1 int) (int, int) {
	n, m := a1-a0, b1-b0
	delta, mid := n-m, len(d.fwd)/2
	odd := delta%2 != 0
	d.fwd[mid+1], d.back[mid+1] = 0, 0
	for steps := 0; ; steps++ {
		for k := -steps; k <= steps; k += 2 {
			var x int
			if k == -steps || k != steps && d.fwd[mid+k-1] < d.fwd[mid+k+1] {
				x = d.fwd[mid+k+1]
			} else {
				x = d.fwd[mid+k-1] + 1
			}
			y := x - k
			for x < n && y < m && x >= 0 && y >= 0 && d.a[a0+x] == d.b[b0+y] {
				x, y = x+1, y+1
			}
			d.fwd[mid+k] = x
			if r := delta - k; odd && r >= -(steps-1) && r <= steps-1 && x+d.back[mid+r] >= n {
				return a0 + x, b0 + y
			}
		}
		for k := -steps; k <= steps; k += 2 {
			var x int
			if k == -steps || k != steps && d.back[mid+k-1] < d.back[mid+k+1] {
				x = d.back[mid+k+1]
			} else {
				x = d.back[mid+k-1] + 1
			}
			y := x - k
			for x < n && y < m && x >= 0 && y >= 0 && d.a[a1-x-1] == d.b[b1-y-1] {
				x, y = x+1, y+1
			}
			d.back[mid+k] = x
			if r := delta - k; !odd && r >= -steps && r <= steps && x+d.fwd[mid+r] >= n {
				return a1 - x, b1 - y
			}
		}
	}
}

package classify

import (
	"math/bits"
	"slices"
)

// Cycles lists the groups of objects that run on each other in a circle, which
// the register forbids but an import may bring.
func (g *Graph) Cycles() [][]string {
	var out [][]string
	for _, members := range g.components() {
		if len(members) > 1 {
			var ids []string
			for _, x := range members {
				ids = append(ids, g.nodes[x].ID)
			}
			slices.Sort(ids)
			out = append(out, ids)
		}
	}
	slices.SortFunc(out, slices.Compare[[]string])
	return out
}

// components are the strongly connected parts of the runs_on graph (Tarjan 1972),
// dependants before what they run on.
func (g *Graph) components() [][]int {
	const none = -1
	n := len(g.nodes)
	number, low, on := make([]int, n), make([]int, n), make([]bool, n)
	for i := range number {
		number[i] = none
	}
	var out [][]int
	var stack []int
	counter := 0
	// A walk of its own instead of recursion: a chain may be as long as the register.
	type frame struct{ at, next int }
	for root := range n {
		if number[root] != none {
			continue
		}
		walk := []frame{{at: root}}
		for len(walk) > 0 {
			f := &walk[len(walk)-1]
			if f.next == 0 {
				number[f.at], low[f.at] = counter, counter
				counter++
				stack = append(stack, f.at)
				on[f.at] = true
			}
			if f.next < len(g.runs[f.at]) {
				to := g.runs[f.at][f.next]
				f.next++
				if number[to] == none {
					walk = append(walk, frame{at: to})
				} else if on[to] {
					low[f.at] = min(low[f.at], number[to])
				}
				continue
			}
			at := f.at
			walk = walk[:len(walk)-1]
			if len(walk) > 0 {
				p := walk[len(walk)-1].at
				low[p] = min(low[p], low[at])
			}
			if low[at] == number[at] {
				i := len(stack) - 1
				for stack[i] != at {
					i--
				}
				members := slices.Clone(stack[i:])
				stack = stack[:i]
				for _, x := range members {
					on[x] = false
				}
				out = append(out, members)
			}
		}
	}
	slices.Reverse(out)
	return out
}

// bitset is a set of node numbers; merging thousands of them is what keeps a
// whole city's graph within a second.
type bitset []uint64

func newBitset(n int) bitset  { return make(bitset, (n+63)/64) }
func (b bitset) add(i int)    { b[i/64] |= 1 << (i % 64) }
func (b bitset) copy() bitset { return slices.Clone(b) }
func (b bitset) merge(other bitset) {
	for i, w := range other {
		b[i] |= w
	}
}

// count is how many the set holds, of those in mask when there is one.
func (b bitset) count(mask bitset) int {
	n := 0
	for i, w := range b {
		if mask != nil {
			w &= mask[i]
		}
		n += bits.OnesCount64(w)
	}
	return n
}

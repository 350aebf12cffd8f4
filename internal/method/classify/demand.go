package classify

import (
	"fmt"
	"slices"
)

// Node is an object in the dependency graph.
type Node struct {
	ID string
	// Counted: in operation at the time asked about (or, in a what-if, wished in).
	Counted bool
	// Class is the official class; None when nothing is decided.
	Class Vector
}

// Edge says that From leans on To.
type Edge struct {
	From, To string
	Kind     Dependency
	Data     bool // protected data passes through
}

// Passing marks the dependencies through which data pass, of the kinds for which
// that matters: both ends handle the same information. info gives the types of
// information of each object.
func (m Method) Passing(edges []Edge, info map[string][]string) {
	for i, e := range edges {
		if len(m.WhenDataPasses[e.Kind]) > 0 {
			edges[i].Data = e.Data || slices.ContainsFunc(info[e.From], func(t string) bool { return slices.Contains(info[e.To], t) })
		}
	}
}

// Demand is what an object's dependants ask of it.
type Demand struct {
	ID string
	// Class is the official class of the object, None when not decided.
	Class Vector
	// Level is the highest class of the dependants per aspect; Unset where no
	// dependant with a class asks for anything.
	Level Vector
	// Gap is how far Class falls short of Level per aspect: 0 when it does not, and
	// 0 throughout when the object itself has no class (then there is a finding).
	Gap Vector
	// Dependants is how many counted objects lean on this one.
	Dependants int
	// Unknown is how many of them have no class: an unknown demand, never 0.
	Unknown int
}

// HasGap tells whether any aspect falls short.
func (d Demand) HasGap() bool { return d.Gap.Max() > 0 || d.Gap[S] > 0 }

// Graph is a dependency graph made ready for questions. It does not change.
type Graph struct {
	m     Method
	nodes []Node
	index map[string]int
	runs  [][]int  // runs[y]: what y runs on
	ran   [][]int  // ran[x]: what runs on x
	other [][]link // other[x]: what leans on x in another way
	// unknown holds the objects without a class.
	unknown bitset
}

type link struct {
	from    int
	kind    Dependency
	aspects []Aspect
}

// NewGraph makes a graph. It refuses two nodes with one id, and edges to
// objects that are not nodes or of an unknown kind.
func NewGraph(m Method, nodes []Node, edges []Edge) (*Graph, error) {
	g := &Graph{m: m, nodes: nodes, index: make(map[string]int, len(nodes)),
		runs: make([][]int, len(nodes)), ran: make([][]int, len(nodes)), other: make([][]link, len(nodes)),
		unknown: newBitset(len(nodes))}
	for i, n := range nodes {
		if _, double := g.index[n.ID]; double {
			return nil, fmt.Errorf("dependency graph: object %s is given twice", n.ID)
		}
		g.index[n.ID] = i
		if !n.Class.Known() {
			g.unknown.add(i)
		}
	}
	for _, e := range edges {
		from, okFrom := g.index[e.From]
		to, okTo := g.index[e.To]
		if !okFrom || !okTo {
			return nil, fmt.Errorf("dependency graph: %s leans on %s: an object is missing", e.From, e.To)
		}
		base, ok := m.Demands[e.Kind]
		if !ok {
			return nil, fmt.Errorf("dependency graph: %s leans on %s: unknown kind %q", e.From, e.To, e.Kind)
		}
		if from == to {
			continue
		}
		if e.Kind == RunsOn {
			g.runs[from] = append(g.runs[from], to)
			g.ran[to] = append(g.ran[to], from)
			continue
		}
		if e.Data {
			base = slices.Concat(base, m.WhenDataPasses[e.Kind])
		}
		g.other[to] = append(g.other[to], link{from: from, kind: e.Kind, aspects: base})
	}
	return g, nil
}

// Demands gives the demand on every object, in the order of the nodes.
// Demand follows runs_on through any number of steps, and the other kinds one
// step. Objects that run on each other in a circle demand of each other, never
// of themselves.
func (g *Graph) Demands() []Demand {
	comps := g.components()
	comp := make([]int, len(g.nodes))
	for c, members := range comps {
		for _, x := range members {
			comp[x] = c
		}
	}
	// above[c]: the counted objects strictly above the component, as a bit set, and
	// their highest class. Components come dependants first.
	above := make([]bitset, len(comps))
	highest := make([]Vector, len(comps))
	out := make([]Demand, len(g.nodes))
	for c, members := range comps {
		above[c], highest[c] = newBitset(len(g.nodes)), None()
		for _, x := range members {
			for _, y := range g.ran[x] {
				if d := comp[y]; d != c {
					above[c].merge(above[d])
					highest[c] = Join(highest[c], highest[d])
					for _, z := range comps[d] {
						if g.nodes[z].Counted {
							above[c].add(z)
							highest[c] = Join(highest[c], g.nodes[z].Class)
						}
					}
				}
			}
		}
		for _, x := range members {
			out[x] = g.demandOn(x, members, above[c], highest[c])
		}
	}
	return out
}

// demandOn adds to what stands above a component what x meets within it and by
// other kinds of dependency.
func (g *Graph) demandOn(x int, members []int, above bitset, highest Vector) Demand {
	level, set := None(), above
	for _, a := range g.m.Demands[RunsOn] {
		level[a] = highest[a]
	}
	if len(members) > 1 || len(g.other[x]) > 0 {
		set = above.copy()
	}
	take := func(y int, aspects []Aspect) {
		if y == x || !g.nodes[y].Counted {
			return
		}
		set.add(y)
		for _, a := range aspects {
			level[a] = max(level[a], g.nodes[y].Class[a])
		}
	}
	for _, y := range members {
		take(y, g.m.Demands[RunsOn])
	}
	for _, l := range g.other[x] {
		take(l.from, l.aspects)
	}
	if !g.m.Traceability {
		level[S] = Unset
	}
	d := Demand{ID: g.nodes[x].ID, Class: g.nodes[x].Class, Level: level, Gap: gap(g.nodes[x].Class, level)}
	d.Dependants, d.Unknown = set.count(nil), set.count(g.unknown)
	return d
}

func gap(class, level Vector) Vector {
	var v Vector
	if !class.Known() {
		return v
	}
	for a := range v {
		if level[a] != Unset && class[a] != Unset {
			v[a] = max(0, level[a]-class[a])
		}
	}
	return v
}

// Dependant is one object that leans on another, and how.
type Dependant struct {
	ID      string
	Kind    Dependency
	Class   Vector // None: its demand is unknown
	Counted bool
	Steps   int // 1 when it leans directly
}

// Dependants lists what leans on an object, nearest first: through runs_on at any
// distance, else directly. An object that leans in several ways is listed once
// per kind. The object itself is never listed.
func (g *Graph) Dependants(id string) []Dependant {
	x, ok := g.index[id]
	if !ok {
		return nil
	}
	var out []Dependant
	seen := map[int]bool{x: true}
	for layer, steps := []int{x}, 1; len(layer) > 0; steps++ {
		var next []int
		for _, at := range layer {
			for _, y := range g.ran[at] {
				if !seen[y] {
					seen[y] = true
					next = append(next, y)
					out = append(out, g.dependant(y, RunsOn, steps))
				}
			}
		}
		layer = next
	}
	for _, l := range g.other[x] {
		d := g.dependant(l.from, l.kind, 1)
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b Dependant) int { return a.Steps - b.Steps })
	return out
}

func (g *Graph) dependant(y int, k Dependency, steps int) Dependant {
	n := g.nodes[y]
	return Dependant{ID: n.ID, Kind: k, Class: n.Class, Counted: n.Counted, Steps: steps}
}

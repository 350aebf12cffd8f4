package classify_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"syscall"
	"testing"
	"time"

	"pgregory.net/rapid"

	"genomlys/internal/method/classify"
)

func node(id string, v classify.Vector) classify.Node {
	return classify.Node{ID: id, Counted: true, Class: v}
}

func edge(from string, kind classify.Dependency, to string) classify.Edge {
	return classify.Edge{From: from, To: to, Kind: kind}
}

func graph(t testing.TB, nodes []classify.Node, edges []classify.Edge) *classify.Graph {
	t.Helper()
	g, err := classify.NewGraph(method(), nodes, edges)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestDemands_4_2(t *testing.T) {
	none, zero := classify.None(), classify.Vector{}
	retired := classify.Node{ID: "y", Class: krt(3, 3, 3)}
	integ := edge("y", classify.Integration, "x")
	withData := integ
	withData.Data = true
	for _, c := range []struct {
		name           string
		nodes          []classify.Node
		edges          []classify.Edge
		level, gap     classify.Vector // of x
		dependants, no int
	}{
		{"4.2 nobody leans", []classify.Node{node("x", krt(1, 1, 1))}, nil, none, zero, 0, 0},
		{"4.2 runs_on", []classify.Node{node("x", krt(1, 2, 3)), node("y", krt(3, 2, 1))}, []classify.Edge{edge("y", classify.RunsOn, "x")},
			krt(3, 2, 1), classify.Vector{2, 0, 0, 0}, 1, 0},
		{"4.2 runs_on is transitive", []classify.Node{node("x", krt(1, 1, 1)), node("m", krt(1, 1, 2)), node("y", krt(3, 2, 1))},
			[]classify.Edge{edge("y", classify.RunsOn, "m"), edge("m", classify.RunsOn, "x")}, krt(3, 2, 2), classify.Vector{2, 1, 1, 0}, 2, 0},
		{"4.2 identity is one step", []classify.Node{node("x", krt(1, 1, 1)), node("m", krt(1, 1, 1)), node("y", krt(3, 3, 3))},
			[]classify.Edge{edge("y", classify.Identity, "m"), edge("m", classify.Identity, "x")}, krt(1, 1, 1), zero, 1, 0},
		{"4.2 identity K R T", []classify.Node{node("x", krt(1, 1, 1)), node("y", krt(3, 3, 3))}, []classify.Edge{edge("y", classify.Identity, "x")}, krt(3, 3, 3), classify.Vector{2, 2, 2, 0}, 1, 0},
		{"4.2 integration R T", []classify.Node{node("x", krt(1, 1, 1)), node("y", krt(3, 3, 3))}, []classify.Edge{integ}, krt(unset, 3, 3), classify.Vector{0, 2, 2, 0}, 1, 0},
		{"4.2 integration with data K R T", []classify.Node{node("x", krt(1, 1, 1)), node("y", krt(3, 3, 3))}, []classify.Edge{withData}, krt(3, 3, 3), classify.Vector{2, 2, 2, 0}, 1, 0},
		{"4.2 data K R", []classify.Node{node("x", krt(1, 1, 1)), node("y", krt(3, 3, 3))}, []classify.Edge{edge("y", classify.Data, "x")}, krt(3, 3, unset), classify.Vector{2, 2, 0, 0}, 1, 0},
		{"4.2 not in operation", []classify.Node{node("x", krt(1, 1, 1)), retired}, []classify.Edge{edge("y", classify.RunsOn, "x")}, none, zero, 0, 0},
		{"4.2 unknown is shown, not 0", []classify.Node{node("x", krt(1, 1, 1)), node("y", none), node("z", krt(2, 0, 0))},
			[]classify.Edge{edge("y", classify.RunsOn, "x"), edge("z", classify.RunsOn, "x")}, krt(2, 0, 0), classify.Vector{1, 0, 0, 0}, 2, 1},
		{"4.2 all unknown", []classify.Node{node("x", krt(1, 1, 1)), node("y", none)}, []classify.Edge{edge("y", classify.RunsOn, "x")}, none, zero, 1, 1},
		{"4.2 x without class has no gap", []classify.Node{node("x", none), node("y", krt(3, 3, 3))}, []classify.Edge{edge("y", classify.RunsOn, "x")}, krt(3, 3, 3), zero, 1, 0},
		{"4.2 circle: not of itself", []classify.Node{node("x", krt(3, 1, 1)), node("y", krt(1, 2, 1))},
			[]classify.Edge{edge("y", classify.RunsOn, "x"), edge("x", classify.RunsOn, "y")}, krt(1, 2, 1), classify.Vector{0, 1, 0, 0}, 1, 0},
		{"4.2 circle with something above", []classify.Node{node("x", krt(1, 1, 1)), node("y", krt(1, 1, 1)), node("z", krt(0, 0, 3))},
			[]classify.Edge{edge("y", classify.RunsOn, "x"), edge("x", classify.RunsOn, "y"), edge("z", classify.RunsOn, "y")}, krt(1, 1, 3), classify.Vector{0, 0, 2, 0}, 2, 0},
		{"4.2 leans on itself", []classify.Node{node("x", krt(1, 1, 1))}, []classify.Edge{edge("x", classify.RunsOn, "x")}, none, zero, 0, 0},
		{"4.2 two ways count once", []classify.Node{node("x", krt(1, 1, 1)), node("y", none)},
			[]classify.Edge{edge("y", classify.RunsOn, "x"), edge("y", classify.Identity, "x"), edge("y", classify.Data, "x")}, none, zero, 1, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := graph(t, c.nodes, c.edges).Demands()[0]
			if d.Level != c.level || d.Gap != c.gap || d.Dependants != c.dependants || d.Unknown != c.no {
				t.Errorf("level %v gap %v dependants %d unknown %d, want %v %v %d %d", d.Level, d.Gap, d.Dependants, d.Unknown, c.level, c.gap, c.dependants, c.no)
			}
			if d.HasGap() != (c.gap != zero) {
				t.Errorf("HasGap %v", d.HasGap())
			}
		})
	}
}

func TestDependantsAndCycles_4_2(t *testing.T) {
	g := graph(t, []classify.Node{node("x", krt(1, 1, 1)), node("m", krt(1, 1, 1)), node("y", krt(2, 1, 1)), node("i", krt(1, 1, 1))},
		[]classify.Edge{edge("m", classify.RunsOn, "x"), edge("y", classify.RunsOn, "m"), edge("x", classify.RunsOn, "y"), edge("i", classify.Identity, "x")})
	var got []string
	for _, d := range g.Dependants("x") {
		got = append(got, fmt.Sprintf("%s %s %d", d.ID, d.Kind, d.Steps))
	}
	if want := []string{"m runs_on 1", "i identity 1", "y runs_on 2"}; !slices.Equal(got, want) {
		t.Errorf("dependants %v, want %v", got, want)
	}
	if g.Dependants("nobody") != nil {
		t.Error("an unknown object has dependants")
	}
	if c := g.Cycles(); len(c) != 1 || !slices.Equal(c[0], []string{"m", "x", "y"}) {
		t.Errorf("cycles %v", c)
	}
}

func TestNewGraph_refuses(t *testing.T) {
	x := node("x", krt(1, 1, 1))
	for name, c := range map[string]struct {
		nodes []classify.Node
		edges []classify.Edge
	}{
		"double node":  {[]classify.Node{x, x}, nil},
		"missing end":  {[]classify.Node{x}, []classify.Edge{edge("x", classify.RunsOn, "y")}},
		"unknown kind": {[]classify.Node{x, node("y", krt(1, 1, 1))}, []classify.Edge{edge("y", "likes", "x")}},
	} {
		if _, err := classify.NewGraph(method(), c.nodes, c.edges); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// The fast way gives what walking from every object gives, circles and all.
func TestDemandsAgainstWalking(t *testing.T) {
	kinds := []classify.Dependency{classify.RunsOn, classify.RunsOn, classify.Identity, classify.Integration, classify.Data}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "n")
		var nodes []classify.Node
		for i := range n {
			x := classify.Node{ID: fmt.Sprint(i), Counted: rapid.IntRange(0, 4).Draw(t, "counted") > 0, Class: classify.None()}
			if rapid.IntRange(0, 3).Draw(t, "classed") > 0 {
				x.Class = krt(classify.Level(rapid.IntRange(0, 3).Draw(t, "k")), classify.Level(rapid.IntRange(0, 3).Draw(t, "r")), classify.Level(rapid.IntRange(0, 3).Draw(t, "t")))
			}
			nodes = append(nodes, x)
		}
		var edges []classify.Edge
		for range rapid.IntRange(0, 20).Draw(t, "edges") {
			edges = append(edges, classify.Edge{From: fmt.Sprint(rapid.IntRange(0, n-1).Draw(t, "from")), To: fmt.Sprint(rapid.IntRange(0, n-1).Draw(t, "to")),
				Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Data: rapid.Bool().Draw(t, "data")})
		}
		g, err := classify.NewGraph(method(), nodes, edges)
		if err != nil {
			t.Fatal(err)
		}
		for i, d := range g.Demands() {
			level, who, unknown := classify.None(), map[string]bool{}, 0
			for _, y := range g.Dependants(fmt.Sprint(i)) {
				if !y.Counted {
					continue
				}
				if !who[y.ID] && !y.Class.Known() {
					unknown++
				}
				who[y.ID] = true
			}
			for _, e := range reach(edges, fmt.Sprint(i)) {
				for _, y := range nodes {
					if y.ID == e.From && y.Counted {
						aspects := slices.Clone(method().Demands[e.Kind])
						if e.Data {
							aspects = append(aspects, method().WhenDataPasses[e.Kind]...)
						}
						for _, a := range aspects {
							level[a] = max(level[a], y.Class[a])
						}
					}
				}
			}
			if d.Level != level || d.Unknown != unknown || d.Dependants != len(who) {
				t.Fatalf("object %d: %+v, by walking level %v, %d dependants, %d unknown", i, d, level, len(who), unknown)
			}
		}
	})
}

// reach lists, as edges, every object that leans on x: the naive way.
func reach(edges []classify.Edge, x string) (out []classify.Edge) {
	in := map[string]bool{x: true}
	for grew := true; grew; {
		grew = false
		for _, e := range edges {
			if e.Kind == classify.RunsOn && in[e.To] && !in[e.From] {
				in[e.From], grew = true, true
			}
		}
	}
	delete(in, x)
	for y := range in {
		out = append(out, edge(y, classify.RunsOn, x))
	}
	for _, e := range edges {
		if e.Kind != classify.RunsOn && e.To == x && e.From != x {
			out = append(out, e)
		}
	}
	return out
}

// city is a graph of the size a large city has.
func city(objects, edges int) ([]classify.Node, []classify.Edge) {
	r := rand.New(rand.NewPCG(1, 2))
	level := func() classify.Level { return classify.Level(r.IntN(4)) }
	var ns []classify.Node
	for i := range objects {
		v := krt(level(), level(), level())
		if i%10 == 0 {
			v = classify.None()
		}
		ns = append(ns, node(fmt.Sprint(i), v))
	}
	kinds := []classify.Dependency{classify.RunsOn, classify.RunsOn, classify.Identity, classify.Integration, classify.Data}
	var es []classify.Edge
	for range edges {
		es = append(es, edge(fmt.Sprint(r.IntN(objects)), kinds[r.IntN(len(kinds))], fmt.Sprint(r.IntN(objects))))
	}
	return ns, es
}

// spent is the processor time that this test has had so far: what a promise is
// held against where others use the machine too.
func spent() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestDemandsOfACity(t *testing.T) {
	nodes, edges := city(10_000, 30_000)
	begin, had := time.Now(), spent()
	ds := graph(t, nodes, edges).Demands()
	took := min(time.Since(begin), spent()-had)
	t.Logf("10 000 objects, 30 000 edges: %v", took)
	if len(ds) != 10_000 {
		t.Fatalf("%d demands", len(ds))
	}
	if took > time.Second && !testing.Short() {
		t.Errorf("took %v, at most one second is promised", took)
	}
}

// A chain as long as the register must not exhaust the stack or the time.
func TestDemandsOfAChain(t *testing.T) {
	var nodes []classify.Node
	var edges []classify.Edge
	for i := range 10_000 {
		nodes = append(nodes, node(fmt.Sprint(i), krt(classify.Level(i/9_999*3), 0, 0)))
		if i > 0 {
			edges = append(edges, edge(fmt.Sprint(i), classify.RunsOn, fmt.Sprint(i-1)))
		}
	}
	ds := graph(t, nodes, edges).Demands()
	if ds[0].Level[K] != 3 || ds[0].Dependants != 9_999 || ds[9_999].Level.Known() {
		t.Errorf("foot of the chain %+v, head %+v", ds[0], ds[9_999])
	}
}

func BenchmarkDemandsOfACity(b *testing.B) {
	nodes, edges := city(10_000, 30_000)
	for b.Loop() {
		graph(b, nodes, edges).Demands()
	}
}

// Data pass through an integration when both ends handle the same information:
// then it demands K too.
func TestPassing_4_2(t *testing.T) {
	edges := []classify.Edge{edge("y", classify.Integration, "x"), edge("z", classify.Integration, "x"), edge("y", classify.Data, "x")}
	m := method()
	m.Passing(edges, map[string][]string{"x": {"letters", "logs"}, "y": {"logs"}, "z": {"maps"}})
	if !edges[0].Data || edges[1].Data || edges[2].Data {
		t.Errorf("4.2 data pass: %+v", edges)
	}
	g, err := classify.NewGraph(m, []classify.Node{node("x", krt(1, 1, 1)), node("y", krt(3, 0, 0)), node("z", krt(4, 2, 0))}, edges[:2])
	if err != nil {
		t.Fatal(err)
	}
	if d := g.Demands()[0]; d.Level != krt(3, 2, 0) {
		t.Errorf("4.2 demand %v", d.Level)
	}
}

func TestAnswers_4_2(t *testing.T) {
	gap := classify.Vector{1, 0, 0, 0}
	for _, c := range []struct {
		name    string
		a       classify.GapAnswer
		missing int
		handled bool
	}{
		{"4.2 raise", classify.GapAnswer{Answer: classify.Raise, DecidedOn: "2023-05-01", Covers: gap, Actions: 1}, 0, true},
		{"4.2 compensate", classify.GapAnswer{Answer: classify.Compensate, DecidedOn: "2023-05-01", Covers: gap, Actions: 1}, 0, true},
		{"4.2 separate", classify.GapAnswer{Answer: classify.Separate, DecidedOn: "2023-05-01", Covers: gap, Actions: 2}, 0, true},
		{"4.2 accept", classify.GapAnswer{Answer: classify.Accept, DecidedOn: "2023-05-01", Covers: gap, Risk: "r", Cost: "c", Benefit: "b"}, 0, true},
		{"4.2 accept without risk, cost and benefit", classify.GapAnswer{Answer: classify.Accept, DecidedOn: "2023-05-01", Covers: gap}, 3, false},
		{"4.2 raise without action", classify.GapAnswer{Answer: classify.Raise, DecidedOn: "2023-05-01", Covers: gap}, 1, false},
		{"4.2 no such answer", classify.GapAnswer{Answer: "shrug", DecidedOn: "2023-05-01", Covers: gap}, 1, false},
		{"4.2 not decided", classify.GapAnswer{Answer: classify.Raise, Covers: gap, Actions: 1}, 0, false},
		{"4.2 decided later", classify.GapAnswer{Answer: classify.Raise, DecidedOn: "2023-12-01", Covers: gap, Actions: 1}, 0, false},
		{"4.2 the gap has grown", classify.GapAnswer{Answer: classify.Raise, DecidedOn: "2023-05-01", Covers: classify.Vector{0, 3, 0, 0}, Actions: 1}, 0, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if ps := classify.CheckAnswer(c.a); len(ps) != c.missing {
				t.Errorf("problems %v, want %d", ps, c.missing)
			}
			if got := classify.Handled(gap, c.a, "2023-11-15"); got != c.handled {
				t.Errorf("handled %v, want %v", got, c.handled)
			}
		})
	}
}

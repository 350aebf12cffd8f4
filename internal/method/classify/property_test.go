package classify_test

import (
	"testing"

	"pgregory.net/rapid"

	"genomlys/internal/method/classify"
)

func anyVector(t *rapid.T, name string) classify.Vector {
	level := rapid.Map(rapid.IntRange(-1, 4), func(n int) classify.Level {
		if n < 0 {
			return unset
		}
		return classify.Level(n)
	})
	return krt(level.Draw(t, name+" K"), level.Draw(t, name+" R"), level.Draw(t, name+" T"))
}

func anyUse(t *rapid.T) classify.Use {
	return classify.Use{InfoType: rapid.StringMatching(`[a-e]`).Draw(t, "type"), Class: anyVector(t, "class"),
		Handling: rapid.SampledFrom([]classify.Handling{classify.Stored, classify.Displayed, classify.Transits}).Draw(t, "use")}
}

// lowers tells whether a later vector is below an earlier one in any aspect;
// a level that is not known is below every other.
func lowers(before, after classify.Vector) bool {
	for _, a := range classify.Aspects() {
		if before[a] != unset && (after[a] == unset || after[a] < before[a]) {
			return true
		}
	}
	return false
}

// Aggregation never lowers (domain.md 4.1.2): one more information type, or one
// of a higher class, never gives an object a lower class; nor is the object
// below what it stores, or above the highest that it handles.
func TestAggregationNeverLowers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var uses []classify.Use
		for range rapid.IntRange(0, 6).Draw(t, "uses") {
			uses = append(uses, anyUse(t))
		}
		v, _ := classify.Object(method(), uses)
		more, _ := classify.Object(method(), append(append([]classify.Use{}, uses...), anyUse(t)))
		if lowers(v, more) {
			t.Fatalf("one more type lowers %v to %v", v, more)
		}
		highest := classify.None()
		for i, u := range uses {
			highest = classify.Join(highest, u.Class)
			if u.Handling != classify.Transits && lowers(u.Class, v) {
				t.Fatalf("%v is below %v of what it handles", v, u.Class)
			}
			raised := append([]classify.Use{}, uses...)
			raised[i].Class = classify.Join(u.Class, anyVector(t, "raise"))
			if w, _ := classify.Object(method(), raised); lowers(v, w) {
				t.Fatalf("a higher class of %s lowers %v to %v", u.InfoType, v, w)
			}
		}
		if lowers(v, highest) {
			t.Fatalf("%v is above %v, the highest there is", v, highest)
		}
	})
}

// What others demand never lowers: one more dependency, or a higher class of one
// that depends, never gives anything a lower demand (4.2).
func TestDemandsNeverLower(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := []string{"a", "b", "c", "d", "e"}
		nodes := make([]classify.Node, len(ids))
		for i, id := range ids {
			nodes[i] = node(id, anyVector(t, id))
		}
		kinds := []classify.Dependency{classify.RunsOn, classify.Identity, classify.Integration, classify.Data}
		drawn := func() classify.Edge {
			return edge(rapid.SampledFrom(ids).Draw(t, "from"), rapid.SampledFrom(kinds).Draw(t, "kind"), rapid.SampledFrom(ids).Draw(t, "to"))
		}
		var edges []classify.Edge
		for range rapid.IntRange(0, 9).Draw(t, "edges") {
			if e := drawn(); e.From != e.To {
				edges = append(edges, e)
			}
		}
		demands := func(nodes []classify.Node, edges []classify.Edge) map[string]classify.Vector {
			g, err := classify.NewGraph(method(), nodes, edges)
			if err != nil {
				t.Fatal(err)
			}
			out := map[string]classify.Vector{}
			for _, d := range g.Demands() {
				out[d.ID] = d.Level
			}
			return out
		}
		before := demands(nodes, edges)
		changed := append([]classify.Node{}, nodes...)
		i := rapid.IntRange(0, len(ids)-1).Draw(t, "raised")
		changed[i].Class = classify.Join(changed[i].Class, anyVector(t, "to"))
		added := edges
		if e := drawn(); e.From != e.To {
			added = append(append([]classify.Edge{}, edges...), e)
		}
		for what, after := range map[string]map[string]classify.Vector{"a higher class": demands(changed, edges), "one more dependency": demands(nodes, added)} {
			for id, v := range before {
				w, ok := after[id]
				if !ok {
					w = classify.None()
				}
				if lowers(v, w) {
					t.Fatalf("%s of %s lowers the demand on %s from %v to %v", what, ids[i], id, v, w)
				}
			}
		}
	})
}

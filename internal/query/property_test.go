package query

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // the tests count days in Stockholm wherever they run

	"pgregory.net/rapid"
)

// bare forgets positions, which are not part of what a filter says.
func bare(n *node) *node {
	if n == nil {
		return nil
	}
	c := *n
	c.pos, c.kids, c.values = 0, nil, nil
	for _, k := range n.kids {
		c.kids = append(c.kids, bare(k))
	}
	for _, v := range n.values {
		v.pos = 0
		c.values = append(c.values, v)
	}
	return &c
}

var anyLimits = Limits{Bytes: 1 << 20, Terms: 1 << 20, Depth: 1 << 10, Chained: 1 << 10}

func drawText(t *rapid.T) string {
	return rapid.OneOf(
		rapid.SampledFrom([]string{"", "null", "NULL", "asof-12m", "year", "now", "or", "OCH", "not", "*", "@x", "-5", "+5", "-a", "a.", "a b", "2023-10-31", "1500.50kr", `"`, `\`, "'", "(", "a,b", "true", "has", "18:13", "\r\n\t"}),
		rapid.StringMatching(`[a-zåäö0-9._:/+-]{1,8}`),
		rapid.StringN(0, 8, -1).Filter(func(s string) bool { return textError(s, 100) == nil }),
	).Draw(t, "text")
}

func drawPath(t *rapid.T) []string {
	name := rapid.Custom(drawText).Filter(func(s string) bool { return strings.TrimSpace(s) != "" })
	return rapid.SliceOfN(name, 1, 3).Draw(t, "path")
}

func drawValue(t *rapid.T, listed bool) value {
	kinds := []valueKind{isText, isText, isNull, isRelative, isAny, isField}
	if listed {
		kinds = kinds[:4]
	}
	v := value{kind: rapid.SampledFrom(kinds).Draw(t, "value")}
	switch v.kind {
	case isText:
		v.text = drawText(t)
	case isRelative:
		v.text = rapid.SampledFrom([]string{"asof", "asof-12m", "yearstart+1y", "yearend-1y-1m+3d", "year", "year-1", "now-72h"}).Draw(t, "relative")
	case isField:
		v.path = drawPath(t)
	}
	return v
}

// drawNode draws a tree as the parser makes them: AND in AND and OR in OR are flat.
func drawNode(t *rapid.T, depth int, not kind) *node {
	kinds := []kind{isCompare, isCompare, isHas}
	if depth > 0 {
		kinds = append(kinds, isNot, isAnd, isOr)
	}
	n := &node{kind: rapid.SampledFrom(kinds).Filter(func(k kind) bool { return k != not }).Draw(t, "kind")}
	switch n.kind {
	case isAnd, isOr:
		for range rapid.IntRange(2, 3).Draw(t, "terms") {
			n.kids = append(n.kids, drawNode(t, depth-1, n.kind))
		}
	case isNot:
		n.kids = []*node{drawNode(t, depth-1, 0)}
	case isHas:
		n.path, n.lacks = drawPath(t), rapid.Bool().Draw(t, "lacks")
		if depth > 0 && rapid.Bool().Draw(t, "where") {
			n.kids = []*node{drawNode(t, depth-1, 0)}
		}
	case isCompare:
		n.path = drawPath(t)
		n.op = rapid.SampledFrom([]Op{Eq, Lt, Le, Gt, Ge, notEq, contains}).Draw(t, "op")
		if n.listed = rapid.Bool().Draw(t, "listed"); !n.listed {
			n.values = []value{drawValue(t, false)}
			break
		}
		for range rapid.IntRange(1, 3).Draw(t, "values") {
			n.values = append(n.values, drawValue(t, true))
		}
	}
	return n
}

func TestParseOfPrintIsIdentity(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := drawNode(t, 4, 0)
		text := Print(Node{tree})
		n, err := anyLimits.Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !reflect.DeepEqual(bare(n.root), bare(tree)) {
			t.Fatalf("%s: read back as %s", text, Print(n))
		}
		if again := Print(n); again != text {
			t.Fatalf("%s: printed again as %s", text, again)
		}
	})
}

// drawFilter draws a text that checks against objects().
func drawFilter(t *rapid.T, depth int) string {
	if depth > 0 {
		sub := func() string { return drawFilter(t, depth-1) }
		switch rapid.IntRange(0, 5).Draw(t, "shape") {
		case 0:
			return "(" + sub() + ") AND (" + sub() + ")"
		case 1:
			return "(" + sub() + ") OR (" + sub() + ")"
		case 2:
			return "NOT (" + sub() + ")"
		case 3:
			return rapid.SampledFrom([]string{"has", "lacks"}).Draw(t, "has") + "(runs_on, " + sub() + ")"
		}
	}
	return rapid.SampledFrom([]string{
		"kind = shared_it", "kind != shared_it", "status = (planned, null)", "status != (planned, in_use)", "traits:ai",
		"traits:(ai, iot)", "traits = null", "title:a", "title < b", "title != b", "k_level < @demanded_k", "k_level != @demanded_k",
		"rto_h >= 2", "decided_on >= asof-1m", "decided_on <= @review_due", "seen_at = asof", "seen_at != asof", "seen_at > asof",
		"runs_on.kind = shared_it", "runs_on.kind != shared_it", "runs_on.title = null", "has(runs_on)", "critical = true",
	}).Draw(t, "term")
}

func drawRow(t *rapid.T, depth int) row {
	r := row{values: map[string]any{}, related: map[string][]row{}}
	set := func(name string, values ...any) {
		if v := rapid.SampledFrom(append(values, nil)).Draw(t, name); v != nil {
			r.values[name] = v
		}
	}
	set("kind", "shared_it", "infrastructure")
	set("status", "planned", "in_use")
	set("traits", []string{"ai"}, []string{"iot", "cloud"})
	set("title", "a", "b", "Ab")
	set("k_level", int64(1), int64(2))
	set("demanded_k", int64(1), int64(2))
	set("rto_h", int64(1), int64(2))
	set("decided_on", "2023-10-15", "2023-10-14", "2023-11-15")
	set("review_due", "2023-10-15", "2023-10-14")
	set("critical", true, false)
	set("seen_at", time.Date(2023, 11, 14, 23, 0, 0, 0, time.UTC), time.Date(2023, 11, 15, 22, 59, 59, 0, time.UTC), time.Date(2023, 11, 15, 23, 0, 0, 0, time.UTC))
	if depth > 0 && rapid.Bool().Draw(t, "runs_on") {
		r.related["runs_on"] = []row{drawRow(t, depth-1)}
	}
	return r
}

// TestLogic: there is no third truth value, whatever is empty, and the ways of
// saying the same thing mean the same.
func TestLogic(t *testing.T) {
	s, p := objects(), params(t)
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawFilter(t, 2), drawFilter(t, 2)
		r := drawRow(t, 3).record()
		eval := func(format string, args ...any) bool {
			text := fmt.Sprintf(format, args...)
			n, err := anyLimits.Parse(text)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			c, err := Check(n, s, p)
			if err != nil {
				t.Fatalf("%s: %v", text, err)
			}
			n2, err := anyLimits.Parse(Print(n))
			if err != nil {
				t.Fatalf("%s: printed: %v", text, err)
			}
			c2, err := Check(n2, s, p)
			if err != nil || Eval(c, r) != Eval(c2, r) {
				t.Fatalf("%s: another meaning as %s (%v)", text, Print(n), err)
			}
			return Eval(c, r)
		}
		x, y := eval("%s", a), eval("%s", b)
		for text, want := range map[string]bool{
			"NOT (%s)": !x, "-(%s)": !x, "NOT NOT (%s)": x,
		} {
			if eval(text, a) != want {
				t.Fatalf(text+" should be %v", a, want)
			}
		}
		for text, want := range map[string]bool{
			"(%s) AND (%s)": x && y, "(%s) (%s)": x && y, "(%s) OR (%s)": x || y,
			"NOT (NOT (%s) AND NOT (%s))": x || y, "NOT ((%s) OR (%s))": !x && !y,
		} {
			if eval(text, a, b) != want {
				t.Fatalf(text+" should be %v", a, b, want)
			}
		}
		if eval("has(runs_on, %s)", a) == eval("lacks(runs_on, %s)", a) {
			t.Fatalf("has and lacks agree on %s", a)
		}
		if eval("runs_on.kind = shared_it") == eval("runs_on.kind != shared_it") {
			t.Fatal("= and != agree on a path")
		}
	})
}

// TestMonthsAgainstCounting compares with a naive walk, month by month.
func TestMonthsAgainstCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year, month := rapid.IntRange(1900, 2100).Draw(t, "year"), rapid.IntRange(1, 12).Draw(t, "month")
		day := rapid.IntRange(1, daysIn(year, month)).Draw(t, "day")
		n := rapid.IntRange(-300, 300).Draw(t, "months")
		got := Civil{year, month, day}.addMonths(n)
		y, m := year, month
		for range max(n, -n) {
			if n > 0 {
				if m++; m == 13 {
					y, m = y+1, 1
				}
			} else if m--; m == 0 {
				y, m = y-1, 12
			}
		}
		want := time.Date(y, time.Month(m), day, 0, 0, 0, 0, time.UTC)
		for int(want.Month()) != m {
			want = want.AddDate(0, 0, -1)
		}
		if got != CivilOf(want) {
			t.Fatalf("%04d-%02d-%02d %+d months: got %s, want %s", year, month, day, n, got, CivilOf(want))
		}
	})
}

package cityreview

import (
	"slices"
	"testing"

	"genomlys/internal/figure"
	"genomlys/internal/lang"
	"genomlys/internal/register"
	"genomlys/internal/review"
)

func n(i int) *int { return &i }

// A cell is tinted by its share towards what is good, and marked by its goal.
func TestJudge(t *testing.T) {
	b, err := load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name      string
		value, of *int
		good      string
		goal      *int
		share     *int
		step      *int
		mark      string
	}{
		{"nothing known", nil, nil, "up", n(90), nil, nil, "missing"},
		{"none of some", n(0), n(8), "up", nil, n(0), n(0), ""},
		{"a quarter", n(2), n(8), "up", nil, n(25), n(1), ""},
		{"just under three quarters", n(74), n(100), "up", n(75), n(74), n(2), "below"},
		{"rounded up, the goal not reached", n(64), n(117), "up", n(55), n(55), n(2), "below"},
		{"three quarters", n(75), n(100), "up", n(75), n(75), n(3), "reached"},
		{"all", n(8), n(8), "up", n(100), n(100), n(4), "reached"},
		{"none of what is bad", n(0), n(8), "down", n(0), n(0), n(4), "reached"},
		{"all of what is bad", n(8), n(8), "down", n(10), n(100), n(0), "below"},
		{"neither good nor bad", n(4), n(8), "none", nil, n(50), nil, ""},
		{"no whole", n(4), nil, "down", n(5), nil, nil, "reached"},
		{"an empty whole", n(0), n(0), "up", nil, nil, nil, ""},
	} {
		got := judge(b, Cell{Value: c.value, Of: c.of}, c.good, c.goal)
		if !same(got.Share, c.share) || !same(got.Step, c.step) || got.Mark != c.mark {
			t.Errorf("%s: share %v step %v mark %q", c.name, show(got.Share), show(got.Step), got.Mark)
		}
	}
}

func same(a, b *int) bool { return a == nil && b == nil || a != nil && b != nil && *a == *b }

func show(a *int) any {
	if a == nil {
		return nil
	}
	return *a
}

// What stands in several boards' reviews counts once for the city, and it is
// said that it does; a figure that is no count has no total.
func TestTotalCountsOnce(t *testing.T) {
	book, err := figure.Load()
	if err != nil {
		t.Fatal(err)
	}
	engine, err := figure.With(nil, book)
	if err != nil {
		t.Fatal(err)
	}
	b, err := load()
	if err != nil {
		t.Fatal(err)
	}
	var part, whole string // a figure that is part of another
	for _, id := range book.IDs() {
		if def, ok := book.At(id, "2023-11-15"); ok && def.Of != "" {
			part, whole = id, def.Of
			break
		}
	}
	fig := func(refs ...string) review.Figure {
		return review.Figure{Value: n(len(refs)), Records: refs, Shown: "x"}
	}
	odd := review.Figure{Value: n(40), Records: []string{"OBJ-1"}, Shown: "40"}
	boards := []Board{
		{Short: "A", State: "decided", figures: map[string]review.Figure{part: fig("OBJ-1", "OBJ-2"), whole: fig("OBJ-1", "OBJ-2", "OBJ-3")}},
		{Short: "B", State: "decided", figures: map[string]review.Figure{part: fig("OBJ-2"), whole: fig("OBJ-2", "OBJ-4")}},
		{Short: "C", State: "none"},
	}
	h := Deps{Figures: engine}.heat(b, boards, register.Date("2023-11-15"), lang.EN)
	i := slices.IndexFunc(h.Figures, func(x HeatHead) bool { return x.ID == part })
	total := h.Total[i]
	if len(h.Figures) != 2 || *total.Value != 2 || *total.Of != 4 || *total.Share != 50 || total.Shown != "2 of 4" {
		t.Errorf("total %+v", total)
	}
	if !slices.Contains(h.Overlap, part) || !slices.Contains(h.Overlap, whole) || h.Note == "" {
		t.Errorf("overlap %v", h.Overlap)
	}
	if c := h.Rows[2].Cells[i]; c.Mark != "missing" || c.Value != nil {
		t.Errorf("the board without review: %+v", c)
	}
	boards[1].figures[part] = odd
	h = Deps{Figures: engine}.heat(b, boards, register.Date("2023-11-15"), lang.EN)
	if c := h.Total[i]; c.Value != nil || c.Shown != "–" {
		t.Errorf("a total of what is no count: %+v", c)
	}
}
